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
    /// Fraction of the labelled images that nothing is trained on, to evaluate on in place of the test images: for choices,
    /// so that the test images serve once. Above 0 and below 1; default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<f64>,
    /// Seed of the drawings; default 1.
    pub seed: u64,
}

impl Default for ScenesConfig {
    fn default() -> Self {
        Self {
            image_size: 32,
            images: 1000,
            labeled_images: 1000,
            test_images: 500,
            validation: None,
            seed: 1,
        }
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
        check_at_least_one("testImages", self.test_images)?;
        check_validation(self.validation)
    }
}

fn check_validation(fraction: Option<f64>) -> Result<()> {
    match fraction {
        Some(fraction) if !(fraction > 0.0 && fraction < 1.0) => {
            Err(Error::config("validation", fraction, "above 0 and below 1, or left out"))
        }
        _ => Ok(()),
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

/// The formats that files come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "DataFormat"))]
pub enum Format {
    /// STL-10's binary files.
    #[cfg_attr(feature = "cli", value(name = "stl10"))]
    #[serde(rename = "stl10")]
    Stl10,
    /// CIFAR-10's binary or Python files.
    #[cfg_attr(feature = "cli", value(name = "cifar10"))]
    #[serde(rename = "cifar10")]
    Cifar10,
    /// CIFAR-100's binary or Python files.
    #[cfg_attr(feature = "cli", value(name = "cifar100"))]
    #[serde(rename = "cifar100")]
    Cifar100,
    #[cfg_attr(feature = "cli", value(name = "tiny-imagenet"))]
    TinyImagenet,
    /// Tables of Parquet files with a column of images.
    Parquet,
    /// Tar files in which the files of one sample share a name.
    #[cfg_attr(feature = "cli", value(name = "webdataset"))]
    #[serde(rename = "webdataset")]
    WebDataset,
    /// NumPy arrays, `.npz` or `.npy`.
    #[cfg_attr(feature = "cli", value(name = "npz", alias = "npy", alias = "numpy"))]
    Npz,
    /// The files of MNIST and those like it.
    #[cfg_attr(feature = "cli", value(name = "idx", alias = "mnist"))]
    Idx,
    /// Single images, in folders or an archive.
    #[cfg_attr(feature = "cli", value(name = "folder", alias = "zip", alias = "tar"))]
    Folder,
}

impl Format {
    /// All, in the order in which they are tried.
    pub const ALL: [Self; 9] = [
        Self::Stl10,
        Self::Cifar10,
        Self::Cifar100,
        Self::Parquet,
        Self::Npz,
        Self::Idx,
        Self::WebDataset,
        Self::TinyImagenet,
        Self::Folder,
    ];

    /// The name as its authors write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Stl10 => "STL-10",
            Self::Cifar10 => "CIFAR-10",
            Self::Cifar100 => "CIFAR-100",
            Self::TinyImagenet => "Tiny-ImageNet",
            Self::Parquet => "Parquet",
            Self::WebDataset => "WebDataset",
            Self::Npz => "NumPy arrays",
            Self::Idx => "IDX",
            Self::Folder => "single images",
        }
    }
}

/// A split by its usual names, such as `val`, `valid` or `validation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum NamedSplit {
    Train,
    Val,
    Test,
}

impl NamedSplit {
    /// The name in requests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Val => "val",
            Self::Test => "test",
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
    /// Fraction of the labelled images that nothing is trained on, to evaluate on in place of the test images: for choices,
    /// so that the test images serve once. Above 0 and below 1; default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<f64>,
    /// How photos become square; default the centre square.
    pub square: Square,
    /// The format; default: found by looking into the files.
    pub format: Option<Format>,
    /// Which split to learn from; default `train`, or all images where the data has no splits.
    pub train_split: Option<NamedSplit>,
    /// Which split to evaluate on; default `test`, or `val` where there is no labelled `test`.
    pub test_split: Option<NamedSplit>,
    /// The column, array or field with the images, where there are several; default: the one whose name says so.
    pub image_column: Option<String>,
    /// The column, array or field with the labels, where there are several; default: the one whose name says so.
    pub label_column: Option<String>,
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
        if let (Some(train), Some(test)) = (self.train_split, self.test_split)
            && train == test
        {
            return Err(Error::config("testSplit", test.name(), "another split than the one to learn from"));
        }
        check_validation(self.validation)?;
        match self.test_fraction {
            Some(fraction) if !(0.0..1.0).contains(&fraction) => {
                Err(Error::config("testFraction", fraction, "0 or more and below 1"))
            }
            _ => Ok(()),
        }
    }
}
