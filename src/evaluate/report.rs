//! Accuracy, per-class accuracy and confusion of one set of predictions.

use serde::{Deserialize, Serialize};

use crate::config::Protocol;

/// The results of one backbone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Measurement {
    /// Fraction of correct predictions, 0 to 1.
    pub accuracy: f64,
    /// The same for each class; none where the test split has no sample of it.
    pub per_class: Vec<Option<f64>>,
    /// Samples by true class (rows) and predicted class (columns).
    pub confusion: Vec<Vec<u32>>,
    /// For `retrieval`, where accuracy, classes and confusion are those of the nearest image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub retrieval: Option<Retrieval>,
}

/// How well images of the same class are retrieved, with each test image as a query against the others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Retrieval {
    /// Fraction of the queries whose nearest image is of their class.
    pub recall_at_1: f64,
    /// Among the first 5.
    pub recall_at_5: f64,
    /// Among the first 10.
    pub recall_at_10: f64,
    /// Mean over queries of the average precision over the whole gallery.
    pub mean_average_precision: f64,
}

impl Measurement {
    /// Counts `predictions` against `targets`, both of the same length.
    pub fn new(predictions: &[usize], targets: &[usize], num_classes: usize) -> Self {
        let mut confusion = vec![vec![0u32; num_classes]; num_classes];
        for (&target, &prediction) in targets.iter().zip(predictions) {
            confusion[target][prediction] += 1;
        }
        let correct: u32 = (0..num_classes).map(|class| confusion[class][class]).sum();
        let per_class = confusion
            .iter()
            .enumerate()
            .map(|(class, row)| {
                let count: u32 = row.iter().sum();
                (count > 0).then(|| f64::from(row[class]) / f64::from(count))
            })
            .collect();
        Self {
            accuracy: f64::from(correct) / targets.len().max(1) as f64,
            per_class,
            confusion,
            retrieval: None,
        }
    }
}

/// The results of an evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "EvaluationReport"))]
pub struct Report {
    pub protocol: Protocol,
    /// Chance level: 1 / classes.
    pub chance: f64,
    pub class_names: Vec<String>,
    pub pretrained: Measurement,
    /// Untrained weights of the same seed under the same protocol.
    pub random: Option<Measurement>,
}
