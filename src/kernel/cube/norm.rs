//! Batch norm fused with its tail.
//!
//! Sums take two stages: many units per channel with a share each, then one workgroup per channel.

use burn::backend::TensorMetadata;
use burn::backend::tensor::FloatTensor;
use burn_cubecl::CubeBackend;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;

use super::norm_gradient::gradients;
use super::planes::{Planes, Shares, add_units, share_length, share_place};
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
        (apply(input, shortcut, scale_offset, tail), mean, variance)
    }

    fn norm_infer(
        input: FloatTensor<Self>,
        shortcut: FloatTensor<Self>,
        scale_offset: FloatTensor<Self>,
        tail: Tail,
    ) -> FloatTensor<Self> {
        let [input, shortcut, scale_offset] = [input, shortcut, scale_offset].map(into_contiguous);
        apply(input, shortcut, scale_offset, tail)
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

/// Input times scale plus offset, then the tail.
fn apply(input: CubeTensor, shortcut: CubeTensor, scale_offset: CubeTensor, tail: Tail) -> CubeTensor {
    let planes = Planes::of(&input);
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
    output
}

/// Mean, variance, and the scale and offset that normalise each channel: `[C]`, `[C]`, `[C, 2]`.
fn measure(input: &CubeTensor, weight: CubeTensor, bias: CubeTensor, planes: Planes) -> [CubeTensor; 3] {
    let client = input.client.clone();
    let partial = empty_like(input, [planes.channels, planes.units(), 2]);
    let mean = empty_like(input, [planes.channels]);
    let variance = empty_like(input, [planes.channels]);
    let scale_offset = empty_like(input, [planes.channels, 2]);
    let length = planes.vector_length();
    let (count, dim) = cubes(&client, planes.channels * planes.units());
    // Safety: units beyond the last channel return at once, and there is one workgroup per channel; shares lie inside
    // the planes of their channel.
    unsafe {
        share_statistics_kernel::launch_unchecked(
            &client,
            count,
            dim,
            length,
            input.clone().into_buffer_arg(),
            partial.clone().into_buffer_arg(),
            planes.shares(),
            length,
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
            planes.shares(),
            length,
        );
    }
    [mean, variance, scale_offset]
}

/// The mean of each share, and the sum of squared deviations from it.
#[cube(launch_unchecked)]
fn share_statistics_kernel<N: Size>(
    input: &[Vector<f32, N>],
    partial: &mut [f32],
    shares: Shares,
    #[comptime] lanes: usize,
) {
    let channel = ABSOLUTE_POS / shares.units;
    let unit = ABSOLUTE_POS % shares.units;
    if channel >= shares.channels {
        terminate!();
    }
    let length = share_length(&shares, unit);
    let mut mean = 0.0f32;
    let mut squares = 0.0f32;
    if length > 0 {
        // Relative to the first value of each lane, so that no digits are lost.
        let first = input[share_place(&shares, channel, unit, 0)];
        let mut sums = Vector::<f32, N>::new(0.0);
        let mut square_sums = Vector::<f32, N>::new(0.0);
        for number in 1..length {
            let distance = input[share_place(&shares, channel, unit, number)] - first;
            sums += distance;
            square_sums += distance * distance;
        }
        let count = f32::cast_from(length);
        let means = first + sums / Vector::new(count);
        let deviations = square_sums - sums * sums / Vector::new(count);
        #[unroll]
        for lane in 0..lanes {
            mean += means.extract(lane);
        }
        mean /= f32::cast_from(lanes);
        #[unroll]
        for lane in 0..lanes {
            let distance = means.extract(lane) - mean;
            squares += deviations.extract(lane) + distance * distance * count;
        }
    }
    partial[ABSOLUTE_POS * 2] = mean;
    partial[ABSOLUTE_POS * 2 + 1] = squares;
}

/// Merges the shares of a channel; one workgroup per channel.
#[cube(launch_unchecked)]
fn statistics_kernel(
    partial: &[f32],
    weight: &[f32],
    bias: &[f32],
    mean: &mut [f32],
    variance: &mut [f32],
    scale_offset: &mut [f32],
    shares: Shares,
    #[comptime] lanes: usize,
) {
    let channel = CUBE_POS_X as usize;
    let unit = UNIT_POS_X as usize;
    let count = f32::cast_from(shares.num_images * shares.area * lanes);
    let mut sum = 0.0f32;
    for round in 0..shares.units / UNITS as usize {
        let index = round * UNITS as usize + unit;
        let length = f32::cast_from(share_length(&shares, index) * lanes);
        sum += partial[(channel * shares.units + index) * 2] * length;
    }
    let center = add_units(sum) / count;
    let mut squares = 0.0f32;
    for round in 0..shares.units / UNITS as usize {
        let index = round * UNITS as usize + unit;
        let length = f32::cast_from(share_length(&shares, index) * lanes);
        let place = (channel * shares.units + index) * 2;
        let distance = partial[place] - center;
        squares += partial[place + 1] + distance * distance * length;
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
