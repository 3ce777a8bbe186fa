//! SIMD registers of neighbouring values, for each kind of processor.
//!
//! Products are rounded before they are added, even if the processor has fused multiply-add. So these kernels give the
//! same bits with 128-bit registers in a browser tab as with 256-bit registers natively.

use std::ops::{Add, Sub};

use wide::f32x4;

/// One register of values.
pub(super) trait Lanes: Copy + Send + Sync + Add<Output = Self> + Sub<Output = Self> {
    /// Values per register.
    const COUNT: usize;

    fn zero() -> Self;

    fn splat(value: f32) -> Self;

    /// The values from `start` onwards.
    ///
    /// # Safety
    /// `start + COUNT <= values.len()`
    unsafe fn load(values: &[f32], start: usize) -> Self;

    /// The four values from `start` onwards, each broadcast to a register of its own.
    ///
    /// # Safety
    /// `start + 4 <= values.len()`
    unsafe fn splat_four(values: &[f32], start: usize) -> [Self; 4];

    /// `self * factor + sum`, rounded twice.
    fn multiply_add(self, factor: Self, sum: Self) -> Self;

    /// The values of both registers in turn: the first half of them, and the second.
    fn interleave(self, other: Self) -> [Self; 2];

    /// Writes as many values as the target holds, up to `COUNT`.
    fn store(self, target: &mut [f32]);

    /// Writes the whole register from `start` onwards.
    ///
    /// # Safety
    /// `start + COUNT <= target.len()`
    unsafe fn store_at(self, target: &mut [f32], start: usize);

    /// Runs `job`, compiled for these registers.
    fn run(job: impl Job<Self>);
}

/// Work that is compiled for each kind of register. `run` must be `#[inline(always)]`.
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
        // Safety: the caller guarantees the length; loads may be unaligned.
        Self::new(unsafe { values.as_ptr().add(start).cast::<[f32; 4]>().read_unaligned() })
    }

    #[inline(always)]
    unsafe fn splat_four(values: &[f32], start: usize) -> [Self; 4] {
        // Safety: the caller guarantees the length.
        unsafe { <Self as Lanes>::load(values, start) }.to_array().map(Self::splat)
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, sum: Self) -> Self {
        self * factor + sum
    }

    #[inline(always)]
    fn interleave(self, other: Self) -> [Self; 2] {
        let ([a, b, c, d], [e, f, g, h]) = (self.to_array(), other.to_array());
        [Self::new([a, e, b, f]), Self::new([c, g, d, h])]
    }

    #[inline(always)]
    fn store(self, target: &mut [f32]) {
        copy(&self.to_array(), target);
    }

    #[inline(always)]
    unsafe fn store_at(self, target: &mut [f32], start: usize) {
        debug_assert!(start + 4 <= target.len(), "{start} + 4 of {}", target.len());
        // Safety: the caller guarantees the length; stores may be unaligned.
        unsafe { target.as_mut_ptr().add(start).cast::<[f32; 4]>().write_unaligned(self.to_array()) };
    }

    #[inline(always)]
    fn run(job: impl Job<Self>) {
        job.run();
    }
}

/// Stores a whole register at once if it fits.
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

/// Runs `work` with 128-bit registers, the width in browsers, whatever this processor has. The results have the same
/// bits; tests compare both widths.
pub fn with_narrow_registers<T>(work: impl FnOnce() -> T) -> T {
    let before = IS_NARROW.replace(true);
    let result = work();
    IS_NARROW.set(before);
    result
}

/// Whether this thread is limited to 128-bit registers.
#[cfg(target_arch = "x86_64")]
pub(super) fn is_narrow() -> bool {
    IS_NARROW.get()
}

/// Returns `run::<registers>(…)`, or `run::<registers, constant>(…)`, with the widest registers of this processor.
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
        __m256, _mm256_add_ps, _mm256_loadu_ps, _mm256_mul_ps, _mm256_permute2f128_ps, _mm256_set1_ps,
        _mm256_setzero_ps, _mm256_storeu_ps, _mm256_sub_ps, _mm256_unpackhi_ps, _mm256_unpacklo_ps,
    };
    use std::ops::{Add, Sub};

    use super::{Job, Lanes, copy};

    /// Eight values. Used only after [`with_lanes`] has detected AVX2.
    #[derive(Clone, Copy, Debug)]
    pub(in super::super) struct Avx2(__m256);

    impl Add for Avx2 {
        type Output = Self;

        #[inline(always)]
        fn add(self, other: Self) -> Self {
            // Safety: the processor has AVX2, see the type.
            Self(unsafe { _mm256_add_ps(self.0, other.0) })
        }
    }

    impl Sub for Avx2 {
        type Output = Self;

        #[inline(always)]
        fn sub(self, other: Self) -> Self {
            // Safety: the processor has AVX2, see the type.
            Self(unsafe { _mm256_sub_ps(self.0, other.0) })
        }
    }

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
            // Safety: the processor has AVX2, see the type; the caller guarantees eight values.
            Self(unsafe { _mm256_loadu_ps(values.as_ptr().add(start)) })
        }

        #[inline(always)]
        unsafe fn splat_four(values: &[f32], start: usize) -> [Self; 4] {
            debug_assert!(start + 4 <= values.len(), "{start} + 4 of {}", values.len());
            // Safety: the caller guarantees four values.
            std::array::from_fn(|lane| Self::splat(unsafe { *values.get_unchecked(start + lane) }))
        }

        #[inline(always)]
        fn multiply_add(self, factor: Self, sum: Self) -> Self {
            // Safety: the processor has AVX2, see the type.
            Self(unsafe { _mm256_add_ps(_mm256_mul_ps(self.0, factor.0), sum.0) })
        }

        #[inline(always)]
        fn interleave(self, other: Self) -> [Self; 2] {
            // Safety: the processor has AVX2, see the type.
            unsafe {
                // Each half of a register by itself: values 0, 1, 4 and 5, and 2, 3, 6 and 7.
                let (low, high) = (_mm256_unpacklo_ps(self.0, other.0), _mm256_unpackhi_ps(self.0, other.0));
                [
                    Self(_mm256_permute2f128_ps::<0x20>(low, high)),
                    Self(_mm256_permute2f128_ps::<0x31>(low, high)),
                ]
            }
        }

        #[inline(always)]
        fn store(self, target: &mut [f32]) {
            let mut values = [0.0; 8];
            // Safety: the processor has AVX2, see the type; `values` holds eight.
            unsafe { _mm256_storeu_ps(values.as_mut_ptr(), self.0) };
            copy(&values, target);
        }

        #[inline(always)]
        unsafe fn store_at(self, target: &mut [f32], start: usize) {
            debug_assert!(start + 8 <= target.len(), "{start} + 8 of {}", target.len());
            // Safety: the processor has AVX2, see the type; the caller guarantees eight values.
            unsafe { _mm256_storeu_ps(target.as_mut_ptr().add(start), self.0) };
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
