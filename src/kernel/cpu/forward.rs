//! The output, and the gradient of the input, which is a convolution too.

use wide::f32x8;

use super::padded::Padded;
use super::{ConvShape, LANES};

/// Output channels of a tile: with eight columns, eight 128-bit sums, enough to hide the latency of an addition.
const TILE: usize = 4;

/// The output of a convolution: `[N, O, ceil(H / stride), ceil(W / stride)]`.
pub fn convolve(input: &[f32], weight: &[f32], shape: &ConvShape) -> Vec<f32> {
    let packed = pack(weight, shape.output_channels, shape.input_channels, shape.kernel, |o, c, tap| {
        (o * shape.input_channels + c) * shape.kernel * shape.kernel + tap
    });
    let mut padded = Padded::new(shape.input_channels, shape.height, shape.width, shape.kernel, shape.stride);
    let size = OutputSize {
        channels: shape.output_channels,
        height: shape.output_height(),
        width: shape.output_width(),
    };
    let mut output = vec![0.0; shape.num_images * size.len()];
    let image = shape.input_channels * shape.height * shape.width;
    for (source, target) in input.chunks_exact(image).zip(output.chunks_exact_mut(size.len())) {
        padded.fill(source, shape.height, shape.width);
        run(&padded, &packed, shape.input_channels, shape.kernel, |_, _| true, &size, target);
    }
    output
}

/// The gradient of the input, `[N, C, H, W]`: the output's gradient, spread by the stride, under the turned kernel.
pub fn input_gradient(weight: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let taps = shape.kernel * shape.kernel;
    let packed = pack(weight, shape.input_channels, shape.output_channels, shape.kernel, |c, o, tap| {
        (o * shape.input_channels + c) * taps + taps - 1 - tap
    });
    let mut padded = Padded::new(shape.output_channels, shape.height, shape.width, shape.kernel, 1);
    let size = OutputSize { channels: shape.input_channels, height: shape.height, width: shape.width };
    let mut found = vec![0.0; shape.num_images * size.len()];
    let (height, width) = (shape.output_height(), shape.output_width());
    let image = shape.output_channels * height * width;
    let border = shape.kernel / 2;
    // Rows between the spread ones hold zeros only.
    let counts = |row: usize, tap: usize| (row + tap + shape.stride - border).is_multiple_of(shape.stride);
    for (source, target) in gradient.chunks_exact(image).zip(found.chunks_exact_mut(size.len())) {
        padded.fill_spread(source, height, width, shape.stride);
        run(&padded, &packed, shape.output_channels, shape.kernel, counts, &size, target);
    }
    found
}

struct OutputSize {
    channels: usize,
    height: usize,
    width: usize,
}

impl OutputSize {
    fn len(&self) -> usize {
        self.channels * self.height * self.width
    }
}

/// Weights in the order in which tiles read them: tile, input channel, tap, channel of the tile.
fn pack(
    weight: &[f32],
    outputs: usize,
    inputs: usize,
    kernel: usize,
    place: impl Fn(usize, usize, usize) -> usize,
) -> Vec<f32> {
    let taps = kernel * kernel;
    let mut packed = vec![0.0; outputs.div_ceil(TILE) * inputs * taps * TILE];
    for output in 0..outputs {
        for input in 0..inputs {
            for tap in 0..taps {
                let target = ((output / TILE * inputs + input) * taps + tap) * TILE + output % TILE;
                packed[target] = weight[place(output, input, tap)];
            }
        }
    }
    packed
}

/// All tiles of one image; `counts` tells whether a tap row of an output row can hold anything but zeros.
fn run(
    padded: &Padded,
    packed: &[f32],
    inputs: usize,
    kernel: usize,
    counts: impl Fn(usize, usize) -> bool,
    size: &OutputSize,
    output: &mut [f32],
) {
    let weights = packed.chunks_exact(inputs * kernel * kernel * TILE);
    let planes = output.chunks_mut(TILE * size.height * size.width);
    for (weights, planes) in weights.zip(planes) {
        for row in 0..size.height {
            for column in (0..size.width).step_by(LANES) {
                let mut sums = [f32x8::ZERO; TILE];
                for tap_row in (0..kernel).filter(|&tap| counts(row, tap)) {
                    match kernel {
                        1 => add_row::<1>(&mut sums, padded, weights, [row, tap_row, column]),
                        _ => add_row::<3>(&mut sums, padded, weights, [row, tap_row, column]),
                    }
                }
                store(&sums, planes, size, row, column);
            }
        }
    }
}

/// Adds what one row of taps of all input channels gives.
#[inline(always)]
fn add_row<const K: usize>(
    sums: &mut [f32x8; TILE],
    padded: &Padded,
    weights: &[f32],
    [row, tap_row, column]: [usize; 3],
) {
    let offsets: [usize; K] = std::array::from_fn(|tap| padded.offset(tap) + column);
    for (channel, weights) in weights.chunks_exact(K * K * TILE).enumerate() {
        let source = padded.row(channel, row, tap_row);
        let weights = &weights[tap_row * K * TILE..(tap_row + 1) * K * TILE];
        for tap in 0..K {
            let values = load(source, offsets[tap]);
            for output in 0..TILE {
                sums[output] = f32x8::splat(weights[tap * TILE + output]).mul_add(values, sums[output]);
            }
        }
    }
}

#[inline(always)]
fn load(values: &[f32], start: usize) -> f32x8 {
    let lanes: [f32; LANES] = values[start..start + LANES].try_into().expect("the slice has eight values");
    f32x8::new(lanes)
}

/// Writes a tile; columns and channels beyond the output are dropped.
fn store(sums: &[f32x8; TILE], planes: &mut [f32], size: &OutputSize, row: usize, column: usize) {
    let count = LANES.min(size.width - column);
    for (plane, sum) in planes.chunks_exact_mut(size.height * size.width).zip(sums) {
        let start = row * size.width + column;
        plane[start..start + count].copy_from_slice(&sum.to_array()[..count]);
    }
}
