//! Options of training that are texts: augmentation, settings of the task, smaller images at first.

use patchwise::config::{Augmentation, SmallStart, TaskConfig, Transform};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// `strong`, `none`, names of transforms, or JSON.
pub fn parse_augmentation(text: &str) -> Result<Augmentation, Failure> {
    let invalid = |problem: String| {
        Failure::new(format!(
            "`--augmentation` is {text}, but {problem}. It must be strong, none, a JSON list, or names of {}.",
            Transform::NAMES.join(", ")
        ))
    };
    match text.trim() {
        "strong" => Ok(Augmentation::strong()),
        "none" => Ok(Augmentation::NONE),
        json if json.starts_with(['[', '{']) => {
            serde_json::from_str(json).map_err(|error| invalid(error.to_string()))
        }
        names => {
            let transform = |name: &str| {
                Transform::of_name(name.trim()).ok_or_else(|| invalid(format!("{name} is no transform")))
            };
            names.split(',').map(transform).collect::<Result<_, _>>().map(Augmentation)
        }
    }
}

/// `temperature=0.2,patch-weight=0.5`; names are those of the config, or with hyphens.
pub fn parse_task(text: &str) -> Result<TaskConfig, Failure> {
    let invalid = |problem: &str| {
        Failure::new(format!(
            "`--task` is {text}, but {problem}. It must have entries such as temperature=0.2 with commas between them."
        ))
    };
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|error| invalid(&error.to_string()));
    }
    let mut fields = Map::new();
    for entry in text.split(',').filter(|entry| !entry.trim().is_empty()) {
        let (name, value) = entry.split_once('=').ok_or_else(|| invalid(&format!("{entry} has no =")))?;
        let value: Value = serde_json::from_str(value.trim())
            .map_err(|_| invalid(&format!("{} is not a number", value.trim())))?;
        fields.insert(camel_case(name.trim()), value);
    }
    serde_json::from_value(Value::Object(fields)).map_err(|error| invalid(&error.to_string()))
}

/// `0.5:0.5`.
pub fn parse_small_start(text: &str) -> Result<SmallStart, Failure> {
    let parsed = text.split_once(':').and_then(|(scale, part)| {
        Some(SmallStart { scale: scale.trim().parse().ok()?, part: part.trim().parse().ok()? })
    });
    parsed.ok_or_else(|| {
        Failure::new(format!(
            "`--small-start` is {text}, but must be a fraction of the side and a part of the run, such as 0.5:0.5."
        ))
    })
}

/// `patch-weight` to `patchWeight`.
fn camel_case(name: &str) -> String {
    let mut parts = name.split('-');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut name, part| {
        let mut letters = part.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name + letters.as_str()
    })
}
