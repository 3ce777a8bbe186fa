//! Options from the command line over those of a config file, and the record that a run writes.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};

use crate::device_options::DeviceOptions;
use crate::failure::Failure;
use crate::input::{MAX_RECORD_BYTES, read};
use crate::output;

/// The interface of every command's options.
pub trait Options: Serialize + DeserializeOwned {
    /// The file with the options that are not on the command line.
    fn config(&self) -> Option<&Path>;

    /// Whether outputs of other runs are replaced.
    fn is_forced(&self) -> bool;

    /// Where to compute.
    fn computing(&mut self) -> &mut DeviceOptions;

    /// These options with the switches that no file holds.
    fn with_switches_of(self, given: &Self) -> Self;
}

/// The options given, over those of the config file.
pub fn resolve<T: Options>(command: &str, given: T) -> Result<T, Failure> {
    let Some(path) = given.config() else { return Ok(given) };
    let invalid = |problem: String| Failure::new(format!("{}: {problem}", path.display()));
    let record: Value = serde_json::from_slice(&read(path, MAX_RECORD_BYTES)?).map_err(|error| {
        invalid(format!("it is not JSON ({error}). Expected the record of an earlier run."))
    })?;
    if record["command"].as_str() != Some(command) {
        return Err(invalid(format!(
            "it is the record of `{}`, not of `{command}`. Give the command that it belongs to.",
            record["command"].as_str().unwrap_or("nothing")
        )));
    }
    let mut merged = record["options"].as_object().cloned().unwrap_or_default();
    let given_fields = fields(&given);
    if given_fields.contains_key("device") {
        // It is that of the recorded device.
        merged.remove("token");
    }
    merged.extend(given_fields);
    let known: T = serde_json::from_value(Value::Object(merged.clone()))
        .map_err(|error| invalid(format!("an option does not fit ({error}).")))?;
    let kept = fields(&known);
    if let Some(name) = merged.keys().find(|name| !kept.contains_key(*name)) {
        return Err(invalid(format!("`{command}` has no option `{name}`. Remove it, or see --help.")));
    }
    Ok(known.with_switches_of(&given))
}

/// Refuses options that were given and would have no effect: `why` says what they are for. With a config, nothing is
/// refused, as its record may hold them.
pub fn refuse(options: &impl Options, names: &[&str], why: &str) -> Result<(), Failure> {
    match options.config() {
        Some(_) => Ok(()),
        None => refuse_any(options, names, why),
    }
}

/// As [`refuse`], of options that no config holds.
pub fn refuse_any(options: &impl Serialize, names: &[&str], why: &str) -> Result<(), Failure> {
    let given = fields(options);
    match names.iter().find(|name| given.contains_key(**name)) {
        Some(name) => Err(Failure::new(format!("`--{name}` is for {why}: leave it out."))),
        None => Ok(()),
    }
}

/// A list, or one value or text of values between commas, as in records of 0.1.0.
pub fn one_or_more<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    let values = match Option::<Value>::deserialize(deserializer)? {
        None => return Ok(None),
        Some(Value::String(text)) => text.split(',').map(|part| number_or_text(part.trim())).collect(),
        Some(list @ Value::Array(_)) => list,
        Some(one) => vec![one].into(),
    };
    serde_json::from_value(values).map(Some).map_err(serde::de::Error::custom)
}

fn number_or_text(text: &str) -> Value {
    text.parse::<f64>().map_or_else(|_| text.into(), Value::from)
}

fn fields(options: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(options) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The record of a run beside its output: `patchwise COMMAND --config RECORD` runs it again.
pub fn record_path(out: &Path) -> PathBuf {
    output::appended(out, ".json")
}

/// The record beside an output, if there is one of this command.
pub fn read_record(command: &str, out: &Path) -> Option<Value> {
    let bytes = read(&record_path(out), MAX_RECORD_BYTES).ok()?;
    let record: Value = serde_json::from_slice(&bytes).ok()?;
    (record["command"] == command).then_some(record)
}

/// Writes the record, with the results of the run and the CRC-32 of its output.
pub fn write_record(
    command: &str,
    options: &impl Serialize,
    out: &Path,
    result: Value,
) -> Result<(), Failure> {
    let record = json!({
        "command": command,
        "options": options,
        "version": env!("CARGO_PKG_VERSION"),
        "result": result,
        "outputChecksum": std::fs::read(out).ok().map(|bytes| crc32fast::hash(&bytes)),
    });
    let text = serde_json::to_string_pretty(&record).unwrap_or_default();
    output::write(&record_path(out), format!("{text}\n").as_bytes())
}
