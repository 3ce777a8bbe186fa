//! `patchwise import`: networks that the earlier study's PyTorch code trained.

use std::path::Path;

use patchwise::config::IMAGE_SIZE_RANGE;
use patchwise::model::NamedTensor;
use patchwise::train::{Imported, Model};
use pollster::block_on;
use pytorch_reader::{DType, PytorchReader, Tensor};
use serde_json::json;

use crate::arguments::Import;
use crate::claim::Claim;
use crate::failure::Failure;
use crate::options::write_record;
use crate::output::{print, write};
use crate::views::needed;
use crate::work::open_workspace;

/// What the study normalises CIFAR-10 with.
const MEAN: [f32; 3] = [0.491, 0.482, 0.447];
const STD: [f32; 3] = [0.247, 0.243, 0.262];
const IMAGE_SIZE: usize = 32;
/// Inputs are divided by it.
const LEAST_STD: f32 = 0.001;
/// The state dictionaries that make a network.
const MODULES: [&str; 2] = ["backbone.", "relation."];

/// Writes the network as a model of this program.
pub fn run(options: Import) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "model.safetensors".into());
    let path = needed(options.checkpoint.as_deref(), "checkpoint")?;
    let _claim = Claim::new("import", &options, &out, &[])?.apart(&out, "checkpoint", Some(path))?;
    let workspace = open_workspace(&options.computing)?;
    let about = Imported {
        data: options.data_name.clone().unwrap_or_else(|| "CIFAR-10".into()),
        image_size: options.image_size.unwrap_or(IMAGE_SIZE),
        mean: channels("mean", options.mean.as_deref(), MEAN)?,
        std: channels("std", options.std.as_deref(), STD)?,
        step: 0,
    };
    check(&about)?;
    let (tensors, step) = read(path)?;
    let model = Model::from_study(tensors, Imported { step, ..about }, workspace.device())
        .map_err(|error| Failure::from(error).in_file(path))?;
    write(&out, &block_on(model.to_bytes())?)?;
    let info = &model.info;
    let result = json!({ "out": out, "info": info });
    write_record("import", &options, &out, result.clone())?;
    print(options.json, &result, || {
        let title = info.config.backbone.info().title;
        let steps = if step > 0 { format!(", {step} steps") } else { String::new() };
        format!("{title} of relational reasoning{steps}. Written to {}.", out.display())
    });
    Ok(())
}

/// Values that images can have: pixels are from 0 to 1 before they are normalised.
fn check(about: &Imported) -> Result<(), Failure> {
    let wrong = |option: &str, got: String, expected: &str| {
        Err(Failure::new(format!("`--{option}` is {got}, but must be {expected}.")))
    };
    if !IMAGE_SIZE_RANGE.contains(&about.image_size) {
        let (low, high) = (IMAGE_SIZE_RANGE.start(), IMAGE_SIZE_RANGE.end());
        return wrong("image-size", about.image_size.to_string(), &format!("from {low} to {high} pixels"));
    }
    if about.mean.iter().any(|mean| !(0.0..=1.0).contains(mean)) {
        return wrong("mean", format!("{:?}", about.mean), "three numbers from 0 to 1");
    }
    if about.std.iter().any(|std| !(LEAST_STD..=1.0).contains(std)) {
        return wrong("std", format!("{:?}", about.std), &format!("three numbers from {LEAST_STD} to 1"));
    }
    Ok(())
}

/// Three numbers, one for each colour.
fn channels(option: &str, given: Option<&[f32]>, default: [f32; 3]) -> Result<[f32; 3], Failure> {
    let Some(values) = given else { return Ok(default) };
    let wrong = || {
        Failure::new(format!("`--{option}` has {} numbers, but must have 3: red, green, blue.", values.len()))
    };
    values.try_into().map_err(|_| wrong())
}

/// The tensors of the network, and the steps that the optimiser has done.
fn read(path: &Path) -> Result<(Vec<NamedTensor>, usize), Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(format!(
            "{} cannot be read as a PyTorch checkpoint ({error}). Give a file that torch.save wrote.",
            path.display()
        ))
    };
    let reader = PytorchReader::new(path).map_err(|error| failed(&error))?;
    let mut tensors = Vec::new();
    for (name, tensor) in reader.tensors() {
        if !MODULES.iter().any(|module| name.starts_with(module)) || tensor.dtype() != DType::F32 {
            continue;
        }
        tensors.push(NamedTensor {
            name: name.clone(),
            shape: tensor.shape().to_vec(),
            values: values(tensor).map_err(|error| failed(&error))?,
        });
    }
    // In files of older versions of PyTorch it is no tensor.
    let step = reader.get("optimizer.state.0.step").filter(|tensor| tensor.dtype() == DType::F32);
    let step = step.and_then(|tensor| values(tensor).ok()?.first().copied());
    Ok((tensors, step.map_or(0, |step| step as usize)))
}

fn values(tensor: &Tensor) -> std::io::Result<Vec<f32>> {
    let bytes = tensor.read()?;
    Ok(bytes.chunks_exact(4).map(|b| f32::from_ne_bytes([b[0], b[1], b[2], b[3]])).collect())
}
