//! What steps leave on the device, and the one read that brings it to the host.

use burn::tensor::{Tensor, Transaction};

use super::network::Network;
use super::optimizer::Optimizer;
use crate::error::Result;
use crate::model::{Mode, frozen, register, to_f32};

/// Loss and number of correct predictions of a step, still on the device.
pub(super) struct Pending {
    pub loss: Tensor<1>,
    pub answers: Option<(Tensor<1>, usize)>,
}

/// The results of steps, on the host.
pub(super) struct Results {
    pub losses: Vec<f32>,
    /// Correct predictions of each step; empty if the task is not a classification.
    pub correct: Vec<f32>,
    /// Predictions of each step.
    pub num_samples: Vec<usize>,
    /// What of the network is infinite or NaN.
    pub bad_values: Option<String>,
}

impl Pending {
    /// Reads the results of steps, and looks at what they left of the network: a loss is computed before its update.
    /// Weights may be finite, and yet too large to compute with: with an image, its features are looked at, too.
    ///
    /// # Errors
    /// [`crate::Error::DeviceFailed`].
    pub(super) async fn read(
        steps: Vec<Self>,
        network: &Network,
        optimizer: &Optimizer,
        sample: Option<&Tensor<4>>,
    ) -> Result<Results> {
        let num_samples = steps.iter().filter_map(|step| Some(step.answers.as_ref()?.1)).collect();
        let (losses, correct): (Vec<_>, Vec<_>) =
            steps.into_iter().map(|step| (step.loss, step.answers.map(|(correct, _)| correct))).unzip();
        let mut transaction = Transaction::default().register(Tensor::cat(losses, 0));
        let correct: Vec<_> = correct.into_iter().flatten().collect();
        let has_answers = !correct.is_empty();
        if has_answers {
            transaction = transaction.register(Tensor::cat(correct, 0));
        }
        let (transaction, weights) = register(network, "", transaction);
        let (transaction, averages) = optimizer.register(transaction);
        let infer =
            |images: &Tensor<4>| frozen(network.backbone.clone()).features(images.clone(), Mode::Infer);
        let (features, transaction) = match sample {
            Some(images) => (Some("the features".into()), transaction.register(infer(images))),
            None => (None, transaction),
        };
        let names = weights.into_iter().map(|(name, _)| name).chain(averages).chain(features);
        // Waits for the device.
        let mut read = transaction.execute_async().await?.into_iter().map(to_f32);
        let losses = read.next().unwrap_or_default();
        let correct = if has_answers { read.next().unwrap_or_default() } else { Vec::new() };
        let is_bad = |(_, values): &(String, Vec<f32>)| values.iter().any(|value| !value.is_finite());
        let bad_values = names.zip(read).find(is_bad).map(|(name, _)| name);
        Ok(Results { losses, correct, num_samples, bad_values })
    }
}

/// Whether the features of an image are finite.
///
/// # Errors
/// [`crate::Error::DeviceFailed`].
pub(super) async fn infers(network: &Network, sample: &Tensor<4>) -> Result<bool> {
    // Waits for the device.
    let features = infer(network, sample).into_data_async().await?;
    Ok(to_f32(features).iter().all(|value| value.is_finite()))
}

fn infer(network: &Network, images: &Tensor<4>) -> Tensor<2> {
    frozen(network.backbone.clone()).features(images.clone(), Mode::Infer)
}
