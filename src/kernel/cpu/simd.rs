//! Registers of some neighbours, for each kind of processor.
//!
//! Products are rounded before they are added, also where a processor could fuse the two: so a run gives the same
//! bits with 128-bit registers in a browser tab and with 256-bit ones natively.

use wide::f32x4;

/// One register of values.
pub(super) trait Lanes: Copy + Send + Sync {
    /// Values in a register.
    const COUNT: usize;

    fn zero() -> Self;

    fn splat(value: f32) -> Self;

    /// Values from `start` on.
    ///
    /// # Safety
    /// `start + COUNT <= values.len()`
    unsafe fn load(values: &[f32], start: usize) -> Self;

    /// Each of the four values from `start` on in a register of its own.
    ///
    /// # Safety
    /// `start + 4 <= values.len()`
    unsafe fn splat_four(values: &[f32], start: usize) -> [Self; 4];

    /// `self * factor + sum`, rounded twice.
    fn multiply_add(self, factor: Self, sum: Self) -> Self;

    /// Writes as many values as the target takes, `COUNT` at most.
    fn store(self, target: &mut [f32]);

    /// Runs a job compiled for these registers.
    fn run(job: impl Job<Self>);
}

/// Work whose code is made anew for each kind of register. `run` has to be `#[inline(always)]`.
pub(super) trait Job<V> {
    fn run(self);
}

impl Lanes for f32x4 {
    const COUNT: usize = 4;

    #[inline(always)]
    fn zero() -> Self {
        Self::ZERO
    }

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self::splat(value)
    }

    #[inline(always)]
    unsafe fn load(values: &[f32], start: usize) -> Self {
        debug_assert!(start + 4 <= values.len(), "{start} + 4 of {}", values.len());
        // Safety: the caller's promise; any alignment will do.
        Self::new(unsafe { values.as_ptr().add(start).cast::<[f32; 4]>().read_unaligned() })
    }

    #[inline(always)]
    unsafe fn splat_four(values: &[f32], start: usize) -> [Self; 4] {
        // Safety: the caller's promise.
        unsafe { <Self as Lanes>::load(values, start) }.to_array().map(Self::splat)
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, sum: Self) -> Self {
        self * factor + sum
    }

    #[inline(always)]
    fn store(self, target: &mut [f32]) {
        copy(&self.to_array(), target);
    }

    #[inline(always)]
    fn run(job: impl Job<Self>) {
        job.run();
    }
}

/// A whole register at once where it fits.
#[inline(always)]
fn copy<const N: usize>(values: &[f32; N], target: &mut [f32]) {
    match <&mut [f32; N]>::try_from(&mut *target) {
        Ok(target) => *target = *values,
        Err(_) => target.copy_from_slice(&values[..target.len()]),
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) use x86::Avx2;

thread_local! {
    static IS_NARROW: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Does some work with 128-bit registers, as browsers have them, whatever this processor has. The bits are the same;
/// tests hold both widths to that.
pub fn with_narrow_registers<T>(work: impl FnOnce() -> T) -> T {
    let before = IS_NARROW.replace(true);
    let result = work();
    IS_NARROW.set(before);
    result
}

/// Whether the widest registers are not to be used on this thread.
#[cfg(target_arch = "x86_64")]
pub(super) fn is_narrow() -> bool {
    IS_NARROW.get()
}

/// Calls `run::<registers>(…)`, or `run::<registers, constant>(…)`, with the widest registers that this processor has.
macro_rules! with_lanes {
    ($run:ident $(::<$constant:literal>)? ($($argument:expr),*)) => {{
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") && !$crate::kernel::cpu::simd::is_narrow() {
            return $run::<$crate::kernel::cpu::simd::Avx2 $(, $constant)?>($($argument),*);
        }
        $run::<wide::f32x4 $(, $constant)?>($($argument),*)
    }};
}
pub(super) use with_lanes;

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256, _mm256_add_ps, _mm256_loadu_ps, _mm256_mul_ps, _mm256_set1_ps, _mm256_setzero_ps,
        _mm256_storeu_ps,
    };

    use super::{Job, Lanes, copy};

    /// Eight values. Made and used only where [`with_lanes`] has found that the processor has AVX2.
    #[derive(Clone, Copy, Debug)]
    pub(in super::super) struct Avx2(__m256);

    impl Lanes for Avx2 {
        const COUNT: usize = 8;

        #[inline(always)]
        fn zero() -> Self {
            // Safety: the processor has AVX2, see the type.
            Self(unsafe { _mm256_setzero_ps() })
        }

        #[inline(always)]
        fn splat(value: f32) -> Self {
            // Safety: the processor has AVX2, see the type.
            Self(unsafe { _mm256_set1_ps(value) })
        }

        #[inline(always)]
        unsafe fn load(values: &[f32], start: usize) -> Self {
            debug_assert!(start + 8 <= values.len(), "{start} + 8 of {}", values.len());
            // Safety: the processor has AVX2, see the type; the eight values are there, by the caller's promise.
            Self(unsafe { _mm256_loadu_ps(values.as_ptr().add(start)) })
        }

        #[inline(always)]
        unsafe fn splat_four(values: &[f32], start: usize) -> [Self; 4] {
            debug_assert!(start + 4 <= values.len(), "{start} + 4 of {}", values.len());
            // Safety: the four values are there, by the caller's promise.
            std::array::from_fn(|lane| Self::splat(unsafe { *values.get_unchecked(start + lane) }))
        }

        #[inline(always)]
        fn multiply_add(self, factor: Self, sum: Self) -> Self {
            // Safety: the processor has AVX2, see the type.
            Self(unsafe { _mm256_add_ps(_mm256_mul_ps(self.0, factor.0), sum.0) })
        }

        #[inline(always)]
        fn store(self, target: &mut [f32]) {
            let mut values = [0.0; 8];
            // Safety: the processor has AVX2, see the type; `values` has room for eight.
            unsafe { _mm256_storeu_ps(values.as_mut_ptr(), self.0) };
            copy(&values, target);
        }

        #[inline(always)]
        fn run(job: impl Job<Self>) {
            #[target_feature(enable = "avx2")]
            fn compiled<J: Job<Avx2>>(job: J) {
                job.run();
            }
            // Safety: the processor has AVX2, see the type.
            unsafe { compiled(job) }
        }
    }
}
