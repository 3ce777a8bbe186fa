//! Data by its name on the command line.

use std::path::Path;

use clap::ValueEnum;
use patchwise::config::{FilesConfig, ScenesConfig};
use patchwise::data::{Format, detect, open_path};
use patchwise::workspace::{Inputs, Request, Workspace};

use crate::failure::Failure;
use crate::work::{Show, run};

/// Loads data with a progress bar: `scenes`, or a format and a path with a colon between; at most `images` images to
/// pretrain on.
pub fn load_data(
    workspace: &mut Workspace,
    spec: Option<&str>,
    image_size: Option<usize>,
    images: Option<usize>,
) -> Result<(), Failure> {
    let spec = spec.unwrap_or("scenes");
    let job = match spec.split_once(':') {
        None if spec == "scenes" => {
            let defaults = ScenesConfig::default();
            let config = ScenesConfig {
                image_size: image_size.unwrap_or(defaults.image_size),
                images: images.unwrap_or(defaults.images),
                ..defaults
            };
            (Request::Scenes(config), Inputs::default())
        }
        Some((format, path)) => {
            files(format, Path::new(path), FilesConfig { image_size, images, ..FilesConfig::default() })?
        }
        None => {
            return Err(Failure::new(format!(
                "`--data` is {spec}, but must be scenes, or a format and a path: {}.",
                formats(":PATH, ")
            )));
        }
    };
    run(workspace, job, Show::new("Loading"), |_, _| Ok(()))?;
    Ok(())
}

fn formats(separator: &str) -> String {
    let names = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    names.map(|value| value.get_name().to_string()).collect::<Vec<_>>().join(separator)
}

fn files(format: &str, path: &Path, config: FilesConfig) -> Result<(Request, Inputs), Failure> {
    let expected = <Format as ValueEnum>::from_str(format, false).map_err(|_| {
        Failure::new(format!("`--data` has the format {format}, but must have one of {}.", formats(", ")))
    })?;
    let sources = open_path(path)?;
    let found = detect(&sources)?;
    if found != expected {
        return Err(Failure::new(format!(
            "{} holds {} by its file names, not {}. Give the format that it has.",
            path.display(),
            found.title(),
            expected.title()
        )));
    }
    Ok((Request::Files(config), Inputs { files: sources, ..Inputs::default() }))
}
