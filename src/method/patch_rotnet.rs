//! Patch RotNet: one of the eight views, eight classes (docs/method.md, section 2; paper, section 3).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::classification::class_by_class;
use super::{About, Batch, Classification, Outcome, Setup, Task, turn_names};
use crate::config::Recipe;
use crate::model::{BackboneNetwork, Linear, Mode, TensorVisitor, VisitTensors};
use crate::views::{NUM_VIEWS, make_views};

/// Linear head: features to 8 classes.
#[derive(Clone, Debug)]
pub struct PatchRotNet {
    head: Linear,
}

impl PatchRotNet {
    /// # Shapes
    /// - `features`: `[8N, features]`, view by view
    pub(super) fn classify(&self, features: Tensor<2>) -> Outcome {
        let num_images = features.dims()[0] / NUM_VIEWS;
        let logits = self.head.forward(features.clone());
        Classification::new(logits, class_by_class(NUM_VIEWS, num_images)).into_outcome(features)
    }
}

impl Task for PatchRotNet {
    const ABOUT: About = About {
        name: "patch-rotnet",
        title: "Patch RotNet",
        summary: "The image, or a small copy pasted onto it, is turned; the network predicts which of them and by how much.",
        description: "Eight-way classification of four rotations of the image and four of a shrunken copy pasted at a random place.",
        num_classes: Some(NUM_VIEWS),
        views_per_image: NUM_VIEWS,
        cost_per_image: NUM_VIEWS,
        has_patch: true,
        best: Recipe::best_on_small,
        source: "Self-supervised learning with local attention-aware feature (docs/method.md, section 7)",
        ..About::DEFAULT
    };

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        Self { head: Linear::init(setup.num_features(), NUM_VIEWS, rng, device) }
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        let views = make_views(batch.images(), &batch.boxes).all;
        self.classify(backbone.features(views, mode))
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
}

impl VisitTensors for PatchRotNet {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.head.visit(prefix, visitor);
    }
}
