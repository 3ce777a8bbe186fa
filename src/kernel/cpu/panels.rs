//! An image pixel by pixel, with several channels (lanes) side by side.

use wide::f32x4;

use super::simd::Lanes;

/// Channels that are transposed at once.
const GROUP: usize = 4;

/// The panels of one image; the last one is padded with zeros.
pub(super) struct Panels {
    pub values: Vec<f32>,
    /// How many there are.
    pub count: usize,
    /// Rows of the image.
    pub height: usize,
    /// Columns of the image.
    pub width: usize,
    lanes: usize,
    border: usize,
    /// Pixels of a row and rows of a panel, with borders.
    columns: usize,
    rows: usize,
}

impl Panels {
    /// Storage for images of `channels` planes of `height` x `width`, `lanes` at a time, within a border of zeros and
    /// with zeros up to a multiple of `tile` rows and columns.
    pub(super) fn new(
        lanes: usize,
        channels: usize,
        [height, width]: [usize; 2],
        border: usize,
        tile: usize,
    ) -> Self {
        let count = channels.div_ceil(lanes);
        let columns = width.next_multiple_of(tile) + 2 * border;
        // A row more, so that the last taps of the last row stay inside.
        let rows = height.next_multiple_of(tile) + 2 * border + 1;
        let values = vec![0.0; count * rows * columns * lanes];
        Self { values, count, height, width, lanes, border, columns, rows }
    }

    /// Values per row of a panel.
    #[inline(always)]
    pub(super) fn row(&self) -> usize {
        self.columns * self.lanes
    }

    /// The position of a pixel, counted from the border.
    #[inline(always)]
    pub(super) fn place(&self, panel: usize, row: usize, column: usize) -> usize {
        (panel * self.rows + row) * self.row() + column * self.lanes
    }

    /// Copies in an image; the border stays zero.
    pub(super) fn fill(&mut self, image: &[f32]) {
        let area = self.height * self.width;
        for (index, channels) in image.chunks(GROUP * area).enumerate() {
            let (panel, lane) = (index * GROUP / self.lanes, index * GROUP % self.lanes);
            for row in 0..self.height {
                let channel = |channel: usize| {
                    let start = channel * area + row * self.width;
                    channels.get(start..start + self.width).unwrap_or_default()
                };
                let start = self.place(panel, row + self.border, self.border) + lane;
                fill_row([0, 1, 2, 3].map(channel), &mut self.values[start..], self.lanes);
            }
        }
    }
}

/// Writes the values of several channels side by side, every `lanes` values; channels that there are not are empty.
#[inline(always)]
fn fill_row(channels: [&[f32]; GROUP], target: &mut [f32], lanes: usize) {
    let whole = channels[GROUP - 1].len() / GROUP * GROUP;
    let [a, b, c, d] = channels;
    let load = |channel: &[f32], start: usize| {
        let values = &channel[start..start + GROUP];
        // Safety: the slice holds four values.
        unsafe { <f32x4 as Lanes>::load(values, 0) }
    };
    for start in (0..whole).step_by(GROUP) {
        let values = [load(a, start), load(b, start), load(c, start), load(d, start)];
        for (offset, values) in f32x4::transpose(values).into_iter().enumerate() {
            let place = (start + offset) * lanes;
            values.store(&mut target[place..place + GROUP]);
        }
    }
    for (lane, channel) in channels.into_iter().enumerate() {
        for (offset, value) in channel.iter().enumerate().skip(whole) {
            target[offset * lanes + lane] = *value;
        }
    }
}
