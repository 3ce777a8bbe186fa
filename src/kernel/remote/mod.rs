//! The operations on the device of another machine: each is sent by name, and the server there runs its own kernel.
//!
//! Burn sends its own operations itself. Numbers and sizes travel beside the tensors; see [`wire`].

// With GPUs in the build Burn fuses what it sends, which would need other descriptions of these operations.
#[cfg(not(feature = "cube"))]
mod client;
#[cfg(all(target_arch = "wasm32", not(feature = "cube")))]
mod relayed;
#[cfg(feature = "remote")]
mod serve;
#[cfg(all(feature = "remote", not(feature = "cube")))]
mod websocket;
mod wire;

#[cfg(all(target_arch = "wasm32", not(feature = "cube")))]
pub use relayed::open_relayed;
#[cfg(feature = "remote")]
pub use serve::{ServedBackend, with_operations};
#[cfg(all(feature = "remote", not(feature = "cube")))]
pub use websocket::{is_answering, open_remote};
pub use wire::WIRE_VERSION;

/// As in builds without a GPU.
///
/// # Errors
/// Always: with a GPU in the build there is no other side than that of the server.
#[cfg(all(feature = "remote", feature = "cube"))]
pub fn open_remote(
    _: &str,
    _: &[u8],
    _: core::time::Duration,
    _: impl FnOnce(),
) -> crate::error::Result<burn::tensor::Device> {
    Err(crate::error::Error::DeviceUnavailable {
        kind: "The device of another machine",
        reason:
            "this build has a GPU of its own, and can only serve; install one with the feature `remote` alone"
                .into(),
    })
}

/// As in builds without a GPU.
#[cfg(all(feature = "remote", feature = "cube"))]
pub fn is_answering(_: &str) -> bool {
    false
}
