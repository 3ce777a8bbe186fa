//! The operations that training spends its time in, each for every kind of device, with their gradients.
//!
//! On the CPU they run the kernels of [`cpu`], on GPUs those of `cube`. [`stock`] makes the same of Burn's own
//! operations.

mod adam;
mod bilinear;
mod conv;
pub mod cpu;
#[cfg(feature = "webgpu")]
mod cube;
#[cfg(feature = "cpu")]
mod flex;
mod norm;
mod placement;
pub mod stock;
mod views;

pub use adam::{AdamOps, AdamRates, adam_step};
pub use bilinear::bilinear_taps;
pub use conv::{ConvOps, same_conv2d};
pub use norm::{EPSILON, NormOps, Normed, Tail, batch_norm_train};
pub use views::{PatchBox, ViewOps, eight_views};
