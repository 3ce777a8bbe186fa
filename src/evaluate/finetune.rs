//! Fine-tuning: the backbone and a classifier trained together (paper, section 4).

use burn::tensor::Tensor;

use super::labeled::{Steps, check_loss, predict};
use super::{Found, Measurement, Probe, Progress, ProtocolRun, Setup, Step};
use crate::data::ImageSet;
use crate::error::Result;
use crate::method::Classification;
use crate::model::{BackboneNetwork, Classifier, Mode, TensorVisitor, VisitTensors, frozen, trainable};
use crate::rng::{Purpose, stream};
use crate::train::{FEATURE_BATCH, Optimizer, draw_images, epoch_order, plain_images};

/// Backbone and classifier as one trainable module.
#[derive(Clone, Debug)]
struct Tuned {
    backbone: BackboneNetwork,
    classifier: Classifier,
}

impl VisitTensors for Tuned {
    fn visit(&mut self, _: &str, visitor: &mut impl TensorVisitor) {
        self.backbone.visit("backbone", visitor);
        self.classifier.visit("classifier", visitor);
    }
}

impl Tuned {
    fn forward(&mut self, images: Tensor<4>, mode: Mode) -> Tensor<2> {
        let features = self.backbone.features(images, mode);
        self.classifier.forward(features)
    }
}

pub(super) struct FinetuneRun {
    setup: Setup,
    steps: Steps,
    train: ImageSet,
    test: ImageSet,
    labels: Vec<u16>,
    tuned: Tuned,
    optimizer: Optimizer,
    order: Vec<usize>,
    step: usize,
    predictions: Vec<usize>,
}

impl FinetuneRun {
    pub(super) fn new(setup: &Setup, backbone: BackboneNetwork) -> Result<Self> {
        let (train, test) = setup.data.labeled("fine-tuning")?;
        let config = &setup.config;
        let mut rng = stream(config.seed, Purpose::HeadWeights, 0);
        let num_classes = setup.data.class_names.len();
        let shape = [backbone.num_features(), num_classes];
        let classifier = Classifier::init(config.classifier, shape, &mut rng, &setup.device);
        Ok(Self {
            steps: Steps::new(config, train.len())?,
            labels: train.labels().unwrap_or_default(),
            train: train.clone(),
            test: test.clone(),
            tuned: trainable(Tuned { backbone, classifier }),
            optimizer: Optimizer::new(config.optimizer)
                .with_rate_of("backbone", config.backbone_learning_rate),
            order: Vec::new(),
            step: 0,
            predictions: Vec::new(),
            setup: setup.clone(),
        })
    }

    async fn test_batch(&mut self) -> Result<()> {
        let start = self.predictions.len();
        let indices: Vec<usize> = (start..(start + FEATURE_BATCH).min(self.test.len())).collect();
        let device = self.setup.device.clone().inner();
        let images = plain_images(&self.test, &indices, self.setup.normalization, &device)?;
        let logits = frozen(self.tuned.clone()).forward(images, Mode::Infer);
        self.predictions.extend(predict(logits).await?);
        Ok(())
    }
}

impl ProtocolRun for FinetuneRun {
    fn progress(&self) -> Progress {
        let tested = self.predictions.len().div_ceil(FEATURE_BATCH);
        Progress {
            done: self.step + tested,
            total: self.steps.total() + self.test.len().div_ceil(FEATURE_BATCH),
        }
    }

    /// A training step, or a test batch.
    fn step(&mut self) -> Step<'_> {
        Box::pin(async move {
            if self.step == self.steps.total() {
                return self.test_batch().await;
            }
            let (epoch, place) = self.steps.place(self.step);
            let config = &self.setup.config;
            if place.start == 0 {
                self.order = epoch_order(self.train.len(), config.seed, epoch);
            }
            let indices = &self.order[place];
            let mut rng = stream(config.seed, Purpose::Batch, self.step as u64);
            let Setup { normalization, device, .. } = &self.setup;
            let how = (&config.augmentation(), self.train.image_size());
            let images = draw_images(&self.train, indices, *normalization, how, &mut rng, device)?;
            let targets = indices.iter().map(|&index| i32::from(self.labels[index])).collect();
            let loss = Classification::new(self.tuned.forward(images, Mode::Train), targets).loss();
            self.optimizer.step(&mut self.tuned, &mut loss.backward(), 1.0);
            self.step += 1;
            // One small read keeps the queue of a GPU short.
            check_loss(loss.inner()).await?;
            Ok(())
        })
    }

    fn finish(self: Box<Self>) -> (Measurement, Found) {
        let targets: Vec<usize> =
            self.test.labels().unwrap_or_default().into_iter().map(usize::from).collect();
        let measurement = Measurement::new(&self.predictions, &targets, self.setup.data.class_names.len());
        let Tuned { backbone, classifier } = frozen(self.tuned);
        let class_names = self.setup.data.class_names;
        (measurement, Found::Probe(Box::new(Probe { backbone, classifier, class_names })))
    }
}
