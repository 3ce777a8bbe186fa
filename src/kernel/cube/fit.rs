//! How much work keeps a device busy, and which tiles are fastest on it, measured when it is opened.

use std::sync::atomic::{AtomicUsize, Ordering};

use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::super::conv::same_conv2d;
use super::super::host::to_f32;
use super::tile::TileShape;
use crate::error::{Error, Result};

/// Until it is measured: enough for any device.
static FULL_LOAD: AtomicUsize = AtomicUsize::new(32768);
/// The index of the fastest of the large tiles.
static LARGE_TILE: AtomicUsize = AtomicUsize::new(0);

/// Numbers of units that are tried.
const LOADS: [usize; 4] = [1024, 4096, 16384, 65536];
/// The most that is computed at once, so that little memory is taken.
const MOST: usize = 131_072;
/// Four times the work takes this many times as long on a device that is busy.
const BUSY: f64 = 2.5;
/// Convolutions between two reads; many, unless one takes long, in seconds.
const FEW: usize = 2;
const MANY: usize = 64;
const LONG: f64 = 0.002;
const ROUNDS: usize = 3;
const CHANNELS: usize = 16;
const SIDE: usize = 32;

/// Units that keep the device busy: work is cut into smaller pieces where there would be fewer.
pub(super) fn full_load() -> usize {
    FULL_LOAD.load(Ordering::Relaxed)
}

/// The fastest of the large tiles.
pub(super) fn large_tile() -> TileShape {
    TileShape::LARGE[LARGE_TILE.load(Ordering::Relaxed) % TileShape::LARGE.len()]
}

/// What suits a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fit {
    /// Units that keep it busy.
    pub full_load: usize,
    /// The number of the large tile that is fastest on it, below [`Fit::NUM_TILES`].
    pub large_tile: usize,
}

/// What suits a device, and by what.
#[derive(Clone, Debug, Serialize)]
pub struct MeasuredFit {
    #[serde(flatten)]
    pub fit: Fit,
    /// Microseconds of a convolution with each of the large tiles.
    pub micros: Vec<f64>,
}

impl Fit {
    /// The number of large tiles.
    pub const NUM_TILES: usize = TileShape::LARGE.len();

    /// What is computed by now.
    pub fn current() -> Self {
        Self { full_load: FULL_LOAD.load(Ordering::Relaxed), large_tile: LARGE_TILE.load(Ordering::Relaxed) }
    }

    /// Between them, every tile.
    pub fn cases() -> Vec<Self> {
        let large = (0..Self::NUM_TILES).map(|large_tile| Self { full_load: 0, large_tile });
        // Loads that no work makes up for, and that some of a small test does.
        large.chain([usize::MAX, 1500].map(|full_load| Self { full_load, large_tile: 0 })).collect()
    }

    /// Computes as suits it, without measuring.
    pub fn assume(self) {
        FULL_LOAD.store(self.full_load, Ordering::Relaxed);
        LARGE_TILE.store(self.large_tile, Ordering::Relaxed);
    }

    /// Measures what suits a device, by convolutions, and computes so from then on.
    ///
    /// # Errors
    /// [`crate::Error::DeviceFailed`].
    pub async fn measure(device: &Device, seconds: fn() -> f64) -> Result<MeasuredFit> {
        let device = device.clone().inner();
        let measured = measure(&device, seconds).await;
        let unmeasured = Self { full_load: LOADS[LOADS.len() - 1], large_tile: 0 };
        measured.as_ref().map_or(unmeasured, |measured| measured.fit).assume();
        measured
    }
}

async fn measure(device: &Device, seconds: fn() -> f64) -> Result<MeasuredFit> {
    let full_load = measure_load(device, seconds).await?;
    let mut micros = Vec::new();
    for large_tile in 0..Fit::NUM_TILES {
        Fit { full_load: 0, large_tile }.assume();
        // Enough for the differences to show beside the time that a call takes.
        micros.push(time((full_load * 4).min(MOST), device, seconds).await? * 1e6);
    }
    let large_tile = (0..Fit::NUM_TILES).min_by(|&a, &b| micros[a].total_cmp(&micros[b])).unwrap_or(0);
    Ok(MeasuredFit { fit: Fit { full_load, large_tile }, micros })
}

async fn measure_load(device: &Device, seconds: fn() -> f64) -> Result<usize> {
    // Tiles of one size, whatever their number.
    Fit { full_load: 0, large_tile: 0 }.assume();
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

/// Seconds of a convolution with that many units.
async fn time(units: usize, device: &Device, seconds: fn() -> f64) -> Result<f64> {
    let per_image = TileShape::LARGE[0].num_tiles([1, CHANNELS, SIDE, SIDE]);
    let input = Tensor::<4>::ones([units.div_ceil(per_image), CHANNELS, SIDE, SIDE], device);
    let weight = Tensor::<4>::ones([CHANNELS, CHANNELS, 3, 3], device);
    let run = async |repeats: usize| {
        let start = seconds();
        let mut output = same_conv2d(input.clone(), weight.clone(), 1);
        for _ in 1..repeats {
            output = same_conv2d(input.clone(), weight.clone(), 1);
        }
        to_f32(output.slice([0..1, 0..1, 0..1, 0..1]).into_data_async().await?);
        Ok::<_, Error>(seconds() - start)
    };
    // The first compiles. The next is mostly the time of a read, which the others have too.
    run(1).await?;
    let read = run(1).await?;
    let mut best = (run(FEW).await? - read) / (FEW - 1) as f64;
    if best < LONG {
        best = f64::INFINITY;
        for _ in 0..ROUNDS {
            best = best.min((run(MANY).await? - read) / (MANY - 1) as f64);
        }
    }
    // A clock may be coarse.
    Ok(best.max(1e-7))
}
