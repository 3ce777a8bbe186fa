//! Turns by 90 degrees as exact pixel moves.

use burn::tensor::Tensor;

/// Turns square images counter-clockwise by `quarter_turns` (taken modulo 4).
///
/// # Shapes
/// - input and output: `[N, C, S, S]`
pub fn rotate(images: Tensor<4>, quarter_turns: usize) -> Tensor<4> {
    match quarter_turns % 4 {
        0 => images,
        1 => images.flip([3]).swap_dims(2, 3),
        2 => images.flip([2, 3]),
        _ => images.swap_dims(2, 3).flip([3]),
    }
}
