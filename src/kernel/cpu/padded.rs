//! An image with a border of zeros, its columns split by their place modulo the stride.

use super::LANES;

/// Planes of one image, ready to be read eight neighbours at a time.
pub(super) struct Padded {
    values: Vec<f32>,
    rows: usize,
    /// Values of one residue of a row.
    segment: usize,
    stride: usize,
    border: usize,
}

impl Padded {
    /// Room for images of `channels` planes of `height` x `width`, read by a kernel at a stride.
    pub(super) fn new(channels: usize, height: usize, width: usize, kernel: usize, stride: usize) -> Self {
        let border = kernel / 2;
        // Whole tiles of output columns, and the taps to the right of the last.
        let segment = width.div_ceil(stride).div_ceil(LANES) * LANES + kernel.div_ceil(stride);
        let rows = height + 2 * border + stride;
        Self { values: vec![0.0; channels * rows * stride * segment], rows, segment, stride, border }
    }

    /// Copies an image of `height` x `width` planes in; the border stays zero.
    pub(super) fn fill(&mut self, image: &[f32], height: usize, width: usize) {
        let (stride, segment, border) = (self.stride, self.segment, self.border);
        let plane = self.rows * stride * segment;
        for (source, target) in image.chunks_exact(height * width).zip(self.values.chunks_exact_mut(plane)) {
            let rows = target.chunks_exact_mut(stride * segment).skip(border);
            for (source, target) in source.chunks_exact(width).zip(rows) {
                match stride {
                    1 => target[border..border + width].copy_from_slice(source),
                    _ => {
                        for (column, &value) in source.iter().enumerate() {
                            let place = column + border;
                            target[place % stride * segment + place / stride] = value;
                        }
                    }
                }
            }
        }
    }

    /// Copies a small image in with zeros between its values: row i goes to row i * gap, columns likewise.
    pub(super) fn fill_spread(&mut self, image: &[f32], height: usize, width: usize, gap: usize) {
        let (segment, border) = (self.segment, self.border);
        let plane = self.rows * segment;
        for (source, target) in image.chunks_exact(height * width).zip(self.values.chunks_exact_mut(plane)) {
            for (row, source) in source.chunks_exact(width).enumerate() {
                let start = (row * gap + border) * segment + border;
                for (column, &value) in source.iter().enumerate() {
                    target[start + column * gap] = value;
                }
            }
        }
    }

    /// The row that tap row `tap` of output row `row` reads, all residues of it.
    #[inline(always)]
    pub(super) fn row(&self, channel: usize, row: usize, tap: usize) -> &[f32] {
        let length = self.stride * self.segment;
        let start = (channel * self.rows + row * self.stride + tap) * length;
        &self.values[start..start + length]
    }

    /// Where tap column `tap` of output column 0 lies in a row.
    #[inline(always)]
    pub(super) fn offset(&self, tap: usize) -> usize {
        tap % self.stride * self.segment + tap / self.stride
    }
}
