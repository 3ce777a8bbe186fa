//! The pretext task on images that pretraining has not seen.

use super::features::{plain_images, read_classes};
use super::{Measurement, Progress, Setup};
use crate::config::check_patch;
use crate::data::ImageSet;
use crate::error::Result;
use crate::method::Batch;
use crate::model::{Mode, frozen};
use crate::rng::{Purpose, stream};
use crate::train::{ModelInfo, Network};
use crate::views::draw_boxes;

/// Images of one forward pass; the views come on top.
const BATCH: usize = 16;

pub(super) struct PretextRun {
    setup: Setup,
    images: ImageSet,
    network: Network,
    patch_ratio: f64,
    next: usize,
    predictions: Vec<usize>,
    targets: Vec<usize>,
}

impl PretextRun {
    pub(super) fn new(setup: &Setup, network: Network, info: &ModelInfo) -> Result<Self> {
        check_patch(info.config.patch_ratio, setup.data.image_size)?;
        Ok(Self {
            images: setup.data.unseen()?.clone(),
            network: frozen(network),
            patch_ratio: info.config.patch_ratio,
            next: 0,
            predictions: Vec::new(),
            targets: Vec::new(),
            setup: setup.clone(),
        })
    }

    pub(super) fn progress(&self) -> Progress {
        Progress { done: self.next.div_ceil(BATCH), total: self.images.len().div_ceil(BATCH) }
    }

    /// One batch of images with all their views.
    pub(super) async fn step(&mut self) -> Result<()> {
        let indices: Vec<usize> = (self.next..(self.next + BATCH).min(self.images.len())).collect();
        let device = self.setup.device.clone().inner();
        let mut rng = stream(self.setup.config.seed, Purpose::Placement, self.next as u64);
        let boxes = draw_boxes(indices.len(), self.images.image_size(), self.patch_ratio, &mut rng);
        let images = plain_images(&self.images, &indices, self.setup.normalization, &device)?;
        let batch = Batch { images, boxes };
        let outcome = self.network.pretext.outcome(&mut self.network.backbone, &batch, Mode::Infer);
        self.predictions.extend(read_classes(outcome.classification.predictions()).await?);
        self.targets.extend(read_classes(outcome.classification.targets).await?);
        self.next += indices.len();
        Ok(())
    }

    pub(super) fn finish(self) -> Measurement {
        let num_classes = self.network.pretext.class_names().len();
        Measurement::new(&self.predictions, &self.targets, num_classes)
    }
}
