//! Why images are alike to a network.

use burn::tensor::{Device, Tensor};
use serde::Serialize;

use super::overlay::{overlay, upscale};
use super::similarity::{SimilarityMaps, similarity_maps};
use crate::data::ImageSet;
use crate::error::Result;
use crate::model::{BackboneNetwork, Mode, frozen, global_mean_pool, to_f32};
use crate::train::{Normalization, check_finite_features, plain_images};

/// An image beside each of M others.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Alike {
    pub image_size: usize,
    /// Cosine similarity of the features of each pair: M.
    pub similarities: Vec<f32>,
    /// By what the image is like the other, then by what the other is like the image, scaled to values from 0 to 1 and to
    /// the image's size: `[M, 2, S, S]`.
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Float32Array"))]
    pub maps: Vec<f32>,
    /// Both images with their maps overlaid: interleaved RGB bytes, `[M, 2, S, S, 3]`.
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
    pub overlays: Vec<u8>,
}

/// Similarity maps of an image and others.
///
/// # Errors
/// [`crate::Error::NonFiniteFeatures`]; [`crate::Error::InvalidData`] where an image cannot be read;
/// [`crate::Error::DeviceFailed`].
pub async fn alike(
    backbone: &BackboneNetwork,
    images: &ImageSet,
    index: usize,
    others: &[usize],
    normalization: Normalization,
    device: &Device,
) -> Result<Alike> {
    let (count, side) = (others.len(), images.image_size());
    let indices = [&[index], others].concat();
    let inputs = plain_images(images, &indices, normalization, &device.clone().inner())?;
    let feature_map = frozen(backbone.clone()).feature_map(inputs, Mode::Infer);
    let features = global_mean_pool(feature_map.clone());
    let (first, rest) = (feature_map.clone().narrow(0, 0, 1), feature_map.narrow(0, 1, count));
    let (own, theirs) = (features.clone().narrow(0, 0, 1), features.narrow(0, 1, count));
    // The image with each other, then each other with the image.
    let SimilarityMaps { maps, similarities } = similarity_maps(
        Tensor::cat(vec![first.repeat_dim(0, count), rest], 0),
        Tensor::cat(vec![theirs, own.repeat_dim(0, count)], 0),
    );
    let map_side = maps.dims()[2];
    // Two reads; each waits for the device.
    let mut similarities = check_finite_features(to_f32(similarities.into_data_async().await?))?;
    let maps = to_f32(maps.into_data_async().await?);
    similarities.truncate(count);
    let mut alike = Alike { image_size: side, similarities, maps: Vec::new(), overlays: Vec::new() };
    for (pair, &other) in others.iter().enumerate() {
        for (place, shown) in [(pair, index), (count + pair, other)] {
            let map = &maps[place * map_side * map_side..(place + 1) * map_side * map_side];
            let map = upscale(map, map_side, side);
            alike.overlays.extend(overlay(&images.rgb(shown)?, &map));
            alike.maps.extend(map);
        }
    }
    Ok(alike)
}
