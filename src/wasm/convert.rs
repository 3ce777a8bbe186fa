//! Values, errors and bulk data across the boundary.

use js_sys::{Float32Array, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::workspace::{Array, Reply};

/// An `Error` with a stable `code`, the `field` that it is about, and its text in `parts`.
pub fn to_js_error(error: Error) -> JsValue {
    let js_error = js_sys::Error::new(&error.to_string());
    set(&js_error, "code", &error.code().into());
    if let Some(field) = error.field() {
        set(&js_error, "field", &field.into());
    }
    // A text without its parts is still a text.
    if let Ok(parts) = to_js(&error.message()) {
        set(&js_error, "parts", &parts);
    }
    js_error.into()
}

/// A plain object as a config; unknown fields are refused.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    let invalid = |problem: String| to_js_error(Error::InvalidOptions { problem });
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

/// A plain object with typed arrays where they belong.
pub fn to_js_reply(Reply { value, arrays }: Reply) -> Result<JsValue, JsValue> {
    let object = to_js(&value)?;
    for (path, array) in arrays {
        let array: JsValue = match array {
            Array::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).into(),
            Array::Floats(floats) => Float32Array::from(floats.as_slice()).into(),
        };
        let (inside, name) = path.rsplit_once('.').unwrap_or(("", &path));
        let parent = match inside {
            "" => object.clone(),
            inside => Reflect::get(&object, &inside.into())?,
        };
        Reflect::set(&parent, &name.into(), &array)?;
    }
    Ok(object)
}

fn set(object: &Object, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).expect("a fresh object takes properties");
}
