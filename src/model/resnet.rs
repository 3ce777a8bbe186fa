//! CIFAR-style residual backbones with 64 features (METHOD sections 3 and 6).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::global_mean_pool;
use super::layers::{BatchNorm, Conv2d, Mode, join};
use super::tensors::{TensorVisitor, VisitTensors};
use crate::config::Backbone;

/// Features a backbone gives.
pub const NUM_FEATURES: usize = 64;
/// Channels of the stem's output.
pub const STEM_CHANNELS: usize = 16;
const STAGE_CHANNELS: [usize; 3] = [16, 32, NUM_FEATURES];

impl Backbone {
    fn blocks_per_stage(self) -> usize {
        match self {
            Self::ResNet8 => 1,
            Self::ResNet32 => 5,
        }
    }

    /// A network with weights drawn from `rng` on the host, gradients off.
    pub fn init(self, rng: &mut impl Rng, device: &Device) -> ResNet {
        let device = &device.clone().inner();
        let stem = ConvNorm::init([3, STEM_CHANNELS], 3, 1, rng, device);
        let mut channels = STEM_CHANNELS;
        let mut stages = Vec::new();
        for (index, output) in STAGE_CHANNELS.into_iter().enumerate() {
            let mut blocks = Vec::new();
            for block in 0..self.blocks_per_stage() {
                let stride = if index > 0 && block == 0 { 2 } else { 1 };
                blocks.push(BasicBlock::init([channels, output], stride, rng, device));
                channels = output;
            }
            stages.push(blocks);
        }
        ResNet { kind: self, stem, stages }
    }
}

/// A convolution followed by batch norm.
#[derive(Clone, Debug)]
struct ConvNorm {
    conv: Conv2d,
    norm: BatchNorm,
}

impl ConvNorm {
    fn init(
        channels: [usize; 2],
        kernel_size: usize,
        stride: usize,
        rng: &mut impl Rng,
        device: &Device,
    ) -> Self {
        Self {
            conv: Conv2d::init(channels, kernel_size, stride, rng, device),
            norm: BatchNorm::init(channels[1], device),
        }
    }

    fn forward(&mut self, input: Tensor<4>, mode: Mode) -> Tensor<4> {
        self.norm.forward(self.conv.forward(input), None, false, mode)
    }

    fn forward_relu(&mut self, input: Tensor<4>, mode: Mode) -> Tensor<4> {
        self.norm.forward(self.conv.forward(input), None, true, mode)
    }

    fn forward_add_relu(&mut self, input: Tensor<4>, shortcut: Tensor<4>, mode: Mode) -> Tensor<4> {
        self.norm.forward(self.conv.forward(input), Some(shortcut), true, mode)
    }
}

impl VisitTensors for ConvNorm {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.conv.visit(&join(prefix, "conv"), visitor);
        self.norm.visit(&join(prefix, "norm"), visitor);
    }
}

/// conv - norm - ReLU - conv - norm, plus the shortcut, then ReLU.
#[derive(Clone, Debug)]
struct BasicBlock {
    first: ConvNorm,
    second: ConvNorm,
    /// 1x1 convolution and norm where stride or channels change, else the identity.
    shortcut: Option<ConvNorm>,
}

impl BasicBlock {
    fn init(channels: [usize; 2], stride: usize, rng: &mut impl Rng, device: &Device) -> Self {
        let [input, output] = channels;
        let changes = stride != 1 || input != output;
        Self {
            first: ConvNorm::init(channels, 3, stride, rng, device),
            second: ConvNorm::init([output, output], 3, 1, rng, device),
            shortcut: changes.then(|| ConvNorm::init(channels, 1, stride, rng, device)),
        }
    }

    fn forward(&mut self, input: Tensor<4>, mode: Mode) -> Tensor<4> {
        let hidden = self.first.forward_relu(input.clone(), mode);
        let shortcut = match &mut self.shortcut {
            Some(shortcut) => shortcut.forward(input, mode),
            None => input,
        };
        self.second.forward_add_relu(hidden, shortcut, mode)
    }
}

impl VisitTensors for BasicBlock {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.first.visit(&join(prefix, "first"), visitor);
        self.second.visit(&join(prefix, "second"), visitor);
        if let Some(shortcut) = &mut self.shortcut {
            shortcut.visit(&join(prefix, "shortcut"), visitor);
        }
    }
}

/// A backbone in two callable halves: [`ResNet::feature_map`], then [`global_mean_pool`].
///
/// Tensor names: `stem.conv.weight`, `stem.norm.{weight,bias,running_mean,running_var}`,
/// `stages.<stage>.<block>.{first,second,shortcut}.{conv,norm}.*`.
#[derive(Clone, Debug)]
pub struct ResNet {
    pub kind: Backbone,
    stem: ConvNorm,
    stages: Vec<Vec<BasicBlock>>,
}

impl ResNet {
    /// Output of the stem after its ReLU.
    ///
    /// # Shapes
    /// - `images`: `[N, 3, S, S]`; output: `[N, 16, S, S]`
    pub fn stem(&mut self, images: Tensor<4>, mode: Mode) -> Tensor<4> {
        self.stem.forward_relu(images, mode)
    }

    /// Output of the last block, the layer that Grad-CAM looks at.
    ///
    /// # Shapes
    /// - `stem`: `[N, 16, S, S]`; output: `[N, 64, h, w]` with h = w = ceil(ceil(S / 2) / 2)
    pub fn stages(&mut self, stem: Tensor<4>, mode: Mode) -> Tensor<4> {
        self.stages.iter_mut().flatten().fold(stem, |map, block| block.forward(map, mode))
    }

    /// Both of the above.
    ///
    /// # Shapes
    /// - `images`: `[N, 3, S, S]`, normalised; output: `[N, 64, h, w]`
    pub fn feature_map(&mut self, images: Tensor<4>, mode: Mode) -> Tensor<4> {
        let stem = self.stem(images, mode);
        self.stages(stem, mode)
    }

    /// The 64 features of each image, none negative.
    ///
    /// # Shapes
    /// - `images`: `[N, 3, S, S]`, normalised; output: `[N, 64]`
    pub fn features(&mut self, images: Tensor<4>, mode: Mode) -> Tensor<2> {
        global_mean_pool(self.feature_map(images, mode))
    }
}

impl VisitTensors for ResNet {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.stem.visit(&join(prefix, "stem"), visitor);
        for (stage_index, stage) in self.stages.iter_mut().enumerate() {
            for (block_index, block) in stage.iter_mut().enumerate() {
                block.visit(&join(prefix, &format!("stages.{stage_index}.{block_index}")), visitor);
            }
        }
    }
}
