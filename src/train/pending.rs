//! What steps leave on the device, and the one read that brings it to the host.

use burn::tensor::{Tensor, Transaction};

use super::network::Network;
use super::optimizer::Optimizer;
use super::spread::Spread;
use crate::error::Result;
use crate::method::Projected;
use crate::model::{Mode, frozen, register, to_f32};

/// Loss and number of correct predictions of a step, still on the device.
pub(super) struct Pending {
    pub loss: Tensor<1>,
    pub answers: Option<(Tensor<1>, usize)>,
    /// What the backbone made of the views of its last part: `[M, features]`.
    pub features: Tensor<2>,
    /// What its loss compared, where that is made of the features.
    pub projected: Option<Projected>,
}

/// The results of steps, on the host.
pub(super) struct Results {
    pub losses: Vec<f32>,
    /// Correct predictions of each step; empty if the task is not a classification.
    pub correct: Vec<f32>,
    /// Predictions of each step.
    pub num_samples: Vec<usize>,
    /// How much the features of the last step differ; none where they are not finite.
    pub spread: Option<Spread>,
    /// What of the network is infinite or NaN.
    pub bad_values: Option<String>,
}

impl Results {
    /// The part of the predictions that are correct.
    pub(super) fn accuracy(&self) -> Option<f32> {
        let num_samples = self.num_samples.iter().sum::<usize>() as f32;
        (!self.correct.is_empty()).then(|| self.correct.iter().sum::<f32>() / num_samples)
    }
}

impl Pending {
    /// Reads the results of steps. A loss is computed before its update; with an image, what they left of the network is
    /// looked at, too, and its features: weights may be finite, and yet too large to compute with.
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
        let last = steps.last().map(|step| (step.features.clone(), step.projected.clone()));
        let (features, projected) = last.unzip();
        let projected = projected.flatten();
        let by = projected.as_ref().map(|projected| projected.by);
        let seen: Vec<_> = features.into_iter().chain(projected.map(|projected| projected.rows)).collect();
        let (losses, correct): (Vec<_>, Vec<_>) =
            steps.into_iter().map(|step| (step.loss, step.answers.map(|(correct, _)| correct))).unzip();
        let mut transaction = Transaction::default().register(Tensor::cat(losses, 0));
        let sizes: Vec<usize> = seen.iter().map(|rows| rows.dims()[1]).collect();
        transaction = seen.into_iter().fold(transaction, Transaction::register);
        let correct: Vec<_> = correct.into_iter().flatten().collect();
        let has_answers = !correct.is_empty();
        if has_answers {
            transaction = transaction.register(Tensor::cat(correct, 0));
        }
        let (names, transaction) = match sample {
            Some(images) => all_values(network, optimizer, images, transaction),
            None => (Vec::new(), transaction),
        };
        // Waits for the device.
        let mut read = transaction.execute_async().await?.into_iter().map(to_f32);
        let losses = read.next().unwrap_or_default();
        let seen: Vec<Vec<f32>> = read.by_ref().take(sizes.len()).collect();
        let is_finite = seen.iter().flatten().all(|value| value.is_finite());
        let spread = match (seen.as_slice(), sizes.as_slice()) {
            ([features, projected @ ..], [dim, size @ ..]) if is_finite => {
                let projected = projected.first().zip(size.first()).zip(by);
                let compared = projected.map(|((rows, &size), by)| (rows.as_slice(), size, by));
                Some(Spread::of(features, *dim).with(compared))
            }
            _ => None,
        };
        let correct = if has_answers { read.next().unwrap_or_default() } else { Vec::new() };
        let is_bad = |(_, values): &(String, Vec<f32>)| values.iter().any(|value| !value.is_finite());
        let bad_values = names.into_iter().zip(read).find(is_bad).map(|(name, _)| name);
        Ok(Results { losses, correct, num_samples, spread, bad_values })
    }
}

/// Whether a network and its optimiser hold finite values only, and compute such features of an image.
///
/// # Errors
/// [`crate::Error::DeviceFailed`].
pub(super) async fn infers(network: &Network, optimizer: &Optimizer, sample: &Tensor<4>) -> Result<bool> {
    let (_, transaction) = all_values(network, optimizer, sample, Transaction::default());
    // Waits for the device.
    let read = transaction.execute_async().await?;
    Ok(read.into_iter().all(|data| to_f32(data).iter().all(|value| value.is_finite())))
}

/// Adds weights, averages and the features of an image to a read; returns what each is.
fn all_values(
    network: &Network,
    optimizer: &Optimizer,
    sample: &Tensor<4>,
    transaction: Transaction,
) -> (Vec<String>, Transaction) {
    let (transaction, weights) = register(network, "", transaction);
    let (transaction, averages) = optimizer.register(transaction);
    let features = frozen(network.backbone.clone()).features(sample.clone(), Mode::Infer);
    let names = weights.into_iter().map(|(name, _)| name).chain(averages).chain(["the features".into()]);
    (names.collect(), transaction.register(features))
}
