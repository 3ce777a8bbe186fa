//! Patch RotNet: one of the eight views, eight classes (METHOD section 2; paper, section III).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::classification::class_by_class;
use super::{Batch, Classification, Outcome};
use crate::model::{Linear, Mode, NUM_FEATURES, ResNet};
use crate::views::{NUM_VIEWS, make_views};

/// Linear head 64 -> 8.
#[derive(Clone, Debug)]
pub struct PatchRotNet {
    pub(super) head: Linear,
}

impl PatchRotNet {
    pub(super) fn init(rng: &mut impl Rng, device: &Device) -> Self {
        Self { head: Linear::init(NUM_FEATURES, NUM_VIEWS, rng, device) }
    }

    pub(super) fn outcome(&self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome {
        let views = make_views(batch.images.clone(), &batch.boxes).all;
        let logits = self.view_logits(backbone.features(views, mode));
        Classification::new(logits, class_by_class(NUM_VIEWS, batch.boxes.len())).into_outcome()
    }

    pub(super) fn view_logits(&self, features: Tensor<2>) -> Tensor<2> {
        self.head.forward(features)
    }
}

/// r0..r3 are classes 0..=3, p0..p3 are 4..=7.
pub(super) fn view_class(view: usize) -> usize {
    view
}
