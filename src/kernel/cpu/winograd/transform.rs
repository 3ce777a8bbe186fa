//! The transforms of F(2x2, 3x3): each is applied along the columns, then along the rows.

use std::ops::{Add, Sub};

/// Applies a transform along both axes of a square of values.
///
/// Loops instead of `map`, which is not always inlined and then not compiled for wide registers.
#[inline(always)]
pub(super) fn both<T: Copy, const N: usize, const M: usize>(
    square: [[T; N]; N],
    along: impl Fn([T; N]) -> [T; M],
) -> [[T; M]; M] {
    let mut halfway = [[square[0][0]; N]; M];
    for (index, row) in square.into_iter().enumerate() {
        for (column, value) in along(row).into_iter().enumerate() {
            halfway[column][index] = value;
        }
    }
    let mut result = [[square[0][0]; M]; M];
    for (index, column) in halfway.into_iter().enumerate() {
        for (row, value) in along(column).into_iter().enumerate() {
            result[row][index] = value;
        }
    }
    result
}

/// A square of values by row and column.
#[inline(always)]
pub(super) fn square<T: Copy, const N: usize>(zero: T, value: impl Fn(usize, usize) -> T) -> [[T; N]; N] {
    let mut square = [[zero; N]; N];
    for (row, values) in square.iter_mut().enumerate() {
        for (column, target) in values.iter_mut().enumerate() {
            *target = value(row, column);
        }
    }
    square
}

/// Of inputs.
#[inline(always)]
pub(super) fn input<T: Copy + Add<Output = T> + Sub<Output = T>>([a, b, c, d]: [T; 4]) -> [T; 4] {
    [a - c, b + c, c - b, b - d]
}

/// Of sums of products, back to outputs.
#[inline(always)]
pub(super) fn output<T: Copy + Add<Output = T> + Sub<Output = T>>([a, b, c, d]: [T; 4]) -> [T; 2] {
    [a + b + c, b - c - d]
}

/// Of gradients of outputs: the transpose of [`output`].
#[inline(always)]
pub(super) fn output_gradient<T: Copy + Add<Output = T> + Sub<Output = T>>(
    [a, b]: [T; 2],
    zero: T,
) -> [T; 4] {
    [a, a + b, a - b, zero - b]
}

/// Of kernels.
pub(super) fn kernel([a, b, c]: [f32; 3]) -> [f32; 4] {
    [a, (a + b + c) / 2.0, (a - b + c) / 2.0, c]
}

/// Of gradients of products, back to kernels: the transpose of [`kernel`].
pub(super) fn kernel_gradient([a, b, c, d]: [f32; 4]) -> [f32; 3] {
    [a + (b + c) / 2.0, (b - c) / 2.0, (b + c) / 2.0 + d]
}
