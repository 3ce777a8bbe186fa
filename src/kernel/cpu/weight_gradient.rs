//! The gradient of the weight: output gradients times shifted inputs, summed over all places and images.

use wide::f32x4;

use super::padded::Padded;
use super::{ConvShape, LANES};

/// Output channels of a tile: with three taps, twelve sums, which is what 16 registers hold beside their inputs.
const TILE: usize = 4;
/// Columns added at once.
const STEP: usize = 4;

/// The gradient of the weight: `[O, C, k, k]`.
pub fn weight_gradient(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let (height, width) = (shape.output_height(), shape.output_width());
    let mut padded = Padded::new(shape.input_channels, shape.height, shape.width, shape.kernel, shape.stride);
    // Rows of whole tiles, the rest zeros, which add nothing.
    let mut rows = Rows::new(shape.output_channels, height, width);
    let mut found = vec![0.0; shape.output_channels * shape.input_channels * shape.kernel * shape.kernel];
    let inputs = input.chunks_exact(shape.input_channels * shape.height * shape.width);
    for (image, gradient) in inputs.zip(gradient.chunks_exact(shape.output_channels * height * width)) {
        padded.fill(image, shape.height, shape.width);
        rows.fill(gradient, height, width);
        match shape.kernel {
            1 => add_image::<1>(&padded, &rows, shape, &mut found),
            _ => add_image::<3>(&padded, &rows, shape, &mut found),
        }
    }
    found
}

/// Planes whose rows are whole tiles long, a whole number of channel tiles of them.
struct Rows {
    values: Vec<f32>,
    height: usize,
    length: usize,
}

impl Rows {
    fn new(channels: usize, height: usize, width: usize) -> Self {
        let length = width.div_ceil(LANES) * LANES;
        Self { values: vec![0.0; channels.div_ceil(TILE) * TILE * height * length], height, length }
    }

    fn fill(&mut self, planes: &[f32], height: usize, width: usize) {
        let rows = self.values.chunks_exact_mut(self.length);
        for (source, target) in planes.chunks_exact(width).zip(rows) {
            target[..width].copy_from_slice(source);
        }
        debug_assert_eq!(self.height, height);
    }

    #[inline(always)]
    fn row(&self, channel: usize, row: usize) -> &[f32] {
        let start = (channel * self.height + row) * self.length;
        &self.values[start..start + self.length]
    }
}

fn add_image<const K: usize>(padded: &Padded, rows: &Rows, shape: &ConvShape, found: &mut [f32]) {
    for first in (0..shape.output_channels).step_by(TILE) {
        for channel in 0..shape.input_channels {
            for tap_row in 0..K {
                let sums = sum_plane::<K>(padded, rows, [first, channel, tap_row]);
                for (output, sums) in sums.iter().enumerate().take(shape.output_channels - first) {
                    let start = (((first + output) * shape.input_channels + channel) * K + tap_row) * K;
                    for (target, sum) in found[start..start + K].iter_mut().zip(sums) {
                        *target += sum.reduce_add();
                    }
                }
            }
        }
    }
}

/// The sums over one plane for a tile of output channels and a row of taps.
#[inline(always)]
fn sum_plane<const K: usize>(
    padded: &Padded,
    rows: &Rows,
    [first, channel, tap_row]: [usize; 3],
) -> [[f32x4; K]; TILE] {
    let offsets: [usize; K] = std::array::from_fn(|tap| padded.offset(tap));
    let mut sums = [[f32x4::ZERO; K]; TILE];
    for row in 0..rows.height {
        let source = padded.row(channel, row, tap_row);
        let gradients: [&[f32]; TILE] = std::array::from_fn(|output| rows.row(first + output, row));
        for column in (0..rows.length).step_by(STEP) {
            let values: [f32x4; K] = std::array::from_fn(|tap| load(source, offsets[tap] + column));
            for (sums, gradient) in sums.iter_mut().zip(gradients) {
                let gradient = load(gradient, column);
                for (sum, values) in sums.iter_mut().zip(values) {
                    *sum = gradient.mul_add(values, *sum);
                }
            }
        }
    }
    sums
}

#[inline(always)]
fn load(values: &[f32], start: usize) -> f32x4 {
    let lanes: [f32; STEP] = values[start..start + STEP].try_into().expect("the slice has four values");
    f32x4::new(lanes)
}
