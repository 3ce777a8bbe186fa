//! The browser's side of the crate: forwards and converts.
//!
//! The TypeScript package wraps [`Engine`]; it is not meant to be called by hand.

mod clock;
mod convert;
mod engine;
mod file;

pub use engine::Engine;

use wasm_bindgen::prelude::*;

unsafe extern "C" {
    /// Fills the registries of Burn's GPU compiler. The linker makes it.
    fn __wasm_call_ctors();
}

/// Runs the module's constructors, once.
///
/// Where nobody calls them, the linker has every export run them before it does its own work: thousands of times a
/// training step, half of the step's time.
fn run_constructors() {
    // Safety: wasm-bindgen calls `start` once, before any other export.
    unsafe { __wasm_call_ctors() }
}

/// Leaves the text of a panic where the worker finds it: the instance is dead afterwards.
#[wasm_bindgen(start)]
pub fn start() {
    run_constructors();
    std::panic::set_hook(Box::new(|info| {
        let text = JsValue::from_str(&info.to_string());
        // Nothing is left to do where even this fails.
        let _ = js_sys::Reflect::set(&js_sys::global(), &"patchwisePanic".into(), &text);
    }));
}
