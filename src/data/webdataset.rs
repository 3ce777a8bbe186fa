//! WebDataset: tar files in which the files of one sample share a name, such as `0001.jpg` and `0001.cls`.
//! <https://github.com/webdataset/webdataset>

use std::collections::HashMap;

use serde_json::Value;

use super::SharedSource;
use super::label::{Label, is_name_list, listed_names, number_labels};
use super::layout::{is_image_name, is_tool_file};
use super::listing::{Known, Listing, others};
use super::opened::Opened;
use super::splits::parts_of;
use crate::config::FilesConfig;
use crate::error::{Error, Result};

/// Fields with the class of a sample, the first that is there.
const LABEL_FIELDS: [&str; 8] =
    ["label", "cls", "class", "class_name", "class_label", "category", "target", "y"];
/// Files about a sample that are longer are not read.
const MAX_SIDE_FILE: u64 = 1 << 16;

/// Whether images have files beside them that are named alike: with a class, or in archives that are named by numbers.
pub(super) fn fits(files: &[SharedSource]) -> bool {
    let visible = || files.iter().map(|file| file.name()).filter(|name| !is_tool_file(name));
    if visible().any(|name| split(name).1 == "cls") {
        return visible().any(is_image_name);
    }
    let mut shards = 0;
    let mut described: HashMap<&str, bool> = HashMap::new();
    for name in visible().filter(|name| is_image_name(name)) {
        described.insert(split(name).0, false);
        shards += usize::from(is_shard(name));
    }
    let images = described.len();
    for (key, field) in visible().map(split).filter(|(_, field)| matches!(*field, "json" | "txt")) {
        if let Some(is_described) = described.get_mut(key).filter(|_| !field.is_empty()) {
            *is_described = true;
        }
    }
    images > 0 && shards == images && described.values().all(|&is_described| is_described)
}

/// Whether the folder of a file is named as parts of a data set are: by a number at its end.
fn is_shard(path: &str) -> bool {
    let folder = folders(path).rsplit('/').next().unwrap_or_default();
    folder.is_empty() || folder.len() >= 2 && folder.chars().rev().take(2).all(|c| c.is_ascii_digit())
}

/// The name of a sample with its folders, and the field that a file is: what follows the first dot.
fn split(path: &str) -> (&str, &str) {
    let start = path.rfind('/').map_or(0, |place| place + 1);
    match path[start..].find('.') {
        Some(dot) => (&path[..start + dot], &path[start + dot + 1..]),
        None => (path, ""),
    }
}

/// Opens it.
///
/// # Errors
/// As [`Listing::open`]; [`Error::InvalidConfig`] where a field is asked for that no sample has.
pub(super) fn open(files: Vec<SharedSource>, place: String, config: &FilesConfig) -> Result<Opened> {
    let mut fields: HashMap<&str, Vec<&SharedSource>> = HashMap::new();
    for file in files.iter().filter(|file| !is_tool_file(file.name())) {
        fields.entry(split(file.name()).1).or_default().push(file);
    }
    let names: Vec<&str> = fields.keys().copied().collect();
    let image = image_field(&fields, config)?.to_string();
    let labels = labels_of(&fields, config, &names)?;
    let images: Vec<SharedSource> =
        fields.get(image.as_str()).into_iter().flatten().map(|&file| file.clone()).collect();
    let parts = parts_of(images.iter().map(|file| folders(file.name())));
    let given = images.iter().map(|file| labels.get(split(file.name()).0).cloned()).collect();
    let (class_names, labels) = number_labels(given, listed_names(&files), &place)?;
    let placed = parts.into_iter().zip(labels).collect();
    let known = Known { placed: Some((class_names, placed)), ..Known::named("WebDataset") };
    let is_field = |file: &SharedSource| {
        is_name_list(file) || !is_image_name(file.name()) || split(file.name()).1 == image
    };
    let unused = others(&files, "the samples' images", is_field);
    let mut listing = Listing::of_images(images, place);
    listing.skipped = unused;
    listing.open(known, config)
}

fn folders(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folders, _)| folders)
}

/// The field that is asked for, or the one that most samples have an image in.
fn image_field<'a>(fields: &HashMap<&'a str, Vec<&SharedSource>>, config: &FilesConfig) -> Result<&'a str> {
    let count = |field: &&str| fields[field].len();
    let mut images: Vec<&str> =
        fields.keys().copied().filter(|field| is_image_name(&format!("a.{field}"))).collect();
    images.sort_by_key(|field| (std::cmp::Reverse(count(field)), *field));
    match config.image_column.as_deref() {
        Some(wanted) => images
            .iter()
            .find(|field| **field == wanted)
            .copied()
            .ok_or_else(|| Error::config("imageColumn", wanted, format!("one of {}", images.join(", ")))),
        None => Ok(images.first().copied().unwrap_or_default()),
    }
}

fn label_of_value(value: &Value) -> Option<Label> {
    match value {
        Value::Number(number) => number.as_i64().map(Label::Number),
        Value::String(text) => Label::of_text(text),
        Value::Bool(flag) => Some(Label::Number(i64::from(*flag))),
        _ => None,
    }
}

/// The class of each sample that has one, by its name.
fn labels_of<'a>(
    fields: &HashMap<&'a str, Vec<&'a SharedSource>>,
    config: &FilesConfig,
    names: &[&str],
) -> Result<HashMap<&'a str, Label>> {
    let wanted = config.label_column.as_deref();
    let text_field = match wanted {
        Some(wanted) => names.iter().copied().find(|&field| field == wanted && field != "json"),
        None => names.iter().copied().find(|&field| field == "cls"),
    };
    let read = |file: &SharedSource| {
        let text = file.read_up_to(MAX_SIDE_FILE).unwrap_or_default();
        String::from_utf8_lossy(&text).into_owned()
    };
    if let Some(files) = text_field.and_then(|field| fields.get(field)) {
        let label = |&file: &&'a SharedSource| Some((split(file.name()).0, Label::of_text(&read(file))?));
        return Ok(files.iter().filter_map(label).collect());
    }
    let label = |&file: &&'a SharedSource| {
        let value: Value = serde_json::from_str(&read(file)).ok()?;
        let found = match wanted {
            Some(wanted) => value.get(wanted),
            None => LABEL_FIELDS.iter().find_map(|field| value.get(field)),
        };
        Some((split(file.name()).0, label_of_value(found?)?))
    };
    let labels: HashMap<&str, Label> = fields.get("json").into_iter().flatten().filter_map(label).collect();
    match wanted {
        Some(wanted) if labels.is_empty() => {
            let expected = format!("a field of the samples' .json, or one of {}", names.join(", "));
            Err(Error::config("labelColumn", wanted, expected))
        }
        _ => Ok(labels),
    }
}
