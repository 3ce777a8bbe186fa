//! The gradient of the input of a convolution with stride 2.

use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::tensor::CubeTensor;

use super::tile::{Sizes, Tile, TileShape, find_tile, packed_quads, sizes, store, zero_sums};
use super::window::{Quad, quads_of, read_window};
use super::{cubes, empty_like};

/// Rows of a tile have taps of their own, by whether they are even.
const SHAPE: TileShape = TileShape::ROW;

/// The gradient of the input of a convolution with stride 2.
pub(super) fn stride_2_input_gradient(
    gradient: CubeTensor,
    weight: CubeTensor,
    source: [usize; 3],
    target: [usize; 4],
    [kernel, stride]: [usize; 2],
) -> CubeTensor {
    assert_eq!(stride, 2, "networks here have strides 1 and 2");
    let input_gradient = empty_like(&gradient, target);
    let (count, dim) = cubes(&gradient.client, SHAPE.num_tiles(target));
    let is_whole = target[3] == source[2] * 2 && target[3].is_multiple_of(SHAPE.columns);
    // Safety: units beyond the last tile return at once; rows and columns outside source and target are tested before
    // each access, unless `is_whole` says that there are none.
    unsafe {
        input_gradient_kernel::launch_unchecked(
            &gradient.client.clone(),
            count,
            dim,
            gradient.clone().into_buffer_arg(),
            quads_of(&gradient, is_whole).into_buffer_arg(),
            weight.into_buffer_arg(),
            input_gradient.clone().into_buffer_arg(),
            sizes(source, target),
            kernel,
            is_whole,
        );
    }
    input_gradient
}

#[allow(clippy::manual_is_multiple_of, reason = "the compiler for GPUs has no `is_multiple_of`")]
#[cube(launch_unchecked)]
fn input_gradient_kernel(
    gradient: &[f32],
    gradient_quads: &[Quad],
    weight: &[Quad],
    input_gradient: &mut [f32],
    sizes: Sizes,
    #[comptime] kernel: usize,
    #[comptime] is_whole: bool,
) {
    let border = comptime!(kernel / 2);
    let inner = comptime!(SHAPE.columns / 2);
    let window_length = comptime!((SHAPE.columns - 1 + border) / 2 + 1);
    let tile = find_tile(&sizes, SHAPE);
    if tile.image >= sizes.num_images {
        terminate!();
    }
    // Even rows before odd ones, so that neighbouring units have the same taps.
    let evens = (sizes.target_height + 1) / 2;
    let row = select(tile.row < evens, tile.row * 2, (tile.row - evens) * 2 + 1);
    let tile = Tile { image: tile.image, quad: tile.quad, row, column: tile.column };
    let quads = packed_quads(&sizes);
    let mut sums = zero_sums(SHAPE);
    for channel in 0..sizes.channels {
        #[unroll]
        for tap_row in 0..kernel {
            // Twice the row of the gradient, where this tap comes from one.
            let row = tile.row + border;
            if row >= tap_row && (row - tap_row) % 2 == 0 && (row - tap_row) / 2 < sizes.height {
                let start = ((tile.image * sizes.channels + channel) * sizes.height + (row - tap_row) / 2)
                    * sizes.width;
                let mut window = Array::<f32>::new(window_length);
                read_window(
                    &mut window,
                    0usize,
                    gradient,
                    gradient_quads,
                    start,
                    tile.column / 2,
                    sizes.width,
                    0usize,
                    inner,
                    window_length,
                    is_whole,
                );
                #[unroll]
                for tap in 0..kernel {
                    let place = ((channel * kernel + tap_row) * kernel + tap) * quads + tile.quad;
                    #[unroll]
                    for quad in 0..SHAPE.quads {
                        let values = weight[place + quad];
                        #[unroll]
                        for column in 0..SHAPE.columns {
                            let reaches =
                                comptime!(column + border >= tap && (column + border - tap) % 2 == 0);
                            if reaches {
                                let index = comptime!(column * SHAPE.quads + quad);
                                let from = comptime!((column + border).saturating_sub(tap) / 2);
                                sums[index] += values * Quad::new(window[from]);
                            }
                        }
                    }
                }
            }
        }
    }
    store(&sums, input_gradient, &sizes, tile, SHAPE, is_whole);
}
