//! BYOL: what a slowly following copy of the network makes of another draw of the image (docs/method.md, section 6).

use std::f64::consts::PI;

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::comparison::{DRAWS, EVALUATIONS, best, halves, paper, quick};
use super::projection::{Projection, unit_rows};
use super::{About, Batch, Draw, Measure, Outcome, Projected, Setup, Task};
use crate::model::{AsBuffers, BackboneNetwork, Mode, TensorVisitor, VisitTensors, follow, join};

const NUM_HIDDEN: usize = 256;
const NUM_PROJECTED: usize = 64;

/// Projector and predictor, both 64 - 256 - batch norm - ReLU - 64, and the target network: a copy of backbone and projector
/// that follows them by moving average and is not trained.
#[derive(Clone, Debug)]
pub struct Byol {
    projector: Projection,
    predictor: Projection,
    target: Target,
    decay: f64,
}

#[derive(Clone, Debug)]
struct Target {
    backbone: BackboneNetwork,
    projector: Projection,
}

impl Task for Byol {
    const ABOUT: About = About {
        name: "byol",
        title: "BYOL",
        summary: "From one altered copy of an image, the network predicts what a slower copy of itself sees in another.",
        description: "Prediction of a moving-average network's projection of the other draw, without negatives.",
        views_per_image: 2,
        cost_per_image: 3,
        draws_per_image: 2,
        settings: &["targetDecay"],
        evaluations: EVALUATIONS,
        paper,
        quick,
        best,
        source: "Grill et al., NeurIPS 2020, arXiv 2006.07733",
        ..About::DEFAULT
    };

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        let projector = Projection::init(&[setup.num_features(), NUM_HIDDEN, NUM_PROJECTED], rng, device);
        Self {
            target: Target { backbone: setup.backbone.clone(), projector: projector.clone() },
            projector,
            predictor: Projection::init(&[NUM_PROJECTED, NUM_HIDDEN, NUM_PROJECTED], rng, device),
            decay: setup.config.target_decay,
        }
    }

    fn draws(&self) -> Vec<Draw> {
        DRAWS.to_vec()
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        let images = Tensor::cat(batch.draws.clone(), 0);
        let Target { backbone: target, projector } = &mut self.target;
        let goals = projector.forward(target.features(images.clone(), mode), mode).detach();
        let features = backbone.features(images, mode);
        let projected = self.projector.forward(features.clone(), mode);
        let predicted = self.predictor.forward(projected.clone(), mode);
        let projected = Some(Projected { rows: projected, by: Measure::Direction });
        Outcome { loss: byol_loss(predicted, goals), answers: None, features, projected }
    }

    /// The decay grows to 1 along half a cosine, as in the study.
    fn after_update(&mut self, backbone: &BackboneNetwork, part: f64) {
        let decay = 1.0 - (1.0 - self.decay) * ((PI * part).cos() + 1.0) / 2.0;
        follow(&mut self.target.backbone, backbone, decay);
        follow(&mut self.target.projector, &self.projector, decay);
    }
}

/// 2 - 2 cos(prediction of one draw, goal of the other), mean over both directions and all images.
///
/// # Shapes
/// - `predicted`, `goals`: `[2N, D]`, draw by draw; output: `[1]`
pub fn byol_loss(predicted: Tensor<2>, goals: Tensor<2>) -> Tensor<1> {
    let [first, second] = halves(unit_rows(goals));
    let crossed = Tensor::cat(vec![second, first], 0);
    unit_rows(predicted).mul(crossed).sum_dim(1).mean().mul_scalar(-2.0).add_scalar(2.0)
}

impl VisitTensors for Byol {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.projector.visit(&join(prefix, "projector"), visitor);
        self.predictor.visit(&join(prefix, "predictor"), visitor);
        self.target.visit(&join(prefix, "target"), visitor);
    }
}

impl VisitTensors for Target {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        let visitor = &mut AsBuffers(visitor);
        self.backbone.visit(&join(prefix, "backbone"), visitor);
        self.projector.visit(&join(prefix, "projector"), visitor);
    }
}
