//! SimCLR: which of all other draws is of the same image (docs/method.md, section 6).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::comparison::{Comparison, DRAWS, EVALUATIONS, best, outcome_of_draws, paper, quick, study};
use super::projection::{Projection, unit_rows};
use super::{About, Batch, Classification, Draw, Measure, Outcome, Projected, Setup, Task};
use crate::config::{Recipe, TaskConfig};
use crate::kernel::upload_values;
use crate::model::{BackboneNetwork, Mode, TensorVisitor, VisitTensors};

const NUM_HIDDEN: usize = 256;
const NUM_PROJECTED: usize = 64;
/// A similarity that softmax makes 0.
const NEVER: f32 = -1e9;

/// Projection head 64 - 256 - batch norm - ReLU - 64.
#[derive(Clone, Debug)]
pub struct SimClr {
    projection: Projection,
    temperature: f64,
}

impl Task for SimClr {
    const ABOUT: About = About {
        name: "simclr",
        title: "SimCLR",
        summary: "Two altered copies of each image are made; among those of many images, the network finds the pairs.",
        description: "Contrastive learning: softmax over the cosine similarities of projected features within the batch (NT-Xent).",
        views_per_image: 2,
        cost_per_image: 2,
        draws_per_image: 2,
        settings: &["temperature"],
        evaluations: EVALUATIONS,
        paper,
        study,
        quick,
        best: || Recipe { task: TaskConfig { temperature: 0.2, ..TaskConfig::default() }, ..best() },
        source: "Chen, Kornblith, Norouzi and Hinton, ICML 2020, arXiv 2002.05709",
        ..About::DEFAULT
    };

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        let sizes = [setup.num_features(), NUM_HIDDEN, NUM_PROJECTED];
        Self { projection: Projection::init(&sizes, rng, device), temperature: setup.config.temperature }
    }

    fn draws(&self) -> Vec<Draw> {
        DRAWS.to_vec()
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        outcome_of_draws(self, backbone, batch, mode)
    }
}

impl Comparison for SimClr {
    fn compare(&mut self, features: Tensor<2>, mode: Mode) -> Outcome {
        let projected = self.projection.forward(features.clone(), mode);
        let outcome = nt_xent(projected.clone(), self.temperature).into_outcome(features);
        Outcome { projected: Some(Projected { rows: projected, by: Measure::Direction }), ..outcome }
    }
}

/// For each row, which of the others is of the same image: normalised temperature-scaled cross-entropy. Its loss is that of
/// the classification.
///
/// # Shapes
/// - `projected`: `[2N, features]`, draw by draw; logits: `[2N, 2N]`
pub fn nt_xent(projected: Tensor<2>, temperature: f64) -> Classification {
    let rows = unit_rows(projected);
    let [count, _] = rows.dims();
    let itself: Vec<f32> =
        (0..count * count).map(|place| if place % (count + 1) == 0 { NEVER } else { 0.0 }).collect();
    let itself = upload_values(itself, [count, count], &rows.device());
    let logits = rows.clone().matmul(rows.transpose()).div_scalar(temperature).add(itself);
    let partners = (0..count).map(|row| ((row + count / 2) % count) as i32).collect();
    Classification::new(logits, partners)
}

impl VisitTensors for SimClr {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.projection.visit(prefix, visitor);
    }
}
