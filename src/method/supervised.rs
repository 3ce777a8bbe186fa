//! Supervised learning from scratch, the reference for the other methods (docs/method.md, section 4).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::{About, Batch, Classification, Outcome, Setup, Targets, Task};
use crate::config::{Augmentation, OptimizerConfig, Recipe, ScheduleConfig, ScheduleKind};
use crate::model::{BackboneNetwork, Linear, Mode, TensorVisitor, VisitTensors};

/// Fractions of a run after which the learning rate is divided by ten (docs/method.md, section 6).
const MILESTONES: [f64; 2] = [0.5, 0.75];

/// Linear head: features to classes.
#[derive(Clone, Debug)]
pub struct Supervised {
    head: Linear,
    num_classes: usize,
}

fn paper() -> Recipe {
    let schedule = ScheduleConfig {
        kind: ScheduleKind::Step,
        milestones: MILESTONES.to_vec(),
        ..ScheduleConfig::default()
    };
    Recipe { optimizer: OptimizerConfig::sgd(), schedule, ..Recipe::paper() }
}

impl Task for Supervised {
    const ABOUT: About = About {
        name: "supervised",
        title: "Supervised",
        summary: "The network is trained on the correct class of each image: reference for learning without labels.",
        description: "Cross-entropy on labels from scratch, the upper reference of the tables.",
        targets: Targets::Labels,
        paper,
        study: || Recipe { augmentation: Augmentation::labeled_study(), ..paper() },
        quick: || Recipe { epochs: 20, ..Recipe::quick() },
        best: || Recipe { epochs: 60, ..Recipe::best() },
        source: "Self-supervised learning with local attention-aware feature (docs/method.md, section 7)",
        ..About::DEFAULT
    };

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        let num_classes = setup.num_targets;
        Self { head: Linear::init(setup.num_features(), num_classes, rng, device), num_classes }
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        let features = backbone.features(batch.images(), mode);
        let logits = self.head.forward(features.clone());
        Classification::new(logits, batch.targets.clone()).into_outcome(features)
    }

    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        Some(self.head.forward(features))
    }

    fn class_names(&self) -> Vec<String> {
        (0..self.num_classes).map(|class| format!("class {class}")).collect()
    }
}

impl VisitTensors for Supervised {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.head.visit(prefix, visitor);
    }
}
