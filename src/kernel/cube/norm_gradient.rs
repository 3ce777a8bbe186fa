//! The gradient of batch norm fused with its tail.

use burn::backend::TensorMetadata;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;

use super::planes::{Planes, Shares, add_units, share_length, share_place};
use super::{UNITS, cubes, empty_like};
use crate::kernel::{EPSILON, Tail};

/// The gradients of input, weight, bias and shortcut.
pub(super) fn gradients(
    tensors: [CubeTensor; 3],
    channels: [CubeTensor; 3],
    tail: Tail,
) -> (CubeTensor, CubeTensor, CubeTensor, CubeTensor) {
    let [input, output, gradient] = tensors.map(into_contiguous);
    let channels = channels.map(into_contiguous);
    let planes = Planes::of(&input);
    let passed = [&input, &output, &gradient];
    let [weight_gradient, bias_gradient, coefficients] = sum_gradients(passed, channels, tail, planes);
    let shape = input.shape().dims::<4>();
    let input_gradient = empty_like(&input, shape);
    // Written only if there is a shortcut, and read only then.
    let shortcut = if tail == Tail::AddRelu { empty_like(&input, shape) } else { gradient.clone() };
    let length = planes.vector_length();
    let (count, dim) = cubes(&input.client, input_gradient.meta.num_elements() / length);
    let client = input.client.clone();
    // Safety: units beyond the last value of `input_gradient` return at once; input, output, gradient and shortcut
    // have its shape, `coefficients` three values for each channel.
    unsafe {
        if tail == Tail::AddRelu {
            apply_gradient_kernel::launch_unchecked(
                &client,
                count,
                dim,
                length,
                input.into_buffer_arg(),
                output.into_buffer_arg(),
                gradient.into_buffer_arg(),
                coefficients.into_buffer_arg(),
                input_gradient.clone().into_buffer_arg(),
                ComptimeOptionArgs::Some(shortcut.clone().into_buffer_arg()),
                planes.area / length,
                planes.channels,
                tail.has_relu(),
            );
        } else {
            apply_gradient_kernel::launch_unchecked(
                &client,
                count,
                dim,
                length,
                input.into_buffer_arg(),
                output.into_buffer_arg(),
                gradient.into_buffer_arg(),
                coefficients.into_buffer_arg(),
                input_gradient.clone().into_buffer_arg(),
                ComptimeOptionArgs::None,
                planes.area / length,
                planes.channels,
                tail.has_relu(),
            );
        }
    }
    (input_gradient, weight_gradient, bias_gradient, shortcut)
}

/// The gradients of weight and bias, and the coefficients of the input gradient: `[C]`, `[C]`, `[C, 3]`.
fn sum_gradients(
    [input, output, gradient]: [&CubeTensor; 3],
    [weight, mean, variance]: [CubeTensor; 3],
    tail: Tail,
    planes: Planes,
) -> [CubeTensor; 3] {
    let client = input.client.clone();
    let partial = empty_like(input, [planes.channels, planes.units(), 2]);
    let weight_gradient = empty_like(input, [planes.channels]);
    let bias_gradient = empty_like(input, [planes.channels]);
    let coefficients = empty_like(input, [planes.channels, 3]);
    let length = planes.vector_length();
    let (count, dim) = cubes(&client, planes.channels * planes.units());
    // Safety: units beyond the last channel return at once, and there is one workgroup per channel; shares lie inside
    // the planes of their channel.
    unsafe {
        share_products_kernel::launch_unchecked(
            &client,
            count,
            dim,
            length,
            input.clone().into_buffer_arg(),
            output.clone().into_buffer_arg(),
            gradient.clone().into_buffer_arg(),
            mean.clone().into_buffer_arg(),
            partial.clone().into_buffer_arg(),
            planes.shares(),
            length,
            tail.has_relu(),
        );
        products_kernel::launch_unchecked(
            &client,
            CubeCount::new_1d(planes.channels as u32),
            CubeDim::new_1d(UNITS),
            partial.into_buffer_arg(),
            weight.into_buffer_arg(),
            mean.into_buffer_arg(),
            variance.into_buffer_arg(),
            weight_gradient.clone().into_buffer_arg(),
            bias_gradient.clone().into_buffer_arg(),
            coefficients.clone().into_buffer_arg(),
            planes.units(),
            planes.num_images * planes.area,
        );
    }
    [weight_gradient, bias_gradient, coefficients]
}

/// Sums of gradient times centred input, and of the gradient, where the ReLU is active.
#[cube(launch_unchecked)]
fn share_products_kernel<N: Size>(
    input: &[Vector<f32, N>],
    output: &[Vector<f32, N>],
    gradient: &[Vector<f32, N>],
    mean: &[f32],
    partial: &mut [f32],
    shares: Shares,
    #[comptime] lanes: usize,
    #[comptime] has_relu: bool,
) {
    let channel = ABSOLUTE_POS / shares.units;
    let unit = ABSOLUTE_POS % shares.units;
    if channel >= shares.channels {
        terminate!();
    }
    let center = Vector::<f32, N>::new(mean[channel]);
    let zero = Vector::<f32, N>::new(0.0);
    let mut products = Vector::<f32, N>::new(0.0);
    let mut sums = Vector::<f32, N>::new(0.0);
    for number in 0..share_length(&shares, unit) {
        let place = share_place(&shares, channel, unit, number);
        let mut value = gradient[place];
        if has_relu {
            value = select_many(output[place].greater_than(&zero), value, zero);
        }
        products += (input[place] - center) * value;
        sums += value;
    }
    let mut product = 0.0f32;
    let mut sum = 0.0f32;
    #[unroll]
    for lane in 0..lanes {
        product += products.extract(lane);
        sum += sums.extract(lane);
    }
    partial[ABSOLUTE_POS * 2] = product;
    partial[ABSOLUTE_POS * 2 + 1] = sum;
}

/// Merges the shares of a channel; one workgroup per channel.
#[cube(launch_unchecked)]
fn products_kernel(
    partial: &[f32],
    weight: &[f32],
    mean: &[f32],
    variance: &[f32],
    weight_gradient: &mut [f32],
    bias_gradient: &mut [f32],
    coefficients: &mut [f32],
    units: usize,
    count: usize,
) {
    let channel = CUBE_POS_X as usize;
    let unit = UNIT_POS_X as usize;
    let mut product = 0.0f32;
    let mut sum = 0.0f32;
    for round in 0..units / UNITS as usize {
        let place = (channel * units + round * UNITS as usize + unit) * 2;
        product += partial[place];
        sum += partial[place + 1];
    }
    let inverse = 1.0f32 / (variance[channel] + EPSILON).sqrt();
    let product = add_units(product) * inverse;
    let sum = add_units(sum);
    if unit == 0 {
        let count = f32::cast_from(count);
        let scale = weight[channel] * inverse;
        let slope = -scale * inverse * product / count;
        weight_gradient[channel] = product;
        bias_gradient[channel] = sum;
        coefficients[channel * 3] = scale;
        coefficients[channel * 3 + 1] = slope;
        coefficients[channel * 3 + 2] = -scale * sum / count - slope * mean[channel];
    }
}

/// The gradient of the input, and of the shortcut if there is one.
#[cube(launch_unchecked)]
fn apply_gradient_kernel<N: Size>(
    input: &[Vector<f32, N>],
    output: &[Vector<f32, N>],
    gradient: &[Vector<f32, N>],
    coefficients: &[f32],
    input_gradient: &mut [Vector<f32, N>],
    shortcut: ComptimeOption<&mut [Vector<f32, N>]>,
    area: usize,
    channels: usize,
    #[comptime] has_relu: bool,
) {
    if ABSOLUTE_POS >= input_gradient.len() {
        terminate!();
    }
    let channel = ABSOLUTE_POS / area % channels;
    let mut value = gradient[ABSOLUTE_POS];
    if has_relu {
        let zero = Vector::<f32, N>::new(0.0);
        value = select_many(output[ABSOLUTE_POS].greater_than(&zero), value, zero);
    }
    input_gradient[ABSOLUTE_POS] = value * Vector::new(coefficients[channel * 3])
        + input[ABSOLUTE_POS] * Vector::new(coefficients[channel * 3 + 1])
        + Vector::new(coefficients[channel * 3 + 2]);
    #[comptime]
    if let ComptimeOption::Some(shortcut) = shortcut {
        shortcut[ABSOLUTE_POS] = value;
    }
}
