//! Files on disk, and a file for bytes that memory should not hold.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::scratch::{Scratch, full, lost};
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
    let unreadable =
        |error: std::io::Error| Error::data(path.display().to_string(), error.to_string(), "Check the path");
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    let is_readable =
        if metadata.is_dir() { std::fs::read_dir(path).map(|_| ()) } else { File::open(path).map(|_| ()) };
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
    let entries = std::fs::canonicalize(path).and_then(|resolved| Ok((resolved, std::fs::read_dir(path)?)));
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
            .map_err(|error| Error::data(&self.name, error.to_string(), "Check that the file is complete"))
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

/// A temporary file that is gone when it is dropped or the process ends; it is made when it is first used.
#[derive(Debug, Default)]
pub struct DiskScratch {
    /// With its length.
    file: Mutex<Option<(File, u64)>>,
}

impl DiskScratch {
    /// More than any data set here unpacks to, and less than fills a disk unnoticed.
    const CAPACITY: u64 = 64 << 30;
    /// As much as a data set in memory may take in a tab.
    const MEMORY_FIRST: u64 = 1 << 31;

    fn failed(error: std::io::Error) -> Error {
        let folder = std::env::temp_dir();
        let problem = format!("it does not fit into the folder for temporary files ({error})");
        Error::data(
            folder.display().to_string(),
            problem,
            "Free space there, or set TMPDIR to another folder",
        )
    }
}

impl Scratch for DiskScratch {
    fn append(&self, bytes: &[u8]) -> Result<u64> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, len) = match &mut *file {
            Some(file) => file,
            none => none.insert((tempfile::tempfile().map_err(Self::failed)?, 0)),
        };
        if *len + bytes.len() as u64 > Self::CAPACITY {
            return Err(full(Self::CAPACITY));
        }
        let start = *len;
        file.seek(SeekFrom::Start(start)).and_then(|_| file.write_all(bytes)).map_err(Self::failed)?;
        *len += bytes.len() as u64;
        Ok(start)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((file, _)) = &mut *file else { return if buffer.is_empty() { Ok(()) } else { Err(lost()) } };
        file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_exact(buffer)).map_err(|_| lost())
    }

    fn capacity(&self) -> u64 {
        Self::CAPACITY
    }

    fn memory_first(&self) -> u64 {
        Self::MEMORY_FIRST
    }
}
