//! Deep Cluster: the cluster that an image's features were in when the epoch began (METHOD section 6).

use burn::tensor::activation::leaky_relu;
use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::{Batch, Classification, Outcome, Task, weighted_cross_entropy};
use crate::model::{BatchNorm, Linear, Mode, NUM_FEATURES, ResNet, TensorVisitor, VisitTensors, join};

const NUM_HIDDEN: usize = 256;
/// PyTorch's default.
const NEGATIVE_SLOPE: f64 = 0.01;

/// Head 64 - 256 - batch norm - LeakyReLU - clusters.
#[derive(Clone, Debug)]
pub struct DeepCluster {
    hidden: Linear,
    norm: BatchNorm,
    output: Linear,
    num_clusters: usize,
}

impl DeepCluster {
    pub(super) fn init(num_clusters: usize, rng: &mut impl Rng, device: &Device) -> Self {
        Self {
            hidden: Linear::init(NUM_FEATURES, NUM_HIDDEN, rng, device),
            norm: BatchNorm::init(NUM_HIDDEN, device),
            output: Linear::init(NUM_HIDDEN, num_clusters, rng, device),
            num_clusters,
        }
    }

    /// Draws the last layer anew: cluster numbers mean nothing from one epoch to the next.
    pub(super) fn refresh(&mut self, rng: &mut impl Rng) {
        let device = self.output.weight.device().inner();
        self.output = Linear::init(NUM_HIDDEN, self.num_clusters, rng, &device);
    }

    fn logits(&mut self, features: Tensor<2>, mode: Mode) -> Tensor<2> {
        let hidden = self.hidden.forward(features).unsqueeze_dims::<4>(&[2, 3]);
        let normed = self.norm.forward(hidden, None, false, mode).flatten(1, 3);
        self.output.forward(leaky_relu(normed, NEGATIVE_SLOPE))
    }
}

impl Task for DeepCluster {
    fn outcome(&mut self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome {
        let features = backbone.features(batch.images.clone(), mode);
        let classification = Classification::new(self.logits(features, mode), batch.targets.clone());
        let loss = weighted_cross_entropy(&classification, &batch.weights);
        Outcome { loss, classification }
    }

    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        Some(self.clone().logits(features, Mode::Infer))
    }

    fn view_class(&self, _: usize) -> Option<usize> {
        None
    }

    fn class_names(&self) -> Vec<String> {
        (0..self.num_clusters).map(|cluster| format!("cluster {cluster}")).collect()
    }

    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.hidden.visit(&join(prefix, "hidden"), visitor);
        self.norm.visit(&join(prefix, "norm"), visitor);
        self.output.visit(&join(prefix, "output"), visitor);
    }
}
