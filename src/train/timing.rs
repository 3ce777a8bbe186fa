//! How long a run would take.

use burn::tensor::Device;

use super::config::PretrainConfig;
use super::session::Session;
use crate::config::SmallStart;
use crate::data::Dataset;
use crate::error::Result;

/// Seconds that steps are timed.
const TIMED: f64 = 1.0;
/// Steps before the time counts, in which buffers are made and shaders compiled.
const WARM_UP: usize = 2;
/// Steps between two looks at the clock, as in a run.
const STEPS: usize = 4;
/// The steps that are timed are the first of a run, and none is its last.
const EPOCHS: usize = 1000;

/// Seconds of an epoch of a run with these settings, by the time of some steps; at least one, about two seconds of them.
///
/// # Errors
/// As [`Session::new`] and [`Session::run`].
pub async fn seconds_per_epoch(
    config: &PretrainConfig,
    data: &Dataset,
    device: &Device,
    seconds: fn() -> f64,
) -> Result<f64> {
    config.validate(data.image_size)?;
    let whole = PretrainConfig { small_start: None, online_knn: 0, epochs: EPOCHS, ..config.clone() };
    let of_whole = time(&whole, data, device, seconds).await?;
    let Some(SmallStart { scale, part }) = config.small_start else { return Ok(of_whole) };
    let small = PretrainConfig { small_start: Some(SmallStart { scale, part: 1.0 }), ..whole };
    let of_small = time(&small, data, device, seconds).await?;
    Ok(part * of_small + (1.0 - part) * of_whole)
}

async fn time(config: &PretrainConfig, data: &Dataset, device: &Device, seconds: fn() -> f64) -> Result<f64> {
    let mut session = Session::new(config, data, device)?;
    let start = seconds();
    // Targets of an epoch, where the method makes some.
    while session.prepare(1).await?.is_some() {}
    let preparing = seconds() - start;
    session.run(WARM_UP).await?;
    let mut times = Vec::new();
    while times.is_empty() || (times.iter().sum::<f64>() < TIMED && !session.is_done()) {
        while session.prepare(1).await?.is_some() {}
        let (start, before) = (seconds(), session.steps_done());
        session.run(STEPS).await?;
        let steps = session.steps_done() - before;
        times.extend(std::iter::repeat_n((seconds() - start) / steps as f64, steps));
    }
    // Of all, so that a moment in which the machine did something else does not count.
    times.sort_unstable_by(f64::total_cmp);
    Ok(preparing + times[times.len() / 2] * session.steps_per_epoch() as f64)
}
