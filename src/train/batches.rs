//! Drawing batches on the host: order, augmentation and normalisation.

use burn::tensor::{Device, Tensor};
use rand::Rng;
use rand::seq::SliceRandom;

use super::augment::augment;
use super::transform::Changes;
use crate::config::Augmentation;
use crate::data::{Dataset, ImageSet};
use crate::error::Result;
use crate::kernel::upload_values;
use crate::rng::{Purpose, stream};
use crate::views::upload;

/// Pixels / 255, then (x - mean) / std for each channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normalization {
    pub mean: [f32; 3],
    pub std: [f32; 3],
}

impl Normalization {
    /// Values stay in 0..=1.
    pub const NONE: Self = Self { mean: [0.0; 3], std: [1.0; 3] };

    /// Images with values in 0..=1, `[N, 3, S, S]`, normalised on their device.
    pub fn apply(self, images: Tensor<4>) -> Tensor<4> {
        let device = images.device();
        let row = |values: [f32; 3]| upload_values(values.to_vec(), [1, 3, 1, 1], &device);
        images.sub(row(self.mean)).div(row(self.std))
    }

    /// The statistics of the data set.
    pub fn of(data: &Dataset) -> Self {
        Self { mean: data.mean, std: data.std }
    }
}

/// The images of an epoch in the order they are drawn.
pub fn epoch_order(num_images: usize, seed: u64, epoch: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..num_images).collect();
    order.shuffle(&mut stream(seed, Purpose::Order, epoch as u64));
    order
}

/// Reads, augments and normalises images: values in channel, row, column order, `[N, 3, S, S]`.
///
/// # Errors
/// [`crate::Error::InvalidData`] where a file cannot be read.
pub fn gather(
    images: &ImageSet,
    indices: &[usize],
    normalization: Normalization,
    augmentation: &Augmentation,
    rng: &mut impl Rng,
) -> Result<Vec<f32>> {
    gather_as(images, indices, [normalization; 2], augmentation, rng)
}

/// As [`gather`], with values normalised by the second, where the first is that of the data.
fn gather_as(
    images: &ImageSet,
    indices: &[usize],
    [of_data, normalization]: [Normalization; 2],
    augmentation: &Augmentation,
    rng: &mut impl Rng,
) -> Result<Vec<f32>> {
    let side = images.image_size();
    let mut values = Vec::with_capacity(indices.len() * 3 * side * side);
    for &index in indices {
        let pixels = augment(images.rgb(index)?, side, augmentation, of_data.mean, rng);
        for channel in 0..3 {
            let scale = 1.0 / (255.0 * normalization.std[channel]);
            let offset = normalization.mean[channel] / normalization.std[channel];
            values.extend(
                pixels.iter().skip(channel).step_by(3).map(|&value| f32::from(value) * scale - offset),
            );
        }
    }
    Ok(values)
}

/// Reads and augments images, and brings them to the device, normalised: `[N, 3, T, T]`, where T is `side`.
///
/// # Errors
/// As [`gather`].
pub fn draw_images(
    images: &ImageSet,
    indices: &[usize],
    normalization: Normalization,
    (augmentation, side): (&Augmentation, usize),
    rng: &mut impl Rng,
    device: &Device,
) -> Result<Tensor<4>> {
    let from = images.image_size();
    if augmentation.is_of_bytes() && from == side {
        return Ok(upload(gather(images, indices, normalization, augmentation, rng)?, from, device));
    }
    let normalizations = [normalization, Normalization::NONE];
    let pixels = upload(gather_as(images, indices, normalizations, augmentation, rng)?, from, device);
    let changes = Changes::draw(indices.len(), [from, side], augmentation, rng);
    Ok(changes.apply(pixels, normalization))
}
