//! Compressed image files to pixels; what does not decode is skipped, counted and named.
//!
//! Decoding is done here, not by the browser, so that every platform sees the same pixels.

use serde::Serialize;

use super::ImageSet;
use super::image_set::resize;
use crate::error::{Error, Result};

/// Pixels held in memory at most, in bytes: a tab's 32-bit heap has 4 GiB for everything.
const MAX_BYTES: usize = 1 << 31;

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SkippedFile {
    pub name: String,
    pub reason: String,
}

/// Collects decoded images of one size.
pub(super) struct Decoder {
    image_size: usize,
    pixels: Vec<u8>,
    labels: Vec<u16>,
    pub(super) skipped: Vec<SkippedFile>,
}

impl Decoder {
    pub(super) fn new(image_size: usize) -> Self {
        Self { image_size, pixels: Vec::new(), labels: Vec::new(), skipped: Vec::new() }
    }

    /// Adds one JPEG, PNG or WebP; grey images become RGB.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where memory would not hold all images.
    pub(super) fn push(&mut self, name: &str, bytes: &[u8], label: u16) -> Result<()> {
        if self.pixels.len() > MAX_BYTES {
            return Err(Error::data(
                name,
                format!("the images before it fill {} MB", self.pixels.len() >> 20),
                "Set `maxImages` or a smaller `imageSize`",
            ));
        }
        match image::load_from_memory(bytes) {
            Ok(image) => {
                let (width, height) = (image.width() as usize, image.height() as usize);
                self.pixels.extend(resize(image.into_rgb8().into_raw(), width, height, self.image_size));
                self.labels.push(label);
            }
            Err(error) => self.skip(name, error.to_string()),
        }
        Ok(())
    }

    pub(super) fn skip(&mut self, name: &str, reason: String) {
        self.skipped.push(SkippedFile { name: name.into(), reason });
    }

    pub(super) fn finish(self, has_labels: bool) -> (ImageSet, Vec<SkippedFile>) {
        let labels = has_labels.then_some(self.labels);
        (ImageSet::in_memory(self.pixels, self.image_size, labels), self.skipped)
    }
}
