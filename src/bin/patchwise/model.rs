//! Models by their names on the command line.

use std::path::Path;

use burn::tensor::Device;
use patchwise::PretrainConfig;
use patchwise::model::Backbone;
use patchwise::train::Model;
use patchwise::workspace::Workspace;

use crate::data_options::DataOptions;
use crate::failure::Failure;
use crate::input::{MAX_MODEL_BYTES, read};
use crate::options::{Options, refuse};
use crate::source::as_trained;

/// A model from a file.
pub fn read_model(path: &Path, device: &Device) -> Result<Model, Failure> {
    Ok(read_with_bytes(path, device)?.0)
}

/// A model and the bytes of its file.
pub fn read_with_bytes(path: &Path, device: &Device) -> Result<(Model, Vec<u8>), Failure> {
    let bytes = read(path, MAX_MODEL_BYTES)?;
    let model = Model::from_bytes(&bytes, device).map_err(|error| Failure::from(error).in_file(path))?;
    Ok((model, bytes))
}

/// The model of a file, or none for `random` untrained weights.
pub fn read_given(model: Option<&String>, device: &Device) -> Result<Option<Model>, Failure> {
    match model.map(String::as_str) {
        Some("random") => Ok(None),
        Some(path) => Ok(Some(read_model(Path::new(path), device)?)),
        None => Err(Failure::new("`--model` is missing: give a model file, or random.")),
    }
}

/// Data as a network was trained on them, unless an option says otherwise.
pub fn source_for(source: &DataOptions, model: Option<&Model>) -> DataOptions {
    model.map_or_else(|| source.clone(), |model| as_trained(source, &model.info))
}

/// Refuses a backbone beside a model file, which has its own.
pub fn check_backbone(options: &impl Options, model: Option<&str>) -> Result<(), Failure> {
    match model {
        Some(path) if path != "random" => {
            refuse(options, &["backbone"], "`--model random`; a model file says which network it holds")
        }
        _ => Ok(()),
    }
}

/// Uses a model of [`read_given`], or untrained weights of a seed.
pub fn use_model(
    workspace: &mut Workspace,
    model: Option<Model>,
    backbone: Option<Backbone>,
    seed: u64,
) -> Result<(), Failure> {
    let model = match model {
        Some(model) => model,
        None => {
            let backbone = backbone.unwrap_or_default();
            let config = PretrainConfig { backbone, seed, ..PretrainConfig::default() };
            Model::untrained(&config, workspace.data()?, workspace.device())?
        }
    };
    workspace.use_model(model);
    Ok(())
}
