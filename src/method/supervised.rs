//! Supervised learning from scratch, what the other methods are held against (METHOD section 4).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::{Batch, Classification, Outcome, Task};
use crate::model::{Linear, Mode, NUM_FEATURES, ResNet, TensorVisitor, VisitTensors};

/// Linear head 64 -> classes.
#[derive(Clone, Debug)]
pub struct Supervised {
    head: Linear,
    num_classes: usize,
}

impl Supervised {
    pub(super) fn init(num_classes: usize, rng: &mut impl Rng, device: &Device) -> Self {
        Self { head: Linear::init(NUM_FEATURES, num_classes, rng, device), num_classes }
    }
}

impl Task for Supervised {
    fn outcome(&mut self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome {
        let features = backbone.features(batch.images.clone(), mode);
        Classification::new(self.head.forward(features), batch.targets.clone()).into_outcome()
    }

    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        Some(self.head.forward(features))
    }

    fn view_class(&self, _: usize) -> Option<usize> {
        None
    }

    fn class_names(&self) -> Vec<String> {
        (0..self.num_classes).map(|class| format!("class {class}")).collect()
    }

    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.head.visit(prefix, visitor);
    }
}
