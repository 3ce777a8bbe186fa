//! A classifier from a few labels that a person gives, on frozen features; and which images to label next.

use std::collections::BTreeMap;
use std::sync::Arc;

use burn::tensor::Device;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::index::{Index, Indexing};
use super::knn::largest;
use super::logistic::{Logistic, Scale};
use super::neighbors::Gallery;
use super::{Measurement, Probe, Progress};
use crate::cluster::dot;
use crate::data::{ImageSet, Split};
use crate::error::{Error, Result};
use crate::model::Classifier;
use crate::parallel::map;
use crate::rng::{Purpose, stream};
use crate::train::{Features, Model};

/// Parts that labelled images are held out in, one after the other.
const FOLDS: usize = 5;
/// More would keep other work waiting.
const MAX_SUGGESTIONS: usize = 1000;
/// The longest name of a class, in characters.
const MAX_NAME: usize = 100;

/// The labels that a person gave to images to pretrain on.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Labels {
    /// Names by class.
    pub class_names: Vec<String>,
    /// The class of each labelled image, by its index.
    #[cfg_attr(feature = "types", ts(type = "{ [index: number]: number }"))]
    pub classes: BTreeMap<usize, usize>,
}

impl Labels {
    /// Gives images a class by its name, a new one if need be; none takes their labels away.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] where there is no such image, or the name is empty or too long.
    pub fn set(&mut self, indices: &[usize], class: Option<&str>, num_images: usize) -> Result<()> {
        if let Some(index) = indices.iter().find(|&&index| index >= num_images) {
            return Err(Error::config("indices", index, format!("below {num_images}, the number of images")));
        }
        let Some(name) = class.map(str::trim) else {
            for index in indices {
                self.classes.remove(index);
            }
            self.drop_unused();
            return Ok(());
        };
        if name.is_empty() || name.chars().count() > MAX_NAME {
            let got = format!("{} characters long", name.chars().count());
            return Err(Error::config("class", got, format!("a name of 1 to {MAX_NAME} characters")));
        }
        let known = self.class_names.iter().position(|other| other == name);
        let class = known.unwrap_or_else(|| {
            self.class_names.push(name.into());
            self.class_names.len() - 1
        });
        self.classes.extend(indices.iter().map(|&index| (index, class)));
        self.drop_unused();
        Ok(())
    }

    /// Drops classes that no image has any more.
    fn drop_unused(&mut self) {
        let counts = self.counts();
        let used: Vec<usize> = (0..counts.len()).filter(|&class| counts[class] > 0).collect();
        self.class_names = used.iter().map(|&class| self.class_names[class].clone()).collect();
        for class in self.classes.values_mut() {
            *class = used.iter().position(|other| other == class).expect("every class of an image is used");
        }
    }

    /// Labelled images of each class.
    fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.class_names.len()];
        self.classes.values().for_each(|&class| counts[class] += 1);
        counts
    }
}

/// How to learn from labels.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "types", derive(Serialize, ts_rs::TS))]
pub struct LabelsConfig {
    /// How many images to suggest; default 8.
    pub suggestions: usize,
    /// By which labelled images are held out; default 1.
    pub seed: u64,
}

impl Default for LabelsConfig {
    fn default() -> Self {
        Self { suggestions: 8, seed: 1 }
    }
}

/// Why an image is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Reason {
    /// The classifier hesitates between two classes.
    Uncertain,
    /// It resembles none of those that are labelled or suggested.
    Unlike,
    /// Nothing is labelled yet, and it is nearest to the average.
    Typical,
}

/// An image that it pays to label.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Suggestion {
    pub index: usize,
    pub reason: Reason,
    /// The two most probable classes, where it is uncertain.
    pub classes: Option<[usize; 2]>,
    /// Their probabilities.
    pub probabilities: Option<[f64; 2]>,
    /// Cosine similarity to the nearest image that is labelled or suggested, where it is unlike them.
    pub similarity: Option<f32>,
}

/// A labelled image that the classifier took for another class while it was held out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Mistake {
    pub index: usize,
    pub class: usize,
    pub predicted: usize,
}

/// What was learnt from labels.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LabelsReport {
    pub class_names: Vec<String>,
    /// Labelled images of each class.
    pub counts: Vec<usize>,
    /// How well labelled images are classified that were held out in turn, a fifth at a time; null until a class has two.
    pub held_out: Option<Measurement>,
    pub mistakes: Vec<Mistake>,
    /// The most probable class of every image to pretrain on; empty until two classes have labels.
    pub predictions: Vec<usize>,
    /// Its probability.
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Float32Array"))]
    pub probabilities: Vec<f32>,
    pub suggestions: Vec<Suggestion>,
}

/// Learning from labels, first the features of all images if they are not known.
pub struct FewLabels {
    config: LabelsConfig,
    labels: Labels,
    device: Device,
    indexing: Indexing,
}

/// What it ends with: the report, the classifier if there is one, and the index for the next time.
pub type Learned = (LabelsReport, Option<Probe>, Arc<Index>);

impl FewLabels {
    /// Prepares learning; nothing is computed yet.
    pub fn new(
        config: LabelsConfig,
        labels: &Labels,
        images: &ImageSet,
        model: &Model,
        index: Option<Arc<Index>>,
        device: &Device,
    ) -> Self {
        Self {
            config,
            labels: labels.clone(),
            device: device.clone(),
            indexing: Indexing::new(Split::Unlabeled, images, model, index, device),
        }
    }

    /// Units of work done and in total.
    pub fn progress(&self) -> Progress {
        let Progress { done, total } = self.indexing.progress();
        Progress { done, total: total + 1 }
    }

    /// Up to `units` units of work; what was learnt, at the end.
    ///
    /// # Errors
    /// As [`crate::train::Extraction::step`].
    pub async fn run(&mut self, units: usize) -> Result<Option<Learned>> {
        for _ in 0..units.max(1) {
            match self.indexing.index() {
                Some(index) => return Ok(Some(self.learn(Arc::clone(index)))),
                None => self.indexing.step().await?,
            }
        }
        Ok(None)
    }

    fn learn(&self, index: Arc<Index>) -> Learned {
        let features = &index.features;
        let scale = Scale::of(features);
        let counts = self.labels.counts();
        let num_classes = counts.len();
        let examples: Vec<(usize, usize)> =
            self.labels.classes.iter().map(|(&row, &class)| (row, class)).collect();
        let is_enough = counts.iter().filter(|&&count| count > 0).count() >= 2;
        let answers = if is_enough { self.hold_out(features, &scale, &counts) } else { Vec::new() };
        let logistic = is_enough.then(|| Logistic::train(features, &scale, &examples, num_classes));
        let probabilities: Vec<Vec<f64>> = logistic
            .iter()
            .flat_map(|logistic| map(features.len(), |row| logistic.probabilities(features.row(row))))
            .collect();
        let predictions: Vec<usize> = probabilities.iter().map(|row| largest(row.iter().copied())).collect();
        let (classes, predicted): (Vec<usize>, Vec<usize>) =
            answers.iter().map(|answer| (answer.class, answer.predicted)).unzip();
        let report = LabelsReport {
            class_names: self.labels.class_names.clone(),
            counts,
            held_out: (!answers.is_empty()).then(|| Measurement::new(&predicted, &classes, num_classes)),
            mistakes: answers.into_iter().filter(|answer| answer.class != answer.predicted).collect(),
            probabilities: predictions
                .iter()
                .zip(&probabilities)
                .map(|(&class, row)| row[class] as f32)
                .collect(),
            predictions,
            suggestions: self.suggest(&index.gallery, &probabilities),
        };
        let probe = logistic.map(|Logistic { weight, bias }| Probe {
            backbone: self.indexing.backbone.clone(),
            classifier: Classifier::of_layer(weight, bias, &self.device),
            class_names: self.labels.class_names.clone(),
        });
        (report, probe, index)
    }

    /// Labelled images, each predicted by a classifier that was trained without it: mistakes, and what is none.
    fn hold_out(&self, features: &Features, scale: &Scale, counts: &[usize]) -> Vec<Mistake> {
        let folds = FOLDS.min(counts.iter().copied().max().unwrap_or(0));
        let mut parts = vec![Vec::new(); folds];
        for class in 0..counts.len() {
            let of_class = self.labels.classes.iter().filter(|entry| *entry.1 == class);
            let mut rows: Vec<usize> = of_class.map(|(&row, _)| row).collect();
            rows.shuffle(&mut stream(self.config.seed, Purpose::FewLabels, class as u64));
            for (place, row) in rows.into_iter().enumerate() {
                parts[place % folds].push((row, class));
            }
        }
        let answers = map(folds, |fold| {
            let others = parts.iter().enumerate().filter(|(part, _)| *part != fold);
            let examples: Vec<(usize, usize)> = others.flat_map(|(_, part)| part).copied().collect();
            let logistic = Logistic::train(features, scale, &examples, counts.len());
            // The only image of a class cannot be classified without it.
            let held_out = parts[fold].iter().filter(|(_, class)| counts[*class] > 1);
            let answer = |&(index, class): &(usize, usize)| Mistake {
                index,
                class,
                predicted: largest(logistic.probabilities(features.row(index))),
            };
            held_out.map(answer).collect::<Vec<_>>()
        });
        answers.concat()
    }

    /// Images to label next: in turn one that the classifier hesitates about, and one unlike those known.
    fn suggest(&self, gallery: &Gallery, probabilities: &[Vec<f64>]) -> Vec<Suggestion> {
        let count =
            self.config.suggestions.min(MAX_SUGGESTIONS).min(gallery.len() - self.labels.classes.len());
        // Of every image, the similarity to the nearest one that is labelled or suggested.
        let labeled: Vec<usize> = self.labels.classes.keys().copied().collect();
        let mut nearest = map(gallery.len(), |row| {
            labeled.iter().map(|&other| dot(gallery.row(row), gallery.row(other))).fold(-1.0, f32::max)
        });
        let mut is_taken: Vec<bool> =
            (0..gallery.len()).map(|row| self.labels.classes.contains_key(&row)).collect();
        let mut suggestions: Vec<Suggestion> = Vec::new();
        while suggestions.len() < count {
            let free = || (0..gallery.len()).filter(|&row| !is_taken[row]);
            let is_first = labeled.is_empty() && suggestions.is_empty();
            let suggestion = if is_first {
                let index = most_typical(gallery);
                Suggestion {
                    index,
                    reason: Reason::Typical,
                    classes: None,
                    probabilities: None,
                    similarity: None,
                }
            } else if !probabilities.is_empty() && suggestions.len().is_multiple_of(2) {
                let margin = |&a: &usize, &b: &usize| {
                    let [a, b] = [a, b].map(|row| two_best(&probabilities[row]).1);
                    (a[0] - a[1]).total_cmp(&(b[0] - b[1]))
                };
                let Some(index) = free().min_by(margin) else { break };
                let (classes, two) = two_best(&probabilities[index]);
                let reason = Reason::Uncertain;
                Suggestion {
                    index,
                    reason,
                    classes: Some(classes),
                    probabilities: Some(two),
                    similarity: None,
                }
            } else {
                let Some(index) = free().min_by(|&a, &b| nearest[a].total_cmp(&nearest[b])) else { break };
                let similarity = Some(nearest[index]);
                Suggestion { index, reason: Reason::Unlike, classes: None, probabilities: None, similarity }
            };
            is_taken[suggestion.index] = true;
            let new = gallery.row(suggestion.index);
            for (row, nearest) in nearest.iter_mut().enumerate() {
                *nearest = nearest.max(dot(gallery.row(row), new));
            }
            suggestions.push(suggestion);
        }
        suggestions
    }
}

/// The image nearest to the average of all.
fn most_typical(gallery: &Gallery) -> usize {
    let dim = gallery.row(0).len();
    let mut mean = vec![0.0; dim];
    for row in 0..gallery.len() {
        mean.iter_mut().zip(gallery.row(row)).for_each(|(sum, value)| *sum += value);
    }
    (0..gallery.len())
        .max_by(|&a, &b| dot(gallery.row(a), &mean).total_cmp(&dot(gallery.row(b), &mean)))
        .unwrap_or(0)
}

/// The two most probable classes and their probabilities.
fn two_best(probabilities: &[f64]) -> ([usize; 2], [f64; 2]) {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&a, &b| probabilities[b].total_cmp(&probabilities[a]));
    let classes = [order[0], order[1]];
    (classes, classes.map(|class| probabilities[class]))
}
