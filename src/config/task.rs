//! Settings of the tasks that compare images with each other.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Augmentation;
use crate::error::{Error, Result, from_options};

/// Settings of a pretext task. Each is for the methods that it names; others do not read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TaskConfig {
    /// `simclr`: similarities are divided by this before the softmax. Default 0.5.
    pub temperature: f64,
    /// `relational-reasoning`: how often each image is drawn, 2 or more. Default 4; the study's is 16.
    pub draws: usize,
    /// `relational-reasoning`: exponent of the focal loss, which lets pairs that are easy count less; 0 is cross-entropy.
    /// Default 0; the study's is 2.
    pub focus: f64,
    /// `vicreg`: weight of the distance between two draws of an image. Default 25.
    pub invariance: f64,
    /// `vicreg`: weight of the spread of each projected feature over the batch. Default 25.
    pub variance: f64,
    /// `vicreg`: weight of the covariance between projected features. Default 1.
    pub covariance: f64,
    /// `byol`: the part of the target network that a step keeps at first, from 0 up to 1; it grows to 1. Default 0.99.
    pub target_decay: f64,
    /// `deep-cluster`: k-means is started so often, and the best clusters are kept. Default 1.
    pub cluster_starts: usize,
    /// `deep-cluster`: rounds of k-means at most. Default 20.
    pub cluster_rounds: usize,
    /// `deep-cluster`: whether the images that are clustered are augmented, too. Default false.
    pub cluster_augmented: bool,
    /// `deep-cluster`: standard deviation of the fresh last layer, whose biases are 0; null: PyTorch's default. Default null.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub fresh_deviation: Option<f64>,
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
            focus: 0.0,
            invariance: 25.0,
            variance: 25.0,
            covariance: 1.0,
            target_decay: 0.99,
            cluster_starts: 1,
            cluster_rounds: 20,
            cluster_augmented: false,
            fresh_deviation: None,
            patch_weight: 1.0,
            patch_augmentation: Augmentation::of(false, true),
        }
    }
}

impl TaskConfig {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The same with some fields as given.
    ///
    /// # Errors
    /// [`Error::InvalidOptions`] where there is no such field, or its value is of another type.
    pub fn with(&self, fields: &Map<String, Value>) -> Result<Self> {
        let mut all = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(all) = &mut all {
            all.extend(fields.clone());
        }
        from_options(all).map_err(|problem| Error::InvalidOptions { problem: format!("task: {problem}") })
    }

    pub(crate) fn validate(&self) -> Result<()> {
        if !(self.temperature > 0.0 && self.temperature.is_finite()) {
            return Err(Error::config("task.temperature", self.temperature, "a positive number"));
        }
        if !(2..=MAX_DRAWS).contains(&self.draws) {
            return Err(Error::config("task.draws", self.draws, format!("from 2 to {MAX_DRAWS}")));
        }
        for (name, value) in [
            ("task.focus", self.focus),
            ("task.freshDeviation", self.fresh_deviation.unwrap_or_default()),
            ("task.invariance", self.invariance),
            ("task.variance", self.variance),
            ("task.covariance", self.covariance),
            ("task.patchWeight", self.patch_weight),
        ] {
            if !(value >= 0.0 && value.is_finite()) {
                return Err(Error::config(name, value, "0 or more"));
            }
        }
        for (name, count) in
            [("task.clusterStarts", self.cluster_starts), ("task.clusterRounds", self.cluster_rounds)]
        {
            if !(1..=MAX_ROUNDS).contains(&count) {
                return Err(Error::config(name, count, format!("from 1 to {MAX_ROUNDS}")));
            }
        }
        if [self.invariance, self.variance, self.covariance].iter().all(|weight| *weight == 0.0) {
            return Err(Error::config(
                "task.invariance",
                0,
                "above 0 where variance and covariance are 0, too",
            ));
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
/// K-means has settled long before.
const MAX_ROUNDS: usize = 1000;
