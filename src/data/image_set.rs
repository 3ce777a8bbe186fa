//! A list of images of one size, in memory or read from a file when asked for.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use image::{Rgb, RgbImage};
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::SharedSource;
use super::scratch::SharedScratch;
use super::square::to_square;
use crate::config::Square;
use crate::error::Result;
use crate::rng::{Purpose, stream};

/// Maximum size of the pixels held in memory, in bytes: a tab's 32-bit heap has 4 GiB for everything.
pub(super) const MAX_BYTES: usize = 1 << 31;
/// Marks an image without a label among images that have one.
const NO_LABEL: u16 = u16::MAX;

/// The order of the bytes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PixelOrder {
    /// A plane for each channel, row by row (CIFAR-10).
    Planes,
    /// A plane for each channel, column by column (STL-10).
    Columns,
    /// Pixel by pixel, row by row (arrays of `[N, H, W, C]`, and grey images).
    Interleaved,
}

/// How a channel of a pixel is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Depth {
    Byte,
    /// 16 bits, scaled to 8; the low byte first.
    Little,
    /// 16 bits, scaled to 8; the high byte first.
    Big,
}

/// Images of equal size, one after the other.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RecordLayout {
    /// Bytes before the pixels, such as a label.
    pub header: usize,
    pub width: usize,
    pub height: usize,
    /// 1 (grey), 3 (RGB) or 4 (RGB and what is covered, which is not used).
    pub channels: usize,
    pub order: PixelOrder,
    pub depth: Depth,
}

impl RecordLayout {
    /// Three planes of bytes of a square.
    pub const fn planes(header: usize, side: usize, order: PixelOrder) -> Self {
        Self { header, width: side, height: side, channels: 3, order, depth: Depth::Byte }
    }

    /// Bytes of one record.
    pub const fn stride(&self) -> usize {
        let bytes = if matches!(self.depth, Depth::Byte) { 1 } else { 2 };
        self.header + bytes * self.channels * self.width * self.height
    }

    /// The pixels of a record without its header; grey becomes RGB.
    fn to_rgb(self, bytes: &[u8]) -> RgbImage {
        let Self { width, height, channels, .. } = self;
        let value = |pixel: usize, channel: usize| {
            let place = match self.order {
                PixelOrder::Interleaved => pixel * channels + channel,
                PixelOrder::Planes => channel * width * height + pixel,
                PixelOrder::Columns => channel * width * height + pixel % width * height + pixel / width,
            };
            // As image files of 16 bits are read.
            let scaled = |value: u16| ((u32::from(value) + 128) / 257) as u8;
            match self.depth {
                Depth::Byte => bytes[place],
                Depth::Little => scaled(u16::from_le_bytes([bytes[2 * place], bytes[2 * place + 1]])),
                Depth::Big => scaled(u16::from_be_bytes([bytes[2 * place], bytes[2 * place + 1]])),
            }
        };
        RgbImage::from_fn(width as u32, height as u32, |x, y| {
            let pixel = y as usize * width + x as usize;
            Rgb([0, 1, 2].map(|channel| value(pixel, if channels < 3 { 0 } else { channel })))
        })
    }
}

/// Where a decoded image is kept.
#[derive(Debug)]
pub(super) enum Kept {
    /// In memory. One piece for all images would have to be copied to grow.
    Here(Box<[u8]>),
    /// In the scratch, from this place on.
    There(u64),
}

#[derive(Clone, Debug)]
enum Pixels {
    /// Interleaved RGB of each image.
    Decoded { images: Arc<Vec<Kept>>, scratch: Option<SharedScratch> },
    /// Files of records, in order.
    Records { files: Vec<SharedSource>, layout: RecordLayout, square: Square },
}

impl Pixels {
    /// Whether both are the same images, stored once.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Decoded { images, .. }, Self::Decoded { images: others, .. }) => {
                Arc::ptr_eq(images, others)
            }
            (Self::Records { files, .. }, Self::Records { files: others, .. }) => {
                files.len() == others.len()
                    && files.iter().zip(others).all(|(file, other)| Arc::ptr_eq(file, other))
            }
            _ => false,
        }
    }

    /// Number of images.
    fn len(&self) -> usize {
        match self {
            Self::Decoded { images, .. } => images.len(),
            Self::Records { files, layout, .. } => {
                files.iter().map(|file| (file.len() / layout.stride() as u64) as usize).sum()
            }
        }
    }
}

/// Images of one size, with labels where they have them.
///
/// Cloning is cheap: the pixels are shared.
#[derive(Clone, Debug)]
pub struct ImageSet {
    pixels: Pixels,
    image_size: usize,
    labels: Option<Arc<Vec<u16>>>,
    /// The name of each stored image, where they came under names.
    names: Option<Arc<Vec<String>>>,
    /// The index of the stored image at each position.
    order: Arc<Vec<u32>>,
}

impl ImageSet {
    /// Images in memory: interleaved RGB bytes, `[N, S, S, 3]`.
    pub fn in_memory(pixels: Vec<u8>, image_size: usize, labels: Option<Vec<u16>>) -> Self {
        let images: Vec<Kept> =
            pixels.chunks_exact(3 * image_size * image_size).map(|image| Kept::Here(image.into())).collect();
        let pixels = Pixels::Decoded { images: Arc::new(images), scratch: None };
        Self::new(pixels.len(), image_size, labels, pixels)
    }

    /// Decoded images, each as interleaved RGB bytes: `[S, S, 3]`. Some may have no label.
    pub(super) fn of_images(
        images: Vec<Kept>,
        scratch: Option<SharedScratch>,
        image_size: usize,
        labels: Option<Vec<Option<u16>>>,
    ) -> Self {
        let labels = labels.map(|labels| labels.into_iter().map(|label| label.unwrap_or(NO_LABEL)).collect());
        let pixels = Pixels::Decoded { images: Arc::new(images), scratch };
        Self::new(pixels.len(), image_size, labels, pixels)
    }

    /// Images that stay in files of records, and become squares of `image_size` when read.
    pub fn in_records(
        files: Vec<SharedSource>,
        layout: RecordLayout,
        (image_size, square): (usize, Square),
        labels: Option<Vec<Option<u16>>>,
    ) -> Self {
        let labels = labels.map(|labels| labels.into_iter().map(|label| label.unwrap_or(NO_LABEL)).collect());
        let pixels = Pixels::Records { files, layout, square };
        Self::new(pixels.len(), image_size, labels, pixels)
    }

    fn new(count: usize, image_size: usize, labels: Option<Vec<u16>>, pixels: Pixels) -> Self {
        let order = Arc::new((0..count as u32).collect());
        Self { pixels, image_size, labels: labels.map(Arc::new), names: None, order }
    }

    /// As records, whose files are added to a list.
    #[cfg(feature = "formats")]
    pub(super) fn to_records(&self, list: &mut Vec<SharedSource>) -> Records {
        let Pixels::Records { files, layout, square } = &self.pixels else {
            unreachable!("sets of records are made of nothing else")
        };
        let first = list.len();
        list.extend_from_slice(files);
        Records {
            files: (first..list.len()).collect(),
            layout: *layout,
            square: *square,
            image_size: self.image_size,
            labels: self.labels.as_ref().map(|labels| labels.to_vec()),
            order: self.order.to_vec(),
        }
    }

    /// Number of images.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Side of every image in pixels.
    pub fn image_size(&self) -> usize {
        self.image_size
    }

    /// The labels in the order of the images, where there are labels.
    pub fn labels(&self) -> Option<Vec<u16>> {
        let labels = self.labels.as_ref()?;
        Some(self.order.iter().map(|&stored| labels[stored as usize]).collect())
    }

    /// The label of one image, if it has one.
    pub fn label(&self, index: usize) -> Option<u16> {
        let label = self.labels.as_ref()?[self.order[index] as usize];
        (label != NO_LABEL).then_some(label)
    }

    /// The same images, under names.
    pub(super) fn named(self, names: Vec<String>) -> Self {
        Self { names: Some(Arc::new(names)), ..self }
    }

    /// The path that an image came under, if it came under one.
    pub fn name(&self, index: usize) -> Option<&str> {
        Some(&self.names.as_ref()?[self.order[index] as usize])
    }

    /// The images at these indices, as a new set.
    pub fn subset(&self, indices: &[usize]) -> Self {
        let order = indices.iter().map(|&index| self.order[index]).collect();
        Self { order: Arc::new(order), ..self.clone() }
    }

    /// The images that are not in another set, where both are of the same files.
    pub fn without(&self, other: &Self) -> Self {
        if !self.pixels.is_same(&other.pixels) {
            return self.clone();
        }
        let left_out: BTreeSet<u32> = other.order.iter().copied().collect();
        let order = self.order.iter().copied().filter(|place| !left_out.contains(place)).collect();
        Self { order: Arc::new(order), ..self.clone() }
    }

    /// Indices of at most `max_images`, drawn by `seed`, ascending.
    pub fn draw(&self, max_images: usize, seed: u64) -> Vec<usize> {
        draw_indices(self.len(), max_images.min(self.len()), seed)
    }

    /// At most `max_images`, drawn by `seed`, in their old order.
    pub fn sample(&self, max_images: Option<usize>, seed: u64) -> Self {
        match max_images {
            Some(count) if count < self.len() => self.subset(&self.draw(count, seed)),
            _ => self.clone(),
        }
    }

    /// One image as interleaved RGB bytes: `[S, S, 3]`.
    ///
    /// # Errors
    /// [`crate::Error::InvalidData`] where its file cannot be read.
    pub fn rgb(&self, index: usize) -> Result<Cow<'_, [u8]>> {
        let stored = self.order[index] as usize;
        match &self.pixels {
            Pixels::Decoded { images, scratch } => match (&images[stored], scratch) {
                (Kept::Here(image), _) => Ok(Cow::Borrowed(image)),
                (Kept::There(place), Some(scratch)) => {
                    let mut image = vec![0; 3 * self.image_size * self.image_size];
                    scratch.read_at(*place, &mut image)?;
                    Ok(Cow::Owned(image))
                }
                (Kept::There(_), None) => unreachable!("images are in a scratch only where there is one"),
            },
            Pixels::Records { files, layout, square } => {
                let image = layout.to_rgb(&read_record(files, *layout, stored)?);
                Ok(Cow::Owned(to_square(image, self.image_size, *square)))
            }
        }
    }

    /// Mean and standard deviation of each channel over at most 1,000 images, of values in 0..=1.
    ///
    /// # Errors
    /// As [`ImageSet::rgb`].
    pub fn channel_stats(&self) -> Result<([f32; 3], [f32; 3])> {
        let step = self.len().div_ceil(1000).max(1);
        let (mut sum, mut square, mut count) = ([0f64; 3], [0f64; 3], 0f64);
        for index in (0..self.len()).step_by(step) {
            for pixel in self.rgb(index)?.chunks_exact(3) {
                for channel in 0..3 {
                    let value = f64::from(pixel[channel]) / 255.0;
                    sum[channel] += value;
                    square[channel] += value * value;
                }
                count += 1.0;
            }
        }
        let mean = sum.map(|total| total / count);
        // A floor keeps images of one flat colour from dividing by zero.
        let std = std::array::from_fn(|channel| {
            ((square[channel] / count - mean[channel] * mean[channel]).max(0.0).sqrt() as f32).max(1e-3)
        });
        Ok((mean.map(|value| value as f32), std))
    }
}

/// A set of records without its files, which it refers to by their index.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Records {
    files: Vec<usize>,
    layout: RecordLayout,
    square: Square,
    image_size: usize,
    labels: Option<Vec<u16>>,
    order: Vec<u32>,
}

impl Records {
    pub(super) fn into_set(self, files: &[SharedSource]) -> ImageSet {
        let files = self.files.iter().map(|&file| files[file].clone()).collect();
        ImageSet {
            pixels: Pixels::Records { files, layout: self.layout, square: self.square },
            image_size: self.image_size,
            labels: self.labels.map(Arc::new),
            names: None,
            order: Arc::new(self.order),
        }
    }
}

/// `count` of `len` indices, drawn without replacement, ascending.
pub(super) fn draw_indices(len: usize, count: usize, seed: u64) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..len).collect();
    indices.shuffle(&mut stream(seed, Purpose::Subset, 0));
    indices.truncate(count);
    indices.sort_unstable();
    indices
}

/// A record without its header.
fn read_record(files: &[SharedSource], layout: RecordLayout, index: usize) -> Result<Vec<u8>> {
    let mut index = index as u64;
    let stride = layout.stride() as u64;
    let mut bytes = vec![0; layout.stride() - layout.header];
    for file in files {
        let records = file.len() / stride;
        if index < records {
            file.read_at(index * stride + layout.header as u64, &mut bytes)?;
            return Ok(bytes);
        }
        index -= records;
    }
    unreachable!("an image set never orders more images than its files hold")
}
