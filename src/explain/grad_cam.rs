//! Grad-CAM: channels of the last feature map, weighted by their effect on one logit.

use burn::tensor::Tensor;
use burn::tensor::activation::relu;

use super::similarity::scaled;
use crate::kernel::upload_classes;
use crate::model::global_mean_pool;

/// Maps for one class each.
///
/// # Shapes
/// - `feature_map`: `[M, C, h, w]`, gradients off
/// - `classes`: M
/// - output: `[M, h, w]`, scaled to 0..=1 for each map; all 0 if nothing supports the class
///
/// # Source
/// Selvaraju et al. 2017: weights are the spatial mean of the gradient; ReLU; target layer the last block's output.
pub fn grad_cam(
    feature_map: Tensor<4>,
    classes: &[usize],
    logits_of: &dyn Fn(Tensor<2>) -> Tensor<2>,
) -> Tensor<3> {
    // The feature map becomes a leaf, so that its gradient is available.
    let leaf = feature_map.clone().autodiff().require_grad();
    let logits = logits_of(global_mean_pool(leaf.clone()));
    let indices: Vec<i32> = classes.iter().map(|&class| class as i32).collect();
    let indices = upload_classes(indices, [classes.len(), 1], &logits.device());
    let gradients = logits.gather(1, indices).sum().backward();
    let gradient = leaf.grad(&gradients).expect("the logits depend on the feature map");
    let weights = gradient.mean_dims(&[2, 3]);
    let [num_maps, _, height, width] = feature_map.dims();
    let maps: Tensor<3> = relu(feature_map.mul(weights).sum_dim(1)).reshape([num_maps, height, width]);
    scaled(maps)
}
