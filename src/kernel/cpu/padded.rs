//! An image with a border of zeros, its columns grouped by their position modulo the stride.

/// The planes of one image, laid out so that a tile's columns are contiguous.
pub(super) struct Padded {
    pub values: Vec<f32>,
    rows: usize,
    /// Values per residue of a row.
    segment: usize,
    stride: usize,
    border: usize,
}

impl Padded {
    /// Storage for images of `channels` planes of `height` x `width`, read in tiles of `columns` columns.
    pub(super) fn new(
        channels: usize,
        [height, width]: [usize; 2],
        kernel: usize,
        stride: usize,
        columns: usize,
    ) -> Self {
        let border = kernel / 2;
        // Whole tiles of output columns, plus the taps to the right of the last.
        let segment = width.div_ceil(stride).next_multiple_of(columns) + kernel.div_ceil(stride);
        // A tile of two rows may start at the last row.
        let rows = height + 2 * border + 2 * stride;
        Self { values: vec![0.0; channels * rows * stride * segment], rows, segment, stride, border }
    }

    /// Copies in an image with planes of `height` x `width`; the border stays zero.
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

    /// Values per plane.
    #[inline(always)]
    pub(super) fn plane(&self) -> usize {
        self.rows * self.row()
    }

    /// Values per row, over all residues.
    #[inline(always)]
    pub(super) fn row(&self) -> usize {
        self.stride * self.segment
    }

    /// The position of tap (row, column) for output (0, 0).
    #[inline(always)]
    pub(super) fn offset(&self, row: usize, column: usize) -> usize {
        row * self.row() + column % self.stride * self.segment + column / self.stride
    }
}

/// Moves values at even positions to the front, those at odd positions behind them.
#[inline(always)]
fn split(source: &[f32], target: &mut [f32], segment: usize, border: usize) {
    let (even, odd) = target.split_at_mut(segment);
    // With a border, the first column is at an odd position.
    let (first, second) = if border == 1 { (odd, &mut even[1..]) } else { (even, odd) };
    let (pairs, rest) = source.as_chunks::<2>();
    for ((pair, first), second) in pairs.iter().zip(first.iter_mut()).zip(second.iter_mut()) {
        (*first, *second) = (pair[0], pair[1]);
    }
    if let [last] = rest {
        first[pairs.len()] = *last;
    }
}
