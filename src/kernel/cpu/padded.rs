//! An image with a border of zeros, its columns split by their place modulo the stride.

/// Planes of one image, ready to be read a tile's columns at a time.
pub(super) struct Padded {
    pub values: Vec<f32>,
    rows: usize,
    /// Values of one residue of a row.
    segment: usize,
    stride: usize,
    border: usize,
}

impl Padded {
    /// Room for images of `channels` planes of `height` x `width`, read by a kernel at a stride in tiles of `columns`.
    pub(super) fn new(
        channels: usize,
        [height, width]: [usize; 2],
        kernel: usize,
        stride: usize,
        columns: usize,
    ) -> Self {
        let border = kernel / 2;
        // Whole tiles of output columns, and the taps to the right of the last.
        let segment = width.div_ceil(stride).next_multiple_of(columns) + kernel.div_ceil(stride);
        // A tile of two rows may begin at the last one.
        let rows = height + 2 * border + 2 * stride;
        Self { values: vec![0.0; channels * rows * stride * segment], rows, segment, stride, border }
    }

    /// Copies an image of `height` x `width` planes in; the border stays zero.
    pub(super) fn fill(&mut self, image: &[f32], height: usize, width: usize) {
        let (length, border) = (self.stride * self.segment, self.border);
        let planes = self.values.chunks_exact_mut(self.rows * length);
        for (source, target) in image.chunks_exact(height * width).zip(planes) {
            let rows = target.chunks_exact_mut(length).skip(border);
            for (source, target) in source.chunks_exact(width).zip(rows) {
                match self.stride {
                    1 => target[border..border + width].copy_from_slice(source),
                    _ => split(source, target, self.segment, border),
                }
            }
        }
    }

    /// Values of a plane.
    #[inline(always)]
    pub(super) fn plane(&self) -> usize {
        self.rows * self.row()
    }

    /// Values of a row, all residues of it.
    #[inline(always)]
    pub(super) fn row(&self) -> usize {
        self.stride * self.segment
    }

    /// Where tap (row, column) of output (0, 0) lies.
    #[inline(always)]
    pub(super) fn offset(&self, row: usize, column: usize) -> usize {
        row * self.row() + column % self.stride * self.segment + column / self.stride
    }
}

/// Even places to the front, odd ones behind them.
#[inline(always)]
fn split(source: &[f32], target: &mut [f32], segment: usize, border: usize) {
    let (even, odd) = target.split_at_mut(segment);
    // With a border the first column is at an odd place.
    let (first, second) = if border == 1 { (odd, &mut even[1..]) } else { (even, odd) };
    let (pairs, rest) = source.as_chunks::<2>();
    for ((pair, first), second) in pairs.iter().zip(first.iter_mut()).zip(second.iter_mut()) {
        (*first, *second) = (pair[0], pair[1]);
    }
    if let [last] = rest {
        first[pairs.len()] = *last;
    }
}
