//! Accuracy, per-class accuracy and confusion of one set of predictions.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::config::{ClassifierKind, Protocol};
use crate::data::{Dataset, ImageSet};

/// The results of one backbone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Measurement {
    /// Fraction of correct predictions, 0 to 1.
    pub accuracy: f64,
    /// Correct predictions.
    #[serde(default)]
    pub correct: u32,
    /// All predictions.
    #[serde(default)]
    pub total: u32,
    /// 95 % interval of the accuracy: lower and upper end, 0 to 1.
    #[serde(default)]
    pub interval: [f64; 2],
    /// The same for each class; none where the test split has no sample of it.
    pub per_class: Vec<Option<f64>>,
    /// Samples by true class (rows) and predicted class (columns).
    pub confusion: Vec<Vec<u32>>,
    /// Whether each test image was answered correctly, 1 or 0 in the order of the split: to compare two networks image by
    /// image.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hits: String,
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
        let total = targets.len() as u32;
        Self {
            accuracy: f64::from(correct) / f64::from(total.max(1)),
            correct,
            total,
            interval: interval(correct, total),
            per_class,
            confusion,
            hits: predictions.iter().zip(targets).map(|(a, b)| if a == b { '1' } else { '0' }).collect(),
            retrieval: None,
        }
    }
}

/// Quantile of the normal distribution that 95 % lie within.
const QUANTILE: f64 = 1.959964;
/// With fewer test images an accuracy tells little.
pub(crate) const FEW_TEST_IMAGES: usize = 100;

/// The 95 % interval of a fraction of which some were counted.
///
/// # Source
/// Wilson 1927, the score interval: it stays within 0 and 1 and holds for few counts, too.
pub(crate) fn interval(correct: u32, total: u32) -> [f64; 2] {
    if total == 0 {
        return [0.0, 1.0];
    }
    let (count, fraction) = (f64::from(total), f64::from(correct) / f64::from(total));
    let square = QUANTILE * QUANTILE / count;
    let center = (fraction + square / 2.0) / (1.0 + square);
    let half =
        QUANTILE * (fraction * (1.0 - fraction) / count + square / (4.0 * count)).sqrt() / (1.0 + square);
    // Rounding must not leave the fraction itself outside.
    [(center - half).clamp(0.0, fraction), (center + half).clamp(fraction, 1.0)]
}

/// Accuracy of guesses: each class that there are labelled training images of, equally often.
pub(super) fn chance_of_guesses(train: &[u16], test: &[u16]) -> f64 {
    let known: BTreeSet<u16> = train.iter().copied().collect();
    let possible = test.iter().filter(|label| known.contains(label)).count();
    possible as f64 / (known.len() * test.len()).max(1) as f64
}

/// How often a test image has the class of another one that is drawn at random.
pub(super) fn chance_of_pairs(labels: &[u16]) -> f64 {
    let mut counts = BTreeMap::<u16, usize>::new();
    labels.iter().for_each(|&label| *counts.entry(label).or_default() += 1);
    let pairs: usize = counts.values().map(|count| count * (count - 1)).sum();
    pairs as f64 / (labels.len() * labels.len().saturating_sub(1)).max(1) as f64
}

/// The results of an evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "EvaluationReport"))]
pub struct Report {
    pub protocol: Protocol,
    /// The classifier that was trained, where one was.
    #[serde(default)]
    pub classifier: Option<ClassifierKind>,
    /// Chance level: a guess among the classes of the labelled training images; for `retrieval`, how often another test
    /// image has the same class; for `pretext`, 1 / classes of the task.
    pub chance: f64,
    pub class_names: Vec<String>,
    pub pretrained: Measurement,
    /// Untrained weights of the same seed under the same protocol.
    pub random: Option<Measurement>,
    /// What to keep in mind, in sentences.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// A note where there are few images to evaluate on.
pub(super) fn notes(data: &Dataset) -> Vec<String> {
    let num_images = data.test.as_ref().map_or(0, ImageSet::len);
    let kind = if data.report.is_validation { "validation" } else { "test" };
    let few = (num_images < FEW_TEST_IMAGES).then(|| {
        format!(
            "Only {num_images} {kind} images: with fewer than {FEW_TEST_IMAGES}, an accuracy tells little. Load or hold out more."
        )
    });
    few.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_that_of_wilson() {
        let percent = |correct, total| interval(correct, total).map(|end| (end * 1000.0).round() / 10.0);
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        assert_eq!(percent(81, 263), [25.5, 36.6]);
        assert_eq!(percent(15, 148), [6.2, 16.0]);
        assert_eq!(percent(0, 20), [0.0, 16.1]);
        assert_eq!(percent(1, 29), [0.6, 17.2]);
        assert_eq!(percent(8, 12), [39.1, 86.2]);
        assert_eq!(interval(0, 0), [0.0, 1.0]);
    }

    #[test]
    fn chance_is_that_of_the_classes_that_are_there() {
        assert_eq!(chance_of_guesses(&[0, 0, 7], &[0, 7]), 0.5);
        assert_eq!(chance_of_guesses(&[0, 1], &[0, 1, 2, 2]), 0.25);
        assert_eq!(chance_of_guesses(&[], &[]), 0.0);
        assert_eq!(chance_of_pairs(&[3, 3, 4, 4]), 1.0 / 3.0);
        assert_eq!(chance_of_pairs(&[3]), 0.0);
    }
}
