//! Features of both labelled splits.

use std::ops::Range;

use burn::tensor::{Int, Tensor, Transaction};

use super::Setup;
use crate::config::{EvaluationConfig, num_steps};
use crate::error::{Error, Result};
use crate::kernel::{to_classes, to_f32};
use crate::model::BackboneNetwork;
use crate::train::Extraction;

/// The features of the labelled splits: first train, then test.
#[derive(Clone, Debug)]
pub(super) struct LabeledFeatures {
    pub train: Extraction,
    pub test: Extraction,
}

impl LabeledFeatures {
    /// `needed` names the protocol in the error for data without labels.
    pub(super) fn new(setup: &Setup, needed: &str) -> Result<Self> {
        let (train, test) = setup.data.labeled(needed)?;
        let extract = |images| Extraction::new(images, setup.normalization, &setup.device);
        Ok(Self { train: extract(train), test: extract(test) })
    }

    /// Total number of steps.
    pub(super) fn total(&self) -> usize {
        self.train.total() + self.test.total()
    }

    pub(super) fn is_done(&self) -> bool {
        self.train.is_done() && self.test.is_done()
    }

    /// Processes one batch with a backbone whose gradients are off.
    pub(super) async fn step(&mut self, backbone: &mut BackboneNetwork) -> Result<()> {
        let next = if self.train.is_done() { &mut self.test } else { &mut self.train };
        next.step(backbone).await
    }
}

/// The steps of training a classifier: every image is used in every epoch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    num_images: usize,
    batch_size: usize,
    epochs: usize,
}

impl Steps {
    /// # Errors
    /// [`Error::InvalidConfig`] where there are too many.
    pub(super) fn new(config: &EvaluationConfig, num_images: usize) -> Result<Self> {
        let steps = Self { num_images, batch_size: config.batch_size, epochs: config.epochs() };
        num_steps(steps.epochs, steps.per_epoch())?;
        Ok(steps)
    }

    /// The last batch of an epoch may be smaller.
    pub(super) fn per_epoch(&self) -> usize {
        self.num_images.div_ceil(self.batch_size)
    }

    pub(super) fn total(&self) -> usize {
        self.epochs * self.per_epoch()
    }

    /// The epoch of a step, and its images within that epoch.
    pub(super) fn place(&self, step: usize) -> (usize, Range<usize>) {
        let start = step % self.per_epoch() * self.batch_size;
        (step / self.per_epoch(), start..(start + self.batch_size).min(self.num_images))
    }
}

/// Waits for a loss, and refuses one that is not finite.
///
/// # Errors
/// [`Error::NonFiniteFeatures`]; [`Error::DeviceFailed`].
pub(super) async fn check_loss(loss: Tensor<1>) -> Result<()> {
    // Waits for the device.
    match to_f32(loss.into_data_async().await?)[0] {
        loss if loss.is_finite() => Ok(()),
        value => Err(Error::NonFiniteFeatures { value }),
    }
}

/// The class of the largest logit of each row.
///
/// # Errors
/// [`Error::NonFiniteFeatures`] where logits are not finite; [`Error::DeviceFailed`].
pub(crate) async fn predict(logits: Tensor<2>) -> Result<Vec<usize>> {
    // A sum is finite only if all its terms are; one read, which waits for the device.
    let read = Transaction::default().register(logits.clone().sum()).register(logits.argmax(1));
    let data = read.execute_async().await?;
    let (sum, classes) = match data.as_slice() {
        [sum, classes] => (to_f32(sum.clone())[0], to_classes(classes)),
        _ => unreachable!("a read of two tensors returns two"),
    };
    if sum.is_finite() { Ok(classes) } else { Err(Error::NonFiniteFeatures { value: sum }) }
}

/// Reads class indices.
pub(super) async fn read_classes(classes: Tensor<1, Int>) -> Result<Vec<usize>> {
    // Waits for the device.
    let data = classes.into_data_async().await?;
    Ok(to_classes(&data))
}
