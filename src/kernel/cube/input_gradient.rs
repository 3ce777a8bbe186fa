//! The gradient of the input of a convolution with stride 2.

use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::tensor::CubeTensor;

use super::tile::{COLUMNS, GROUP, QUADS, Sizes, find_tile, num_tiles, sizes, store, zero_sums};
use super::window::{Quad, read};
use super::{cubes, empty_like};

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
    let (count, dim) = cubes(&gradient.client, num_tiles(target));
    // Safety: units beyond the last tile return at once; rows and columns outside source and target are tested
    // before each access.
    unsafe {
        input_gradient_kernel::launch_unchecked(
            &gradient.client.clone(),
            count,
            dim,
            gradient.into_buffer_arg(),
            weight.into_buffer_arg(),
            input_gradient.clone().into_buffer_arg(),
            sizes(source, target),
            kernel,
            target[3].is_multiple_of(COLUMNS),
        );
    }
    input_gradient
}

#[allow(clippy::manual_is_multiple_of, reason = "the compiler for GPUs has no `is_multiple_of`")]
#[cube(launch_unchecked)]
fn input_gradient_kernel(
    gradient: &[f32],
    weight: &[Quad],
    input_gradient: &mut [f32],
    sizes: Sizes,
    #[comptime] kernel: usize,
    #[comptime] is_whole: bool,
) {
    let border = comptime!(kernel / 2);
    let window_length = comptime!((COLUMNS - 1 + border) / 2 + 1);
    let tile = find_tile(&sizes);
    if tile.image >= sizes.num_images {
        terminate!();
    }
    let quads = (sizes.outputs + GROUP - 1) / GROUP * QUADS;
    let mut sums = zero_sums();
    for channel in 0..sizes.channels {
        #[unroll]
        for tap_row in 0..kernel {
            // Twice the row of the gradient, where this tap comes from one.
            let row = tile.row + border;
            if row >= tap_row && (row - tap_row) % 2 == 0 && (row - tap_row) / 2 < sizes.height {
                let start = ((tile.image * sizes.channels + channel) * sizes.height + (row - tap_row) / 2)
                    * sizes.width;
                let mut window = Array::<f32>::new(window_length);
                #[unroll]
                for place in 0..window_length {
                    let can_leave = comptime!(!is_whole || place >= COLUMNS / 2);
                    window[place] =
                        read(gradient, start, tile.column / 2 + place, 0usize, sizes.width, can_leave);
                }
                #[unroll]
                for tap in 0..kernel {
                    let place = ((channel * kernel + tap_row) * kernel + tap) * quads + tile.group * QUADS;
                    #[unroll]
                    for quad in 0..QUADS {
                        let values = weight[place + quad];
                        #[unroll]
                        for column in 0..COLUMNS {
                            let reaches =
                                comptime!(column + border >= tap && (column + border - tap) % 2 == 0);
                            if reaches {
                                let index = comptime!(column * QUADS + quad);
                                let from = comptime!((column + border).saturating_sub(tap) / 2);
                                sums[index] += values * Quad::new(window[from]);
                            }
                        }
                    }
                }
            }
        }
    }
    store(&sums, input_gradient, &sizes, tile, is_whole);
}
