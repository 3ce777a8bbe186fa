//! Named tensors and a JSON object as safetensors bytes, and back. The metadata key `patchwise` holds the JSON.

use std::collections::HashMap;

use safetensors::SafeTensorError;
use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::model::NamedTensor;

const METADATA_KEY: &str = "patchwise";

/// Writes tensors and info.
///
/// # Errors
/// [`Error::InvalidModel`] where a tensor cannot be written.
pub(super) fn to_bytes(info: &impl Serialize, tensors: &[NamedTensor]) -> Result<Vec<u8>> {
    let invalid = |error: &dyn std::fmt::Display| Error::InvalidModel { problem: error.to_string() };
    let buffers: Vec<Vec<u8>> = tensors
        .iter()
        .map(|tensor| tensor.values.iter().flat_map(|value| value.to_le_bytes()).collect())
        .collect();
    let views: Vec<(&str, TensorView)> = tensors
        .iter()
        .zip(&buffers)
        .map(|(tensor, buffer)| {
            let view =
                TensorView::new(Dtype::F32, tensor.shape.clone(), buffer).map_err(|error| invalid(&error))?;
            Ok((tensor.name.as_str(), view))
        })
        .collect::<Result<_>>()?;
    let json = serde_json::to_value(info).map_err(|error| invalid(&error))?;
    serialize(views, Some(HashMap::from([(METADATA_KEY.into(), json.to_string())])))
        .map_err(|error| invalid(&error))
}

/// What a file holds.
pub(super) struct Contents<T> {
    pub info: T,
    pub tensors: Vec<NamedTensor>,
    /// Tensors that are not of 32-bit floats, by name, with what they are.
    pub others: Vec<(String, String)>,
}

/// Reads info and tensors.
///
/// # Errors
/// [`Error::InvalidModel`] says what is missing or unexpected.
pub(super) fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<Contents<T>> {
    let invalid = |problem: String| Error::InvalidModel { problem };
    let not_safetensors =
        |error: SafeTensorError| invalid(format!("it is not safetensors, or is damaged ({error})"));
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(not_safetensors)?;
    let json = metadata
        .metadata()
        .as_ref()
        .and_then(|entries| entries.get(METADATA_KEY))
        .ok_or_else(|| invalid("its metadata has no `patchwise` entry".into()))?;
    // By way of a value, like all parsing: see `workspace::Request`.
    let info = serde_json::from_str::<Value>(json)
        .and_then(serde_json::from_value)
        .map_err(|error| invalid(format!("its metadata does not parse ({error})")))?;
    let mut contents = Contents { info, tensors: Vec::new(), others: Vec::new() };
    for (name, view) in SafeTensors::deserialize(bytes).map_err(not_safetensors)?.tensors() {
        if view.dtype() == Dtype::F32 {
            let values =
                view.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
            contents.tensors.push(NamedTensor { name, shape: view.shape().to_vec(), values });
        } else {
            contents.others.push((name, view.dtype().to_string()));
        }
    }
    Ok(contents)
}
