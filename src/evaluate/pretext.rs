//! The pretext task on images not seen in pretraining.

use rand::RngExt;

use super::labeled::{check_loss, read_classes};
use super::{Found, Measurement, Progress, ProtocolRun, Setup, Step};
use crate::config::{Protocol, check_patch};
use crate::data::{Dataset, ImageSet};
use crate::error::{Error, Result};
use crate::method::{Batch, Targets};
use crate::model::{Mode, frozen};
use crate::rng::{Purpose, stream};
use crate::train::{ModelInfo, Network, plain_images};
use crate::views::draw_boxes;

/// Images per forward pass, not counting views.
const BATCH: usize = 16;

pub(super) struct PretextRun {
    setup: Setup,
    images: ImageSet,
    network: Network,
    patch_ratio: f64,
    labels: Vec<u16>,
    next: usize,
    predictions: Vec<usize>,
    targets: Vec<usize>,
}

impl PretextRun {
    pub(super) fn new(setup: &Setup, network: Network, info: &ModelInfo) -> Result<Self> {
        check_patch(info.config.patch_ratio, setup.data.image_size)?;
        let images = setup.data.unseen()?.clone();
        let method = info.config.method.about();
        if !method.evaluations.contains(&Protocol::Pretext) || network.pretext.class_names().is_empty() {
            let expected =
                format!("another evaluation: {} has no pretext task for unseen images", method.title);
            return Err(Error::config("protocol", "pretext", expected));
        }
        if method.views_per_image == 1 && images.len() < 2 {
            return Err(Error::NoImages {
                place: format!("the test split of {} beyond the first {}", setup.data.name, images.len()),
                remedy: format!(
                    "{} compares images with each other: load two test images or more",
                    method.title
                ),
            });
        }
        let labels = match method.targets {
            Targets::Images | Targets::Clusters => Vec::new(),
            Targets::Labels => check_labels(&images, setup, info)?,
        };
        Ok(Self {
            images,
            network: frozen(network),
            labels,
            patch_ratio: info.config.patch_ratio,
            next: 0,
            predictions: Vec::new(),
            targets: Vec::new(),
            setup: setup.clone(),
        })
    }
}

impl ProtocolRun for PretextRun {
    fn progress(&self) -> Progress {
        Progress { done: self.next, total: self.images.len() }
    }

    /// One batch of images with all their views.
    fn step(&mut self) -> Step<'_> {
        Box::pin(async move {
            let left = self.images.len() - self.next;
            // Never a single leftover image: some methods compare an image with another of its batch.
            let count = if left == BATCH + 1 { left } else { left.min(BATCH) };
            let indices: Vec<usize> = (self.next..self.next + count).collect();
            let device = self.setup.device.clone().inner();
            let mut rng = stream(self.setup.config.seed, Purpose::Placement, self.next as u64);
            let boxes = draw_boxes(indices.len(), self.images.image_size(), self.patch_ratio, &mut rng);
            let images = plain_images(&self.images, &indices, self.setup.normalization, &device)?;
            let noise =
                (0..indices.len() * self.network.pretext.noise_per_image()).map(|_| rng.random()).collect();
            let targets = match self.labels.is_empty() {
                true => Vec::new(),
                false => indices.iter().map(|&index| i32::from(self.labels[index])).collect(),
            };
            let draws = vec![images; self.network.pretext.draws().len()];
            let batch = Batch { draws, boxes, targets, weights: Vec::new(), noise };
            let outcome = self.network.pretext.outcome(&mut self.network.backbone, &batch, Mode::Infer);
            check_loss(outcome.loss.inner()).await?;
            let answers = outcome.answers.expect("a task with class names returns answers");
            self.predictions.extend(read_classes(answers.predictions()).await?);
            self.targets.extend(read_classes(answers.targets).await?);
            self.next += indices.len();
            Ok(())
        })
    }

    fn finish(self: Box<Self>) -> (Measurement, Found) {
        let num_classes = self.network.pretext.class_names().len();
        (Measurement::new(&self.predictions, &self.targets, num_classes), Found::Nothing)
    }
}

/// The test labels, where they are those of the data that the network was trained on.
fn check_labels(images: &ImageSet, setup: &Setup, info: &ModelInfo) -> Result<Vec<u16>> {
    let needed = || Error::NoLabels { needed: "supervised task".into(), place: setup.data.name.clone() };
    let labels = images.labels().ok_or_else(needed)?;
    let names = &setup.data.class_names;
    let differences = match &info.fingerprint {
        Some(before) if before.class_names != *names => {
            format!("its classes were {}, now they are {}", before.class_names.join(", "), names.join(", "))
        }
        None if info.config.num_targets != Some(names.len()) => {
            format!("it had {} classes, now there are {}", info.config.num_targets.unwrap_or(0), names.len())
        }
        _ => return Ok(labels),
    };
    Err(Error::OtherData { differences })
}

/// Names of the task's classes: those of the data where its labels are the targets.
pub(super) fn class_names(network: &Network, info: &ModelInfo, data: &Dataset) -> Vec<String> {
    match info.config.method.about().targets {
        Targets::Labels => data.class_names.clone(),
        Targets::Images | Targets::Clusters => network.pretext.class_names(),
    }
}
