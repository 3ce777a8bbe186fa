//! The crate's convolution against Burn's: output and both gradients, at odd sizes, any stride and kernel.

mod common;

use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Device, Tensor};
use common::{assert_close, device, tensor, values};
use patchwise::kernel::same_conv2d;
use patchwise::rng::{Purpose, stream};
use rand::RngExt;

/// Values in -1..1 that no pattern of a kernel can hide in.
fn noise<const D: usize>(shape: [usize; D], index: u64, device: &Device) -> Tensor<D> {
    let mut rng = stream(11, Purpose::Scene, index);
    let values = (0..shape.iter().product()).map(|_| rng.random_range(-1.0..1.0f32)).collect();
    tensor(values, shape, device)
}

/// Output and gradients of input and weight under a random gradient of the output.
fn run(
    convolve: impl Fn(Tensor<4>, Tensor<4>) -> Tensor<4>,
    input: &Tensor<4>,
    weight: &Tensor<4>,
) -> [Vec<f32>; 3] {
    let (input, weight) = (input.clone().require_grad(), weight.clone().require_grad());
    let output = convolve(input.clone(), weight.clone());
    let gradient = noise(output.dims(), 3, &output.device());
    let gradients = output.clone().mul(gradient).sum().backward();
    [values(output), values(input.grad(&gradients).unwrap()), values(weight.grad(&gradients).unwrap())]
}

#[test]
fn output_and_gradients_are_those_of_burn() {
    let device = device();
    for side in [1, 5, 8, 33, 65] {
        for (batch, [inputs, outputs], kernel, stride) in [
            (1, [3, 16], 3, 1),
            (3, [16, 16], 3, 1),
            (2, [16, 32], 3, 2),
            (3, [5, 7], 3, 2),
            (2, [16, 32], 1, 2),
            (1, [7, 3], 1, 1),
        ] {
            let input = noise([batch, inputs, side, side], 1, &device);
            let weight = noise([outputs, inputs, kernel, kernel], 2, &device);
            let options = ConvOptions::new([stride; 2], [kernel / 2; 2], [1, 1], 1);
            let found = run(|input, weight| same_conv2d(input, weight, stride), &input, &weight);
            let expected = run(|input, weight| conv2d(input, weight, None, options.clone()), &input, &weight);
            let case =
                format!("{batch} x {inputs} -> {outputs}, {side} px, kernel {kernel}, stride {stride}");
            // Sums of up to 10,000 products in another order, in single precision.
            for (what, (found, expected)) in
                ["output", "input", "weight"].iter().zip(found.iter().zip(&expected))
            {
                let scale = expected.iter().fold(1.0f32, |largest, value| largest.max(value.abs()));
                assert_close(found, expected, 1e-5, scale, &format!("{what} of {case}"));
            }
        }
    }
}

#[test]
fn tensors_that_are_views_of_others_convolve_too() {
    let device = device();
    let whole = noise([2, 4, 9, 9], 5, &device);
    let weight = noise([4, 4, 3, 3], 6, &device);
    let view = whole.clone().swap_dims(2, 3).slice([1..2, 0..4, 0..9, 2..9]);
    let copy = tensor(values(view.clone()), [1, 4, 9, 7], &device);
    assert_eq!(values(same_conv2d(view, weight.clone(), 1)), values(same_conv2d(copy, weight, 1)));
}

#[test]
fn a_batch_is_its_images_one_by_one() {
    let device = device();
    let input = noise([3, 16, 10, 10], 7, &device);
    let weight = noise([16, 16, 3, 3], 8, &device);
    let together = values(same_conv2d(input.clone(), weight.clone(), 1));
    let apart: Vec<f32> = (0..3)
        .flat_map(|image| values(same_conv2d(input.clone().narrow(0, image, 1), weight.clone(), 1)))
        .collect();
    assert_eq!(together, apart);
}
