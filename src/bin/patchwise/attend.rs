//! `patchwise attend`: Grad-CAM or similarity maps over the eight views of one image, as a picture or as numbers.

use burn::tensor::Device;
use patchwise::evaluate::Probe;
use patchwise::explain::{Attention, Explained, MapScores, Subject, attend as find_attention};
use patchwise::train::Model;
use patchwise::views::NUM_VIEWS;
use pollster::block_on;
use serde_json::json;

use crate::alike;
use crate::arguments::{Attend, AttendTarget};
use crate::claim::Claim;
use crate::failure::Failure;
use crate::model::read_model;
use crate::options::write_record;
use crate::output::{check_ending, grid, print, to_png, write};
use crate::tensors::{NumberTensor, holds_numbers, to_safetensors};
use crate::views::{COLUMNS, load_image, needed, subject};
use crate::work::open_workspace;

/// Maps over the eight views: as a picture four rotated views, their maps, four patched ones, their maps.
pub fn run(options: Attend) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "maps.png".into());
    check_ending(&out, &["png", "safetensors"])?;
    let is_exact = holds_numbers(&out);
    let target = options.target.unwrap_or_default();
    if target == AttendTarget::Pretext && options.class.is_some() {
        return Err(Failure::new("`--class` is for `--target label`: add that, or leave it out."));
    }
    let _claim = Claim::new("attend", &options, &out, &[])?;
    if let Some(other) = &options.alike {
        return alike::run(&options, other, &out);
    }
    let workspace = open_workspace(&options.computing)?;
    let device = workspace.device();
    let model = read_model(needed(options.model.as_deref(), "model")?, device)?;
    let info = &model.info;
    let data = load_image(needed(options.image.as_deref(), "image")?, "image", info.image_size)?;
    let patch_ratio = options.patch_ratio.unwrap_or(info.config.patch_ratio);
    let subject = || {
        let subject = subject(&data, patch_ratio, options.seed, info.normalization())?;
        Ok(Subject { scores: options.scores.unwrap_or(false), ..subject })
    };
    let attention = match target {
        AttendTarget::Pretext => of_pretext(&model, subject()?, device)?,
        AttendTarget::Label => of_label(&model, options.class.as_deref(), &subject, device)?,
    };
    let bytes = if is_exact { numbers(&attention)? } else { picture(&attention)? };
    write(&out, &bytes)?;
    let right = |view: &usize| attention.target_classes[*view] == attention.predicted_classes[*view];
    let result = json!({
        "out": out,
        "target": target,
        "classNames": attention.class_names,
        "targetClasses": attention.target_classes,
        "predictedClasses": attention.predicted_classes,
        "similarities": attention.similarities,
        "boxes": attention.boxes,
        "scores": attention.scores,
    });
    write_record("attend", &options, &out, result.clone())?;
    print(options.json, &result, || {
        let count = (0..attention.target_classes.len()).filter(right).count();
        let what = match (target, attention.has_answers) {
            (AttendTarget::Label, _) => {
                let class = &attention.class_names[attention.target_classes[0]];
                format!("maps of the class {class}, which {count} of {NUM_VIEWS} views are classified as")
            }
            (_, _) if !attention.similarities.is_empty() => {
                "maps of what makes each view like the upright image: this method has no classes".into()
            }
            (_, true) => format!("{count} of {NUM_VIEWS} views classified correctly"),
            (_, false) => "maps of the predicted classes".into(),
        };
        let content = match is_exact {
            true => "maps, views, their classes and the position of the patch",
            false => "row by row: image turned by 0, 90, 180, 270 degrees, maps, turned patches, maps",
        };
        let scores =
            attention.scores.as_ref().map(|scores| format!(" {}", describe(scores))).unwrap_or_default();
        format!("Written to {}, {content}; {what}.{scores}", out.display())
    });
    Ok(())
}

fn describe(scores: &MapScores) -> String {
    let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
    format!(
        "Mean insertion score {:.2} (random order {:.2}), deletion score {:.2} ({:.2}).",
        mean(&scores.insertion),
        mean(&scores.random_insertion),
        mean(&scores.deletion),
        mean(&scores.random_deletion)
    )
}

fn of_pretext(model: &Model, subject: Subject, device: &Device) -> Result<Attention, Failure> {
    let method = model.info.config.method.title();
    block_on(find_attention(Explained::Pretext(&model.network), subject, device)).map_err(|error| {
        Failure::from(error).followed_by(&format!("A model of {method} cannot be drawn: choose another."))
    })
}

/// Maps of a class, or of the one predicted for the upright image.
fn of_label<'a>(
    model: &Model,
    name: Option<&str>,
    subject: &dyn Fn() -> Result<Subject<'a>, Failure>,
    device: &Device,
) -> Result<Attention, Failure> {
    let Some(probe) = Probe::of(model) else {
        return Err(Failure::new(
            "The model has no classifier. `patchwise evaluate --protocol linear --out FILE` writes one with it.",
        ));
    };
    let explain = |class| -> Result<Attention, Failure> {
        let explained = Explained::Label { probe: &probe, classes: vec![class] };
        Ok(block_on(find_attention(explained, subject()?, device))?)
    };
    match name {
        Some(name) => match probe.class_names.iter().position(|class| class == name) {
            Some(class) => explain(class),
            None => Err(Failure::new(format!(
                "`--class` is {name}, but must be one of {}.",
                probe.class_names.join(", ")
            ))),
        },
        None => {
            let predicted = Explained::Label { probe: &probe, classes: vec![0] };
            let plain = Subject { scores: false, ..subject()? };
            explain(block_on(find_attention(predicted, plain, device))?.predicted_classes[0])
        }
    }
}

fn picture(attention: &Attention) -> Result<Vec<u8>, Failure> {
    let side = attention.image_size;
    let rows = |bytes: &'_ [u8]| -> Vec<Vec<u8>> {
        bytes.chunks_exact(COLUMNS * 3 * side * side).map(<[u8]>::to_vec).collect()
    };
    let (views, maps) = (rows(&attention.pixels), rows(&attention.overlays));
    let ordered = [&views[0], &maps[0], &views[1], &maps[1]];
    let pictures: Vec<&[u8]> = ordered.iter().flat_map(|row| row.chunks_exact(3 * side * side)).collect();
    to_png(&grid(&pictures, side, COLUMNS))
}

/// Safetensors of the maps and of what they explain.
fn numbers(attention: &Attention) -> Result<Vec<u8>, Failure> {
    let side = attention.image_size;
    let channels = |view: &[u8]| -> Vec<f32> {
        (0..3)
            .flat_map(|channel| view.iter().skip(channel).step_by(3).map(|&value| f32::from(value) / 255.0))
            .collect()
    };
    let views: Vec<f32> = attention.pixels.chunks_exact(3 * side * side).flat_map(channels).collect();
    let tensors = vec![
        NumberTensor::floats("maps", &[NUM_VIEWS, side, side], &attention.maps),
        NumberTensor::floats("views", &[NUM_VIEWS, 3, side, side], &views),
        NumberTensor::wholes("target_classes", &attention.target_classes),
        NumberTensor::wholes("predicted_classes", &attention.predicted_classes),
        NumberTensor::floats("similarities", &[attention.similarities.len()], &attention.similarities),
    ];
    let class_names = json!(attention.class_names).to_string();
    to_safetensors(tensors, Some(attention.boxes[0]), Some(("classNames", class_names)))
}
