//! State that lives between calls, and long work as jobs that are advanced piece by piece.
//!
//! The command line, the tables and the browser's engine all drive a [`Workspace`]: [`Workspace::start`] a job,
//! [`Workspace::advance`] it until it has finished or [`Workspace::stop`] it, and [`Workspace::query`] in between.

mod clock;
mod event;
mod job;
mod pictures;
mod query;
mod reply;
mod request;

use std::sync::Arc;

use burn::tensor::Device;

pub use clock::{Clock, Timing};
pub use event::{
    ClassSummary, ComparisonProgress, DatasetSummary, EmbeddingProgress, Event, Outcome, PretrainProgress,
    PretrainSummary, ProgressEvent, Started,
};
pub use query::{Catalog, ImageBatch, ViewBatch};
pub use reply::{Array, Reply};
pub use request::{
    ClassifyQuery, ImagesQuery, Inputs, NeighborsQuery, Query, Request, ResumeConfig, SearchConfig,
    TableQuery, Target,
};

use crate::data::{Dataset, ImageSet};
use crate::error::{Error, Result};
use crate::evaluate::{Gallery, Index, Labels, Probe};
use crate::experiment::TableSource;
use crate::export::to_onnx;
use crate::train::{ClassifierInfo, Model, ModelInfo, PretrainConfig, Session, seconds_per_epoch};
use job::Running;
use pictures::Probed;

/// A device with its data, network and work.
pub struct Workspace {
    device: Device,
    clock: Clock,
    data: Option<Dataset>,
    /// The current or last run; its network takes precedence over `model`.
    session: Option<Session>,
    /// A model that was loaded, or kept after the data of its run were replaced.
    model: Option<Model>,
    /// The classifier of the last evaluation that trained one.
    probed: Option<Probed>,
    /// The test images by the features of the last retrieval.
    gallery: Option<Gallery>,
    /// Images by their features, for the next search.
    indices: Vec<Arc<Index>>,
    /// The labels given to images to pretrain on.
    labels: Labels,
    /// The last comparison.
    table: Option<TableSource>,
    running: Option<Running>,
}

impl Workspace {
    pub fn new(device: Device, clock: Clock) -> Self {
        Self {
            device,
            clock,
            data: None,
            session: None,
            model: None,
            probed: None,
            gallery: None,
            indices: Vec::new(),
            labels: Labels::default(),
            table: None,
            running: None,
        }
    }

    /// The device that computes.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// The data, or an error that asks to load some.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`].
    pub fn data(&self) -> Result<&Dataset> {
        self.data.as_ref().ok_or(Error::order("There is no data", "load"))
    }

    /// The current or last run.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The current network, or an error that asks to train or load one.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`].
    pub fn model(&self) -> Result<Model> {
        let of_session = self.session.as_ref().map(Session::model);
        of_session.or_else(|| self.model.clone()).ok_or(Error::order("There is no network", "pretrain"))
    }

    /// Uses a network from now on; evaluations of the previous one are dropped.
    pub fn use_model(&mut self, model: Model) {
        self.session = None;
        self.forget_evaluations();
        self.probed = Probed::of(&model);
        self.model = Some(model);
    }

    /// Uses data from now on; the network and its classifier are kept, its run ends.
    pub fn use_data(&mut self, data: Dataset) {
        self.model = self.model().ok();
        self.session = None;
        self.gallery = None;
        self.indices.clear();
        self.labels = Labels::default();
        self.table = None;
        self.data = Some(data);
    }

    /// Gives images to pretrain on a class by its name, a new one if need be; none takes their labels away. Loading other
    /// data ends all labels.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`] where there is no data; as [`Labels::set`].
    pub fn label(&mut self, indices: &[usize], class: Option<&str>) -> Result<()> {
        let num_images = self.data()?.unlabeled.len();
        self.labels.set(indices, class, num_images)
    }

    /// The labels given so far.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Loads a model; returns its info.
    ///
    /// # Errors
    /// [`Error::InvalidModel`]; [`Error::Busy`] while the current network is being trained.
    pub fn load_model(&mut self, bytes: &[u8]) -> Result<ModelInfo> {
        if self.running.is_some() {
            return Err(Error::Busy);
        }
        let model = Model::from_bytes(bytes, &self.device)?;
        let info = model.info.clone();
        self.use_model(model);
        Ok(info)
    }

    /// Uses random weights from now on: the network of a run before its first step; returns its info.
    ///
    /// # Errors
    /// As [`Session::new`]; [`Error::OutOfOrder`] where there is no data; [`Error::Busy`] while a job runs.
    pub fn initialize(&mut self, config: &PretrainConfig) -> Result<ModelInfo> {
        if self.running.is_some() {
            return Err(Error::Busy);
        }
        let mut session = Session::new(config, self.data()?, &self.device)?;
        session.set_date((self.clock.date)());
        let model = session.model();
        let info = model.info.clone();
        self.use_model(model);
        Ok(info)
    }

    /// Seconds of an epoch of a run with these settings on the data; takes about two of them.
    ///
    /// # Errors
    /// As [`seconds_per_epoch`]; [`Error::OutOfOrder`] where there is no data; [`Error::Busy`] while a job runs, whose steps
    /// would be slower.
    pub async fn seconds_per_epoch(&self, config: &PretrainConfig) -> Result<f64> {
        if self.running.is_some() {
            return Err(Error::Busy);
        }
        seconds_per_epoch(config, self.data()?, &self.device, self.clock.seconds).await
    }

    /// The current network as safetensors bytes, without a classifier.
    ///
    /// # Errors
    /// As [`Workspace::model`]; [`Error::DeviceFailed`].
    pub async fn save(&self) -> Result<Vec<u8>> {
        let mut model = self.model()?;
        // One that came with the network may be older than its last evaluation.
        (model.classifier, model.info.classifier) = (None, None);
        model.to_bytes().await
    }

    /// The current network with the classifier that the last linear evaluation or fine-tuning trained on it, for
    /// fine-tuning with its own backbone.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`] where there is none.
    pub fn classifier(&self) -> Result<Model> {
        let Probed { probe, image_size, square } = self.probed()?.clone();
        let Probe { backbone, classifier, class_names } = probe;
        let Model { mut info, mut network, .. } = self.model()?;
        network.backbone = backbone;
        let (image_size, square) = (Some(image_size), Some(square));
        info.classifier = Some(ClassifierInfo { kind: classifier.kind(), class_names, image_size, square });
        Ok(Model { info, network, classifier: Some(classifier) })
    }

    /// The current network as an ONNX file, with its classifier if there is one; see [`to_onnx`].
    ///
    /// # Errors
    /// As [`Workspace::model`] and [`to_onnx`].
    pub async fn to_onnx(&self) -> Result<Vec<u8>> {
        let model = if self.probed.is_some() { self.classifier()? } else { self.model()? };
        to_onnx(&model).await
    }

    /// The current or last run, as safetensors bytes.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`] where there is none; [`Error::DeviceFailed`].
    pub async fn checkpoint(&self) -> Result<Vec<u8>> {
        let session = self.session.as_ref().ok_or(Error::order("There is no run", "pretrain"))?;
        session.checkpoint().await
    }

    /// What the page shows of the data.
    ///
    /// # Errors
    /// As [`Workspace::data`].
    pub fn summary(&self) -> Result<DatasetSummary> {
        let data = self.data()?;
        let count = |set: Option<&ImageSet>| set.map_or(0, ImageSet::len);
        let counts = data.class_counts();
        let class =
            |(name, [train, test]): (&String, [usize; 2])| ClassSummary { name: name.clone(), train, test };
        Ok(DatasetSummary {
            name: data.name.clone(),
            image_size: data.image_size,
            class_names: data.class_names.clone(),
            mean: data.mean,
            std: data.std,
            unlabeled: data.unlabeled.len(),
            train: count(data.train.as_ref()),
            test: count(data.test.as_ref()),
            classes: data.class_names.iter().zip(counts).map(class).collect(),
            held_out: data.report.held_out.clone(),
            square: data.square,
            notes: data.report.notes.clone(),
            skipped: data.report.skipped.clone(),
        })
    }

    /// Keeps a classifier that was trained on the current data.
    fn keep_probe(&mut self, probe: Probe) {
        let of_data = |data: &Dataset| Probed { probe, image_size: data.image_size, square: data.square };
        self.probed = self.data.as_ref().map(of_data);
    }

    /// Drops what belongs to a network that has been replaced.
    fn forget_evaluations(&mut self) {
        self.probed = None;
        self.gallery = None;
        self.indices.clear();
    }
}
