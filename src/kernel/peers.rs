//! One batch on several processes: each runs the backbone on its share of the images, and learns from the others what
//! depends on all of them: statistics of batch norm, gradients of weights, features.
//!
//! Sums are added in the order of one process, and shares end where its groups of images end, so that every process has the
//! bits of one that works alone.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use burn::tensor::{Tensor, TensorData};

use super::cpu::{GROUP, add_up};

/// How processes reach each other.
pub trait Peers {
    /// Which of them this is, from 0.
    fn rank(&self) -> usize;

    /// How many there are.
    fn count(&self) -> usize;

    /// The values of all, one process after the other; `counts` says how many each of them gives. All call it at the same
    /// points.
    fn all_gather(&self, mine: &[f32], counts: &[usize]) -> Vec<f32>;

    /// What all have for this one, one process after the other: `mine` is what it has for each of them, `to` how many values
    /// that is, and `from` how many each of them has for it.
    fn exchange(&self, mine: &[f32], to: &[usize], from: &[usize]) -> Vec<f32>;
}

/// A batch that is being shared: how many images it has.
pub type Share = Option<usize>;

thread_local! {
    static PEERS: RefCell<Option<Rc<dyn Peers>>> = const { RefCell::new(None) };
    static SHARE: Cell<Share> = const { Cell::new(None) };
}

/// From now on, this thread trains together with others, or alone.
pub fn join_peers(peers: Option<Rc<dyn Peers>>) {
    PEERS.set(peers);
}

/// Those that this thread trains with.
pub fn peers() -> Option<Rc<dyn Peers>> {
    PEERS.with_borrow(Clone::clone)
}

/// The share that the current operation belongs to.
pub(super) fn current() -> Share {
    SHARE.get()
}

/// Calls `work` as a part of a share.
pub(super) fn within<T>(share: Share, work: impl FnOnce() -> T) -> T {
    let before = SHARE.replace(share);
    let result = work();
    SHARE.set(before);
    result
}

/// The images of the whole batch, of which the caller has `own`.
pub fn num_images(own: usize) -> usize {
    SHARE.get().unwrap_or(own)
}

/// What `forward` makes of some images, each process with its share of them. A batch with fewer groups of images than there
/// are processes is not shared.
///
/// # Shapes
/// - `images`: `[N, 3, S, S]`; each output: `[n, ...]` for the n images that `forward` was given, returned as `[N, ...]`
pub fn share<T: Gather>(images: Tensor<4>, forward: impl FnOnce(Tensor<4>) -> T) -> T {
    let total = images.dims()[0];
    let Some(peers) = peers().filter(|peers| peers.count() > 1 && total.div_ceil(GROUP) >= peers.count())
    else {
        return forward(images);
    };
    let ranges = ranges(total, peers.count());
    let mine = images.slice([ranges[peers.rank()].clone()]);
    let output = within(Some(total), || forward(mine));
    output.gather(&*peers, &ranges)
}

/// What the processes can put together from their shares.
pub trait Gather {
    /// That of all, one after the other; gradients reach the own share only.
    fn gather(self, peers: &dyn Peers, ranges: &[Range<usize>]) -> Self;
}

impl<const D: usize> Gather for Tensor<D> {
    fn gather(self, peers: &dyn Peers, ranges: &[Range<usize>]) -> Self {
        let (device, shape) = (self.device(), self.dims());
        let per_image = shape[1..].iter().product::<usize>();
        let values = self.clone().inner().into_data().try_into_vec::<f32>();
        let values = values.unwrap_or_else(|error| unreachable!("features are single precision: {error:?}"));
        let counts: Vec<usize> = ranges.iter().map(|range| range.len() * per_image).collect();
        let all = peers.all_gather(&values, &counts);
        let part = |images: Range<usize>| {
            let mut shape = shape;
            shape[0] = images.len();
            let values = all[images.start * per_image..images.end * per_image].to_vec();
            Tensor::from_data(TensorData::new(values, shape), &device)
        };
        let own = &ranges[peers.rank()];
        let total = ranges.last().map_or(0, |range| range.end);
        let mut parts = vec![self];
        if own.start > 0 {
            parts.insert(0, part(0..own.start));
        }
        if own.end < total {
            parts.push(part(own.end..total));
        }
        Tensor::cat(parts, 0)
    }
}

impl<A: Gather, B: Gather> Gather for (A, B) {
    fn gather(self, peers: &dyn Peers, ranges: &[Range<usize>]) -> Self {
        (self.0.gather(peers, ranges), self.1.gather(peers, ranges))
    }
}

/// The images of each process: whole groups, as evenly as these allow.
fn ranges(total: usize, count: usize) -> Vec<Range<usize>> {
    let groups = total.div_ceil(GROUP);
    let start = |rank: usize| (rank * groups / count * GROUP).min(total);
    (0..count).map(|rank| start(rank)..start(rank + 1)).collect()
}

/// Values of the images of a batch, channel by channel and image by image, of all processes.
pub(super) struct Gathered {
    values: Vec<f32>,
    /// The images of each process.
    counts: Vec<usize>,
    channels: usize,
}

impl Gathered {
    /// `values`: `[C, n, 2]`, of the caller's own images.
    pub(super) fn new(values: Vec<f32>, channels: usize) -> Self {
        let own = values.len() / channels / 2;
        let Some((peers, total)) = peers().zip(current()) else {
            return Self { values, counts: vec![own], channels };
        };
        let counts: Vec<usize> = ranges(total, peers.count()).iter().map(Range::len).collect();
        let sizes: Vec<usize> = counts.iter().map(|count| count * channels * 2).collect();
        Self { values: peers.all_gather(&values, &sizes), counts, channels }
    }

    /// The pairs of a channel, image by image.
    pub(super) fn of(&self, channel: usize) -> impl Iterator<Item = [f32; 2]> + '_ {
        let mut start = 0;
        self.counts.iter().flat_map(move |&count| {
            let first = start + channel * count * 2;
            start += self.channels * count * 2;
            self.values[first..first + count * 2].as_chunks().0.iter().copied()
        })
    }
}

/// The sum over all groups of images, in their order, from the groups of the caller's own. Each process adds up a part of the
/// values: so what it sends does not grow with the number of processes.
pub(super) fn sum_groups(own: Vec<Vec<f32>>) -> Vec<f32> {
    let Some((peers, total)) = peers().zip(current()) else { return add_up(own) };
    let len = own.first().map_or(0, Vec::len);
    let (rank, count) = (peers.rank(), peers.count());
    let parts: Vec<Range<usize>> =
        (0..count).map(|part| part * len / count..(part + 1) * len / count).collect();
    let sizes: Vec<usize> = parts.iter().map(Range::len).collect();
    let to: Vec<usize> = sizes.iter().map(|size| size * own.len()).collect();
    let groups = ranges(total, count).into_iter().map(|images| images.len().div_ceil(GROUP));
    let from: Vec<usize> = groups.map(|groups| groups * sizes[rank]).collect();
    let mine: Vec<f32> =
        parts.iter().flat_map(|part| own.iter().flat_map(|group| &group[part.clone()])).copied().collect();
    let theirs = peers.exchange(&mine, &to, &from);
    // Fewer values than processes: some have no part.
    let part = match sizes[rank] {
        0 => Vec::new(),
        size => add_up(theirs.chunks_exact(size).map(<[f32]>::to_vec).collect()),
    };
    peers.all_gather(&part, &sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_whole_groups_and_hold_every_image_once() {
        for count in 1..6 {
            for total in
                [8 * count, 8 * count + 1, 64, 100, 128].into_iter().filter(|&total| total >= 8 * count)
            {
                let ranges = ranges(total, count);
                let images: Vec<usize> = ranges.iter().flat_map(Clone::clone).collect();
                assert_eq!(images, (0..total).collect::<Vec<_>>());
                assert!(
                    ranges.iter().all(|range| range.start % GROUP == 0 && !range.is_empty()),
                    "{ranges:?}"
                );
            }
        }
    }
}
