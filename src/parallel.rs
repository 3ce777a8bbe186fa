//! Loops on all cores natively and with the feature `threads`, else sequential; results do not depend on which.

/// How many threads there are.
pub fn num_threads() -> usize {
    #[cfg(any(not(target_arch = "wasm32"), feature = "threads"))]
    return rayon::current_num_threads();
    #[cfg(all(target_arch = "wasm32", not(feature = "threads")))]
    1
}

/// The results of `work` for 0..count, in that order.
#[cfg(any(not(target_arch = "wasm32"), feature = "threads"))]
pub fn map<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    use rayon::prelude::*;

    (0..count).into_par_iter().map(work).collect()
}

/// As above.
#[cfg(all(target_arch = "wasm32", not(feature = "threads")))]
#[inline(always)]
pub fn map<T>(count: usize, work: impl Fn(usize) -> T) -> Vec<T> {
    (0..count).map(work).collect()
}

/// Calls `work` with the index of each chunk of `len` values, and the chunk.
#[cfg(any(not(target_arch = "wasm32"), feature = "threads"))]
pub fn for_each_chunk<T: Send>(values: &mut [T], len: usize, work: impl Fn(usize, &mut [T]) + Sync + Send) {
    use rayon::prelude::*;

    values.par_chunks_mut(len).enumerate().for_each(|(index, chunk)| work(index, chunk));
}

/// As above.
#[cfg(all(target_arch = "wasm32", not(feature = "threads")))]
#[inline(always)]
pub fn for_each_chunk<T>(values: &mut [T], len: usize, work: impl Fn(usize, &mut [T])) {
    values.chunks_mut(len).enumerate().for_each(|(index, chunk)| work(index, chunk));
}
