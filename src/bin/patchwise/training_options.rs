//! Options that are texts: augmentation, settings of the task, smaller images at first, numbers of labels.

use patchwise::config::{Augmentation, SmallStart, Transform};
use patchwise::error::in_words;
use patchwise::method::Method;
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
            serde_json::from_str(json).map_err(|error| invalid(in_words(&error)))
        }
        names => {
            let transform = |name: &str| {
                Transform::of_name(name.trim()).ok_or_else(|| invalid(format!("{name} is no transform")))
            };
            names.split(',').map(transform).collect::<Result<_, _>>().map(Augmentation)
        }
    }
}

/// `temperature=0.2,patch-weight=0.5`; names are those of the config, or with hyphens. All must be settings of one of these
/// methods.
pub fn parse_task(text: Option<&str>, methods: &[Method]) -> Result<Map<String, Value>, Failure> {
    let mut fields = Map::new();
    let Some(text) = text else { return Ok(fields) };
    let invalid = |problem: &str| {
        Failure::new(format!(
            "`--task` is {text}, but {problem}. It must have entries such as temperature=0.2 with commas between them."
        ))
    };
    if text.trim_start().starts_with('{') {
        fields = serde_json::from_str(text).map_err(|error| invalid(&in_words(&error)))?;
    } else {
        for entry in text.split(',').filter(|entry| !entry.trim().is_empty()) {
            let (name, value) = entry.split_once('=').ok_or_else(|| invalid(&format!("{entry} has no =")))?;
            let value: Value = serde_json::from_str(value.trim()).map_err(|_| {
                invalid(&format!(
                    "{} is not a number (lists such as patchAugmentation are given in JSON: {{\"patchAugmentation\": [...]}})",
                    value.trim()
                ))
            })?;
            fields.insert(camel_case(name.trim()), value);
        }
    }
    let settings: Vec<&str> = methods.iter().flat_map(|method| method.about().settings).copied().collect();
    let others = fields.keys().find(|name| !settings.contains(&name.as_str()));
    match others {
        None => Ok(fields),
        Some(name) if methods.is_empty() => {
            Err(invalid(&format!("{name} is a setting of methods, and none is trained")))
        }
        Some(name) if settings.is_empty() => {
            let titles: Vec<_> = methods.iter().map(|method| method.title()).collect();
            Err(invalid(&format!("{name} is no setting of {}, which has none", titles.join(", "))))
        }
        Some(name) => Err(invalid(&format!(
            "{name} is no setting of these methods, which have {}",
            settings.join(", ")
        ))),
    }
}

/// `0.5:0.5`, or `none`.
pub fn parse_small_start(text: &str) -> Result<Option<SmallStart>, Failure> {
    if text.trim() == "none" {
        return Ok(None);
    }
    let parsed = text.split_once(':').and_then(|(scale, part)| {
        Some(SmallStart { scale: scale.trim().parse().ok()?, part: part.trim().parse().ok()? })
    });
    parsed.map(Some).ok_or_else(|| {
        Failure::new(format!(
            "`--small-start` is {text}, but must be a fraction of the side and a part of the run, such as 0.5:0.5, or none."
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

/// A number of labelled images, or `all`.
pub fn label_count(text: &str) -> Result<Option<usize>, String> {
    match (text.trim(), text.trim().parse()) {
        ("all", _) => Ok(None),
        (_, Ok(count)) if count > 0 => Ok(Some(count)),
        _ => Err("a number of labelled images per class, or all".into()),
    }
}
