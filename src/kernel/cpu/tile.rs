//! The inner loop of convolution and of its input gradient.

use super::simd::Lanes;

/// Channels per tile.
pub(super) const CHANNELS: usize = 4;

/// The sums of a tile: eight registers, enough to hide the latency of an addition.
pub(super) type Sums<V> = [[V; 2]; CHANNELS];

/// How the two registers of a tile's channel are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// One below the other, for planes no wider than a register; otherwise side by side.
    by_row: bool,
    lanes: usize,
}

impl Layout {
    /// The layout for planes of a given width.
    #[inline(always)]
    pub(super) fn new<V: Lanes>(width: usize) -> Self {
        // Not worth it for registers of four: planes that narrow are too small to matter.
        Self { by_row: V::COUNT > 4 && width <= V::COUNT, lanes: V::COUNT }
    }

    /// Rows per tile.
    #[inline(always)]
    pub(super) fn rows(self) -> usize {
        if self.by_row { 2 } else { 1 }
    }

    /// Columns per tile.
    #[inline(always)]
    pub(super) fn columns(self) -> usize {
        if self.by_row { self.lanes } else { 2 * self.lanes }
    }

    /// The distance from the first register to the second, for rows of `row` values.
    #[inline(always)]
    pub(super) fn second(self, row: usize) -> usize {
        if self.by_row { row } else { self.lanes }
    }

    /// The number of valid values in each register, given the rows and columns that are left.
    #[inline(always)]
    pub(super) fn counts(self, rows: usize, columns: usize) -> [usize; 2] {
        let first = columns.min(self.lanes);
        match self.by_row {
            true => [first, if rows > 1 { first } else { 0 }],
            false => [first, (columns - first).min(self.lanes)],
        }
    }
}

/// The input of a tile.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    /// Planes of the source.
    pub values: &'a [f32],
    /// Values of a plane.
    pub plane: usize,
    /// The distance from the first register to the second.
    pub second: usize,
}

/// Adds the products of `T` taps of every source channel to a tile.
///
/// - `start`: the position of tap offset 0 of the tile's first column in the first plane
/// - `weights`: for each source channel, tap by tap
#[inline(always)]
pub(super) fn sum_taps<V: Lanes, const T: usize>(
    Source { values, plane, second }: Source,
    start: usize,
    offsets: &[usize; T],
    weights: &[[[f32; CHANNELS]; T]],
) -> Sums<V> {
    let mut sums = [[V::zero(); 2]; CHANNELS];
    let mut last = 0;
    for &offset in offsets {
        last = last.max(offset);
    }
    let reach = start + (weights.len() - 1) * plane + last + second + V::COUNT;
    assert!(reach <= values.len(), "a tile reaches {reach} of {} values", values.len());
    let mut start = start;
    for weights in weights {
        for tap in 0..T {
            let place = start + offsets[tap];
            // Safety: no position is beyond the one checked above.
            let pair = unsafe { [V::load(values, place), V::load(values, place + second)] };
            for channel in 0..CHANNELS {
                let weight = V::splat(weights[tap][channel]);
                sums[channel][0] = weight.multiply_add(pair[0], sums[channel][0]);
                sums[channel][1] = weight.multiply_add(pair[1], sums[channel][1]);
            }
        }
        start += plane;
    }
    sums
}

/// Packs weights in the order in which tiles read them: tile of targets, source, tap, target within the tile.
pub(super) fn pack<const T: usize>(
    targets: usize,
    sources: usize,
    weight: impl Fn(usize, usize, usize) -> f32,
) -> Vec<[[f32; CHANNELS]; T]> {
    let mut packed = vec![[[0.0; CHANNELS]; T]; targets.div_ceil(CHANNELS) * sources];
    for target in 0..targets {
        for source in 0..sources {
            let taps = &mut packed[target / CHANNELS * sources + source];
            for (tap, values) in taps.iter_mut().enumerate() {
                values[target % CHANNELS] = weight(target, source, tap);
            }
        }
    }
    packed
}
