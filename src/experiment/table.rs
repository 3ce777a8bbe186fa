//! A table with its figures, and its exports.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::bootstrap::{Difference, paired_difference};
use super::figures::{Cell, mean_and_deviation};
use super::plan::{Plan, Row};
use crate::config::{ClassifierKind, Protocol};
use crate::data::Fingerprint;
use crate::error::Error;
use crate::evaluate::{FEW_TEST_IMAGES, interval};

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
    figures: Vec<BTreeMap<Cell, Vec<(u64, f64)>>>,
    /// By row and protocol: whether each test image was answered correctly, for each seed.
    hits: Vec<BTreeMap<&'static str, BTreeMap<u64, String>>>,
    /// By row: why it could not be run.
    errors: Vec<Option<Error>>,
}

/// Of a row from the reference, by the names of protocols.
type Differences = Vec<(&'static str, Difference)>;

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
    pub name: &'static str,
    pub title: &'static str,
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
        let (figures, hits) = (vec![BTreeMap::new(); rows], vec![BTreeMap::new(); rows]);
        Self { plan, data, figures, hits, errors: vec![None; rows] }
    }

    pub(super) fn add(&mut self, row: usize, seed: u64, cell: Cell, value: f64) {
        self.figures[row].entry(cell).or_default().push((seed, value));
    }

    pub(super) fn add_hits(&mut self, row: usize, seed: u64, protocol: Protocol, hits: &str) {
        self.hits[row].entry(protocol.name()).or_default().insert(seed, hits.into());
    }

    /// The reference row, and by row how the others differ from it.
    fn differences(&self) -> Option<(usize, Vec<Differences>)> {
        let reference = self.plan.reference()?;
        let of = |row: usize| {
            let pairs = self.hits[row].iter().filter_map(|(&protocol, hits)| {
                let others = self.hits[reference].get(protocol)?;
                Some((protocol, paired_difference(hits, others)?))
            });
            if row == reference { Vec::new() } else { pairs.collect() }
        };
        Some((reference, (0..self.plan.rows.len()).map(of).collect()))
    }

    pub(super) fn fail(&mut self, row: usize, error: Error) {
        self.errors[row] = Some(error);
    }

    /// Whether a row could not be run.
    pub fn has_failed(&self, row: usize) -> bool {
        self.errors[row].is_some()
    }

    /// Why the first row that could not be run could not.
    pub fn first_error(&self) -> Option<&Error> {
        self.errors.iter().flatten().next()
    }

    fn columns(&self) -> Vec<Cell> {
        Cell::columns(&self.plan.config.protocols)
    }

    fn values(&self, row: usize, cell: Cell) -> Option<Vec<f64>> {
        let values = self.figures[row].get(&cell)?;
        Some(values.iter().map(|&(_, value)| value).collect())
    }

    /// The table in its displayed form.
    pub fn report(&self) -> Table {
        let columns = self.columns();
        let cell = |row: usize, column: Cell| {
            let values = self.values(row, column)?;
            let (mean, deviation) = mean_and_deviation(&values);
            Some(TableCell { text: column.show(&values), mean, deviation, values })
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
                .iter()
                .map(|cell| TableColumn { name: cell.name(), title: cell.title() })
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
        let titles = || columns.iter().map(|column| column.title);
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
        let protocols: BTreeSet<&str> = differences.iter().flatten().map(|(protocol, _)| *protocol).collect();
        if protocols.is_empty() {
            return String::new();
        }
        let mut text = format!("\n| method | {} |\n", Vec::from_iter(protocols.iter().copied()).join(" | "));
        text += &format!("| --- |{}\n", " --- |".repeat(protocols.len()));
        for (row, found) in self.plan.rows.iter().zip(&differences).filter(|(_, found)| !found.is_empty()) {
            let cell = |protocol: &&str| {
                let difference = found.iter().find(|(name, _)| name == protocol);
                difference.map_or_else(String::new, |(_, Difference { mean, low, high })| {
                    format!("{:+.1} ({:+.1} to {:+.1})", 100.0 * mean, 100.0 * low, 100.0 * high)
                })
            };
            let cells: Vec<String> = protocols.iter().map(cell).collect();
            text += &format!("| {} | {} |\n", row.title(), cells.join(" | "));
        }
        let title = self.plan.rows[reference].title();
        format!(
            "{text}\nDifference to {title} in percentage points, with 95 % intervals of a paired bootstrap over seeds and test \
             images.\n"
        )
    }

    /// One line for each figure of each run, so that other programs can compute their own means.
    fn to_csv(&self) -> String {
        let mut text = String::from("method,seed,measure,value\n");
        for (row, figures) in self.plan.rows.iter().zip(&self.figures) {
            for (cell, values) in figures {
                for (seed, value) in values {
                    text += &format!("{},{seed},{},{value}\n", row.name(), cell.name());
                }
            }
        }
        text
    }

    /// All settings of the table, and its figures as numbers, accuracies in 0..1.
    pub fn to_json(&self) -> Value {
        let columns = self.columns();
        let seed = self.plan.config.seed;
        let mut configs = Map::new();
        for &row in &self.plan.rows {
            if let Some(config) = self.plan.pretrain_config(row, seed) {
                configs.insert(row.title(), json!(config));
            }
        }
        let protocols = self.plan.config.protocols.iter();
        let protocols: Vec<_> =
            protocols.map(|&protocol| self.plan.evaluation_config(protocol, seed)).collect();
        let figures = |row: usize| {
            let mut figures = Map::new();
            for &cell in &columns {
                if let Some(values) = self.values(row, cell) {
                    let (mean, deviation) = mean_and_deviation(&values);
                    let figure = json!({ "values": values, "mean": mean, "deviation": deviation });
                    figures.insert(cell.title().into(), figure);
                }
            }
            figures
        };
        let differences = self.differences().map(|(_, differences)| differences);
        let row = |(index, row): (usize, &Row)| {
            let mut value = json!({ "method": row.title(), "figures": figures(index) });
            if let Some(found) = differences.as_ref().map(|all| &all[index]).filter(|found| !found.is_empty())
            {
                value["differences"] =
                    found.iter().map(|(name, found)| (String::from(*name), json!(found))).collect();
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

    fn caption(&self) -> String {
        let config = &self.plan.config;
        let seeds = match config.seeds {
            1 => format!("seed {}", config.seed),
            count => format!(
                "mean ± standard deviation of the finished seeds of {} to {}",
                config.seed,
                config.seed + count - 1
            ),
        };
        let labels = config.labels_per_class.map_or_else(String::new, |count| {
            format!(" Classifiers were trained on at most {count} labelled images per class.")
        });
        format!(
            "{} on {}. Accuracy, recall and mean average precision (mAP) in percent; {seeds}. {}{}{labels}{}",
            config.backbone.info().title,
            self.data.describe(),
            self.describe_training(),
            self.describe_classifiers(),
            self.describe_precision(),
        )
    }

    /// What linear evaluation and fine-tuning train.
    fn describe_classifiers(&self) -> String {
        let of = |protocol| self.plan.evaluation_config(protocol, self.plan.config.seed);
        let name = |protocol: Protocol| {
            let crop = if of(protocol).augmentation().has_crop() { " with random crop" } else { "" };
            format!("{}{crop}", protocol.info().title.to_lowercase())
        };
        let trained = self.plan.config.protocols.iter().filter(|&&protocol| of(protocol).is_trained());
        let names: Vec<String> = trained.map(|&protocol| name(protocol)).collect();
        let classifier = match of(Protocol::Linear).classifier {
            ClassifierKind::TwoLayer => "the paper's two-layer classifier",
            ClassifierKind::SingleLayer => "a single-layer classifier; the paper's has two layers",
            ClassifierKind::Logistic => "logistic regression; the paper's classifier has two layers",
        };
        match names.is_empty() {
            true => String::new(),
            false => format!(" For {}: {classifier}.", names.join(" and ")),
        }
    }

    /// How far chance may move an accuracy.
    fn describe_precision(&self) -> String {
        let count = self.data.test_images as u32;
        if count == 0 {
            return String::new();
        }
        let [low, high] = interval(count / 2, count);
        let points = (high - low) * 50.0;
        let few = match self.data.test_images < FEW_TEST_IMAGES {
            true => {
                format!(" With fewer than {FEW_TEST_IMAGES} test images, small differences tell nothing.")
            }
            false => String::new(),
        };
        format!(" An accuracy on {count} test images has a 95 % interval of up to ± {points:.1} points.{few}")
    }

    /// Settings that the rows share, and their own learning rates.
    fn describe_training(&self) -> String {
        let configs: Vec<_> =
            self.plan.rows.iter().filter_map(|&row| self.plan.pretrain_config(row, 1)).collect();
        let Some(first) = configs.first() else { return "Nothing was trained.".into() };
        let mut rates: Vec<String> = Vec::new();
        for config in &configs {
            let crop = if config.augmentation.has_crop() { ", random crop" } else { "" };
            let text = format!(
                "{}: epochs {}, learning rate {}{crop}",
                config.method.title(),
                config.epochs,
                config.optimizer.learning_rate()
            );
            if !rates.contains(&text) {
                rates.push(text);
            }
        }
        format!("Batch size {}. {}.", first.batch_size, rates.join("; "))
    }
}
