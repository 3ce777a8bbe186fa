//! Where bytes come from: memory, a file on disk, or a file that a browser holds.

use std::sync::Arc;

use crate::error::{Error, Result};

/// A file that can be read piece by piece; only the requested piece is held in memory.
pub trait ByteSource: std::fmt::Debug + Send + Sync {
    /// The file's name, with its folders where it was chosen as part of one, separated by `/`.
    fn name(&self) -> &str;
    /// Length in bytes.
    fn len(&self) -> u64;
    /// Fills `buffer` from `offset`.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where the file ends earlier or cannot be read.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()>;

    /// Whether the file has no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole file in memory.
    ///
    /// # Errors
    /// As [`ByteSource::read_at`].
    fn read_all(&self) -> Result<Vec<u8>> {
        let mut buffer = vec![0; self.len() as usize];
        self.read_at(0, &mut buffer)?;
        Ok(buffer)
    }

    /// The first bytes, `limit` at most.
    ///
    /// # Errors
    /// As [`ByteSource::read_at`].
    fn read_up_to(&self, limit: u64) -> Result<Vec<u8>> {
        let mut buffer = vec![0; self.len().min(limit) as usize];
        self.read_at(0, &mut buffer)?;
        Ok(buffer)
    }

    /// The name without folders.
    fn file_name(&self) -> &str {
        self.name().rsplit('/').next().unwrap_or_default()
    }
}

/// A source shared by all that read from it.
pub type SharedSource = Arc<dyn ByteSource>;

/// Bytes in memory under a name.
#[derive(Clone, Debug)]
pub struct MemoryFile {
    name: String,
    bytes: Vec<u8>,
}

impl MemoryFile {
    /// Bytes as a file called `name`.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { name: name.into(), bytes }
    }
}

impl ByteSource for MemoryFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        copy_part(&self.bytes, offset, buffer, &self.name)
    }
}

/// Fills `buffer` from `offset` of the bytes of a file.
///
/// # Errors
/// [`Error::InvalidData`] where they end earlier.
pub(super) fn copy_part(bytes: &[u8], offset: u64, buffer: &mut [u8], name: &str) -> Result<()> {
    let start = usize::try_from(offset).ok();
    let range = start.and_then(|start| Some(start..start.checked_add(buffer.len())?));
    let part = range.and_then(|range| bytes.get(range)).ok_or_else(|| truncated(name))?;
    buffer.copy_from_slice(part);
    Ok(())
}

pub(super) fn truncated(name: &str) -> Error {
    Error::data(name, "it ends too early", "Check that the file is complete")
}
