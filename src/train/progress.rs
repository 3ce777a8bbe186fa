//! The progress of work.

use serde::{Deserialize, Serialize};

use super::spread::Spread;

/// The progress of some work, in units of about one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

/// kNN accuracy while a network was trained.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct KnnPoint {
    /// Steps done by then.
    pub step: usize,
    /// Of labelled training images, each classified by the others: 0 to 1.
    pub accuracy: f32,
}

/// The result of some steps.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TrainEvent {
    /// Steps done since the start.
    pub step: usize,
    pub total_steps: usize,
    /// Epochs begun, from 1.
    pub epoch: usize,
    pub epochs: usize,
    /// Loss of each step since the last event; empty while an epoch is being prepared.
    pub losses: Vec<f32>,
    /// Mean of these losses; null while an epoch is being prepared.
    pub loss: Option<f32>,
    /// Accuracy on the pretext samples since the last event, 0 to 1; null if the task is not a classification.
    pub pretext_accuracy: Option<f32>,
    pub learning_rate: f64,
    /// How much the features of the last batch differ; null while an epoch is being prepared or kNN accuracy
    /// is measured.
    pub spread: Option<Spread>,
    /// Measurements of kNN accuracy since the start, where the config asks for any.
    pub knn: Vec<KnnPoint>,
    /// Images drawn since the start, views not counted.
    pub images: usize,
}
