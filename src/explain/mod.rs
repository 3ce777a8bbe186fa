//! Where a network looks: Grad-CAM over the eight views of images.

mod grad_cam;
mod overlay;

pub use grad_cam::grad_cam;
pub use overlay::{overlay, upscale};

use burn::tensor::{Device, Int, Tensor};
use serde::Serialize;

use crate::config::check_patch;
use crate::data::ImageSet;
use crate::error::Result;
use crate::evaluate::{Probe, read_classes};
use crate::model::{Mode, global_mean_pool, to_f32};
use crate::train::{Network, Normalization};
use crate::views::{NUM_VIEWS, PatchBox, make_views, upload};

/// Attention of N images in all eight views, image after image, view after view.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attention {
    pub num_images: usize,
    pub image_size: usize,
    /// Views as interleaved RGB bytes: `[N, 8, S, S, 3]`.
    pub pixels: Vec<u8>,
    /// Maps scaled to 0..=1 and to the image's size: `[N, 8, S, S]`.
    pub maps: Vec<f32>,
    /// Views with their maps laid over: `[N, 8, S, S, 3]`.
    pub overlays: Vec<u8>,
    /// Which class each map asks for: `[N, 8]`.
    pub target_classes: Vec<usize>,
    /// Which class the network chose: `[N, 8]`.
    pub predicted_classes: Vec<usize>,
    pub class_names: Vec<String>,
    /// N.
    pub boxes: Vec<PatchBox>,
}

/// What a map is asked to explain.
pub enum Explained<'a> {
    /// The pretext class of each view.
    Pretext(&'a Network),
    /// A label class: the one given for each image, in every view.
    Label { probe: &'a Probe, classes: Vec<usize>, class_names: Vec<String> },
}

/// Images to explain, with the places of their patches.
pub struct Subject<'a> {
    pub images: &'a ImageSet,
    pub indices: &'a [usize],
    pub boxes: Vec<PatchBox>,
    pub patch_ratio: f64,
    pub normalization: Normalization,
}

/// Views, maps and overlays of some images.
///
/// # Errors
/// [`crate::Error::InvalidConfig`] where the patch does not suit the images;
/// [`crate::Error::InvalidData`] where an image cannot be read; [`crate::Error::DeviceFailed`].
pub async fn attend(explained: Explained<'_>, subject: Subject<'_>, device: &Device) -> Result<Attention> {
    check_patch(subject.patch_ratio, subject.images.image_size())?;
    let side = subject.images.image_size();
    let num_images = subject.indices.len();
    let plain = read_plain(&subject)?;
    let views = make_views(upload(plain, side, &device.clone().inner()), &subject.boxes).all();
    let inputs = normalize(views.clone(), subject.normalization);
    let (logits_of, backbone, classes, class_names): (LogitsFn, _, Vec<usize>, _) = match &explained {
        Explained::Pretext(network) => (
            Box::new(|features| network.pretext.view_logits(features)),
            &network.backbone,
            by_view(num_images, |view, _| network.pretext.view_class(view)),
            network.pretext.class_names(),
        ),
        Explained::Label { probe, classes, class_names } => (
            Box::new(|features| probe.classifier.forward(features)),
            &probe.backbone,
            by_view(num_images, |_, image| classes[image]),
            class_names.clone(),
        ),
    };
    let feature_map = backbone.clone().feature_map(inputs, Mode::Infer);
    let predictions: Tensor<1, Int> =
        logits_of(global_mean_pool(feature_map.clone())).argmax(1).flatten(0, 1);
    let maps = grad_cam(feature_map, &classes, &*logits_of);
    let map_side = maps.dims()[2];
    // Three reads; each waits for the device.
    let view_values = views.into_data_async().await.map(to_f32)?;
    let map_values = maps.into_data_async().await.map(to_f32)?;
    let predicted = read_classes(predictions).await?;
    let mut attention = Attention {
        num_images,
        image_size: side,
        pixels: Vec::new(),
        maps: Vec::new(),
        overlays: Vec::new(),
        target_classes: Vec::new(),
        predicted_classes: Vec::new(),
        class_names,
        boxes: subject.boxes,
    };
    for place in image_by_image(num_images) {
        let pixels =
            overlay::to_bytes(&view_values[place * 3 * side * side..(place + 1) * 3 * side * side], side);
        let area = map_side * map_side;
        let map = upscale(&map_values[place * area..(place + 1) * area], map_side, side);
        attention.overlays.extend(overlay(&pixels, &map));
        attention.pixels.extend(pixels);
        attention.maps.extend(map);
        attention.target_classes.push(classes[place]);
        attention.predicted_classes.push(predicted[place]);
    }
    Ok(attention)
}

type LogitsFn<'a> = Box<dyn Fn(Tensor<2>) -> Tensor<2> + 'a>;

/// The eight views as the page shows them: `[N, 8, S, S, 3]` bytes.
///
/// # Errors
/// As [`attend`].
pub async fn show_views(subject: &Subject<'_>, device: &Device) -> Result<Vec<u8>> {
    check_patch(subject.patch_ratio, subject.images.image_size())?;
    let side = subject.images.image_size();
    let views = make_views(upload(read_plain(subject)?, side, &device.clone().inner()), &subject.boxes).all();
    // Waits for the device.
    let values = views.into_data_async().await.map(to_f32)?;
    let bytes_of = |place: usize| {
        overlay::to_bytes(&values[place * 3 * side * side..(place + 1) * 3 * side * side], side)
    };
    Ok(image_by_image(subject.indices.len()).flat_map(bytes_of).collect())
}

fn read_plain(subject: &Subject<'_>) -> Result<Vec<f32>> {
    let mut unused = crate::rng::stream(0, crate::rng::Purpose::Batch, 0);
    let none = crate::config::Augmentation::NONE;
    crate::train::gather(subject.images, subject.indices, Normalization::NONE, none, &mut unused)
}

/// Places of a view-by-view list, image by image.
fn image_by_image(num_images: usize) -> impl Iterator<Item = usize> {
    (0..num_images).flat_map(move |image| (0..NUM_VIEWS).map(move |view| view * num_images + image))
}

/// A value for each view and image, view by view.
fn by_view(num_images: usize, value: impl Fn(usize, usize) -> usize) -> Vec<usize> {
    let value = &value;
    (0..NUM_VIEWS).flat_map(|view| (0..num_images).map(move |image| value(view, image))).collect()
}

fn normalize(images: Tensor<4>, normalization: Normalization) -> Tensor<4> {
    let device = images.device();
    let row = |values: [f32; 3]| Tensor::<1>::from_floats(values, &device).reshape([1, 3, 1, 1]);
    images.sub(row(normalization.mean)).div(row(normalization.std))
}
