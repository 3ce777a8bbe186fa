//! VICReg: draws of an image are alike, features vary and do not repeat each other (docs/method.md, section 6).

use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::comparison::{Comparison, DRAWS, EVALUATIONS, best, halves, outcome_of_draws, paper, quick};
use super::projection::Projection;
use super::{About, Batch, Draw, Measure, Outcome, Projected, Setup, Task};
use crate::config::TaskConfig;
use crate::model::{BackboneNetwork, Mode, TensorVisitor, VisitTensors};

/// Features of the expander.
const NUM_EXPANDED: usize = 256;
/// Keeps the gradient of the standard deviation finite.
const EPSILON: f64 = 1e-4;

/// Expander 64 - 256 - 256 - 256, batch norm and ReLU between them.
#[derive(Clone, Debug)]
pub struct VicReg {
    projection: Projection,
    /// Of invariance, variance and covariance.
    weights: [f64; 3],
}

impl Task for VicReg {
    const ABOUT: About = About {
        name: "vicreg",
        title: "VICReg",
        summary: "Two altered copies of each image should give the same features, which must differ between images.",
        description: "Invariance between draws, a floor on the variance of each projected feature, and no covariance between them.",
        views_per_image: 2,
        cost_per_image: 2,
        draws_per_image: 2,
        settings: &["invariance", "variance", "covariance"],
        evaluations: EVALUATIONS,
        paper,
        quick,
        best,
        source: "Bardes, Ponce and LeCun, ICLR 2022, arXiv 2105.04906",
        ..About::DEFAULT
    };

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        let sizes = [setup.num_features(), NUM_EXPANDED, NUM_EXPANDED, NUM_EXPANDED];
        let TaskConfig { invariance, variance, covariance, .. } = *setup.config;
        Self {
            projection: Projection::init(&sizes, rng, device),
            weights: [invariance, variance, covariance],
        }
    }

    fn draws(&self) -> Vec<Draw> {
        DRAWS.to_vec()
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        outcome_of_draws(self, backbone, batch, mode)
    }
}

impl Comparison for VicReg {
    fn compare(&mut self, features: Tensor<2>, mode: Mode) -> Outcome {
        let projected = self.projection.forward(features.clone(), mode);
        let loss = vicreg_loss(halves(projected.clone()), self.weights);
        let projected = Some(Projected { rows: projected, by: Measure::Value });
        Outcome { loss, answers: None, features, projected }
    }
}

/// Weighted sum of three losses; `weights` are of invariance, variance and covariance.
///
/// # Shapes
/// - `draws`: two times `[N, D]`; output: `[1]`
///
/// # Source
/// Bardes et al. 2022, equations 1 to 6; variance and covariance as in the authors' code: the variance is the mean of the two
/// draws, the covariance their sum.
pub fn vicreg_loss(draws: [Tensor<2>; 2], weights: [f64; 3]) -> Tensor<1> {
    let [first, second] = draws.clone();
    let invariance = first.sub(second).square().mean();
    let [(variance_1, covariance_1), (variance_2, covariance_2)] = draws.map(spread);
    let variance = variance_1.add(variance_2).mul_scalar(0.5);
    let covariance = covariance_1.add(covariance_2);
    [invariance, variance, covariance]
        .into_iter()
        .zip(weights)
        .map(|(loss, weight)| loss.mul_scalar(weight))
        .reduce(Tensor::add)
        .expect("there are three losses")
}

/// How much standard deviations are below 1, and the mean square of a feature's covariances with the others.
fn spread(rows: Tensor<2>) -> (Tensor<1>, Tensor<1>) {
    let [count, size] = rows.dims();
    let centered = rows.clone().sub(rows.mean_dim(0));
    let covariance = centered.clone().transpose().matmul(centered.clone()).div_scalar((count - 1) as f64);
    let variances = centered.square().sum_dim(0).div_scalar((count - 1) as f64);
    let below = relu(variances.clone().add_scalar(EPSILON).sqrt().neg().add_scalar(1.0)).mean();
    let others = covariance.square().sum().sub(variances.square().sum()).div_scalar(size as f64);
    (below, others)
}

impl VisitTensors for VicReg {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.projection.visit(prefix, visitor);
    }
}
