//! Where single images lie: files chosen one by one, or the entries of one zip.

use std::io::Read;

use zip::ZipArchive;

use super::SharedSource;
use super::bytes::Cursor;
use super::layout::is_tool_file;
use crate::error::{Error, Result};

/// The longest compressed image that is read, in bytes: a bound for archives that unpack to anything.
const MAX_FILE_BYTES: u64 = 1 << 28;
/// Bytes that tell a file's format.
const HEAD: u64 = 64;

/// Files under paths that are separated by `/`.
pub(super) enum Archive {
    Files(Vec<SharedSource>),
    Zip { archive: Box<ZipArchive<Cursor>>, name: String },
}

/// Whether a file is a zip, by its name.
fn is_zip(file: &SharedSource) -> bool {
    file.name().to_lowercase().ends_with(".zip")
}

impl Archive {
    /// A single zip is opened; a zip beside other files is one of them.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where the only file is named like a zip and is none.
    pub(super) fn open(files: &[SharedSource]) -> Result<Self> {
        let chosen: Vec<&SharedSource> = files.iter().filter(|file| !is_tool_file(file.name())).collect();
        match chosen[..] {
            [file] if is_zip(file) => {
                let archive = ZipArchive::new(Cursor::new(file.clone())).map_err(|error| {
                    Error::data(file.name(), error.to_string(), "Choose a complete .zip file")
                })?;
                Ok(Self::Zip { archive: Box::new(archive), name: file.name().into() })
            }
            _ => Ok(Self::Files(files.to_vec())),
        }
    }

    /// Its name in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Zip { name, .. } => name.clone(),
            Self::Files(files) if files.len() == 1 => files[0].name().into(),
            Self::Files(files) => format!("the {} chosen files", files.len()),
        }
    }

    /// The paths of all files, each with the index to read it by, in the order of the paths.
    pub(super) fn paths(&self) -> Vec<(String, usize)> {
        let mut paths: Vec<(String, usize)> = match self {
            Self::Zip { archive, .. } => (0..archive.len())
                .filter_map(|index| Some((archive.name_for_index(index)?.ok()?.into_owned(), index)))
                .collect(),
            Self::Files(files) => {
                files.iter().enumerate().map(|(index, file)| (file.name().to_string(), index)).collect()
            }
        };
        for (path, _) in &mut paths {
            // Some tools for Windows write backslashes into archives.
            *path = path.replace('\\', "/").trim_start_matches("./").to_string();
        }
        paths.retain(|(path, _)| !path.ends_with('/'));
        paths.sort();
        paths
    }

    /// A whole file, or the reason why it cannot be read.
    pub(super) fn read(&mut self, index: usize) -> std::result::Result<Vec<u8>, String> {
        self.read_up_to(index, MAX_FILE_BYTES).and_then(|bytes| match bytes.len() as u64 > MAX_FILE_BYTES {
            true => Err(format!("it is longer than {} MB: make it smaller", MAX_FILE_BYTES >> 20)),
            false => Ok(bytes),
        })
    }

    /// The first bytes of a file, or the reason why it cannot be read.
    pub(super) fn head(&mut self, index: usize) -> std::result::Result<Vec<u8>, String> {
        self.read_up_to(index, HEAD)
    }

    /// Up to one byte more than `limit`, so that a longer file shows.
    fn read_up_to(&mut self, index: usize, limit: u64) -> std::result::Result<Vec<u8>, String> {
        match self {
            Self::Zip { archive, .. } => {
                let mut bytes = Vec::new();
                let entry = archive.by_index(index).map_err(|error| error.to_string())?;
                entry.take(limit + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
                Ok(bytes)
            }
            Self::Files(files) => {
                let file = &files[index];
                let mut bytes = vec![0; file.len().min(limit + 1) as usize];
                file.read_at(0, &mut bytes).map_err(reason)?;
                Ok(bytes)
            }
        }
    }
}

/// Why a file cannot be read, without its name.
fn reason(error: Error) -> String {
    match error {
        Error::InvalidData { problem, remedy, .. } => format!("{problem}. {remedy}"),
        other => other.to_string(),
    }
}
