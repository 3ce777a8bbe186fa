//! How a run is trained, apart from what it learns.

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
    /// The paper's, where a method has no other: 200 epochs, batches of 64, Adam at 1e-3, crop and flip.
    pub fn paper() -> Self {
        Self {
            epochs: 200,
            batch_size: 64,
            optimizer: OptimizerConfig::default(),
            schedule: ScheduleConfig::default(),
            augmentation: Augmentation::default(),
        }
    }

    /// For some minutes on one core: small batches, a high rate that falls by a cosine. No crop, as its black edge
    /// gives the place of a patch away, and few images do not average that out.
    pub fn quick() -> Self {
        Self {
            epochs: 1,
            batch_size: 8,
            optimizer: OptimizerConfig::Adam { learning_rate: 3e-3 },
            schedule: ScheduleConfig { kind: ScheduleKind::Cosine, ..ScheduleConfig::default() },
            augmentation: Augmentation::of(false, true),
        }
    }
}
