//! Reading files whole, within limits.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::failure::Failure;

/// A model, or a checkpoint with its optimiser's averages: far above any that this program writes.
pub const MAX_MODEL_BYTES: u64 = 1 << 30;
/// A token of a server.
#[cfg(feature = "remote")]
pub const MAX_TOKEN_BYTES: u64 = 1 << 20;
/// A record of a run. That of a table holds every figure and loss.
pub const MAX_RECORD_BYTES: u64 = 256 << 20;

/// The bytes of a file. What is no regular file has no end to wait for, and may never give a byte.
pub fn read(path: &Path, max_bytes: u64) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::of_path(path, "read", error);
    let about = std::fs::metadata(path).map_err(failed)?;
    if !about.is_file() {
        let kind = if about.is_dir() { "a folder" } else { "a device or a pipe" };
        return Err(Failure::new(format!("{} is {kind}, not a file. Check the path.", path.display())));
    }
    let too_large = || {
        let (path, most) = (path.display(), max_bytes >> 20);
        Failure::new(format!("{path} has more than {most} MiB, the most that is read here. Check the path."))
    };
    if about.len() > max_bytes {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // Some files have a length of 0 until they are read.
    let count = File::open(path).and_then(|file| file.take(max_bytes + 1).read_to_end(&mut bytes));
    if count.map_err(failed)? as u64 > max_bytes { Err(too_large()) } else { Ok(bytes) }
}

/// As [`read`]; none where there is no such file.
pub fn read_if_there(path: &Path, max_bytes: u64) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        _ => read(path, max_bytes).map(Some),
    }
}
