//! In a tab, a batch has one process: what `peers` does elsewhere is nothing here.

use burn::tensor::Tensor;

use super::cpu::add_up;

/// See `peers`.
pub type Share = ();

#[inline(always)]
pub(super) fn current() -> Share {}

#[inline(always)]
pub(super) fn within<T>((): Share, work: impl FnOnce() -> T) -> T {
    work()
}

/// All images.
#[inline(always)]
pub fn num_images(own: usize) -> usize {
    own
}

/// What `forward` makes of the images.
#[inline(always)]
pub fn share<T>(images: Tensor<4>, forward: impl FnOnce(Tensor<4>) -> T) -> T {
    forward(images)
}

/// Values of the images of a batch, channel by channel and image by image.
pub(super) struct Gathered {
    values: Vec<f32>,
    per_channel: usize,
}

impl Gathered {
    #[inline(always)]
    pub(super) fn new(values: Vec<f32>, channels: usize) -> Self {
        Self { per_channel: values.len() / channels, values }
    }

    #[inline(always)]
    pub(super) fn of(&self, channel: usize) -> impl Iterator<Item = [f32; 2]> + '_ {
        let start = channel * self.per_channel;
        self.values[start..start + self.per_channel].as_chunks().0.iter().copied()
    }
}

/// The sum over all groups of images.
pub(super) fn sum_groups(own: Vec<Vec<f32>>) -> Vec<f32> {
    add_up(own)
}
