//! Convolution, batch norm and linear layers as plain tensors.

use burn::tensor::{Device, Tensor};
use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};

use super::tensors::{TensorVisitor, VisitTensors};
use crate::kernel::{batch_norm_infer, batch_norm_train, num_images, same_conv2d, upload_values};

/// Weight of a new batch in the running statistics (docs/method.md, section 6; PyTorch's default).
const MOMENTUM: f64 = 0.1;

/// Whether a forward pass belongs to training or to inference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Batch norm uses the batch's statistics and updates its running ones.
    Train,
    /// Batch norm uses its running statistics.
    Infer,
}

pub(crate) fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.into() } else { format!("{prefix}.{name}") }
}

/// A square convolution without bias, padded so that stride 1 keeps the size.
#[derive(Clone, Debug)]
pub struct Conv2d {
    /// `[out, in, k, k]`
    pub weight: Tensor<4>,
    pub stride: usize,
}

impl Conv2d {
    /// Weights from N(0, sqrt(2 / (k * k * out))), drawn on the host (docs/method.md, section 6).
    pub fn init(
        channels: [usize; 2],
        kernel_size: usize,
        stride: usize,
        rng: &mut impl Rng,
        device: &Device,
    ) -> Self {
        let [input, output] = channels;
        let shape = [output, input, kernel_size, kernel_size];
        let deviation = (2.0 / (kernel_size * kernel_size * output) as f32).sqrt();
        let draw = |_| {
            let normal: f32 = StandardNormal.sample(rng);
            normal * deviation
        };
        let values: Vec<f32> = (0..shape.iter().product()).map(draw).collect();
        Self { weight: upload_values(values, shape, device), stride }
    }

    /// # Shapes
    /// - input: `[N, in, H, W]`; output: [N, out, ceil(H / stride), ceil(W / stride)]
    pub fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        same_conv2d(input, self.weight.clone(), self.stride)
    }
}

impl VisitTensors for Conv2d {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        visitor.parameter(&join(prefix, "weight"), &mut self.weight);
    }
}

/// Batch norm over `[N, C, H, W]`, with PyTorch's running statistics (unbiased variance).
#[derive(Clone, Debug)]
pub struct BatchNorm {
    /// `[C]`
    pub weight: Tensor<1>,
    /// `[C]`
    pub bias: Tensor<1>,
    /// `[C]`
    pub running_mean: Tensor<1>,
    /// `[C]`
    pub running_var: Tensor<1>,
}

impl BatchNorm {
    /// Weight 1, bias 0, running mean 0, running variance 1.
    pub fn init(channels: usize, device: &Device) -> Self {
        Self {
            weight: Tensor::ones([channels], device),
            bias: Tensor::zeros([channels], device),
            running_mean: Tensor::zeros([channels], device),
            running_var: Tensor::ones([channels], device),
        }
    }

    /// The norm, then the addition of `shortcut` if there is one, then ReLU if requested.
    ///
    /// # Shapes
    /// - input, shortcut and output: `[N, C, H, W]`
    pub fn forward(
        &mut self,
        input: Tensor<4>,
        shortcut: Option<Tensor<4>>,
        has_relu: bool,
        mode: Mode,
    ) -> Tensor<4> {
        match mode {
            Mode::Train => self.train(input, shortcut, has_relu),
            Mode::Infer => self.infer(input, shortcut, has_relu),
        }
    }

    fn train(&mut self, input: Tensor<4>, shortcut: Option<Tensor<4>>, has_relu: bool) -> Tensor<4> {
        let [own, _, height, width] = input.dims();
        let count = (num_images(own) * height * width) as f64;
        let (weight, bias) = (self.weight.clone(), self.bias.clone());
        let normed = batch_norm_train(input, shortcut, weight, bias, has_relu);
        let unbiased = normed.variance.inner().mul_scalar(count / (count - 1.0).max(1.0));
        self.running_mean = average(self.running_mean.clone(), normed.mean.inner());
        self.running_var = average(self.running_var.clone(), unbiased);
        normed.output
    }

    fn infer(&self, input: Tensor<4>, shortcut: Option<Tensor<4>>, has_relu: bool) -> Tensor<4> {
        let (weight, bias) = (self.weight.clone(), self.bias.clone());
        let (mean, variance) = (self.running_mean.clone(), self.running_var.clone());
        batch_norm_infer(input, shortcut, [weight, bias, mean, variance], has_relu)
    }
}

fn average(running: Tensor<1>, batch: Tensor<1>) -> Tensor<1> {
    running.mul_scalar(1.0 - MOMENTUM).add(batch.mul_scalar(MOMENTUM))
}

impl VisitTensors for BatchNorm {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        visitor.parameter(&join(prefix, "weight"), &mut self.weight);
        visitor.parameter(&join(prefix, "bias"), &mut self.bias);
        visitor.buffer(&join(prefix, "running_mean"), &mut self.running_mean);
        visitor.buffer(&join(prefix, "running_var"), &mut self.running_var);
    }
}

/// A fully connected layer.
#[derive(Clone, Debug)]
pub struct Linear {
    /// `[out, in]`, as PyTorch stores it.
    pub weight: Tensor<2>,
    /// `[out]`
    pub bias: Tensor<1>,
}

impl Linear {
    /// Weight and bias uniform in ±1/sqrt(in), drawn on the host (PyTorch's default).
    pub fn init(input: usize, output: usize, rng: &mut impl Rng, device: &Device) -> Self {
        let bound = 1.0 / (input as f32).sqrt();
        let mut draw =
            |count: usize| -> Vec<f32> { (0..count).map(|_| rng.random_range(-bound..bound)).collect() };
        let weight = upload_values(draw(output * input), [output, input], device);
        let bias = upload_values(draw(output), [output], device);
        Self { weight, bias }
    }

    /// Weights from N(0, deviation), drawn on the host; biases 0.
    pub fn normal(input: usize, output: usize, deviation: f64, rng: &mut impl Rng, device: &Device) -> Self {
        let draw = |_| {
            let normal: f32 = StandardNormal.sample(rng);
            normal * deviation as f32
        };
        let values: Vec<f32> = (0..output * input).map(draw).collect();
        Self { weight: upload_values(values, [output, input], device), bias: Tensor::zeros([output], device) }
    }

    /// # Shapes
    /// - input: `[N, in]`; output: `[N, out]`
    pub fn forward(&self, input: Tensor<2>) -> Tensor<2> {
        input.matmul(self.weight.clone().transpose()).add(self.bias.clone().unsqueeze())
    }
}

impl VisitTensors for Linear {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        visitor.parameter(&join(prefix, "weight"), &mut self.weight);
        visitor.parameter(&join(prefix, "bias"), &mut self.bias);
    }
}
