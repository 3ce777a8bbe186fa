//! Tiles of rows, columns and output channels; one unit computes one tile.

use burn_cubecl::cubecl::{self, prelude::*};

use super::window::Quad;

/// Output channels that packed weights are padded to a multiple of.
pub(super) const GROUP: usize = 8;

/// The size of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TileShape {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Output channels, four at a time.
    pub(super) quads: usize,
    /// Whether a workgroup's tiles form a square whose pixels and weights it shares.
    pub(super) is_staged: bool,
}

impl TileShape {
    /// Shapes for work that fills the device; which is fastest is measured. Twice as large ones need more registers than
    /// they save reads: on an H100 they took a tenth to a half longer.
    pub(super) const LARGE: [Self; 3] = [Self::ROW, Self::of(2, 4, 2), Self::STAGED];
    /// Shapes for less work, which make more units of it.
    pub(super) const SMALL: [Self; 2] = [Self::of(1, 4, 2), Self::of(1, 4, 1)];
    /// Where rows have taps of their own.
    pub(super) const ROW: Self = Self::of(1, 8, 2);

    /// Tiles in workgroups that share what they read.
    pub(super) const STAGED: Self = Self { is_staged: true, ..Self::of(2, 4, 2) };
    /// Rows and columns of such a workgroup.
    pub(super) const STAGED_SIDE: usize = 16;
    /// Its output channels, four at a time: two tiles.
    pub(super) const STAGED_QUADS: usize = 4;

    const fn of(rows: usize, columns: usize, quads: usize) -> Self {
        Self { rows, columns, quads, is_staged: false }
    }

    /// The same tile in a unit that shares nothing.
    pub(super) fn alone(self) -> Self {
        Self { is_staged: false, ..self }
    }

    /// Number of units for a target of `[N, O, H, W]`: one per tile, and whole workgroups where they share.
    pub(super) fn num_tiles(self, [num_images, outputs, height, width]: [usize; 4]) -> usize {
        let [outputs, height, width] = match self.is_staged {
            true => [
                outputs.next_multiple_of(Self::STAGED_QUADS * 4),
                height.next_multiple_of(Self::STAGED_SIDE),
                width.next_multiple_of(Self::STAGED_SIDE),
            ],
            false => [outputs, height, width],
        };
        num_images
            * outputs.div_ceil(self.quads * 4)
            * height.div_ceil(self.rows)
            * width.div_ceil(self.columns)
    }
}

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

/// The tile that a unit computes.
#[derive(CubeType, Clone, Copy)]
pub(super) struct Tile {
    pub(super) image: usize,
    /// Its first output channel, divided by four.
    pub(super) quad: usize,
    pub(super) row: usize,
    pub(super) column: usize,
}

#[cube]
pub(super) fn find_tile(sizes: &Sizes, #[comptime] shape: TileShape) -> Tile {
    let outputs = comptime!(shape.quads * 4);
    let columns = (sizes.target_width + shape.columns - 1) / shape.columns;
    let rows = (sizes.target_height + shape.rows - 1) / shape.rows;
    let groups = (sizes.outputs + outputs - 1) / outputs;
    let column = ABSOLUTE_POS % columns * shape.columns;
    let rest = ABSOLUTE_POS / columns;
    let row = rest % rows * shape.rows;
    let rest = rest / rows;
    Tile { image: rest / groups, quad: rest % groups * shape.quads, row, column }
}

/// Vectors of packed weights per tap.
#[cube]
pub(super) fn packed_quads(sizes: &Sizes) -> usize {
    (sizes.outputs + GROUP - 1) / GROUP * comptime!(GROUP / 4)
}

/// The sums of a tile before anything is added: position by position, its vectors side by side.
#[cube]
pub(super) fn zero_sums(#[comptime] shape: TileShape) -> Array<Quad> {
    let count = comptime!(shape.rows * shape.columns * shape.quads);
    let mut sums = Array::<Quad>::new(count);
    #[unroll]
    for index in 0..count {
        sums[index] = Quad::new(0.0);
    }
    sums
}

/// Writes a tile; rows, columns and channels outside the target are dropped.
#[cube]
pub(super) fn store(
    sums: &Array<Quad>,
    output: &mut [f32],
    sizes: &Sizes,
    tile: Tile,
    #[comptime] shape: TileShape,
    #[comptime] is_whole: bool,
) {
    #[unroll]
    for index in 0..comptime!(shape.quads * 4) {
        let channel = tile.quad * 4 + index;
        #[unroll]
        for row in 0..shape.rows {
            if channel < sizes.outputs && tile.row + row < sizes.target_height {
                let start = ((tile.image * sizes.outputs + channel) * sizes.target_height + tile.row + row)
                    * sizes.target_width
                    + tile.column;
                #[unroll]
                for column in 0..shape.columns {
                    let place = comptime!((row * shape.columns + column) * shape.quads + index / 4);
                    let value = sums[place].extract(comptime!(index % 4));
                    // A compile-time constant if rows are a whole number of tiles.
                    if is_whole || tile.column + column < sizes.target_width {
                        output[start + column] = value;
                    }
                }
            }
        }
    }
}
