//! RotNet, the baseline: a rotated view, four classes (METHOD section 2).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::classification::class_by_class;
use super::{Batch, Classification, Outcome, Task, turn_names};
use crate::model::{Linear, Mode, NUM_FEATURES, ResNet, TensorVisitor, VisitTensors};
use crate::views::{NUM_TURNS, make_rotated};

/// Linear head 64 -> 4.
#[derive(Clone, Debug)]
pub struct RotNet {
    head: Linear,
}

impl RotNet {
    pub(super) fn init(rng: &mut impl Rng, device: &Device) -> Self {
        Self { head: Linear::init(NUM_FEATURES, NUM_TURNS, rng, device) }
    }
}

impl Task for RotNet {
    fn outcome(&mut self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome {
        let features = backbone.features(make_rotated(batch.images.clone()), mode);
        Classification::new(self.head.forward(features), class_by_class(NUM_TURNS, batch.boxes.len()))
            .into_outcome()
    }

    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        Some(self.head.forward(features))
    }

    /// A patched view stands for the turn of its patch.
    fn view_class(&self, view: usize) -> Option<usize> {
        Some(view % NUM_TURNS)
    }

    fn class_names(&self) -> Vec<String> {
        turn_names("turned")
    }

    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.head.visit(prefix, visitor);
    }
}
