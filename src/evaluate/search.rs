//! The images of a split that are most similar to images from outside, by cosine similarity.

use std::sync::Arc;

use burn::tensor::Device;
use serde::Serialize;

use super::Progress;
use super::index::{Index, Indexing};
use super::neighbors::Gallery;
use crate::data::{ImageSet, Split};
use crate::error::{Error, Result};
use crate::train::{Model, Normalization, extract};

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

/// A search, first for the features of the split, if they are not known.
pub struct Search {
    indexing: Indexing,
    normalization: Normalization,
    device: Device,
    images: ImageSet,
    queries: ImageSet,
    count: usize,
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
        Ok(Self {
            indexing: Indexing::new(split, images, model, index, device),
            normalization: model.info.normalization(),
            device: device.clone(),
            images: images.clone(),
            queries: queries.clone(),
            count,
            matches: Vec::new(),
        })
    }

    /// Units of work done and in total.
    pub fn progress(&self) -> Progress {
        let Progress { done, total } = self.indexing.progress();
        Progress { done: done + usize::from(self.is_done()), total: total + 1 }
    }

    /// Whether the images have been found.
    pub fn is_done(&self) -> bool {
        !self.matches.is_empty()
    }

    /// Up to `units` units of work.
    ///
    /// # Errors
    /// As [`crate::train::Extraction::step`].
    pub async fn run(&mut self, units: usize) -> Result<Progress> {
        for _ in 0..units.max(1) {
            match self.indexing.index() {
                None => self.indexing.step().await?,
                Some(index) if !self.is_done() => {
                    let backbone = &self.indexing.backbone;
                    let found = extract(&self.queries, self.normalization, backbone, &self.device).await?;
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
        (self.matches, self.indexing.index().cloned())
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
