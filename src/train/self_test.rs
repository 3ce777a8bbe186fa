//! A tiny run on whose numbers two devices must agree before one of them is trusted.

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

/// Losses of two steps of Patch RotNet with ResNet-8 on noise: covers views, forward, backward and update.
///
/// # Errors
/// [`crate::Error::DeviceFailed`]; [`crate::Error::NonFiniteLoss`].
pub async fn self_test(device: &Device) -> Result<Vec<f32>> {
    let mut rng = stream(1, Purpose::Scene, 0);
    let pixels = (0..NUM_IMAGES * SIDE * SIDE * 3).map(|_| rng.random_range(0..=255u8)).collect();
    let data = Dataset {
        name: "noise".into(),
        image_size: SIDE,
        class_names: Vec::new(),
        mean: [0.5; 3],
        std: [0.5; 3],
        unlabeled: ImageSet::in_memory(pixels, SIDE, None),
        train: None,
        test: None,
        square: Default::default(),
        report: Default::default(),
        pretrain_limit: None,
    };
    let augmentation = Augmentation::NONE;
    let config =
        PretrainConfig { batch_size: NUM_IMAGES, epochs: 2, augmentation, ..PretrainConfig::default() };
    Ok(Session::new(&config, &data, device)?.run(2).await?.losses)
}

/// Whether a device's losses are close enough to the CPU's for it to be trusted.
pub fn is_trusted(losses: &[f32], of_cpu: &[f32]) -> bool {
    let is_close = |((loss, expected), tolerance): ((&f32, &f32), f32)| (loss - expected).abs() <= tolerance;
    losses.len() == of_cpu.len() && losses.iter().zip(of_cpu).zip(TOLERANCES).all(is_close)
}
