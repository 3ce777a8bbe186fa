//! The files of a tar, where they lie: none is read before it is used.

use std::sync::Arc;

use tar::{Archive, EntryType};

use super::SharedSource;
use super::layout::{clean, prefix};
use super::pieces::{Cursor, ReadAhead, Slice};
use crate::error::{Error, Result};

/// The files of a tar, put into `folder` where that is not empty and not the folder that they are all in already.
///
/// # Errors
/// [`Error::InvalidData`] where it is damaged or cut short.
pub(super) fn entries(file: &SharedSource, folder: &str) -> Result<Vec<SharedSource>> {
    let damaged = |error: std::io::Error| {
        let problem = format!("it is damaged or ends too early ({error})");
        Error::data(file.name(), problem, "Choose a complete .tar file")
    };
    let ahead: SharedSource = Arc::new(ReadAhead::new(file.clone()));
    let mut archive = Archive::new(Cursor::new(file.clone()));
    let mut slices = Vec::new();
    for entry in archive.entries_with_seek().map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        // Links and devices hold no bytes of their own.
        if !matches!(entry.header().entry_type(), EntryType::Regular | EntryType::Continuous) {
            continue;
        }
        let path = clean(&String::from_utf8_lossy(&entry.path_bytes()));
        slices.push((path, entry.raw_file_position(), entry.size()));
    }
    let prefix = prefix(slices.iter().map(|(path, ..)| path.as_str()), folder);
    slices
        .into_iter()
        .map(|(path, start, len)| {
            Ok(Arc::new(Slice::new(format!("{prefix}{path}"), &ahead, start, len)?) as SharedSource)
        })
        .collect()
}
