//! Where images come from.

use serde::{Deserialize, Serialize};

use super::{check_at_least_one, check_image_size};
use crate::error::{Error, Result};

/// The built-in synthetic data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ScenesConfig {
    /// Image size in pixels, 32 to 96; default 32.
    pub image_size: usize,
    /// Images to pretrain on; default 1000.
    #[serde(alias = "unlabeled")]
    pub images: usize,
    /// Labelled images to train a classifier on; default 1000.
    #[serde(alias = "train")]
    pub labeled_images: usize,
    /// Labelled images to evaluate on; default 500. They are the same for any number of other images.
    #[serde(alias = "test")]
    pub test_images: usize,
    /// Seed of the drawings; default 1.
    pub seed: u64,
}

impl Default for ScenesConfig {
    fn default() -> Self {
        Self { image_size: 32, images: 1000, labeled_images: 1000, test_images: 500, seed: 1 }
    }
}

impl ScenesConfig {
    /// Checks every field against its range.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is invalid.
    pub fn validate(&self) -> Result<()> {
        if !(32..=96).contains(&self.image_size) {
            return Err(Error::config("imageSize", self.image_size, "between 32 and 96 pixels for scenes"));
        }
        check_at_least_one("images", self.images)?;
        check_at_least_one("labeledImages", self.labeled_images)?;
        check_at_least_one("testImages", self.test_images)
    }
}

/// How a photo becomes square.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Square {
    /// The centre square; what lies outside it is cut off.
    #[default]
    Crop,
    /// The whole image on black. Its bars turn with the image, which makes a rotation easier to guess.
    Fit,
}

impl Square {
    /// What it does, in words.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Crop => "centre square",
            Self::Fit => "whole image on black",
        }
    }
}

/// How files are read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FilesConfig {
    /// Image size in pixels, to which images are resized; default: the data set's own, 64 for single images.
    pub image_size: Option<usize>,
    /// Maximum number of images to pretrain on, drawn by the seed; default all. For methods that train on labels
    /// these are the labelled ones.
    #[serde(alias = "maxImages")]
    pub images: Option<usize>,
    /// Maximum number of labelled images to train classifiers on; default all.
    pub labeled_images: Option<usize>,
    /// Maximum number of images to evaluate on; default all.
    pub test_images: Option<usize>,
    /// Fraction of the images to hold out for evaluation where the data has no images for that, 0 to below 1; default
    /// 0.2, half for STL-10.
    pub test_fraction: Option<f64>,
    /// How photos become square; default the centre square.
    pub square: Square,
    /// Seed of the draws, and of the images held out; default 0.
    pub seed: u64,
}

impl FilesConfig {
    /// Checks every field against its range.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is invalid.
    pub fn validate(&self) -> Result<()> {
        if let Some(size) = self.image_size {
            check_image_size(size)?;
        }
        let counts = [
            ("images", self.images),
            ("labeledImages", self.labeled_images),
            ("testImages", self.test_images),
        ];
        if let Some((field, _)) = counts.into_iter().find(|(_, count)| *count == Some(0)) {
            return Err(Error::config(field, 0, "1 or more, or left out"));
        }
        match self.test_fraction {
            Some(fraction) if !(0.0..1.0).contains(&fraction) => {
                Err(Error::config("testFraction", fraction, "0 or more and below 1"))
            }
            _ => Ok(()),
        }
    }
}
