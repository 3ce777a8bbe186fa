//! A list of images of one size, in memory or read from a file when asked for.

use std::borrow::Cow;
use std::sync::Arc;

use rand::seq::SliceRandom;

use super::SharedSource;
use super::square::bytes_to_square;
use crate::error::Result;
use crate::rng::{Purpose, stream};

/// Maximum size of the pixels held in memory, in bytes: a tab's 32-bit heap has 4 GiB for everything.
pub(super) const MAX_BYTES: usize = 1 << 31;
/// Marks an image without a label among images that have one.
const NO_LABEL: u16 = u16::MAX;

/// The order of the pixels of a plane in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaneOrder {
    /// Row by row (CIFAR-10).
    Rows,
    /// Column by column (STL-10).
    Columns,
}

/// Records of equal length, each with three planes of bytes.
#[derive(Clone, Copy, Debug)]
pub struct RecordLayout {
    /// Bytes before the planes, such as a label.
    pub header: usize,
    /// Side of the square planes in pixels.
    pub side: usize,
    pub order: PlaneOrder,
}

impl RecordLayout {
    /// Bytes of one record.
    pub fn stride(&self) -> usize {
        self.header + 3 * self.side * self.side
    }
}

#[derive(Clone, Debug)]
enum Pixels {
    /// Interleaved RGB of each image. One piece of memory for all would have to be copied to grow.
    Memory(Arc<Vec<Box<[u8]>>>),
    /// Files of records, in order.
    Records { files: Vec<SharedSource>, layout: RecordLayout },
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
        let images: Vec<Box<[u8]>> =
            pixels.chunks_exact(3 * image_size * image_size).map(Box::from).collect();
        Self::new(images.len(), image_size, labels, Pixels::Memory(Arc::new(images)))
    }

    /// Images in memory, each as interleaved RGB bytes: `[S, S, 3]`. Some may have no label.
    pub(super) fn of_images(
        images: Vec<Box<[u8]>>,
        image_size: usize,
        labels: Option<Vec<Option<u16>>>,
    ) -> Self {
        let labels = labels.map(|labels| labels.into_iter().map(|label| label.unwrap_or(NO_LABEL)).collect());
        Self::new(images.len(), image_size, labels, Pixels::Memory(Arc::new(images)))
    }

    /// Images that stay in files of records and are resized to `image_size` when read.
    pub fn in_records(
        files: Vec<SharedSource>,
        layout: RecordLayout,
        image_size: usize,
        labels: Option<Vec<u16>>,
    ) -> Self {
        let count = files.iter().map(|file| file.len() as usize / layout.stride()).sum();
        Self::new(count, image_size, labels, Pixels::Records { files, layout })
    }

    fn new(count: usize, image_size: usize, labels: Option<Vec<u16>>, pixels: Pixels) -> Self {
        let order = Arc::new((0..count as u32).collect());
        Self { pixels, image_size, labels: labels.map(Arc::new), names: None, order }
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
            Pixels::Memory(images) => Ok(Cow::Borrowed(&images[stored])),
            Pixels::Records { files, layout } => {
                let image = interleave(&read_planes(files, *layout, stored)?, *layout);
                Ok(Cow::Owned(bytes_to_square(image, layout.side, self.image_size)))
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

/// `count` of `len` indices, drawn without replacement, ascending.
pub(super) fn draw_indices(len: usize, count: usize, seed: u64) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..len).collect();
    indices.shuffle(&mut stream(seed, Purpose::Subset, 0));
    indices.truncate(count);
    indices.sort_unstable();
    indices
}

fn read_planes(files: &[SharedSource], layout: RecordLayout, index: usize) -> Result<Vec<u8>> {
    let mut index = index as u64;
    let stride = layout.stride() as u64;
    let mut planes = vec![0; layout.stride() - layout.header];
    for file in files {
        let records = file.len() / stride;
        if index < records {
            file.read_at(index * stride + layout.header as u64, &mut planes)?;
            return Ok(planes);
        }
        index -= records;
    }
    unreachable!("an image set never orders more images than its files hold")
}

fn interleave(planes: &[u8], layout: RecordLayout) -> Vec<u8> {
    let side = layout.side;
    let mut pixels = Vec::with_capacity(planes.len());
    for row in 0..side {
        for column in 0..side {
            let place = match layout.order {
                PlaneOrder::Rows => row * side + column,
                PlaneOrder::Columns => column * side + row,
            };
            pixels.extend((0..3).map(|channel| planes[channel * side * side + place]));
        }
    }
    pixels
}
