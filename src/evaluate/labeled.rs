//! Features of both labelled splits.

use burn::tensor::{Int, Tensor};

use super::Setup;
use crate::error::Result;
use crate::kernel::to_classes;
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

/// Reads class indices.
pub(crate) async fn read_classes(classes: Tensor<1, Int>) -> Result<Vec<usize>> {
    // Waits for the device.
    let data = classes.into_data_async().await?;
    Ok(to_classes(&data))
}
