//! 3x3 convolutions with stride 1 by Winograd's algorithm F(2x2, 3x3) (Lavin and Gray, "Fast Algorithms for
//! Convolutional Neural Networks", 2015).
//!
//! Four outputs, a square of two by two, depend on four by four inputs. Input and kernel are transformed to sixteen
//! values each, multiplied one by one, summed over channels and transformed back: 16 products instead of 36.

mod forward;
mod transform;
mod weight_gradient;

pub(super) use forward::convolve;
pub(super) use weight_gradient::weight_gradient;

use super::ConvShape;

/// Products of a tile of outputs.
const PRODUCTS: usize = 16;

/// Tiles that fill the registers of any processor. Blocks are a multiple, so that no register is half empty.
const FULL: usize = 16;

/// Enough tiles for a few half empty registers not to matter. More would not stay in the nearest cache.
const ENOUGH: usize = 48;

/// Fewer channels do not make up for the transforms.
const MIN_CHANNELS: usize = 8;

/// Whether a convolution, with its gradients, is faster this way.
pub(super) fn is_faster(shape: &ConvShape) -> bool {
    shape.kernel == 3 && shape.stride == 1 && shape.input_channels.min(shape.output_channels) >= MIN_CHANNELS
}

/// How an image's outputs are grouped: in tiles of two by two, and several rows of tiles in a block.
#[derive(Clone, Copy, Debug)]
struct Blocks {
    /// Rows of tiles.
    rows: usize,
    /// Tiles of a row.
    columns: usize,
    /// Rows of tiles in a block.
    block_rows: usize,
}

impl Blocks {
    fn new(shape: &ConvShape) -> Self {
        let (rows, columns) = (shape.height.div_ceil(2), shape.width.div_ceil(2));
        let is_good = |tiles: usize| tiles.is_multiple_of(FULL) || tiles >= ENOUGH;
        let block_rows = (1..rows).find(|rows| is_good(rows * columns)).unwrap_or(rows);
        Self { rows, columns, block_rows }
    }

    /// The most tiles of a block.
    fn most_tiles(self) -> usize {
        self.block_rows * self.columns
    }

    /// The rows of tiles of each block.
    #[inline(always)]
    fn iter(self) -> impl Iterator<Item = std::ops::Range<usize>> {
        (0..self.rows).step_by(self.block_rows).map(move |row| row..(row + self.block_rows).min(self.rows))
    }
}
