//! How a run is trained, apart from its task.

use serde::Serialize;

use super::{Augmentation, OptimizerConfig, ScheduleConfig, ScheduleKind};

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
        }
    }
}
