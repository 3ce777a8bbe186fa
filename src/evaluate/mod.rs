//! Measuring features: linear evaluation, fine-tuning, kNN and the pretext task, each beside random weights.
//!
//! An [`Evaluation`] is pulled like training: the host asks for units of work and gets [`Progress`].

mod features;
mod finetune;
mod knn;
mod linear;
mod pretext;
mod report;

use burn::tensor::Device;
use serde::Serialize;

pub(crate) use features::read_classes;
use finetune::FinetuneRun;
use knn::KnnRun;
use linear::LinearRun;
use pretext::PretextRun;
pub use report::{Measurement, Report};

use crate::config::{EvaluationConfig, Protocol};
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::model::{Classifier, ResNet};
use crate::train::{ModelInfo, Network, Normalization};

/// A backbone with the classifier that an evaluation trained on it.
#[derive(Clone, Debug)]
pub struct Probe {
    pub backbone: ResNet,
    pub classifier: Classifier,
}

/// How far an evaluation is, in units of about one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
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
enum Run {
    Linear(Box<LinearRun>),
    Finetune(Box<FinetuneRun>),
    Knn(Box<KnnRun>),
    Pretext(Box<PretextRun>),
}

impl Run {
    fn new(setup: &Setup, backbone: ResNet, network: &Network, info: &ModelInfo) -> Result<Self> {
        Ok(match setup.config.protocol {
            Protocol::Linear => Self::Linear(Box::new(LinearRun::new(setup, backbone)?)),
            Protocol::Finetune => Self::Finetune(Box::new(FinetuneRun::new(setup, backbone)?)),
            Protocol::Knn => Self::Knn(Box::new(KnnRun::new(setup, backbone)?)),
            Protocol::Pretext => Self::Pretext(Box::new(PretextRun::new(setup, network.clone(), info)?)),
        })
    }

    fn progress(&self) -> Progress {
        match self {
            Self::Linear(run) => run.progress(),
            Self::Finetune(run) => run.progress(),
            Self::Knn(run) => run.progress(),
            Self::Pretext(run) => run.progress(),
        }
    }

    async fn step(&mut self) -> Result<()> {
        match self {
            Self::Linear(run) => run.step().await,
            Self::Finetune(run) => run.step().await,
            Self::Knn(run) => run.step().await,
            Self::Pretext(run) => run.step().await,
        }
    }

    fn finish(self) -> (Measurement, Option<Probe>) {
        match self {
            Self::Linear(run) => run.finish(),
            Self::Finetune(run) => run.finish(),
            Self::Knn(run) => (run.finish(), None),
            Self::Pretext(run) => (run.finish(), None),
        }
    }
}

/// Where an evaluation stands after some work.
pub enum Stage {
    Running(Progress),
    Done(Box<Report>),
}

/// A measurement of a network, and of random weights where the config asks for it.
pub struct Evaluation {
    setup: Setup,
    /// Runs still to do, the pretrained one last.
    waiting: Vec<Run>,
    finished: Vec<Measurement>,
    finished_units: usize,
    total_units: usize,
    class_names: Vec<String>,
    probe: Option<Probe>,
}

impl Evaluation {
    /// Prepares the runs; nothing is computed yet.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`]; [`Error::NoLabels`] where the protocol needs labels and the data has none;
    /// [`Error::NoImages`] where there is no test split.
    pub fn new(
        config: &EvaluationConfig,
        network: &Network,
        info: &ModelInfo,
        data: &Dataset,
        device: &Device,
    ) -> Result<Self> {
        config.validate()?;
        let normalization = Normalization { mean: info.mean, std: info.std };
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
            .map(|backbone| Run::new(&setup, backbone, network, info))
            .collect::<Result<Vec<_>>>()?;
        let total_units = waiting.iter().map(|run| run.progress().total).sum();
        let class_names = match config.protocol {
            Protocol::Pretext => network.pretext.class_names(),
            Protocol::Linear | Protocol::Finetune | Protocol::Knn => data.class_names.clone(),
        };
        Ok(Self {
            setup,
            waiting,
            finished: Vec::new(),
            finished_units: 0,
            total_units,
            class_names,
            probe: None,
        })
    }

    /// Up to `units` units of work.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where an image cannot be read; [`Error::DeviceFailed`];
    /// [`Error::OutOfOrder`] after the report.
    pub async fn run(&mut self, units: usize) -> Result<Stage> {
        for _ in 0..units.max(1) {
            let Some(run) = self.waiting.last_mut() else {
                return Err(Error::OutOfOrder("The evaluation is over: start another"));
            };
            run.step().await?;
            if run.progress().done == run.progress().total {
                self.finish_run();
            }
            if self.waiting.is_empty() {
                return Ok(Stage::Done(Box::new(self.report())));
            }
        }
        let running = self.waiting.last().map_or(0, |run| run.progress().done);
        Ok(Stage::Running(Progress { done: self.finished_units + running, total: self.total_units }))
    }

    /// The pretrained backbone with its classifier, once the evaluation is over.
    pub fn take_probe(&mut self) -> Option<Probe> {
        self.probe.take()
    }

    fn finish_run(&mut self) {
        let Some(run) = self.waiting.pop() else { return };
        self.finished_units += run.progress().total;
        let (measurement, probe) = run.finish();
        self.finished.push(measurement);
        self.probe = probe;
    }

    fn report(&mut self) -> Report {
        let pretrained = self.finished.pop().expect("the pretrained run comes last and has ended");
        Report {
            protocol: self.setup.config.protocol,
            chance: 1.0 / self.class_names.len() as f64,
            class_names: self.class_names.clone(),
            random: self.finished.pop(),
            pretrained,
        }
    }
}
