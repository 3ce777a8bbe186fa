//! The forward pass of convolution.

use super::padded::Padded;
use super::parallel::for_each_image;
use super::simd::{Job, Lanes, with_lanes};
use super::tile::{CHANNELS, Layout, Source, Sums, pack, sum_taps};
use super::{ConvShape, winograd};

/// The output: `[N, O, ceil(H / stride), ceil(W / stride)]`.
pub fn convolve(input: &[f32], weight: &[f32], shape: &ConvShape) -> Vec<f32> {
    match shape.kernel {
        _ if winograd::is_faster(shape) => winograd::convolve(input, weight, shape),
        1 => with_lanes!(run::<1>(input, weight, shape)),
        _ => with_lanes!(run::<9>(input, weight, shape)),
    }
}

fn run<V: Lanes, const T: usize>(input: &[f32], weight: &[f32], shape: &ConvShape) -> Vec<f32> {
    let packed = pack::<T>(shape.output_channels, shape.input_channels, |output, input, tap| {
        weight[(output * shape.input_channels + input) * T + tap]
    });
    let size = [shape.height, shape.width];
    let layout = Layout::new::<V>(shape.output_width());
    let padded = || Padded::new(shape.input_channels, size, shape.kernel, shape.stride, layout.columns());
    let mut output = vec![0.0; shape.num_images * shape.output_len()];
    let work = |padded: &mut Padded, image: &[f32], output: &mut [f32]| {
        padded.fill(image, shape.height, shape.width);
        V::run(Image { padded, packed: &packed, shape, output });
    };
    for_each_image((input, shape.input_len()), (&mut output, shape.output_len()), padded, work);
    output
}

/// The input image of a convolution, padded.
struct Image<'a, const T: usize> {
    padded: &'a Padded,
    packed: &'a [[[f32; CHANNELS]; T]],
    shape: &'a ConvShape,
    output: &'a mut [f32],
}

impl<V: Lanes, const T: usize> Job<V> for Image<'_, T> {
    #[inline(always)]
    fn run(self) {
        let Self { padded, packed, shape, output } = self;
        let (height, width) = (shape.output_height(), shape.output_width());
        let layout = Layout::new::<V>(width);
        let source = Source {
            values: &padded.values,
            plane: padded.plane(),
            second: layout.second(shape.stride * padded.row()),
        };
        let mut offsets = [0; T];
        for (tap, offset) in offsets.iter_mut().enumerate() {
            *offset = padded.offset(tap / shape.kernel, tap % shape.kernel);
        }
        let planes = output.chunks_mut(CHANNELS * height * width);
        for (weights, planes) in packed.chunks_exact(shape.input_channels).zip(planes) {
            for row in (0..height).step_by(layout.rows()) {
                for column in (0..width).step_by(layout.columns()) {
                    let start = row * shape.stride * padded.row() + column;
                    let sums: Sums<V> = sum_taps(source, start, &offsets, weights);
                    let place = row * width + column;
                    let counts = layout.counts(height - row, width - column);
                    let places = [place, place + layout.second(width)];
                    store(&sums, planes, height * width, places, counts);
                }
            }
        }
    }
}

/// Writes the valid columns of a tile's registers to each plane of the output.
#[inline(always)]
fn store<V: Lanes>(sums: &Sums<V>, planes: &mut [f32], plane: usize, places: [usize; 2], counts: [usize; 2]) {
    for (plane, sums) in planes.chunks_exact_mut(plane).zip(sums) {
        for half in 0..2 {
            if counts[half] > 0 {
                sums[half].store(&mut plane[places[half]..places[half] + counts[half]]);
            }
        }
    }
}
