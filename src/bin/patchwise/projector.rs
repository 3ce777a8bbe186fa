//! Files for TensorBoard's Embedding Projector (<https://projector.tensorflow.org>): features as a table, what they are of,
//! and one picture of all images.

use std::path::{Path, PathBuf};

use image::RgbImage;
use patchwise::data::ImageSet;
use patchwise::train::Features;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output::to_png;

/// The longest side of the picture of all images, in pixels, that the projector shows.
const MAX_SPRITE: u32 = 8192;

/// The paths of metadata, picture and config that go with features.
pub fn beside(out: &Path) -> [PathBuf; 3] {
    ["metadata.tsv", "sprite.png", "projector.json"].map(|ending| out.with_extension(ending))
}

/// The config that names the others, in the form that a standalone projector reads (`?config=`); paths are those of the
/// folder that they lie in.
pub fn config(out: &Path, features: &Features, side: u32) -> Value {
    let [about, sprite, _] = beside(out);
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    json!({
        "embeddings": [{
            "tensorName": out.file_stem().unwrap_or_default().to_string_lossy(),
            "tensorShape": [features.len(), features.num_features],
            "tensorPath": name(out),
            "metadataPath": name(&about),
            "sprite": { "imagePath": name(&sprite), "singleImageDim": [side, side] },
        }],
    })
}

/// A line of numbers for each image.
pub fn vectors(features: &Features) -> String {
    let line = |index: usize| {
        let numbers: Vec<String> = features.row(index).iter().map(f32::to_string).collect();
        numbers.join("\t") + "\n"
    };
    (0..features.len()).map(line).collect()
}

/// A heading, then path and class of each image.
pub fn metadata(paths: &[String], labels: &[i64], class_names: &[String]) -> String {
    let class = |label: &i64| usize::try_from(*label).map_or("", |label| &class_names[label]);
    let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    let line = |(path, label): (&String, &i64)| format!("{}\t{}\n", plain(path), plain(class(label)));
    "path\tclass\n".to_string() + &paths.iter().zip(labels).map(line).collect::<String>()
}

/// All images in a square, row by row, smaller if need be, as PNG; and the side of each.
pub fn sprite(images: &ImageSet) -> Result<(Vec<u8>, u32), Failure> {
    let columns = (images.len() as f64).sqrt().ceil().max(1.0) as u32;
    let from = images.image_size() as u32;
    let side = (MAX_SPRITE / columns).min(from);
    if side == 0 {
        return Err(Failure::new(format!(
            "{} images are too many for one picture: the projector shows at most {} pixels a side. Choose another `--split`.",
            images.len(),
            MAX_SPRITE
        )));
    }
    let mut sprite = RgbImage::new(columns * side, columns * side);
    for index in 0..images.len() {
        let image =
            RgbImage::from_raw(from, from, images.rgb(index)?.to_vec()).expect("an image fills its square");
        let small = image::imageops::thumbnail(&image, side, side);
        let (row, column) = (index as u32 / columns, index as u32 % columns);
        image::imageops::replace(&mut sprite, &small, i64::from(column * side), i64::from(row * side));
    }
    Ok((to_png(&sprite)?, side))
}
