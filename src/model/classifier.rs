//! The classifier on top of features in linear evaluation and fine-tuning.

use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::layers::{Linear, join};
use super::tensors::{TensorVisitor, VisitTensors};
use crate::config::ClassifierKind;
use crate::kernel::upload_values;

/// One or two fully connected layers from features to classes (paper, section 4; docs/method.md, section 6).
#[derive(Clone, Debug)]
pub struct Classifier {
    /// As many outputs as features, with ReLU; absent in the single-layer kind.
    hidden: Option<Linear>,
    output: Linear,
}

impl Classifier {
    /// Weights drawn from `rng` on the host, gradients off.
    pub fn init(
        kind: ClassifierKind,
        [num_features, num_classes]: [usize; 2],
        rng: &mut impl Rng,
        device: &Device,
    ) -> Self {
        let device = &device.clone().inner();
        let hidden = match kind {
            ClassifierKind::TwoLayer => Some(Linear::init(num_features, num_features, rng, device)),
            ClassifierKind::SingleLayer | ClassifierKind::Logistic => None,
        };
        Self { hidden, output: Linear::init(num_features, num_classes, rng, device) }
    }

    /// A single layer of given weights, `[classes, features]`, and biases, `[classes]`.
    pub fn of_layer(weight: Vec<f32>, bias: Vec<f32>, device: &Device) -> Self {
        let device = &device.clone().inner();
        let shape = [bias.len(), weight.len() / bias.len()];
        let output = Linear {
            bias: upload_values(bias, [shape[0]], device),
            weight: upload_values(weight, shape, device),
        };
        Self { hidden: None, output }
    }

    /// Its kind.
    pub fn kind(&self) -> ClassifierKind {
        if self.hidden.is_some() { ClassifierKind::TwoLayer } else { ClassifierKind::SingleLayer }
    }

    /// # Shapes
    /// - `features`: `[N, features]`; output: `[N, classes]`
    pub fn forward(&self, features: Tensor<2>) -> Tensor<2> {
        let hidden = match &self.hidden {
            Some(layer) => relu(layer.forward(features)),
            None => features,
        };
        self.output.forward(hidden)
    }
}

impl VisitTensors for Classifier {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        if let Some(hidden) = &mut self.hidden {
            hidden.visit(&join(prefix, "hidden"), visitor);
        }
        self.output.visit(&join(prefix, "output"), visitor);
    }
}
