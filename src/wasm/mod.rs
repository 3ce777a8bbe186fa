//! The browser's side of the crate: forwards and converts.
//!
//! The TypeScript package wraps [`Engine`]; it is not meant to be called directly.

#[cfg(feature = "engine")]
mod clock;
#[cfg(feature = "engine")]
mod convert;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "formats")]
mod file;
mod files;
mod images;
#[cfg(feature = "engine")]
mod memory;
#[cfg(any(feature = "engine", feature = "formats"))]
mod scratch;
#[cfg(any(feature = "formats", feature = "parquet"))]
mod tables;
#[cfg(feature = "threads")]
mod threads;

#[cfg(feature = "engine")]
pub use engine::Engine;
#[cfg(any(feature = "engine", feature = "formats"))]
pub use files::*;
#[cfg(any(feature = "engine", feature = "formats"))]
pub use images::*;
#[cfg(feature = "parquet")]
pub use tables::*;
#[cfg(feature = "threads")]
pub use threads::*;

use wasm_bindgen::prelude::*;

unsafe extern "C" {
    /// Fills the registries of Burn's GPU compiler. The linker generates it.
    fn __wasm_call_ctors();
}

/// Runs the module's constructors, once.
///
/// Unless they are called, the linker makes every export run them before its own work: thousands of times per
/// training step, half of the step's time.
fn run_constructors() {
    // Each thread starts an instance of its own, on the memory of all.
    static ONCE: std::sync::Once = std::sync::Once::new();
    // Safety: wasm-bindgen calls `start` before any other export.
    ONCE.call_once(|| unsafe { __wasm_call_ctors() });
}

/// Stores the text of a panic where the worker reads it: the instance is dead afterwards.
#[wasm_bindgen(start)]
pub fn start() {
    run_constructors();
    std::panic::set_hook(Box::new(|info| {
        let text = JsValue::from_str(&info.to_string());
        // If even this fails, nothing more can be done.
        let _ = js_sys::Reflect::set(&js_sys::global(), &"patchwisePanic".into(), &text);
    }));
}
