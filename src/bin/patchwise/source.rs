//! Data, networks and devices by their names on the command line.

use std::path::{Path, PathBuf};

use burn::tensor::Device;
use patchwise::config::{Backbone, FilesConfig, PretrainConfig, ScenesConfig};
use patchwise::data::{Dataset, Format, ImageSet, Loader, detect, open_path};
use patchwise::device::{DeviceKind, open};
use patchwise::method::{Method, Targets};
use patchwise::train::{Checkpoint, ModelInfo, Network, Progress, self_test};
use pollster::block_on;
use serde::de::DeserializeOwned;

use crate::failure::Failure;
use crate::progress::Bar;

/// Images loaded between two looks at the progress.
const PIECE: usize = 64;

/// How far a GPU's losses of the two steps of the self-test may be from the CPU's: the second comes after an update,
/// which makes more of what was rounded.
const TOLERANCES: [f32; 2] = [1e-3, 1e-2];

/// Which data to load, and how much of it.
pub struct DataRequest<'a> {
    /// `scenes`, or a format and a path with a colon between.
    pub spec: Option<&'a str>,
    pub image_size: Option<usize>,
    /// At most so many unlabelled images.
    pub images: Option<usize>,
    pub seed: u64,
}

/// Loads data with a progress bar.
pub fn load_data(request: &DataRequest) -> Result<Dataset, Failure> {
    let spec = request.spec.unwrap_or("scenes");
    let mut loader = match spec.split_once(':') {
        None if spec == "scenes" => scenes(request)?,
        Some((format, path)) => files(format, Path::new(path), request)?,
        None => {
            return Err(Failure::new(format!(
                "`--data` is {spec}, but must be scenes, or cifar10:DIR, stl10:DIR, tiny-imagenet:ZIP_OR_DIR or folder:DIR."
            )));
        }
    };
    let total = loader.total();
    let bar = Bar::new("Loading", total);
    let mut done = 0;
    while done < total {
        done = loader.step(PIECE)?;
        bar.set(Progress { done, total });
    }
    let data = loader.finish()?;
    let unlabeled = data.unlabeled.sample(request.images, request.seed);
    Ok(Dataset { unlabeled, ..data })
}

/// What the numbers of a run on this data depend on, in words: runs are taken up again on the same only.
pub fn fingerprint(request: &DataRequest, data: &Dataset) -> String {
    let count = |set: Option<&ImageSet>| set.map_or(0, ImageSet::len);
    format!(
        "{} at {} px, {} images ({} and {} with labels), seed {}",
        request.spec.unwrap_or("scenes"),
        data.image_size,
        data.unlabeled.len(),
        count(data.train.as_ref()),
        count(data.test.as_ref()),
        request.seed
    )
}

/// The data as a method trains on it: no more images than asked for, also where they are those with labels.
pub fn limited(data: &Dataset, method: Method, images: Option<usize>, seed: u64) -> Dataset {
    let mut data = data.clone();
    if method.targets() == Targets::Labels {
        data.train = data.train.map(|train| train.sample(images, seed));
    }
    data
}

fn scenes(request: &DataRequest) -> Result<Loader, Failure> {
    let defaults = ScenesConfig::default();
    let config = ScenesConfig {
        image_size: request.image_size.unwrap_or(defaults.image_size),
        unlabeled: request.images.unwrap_or(defaults.unlabeled),
        ..defaults
    };
    Ok(Loader::scenes(&config)?)
}

fn files(format: &str, path: &Path, request: &DataRequest) -> Result<Loader, Failure> {
    let expected = match format {
        "cifar10" => Format::Cifar10,
        "stl10" => Format::Stl10,
        "tiny-imagenet" => Format::TinyImagenet,
        "folder" => Format::Folder,
        _ => {
            return Err(Failure::new(format!(
                "`--data` names the format {format}, but must name cifar10, stl10, tiny-imagenet or folder."
            )));
        }
    };
    let sources = open_path(path)?;
    let found = detect(&sources)?;
    if found != expected {
        return Err(Failure::new(format!(
            "{} holds {found:?} by its file names, not {expected:?}. Name the format that it has.",
            path.display()
        )));
    }
    let config = FilesConfig { image_size: request.image_size, ..FilesConfig::default() };
    Ok(Loader::files(&sources, &config)?)
}

/// A value by its name in configs.
pub fn parse<T: DeserializeOwned>(option: &str, name: &str) -> Result<T, Failure> {
    serde_json::from_value(name.into()).map_err(|error| {
        let text = error.to_string();
        // What serde says of a name that it does not know ends in those that it does.
        let expected = text.rsplit_once("expected ").map_or(text.as_str(), |(_, names)| names);
        Failure::new(format!("`--{option}` is {name}, but must be {}.", expected.replace('`', "")))
    })
}

/// As above where the option was given.
pub fn parse_or<T: DeserializeOwned>(option: &str, name: Option<&String>, default: T) -> Result<T, Failure> {
    name.map_or(Ok(default), |name| parse(option, name))
}

/// The device of a name.
pub fn open_device(name: Option<&String>) -> Result<Device, Failure> {
    match name.map_or("cpu", String::as_str) {
        "cpu" => Ok(block_on(open(DeviceKind::Cpu))?),
        "gpu" => open_gpu(),
        other => Err(Failure::new(format!("`--device` is {other}, but must be cpu or gpu."))),
    }
}

/// The GPU, once a tiny run on it has given the losses that it gives on the CPU.
fn open_gpu() -> Result<Device, Failure> {
    let gpu = block_on(open(DeviceKind::gpu()))?;
    let found = block_on(self_test(&gpu))?;
    let expected = block_on(self_test(&block_on(open(DeviceKind::Cpu))?))?;
    let is_close =
        |((found, expected), tolerance): ((&f32, &f32), f32)| (found - expected).abs() <= tolerance;
    match found.iter().zip(&expected).zip(TOLERANCES).all(is_close) {
        true => Ok(gpu),
        false => Err(Failure::new(format!(
            "In a short test the GPU gave the losses {found:?}, the CPU {expected:?}: its numbers are not to be trusted. Update its driver, or leave `--device` out."
        ))),
    }
}

/// A network from a file.
pub fn read_model(path: &Path, device: &Device) -> Result<Checkpoint, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::of_path(path, "read", error))?;
    Checkpoint::from_bytes(&bytes, device).map_err(|error| Failure::from(error).in_file(path))
}

/// A network from a file, or untrained weights of a seed for some data.
pub fn model_or_random(
    model: Option<&String>,
    backbone: Option<&String>,
    seed: u64,
    data: &Dataset,
    device: &Device,
) -> Result<Checkpoint, Failure> {
    match model.map(String::as_str) {
        Some("random") => {
            Ok(untrained(parse_or("backbone", backbone, Backbone::default())?, seed, data, device))
        }
        Some(path) => read_model(&PathBuf::from(path), device),
        None => Err(Failure::new("`--model` is missing: give the file of a network, or random.")),
    }
}

/// Untrained weights of a seed.
pub fn untrained(backbone: Backbone, seed: u64, data: &Dataset, device: &Device) -> Checkpoint {
    let config = PretrainConfig { backbone, seed, ..PretrainConfig::default() };
    let network = Network::init(&config, device);
    let info = ModelInfo {
        config,
        step: 0,
        data: data.name.clone(),
        image_size: data.image_size,
        mean: data.mean,
        std: data.std,
    };
    Checkpoint { info, network, optimizer: Vec::new() }
}
