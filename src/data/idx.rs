//! IDX, the format of MNIST and of those like it: a header with a type and lengths, then the values.

use std::sync::Arc;

use super::SharedSource;
use super::arrays::{Array, Kind};
use super::pieces::Slice;
use crate::error::{Error, Result};

/// More dimensions are no images.
const MAX_DIMENSIONS: u8 = 8;

/// Whether these files are of this format: by the usual name of one, or by the content of few.
pub(super) fn fits(files: &[SharedSource], looks: bool) -> bool {
    files.iter().any(|file| is_named(file) || looks && is_idx(file))
}

fn is_named(file: &SharedSource) -> bool {
    let name = file.file_name().to_lowercase();
    ["idx1", "idx3", "idx4"].iter().any(|part| name.contains(&format!("{part}-ubyte")))
        || name.ends_with(".idx")
}

fn is_idx(file: &SharedSource) -> bool {
    file.read_up_to(4).is_ok_and(|head| matches!(head[..], [0, 0, 8 | 9 | 11..=14, 1..=MAX_DIMENSIONS]))
}

/// The array of a file; none where it is of another format.
///
/// # Errors
/// [`Error::InvalidData`] where it is cut short or its type is none.
pub(super) fn read(file: &SharedSource) -> Result<Option<Array>> {
    if !is_idx(file) {
        return match is_named(file) {
            true => Err(Error::data(file.name(), "it has no header of IDX", "Download the file again")),
            false => Ok(None),
        };
    }
    let head = file.read_up_to(4 + 4 * u64::from(MAX_DIMENSIONS))?;
    let dimensions = usize::from(head[3]);
    let lengths = head[4..].chunks_exact(4).take(dimensions);
    let shape: Vec<usize> =
        lengths.map(|bytes| u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize).collect();
    if shape.len() < dimensions {
        return Err(Error::data(file.name(), "it ends within its header", "Download the file again"));
    }
    let kind = match head[2] {
        8 => Kind::Unsigned { bytes: 1, is_big: true },
        9 => Kind::Signed { bytes: 1, is_big: true },
        11 => Kind::Signed { bytes: 2, is_big: true },
        12 => Kind::Signed { bytes: 4, is_big: true },
        13 => Kind::Float { bytes: 4, is_big: true },
        _ => Kind::Float { bytes: 8, is_big: true },
    };
    let start = 4 + 4 * dimensions as u64;
    let data = Arc::new(Slice::new(file.name(), file, start, file.len().saturating_sub(start))?);
    Array::new(file.name(), data, shape, kind, false).map(Some)
}
