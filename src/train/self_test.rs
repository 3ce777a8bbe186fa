//! Tiny runs on noise: on whose numbers two devices must agree before one of them is trusted, and by which they are timed.

use burn::tensor::Device;
use rand::RngExt;

use super::config::PretrainConfig;
use super::session::Session;
use crate::config::Augmentation;
use crate::data::{Dataset, ImageSet};
use crate::error::Result;
use crate::rng::{Purpose, stream};

/// Side of the images in pixels: small, so that a slow device finishes soon.
const SIDE: usize = 16;
const NUM_IMAGES: usize = 2;
/// Tolerances of a device's two losses against the CPU's: the second comes after an update, which amplifies
/// rounding errors.
const TOLERANCES: [f32; 2] = [1e-3, 1e-2];

/// Pixels of the few images that are timed on every device.
const FEW_PIXELS: usize = 4 * 64 * 64;
/// Seconds that a step may take for the whole batch to be timed.
const QUICK: f64 = 0.25;
/// Steps before the time counts, in which buffers are made and shaders compiled.
const WARM_UP: usize = 2;
/// Steps that are timed together, on a device that is fast enough.
const TIMED_STEPS: usize = 8;
/// Seconds after which one step has to do.
const SLOW_STEP: f64 = 0.05;

/// Losses of two steps of Patch RotNet with ResNet-8 on noise, for each way to cut the work of kernels: covers views,
/// forward, backward and update.
///
/// # Errors
/// [`crate::Error::DeviceFailed`]; [`crate::Error::NonFiniteLoss`].
pub async fn self_test(device: &Device) -> Result<Vec<f32>> {
    let mut losses = Vec::new();
    for _ in kernel_variants() {
        losses
            .extend(session(NUM_IMAGES, SIDE, TOLERANCES.len(), device)?.run(TOLERANCES.len()).await?.losses);
    }
    Ok(losses)
}

/// Everything that kernels may be cut into, one after the other; then what was measured again.
#[cfg(feature = "cube")]
fn kernel_variants() -> impl Iterator<Item = ()> {
    use crate::kernel::Fit;

    let measured = Fit::current();
    let cases = Fit::cases().into_iter().map(Some).chain([None]);
    cases.map_while(move |case| {
        case.unwrap_or(measured).assume();
        case.map(|_| ())
    })
}

#[cfg(not(feature = "cube"))]
fn kernel_variants() -> impl Iterator<Item = ()> {
    std::iter::once(())
}

/// The size of a run.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    /// Side of the images in pixels.
    pub image_size: usize,
    pub batch_size: usize,
}

/// Seconds of a step of such a run. Where that would take long, two smaller batches are timed, and its time
/// is taken to grow as between them.
///
/// # Errors
/// As [`self_test`].
pub async fn time_steps(workload: Workload, device: &Device, seconds: fn() -> f64) -> Result<f64> {
    let Workload { image_size, batch_size } = workload;
    let few = (FEW_PIXELS / (image_size * image_size)).clamp(1, batch_size.max(1));
    let first = time(few, image_size, device, seconds).await?;
    if few >= batch_size {
        return Ok(first);
    }
    // What a step takes however many images it has must not be counted for each of them.
    let more = (2 * few).min(batch_size);
    let second = time(more, image_size, device, seconds).await?;
    let each = ((second - first) / (more - few) as f64).max(0.0);
    let expected = second + each * (batch_size - more) as f64;
    match more < batch_size && expected < QUICK {
        true => time(batch_size, image_size, device, seconds).await,
        false => Ok(expected),
    }
}

/// Seconds of a step with that many images.
async fn time(num_images: usize, side: usize, device: &Device, seconds: fn() -> f64) -> Result<f64> {
    // One more than are run: what ends a run is no part of a step.
    let mut session = session(num_images, side, WARM_UP + 1 + TIMED_STEPS + 1, device)?;
    session.run(WARM_UP).await?;
    let start = seconds();
    session.run(1).await?;
    let first = seconds() - start;
    if first > SLOW_STEP {
        return Ok(first);
    }
    let start = seconds();
    session.run(TIMED_STEPS).await?;
    Ok((seconds() - start) / TIMED_STEPS as f64)
}

/// A run of one step an epoch.
fn session(num_images: usize, side: usize, epochs: usize, device: &Device) -> Result<Session> {
    let mut rng = stream(1, Purpose::Scene, 0);
    let pixels = (0..num_images * side * side * 3).map(|_| rng.random_range(0..=255u8)).collect();
    let data = Dataset {
        name: "noise".into(),
        image_size: side,
        class_names: Vec::new(),
        mean: [0.5; 3],
        std: [0.5; 3],
        unlabeled: ImageSet::in_memory(pixels, side, None),
        train: None,
        test: None,
        square: Default::default(),
        report: Default::default(),
        pretrain_limit: None,
    };
    let augmentation = Augmentation::NONE;
    let config = PretrainConfig { batch_size: num_images, epochs, augmentation, ..PretrainConfig::default() };
    Session::new(&config, &data, device)
}

/// Whether all of a device's losses are close enough to the CPU's for it to be trusted.
pub fn is_trusted(losses: &[f32], of_cpu: &[f32]) -> bool {
    let is_close = |((loss, expected), tolerance): ((&f32, &f32), f32)| (loss - expected).abs() <= tolerance;
    let count = TOLERANCES.len();
    losses.len() >= count
        && of_cpu.len() >= count
        && losses
            .chunks(count)
            .all(|chunk| chunk.len() == count && chunk.iter().zip(of_cpu).zip(TOLERANCES).all(is_close))
}
