//! Adam's update of one parameter in one pass.

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;

/// The coefficients of an update.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamRates {
    pub learning_rate: f32,
    /// Decay rates of the first and second moment.
    pub betas: [f32; 2],
    /// `1 - beta` of both, computed in double precision: in single precision the rounding of `beta` would dominate.
    pub shares: [f32; 2],
    /// `1 - beta^steps` of both: the bias correction.
    pub corrections: [f32; 2],
    /// Added to the square root of the second moment.
    pub epsilon: f32,
}

/// Adam's update.
#[backend_extension(
    Flex: cfg(feature = "cpu"),
    Cube: cfg(feature = "cube"),
    Fusion: cfg(feature = "cube"),
    Remote: cfg(all(feature = "remote-client", not(feature = "cube")))
)]
pub trait AdamOps: Backend {
    /// Parameter, first and second moment after the update; all have the same shape.
    #[fusion(meta = |parameter, _, _, _, _| (parameter.clone(), parameter.clone(), parameter.clone()))]
    fn adam_step(
        parameter: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        momentum: FloatTensor<Self>,
        square: FloatTensor<Self>,
        rates: AdamRates,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>);
}

/// Parameter, first and second moment after the update.
///
/// # Shapes
/// All have the same shape and no gradient.
pub fn adam_step<const D: usize>(
    [parameter, gradient, momentum, square]: [Tensor<D>; 4],
    rates: AdamRates,
) -> [Tensor<D>; 3] {
    let (parameter, momentum, square) = Dispatch::adam_step(
        parameter.into_dispatch(),
        gradient.into_dispatch(),
        momentum.into_dispatch(),
        square.into_dispatch(),
        rates,
    );
    [parameter, momentum, square].map(Tensor::from_dispatch)
}
