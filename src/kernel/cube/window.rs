//! Reads windows of neighbouring values from a row.

use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::tensor::CubeTensor;

use super::empty_like;
use super::tile::Sizes;

/// Four neighbouring values.
pub(super) type Quad = Vector<f32, Const<4>>;

/// The tensor for reading four values at a time if its rows are a whole number of tiles, else an unused placeholder.
pub(super) fn quads_of(tensor: &CubeTensor, is_whole: bool) -> CubeTensor {
    if is_whole { tensor.clone() } else { empty_like(tensor, [4]) }
}

/// Neighbouring values of a row from `offset` on, starting at `column - border`; zero outside the row.
///
/// If rows are a whole number of tiles, the `inner` values after the border are read four at a time, and only the
/// borders can lie outside the row.
#[cube]
pub(super) fn read_window(
    window: &mut Array<f32>,
    #[comptime] offset: usize,
    values: &[f32],
    quads: &[Quad],
    start: usize,
    column: usize,
    width: usize,
    #[comptime] border: usize,
    #[comptime] inner: usize,
    #[comptime] length: usize,
    #[comptime] is_whole: bool,
) {
    #[unroll]
    for place in 0..length {
        if comptime!(!is_whole || place < border || place >= inner + border) {
            window[comptime!(offset + place)] = read(values, start, column + place, border, width, true);
        }
    }
    if is_whole {
        #[unroll]
        for quad in 0..comptime!(inner / 4) {
            let four = quads[(start + column) / 4 + quad];
            #[unroll]
            for lane in 0..4 {
                let place = comptime!(border + quad * 4 + lane);
                if comptime!(place < length) {
                    window[comptime!(offset + place)] = four.extract(lane);
                }
            }
        }
    }
}

/// One value of a row, zero outside it; `column` is counted from `border` columns before the row.
#[cube]
pub(super) fn read(
    values: &[f32],
    start: usize,
    column: usize,
    #[comptime] border: usize,
    width: usize,
    #[comptime] can_leave: bool,
) -> f32 {
    if can_leave {
        let is_inside = column >= border && column < width + border;
        let place = select(is_inside, column - border, 0);
        select(is_inside, values[start + place], 0.0f32)
    } else {
        values[start + column - border]
    }
}

/// Four neighbouring values of a row; zero outside it or if the row does not exist.
#[cube]
pub(super) fn read_step(
    values: &[f32],
    quads: &[Quad],
    start: usize,
    column: usize,
    width: usize,
    exists: bool,
    #[comptime] is_whole: bool,
) -> Quad {
    let mut step = Quad::new(0.0);
    if exists {
        if is_whole {
            step = quads[(start + column) / 4];
        } else {
            #[unroll]
            for lane in 0..4 {
                step.insert(lane, read(values, start, column + lane, 0usize, width, true));
            }
        }
    }
    step
}

/// As [`read_window`], of a row that may lie outside the image, where values are zero; `row` is counted from `border`
/// rows before it.
#[cube]
pub(super) fn read_row(
    window: &mut Array<f32>,
    #[comptime] offset: usize,
    values: &[f32],
    quads: &[Quad],
    plane: usize,
    row: usize,
    column: usize,
    sizes: &Sizes,
    #[comptime] border: usize,
    #[comptime] inner: usize,
    #[comptime] length: usize,
    #[comptime] is_whole: bool,
) {
    if row >= border && row < sizes.height + border {
        let start = (plane + row - border) * sizes.width;
        read_window(
            window,
            offset,
            values,
            quads,
            start,
            column,
            sizes.width,
            border,
            inner,
            length,
            is_whole,
        );
    } else {
        #[unroll]
        for place in 0..length {
            window[comptime!(offset + place)] = 0.0f32;
        }
    }
}
