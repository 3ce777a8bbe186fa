//! The images of a split that are most similar to images from outside, by cosine similarity.

use std::sync::Arc;

use burn::tensor::Device;
use serde::Serialize;

use super::Progress;
use super::neighbors::Gallery;
use crate::data::{ImageSet, Split};
use crate::error::{Error, Result};
use crate::model::{BackboneNetwork, frozen};
use crate::train::{Extraction, Features, Model, Normalization, extract};

/// An image of the data that resembles another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Match {
    /// Its index in the split.
    pub index: usize,
    /// Cosine similarity, -1..=1.
    pub similarity: f32,
    /// Its class, if it has one.
    pub label: Option<u16>,
}

/// The features of a split by a network as it was after some steps.
#[derive(Clone, Debug)]
pub struct Index {
    split: Split,
    step: usize,
    pub(super) features: Features,
    pub(super) gallery: Gallery,
}

impl Index {
    pub(super) fn new(split: Split, step: usize, features: &Features) -> Self {
        Self { split, step, features: features.clone(), gallery: Gallery::new(features) }
    }

    /// Whether it is of the same split as another.
    pub fn replaces(&self, other: &Self) -> bool {
        self.split == other.split
    }

    /// Whether it is of this split, by the network as it is after so many steps.
    pub fn fits(&self, split: Split, step: usize) -> bool {
        (self.split, self.step) == (split, step)
    }
}

/// A search, first for the features of the split, if they are not known.
pub struct Search {
    backbone: BackboneNetwork,
    normalization: Normalization,
    device: Device,
    images: ImageSet,
    queries: ImageSet,
    count: usize,
    split: Split,
    step: usize,
    extraction: Extraction,
    index: Option<Arc<Index>>,
    matches: Vec<Vec<Match>>,
}

impl Search {
    /// Prepares a search for the `count` images of a split that are most similar to each of `queries`; nothing is computed
    /// yet. An index of the same split and network saves the features of the split.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] where the split has fewer images than `count`.
    pub fn new(
        [queries, images]: [&ImageSet; 2],
        split: Split,
        count: usize,
        model: &Model,
        index: Option<Arc<Index>>,
        device: &Device,
    ) -> Result<Self> {
        if count == 0 || count > images.len() {
            let expected = format!("from 1 to {}, the number of images of the split", images.len());
            return Err(Error::config("count", count, expected));
        }
        let normalization = model.info.normalization();
        let step = model.info.step;
        Ok(Self {
            backbone: frozen(model.network.backbone.clone()),
            extraction: Extraction::new(images, normalization, device),
            normalization,
            device: device.clone(),
            images: images.clone(),
            queries: queries.clone(),
            count,
            split,
            step,
            index: index.filter(|index| index.fits(split, step)),
            matches: Vec::new(),
        })
    }

    /// Units of work done and in total.
    pub fn progress(&self) -> Progress {
        let features = if self.index.is_some() { self.extraction.total() } else { self.extraction.done() };
        let done = features + usize::from(self.is_done());
        Progress { done, total: self.extraction.total() + 1 }
    }

    /// Whether the images have been found.
    pub fn is_done(&self) -> bool {
        !self.matches.is_empty()
    }

    /// Up to `units` units of work.
    ///
    /// # Errors
    /// As [`Extraction::step`].
    pub async fn run(&mut self, units: usize) -> Result<Progress> {
        for _ in 0..units.max(1) {
            match &self.index {
                None if self.extraction.is_done() => {
                    self.index =
                        Some(Arc::new(Index::new(self.split, self.step, self.extraction.features())));
                }
                None => self.extraction.step(&mut self.backbone).await?,
                Some(index) if !self.is_done() => {
                    let found =
                        extract(&self.queries, self.normalization, &self.backbone, &self.device).await?;
                    let queries = Gallery::new(&found);
                    self.matches = (0..queries.len())
                        .map(|query| self.nearest(&index.gallery, queries.row(query)))
                        .collect();
                }
                Some(_) => {}
            }
        }
        Ok(self.progress())
    }

    /// For each query, the most similar images, best first; and the index, for the next search.
    pub fn finish(self) -> (Vec<Vec<Match>>, Option<Arc<Index>>) {
        (self.matches, self.index)
    }

    fn nearest(&self, gallery: &Gallery, query: &[f32]) -> Vec<Match> {
        let mut all = gallery.similarities(query);
        all.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
        all.truncate(self.count);
        let found =
            |index: usize, similarity: f32| Match { index, similarity, label: self.images.label(index) };
        all.into_iter().map(|neighbor| found(neighbor.index, neighbor.similarity)).collect()
    }
}
