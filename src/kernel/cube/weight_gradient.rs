//! The gradient of the weight.

use burn::backend::TensorMetadata;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::tensor::CubeTensor;

use super::tile::{GROUP, Sizes, sizes};
use super::window::{Quad, quads_of, read_row, read_step};
use super::{UNITS, cubes, empty_like, full_load};

/// Columns that a unit processes at once.
const STEP: usize = 4;
/// The fewest rows of a unit: rows share what they read of the input.
const MIN_ROWS: usize = 8;
/// Units for each that keeps the device busy, so that no part of it is idle at the end for long.
const ROUNDS: u64 = 2;
/// Units of a workgroup that share the partial sums of some weights, and the vectors of weights it adds up.
const SHARES: usize = 8;
const VECTORS: usize = UNITS as usize / SHARES;

/// How the rows of a batch are cut: a unit takes a band of rows of some images.
struct Cut {
    images: usize,
    rows: usize,
    /// Bands of an image.
    bands: usize,
    chunks: usize,
}

impl Cut {
    /// For a number of units with a chunk each.
    fn new(num_images: usize, height: usize, units: usize) -> Self {
        // In 64 bits: in a tab the product may not fit into a usize.
        let work = num_images as u64 * height as u64 * units as u64;
        let wanted = (work / (full_load().max(1) as u64).saturating_mul(ROUNDS)) as usize;
        let wanted = wanted.max(MIN_ROWS);
        let images = (wanted / height).clamp(1, num_images);
        let rows = wanted.min(height);
        let bands = height.div_ceil(rows);
        Self { images, rows, bands, chunks: num_images.div_ceil(images) * bands }
    }
}

/// The gradient of the weight: partial sums, each over some rows of some columns, then their total.
pub(super) fn sum_products(
    input: CubeTensor,
    gradient: CubeTensor,
    shape: [usize; 4],
    stride: usize,
) -> CubeTensor {
    let [num_images, channels, height, width] = input.shape().dims();
    let [outputs, _, kernel, _] = shape;
    let target = gradient.shape().dims::<4>();
    let taps = kernel * kernel;
    let steps = target[3].div_ceil(STEP);
    let units = steps * channels * outputs.div_ceil(GROUP);
    let cut = Cut::new(num_images, target[2], units);
    let is_whole = width == target[3] * stride && target[3].is_multiple_of(STEP);
    let parts = cut.chunks * steps;
    let partial = empty_like(&input, [parts, channels, taps, outputs.next_multiple_of(GROUP)]);
    let weight_gradient = empty_like(&input, shape);
    let client = input.client.clone();
    let (count, dim) = cubes(&client, cut.chunks * units);
    // Safety: units beyond the last chunk return at once; rows are bounded by their band, columns are tested before each
    // access, unless `is_whole` says that none is outside.
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
            cut.images,
            cut.rows,
            cut.bands,
            kernel,
            stride,
            is_whole,
        );
    }
    let vectors = channels * taps * outputs.next_multiple_of(GROUP) / 4;
    // Safety: vectors beyond the last are neither read nor written; `partial` has each of them in every part.
    unsafe {
        add_partial_kernel::launch_unchecked(
            &client,
            CubeCount::new_1d(vectors.div_ceil(VECTORS) as u32),
            CubeDim::new_1d(UNITS),
            partial.into_buffer_arg(),
            weight_gradient.clone().into_buffer_arg(),
            parts,
            vectors,
            channels * taps,
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
    partial: &mut [Quad],
    sizes: Sizes,
    images: usize,
    rows: usize,
    bands: usize,
    #[comptime] kernel: usize,
    #[comptime] stride: usize,
    #[comptime] is_whole: bool,
) {
    let border = comptime!(kernel / 2);
    let length = comptime!((STEP - 1) * stride + kernel);
    let inner = comptime!(STEP * stride);
    let taps = comptime!(kernel * kernel);
    // Rows of the window that the next row of the gradient has too.
    let kept = comptime!(kernel.saturating_sub(stride));
    let groups = (sizes.outputs + GROUP - 1) / GROUP;
    let steps = (sizes.target_width + STEP - 1) / STEP;
    // Neighbouring units read neighbouring columns.
    let step = ABSOLUTE_POS % steps;
    let rest = ABSOLUTE_POS / steps;
    let channel = rest % sizes.channels;
    let rest = rest / sizes.channels;
    let group = rest % groups;
    let chunk = rest / groups;
    let first_image = chunk / bands * images;
    if first_image >= sizes.num_images {
        terminate!();
    }
    let last_image = min(first_image + images, sizes.num_images);
    let first = chunk % bands * rows;
    let last = min(first + rows, sizes.target_height);
    let column = step * STEP;
    let mut sums = Array::<f32>::new(comptime!(taps * GROUP));
    #[unroll]
    for index in 0..comptime!(taps * GROUP) {
        sums[index] = 0.0f32;
    }
    let area = sizes.target_height * sizes.target_width;
    for image in first_image..last_image {
        let plane = (image * sizes.channels + channel) * sizes.height;
        let mut window = Array::<f32>::new(comptime!(kernel * length));
        #[unroll]
        for tap_row in 0..kept {
            read_row(
                &mut window,
                comptime!(tap_row * length),
                input,
                input_quads,
                plane,
                first * stride + tap_row,
                column * stride,
                &sizes,
                border,
                inner,
                length,
                is_whole,
            );
        }
        for row in first..last {
            #[unroll]
            for tap_row in kept..kernel {
                read_row(
                    &mut window,
                    comptime!(tap_row * length),
                    input,
                    input_quads,
                    plane,
                    row * stride + tap_row,
                    column * stride,
                    &sizes,
                    border,
                    inner,
                    length,
                    is_whole,
                );
            }
            #[unroll]
            for index in 0..GROUP {
                let output = group * GROUP + index;
                let start = (image * sizes.outputs + output) * area + row * sizes.target_width;
                let exists = output < sizes.outputs;
                let slopes =
                    read_step(gradient, gradient_quads, start, column, sizes.target_width, exists, is_whole);
                #[unroll]
                for tap in 0..taps {
                    let place = comptime!(tap / kernel * length + tap % kernel);
                    #[unroll]
                    for lane in 0..STEP {
                        let value = window[comptime!(place + lane * stride)];
                        sums[comptime!(tap * GROUP + index)] += slopes.extract(lane) * value;
                    }
                }
            }
            #[unroll]
            for place in 0..comptime!(kept * length) {
                window[place] = window[comptime!(place + (kernel - kept) * length)];
            }
        }
    }
    #[unroll]
    for tap in 0..taps {
        let part = chunk * steps + step;
        let place =
            (((part * sizes.channels + channel) * taps + tap) * groups + group) * comptime!(GROUP / 4);
        #[unroll]
        for quad in 0..comptime!(GROUP / 4) {
            let mut values = Quad::new(0.0);
            #[unroll]
            for lane in 0..4 {
                values.insert(lane, sums[comptime!(tap * GROUP + quad * 4 + lane)]);
            }
            partial[place + quad] = values;
        }
    }
}

/// Adds up the parts: a workgroup has some vectors of weights, and each unit of it a share of their parts.
#[cube(launch_unchecked)]
fn add_partial_kernel(
    partial: &[Quad],
    weight_gradient: &mut [f32],
    parts: usize,
    vectors: usize,
    rows: usize,
    outputs: usize,
) {
    let unit = UNIT_POS_X as usize;
    let vector = CUBE_POS_X as usize * VECTORS + unit % VECTORS;
    let share = unit / VECTORS;
    let mut sum = Quad::new(0.0);
    if vector < vectors {
        for part in 0..(parts + SHARES - 1 - share) / SHARES {
            sum += partial[(part * SHARES + share) * vectors + vector];
        }
    }
    let mut shared = Shared::<[Quad]>::new_slice(UNITS as usize);
    shared[unit] = sum;
    sync_cube();
    if share == 0 && vector < vectors {
        let mut total = Quad::new(0.0);
        #[unroll]
        for other in 0..SHARES {
            total += shared[other * VECTORS + unit];
        }
        let per_row = vectors / rows;
        let row = vector / per_row;
        #[unroll]
        for lane in 0..4 {
            let output = vector % per_row * 4 + lane;
            if output < outputs {
                weight_gradient[output * rows + row] = total.extract(lane);
            }
        }
    }
}
