//! A place for bytes that memory should not hold: what a compressed file unpacks to, and decoded images.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

#[cfg(feature = "formats")]
use super::{ByteSource, SharedSource, bytes::truncated};
use crate::error::{Error, Result};

/// Bytes that are appended and read back at any place; they are gone when it is dropped.
pub trait Scratch: Debug + Send + Sync {
    /// Adds bytes at the end; returns where they lie.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where there is no space left.
    fn append(&self, bytes: &[u8]) -> Result<u64>;

    /// Fills `buffer` from `offset`.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where so much was never appended, or it cannot be read.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()>;

    /// The most bytes that it is meant to hold.
    fn capacity(&self) -> u64;

    /// The most bytes of decoded images that are better kept in memory than here.
    fn memory_first(&self) -> u64;
}

/// A scratch shared by all that read from it.
pub type SharedScratch = Arc<dyn Scratch>;

/// A scratch for those who have none of their own: a temporary file, or memory in a tab.
pub fn new_scratch() -> SharedScratch {
    #[cfg(not(target_arch = "wasm32"))]
    return Arc::new(super::DiskScratch::default());
    #[cfg(target_arch = "wasm32")]
    return Arc::new(MemoryScratch::default());
}

/// Where a host has nothing better: in memory.
#[derive(Debug, Default)]
pub struct MemoryScratch {
    /// Each append is one piece, so that nothing is copied to grow.
    pieces: Mutex<Vec<(u64, Box<[u8]>)>>,
}

impl MemoryScratch {
    /// Beside 2 GiB of decoded images there is room for so many bytes in a tab's 32-bit heap.
    const CAPACITY: u64 = 1 << 30;
}

impl Scratch for MemoryScratch {
    fn append(&self, bytes: &[u8]) -> Result<u64> {
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        let end = pieces.last().map_or(0, |(start, piece)| start + piece.len() as u64);
        if end + bytes.len() as u64 > Self::CAPACITY {
            return Err(full(Self::CAPACITY));
        }
        pieces.push((end, bytes.into()));
        Ok(end)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        let mut place = pieces.partition_point(|(start, piece)| start + piece.len() as u64 <= offset);
        let mut done = 0;
        while done < buffer.len() {
            let (start, piece) = pieces.get(place).ok_or_else(lost)?;
            let ahead = &piece[(offset + done as u64 - start) as usize..];
            let count = ahead.len().min(buffer.len() - done);
            buffer[done..done + count].copy_from_slice(&ahead[..count]);
            (done, place) = (done + count, place + 1);
        }
        Ok(())
    }

    fn capacity(&self) -> u64 {
        Self::CAPACITY
    }

    fn memory_first(&self) -> u64 {
        u64::MAX
    }
}

/// A refusal of bytes beyond the capacity.
pub(crate) fn full(capacity: u64) -> Error {
    Error::data(
        "the chosen data",
        format!("unpacked it is longer than {} MB", capacity >> 20),
        "Choose fewer files, or unpack them first and choose the folder",
    )
}

pub(crate) fn lost() -> Error {
    Error::data("the chosen data", "its unpacked bytes are no longer there", "Load it again")
}

/// What was unpacked into a scratch, as a file.
#[cfg(feature = "formats")]
#[derive(Debug)]
pub(super) struct ScratchFile {
    pub name: String,
    pub scratch: SharedScratch,
    pub start: u64,
    pub len: u64,
}

#[cfg(feature = "formats")]
impl ScratchFile {
    pub(super) fn shared(self) -> SharedSource {
        Arc::new(self)
    }
}

#[cfg(feature = "formats")]
impl ByteSource for ScratchFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        match offset.checked_add(buffer.len() as u64) {
            Some(end) if end <= self.len => self.scratch.read_at(self.start + offset, buffer),
            _ => Err(truncated(&self.name)),
        }
    }
}
