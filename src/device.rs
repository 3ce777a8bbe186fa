//! Opening a device to compute on.

use burn::tensor::Device;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The kinds of device this crate computes on; a build holds one or more of them by Cargo feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeviceKind {
    /// Burn's Flex backend with SIMD.
    Cpu,
    /// WebGPU, in a browser or natively.
    Webgpu,
}

impl DeviceKind {
    /// The kind of GPU that this build computes on.
    pub fn gpu() -> Self {
        Self::Webgpu
    }
}

/// Opens a device with gradients enabled.
///
/// # Errors
/// [`Error::DeviceUnavailable`] where this build or this machine has no such device.
pub async fn open(kind: DeviceKind) -> Result<Device> {
    match kind {
        DeviceKind::Cpu => open_cpu(),
        DeviceKind::Webgpu => open_webgpu().await,
    }
}

#[cfg(feature = "cpu")]
fn open_cpu() -> Result<Device> {
    Ok(Device::flex().autodiff())
}

#[cfg(not(feature = "cpu"))]
fn open_cpu() -> Result<Device> {
    Err(not_built("The CPU"))
}

#[cfg(feature = "webgpu")]
async fn open_webgpu() -> Result<Device> {
    Device::wgpu_options()
        .init_async()
        .await
        .map(Device::autodiff)
        .map_err(|error| Error::DeviceUnavailable { kind: "WebGPU", reason: error.to_string() })
}

#[cfg(not(feature = "webgpu"))]
async fn open_webgpu() -> Result<Device> {
    Err(not_built("WebGPU"))
}

#[cfg(not(all(feature = "cpu", feature = "webgpu")))]
fn not_built(kind: &'static str) -> Error {
    Error::DeviceUnavailable { kind, reason: "this build does not contain it".into() }
}
