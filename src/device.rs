//! Opening a device to compute on.

use burn::tensor::Device;

use crate::error::{Error, Result};

/// The kinds of device this crate computes on; a build holds one or more of them by Cargo feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKind {
    /// Burn's Flex backend with SIMD.
    Cpu,
    /// WebGPU, in a browser or natively; with the feature `vulkan` natively by Vulkan.
    Webgpu,
    /// A GPU of NVIDIA's by CUDA, natively.
    Cuda,
}

impl DeviceKind {
    /// The kind of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "cpu" => Some(Self::Cpu),
            "webgpu" => Some(Self::Webgpu),
            "cuda" => Some(Self::Cuda),
            _ => None,
        }
    }

    /// The kind of GPU that this build computes on.
    pub fn gpu() -> Self {
        if cfg!(feature = "cuda") { Self::Cuda } else { Self::Webgpu }
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
        DeviceKind::Cuda => open_cuda(),
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
    use std::sync::OnceLock;

    // A process opens an adapter once.
    static OPENED: OnceLock<Device> = OnceLock::new();
    if let Some(device) = OPENED.get() {
        return Ok(device.clone());
    }
    let opened = Device::wgpu_options().init_async().await.map(Device::autodiff);
    let device =
        opened.map_err(|error| Error::DeviceUnavailable { kind: "WebGPU", reason: error.to_string() })?;
    Ok(OPENED.get_or_init(|| device).clone())
}

#[cfg(not(feature = "webgpu"))]
async fn open_webgpu() -> Result<Device> {
    Err(not_built("WebGPU"))
}

#[cfg(feature = "cuda")]
fn open_cuda() -> Result<Device> {
    // The backend panics at the first tensor where the driver or a card is missing.
    let opened = std::panic::catch_unwind(|| {
        let device = Device::cuda(burn::tensor::DeviceIndex::Default);
        burn::tensor::Tensor::<1>::ones([1], &device).into_data();
        device.autodiff()
    });
    opened.map_err(|_| Error::DeviceUnavailable {
        kind: "CUDA",
        reason: "no driver or no card was found".into(),
    })
}

#[cfg(not(feature = "cuda"))]
fn open_cuda() -> Result<Device> {
    Err(not_built("CUDA"))
}

#[cfg(not(all(feature = "cpu", feature = "webgpu", feature = "cuda")))]
fn not_built(kind: &'static str) -> Error {
    Error::DeviceUnavailable { kind, reason: "this build does not contain it".into() }
}
