//! Cross-entropy and the predictions of a classification.

use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Int, Tensor};

use super::Outcome;
use crate::kernel::{upload_classes, upload_values};

/// Logits with their targets.
#[derive(Clone, Debug)]
pub struct Classification {
    /// `[M, classes]`
    pub logits: Tensor<2>,
    /// `[M]`
    pub targets: Tensor<1, Int>,
}

impl Classification {
    /// Logits `[M, classes]` with targets from the host.
    pub fn new(logits: Tensor<2>, targets: Vec<i32>) -> Self {
        let targets = upload_targets(targets, &logits.device());
        Self { logits, targets }
    }

    /// Cross-entropy, mean over all samples: `[1]` (paper, eq. 1).
    pub fn loss(&self) -> Tensor<1> {
        cross_entropy(self.logits.clone(), self.targets.clone())
    }

    /// The class of the largest logit: `[M]`.
    pub fn predictions(&self) -> Tensor<1, Int> {
        self.logits.clone().inner().argmax(1).flatten(0, 1)
    }

    /// Number of correct predictions: `[1]`.
    pub fn num_correct(&self) -> Tensor<1> {
        self.predictions().equal(self.targets.clone().inner()).float().sum()
    }

    /// Number of samples M.
    pub fn num_samples(&self) -> usize {
        self.targets.dims()[0]
    }

    /// The outcome whose loss is its cross-entropy.
    pub(super) fn into_outcome(self, features: Tensor<2>) -> Outcome {
        Outcome { loss: self.loss(), answers: Some(self), features, projected: None }
    }
}

/// Class by class, N samples each: the targets of samples in view-by-view order.
pub(super) fn class_by_class(num_classes: usize, num_images: usize) -> Vec<i32> {
    (0..num_classes as i32).flat_map(|class| std::iter::repeat_n(class, num_images)).collect()
}

/// Targets as a tensor on the device of the logits.
pub fn upload_targets(targets: Vec<i32>, device: &Device) -> Tensor<1, Int> {
    let count = targets.len();
    upload_classes(targets, [count], device)
}

/// Cross-entropy of softmax, mean over all samples.
///
/// # Shapes
/// - `logits`: `[M, classes]`; `targets`: `[M]`; output: `[1]`
pub fn cross_entropy(logits: Tensor<2>, targets: Tensor<1, Int>) -> Tensor<1> {
    log_softmax(logits, 1).gather(1, targets.unsqueeze_dim(1)).mean().neg()
}

/// Cross-entropy as a weighted mean over samples (as PyTorch computes it with class weights).
///
/// # Shapes
/// - `weights`: M; output: `[1]`
pub fn weighted_cross_entropy(classification: &Classification, weights: &[f32]) -> Tensor<1> {
    let Classification { logits, targets } = classification.clone();
    let total: f32 = weights.iter().sum();
    let weights = upload_values(weights.to_vec(), [weights.len(), 1], &logits.device());
    let chosen = log_softmax(logits, 1).gather(1, targets.unsqueeze_dim(1));
    // A single cluster has weight zero: its loss is zero, not a division by zero.
    chosen.mul(weights).sum().neg().div_scalar(total.max(f32::MIN_POSITIVE))
}
