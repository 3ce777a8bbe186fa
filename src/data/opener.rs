//! Opening files of any format: unpacked where they are packed, and told apart by their names and content.

use super::arrays;
use super::cifar::Cifar;
use super::layout::{is_image_name, is_tool_file};
use super::listing::{Known, Listing};
use super::opened::{Opened, Opener};
use super::scratch::{SharedScratch, new_scratch};
use super::unpack::Unpacking;
use super::{SharedSource, idx, npy, parquet, stl10, tiny_imagenet, webdataset};
use crate::config::{FilesConfig, Format};
use crate::error::{Error, Result};

/// The content of so few files is looked at to tell their format; of more, their names.
const FEW: usize = 64;

/// Detects the format of files from their names and content, and from those in archives.
///
/// # Errors
/// [`Error::NoImages`] where there are no files; [`Error::InvalidData`] where an archive cannot be opened.
pub fn detect(files: &[SharedSource]) -> Result<Format> {
    check_any(files)?;
    let mut unpacking = Unpacking::new(files, new_scratch())?;
    while !unpacking.is_done() {
        unpacking.step()?;
    }
    Ok(format_of(&unpacking.take()))
}

fn check_any(files: &[SharedSource]) -> Result<()> {
    if !files.iter().all(|file| is_tool_file(file.name())) {
        return Ok(());
    }
    Err(Error::NoImages {
        place: format!("the {} chosen files", files.len()),
        remedy: "Choose a folder or archive of images, or the files of a data set".into(),
    })
}

/// The first format that fits.
fn format_of(files: &[SharedSource]) -> Format {
    let looks = looks_into(files);
    Format::ALL.into_iter().find(|&format| fits(format, files, looks)).unwrap_or(Format::Folder)
}

/// Whether the content of files is looked at.
fn looks_into(files: &[SharedSource]) -> bool {
    !files.iter().any(|file| is_image_name(file.name()))
        && files.iter().filter(|file| !is_tool_file(file.name())).count() <= FEW
}

fn fits(format: Format, files: &[SharedSource], looks: bool) -> bool {
    match format {
        Format::Stl10 => stl10::fits(files),
        Format::Cifar10 => Cifar::Ten.fits(files),
        Format::Cifar100 => Cifar::Hundred.fits(files),
        Format::Parquet => parquet::fits(files, looks),
        Format::Npz => npy::fits(files, looks),
        Format::Idx => idx::fits(files, looks),
        Format::WebDataset => webdataset::fits(files),
        Format::TinyImagenet => tiny_imagenet::fits(files),
        Format::Folder => true,
    }
}

/// Files that are opened where they are read.
#[derive(Debug)]
pub struct FileOpener {
    unpacking: Unpacking,
    /// Their name in messages.
    place: String,
    config: FilesConfig,
}

impl FileOpener {
    /// Opens what needs no unpacking.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`]; [`Error::NoImages`] where there are no files; [`Error::InvalidData`] where an archive is
    /// damaged or of a kind that is not read.
    pub fn new(files: &[SharedSource], config: &FilesConfig, scratch: SharedScratch) -> Result<Self> {
        config.validate()?;
        check_any(files)?;
        let visible: Vec<&SharedSource> = files.iter().filter(|file| !is_tool_file(file.name())).collect();
        let place = match visible[..] {
            [file] => file.name().into(),
            _ => format!("the {} chosen files", files.len()),
        };
        Ok(Self { unpacking: Unpacking::new(files, scratch)?, place, config: config.clone() })
    }

    /// The format that was asked for, if the files may have it; else the one that fits.
    fn format(&self, files: &[SharedSource]) -> Result<Format> {
        let found = format_of(files);
        match self.config.format {
            // Any images may be read without what their data set knows of them.
            Some(Format::Folder)
                if !matches!(found, Format::TinyImagenet | Format::WebDataset | Format::Folder) =>
            {
                Err(self.refuse(Format::Folder, found))
            }
            Some(wanted) if fits(wanted, files, looks_into(files)) => Ok(wanted),
            Some(wanted) => Err(self.refuse(wanted, found)),
            None => Ok(found),
        }
    }

    fn refuse(&self, wanted: Format, found: Format) -> Error {
        let problem = format!("it holds {}, not {}", found.title(), wanted.title());
        Error::data(&self.place, problem, "Give the format that it has, or none: it is found by looking")
    }
}

impl Opener for FileOpener {
    fn progress(&self) -> (u64, u64) {
        self.unpacking.progress()
    }

    fn is_done(&self) -> bool {
        self.unpacking.is_done()
    }

    fn step(&mut self, bytes: u64) -> Result<()> {
        let end = self.unpacking.progress().0.saturating_add(bytes);
        while !self.unpacking.is_done() && self.unpacking.progress().0 < end {
            self.unpacking.step()?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Opened> {
        let files = self.unpacking.take();
        let format = self.format(&files)?;
        let (place, config) = (self.place.clone(), &self.config);
        Ok(match format {
            Format::Stl10 => Opened::of_records(stl10::load(&files, &place, config)?),
            Format::Cifar10 => Opened::of_records(Cifar::Ten.load(&files, &place, config)?),
            Format::Cifar100 => Opened::of_records(Cifar::Hundred.load(&files, &place, config)?),
            Format::Npz => Opened::of_records(arrays::load(&files, "Arrays", npy::read, &place, config)?),
            Format::Idx => Opened::of_records(arrays::load(&files, "IDX", idx::read, &place, config)?),
            Format::Parquet => parquet::open(files, place, config)?,
            Format::WebDataset => webdataset::open(files, place, config)?,
            Format::TinyImagenet => tiny_imagenet::open(files, place, config)?,
            Format::Folder => Listing::new(files, place, |_| false).open(Known::of_photos(), config)?,
        })
    }
}
