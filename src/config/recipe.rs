//! How a run is trained, apart from its task.

use serde::{Deserialize, Serialize};

use super::{Augmentation, IMAGE_SIZE_RANGE, OptimizerConfig, ScheduleConfig, ScheduleKind, TaskConfig};
use crate::error::{Error, Result};

/// Smaller images in the first part of a run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SmallStart {
    /// Their side as a fraction of the images', below 1; at least 8 pixels.
    pub scale: f64,
    /// The part of the run's steps that has them, above 0 and up to 1.
    pub part: f64,
}

impl SmallStart {
    /// The side in pixels of images of this side.
    pub fn side(&self, image_size: usize) -> usize {
        (self.scale * image_size as f64).round() as usize
    }

    pub(crate) fn validate(&self, image_size: usize) -> Result<()> {
        let side = self.side(image_size);
        if !(self.scale > 0.0 && side < image_size && side >= *IMAGE_SIZE_RANGE.start()) {
            let got = format!("{}, which makes images of {image_size} px {side} px", self.scale);
            return Err(Error::config("smallStart.scale", got, "below 1, so that they have 8 px or more"));
        }
        if !(self.part > 0.0 && self.part <= 1.0) {
            return Err(Error::config("smallStart.part", self.part, "above 0 and up to 1"));
        }
        Ok(())
    }
}

/// The settings that methods are trained with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum RecipeKind {
    /// The paper's, or those of the method's own study: many epochs.
    #[default]
    Paper,
    /// Those of the earlier study (docs/method.md, section 6), where they differ from the paper's.
    Study,
    /// Each method's own for a few minutes.
    Quick,
    /// Those with which each method learns most in eight minutes of one core, as far as they were searched for
    /// (benches/recipe).
    Best,
}

/// Settings of a training run that a method has defaults for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Recipe {
    /// Passes over the images.
    pub epochs: usize,
    pub batch_size: usize,
    pub optimizer: OptimizerConfig,
    pub schedule: ScheduleConfig,
    #[cfg_attr(feature = "types", ts(type = "Transform[]"))]
    pub augmentation: Augmentation,
    /// Settings of the method's task.
    pub task: TaskConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub small_start: Option<SmallStart>,
}

impl Recipe {
    /// The paper's, unless a method has its own: 200 epochs, batches of 64, Adam at 1e-3, crop and flip.
    pub fn paper() -> Self {
        Self {
            epochs: 200,
            batch_size: 64,
            optimizer: OptimizerConfig::default(),
            schedule: ScheduleConfig::default(),
            augmentation: Augmentation::default(),
            task: TaskConfig::default(),
            small_start: None,
        }
    }

    /// For a few minutes on one core: small batches, a high learning rate with cosine decay. No crop, as its padding
    /// leaks the patch position, and with few images this does not average out.
    pub fn quick() -> Self {
        Self {
            epochs: 1,
            batch_size: 8,
            optimizer: OptimizerConfig::adam(3e-3),
            schedule: ScheduleConfig { kind: ScheduleKind::Cosine, ..ScheduleConfig::default() },
            augmentation: Augmentation::of(false, true),
            ..Self::paper()
        }
    }

    /// For eight minutes of one core: larger batches and more epochs than [`Recipe::quick`], at a lower rate.
    pub fn best() -> Self {
        Self { epochs: 10, batch_size: 16, optimizer: OptimizerConfig::default(), ..Self::quick() }
    }

    /// The same with most steps on images of half the side, which take a quarter of the time.
    pub fn best_on_small() -> Self {
        Self { epochs: 18, small_start: Some(SmallStart { scale: 0.5, part: 0.8 }), ..Self::best() }
    }
}
