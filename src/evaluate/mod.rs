//! Evaluating features: linear evaluation, fine-tuning, kNN and the pretext task, each compared with random weights.
//!
//! An [`Evaluation`] is pulled like training: the host asks for units of work and gets [`Progress`].

mod few_labels;
mod finetune;
mod index;
mod knn;
mod labeled;
mod linear;
mod logistic;
mod neighbors;
mod online;
mod pretext;
mod report;
mod retrieval;
mod search;

use std::pin::Pin;

use burn::tensor::Device;
use rand::seq::SliceRandom;

pub use few_labels::{FewLabels, Labels, LabelsConfig, LabelsReport, Learned, Mistake, Reason, Suggestion};
use finetune::FinetuneRun;
pub use index::Index;
use knn::KnnRun;
pub use knn::Votes;
pub(crate) use knn::largest;
pub(crate) use labeled::predict;
use linear::LinearRun;
pub use neighbors::{Gallery, Neighbor};
pub use online::OnlineKnn;
use pretext::PretextRun;
pub(crate) use report::{FEW_TEST_IMAGES, interval};
pub use report::{Measurement, Report, Retrieval};
use retrieval::RetrievalRun;
pub use search::{Match, Search};

use crate::config::{EvaluationConfig, Protocol};
use crate::data::{Dataset, ImageSet};
use crate::error::{Error, Result};
use crate::model::{BackboneNetwork, Classifier, check_finite, collect};
use crate::rng::{Purpose, stream};
pub use crate::train::Progress;
use crate::train::{Model, ModelInfo, Network, Normalization};

/// A backbone with the classifier that an evaluation trained on it.
#[derive(Clone, Debug)]
pub struct Probe {
    pub backbone: BackboneNetwork,
    pub classifier: Classifier,
    /// Names by class.
    pub class_names: Vec<String>,
}

impl Probe {
    /// The classifier that a model was saved with, if there is one.
    pub fn of(model: &Model) -> Option<Self> {
        let (classifier, about) = model.classifier.clone().zip(model.info.classifier.clone())?;
        Some(Self { backbone: model.network.backbone.clone(), classifier, class_names: about.class_names })
    }
}

/// What every run needs: data, inputs and settings.
#[derive(Clone, Debug)]
struct Setup {
    data: Dataset,
    normalization: Normalization,
    config: EvaluationConfig,
    device: Device,
}

/// One backbone under one protocol.
trait ProtocolRun {
    fn progress(&self) -> Progress;

    /// One unit of work.
    fn step(&mut self) -> Step<'_>;

    /// The figures, and what else was produced, once all units are done.
    fn finish(self: Box<Self>) -> (Measurement, Found);
}

type Step<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

fn start(
    setup: &Setup,
    backbone: BackboneNetwork,
    network: &Network,
    info: &ModelInfo,
) -> Result<Box<dyn ProtocolRun>> {
    Ok(match setup.config.protocol {
        Protocol::Linear => Box::new(LinearRun::new(setup, backbone)?),
        Protocol::Finetune => Box::new(FinetuneRun::new(setup, backbone)?),
        Protocol::Knn => Box::new(KnnRun::new(setup, backbone)?),
        Protocol::Retrieval => Box::new(RetrievalRun::new(setup, backbone)?),
        Protocol::Pretext => Box::new(PretextRun::new(setup, network.clone(), info)?),
    })
}

/// What an evaluation produces besides its figures.
#[derive(Clone, Debug)]
pub enum Found {
    Nothing,
    /// The pretrained backbone with its classifier.
    Probe(Box<Probe>),
    /// The test images with their features.
    Gallery(Gallery),
}

/// The state of an evaluation after some work.
pub enum Stage {
    Running(Progress),
    Done(Box<Report>),
}

/// An evaluation of a network, and of random weights if the config requests it.
pub struct Evaluation {
    setup: Setup,
    /// Runs still to do, the pretrained one last.
    waiting: Vec<Box<dyn ProtocolRun>>,
    finished: Vec<Measurement>,
    finished_units: usize,
    total_units: usize,
    class_names: Vec<String>,
    found: Found,
    /// The network, until its weights have been looked at.
    unchecked: Option<Network>,
}

impl Evaluation {
    /// Prepares the runs; nothing is computed yet.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`]; [`Error::NoLabels`] where the protocol needs labels and the data has none;
    /// [`Error::NoImages`] where there is no test split.
    pub fn new(
        config: &EvaluationConfig,
        Model { info, network, .. }: &Model,
        data: &Dataset,
        device: &Device,
    ) -> Result<Self> {
        config.validate()?;
        let normalization = info.normalization();
        let data = &with_few_labels(data, config)?;
        let setup =
            Setup { data: data.clone(), normalization, config: config.clone(), device: device.clone() };
        let mut backbones = Vec::new();
        if config.compare_random && config.protocol != Protocol::Pretext {
            backbones.push(Network::init(&info.config, device).backbone);
        }
        backbones.push(network.backbone.clone());
        let waiting = backbones
            .into_iter()
            .rev()
            .map(|backbone| start(&setup, backbone, network, info))
            .collect::<Result<Vec<_>>>()?;
        let total_units = waiting.iter().map(|run| run.progress().total).sum();
        let class_names = match config.protocol {
            Protocol::Pretext => pretext::class_names(network, info, data),
            Protocol::Linear | Protocol::Finetune | Protocol::Knn | Protocol::Retrieval => {
                data.class_names.clone()
            }
        };
        Ok(Self {
            setup,
            waiting,
            finished: Vec::new(),
            finished_units: 0,
            total_units,
            class_names,
            found: Found::Nothing,
            unchecked: Some(network.clone()),
        })
    }

    /// Its progress.
    pub fn progress(&self) -> Progress {
        let running = self.waiting.last().map_or(0, |run| run.progress().done);
        Progress { done: self.finished_units + running, total: self.total_units }
    }

    /// Up to `units` units of work.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] where a weight is not finite, [`Error::NonFiniteFeatures`] where what it computes is not;
    /// [`Error::InvalidData`] where an image cannot be read; [`Error::DeviceFailed`]; [`Error::OutOfOrder`] after the
    /// report.
    pub async fn run(&mut self, units: usize) -> Result<Stage> {
        if let Some(network) = self.unchecked.take() {
            check_finite(&collect(&network, "").await?)?;
        }
        for _ in 0..units.max(1) {
            let Some(run) = self.waiting.last_mut() else {
                return Err(Error::order("The evaluation has finished", "evaluate"));
            };
            run.step().await?;
            if run.progress().done == run.progress().total {
                self.finish_run();
            }
            if self.waiting.is_empty() {
                return Ok(Stage::Done(Box::new(self.report())));
            }
        }
        Ok(Stage::Running(self.progress()))
    }

    /// What the pretrained run produced, once the evaluation has finished.
    pub fn take_found(&mut self) -> Found {
        std::mem::replace(&mut self.found, Found::Nothing)
    }

    fn finish_run(&mut self) {
        let Some(run) = self.waiting.pop() else { return };
        self.finished_units += run.progress().total;
        let (measurement, found) = run.finish();
        self.finished.push(measurement);
        self.found = found;
    }

    fn chance(&self) -> f64 {
        let Setup { data, config, .. } = &self.setup;
        let labels = |set: Option<&ImageSet>| set.and_then(ImageSet::labels).unwrap_or_default();
        let test = labels(data.test.as_ref());
        match config.protocol {
            Protocol::Linear | Protocol::Finetune | Protocol::Knn => {
                report::chance_of_guesses(&labels(data.train.as_ref()), &test)
            }
            Protocol::Retrieval => report::chance_of_pairs(&test),
            Protocol::Pretext => 1.0 / self.class_names.len().max(1) as f64,
        }
    }

    fn report(&mut self) -> Report {
        let pretrained = self.finished.pop().expect("the pretrained run is the last one and has finished");
        Report {
            protocol: self.setup.config.protocol,
            classifier: self.setup.config.is_trained().then_some(self.setup.config.classifier),
            chance: self.chance(),
            class_names: self.class_names.clone(),
            random: self.finished.pop(),
            pretrained,
            notes: report::notes(&self.setup.data),
        }
    }
}

/// The data with fewer labelled training images if the config limits them: a number per class, drawn by seed.
///
/// # Errors
/// [`Error::NoLabels`] where the data has none.
pub fn with_few_labels(data: &Dataset, config: &EvaluationConfig) -> Result<Dataset> {
    let counts_all = config.labels_per_class.is_none() && config.label_fraction.is_none();
    if counts_all {
        return Ok(data.clone());
    }
    let (train, _) = data.labeled("few-label evaluation")?;
    let labels = train.labels().unwrap_or_default();
    let mut kept = Vec::new();
    for class in 0..data.class_names.len() {
        let of_class: Vec<usize> =
            (0..labels.len()).filter(|&index| usize::from(labels[index]) == class).collect();
        let part = config.label_fraction.map(|part| ((of_class.len() as f64 * part).round() as usize).max(1));
        let count = config.labels_per_class.or(part).unwrap_or(of_class.len()).min(of_class.len());
        let mut drawn = of_class;
        drawn.shuffle(&mut stream(config.seed, Purpose::FewLabels, class as u64));
        kept.extend_from_slice(&drawn[..count]);
    }
    kept.sort_unstable();
    Ok(Dataset { train: Some(train.subset(&kept)), ..data.clone() })
}
