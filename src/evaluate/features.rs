//! Features of a whole split, computed once in inference mode and kept on the host.

use burn::tensor::{Device, Int, Tensor, TensorData};

use super::Setup;
use crate::config::Augmentation;
use crate::data::ImageSet;
use crate::error::Result;
use crate::model::{Mode, NUM_FEATURES, ResNet, to_f32};
use crate::rng::{Purpose, stream};
use crate::train::{Normalization, gather};
use crate::views::upload;

/// Images of one forward pass.
pub(super) const BATCH: usize = 64;

/// Rows of 64 features with their labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Features {
    pub values: Vec<f32>,
    pub labels: Vec<usize>,
}

impl Features {
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    pub(super) fn row(&self, index: usize) -> &[f32] {
        &self.values[index * NUM_FEATURES..(index + 1) * NUM_FEATURES]
    }

    /// The rows at these places: `[M, 64]`.
    pub(super) fn upload(&self, indices: &[usize], device: &Device) -> Tensor<2> {
        let values: Vec<f32> = indices.iter().flat_map(|&index| self.row(index).iter().copied()).collect();
        Tensor::from_data(TensorData::new(values, [indices.len(), NUM_FEATURES]), device)
    }

    /// The labels at these places.
    pub(super) fn targets(&self, indices: &[usize]) -> Vec<i32> {
        indices.iter().map(|&index| self.labels[index] as i32).collect()
    }
}

/// Extracts the features of a split, one batch a step.
#[derive(Clone, Debug)]
pub(super) struct Extraction {
    images: ImageSet,
    normalization: Normalization,
    device: Device,
    features: Features,
}

impl Extraction {
    pub(super) fn new(images: &ImageSet, setup: &Setup) -> Self {
        Self {
            images: images.clone(),
            normalization: setup.normalization,
            device: setup.device.clone().inner(),
            features: Features::default(),
        }
    }

    /// Steps in all.
    pub(super) fn total(&self) -> usize {
        self.images.len().div_ceil(BATCH)
    }

    pub(super) fn is_done(&self) -> bool {
        self.features.len() == self.images.len()
    }

    /// One batch through a backbone whose gradients are off.
    pub(super) async fn step(&mut self, backbone: &mut ResNet) -> Result<()> {
        let start = self.features.len();
        let indices: Vec<usize> = (start..(start + BATCH).min(self.images.len())).collect();
        let images = plain_images(&self.images, &indices, self.normalization, &self.device)?;
        // Waits for the device.
        let data = backbone.features(images, Mode::Infer).into_data_async().await?;
        self.features.values.extend(to_f32(data));
        let labels = self.images.labels().unwrap_or_else(|| vec![0; self.images.len()]);
        self.features.labels.extend(indices.iter().map(|&index| usize::from(labels[index])));
        Ok(())
    }

    pub(super) fn features(&self) -> &Features {
        &self.features
    }
}

/// The features of the labelled splits: first train, then test.
#[derive(Clone, Debug)]
pub(super) struct LabeledFeatures {
    pub train: Extraction,
    pub test: Extraction,
}

impl LabeledFeatures {
    /// `needed` names the protocol in the error that data without labels gives.
    pub(super) fn new(setup: &Setup, needed: &str) -> Result<Self> {
        let (train, test) = setup.data.labeled(needed)?;
        Ok(Self { train: Extraction::new(train, setup), test: Extraction::new(test, setup) })
    }

    /// Steps in all.
    pub(super) fn total(&self) -> usize {
        self.train.total() + self.test.total()
    }

    pub(super) fn is_done(&self) -> bool {
        self.train.is_done() && self.test.is_done()
    }

    /// One batch through a backbone whose gradients are off.
    pub(super) async fn step(&mut self, backbone: &mut ResNet) -> Result<()> {
        let next = if self.train.is_done() { &mut self.test } else { &mut self.train };
        next.step(backbone).await
    }
}

/// Images as they are, normalised: `[M, 3, S, S]`.
pub(super) fn plain_images(
    images: &ImageSet,
    indices: &[usize],
    normalization: Normalization,
    device: &Device,
) -> Result<Tensor<4>> {
    let mut unused = stream(0, Purpose::Batch, 0);
    let pixels = gather(images, indices, normalization, Augmentation::NONE, &mut unused)?;
    Ok(upload(pixels, images.image_size(), device))
}

/// Reads class numbers.
pub(crate) async fn read_classes(classes: Tensor<1, Int>) -> Result<Vec<usize>> {
    // Waits for the device.
    let data = classes.into_data_async().await?;
    Ok(data.convert::<i32>().iter::<i32>().map(|class| class as usize).collect())
}
