//! Labels as data has them, and the classes that they make.
#![cfg_attr(not(feature = "formats"), allow(dead_code))]

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::SharedSource;
use crate::error::{Error, Result};

/// Files with the names of classes, one a line.
const NAME_LISTS: [&str; 5] =
    ["classes.txt", "class_names.txt", "classnames.txt", "labels.txt", "label_names.txt"];
/// A list of names that is longer is none, in bytes.
const MAX_LIST: u64 = 1 << 20;

/// The class of an image, as data has it. Numbers come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Label {
    Number(i64),
    Name(String),
}

impl Label {
    /// Of a text, which may be that of a number; none where it is empty.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.parse() {
            Ok(number) => Some(Self::Number(number)),
            Err(_) => (!text.is_empty()).then(|| Self::Name(text.into())),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Name(name) => name.clone(),
        }
    }
}

/// Names of classes, and the labels of each part by their place among these.
pub(super) type Classes = (Vec<String>, Vec<Vec<Option<u16>>>);

/// Makes one list of classes of the labels of several parts. `names` are those of numbers, where a list is there; numbers
/// below 0 stand for no label then.
///
/// # Errors
/// [`Error::InvalidData`] where a number has no name, or there are more classes than labels can count.
pub(super) fn number_classes(
    parts: &[Vec<Option<Label>>],
    names: Option<Vec<String>>,
    place: &str,
) -> Result<Classes> {
    let there: BTreeSet<&Label> = parts.iter().flatten().flatten().collect();
    let count = names.as_ref().map_or(there.len(), Vec::len);
    if count >= usize::from(u16::MAX) {
        let remedy = "Choose the labels of classes, or leave the labels out";
        return Err(Error::data(place, format!("it has {count} different labels"), remedy));
    }
    if let Some(names) = names {
        let label = |label: &Label| match label {
            Label::Number(..0) => Ok(None),
            Label::Number(number) if (*number as usize) < names.len() => Ok(Some(*number as u16)),
            other => {
                let problem =
                    format!("it has the label {}, but {} names of classes", other.name(), names.len());
                Err(Error::data(place, problem, "Choose the list of names that belongs to the labels"))
            }
        };
        let number = |part: &Vec<Option<Label>>| {
            part.iter().map(|given| given.as_ref().map_or(Ok(None), label)).collect::<Result<_>>()
        };
        let labels = parts.iter().map(number).collect::<Result<_>>()?;
        return Ok((names, labels));
    }
    let order: Vec<&Label> = there.into_iter().collect();
    let number = |label: &Label| order.binary_search(&label).ok().map(|place| place as u16);
    let labels =
        parts.iter().map(|part| part.iter().map(|label| label.as_ref().and_then(number)).collect()).collect();
    Ok((order.iter().map(|label| label.name()).collect(), labels))
}

/// As [`number_classes`], for one part of which no image may have a label.
///
/// # Errors
/// As [`number_classes`].
pub(super) fn number_labels(
    given: Vec<Option<Label>>,
    names: Option<Vec<String>>,
    place: &str,
) -> Result<(Vec<String>, Vec<Option<u16>>)> {
    if given.iter().all(Option::is_none) {
        return Ok((Vec::new(), vec![None; given.len()]));
    }
    let (class_names, labels) = number_classes(&[given], names, place)?;
    Ok((class_names, labels.into_iter().flatten().collect()))
}

pub(super) fn is_name_list(file: &SharedSource) -> bool {
    NAME_LISTS.contains(&file.file_name().to_lowercase().as_str())
}

/// The names of classes from a list among the files, if there is one.
pub(super) fn listed_names(files: &[SharedSource]) -> Option<Vec<String>> {
    let text = files.iter().find(|file| is_name_list(file))?.read_up_to(MAX_LIST).ok()?;
    let names = names_of(&text);
    (!names.is_empty()).then_some(names)
}

/// The names of a list, one a line.
pub(super) fn names_of(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(String::from).collect()
}
