//! The operations that dominate training time, with their gradients, for each kind of device.
//!
//! CPUs run the kernels in [`cpu`], GPUs those in `cube`. [`stock`] builds the same operations from Burn's own.

// Without a device there is nothing to implement these operations for.
#![cfg_attr(not(any(feature = "cpu", feature = "cube")), allow(unused_variables))]

#[cfg(all(feature = "mpi", feature = "stock"))]
compile_error!("Burn's own operations cannot share a batch: leave out `mpi` or `stock`.");

#[cfg_attr(feature = "stock", allow(dead_code))]
mod adam;
mod bilinear;
#[cfg_attr(feature = "stock", allow(dead_code))]
mod conv;
pub mod cpu;
#[cfg(feature = "cube")]
mod cube;
#[cfg(feature = "cpu")]
mod flex;
mod host;
#[cfg_attr(feature = "stock", allow(dead_code))]
mod norm;
#[cfg_attr(target_arch = "wasm32", path = "alone.rs")]
mod peers;
mod placement;
#[cfg(feature = "remote-client")]
mod remote;
pub mod stock;
#[cfg_attr(feature = "stock", allow(dead_code))]
mod views;

#[cfg(not(feature = "stock"))]
pub use adam::adam_step;
pub use adam::{AdamOps, AdamRates};
pub use bilinear::bilinear_taps;
pub use conv::ConvOps;
#[cfg(not(feature = "stock"))]
pub use conv::same_conv2d;
#[cfg(feature = "cube")]
pub use cube::{Fit, MeasuredFit};
pub use host::{to_classes, to_f32, upload_classes, upload_values};
pub use norm::{EPSILON, NormOps, Normed, Tail};
#[cfg(not(feature = "stock"))]
pub use norm::{batch_norm_infer, batch_norm_train};
#[cfg(not(target_arch = "wasm32"))]
pub use peers::{Gather, Peers, join_peers, peers};
pub use peers::{num_images, share};
#[cfg(feature = "remote-client")]
pub use remote::*;
#[cfg(feature = "stock")]
pub use stock::{adam_step, batch_norm_infer, batch_norm_train, eight_views, same_conv2d};
#[cfg(not(feature = "stock"))]
pub use views::eight_views;
pub use views::{PatchBox, ViewOps};
