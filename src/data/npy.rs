//! NumPy's `.npy` files: a header that is a Python dictionary, then the values.
//! <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>

use std::sync::Arc;

use super::SharedSource;
use super::arrays::{Array, Kind};
use super::pieces::Slice;
use crate::error::{Error, Result};

const MAGIC: &[u8] = b"\x93NUMPY";
/// Headers that are longer hold structures, not images.
const MAX_HEADER: usize = 1 << 16;

/// Whether these files are of this format: by the ending of one.
pub(super) fn fits(files: &[SharedSource], looks: bool) -> bool {
    files.iter().any(|file| is_named(file) || looks && is_npy(file))
}

fn is_named(file: &SharedSource) -> bool {
    file.file_name().to_lowercase().ends_with(".npy")
}

fn is_npy(file: &SharedSource) -> bool {
    file.read_up_to(MAGIC.len() as u64).is_ok_and(|head| head == MAGIC)
}

/// The array of a file; none where it is of another format.
///
/// # Errors
/// [`Error::InvalidData`] where it is damaged or cut short.
pub(super) fn read(file: &SharedSource) -> Result<Option<Array>> {
    let failed = |problem: String| Error::data(file.name(), problem, "Save it again with numpy.save");
    if !is_npy(file) {
        return if is_named(file) { Err(failed("it has no header of NumPy".into())) } else { Ok(None) };
    }
    let head = file.read_up_to(12)?;
    let (prefix, len) = match head[..] {
        [.., 1, _, low, high, _, _] => (10, usize::from(u16::from_le_bytes([low, high]))),
        [.., 2 | 3, _, a, b, c, d] => (12, u32::from_le_bytes([a, b, c, d]) as usize),
        _ => return Err(failed("it ends within its header, or has a later version".into())),
    };
    let start = (prefix + len) as u64;
    if len > MAX_HEADER || start > file.len() {
        return Err(failed("its header is too long".into()));
    }
    let header = file.read_up_to(start)?;
    let text = String::from_utf8_lossy(&header[prefix..]).into_owned();
    let field = |name: &str| {
        let (_, rest) = text.split_once(&format!("'{name}':"))?;
        Some(rest.trim_start())
    };
    let quoted = |text: &str| text.strip_prefix('\'')?.split_once('\'').map(|(inside, _)| inside.to_string());
    let kind = field("descr").and_then(quoted);
    let kind = kind.ok_or_else(|| failed("it holds objects or structures, not numbers".into()))?;
    let shape = field("shape").and_then(|text| text.strip_prefix('(')?.split_once(')'));
    let shape: Option<Vec<usize>> = shape.and_then(|(inside, _)| {
        inside
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().ok())
            .collect()
    });
    let shape = shape.ok_or_else(|| failed("its header has no shape".into()))?;
    let is_fortran = field("fortran_order").is_some_and(|text| text.starts_with("True"));
    let data = Arc::new(Slice::new(file.name(), file, start, file.len() - start)?);
    Array::new(file.name(), data, shape, kind_of(&kind), is_fortran).map(Some)
}

/// Of a type as NumPy writes it, such as `<u2`.
fn kind_of(text: &str) -> Kind {
    let other = || Kind::Other(text.into());
    let mut characters = text.chars();
    let (Some(order), Some(letter), Ok(size)) =
        (characters.next(), characters.next(), characters.as_str().parse::<usize>())
    else {
        return other();
    };
    let is_big = order == '>';
    match (letter, size) {
        ('u' | 'b', bytes @ (1 | 2 | 4 | 8)) => Kind::Unsigned { bytes, is_big },
        ('i', bytes @ (1 | 2 | 4 | 8)) => Kind::Signed { bytes, is_big },
        ('f', bytes @ (4 | 8)) => Kind::Float { bytes, is_big },
        ('U', length @ 1..=1024) => Kind::Text { bytes: 4 * length, is_wide: true, is_big },
        ('S', length @ 1..=1024) => Kind::Text { bytes: length, is_wide: false, is_big },
        _ => other(),
    }
}
