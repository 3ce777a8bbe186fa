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
        let start = offset as usize;
        match self.bytes.get(start..start + buffer.len()) {
            Some(bytes) => {
                buffer.copy_from_slice(bytes);
                Ok(())
            }
            None => Err(truncated(&self.name)),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod disk {
    use std::fs::File;
    use std::io::{Read, Seek, SeekFrom};
    use std::path::Path;
    use std::sync::Mutex;

    use super::{ByteSource, SharedSource};
    use crate::error::{Error, Result};

    #[derive(Debug)]
    struct DiskFile {
        name: String,
        len: u64,
        file: Mutex<File>,
    }

    /// Opens one file, or every file below a folder in the order of their names.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where the path cannot be read.
    pub fn open_path(path: &Path) -> Result<Vec<SharedSource>> {
        let mut sources = Vec::new();
        let base = path.parent().unwrap_or(path);
        collect(path, base, &mut sources)?;
        Ok(sources)
    }

    fn collect(path: &Path, base: &Path, sources: &mut Vec<SharedSource>) -> Result<()> {
        let unreadable = |error: std::io::Error| {
            Error::data(path.display().to_string(), error.to_string(), "Check the path")
        };
        if path.is_dir() {
            let entries: std::io::Result<Vec<_>> = std::fs::read_dir(path).map_err(unreadable)?.collect();
            let mut paths: Vec<_> = entries.map_err(unreadable)?.iter().map(|entry| entry.path()).collect();
            paths.sort();
            return paths.iter().try_for_each(|child| collect(child, base, sources));
        }
        let file = File::open(path).map_err(unreadable)?;
        let len = file.metadata().map_err(unreadable)?.len();
        let name = path.strip_prefix(base).unwrap_or(path).to_string_lossy().replace('\\', "/");
        sources.push(std::sync::Arc::new(DiskFile { name, len, file: Mutex::new(file) }));
        Ok(())
    }

    impl ByteSource for DiskFile {
        fn name(&self) -> &str {
            &self.name
        }

        fn len(&self) -> u64 {
            self.len
        }

        fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
            let mut file = self.file.lock().expect("no reader panics while it holds the file");
            file.seek(SeekFrom::Start(offset))
                .and_then(|_| file.read_exact(buffer))
                .map_err(|error| Error::data(&self.name, error.to_string(), "Check that the file is whole"))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use disk::open_path;

fn truncated(name: &str) -> Error {
    Error::data(name, "it ends too early", "Check that the file is whole")
}

/// Bytes that a cursor reads ahead: readers of archives ask for a few at a time, and asking a browser is slow.
const WINDOW: u64 = 1 << 17;

/// A source as a stream, for readers of archives.
pub(super) struct Cursor {
    source: SharedSource,
    position: u64,
    window: Vec<u8>,
    window_start: u64,
}

impl Cursor {
    pub(super) fn new(source: SharedSource) -> Self {
        Self { source, position: 0, window: Vec::new(), window_start: 0 }
    }

    /// What the window holds from the position on; refilled when it is empty.
    fn ahead(&mut self) -> std::io::Result<&[u8]> {
        let window = self.window_start..self.window_start + self.window.len() as u64;
        if !window.contains(&self.position) {
            let left = self.source.len().saturating_sub(self.position);
            self.window.resize(left.min(WINDOW) as usize, 0);
            self.window_start = self.position;
            if let Err(error) = self.source.read_at(self.position, &mut self.window) {
                self.window.clear();
                return Err(std::io::Error::other(error.to_string()));
            }
        }
        Ok(&self.window[(self.position - self.window_start) as usize..])
    }
}

impl std::io::Read for Cursor {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let ahead = self.ahead()?;
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
