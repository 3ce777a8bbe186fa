//! Bytes to images: one file per format, each returning a [`Dataset`] of splits.

#[cfg(feature = "formats")]
mod arrays;
mod bytes;
#[cfg(feature = "formats")]
mod cifar;
mod decode;
#[cfg(not(target_arch = "wasm32"))]
mod disk;
mod fingerprint;
mod folder;
mod held_out;
#[cfg(feature = "formats")]
mod idx;
#[cfg(feature = "formats")]
mod image_file;
mod image_set;
#[cfg(any(feature = "formats", feature = "parquet"))]
mod label;
#[cfg(feature = "formats")]
mod layout;
#[cfg(feature = "formats")]
mod listing;
mod loader;
#[cfg(feature = "formats")]
mod npy;
mod opened;
#[cfg(feature = "formats")]
mod opener;
#[cfg(feature = "formats")]
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_file;
#[cfg(feature = "formats")]
mod pickle;
mod picture;
#[cfg(any(feature = "formats", feature = "parquet"))]
mod pieces;
#[cfg(all(feature = "formats", not(target_arch = "wasm32")))]
mod project;
pub mod scenes;
mod scratch;
mod shapes;
#[cfg(feature = "formats")]
mod splits;
mod square;
#[cfg(feature = "formats")]
mod stl10;
#[cfg(any(feature = "formats", feature = "parquet"))]
mod table;
#[cfg(feature = "formats")]
mod tar;
#[cfg(feature = "formats")]
mod tiny_imagenet;
#[cfg(feature = "formats")]
mod unpack;
#[cfg(feature = "formats")]
mod webdataset;
#[cfg(feature = "formats")]
mod zip;

use serde::{Deserialize, Serialize};

pub use bytes::{ByteSource, MemoryFile, SharedSource};
pub use decode::{ReadImage, SkippedFile, read_images_by};
#[cfg(not(target_arch = "wasm32"))]
pub use disk::{DiskScratch, open_path};
pub use fingerprint::Fingerprint;
#[cfg(feature = "formats")]
pub use image_file::image_to_square;
pub use image_set::{Depth, ImageSet, PixelOrder, RecordLayout};
#[cfg(any(feature = "formats", feature = "parquet"))]
pub use label::Label;
pub use loader::Loader;
pub use opened::{Content, Images, Opened, Opener, Placed, Purpose, RecordSets};
#[cfg(feature = "formats")]
pub use opener::{FileOpener, detect};
#[cfg(feature = "parquet")]
pub use parquet_file::open_parquet;
pub use picture::{Picture, to_image_set};
#[cfg(all(feature = "formats", not(target_arch = "wasm32")))]
pub use project::{ProjectSource, open_project};
pub use scratch::{MemoryScratch, Scratch, SharedScratch, new_scratch};
#[cfg(all(target_arch = "wasm32", any(feature = "engine", feature = "formats")))]
pub(crate) use scratch::{full, lost};
#[cfg(any(feature = "formats", feature = "parquet"))]
pub use table::{Column, ColumnKind, OpenTable, Table, open_tables_by};

use crate::config::Square;
use crate::error::{Error, Result};

/// Images in splits, with what is needed to show and to normalise them.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// The format's name.
    pub name: String,
    /// Side of every image, in pixels.
    pub image_size: usize,
    /// Names by label; empty where there are no classes.
    pub class_names: Vec<String>,
    /// Mean of each channel, of values in 0..=1.
    pub mean: [f32; 3],
    /// Standard deviation of each channel, of values in 0..=1.
    pub std: [f32; 3],
    /// Images to pretrain on; labels here are never read.
    pub unlabeled: ImageSet,
    /// Labelled images to train a classifier on.
    pub train: Option<ImageSet>,
    /// Images to evaluate on.
    pub test: Option<ImageSet>,
    /// How images of other shapes became square.
    pub square: Square,
    /// What loading had to decide or to leave out.
    pub report: LoadReport,
    /// Maximum number of labelled images for a method that pretrains on them, and the seed that draws them.
    pub pretrain_limit: Option<(usize, u64)>,
}

/// What loading had to decide or to leave out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LoadReport {
    /// Which images are held out for evaluation, in words.
    pub held_out: String,
    /// Whether these are a validation part of the labelled images, in place of the test images.
    pub is_validation: bool,
    /// What else a person has to know, in sentences.
    pub notes: Vec<String>,
    /// Skipped files, and why.
    pub skipped: Vec<SkippedFile>,
}

/// The splits of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Split {
    Unlabeled,
    Train,
    Test,
}

impl Split {
    /// The name in requests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unlabeled => "unlabeled",
            Self::Train => "train",
            Self::Test => "test",
        }
    }
}

impl Dataset {
    /// Limits the images of each kind to the numbers of the config, drawn by its seed.
    #[cfg(feature = "formats")]
    fn limited(mut self, config: &crate::config::FilesConfig) -> Self {
        let sample = |set: &ImageSet, count| set.sample(count, config.seed);
        self.unlabeled = sample(&self.unlabeled, config.images);
        self.train = self.train.map(|train| sample(&train, config.labeled_images));
        self.test = self.test.map(|test| sample(&test, config.test_images));
        self.pretrain_limit = config.images.map(|count| (count, config.seed));
        self
    }

    /// The images of one split, if the data has it.
    pub fn split(&self, split: Split) -> Option<&ImageSet> {
        match split {
            Split::Unlabeled => Some(&self.unlabeled),
            Split::Train => self.train.as_ref(),
            Split::Test => self.test.as_ref(),
        }
    }

    /// How many images of each class there are to train a classifier on, and to evaluate on.
    pub fn class_counts(&self) -> Vec<[usize; 2]> {
        let mut counts = vec![[0; 2]; self.class_names.len()];
        for (split, set) in [&self.train, &self.test].into_iter().enumerate() {
            let Some(set) = set else { continue };
            for label in (0..set.len()).filter_map(|index| set.label(index)) {
                counts[usize::from(label)][split] += 1;
            }
        }
        counts
    }

    /// The labelled images of a method that pretrains on them.
    pub fn labeled_for_pretraining(&self) -> Option<ImageSet> {
        let train = self.train.as_ref()?;
        Some(match self.pretrain_limit {
            Some((count, seed)) => train.sample(Some(count), seed),
            None => train.clone(),
        })
    }

    /// The labelled train and test splits.
    ///
    /// # Errors
    /// [`Error::NoLabels`] where there are no labels to train on; [`Error::NoImages`] where there are no test images.
    pub fn labeled(&self, needed: &str) -> Result<(&ImageSet, &ImageSet)> {
        let train = self.labeled_train(needed)?;
        match &self.test {
            Some(test) if is_labeled(test) => Ok((train, test)),
            Some(test) if !test.is_empty() => {
                Err(Error::NoLabels { needed: needed.into(), place: self.name.clone() })
            }
            _ => Err(Error::NoImages {
                place: format!("the test split of {}", self.name),
                remedy: format!("For {needed}, hold out some of the images, or load more"),
            }),
        }
    }

    /// The labelled train split.
    ///
    /// # Errors
    /// [`Error::NoLabels`] where there are no labels to train on.
    pub fn labeled_train(&self, needed: &str) -> Result<&ImageSet> {
        let train = self.train.as_ref().filter(|set| is_labeled(set));
        train.ok_or_else(|| Error::NoLabels { needed: needed.into(), place: self.name.clone() })
    }

    /// Images that pretraining does not see: the test split, or an error that asks for one.
    ///
    /// # Errors
    /// [`Error::NoImages`] where the data has no test split.
    pub fn unseen(&self) -> Result<&ImageSet> {
        self.test.as_ref().filter(|set| !set.is_empty()).ok_or_else(|| Error::NoImages {
            place: format!("the test split of {}", self.name),
            remedy: "Load data with a test split".into(),
        })
    }
}

fn is_labeled(set: &ImageSet) -> bool {
    set.labels().is_some() && !set.is_empty()
}
