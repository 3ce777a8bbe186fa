//! Parts of files as files of their own, and files as streams.
#![cfg_attr(not(feature = "formats"), allow(dead_code))]

use std::sync::{Mutex, PoisonError};

use super::bytes::truncated;
use super::{ByteSource, SharedSource};
use crate::error::Result;

/// A part of a file as a file of its own, such as an entry of an archive.
#[derive(Debug)]
pub(super) struct Slice {
    name: String,
    file: SharedSource,
    start: u64,
    len: u64,
}

impl Slice {
    /// # Errors
    /// [`Error::InvalidData`] where the file ends before the part does.
    pub(super) fn new(name: impl Into<String>, file: &SharedSource, start: u64, len: u64) -> Result<Self> {
        let name = name.into();
        match start.checked_add(len) {
            Some(end) if end <= file.len() => Ok(Self { name, file: file.clone(), start, len }),
            _ => Err(truncated(&name)),
        }
    }
}

impl ByteSource for Slice {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        match offset.checked_add(buffer.len() as u64) {
            Some(end) if end <= self.len => self.file.read_at(self.start + offset, buffer),
            _ => Err(truncated(&self.name)),
        }
    }
}

/// Bytes that are read ahead: readers of archives ask for a few at a time, and asking a browser is slow.
const WINDOW: u64 = 1 << 17;

/// What was read ahead of a file.
#[derive(Debug, Default)]
struct Window {
    bytes: Vec<u8>,
    start: u64,
}

impl Window {
    /// What it holds from `position` on; refilled where that is nothing.
    fn ahead(&mut self, source: &dyn ByteSource, position: u64) -> Result<&[u8]> {
        if !(self.start..self.start + self.bytes.len() as u64).contains(&position) {
            let left = source.len().saturating_sub(position);
            self.bytes.resize(left.min(WINDOW) as usize, 0);
            self.start = position;
            if let Err(error) = source.read_at(position, &mut self.bytes) {
                self.bytes.clear();
                return Err(error);
            }
        }
        Ok(&self.bytes[(position - self.start) as usize..])
    }
}

/// A file whose neighbouring parts are read at once: for archives of many small files.
#[derive(Debug)]
pub(super) struct ReadAhead {
    source: SharedSource,
    window: Mutex<Window>,
}

impl ReadAhead {
    pub(super) fn new(source: SharedSource) -> Self {
        Self { source, window: Mutex::default() }
    }
}

impl ByteSource for ReadAhead {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn len(&self) -> u64 {
        self.source.len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        if buffer.len() as u64 >= WINDOW / 2 {
            return self.source.read_at(offset, buffer);
        }
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let mut done = 0;
        while done < buffer.len() {
            let ahead = window.ahead(&*self.source, offset + done as u64)?;
            if ahead.is_empty() {
                return Err(truncated(self.name()));
            }
            let count = ahead.len().min(buffer.len() - done);
            buffer[done..done + count].copy_from_slice(&ahead[..count]);
            done += count;
        }
        Ok(())
    }
}

/// A source as a stream, for readers of archives.
pub(super) struct Cursor {
    source: SharedSource,
    position: u64,
    window: Window,
}

impl Cursor {
    pub(super) fn new(source: SharedSource) -> Self {
        Self { source, position: 0, window: Window::default() }
    }

    /// How much of the source has been read.
    pub(super) fn position(&self) -> u64 {
        self.position
    }
}

impl std::io::Read for Cursor {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let ahead = self.window.ahead(&*self.source, self.position).map_err(std::io::Error::other)?;
        let count = buffer.len().min(ahead.len());
        buffer[..count].copy_from_slice(&ahead[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl std::io::Seek for Cursor {
    fn seek(&mut self, target: std::io::SeekFrom) -> std::io::Result<u64> {
        let (base, offset) = match target {
            std::io::SeekFrom::Start(offset) => (0, offset as i64),
            std::io::SeekFrom::End(offset) => (self.source.len(), offset),
            std::io::SeekFrom::Current(offset) => (self.position, offset),
        };
        self.position =
            base.checked_add_signed(offset).ok_or_else(|| std::io::Error::other("seek before the start"))?;
        Ok(self.position)
    }
}
