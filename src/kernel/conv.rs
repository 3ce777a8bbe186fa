//! Convolution as one operation with its gradients.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend, Dispatch, backend_extension};
use burn::tensor::{Shape, Tensor};

use super::peers::{Share, current, within};

/// Square convolution without bias, with "same" padding, and its two gradients.
///
/// # Shapes
/// - `input`: `[N, C, H, W]`; `weight`: `[O, C, k, k]` with k = 1 or 3
/// - `output` and its gradient: `[N, O, ceil(H / stride), ceil(W / stride)]`
#[backend_extension(
    Flex: cfg(feature = "cpu"),
    Cube: cfg(feature = "cube"),
    Fusion: cfg(feature = "cube"),
    Remote: cfg(all(feature = "remote-client", not(feature = "cube"))),
    Autodiff
)]
pub trait ConvOps: Backend {
    /// The output.
    #[fusion(dtype = input, shape = output_shape(input, weight, *stride))]
    fn same_conv2d(input: FloatTensor<Self>, weight: FloatTensor<Self>, stride: usize) -> FloatTensor<Self>;

    /// The gradient of the input; only the shape of `input` is used.
    #[fusion(dtype = input, shape = input)]
    fn same_conv2d_input_gradient(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self>;

    /// The gradient of the weight; only the shape of `weight` is used.
    #[fusion(dtype = weight, shape = weight)]
    fn same_conv2d_weight_gradient(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self>;
}

/// Convolves; see [`ConvOps`] for shapes.
pub fn same_conv2d(input: Tensor<4>, weight: Tensor<4>, stride: usize) -> Tensor<4> {
    Tensor::from_dispatch(Dispatch::same_conv2d(input.into_dispatch(), weight.into_dispatch(), stride))
}

/// Needed only where operations are described before they run: by fusion, and on their way to another machine.
#[cfg_attr(not(any(feature = "cube", feature = "remote-client")), expect(dead_code))]
pub(super) fn output_shape(input: &Shape, weight: &Shape, stride: usize) -> Shape {
    Shape::new([input[0], weight[0], input[2].div_ceil(stride), input[3].div_ceil(stride)])
}

impl<B: ConvOps, C: CheckpointStrategy> ConvOps for Autodiff<B, C> {
    fn same_conv2d(input: FloatTensor<Self>, weight: FloatTensor<Self>, stride: usize) -> FloatTensor<Self> {
        let ((input, input_node), (weight, weight_node)) = (input.into_parts(), weight.into_parts());
        let output = B::same_conv2d(input.clone(), weight.clone(), stride);
        match ConvBackward.prepare::<C>([input_node, weight_node]).compute_bound().stateful() {
            OpsKind::Tracked(prepared) => prepared.finish((input, weight, stride, current()), output),
            OpsKind::UnTracked(prepared) => prepared.finish(output),
        }
    }

    fn same_conv2d_input_gradient(
        _: FloatTensor<Self>,
        _: FloatTensor<Self>,
        _: FloatTensor<Self>,
        _: usize,
    ) -> FloatTensor<Self> {
        unreachable!("{ONCE}")
    }

    fn same_conv2d_weight_gradient(
        _: FloatTensor<Self>,
        _: FloatTensor<Self>,
        _: FloatTensor<Self>,
        _: usize,
    ) -> FloatTensor<Self> {
        unreachable!("{ONCE}")
    }
}

/// Second-order gradients are not supported.
pub(super) const ONCE: &str = "gradients are taken once, below the autodiff backend";

#[derive(Debug)]
struct ConvBackward;

impl<B: ConvOps> Backward<B, 2> for ConvBackward {
    type State = (FloatTensor<B>, FloatTensor<B>, usize, Share);

    fn backward(self, ops: Ops<Self::State, 2>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let [input_node, weight_node] = ops.parents;
        let (input, weight, stride, share) = ops.state;
        let gradient = gradients.consume::<B>(&ops.node);
        if let Some(node) = input_node {
            let input_gradient =
                B::same_conv2d_input_gradient(input.clone(), weight.clone(), gradient.clone(), stride);
            gradients.register::<B>(node.id, input_gradient);
        }
        if let Some(node) = weight_node {
            let weight_gradient =
                within(share, || B::same_conv2d_weight_gradient(input, weight, gradient, stride));
            gradients.register::<B>(node.id, weight_gradient);
        }
    }
}
