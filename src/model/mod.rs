//! The networks: layers, residual backbones, classifiers, and one way to visit their tensors.

mod backbone;
mod classifier;
mod layers;
mod resnet;
mod tensors;

pub use backbone::{Backbone, BackboneInfo, BackboneLayers, BackboneNetwork};
pub use classifier::Classifier;
pub(crate) use layers::join;
pub use layers::{BatchNorm, Conv2d, Linear, Mode};

pub use crate::kernel::to_f32;
pub(crate) use tensors::{AsBuffers, check_finite, check_values, follow, register};
pub use tensors::{
    NamedTensor, TensorVisitor, VisitTensors, collect, count_parameters, frozen, load, trainable,
};

use burn::tensor::Tensor;

/// Features of a feature map: the mean over all positions, `[N, C, h, w]` to `[N, C]`.
pub fn global_mean_pool(feature_map: Tensor<4>) -> Tensor<2> {
    feature_map.mean_dims(&[2, 3]).flatten(1, 3)
}
