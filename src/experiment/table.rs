//! A table with its figures, and its exports.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::assessment::Assessment;
use super::bootstrap::{Difference, Pair, paired_differences};
use super::figures::{Cell, Column, mean_and_deviation};
use super::plan::{Plan, Row};
use super::store::Pretrained;
use crate::config::Protocol;
use crate::data::Fingerprint;
use crate::error::Error;
use crate::evaluate::{Measurement, Report};

/// The export format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Markdown,
    Csv,
    Json,
}

/// The contents of a table.
#[derive(Clone, Debug)]
pub struct TableSource {
    pub plan: Plan,
    pub data: Fingerprint,
    /// By row: a value for each seed under each figure.
    figures: Vec<BTreeMap<Column, Vec<(u64, f64)>>>,
    /// By row, column and seed.
    answers: Vec<BTreeMap<Column, BTreeMap<u64, Answers>>>,
    /// Of these, once they are asked for.
    differences: OnceLock<Vec<Differences>>,
    /// By row: why it could not be run.
    errors: Vec<Option<Error>>,
}

/// What an evaluation answered.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    /// Whether each test image was answered correctly, as a text of 0 and 1; empty in reports of earlier versions.
    pub hits: String,
    /// The accuracy for each class; none where there is no test image of it.
    pub by_class: Vec<Option<f64>>,
}

/// Of a row from the reference, by the columns.
type Differences = Vec<(Column, Difference)>;

/// A table as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Table {
    pub columns: Vec<TableColumn>,
    pub rows: Vec<TableRow>,
    /// What the numbers are, in words.
    pub caption: String,
}

/// The heading of a column.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TableColumn {
    pub name: String,
    pub title: String,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TableRow {
    pub name: String,
    pub title: String,
    /// One for each column; null where there is no figure.
    pub cells: Vec<Option<TableCell>>,
    /// Why the row could not be run.
    pub error: Option<String>,
}

/// A figure over seeds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TableCell {
    /// Mean ± standard deviation, accuracies in percent.
    pub text: String,
    pub mean: f64,
    /// Null for a single seed.
    pub deviation: Option<f64>,
    pub values: Vec<f64>,
}

impl TableSource {
    /// Still without figures.
    pub(super) fn new(plan: Plan, data: Fingerprint) -> Self {
        let rows = plan.rows.len();
        let (figures, answers) = (vec![BTreeMap::new(); rows], vec![BTreeMap::new(); rows]);
        Self { plan, data, figures, answers, differences: OnceLock::new(), errors: vec![None; rows] }
    }

    /// What a run of pretraining gave.
    pub(super) fn add_pretrained(&mut self, row: usize, seed: u64, done: &Pretrained) {
        for (cell, value) in [(Cell::Loss, done.loss), (Cell::TrainAccuracy, done.accuracy)] {
            if let Some(value) = value {
                self.add(row, seed, cell.into(), f64::from(value));
            }
        }
        self.add(row, seed, Cell::Seconds.into(), done.seconds);
    }

    /// What an evaluation of a run gave.
    pub(super) fn add_report(&mut self, row: usize, seed: u64, by: Assessment, report: &Report) {
        for (column, value) in by.values(&report.pretrained) {
            self.add(row, seed, column, value);
        }
        // Tasks of pretraining differ from row to row.
        if by.protocol != Protocol::Pretext {
            let Measurement { hits, per_class, .. } = &report.pretrained;
            let answers = Answers { hits: hits.clone(), by_class: per_class.clone() };
            // Those of retrieval are of the nearest image, as its first column is.
            if let Some(column) = by.columns().next() {
                self.differences = OnceLock::new();
                self.answers[row].entry(column).or_default().insert(seed, answers);
            }
        }
    }

    fn add(&mut self, row: usize, seed: u64, column: Column, value: f64) {
        self.figures[row].entry(column).or_default().push((seed, value));
    }

    /// The reference row, and by row how the others differ from it.
    fn differences(&self) -> Option<(usize, &[Differences])> {
        let reference = self.plan.reference()?;
        let all = self.differences.get_or_init(|| {
            let (mut cells, mut pairs): (Vec<_>, Vec<Pair>) = Default::default();
            for (row, found) in self.answers.iter().enumerate().filter(|&(row, _)| row != reference) {
                for (column, answers) in found {
                    if let Some(others) = self.answers[reference].get(column) {
                        cells.push((row, *column));
                        pairs.push([answers, others]);
                    }
                }
            }
            let mut all = vec![Vec::new(); self.plan.rows.len()];
            for ((row, column), found) in cells.into_iter().zip(paired_differences(&pairs)) {
                all[row].extend(found.map(|found| (column, found)));
            }
            all
        });
        Some((reference, all))
    }

    pub(super) fn fail(&mut self, row: usize, error: Error) {
        self.errors[row] = Some(error);
    }

    /// Whether a row could not be run.
    pub fn has_failed(&self, row: usize) -> bool {
        self.errors[row].is_some()
    }

    /// Why a row could not be run.
    pub fn error_of(&self, row: usize) -> Option<&Error> {
        self.errors[row].as_ref()
    }

    /// Why the first row that could not be run could not.
    pub fn first_error(&self) -> Option<&Error> {
        self.errors.iter().flatten().next()
    }

    fn values(&self, row: usize, column: Column) -> Option<Vec<f64>> {
        let values = self.figures[row].get(&column)?;
        Some(values.iter().map(|&(_, value)| value).collect())
    }

    /// The table in its displayed form.
    pub fn report(&self) -> Table {
        let columns = self.plan.columns();
        let cell = |row: usize, column: Column| {
            let values = self.values(row, column)?;
            let (mean, deviation) = mean_and_deviation(&values);
            Some(TableCell { text: column.cell.show(&values), mean, deviation, values })
        };
        let rows = self.plan.rows.iter().enumerate().map(|(index, row)| TableRow {
            name: row.name(),
            title: row.title(),
            cells: columns.iter().map(|&column| cell(index, column)).collect(),
            error: self.errors[index].as_ref().map(Error::to_string),
        });
        Table {
            rows: rows.collect(),
            columns: columns
                .into_iter()
                .map(|column| TableColumn { name: column.name(), title: column.title() })
                .collect(),
            caption: self.caption(),
        }
    }

    /// As text.
    pub fn export(&self, format: Format) -> String {
        match format {
            Format::Markdown => self.to_markdown(),
            Format::Csv => self.to_csv(),
            Format::Json => {
                let text = serde_json::to_string_pretty(&self.to_json());
                text.expect("a table is an object with string keys") + "\n"
            }
        }
    }

    fn to_markdown(&self) -> String {
        let Table { columns, rows, caption } = self.report();
        let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
        let titles = || columns.iter().map(|column| column.title.as_str());
        let mut text = line(["method"].into_iter().chain(titles()).collect());
        text += &line(vec!["---"; columns.len() + 1]);
        for row in &rows {
            let cells = row.cells.iter().map(|cell| cell.as_ref().map_or("", |cell| cell.text.as_str()));
            text += &line([row.title.as_str()].into_iter().chain(cells).collect());
        }
        format!("{text}\n{caption}\n{}", self.differences_in_words())
    }

    /// A table of the differences from the reference row, in percentage points.
    fn differences_in_words(&self) -> String {
        let Some((reference, differences)) = self.differences() else { return String::new() };
        let found: BTreeSet<Column> = differences.iter().flatten().map(|(column, _)| *column).collect();
        let columns: Vec<Column> =
            self.plan.columns().into_iter().filter(|column| found.contains(column)).collect();
        if columns.is_empty() {
            return String::new();
        }
        let mut text = format!(
            "\n| method | {} |\n",
            columns.iter().map(|column| column.title()).collect::<Vec<_>>().join(" | ")
        );
        text += &format!("| --- |{}\n", " --- |".repeat(columns.len()));
        for (row, found) in self.plan.rows.iter().zip(differences).filter(|(_, found)| !found.is_empty()) {
            let cell = |wanted: &Column| {
                let difference = found.iter().find(|(column, _)| column == wanted);
                difference.map_or_else(String::new, |(_, Difference { mean, low, high })| {
                    format!("{:+.1} ({:+.1} to {:+.1})", 100.0 * mean, 100.0 * low, 100.0 * high)
                })
            };
            let cells: Vec<String> = columns.iter().map(cell).collect();
            text += &format!("| {} | {} |\n", row.title(), cells.join(" | "));
        }
        let title = self.plan.rows[reference].title();
        format!(
            "{text}\nDifference to {title} in percentage points, with 95 % intervals of a paired bootstrap over seeds and test \
             images.\n"
        )
    }

    /// One line for each figure of each run, so that other programs can compute their own means; the last field is empty, or
    /// the class that the accuracy is for.
    fn to_csv(&self) -> String {
        let mut text = String::from("method,seed,measure,value,class\n");
        for (index, row) in self.plan.rows.iter().enumerate() {
            let mut line = |seed: u64, measure: &str, value: f64, class: &str| {
                text += &format!("{},{seed},{measure},{value},{class}\n", row.name());
            };
            for (column, values) in &self.figures[index] {
                values.iter().for_each(|&(seed, value)| line(seed, &column.name(), value, ""));
            }
            for (column, by_seed) in &self.answers[index] {
                for (&seed, Answers { by_class, .. }) in by_seed {
                    for (class, value) in self.data.class_names.iter().zip(by_class) {
                        if let Some(value) = *value {
                            line(seed, &column.name(), value, &quoted(class));
                        }
                    }
                }
            }
        }
        text
    }

    /// All settings of the table, and its figures as numbers, accuracies in 0..1.
    pub fn to_json(&self) -> Value {
        let columns = self.plan.columns();
        let seed = self.plan.config.seed;
        let mut configs = Map::new();
        for &row in &self.plan.rows {
            if let Some(config) = self.plan.pretrain_config(row, seed) {
                configs.insert(row.title(), json!(config));
            }
        }
        let assessments = self.plan.assessments().into_iter();
        let protocols: Vec<_> =
            assessments.map(|assessment| self.plan.evaluation_config(assessment, seed)).collect();
        let figures = |row: usize| {
            let mut figures = Map::new();
            for &column in &columns {
                if let Some(values) = self.values(row, column) {
                    let (mean, deviation) = mean_and_deviation(&values);
                    let figure = json!({ "values": values, "mean": mean, "deviation": deviation });
                    figures.insert(column.title(), figure);
                }
            }
            figures
        };
        let differences = self.differences().map(|(_, differences)| differences);
        let row = |(index, row): (usize, &Row)| {
            let mut value = json!({ "method": row.title(), "figures": figures(index), "classes": self.classes_of(index) });
            if let Some(found) = differences.map(|all| &all[index]).filter(|found| !found.is_empty()) {
                value["differences"] =
                    found.iter().map(|(column, found)| (column.title(), json!(found))).collect();
            }
            value
        };
        json!({
            "data": self.data,
            "backbone": self.plan.config.backbone,
            "comparison": self.plan.config,
            "pretraining": configs,
            "protocols": protocols,
            "rows": self.plan.rows.iter().enumerate().map(row).collect::<Vec<_>>(),
        })
    }

    /// By the column and the class: the mean over seeds and the values.
    fn classes_of(&self, row: usize) -> Map<String, Value> {
        let of = |by_seed: &BTreeMap<u64, Answers>| {
            let mut classes = Map::new();
            for (place, class) in self.data.class_names.iter().enumerate() {
                let values: Vec<f64> =
                    by_seed.values().filter_map(|answers| *answers.by_class.get(place)?).collect();
                if !values.is_empty() {
                    let (mean, _) = mean_and_deviation(&values);
                    classes.insert(class.clone(), json!({ "values": values, "mean": mean }));
                }
            }
            Value::Object(classes)
        };
        self.answers[row].iter().map(|(column, by_seed)| (column.title(), of(by_seed))).collect()
    }
}

/// As a field of comma-separated values (RFC 4180).
fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.into(),
    }
}
