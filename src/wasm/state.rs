//! What lives between the calls of an engine, and what its requests ask for.

use burn::tensor::Device;
use serde::Deserialize;

use crate::config::PretrainConfig;
use crate::data::{Dataset, ImageSet, Loader, Split};
use crate::embed::Embedding;
use crate::error::{Error, Result};
use crate::evaluate::{Evaluation, Gallery, Probe};
use crate::explain::{Attention, Explained, Subject, attend};
use crate::rng::{Purpose, stream};
use crate::train::{Checkpoint, Network, Normalization, Session};
use crate::views::draw_boxes;

/// Everything that lives between calls.
#[derive(Default)]
pub struct State {
    pub loader: Option<Loader>,
    pub dataset: Option<Dataset>,
    pub session: Option<Session>,
    /// The network of the last run or file; a session's own goes before it.
    pub model: Option<Checkpoint>,
    pub evaluation: Option<Evaluation>,
    pub probe: Option<Probe>,
    /// The test images by the features of the last retrieval.
    pub gallery: Option<Gallery>,
    pub embedding: Option<Embedding>,
}

impl State {
    /// The data, or an error that says to load some.
    pub fn dataset(&self) -> Result<&Dataset> {
        self.dataset.as_ref().ok_or(Error::OutOfOrder("There is no data: call `load`"))
    }

    /// The images of a split, or an error that says to choose another.
    pub fn split(&self, split: Split) -> Result<&ImageSet> {
        let dataset = self.dataset()?;
        dataset.split(split).ok_or_else(|| Error::NoImages {
            place: format!("the {split:?} split of {}", dataset.name),
            remedy: "Choose another split".into(),
        })
    }

    /// The run that is on, or an error that says to start one.
    pub fn session(&mut self) -> Result<&mut Session> {
        self.session.as_mut().ok_or(Error::OutOfOrder("No run is on: call `pretrain`"))
    }

    /// The network of the run that is on, else of the last one.
    pub fn model(&self) -> Result<Checkpoint> {
        let current = self.session.as_ref().map(|session| Checkpoint {
            info: session.info(),
            network: session.network(),
            optimizer: Vec::new(),
        });
        current
            .or_else(|| self.model.clone())
            .ok_or(Error::OutOfOrder("There is no network: call `pretrain` or `loadModel`"))
    }

    /// Puts a run in place of the one before; returns its number of steps.
    pub fn begin(&mut self, session: Session) -> usize {
        let total = session.total_steps();
        self.forget_measurements();
        self.session = Some(session);
        total
    }

    /// Drops what belongs to a network or data that are no longer there.
    pub fn forget_measurements(&mut self) {
        self.evaluation = None;
        self.probe = None;
        self.gallery = None;
        self.embedding = None;
    }

    /// The test images by their features, or an error that says to measure retrieval.
    pub fn gallery(&self) -> Result<&Gallery> {
        self.gallery
            .as_ref()
            .ok_or(Error::OutOfOrder("No images are ranked: call `evaluate` with `retrieval`"))
    }

    /// What the page shows of the data.
    pub fn summary(&self) -> Result<serde_json::Value> {
        let dataset = self.dataset()?;
        let count = |set: Option<&ImageSet>| set.map_or(0, ImageSet::len);
        Ok(serde_json::json!({
            "name": dataset.name,
            "imageSize": dataset.image_size,
            "classNames": dataset.class_names,
            "mean": dataset.mean,
            "std": dataset.std,
            "unlabeled": dataset.unlabeled.len(),
            "train": count(dataset.train.as_ref()),
            "test": count(dataset.test.as_ref()),
            "skipped": dataset.skipped,
        }))
    }
}

/// What a call about single images asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImagesRequest {
    pub split: Split,
    pub indices: Vec<usize>,
    #[serde(default)]
    pub patch_ratio: Option<f64>,
    #[serde(default)]
    pub seed: Option<u64>,
    #[serde(default)]
    pub target: Target,
    #[serde(default)]
    pub random_weights: bool,
}

/// An image of the test split, and how many others to name.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NeighborsRequest {
    pub index: usize,
    pub count: usize,
}

/// What a map explains.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    #[default]
    Pretext,
    Label,
}

impl ImagesRequest {
    /// The images with the places of their patches.
    pub fn subject<'a>(&'a self, images: &'a ImageSet, normalization: Normalization) -> Result<Subject<'a>> {
        if let Some(&index) = self.indices.iter().find(|&&index| index >= images.len()) {
            return Err(Error::config(
                "indices",
                index,
                format!("below {}, the number of images", images.len()),
            ));
        }
        let patch_ratio = self.patch_ratio.unwrap_or(PretrainConfig::default().patch_ratio);
        crate::config::check_patch(patch_ratio, images.image_size())?;
        let mut rng = stream(self.seed.unwrap_or(1), Purpose::Placement, 0);
        let boxes = draw_boxes(self.indices.len(), images.image_size(), patch_ratio, &mut rng);
        Ok(Subject { images, indices: &self.indices, boxes, patch_ratio, normalization })
    }
}

/// The maps that a request asks for, of the current network or of random weights.
pub async fn explain(state: &State, request: &ImagesRequest, device: &Device) -> Result<Attention> {
    let images = state.split(request.split)?;
    let Checkpoint { info, network, .. } = state.model()?;
    let network = if request.random_weights { Network::init(&info.config, device) } else { network };
    let normalization = info.normalization();
    let subject = request.subject(images, normalization)?;
    let explained = match request.target {
        Target::Pretext => Explained::Pretext(&network),
        Target::Label => {
            let needs =
                Error::OutOfOrder("No classifier is trained: call `evaluate` with `linear` or `finetune`");
            let probe = state.probe.as_ref().ok_or(needs)?;
            let no_labels = || Error::NoLabels { needed: "label map".into(), place: "this split".into() };
            let labels = images.labels().ok_or_else(no_labels)?;
            let classes = request.indices.iter().map(|&index| usize::from(labels[index])).collect();
            Explained::Label { probe, classes, class_names: state.dataset()?.class_names.clone() }
        }
    };
    attend(explained, subject, device).await
}
