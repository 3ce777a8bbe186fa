//! Settings of the tasks that compare images with each other.

use serde::{Deserialize, Serialize};

use super::Augmentation;
use crate::error::{Error, Result};

/// Settings of a pretext task. Each is for the methods that it names; others do not read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TaskConfig {
    /// `simclr`: similarities are divided by this before the softmax. Default 0.5.
    pub temperature: f64,
    /// `relational-reasoning`: how often each image is drawn, 2 or more. Default 4; the study's is 16.
    pub draws: usize,
    /// `vicreg`: weight of the distance between two draws of an image. Default 25.
    pub invariance: f64,
    /// `vicreg`: weight of the spread of each projected feature over the batch. Default 25.
    pub variance: f64,
    /// `vicreg`: weight of the covariance between projected features. Default 1.
    pub covariance: f64,
    /// `byol`: the part of the target network that a step keeps at first, from 0 up to 1; it grows to 1. Default 0.99.
    pub target_decay: f64,
    /// Joint methods: weight of the eight-view task. Default 1.
    pub patch_weight: f64,
    /// Joint methods: augmentation of the images that the eight views are made of. Default flip only.
    #[cfg_attr(feature = "types", ts(type = "Augmentation"))]
    pub patch_augmentation: Augmentation,
}

impl Default for TaskConfig {
    fn default() -> Self {
        Self {
            temperature: 0.5,
            draws: 4,
            invariance: 25.0,
            variance: 25.0,
            covariance: 1.0,
            target_decay: 0.99,
            patch_weight: 1.0,
            patch_augmentation: Augmentation::of(false, true),
        }
    }
}

impl TaskConfig {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn validate(&self) -> Result<()> {
        if !(self.temperature > 0.0 && self.temperature.is_finite()) {
            return Err(Error::config("task.temperature", self.temperature, "a positive number"));
        }
        if !(2..=MAX_DRAWS).contains(&self.draws) {
            return Err(Error::config("task.draws", self.draws, format!("from 2 to {MAX_DRAWS}")));
        }
        for (name, value) in [
            ("task.invariance", self.invariance),
            ("task.variance", self.variance),
            ("task.covariance", self.covariance),
            ("task.patchWeight", self.patch_weight),
        ] {
            if !(value >= 0.0 && value.is_finite()) {
                return Err(Error::config(name, value, "0 or more"));
            }
        }
        if !(0.0..1.0).contains(&self.target_decay) {
            return Err(Error::config(
                "task.targetDecay",
                self.target_decay,
                "from 0 up to, not including, 1",
            ));
        }
        self.patch_augmentation.validate()
    }
}

/// Pairs grow with the square of the draws.
const MAX_DRAWS: usize = 64;
