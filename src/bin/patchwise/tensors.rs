//! Tensors as safetensors bytes.

use std::collections::HashMap;
use std::path::Path;

use patchwise::views::PatchBox;
use safetensors::SafeTensorError;
use safetensors::tensor::{Dtype, TensorView, serialize};

use crate::failure::Failure;

/// Whether an output is to hold numbers, in place of a picture.
pub fn holds_numbers(out: &Path) -> bool {
    out.extension().is_some_and(|extension| extension == "safetensors")
}

/// A tensor with its name.
pub struct NumberTensor {
    name: &'static str,
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl NumberTensor {
    /// Of 32-bit floats.
    pub fn floats(name: &'static str, shape: &[usize], values: &[f32]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { name, dtype: Dtype::F32, shape: shape.to_vec(), bytes }
    }

    /// A list of 64-bit whole numbers.
    pub fn wholes(name: &'static str, values: &[usize]) -> Self {
        let bytes = values.iter().flat_map(|&value| (value as i64).to_le_bytes()).collect();
        Self { name, dtype: Dtype::I64, shape: vec![values.len()], bytes }
    }
}

/// The tensors of a file, with the position of a patch where there is one, and what else is to be said of them.
pub fn to_safetensors(
    mut tensors: Vec<NumberTensor>,
    patch: Option<PatchBox>,
    about: Option<(&str, String)>,
) -> Result<Vec<u8>, Failure> {
    let failed = |error: SafeTensorError| Failure::new(format!("The numbers cannot be encoded: {error}."));
    let mut words = HashMap::from_iter(about.map(|(name, text)| (name.to_string(), text)));
    if let Some(PatchBox { top, left, side }) = patch {
        tensors.push(NumberTensor::wholes("box", &[top, left, side]));
        words.insert("box".into(), "top, left, side in pixels".into());
    }
    let views = tensors
        .iter()
        .map(|NumberTensor { name, dtype, shape, bytes }| {
            Ok((*name, TensorView::new(*dtype, shape.clone(), bytes).map_err(failed)?))
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    serialize(views, Some(words)).map_err(failed)
}
