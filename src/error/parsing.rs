//! What parsers say, in words.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Types as parsers name them, and in words; a name that ends in a space begins theirs.
const KINDS: [(&str, &str); 14] = [
    ("internally tagged enum Transform", "an object such as {\"kind\": \"grayscale\"}"),
    ("usize", "a whole number, 0 or more"),
    ("u64", "a whole number, 0 or more"),
    ("u32", "a whole number, 0 or more"),
    ("u16", "a whole number, 0 or more"),
    ("f64", "a number"),
    ("f32", "a number"),
    ("a boolean", "true or false"),
    ("a string", "text"),
    ("string", "text"),
    ("a sequence", "a list"),
    ("a map", "an object"),
    ("an array of length 2", "a list of 2"),
    ("struct ", "an object"),
];

/// What a parser found, as it begins, and in words.
const FOUND: [(&str, &str); 7] = [
    ("string ", ""),
    ("integer ", ""),
    ("floating point ", ""),
    ("boolean ", ""),
    ("unit value", "null"),
    ("sequence", "a list"),
    ("map", "an object"),
];

fn kind_in_words(kind: &str) -> &str {
    let is_named = |name: &str| kind == name || (name.ends_with(' ') && kind.starts_with(name));
    KINDS.iter().find(|(name, _)| is_named(name)).map_or(kind, |(_, words)| words)
}

fn found_in_words(found: &str) -> String {
    let named = FOUND.iter().find_map(|(name, words)| Some((words, found.strip_prefix(name)?)));
    named.map_or_else(|| found.into(), |(words, rest)| format!("{words}{rest}"))
}

/// An error of a parser, without types of Rust or a place in a text of one line.
pub fn in_words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line 1 column ").map_or(text.as_str(), |(text, _)| text);
    let found = ["invalid type: ", "invalid value: "].iter().find_map(|start| text.strip_prefix(start));
    match found.and_then(|text| text.rsplit_once(", expected ")) {
        Some((found, kind)) => {
            format!("{} is there, but must be {}", found_in_words(found), kind_in_words(kind))
        }
        None => text.into(),
    }
}

/// Options, or what is wrong with them.
///
/// Always by way of a value: each other way to parse a config would add code that a page has to download.
pub(crate) fn from_options<T: DeserializeOwned>(config: Value) -> Result<T, String> {
    serde_json::from_value(config.clone()).map_err(|error| {
        let problem = |value| serde_json::from_value::<T>(value).err().map(|error| in_words(&error));
        explain(&config, &error, &problem)
    })
}

/// What is wrong with options, and with which one: the parser does not say.
fn explain(config: &Value, error: &serde_json::Error, problem: &dyn Fn(Value) -> Option<String>) -> String {
    // Where a field is missing, none that is there is to blame.
    let missing = problem(json!({}));
    let mut fields = config.as_object().into_iter().flatten().filter_map(|(name, value)| {
        let problem = problem(json!({ name: value }));
        let text = problem.as_ref().filter(|_| problem != missing)?;
        let itself = match value {
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
            _ => "",
        };
        Some(match text.split_once(" is there, but must be ") {
            Some((found, expected)) if itself.is_empty() || itself == found => {
                format!("`{name}` is {value}, but must be {expected}")
            }
            _ if text.starts_with(&format!("unknown field `{name}`")) => text.clone(),
            _ => format!("`{name}` is {value}: {text}"),
        })
    });
    fields.next().unwrap_or_else(|| in_words(error))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn types_of_the_language_are_not_named() {
        let words = |text: &str| {
            let error = serde_json::from_str::<BTreeMap<String, Vec<f64>>>(text).err();
            error.map(|error| in_words(&error)).unwrap_or_default()
        };
        for (text, expected) in [
            (r#"{"a": ["b"]}"#, "\"b\" is there, but must be a number"),
            (r#"{"a": [true]}"#, "`true` is there, but must be a number"),
            (r#"{"a": 2.5}"#, "`2.5` is there, but must be a list"),
            (r#"{"a": null}"#, "null is there, but must be a list"),
            ("[]", "a list is there, but must be an object"),
        ] {
            assert_eq!(words(text), expected);
        }
    }
}
