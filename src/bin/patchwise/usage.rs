//! What is wrong with the options that were typed, in one sentence.

use std::error::Error as _;
use std::num::{ParseFloatError, ParseIntError};

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::failure::Failure;

/// The failure of options that do not parse.
pub fn failure(error: &Error) -> Failure {
    let text = |kind| error.get(kind).map(ToString::to_string).filter(|text| !text.is_empty());
    let list = |kind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    };
    // `--method <METHOD>`.
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let option = argument.split([' ', '=']).next().unwrap_or_default();
    let got = text(ContextKind::InvalidValue);
    let meant = |suggestions: Vec<String>| {
        suggestions.first().map_or_else(String::new, |text| format!(" Did you mean {text}?"))
    };
    let sentence = match error.kind() {
        ErrorKind::InvalidValue => {
            let expected = list(ContextKind::ValidValue).join(", ");
            let expected = if expected.is_empty() { "a value".into() } else { format!("one of {expected}") };
            match got {
                Some(got) => format!(
                    "`{option}` is {got}, but must be {expected}.{}",
                    meant(list(ContextKind::SuggestedValue))
                ),
                None => format!("`{option}` needs {expected}."),
            }
        }
        ErrorKind::ValueValidation => {
            let source = error.source();
            let is_whole = source.is_some_and(|source| source.is::<ParseIntError>());
            let is_number = source.is_some_and(|source| source.is::<ParseFloatError>());
            let expected = match (is_whole, is_number) {
                (true, _) => "a whole number, 0 or more".into(),
                (_, true) => "a number".into(),
                _ => source.map_or_else(|| "something else".into(), ToString::to_string),
            };
            format!("`{option}` is {}, but must be {expected}.", got.unwrap_or_default())
        }
        ErrorKind::UnknownArgument => {
            format!("There is no option `{option}`.{}", meant(list(ContextKind::SuggestedArg)))
        }
        ErrorKind::InvalidSubcommand => format!(
            "There is no command `{}`.{}",
            text(ContextKind::InvalidSubcommand).unwrap_or_default(),
            meant(list(ContextKind::SuggestedSubcommand))
        ),
        ErrorKind::MissingRequiredArgument => {
            let missing: Vec<String> = list(ContextKind::InvalidArg)
                .iter()
                .map(|text| text.split(' ').next().unwrap_or_default().trim_matches(['<', '>', '.']))
                .map(|name| format!("`{name}`"))
                .collect();
            format!("{} is missing.", missing.join(", "))
        }
        ErrorKind::ArgumentConflict => format!("`{option}` is given twice. Give it once."),
        _ => {
            let text = error.to_string();
            text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_string() + "."
        }
    };
    Failure::new(format!("{sentence} See --help."))
}
