//! Choosing the format of some files, and loading any format piece by piece.

use serde::Serialize;

use super::folder::FolderLoader;
use super::scenes::ScenesLoader;
use super::tiny_imagenet::TinyImagenetLoader;
use super::{Dataset, SharedSource, cifar10, folder, stl10, tiny_imagenet};
use crate::config::{FilesConfig, ScenesConfig};
use crate::error::{Error, Result};

/// The formats that files come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Format {
    #[cfg_attr(feature = "cli", value(name = "stl10"))]
    Stl10,
    #[cfg_attr(feature = "cli", value(name = "cifar10"))]
    Cifar10,
    #[cfg_attr(feature = "cli", value(name = "tiny-imagenet"))]
    TinyImagenet,
    Folder,
}

impl Format {
    /// The name as its authors write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Stl10 => "STL-10",
            Self::Cifar10 => "CIFAR-10",
            Self::TinyImagenet => "Tiny-ImageNet",
            Self::Folder => "single images",
        }
    }
}

/// Detects the format of files from their names.
///
/// # Errors
/// [`Error::NoImages`] where there are no files or none of a known kind.
pub fn detect(files: &[SharedSource]) -> Result<Format> {
    if files.iter().any(stl10::is_part) {
        Ok(Format::Stl10)
    } else if files.iter().any(cifar10::is_part) {
        Ok(Format::Cifar10)
    } else if tiny_imagenet::is_folder(files) || files.iter().any(tiny_imagenet::is_zip) {
        Ok(Format::TinyImagenet)
    } else if files.iter().any(folder::is_part) {
        Ok(Format::Folder)
    } else {
        Err(Error::NoImages {
            place: format!("the {} chosen files", files.len()),
            remedy:
                "Choose STL-10 or CIFAR-10 .bin files, the Tiny-ImageNet zip, or JPEG, PNG or WebP images"
                    .into(),
        })
    }
}

/// Data being loaded, whatever its format; the host asks for pieces, so that it can show progress and stop.
pub enum Loader {
    Scenes(ScenesLoader),
    /// Formats that need no decoding are opened at once.
    Opened(Box<Dataset>),
    TinyImagenet(Box<TinyImagenetLoader>),
    Folder(Box<FolderLoader>),
}

impl Loader {
    /// Starts to draw scenes.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`].
    pub fn scenes(config: &ScenesConfig) -> Result<Self> {
        Ok(Self::Scenes(ScenesLoader::new(config)?))
    }

    /// Starts to load files in the format detected from their names.
    ///
    /// # Errors
    /// Those of the format's own loader, and [`Error::NoImages`] where no format fits.
    pub fn files(files: &[SharedSource], config: &FilesConfig) -> Result<Self> {
        Ok(match detect(files)? {
            Format::Stl10 => Self::Opened(Box::new(stl10::load(files, config)?)),
            Format::Cifar10 => Self::Opened(Box::new(cifar10::load(files, config)?)),
            Format::TinyImagenet => Self::TinyImagenet(Box::new(TinyImagenetLoader::new(files, config)?)),
            Format::Folder => Self::Folder(Box::new(FolderLoader::new(files, config)?)),
        })
    }

    /// Total number of images to load.
    pub fn total(&self) -> usize {
        match self {
            Self::Scenes(loader) => loader.total(),
            Self::Opened(_) => 0,
            Self::TinyImagenet(loader) => loader.total(),
            Self::Folder(loader) => loader.total(),
        }
    }

    /// Loads up to `count` more images; returns how many are done.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where memory runs out.
    pub fn step(&mut self, count: usize) -> Result<usize> {
        match self {
            Self::Scenes(loader) => Ok(loader.step(count)),
            Self::Opened(_) => Ok(0),
            Self::TinyImagenet(loader) => loader.step(count),
            Self::Folder(loader) => loader.step(count),
        }
    }

    /// The data set, once all is loaded.
    ///
    /// # Errors
    /// [`Error::NoImages`] where nothing could be decoded.
    pub fn finish(self) -> Result<Dataset> {
        match self {
            Self::Scenes(loader) => loader.finish(),
            Self::Opened(dataset) => Ok(*dataset),
            Self::TinyImagenet(loader) => loader.finish(),
            Self::Folder(loader) => loader.finish(),
        }
    }

    /// Loads everything at once.
    ///
    /// # Errors
    /// As [`Loader::step`] and [`Loader::finish`].
    pub fn load(mut self) -> Result<Dataset> {
        self.step(self.total())?;
        self.finish()
    }
}
