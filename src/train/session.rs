//! The training session: `step` is batch, views, forward, loss, backward, update.

use burn::tensor::{Device, Tensor};
use rand::RngExt;

use super::batches::{draw_images, epoch_order};
use super::config::PretrainConfig;
use super::features::plain_images;
use super::file::to_bytes;
use super::history::History;
use super::initial::Initial;
use super::model::{Checkpoint, Model, ModelInfo};
use super::network::Network;
use super::optimizer::Optimizer;
use super::pending::{Pending, infers};
use super::progress::{Progress, TrainEvent};
use super::schedule::Schedule;
use super::snapshots::{Fault, Snapshot, Snapshots};
use super::step::update;
use super::targets::{Material, Preparation, Supply, TargetSource};
use crate::config::num_steps;
use crate::data::{Dataset, ImageSet};
use crate::error::{Error, Result};
use crate::method::{Batch, Draw};
use crate::model::{frozen, trainable};
use crate::rng::{Purpose, stream};
use crate::views::draw_boxes;

/// A run of pretraining. The same config and seed give the same run; on the CPU bit for bit.
pub struct Session {
    config: PretrainConfig,
    info: ModelInfo,
    /// The images that are trained on, and their targets.
    images: ImageSet,
    targets: TargetSource,
    device: Device,
    network: Network,
    optimizer: Optimizer,
    schedule: Schedule,
    step: usize,
    history: History,
    /// The images of the current epoch in their order, and which epoch that is.
    order: (usize, Vec<usize>),
    pending: Vec<Pending>,
    /// The batch of the next step, drawn and uploaded to the device while that is still computing.
    next_batch: Option<(usize, Batch)>,
    /// An image as the network sees it, to see at the end whether it computes.
    sample: Tensor<4>,
    snapshots: Snapshots,
}

impl Session {
    /// A run from starting weights.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`]; [`Error::TooFewImages`] if there are too few images for one batch;
    /// [`Error::NoLabels`] where the method needs labels and the data has none.
    pub fn new(config: &PretrainConfig, data: &Dataset, device: &Device) -> Result<Self> {
        config.validate(data.image_size)?;
        Self::with_info(ModelInfo::new(config.clone(), data)?, data, device)
    }

    /// As [`Session::new`], with what was read of the data already.
    fn with_info(info: ModelInfo, data: &Dataset, device: &Device) -> Result<Self> {
        let config = &info.config;
        let Supply { images, targets, num_targets } = Supply::new(config, data)?;
        let num_images = images.len();
        if num_images < config.batch_size {
            return Err(Error::TooFewImages { got: num_images, needed: config.batch_size });
        }
        let config = PretrainConfig { num_targets, ..config.clone() };
        let network = trainable(Network::init(&config, device));
        let optimizer = Optimizer::new(config.optimizer);
        let total_steps = num_steps(config.epochs, num_images / config.batch_size)?;
        let sample = plain_images(&images, &[0], info.normalization(), &device.clone().inner())?;
        Ok(Self {
            info: ModelInfo { config: config.clone(), ..info },
            images,
            targets,
            sample,
            device: device.clone(),
            snapshots: Snapshots::new((0, network.clone(), optimizer.clone())),
            network,
            optimizer,
            schedule: Schedule::new(&config.schedule, total_steps),
            step: 0,
            history: History::default(),
            order: (0, epoch_order(num_images, config.seed, 0)),
            pending: Vec::new(),
            next_batch: None,
            config,
        })
    }

    /// Replaces the starting weights.
    pub(super) fn begin_with(&mut self, network: Network, initial: Initial) {
        self.network = trainable(network);
        self.snapshots = Snapshots::new(self.snapshot());
        self.info.initial = Some(initial);
    }

    /// A run resumed from a checkpoint, as if it had not been interrupted.
    ///
    /// # Errors
    /// As [`Session::new`]; [`Error::OtherData`] where the data is not that of the run; [`Error::NoRunState`]
    /// where the bytes do not hold a complete run.
    pub fn resume(checkpoint: &Checkpoint, data: &Dataset, device: &Device) -> Result<Self> {
        let Checkpoint { model: Model { info, network, .. }, run } = checkpoint;
        let now = ModelInfo::new(info.config.clone(), data)?;
        info.check_data(&now)?;
        info.config.validate(data.image_size)?;
        let mut session = Self::with_info(now, data, device)?;
        let counts = [&info.config, &session.config].map(|config| config.num_targets);
        if counts[0] != counts[1] {
            let [before, now] = counts.map(|count| count.unwrap_or(0));
            let differences = format!("the run had {before} classes, the data has {now}");
            return Err(Error::OtherData { differences });
        }
        checkpoint.check_steps(session.total_steps())?;
        session.info.initial = info.initial.clone();
        session.network = trainable(network.clone());
        session.step = info.step;
        session.history = History::from_tensors(&run.tensors);
        session.history.truncate(session.step);
        session.optimizer.restore(&session.network, session.step, &run.tensors)?;
        let has_targets = session.targets.restore(&run.tensors, session.epoch(), session.images.len());
        if let (true, Some(layer)) = (has_targets, session.network.pretext.fresh_layer()) {
            session.optimizer.count_from(layer, session.epoch() * session.steps_per_epoch());
        }
        session.snapshots = Snapshots::new(session.snapshot());
        Ok(session)
    }

    /// Steps in the whole run. The incomplete last batch of an epoch is dropped.
    pub fn total_steps(&self) -> usize {
        self.config.epochs * self.steps_per_epoch()
    }

    /// Steps done.
    pub fn steps_done(&self) -> usize {
        self.step
    }

    /// Whether the run has finished.
    pub fn is_done(&self) -> bool {
        self.step >= self.total_steps()
    }

    /// What the run was started with.
    pub fn config(&self) -> &PretrainConfig {
        &self.config
    }

    /// The network in its current state, gradients off.
    pub fn network(&self) -> Network {
        frozen(self.network.clone())
    }

    /// Loss and accuracy of each step so far, including those before a resume.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// To add what the session does not know: the time that was spent on it, kNN accuracies.
    pub fn history_mut(&mut self) -> &mut History {
        &mut self.history
    }

    /// Chance level of the task; none if it is not a classification.
    pub fn chance(&self) -> Option<f64> {
        let num_classes = self.network.pretext.class_names().len();
        (num_classes > 0).then(|| 1.0 / num_classes as f64)
    }

    /// Steps of one epoch.
    pub fn steps_per_epoch(&self) -> usize {
        self.images.len() / self.config.batch_size
    }

    /// The epoch of the next step, from 0.
    fn epoch(&self) -> usize {
        self.step / self.steps_per_epoch()
    }

    /// Whether the next step waits for the targets of its epoch.
    fn needs_targets(&self) -> bool {
        !self.is_done() && !self.targets.is_ready(self.epoch())
    }

    /// Up to `units` units of what must be done before the next step: for Deep Cluster, clusters of its epoch.
    /// None if nothing is left to do. [`Session::run`] does this by itself.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where an image cannot be read; [`Error::DeviceFailed`].
    pub async fn prepare(&mut self, units: usize) -> Result<Option<Progress>> {
        let mut progress = None;
        for _ in 0..units.max(1) {
            if !self.needs_targets() {
                return Ok(None);
            }
            let normalization = self.info.normalization();
            let material = Material { images: &self.images, normalization, device: &self.device };
            let (epoch, mut backbone) = (self.epoch(), frozen(self.network.backbone.clone()));
            let prepared = self.targets.prepare(epoch, material, &mut backbone).await;
            let is_sound = match prepared {
                Ok(Preparation::Renewed) => infers(&self.network, &self.optimizer, &self.sample).await?,
                Err(Error::NonFiniteFeatures { .. }) => false,
                _ => true,
            };
            if !is_sound {
                // The last update of the epoch before was too large.
                let fault = Fault::Network { what: "the features".into(), step: self.step };
                return Err(self.recover(fault).await?);
            }
            match prepared? {
                Preparation::Ready => return Ok(None),
                Preparation::Working(done) => progress = Some(done),
                Preparation::Renewed => {
                    self.renew_head(epoch);
                    return Ok(None);
                }
            }
        }
        Ok(progress)
    }

    /// What the head learnt from the targets of the last epoch is useless with new ones.
    fn renew_head(&mut self, epoch: usize) {
        if let Some(layer) = self.network.pretext.fresh_layer() {
            let mut rng = stream(self.config.seed, Purpose::HeadWeights, epoch as u64 + 1);
            self.network.pretext.refresh(&mut rng);
            self.network = trainable(frozen(self.network.clone()));
            self.optimizer.forget(layer);
        }
        self.snapshots = Snapshots::new(self.snapshot());
    }

    /// One step. Nothing is read back from the device.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where an image cannot be read; [`Error::OutOfOrder`] where [`Session::prepare`] has
    /// work left.
    pub fn step(&mut self) -> Result<()> {
        if self.needs_targets() {
            return Err(Error::order("The epoch has no targets yet", "prepare"));
        }
        let batch = self.take_batch()?;
        let factor = self.schedule.factor(self.step);
        let micro_batch = self.config.micro_batch;
        let pending = update(&mut self.network, &mut self.optimizer, &batch, micro_batch, factor);
        self.pending.push(pending);
        self.step += 1;
        let part = self.step as f64 / self.total_steps() as f64;
        self.network.pretext.after_update(&self.network.backbone, part);
        Ok(())
    }

    /// Up to `num_steps` steps, within an epoch if the next one needs new targets, then one read: their event.
    ///
    /// # Errors
    /// As [`Session::step`]; [`Error::NonFiniteLoss`], after which the network is the last good one;
    /// [`Error::DeviceFailed`].
    pub async fn run(&mut self, num_steps: usize) -> Result<TrainEvent> {
        if self.is_done() {
            return Err(Error::order("The run is over", "pretrain"));
        }
        let mut last = (self.step + num_steps.max(1)).min(self.total_steps());
        if self.targets.changes_by_epoch() {
            // Computing the targets of the next epoch is a separate request, so that it can be stopped.
            last = last.min((self.epoch() + 1) * self.steps_per_epoch());
        }
        while self.step < last {
            while self.prepare(1).await?.is_some() {}
            self.step()?;
        }
        // The steps are queued: while the device computes them, the host draws the next batch.
        if !self.is_done() && !self.needs_targets() {
            self.next_batch = Some((self.step, self.draw_batch()?));
        }
        self.read_event().await
    }

    /// One piece of work: up to `units` units of [`Session::prepare`], else as many steps. Returns the state of the
    /// run, and the progress of the preparation if that is still on.
    ///
    /// # Errors
    /// As [`Session::prepare`] and [`Session::run`].
    pub async fn advance(&mut self, units: usize) -> Result<(TrainEvent, Option<Progress>)> {
        match self.prepare(units).await? {
            Some(progress) => Ok((self.event(), Some(progress))),
            None => Ok((self.run(units).await?, None)),
        }
    }

    async fn read_event(&mut self) -> Result<TrainEvent> {
        let pending = std::mem::take(&mut self.pending);
        let sample = self.is_done().then_some(&self.sample);
        let results = Pending::read(pending, &self.network, &self.optimizer, sample).await?;
        let now = self.snapshot();
        if let Some(fault) = self.snapshots.check(&results, now) {
            return Err(self.recover(fault).await?);
        }
        self.history.add(&results);
        let event = self.event();
        Ok(TrainEvent {
            loss: Some(results.losses.iter().sum::<f32>() / results.losses.len() as f32),
            pretext_accuracy: results.accuracy(),
            losses: results.losses,
            spread: results.spread,
            ..event
        })
    }

    /// The state of the run, without new losses.
    pub fn event(&self) -> TrainEvent {
        let last_step = self.step.saturating_sub(1);
        TrainEvent {
            step: self.step,
            total_steps: self.total_steps(),
            epoch: (last_step / self.steps_per_epoch() + 1).min(self.config.epochs),
            epochs: self.config.epochs,
            losses: Vec::new(),
            loss: None,
            pretext_accuracy: None,
            learning_rate: self.config.optimizer.learning_rate() * self.schedule.factor(last_step),
            images: self.step * self.config.batch_size,
            spread: None,
            knn: self.history.knn.clone(),
        }
    }

    fn snapshot(&self) -> Snapshot {
        (self.step, self.network.clone(), self.optimizer.clone())
    }

    /// Restores the last network that computes finite values; returns the error that says so.
    async fn recover(&mut self, fault: Fault) -> Result<Error> {
        let candidates = self.snapshots.earlier();
        let last = candidates.len() - 1;
        for (place, (step, network, optimizer)) in candidates.into_iter().enumerate() {
            if place == last || infers(&network, &optimizer, &self.sample).await? {
                (self.step, self.network, self.optimizer) = (step, network, optimizer);
                break;
            }
        }
        self.snapshots = Snapshots::new(self.snapshot());
        self.history.truncate(self.step);
        Ok(fault.into_error(self.step))
    }

    fn take_batch(&mut self) -> Result<Batch> {
        match self.next_batch.take() {
            // After restoring good weights, the prepared batch belongs to another step.
            Some((step, batch)) if step == self.step => Ok(batch),
            _ => self.draw_batch(),
        }
    }

    /// The batch of the next step, which is drawn if it was not yet.
    pub(super) fn peek_batch(&mut self) -> Result<Batch> {
        let batch = self.take_batch()?;
        self.next_batch = Some((self.step, batch.clone()));
        Ok(batch)
    }

    fn draw_batch(&mut self) -> Result<Batch> {
        let (epoch, place) = (self.epoch(), self.step % self.steps_per_epoch());
        if self.order.0 != epoch {
            self.order = (epoch, epoch_order(self.images.len(), self.config.seed, epoch));
        }
        let size = self.config.batch_size;
        let side = self.config.side_at(self.step, self.total_steps(), self.info.image_size);
        let indices = &self.order.1[place * size..(place + 1) * size];
        let mut rng = stream(self.config.seed, Purpose::Batch, self.step as u64);
        let boxes = draw_boxes(size, side, self.config.patch_ratio, &mut rng);
        let (normalization, device) = (self.info.normalization(), &self.device);
        let mut draw = |kind: Draw| {
            let how = (self.config.augmentation_of(kind), side);
            draw_images(&self.images, indices, normalization, how, &mut rng, device)
        };
        let draws = self.network.pretext.draws().into_iter().map(&mut draw).collect::<Result<_>>()?;
        let noise = (0..size * self.network.pretext.noise_per_image()).map(|_| rng.random()).collect();
        let (targets, weights) = self.targets.of(indices);
        Ok(Batch { draws, boxes, targets, weights, noise })
    }

    /// The info saved with a network.
    pub fn info(&self) -> ModelInfo {
        ModelInfo { step: self.step, ..self.info.clone() }
    }

    /// The network as a model.
    pub fn model(&self) -> Model {
        Model { info: self.info(), network: self.network(), classifier: None }
    }

    /// Sets the date in the info saved with a network: the core reads no clock.
    pub fn set_date(&mut self, date: Option<String>) {
        self.info.date = date;
    }

    /// The whole run as safetensors bytes: network, optimiser, targets, history and position. Where the last update made
    /// a value infinite or NaN, which its loss will show, it is the run as it was before.
    ///
    /// # Errors
    /// [`Error::DeviceFailed`] where the device is lost; [`Error::InvalidModel`] where its info is not valid;
    /// [`Error::NonFiniteFeatures`] where no network of the run is finite.
    pub async fn checkpoint(&self) -> Result<Vec<u8>> {
        let (step, mut tensors) = self.snapshots.tensors(&self.snapshot()).await?;
        let info = ModelInfo { step, ..self.info() };
        info.check()?;
        let mut history = self.history.clone();
        history.truncate(step);
        tensors.extend(self.targets.to_tensor(step / self.steps_per_epoch()));
        tensors.extend(history.to_tensors());
        to_bytes(&info, &tensors)
    }
}
