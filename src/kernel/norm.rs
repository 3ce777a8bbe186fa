//! Batch norm fused with what follows it, an addition and a ReLU: one operation with its gradient.
//!
//! Burn's own operations take about twenty passes over the tensor, forward and backward; this takes four.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, AutodiffBackend, Backend, Dispatch, backend_extension};
#[cfg(feature = "cube")]
use burn::tensor::Shape;
use burn::tensor::Tensor;

use super::conv::ONCE;
use super::peers::{Share, current, within};
use super::stock;

/// Added to the variance before the square root (docs/method.md, section 6; PyTorch's default).
pub const EPSILON: f32 = 1e-5;

/// What follows the normalisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Nothing.
    None,
    /// A ReLU.
    Relu,
    /// The shortcut is added, then a ReLU.
    AddRelu,
}

impl Tail {
    /// # Panics
    /// If there is a shortcut but no ReLU: no network here has that.
    fn of(has_shortcut: bool, has_relu: bool) -> Self {
        match (has_shortcut, has_relu) {
            (false, false) => Self::None,
            (false, true) => Self::Relu,
            (true, true) => Self::AddRelu,
            (true, false) => panic!("a shortcut is always followed by a ReLU"),
        }
    }

    /// Whether a ReLU comes last.
    pub fn has_relu(self) -> bool {
        self != Self::None
    }
}

/// Batch norm with the batch's own statistics, its tail, and the gradient of both.
///
/// # Shapes
/// - `input`, `shortcut`, `output`, `gradient`: `[N, C, H, W]`
/// - `weight`, `bias`, `mean`, `variance`: `[C]`; the variance is the biased one
#[backend_extension(
    Flex: cfg(feature = "cpu"),
    Cube: cfg(feature = "cube"),
    Fusion: cfg(feature = "cube"),
    Remote: cfg(all(feature = "remote-client", not(feature = "cube"))),
    Autodiff
)]
pub trait NormOps: Backend {
    /// Output, mean and variance. The shortcut is used with [`Tail::AddRelu`] only.
    #[fusion(meta = |input, _, weight, _, _| (input.clone(), weight.clone(), weight.clone()))]
    fn norm_train(
        input: FloatTensor<Self>,
        shortcut: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        tail: Tail,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>);

    /// Input times scale plus offset, then the tail. There is no gradient. `scale_offset`: `[C, 2]`.
    #[fusion(dtype = input, shape = Shape::new([input[0], input[1], input[2], input[3]]))]
    fn norm_infer(
        input: FloatTensor<Self>,
        shortcut: FloatTensor<Self>,
        scale_offset: FloatTensor<Self>,
        tail: Tail,
    ) -> FloatTensor<Self>;

    /// Gradients of input, weight, bias and shortcut, the last with [`Tail::AddRelu`] only.
    #[fusion(meta = |input, _, weight, _, _, _, _| (input.clone(), weight.clone(), weight.clone(), input.clone()))]
    fn norm_gradient(
        input: FloatTensor<Self>,
        output: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        mean: FloatTensor<Self>,
        variance: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        tail: Tail,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>);
}

/// The result of batch norm in training.
#[derive(Clone, Debug)]
pub struct Normed {
    /// `[N, C, H, W]`
    pub output: Tensor<4>,
    /// `[C]`, without gradient
    pub mean: Tensor<1>,
    /// `[C]`, biased, without gradient
    pub variance: Tensor<1>,
}

/// Batch norm with given statistics, then the shortcut if there is one, then the ReLU if requested.
///
/// # Shapes
/// - `input`, `shortcut`: `[N, C, H, W]`; `weight`, `bias`, `mean`, `variance`: `[C]`
///
/// # Panics
/// As [`batch_norm_train`].
pub fn batch_norm_infer(
    input: Tensor<4>,
    shortcut: Option<Tensor<4>>,
    [weight, bias, mean, variance]: [Tensor<1>; 4],
    has_relu: bool,
) -> Tensor<4> {
    if input.device().is_autodiff() {
        // Rare, so that there is no gradient of our own.
        return stock::batch_norm_infer(input, shortcut, [weight, bias, mean, variance], has_relu);
    }
    let tail = Tail::of(shortcut.is_some(), has_relu);
    let scale = weight.div(variance.add_scalar(EPSILON).sqrt());
    let offset = bias.sub(mean.mul(scale.clone()));
    let scale_offset: Tensor<2> = Tensor::stack(vec![scale, offset], 1);
    let input = input.into_dispatch();
    let shortcut = shortcut.map_or_else(|| input.clone(), Tensor::into_dispatch);
    Tensor::from_dispatch(Dispatch::norm_infer(input, shortcut, scale_offset.into_dispatch(), tail))
}

/// Batch norm with the batch's own statistics, then the shortcut if there is one, then the ReLU if requested.
///
/// # Panics
/// If there is a shortcut but no ReLU: no network here has that.
pub fn batch_norm_train(
    input: Tensor<4>,
    shortcut: Option<Tensor<4>>,
    weight: Tensor<1>,
    bias: Tensor<1>,
    has_relu: bool,
) -> Normed {
    let tail = Tail::of(shortcut.is_some(), has_relu);
    let input = input.into_dispatch();
    let shortcut = shortcut.map_or_else(|| input.clone(), Tensor::into_dispatch);
    let (output, mean, variance) =
        Dispatch::norm_train(input, shortcut, weight.into_dispatch(), bias.into_dispatch(), tail);
    Normed {
        output: Tensor::from_dispatch(output),
        mean: Tensor::from_dispatch(mean),
        variance: Tensor::from_dispatch(variance),
    }
}

impl<B: NormOps, C: CheckpointStrategy> NormOps for Autodiff<B, C> {
    fn norm_train(
        input: FloatTensor<Self>,
        shortcut: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        tail: Tail,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        let (input, input_node) = input.into_parts();
        let (shortcut, shortcut_node) = shortcut.into_parts();
        let (weight, weight_node) = weight.into_parts();
        let (bias, bias_node) = bias.into_parts();
        let (output, mean, variance) = B::norm_train(input.clone(), shortcut, weight.clone(), bias, tail);
        let statistics = (Self::from_inner(mean.clone()), Self::from_inner(variance.clone()));
        let nodes = [input_node, shortcut_node, weight_node, bias_node];
        let output = match NormBackward.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(prepared) => {
                let state =
                    Saved { input, output: output.clone(), weight, mean, variance, tail, share: current() };
                prepared.finish(state, output)
            }
            OpsKind::UnTracked(prepared) => prepared.finish(output),
        };
        (output, statistics.0, statistics.1)
    }

    fn norm_infer(
        input: FloatTensor<Self>,
        shortcut: FloatTensor<Self>,
        scale_offset: FloatTensor<Self>,
        tail: Tail,
    ) -> FloatTensor<Self> {
        let [input, shortcut, scale_offset] = [input, shortcut, scale_offset].map(Self::inner);
        Self::from_inner(B::norm_infer(input, shortcut, scale_offset, tail))
    }

    fn norm_gradient(
        _: FloatTensor<Self>,
        _: FloatTensor<Self>,
        _: FloatTensor<Self>,
        _: FloatTensor<Self>,
        _: FloatTensor<Self>,
        _: FloatTensor<Self>,
        _: Tail,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        unreachable!("{ONCE}")
    }
}

#[derive(Debug)]
struct NormBackward;

/// The values that the backward pass needs from the forward pass.
#[derive(Clone, Debug)]
struct Saved<B: Backend> {
    input: FloatTensor<B>,
    output: FloatTensor<B>,
    weight: FloatTensor<B>,
    mean: FloatTensor<B>,
    variance: FloatTensor<B>,
    tail: Tail,
    share: Share,
}

impl<B: NormOps> Backward<B, 4> for NormBackward {
    type State = Saved<B>;

    fn backward(self, ops: Ops<Self::State, 4>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let [input_node, shortcut_node, weight_node, bias_node] = ops.parents;
        let Saved { input, output, weight, mean, variance, tail, share } = ops.state;
        let gradient = gradients.consume::<B>(&ops.node);
        let (input, weight, bias, shortcut) =
            within(share, || B::norm_gradient(input, output, weight, mean, variance, gradient, tail));
        let has_shortcut = tail == Tail::AddRelu;
        let input_gradients = [
            (input_node, input),
            (shortcut_node.filter(|_| has_shortcut), shortcut),
            (weight_node, weight),
            (bias_node, bias),
        ];
        for (node, gradient) in input_gradients {
            if let Some(node) = node {
                gradients.register::<B>(node.id, gradient);
            }
        }
    }
}
