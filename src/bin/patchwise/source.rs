//! Data by its name on the command line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use patchwise::config::{FilesConfig, Format, ScenesConfig};
use patchwise::data::{ProjectSource, open_path, open_project};
use patchwise::train::ModelInfo;
use patchwise::workspace::{DatasetSummary, Inputs, Outcome, Request, Workspace};

use crate::arguments::Inspect;
use crate::data_options::DataOptions;
use crate::device_options::DeviceOptions;
use crate::download::{fetch, is_address};
use crate::failure::Failure;
use crate::options::{Options, refuse, refuse_any};
use crate::output::{detail, note, print};
use crate::work::{Show, open_workspace, run};

const OF_FILES: [&str; 6] =
    ["test-fraction", "square", "train-split", "test-split", "image-column", "label-column"];
const SCENES: &str = "data from files; scenes are drawn as they are used";

/// Refuses options of files where there are none.
pub fn check_source(options: &impl Options, source: &DataOptions) -> Result<(), Failure> {
    if is_scenes(source) { refuse(options, &OF_FILES, SCENES) } else { Ok(()) }
}

fn is_scenes(source: &DataOptions) -> bool {
    source.data.as_deref().is_none_or(|data| data == "scenes")
}

/// Read as the images that a network was trained on, unless an option says otherwise. A project says so itself.
pub fn as_trained(source: &DataOptions, info: &ModelInfo) -> DataOptions {
    if source.data.as_deref().is_some_and(|data| data.starts_with("project:")) {
        return source.clone();
    }
    DataOptions {
        image_size: source.image_size.or(Some(info.image_size)),
        square: source.square.or((!is_scenes(source)).then_some(info.square)),
        ..source.clone()
    }
}

/// Loads data with a progress bar, and prints what was decided or skipped.
pub fn load_data(
    workspace: &mut Workspace,
    options: &DataOptions,
    images: Option<usize>,
) -> Result<DatasetSummary, Failure> {
    let summary = load(workspace, options, images)?;
    for line in remarks(&summary) {
        note(&line);
    }
    detail(&describe(&summary).join("\n"));
    Ok(summary)
}

/// Loads data with a progress bar: `scenes`, or a format and a path with a colon between; at most `images` images to
/// pretrain on.
fn load(
    workspace: &mut Workspace,
    options: &DataOptions,
    images: Option<usize>,
) -> Result<DatasetSummary, Failure> {
    let image_size = options.image_size;
    let spec = options.data.as_deref().unwrap_or("scenes");
    let job = match split_spec(spec) {
        (None, "scenes") => {
            let defaults = ScenesConfig::default();
            let config = ScenesConfig {
                image_size: image_size.unwrap_or(defaults.image_size),
                images: images.unwrap_or(defaults.images),
                validation: options.validation,
                ..defaults
            };
            (Request::Scenes(config), Inputs::default())
        }
        (Some("project"), path) if is_address(path) => project(&fetch(path)?, options, images)?,
        (Some("project"), path) => project(Path::new(path), options, images)?,
        (format, path) => {
            let format = format.map(parse_format).transpose()?;
            let config = FilesConfig { format, images, ..options.files_config() };
            if is_address(path) {
                let paths = path.split_whitespace().map(fetch).collect::<Result<Vec<_>, _>>()?;
                (Request::Files(config), files(&paths)?)
            } else {
                let path = Path::new(path);
                // A word that is no path may be meant as a format or for scenes.
                if format.is_none() && !path.exists() && !spec.contains(['/', '\\', '.']) {
                    return Err(Failure::new(format!(
                        "`--data` is {spec}, but there is no such file or folder here. It must be scenes, a path, an address such as https://HOST/FILE, or a \
                     format and a path: {}.",
                        formats(":PATH, ")
                    )));
                }
                (Request::Files(config), files(&[path.into()])?)
            }
        }
    };
    match run(workspace, job, Show::new("Loading"), |_, _| Ok(()))? {
        Outcome::Data(summary) => Ok(summary),
        other => unreachable!("loading ends with a summary, not with {other:?}"),
    }
}

/// What a person has to know about data: notes, and skipped files by their reason.
fn remarks(summary: &DatasetSummary) -> Vec<String> {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in &summary.skipped {
        by_reason.entry(&file.reason).or_default().push(&file.name);
    }
    let skipped = |(reason, names): (&str, Vec<&str>)| match names[..] {
        [name] => format!("Skipped {name}: {reason}."),
        _ => format!("Skipped {} files, such as {}: {reason}.", names.len(), names[0]),
    };
    summary.notes.iter().cloned().chain(by_reason.into_iter().map(skipped)).collect()
}

/// `patchwise inspect`: what data holds.
pub fn inspect(options: &Inspect) -> Result<(), Failure> {
    if is_scenes(&options.source) {
        refuse_any(&options.source, &OF_FILES, SCENES)?;
    }
    let mut workspace = open_workspace(&DeviceOptions::default())?;
    let summary = load(&mut workspace, &options.source, options.images)?;
    let value = serde_json::to_value(&summary).unwrap_or_default();
    print(options.json, &value, || describe(&summary).join("\n"));
    Ok(())
}

fn describe(summary: &DatasetSummary) -> Vec<String> {
    let triple = |values: [f32; 3]| values.map(|value| format!("{value:.3}")).join(", ");
    let mut lines = vec![
        format!("{}: {} x {} pixels", summary.name, summary.image_size, summary.image_size),
        format!("To pretrain on: {} images", summary.unlabeled),
        format!("With labels to train classifiers on: {} images", summary.train),
        format!("To evaluate on: {} images ({})", summary.test, summary.held_out),
        format!("Mean {}; standard deviation {}", triple(summary.mean), triple(summary.std)),
        format!("Photos of other shapes: {}", summary.square.describe()),
    ];
    lines.push(match summary.classes.len() {
        0 => "No classes".into(),
        count => format!("{count} classes (train, test):"),
    });
    lines.extend(
        summary.classes.iter().map(|class| format!("  {} ({}, {})", class.name, class.train, class.test)),
    );
    lines.extend(remarks(summary));
    lines
}

/// The format before the colon, if there is one, and the path or addresses. A drive of Windows is no format.
fn split_spec(spec: &str) -> (Option<&str>, &str) {
    if is_address(spec) {
        return (None, spec);
    }
    match spec.split_once(':') {
        Some((format, path)) if format.len() > 1 && !Path::new(spec).exists() => (Some(format), path),
        _ => (None, spec),
    }
}

fn parse_format(name: &str) -> Result<Format, Failure> {
    <Format as ValueEnum>::from_str(name, true).map_err(|_| {
        Failure::new(format!(
            "`--data` has the format {name}, but must have one of {}, or none.",
            formats(", ")
        ))
    })
}

fn formats(separator: &str) -> String {
    let values = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let names = values.map(|value| value.get_name().to_string());
    names.chain(["project".into()]).collect::<Vec<_>>().join(separator)
}

/// The images of a project file as the page read them, but for what the options say otherwise.
fn project(path: &Path, options: &DataOptions, images: Option<usize>) -> Result<(Request, Inputs), Failure> {
    let files = open_path(path)?;
    let [file] = &files[..] else {
        return Err(Failure::new(format!("{} is a folder, not a project file.", path.display())));
    };
    match open_project(file)? {
        ProjectSource::Scenes(kept) => {
            refuse_any(options, &OF_FILES, SCENES)?;
            let config = ScenesConfig {
                image_size: options.image_size.unwrap_or(kept.image_size),
                images: images.unwrap_or(kept.images),
                ..kept
            };
            Ok((Request::Scenes(config), Inputs::default()))
        }
        ProjectSource::Files(kept, files) => {
            let config = FilesConfig {
                image_size: options.image_size.or(kept.image_size),
                images: images.or(kept.images),
                test_fraction: options.test_fraction.or(kept.test_fraction),
                square: options.square.unwrap_or(kept.square),
                train_split: options.train_split.or(kept.train_split),
                test_split: options.test_split.or(kept.test_split),
                image_column: options.image_column.clone().or(kept.image_column),
                label_column: options.label_column.clone().or(kept.label_column),
                ..kept
            };
            Ok((Request::Files(config), Inputs { files, ..Inputs::default() }))
        }
    }
}

/// The files below paths.
fn files(paths: &[PathBuf]) -> Result<Inputs, Failure> {
    let lists = paths.iter().map(|path| open_path(path)).collect::<Result<Vec<_>, _>>()?;
    Ok(Inputs { files: lists.concat(), ..Inputs::default() })
}
