//! The files of a zip; each is unpacked when it is read.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use zip::{CompressionMethod, ZipArchive};

use super::bytes::copy_part;
use super::layout::{clean, is_image_name, prefix};
use super::pieces::{Cursor, Slice};
use super::{ByteSource, SharedSource};
use crate::error::{Error, Result};

/// Entries that are longer are unpacked once, not each time that they are read.
const LONG: u64 = 1 << 16;

type SharedArchive = Arc<Mutex<ZipArchive<Cursor>>>;

/// A file of a zip.
pub(super) struct Entry {
    file: SharedSource,
    archive: SharedArchive,
    index: usize,
    name: String,
    len: u64,
    method: CompressionMethod,
    is_encrypted: bool,
}

/// The files of a zip, put into `folder` where that is not empty and not the folder that they are all in already.
///
/// # Errors
/// [`Error::InvalidData`] where it is damaged or cut short.
pub(super) fn entries(file: &SharedSource, folder: &str) -> Result<Vec<Entry>> {
    let archive = ZipArchive::new(Cursor::new(file.clone()))
        .map_err(|error| Error::data(file.name(), error.to_string(), "Choose a complete .zip file"))?;
    // From the directory at its end: reading what lies before each file would read all of it.
    let listed: Vec<_> = (0..archive.len())
        .filter_map(|index| {
            let entry = archive.by_index_data(index).ok()?;
            let name = clean(&entry.name().ok()?);
            let is_file = !name.is_empty() && !name.ends_with('/');
            is_file.then(|| (index, name, entry.size(), entry.compression(), entry.encrypted()))
        })
        .collect();
    let prefix = prefix(listed.iter().map(|(_, name, ..)| name.as_str()), folder);
    let archive = Arc::new(Mutex::new(archive));
    let entries = listed.into_iter().map(|(index, name, len, method, is_encrypted)| {
        let (file, archive, name) = (file.clone(), archive.clone(), format!("{prefix}{name}"));
        Entry { file, archive, index, name, len, method, is_encrypted }
    });
    Ok(entries.collect())
}

impl Entry {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it has to be unpacked to be read at random.
    pub(super) fn is_packed(&self) -> bool {
        self.method == CompressionMethod::Deflated && !self.is_encrypted && self.len > LONG
    }

    /// Its bytes as they lie in the zip.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where they lie outside the zip.
    pub(super) fn packed(&self) -> Result<SharedSource> {
        let failed = |problem: &str| Error::data(&self.name, problem, "Choose a complete .zip file");
        let mut archive = self.archive.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = archive.by_index_raw(self.index).map_err(|error| failed(&error.to_string()))?;
        let start = entry.data_start().ok_or_else(|| failed("it has no place in the zip"))?;
        Ok(Arc::new(Slice::new(&self.name, &self.file, start, entry.compressed_size())?))
    }

    /// As a file; what is long and stored as it is can be read at random.
    ///
    /// # Errors
    /// As [`Entry::packed`].
    pub(super) fn shared(self) -> Result<SharedSource> {
        let is_plain = self.method == CompressionMethod::Stored && !self.is_encrypted;
        if is_plain && self.len > LONG && !is_image_name(&self.name) {
            self.packed()
        } else {
            Ok(Arc::new(self))
        }
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.debug_struct("Entry").field("name", &self.name).field("len", &self.len).finish()
    }
}

impl ByteSource for Entry {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let bytes = self.read_up_to(offset.saturating_add(buffer.len() as u64))?;
        copy_part(&bytes, offset, buffer, &self.name)
    }

    fn read_all(&self) -> Result<Vec<u8>> {
        self.read_up_to(u64::MAX)
    }

    /// The length that a zip states is not trusted: memory grows with what is there.
    fn read_up_to(&self, limit: u64) -> Result<Vec<u8>> {
        let failed = |problem: String| Error::data(&self.name, problem, "Check that the zip is complete");
        let mut archive = self.archive.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = archive.by_index(self.index).map_err(|error| failed(error.to_string()))?;
        let mut bytes = Vec::new();
        entry.take(limit).read_to_end(&mut bytes).map_err(|error| failed(error.to_string()))?;
        Ok(bytes)
    }
}
