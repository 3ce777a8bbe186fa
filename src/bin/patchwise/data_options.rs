//! Which data, and how it is read.

use clap::Args;
use patchwise::config::{FilesConfig, NamedSplit, Square};
use serde::{Deserialize, Serialize};

/// Which data, and how it is read.
#[derive(Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct DataOptions {
    /// scenes, the path of a folder, archive or file, project:FILE, or addresses that start with https:// or http://, with spaces
    /// between them; where a format could be mistaken, it may stand before, as in idx:DIR [scenes]
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// Image size: the side that images are resized to, in pixels [the data's own; 64 for folders]
    #[arg(long, allow_negative_numbers = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_size: Option<usize>,
    /// Fraction held out for evaluation where the data has no images for that [0.2; 0.5 for stl10]
    #[arg(long, allow_negative_numbers = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_fraction: Option<f64>,
    /// Fraction of the labelled images that nothing is trained on, to evaluate on in place of the test images [none]
    #[arg(long, allow_negative_numbers = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<f64>,
    /// How photos become square: the centre square, or the whole image on black [crop]
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub square: Option<Square>,
    /// Split to learn from [train, or all images]
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub train_split: Option<NamedSplit>,
    /// Split to evaluate on [test, or val where there is no test with labels]
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_split: Option<NamedSplit>,
    /// Column, array or field with the images [the one whose name says so]
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_column: Option<String>,
    /// Column, array or field with the labels [the one whose name says so]
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_column: Option<String>,
}

impl DataOptions {
    /// How files are read, as far as these options say.
    pub fn files_config(&self) -> FilesConfig {
        FilesConfig {
            image_size: self.image_size,
            test_fraction: self.test_fraction,
            validation: self.validation,
            square: self.square.unwrap_or_default(),
            train_split: self.train_split,
            test_split: self.test_split,
            image_column: self.image_column.clone(),
            label_column: self.label_column.clone(),
            ..FilesConfig::default()
        }
    }
}
