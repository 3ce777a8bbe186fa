//! Classes of single images, with what in them speaks for it.

use burn::tensor::Device;
use burn::tensor::activation::softmax;
use serde::Serialize;

use super::grad_cam::grad_cam;
use super::overlay::{overlay, upscale};
use crate::data::ImageSet;
use crate::error::Result;
use crate::evaluate::{Probe, largest};
use crate::model::{Mode, frozen, global_mean_pool, to_f32};
use crate::train::{FEATURE_BATCH, Normalization, check_finite_features, plain_images};

/// The classes of N images.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Classified {
    pub image_size: usize,
    /// Names by class.
    pub class_names: Vec<String>,
    /// The most probable class of each image: N.
    pub classes: Vec<usize>,
    /// `[N, classes]`
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Float32Array"))]
    pub probabilities: Vec<f32>,
    /// Grad-CAM maps of these classes, scaled to values from 0 to 1 and to the image's size: `[N, S, S]`; empty unless
    /// asked for.
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Float32Array"))]
    pub maps: Vec<f32>,
    /// The images as the network sees them, with their maps overlaid: interleaved RGB bytes, `[N, S, S, 3]`; empty unless
    /// maps were asked for.
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
    pub overlays: Vec<u8>,
}

/// Classifies images.
///
/// # Errors
/// [`crate::Error::NonFiniteFeatures`]; [`crate::Error::InvalidData`] where an image cannot be read; [`crate::Error::DeviceFailed`].
pub async fn classify(
    probe: &Probe,
    images: &ImageSet,
    normalization: Normalization,
    has_maps: bool,
    device: &Device,
) -> Result<Classified> {
    let device = &device.clone().inner();
    let num_classes = probe.class_names.len();
    let image_size = images.image_size();
    let mut backbone = frozen(probe.backbone.clone());
    let mut classified = Classified {
        image_size,
        class_names: probe.class_names.clone(),
        classes: Vec::new(),
        probabilities: Vec::new(),
        maps: Vec::new(),
        overlays: Vec::new(),
    };
    let all: Vec<usize> = (0..images.len()).collect();
    for indices in all.chunks(FEATURE_BATCH) {
        let inputs = plain_images(images, indices, normalization, device)?;
        let feature_map = backbone.feature_map(inputs, Mode::Infer);
        let logits = probe.classifier.forward(global_mean_pool(feature_map.clone()));
        // Waits for the device.
        let probabilities = softmax(logits, 1).into_data_async().await.map(to_f32)?;
        let probabilities = check_finite_features(probabilities)?;
        let rows = probabilities.chunks_exact(num_classes);
        let classes: Vec<usize> = rows.map(|row| largest(row.iter().copied())).collect();
        if has_maps {
            let maps = grad_cam(feature_map, &classes, &|features| probe.classifier.forward(features));
            let side = maps.dims()[2];
            // Waits for the device.
            let maps = maps.into_data_async().await.map(to_f32)?;
            for (&index, map) in indices.iter().zip(maps.chunks_exact(side * side)) {
                let map = upscale(map, side, image_size);
                classified.overlays.extend(overlay(&images.rgb(index)?, &map));
                classified.maps.extend(map);
            }
        }
        classified.classes.extend(classes);
        classified.probabilities.extend(probabilities);
    }
    Ok(classified)
}
