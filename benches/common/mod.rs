//! What the benches of training have in common.

use burn::tensor::Device;
use patchwise::config::{Augmentation, ScenesConfig};
use patchwise::data::Loader;
use patchwise::train::{PretrainConfig, Session};

/// A run without end of Patch RotNet with ResNet-8, on as many drawn images as a batch has, or `least` of them.
pub fn session(image_size: usize, num_images: usize, least: usize, device: &Device) -> Session {
    let scenes = ScenesConfig {
        image_size,
        images: least.max(num_images),
        labeled_images: 1,
        test_images: 1,
        ..ScenesConfig::default()
    };
    let data = Loader::scenes(&scenes).and_then(Loader::load).expect("scenes can always be drawn");
    let config = PretrainConfig {
        batch_size: num_images,
        epochs: 1_000_000,
        augmentation: Augmentation::NONE,
        ..PretrainConfig::default()
    };
    Session::new(&config, &data, device).expect("the config is valid")
}
