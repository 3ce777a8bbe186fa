//! Networks as safetensors bytes, and back.
//!
//! Tensor names are those of [`Network`]; a checkpoint adds `optimizer.momentum.<name>` and
//! `optimizer.square.<name>`. The metadata key `patchwise` holds [`ModelInfo`] as JSON.

use std::collections::HashMap;

use burn::tensor::Device;
use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};
use serde::{Deserialize, Serialize};

use super::batches::Normalization;
use super::network::Network;
use crate::config::PretrainConfig;
use crate::error::{Error, Result};
use crate::model::{NamedTensor, load};

const METADATA_KEY: &str = "patchwise";

/// What must be known to use a network again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelInfo {
    /// How it was trained.
    pub config: PretrainConfig,
    /// Steps done.
    pub step: usize,
    /// Name of the data it was trained on.
    pub data: String,
    /// Side of its images in pixels.
    pub image_size: usize,
    /// Mean that its inputs were normalised with.
    pub mean: [f32; 3],
    /// Standard deviation that its inputs were normalised with.
    pub std: [f32; 3],
}

impl ModelInfo {
    /// How its inputs are normalised.
    pub fn normalization(&self) -> Normalization {
        Normalization { mean: self.mean, std: self.std }
    }
}

/// A network read back, gradients off.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    pub info: ModelInfo,
    pub network: Network,
    /// `optimizer.*` and `clusters`, where the bytes hold a whole run and not only its network.
    pub optimizer: Vec<NamedTensor>,
}

/// Writes tensors and info.
///
/// # Errors
/// [`Error::InvalidModel`] where a tensor cannot be written.
pub fn to_bytes(info: &ModelInfo, tensors: &[NamedTensor]) -> Result<Vec<u8>> {
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
    let json = serde_json::to_string(info).map_err(|error| invalid(&error))?;
    serialize(views, Some(HashMap::from([(METADATA_KEY.into(), json)]))).map_err(|error| invalid(&error))
}

impl Checkpoint {
    /// Reads what a session's checkpoint, or `network_bytes`, wrote.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] says what is missing or foreign.
    pub fn from_bytes(bytes: &[u8], device: &Device) -> Result<Self> {
        let invalid = |problem: String| Error::InvalidModel { problem };
        let (_, metadata) = SafeTensors::read_metadata(bytes)
            .map_err(|error| invalid(format!("it is not safetensors ({error})")))?;
        let json = metadata
            .metadata()
            .as_ref()
            .and_then(|entries| entries.get(METADATA_KEY))
            .ok_or_else(|| invalid("its metadata has no `patchwise` entry".into()))?;
        let info: ModelInfo = serde_json::from_str(json)
            .map_err(|error| invalid(format!("its metadata does not parse ({error})")))?;
        let tensors = read_tensors(bytes)?;
        let network = load(Network::init(&info.config, device), "", &tensors)?;
        let optimizer = tensors.into_iter().filter(|tensor| is_of_run(&tensor.name)).collect();
        Ok(Self { info, network, optimizer })
    }
}

/// Whether a tensor belongs to a run and not to its network.
fn is_of_run(name: &str) -> bool {
    name.starts_with("optimizer.") || name == "clusters"
}

fn read_tensors(bytes: &[u8]) -> Result<Vec<NamedTensor>> {
    let invalid = |problem: String| Error::InvalidModel { problem };
    let file = SafeTensors::deserialize(bytes).map_err(|error| invalid(error.to_string()))?;
    let read = |(name, view): (String, TensorView)| {
        if view.dtype() != Dtype::F32 {
            return Err(invalid(format!("`{name}` is {:?}, expected F32", view.dtype())));
        }
        let values =
            view.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        Ok(NamedTensor { name, shape: view.shape().to_vec(), values })
    };
    file.tensors().into_iter().map(read).collect()
}
