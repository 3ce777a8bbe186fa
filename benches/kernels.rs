//! The operations of a training step on a GPU, one by one, at the shapes of ResNet-8.
//!
//! `cargo bench --bench kernels --features webgpu -- [images] [image size]`; with `vulkan` for Vulkan natively. A time is
//! the median of several queues of operations, each read once at its end.

use std::sync::LazyLock;
use std::time::Instant;

use burn::backend::Dispatch;
use burn::tensor::{Device, Distribution, Tensor};
use patchwise::device::{DeviceKind, open};
use patchwise::kernel::{ConvOps, Fit, NormOps, Tail, to_f32};

/// Operations between two reads.
const REPEATS: usize = 32;
const ROUNDS: usize = 5;
const NUM_VIEWS: usize = 8;

/// A convolution of ResNet-8: channels in and out, kernel, stride, and what the image's side is divided by before it.
const LAYERS: [(&str, [usize; 2], usize, usize, usize); 8] = [
    ("stem", [3, 16], 3, 1, 1),
    ("stage 1", [16, 16], 3, 1, 1),
    ("stage 2, first", [16, 32], 3, 2, 1),
    ("stage 2, second", [32, 32], 3, 1, 2),
    ("stage 2, shortcut", [16, 32], 1, 2, 1),
    ("stage 3, first", [32, 64], 3, 2, 2),
    ("stage 3, second", [64, 64], 3, 1, 4),
    ("stage 3, shortcut", [32, 64], 1, 2, 2),
];

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let num_images = numbers.first().copied().unwrap_or(4) * NUM_VIEWS;
    let size = numbers.get(1).copied().unwrap_or(32);
    let device = match pollster::block_on(open(DeviceKind::gpu())) {
        Ok(device) => device.inner(),
        Err(error) => return eprintln!("{error}"),
    };
    let fit = pollster::block_on(Fit::measure(&device, seconds)).expect("the device computes");
    println!("{fit:?}");
    let fit = fit.fit;
    println!("{num_images} images of {size} px; microseconds an operation (GFLOP/s)");
    println!(
        "{:18} {:>17} {:>17} {:>17} {:>10} {:>10}  forward with each tile",
        "", "forward", "input", "weight", "norm", "its grad."
    );
    for (name, [inputs, outputs], kernel, stride, divisor) in LAYERS {
        let side = size / divisor;
        let target = side.div_ceil(stride);
        let input = random([num_images, inputs, side, side], &device);
        let weight = random([outputs, inputs, kernel, kernel], &device);
        let gradient = random([num_images, outputs, target, target], &device);
        let flop = 2.0 * (num_images * inputs * outputs * kernel * kernel * target * target) as f64;
        let operands = || (input.clone().into_dispatch(), weight.clone().into_dispatch());
        let forward = || {
            time(&device, || {
                let (input, weight) = operands();
                Tensor::from_dispatch(Dispatch::same_conv2d(input, weight, stride))
            })
        };
        let tiles: Vec<_> = (0..Fit::NUM_TILES)
            .map(|large_tile| Fit { full_load: 0, large_tile })
            .chain([Fit { full_load: usize::MAX, large_tile: 0 }])
            .map(|fit| {
                fit.assume();
                format!("{:.1}", forward())
            })
            .collect();
        fit.assume();
        let forward = forward();
        let input_gradient = time(&device, || {
            let (input, weight) = operands();
            let gradient = gradient.clone().into_dispatch();
            Tensor::from_dispatch(Dispatch::same_conv2d_input_gradient(input, weight, gradient, stride))
        });
        let weight_gradient = time(&device, || {
            let (input, weight) = operands();
            let gradient = gradient.clone().into_dispatch();
            Tensor::from_dispatch(Dispatch::same_conv2d_weight_gradient(input, weight, gradient, stride))
        });
        let line = || Tensor::<1>::ones([outputs], &device).into_dispatch();
        let map = || gradient.clone().into_dispatch();
        let norm = time(&device, || {
            let (output, ..) = Dispatch::norm_train(map(), map(), line(), line(), Tail::Relu);
            Tensor::from_dispatch(output)
        });
        let norm_gradient = time(&device, || {
            let (input, ..) =
                Dispatch::norm_gradient(map(), map(), line(), line(), line(), map(), Tail::Relu);
            Tensor::from_dispatch(input)
        });
        let rate = |micros: f64| format!("{micros:.1} ({:.0})", flop / micros / 1e3);
        println!(
            "{name:18} {:>17} {:>17} {:>17} {norm:>10.1} {norm_gradient:>10.1}  {}",
            rate(forward),
            rate(input_gradient),
            rate(weight_gradient),
            tiles.join(", ")
        );
    }
}

fn seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64()
}

fn random(shape: [usize; 4], device: &Device) -> Tensor<4> {
    Tensor::random(shape, Distribution::Uniform(-1.0, 1.0), device)
}

/// Microseconds of an operation.
fn time(device: &Device, operation: impl Fn() -> Tensor<4>) -> f64 {
    let mut times: Vec<f64> = (0..=ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let mut last = operation();
            for _ in 1..REPEATS {
                last = operation();
            }
            let value = to_f32(last.slice([0..1, 0..1, 0..1, 0..1]).into_data());
            device.sync().expect("the device computes");
            assert!(value[0].is_finite());
            start.elapsed().as_secs_f64() * 1e6 / REPEATS as f64
        })
        // The first round compiles.
        .skip(1)
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}
