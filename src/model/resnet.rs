//! CIFAR-style residual backbones with 64 features (docs/method.md, sections 3 and 6).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::backbone::{BackboneInfo, BackboneLayers};
use super::layers::{BatchNorm, Conv2d, Mode, join};
use super::tensors::{TensorVisitor, VisitTensors};

const STEM_CHANNELS: usize = 16;
const STAGE_CHANNELS: [usize; 3] = [16, 32, NUM_FEATURES];
const NUM_FEATURES: usize = 64;

/// ResNet-8.
pub const RESNET_8: BackboneInfo = info("resnet8", "ResNet-8", 77_392);
/// ResNet-32.
pub const RESNET_32: BackboneInfo = info("resnet32", "ResNet-32", 466_256);

/// ResNet-56.
pub const RESNET_56: BackboneInfo = info("resnet56", "ResNet-56", 855_120);

const fn info(name: &'static str, title: &'static str, num_parameters: usize) -> BackboneInfo {
    BackboneInfo { name, title, num_features: NUM_FEATURES, stem_channels: STEM_CHANNELS, num_parameters }
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

/// The layers of all ResNets. None of their features is negative.
///
/// Tensor names: `stem.conv.weight`, `stem.norm.{weight,bias,running_mean,running_var}`,
/// `stages.<stage>.<block>.{first,second,shortcut}.{conv,norm}.*`.
#[derive(Clone, Debug)]
pub struct ResNet {
    stem: ConvNorm,
    stages: Vec<Vec<BasicBlock>>,
}

impl ResNet {
    pub(super) fn init(blocks_per_stage: usize, rng: &mut impl Rng, device: &Device) -> Self {
        let stem = ConvNorm::init([3, STEM_CHANNELS], 3, 1, rng, device);
        let mut channels = STEM_CHANNELS;
        let mut stages = Vec::new();
        for (index, output) in STAGE_CHANNELS.into_iter().enumerate() {
            let mut blocks = Vec::new();
            for block in 0..blocks_per_stage {
                let stride = if index > 0 && block == 0 { 2 } else { 1 };
                blocks.push(BasicBlock::init([channels, output], stride, rng, device));
                channels = output;
            }
            stages.push(blocks);
        }
        Self { stem, stages }
    }
}

impl BackboneLayers for ResNet {
    /// Convolution, norm and ReLU: `[N, 16, S, S]`.
    fn stem(&mut self, images: Tensor<4>, mode: Mode) -> Tensor<4> {
        self.stem.forward_relu(images, mode)
    }

    /// All blocks: `[N, 64, h, w]` with h = w = ceil(ceil(S / 2) / 2).
    fn stages(&mut self, stem: Tensor<4>, mode: Mode) -> Tensor<4> {
        self.stages.iter_mut().flatten().fold(stem, |map, block| block.forward(map, mode))
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
