//! `patchwise table` in parts, for whoever distributes work: the list of cells, one cell, and the table of all.

use std::fs::File;
use std::io::{Error, ErrorKind, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use patchwise::data::Fingerprint;
use patchwise::experiment::{ComparisonConfig, Part, Plan, Row, RowName, collect};
use patchwise::workspace::{Event, Inputs, Request, Workspace};
use serde_json::{Value, json};

use crate::arguments::Table;
use crate::claim::difference;
use crate::failure::Failure;
use crate::input::{MAX_RECORD_BYTES, read};
use crate::output::{appended, note, print, print_line, write};
use crate::source::load_data;
use crate::store::FolderStore;
use crate::table_file::{table_text, write_table};
use crate::table_options::{FREE_OPTIONS, OPTIONS, named};
use crate::work::{PIECE, Show, open_workspace, run as run_job};

/// What the processes that share a folder of runs agree on.
const SETTINGS: &str = "settings.json";

/// Prints a line for each cell.
pub fn list(plan: &Plan) -> Result<(), Failure> {
    for (cell, (row, seed)) in plan.runs().into_iter().enumerate() {
        let row = plan.rows[row];
        let (method, ratio) = match row {
            Row::Random => (RowName::Random.name(), None),
            Row::Method(method, ratio) => (method.name(), ratio),
        };
        let line = json!({ "cell": cell, "run": row.run_name(seed), "method": method, "ratio": ratio, "seed": seed });
        print_line(&line.to_string());
    }
    Ok(())
}

/// Runs one cell, or what is left of it.
pub fn run(
    options: &Table,
    plan: Plan,
    cell: usize,
    mut store: FolderStore,
    every: f64,
) -> Result<(), Failure> {
    let runs = plan.runs();
    let Some(&(row, seed)) = runs.get(cell) else {
        let count = runs.len();
        return Err(Failure::new(format!(
            "`--cell` is {cell}, but must be below {count}, the number of cells."
        )));
    };
    let name = plan.rows[row].run_name(seed);
    let folder = store.folder.clone();
    store.claim(&name)?;
    let mut workspace = open_workspace(&options.computing)?;
    load_data(&mut workspace, &options.source, options.images)?;
    let inputs =
        Inputs { store: Some(Box::new(store)), cell: Some(cell), part: options.part, ..Inputs::default() };
    let show = Show { name: &name, piece: PIECE.min(every), options: &OPTIONS };
    run_job(&mut workspace, (Request::Compare(plan.config), inputs), show, |workspace, event| match event {
        // Nothing is written before.
        Event::Started(_) => agree(options, workspace, &folder),
        _ => Ok(()),
    })?;
    if let Some(error) = workspace.table().and_then(|table| table.error_of(row)) {
        return Err(named(error.clone()));
    }
    let done = match options.part {
        None => "done",
        Some(Part::Pretraining) => "pretrained",
        Some(Part::Evaluations) => "evaluated",
    };
    print(options.json, &json!({ "cell": cell, "run": name }), || format!("Cell {cell} is {done}: {name}."));
    Ok(())
}

/// Writes the table of the cells that are there.
pub fn merge(
    options: &Table,
    config: &ComparisonConfig,
    out: &Path,
    store: &FolderStore,
) -> Result<(), Failure> {
    let settings = store.folder.join(SETTINGS);
    if !options.force && settings.exists() {
        compare(options, None, &settings)?;
    }
    let collected = collect(config, store).map_err(named)?;
    write_table(options, out, &collected.table)?;
    if !collected.missing.is_empty() {
        note(&format!("Not finished: {}.", collected.missing.join(", ")));
    }
    let mut result = collected.table.to_json();
    result["missing"] = json!(collected.missing);
    print(options.json, &result, || table_text(&collected.table, out));
    Ok(())
}

/// Refuses settings other than those that the runs of a folder are made with; the first process writes them.
pub fn agree(options: &Table, workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    let path = folder.join(SETTINGS);
    let data = Fingerprint::of(workspace.data()?)?;
    let ours = json!({ "options": options, "data": data }).to_string();
    let failed = |error: Error| Failure::of_path(&path, "written", error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    if options.force {
        return write(&path, ours.as_bytes());
    }
    // Whole or not there: a name is given to a file that is complete, and to one only.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let own = appended(&path, &format!(".{}-{now}", std::process::id()));
    // On a full disk, the part that was written is removed, too.
    let unwritten = |_: &Error| drop(std::fs::remove_file(&own));
    std::fs::write(&own, &ours).inspect_err(unwritten).map_err(failed)?;
    let linked = std::fs::hard_link(&own, &path);
    // One that stays is harmless.
    let _ = std::fs::remove_file(&own);
    let is_there = |error: &Error| error.kind() == ErrorKind::AlreadyExists;
    if linked.is_err_and(|error| !is_there(&error)) {
        // File systems without links.
        let created = File::create_new(&path).and_then(|mut file| file.write_all(ours.as_bytes()));
        created.or_else(|error| if is_there(&error) { Ok(()) } else { Err(failed(error)) })?;
    }
    compare(options, Some(&data), &path)
}

/// Refuses settings other than those of a file, and other data where these are known.
fn compare(options: &Table, data: Option<&Fingerprint>, path: &Path) -> Result<(), Failure> {
    let unreadable = |error: serde_json::Error| {
        Failure::new(format!("{} is not what this version writes ({error}). Remove it.", path.display()))
    };
    let bytes = read(path, MAX_RECORD_BYTES)?;
    let theirs: Value = serde_json::from_slice(&bytes).map_err(unreadable)?;
    let refused = |what: String| {
        Err(Failure::new(format!(
            "{} says that the runs beside it are made with other {what}. Give another --out, or the same as before.",
            path.display()
        )))
    };
    let ours = serde_json::to_value(options).unwrap_or_default();
    if let Some(name) = difference(&theirs["options"], &ours, &FREE_OPTIONS) {
        return refused(format!("settings or data (--{name})"));
    }
    let before: Fingerprint = serde_json::from_value(theirs["data"].clone()).map_err(unreadable)?;
    match data.filter(|&now| *now != before) {
        None => Ok(()),
        Some(now) => {
            let differences = before.differences(now);
            refused(format!("data: {}", differences.unwrap_or_else(|| "their test images differ".into())))
        }
    }
}
