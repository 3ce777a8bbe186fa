//! The training session: `step` is batch, views, forward, loss, backward, update.

use burn::tensor::{Device, Tensor, Transaction};
use rand::RngExt;
use serde::Serialize;

use super::batches::{Normalization, epoch_order, gather};
use super::checkpoint::{Checkpoint, ModelInfo, to_bytes};
use super::clustering::{Clustering, Clusters};
use super::network::Network;
use super::optimizer::Optimizer;
use super::progress::Progress;
use super::schedule::Schedule;
use super::targets::{training_images, with_targets};
use crate::config::PretrainConfig;
use crate::data::{Dataset, ImageSet};
use crate::error::{Error, Result};
use crate::method::{Batch, Targets};
use crate::model::{Mode, collect, frozen, to_f32, trainable};
use crate::rng::{Purpose, stream};
use crate::views::{draw_boxes, upload};

/// What some steps have brought, averaged over them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainEvent {
    /// Steps done since the start.
    pub step: usize,
    pub total_steps: usize,
    /// Epochs begun, from 1.
    pub epoch: usize,
    pub epochs: usize,
    /// Loss of each step since the last event.
    pub losses: Vec<f32>,
    /// Mean of these losses.
    pub loss: f32,
    /// Part of the pretext samples answered right, 0..=1.
    pub pretext_accuracy: f32,
    pub learning_rate: f64,
    /// Images drawn since the start, views not counted.
    pub images: usize,
}

/// Loss and right answers of a step, still on the device.
struct Pending {
    loss: Tensor<1>,
    num_correct: Tensor<1>,
    num_samples: usize,
}

/// A run of pretraining. The same config and seed give the same run; on the CPU bit for bit.
pub struct Session {
    config: PretrainConfig,
    data: Dataset,
    /// The images that are trained on, and their labels where those are the targets.
    images: ImageSet,
    labels: Vec<u16>,
    device: Device,
    network: Network,
    optimizer: Optimizer,
    schedule: Schedule,
    step: usize,
    /// The images of the current epoch in their order, and which epoch that is.
    order: (usize, Vec<usize>),
    pending: Vec<Pending>,
    /// The batch of the step to come, drawn and on its way to the device while that still computes.
    next_batch: Option<(usize, Batch)>,
    /// Where targets are clusters: those of the current epoch, and those on their way.
    clusters: Option<Clusters>,
    clustering: Option<Clustering>,
    /// The network and optimiser at the last loss that was a number, and their step.
    last_good: (usize, Network, Optimizer),
}

impl Session {
    /// A run from starting weights.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`]; [`Error::TooFewImages`] where not one batch can be filled;
    /// [`Error::NoLabels`] where the method needs labels and the data has none.
    pub fn new(config: &PretrainConfig, data: &Dataset, device: &Device) -> Result<Self> {
        config.validate(data.image_size)?;
        let (images, labels) = training_images(config, data)?;
        let num_images = images.len();
        if num_images < config.batch_size {
            return Err(Error::TooFewImages { got: num_images, needed: config.batch_size });
        }
        let config = with_targets(config, data, num_images)?;
        let network = trainable(Network::init(&config, device));
        let optimizer = Optimizer::new(config.optimizer);
        let total_steps = config.epochs * (num_images / config.batch_size);
        Ok(Self {
            data: data.clone(),
            images,
            labels,
            device: device.clone(),
            last_good: (0, network.clone(), optimizer.clone()),
            network,
            optimizer,
            schedule: Schedule::new(&config.schedule, total_steps),
            step: 0,
            order: (0, epoch_order(num_images, config.seed, 0)),
            pending: Vec::new(),
            next_batch: None,
            clusters: None,
            clustering: None,
            config,
        })
    }

    /// A run from a checkpoint on; it goes the way that an uninterrupted run goes.
    ///
    /// # Errors
    /// As [`Session::new`], and [`Error::InvalidModel`] where the bytes hold no whole run.
    pub fn resume(checkpoint: &Checkpoint, data: &Dataset, device: &Device) -> Result<Self> {
        let mut session = Self::new(&checkpoint.info.config, data, device)?;
        if checkpoint.info.image_size != data.image_size {
            return Err(Error::InvalidModel {
                problem: format!(
                    "the run used images of {} px, the data has {} px",
                    checkpoint.info.image_size, data.image_size
                ),
            });
        }
        let counts = [&checkpoint.info.config, &session.config].map(|config| config.num_targets);
        if counts[0] != counts[1] {
            let [before, now] = counts.map(|count| count.unwrap_or(0));
            let problem = format!("the run told {before} classes apart, the data has {now}");
            return Err(Error::InvalidModel { problem });
        }
        session.network = trainable(checkpoint.network.clone());
        session.step = checkpoint.info.step;
        session.optimizer.restore(&session.network, session.step, &checkpoint.optimizer)?;
        let counts = [session.images.len(), session.config.num_targets.unwrap_or(0)];
        session.clusters = Clusters::from_tensors(&checkpoint.optimizer, session.epoch(), counts);
        if let (Some(_), Some(layer)) = (&session.clusters, session.network.pretext.fresh_layer()) {
            session.optimizer.count_from(layer, session.epoch() * session.steps_per_epoch());
        }
        session.last_good = (session.step, session.network.clone(), session.optimizer.clone());
        Ok(session)
    }

    /// Steps in the whole run. The rest of an epoch that does not fill a batch is left out.
    pub fn total_steps(&self) -> usize {
        self.config.epochs * self.steps_per_epoch()
    }

    /// Steps done.
    pub fn steps_done(&self) -> usize {
        self.step
    }

    /// Whether the run has come to its end.
    pub fn is_done(&self) -> bool {
        self.step >= self.total_steps()
    }

    /// What the run was started with.
    pub fn config(&self) -> &PretrainConfig {
        &self.config
    }

    /// The network as it stands, gradients off.
    pub fn network(&self) -> Network {
        frozen(self.network.clone())
    }

    fn steps_per_epoch(&self) -> usize {
        self.images.len() / self.config.batch_size
    }

    /// The epoch of the next step, from 0.
    fn epoch(&self) -> usize {
        self.step / self.steps_per_epoch()
    }

    /// Whether the next step waits for clusters of its epoch.
    fn needs_clusters(&self) -> bool {
        let has_them = self.clusters.as_ref().is_some_and(|clusters| clusters.epoch == self.epoch());
        self.config.method.targets() == Targets::Clusters && !has_them && !self.is_done()
    }

    /// Up to `units` units of what must be done before the next step: for Deep Cluster, clusters of its epoch.
    /// None where nothing is left to do. [`Session::run`] does it all by itself.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where an image cannot be read; [`Error::DeviceFailed`].
    pub async fn prepare(&mut self, units: usize) -> Result<Option<Progress>> {
        for _ in 0..units.max(1) {
            if !self.needs_clusters() {
                return Ok(None);
            }
            let epoch = self.epoch();
            if self.clustering.as_ref().is_none_or(|clustering| clustering.epoch != epoch) {
                self.clustering = Some(Clustering::new(
                    &self.images,
                    Normalization::of(&self.data),
                    &self.device,
                    self.config.num_targets.unwrap_or(2),
                    self.config.seed,
                    epoch,
                ));
            }
            let mut backbone = frozen(self.network.backbone.clone());
            let Some(clustering) = &mut self.clustering else { continue };
            if let Some(clusters) = clustering.step(&mut backbone).await? {
                self.clustering = None;
                self.use_clusters(clusters);
            }
        }
        Ok(match (&self.clustering, self.needs_clusters()) {
            (Some(clustering), true) => Some(clustering.progress()),
            _ => None,
        })
    }

    /// What the clusters of the last epoch have taught the head is worth nothing with new ones.
    fn use_clusters(&mut self, clusters: Clusters) {
        let mut rng = stream(self.config.seed, Purpose::HeadWeights, clusters.epoch as u64 + 1);
        if let Some(layer) = self.network.pretext.fresh_layer() {
            self.network.pretext.refresh(&mut rng);
            self.network = trainable(frozen(self.network.clone()));
            self.optimizer.forget(layer);
        }
        self.clusters = Some(clusters);
        self.last_good = (self.step, self.network.clone(), self.optimizer.clone());
    }

    /// One step. Nothing is read back from the device.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where an image cannot be read; [`Error::OutOfOrder`] where [`Session::prepare`] has
    /// work left.
    pub fn step(&mut self) -> Result<()> {
        if self.needs_clusters() {
            return Err(Error::OutOfOrder("The epoch has no clusters yet: call `prepare`"));
        }
        let batch = self.take_batch()?;
        let outcome = self.network.pretext.outcome(&mut self.network.backbone, &batch, Mode::Train);
        let mut gradients = outcome.loss.backward();
        let factor = self.schedule.factor(self.step);
        self.optimizer.step(&mut self.network, &mut gradients, factor);
        self.pending.push(Pending {
            loss: outcome.loss.inner(),
            num_correct: outcome.classification.num_correct(),
            num_samples: outcome.classification.num_samples(),
        });
        self.step += 1;
        Ok(())
    }

    /// Up to `num_steps` steps, not beyond an epoch whose successor needs clusters, then one read: their event.
    ///
    /// # Errors
    /// As [`Session::step`]; [`Error::NonFiniteLoss`], after which the network is the last good one;
    /// [`Error::DeviceFailed`].
    pub async fn run(&mut self, num_steps: usize) -> Result<TrainEvent> {
        if self.is_done() {
            return Err(Error::OutOfOrder("The run is over: start another"));
        }
        let mut last = (self.step + num_steps.max(1)).min(self.total_steps());
        if self.config.method.targets() == Targets::Clusters {
            // Clusters of the next epoch are a request of their own, so that it can be stopped.
            last = last.min((self.epoch() + 1) * self.steps_per_epoch());
        }
        while self.step < last {
            while self.prepare(1).await?.is_some() {}
            self.step()?;
        }
        // The steps are queued: while the device computes them, the host draws the next batch.
        if !self.is_done() && !self.needs_clusters() {
            self.next_batch = Some((self.step, self.draw_batch()?));
        }
        self.read_event().await
    }

    async fn read_event(&mut self) -> Result<TrainEvent> {
        let pending = std::mem::take(&mut self.pending);
        let num_samples: usize = pending.iter().map(|step| step.num_samples).sum();
        let (losses, correct): (Vec<_>, Vec<_>) =
            pending.into_iter().map(|step| (step.loss, step.num_correct)).unzip();
        let transaction =
            Transaction::default().register(Tensor::cat(losses, 0)).register(Tensor::cat(correct, 0).sum());
        // Waits for the device.
        let mut read = transaction.execute_async().await?.into_iter().map(to_f32);
        let (Some(losses), Some(correct)) = (read.next(), read.next()) else {
            unreachable!("a transaction gives back as many tensors as it was given")
        };
        self.check_losses(&losses)?;
        Ok(TrainEvent {
            step: self.step,
            total_steps: self.total_steps(),
            epoch: (self.step - 1) / self.steps_per_epoch() + 1,
            epochs: self.config.epochs,
            loss: losses.iter().sum::<f32>() / losses.len() as f32,
            losses,
            pretext_accuracy: correct[0] / num_samples as f32,
            learning_rate: self.config.optimizer.learning_rate() * self.schedule.factor(self.step - 1),
            images: self.step * self.config.batch_size,
        })
    }

    /// Keeps the weights of good losses; goes back to them at a bad one.
    fn check_losses(&mut self, losses: &[f32]) -> Result<()> {
        let Some(bad) = losses.iter().position(|loss| !loss.is_finite()) else {
            self.last_good = (self.step, self.network.clone(), self.optimizer.clone());
            return Ok(());
        };
        let step = self.step - losses.len() + bad + 1;
        let (good_step, network, optimizer) = self.last_good.clone();
        (self.step, self.network, self.optimizer) = (good_step, network, optimizer);
        Err(Error::NonFiniteLoss { loss: losses[bad], step, good_step })
    }

    fn take_batch(&mut self) -> Result<Batch> {
        match self.next_batch.take() {
            // After a step back to good weights the batch at hand is of another step.
            Some((step, batch)) if step == self.step => Ok(batch),
            _ => self.draw_batch(),
        }
    }

    fn draw_batch(&mut self) -> Result<Batch> {
        let (epoch, place) = (self.epoch(), self.step % self.steps_per_epoch());
        if self.order.0 != epoch {
            self.order = (epoch, epoch_order(self.images.len(), self.config.seed, epoch));
        }
        let size = self.config.batch_size;
        let indices = &self.order.1[place * size..(place + 1) * size];
        let mut rng = stream(self.config.seed, Purpose::Batch, self.step as u64);
        let boxes = draw_boxes(size, self.data.image_size, self.config.patch_ratio, &mut rng);
        let normalization = Normalization::of(&self.data);
        let pixels = gather(&self.images, indices, normalization, self.config.augmentation, &mut rng)?;
        let noise = (0..size * self.config.method.noise_per_image()).map(|_| rng.random()).collect();
        let (targets, weights) = match self.config.method.targets() {
            Targets::Images => Default::default(),
            Targets::Labels => {
                (indices.iter().map(|&index| i32::from(self.labels[index])).collect(), Vec::new())
            }
            Targets::Clusters => {
                self.clusters.as_ref().map(|clusters| clusters.of(indices)).unwrap_or_default()
            }
        };
        let images = upload(pixels, self.data.image_size, &self.device);
        Ok(Batch { images, boxes, targets, weights, noise })
    }

    /// What a saved network says of itself.
    pub fn info(&self) -> ModelInfo {
        ModelInfo {
            config: self.config.clone(),
            step: self.step,
            data: self.data.name.clone(),
            image_size: self.data.image_size,
            mean: self.data.mean,
            std: self.data.std,
        }
    }

    /// The whole run as safetensors bytes: network, optimiser and place.
    ///
    /// # Errors
    /// [`Error::DeviceFailed`] where the device is lost.
    pub async fn checkpoint(&self) -> Result<Vec<u8>> {
        let mut tensors = collect(&self.network, "").await?;
        tensors.extend(self.optimizer.collect().await?);
        let current = self.clusters.as_ref().filter(|clusters| clusters.epoch == self.epoch());
        tensors.extend(current.map(Clusters::to_tensor));
        to_bytes(&self.info(), &tensors)
    }
}

impl Checkpoint {
    /// The network alone as safetensors bytes.
    ///
    /// # Errors
    /// [`Error::DeviceFailed`] where the device is lost.
    pub async fn network_bytes(&self) -> Result<Vec<u8>> {
        to_bytes(&self.info, &collect(&self.network, "").await?)
    }
}
