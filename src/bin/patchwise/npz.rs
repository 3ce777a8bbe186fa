//! NumPy's archives: arrays of numbers or texts in a zip file.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::failure::Failure;

/// An array of an archive.
pub struct Array {
    name: &'static str,
    shape: Vec<usize>,
    /// Of a value, as NumPy names it.
    kind: String,
    bytes: Vec<u8>,
}

impl Array {
    pub fn floats(name: &'static str, shape: &[usize], values: &[f32]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { name, shape: shape.to_vec(), kind: "<f4".into(), bytes }
    }

    pub fn wholes(name: &'static str, values: &[i64]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { name, shape: vec![values.len()], kind: "<i8".into(), bytes }
    }

    /// Texts of equal length in memory, padded with zeros, four bytes a character.
    pub fn texts(name: &'static str, values: &[String]) -> Self {
        let length = values.iter().map(|text| text.chars().count()).max().unwrap_or(0).max(1);
        let padded = |text: &String| -> Vec<u8> {
            let characters = text.chars().map(u32::from).chain(std::iter::repeat(0));
            characters.take(length).flat_map(u32::to_le_bytes).collect()
        };
        let bytes = values.iter().flat_map(padded).collect();
        Self { name, shape: vec![values.len()], kind: format!("<U{length}"), bytes }
    }

    /// The bytes of a .npy file, version 1.0:
    /// <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.
    fn to_npy(&self) -> Vec<u8> {
        let lengths: String = self.shape.iter().map(|length| format!("{length}, ")).collect();
        let header = format!("{{'descr': '{}', 'fortran_order': False, 'shape': ({lengths}), }}", self.kind);
        // Magic, version, length and header with its line break are a multiple of 64 bytes.
        let length = (10 + header.len() + 1).next_multiple_of(64) - 10;
        let mut npy = b"\x93NUMPY\x01\x00".to_vec();
        npy.extend((length as u16).to_le_bytes());
        npy.extend(format!("{header:<width$}\n", width = length - 1).into_bytes());
        npy.extend(&self.bytes);
        npy
    }
}

/// The bytes of a .npz file.
pub fn to_npz(arrays: &[Array]) -> Result<Vec<u8>, Failure> {
    let failed = |error: String| Failure::new(format!("The archive could not be made: {error}."));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // As `numpy.savez`; large files need more than 32 bits.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    for array in arrays {
        archive
            .start_file(format!("{}.npy", array.name), options)
            .map_err(|error| failed(error.to_string()))?;
        archive.write_all(&array.to_npy()).map_err(|error| failed(error.to_string()))?;
    }
    Ok(archive.finish().map_err(|error| failed(error.to_string()))?.into_inner())
}
