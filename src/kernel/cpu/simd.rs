//! Four neighbours at a time.

use wide::f32x4;

/// Four neighbours.
///
/// # Safety
/// `start + 4 <= values.len()`
#[inline(always)]
pub(super) unsafe fn load(values: &[f32], start: usize) -> f32x4 {
    debug_assert!(start + 4 <= values.len(), "{start} + 4 of {}", values.len());
    // Safety: the caller's promise; any alignment will do.
    f32x4::new(unsafe { values.as_ptr().add(start).cast::<[f32; 4]>().read_unaligned() })
}
