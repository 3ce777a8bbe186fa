//! Batch norm fused with its tail.
//!
//! Sums take two stages: one unit per part of a plane, then one workgroup per channel.

use burn::backend::TensorMetadata;
use burn::backend::tensor::FloatTensor;
use burn_cubecl::CubeBackend;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;

use super::norm_gradient::gradients;
use super::planes::{PART, Planes, add_units, find_part};
use super::{UNITS, cubes, empty_like};
use crate::kernel::{EPSILON, NormOps, Tail};

impl NormOps for CubeBackend {
    fn norm_train(
        input: FloatTensor<Self>,
        shortcut: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        tail: Tail,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        let [input, shortcut, weight, bias] = [input, shortcut, weight, bias].map(into_contiguous);
        let planes = Planes::of(&input);
        let [mean, variance, scale_offset] = measure(&input, weight, bias, planes);
        let output = empty_like(&input, input.shape().dims::<4>());
        let length = planes.vector_length();
        let (count, dim) = cubes(&input.client, output.meta.num_elements() / length);
        // Safety: units beyond the last value of `output` return at once; input, output and shortcut have its shape,
        // `scale_offset` two values for each channel.
        unsafe {
            apply_kernel::launch_unchecked(
                &input.client.clone(),
                count,
                dim,
                length,
                input.into_buffer_arg(),
                shortcut.into_buffer_arg(),
                scale_offset.into_buffer_arg(),
                output.clone().into_buffer_arg(),
                planes.area / length,
                planes.channels,
                tail.has_relu(),
                tail == Tail::AddRelu,
            );
        }
        (output, mean, variance)
    }

    fn norm_gradient(
        input: FloatTensor<Self>,
        output: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        mean: FloatTensor<Self>,
        variance: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        tail: Tail,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        gradients([input, output, gradient], [weight, mean, variance], tail)
    }
}

/// Mean, variance, and the scale and offset that normalise each channel: `[C]`, `[C]`, `[C, 2]`.
fn measure(input: &CubeTensor, weight: CubeTensor, bias: CubeTensor, planes: Planes) -> [CubeTensor; 3] {
    let client = input.client.clone();
    let partial = empty_like(input, [planes.channels, planes.num_images * planes.parts(), 2]);
    let mean = empty_like(input, [planes.channels]);
    let variance = empty_like(input, [planes.channels]);
    let scale_offset = empty_like(input, [planes.channels, 2]);
    let (count, dim) = cubes(&client, planes.num_parts());
    // Safety: units without a part return at once, and there is one workgroup per channel; a part lies inside its
    // plane.
    unsafe {
        part_statistics_kernel::launch_unchecked(
            &client,
            count,
            dim,
            input.clone().into_buffer_arg(),
            partial.clone().into_buffer_arg(),
            planes.num_images,
            planes.channels,
            planes.area,
        );
        statistics_kernel::launch_unchecked(
            &client,
            CubeCount::new_1d(planes.channels as u32),
            CubeDim::new_1d(UNITS),
            partial.into_buffer_arg(),
            weight.into_buffer_arg(),
            bias.into_buffer_arg(),
            mean.clone().into_buffer_arg(),
            variance.clone().into_buffer_arg(),
            scale_offset.clone().into_buffer_arg(),
            planes.num_images,
            planes.area,
        );
    }
    [mean, variance, scale_offset]
}

/// The mean of each part, and the sum of squared deviations from it.
#[cube(launch_unchecked)]
fn part_statistics_kernel(
    input: &[f32],
    partial: &mut [f32],
    num_images: usize,
    channels: usize,
    area: usize,
) {
    let part = find_part(num_images, channels, area);
    if part.image >= num_images {
        terminate!();
    }
    let mut sum = 0.0f32;
    for index in 0..part.length {
        sum += input[part.start + index];
    }
    let mean = sum / f32::cast_from(part.length);
    let mut squares = 0.0f32;
    for index in 0..part.length {
        let distance = input[part.start + index] - mean;
        squares += distance * distance;
    }
    partial[part.target] = mean;
    partial[part.target + 1] = squares;
}

/// Merges the parts of a channel; one workgroup per channel.
#[cube(launch_unchecked)]
fn statistics_kernel(
    partial: &[f32],
    weight: &[f32],
    bias: &[f32],
    mean: &mut [f32],
    variance: &mut [f32],
    scale_offset: &mut [f32],
    num_images: usize,
    area: usize,
) {
    let channel = CUBE_POS_X as usize;
    let unit = UNIT_POS_X as usize;
    let parts = (area + PART - 1) / PART;
    let num_parts = num_images * parts;
    let count = f32::cast_from(num_images * area);
    let mut sum = 0.0f32;
    for round in 0..(num_parts + UNITS as usize - 1) / UNITS as usize {
        let index = round * UNITS as usize + unit;
        if index < num_parts {
            let length = f32::cast_from(min(area - index % parts * PART, PART));
            sum += partial[(channel * num_parts + index) * 2] * length;
        }
    }
    let center = add_units(sum) / count;
    let mut squares = 0.0f32;
    for round in 0..(num_parts + UNITS as usize - 1) / UNITS as usize {
        let index = round * UNITS as usize + unit;
        if index < num_parts {
            let length = f32::cast_from(min(area - index % parts * PART, PART));
            let place = (channel * num_parts + index) * 2;
            let distance = partial[place] - center;
            squares += partial[place + 1] + distance * distance * length;
        }
    }
    let biased_variance = add_units(squares) / count;
    if unit == 0 {
        let scale = weight[channel] / (biased_variance + EPSILON).sqrt();
        mean[channel] = center;
        variance[channel] = biased_variance;
        scale_offset[channel * 2] = scale;
        scale_offset[channel * 2 + 1] = bias[channel] - center * scale;
    }
}

/// Applies scale and offset, adds the shortcut, applies the ReLU.
#[cube(launch_unchecked)]
fn apply_kernel<N: Size>(
    input: &[Vector<f32, N>],
    shortcut: &[Vector<f32, N>],
    scale_offset: &[f32],
    output: &mut [Vector<f32, N>],
    area: usize,
    channels: usize,
    #[comptime] has_relu: bool,
    #[comptime] has_shortcut: bool,
) {
    if ABSOLUTE_POS >= output.len() {
        terminate!();
    }
    let channel = ABSOLUTE_POS / area % channels;
    let scale = Vector::<f32, N>::new(scale_offset[channel * 2]);
    let mut value = input[ABSOLUTE_POS] * scale + Vector::new(scale_offset[channel * 2 + 1]);
    if has_shortcut {
        value += shortcut[ABSOLUTE_POS];
    }
    if has_relu {
        // Keeps NaN, which `max` would turn into 0, so that it shows in the loss.
        let zero = Vector::<f32, N>::new(0.0);
        value = select_many(value.less_than(&zero), zero, value);
    }
    output[ABSOLUTE_POS] = value;
}
