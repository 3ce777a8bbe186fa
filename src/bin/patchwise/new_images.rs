//! `patchwise features`, `classify` and `search`: what a network makes of images.

use std::path::Path;

use patchwise::data::{Dataset, ImageSet, Picture, Split};
use patchwise::train::extract;
use patchwise::workspace::{Inputs, Outcome, Request, SearchConfig};
use pollster::block_on;
use serde_json::{Value, json};

use crate::arguments::{Classify, Features, Search};
use crate::claim::Claim;
use crate::failure::Failure;
use crate::input::read;
use crate::model::read_model;
use crate::npz::{Array, to_npz};
use crate::options::write_record;
use crate::output::{check_ending, print, write};
use crate::projector::{self, beside};
use crate::source::{as_trained, check_source, load_data};
use crate::views::needed;
use crate::work::{Show, open_workspace, run as run_job};

/// The most bytes of an image file.
const MAX_IMAGE_BYTES: u64 = 256 << 20;
/// Images that a search finds by default.
const COUNT: usize = 5;

/// Writes the features of a split with their labels and paths.
pub fn features(options: Features) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "features.npz".into());
    check_ending(&out, &["npz", "tsv"])?;
    let is_table = out.extension().is_some_and(|extension| extension == "tsv");
    check_source(&options, &options.source)?;
    let model_path = needed(options.model.as_deref(), "model")?;
    let _claim = Claim::new("features", &options, &out, &[])?.apart(&out, "model", Some(model_path))?;
    // They go with the table, whose claim does not cover them.
    let other = beside(&out).into_iter().find(|path| is_table && !out.exists() && path.exists());
    if let Some(path) = other.filter(|_| !options.force) {
        let path = path.display();
        return Err(Failure::new(format!(
            "{path} is there without its table. Give another --out, or --force to replace it."
        )));
    }
    let mut workspace = open_workspace(&options.computing)?;
    let model = read_model(model_path, workspace.device())?;
    load_data(&mut workspace, &as_trained(&options.source, &model.info), None)?;
    let split = options.split.unwrap_or(Split::Unlabeled);
    let data = workspace.data()?;
    let images = images_of(data, split)?;
    let normalization = model.info.normalization();
    let found = block_on(extract(images, normalization, &model.network.backbone, workspace.device()))?;
    let labels: Vec<i64> = (0..images.len()).map(|index| images.label(index).map_or(-1, i64::from)).collect();
    let paths: Vec<String> = (0..images.len()).map(|index| path_of(images, split, index)).collect();
    if is_table {
        let [about, sprite, config] = beside(&out);
        let (picture, side) = projector::sprite(images)?;
        write(&about, projector::metadata(&paths, &labels, &data.class_names).as_bytes())?;
        write(&sprite, &picture)?;
        write(&config, projector::config(&out, &found, side).to_string().as_bytes())?;
        write(&out, projector::vectors(&found).as_bytes())?;
    } else {
        let arrays = [
            Array::floats("features", &[images.len(), found.num_features], &found.values),
            Array::wholes("labels", &labels),
            Array::texts("paths", &paths),
            Array::texts("class_names", &data.class_names),
        ];
        write(&out, &to_npz(&arrays)?)?;
    }
    let result = json!({
        "out": out,
        "split": split.name(),
        "images": images.len(),
        "features": found.num_features,
        "classNames": data.class_names,
    });
    write_record("features", &options, &out, result.clone())?;
    print(options.json, &result, || {
        let [about, sprite, config] = beside(&out).map(|path| path.display().to_string());
        let more = if is_table { format!(", with {about}, {sprite} and {config}") } else { String::new() };
        let (count, dim) = (images.len(), found.num_features);
        format!("Written to {}{more}: {count} images, {dim} features each.", out.display())
    });
    Ok(())
}

/// Prints the classes of images.
pub fn classify(options: &Classify) -> Result<(), Failure> {
    let mut workspace = open_workspace(&options.computing)?;
    let model = read_model(&options.model, workspace.device())?;
    workspace.use_model(model);
    // One at a time, so that an image that cannot be read does not keep the others from being told.
    let mut results = Vec::new();
    let mut failures = Vec::new();
    for path in &options.images {
        match picture(path).and_then(|picture| Ok(block_on(workspace.classify(vec![picture], false))?)) {
            Ok(found) => {
                let class = found.classes[0];
                let probabilities: serde_json::Map<String, Value> = found
                    .class_names
                    .iter()
                    .cloned()
                    .zip(found.probabilities.iter().map(|&p| p.into()))
                    .collect();
                results.push((
                    path,
                    found.class_names[class].clone(),
                    found.probabilities[class],
                    probabilities,
                ));
            }
            // Without a classifier no other image would do.
            Err(_) if workspace.classifier().is_err() => {
                let model = options.model.display();
                return Err(Failure::new(format!(
                    "{model} has no classifier. `patchwise evaluate --model {model} --data DIR --out FILE` writes a model that has one."
                )));
            }
            Err(failure) if failure.is_lost_device => return Err(failure),
            Err(failure) => failures.push(failure),
        }
    }
    let images: Vec<Value> = results
        .iter()
        .map(|(path, label, _, probabilities)| {
            json!({ "path": path.display().to_string(), "label": label, "probabilities": probabilities })
        })
        .collect();
    if !results.is_empty() {
        print(options.json, &json!({ "images": images }), || {
            let line = |(path, label, probability, _): &(&_, String, f32, _)| {
                let path: &std::path::PathBuf = path;
                format!("{}: {label} ({:.0} %)", path.display(), probability * 100.0)
            };
            results.iter().map(line).collect::<Vec<_>>().join("\n")
        });
    }
    // The last one is printed where the program ends.
    let last = failures.pop();
    failures.iter().for_each(|failure| eprintln!("{failure}"));
    last.map_or(Ok(()), Err)
}

/// Prints the images of a split that are most similar to one.
pub fn search(options: Search) -> Result<(), Failure> {
    check_source(&options, &options.source)?;
    let model_path = needed(options.model.as_deref(), "model")?;
    let query = picture(needed(options.image.as_deref(), "image")?)?;
    let mut workspace = open_workspace(&options.computing)?;
    let model = read_model(model_path, workspace.device())?;
    load_data(&mut workspace, &as_trained(&options.source, &model.info), None)?;
    workspace.use_model(model);
    let split = options.split.unwrap_or(Split::Unlabeled);
    let count = options.count.unwrap_or(COUNT);
    let inputs = Inputs { pictures: vec![query], ..Inputs::default() };
    let job = (Request::Search(SearchConfig { split, count }), inputs);
    let Outcome::Matches(matches) = run_job(&mut workspace, job, Show::new("Searching"), |_, _| Ok(()))?
    else {
        unreachable!("a search ends with what it found")
    };
    let data = workspace.data()?;
    let images = images_of(data, split)?;
    let found: Vec<Value> = matches[0]
        .iter()
        .map(|found| {
            json!({
                "path": path_of(images, split, found.index),
                "index": found.index,
                "similarity": found.similarity,
                "label": found.label.map(|label| &data.class_names[usize::from(label)]),
            })
        })
        .collect();
    print(options.json, &json!({ "split": split.name(), "images": found }), || {
        let line = |found: &patchwise::evaluate::Match| {
            format!("{:.3}  {}", found.similarity, path_of(images, split, found.index))
        };
        matches[0].iter().map(line).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

fn images_of(data: &Dataset, split: Split) -> Result<&ImageSet, Failure> {
    data.split(split).ok_or_else(|| {
        Failure::new(format!(
            "`--split` is {}, but {} has no such images: choose another.",
            split.name(),
            data.name
        ))
    })
}

/// The path of an image in its folder or zip; else its place in the data.
fn path_of(images: &ImageSet, split: Split, index: usize) -> String {
    images.name(index).map_or_else(|| format!("{}/{index}", split.name()), String::from)
}

fn picture(path: &Path) -> Result<Picture, Failure> {
    Ok(Picture::File { name: path.display().to_string(), bytes: read(path, MAX_IMAGE_BYTES)? })
}
