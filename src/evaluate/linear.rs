//! Linear evaluation: the backbone frozen, a classifier trained on its features (paper, section 4). As in the paper it
//! has two layers; a single one is an option.

use super::labeled::{LabeledFeatures, Steps, check_loss, predict};
use super::logistic::{Logistic, Scale};
use super::{Found, Measurement, Probe, Progress, ProtocolRun, Setup, Step};
use crate::config::{Augmentation, ClassifierKind};
use crate::error::Result;
use crate::method::Classification;
use crate::model::{BackboneNetwork, Classifier, frozen, trainable};
use crate::rng::{Purpose, stream};
use crate::train::{Optimizer, epoch_order};

/// Steps between two small reads, which keep the queue of a GPU short.
const STEPS_PER_READ: usize = 8;

pub(super) struct LinearRun {
    setup: Setup,
    steps: Steps,
    backbone: BackboneNetwork,
    features: LabeledFeatures,
    augmentation: Augmentation,
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
        let features = LabeledFeatures::new(setup, "linear evaluation")?;
        let mut run = Self {
            steps: Steps::new(config, features.train.num_images())?,
            backbone: frozen(backbone),
            features,
            augmentation: config.augmentation(),
            classifier: trainable(classifier),
            optimizer: Optimizer::new(config.optimizer),
            order: Vec::new(),
            step: 0,
            done: 0,
            predictions: Vec::new(),
            setup: setup.clone(),
        };
        if run.has_new_features() {
            run.augment(0);
        }
        Ok(run)
    }

    /// Whether the features of the training images are others in each epoch.
    fn has_new_features(&self) -> bool {
        self.augmentation != Augmentation::NONE
    }

    fn augment(&mut self, epoch: usize) {
        let rng = stream(self.setup.config.seed, Purpose::Batch, epoch as u64);
        self.features.train.augment(&self.augmentation, rng);
    }

    async fn train_classifier(&mut self) -> Result<()> {
        let (epoch, place) = self.steps.place(self.step);
        if place.start == 0 {
            self.order = epoch_order(self.features.train.num_images(), self.setup.config.seed, epoch);
        }
        let indices = &self.order[place];
        let features = self.features.train.features();
        let logits = self.classifier.forward(features.upload(indices, &self.setup.device));
        let loss = Classification::new(logits, features.targets(indices)).loss();
        self.optimizer.step(&mut self.classifier, &mut loss.backward(), 1.0);
        self.step += 1;
        if self.step.is_multiple_of(STEPS_PER_READ) {
            check_loss(loss.inner()).await?;
        }
        let (next_epoch, _) = self.steps.place(self.step);
        if self.has_new_features() && next_epoch > epoch && self.step < self.steps.total() {
            self.augment(next_epoch);
        }
        Ok(())
    }

    /// The minimum of logistic regression, on the host.
    fn fit(&mut self) {
        let features = self.features.train.features();
        let num_classes = self.setup.data.class_names.len();
        let examples: Vec<(usize, usize)> = features.labels.iter().copied().enumerate().collect();
        let Logistic { weight, bias } =
            Logistic::train(features, &Scale::of(features), &examples, num_classes);
        self.classifier = trainable(Classifier::of_layer(weight, bias, &self.setup.device));
    }

    fn is_fitted(&self) -> bool {
        self.setup.config.classifier == ClassifierKind::Logistic
    }

    async fn predict(&self) -> Result<Vec<usize>> {
        let all: Vec<usize> = (0..self.features.test.features().len()).collect();
        let features = self.features.test.features().upload(&all, &self.setup.device);
        predict(self.classifier.forward(features).inner()).await
    }
}

impl ProtocolRun for LinearRun {
    fn progress(&self) -> Progress {
        let repeated = if self.has_new_features() { self.setup.config.epochs() - 1 } else { 0 };
        let features = self.features.total() + repeated * self.features.train.total();
        let steps = if self.is_fitted() { 1 } else { self.steps.total() };
        Progress { done: self.done, total: features + steps }
    }

    /// A batch of features, or a step of the classifier.
    fn step(&mut self) -> Step<'_> {
        Box::pin(async move {
            match self.features.is_done() {
                false => self.features.step(&mut self.backbone).await?,
                true if self.is_fitted() => self.fit(),
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
        let probe = Probe {
            backbone: self.backbone,
            classifier: frozen(self.classifier),
            class_names: self.setup.data.class_names,
        };
        (measurement, Found::Probe(Box::new(probe)))
    }
}
