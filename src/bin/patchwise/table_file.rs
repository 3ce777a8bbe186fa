//! The file of a table, and the record beside it.

use std::path::Path;

use patchwise::experiment::{Format, Plan, TableSource};

use crate::arguments::Table;
use crate::claim::{Claim, difference};
use crate::failure::Failure;
use crate::options::{read_record, record_path, write_record};
use crate::output::write;
use crate::table_options::FREE_OPTIONS;

/// Writes a table and how it was made.
pub fn write_table(options: &Table, out: &Path, table: &TableSource) -> Result<(), Failure> {
    write(out, table_text(table, out).as_bytes())?;
    let whole = Table { merge: None, ..options.clone() };
    write_record("table", &whole, out, table.to_json())
}

/// The table in the format that the file's name ends in.
pub fn table_text(table: &TableSource, out: &Path) -> String {
    match out.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => table.export(Format::Csv),
        Some("json") => table.export(Format::Json),
        _ => {
            let text = table.export(Format::Markdown);
            format!("{} All settings: `{}`.\n", text.trim_end(), record_path(out).display())
        }
    }
}

/// Claims the file of a table. What an earlier table may become is a question of its own.
pub fn claim(options: &Table, out: &Path) -> Result<Claim, Failure> {
    match read_record("table", out) {
        Some(_) => Claim::shared(out),
        None => Claim::new("table", options, out, &[]),
    }
}

/// Fails where an earlier table would lose rows, seeds or settings to this one.
pub fn check_earlier(options: &Table, out: &Path, plan: &Plan) -> Result<(), Failure> {
    let refused = |problem: String| {
        Err(Failure::new(format!(
            "{} is of a table {problem}. Give another --out, the options of that table, or --force to replace it.",
            record_path(out).display()
        )))
    };
    let Some(record) = read_record("table", out) else { return Ok(()) };
    let given = serde_json::to_value(options).unwrap_or_default();
    if let Some(name) = difference(&record["options"], &given, &FREE_OPTIONS) {
        return refused(format!("that was made with other settings or data (--{name})"));
    }
    let titles: Vec<_> = plan.rows.iter().map(|row| row.title()).collect();
    let columns: Vec<_> = plan.columns().into_iter().map(|column| column.title()).collect();
    for row in record["result"]["rows"].as_array().into_iter().flatten() {
        let (title, figures) = (row["method"].as_str().unwrap_or_default(), row["figures"].as_object());
        let names = figures.into_iter().flat_map(|figures| figures.keys());
        if let Some(name) = names.into_iter().find(|name| !columns.contains(name)) {
            return refused(format!("with the column {name}, which this one does not have"));
        }
        let figures = figures.into_iter().flat_map(|figures| figures.values());
        let seeds = figures.filter_map(|figure| Some(figure["values"].as_array()?.len())).max().unwrap_or(0);
        if seeds > 0 && !titles.iter().any(|name| name == title) {
            return refused(format!("with the row {title}, which this one does not have"));
        }
        if seeds as u64 > plan.config.seeds {
            return refused(format!("of {seeds} seeds, this one is of {}", plan.config.seeds));
        }
    }
    Ok(())
}
