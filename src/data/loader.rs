//! Choosing the format of some files, and loading any format piece by piece.

use serde::Serialize;

use super::archive::Archive;
use super::folder::FolderLoader;
use super::layout::is_tool_file;
use super::scenes::ScenesLoader;
use super::tiny_imagenet::{self, is_tiny_imagenet};
use super::{Dataset, SharedSource, cifar10, stl10};
use crate::config::{FilesConfig, ScenesConfig};
use crate::error::{Error, Result};

/// Images of a piece where nobody watches.
const PIECE: usize = 256;

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

/// Detects the format of files from their names, and from those in a zip.
///
/// # Errors
/// [`Error::NoImages`] where there are no files; [`Error::InvalidData`] where a zip cannot be opened.
pub fn detect(files: &[SharedSource]) -> Result<Format> {
    Ok(match Detected::of(files)? {
        Detected::Stl10 => Format::Stl10,
        Detected::Cifar10 => Format::Cifar10,
        Detected::TinyImagenet(_) => Format::TinyImagenet,
        Detected::Folder(_) => Format::Folder,
    })
}

/// A format, with the archive that was opened to detect it.
enum Detected {
    Stl10,
    Cifar10,
    TinyImagenet(Archive),
    Folder(Archive),
}

impl Detected {
    fn of(files: &[SharedSource]) -> Result<Self> {
        if files.iter().all(|file| is_tool_file(file.name())) {
            return Err(Error::NoImages {
            place: format!("the {} chosen files", files.len()),
            remedy:
                "Choose STL-10 or CIFAR-10 .bin files, the Tiny-ImageNet zip, or a folder or zip of images"
                    .into(),
        });
        }
        if files.iter().any(stl10::is_part) {
            return Ok(Self::Stl10);
        }
        if files.iter().any(cifar10::is_part) {
            return Ok(Self::Cifar10);
        }
        let archive = Archive::open(files)?;
        let is_tiny = is_tiny_imagenet(&archive.paths());
        Ok(if is_tiny { Self::TinyImagenet(archive) } else { Self::Folder(archive) })
    }
}

/// Data being loaded, whatever its format; the host asks for pieces, so that it can show progress and stop.
pub enum Loader {
    Scenes(ScenesLoader),
    /// Formats that need no decoding are opened at once.
    Opened(Box<Dataset>),
    /// Single images, also those of Tiny-ImageNet.
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
        Ok(match Detected::of(files)? {
            Detected::Stl10 => Self::Opened(Box::new(stl10::load(files, config)?)),
            Detected::Cifar10 => Self::Opened(Box::new(cifar10::load(files, config)?)),
            Detected::TinyImagenet(archive) => {
                Self::Folder(Box::new(tiny_imagenet::loader(archive, config)?))
            }
            Detected::Folder(archive) => Self::Folder(Box::new(FolderLoader::new(archive, config)?)),
        })
    }

    /// Total number of images to load.
    pub fn total(&self) -> usize {
        match self {
            Self::Scenes(loader) => loader.total(),
            Self::Opened(_) => 0,
            Self::Folder(loader) => loader.total(),
        }
    }

    /// Loads up to `count` more images; returns how many are done.
    pub fn step(&mut self, count: usize) -> usize {
        match self {
            Self::Scenes(loader) => loader.step(count),
            Self::Opened(_) => 0,
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
            Self::Folder(loader) => loader.finish(),
        }
    }

    /// Loads everything at once.
    ///
    /// # Errors
    /// As [`Loader::finish`].
    pub fn load(mut self) -> Result<Dataset> {
        // An image that cannot be read may have others take its place.
        while self.step(PIECE) < self.total() {}
        self.finish()
    }
}
