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
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use super::{ByteSource, SharedSource};
    use crate::error::{Error, Result};

    /// A file that is opened each time it is read, so that few files are open at once.
    #[derive(Debug)]
    struct DiskFile {
        name: String,
        path: PathBuf,
        len: u64,
    }

    /// A file that cannot be read, and why; the images beside it can.
    #[derive(Debug)]
    struct UnreadableFile {
        name: String,
        problem: String,
    }

    /// Lists one file, or every file below a folder in the order of their names.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where the path itself cannot be read. What cannot be read below it fails when it is read.
    pub fn open_path(path: &Path) -> Result<Vec<SharedSource>> {
        let unreadable = |error: std::io::Error| {
            Error::data(path.display().to_string(), error.to_string(), "Check the path")
        };
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        let is_readable = if metadata.is_dir() {
            std::fs::read_dir(path).map(|_| ())
        } else {
            File::open(path).map(|_| ())
        };
        is_readable.map_err(unreadable)?;
        let mut sources = Vec::new();
        collect(path, path.parent().unwrap_or(path), &mut Vec::new(), &mut sources);
        Ok(sources)
    }

    /// `parents` are the folders above, resolved: a link to one of them is not followed.
    fn collect(path: &Path, base: &Path, parents: &mut Vec<PathBuf>, sources: &mut Vec<SharedSource>) {
        let name = path.strip_prefix(base).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let mut add_unreadable = |problem: String| {
            sources.push(Arc::new(UnreadableFile { name: name.clone(), problem }));
        };
        let metadata = match std::fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) => return add_unreadable(error.to_string()),
        };
        if !metadata.is_dir() {
            if !metadata.is_file() {
                return add_unreadable("it is not a regular file".into());
            }
            let file = DiskFile { name, path: path.into(), len: metadata.len() };
            return sources.push(Arc::new(file));
        }
        let entries =
            std::fs::canonicalize(path).and_then(|resolved| Ok((resolved, std::fs::read_dir(path)?)));
        let (resolved, entries) = match entries {
            Ok(entries) => entries,
            Err(error) => return add_unreadable(error.to_string()),
        };
        if parents.contains(&resolved) {
            return add_unreadable("it is a link to a folder above it".into());
        }
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        parents.push(resolved);
        paths.iter().for_each(|child| collect(child, base, parents, sources));
        parents.pop();
    }

    impl ByteSource for DiskFile {
        fn name(&self) -> &str {
            &self.name
        }

        fn len(&self) -> u64 {
            self.len
        }

        fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
            File::open(&self.path)
                .and_then(|mut file| {
                    file.seek(SeekFrom::Start(offset))?;
                    file.read_exact(buffer)
                })
                .map_err(|error| {
                    Error::data(&self.name, error.to_string(), "Check that the file is complete")
                })
        }
    }

    impl ByteSource for UnreadableFile {
        fn name(&self) -> &str {
            &self.name
        }

        /// Not empty, so that a reader asks for bytes and is told the problem.
        fn len(&self) -> u64 {
            1
        }

        fn read_at(&self, _: u64, _: &mut [u8]) -> Result<()> {
            Err(Error::data(&self.name, &self.problem, "Check the file"))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use disk::open_path;

fn truncated(name: &str) -> Error {
    Error::data(name, "it ends too early", "Check that the file is complete")
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
