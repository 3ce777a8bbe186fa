//! The browser's side of the crate: forwards and converts, computes nothing.
//!
//! The TypeScript package wraps [`Engine`]; it is not meant to be called by hand.

mod convert;
mod engine;
mod file;
mod state;

pub use engine::Engine;

use wasm_bindgen::prelude::*;

/// Leaves the text of a panic where the worker finds it: the instance is dead afterwards.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        let text = JsValue::from_str(&info.to_string());
        // Nothing is left to do where even this fails.
        let _ = js_sys::Reflect::set(&js_sys::global(), &"patchwisePanic".into(), &text);
    }));
}
