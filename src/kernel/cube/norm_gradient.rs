//! The gradient of batch norm with its tail.

use burn::backend::TensorMetadata;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;

use super::planes::{Planes, add_units, find_part};
use super::{UNITS, cubes, empty_like};
use crate::kernel::{EPSILON, Tail};

/// Gradients of input, weight, bias and shortcut, of input, output and its gradient, and weight, mean and variance.
pub(super) fn gradients(
    tensors: [CubeTensor; 3],
    channels: [CubeTensor; 3],
    tail: Tail,
) -> (CubeTensor, CubeTensor, CubeTensor, CubeTensor) {
    let [input, output, gradient] = tensors.map(into_contiguous);
    let channels = channels.map(into_contiguous);
    let planes = Planes::of(&input);
    let passed = [&input, &output, &gradient];
    let [weight_gradient, bias_gradient, plane] = sum_gradients(passed, channels, tail, planes);
    let shape = input.shape().dims::<4>();
    let found = empty_like(&input, shape);
    // Written for a shortcut only; elsewhere nobody reads it.
    let shortcut = if tail == Tail::AddRelu { empty_like(&input, shape) } else { gradient.clone() };
    let length = planes.vector_length();
    let (count, dim) = cubes(&input.client, found.meta.num_elements() / length);
    let client = input.client.clone();
    // Safety: units beyond the last value of `found` end at once; input, output, gradient and shortcut have its shape, `plane`
    // three values for each channel.
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
                plane.into_buffer_arg(),
                found.clone().into_buffer_arg(),
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
                plane.into_buffer_arg(),
                found.clone().into_buffer_arg(),
                ComptimeOptionArgs::None,
                planes.area / length,
                planes.channels,
                tail.has_relu(),
            );
        }
    }
    (found, weight_gradient, bias_gradient, shortcut)
}

/// Gradients of weight and bias, and what the gradient of the input is made with: `[C]`, `[C]`, `[C, 3]`.
fn sum_gradients(
    [input, output, gradient]: [&CubeTensor; 3],
    [weight, mean, variance]: [CubeTensor; 3],
    tail: Tail,
    planes: Planes,
) -> [CubeTensor; 3] {
    let client = input.client.clone();
    let partial = empty_like(input, [planes.channels, planes.num_images * planes.parts(), 2]);
    let weight_gradient = empty_like(input, [planes.channels]);
    let bias_gradient = empty_like(input, [planes.channels]);
    let plane = empty_like(input, [planes.channels, 3]);
    let (count, dim) = cubes(&client, planes.num_parts());
    // Safety: there is a part for each unit that goes on and a workgroup for each channel; a part's places lie in its plane.
    unsafe {
        part_products_kernel::launch_unchecked(
            &client,
            count,
            dim,
            input.clone().into_buffer_arg(),
            output.clone().into_buffer_arg(),
            gradient.clone().into_buffer_arg(),
            mean.clone().into_buffer_arg(),
            partial.clone().into_buffer_arg(),
            planes.num_images,
            planes.channels,
            planes.area,
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
            plane.clone().into_buffer_arg(),
            planes.num_images * planes.parts(),
            planes.num_images * planes.area,
        );
    }
    [weight_gradient, bias_gradient, plane]
}

/// Sums of gradient times centred input, and of the gradient, where the ReLU let it through.
#[cube(launch_unchecked)]
fn part_products_kernel(
    input: &[f32],
    output: &[f32],
    gradient: &[f32],
    mean: &[f32],
    partial: &mut [f32],
    num_images: usize,
    channels: usize,
    area: usize,
    #[comptime] has_relu: bool,
) {
    let part = find_part(num_images, channels, area);
    if part.image >= num_images {
        terminate!();
    }
    let center = mean[part.channel];
    let mut product = 0.0f32;
    let mut sum = 0.0f32;
    for index in 0..part.length {
        let place = part.start + index;
        let mut value = gradient[place];
        if has_relu {
            value = select(output[place] > 0.0, value, 0.0f32);
        }
        product += (input[place] - center) * value;
        sum += value;
    }
    partial[part.target] = product;
    partial[part.target + 1] = sum;
}

/// Merges the parts of a channel: one workgroup each.
#[cube(launch_unchecked)]
fn products_kernel(
    partial: &[f32],
    weight: &[f32],
    mean: &[f32],
    variance: &[f32],
    weight_gradient: &mut [f32],
    bias_gradient: &mut [f32],
    plane: &mut [f32],
    num_parts: usize,
    count: usize,
) {
    let channel = CUBE_POS_X as usize;
    let unit = UNIT_POS_X as usize;
    let mut product = 0.0f32;
    let mut sum = 0.0f32;
    for round in 0..(num_parts + UNITS as usize - 1) / UNITS as usize {
        let index = round * UNITS as usize + unit;
        if index < num_parts {
            let place = (channel * num_parts + index) * 2;
            product += partial[place];
            sum += partial[place + 1];
        }
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
        plane[channel * 3] = scale;
        plane[channel * 3 + 1] = slope;
        plane[channel * 3 + 2] = -scale * sum / count - slope * mean[channel];
    }
}

/// The gradient of the input, and of the shortcut where there is one.
#[cube(launch_unchecked)]
fn apply_gradient_kernel<N: Size>(
    input: &[Vector<f32, N>],
    output: &[Vector<f32, N>],
    gradient: &[Vector<f32, N>],
    plane: &[f32],
    found: &mut [Vector<f32, N>],
    shortcut: ComptimeOption<&mut [Vector<f32, N>]>,
    area: usize,
    channels: usize,
    #[comptime] has_relu: bool,
) {
    if ABSOLUTE_POS >= found.len() {
        terminate!();
    }
    let channel = ABSOLUTE_POS / area % channels;
    let mut value = gradient[ABSOLUTE_POS];
    if has_relu {
        let zero = Vector::<f32, N>::new(0.0);
        value = select_many(output[ABSOLUTE_POS].greater_than(&zero), value, zero);
    }
    found[ABSOLUTE_POS] = value * Vector::new(plane[channel * 3])
        + input[ABSOLUTE_POS] * Vector::new(plane[channel * 3 + 1])
        + Vector::new(plane[channel * 3 + 2]);
    #[comptime]
    if let ComptimeOption::Some(shortcut) = shortcut {
        shortcut[ABSOLUTE_POS] = value;
    }
}
