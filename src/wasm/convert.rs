//! Values, errors and bulk data across the boundary.

use js_sys::{Float32Array, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use crate::data::Picture;
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
    if let Ok(parts) = to_js(&Reply::of(&error.message()).value) {
        set(&js_error, "parts", &parts);
    }
    js_error.into()
}

/// A plain value. The engine parses all its input from such values, and refuses unknown fields.
pub fn from_js(value: JsValue) -> Result<Value, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| to_js_error(Error::InvalidOptions { problem: error.to_string() }))
}

/// A plain object.
fn to_js(value: &Value) -> Result<JsValue, JsValue> {
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
    Reflect::set(object, &name.into(), value).expect("a new object accepts properties");
}

/// `{ name, bytes }` of an image file, or `{ bytes, width, height }` of pixels.
pub fn to_picture(value: &JsValue) -> Result<Picture, JsValue> {
    let bytes = Uint8Array::from(Reflect::get(value, &"bytes".into())?).to_vec();
    let number = |name: &str| Ok::<_, JsValue>(Reflect::get(value, &name.into())?.as_f64());
    Ok(match (number("width")?, number("height")?) {
        (Some(width), Some(height)) => {
            Picture::Pixels { bytes, width: width as usize, height: height as usize }
        }
        _ => {
            let name = Reflect::get(value, &"name".into())?.as_string().unwrap_or_default();
            Picture::File { name, bytes }
        }
    })
}
