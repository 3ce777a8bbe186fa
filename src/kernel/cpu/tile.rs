//! The one loop that convolution and the input's gradient are made of.

use super::simd::Lanes;

/// Channels of a tile.
pub(super) const CHANNELS: usize = 4;

/// Sums of a tile: eight registers, enough to hide the latency of an addition.
pub(super) type Sums<V> = [[V; 2]; CHANNELS];

/// Where the two registers of a tile's channel lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// One below the other, for planes that are no wider than a register; else side by side.
    by_row: bool,
    lanes: usize,
}

impl Layout {
    /// For planes of some width.
    #[inline(always)]
    pub(super) fn new<V: Lanes>(width: usize) -> Self {
        // Registers of four are never worth it: a narrower plane is too small to matter.
        Self { by_row: V::COUNT > 4 && width <= V::COUNT, lanes: V::COUNT }
    }

    /// Rows of a tile.
    #[inline(always)]
    pub(super) fn rows(self) -> usize {
        if self.by_row { 2 } else { 1 }
    }

    /// Columns of a tile.
    #[inline(always)]
    pub(super) fn columns(self) -> usize {
        if self.by_row { self.lanes } else { 2 * self.lanes }
    }

    /// How far the second register lies from the first where a row has `row` values.
    #[inline(always)]
    pub(super) fn second(self, row: usize) -> usize {
        if self.by_row { row } else { self.lanes }
    }

    /// Values that each register holds where so many rows and columns are left.
    #[inline(always)]
    pub(super) fn counts(self, rows: usize, columns: usize) -> [usize; 2] {
        let first = columns.min(self.lanes);
        match self.by_row {
            true => [first, if rows > 1 { first } else { 0 }],
            false => [first, (columns - first).min(self.lanes)],
        }
    }
}

/// Where a tile reads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    /// Planes of the source.
    pub values: &'a [f32],
    /// Values of a plane.
    pub plane: usize,
    /// How far the second register lies from the first.
    pub second: usize,
}

/// What `T` taps of every source channel add to a tile.
///
/// - `start`: where tap offset 0 of the tile's first column lies in the first plane
/// - `weights`: of each source channel, tap by tap
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
            // Safety: no place is beyond the one checked above.
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

/// Weights in the order in which tiles read them: tile of targets, source, tap, target of the tile.
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
