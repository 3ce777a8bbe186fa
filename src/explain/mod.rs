//! Attention maps over the eight views of images: Grad-CAM where the task has classes, similarity maps where it has none.

mod alike;
mod classify;
mod grad_cam;
mod overlay;
mod scores;
mod similarity;

pub use alike::{Alike, alike};
pub use classify::{Classified, classify};
pub use grad_cam::grad_cam;
pub use overlay::{overlay, upscale};
pub use scores::MapScores;
use scores::{Mapped, score};
pub use similarity::{SimilarityMaps, similarity_maps};

use burn::tensor::{Device, Tensor};
use serde::Serialize;

use crate::config::{Augmentation, check_patch};
use crate::data::ImageSet;
use crate::error::Result;
use crate::evaluate::{Probe, predict};
use crate::model::{BackboneNetwork, Mode, global_mean_pool, to_f32};
use crate::rng::{Purpose, stream};
use crate::train::{Network, Normalization, check_finite_features, gather};
use crate::views::{NUM_VIEWS, PatchBox, make_views, upload};

/// Attention of N images in all eight views, image after image, view after view.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Attention {
    pub num_images: usize,
    pub image_size: usize,
    /// Views as interleaved RGB bytes: `[N, 8, S, S, 3]`.
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
    pub pixels: Vec<u8>,
    /// Maps scaled to values from 0 to 1 and to the image's size: `[N, 8, S, S]`.
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Float32Array"))]
    pub maps: Vec<f32>,
    /// Views with their maps overlaid: `[N, 8, S, S, 3]`.
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
    pub overlays: Vec<u8>,
    /// The class that each map explains: `[N, 8]`; the predicted one if the task has no view classes. Empty if it has no
    /// classes at all.
    pub target_classes: Vec<usize>,
    /// Whether these classes are the correct ones, and not only those predicted.
    pub has_answers: bool,
    /// The predicted class: `[N, 8]`, or empty.
    pub predicted_classes: Vec<usize>,
    /// Where the task has no classes, maps say by what a view is like the upright image: the cosine similarity of their
    /// features, `[N, 8]`; else empty.
    pub similarities: Vec<f32>,
    pub class_names: Vec<String>,
    /// How well the maps show what the answers depend on, where this was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub scores: Option<MapScores>,
    /// N.
    pub boxes: Vec<PatchBox>,
}

/// What a map explains.
pub enum Explained<'a> {
    /// The pretext class of each view.
    Pretext(&'a Network),
    /// A label class: the one given for each image, in every view.
    Label { probe: &'a Probe, classes: Vec<usize> },
}

/// Images to explain, with their patch positions.
pub struct Subject<'a> {
    pub images: &'a ImageSet,
    pub indices: &'a [usize],
    pub boxes: Vec<PatchBox>,
    pub patch_ratio: f64,
    pub normalization: Normalization,
    /// Whether the maps are scored, which takes some hundred times as long.
    pub scores: bool,
}

impl Explained<'_> {
    fn backbone(&self) -> BackboneNetwork {
        match self {
            Self::Pretext(network) => network.backbone.clone(),
            Self::Label { probe, .. } => probe.backbone.clone(),
        }
    }

    /// None if the task has no classes of views.
    fn logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        match self {
            Self::Pretext(network) => network.pretext.view_logits(features),
            Self::Label { probe, .. } => Some(probe.classifier.forward(features)),
        }
    }

    /// The class of each view and image, view by view: the predicted one if the task has no view classes.
    fn classes(&self, chosen: &[usize]) -> Vec<usize> {
        let num_images = chosen.len() / NUM_VIEWS;
        match self {
            Self::Pretext(network) => by_view(num_images, |view, image| {
                network.pretext.view_class(view).unwrap_or(chosen[view * num_images + image])
            }),
            Self::Label { classes, .. } => by_view(num_images, |_, image| classes[image]),
        }
    }

    fn has_answers(&self) -> bool {
        match self {
            Self::Pretext(network) => network.pretext.view_class(0).is_some(),
            Self::Label { .. } => true,
        }
    }

    fn class_names(&self) -> Vec<String> {
        match self {
            Self::Pretext(network) => network.pretext.class_names(),
            Self::Label { probe, .. } => probe.class_names.clone(),
        }
    }
}

/// Views, maps and overlays of some images.
///
/// # Errors
/// [`crate::Error::InvalidConfig`] where the patch does not suit the images;
/// [`crate::Error::InvalidData`] where an image cannot be read; [`crate::Error::DeviceFailed`].
pub async fn attend(explained: Explained<'_>, subject: Subject<'_>, device: &Device) -> Result<Attention> {
    let num_images = subject.indices.len();
    let views = plain_views(&subject, device)?;
    let inputs = subject.normalization.apply(views.clone());
    let feature_map = explained.backbone().feature_map(inputs, Mode::Infer);
    let Explanation { maps, classes, predicted, similarities } = explain(&explained, feature_map).await?;
    let map_side = maps.dims()[2];
    // Two reads; each waits for the device.
    let views = views.into_data_async().await.map(to_f32)?;
    let maps = maps.into_data_async().await.map(to_f32)?;
    let image_size = subject.images.image_size();
    let mut attention = Attention {
        num_images,
        image_size,
        pixels: Vec::new(),
        maps: Vec::new(),
        overlays: Vec::new(),
        target_classes: Vec::new(),
        has_answers: explained.has_answers(),
        predicted_classes: Vec::new(),
        similarities: Vec::new(),
        class_names: explained.class_names(),
        scores: None,
        boxes: subject.boxes,
    };
    for place in image_by_image(num_images) {
        let pixels = overlay::to_bytes(piece(&views, place, 3 * image_size * image_size), image_size);
        let map = upscale(piece(&maps, place, map_side * map_side), map_side, image_size);
        attention.overlays.extend(overlay(&pixels, &map));
        attention.pixels.extend(pixels);
        attention.maps.extend(map);
        attention.target_classes.extend(classes.get(place));
        attention.predicted_classes.extend(predicted.get(place));
        attention.similarities.extend(similarities.get(place));
    }
    if subject.scores {
        let view = |place| piece(&views, place, 3 * image_size * image_size);
        let places = image_by_image(num_images).enumerate();
        let mapped = places.map(|(index, place)| Mapped {
            view: view(place),
            upright: view(place % num_images),
            map: piece(&attention.maps, index, image_size * image_size),
            class: classes.get(place).copied(),
        });
        attention.scores = Some(score(&explained, mapped, subject.normalization, device).await?);
    }
    Ok(attention)
}

/// Maps, and what they explain, view by view.
struct Explanation {
    maps: Tensor<3>,
    classes: Vec<usize>,
    predicted: Vec<usize>,
    similarities: Vec<f32>,
}

/// Grad-CAM of classes; without classes, the similarity of each view to the upright one.
async fn explain(explained: &Explained<'_>, feature_map: Tensor<4>) -> Result<Explanation> {
    let features = global_mean_pool(feature_map.clone());
    let Some(logits) = explained.logits(features.clone()) else {
        let upright = features.clone().narrow(0, 0, features.dims()[0] / NUM_VIEWS);
        let SimilarityMaps { maps, similarities } =
            similarity_maps(feature_map, Tensor::cat(vec![upright; NUM_VIEWS], 0));
        // Waits for the device.
        let similarities = check_finite_features(to_f32(similarities.into_data_async().await?))?;
        return Ok(Explanation { maps, classes: Vec::new(), predicted: Vec::new(), similarities });
    };
    // Waits for the device.
    let predicted = predict(logits).await?;
    let classes = explained.classes(&predicted);
    let logits_of =
        |features| explained.logits(features).expect("a task has logits for all features or none");
    let maps = grad_cam(feature_map, &classes, &logits_of);
    Ok(Explanation { maps, classes, predicted, similarities: Vec::new() })
}

/// The eight views as the page shows them: `[N, 8, S, S, 3]` bytes.
///
/// # Errors
/// As [`attend`].
pub async fn show_views(subject: &Subject<'_>, device: &Device) -> Result<Vec<u8>> {
    let side = subject.images.image_size();
    // Waits for the device.
    let values = plain_views(subject, device)?.into_data_async().await.map(to_f32)?;
    let bytes_of = |place: usize| overlay::to_bytes(piece(&values, place, 3 * side * side), side);
    Ok(image_by_image(subject.indices.len()).flat_map(bytes_of).collect())
}

/// The eight views of the images without augmentation, in 0..=1, view by view: `[8N, 3, S, S]`.
fn plain_views(subject: &Subject<'_>, device: &Device) -> Result<Tensor<4>> {
    let side = subject.images.image_size();
    check_patch(subject.patch_ratio, side)?;
    let mut unused = stream(0, Purpose::Batch, 0);
    let pixels =
        gather(subject.images, subject.indices, Normalization::NONE, &Augmentation::NONE, &mut unused)?;
    Ok(make_views(upload(pixels, side, &device.clone().inner()), &subject.boxes).all)
}

fn piece(values: &[f32], place: usize, length: usize) -> &[f32] {
    &values[place * length..(place + 1) * length]
}

/// Indices into a view-by-view list, image by image.
fn image_by_image(num_images: usize) -> impl Iterator<Item = usize> {
    (0..num_images).flat_map(move |image| (0..NUM_VIEWS).map(move |view| view * num_images + image))
}

/// A value for each view and image, view by view.
fn by_view(num_images: usize, value: impl Fn(usize, usize) -> usize) -> Vec<usize> {
    let value = &value;
    (0..NUM_VIEWS).flat_map(|view| (0..num_images).map(move |image| value(view, image))).collect()
}
