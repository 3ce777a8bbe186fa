//! The same operations built from Burn's own: the reference for tests and benchmarks.

use burn::tensor::Tensor;
use burn::tensor::activation::relu;
use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;

use super::adam::AdamRates;
use super::norm::{EPSILON, Normed};
use super::placement::Placement;
use super::views::PatchBox;

/// As [`super::same_conv2d`].
pub fn same_conv2d(input: Tensor<4>, weight: Tensor<4>, stride: usize) -> Tensor<4> {
    let padding = weight.dims()[2] / 2;
    conv2d(input, weight, None, ConvOptions::new([stride; 2], [padding; 2], [1, 1], 1))
}

/// As [`super::batch_norm_train`].
pub fn batch_norm_train(
    input: Tensor<4>,
    shortcut: Option<Tensor<4>>,
    weight: Tensor<1>,
    bias: Tensor<1>,
    has_relu: bool,
) -> Normed {
    let result = burn::tensor::module::batch_norm_train(input, weight, bias, f64::from(EPSILON));
    let output = tail(result.output, shortcut, has_relu);
    Normed { output, mean: result.mean, variance: result.variance }
}

/// As [`super::batch_norm_infer`].
pub fn batch_norm_infer(
    input: Tensor<4>,
    shortcut: Option<Tensor<4>>,
    [weight, bias, mean, variance]: [Tensor<1>; 4],
    has_relu: bool,
) -> Tensor<4> {
    let normed = burn::tensor::module::batch_norm(input, weight, bias, mean, variance, f64::from(EPSILON));
    tail(normed, shortcut, has_relu)
}

/// What follows batch norm.
fn tail(normed: Tensor<4>, shortcut: Option<Tensor<4>>, has_relu: bool) -> Tensor<4> {
    let sum = match shortcut {
        Some(shortcut) => normed.add(shortcut),
        None => normed,
    };
    if has_relu { relu(sum) } else { sum }
}

/// As [`super::eight_views`].
pub fn eight_views(images: Tensor<4>, boxes: &[PatchBox]) -> Tensor<4> {
    let placement = Placement::new(boxes, images.dims()[2], &images.device());
    let turned: [_; 4] = std::array::from_fn(|quarter_turns| rotate(images.clone(), quarter_turns));
    let patched = turned.clone().map(|view| placement.paste(view, images.clone()));
    Tensor::cat(turned.into_iter().chain(patched).collect(), 0)
}

/// Turns square images `[N, C, S, S]` counter-clockwise by `quarter_turns` (taken modulo 4).
pub fn rotate(images: Tensor<4>, quarter_turns: usize) -> Tensor<4> {
    match quarter_turns % 4 {
        0 => images,
        1 => images.flip([3]).swap_dims(2, 3),
        2 => images.flip([2, 3]),
        _ => images.swap_dims(2, 3).flip([3]),
    }
}

/// As [`super::adam_step`].
pub fn adam_step<const D: usize>(
    [parameter, gradient, momentum, square]: [Tensor<D>; 4],
    AdamRates { learning_rate, betas, shares, corrections, epsilon }: AdamRates,
) -> [Tensor<D>; 3] {
    let squares = gradient.clone().mul(gradient.clone());
    let momentum = momentum.mul_scalar(betas[0]).add(gradient.mul_scalar(shares[0]));
    let square = square.mul_scalar(betas[1]).add(squares.mul_scalar(shares[1]));
    let deviation = square.clone().div_scalar(corrections[1]).sqrt().add_scalar(epsilon);
    let direction = momentum.clone().div_scalar(corrections[0]).div(deviation);
    [parameter.sub(direction.mul_scalar(learning_rate)), momentum, square]
}
