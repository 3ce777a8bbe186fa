//! Loading any data piece by piece.

use super::folder::FolderLoader;
use super::held_out::with_validation;
use super::opened::{Content, Opened, Opener};
#[cfg(feature = "formats")]
use super::opener::FileOpener;
use super::scenes::ScenesLoader;
use super::scratch::{SharedScratch, new_scratch};
use super::{Dataset, SharedSource};
use crate::config::{FilesConfig, ScenesConfig};
use crate::error::{Error, Result};

/// Images of a piece where nobody watches.
const PIECE: usize = 256;
/// Packed bytes that count as one unit of progress.
const UNIT: u64 = 1 << 16;

/// Data being loaded, whatever its format; the host asks for pieces, so that it can show progress and stop.
pub struct Loader {
    stage: Stage,
    /// The part of the labelled images to evaluate on in place of the test images.
    validation: Option<f64>,
    /// Units of unpacking that are done.
    unpacked: usize,
}

enum Stage {
    Scenes(ScenesLoader),
    /// Files that may have to be unpacked to be read.
    Opening(Box<Opening>),
    /// Records need no decoding.
    Opened(Box<Dataset>),
    /// Single images, whatever holds them.
    Folder(Box<FolderLoader>),
}

struct Opening {
    opener: Box<dyn Opener>,
    config: FilesConfig,
    scratch: SharedScratch,
}

impl Loader {
    /// Starts to draw scenes.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`].
    pub fn scenes(config: &ScenesConfig) -> Result<Self> {
        let stage = Stage::Scenes(ScenesLoader::new(config)?);
        Ok(Self { stage, validation: config.validation, unpacked: 0 })
    }

    /// Starts to load files in the format that they have.
    ///
    /// # Errors
    /// Those of the format's own loader, and [`Error::NoImages`] where no format fits.
    pub fn files(files: &[SharedSource], config: &FilesConfig) -> Result<Self> {
        Self::files_in(files, config, new_scratch())
    }

    /// As [`Loader::files`], with a place for what memory should not hold.
    ///
    /// # Errors
    /// As [`Loader::files`].
    #[cfg(feature = "formats")]
    pub fn files_in(files: &[SharedSource], config: &FilesConfig, scratch: SharedScratch) -> Result<Self> {
        let opener = FileOpener::new(files, config, scratch.clone())?;
        Self::opening(Box::new(opener), config, scratch)
    }

    /// As [`Loader::files`], with a place for what memory should not hold.
    ///
    /// # Errors
    /// Always, in a build without the feature `formats`.
    #[cfg(not(feature = "formats"))]
    pub fn files_in(files: &[SharedSource], _: &FilesConfig, _: SharedScratch) -> Result<Self> {
        let name = files.first().map_or("the files", |file| file.name());
        Err(Error::data(name, "this build reads no files", "Build it with the feature `formats`"))
    }

    /// Starts to load files that are being opened.
    ///
    /// # Errors
    /// Those of the format, where they need no unpacking.
    pub fn opening(opener: Box<dyn Opener>, config: &FilesConfig, scratch: SharedScratch) -> Result<Self> {
        let opening = Opening { opener, config: config.clone(), scratch };
        let stage = Stage::Opening(Box::new(opening));
        let mut loader = Self { stage, validation: config.validation, unpacked: 0 };
        loader.open()?;
        Ok(loader)
    }

    /// Goes on with what is opened, once nothing is left to unpack.
    fn open(&mut self) -> Result<()> {
        let Stage::Opening(opening) = &mut self.stage else { return Ok(()) };
        if !opening.opener.is_done() {
            return Ok(());
        }
        let Opened { content, files } = opening.opener.finish()?;
        self.stage = match content {
            Content::Records(sets) => Stage::Opened(Box::new(sets.into_dataset(&files))),
            Content::Images(images) => {
                let loader = FolderLoader::new(images, files, &opening.config, opening.scratch.clone())?;
                Stage::Folder(Box::new(loader))
            }
        };
        Ok(())
    }

    /// Total number of images to load, and of units to unpack.
    pub fn total(&self) -> usize {
        self.unpacked
            + match &self.stage {
                Stage::Scenes(loader) => loader.total(),
                // One more than is known, as images follow.
                Stage::Opening(opening) => (opening.opener.progress().1 / UNIT) as usize + 1,
                Stage::Opened(_) => 0,
                Stage::Folder(loader) => loader.total(),
            }
    }

    /// Loads up to `count` more images, or unpacks so many units; returns how many are done.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where an archive is damaged, or there is no space to unpack it; those of the format.
    pub fn step(&mut self, count: usize) -> Result<usize> {
        let done = match &mut self.stage {
            Stage::Scenes(loader) => loader.step(count),
            Stage::Opening(opening) => {
                opening.opener.step(count as u64 * UNIT)?;
                let done = (opening.opener.progress().0 / UNIT) as usize;
                if opening.opener.is_done() {
                    self.unpacked = done;
                    self.open()?;
                }
                return Ok(done);
            }
            Stage::Opened(_) => 0,
            Stage::Folder(loader) => loader.step(count)?,
        };
        Ok(self.unpacked + done)
    }

    /// The data set, once all is loaded.
    ///
    /// # Errors
    /// [`Error::NoImages`] where nothing could be decoded; [`Error::NoLabels`] where a validation part needs labels.
    pub fn finish(self) -> Result<Dataset> {
        let data = match self.stage {
            Stage::Scenes(loader) => loader.finish(),
            Stage::Opening(_) => Err(Error::order("The files are not unpacked yet", "load")),
            Stage::Opened(dataset) => Ok(*dataset),
            Stage::Folder(loader) => loader.finish(),
        }?;
        match self.validation {
            Some(fraction) => with_validation(data, fraction),
            None => Ok(data),
        }
    }

    /// Loads everything at once.
    ///
    /// # Errors
    /// As [`Loader::step`] and [`Loader::finish`].
    pub fn load(mut self) -> Result<Dataset> {
        // An image that cannot be read may have others take its place.
        while self.step(PIECE)? < self.total() {}
        self.finish()
    }
}
