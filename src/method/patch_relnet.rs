//! Patch RelNet: the rotation shared by a rotated and a patched view, 4 classes (docs/method.md, section 2; paper, section 3).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::classification::class_by_class;
use super::{About, Batch, Classification, Outcome, Setup, Task, turn_names};
use crate::config::Recipe;
use crate::model::{BackboneNetwork, Linear, Mode, TensorVisitor, VisitTensors};
use crate::views::{NUM_TURNS, NUM_VIEWS, make_views};

/// Linear head 128 -> 4 on the two views' features side by side.
#[derive(Clone, Debug)]
pub struct PatchRelNet {
    head: Linear,
}

impl PatchRelNet {
    /// `[8N, 64]`, view by view, to `[4N, 4]`: concat(f(r_k), f(p_k)) through the head.
    fn pair_logits(&self, features: Tensor<2>) -> Tensor<2> {
        let num_pairs = features.dims()[0] / 2;
        let rotated = features.clone().narrow(0, 0, num_pairs);
        let patched = features.narrow(0, num_pairs, num_pairs);
        self.head.forward(Tensor::cat(vec![rotated, patched], 1))
    }
}

impl Task for PatchRelNet {
    const ABOUT: About = About {
        name: "patch-relnet",
        title: "Patch RelNet",
        summary: "The network sees a turned image beside one with a turned patch and predicts their shared turn.",
        description: "Four-way classification of the rotation that a rotated view and a patched view have in common, from their joined features.",
        num_classes: Some(NUM_TURNS),
        views_per_image: NUM_VIEWS,
        cost_per_image: NUM_VIEWS,
        has_patch: true,
        best: Recipe::best_on_small,
        source: "Self-supervised learning with local attention-aware feature (docs/method.md, section 7)",
        ..About::DEFAULT
    };

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        Self { head: Linear::init(2 * setup.num_features(), NUM_TURNS, rng, device) }
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        // All views go through the network together, so that batch norm sees them together.
        let views = make_views(batch.images(), &batch.boxes).all;
        let features = backbone.features(views, mode);
        let logits = self.pair_logits(features.clone());
        Classification::new(logits, class_by_class(NUM_TURNS, batch.num_images())).into_outcome(features)
    }

    /// Both views of a pair get the pair's logits.
    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        let pairs = self.pair_logits(features);
        Some(Tensor::cat(vec![pairs.clone(), pairs], 0))
    }

    /// The rotation of the pair.
    fn view_class(&self, view: usize) -> Option<usize> {
        Some(view % NUM_TURNS)
    }

    fn class_names(&self) -> Vec<String> {
        turn_names("turned")
    }
}

impl VisitTensors for PatchRelNet {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.head.visit(prefix, visitor);
    }
}
