//! RotNet, the baseline: a rotated view, four classes (docs/method.md, section 2).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::classification::class_by_class;
use super::{About, Batch, Classification, Outcome, Setup, Task, turn_names};
use crate::config::Recipe;
use crate::model::{BackboneNetwork, Linear, Mode, TensorVisitor, VisitTensors};
use crate::views::{NUM_TURNS, make_rotated};

/// Linear head: features to 4 classes.
#[derive(Clone, Debug)]
pub struct RotNet {
    head: Linear,
}

impl Task for RotNet {
    const ABOUT: About = About {
        name: "rotnet",
        title: "RotNet",
        summary: "The network sees an image turned by 0, 90, 180 or 270 degrees and predicts which turn it is.",
        description: "Four-way classification of the rotation of whole images, the baseline that the paper builds on.",
        num_classes: Some(NUM_TURNS),
        views_per_image: NUM_TURNS,
        cost_per_image: NUM_TURNS,
        quick: || Recipe { epochs: 2, ..Recipe::quick() },
        best: || Recipe { epochs: 36, ..Recipe::best_on_small() },
        source: "Gidaris, Singh and Komodakis, ICLR 2018, arXiv 1803.07728",
        ..About::DEFAULT
    };

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        Self { head: Linear::init(setup.num_features(), NUM_TURNS, rng, device) }
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        let features = backbone.features(make_rotated(batch.images()), mode);
        let logits = self.head.forward(features.clone());
        Classification::new(logits, class_by_class(NUM_TURNS, batch.num_images())).into_outcome(features)
    }

    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        Some(self.head.forward(features))
    }

    /// The class of a patched view is the rotation of its patch.
    fn view_class(&self, view: usize) -> Option<usize> {
        Some(view % NUM_TURNS)
    }

    fn class_names(&self) -> Vec<String> {
        turn_names("turned")
    }
}

impl VisitTensors for RotNet {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.head.visit(prefix, visitor);
    }
}
