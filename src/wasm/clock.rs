//! The browser's clock.

use wasm_bindgen::prelude::*;

use crate::workspace::Clock;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the worker started.
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

pub const CLOCK: Clock = Clock { seconds, date };

fn seconds() -> f64 {
    now() / 1000.0
}

fn date() -> Option<String> {
    let text = String::from(js_sys::Date::new_0().to_iso_string());
    text.get(..10).map(String::from)
}
