//! Convolution with stride 1 whose workgroups read each pixel and weight once, into shared memory.
//!
//! A workgroup computes a square of one image for some output channels. Sums are added in the order of the other kernel.

use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::tensor::CubeTensor;

use super::tile::{Sizes, Tile, TileShape, packed_quads, sizes, store, zero_sums};
use super::window::Quad;
use super::{UNITS, cubes, empty_like};

/// A unit's tile, as without shared memory.
const SHAPE: TileShape = TileShape::STAGED;
/// Rows and columns of a workgroup, and its output channels, four at a time.
const SIDE: usize = TileShape::STAGED_SIDE;
const QUADS: usize = TileShape::STAGED_QUADS;
/// Tiles of a workgroup side by side, and of one group of output channels.
const ACROSS: usize = SIDE / SHAPE.columns;
const TILES: usize = ACROSS * SIDE / SHAPE.rows;
/// The most input channels that are shared at once: 9 kB.
const MAX_DEPTH: usize = 4;

pub(super) fn convolve_staged(
    input: CubeTensor,
    weight: CubeTensor,
    source: [usize; 3],
    target: [usize; 4],
    kernel: usize,
) -> CubeTensor {
    let output = empty_like(&input, target);
    let (count, dim) = cubes(&input.client, SHAPE.num_tiles(target));
    let depth = (1..=MAX_DEPTH).rev().find(|depth| source[0].is_multiple_of(*depth)).unwrap_or(1);
    // Safety: workgroups beyond the last return at once; pixels outside the source, weights beyond the packed ones and
    // values outside the target are tested before each access.
    unsafe {
        staged_kernel::launch_unchecked(
            &input.client.clone(),
            count,
            dim,
            input.into_buffer_arg(),
            weight.into_buffer_arg(),
            output.clone().into_buffer_arg(),
            sizes(source, target),
            kernel,
            depth,
        );
    }
    output
}

#[cube(launch_unchecked)]
fn staged_kernel(
    input: &[f32],
    weight: &[Quad],
    output: &mut [f32],
    sizes: Sizes,
    #[comptime] kernel: usize,
    #[comptime] depth: usize,
) {
    let border = comptime!(kernel / 2);
    let taps = comptime!(kernel * kernel);
    let length = comptime!(SIDE + kernel - 1);
    let window_rows = comptime!(SHAPE.rows + kernel - 1);
    let window_length = comptime!(SHAPE.columns + kernel - 1);
    let num_pixels = comptime!(depth * length * length);
    let num_weights = comptime!(depth * taps * QUADS);

    let across = (sizes.target_width + comptime!(SIDE - 1)) / SIDE;
    let down = (sizes.target_height + comptime!(SIDE - 1)) / SIDE;
    let quads = packed_quads(&sizes);
    let groups = (quads + comptime!(QUADS - 1)) / QUADS;
    let column = CUBE_POS % across * SIDE;
    let rest = CUBE_POS / across;
    let row = rest % down * SIDE;
    let rest = rest / down;
    let first_quad = rest % groups * QUADS;
    let image = rest / groups;
    // The same for all units of a workgroup, so that they meet at every barrier.
    if image >= sizes.num_images {
        terminate!();
    }
    let unit = UNIT_POS_X as usize;
    let tile_row = unit / ACROSS % comptime!(TILES / ACROSS) * SHAPE.rows;
    let tile_column = unit % ACROSS * SHAPE.columns;
    let tile_quad = unit / TILES * SHAPE.quads;

    let mut pixels = Shared::<[f32]>::new_slice(num_pixels);
    let mut weights = Shared::<[Quad]>::new_slice(num_weights);
    let mut sums = zero_sums(SHAPE);
    for step in 0..sizes.channels / depth {
        #[unroll]
        for round in 0..comptime!(num_pixels.div_ceil(UNITS as usize)) {
            let place = unit + round * UNITS as usize;
            if place < num_pixels {
                let channel = step * depth + place / comptime!(length * length);
                let source_row = row + place / length % length;
                let source_column = column + place % length;
                let is_inside = source_row >= border
                    && source_row < sizes.height + border
                    && source_column >= border
                    && source_column < sizes.width + border;
                let start = (image * sizes.channels + channel) * sizes.height;
                let from = (start + source_row - border) * sizes.width + source_column - border;
                let from = select(is_inside, from, 0);
                pixels[place] = select(is_inside, input[from], 0.0f32);
            }
        }
        #[unroll]
        for round in 0..comptime!(num_weights.div_ceil(UNITS as usize)) {
            let place = unit + round * UNITS as usize;
            if place < num_weights {
                let quad = first_quad + place % QUADS;
                let mut values = Quad::new(0.0);
                if quad < quads {
                    values = weight[(step * comptime!(depth * taps) + place / QUADS) * quads + quad];
                }
                weights[place] = values;
            }
        }
        sync_cube();
        #[unroll]
        for channel in 0..depth {
            let mut window = Array::<f32>::new(comptime!(window_rows * window_length));
            #[unroll]
            for place in 0..comptime!(window_rows * window_length) {
                let window_row = comptime!(channel * length + place / window_length);
                window[place] =
                    pixels[(tile_row + window_row) * length + tile_column + comptime!(place % window_length)];
            }
            #[unroll]
            for tap in 0..taps {
                #[unroll]
                for quad in 0..SHAPE.quads {
                    let values = weights[comptime!((channel * taps + tap) * QUADS + quad) + tile_quad];
                    #[unroll]
                    for position in 0..comptime!(SHAPE.rows * SHAPE.columns) {
                        let row = comptime!(position / SHAPE.columns + tap / kernel);
                        let column = comptime!(position % SHAPE.columns + tap % kernel);
                        let value = window[comptime!(row * window_length + column)];
                        sums[comptime!(position * SHAPE.quads + quad)] += values * Quad::new(value);
                    }
                }
            }
        }
        sync_cube();
    }
    let tile =
        Tile { image, quad: first_quad + tile_quad, row: row + tile_row, column: column + tile_column };
    store(&sums, output, &sizes, tile, SHAPE, false);
}
