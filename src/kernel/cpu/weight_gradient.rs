//! The gradient of the weight: output gradients times shifted inputs, summed over all places and images.
//!
//! Both are copied into panels, pixel by pixel with some channels side by side, so that a tile of four input
//! channels times eight output channels stays in registers while the pixels pass by.

use wide::f32x4;

use super::ConvShape;
use super::parallel::map;
use super::simd::load;

/// Input channels of a tile.
const INPUTS: usize = 4;
/// Output channels of a tile.
const OUTPUTS: usize = 8;

/// Images whose products are added up apart from the others', so that any number of threads gives the same sum.
const GROUP: usize = 8;

/// Sums of a tile.
type Tile = [[f32x4; 2]; INPUTS];

/// The gradient of the weight: `[O, C, k, k]`.
pub fn weight_gradient(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let groups = map(shape.num_images.div_ceil(GROUP), |group| {
        let start = group * GROUP;
        let end = (start + GROUP).min(shape.num_images);
        let input = &input[start * shape.input_len()..end * shape.input_len()];
        sum_images(input, &gradient[start * shape.output_len()..end * shape.output_len()], shape)
    });
    let add = |mut sums: Vec<Tile>, group: Vec<Tile>| {
        for (sum, value) in
            sums.as_flattened_mut().as_flattened_mut().iter_mut().zip(group.as_flattened().as_flattened())
        {
            *sum += *value;
        }
        sums
    };
    groups.into_iter().reduce(add).map_or_else(Vec::new, |sums| unpack(&sums, shape))
}

/// The tiles of some images: by eight output channels, four input channels and tap.
fn sum_images(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<Tile> {
    let (height, width) = (shape.output_height(), shape.output_width());
    let mut inputs = Panels::<INPUTS>::new(shape.input_channels, [shape.height, shape.width], shape.border());
    let mut gradients = Panels::<OUTPUTS>::new(shape.output_channels, [height, width], 0);
    let mut sums = vec![[[f32x4::ZERO; 2]; INPUTS]; gradients.count * inputs.count * shape.taps()];
    let images = input.chunks_exact(shape.input_len());
    for (image, gradient) in images.zip(gradient.chunks_exact(shape.output_len())) {
        inputs.fill(image);
        gradients.fill(gradient);
        for (index, sums) in sums.iter_mut().enumerate() {
            let (pair, tap) = (index / shape.taps(), index % shape.taps());
            let (gradient, input) = (pair / inputs.count, pair % inputs.count);
            let start = inputs.place(input, tap / shape.kernel, tap % shape.kernel);
            match shape.stride {
                1 => add::<1>(sums, &inputs, start, &gradients, gradient),
                _ => add::<2>(sums, &inputs, start, &gradients, gradient),
            }
        }
    }
    sums
}

/// Pixel by pixel, `L` channels side by side; the last panel is filled up with zeros.
struct Panels<const L: usize> {
    values: Vec<f32>,
    count: usize,
    channels: usize,
    height: usize,
    width: usize,
    border: usize,
}

impl<const L: usize> Panels<L> {
    fn new(channels: usize, [height, width]: [usize; 2], border: usize) -> Self {
        let count = channels.div_ceil(L);
        let values = vec![0.0; count * (height + 2 * border + 1) * (width + 2 * border) * L];
        Self { values, count, channels, height, width, border }
    }

    /// Values of a row of a panel.
    fn row(&self) -> usize {
        (self.width + 2 * self.border) * L
    }

    /// Where a pixel lies, counted from the border.
    fn place(&self, panel: usize, row: usize, column: usize) -> usize {
        (panel * (self.height + 2 * self.border + 1) + row) * self.row() + column * L
    }

    /// Copies an image in; the border stays zero.
    fn fill(&mut self, image: &[f32]) {
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

/// Adds the products of one image: of each row, pixel by pixel.
fn add<const STRIDE: usize>(
    sums: &mut Tile,
    inputs: &Panels<INPUTS>,
    start: usize,
    gradients: &Panels<OUTPUTS>,
    panel: usize,
) {
    let (height, width) = (gradients.height, gradients.width);
    let last = start + (height - 1) * STRIDE * inputs.row() + ((width - 1) * STRIDE + 1) * INPUTS;
    assert!(last <= inputs.values.len(), "a tile reaches {last} of {} values", inputs.values.len());
    let mut tile = *sums;
    let (gradients, _) = gradients.values[gradients.place(panel, 0, 0)..].as_chunks::<OUTPUTS>();
    for (row, gradients) in gradients.chunks_exact(width).take(height).enumerate() {
        let mut place = start + row * STRIDE * inputs.row();
        for gradient in gradients {
            // Safety: no place is beyond the one checked above.
            let input = unsafe { load(&inputs.values, place) }.to_array();
            let low = f32x4::new([gradient[0], gradient[1], gradient[2], gradient[3]]);
            let high = f32x4::new([gradient[4], gradient[5], gradient[6], gradient[7]]);
            for lane in 0..INPUTS {
                let value = f32x4::splat(input[lane]);
                tile[lane][0] = value.mul_add(low, tile[lane][0]);
                tile[lane][1] = value.mul_add(high, tile[lane][1]);
            }
            place += STRIDE * INPUTS;
        }
    }
    *sums = tile;
}

/// Tiles to `[O, C, k, k]`.
fn unpack(sums: &[Tile], shape: &ConvShape) -> Vec<f32> {
    let (taps, input_panels) = (shape.taps(), shape.input_channels.div_ceil(INPUTS));
    let mut found = vec![0.0; shape.output_channels * shape.input_channels * taps];
    for (index, tile) in sums.iter().enumerate() {
        let (pair, tap) = (index / taps, index % taps);
        let (gradient, input) = (pair / input_panels, pair % input_panels);
        for (lane, sums) in tile.iter().enumerate() {
            let values = sums.iter().flat_map(|sum| sum.to_array());
            for (offset, value) in values.enumerate() {
                let (output, input) = (gradient * OUTPUTS + offset, input * INPUTS + lane);
                if output < shape.output_channels && input < shape.input_channels {
                    found[(output * shape.input_channels + input) * taps + tap] = value;
                }
            }
        }
    }
    found
}
