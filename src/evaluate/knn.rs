//! Nearest neighbours by cosine similarity, votes weighted by exp(similarity / temperature) (METHOD section 6).

use super::features::{Features, LabeledFeatures};
use super::{Measurement, Progress, Setup};
use crate::error::Result;
use crate::model::{NUM_FEATURES, ResNet, frozen};

/// Test images that one unit of work answers.
const QUERIES: usize = 64;

pub(super) struct KnnRun {
    setup: Setup,
    backbone: ResNet,
    features: LabeledFeatures,
    /// Features of length 1, made once the extraction is over.
    gallery: Features,
    predictions: Vec<usize>,
    done: usize,
}

impl KnnRun {
    pub(super) fn new(setup: &Setup, backbone: ResNet) -> Result<Self> {
        Ok(Self {
            backbone: frozen(backbone),
            features: LabeledFeatures::new(setup, "kNN evaluation")?,
            gallery: Features::default(),
            predictions: Vec::new(),
            done: 0,
            setup: setup.clone(),
        })
    }

    pub(super) fn progress(&self) -> Progress {
        let queries = self.setup.data.test.as_ref().map_or(0, |set| set.len().div_ceil(QUERIES));
        Progress { done: self.done, total: self.features.total() + queries }
    }

    /// A batch of features, or a batch of answers.
    pub(super) async fn step(&mut self) -> Result<()> {
        match self.features.is_done() {
            false => self.features.step(&mut self.backbone).await?,
            true => self.answer(),
        }
        self.done += 1;
        Ok(())
    }

    fn answer(&mut self) {
        if self.predictions.is_empty() {
            self.gallery = normalized(self.features.train.features());
        }
        let config = &self.setup.config;
        let num_classes = self.setup.data.class_names.len();
        let start = self.predictions.len();
        for index in start..(start + QUERIES).min(self.features.test.features().len()) {
            let query = unit_length(self.features.test.features().row(index));
            let votes = vote(&query, &self.gallery, config.neighbors, config.temperature, num_classes);
            self.predictions.push(largest(&votes));
        }
    }

    pub(super) fn finish(self) -> Measurement {
        let num_classes = self.setup.data.class_names.len();
        Measurement::new(&self.predictions, &self.features.test.features().labels, num_classes)
    }
}

fn unit_length(row: &[f32]) -> Vec<f32> {
    let length = row.iter().map(|value| value * value).sum::<f32>().sqrt().max(1e-12);
    row.iter().map(|value| value / length).collect()
}

fn normalized(features: &Features) -> Features {
    let values = features.values.chunks_exact(NUM_FEATURES).flat_map(unit_length).collect();
    Features { values, labels: features.labels.clone() }
}

/// Weight of each class among the nearest rows of the gallery.
fn vote(
    query: &[f32],
    gallery: &Features,
    neighbors: usize,
    temperature: f64,
    num_classes: usize,
) -> Vec<f64> {
    let dot = |row: &[f32]| query.iter().zip(row).map(|(a, b)| a * b).sum::<f32>();
    let mut similarities: Vec<(f32, usize)> =
        (0..gallery.len()).map(|index| (dot(gallery.row(index)), gallery.labels[index])).collect();
    let count = neighbors.min(similarities.len());
    if count < similarities.len() {
        similarities.select_nth_unstable_by(count, |a, b| b.0.total_cmp(&a.0));
    }
    let mut votes = vec![0.0; num_classes];
    for &(similarity, label) in &similarities[..count] {
        votes[label] += (f64::from(similarity) / temperature).exp();
    }
    votes
}

fn largest(votes: &[f64]) -> usize {
    (0..votes.len()).max_by(|&a, &b| votes[a].total_cmp(&votes[b])).unwrap_or(0)
}
