//! The input gradient of convolution.
//!
//! At stride 1 it is the convolution of the output gradient with the kernel turned by 180°. At stride 2, each of the
//! four combinations of row and column parity uses its own taps: four small convolutions whose results interleave.

use super::padded::Padded;
use super::parallel::for_each_image;
use super::simd::{Job, Lanes, with_lanes};
use super::tile::{CHANNELS, Layout, Source, Sums, pack, sum_taps};
use super::{ConvShape, convolve};

/// The gradient of the input: `[N, C, H, W]`.
pub fn input_gradient(weight: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    if shape.stride == 1 {
        turned(weight, gradient, shape)
    } else {
        with_lanes!(spread(weight, gradient, shape))
    }
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

fn spread<V: Lanes>(weight: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let mut input_gradient = vec![0.0; shape.num_images * shape.input_len()];
    for row in 0..2 {
        for column in 0..2 {
            let parity = Parity::new([row, column], shape);
            match parity.taps.len() {
                // A 1x1 kernel with stride 2 reads pixels at even positions only.
                0 => {}
                1 => parity.run::<V, 1>(weight, gradient, shape, &mut input_gradient),
                2 => parity.run::<V, 2>(weight, gradient, shape, &mut input_gradient),
                _ => parity.run::<V, 4>(weight, gradient, shape, &mut input_gradient),
            }
        }
    }
    input_gradient
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

    fn run<V: Lanes, const T: usize>(
        &self,
        weight: &[f32],
        gradient: &[f32],
        shape: &ConvShape,
        input_gradient: &mut [f32],
    ) {
        let (height, width) = (shape.output_height(), shape.output_width());
        let packed = pack::<T>(shape.input_channels, shape.output_channels, |input, output, index| {
            let [row, column] = self.taps[index];
            let start = (output * shape.input_channels + input) * shape.taps();
            weight[start + row * shape.kernel + column]
        });
        let columns = Layout::new::<V>(self.columns(shape)).columns();
        let padded = || Padded::new(shape.output_channels, [height, width], shape.kernel, 1, columns);
        let work = |padded: &mut Padded, gradient: &[f32], input_gradient: &mut [f32]| {
            padded.fill(gradient, height, width);
            V::run(Image { parity: self, padded, packed: &packed, shape, input_gradient });
        };
        for_each_image((gradient, shape.output_len()), (input_gradient, shape.input_len()), padded, work);
    }

    /// Rows of such pixels.
    #[inline(always)]
    fn rows(&self, shape: &ConvShape) -> usize {
        (shape.height - self.place[0]).div_ceil(2)
    }

    /// Columns of such pixels.
    #[inline(always)]
    fn columns(&self, shape: &ConvShape) -> usize {
        (shape.width - self.place[1]).div_ceil(2)
    }
}

/// The input gradient of one image.
struct Image<'a, const T: usize> {
    parity: &'a Parity,
    padded: &'a Padded,
    packed: &'a [[[f32; CHANNELS]; T]],
    shape: &'a ConvShape,
    input_gradient: &'a mut [f32],
}

impl<V: Lanes, const T: usize> Job<V> for Image<'_, T> {
    #[inline(always)]
    fn run(self) {
        let Self { parity, padded, packed, shape, input_gradient } = self;
        let (rows, columns) = (parity.rows(shape), parity.columns(shape));
        let layout = Layout::new::<V>(columns);
        let source =
            Source { values: &padded.values, plane: padded.plane(), second: layout.second(padded.row()) };
        // Pixel p was read as tap t by output (p + border - t) / 2; in the padded planes that is `border` further on.
        let shift = |axis: usize, tap: usize| (parity.place[axis] + 3 * shape.border() - tap) / 2;
        let mut offsets = [0; T];
        for (offset, [row, column]) in offsets.iter_mut().zip(&parity.taps) {
            *offset = padded.offset(shift(0, *row), shift(1, *column));
        }
        let planes = input_gradient.chunks_mut(CHANNELS * shape.height * shape.width);
        for (weights, planes) in packed.chunks_exact(shape.output_channels).zip(planes) {
            for row in (0..rows).step_by(layout.rows()) {
                for column in (0..columns).step_by(layout.columns()) {
                    let sums: Sums<V> = sum_taps(source, row * padded.row() + column, &offsets, weights);
                    let place = (2 * row + parity.place[0]) * shape.width + 2 * column + parity.place[1];
                    let counts = layout.counts(rows - row, columns - column);
                    let places = [place, place + 2 * layout.second(shape.width)];
                    store_spread(&sums, planes, shape.height * shape.width, places, counts);
                }
            }
        }
    }
}

/// Writes the valid columns of a tile's registers to every other position of each plane.
#[inline(always)]
fn store_spread<V: Lanes>(
    sums: &Sums<V>,
    planes: &mut [f32],
    plane: usize,
    places: [usize; 2],
    counts: [usize; 2],
) {
    let mut values = [0.0; 8];
    for (plane, sums) in planes.chunks_exact_mut(plane).zip(sums) {
        for half in 0..2 {
            if counts[half] > 0 {
                sums[half].store(&mut values[..V::COUNT]);
                let targets = plane[places[half]..].iter_mut().step_by(2);
                for (target, value) in targets.zip(&values[..counts[half]]) {
                    *target = *value;
                }
            }
        }
    }
}
