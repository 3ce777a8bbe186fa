//! `patchwise tsne`: features of test images in two dimensions, classes by colour and shape.

use patchwise::config::{EmbeddingConfig, EvaluationConfig, Protocol};
use patchwise::embed::Picture;
use patchwise::workspace::{Inputs, Outcome, Request};
use plotters::prelude::*;
use serde_json::json;

use crate::arguments::Tsne;
use crate::claim::Claim;
use crate::evaluate::evaluate;
use crate::failure::Failure;
use crate::model::{check_backbone, read_given, source_for, use_model};
use crate::options::write_record;
use crate::output::{check_ending, print, write};
use crate::source::{check_source, load_data};
use crate::work::{Show, open_workspace, run as run_job};

const SIZE: (u32, u32) = (760, 560);
const POINT: i32 = 3;
/// Space for the names of the classes.
const LEGEND: i32 = 160;

/// Draws and writes the picture.
pub fn run(options: Tsne) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "tsne.svg".into());
    check_ending(&out, &["svg"])?;
    check_source(&options, &options.source)?;
    check_backbone(&options, options.model.as_deref())?;
    let _claim = Claim::new("tsne", &options, &out, &[])?;
    let defaults = EmbeddingConfig::default();
    let config = EmbeddingConfig {
        perplexity: options.perplexity,
        iterations: options.iterations.unwrap_or(defaults.iterations),
        max_images: options.test_images.unwrap_or(defaults.max_images),
        seed: options.seed.unwrap_or(defaults.seed),
    };
    let mut workspace = open_workspace(&options.computing)?;
    let model = read_given(options.model.as_ref(), workspace.device())?;
    let source = source_for(&options.source, model.as_ref());
    let dataset = load_data(&mut workspace, &source, None)?;
    let num_images = workspace.data()?.unseen()?.len();
    config
        .validate(num_images)
        .map_err(|error| Failure::of_error(&error, &[("maxImages", "--test-images")]))?;
    use_model(&mut workspace, model, options.backbone, config.seed)?;
    if let Some(epochs) = options.finetune_epochs.filter(|&epochs| epochs > 0) {
        let tuning = EvaluationConfig {
            protocol: Protocol::Finetune,
            epochs: Some(epochs),
            compare_random: false,
            seed: config.seed,
            ..EvaluationConfig::default()
        };
        // The map is then of the fine-tuned network.
        evaluate(&mut workspace, tuning, "Fine-tuning")?;
    }
    let job = (Request::Embed(config), Inputs::default());
    let Outcome::Picture(picture) = run_job(&mut workspace, job, Show::new("t-SNE"), |_, _| Ok(()))? else {
        unreachable!("an embedding ends with a picture")
    };
    let class_names = &workspace.data()?.class_names;
    write(&out, draw(&picture, class_names)?.as_bytes())?;
    let result = json!({ "out": out, "classNames": class_names, "picture": picture });
    let about = json!({ "out": out, "images": picture.indices.len(), "klDivergence": picture.kl_divergence, "dataset": dataset });
    write_record("tsne", &options, &out, about)?;
    print(options.json, &result, || {
        let count = picture.indices.len();
        format!("Written to {}: {count} images, divergence {:.3}.", out.display(), picture.kl_divergence)
    });
    Ok(())
}

/// The picture as SVG.
fn draw(picture: &Picture, class_names: &[String]) -> Result<String, Failure> {
    let mut svg = String::new();
    draw_into(&mut svg, picture, class_names)
        .map_err(|error| Failure::new(format!("The picture cannot be drawn: {error}.")))?;
    Ok(svg)
}

fn draw_into(
    svg: &mut String,
    picture: &Picture,
    class_names: &[String],
) -> Result<(), Box<dyn std::error::Error>> {
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let reach =
        picture.embedding_2d.iter().flatten().fold(1e-6f32, |reach, value| reach.max(value.abs())) * 1.05;
    let (points, _) = area.split_horizontally(SIZE.0 as i32 - LEGEND);
    let chart = ChartBuilder::on(&points).margin(10).build_cartesian_2d(-reach..reach, -reach..reach)?;
    let label = |index: usize| picture.labels.get(index).copied().unwrap_or(0);
    let places: Vec<_> = picture.embedding_2d.iter().map(|&[x, y]| chart.backend_coord(&(x, y))).collect();
    for (index, place) in places.into_iter().enumerate() {
        draw_marker(&area, place, label(index))?;
    }
    for (class, name) in class_names.iter().enumerate() {
        let (left, top) = (SIZE.0 as i32 - LEGEND + 12, 24 + 22 * class as i32);
        draw_marker(&area, (left, top), class)?;
        area.draw(&Text::new(name.clone(), (left + 14, top - 7), ("sans-serif", 14)))?;
    }
    area.present()?;
    Ok(())
}

/// Tableau's ten colours, as on the page (`www/src/scatter.ts`).
const COLORS: [[u8; 3]; 10] = [
    [0x4e, 0x79, 0xa7],
    [0xf2, 0x8e, 0x2b],
    [0xe1, 0x57, 0x59],
    [0x76, 0xb7, 0xb2],
    [0x59, 0xa1, 0x4f],
    [0xb6, 0x99, 0x2d],
    [0xb0, 0x7a, 0xa1],
    [0xd3, 0x72, 0x95],
    [0x9c, 0x75, 0x5f],
    [0x79, 0x70, 0x6e],
];

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// One of ten colours, and one of three shapes, so that colour is not the only sign.
fn draw_marker(area: &Area, place: (i32, i32), class: usize) -> Result<(), Box<dyn std::error::Error>> {
    let [red, green, blue] = COLORS[class % COLORS.len()];
    let style = RGBColor(red, green, blue).filled();
    match class % 3 {
        0 => area.draw(&Circle::new(place, POINT, style))?,
        1 => area.draw(&TriangleMarker::new(place, POINT + 1, style))?,
        _ => area.draw(&Cross::new(place, POINT, style.stroke_width(2)))?,
    }
    Ok(())
}
