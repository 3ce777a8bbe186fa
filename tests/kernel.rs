//! The crate's kernels against the same made of Burn's operations: outputs and gradients, at odd sizes.
//!
//! On the CPU always, with the widest registers and with those of browsers; with the feature `webgpu` on a WebGPU
//! adapter too, where one is found.

mod common;

use burn::tensor::{Device, Tensor};
use common::{assert_close, device, tensor, values};
#[cfg(feature = "webgpu")]
use patchwise::kernel::Fit;
use patchwise::kernel::cpu::with_narrow_registers;
use patchwise::kernel::{
    AdamRates, Normed, adam_step, batch_norm_infer, batch_norm_train, eight_views, same_conv2d, stock,
};
use patchwise::rng::{Purpose, stream};
use patchwise::views::draw_boxes;
use rand::RngExt;

/// Runs a check on every device whose kernels are ours.
fn on_each_device(check: impl Fn(&str, &Device)) {
    check("CPU", &device());
    with_narrow_registers(|| check("CPU, 128 bits", &device()));
    #[cfg(feature = "webgpu")]
    if let Some(device) = webgpu() {
        // Tests run side by side, and how work is cut is said once for all.
        static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for fit in Fit::cases() {
            fit.assume();
            check(&format!("WebGPU, {fit:?}"), &device);
        }
    }
}

#[cfg(feature = "webgpu")]
fn webgpu() -> Option<Device> {
    use std::sync::OnceLock;

    use patchwise::device::{DeviceKind, open};

    // Tests run side by side, and a process opens an adapter once.
    static DEVICE: OnceLock<Option<Device>> = OnceLock::new();
    let open = || match pollster::block_on(open(DeviceKind::Webgpu)) {
        Ok(device) => Some(device),
        Err(error) => {
            println!("Skipped on WebGPU: {error}");
            None
        }
    };
    DEVICE.get_or_init(open).clone()
}

/// Values in -1..1 that no pattern of a kernel can hide in.
fn noise<const D: usize>(shape: [usize; D], index: u64, device: &Device) -> Tensor<D> {
    let mut rng = stream(11, Purpose::Scene, index);
    let values = (0..shape.iter().product()).map(|_| rng.random_range(-1.0..1.0f32)).collect();
    tensor(values, shape, device)
}

/// Within `relative` of the largest value, as sums in another order in single precision are.
fn assert_near(found: &[f32], expected: &[f32], relative: f32, what: &str) {
    let scale = expected.iter().fold(1.0f32, |largest, value| largest.max(value.abs()));
    assert_close(found, expected, relative, scale, what);
}

/// Output and gradients of input and weight under a random gradient of the output.
fn run_conv(
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

/// Compares a convolution on every device with Burn's on the CPU.
fn check_conv(
    batch: usize,
    [inputs, outputs]: [usize; 2],
    [height, width]: [usize; 2],
    kernel: usize,
    stride: usize,
) {
    let operands = |device: &Device| {
        (
            noise([batch, inputs, height, width], 1, device),
            noise([outputs, inputs, kernel, kernel], 2, device),
        )
    };
    let (input, weight) = operands(&device());
    let expected = run_conv(|input, weight| stock::same_conv2d(input, weight, stride), &input, &weight);
    on_each_device(|name, device| {
        let (input, weight) = operands(device);
        let found = run_conv(|input, weight| same_conv2d(input, weight, stride), &input, &weight);
        let case = format!(
            "{batch} x {inputs} -> {outputs}, {height} x {width}, kernel {kernel}, stride {stride}, {name}"
        );
        for (what, (found, expected)) in ["output", "input", "weight"].iter().zip(found.iter().zip(&expected))
        {
            assert_near(found, expected, 1e-5, &format!("{what} of {case}"));
        }
    });
}

#[test]
fn convolutions_and_their_gradients_are_those_of_burn() {
    for side in [[1, 1], [2, 2], [3, 4], [5, 5], [8, 8], [17, 6], [33, 33], [65, 65]] {
        for (batch, channels, kernel, stride) in [
            (1, [3, 16], 3, 1),
            (3, [16, 16], 3, 1),
            (2, [9, 10], 3, 1),
            (2, [16, 32], 3, 2),
            (3, [5, 7], 3, 2),
            (2, [16, 32], 1, 2),
            (1, [7, 3], 1, 1),
        ] {
            check_conv(batch, channels, side, kernel, stride);
        }
    }
}

#[test]
fn so_are_large_ones() {
    for (batch, channels, side, kernel, stride) in [
        (1, [3, 16], 95, 3, 1),
        (3, [32, 64], 95, 3, 2),
        (64, [16, 16], 33, 3, 1),
        (64, [64, 64], 9, 3, 1),
        (64, [32, 64], 17, 1, 2),
        (9, [64, 64], 24, 3, 1),
    ] {
        check_conv(batch, channels, [side, side], kernel, stride);
    }
}

#[test]
fn tensors_that_are_views_of_others_convolve_too() {
    on_each_device(|_, device| {
        let whole = noise([2, 4, 9, 9], 5, device);
        let weight = noise([4, 4, 3, 3], 6, device);
        let view = whole.clone().swap_dims(2, 3).slice([1..2, 0..4, 0..9, 2..9]);
        let copy = tensor(values(view.clone()), [1, 4, 9, 7], device);
        assert_eq!(values(same_conv2d(view, weight.clone(), 1)), values(same_conv2d(copy, weight, 1)));
    });
}

#[test]
fn a_batch_is_its_images_one_by_one() {
    on_each_device(|_, device| {
        let input = noise([3, 16, 10, 10], 7, device);
        let weight = noise([16, 16, 3, 3], 8, device);
        let together = values(same_conv2d(input.clone(), weight.clone(), 1));
        let apart: Vec<f32> = (0..3)
            .flat_map(|image| values(same_conv2d(input.clone().narrow(0, image, 1), weight.clone(), 1)))
            .collect();
        assert_eq!(together, apart);
    });
}

type Norm = fn(Tensor<4>, Option<Tensor<4>>, Tensor<1>, Tensor<1>, bool) -> Normed;

/// Output, mean, variance, and the gradients of input, weight, bias and shortcut.
fn run_norm(
    norm: Norm,
    shape: [usize; 4],
    has_shortcut: bool,
    has_relu: bool,
    device: &Device,
) -> Vec<Vec<f32>> {
    // Off the centre, so that a variance taken from squares alone would lose digits.
    let input = noise(shape, 1, device).mul_scalar(3.0).add_scalar(5.0).require_grad();
    let shortcut = has_shortcut.then(|| noise(shape, 2, device).require_grad());
    let weight = noise([shape[1]], 3, device).add_scalar(1.5).require_grad();
    let bias = noise([shape[1]], 4, device).require_grad();
    let normed = norm(input.clone(), shortcut.clone(), weight.clone(), bias.clone(), has_relu);
    let gradient = noise(shape, 5, device);
    let gradients = normed.output.clone().mul(gradient).sum().backward();
    let mut found = vec![
        values(normed.output),
        values(normed.mean),
        values(normed.variance),
        values(input.grad(&gradients).unwrap()),
        values(weight.grad(&gradients).unwrap()),
        values(bias.grad(&gradients).unwrap()),
    ];
    found.extend(shortcut.map(|shortcut| values(shortcut.grad(&gradients).unwrap())));
    found
}

#[test]
fn batch_norm_and_its_gradients_are_those_of_burn() {
    for shape in [[1, 3, 1, 5], [3, 16, 33, 33], [2, 5, 7, 9], [64, 32, 8, 8], [2, 16, 65, 65]] {
        for (has_shortcut, has_relu) in [(false, false), (false, true), (true, true)] {
            let expected = run_norm(stock::batch_norm_train, shape, has_shortcut, has_relu, &device());
            on_each_device(|name, device| {
                let found = run_norm(batch_norm_train, shape, has_shortcut, has_relu, device);
                let case = format!("{shape:?}, shortcut {has_shortcut}, ReLU {has_relu}, {name}");
                let names = ["output", "mean", "variance", "input", "weight", "bias", "shortcut"];
                for (what, (found, expected)) in names.iter().zip(found.iter().zip(&expected)) {
                    assert_near(found, expected, 2e-5, &format!("{what} of {case}"));
                }
            });
        }
    }
}

#[test]
fn batch_norm_with_given_statistics_is_that_of_burn() {
    type Norm = fn(Tensor<4>, Option<Tensor<4>>, [Tensor<1>; 4], bool) -> Tensor<4>;
    let run = |norm: Norm, shape: [usize; 4], has_shortcut: bool, has_relu: bool, device: &Device| {
        let device = &device.clone().inner();
        let input = noise(shape, 1, device).mul_scalar(3.0).add_scalar(5.0);
        let shortcut = has_shortcut.then(|| noise(shape, 2, device));
        let line = |index: u64, offset: f64| noise([shape[1]], index, device).add_scalar(offset);
        let parameters = [line(3, 1.5), line(4, 0.0), line(5, 5.0), line(6, 3.0)];
        values(norm(input, shortcut, parameters, has_relu))
    };
    for shape in [[1, 3, 1, 5], [3, 16, 33, 33], [64, 32, 8, 8]] {
        for (has_shortcut, has_relu) in [(false, false), (false, true), (true, true)] {
            let expected = run(stock::batch_norm_infer, shape, has_shortcut, has_relu, &device());
            on_each_device(|name, device| {
                let found = run(batch_norm_infer, shape, has_shortcut, has_relu, device);
                assert_near(
                    &found,
                    &expected,
                    1e-5,
                    &format!("{shape:?}, {has_shortcut}, {has_relu}, {name}"),
                );
            });
        }
    }
}

#[test]
fn the_eight_views_are_those_of_burn() {
    for (num_images, size, ratio) in [(1, 8, 0.5), (3, 33, 0.4), (2, 65, 0.3), (5, 32, 0.4), (1, 9, 0.99)] {
        let boxes = draw_boxes(num_images, size, ratio, &mut stream(4, Purpose::Placement, 0));
        let images = |device: &Device| noise([num_images, 3, size, size], 9, device);
        let expected = values(stock::eight_views(images(&device()), &boxes));
        on_each_device(|name, device| {
            let found = values(eight_views(images(device), &boxes));
            // The places between pixels are computed in single precision on GPUs.
            assert_close(&found, &expected, 2e-5, 1.0, &format!("{num_images} x {size} px, {ratio}, {name}"));
        });
    }
}

#[test]
fn both_widths_of_registers_give_the_same_bits() {
    let run = || {
        let (input, weight) = (noise([3, 16, 33, 33], 1, &device()), noise([32, 16, 3, 3], 2, &device()));
        run_conv(|input, weight| same_conv2d(input, weight, 2), &input, &weight)
    };
    assert_eq!(run(), with_narrow_registers(run));
}

#[test]
fn adam_is_that_of_burn() {
    for length in [1, 63, 64, 1000] {
        let operands = |device: &Device| {
            let square = noise([length], 24, device);
            [21, 22, 23]
                .map(|index| noise([length], index, device))
                .into_iter()
                .chain([square.clone().mul(square)])
                .collect::<Vec<_>>()
        };
        let rates = AdamRates {
            learning_rate: 0.01,
            betas: [0.9, 0.999],
            shares: [0.1, 0.001],
            corrections: [0.271, 0.003],
            epsilon: 1e-8,
        };
        let step = |device: &Device, step: fn([Tensor<1>; 4], AdamRates) -> [Tensor<1>; 3]| {
            let operands: [Tensor<1>; 4] = operands(device).try_into().unwrap();
            step(operands, rates).map(values)
        };
        let expected = step(&device().inner(), stock::adam_step);
        on_each_device(|name, device| {
            let found = step(&device.clone().inner(), adam_step);
            for (what, (found, expected)) in
                ["parameter", "momentum", "square"].iter().zip(found.iter().zip(&expected))
            {
                assert_near(found, expected, 1e-6, &format!("{what} of {length} values, {name}"));
            }
        });
    }
}
