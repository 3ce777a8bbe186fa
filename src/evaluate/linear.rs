//! Linear evaluation: the backbone frozen, a classifier trained on its features (paper, section 4).

use burn::tensor::Tensor;

use super::labeled::{LabeledFeatures, read_classes};
use super::{Found, Measurement, Probe, Progress, ProtocolRun, Setup, Step};
use crate::error::Result;
use crate::method::Classification;
use crate::model::{BackboneNetwork, Classifier, frozen, trainable};
use crate::rng::{Purpose, stream};
use crate::train::{Optimizer, epoch_order};

/// Steps between two small reads, which keep the queue of a GPU short.
const STEPS_PER_READ: usize = 8;

pub(super) struct LinearRun {
    setup: Setup,
    backbone: BackboneNetwork,
    features: LabeledFeatures,
    classifier: Classifier,
    optimizer: Optimizer,
    order: Vec<usize>,
    step: usize,
    done: usize,
    predictions: Vec<usize>,
}

impl LinearRun {
    pub(super) fn new(setup: &Setup, backbone: BackboneNetwork) -> Result<Self> {
        let config = &setup.config;
        let mut rng = stream(config.seed, Purpose::HeadWeights, 0);
        let num_classes = setup.data.class_names.len();
        let shape = [backbone.num_features(), num_classes];
        let classifier = Classifier::init(config.classifier, shape, &mut rng, &setup.device);
        Ok(Self {
            backbone: frozen(backbone),
            features: LabeledFeatures::new(setup, "linear evaluation")?,
            classifier: trainable(classifier),
            optimizer: Optimizer::new(config.optimizer),
            order: Vec::new(),
            step: 0,
            done: 0,
            predictions: Vec::new(),
            setup: setup.clone(),
        })
    }

    fn num_train(&self) -> usize {
        self.setup.data.train.as_ref().map_or(0, |set| set.len())
    }

    fn steps_per_epoch(&self) -> usize {
        self.num_train().div_ceil(self.setup.config.batch_size)
    }

    fn total_steps(&self) -> usize {
        self.setup.config.epochs() * self.steps_per_epoch()
    }

    async fn train_classifier(&mut self) -> Result<()> {
        let (epoch, place) = (self.step / self.steps_per_epoch(), self.step % self.steps_per_epoch());
        if place == 0 {
            self.order = epoch_order(self.num_train(), self.setup.config.seed, epoch);
        }
        let size = self.setup.config.batch_size;
        let indices = &self.order[place * size..((place + 1) * size).min(self.order.len())];
        let features = self.features.train.features();
        let logits = self.classifier.forward(features.upload(indices, &self.setup.device));
        let loss = Classification::new(logits, features.targets(indices)).loss();
        self.optimizer.step(&mut self.classifier, &mut loss.backward(), 1.0);
        self.step += 1;
        if self.step.is_multiple_of(STEPS_PER_READ) {
            // Waits for the device.
            loss.inner().into_data_async().await?;
        }
        Ok(())
    }

    async fn predict(&self) -> Result<Vec<usize>> {
        let all: Vec<usize> = (0..self.features.test.features().len()).collect();
        let features = self.features.test.features().upload(&all, &self.setup.device);
        let logits: Tensor<2> = self.classifier.forward(features).inner();
        read_classes(logits.argmax(1).flatten(0, 1)).await
    }
}

impl ProtocolRun for LinearRun {
    fn progress(&self) -> Progress {
        Progress { done: self.done, total: self.features.total() + self.total_steps() }
    }

    /// A batch of features, or a step of the classifier.
    fn step(&mut self) -> Step<'_> {
        Box::pin(async move {
            match self.features.is_done() {
                false => self.features.step(&mut self.backbone).await?,
                true => self.train_classifier().await?,
            }
            self.done += 1;
            if self.done == self.progress().total {
                self.predictions = self.predict().await?;
            }
            Ok(())
        })
    }

    fn finish(self: Box<Self>) -> (Measurement, Found) {
        let num_classes = self.setup.data.class_names.len();
        let measurement =
            Measurement::new(&self.predictions, &self.features.test.features().labels, num_classes);
        let probe = Probe { backbone: self.backbone, classifier: frozen(self.classifier) };
        (measurement, Found::Probe(Box::new(probe)))
    }
}
