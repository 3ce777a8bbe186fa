//! The weight gradient of convolution: output gradients times shifted inputs, summed over all positions and images.
//!
//! Both are copied into panels: pixel by pixel, with several channels side by side. A tile of four input channels by
//! two registers of output channels then stays in registers while all pixels are accumulated.

use super::super::peers;
use super::ConvShape;
use super::panels::Panels;
use super::simd::{Job, Lanes, with_lanes};
use super::winograd;
use crate::parallel::map;

/// Input channels per tile.
pub(super) const INPUTS: usize = 4;

/// Images per partial sum. It is fixed, so that the total does not depend on the number of threads and processes.
pub const GROUP: usize = 8;

/// The sums of a tile.
pub(super) type Tile<V> = [[V; 2]; INPUTS];

/// The gradient of the weight: `[O, C, k, k]`.
pub fn weight_gradient(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    if winograd::is_faster(shape) {
        winograd::weight_gradient(input, gradient, shape)
    } else {
        with_lanes!(run(input, gradient, shape))
    }
}

fn run<V: Lanes>(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    sum_groups(input, gradient, shape, sum_images::<V>)
}

/// Sums over groups of images, which several threads sum over the images of a group.
pub(super) fn sum_groups(
    input: &[f32],
    gradient: &[f32],
    shape: &ConvShape,
    sum_images: impl Fn(&[f32], &[f32], &ConvShape) -> Vec<f32> + Sync + Send,
) -> Vec<f32> {
    let groups = map(shape.num_images.div_ceil(GROUP), |group| {
        let start = group * GROUP;
        let end = (start + GROUP).min(shape.num_images);
        let input = &input[start * shape.input_len()..end * shape.input_len()];
        sum_images(input, &gradient[start * shape.output_len()..end * shape.output_len()], shape)
    });
    peers::sum_groups(groups)
}

/// The sum of vectors, in their order.
pub fn add_up(vectors: Vec<Vec<f32>>) -> Vec<f32> {
    let add = |mut sums: Vec<f32>, vector: Vec<f32>| {
        for (sum, value) in sums.iter_mut().zip(vector) {
            *sum += value;
        }
        sums
    };
    vectors.into_iter().reduce(add).unwrap_or_default()
}

/// The partial sum of some images.
fn sum_images<V: Lanes>(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let (height, width) = (shape.output_height(), shape.output_width());
    let mut inputs =
        Panels::new(INPUTS, shape.input_channels, [shape.height, shape.width], shape.border(), 1);
    let mut gradients = Panels::new(2 * V::COUNT, shape.output_channels, [height, width], 0, 1);
    let mut sums = vec![[[V::zero(); 2]; INPUTS]; gradients.count * inputs.count * shape.taps()];
    let images = input.chunks_exact(shape.input_len());
    for (image, gradient) in images.zip(gradient.chunks_exact(shape.output_len())) {
        inputs.fill(image);
        gradients.fill(gradient);
        V::run(Image { inputs: &inputs, gradients: &gradients, shape, sums: &mut sums });
    }
    unpack(&sums, shape, shape.taps())
}

/// Adds the products of one image to the tiles: by panel of output channels, panel of input channels and tap.
struct Image<'a, V> {
    inputs: &'a Panels,
    gradients: &'a Panels,
    shape: &'a ConvShape,
    sums: &'a mut [Tile<V>],
}

impl<V: Lanes> Job<V> for Image<'_, V> {
    #[inline(always)]
    fn run(self) {
        let Self { inputs, gradients, shape, sums } = self;
        for (index, sums) in sums.iter_mut().enumerate() {
            let (pair, tap) = (index / shape.taps(), index % shape.taps());
            let (gradient, input) = (pair / inputs.count, pair % inputs.count);
            let start = inputs.place(input, tap / shape.kernel, tap % shape.kernel);
            match shape.stride {
                1 => add::<V, 1>(sums, inputs, start, gradients, gradient),
                _ => add::<V, 2>(sums, inputs, start, gradients, gradient),
            }
        }
    }
}

/// Adds the products of one image to a tile, row by row.
#[inline(always)]
fn add<V: Lanes, const STRIDE: usize>(
    sums: &mut Tile<V>,
    inputs: &Panels,
    start: usize,
    gradients: &Panels,
    panel: usize,
) {
    let (height, width) = (gradients.height, gradients.width);
    let mut tile = *sums;
    for row in 0..height {
        let inputs = &inputs.values[start + row * STRIDE * inputs.row()..];
        let gradients = &gradients.values[gradients.place(panel, row, 0)..];
        add_row::<V, STRIDE>(&mut tile, inputs, gradients, width);
    }
    *sums = tile;
}

/// Adds the products of `count` pixels to a tile: of each gradient, and of every `STRIDE`-th input.
#[inline(always)]
pub(super) fn add_row<V: Lanes, const STRIDE: usize>(
    tile: &mut Tile<V>,
    inputs: &[f32],
    gradients: &[f32],
    count: usize,
) {
    let reach = [((count - 1) * STRIDE + 1) * INPUTS, count * 2 * V::COUNT];
    let lens = [inputs.len(), gradients.len()];
    assert!(reach[0] <= lens[0] && reach[1] <= lens[1], "a row reaches {reach:?} of {lens:?} values");
    let (mut input, mut gradient) = (0, 0);
    for _ in 0..count {
        // Safety: no position is beyond those checked above.
        let (inputs, pair) = unsafe {
            let pair = [V::load(gradients, gradient), V::load(gradients, gradient + V::COUNT)];
            (V::splat_four(inputs, input), pair)
        };
        for lane in 0..INPUTS {
            tile[lane][0] = inputs[lane].multiply_add(pair[0], tile[lane][0]);
            tile[lane][1] = inputs[lane].multiply_add(pair[1], tile[lane][1]);
        }
        input += STRIDE * INPUTS;
        gradient += 2 * V::COUNT;
    }
}

/// Unpacks tiles to `[O, C, taps]`.
pub(super) fn unpack<V: Lanes>(sums: &[Tile<V>], shape: &ConvShape, taps: usize) -> Vec<f32> {
    let input_panels = shape.input_channels.div_ceil(INPUTS);
    let mut weight_gradient = vec![0.0; shape.output_channels * shape.input_channels * taps];
    let mut values = vec![0.0; 2 * V::COUNT];
    for (index, tile) in sums.iter().enumerate() {
        let (pair, tap) = (index / taps, index % taps);
        let (gradient, input) = (pair / input_panels, pair % input_panels);
        for (lane, sums) in tile.iter().enumerate() {
            let (low, high) = values.split_at_mut(V::COUNT);
            sums[0].store(low);
            sums[1].store(high);
            for (offset, value) in values.iter().enumerate() {
                let (output, input) = (gradient * 2 * V::COUNT + offset, input * INPUTS + lane);
                if output < shape.output_channels && input < shape.input_channels {
                    weight_gradient[(output * shape.input_channels + input) * taps + tap] = *value;
                }
            }
        }
    }
    weight_gradient
}
