//! Rows of figures as Markdown and JSON: mean and standard deviation over seeds.

use std::collections::BTreeMap;

use patchwise::config::Protocol;
use patchwise::evaluate::Report;
use serde_json::{Value, json};

/// A figure of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    Loss,
    TrainAccuracy,
    Pretext,
    Linear,
    Finetune,
    Knn,
    RecallAt1,
    RecallAt5,
    RecallAt10,
    MeanAveragePrecision,
    Seconds,
}

impl Cell {
    fn title(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::TrainAccuracy => "task, training",
            Self::Pretext => "task, unseen images",
            Self::Linear => "linear",
            Self::Finetune => "fine-tuned",
            Self::Knn => "kNN",
            Self::RecallAt1 => "recall@1",
            Self::RecallAt5 => "recall@5",
            Self::RecallAt10 => "recall@10",
            Self::MeanAveragePrecision => "mAP",
            Self::Seconds => "pretraining, s",
        }
    }

    fn of(protocol: Protocol) -> &'static [Self] {
        match protocol {
            Protocol::Linear => &[Self::Linear],
            Protocol::Finetune => &[Self::Finetune],
            Protocol::Knn => &[Self::Knn],
            Protocol::Retrieval => {
                &[Self::RecallAt1, Self::RecallAt5, Self::RecallAt10, Self::MeanAveragePrecision]
            }
            Protocol::Pretext => &[Self::Pretext],
        }
    }

    fn show(self, values: &[f64]) -> String {
        let (mean, deviation) = mean_and_deviation(values);
        let (scale, digits) = match self {
            Self::Loss => (1.0, 3),
            Self::Seconds => (1.0, 0),
            _ => (100.0, 2),
        };
        let mean = format!("{:.digits$}", mean * scale);
        match deviation.filter(|_| self != Self::Seconds) {
            Some(deviation) => format!("{mean} ± {:.digits$}", deviation * scale),
            None => mean,
        }
    }
}

/// Mean, and the deviation of a sample where there are two values or more.
fn mean_and_deviation(values: &[f64]) -> (f64, Option<f64>) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt()))
}

/// A row with its figures, a value for each seed.
pub struct Row {
    title: String,
    cells: BTreeMap<Cell, Vec<f64>>,
}

impl Row {
    pub fn new(title: String) -> Self {
        Self { title, cells: BTreeMap::new() }
    }

    pub fn add(&mut self, cell: Cell, value: f64) {
        self.cells.entry(cell).or_default().push(value);
    }

    pub fn add_report(&mut self, protocol: Protocol, report: &Report) {
        let measured = &report.pretrained;
        let values = match &measured.retrieval {
            None => vec![measured.accuracy],
            Some(found) => {
                vec![found.recall_at_1, found.recall_at_5, found.recall_at_10, found.mean_average_precision]
            }
        };
        for (cell, value) in Cell::of(protocol).iter().zip(values) {
            self.add(*cell, value);
        }
    }
}

fn columns(protocols: &[Protocol]) -> Vec<Cell> {
    let mut columns = vec![Cell::Loss, Cell::TrainAccuracy];
    columns.extend(protocols.iter().flat_map(|&protocol| Cell::of(protocol)));
    columns.push(Cell::Seconds);
    columns
}

/// The table, accuracies in percent, mean ± standard deviation.
pub fn to_markdown(rows: &[Row], protocols: &[Protocol]) -> String {
    let columns = columns(protocols);
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut titles = vec!["method".to_string()];
    titles.extend(columns.iter().map(|cell| cell.title().to_string()));
    let mut text = line(titles) + &line(vec!["---".into(); columns.len() + 1]);
    for row in rows {
        let mut cells = vec![row.title.clone()];
        let show = |cell: &Cell| row.cells.get(cell).map_or_else(String::new, |values| cell.show(values));
        cells.extend(columns.iter().map(show));
        text += &line(cells);
    }
    text
}

/// The same as numbers, accuracies in 0..1.
pub fn to_json(rows: &[Row], protocols: &[Protocol]) -> Value {
    let columns = columns(protocols);
    let of_row = |row: &Row| {
        let figures: serde_json::Map<String, Value> = columns
            .iter()
            .filter_map(|cell| {
                let values = row.cells.get(cell)?;
                let (mean, deviation) = mean_and_deviation(values);
                Some((cell.title().into(), json!({ "values": values, "mean": mean, "deviation": deviation })))
            })
            .collect();
        json!({ "method": row.title, "figures": figures })
    };
    rows.iter().map(of_row).collect()
}
