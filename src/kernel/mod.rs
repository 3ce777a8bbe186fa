//! The convolution that all networks here are made of, as an operation of its own for each kind of device.
//!
//! On the CPU it runs the kernels of [`cpu`]; elsewhere it is Burn's. The gradient is ours on both, so that
//! every device goes the same way.

mod autodiff;
pub mod cpu;
#[cfg(feature = "cpu")]
mod flex;

use burn::backend::ops::{ConvOptions, ModuleOps};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, TensorMetadata, backend_extension};
use burn::tensor::Tensor;

/// A square convolution without bias whose padding keeps the size at stride 1, and its two gradients.
///
/// # Shapes
/// - `input`: `[N, C, H, W]`; `weight`: `[O, C, k, k]` with k = 1 or 3
/// - `output` and its gradient: `[N, O, ceil(H / stride), ceil(W / stride)]`
#[backend_extension(
    Flex: cfg(feature = "cpu"),
    Cube: cfg(feature = "webgpu"),
    Fusion: cfg(feature = "webgpu"),
    Autodiff
)]
pub trait ConvOps: Backend {
    /// The output.
    #[fusion(default)]
    fn same_conv2d(input: FloatTensor<Self>, weight: FloatTensor<Self>, stride: usize) -> FloatTensor<Self> {
        let options = options::<Self>(&weight, stride);
        <Self as ModuleOps<Self>>::conv2d(input, weight, None, options)
    }

    /// The gradient of the input; of `input` only the shape counts.
    #[fusion(default)]
    fn same_conv2d_input_gradient(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self> {
        let options = options::<Self>(&weight, stride);
        <Self as ModuleOps<Self>>::conv2d_x_backward(input, weight, gradient, options)
    }

    /// The gradient of the weight; of `weight` only the shape counts.
    #[fusion(default)]
    fn same_conv2d_weight_gradient(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self> {
        let options = options::<Self>(&weight, stride);
        <Self as ModuleOps<Self>>::conv2d_weight_backward(input, weight, gradient, options)
    }
}

fn options<B: Backend>(weight: &FloatTensor<B>, stride: usize) -> ConvOptions<2> {
    let padding = weight.shape()[2] / 2;
    ConvOptions::new([stride; 2], [padding; 2], [1, 1], 1)
}

/// Burn's own convolution and gradients, until kernels of ours are faster there too.
#[cfg(feature = "webgpu")]
impl ConvOps for burn_wgpu::CubeBackend {}

/// Convolves; see [`ConvOps`] for shapes.
pub fn same_conv2d(input: Tensor<4>, weight: Tensor<4>, stride: usize) -> Tensor<4> {
    Tensor::from_dispatch(Dispatch::same_conv2d(input.into_dispatch(), weight.into_dispatch(), stride))
}
