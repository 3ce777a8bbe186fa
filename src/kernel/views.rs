//! The eight views of each image in one pass.

use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, AutodiffBackend, Backend, Dispatch, backend_extension};
#[cfg(feature = "cube")]
use burn::tensor::Shape;
use burn::tensor::Tensor;
use serde::Serialize;

/// The position of a patch, in pixels from the top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PatchBox {
    pub top: usize,
    pub left: usize,
    pub side: usize,
}

/// The four turns of each image, and each turn shrunk and pasted over the upright image.
#[backend_extension(
    Flex: cfg(feature = "cpu"),
    Cube: cfg(feature = "cube"),
    Fusion: cfg(feature = "cube"),
    Remote: cfg(all(feature = "remote-client", not(feature = "cube"))),
    Autodiff
)]
pub trait ViewOps: Backend {
    /// # Shapes
    /// - `images`: `[N, C, S, S]`; `boxes`: N boxes of equal size; output: `[8N, C, S, S]`, view by view
    #[fusion(dtype = images, shape = Shape::new([8 * images[0], images[1], images[2], images[3]]))]
    fn eight_views(images: FloatTensor<Self>, boxes: Vec<PatchBox>) -> FloatTensor<Self>;
}

/// The eight views; see [`ViewOps`] for shapes. They have no gradient: images are not trained.
pub fn eight_views(images: Tensor<4>, boxes: &[PatchBox]) -> Tensor<4> {
    Tensor::from_dispatch(Dispatch::eight_views(images.into_dispatch(), boxes.to_vec()))
}

impl<B: ViewOps, C: CheckpointStrategy> ViewOps for Autodiff<B, C> {
    fn eight_views(images: FloatTensor<Self>, boxes: Vec<PatchBox>) -> FloatTensor<Self> {
        Self::from_inner(B::eight_views(Self::inner(images), boxes))
    }
}
