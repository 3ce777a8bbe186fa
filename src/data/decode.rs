//! Compressed image files to pixels; what does not decode is skipped, counted and named.
//!
//! Decoding is done here, not by the browser, so that every platform sees the same pixels.

use std::collections::HashMap;
use std::sync::OnceLock;

use image::ImageFormat;
use serde::{Deserialize, Serialize};

use super::ImageSet;
use super::image_set::{Kept, MAX_BYTES, draw_indices};
use super::scratch::SharedScratch;
use crate::config::{FilesConfig, Square};
use crate::error::{Error, Message, Result};

/// The formats of the feature `formats`.
const READABLE: [ImageFormat; 6] = [
    ImageFormat::Bmp,
    ImageFormat::Gif,
    ImageFormat::Jpeg,
    ImageFormat::Png,
    ImageFormat::Tiff,
    ImageFormat::WebP,
];

/// Turns an image file into a square, as `image_to_square` of the feature `formats` does.
pub type ReadImage = fn(bytes: &[u8], side: usize, square: Square) -> std::result::Result<Vec<u8>, String>;

static READ_IMAGE: OnceLock<ReadImage> = OnceLock::new();

/// Sets what reads image files, for builds without the feature `formats`; the first call counts.
pub fn read_images_by(read: ReadImage) {
    let _ = READ_IMAGE.set(read);
}

pub(super) fn read_image(bytes: &[u8], side: usize, square: Square) -> std::result::Result<Vec<u8>, String> {
    check_format(bytes)?;
    #[cfg(feature = "formats")]
    let own: Option<ReadImage> = Some(super::image_file::image_to_square);
    #[cfg(not(feature = "formats"))]
    let own: Option<ReadImage> = None;
    match READ_IMAGE.get().copied().or(own) {
        Some(read) => read(bytes, side, square),
        None => Err("this build reads no image files: build it with the feature `formats`".into()),
    }
}

/// A file that was skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SkippedFile {
    pub name: String,
    /// Why, and what to do.
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

    /// For images to train on, as many of each kind as the config requests, drawn by its seed. `has_label` says of
    /// each whether it can train a classifier.
    pub(super) fn of_training(has_label: &[bool], config: &FilesConfig) -> Vec<Self> {
        let labeled: Vec<usize> = (0..has_label.len()).filter(|&index| has_label[index]).collect();
        let draw = |count: usize, wanted: Option<usize>| {
            draw_indices(count, wanted.unwrap_or(count).min(count), config.seed)
        };
        let mut roles = vec![Self::default(); has_label.len()];
        for index in draw(has_label.len(), config.images) {
            roles[index].pretrain = true;
        }
        for index in draw(labeled.len(), config.labeled_images) {
            roles[labeled[index]].labeled = true;
        }
        roles
    }

    /// Whether the image is used at all.
    pub(super) fn is_any(self) -> bool {
        self != Self::default()
    }
}

/// Decoded images of one size, each at its place in a list.
pub(super) struct Decoder {
    image_size: usize,
    square: Square,
    slots: Vec<Slot>,
    skipped: Vec<SkippedFile>,
    /// For images beyond those that memory is to hold.
    scratch: SharedScratch,
    /// Bytes of decoded images in memory.
    in_memory: u64,
}

/// What is known of an image of the list.
enum Slot {
    Undecoded,
    Unreadable,
    Image(Kept),
}

/// Decoded images by their role.
pub(super) struct Decoded {
    pub pretrain: ImageSet,
    pub labeled: ImageSet,
    pub test: ImageSet,
    pub skipped: Vec<SkippedFile>,
}

impl Decoder {
    /// For a list of `len` images, of which `count` will be needed.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] where memory would not hold these.
    pub(super) fn new(
        [len, count]: [usize; 2],
        image_size: usize,
        square: Square,
        skipped: Vec<SkippedFile>,
        scratch: SharedScratch,
    ) -> Result<Self> {
        let capacity = if scratch.memory_first() == u64::MAX { 0 } else { scratch.capacity() };
        check_memory(count, image_size, capacity)?;
        let slots = (0..len).map(|_| Slot::Undecoded).collect();
        Ok(Self { image_size, square, slots, skipped, scratch, in_memory: 0 })
    }

    /// Decodes an image file; grey images become RGB.
    pub(super) fn decode(&self, bytes: &[u8]) -> std::result::Result<Vec<u8>, String> {
        read_image(bytes, self.image_size, self.square)
    }

    /// Keeps a decoded image, or why it could not be read; returns whether it could.
    ///
    /// # Errors
    /// Those of the scratch.
    pub(super) fn keep(
        &mut self,
        place: usize,
        path: &str,
        decoded: std::result::Result<Vec<u8>, String>,
    ) -> Result<bool> {
        Ok(match decoded {
            Ok(pixels) => {
                self.slots[place] = Slot::Image(self.place(pixels)?);
                true
            }
            Err(reason) => {
                self.skipped.push(SkippedFile { name: path.into(), reason });
                self.slots[place] = Slot::Unreadable;
                false
            }
        })
    }

    /// Where an image is kept: in memory first, then in the scratch, and where that has no space left, in memory as far as
    /// it goes.
    fn place(&mut self, pixels: Vec<u8>) -> Result<Kept> {
        let after = self.in_memory + pixels.len() as u64;
        if after > self.scratch.memory_first() {
            match self.scratch.append(&pixels) {
                Ok(place) => return Ok(Kept::There(place)),
                Err(error) if after > MAX_BYTES as u64 => return Err(error),
                Err(_) => {}
            }
        }
        self.in_memory = after;
        Ok(Kept::Here(pixels.into_boxed_slice()))
    }

    /// Whether an image may be used: it has been read, or not been tried.
    pub(super) fn may_use(&self, place: usize) -> bool {
        !matches!(self.slots[place], Slot::Unreadable)
    }

    pub(super) fn has(&self, place: usize) -> bool {
        matches!(self.slots[place], Slot::Image(_))
    }

    /// Frees an image that is not needed after all.
    pub(super) fn forget(&mut self, place: usize) {
        if let Slot::Image(image) = &self.slots[place] {
            if let Kept::Here(pixels) = image {
                self.in_memory -= pixels.len() as u64;
            }
            self.slots[place] = Slot::Undecoded;
        }
    }

    /// The images with their labels, names and roles, which are in the order of the list.
    pub(super) fn finish(
        self,
        labels: Option<Vec<Option<u16>>>,
        name_of: impl Fn(usize) -> String,
        roles: &[Role],
    ) -> Decoded {
        let mut kept = Vec::new();
        let mut images = Vec::new();
        for (place, slot) in self.slots.into_iter().enumerate() {
            if let Slot::Image(pixels) = slot {
                kept.push(place);
                images.push(pixels);
            }
        }
        let labels = labels.map(|labels| kept.iter().map(|&place| labels[place]).collect());
        let names = kept.iter().map(|&place| name_of(place)).collect();
        let all = ImageSet::of_images(images, Some(self.scratch), self.image_size, labels).named(names);
        let part = |is_in: fn(&Role) -> bool| {
            let indices = (0..kept.len()).filter(|&index| is_in(&roles[kept[index]]));
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

/// Refuses more pixels than memory, or a scratch of so many bytes, is sure to hold.
///
/// # Errors
/// [`Error::InvalidConfig`].
pub(super) fn check_memory(count: usize, image_size: usize, capacity: u64) -> Result<()> {
    let bytes_per_image = 3 * image_size * image_size;
    let max = (MAX_BYTES as u64).max(capacity) as usize / bytes_per_image;
    if count <= max {
        return Ok(());
    }
    let expected = Message::from(format!("at most {max} at {image_size} px: set a smaller "))
        .field("imageSize")
        .text(", or fewer images of each kind");
    Err(Error::config("images", format!("for {count} images in all"), expected))
}

/// An error of a file for a reason that ends with what to do after its last colon.
pub(super) fn error_of(file: &str, reason: &str, otherwise: &str) -> Error {
    let (problem, remedy) = reason.rsplit_once(": ").unwrap_or((reason, otherwise));
    let mut remedy = remedy.to_string();
    if let Some(first) = remedy.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Error::data(file, problem, remedy)
}

/// The commonest reason among skipped files.
pub(super) fn commonest_reason(skipped: &[SkippedFile]) -> Option<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for file in skipped {
        *counts.entry(&file.reason).or_default() += 1;
    }
    // Of equally common ones always the same.
    skipped.iter().map(|file| file.reason.as_str()).max_by_key(|reason| counts[reason])
}

/// Whether a file is an image that can be read, by its first bytes; else the reason, and what to do.
pub(super) fn check_format(head: &[u8]) -> std::result::Result<(), String> {
    let brand = head.get(4..12).unwrap_or_default();
    let unreadable = match brand {
        b"ftypheic" | b"ftypheix" | b"ftypheim" | b"ftyphevc" | b"ftypmif1" | b"ftypmsf1" => Some("HEIC"),
        b"ftypavif" | b"ftypavis" => Some("AVIF"),
        _ if head.starts_with(b"\x00\x00\x00\x0cJXL ") || head.starts_with(b"\xff\x0a") => Some("JPEG XL"),
        _ if head.starts_with(b"\x00\x00\x00\x0cjP  ") => Some("JPEG 2000"),
        _ if head.starts_with(b"8BPS") => Some("Photoshop"),
        _ => None,
    };
    if let Some(name) = unreadable {
        return Err(format!("{name} images cannot be read: export it as JPEG or PNG"));
    }
    match image::guess_format(head) {
        Ok(format) if READABLE.contains(&format) => Ok(()),
        Ok(format) => Err(format!("{format:?} images cannot be read: export it as JPEG or PNG")),
        Err(_) => Err("it is not an image that can be read: JPEG, PNG, WebP, GIF, BMP or TIFF".into()),
    }
}
