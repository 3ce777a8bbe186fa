//! Reading neighbours of a row.

use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::tensor::CubeTensor;

use super::empty_like;

/// Four neighbours.
pub(super) type Quad = Vector<f32, Const<4>>;

/// What to read four values at a time: the tensor itself where its rows are whole, else nothing that counts.
pub(super) fn quads_of(tensor: &CubeTensor, is_whole: bool) -> CubeTensor {
    if is_whole { tensor.clone() } else { empty_like(tensor, [4]) }
}

/// Neighbouring values of a row from `column - border` on, zero outside.
///
/// Where rows are whole tiles, `inner` values behind the border are read four at a time, and only the borders can
/// lie outside.
#[cube]
pub(super) fn read_window(
    window: &mut Array<f32>,
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
            window[place] = read(values, start, column + place, border, width, true);
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
                    window[place] = four.extract(lane);
                }
            }
        }
    }
}

/// A value of a row, zero outside; `column` counts from `border` columns before the row.
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

/// Four neighbouring values of a row, zero outside and where the row does not exist.
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
