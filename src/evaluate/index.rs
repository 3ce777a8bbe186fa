//! The features of a split, computed once for all searches and labels while the network stays the same.

use std::sync::Arc;

use burn::tensor::Device;

use super::Progress;
use super::neighbors::Gallery;
use crate::data::{ImageSet, Split};
use crate::error::Result;
use crate::model::{BackboneNetwork, frozen};
use crate::train::{Extraction, Features, Model};

/// The features of a split by a network as it was after some steps.
#[derive(Clone, Debug)]
pub struct Index {
    split: Split,
    step: usize,
    pub(super) features: Features,
    pub(super) gallery: Gallery,
}

impl Index {
    /// Whether it is of this split.
    pub fn is_of(&self, split: Split) -> bool {
        self.split == split
    }

    /// Its split.
    pub fn split(&self) -> Split {
        self.split
    }
}

/// An index that is being made, unless it is known.
pub(super) struct Indexing {
    split: Split,
    step: usize,
    pub(super) backbone: BackboneNetwork,
    extraction: Extraction,
    index: Option<Arc<Index>>,
}

impl Indexing {
    /// Prepares the index of a split; a known one is used if it is of this split and network.
    pub(super) fn new(
        split: Split,
        images: &ImageSet,
        model: &Model,
        known: Option<Arc<Index>>,
        device: &Device,
    ) -> Self {
        let step = model.info.step;
        Self {
            split,
            step,
            backbone: frozen(model.network.backbone.clone()),
            extraction: Extraction::new(images, model.info.normalization(), device),
            index: known.filter(|index| (index.split, index.step) == (split, step)),
        }
    }

    /// The index, once it is there.
    pub(super) fn index(&self) -> Option<&Arc<Index>> {
        self.index.as_ref()
    }

    /// Units of work done and in total, without what is done with the index.
    pub(super) fn progress(&self) -> Progress {
        let total = self.extraction.total();
        Progress { done: if self.index.is_some() { total } else { self.extraction.done() }, total }
    }

    /// A unit of work: a batch of features, or at their end the index.
    ///
    /// # Errors
    /// As [`Extraction::step`].
    pub(super) async fn step(&mut self) -> Result<()> {
        if !self.extraction.is_done() {
            return self.extraction.step(&mut self.backbone).await;
        }
        let features = self.extraction.features().clone();
        let gallery = Gallery::new(&features);
        self.index = Some(Arc::new(Index { split: self.split, step: self.step, features, gallery }));
        Ok(())
    }
}
