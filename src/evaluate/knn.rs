//! Nearest neighbours by cosine similarity, votes weighted by exp(similarity / temperature) (docs/method.md, section 6).

use super::labeled::LabeledFeatures;
use super::neighbors::{Gallery, Neighbor};
use super::{Found, Measurement, Progress, ProtocolRun, Setup, Step};
use crate::error::{Error, Result};
use crate::model::{BackboneNetwork, frozen};
use crate::parallel::map;

/// Test images classified per unit of work.
const QUERIES: usize = 64;
/// docs/method.md, section 6.
const DEFAULT_NEIGHBORS: usize = 200;

pub(super) struct KnnRun {
    setup: Setup,
    backbone: BackboneNetwork,
    features: LabeledFeatures,
    neighbors: usize,
    /// Both splits, available once extraction has finished.
    gallery: Gallery,
    queries: Gallery,
    predictions: Vec<usize>,
    done: usize,
}

impl KnnRun {
    pub(super) fn new(setup: &Setup, backbone: BackboneNetwork) -> Result<Self> {
        let features = LabeledFeatures::new(setup, "kNN evaluation")?;
        let neighbors = num_neighbors(setup.config.neighbors, features.train.num_images())?;
        Ok(Self {
            backbone: frozen(backbone),
            features,
            neighbors,
            gallery: Gallery::default(),
            queries: Gallery::default(),
            predictions: Vec::new(),
            done: 0,
            setup: setup.clone(),
        })
    }

    fn answer(&mut self) {
        if self.gallery.is_empty() {
            self.gallery = Gallery::new(self.features.train.features());
            self.queries = Gallery::new(self.features.test.features());
        }
        let start = self.predictions.len();
        let end = (start + QUERIES).min(self.queries.len());
        let votes = Votes {
            neighbors: self.neighbors,
            temperature: self.setup.config.temperature,
            num_classes: self.setup.data.class_names.len(),
        };
        self.predictions.extend(votes.classify(&self.gallery, &self.queries, start..end));
    }
}

impl ProtocolRun for KnnRun {
    fn progress(&self) -> Progress {
        let queries = self.setup.data.test.as_ref().map_or(0, |set| set.len().div_ceil(QUERIES));
        Progress { done: self.done, total: self.features.total() + queries }
    }

    /// A batch of features, or a batch of predictions.
    fn step(&mut self) -> Step<'_> {
        Box::pin(async move {
            match self.features.is_done() {
                false => self.features.step(&mut self.backbone).await?,
                true => self.answer(),
            }
            self.done += 1;
            Ok(())
        })
    }

    fn finish(self: Box<Self>) -> (Measurement, Found) {
        let num_classes = self.setup.data.class_names.len();
        let labels = &self.features.test.features().labels;
        (Measurement::new(&self.predictions, labels, num_classes), Found::Nothing)
    }
}

fn num_neighbors(given: Option<usize>, gallery: usize) -> Result<usize> {
    match given {
        Some(count) if count > gallery => {
            let expected = format!("at most {gallery}, the number of labelled training images");
            Err(Error::config("neighbors", count, expected))
        }
        Some(count) => Ok(count),
        None => Ok(default_neighbors(gallery)),
    }
}

/// How many of so many images vote, unless another number is given.
pub(super) fn default_neighbors(gallery: usize) -> usize {
    DEFAULT_NEIGHBORS.min(gallery)
}

/// How neighbours vote.
#[derive(Clone, Copy, Debug)]
pub struct Votes {
    /// How many vote.
    pub neighbors: usize,
    pub temperature: f64,
    pub num_classes: usize,
}

impl Votes {
    /// The classes of some queries by their neighbours in the gallery.
    pub fn classify(self, gallery: &Gallery, queries: &Gallery, range: std::ops::Range<usize>) -> Vec<usize> {
        let start = range.start;
        map(range.len(), |index| largest(self.count(gallery.similarities(queries.row(start + index)))))
    }

    /// The class of each image of a gallery by its neighbours among the others.
    pub(super) fn classify_others(self, gallery: &Gallery) -> Vec<usize> {
        map(gallery.len(), |index| {
            let mut others = gallery.similarities(gallery.row(index));
            others.swap_remove(index);
            largest(self.count(others))
        })
    }

    /// Weight of each class among the nearest images.
    fn count(self, mut gallery: Vec<Neighbor>) -> Vec<f64> {
        let count = self.neighbors.min(gallery.len());
        if count < gallery.len() {
            gallery.select_nth_unstable_by(count, |a, b| b.similarity.total_cmp(&a.similarity));
        }
        // Only ratios of votes matter: relative to the nearest image, none overflows.
        let nearest = gallery[..count].iter().map(|neighbor| neighbor.similarity).fold(f32::MIN, f32::max);
        let mut votes = vec![0.0; self.num_classes];
        for &Neighbor { similarity, label, .. } in &gallery[..count] {
            votes[label] += (f64::from(similarity - nearest) / self.temperature).exp();
        }
        votes
    }
}

/// The place of the largest value, the last one of equals.
pub(crate) fn largest<T: Into<f64>>(values: impl IntoIterator<Item = T>) -> usize {
    let values = values.into_iter().map(Into::into).enumerate();
    values.max_by(|(_, a): &(usize, f64), (_, b)| a.total_cmp(b)).map_or(0, |(place, _)| place)
}
