//! Image by image: on all cores natively, one after the other in a browser tab, which has one thread.

/// Works on each image of `source` and the image of `target` at the same place, with a scratch of its own for
/// each thread.
#[cfg(not(target_arch = "wasm32"))]
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
#[cfg(target_arch = "wasm32")]
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

/// What `work` makes of 0..count, in that order.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn map<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    use rayon::prelude::*;

    (0..count).into_par_iter().map(work).collect()
}

/// As above.
#[cfg(target_arch = "wasm32")]
pub(super) fn map<T>(count: usize, work: impl Fn(usize) -> T) -> Vec<T> {
    (0..count).map(work).collect()
}
