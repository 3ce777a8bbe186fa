//! The figures of a table: a value for each seed, mean and standard deviation.

use super::assessment::Assessment;
use crate::config::Protocol;

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
    /// The name in exports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::TrainAccuracy => "pretext-train",
            Self::Pretext => "pretext",
            Self::Linear => "linear",
            Self::Finetune => "finetune",
            Self::Knn => "knn",
            Self::RecallAt1 => "recall@1",
            Self::RecallAt5 => "recall@5",
            Self::RecallAt10 => "recall@10",
            Self::MeanAveragePrecision => "mAP",
            Self::Seconds => "seconds",
        }
    }

    /// The column heading in tables.
    pub fn title(self) -> &'static str {
        match self {
            Self::TrainAccuracy => "pretext, training",
            Self::Pretext => "pretext, unseen images",
            Self::Finetune => "fine-tuned",
            Self::Knn => "kNN",
            Self::Seconds => "pretraining, s",
            Self::Loss
            | Self::Linear
            | Self::RecallAt1
            | Self::RecallAt5
            | Self::RecallAt10
            | Self::MeanAveragePrecision => self.name(),
        }
    }

    /// The columns of a protocol.
    pub fn of(protocol: Protocol) -> &'static [Self] {
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

    /// Mean ± standard deviation as shown in tables: accuracies in percent.
    pub fn show(self, values: &[f64]) -> String {
        let (mean, deviation) = mean_and_deviation(values);
        let (scale, digits) = match self {
            Self::Loss => (1.0, 3),
            Self::Seconds => (1.0, 0),
            _ => (100.0, 1),
        };
        let mean = format!("{:.digits$}", mean * scale);
        match deviation.filter(|_| self != Self::Seconds) {
            Some(deviation) => format!("{mean} ± {:.digits$}", deviation * scale),
            None => mean,
        }
    }
}

/// A column of a table: a figure and, where these were limited, the labelled images per class that it was learnt from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    pub cell: Cell,
    pub labels: Option<usize>,
}

impl From<Cell> for Column {
    fn from(cell: Cell) -> Self {
        Self { cell, labels: None }
    }
}

impl Column {
    /// The columns of some assessments, with training before and time after them.
    pub fn all(assessments: &[Assessment]) -> Vec<Self> {
        let before = [Cell::Loss, Cell::TrainAccuracy].map(Self::from);
        let between = assessments.iter().flat_map(|assessment| assessment.columns());
        before.into_iter().chain(between).chain([Cell::Seconds.into()]).collect()
    }

    /// The name in exports, such as `linear` or `linear-5`.
    pub fn name(self) -> String {
        let name = self.cell.name();
        self.labels.map_or_else(|| name.into(), |count| format!("{name}-{count}"))
    }

    /// The heading in tables.
    pub fn title(self) -> String {
        let title = self.cell.title();
        match self.labels {
            None => title.into(),
            Some(1) => format!("{title}, 1 label per class"),
            Some(count) => format!("{title}, {count} labels per class"),
        }
    }
}

/// Mean, and the standard deviation of a sample where there are two values or more.
pub fn mean_and_deviation(values: &[f64]) -> (f64, Option<f64>) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_value_has_no_deviation() {
        assert_eq!(mean_and_deviation(&[0.25]), (0.25, None));
        assert_eq!(Cell::Linear.show(&[0.25]), "25.0");
    }

    #[test]
    fn the_deviation_is_that_of_a_sample() {
        assert_eq!(mean_and_deviation(&[1.0, 2.0, 3.0]), (2.0, Some(1.0)));
        assert_eq!(Cell::Knn.show(&[0.1, 0.2, 0.3]), "20.0 ± 10.0");
        assert_eq!(Cell::Seconds.show(&[1.0, 4.0]), "2");
    }
}
