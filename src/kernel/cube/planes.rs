//! Sums over the values of each channel in two stages: many units take a share each, then one workgroup merges them.

use burn::backend::TensorMetadata;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::tensor::CubeTensor;

use super::UNITS;

/// Vectors that a unit reads in the first stage, if there are not too many.
const VECTORS_PER_UNIT: usize = 8;
/// Units per channel at most, so that merging stays short.
const MAX_UNITS: usize = 2048;

/// The dimensions of a batch of feature maps.
#[derive(Clone, Copy)]
pub(super) struct Planes {
    pub(super) num_images: usize,
    pub(super) channels: usize,
    /// Height times width, in values.
    pub(super) area: usize,
}

impl Planes {
    pub(super) fn of(tensor: &CubeTensor) -> Self {
        let [num_images, channels, height, width] = tensor.shape().dims();
        Self { num_images, channels, area: height * width }
    }

    /// Values that a unit loads or stores at once.
    pub(super) fn vector_length(self) -> usize {
        if self.area.is_multiple_of(4) { 4 } else { 1 }
    }

    /// Units that share the values of a channel: whole workgroups.
    pub(super) fn units(self) -> usize {
        let vectors = self.num_images * self.area / self.vector_length();
        vectors.div_ceil(VECTORS_PER_UNIT).next_multiple_of(UNITS as usize).min(MAX_UNITS)
    }

    /// On the device, in vectors.
    pub(super) fn shares(self) -> SharesLaunch {
        SharesLaunch::new(self.num_images, self.channels, self.area / self.vector_length(), self.units())
    }
}

/// How the vectors of each channel are shared: unit u takes u, u + units, …, so that neighbours read neighbouring ones.
#[derive(CubeLaunch, CubeType, Clone, Copy)]
pub(super) struct Shares {
    pub(super) num_images: usize,
    pub(super) channels: usize,
    /// Vectors of a plane.
    pub(super) area: usize,
    pub(super) units: usize,
}

/// The number of vectors of a unit.
#[cube]
pub(super) fn share_length(shares: &Shares, unit: usize) -> usize {
    (shares.num_images * shares.area + shares.units - 1 - unit) / shares.units
}

/// Where a unit's vector of that number is.
#[cube]
pub(super) fn share_place(shares: &Shares, channel: usize, unit: usize, number: usize) -> usize {
    let index = number * shares.units + unit;
    let image = index / shares.area;
    (image * shares.channels + channel) * shares.area + index - image * shares.area
}

/// The sum over a workgroup, returned to all its units.
#[cube]
pub(super) fn add_units(value: f32) -> f32 {
    let mut shared = Shared::<[f32]>::new_slice(UNITS as usize);
    shared[UNIT_POS_X as usize] = value;
    sync_cube();
    let mut sum = 0.0f32;
    for index in 0..UNITS as usize {
        sum += shared[index];
    }
    sync_cube();
    sum
}
