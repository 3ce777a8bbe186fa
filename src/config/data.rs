//! Where images come from.

use serde::{Deserialize, Serialize};

use super::{check_at_least_one, check_image_size};
use crate::error::{Error, Result};

/// The built-in drawn data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ScenesConfig {
    /// Side in pixels, 32..=96.
    pub image_size: usize,
    /// Unlabelled images for pretraining.
    pub unlabeled: usize,
    /// Labelled images to learn a classifier from.
    pub train: usize,
    /// Labelled images to measure on.
    pub test: usize,
    /// Seed of every drawing.
    pub seed: u64,
}

impl Default for ScenesConfig {
    fn default() -> Self {
        Self { image_size: 32, unlabeled: 1000, train: 1000, test: 500, seed: 1 }
    }
}

impl ScenesConfig {
    /// Checks every field against its range.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is off.
    pub fn validate(&self) -> Result<()> {
        if !(32..=96).contains(&self.image_size) {
            return Err(Error::config("imageSize", self.image_size, "between 32 and 96 pixels for scenes"));
        }
        check_at_least_one("unlabeled", self.unlabeled)?;
        check_at_least_one("train", self.train)?;
        check_at_least_one("test", self.test)
    }
}

/// How files are read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct FilesConfig {
    /// Side in pixels that images are brought to; none given: the data set's own, or 64 for folders.
    pub image_size: Option<usize>,
    /// At most so many images a split, drawn by the seed; none given: all.
    pub max_images: Option<usize>,
    /// Seed of the draw and of the test split, where the data has none.
    pub seed: u64,
}

impl FilesConfig {
    /// Checks every field against its range.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is off.
    pub fn validate(&self) -> Result<()> {
        if let Some(size) = self.image_size {
            check_image_size(size)?;
        }
        match self.max_images {
            Some(0) => Err(Error::config("maxImages", 0, "1 or more, or left out")),
            _ => Ok(()),
        }
    }
}
