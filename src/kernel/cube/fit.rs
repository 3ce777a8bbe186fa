//! How much work keeps a device busy, measured when it is opened.

use std::sync::atomic::{AtomicUsize, Ordering};

use burn::tensor::{Device, Tensor};

use super::super::conv::same_conv2d;
use super::super::host::to_f32;
use super::tile::TileShape;
use crate::error::Result;

/// Until it is measured: enough for any device.
static FULL_LOAD: AtomicUsize = AtomicUsize::new(32768);

/// Numbers of units that are tried.
const LOADS: [usize; 4] = [1024, 4096, 16384, 65536];
/// Four times the work takes this many times as long on a device that is busy.
const BUSY: f64 = 2.5;
const REPEATS: usize = 16;
const ROUNDS: usize = 3;
const CHANNELS: usize = 16;
const SIDE: usize = 32;

/// Units that keep the device busy: work is cut into smaller pieces where there would be fewer.
pub(super) fn full_load() -> usize {
    FULL_LOAD.load(Ordering::Relaxed)
}

/// Takes a number of units as what keeps a device busy, without measuring.
pub fn assume_full_load(units: usize) {
    FULL_LOAD.store(units, Ordering::Relaxed);
}

/// Measures how many units keep a device busy, by convolutions of growing batches; returns their number.
///
/// # Errors
/// [`crate::Error::DeviceFailed`].
pub async fn fit_to(device: &Device, seconds: fn() -> f64) -> Result<usize> {
    // Tiles of one size, whatever their number.
    assume_full_load(0);
    let measured = measure(&device.clone().inner(), seconds).await;
    let found = *measured.as_ref().unwrap_or(&LOADS[LOADS.len() - 1]);
    assume_full_load(found);
    measured
}

async fn measure(device: &Device, seconds: fn() -> f64) -> Result<usize> {
    let mut before = None;
    for load in LOADS {
        let now = time(load, device, seconds).await?;
        if let Some(before) = before
            && now > BUSY * before
        {
            return Ok(load / 4);
        }
        before = Some(now);
    }
    Ok(LOADS[LOADS.len() - 1])
}

/// Seconds of some convolutions with that many units.
async fn time(units: usize, device: &Device, seconds: fn() -> f64) -> Result<f64> {
    let per_image = TileShape::ALL[0].num_tiles([1, CHANNELS, SIDE, SIDE]);
    let input = Tensor::<4>::ones([units.div_ceil(per_image), CHANNELS, SIDE, SIDE], device);
    let weight = Tensor::<4>::ones([CHANNELS, CHANNELS, 3, 3], device);
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = seconds();
        let mut output = same_conv2d(input.clone(), weight.clone(), 1);
        for _ in 1..REPEATS {
            output = same_conv2d(input.clone(), weight.clone(), 1);
        }
        to_f32(output.slice([0..1, 0..1, 0..1, 0..1]).into_data_async().await?);
        best = best.min(seconds() - start);
    }
    Ok(best)
}
