//! Loops over images and planes: on all cores natively and with the feature `threads`, else sequentially.

use std::mem::MaybeUninit;

/// Calls `work` with each image of `source`, the image of `target` with the same index, and a buffer of its thread.
#[cfg(any(not(target_arch = "wasm32"), feature = "threads"))]
pub(super) fn for_each_image<S: Send>(
    (source, source_len): (&[f32], usize),
    (target, target_len): (&mut [f32], usize),
    scratch: impl Fn() -> S + Sync + Send,
    work: impl Fn(&mut S, &[f32], &mut [f32]) + Sync + Send,
) {
    use rayon::prelude::*;

    source
        .par_chunks_exact(source_len)
        .zip(target.par_chunks_exact_mut(target_len))
        .for_each_init(scratch, |scratch, (source, target)| work(scratch, source, target));
}

/// As above.
#[cfg(all(target_arch = "wasm32", not(feature = "threads")))]
#[inline(always)]
pub(super) fn for_each_image<S>(
    (source, source_len): (&[f32], usize),
    (target, target_len): (&mut [f32], usize),
    scratch: impl Fn() -> S,
    work: impl Fn(&mut S, &[f32], &mut [f32]),
) {
    let mut scratch = scratch();
    for (source, target) in source.chunks_exact(source_len).zip(target.chunks_exact_mut(target_len)) {
        work(&mut scratch, source, target);
    }
}

/// A plane of an output, not yet written.
pub(super) struct Plane<'a>(&'a mut [MaybeUninit<f32>]);

/// Proof that a plane was written.
pub(super) struct Written(());

impl Plane<'_> {
    /// Writes the whole plane.
    ///
    /// # Panics
    /// If the number of values is not that of the plane.
    #[inline(always)]
    pub(super) fn write(self, values: impl ExactSizeIterator<Item = f32>) -> Written {
        assert_eq!(values.len(), self.0.len(), "a plane is written whole");
        self.0.iter_mut().zip(values).for_each(|(place, value)| {
            place.write(value);
        });
        Written(())
    }
}

/// Builds `count` planes of `len` values each; `work` gets the index of a plane and writes it.
pub(super) fn write_planes(
    count: usize,
    len: usize,
    work: impl Fn(usize, Plane) -> Written + Sync + Send,
) -> Vec<f32> {
    let mut values = Vec::with_capacity(count * len);
    let places = &mut values.spare_capacity_mut()[..count * len];
    #[cfg(any(not(target_arch = "wasm32"), feature = "threads"))]
    {
        use rayon::prelude::*;

        // Planes are small, and handing one to a thread takes a few microseconds.
        places.par_chunks_exact_mut(len).enumerate().with_min_len(8).for_each(|(index, plane)| {
            let Written(()) = work(index, Plane(plane));
        });
    }
    #[cfg(all(target_arch = "wasm32", not(feature = "threads")))]
    for (index, plane) in places.chunks_exact_mut(len).enumerate() {
        let Written(()) = work(index, Plane(plane));
    }
    // Safety: the chunks cover the whole buffer, and `work` can return `Written` only by writing its plane.
    unsafe { values.set_len(count * len) };
    values
}
