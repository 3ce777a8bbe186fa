//! `patchwise replay`: runs a record again and compares the figures.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use serde_json::{Value, json};

use crate::device_options::DeviceChoice;
use crate::failure::Failure;
use crate::input::{MAX_RECORD_BYTES, read};
use crate::options::record_path;
use crate::output::{appended, note, print, verbosity_option};
use crate::work::Stoppable;

/// What differs between two runs of the same: times, and where things are.
const IGNORED: [&str; 6] = ["seconds", "pretraining, s", "elapsedMs", "imagesPerSecond", "out", "runs"];
/// Commands whose output is the same to the byte; models hold their date, tables their times.
const EXACT: [&str; 5] = ["features", "export", "views", "attend", "tsne"];
const OUTPUT: &str = "checksum of the output";
/// Figures that are named where they differ; the rest is counted.
const MOST_NAMED: usize = 10;

/// Options of `replay`.
#[derive(Args)]
pub struct Replay {
    /// The record that a run wrote beside its output, such as model.safetensors.json
    pub record: PathBuf,
    /// Keep the output of the new run in this file [nowhere]
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// How far apart figures may be, as a fraction; on other processors sums differ in their last digits [0]
    #[arg(long, default_value_t = 0.0, hide_default_value = true, allow_negative_numbers = true)]
    pub tolerance: f64,
    /// Where to compute [as recorded]
    #[arg(long)]
    pub device: Option<DeviceChoice>,
    /// The file with the token of a server, where that computes [as recorded]
    #[arg(long)]
    pub token: Option<PathBuf>,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub json: bool,
}

/// Gives whether the figures are the same.
pub fn run(options: &Replay) -> Result<bool, Failure> {
    if !(options.tolerance >= 0.0 && options.tolerance.is_finite()) {
        let problem = format!("`--tolerance` is {}, but must be a number, 0 or more.", options.tolerance);
        return Err(Failure::new(problem));
    }
    let record = read_record(&options.record)?;
    let command = record["command"].as_str().unwrap_or_default();
    let (now, then) = (env!("CARGO_PKG_VERSION"), record["version"].as_str().unwrap_or("an unknown version"));
    if now != then {
        note(&format!("The record is of {then}, this is {now}."));
    }
    let folder = tempfile::tempdir()
        .map_err(|error| Failure::new(format!("There is no place for the new run: {error}.")))?;
    let out = options.out.clone().unwrap_or_else(|| folder.path().join(name_of_out(&record, command)));
    // What is there would be continued, or taken for the result.
    let beside = ["", ".json", ".checkpoint.safetensors", ".runs"].map(|suffix| appended(&out, suffix));
    if let Some(path) = beside.iter().find(|path| path.exists()) {
        let problem = format!("`--out` would use {}, which exists. Give another --out.", path.display());
        return Err(Failure::new(problem));
    }
    run_again(options, command, &out)?;
    let again = read_record(&record_path(&out))?;
    let (mut before, mut after) = (figures(&record["result"]), figures(&again["result"]));
    if options.tolerance == 0.0 && EXACT.contains(&command) && record["outputChecksum"].is_number() {
        let of_output = |record: &Value| (OUTPUT.to_string(), record["outputChecksum"].clone());
        before.extend([of_output(&record)]);
        after.extend([of_output(&again)]);
    }
    let differences = compare(&before, &after, options.tolerance);
    let result = json!({
        "command": command,
        "record": options.record,
        "figures": before.len(),
        "differences": differences.iter().map(|(name, then, now)| json!({ "figure": name, "then": then, "now": now })).collect::<Vec<_>>(),
        "out": options.out,
    });
    print(options.json, &result, || describe(command, before.len(), &differences));
    Ok(differences.is_empty())
}

fn read_record(path: &Path) -> Result<Value, Failure> {
    let invalid = |problem: &str| {
        let expected =
            "Expected the record that a run writes beside its output, such as model.safetensors.json";
        Failure::new(format!("{}: {problem}. {expected}.", path.display()))
    };
    let record: Value =
        serde_json::from_slice(&read(path, MAX_RECORD_BYTES)?).map_err(|_| invalid("it is not JSON"))?;
    let is_record = record["command"].is_string() && record["options"].is_object();
    if !is_record || !record["result"].is_object() {
        return Err(invalid("it is not the record of a run"));
    }
    Ok(record)
}

/// The name of the output, as the ending decides what is written.
fn name_of_out(record: &Value, command: &str) -> String {
    let given = record["options"]["out"].as_str().or(record["result"]["out"].as_str());
    let name =
        given.and_then(|path| Path::new(path).file_name()).map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| if command == "table" { "table.md".into() } else { "out".into() })
}

/// In a process of its own, whose progress is shown and whose result is read from its record.
fn run_again(options: &Replay, command: &str, out: &Path) -> Result<(), Failure> {
    let failed = |problem: String| Failure::new(format!("The record cannot be run again: {problem}."));
    let program = std::env::current_exe().map_err(|error| failed(error.to_string()))?;
    let mut child = Command::new(program);
    child.arg(command).arg("--config").arg(&options.record).arg("--out").arg(out);
    if let Some(device) = &options.device {
        child.args(["--device", &device.to_string()]);
    }
    if let Some(token) = &options.token {
        child.arg("--token").arg(token);
    }
    child.args(verbosity_option()).stdin(Stdio::null()).stdout(Stdio::null());
    // The new run hears of Ctrl-C itself.
    let _stoppable = Stoppable::new();
    let status = child.status().map_err(|error| failed(error.to_string()))?;
    if status.success() {
        Ok(())
    } else {
        Err(failed("it failed, as said above; its paths are relative to the current folder".into()))
    }
}

/// Every number and text by its path.
fn figures(result: &Value) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    collect(result, "", &mut found);
    found
}

fn collect(value: &Value, path: &str, found: &mut BTreeMap<String, Value>) {
    let below = |name: &str| if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(name, _)| !IGNORED.contains(&name.as_str())) {
                collect(field, &below(name), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &below(&index.to_string()), found);
            }
        }
        other => {
            found.insert(path.into(), other.clone());
        }
    }
}

type Difference = (String, Value, Value);

fn compare(
    before: &BTreeMap<String, Value>,
    after: &BTreeMap<String, Value>,
    tolerance: f64,
) -> Vec<Difference> {
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let at =
        |figures: &BTreeMap<String, Value>, name: &String| figures.get(name).cloned().unwrap_or_default();
    let pairs = names.into_iter().map(|name| (name.clone(), at(before, name), at(after, name)));
    pairs.filter(|(_, then, now)| !is_same(then, now, tolerance)).collect()
}

fn is_same(then: &Value, now: &Value, tolerance: f64) -> bool {
    match (then.as_f64(), now.as_f64()) {
        (Some(then), Some(now)) => (then - now).abs() <= tolerance * then.abs().max(now.abs()),
        _ => then == now,
    }
}

fn describe(command: &str, count: usize, differences: &[Difference]) -> String {
    if differences.is_empty() {
        return format!("`{command}` ran again: all {count} figures are the same.");
    }
    let mut lines = vec![format!("`{command}` ran again: {} of {count} figures differ.", differences.len())];
    let line = |(name, then, now): &Difference| format!("  {name}: {then} then, {now} now");
    lines.extend(differences.iter().take(MOST_NAMED).map(line));
    if differences.len() > MOST_NAMED {
        lines.push(format!("  and {} more", differences.len() - MOST_NAMED));
    }
    lines.join("\n")
}
