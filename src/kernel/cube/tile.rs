//! Tiles of eight columns by eight output channels; one unit computes one tile.

use burn_cubecl::cubecl::{self, prelude::*};

use super::window::Quad;

/// Columns of a tile.
pub(super) const COLUMNS: usize = 8;
/// Output channels of a tile.
pub(super) const GROUP: usize = 8;
/// Vectors per group.
pub(super) const QUADS: usize = GROUP / 4;
/// The dimensions of a convolution's source and target.
#[derive(CubeLaunch, CubeType, Clone, Copy)]
pub(super) struct Sizes {
    pub(super) num_images: usize,
    /// Channels of the source.
    pub(super) channels: usize,
    pub(super) height: usize,
    pub(super) width: usize,
    /// Channels of the target.
    pub(super) outputs: usize,
    pub(super) target_height: usize,
    pub(super) target_width: usize,
}

pub(super) fn sizes(
    [channels, height, width]: [usize; 3],
    [num_images, outputs, rows, columns]: [usize; 4],
) -> SizesLaunch {
    SizesLaunch::new(num_images, channels, height, width, outputs, rows, columns)
}

/// Number of units for a target of `[N, O, H, W]`: one per tile.
pub(super) fn num_tiles([num_images, outputs, height, width]: [usize; 4]) -> usize {
    num_images * outputs.div_ceil(GROUP) * height * width.div_ceil(COLUMNS)
}

/// The tile that a unit computes.
#[derive(CubeType, Clone, Copy)]
pub(super) struct Tile {
    pub(super) image: usize,
    pub(super) group: usize,
    pub(super) row: usize,
    pub(super) column: usize,
}

#[cube]
pub(super) fn find_tile(sizes: &Sizes) -> Tile {
    let columns = (sizes.target_width + COLUMNS - 1) / COLUMNS;
    let groups = (sizes.outputs + GROUP - 1) / GROUP;
    let column = ABSOLUTE_POS % columns * COLUMNS;
    let rest = ABSOLUTE_POS / columns;
    let row = rest % sizes.target_height;
    let rest = rest / sizes.target_height;
    Tile { image: rest / groups, group: rest % groups, row, column }
}

/// The sums of a tile before anything is added: column by column, its vectors side by side.
#[cube]
pub(super) fn zero_sums() -> Array<Quad> {
    let mut sums = Array::<Quad>::new(comptime!(COLUMNS * QUADS));
    #[unroll]
    for index in 0..comptime!(COLUMNS * QUADS) {
        sums[index] = Quad::new(0.0);
    }
    sums
}

/// Writes a tile; columns and channels outside the target are dropped.
#[cube]
pub(super) fn store(
    sums: &Array<Quad>,
    output: &mut [f32],
    sizes: &Sizes,
    tile: Tile,
    #[comptime] is_whole: bool,
) {
    #[unroll]
    for index in 0..GROUP {
        let channel = tile.group * GROUP + index;
        if channel < sizes.outputs {
            let start = ((tile.image * sizes.outputs + channel) * sizes.target_height + tile.row)
                * sizes.target_width
                + tile.column;
            #[unroll]
            for column in 0..COLUMNS {
                let value = sums[comptime!(column * QUADS + index / 4)].extract(comptime!(index % 4));
                // A compile-time constant if rows are a whole number of tiles.
                if is_whole || tile.column + column < sizes.target_width {
                    output[start + column] = value;
                }
            }
        }
    }
}
