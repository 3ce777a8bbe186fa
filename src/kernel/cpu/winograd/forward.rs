//! The forward pass, which is also that of input gradients.

use super::super::ConvShape;
use super::super::padded::Padded;
use super::super::parallel::for_each_image;
use super::super::simd::{Job, Lanes, with_lanes};
use super::super::tile::{CHANNELS, Source, sum_taps};
use super::{Blocks, PRODUCTS, transform};

/// The output: `[N, O, H, W]`.
pub fn convolve(input: &[f32], weight: &[f32], shape: &ConvShape) -> Vec<f32> {
    with_lanes!(run(input, weight, shape))
}

fn run<V: Lanes>(input: &[f32], weight: &[f32], shape: &ConvShape) -> Vec<f32> {
    let packed = pack(weight, shape);
    let size = [shape.height, shape.width];
    let mut output = vec![0.0; shape.num_images * shape.output_len()];
    let scratch = || Scratch {
        padded: Padded::new(shape.input_channels, size, shape.kernel, 2, V::COUNT),
        tiles: Tiles::new::<V>(shape),
    };
    let work = |scratch: &mut Scratch, image: &[f32], output: &mut [f32]| {
        scratch.padded.fill(image, shape.height, shape.width);
        V::run(Image { scratch, packed: &packed, shape, output });
    };
    for_each_image((input, shape.input_len()), (&mut output, shape.output_len()), scratch, work);
    output
}

/// Transforms kernels, in the order in which they are read: tile of output channels, product, input channel, output
/// channel within the tile.
fn pack(weight: &[f32], shape: &ConvShape) -> Vec<[[f32; CHANNELS]; 1]> {
    let inputs = shape.input_channels;
    let mut packed = vec![[[0.0; CHANNELS]]; shape.output_channels.div_ceil(CHANNELS) * PRODUCTS * inputs];
    let (kernels, _) = weight.as_chunks::<9>();
    for (index, kernel) in kernels.iter().enumerate() {
        let (output, input) = (index / inputs, index % inputs);
        let [a, b, c, d, e, f, g, h, i] = *kernel;
        let products = transform::both([[a, b, c], [d, e, f], [g, h, i]], transform::kernel);
        for (product, value) in products.as_flattened().iter().enumerate() {
            packed[(output / CHANNELS * PRODUCTS + product) * inputs + input][0][output % CHANNELS] = *value;
        }
    }
    packed
}

/// The buffers of a thread.
struct Scratch {
    padded: Padded,
    tiles: Tiles,
}

/// The tiles of a block: by product and channel, one after the other.
struct Tiles {
    blocks: Blocks,
    /// Places of a channel; those beyond the block's tiles hold values without meaning.
    places: usize,
    /// The distance from a product to the next, of inputs and of sums.
    steps: [usize; 2],
    inputs: Vec<f32>,
    /// Of one tile of output channels.
    sums: Vec<f32>,
}

impl Tiles {
    fn new<V: Lanes>(shape: &ConvShape) -> Self {
        let blocks = Blocks::new(shape);
        // Rows are written and read in whole registers.
        let last = blocks.columns.next_multiple_of(V::COUNT) - blocks.columns;
        let places = (blocks.most_tiles() + last).next_multiple_of(2 * V::COUNT);
        // A cache line more, so that the products of a tile lie in different sets of a cache.
        let steps = [shape.input_channels, CHANNELS].map(|channels| channels * places + 16);
        let [inputs, sums] = steps.map(|step| vec![0.0; PRODUCTS * step]);
        Self { blocks, places, steps, inputs, sums }
    }
}

/// The input image of a convolution, padded.
struct Image<'a> {
    scratch: &'a mut Scratch,
    packed: &'a [[[f32; CHANNELS]; 1]],
    shape: &'a ConvShape,
    output: &'a mut [f32],
}

impl<V: Lanes> Job<V> for Image<'_> {
    #[inline(always)]
    fn run(self) {
        let Self { scratch: Scratch { padded, tiles }, packed, shape, output } = self;
        let area = shape.height * shape.width;
        let blocks = tiles.blocks;
        for rows in blocks.iter() {
            for channel in 0..shape.input_channels {
                for (index, row) in rows.clone().enumerate() {
                    let start = channel * padded.plane() + 2 * row * padded.row();
                    let place = channel * tiles.places + index * blocks.columns;
                    transform_row::<V>(padded, start, tiles, place);
                }
            }
            let outputs = output.chunks_mut(CHANNELS * area);
            for (weights, planes) in packed.chunks_exact(PRODUCTS * shape.input_channels).zip(outputs) {
                multiply::<V>(tiles, weights, rows.len() * blocks.columns, shape.input_channels);
                for (channel, plane) in planes.chunks_exact_mut(area).enumerate() {
                    for (index, row) in rows.clone().enumerate() {
                        let place = channel * tiles.places + index * blocks.columns;
                        let pair = &mut plane[2 * row * shape.width..];
                        restore_row::<V>(tiles, place, pair, shape.width);
                    }
                }
            }
        }
    }
}

/// Transforms a row of tiles of one channel.
#[inline(always)]
fn transform_row<V: Lanes>(padded: &Padded, start: usize, tiles: &mut Tiles, place: usize) {
    let last = tiles.blocks.columns.next_multiple_of(V::COUNT) - V::COUNT;
    let step = tiles.steps[0];
    let reach =
        [start + padded.offset(3, 3) + last + V::COUNT, (PRODUCTS - 1) * step + place + last + V::COUNT];
    let lens = [padded.values.len(), tiles.inputs.len()];
    assert!(reach[0] <= lens[0] && reach[1] <= lens[1], "a row reaches {reach:?} of {lens:?} values");
    for column in (0..=last).step_by(V::COUNT) {
        let inputs: [[V; 4]; 4] = transform::square(V::zero(), |row, tap| {
            // Safety: no position is beyond the one checked above.
            unsafe { V::load(&padded.values, start + padded.offset(row, tap) + column) }
        });
        let products = transform::both(inputs, transform::input);
        for (product, values) in products.as_flattened().iter().enumerate() {
            // Safety: no position is beyond the one checked above.
            unsafe { values.store_at(&mut tiles.inputs, product * step + place + column) };
        }
    }
}

/// Multiplies and sums over the input channels, for one tile of output channels.
#[inline(always)]
fn multiply<V: Lanes>(tiles: &mut Tiles, weights: &[[[f32; CHANNELS]; 1]], count: usize, channels: usize) {
    let places = tiles.places;
    let source = Source { values: &tiles.inputs, plane: places, second: V::COUNT };
    let reach =
        (PRODUCTS - 1) * tiles.steps[1] + (CHANNELS - 1) * places + count.next_multiple_of(2 * V::COUNT);
    assert!(reach <= tiles.sums.len(), "tiles reach {reach} of {} places", tiles.sums.len());
    for (product, weights) in weights.chunks_exact(channels).take(PRODUCTS).enumerate() {
        for tile in (0..count).step_by(2 * V::COUNT) {
            let sums = sum_taps::<V, 1>(source, product * tiles.steps[0] + tile, &[0], weights);
            for (channel, [first, second]) in sums.into_iter().enumerate() {
                let place = product * tiles.steps[1] + channel * places + tile;
                // Safety: no position is beyond those checked above.
                unsafe {
                    first.store_at(&mut tiles.sums, place);
                    second.store_at(&mut tiles.sums, place + V::COUNT);
                }
            }
        }
    }
}

/// Transforms a row of tiles of one output channel back, to a pair of rows of which the second may be missing.
#[inline(always)]
fn restore_row<V: Lanes>(tiles: &Tiles, place: usize, pair: &mut [f32], width: usize) {
    let columns = tiles.blocks.columns;
    let step = tiles.steps[1];
    let reach = (PRODUCTS - 1) * step + place + columns.next_multiple_of(V::COUNT);
    assert!(reach <= tiles.sums.len(), "a row reaches {reach} of {} values", tiles.sums.len());
    let (first, second) = pair.split_at_mut(width);
    let second = second.get_mut(..width).unwrap_or_default();
    for column in (0..columns).step_by(V::COUNT) {
        let sums: [[V; 4]; 4] = transform::square(V::zero(), |row, tap| {
            // Safety: no position is beyond the one checked above.
            unsafe { V::load(&tiles.sums, (4 * row + tap) * step + place + column) }
        });
        let [upper, lower] = transform::both(sums, transform::output);
        store_pairs(upper, first, 2 * column);
        store_pairs(lower, second, 2 * column);
    }
}

/// Writes the values of two registers in turn, as many as the row holds.
#[inline(always)]
fn store_pairs<V: Lanes>([even, odd]: [V; 2], row: &mut [f32], start: usize) {
    let [low, high] = even.interleave(odd);
    if start + 2 * V::COUNT <= row.len() {
        // Safety: the row holds both registers.
        unsafe {
            low.store_at(row, start);
            high.store_at(row, start + V::COUNT);
        }
    } else {
        for (index, values) in [low, high].into_iter().enumerate() {
            let start = (start + index * V::COUNT).min(row.len());
            let end = (start + V::COUNT).min(row.len());
            values.store(&mut row[start..end]);
        }
    }
}
