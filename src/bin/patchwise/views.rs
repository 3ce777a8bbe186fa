//! `patchwise views`: the eight views of one image.

use std::path::Path;

use patchwise::PretrainConfig;
use patchwise::config::{FilesConfig, IMAGE_SIZE_RANGE, ScenesConfig};
use patchwise::data::scenes::single_scene;
use patchwise::data::{Dataset, Loader, open_path};
use patchwise::explain::{Subject, show_views};
use patchwise::model::to_f32;
use patchwise::rng::{Purpose, stream};
use patchwise::train::Normalization;
use patchwise::views::{NUM_VIEWS, PatchBox, draw_boxes, make_views, upload};
use pollster::block_on;
use serde_json::json;

use crate::arguments::Views;
use crate::claim::Claim;
use crate::failure::Failure;
use crate::options::write_record;
use crate::output::{check_ending, grid, print, to_png, write};
use crate::tensors::{NumberTensor, holds_numbers, to_safetensors};
use crate::work::open_workspace;

/// Pictures per row.
pub const COLUMNS: usize = 4;

/// Writes the eight views of an image.
pub fn run(options: Views) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "views.png".into());
    check_ending(&out, &["png", "safetensors"])?;
    let _claim = Claim::new("views", &options, &out, &[])?;
    let is_exact = holds_numbers(&out);
    let path = needed(options.image.as_deref(), "image")?;
    let side = options.image_size.map_or_else(|| shorter_side(path), Ok)?;
    let data = load_image(path, "image", side)?;
    let patch_ratio = options.patch_ratio.unwrap_or(PretrainConfig::default().patch_ratio);
    let subject = subject(&data, patch_ratio, options.seed, Normalization::NONE)?;
    let workspace = open_workspace(&options.computing)?;
    let device = workspace.device().clone();
    let patch = subject.boxes[0];
    if is_exact {
        let pixels = patchwise::train::gather(
            subject.images,
            subject.indices,
            Normalization::NONE,
            &patchwise::config::Augmentation::NONE,
            &mut stream(0, Purpose::Batch, 0),
        )?;
        let views = make_views(upload(pixels, side, &device.inner()), &subject.boxes).all;
        let values = to_f32(block_on(views.into_data_async()).map_err(patchwise::Error::from)?);
        let views = NumberTensor::floats("views", &[NUM_VIEWS, 3, side, side], &values);
        write(&out, &to_safetensors(vec![views], Some(patch), None)?)?;
    } else {
        let pixels = block_on(show_views(&subject, &device))?;
        let pictures: Vec<&[u8]> = pixels.chunks_exact(3 * side * side).collect();
        write(&out, &to_png(&grid(&pictures, side, COLUMNS))?)?;
    }
    let result = json!({ "out": out, "imageSize": side, "box": patch });
    write_record("views", &options, &out, result.clone())?;
    print(options.json, &result, || {
        let PatchBox { top, left, side } = patch;
        format!("Written to {}: the patch of {side} px is at row {top}, column {left}.", out.display())
    });
    Ok(())
}

pub fn needed<'a>(path: Option<&'a Path>, option: &str) -> Result<&'a Path, Failure> {
    path.ok_or_else(|| {
        Failure::new(format!("`--{option}` is missing: give the path of a file (an image can be scenes:0)."))
    })
}

/// That of the image; any for a file that cannot be read, which loading it will explain.
fn shorter_side(path: &Path) -> Result<usize, Failure> {
    if scene_number(path, "image")?.is_some() {
        return Ok(ScenesConfig::default().image_size);
    }
    let side = image::ImageReader::open(path)
        .and_then(|reader| reader.with_guessed_format())
        .map_err(image::ImageError::from)
        .and_then(|reader| reader.into_dimensions())
        .map_or(0, |(width, height)| width.min(height) as usize);
    Ok(side.clamp(*IMAGE_SIZE_RANGE.start(), *IMAGE_SIZE_RANGE.end()))
}

/// The number of a drawn scene, where `scenes:NUMBER` stands in place of a path.
fn scene_number(path: &Path, option: &str) -> Result<Option<usize>, Failure> {
    let Some(number) = path.to_str().and_then(|path| path.strip_prefix("scenes:")) else { return Ok(None) };
    let invalid = |_| Failure::new(format!("`--{option}` is scenes:{number}, but must look like scenes:0."));
    number.parse().map(Some).map_err(invalid)
}

/// A data set of one image, which an option gives.
pub fn load_image(path: &Path, option: &str, side: usize) -> Result<Dataset, Failure> {
    if let Some(number) = scene_number(path, option)? {
        let config = ScenesConfig { image_size: side, ..ScenesConfig::default() };
        return Ok(single_scene(&config, number)?);
    }
    if path.is_dir() {
        return Err(Failure::new(format!(
            "`--{option}` is the folder {}, but must be one image file.",
            path.display()
        )));
    }
    let config = FilesConfig { image_size: Some(side), ..FilesConfig::default() };
    let data = Loader::files(&open_path(path)?, &config)?.load()?;
    match data.unlabeled.len() {
        1 => Ok(data),
        count => Err(Failure::new(format!(
            "`--{option}` is {}, which holds {count} images, but must be one image file.",
            path.display()
        ))),
    }
}

pub fn subject(
    data: &Dataset,
    patch_ratio: f64,
    seed: Option<u64>,
    normalization: Normalization,
) -> Result<Subject<'_>, Failure> {
    PretrainConfig { patch_ratio, ..PretrainConfig::default() }.validate(data.image_size)?;
    let mut rng = stream(seed.unwrap_or(1), Purpose::Placement, 0);
    let boxes = draw_boxes(1, data.image_size, patch_ratio, &mut rng);
    Ok(Subject { images: &data.unlabeled, indices: &[0], boxes, patch_ratio, normalization, scores: false })
}
