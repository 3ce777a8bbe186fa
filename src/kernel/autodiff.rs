//! The gradient of the convolution.

use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;

use super::ConvOps;

impl<B: ConvOps, C: CheckpointStrategy> ConvOps for Autodiff<B, C> {
    fn same_conv2d(input: FloatTensor<Self>, weight: FloatTensor<Self>, stride: usize) -> FloatTensor<Self> {
        let ((input, input_node), (weight, weight_node)) = (input.into_parts(), weight.into_parts());
        let nodes = [input_node, weight_node];
        let output = B::same_conv2d(input.clone(), weight.clone(), stride);
        match ConvBackward.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(prepared) => prepared.finish((input, weight, stride), output),
            OpsKind::UnTracked(prepared) => prepared.finish(output),
        }
    }
}

#[derive(Debug)]
struct ConvBackward;

impl<B: ConvOps> Backward<B, 2> for ConvBackward {
    type State = (FloatTensor<B>, FloatTensor<B>, usize);

    fn backward(self, ops: Ops<Self::State, 2>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let [input_node, weight_node] = ops.parents;
        let (input, weight, stride) = ops.state;
        let gradient = gradients.consume::<B>(&ops.node);
        if let Some(node) = input_node {
            let found =
                B::same_conv2d_input_gradient(input.clone(), weight.clone(), gradient.clone(), stride);
            gradients.register::<B>(node.id, found);
        }
        if let Some(node) = weight_node {
            let found = B::same_conv2d_weight_gradient(input, weight, gradient, stride);
            gradients.register::<B>(node.id, found);
        }
    }
}
