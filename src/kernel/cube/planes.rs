//! Sums over the planes of feature maps in two stages: one unit per part of a plane, then one workgroup per channel.

use burn::backend::TensorMetadata;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::tensor::CubeTensor;

use super::UNITS;

/// Values that one unit sums in the first stage.
pub(super) const PART: usize = 256;

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

    pub(super) fn parts(self) -> usize {
        self.area.div_ceil(PART)
    }

    pub(super) fn num_parts(self) -> usize {
        self.num_images * self.channels * self.parts()
    }
}

/// The part of a plane that a unit sums.
#[derive(CubeType, Clone, Copy)]
pub(super) struct Part {
    pub(super) image: usize,
    pub(super) channel: usize,
    pub(super) start: usize,
    pub(super) length: usize,
    /// The index of its pair of sums.
    pub(super) target: usize,
}

#[cube]
pub(super) fn find_part(num_images: usize, channels: usize, area: usize) -> Part {
    let parts = (area + PART - 1) / PART;
    let part = ABSOLUTE_POS % parts;
    let plane = ABSOLUTE_POS / parts;
    let channel = plane % channels;
    let image = plane / channels;
    Part {
        image,
        channel,
        start: plane * area + part * PART,
        length: min(area - part * PART, PART),
        target: ((channel * num_images + image) * parts + part) * 2,
    }
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
