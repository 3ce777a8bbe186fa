//! Relational reasoning: whether two draws are of the same image (docs/method.md, section 6).

use burn::tensor::activation::sigmoid;
use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::comparison::{EVALUATIONS, best, paper, quick, study};
use super::infomax::softplus;
use super::projection::normed;
use super::{About, Batch, Classification, Draw, Outcome, Setup, Task};
use crate::config::{Recipe, TaskConfig};
use crate::model::{BackboneNetwork, BatchNorm, Linear, Mode, TensorVisitor, VisitTensors, join};

const NUM_HIDDEN: usize = 256;
/// PyTorch's default.
const NEGATIVE_SLOPE: f64 = 0.01;

/// Relation head on the features of two draws side by side: 128 - 256 - batch norm - LeakyReLU - 1.
#[derive(Clone, Debug)]
pub struct RelationalReasoning {
    hidden: Linear,
    norm: BatchNorm,
    output: Linear,
    num_features: usize,
    draws: usize,
    focus: f64,
}

impl Task for RelationalReasoning {
    const ABOUT: About = About {
        name: "relational-reasoning",
        title: "Relational Reasoning",
        summary: "The network sees two altered copies and tells whether they are of one image or of two.",
        description: "Binary classification of pairs of features by a relation head; negatives are pairs across the batch.",
        num_classes: Some(2),
        views_per_image: 4,
        cost_per_image: 5,
        draws_per_image: 4,
        settings: &["draws", "focus"],
        evaluations: EVALUATIONS,
        paper,
        study: || Recipe { task: TaskConfig { draws: 16, focus: 2.0, ..TaskConfig::default() }, ..study() },
        quick,
        best,
        source: "Patacchiola and Storkey, NeurIPS 2020, arXiv 2006.05849",
        ..About::DEFAULT
    };

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        let num_features = setup.num_features();
        Self {
            hidden: Linear::init(2 * num_features, NUM_HIDDEN, rng, device),
            norm: BatchNorm::init(NUM_HIDDEN, device),
            output: Linear::init(NUM_HIDDEN, 1, rng, device),
            num_features,
            draws: setup.config.draws,
            focus: setup.config.focus,
        }
    }

    fn draws(&self) -> Vec<Draw> {
        vec![Draw::Augmented; self.draws]
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        let features = backbone.features(Tensor::cat(batch.draws.clone(), 0), mode);
        let scores = self.scores(features.clone(), batch.draws.len(), mode);
        let half = scores.dims()[0] / 2;
        let [same, other] = [0, half].map(|start| scores.clone().narrow(0, start, half));
        // Half of the pairs are of the same image.
        let loss = self.focal(same.neg()).mean().add(self.focal(other).mean()).mul_scalar(0.5);
        let targets = [1, 0].into_iter().flat_map(|class| std::iter::repeat_n(class, half)).collect();
        let logits = Tensor::cat(vec![scores.zeros_like(), scores], 1);
        Outcome { loss, answers: Some(Classification::new(logits, targets)), features, projected: None }
    }

    fn class_names(&self) -> Vec<String> {
        vec!["different images".into(), "same image".into()]
    }
}

impl RelationalReasoning {
    /// The cross-entropy of a wrong answer with these scores, times its probability to the power of the focus.
    ///
    /// # Source
    /// Lin et al., ICCV 2017, arXiv 1708.02002; without the weights of the two classes, which are equally frequent here.
    fn focal(&self, scores: Tensor<2>) -> Tensor<2> {
        let losses = softplus(scores.clone());
        match self.focus {
            0.0 => losses,
            focus => losses.mul(sigmoid(scores).powf_scalar(focus)),
        }
    }

    /// Scores of the pairs of draws, those of the same image first, then those with a neighbour in the batch: `[2P, 1]`. The
    /// distance to the neighbour grows from pair to pair.
    fn scores(&mut self, features: Tensor<2>, draws: usize, mode: Mode) -> Tensor<2> {
        let size = features.dims()[0] / draws;
        // The hidden layer is linear: each draw is multiplied once instead of once for each pair.
        let side = |start: usize| {
            let weight = self.hidden.weight.clone().narrow(1, start, self.num_features);
            features.clone().matmul(weight.transpose())
        };
        let (left, right) = (side(0), side(self.num_features));
        let of_draw = |rows: &Tensor<2>, draw: usize| rows.clone().narrow(0, draw * size, size);
        let (mut same, mut other) = (Vec::new(), Vec::new());
        for (pair, (first, second)) in pairs(draws).enumerate() {
            let (first, second) = (of_draw(&left, first), of_draw(&right, second));
            let shift = pair % (size - 1).max(1) + 1;
            same.push(first.clone().add(second.clone()));
            other.push(first.add(roll(second, shift.min(size))));
        }
        let hidden = Tensor::cat([same, other].concat(), 0).add(self.hidden.bias.clone().unsqueeze());
        self.output.forward(normed(hidden, &mut self.norm, NEGATIVE_SLOPE, mode))
    }
}

/// Each draw with each later one.
fn pairs(draws: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..draws).flat_map(move |first| (first + 1..draws).map(move |second| (first, second)))
}

/// Moves row i to row i + shift, and the last ones to the front.
fn roll(rows: Tensor<2>, shift: usize) -> Tensor<2> {
    let count = rows.dims()[0];
    if shift.is_multiple_of(count) {
        return rows;
    }
    let kept = count - shift;
    Tensor::cat(vec![rows.clone().narrow(0, kept, shift), rows.narrow(0, 0, kept)], 0)
}

impl VisitTensors for RelationalReasoning {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.hidden.visit(&join(prefix, "hidden"), visitor);
        self.norm.visit(&join(prefix, "norm"), visitor);
        self.output.visit(&join(prefix, "output"), visitor);
    }
}
