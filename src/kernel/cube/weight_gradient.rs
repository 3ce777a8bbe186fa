//! The gradient of the weight.

use burn::backend::TensorMetadata;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::tensor::CubeTensor;

use super::tile::{GROUP, Sizes, sizes};
use super::window::{Quad, quads_of, read_step, read_window};
use super::{cubes, empty_like};

/// Columns processed at once.
const STEP: usize = 4;
/// The least number of units that share the work: enough to fill a large GPU.
const MIN_UNITS: usize = 16384;

/// The gradient of the weight: partial sums, each over some rows of an image, then their total.
pub(super) fn sum_products(
    input: CubeTensor,
    gradient: CubeTensor,
    shape: [usize; 4],
    stride: usize,
) -> CubeTensor {
    let [num_images, channels, height, width] = input.shape().dims();
    let [outputs, _, kernel, _] = shape;
    let target = gradient.shape().dims::<4>();
    let pairs = channels * outputs.div_ceil(GROUP);
    let rows = (num_images * target[2] * pairs / MIN_UNITS).clamp(1, target[2]);
    let bands = target[2].div_ceil(rows);
    let taps = kernel * kernel;
    let chunks = num_images * bands;
    let is_whole = width == target[3] * stride && target[3].is_multiple_of(STEP);
    let partial = empty_like(&input, [chunks, channels, taps, outputs.next_multiple_of(GROUP)]);
    let weight_gradient = empty_like(&input, shape);
    let client = input.client.clone();
    let (count, dim) = cubes(&client, chunks * pairs);
    // Safety: units beyond the last pair of channels return at once; rows are bounded by their band, columns are
    // tested before each access, unless `is_whole` says that none is outside.
    unsafe {
        weight_gradient_kernel::launch_unchecked(
            &client,
            count,
            dim,
            input.clone().into_buffer_arg(),
            quads_of(&input, is_whole).into_buffer_arg(),
            gradient.clone().into_buffer_arg(),
            quads_of(&gradient, is_whole).into_buffer_arg(),
            partial.clone().into_buffer_arg(),
            sizes([channels, height, width], target),
            rows,
            bands,
            kernel,
            stride,
            is_whole,
        );
    }
    let (count, dim) = cubes(&client, weight_gradient.meta.num_elements());
    // Safety: units beyond the last value of `weight_gradient` return at once; `partial` has a value for each chunk
    // and each of them.
    unsafe {
        add_partial_kernel::launch_unchecked(
            &client,
            count,
            dim,
            partial.into_buffer_arg(),
            weight_gradient.clone().into_buffer_arg(),
            chunks,
            channels,
            taps,
            outputs,
        );
    }
    weight_gradient
}

#[cube(launch_unchecked)]
fn weight_gradient_kernel(
    input: &[f32],
    input_quads: &[Quad],
    gradient: &[f32],
    gradient_quads: &[Quad],
    partial: &mut [f32],
    sizes: Sizes,
    rows: usize,
    bands: usize,
    #[comptime] kernel: usize,
    #[comptime] stride: usize,
    #[comptime] is_whole: bool,
) {
    let border = comptime!(kernel / 2);
    let window_length = comptime!((STEP - 1) * stride + kernel);
    let taps = comptime!(kernel * kernel);
    let groups = (sizes.outputs + GROUP - 1) / GROUP;
    let group = ABSOLUTE_POS % groups;
    let rest = ABSOLUTE_POS / groups;
    let channel = rest % sizes.channels;
    let chunk = rest / sizes.channels;
    let image = chunk / bands;
    if image >= sizes.num_images {
        terminate!();
    }
    let first = chunk % bands * rows;
    let last = min(first + rows, sizes.target_height);
    let mut sums = Array::<f32>::new(comptime!(taps * GROUP));
    #[unroll]
    for index in 0..comptime!(taps * GROUP) {
        sums[index] = 0.0f32;
    }
    let plane = (image * sizes.channels + channel) * sizes.height;
    let area = sizes.target_height * sizes.target_width;
    for row in first..last {
        for step in 0..(sizes.target_width + STEP - 1) / STEP {
            let column = step * STEP;
            let mut gradients = Array::<Quad>::new(GROUP);
            #[unroll]
            for index in 0..GROUP {
                let output = group * GROUP + index;
                let start = (image * sizes.outputs + output) * area + row * sizes.target_width;
                let exists = output < sizes.outputs;
                gradients[index] =
                    read_step(gradient, gradient_quads, start, column, sizes.target_width, exists, is_whole);
            }
            #[unroll]
            for tap_row in 0..kernel {
                let source = row * stride + tap_row;
                if source >= border && source < sizes.height + border {
                    let start = (plane + source - border) * sizes.width;
                    let mut window = Array::<f32>::new(window_length);
                    read_window(
                        &mut window,
                        input,
                        input_quads,
                        start,
                        column * stride,
                        sizes.width,
                        border,
                        comptime!(STEP * stride),
                        window_length,
                        is_whole,
                    );
                    #[unroll]
                    for tap in 0..kernel {
                        let mut values = Quad::new(0.0);
                        #[unroll]
                        for lane in 0..STEP {
                            values.insert(lane, window[comptime!(lane * stride + tap)]);
                        }
                        #[unroll]
                        for index in 0..GROUP {
                            sums[comptime!((tap_row * kernel + tap) * GROUP + index)] +=
                                gradients[index].dot(values);
                        }
                    }
                }
            }
        }
    }
    #[unroll]
    for tap in 0..taps {
        let place = (((chunk * sizes.channels + channel) * taps + tap) * groups + group) * GROUP;
        #[unroll]
        for index in 0..GROUP {
            partial[place + index] = sums[comptime!(tap * GROUP + index)];
        }
    }
}

#[cube(launch_unchecked)]
fn add_partial_kernel(
    partial: &[f32],
    weight_gradient: &mut [f32],
    chunks: usize,
    channels: usize,
    taps: usize,
    outputs: usize,
) {
    if ABSOLUTE_POS >= weight_gradient.len() {
        terminate!();
    }
    let padded = (outputs + GROUP - 1) / GROUP * GROUP;
    // Neighbouring units read neighbouring values.
    let output = ABSOLUTE_POS % outputs;
    let row = ABSOLUTE_POS / outputs;
    let mut sum = 0.0f32;
    for chunk in 0..chunks {
        sum += partial[(chunk * channels * taps + row) * padded + output];
    }
    weight_gradient[output * channels * taps + row] = sum;
}
