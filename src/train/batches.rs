//! Drawing batches on the host: order, crop, flip and normalisation.

use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

use crate::config::Augmentation;
use crate::data::{Dataset, ImageSet};
use crate::error::Result;
use crate::rng::{Purpose, stream};

/// Pixels / 255, then (x - mean) / std for each channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normalization {
    pub mean: [f32; 3],
    pub std: [f32; 3],
}

impl Normalization {
    /// Values stay in 0..=1.
    pub const NONE: Self = Self { mean: [0.0; 3], std: [1.0; 3] };

    /// What the data set says.
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
    augmentation: Augmentation,
    rng: &mut impl Rng,
) -> Result<Vec<f32>> {
    let side = images.image_size();
    let mut values = Vec::with_capacity(indices.len() * 3 * side * side);
    for &index in indices {
        let shift = Shift::draw(augmentation, side, rng);
        let pixels = images.rgb(index)?;
        for channel in 0..3 {
            let scale = 1.0 / (255.0 * normalization.std[channel]);
            let offset = normalization.mean[channel] / normalization.std[channel];
            for row in 0..side {
                values.extend((0..side).map(|column| {
                    let pixel =
                        shift.source(row, column, side).map_or(0, |place| pixels[place * 3 + channel]);
                    f32::from(pixel) * scale - offset
                }));
            }
        }
    }
    Ok(values)
}

/// A crop from the image padded with black by an eighth of its side, maybe mirrored.
struct Shift {
    down: isize,
    right: isize,
    mirror: bool,
}

impl Shift {
    fn draw(augmentation: Augmentation, side: usize, rng: &mut impl Rng) -> Self {
        let padding = if augmentation.crop { (side / 8) as i32 } else { 0 };
        let mut offset = || rng.random_range(-padding..=padding) as isize;
        let (down, right) = (offset(), offset());
        let mirror = rng.random_bool(0.5) && augmentation.flip;
        Self { down, right, mirror }
    }

    /// The source pixel of a place, or none where it is padding.
    fn source(&self, row: usize, column: usize, side: usize) -> Option<usize> {
        let column = if self.mirror { side - 1 - column } else { column };
        let row = row.checked_add_signed(self.down).filter(|&row| row < side)?;
        let column = column.checked_add_signed(self.right).filter(|&column| column < side)?;
        Some(row * side + column)
    }
}
