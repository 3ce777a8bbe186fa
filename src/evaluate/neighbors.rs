//! Images ranked by the cosine similarity of their features (docs/method.md, section 6).

use serde::Serialize;

use crate::cluster::{dot, normalize_rows};
use crate::error::{Error, Result};
use crate::train::Features;

/// Images represented by their features, each of length 1.
#[derive(Clone, Debug, Default)]
pub struct Gallery {
    features: Features,
}

/// An image of a gallery, compared with a query.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Neighbor {
    pub index: usize,
    /// Cosine similarity, -1..=1.
    pub similarity: f32,
    /// Its class.
    pub label: usize,
}

impl Gallery {
    /// From features of any length.
    pub fn new(features: &Features) -> Self {
        let mut features = features.clone();
        normalize_rows(&mut features.values, features.num_features);
        Self { features }
    }

    /// Number of images.
    pub fn len(&self) -> usize {
        self.features.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// The class of each image.
    pub fn labels(&self) -> &[usize] {
        &self.features.labels
    }

    /// The features of one image, of length 1.
    pub fn row(&self, index: usize) -> &[f32] {
        self.features.row(index)
    }

    /// Every image compared with a query of length 1, in the order of the gallery.
    pub fn similarities(&self, query: &[f32]) -> Vec<Neighbor> {
        let neighbor = |index: usize| Neighbor {
            index,
            similarity: dot(query, self.row(index)),
            label: self.features.labels[index],
        };
        (0..self.len()).map(neighbor).collect()
    }

    /// All images but the query itself, the most similar first; ties in the order of the gallery.
    pub fn ranked(&self, query: usize) -> Vec<Neighbor> {
        let mut neighbors = self.similarities(self.row(query));
        neighbors.remove(query);
        neighbors.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
        neighbors
    }

    /// The `count` images most similar to one of the gallery, excluding itself.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] where there is no such image, or fewer others than requested.
    pub fn nearest(&self, query: usize, count: usize) -> Result<Vec<Neighbor>> {
        if query >= self.len() {
            let expected = format!("below {}, the number of images", self.len());
            return Err(Error::config("index", query, expected));
        }
        if count == 0 || count >= self.len() {
            let expected = format!("from 1 to {}, the number of other images", self.len() - 1);
            return Err(Error::config("count", count, expected));
        }
        let mut neighbors = self.ranked(query);
        neighbors.truncate(count);
        Ok(neighbors)
    }
}
