//! Values, errors and bulk data across the boundary.

use js_sys::{Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::error::Error;

/// An `Error` with a stable `code`.
pub fn to_js_error(error: Error) -> JsValue {
    let js_error = js_sys::Error::new(&error.to_string());
    set(&js_error, "code", &error.code().into());
    js_error.into()
}

/// A plain object as a config; unknown fields are refused.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    let invalid = |problem: String| {
        to_js_error(Error::config("options", problem, "an object with the documented fields only"))
    };
    // By way of a JSON value, since the direct way skips unknown fields instead of refusing them.
    let json: serde_json::Value =
        serde_wasm_bindgen::from_value(value).map_err(|error| invalid(error.to_string()))?;
    serde_json::from_value(json).map_err(|error| invalid(error.to_string()))
}

/// A plain object.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    Ok(value.serialize(&serializer)?)
}

/// Adds a property to an object just made here.
pub fn set(object: &Object, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).expect("a fresh object takes properties");
}
