//! The backbones: each registered in one line below and defined in its own file.

use burn::tensor::{Device, Tensor};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::global_mean_pool;
use super::layers::Mode;
use super::resnet::{RESNET_8, RESNET_32, RESNET_56, ResNet};
use super::tensors::{TensorVisitor, VisitTensors};
use crate::kernel::share;

/// Properties of a backbone that are known before it is built.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct BackboneInfo {
    /// The name in configs and on the command line.
    pub name: &'static str,
    /// The name as written in papers.
    pub title: &'static str,
    /// Number of features per image.
    pub num_features: usize,
    /// Number of channels of the stem's output.
    #[serde(skip)]
    pub stem_channels: usize,
    /// Number of trainable parameters.
    pub num_parameters: usize,
}

/// The interface of every backbone: two callable halves, so that the maps between them are accessible.
pub trait BackboneLayers: VisitTensors {
    /// Output of the first layers.
    ///
    /// # Shapes
    /// - `images`: `[N, 3, S, S]`; output: `[N, stem_channels, S, S]`
    fn stem(&mut self, images: Tensor<4>, mode: Mode) -> Tensor<4>;

    /// Output of the last layer, the target layer of Grad-CAM.
    ///
    /// # Shapes
    /// - `stem`: as [`BackboneLayers::stem`] returns it; output: `[N, num_features, h, w]`
    fn stages(&mut self, stem: Tensor<4>, mode: Mode) -> Tensor<4>;
}

/// The enums of backbones and their networks, and the only matches on them.
macro_rules! backbones {
    ($($(#[$doc:meta])* $kind:ident: $layers:ident = $info:expr, |$rng:ident, $device:ident| $init:expr;)*) => {
        /// The kinds of backbone.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        #[cfg_attr(feature = "cli", derive(clap::ValueEnum), value(rename_all = "lower"))]
        pub enum Backbone {
            $($(#[$doc])* $kind,)*
        }

        /// The network of a backbone.
        #[derive(Clone, Debug)]
        pub enum BackboneNetwork {
            $($kind(Box<$layers>),)*
        }

        impl Backbone {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// Its properties.
            pub fn info(self) -> BackboneInfo {
                match self {
                    $(Self::$kind => $info,)*
                }
            }

            /// A network with weights drawn from `rng` on the host, gradients off.
            pub fn init(self, rng: &mut impl Rng, device: &Device) -> BackboneNetwork {
                let device = &device.clone().inner();
                match self {
                    $(Self::$kind => {
                        let ($rng, $device) = (rng, device);
                        BackboneNetwork::$kind(Box::new($init))
                    })*
                }
            }
        }

        impl BackboneNetwork {
            /// Which backbone it is.
            pub fn kind(&self) -> Backbone {
                match self {
                    $(Self::$kind(_) => Backbone::$kind,)*
                }
            }

            /// See [`BackboneLayers::stem`].
            pub fn stem(&mut self, images: Tensor<4>, mode: Mode) -> Tensor<4> {
                match self {
                    $(Self::$kind(layers) => layers.stem(images, mode),)*
                }
            }

            /// See [`BackboneLayers::stages`].
            pub fn stages(&mut self, stem: Tensor<4>, mode: Mode) -> Tensor<4> {
                match self {
                    $(Self::$kind(layers) => layers.stages(stem, mode),)*
                }
            }
        }

        impl VisitTensors for BackboneNetwork {
            fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
                match self {
                    $(Self::$kind(layers) => layers.visit(prefix, visitor),)*
                }
            }
        }
    };
}

backbones! {
    /// One basic block per stage: 77,392 parameters
    #[default]
    ResNet8: ResNet = RESNET_8, |rng, device| ResNet::init(1, rng, device);
    /// Five basic blocks per stage: 466,256 parameters
    ResNet32: ResNet = RESNET_32, |rng, device| ResNet::init(5, rng, device);
    /// Nine basic blocks per stage: 855,120 parameters
    ResNet56: ResNet = RESNET_56, |rng, device| ResNet::init(9, rng, device);
}

impl BackboneNetwork {
    /// Number of features per image.
    pub fn num_features(&self) -> usize {
        self.kind().info().num_features
    }

    /// Both halves.
    ///
    /// # Shapes
    /// - `images`: `[N, 3, S, S]`, normalised; output: `[N, num_features, h, w]`
    pub fn feature_map(&mut self, images: Tensor<4>, mode: Mode) -> Tensor<4> {
        let stem = self.stem(images, mode);
        self.stages(stem, mode)
    }

    /// The features of each image.
    ///
    /// # Shapes
    /// - `images`: `[N, 3, S, S]`, normalised; output: `[N, num_features]`
    pub fn features(&mut self, images: Tensor<4>, mode: Mode) -> Tensor<2> {
        let mut forward = |images| global_mean_pool(self.feature_map(images, mode));
        match mode {
            Mode::Train => share(images, forward),
            Mode::Infer => forward(images),
        }
    }

    /// The stem's output and the features of each image.
    ///
    /// # Shapes
    /// - `images`: `[N, 3, S, S]`, normalised; output: `[N, stem_channels, S, S]` and `[N, num_features]`
    pub fn stem_and_features(&mut self, images: Tensor<4>, mode: Mode) -> (Tensor<4>, Tensor<2>) {
        let mut forward = |images| {
            let stem = self.stem(images, mode);
            (stem.clone(), global_mean_pool(self.stages(stem, mode)))
        };
        match mode {
            Mode::Train => share(images, forward),
            Mode::Infer => forward(images),
        }
    }
}
