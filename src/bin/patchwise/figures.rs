//! `patchwise views` and `patchwise attend`: the eight views of one image, and Grad-CAM maps over them.

use std::collections::HashMap;
use std::path::Path;

use patchwise::PretrainConfig;
use patchwise::config::{FilesConfig, IMAGE_SIZE_RANGE, ScenesConfig};
use patchwise::data::scenes::single_scene;
use patchwise::data::{Dataset, Loader, open_path};
use patchwise::explain::{Explained, Subject, attend as find_attention, show_views};
use patchwise::model::to_f32;
use patchwise::rng::{Purpose, stream};
use patchwise::train::Normalization;
use patchwise::views::{NUM_VIEWS, PatchBox, draw_boxes, make_views, upload};
use pollster::block_on;
use safetensors::tensor::{Dtype, TensorView, serialize};
use serde_json::json;

use crate::arguments::{Attend, Views};
use crate::failure::Failure;
use crate::model::read_model;
use crate::options::write_record;
use crate::output::{check_ending, check_writable, grid, print, to_png, write};
use crate::work::open_workspace;

/// Pictures per row.
const COLUMNS: usize = 4;

/// Writes the eight views of an image.
pub fn views(options: Views) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "views.png".into());
    check_ending(&out, &["png", "safetensors"])?;
    check_writable(&out)?;
    let is_exact = out.extension().is_some_and(|extension| extension == "safetensors");
    let path = needed(options.image.as_deref(), "image")?;
    let side = options.image_size.map_or_else(|| shorter_side(path), Ok)?;
    let data = load_image(path, side)?;
    let patch_ratio = options.patch_ratio.unwrap_or(PretrainConfig::default().patch_ratio);
    let subject = subject(&data, patch_ratio, options.seed, Normalization::NONE)?;
    let workspace = open_workspace(options.device)?;
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
        write(
            &out,
            &exact_views(
                &to_f32(block_on(views.into_data_async()).map_err(patchwise::Error::from)?),
                side,
                patch,
            )?,
        )?;
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

fn exact_views(values: &[f32], side: usize, patch: PatchBox) -> Result<Vec<u8>, Failure> {
    let failed =
        |error: safetensors::SafeTensorError| Failure::new(format!("The views cannot be encoded: {error}."));
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    let place: Vec<u8> =
        [patch.top, patch.left, patch.side].iter().flat_map(|&value| (value as i64).to_le_bytes()).collect();
    let views = TensorView::new(Dtype::F32, vec![NUM_VIEWS, 3, side, side], &bytes).map_err(failed)?;
    let place = TensorView::new(Dtype::I64, vec![3], &place).map_err(failed)?;
    let about = HashMap::from([("box".to_string(), "top, left, side in pixels".to_string())]);
    serialize([("views", views), ("box", place)], Some(about)).map_err(failed)
}

/// Draws maps over the eight views: four rotated, their maps, four patched, their maps.
pub fn attend(options: Attend) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "maps.png".into());
    check_ending(&out, &["png"])?;
    check_writable(&out)?;
    let workspace = open_workspace(options.device)?;
    let device = workspace.device().clone();
    let model = read_model(needed(options.model.as_deref(), "model")?, &device)?;
    let info = &model.info;
    let data = load_image(needed(options.image.as_deref(), "image")?, info.image_size)?;
    if model.network.pretext.class_names().is_empty() {
        return Err(Failure::new(format!(
            "{} predicts no class, so there is nothing to draw: choose a model of another method.",
            info.config.method.title()
        )));
    }
    let patch_ratio = options.patch_ratio.unwrap_or(info.config.patch_ratio);
    let normalization = info.normalization();
    let subject = subject(&data, patch_ratio, options.seed, normalization)?;
    let attention =
        block_on(find_attention(Explained::Pretext(&model.network), subject, &device)).map_err(|error| {
            let method = info.config.method.title();
            Failure::from(error).followed_by(&format!("A model of {method} cannot be drawn: choose another."))
        })?;
    let side = attention.image_size;
    let rows = |bytes: &'_ [u8]| -> Vec<Vec<u8>> {
        bytes.chunks_exact(COLUMNS * 3 * side * side).map(<[u8]>::to_vec).collect()
    };
    let (views, maps) = (rows(&attention.pixels), rows(&attention.overlays));
    let ordered = [&views[0], &maps[0], &views[1], &maps[1]];
    let pictures: Vec<&[u8]> = ordered.iter().flat_map(|row| row.chunks_exact(3 * side * side)).collect();
    write(&out, &to_png(&grid(&pictures, side, COLUMNS))?)?;
    let right = |view: &usize| attention.target_classes[*view] == attention.predicted_classes[*view];
    let result = json!({
        "out": out,
        "classNames": attention.class_names,
        "targetClasses": attention.target_classes,
        "predictedClasses": attention.predicted_classes,
        "boxes": attention.boxes,
    });
    write_record("attend", &options, &out, result.clone())?;
    print(options.json, &result, || {
        let count = (0..NUM_VIEWS).filter(right).count();
        let what = match attention.has_answers {
            true => format!("{count} of {NUM_VIEWS} views classified correctly"),
            false => "maps of the predicted classes".into(),
        };
        format!(
            "Written to {}, row by row: image turned by 0, 90, 180, 270 degrees, maps, turned patches, maps; {what}.",
            out.display()
        )
    });
    Ok(())
}

fn needed<'a>(path: Option<&'a Path>, option: &str) -> Result<&'a Path, Failure> {
    path.ok_or_else(|| {
        Failure::new(format!("`--{option}` is missing: give the path of a file (an image can be scenes:0)."))
    })
}

fn shorter_side(path: &Path) -> Result<usize, Failure> {
    if scene_number(path)?.is_some() {
        return Ok(ScenesConfig::default().image_size);
    }
    let (width, height) = image::ImageReader::open(path)
        .and_then(|reader| reader.with_guessed_format())
        .map_err(image::ImageError::from)
        .and_then(|reader| reader.into_dimensions())
        .map_err(|error| Failure::of_path(path, "read as an image", error))?;
    Ok((width.min(height) as usize).clamp(*IMAGE_SIZE_RANGE.start(), *IMAGE_SIZE_RANGE.end()))
}

/// The number of a drawn scene, where `scenes:NUMBER` stands in place of a path.
fn scene_number(path: &Path) -> Result<Option<usize>, Failure> {
    let Some(number) = path.to_str().and_then(|path| path.strip_prefix("scenes:")) else { return Ok(None) };
    let invalid = |_| Failure::new(format!("`--image` is scenes:{number}, but must look like scenes:0."));
    number.parse().map(Some).map_err(invalid)
}

/// A data set of one image.
fn load_image(path: &Path, side: usize) -> Result<Dataset, Failure> {
    if let Some(number) = scene_number(path)? {
        let config = ScenesConfig { image_size: side, ..ScenesConfig::default() };
        return Ok(single_scene(&config, number)?);
    }
    let config = FilesConfig { image_size: Some(side), ..FilesConfig::default() };
    Ok(Loader::files(&open_path(path)?, &config)?.load()?)
}

fn subject(
    data: &Dataset,
    patch_ratio: f64,
    seed: Option<u64>,
    normalization: Normalization,
) -> Result<Subject<'_>, Failure> {
    PretrainConfig { patch_ratio, ..PretrainConfig::default() }.validate(data.image_size)?;
    let mut rng = stream(seed.unwrap_or(1), Purpose::Placement, 0);
    let boxes = draw_boxes(1, data.image_size, patch_ratio, &mut rng);
    Ok(Subject { images: &data.unlabeled, indices: &[0], boxes, patch_ratio, normalization })
}
