//! Patch RelNet: the turn that a rotated and a patched view share, four classes (METHOD section 2; paper, section III).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::classification::class_by_class;
use super::{Batch, Classification, Outcome, Task, turn_names};
use crate::model::{Linear, Mode, NUM_FEATURES, ResNet, TensorVisitor, VisitTensors};
use crate::views::{NUM_TURNS, make_views};

/// Linear head 128 -> 4 on the two views' features side by side.
#[derive(Clone, Debug)]
pub struct PatchRelNet {
    head: Linear,
}

impl PatchRelNet {
    pub(super) fn init(rng: &mut impl Rng, device: &Device) -> Self {
        Self { head: Linear::init(2 * NUM_FEATURES, NUM_TURNS, rng, device) }
    }

    /// `[8N, 64]`, view by view, to `[4N, 4]`: concat(f(r_k), f(p_k)) through the head.
    fn pair_logits(&self, features: Tensor<2>) -> Tensor<2> {
        let num_pairs = features.dims()[0] / 2;
        let rotated = features.clone().narrow(0, 0, num_pairs);
        let patched = features.narrow(0, num_pairs, num_pairs);
        self.head.forward(Tensor::cat(vec![rotated, patched], 1))
    }
}

impl Task for PatchRelNet {
    fn outcome(&mut self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome {
        // All views go through the network together, so that batch norm sees them together.
        let views = make_views(batch.images.clone(), &batch.boxes).all;
        let logits = self.pair_logits(backbone.features(views, mode));
        Classification::new(logits, class_by_class(NUM_TURNS, batch.boxes.len())).into_outcome()
    }

    /// Both views of a pair get the pair's logits.
    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        let pairs = self.pair_logits(features);
        Some(Tensor::cat(vec![pairs.clone(), pairs], 0))
    }

    /// The turn of the pair.
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
