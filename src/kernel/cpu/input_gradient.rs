//! The gradient of the input.
//!
//! At stride 1 it is the convolution of the output's gradient by the turned kernel. At stride 2 each of the four
//! parities of a pixel's place sees its own taps only: four small convolutions whose results interleave.

use super::padded::Padded;
use super::parallel::for_each_image;
use super::tile::{CHANNELS, COLUMNS, Sums, pack, sum_taps};
use super::{ConvShape, convolve};

/// The gradient of the input: `[N, C, H, W]`.
pub fn input_gradient(weight: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    if shape.stride == 1 { turned(weight, gradient, shape) } else { spread(weight, gradient, shape) }
}

fn turned(weight: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let taps = shape.taps();
    let mut turned = vec![0.0; weight.len()];
    for (index, weights) in weight.chunks_exact(taps).enumerate() {
        let (output, input) = (index / shape.input_channels, index % shape.input_channels);
        let start = (input * shape.output_channels + output) * taps;
        for (target, &value) in turned[start..start + taps].iter_mut().zip(weights.iter().rev()) {
            *target = value;
        }
    }
    let (input_channels, output_channels) = (shape.output_channels, shape.input_channels);
    convolve(gradient, &turned, &ConvShape { input_channels, output_channels, ..*shape })
}

fn spread(weight: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let mut found = vec![0.0; shape.num_images * shape.input_len()];
    for row in 0..2 {
        for column in 0..2 {
            let parity = Parity::new([row, column], shape);
            match parity.taps.len() {
                // A 1x1 kernel read pixels at even places only.
                0 => {}
                1 => parity.run::<1>(weight, gradient, shape, &mut found),
                2 => parity.run::<2>(weight, gradient, shape, &mut found),
                _ => parity.run::<4>(weight, gradient, shape, &mut found),
            }
        }
    }
    found
}

/// Pixels whose row and column are even (0) or odd (1).
struct Parity {
    place: [usize; 2],
    /// The taps, row and column, that read such pixels.
    taps: Vec<[usize; 2]>,
}

impl Parity {
    fn new(place: [usize; 2], shape: &ConvShape) -> Self {
        let reads =
            |tap: [usize; 2]| (0..2).all(|axis| (place[axis] + shape.border() + tap[axis]).is_multiple_of(2));
        let taps = (0..shape.taps()).map(|tap| [tap / shape.kernel, tap % shape.kernel]);
        Self { place, taps: taps.filter(|&tap| reads(tap)).collect() }
    }

    fn run<const T: usize>(&self, weight: &[f32], gradient: &[f32], shape: &ConvShape, found: &mut [f32]) {
        let (height, width) = (shape.output_height(), shape.output_width());
        let packed = pack::<T>(shape.input_channels, shape.output_channels, |input, output, index| {
            let [row, column] = self.taps[index];
            let start = (output * shape.input_channels + input) * shape.taps();
            weight[start + row * shape.kernel + column]
        });
        let padded = || Padded::new(shape.output_channels, [height, width], shape.kernel, 1);
        let work = |padded: &mut Padded, gradient: &[f32], found: &mut [f32]| {
            padded.fill(gradient, height, width);
            self.run_image::<T>(padded, &packed, shape, found);
        };
        for_each_image((gradient, shape.output_len()), (found, shape.input_len()), padded, work);
    }

    fn run_image<const T: usize>(
        &self,
        padded: &Padded,
        packed: &[[[f32; CHANNELS]; T]],
        shape: &ConvShape,
        found: &mut [f32],
    ) {
        // Pixel p was read as tap t by output (p + border - t) / 2, which lies `border` further on in the planes.
        let shift = |axis: usize, tap: usize| (self.place[axis] + 3 * shape.border() - tap) / 2;
        let offsets = std::array::from_fn(|index| {
            let [row, column] = self.taps[index];
            padded.offset(shift(0, row), shift(1, column))
        });
        let rows = (shape.height - self.place[0]).div_ceil(2);
        let columns = (shape.width - self.place[1]).div_ceil(2);
        let planes = found.chunks_mut(CHANNELS * shape.height * shape.width);
        for (weights, planes) in packed.chunks_exact(shape.output_channels).zip(planes) {
            for row in 0..rows {
                for column in (0..columns).step_by(COLUMNS) {
                    let start = row * padded.row() + column;
                    let sums = sum_taps(&padded.values, start, padded.plane(), &offsets, weights);
                    let place = (2 * row + self.place[0]) * shape.width + 2 * column + self.place[1];
                    let count = COLUMNS.min(columns - column);
                    store_spread(&sums, planes, shape.height * shape.width, place, count);
                }
            }
        }
    }
}

/// Writes `count` columns of a tile to every other place of each plane there is.
#[inline(always)]
fn store_spread(sums: &Sums, planes: &mut [f32], plane: usize, place: usize, count: usize) {
    for (plane, sums) in planes.chunks_exact_mut(plane).zip(sums) {
        let values = sums.iter().flat_map(|sum| sum.to_array());
        for (target, value) in plane[place..].iter_mut().step_by(2).take(count).zip(values) {
            *target = value;
        }
    }
}
