//! A file that the browser holds, read piece by piece. Works in workers only, as its reader is synchronous.

use js_sys::Uint8Array;
use send_wrapper::SendWrapper;
use web_sys::{Blob, FileReaderSync};

use crate::data::ByteSource;
use crate::error::{Error, Result};

/// A `File` or `Blob` under a name, or a part of one: browsers hold each of many blobs in memory.
#[derive(Debug)]
pub struct BrowserFile {
    name: String,
    blob: SendWrapper<Blob>,
    start: u64,
    len: u64,
}

impl BrowserFile {
    /// `range`: where it lies within the blob; without it, the whole.
    pub fn new(name: String, blob: Blob, range: Option<[f64; 2]>) -> Self {
        let [start, end] = range.unwrap_or([0.0, blob.size()]).map(|place| place as u64);
        Self { name, blob: SendWrapper::new(blob), start, len: end.saturating_sub(start) }
    }
}

impl ByteSource for BrowserFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let failed = |_| {
            Error::data(
                &self.name,
                "the browser cannot read it",
                "Check that it was not moved, and choose it again",
            )
        };
        let start = self.start + offset;
        let end = (start + buffer.len() as u64).min(self.start + self.len);
        let piece = self.blob.slice_with_f64_and_f64(start as f64, end as f64).map_err(failed)?;
        let bytes =
            FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(&piece)).map_err(failed)?;
        let bytes = Uint8Array::new(&bytes);
        if bytes.length() as usize != buffer.len() {
            return Err(Error::data(&self.name, "it ends too early", "Check that the file is complete"));
        }
        bytes.copy_to(buffer);
        Ok(())
    }
}
