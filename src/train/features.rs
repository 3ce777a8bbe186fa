//! Features of a whole split, computed once in inference mode and kept on the host.

use burn::tensor::{Device, Tensor};
use rand_chacha::ChaCha8Rng;

use super::batches::{Normalization, draw_images};
use crate::config::Augmentation;
use crate::data::ImageSet;
use crate::error::{Error, Result};
use crate::kernel::upload_values;
use crate::model::{BackboneNetwork, Mode, frozen, to_f32};
use crate::rng::{Purpose, stream};

/// Images per forward pass.
pub const FEATURE_BATCH: usize = 64;

/// Rows of features with their labels, which are 0 if there are none.
#[derive(Clone, Debug, Default)]
pub struct Features {
    pub values: Vec<f32>,
    /// Number of features per image.
    pub num_features: usize,
    pub labels: Vec<usize>,
}

impl Features {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The features of one image.
    pub fn row(&self, index: usize) -> &[f32] {
        &self.values[index * self.num_features..(index + 1) * self.num_features]
    }

    /// The rows at these indices: `[M, features]`.
    pub fn upload(&self, indices: &[usize], device: &Device) -> Tensor<2> {
        let values: Vec<f32> = indices.iter().flat_map(|&index| self.row(index).iter().copied()).collect();
        upload_values(values, [indices.len(), self.num_features], device)
    }

    /// The labels at these indices.
    pub fn targets(&self, indices: &[usize]) -> Vec<i32> {
        indices.iter().map(|&index| self.labels[index] as i32).collect()
    }
}

/// Extracts the features of a split, one batch per step.
#[derive(Clone, Debug)]
pub struct Extraction {
    images: ImageSet,
    labels: Option<Vec<u16>>,
    normalization: Normalization,
    device: Device,
    augmentation: Augmentation,
    rng: ChaCha8Rng,
    features: Features,
}

impl Extraction {
    pub fn new(images: &ImageSet, normalization: Normalization, device: &Device) -> Self {
        Self {
            labels: images.labels(),
            images: images.clone(),
            normalization,
            device: device.clone().inner(),
            augmentation: Augmentation::NONE,
            rng: stream(0, Purpose::Batch, 0),
            features: Features::default(),
        }
    }

    /// Starts anew, with images augmented by numbers from `rng`.
    pub fn augment(&mut self, augmentation: &Augmentation, rng: ChaCha8Rng) {
        (self.augmentation, self.rng) = (augmentation.clone(), rng);
        self.features = Features::default();
    }

    /// Total number of images.
    pub fn num_images(&self) -> usize {
        self.images.len()
    }

    /// Total number of steps.
    pub fn total(&self) -> usize {
        self.images.len().div_ceil(FEATURE_BATCH)
    }

    /// Steps done.
    pub fn done(&self) -> usize {
        self.features.len().div_ceil(FEATURE_BATCH)
    }

    /// Whether every image has been processed.
    pub fn is_done(&self) -> bool {
        self.features.len() == self.images.len()
    }

    /// Processes one batch with a backbone whose gradients are off.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where an image cannot be read; [`Error::NonFiniteFeatures`]; [`Error::DeviceFailed`].
    pub async fn step(&mut self, backbone: &mut BackboneNetwork) -> Result<()> {
        let start = self.features.len();
        let indices: Vec<usize> = (start..(start + FEATURE_BATCH).min(self.images.len())).collect();
        let how = (&self.augmentation, self.images.image_size());
        let images =
            draw_images(&self.images, &indices, self.normalization, how, &mut self.rng, &self.device)?;
        // Waits for the device.
        let data = backbone.features(images, Mode::Infer).into_data_async().await?;
        let values = check_finite_features(to_f32(data))?;
        self.features.num_features = backbone.num_features();
        self.features.values.extend(values);
        let label = |&index: &usize| self.labels.as_ref().map_or(0, |labels| usize::from(labels[index]));
        self.features.labels.extend(indices.iter().map(label));
        Ok(())
    }

    /// The features extracted so far.
    pub fn features(&self) -> &Features {
        &self.features
    }
}

/// The values, where all are finite.
///
/// # Errors
/// [`Error::NonFiniteFeatures`] says the first one that is not.
pub(crate) fn check_finite_features(values: Vec<f32>) -> Result<Vec<f32>> {
    match values.iter().find(|value| !value.is_finite()) {
        Some(&value) => Err(Error::NonFiniteFeatures { value }),
        None => Ok(values),
    }
}

/// The features of all images, in inference mode.
///
/// # Errors
/// As [`Extraction::step`].
pub async fn extract(
    images: &ImageSet,
    normalization: Normalization,
    backbone: &BackboneNetwork,
    device: &Device,
) -> Result<Features> {
    let mut extraction = Extraction::new(images, normalization, device);
    let mut backbone = frozen(backbone.clone());
    while !extraction.is_done() {
        extraction.step(&mut backbone).await?;
    }
    Ok(extraction.features)
}

/// Images without augmentation, normalised: `[M, 3, S, S]`.
///
/// # Errors
/// [`crate::Error::InvalidData`] where an image cannot be read.
pub fn plain_images(
    images: &ImageSet,
    indices: &[usize],
    normalization: Normalization,
    device: &Device,
) -> Result<Tensor<4>> {
    let mut unused = stream(0, Purpose::Batch, 0);
    let how = (&Augmentation::NONE, images.image_size());
    draw_images(images, indices, normalization, how, &mut unused, device)
}
