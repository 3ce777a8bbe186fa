//! Patch RotNet: one of the eight views, eight classes (METHOD section 2; paper, section III).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::classification::class_by_class;
use super::{Batch, Classification, Outcome, Task, turn_names};
use crate::model::{Linear, Mode, NUM_FEATURES, ResNet, TensorVisitor, VisitTensors};
use crate::views::{NUM_VIEWS, make_views};

/// Linear head 64 -> 8.
#[derive(Clone, Debug)]
pub struct PatchRotNet {
    head: Linear,
}

impl PatchRotNet {
    pub(super) fn init(rng: &mut impl Rng, device: &Device) -> Self {
        Self { head: Linear::init(NUM_FEATURES, NUM_VIEWS, rng, device) }
    }
}

impl Task for PatchRotNet {
    fn outcome(&mut self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome {
        let views = make_views(batch.images.clone(), &batch.boxes).all;
        let logits = self.head.forward(backbone.features(views, mode));
        Classification::new(logits, class_by_class(NUM_VIEWS, batch.boxes.len())).into_outcome()
    }

    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        Some(self.head.forward(features))
    }

    /// r0..r3 are classes 0..=3, p0..p3 are 4..=7.
    fn view_class(&self, view: usize) -> Option<usize> {
        Some(view)
    }

    fn class_names(&self) -> Vec<String> {
        [turn_names("turned"), turn_names("patch")].concat()
    }

    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.head.visit(prefix, visitor);
    }
}
