//! Patch RelNet: the turn that a rotated and a patched view share, four classes (METHOD section 2; paper, section III).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::classification::class_by_class;
use super::{Batch, Classification, Outcome};
use crate::model::{Linear, Mode, NUM_FEATURES, ResNet};
use crate::views::{NUM_TURNS, make_views};

/// Linear head 128 -> 4 on the two views' features side by side.
#[derive(Clone, Debug)]
pub struct PatchRelNet {
    pub(super) head: Linear,
}

impl PatchRelNet {
    pub(super) fn init(rng: &mut impl Rng, device: &Device) -> Self {
        Self { head: Linear::init(2 * NUM_FEATURES, NUM_TURNS, rng, device) }
    }

    pub(super) fn outcome(&self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome {
        // All views go through the network together, so that batch norm sees them together.
        let views = make_views(batch.images.clone(), &batch.boxes).all;
        let logits = self.pair_logits(backbone.features(views, mode));
        Classification::new(logits, class_by_class(NUM_TURNS, batch.boxes.len())).into_outcome()
    }

    /// Both views of a pair get the pair's logits.
    pub(super) fn view_logits(&self, features: Tensor<2>) -> Tensor<2> {
        let pairs = self.pair_logits(features);
        Tensor::cat(vec![pairs.clone(), pairs], 0)
    }

    /// `[8N, 64]`, view by view, to `[4N, 4]`: concat(f(r_k), f(p_k)) through the head.
    fn pair_logits(&self, features: Tensor<2>) -> Tensor<2> {
        let num_pairs = features.dims()[0] / 2;
        let rotated = features.clone().narrow(0, 0, num_pairs);
        let patched = features.narrow(0, num_pairs, num_pairs);
        self.head.forward(Tensor::cat(vec![rotated, patched], 1))
    }
}

/// The turn of the pair.
pub(super) fn view_class(view: usize) -> usize {
    view % NUM_TURNS
}
