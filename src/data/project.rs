//! The images of a project file, which the page saves: a zip whose layout is in docs/project-file.md.

use std::io::Read;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use zip::{CompressionMethod, ZipArchive};

use super::SharedSource;
use super::pieces::{Cursor, Slice};
use crate::config::{FilesConfig, ScenesConfig};
use crate::error::{Error, Result};

/// The layout that is read.
const VERSION: u64 = 1;
const FORMAT: &str = "patchwise project";
const IMAGES: &str = "images/";
/// The most that a JSON file in it may have, in bytes.
const MAX_JSON_BYTES: u64 = 1 << 20;
/// Fields of a source that say where images come from, not how they are read.
const OTHER_FIELDS: [&str; 3] = ["kind", "files", "decodeByBrowser"];

const AGAIN: &str = "Save the project again, or unpack it and give its folder of images";

/// What a project learns from.
#[derive(Clone, Debug)]
pub enum ProjectSource {
    Scenes(ScenesConfig),
    Files(FilesConfig, Vec<SharedSource>),
}

/// Opens a project file; its images are read only when they are used.
///
/// # Errors
/// [`Error::InvalidData`] where it is no project file, or one of a later version.
pub fn open_project(file: &SharedSource) -> Result<ProjectSource> {
    let failed = |problem: String| Error::data(file.name(), problem, AGAIN);
    let mut archive =
        ZipArchive::new(Cursor::new(file.clone())).map_err(|error| failed(error.to_string()))?;
    let mut json = |name: &str| -> Result<Map<String, Value>> {
        let mut bytes = Vec::new();
        let entry = archive.by_name(name).map_err(|error| failed(format!("{name} in it: {error}")))?;
        let read = entry.take(MAX_JSON_BYTES).read_to_end(&mut bytes);
        read.map_err(|error| failed(format!("{name} in it: {error}")))?;
        serde_json::from_slice(&bytes).map_err(|error| failed(format!("{name} in it: {error}")))
    };
    let about = json("project.json")?;
    if about.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(failed("it is no project".into()));
    }
    let version = about.get("version").and_then(Value::as_u64).unwrap_or(0);
    if version > VERSION {
        let remedy = "Use a newer version of patchwise";
        return Err(Error::data(file.name(), format!("it is a project of version {version}"), remedy));
    }
    let mut source = json("values/source.json")?;
    let kind = source.get("kind").and_then(Value::as_str).unwrap_or_default().to_string();
    for field in OTHER_FIELDS {
        source.remove(field);
    }
    if kind == "scenes" {
        return Ok(ProjectSource::Scenes(parse(source).map_err(failed)?));
    }
    let config = parse(source).map_err(failed)?;
    let files =
        (0..archive.len()).filter_map(|index| slice(&mut archive, index, file)).collect::<Result<_>>()?;
    Ok(ProjectSource::Files(config, files))
}

fn parse<T: DeserializeOwned>(source: Map<String, Value>) -> std::result::Result<T, String> {
    serde_json::from_value(Value::Object(source))
        .map_err(|error| format!("values/source.json in it: {error}"))
}

/// An image of the archive as a file of its own; none where the entry is something else.
fn slice(
    archive: &mut ZipArchive<Cursor>,
    index: usize,
    file: &SharedSource,
) -> Option<Result<SharedSource>> {
    let name = archive.name_for_index(index)?.ok()?.strip_prefix(IMAGES)?.to_string();
    if name.is_empty() || name.ends_with('/') {
        return None;
    }
    let failed = |problem: String| Error::data(file.name(), format!("{name} in it: {problem}"), AGAIN);
    let entry = match archive.by_index(index) {
        Ok(entry) => entry,
        Err(error) => return Some(Err(failed(error.to_string()))),
    };
    // Images are compressed already: project files store them as they are.
    if entry.compression() != CompressionMethod::Stored {
        return Some(Err(failed("it was packed again".into())));
    }
    let Some(start) = entry.data_start() else { return Some(Err(failed("it has no place".into()))) };
    let slice = Slice::new(&name, file, start, entry.size()).map_err(|_| failed("it is cut short".into()));
    Some(slice.map(|slice| Arc::new(slice) as SharedSource))
}
