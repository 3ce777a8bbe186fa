//! RotNet, the baseline: a rotated view, four classes (METHOD section 2).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::classification::class_by_class;
use super::{Batch, Classification, Outcome};
use crate::model::{Linear, Mode, NUM_FEATURES, ResNet};
use crate::views::{NUM_TURNS, make_rotated};

/// Only the rotated views are seen.
pub(super) const VIEWS_PER_IMAGE: usize = NUM_TURNS;

/// Linear head 64 -> 4.
#[derive(Clone, Debug)]
pub struct RotNet {
    pub(super) head: Linear,
}

impl RotNet {
    pub(super) fn init(rng: &mut impl Rng, device: &Device) -> Self {
        Self { head: Linear::init(NUM_FEATURES, NUM_TURNS, rng, device) }
    }

    pub(super) fn outcome(&self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome {
        let features = backbone.features(make_rotated(batch.images.clone()), mode);
        Classification::new(self.head.forward(features), class_by_class(NUM_TURNS, batch.boxes.len()))
            .into_outcome()
    }

    pub(super) fn view_logits(&self, features: Tensor<2>) -> Tensor<2> {
        self.head.forward(features)
    }
}

/// A patched view stands for the turn of its patch.
pub(super) fn view_class(view: usize) -> usize {
    view % NUM_TURNS
}
