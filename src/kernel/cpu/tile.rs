//! The one loop that convolution and the input's gradient are made of.

use wide::f32x4;

use super::simd::load;

/// Channels of a tile.
pub(super) const CHANNELS: usize = 4;
/// Columns of a tile.
pub(super) const COLUMNS: usize = 8;

/// Sums of a tile: eight registers, enough to hide the latency of an addition.
pub(super) type Sums = [[f32x4; 2]; CHANNELS];

/// What `T` taps of every source channel add to a tile.
///
/// - `values`: planes of the source, `plane` values each
/// - `start`: where tap offset 0 of the tile's first column lies in the first plane
/// - `weights`: of each source channel, tap by tap
#[inline(always)]
pub(super) fn sum_taps<const T: usize>(
    values: &[f32],
    start: usize,
    plane: usize,
    offsets: &[usize; T],
    weights: &[[[f32; CHANNELS]; T]],
) -> Sums {
    let mut sums = [[f32x4::ZERO; 2]; CHANNELS];
    let last = offsets.iter().max().expect("a kernel has taps");
    let reach = start + (weights.len() - 1) * plane + last + COLUMNS;
    assert!(reach <= values.len(), "a tile reaches {reach} of {} values", values.len());
    let mut start = start;
    for weights in weights {
        for tap in 0..T {
            let place = start + offsets[tap];
            // Safety: no place is beyond the one checked above.
            let (low, high) = unsafe { (load(values, place), load(values, place + 4)) };
            for channel in 0..CHANNELS {
                let weight = f32x4::splat(weights[tap][channel]);
                sums[channel][0] = weight.mul_add(low, sums[channel][0]);
                sums[channel][1] = weight.mul_add(high, sums[channel][1]);
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
