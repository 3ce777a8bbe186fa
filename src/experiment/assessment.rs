//! What each run of a table is evaluated by: protocols, those that train on labels with several numbers of them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::figures::{Cell, Column};
use crate::config::Protocol;
use crate::error::{Error, Result};
use crate::evaluate::Measurement;

/// Maximum numbers of labelled images per class to train classifiers on, each evaluated by itself; none: all.
///
/// In configs a number, null for all, or a list of these.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelCounts(pub Vec<Option<usize>>);

impl Default for LabelCounts {
    fn default() -> Self {
        Self(vec![None])
    }
}

impl Serialize for LabelCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [count] => count.serialize(serializer),
            counts => counts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for LabelCounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let list = match Value::deserialize(deserializer)? {
            Value::Array(list) => list,
            one => vec![one],
        };
        list.into_iter().map(serde_json::from_value).collect::<serde_json::Result<_>>().map(Self).map_err(
            |_| {
                D::Error::custom(
                    "`labelsPerClass` must be a number of images, null for all, or a list of these",
                )
            },
        )
    }
}

impl LabelCounts {
    /// # Errors
    /// [`Error::InvalidConfig`] where there is none, or one is 0.
    pub fn validate(&self) -> Result<()> {
        match self.0.is_empty() || self.0.contains(&Some(0)) {
            false => Ok(()),
            true => {
                let got = serde_json::to_string(self).unwrap_or_default();
                Err(Error::config("labelsPerClass", got, "1 or more, null for all, or a list of these"))
            }
        }
    }
}

/// A protocol with a number of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assessment {
    pub protocol: Protocol,
    /// Labelled images per class at most; none: all, or the protocol has no use for them.
    pub labels: Option<usize>,
}

impl Assessment {
    /// Each protocol with each number of labels, if it learns from them.
    pub fn all(protocols: &[Protocol], LabelCounts(counts): &LabelCounts) -> Vec<Self> {
        let of = |&protocol: &Protocol| {
            let counts = if protocol.learns() { counts.as_slice() } else { &[None] };
            counts.iter().map(move |&labels| Self { protocol, labels })
        };
        protocols.iter().flat_map(of).collect()
    }

    /// An error of its evaluation, by the names that its settings have in the config of a table.
    pub(super) fn named(self, error: Error) -> Error {
        error.with_fields(match self.protocol {
            Protocol::Linear => &[
                ("epochs", "linearEpochs"),
                ("optimizer.learningRate", "linearLearningRate"),
                ("optimizer.weightDecay", "linearWeightDecay"),
            ],
            Protocol::Finetune => &[
                ("epochs", "finetuneEpochs"),
                ("optimizer.learningRate", "finetuneLearningRate"),
                ("optimizer.weightDecay", "finetuneWeightDecay"),
            ],
            Protocol::Knn | Protocol::Retrieval | Protocol::Pretext => &[],
        })
    }

    /// The name in files and exports, such as `linear` or `linear-5`.
    pub fn name(self) -> String {
        let name = self.protocol.name();
        self.labels.map_or_else(|| name.into(), |count| format!("{name}-{count}"))
    }

    /// Its columns.
    pub fn columns(self) -> impl Iterator<Item = Column> {
        Cell::of(self.protocol).iter().map(move |&cell| Column { cell, labels: self.labels })
    }

    /// The figures of an evaluation by it.
    pub fn values(self, measurement: &Measurement) -> Vec<(Column, f64)> {
        let values = match &measurement.retrieval {
            None => vec![measurement.accuracy],
            Some(found) => {
                vec![found.recall_at_1, found.recall_at_5, found.recall_at_10, found.mean_average_precision]
            }
        };
        self.columns().zip(values).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> std::result::Result<LabelCounts, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn counts_are_a_number_or_a_list() {
        assert_eq!(read("5"), Ok(LabelCounts(vec![Some(5)])));
        assert_eq!(read("null"), Ok(LabelCounts::default()));
        assert_eq!(read("[1, 50, null]"), Ok(LabelCounts(vec![Some(1), Some(50), None])));
        for wrong in ["-1", "\"all\"", "[1.5]", "{}", "[[1]]"] {
            assert!(read(wrong).is_err_and(|error| error.contains("`labelsPerClass` must be")), "{wrong}");
        }
        for wrong in ["[]", "0", "[1, 0]"] {
            assert!(read(wrong).is_ok_and(|counts| counts.validate().is_err()), "{wrong}");
        }
        for text in ["null", "5", "[1,null]"] {
            assert_eq!(
                read(text).map(|counts| serde_json::to_string(&counts).unwrap_or_default()),
                Ok(text.into())
            );
        }
    }

    #[test]
    fn only_what_learns_has_a_column_for_each_number() {
        let counts = LabelCounts(vec![Some(5), None]);
        let all = Assessment::all(&[Protocol::Linear, Protocol::Retrieval], &counts);
        assert_eq!(all.iter().map(|one| one.name()).collect::<Vec<_>>(), ["linear-5", "linear", "retrieval"]);
        let titles: Vec<_> = all.iter().flat_map(|one| one.columns()).map(|column| column.title()).collect();
        assert_eq!(titles[..3], ["linear, 5 labels per class", "linear", "recall@1"]);
    }
}
