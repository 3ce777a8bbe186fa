//! The result of training, and what is needed to use it again or to resume.

use burn::tensor::Device;
use serde::{Deserialize, Serialize};

use super::batches::Normalization;
use super::config::PretrainConfig;
use super::file::{Contents, from_bytes, to_bytes};
use super::initial::Initial;
use super::network::Network;
use crate::config::{ClassifierKind, Square, check_image_size};
use crate::data::{Dataset, Fingerprint};
use crate::error::{Error, Result};
use crate::method::Targets;
use crate::model::{Classifier, NamedTensor, check_finite, check_values, collect, load};

/// How images become inputs, in words: recorded with each model.
pub(crate) fn preparation(square: Square) -> String {
    let part = match square {
        Square::Crop => "centre square",
        Square::Fit => "whole image with black bars",
    };
    format!("{part}, resized with an antialiased linear filter, (x / 255 - mean) / std")
}

/// Name prefixes of the tensors that only a run needs.
const RUN_PREFIXES: [&str; 2] = ["optimizer.", HISTORY_PREFIX];
/// Losses and accuracies of a run, which may hold anything.
const HISTORY_PREFIX: &str = "run.";
/// Name of the tensor of a run's targets.
pub(super) const CLUSTERS: &str = "clusters";

/// What is needed to use a network again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ModelInfo {
    /// How it was trained.
    pub config: PretrainConfig,
    /// Steps done.
    pub step: usize,
    /// Name of the data it was trained on.
    pub data: String,
    /// Image size in pixels.
    pub image_size: usize,
    /// Mean that its inputs were normalised with.
    pub mean: [f32; 3],
    /// Standard deviation that its inputs were normalised with.
    pub std: [f32; 3],
    /// How an image becomes an input, in words; empty in files of 0.1.0.
    #[serde(default)]
    pub preparation: String,
    /// How an image of another shape becomes a square; `crop` in files of 0.1.0.
    #[serde(default)]
    pub square: Square,
    /// The data it was trained on; null in files of 0.1.0.
    #[serde(default)]
    pub fingerprint: Option<Fingerprint>,
    /// Version of this crate; empty in files of 0.1.0.
    #[serde(default)]
    pub version: String,
    /// The commit that it was built from, if known.
    #[serde(default)]
    pub commit: Option<String>,
    /// The date of training, as `2026-01-31`, if known.
    #[serde(default)]
    pub date: Option<String>,
    /// The network that it started from; null for random weights.
    #[serde(default)]
    pub initial: Option<Initial>,
    /// The classifier that was trained on its features, if there is one.
    #[serde(default)]
    pub classifier: Option<ClassifierInfo>,
}

/// A classifier saved with a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ClassifierInfo {
    pub kind: ClassifierKind,
    pub class_names: Vec<String>,
    /// Side of the images that it was trained on; not given in older files: the side of the network's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub image_size: Option<usize>,
    /// How these became squares; not given in older files: as those of the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub square: Option<Square>,
}

impl ModelInfo {
    /// For a network on this data, before any step.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where an image cannot be read.
    pub fn new(config: PretrainConfig, data: &Dataset) -> Result<Self> {
        Ok(Self {
            config,
            step: 0,
            data: data.name.clone(),
            image_size: data.image_size,
            mean: data.mean,
            std: data.std,
            preparation: preparation(data.square),
            square: data.square,
            fingerprint: Some(Fingerprint::of(data)?),
            version: env!("CARGO_PKG_VERSION").into(),
            commit: option_env!("PATCHWISE_COMMIT").map(String::from),
            date: None,
            initial: None,
            classifier: None,
        })
    }

    /// Refuses values that no network can be used with, so that what is written can always be read.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] says which.
    pub(super) fn check(&self) -> Result<()> {
        let invalid = |problem: String| Err(Error::InvalidModel { problem });
        if let Err(error) =
            check_image_size(self.image_size).and_then(|()| self.config.validate(self.image_size))
        {
            let problem = error.to_string();
            return invalid(format!("its settings are not valid ({})", problem.trim_end_matches('.')));
        }
        if self.mean.iter().chain(&self.std).any(|value| !value.is_finite())
            || self.std.iter().any(|&std| std <= 0.0)
        {
            return invalid(format!(
                "its mean {:?} and standard deviation {:?} cannot normalise images",
                self.mean, self.std
            ));
        }
        match &self.classifier {
            Some(about) if about.class_names.is_empty() => invalid("its classifier has no classes".into()),
            Some(ClassifierInfo { image_size: Some(side), .. }) if check_image_size(*side).is_err() => {
                invalid(format!("its classifier is for images of {side} px"))
            }
            _ => Ok(()),
        }
    }

    /// Refuses counts of classes that a file with this many values cannot hold, before anything is allocated for them.
    fn check_size(&self, num_values: usize) -> Result<()> {
        let has_targets = self.config.method.about().targets != Targets::Images;
        let of_head = self.config.num_targets.filter(|_| has_targets);
        let counts = [of_head, self.classifier.as_ref().map(|about| about.class_names.len())];
        let num_features = self.config.backbone.info().num_features;
        let fits = |count: usize| count.checked_mul(num_features).is_some_and(|needed| needed <= num_values);
        match counts.into_iter().flatten().find(|&count| !fits(count)) {
            Some(count) => Err(Error::InvalidModel {
                problem: format!("its settings have {count} classes, more than its tensors are for"),
            }),
            None => Ok(()),
        }
    }

    /// How its inputs are normalised.
    pub fn normalization(&self) -> Normalization {
        Normalization { mean: self.mean, std: self.std }
    }

    /// Refuses data that a run of it cannot be resumed on. Files of 0.1.0 record only the image size.
    ///
    /// # Errors
    /// [`Error::OtherData`] says what differs.
    pub fn check_data(&self, data: &Self) -> Result<()> {
        let differences = match (&self.fingerprint, &data.fingerprint) {
            (Some(before), Some(now)) => before.differences(now),
            _ if self.image_size != data.image_size => {
                Some(format!("the image size was {} px before, {} px now", self.image_size, data.image_size))
            }
            _ => None,
        };
        match differences {
            Some(differences) => Err(Error::OtherData { differences }),
            None => Ok(()),
        }
    }
}

/// A network that can be used, gradients off.
#[derive(Clone, Debug)]
pub struct Model {
    pub info: ModelInfo,
    pub network: Network,
    /// Trained on the network's features, if [`ModelInfo::classifier`] is given.
    pub classifier: Option<Classifier>,
}

impl Model {
    /// Untrained weights of the config's seed.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where an image of the data cannot be read.
    pub fn untrained(config: &PretrainConfig, data: &Dataset, device: &Device) -> Result<Self> {
        let info = ModelInfo::new(config.clone(), data)?;
        Ok(Self { info, network: Network::init(config, device), classifier: None })
    }

    /// Safetensors bytes.
    ///
    /// # Errors
    /// [`Error::DeviceFailed`] where the device is lost; [`Error::InvalidModel`] where its info is not valid;
    /// [`Error::NonFiniteFeatures`] where a weight is not finite.
    pub async fn to_bytes(&self) -> Result<Vec<u8>> {
        self.info.check()?;
        let mut tensors = collect(&self.network, "").await?;
        if let Some(classifier) = &self.classifier {
            tensors.extend(collect(classifier, "classifier").await?);
        }
        check_values(&tensors)?;
        to_bytes(&self.info, &tensors)
    }

    /// Reads what [`Model::to_bytes`] or [`super::Session::checkpoint`] wrote.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] says what is missing or unexpected.
    pub fn from_bytes(bytes: &[u8], device: &Device) -> Result<Self> {
        Ok(read(bytes, device)?.0)
    }
}

/// A model, and what its run needs to be resumed.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    pub model: Model,
    pub run: RunState,
}

/// What a run has besides its network.
#[derive(Clone, Debug)]
pub struct RunState {
    /// Running averages of the optimiser, targets of the epoch, losses and accuracies so far.
    pub tensors: Vec<NamedTensor>,
}

impl Checkpoint {
    /// Reads what [`super::Session::checkpoint`] wrote.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] says what is missing or unexpected.
    pub fn from_bytes(bytes: &[u8], device: &Device) -> Result<Self> {
        let (model, tensors) = read(bytes, device)?;
        Ok(Self { model, run: RunState { tensors } })
    }
}

impl Checkpoint {
    /// Refuses to go on with a run of so many steps where this is none of it.
    pub(super) fn check_steps(&self, total_steps: usize) -> Result<()> {
        let problem = match self.model.info.step {
            step if step > total_steps => format!("it says that {step} of {total_steps} steps are done"),
            step if step > 0 && self.run.tensors.is_empty() => "the file holds its network only".into(),
            _ => return Ok(()),
        };
        Err(Error::NoRunState { problem })
    }

    /// The same run for more epochs.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] where they are fewer than it was started for.
    pub fn for_epochs(mut self, epochs: usize) -> Result<Self> {
        let config = &mut self.model.info.config;
        if epochs < config.epochs {
            let expected = format!("at least {}, which the run was started for", config.epochs);
            return Err(Error::config("epochs", epochs, expected));
        }
        config.epochs = epochs;
        Ok(self)
    }
}

/// A model, and the tensors stored with it.
fn read(bytes: &[u8], device: &Device) -> Result<(Model, Vec<NamedTensor>)> {
    let Contents { info, tensors, others }: Contents<ModelInfo> = from_bytes(bytes)?;
    info.check()?;
    let size: usize = tensors.iter().map(|tensor| tensor.values.len()).sum();
    info.check_size(size)?;
    let network = load(Network::init(&info.config, device), "", &tensors);
    let classifier = info.classifier.as_ref().map(|about| {
        let shape = [info.config.backbone.info().num_features, about.class_names.len()];
        let unused = &mut crate::rng::stream(0, crate::rng::Purpose::HeadWeights, 0);
        load(Classifier::init(about.kind, shape, unused, device), "classifier", &tensors)
    });
    let explained = |error| explain(error, &others);
    let network = network.map_err(explained)?;
    let classifier = classifier.transpose().map_err(explained)?;
    let is_of_run =
        |name: &str| name == CLUSTERS || RUN_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    let of_run: Vec<_> = tensors.into_iter().filter(|tensor| is_of_run(&tensor.name)).collect();
    check_finite(of_run.iter().filter(|tensor| !tensor.name.starts_with(HISTORY_PREFIX)))?;
    Ok((Model { info, network, classifier }, of_run))
}

/// The error of a tensor that is missing, or that it has another type where this is so.
fn explain(error: Error, others: &[(String, String)]) -> Error {
    let Error::InvalidModel { problem } = &error else { return error };
    match others.iter().find(|(name, _)| problem.contains(&format!("`{name}`"))) {
        Some((name, kind)) => Error::InvalidModel { problem: format!("`{name}` is {kind}, expected F32") },
        None => error,
    }
}
