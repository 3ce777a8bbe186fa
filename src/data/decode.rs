//! Compressed image files to pixels; what does not decode is skipped, counted and named.
//!
//! Decoding is done here, not by the browser, so that every platform sees the same pixels.

use serde::Serialize;

use super::ImageSet;
use super::image_set::{draw_indices, resize};
use crate::config::FilesConfig;
use crate::error::{Error, Message, Result};

/// Maximum size of the pixels held in memory, in bytes: a tab's 32-bit heap has 4 GiB for everything.
const MAX_BYTES: usize = 1 << 31;

/// A file that was skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SkippedFile {
    pub name: String,
    pub reason: String,
}

/// What an image is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Role {
    pub pretrain: bool,
    pub labeled: bool,
    pub test: bool,
}

impl Role {
    /// For images to evaluate on.
    pub(super) const TEST: Self = Self { pretrain: false, labeled: false, test: true };

    /// For `count` images to train on, as many of each kind as the config requests, drawn by its seed.
    pub(super) fn of_training(count: usize, config: &FilesConfig) -> Vec<Self> {
        let draw =
            |wanted: Option<usize>| draw_indices(count, wanted.unwrap_or(count).min(count), config.seed);
        let (pretrain, labeled) = (draw(config.images), draw(config.labeled_images));
        let is_in = |drawn: &[usize], index| drawn.binary_search(&index).is_ok();
        let role =
            |index| Self { pretrain: is_in(&pretrain, index), labeled: is_in(&labeled, index), test: false };
        (0..count).map(role).collect()
    }

    /// Whether the image is used at all.
    pub(super) fn is_any(self) -> bool {
        self != Self::default()
    }
}

/// Collects decoded images of one size.
pub(super) struct Decoder {
    image_size: usize,
    pixels: Vec<u8>,
    labels: Vec<u16>,
    roles: Vec<Role>,
    skipped: Vec<SkippedFile>,
}

/// Decoded images by their role.
pub(super) struct Decoded {
    pub pretrain: ImageSet,
    pub labeled: ImageSet,
    pub test: ImageSet,
    pub skipped: Vec<SkippedFile>,
}

impl Decoder {
    pub(super) fn new(image_size: usize) -> Self {
        Self { image_size, pixels: Vec::new(), labels: Vec::new(), roles: Vec::new(), skipped: Vec::new() }
    }

    /// Adds one JPEG, PNG or WebP; grey images become RGB.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where memory would not hold all images.
    pub(super) fn push(&mut self, name: &str, bytes: &[u8], label: u16, role: Role) -> Result<()> {
        if self.pixels.len() > MAX_BYTES {
            return Err(Error::data(
                name,
                format!("the images before it fill {} MB", self.pixels.len() >> 20),
                Message::from("Set ").field("images").text(" or a smaller ").field("imageSize"),
            ));
        }
        match image::load_from_memory(bytes) {
            Ok(image) => {
                let (width, height) = (image.width() as usize, image.height() as usize);
                self.pixels.extend(resize(image.into_rgb8().into_raw(), width, height, self.image_size));
                self.labels.push(label);
                self.roles.push(role);
            }
            Err(error) => self.skip(name, error.to_string()),
        }
        Ok(())
    }

    pub(super) fn skip(&mut self, name: &str, reason: String) {
        self.skipped.push(SkippedFile { name: name.into(), reason });
    }

    pub(super) fn finish(self, has_labels: bool) -> Decoded {
        let labels = has_labels.then_some(self.labels);
        let all = ImageSet::in_memory(self.pixels, self.image_size, labels);
        let part = |is_in: fn(&Role) -> bool| {
            let indices =
                self.roles.iter().enumerate().filter(|(_, role)| is_in(role)).map(|(index, _)| index);
            all.subset(&indices.collect::<Vec<_>>())
        };
        Decoded {
            pretrain: part(|role| role.pretrain),
            labeled: part(|role| role.labeled),
            test: part(|role| role.test),
            skipped: self.skipped,
        }
    }
}
