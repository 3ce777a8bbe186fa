//! The weight gradient of convolution: output gradients times shifted inputs, summed over all positions and images.
//!
//! Both are copied into panels: pixel by pixel, with several channels side by side. A tile of four input channels by
//! two registers of output channels then stays in registers while all pixels are accumulated.

use super::ConvShape;
use super::simd::{Job, Lanes, with_lanes};
use crate::parallel::map;

/// Input channels per tile.
const INPUTS: usize = 4;

/// Images per partial sum. It is fixed, so that the total does not depend on the number of threads.
const GROUP: usize = 8;

/// The sums of a tile.
type Tile<V> = [[V; 2]; INPUTS];

/// The gradient of the weight: `[O, C, k, k]`.
pub fn weight_gradient(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    with_lanes!(run(input, gradient, shape))
}

fn run<V: Lanes>(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let groups = map(shape.num_images.div_ceil(GROUP), |group| {
        let start = group * GROUP;
        let end = (start + GROUP).min(shape.num_images);
        let input = &input[start * shape.input_len()..end * shape.input_len()];
        sum_images::<V>(input, &gradient[start * shape.output_len()..end * shape.output_len()], shape)
    });
    let add = |mut sums: Vec<f32>, group: Vec<f32>| {
        for (sum, value) in sums.iter_mut().zip(group) {
            *sum += value;
        }
        sums
    };
    groups.into_iter().reduce(add).unwrap_or_default()
}

/// The partial sum of some images.
fn sum_images<V: Lanes>(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let (height, width) = (shape.output_height(), shape.output_width());
    let mut inputs = Panels::new(INPUTS, shape.input_channels, [shape.height, shape.width], shape.border());
    let mut gradients = Panels::new(2 * V::COUNT, shape.output_channels, [height, width], 0);
    let mut sums = vec![[[V::zero(); 2]; INPUTS]; gradients.count * inputs.count * shape.taps()];
    let images = input.chunks_exact(shape.input_len());
    for (image, gradient) in images.zip(gradient.chunks_exact(shape.output_len())) {
        inputs.fill(image);
        gradients.fill(gradient);
        V::run(Image { inputs: &inputs, gradients: &gradients, shape, sums: &mut sums });
    }
    unpack(&sums, shape)
}

/// Pixel by pixel, with several channels (lanes) side by side; the last panel is padded with zeros.
struct Panels {
    values: Vec<f32>,
    lanes: usize,
    count: usize,
    channels: usize,
    height: usize,
    width: usize,
    border: usize,
}

impl Panels {
    fn new(lanes: usize, channels: usize, [height, width]: [usize; 2], border: usize) -> Self {
        let count = channels.div_ceil(lanes);
        let values = vec![0.0; count * (height + 2 * border + 1) * (width + 2 * border) * lanes];
        Self { values, lanes, count, channels, height, width, border }
    }

    /// Values per row of a panel.
    #[inline(always)]
    fn row(&self) -> usize {
        (self.width + 2 * self.border) * self.lanes
    }

    /// The position of a pixel, counted from the border.
    #[inline(always)]
    fn place(&self, panel: usize, row: usize, column: usize) -> usize {
        (panel * (self.height + 2 * self.border + 1) + row) * self.row() + column * self.lanes
    }

    /// Copies in an image; the border stays zero.
    fn fill(&mut self, image: &[f32]) {
        match self.lanes {
            4 => self.fill_lanes::<4>(image),
            8 => self.fill_lanes::<8>(image),
            // Two registers of eight.
            #[cfg(target_arch = "x86_64")]
            16 => self.fill_lanes::<16>(image),
            lanes => unreachable!("no tile has {lanes} lanes"),
        }
    }

    fn fill_lanes<const L: usize>(&mut self, image: &[f32]) {
        let area = self.height * self.width;
        for panel in 0..self.count {
            let first = panel * L;
            for row in 0..self.height {
                let start = self.place(panel, row + self.border, self.border);
                let target = &mut self.values[start..start + self.width * L];
                let (target, _) = target.as_chunks_mut::<L>();
                for lane in 0..L.min(self.channels - first) {
                    let source = (first + lane) * area + row * self.width;
                    let source = &image[source..source + self.width];
                    for (target, &value) in target.iter_mut().zip(source) {
                        target[lane] = value;
                    }
                }
            }
        }
    }
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

/// Adds the products of one image to a tile, pixel by pixel.
#[inline(always)]
fn add<V: Lanes, const STRIDE: usize>(
    sums: &mut Tile<V>,
    inputs: &Panels,
    start: usize,
    gradients: &Panels,
    panel: usize,
) {
    let (height, width) = (gradients.height, gradients.width);
    let last = start + (height - 1) * STRIDE * inputs.row() + ((width - 1) * STRIDE + 1) * INPUTS;
    assert!(last <= inputs.values.len(), "a tile reaches {last} of {} values", inputs.values.len());
    let first = gradients.place(panel, 0, 0);
    let end = first + height * width * 2 * V::COUNT;
    assert!(end <= gradients.values.len(), "a tile reaches {end} of {} values", gradients.values.len());
    let mut tile = *sums;
    let mut gradient = first;
    for row in 0..height {
        let mut place = start + row * STRIDE * inputs.row();
        for _ in 0..width {
            // Safety: no position is beyond those checked above.
            let (input, pair) = unsafe {
                let values = &gradients.values;
                let pair = [V::load(values, gradient), V::load(values, gradient + V::COUNT)];
                (V::splat_four(&inputs.values, place), pair)
            };
            for lane in 0..INPUTS {
                tile[lane][0] = input[lane].multiply_add(pair[0], tile[lane][0]);
                tile[lane][1] = input[lane].multiply_add(pair[1], tile[lane][1]);
            }
            place += STRIDE * INPUTS;
            gradient += 2 * V::COUNT;
        }
    }
    *sums = tile;
}

/// Unpacks tiles to `[O, C, k, k]`.
fn unpack<V: Lanes>(sums: &[Tile<V>], shape: &ConvShape) -> Vec<f32> {
    let (taps, input_panels) = (shape.taps(), shape.input_channels.div_ceil(INPUTS));
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
