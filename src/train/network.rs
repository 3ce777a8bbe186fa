//! A backbone with the pretext task it is trained on.

use burn::tensor::Device;

use super::config::PretrainConfig;
use crate::method::{Pretext, Setup};
use crate::model::{Backbone, BackboneNetwork, TensorVisitor, VisitTensors};
use crate::rng::{Purpose, stream};

/// What pretraining trains and a model file contains.
///
/// Tensor names: `backbone.*` and `head.*`, as documented in their own files.
#[derive(Clone, Debug)]
pub struct Network {
    pub backbone: BackboneNetwork,
    pub pretext: Pretext,
}

impl Network {
    /// Starting weights, drawn on the host: the same on every device.
    pub fn init(config: &PretrainConfig, device: &Device) -> Self {
        let backbone = init_backbone(config.backbone, config.seed, device);
        Self { pretext: init_pretext(config, &backbone, device), backbone }
    }
}

/// The untrained backbone of a seed: where pretraining starts, and what it is compared with.
pub fn init_backbone(backbone: Backbone, seed: u64, device: &Device) -> BackboneNetwork {
    backbone.init(&mut stream(seed, Purpose::BackboneWeights, 0), device)
}

/// If the number of targets depends on the data, a session has put it into the config; before that it is two.
fn init_pretext(config: &PretrainConfig, backbone: &BackboneNetwork, device: &Device) -> Pretext {
    let rng = &mut stream(config.seed, Purpose::HeadWeights, 0);
    let setup = Setup { backbone, num_targets: config.num_targets.unwrap_or(2), config: &config.task };
    config.method.init(setup, rng, device)
}

impl VisitTensors for Network {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        let join = |name: &str| if prefix.is_empty() { name.into() } else { format!("{prefix}.{name}") };
        self.backbone.visit(&join("backbone"), visitor);
        self.pretext.visit(&join("head"), visitor);
    }
}
