//! The events of a job: `started`, then `progress` any number of times, then `finished` or `stopped`.

use serde::Serialize;
use serde_json::{Value, json};

use super::clock::Timing;
use super::reply::{Array, Reply, to_value};
use crate::config::Square;
use crate::data::SkippedFile;
use crate::embed::Picture;
use crate::evaluate::{LabelsReport, Match, Report};
use crate::experiment::Table;
use crate::train::{KnnPoint, Progress, Spread, TrainEvent};

/// An event of a job.
#[derive(Clone, Debug)]
pub enum Event {
    Started(Started),
    Progress(ProgressEvent),
    Finished(Outcome),
    Stopped(Outcome),
}

/// A job that has begun.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Started {
    /// Units of work already done, as after a resume.
    pub done: usize,
    /// Total units of work.
    pub total: usize,
    /// For pretraining: chance level of its task; null if that is not a classification.
    pub chance: Option<f64>,
    /// For pretraining: images whose gradients are computed at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub images_at_once: Option<usize>,
    /// For a comparison: the table, still without figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub table: Option<Table>,
}

/// A job in progress.
#[derive(Clone, Debug)]
pub enum ProgressEvent {
    /// Loading or evaluating.
    Plain(Timing),
    Pretrain(PretrainProgress),
    Embed(EmbeddingProgress),
    Compare(ComparisonProgress),
}

/// A pretraining run in progress.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PretrainProgress {
    #[serde(flatten)]
    pub timing: Timing,
    #[serde(flatten)]
    pub train: TrainEvent,
    pub images_per_second: f64,
    /// Before an epoch whose targets have to be computed first, as for Deep Cluster.
    pub preparing: Option<Progress>,
    /// While kNN accuracy is measured.
    pub measuring: Option<Progress>,
}

/// An embedding in progress.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct EmbeddingProgress {
    #[serde(flatten)]
    pub timing: Timing,
    /// Null while features are computed.
    pub picture: Option<Picture>,
}

/// A comparison in progress.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ComparisonProgress {
    #[serde(flatten)]
    pub timing: Timing,
    /// The current run and what it is doing, in words.
    pub current: String,
    /// The index of the current run, from 0, and the number of runs.
    pub run: Progress,
    /// The table, if it has changed since the last event.
    pub table: Option<Table>,
}

/// The result of a job.
#[derive(Clone, Debug)]
pub enum Outcome {
    Nothing,
    Data(DatasetSummary),
    Pretrain(PretrainSummary),
    Report(Box<Report>),
    Picture(Picture),
    Table(Table),
    /// What was learnt from labels.
    Labels(Box<LabelsReport>),
    /// For each picture, the most similar images.
    Matches(Vec<Vec<Match>>),
}

/// A summary of loaded data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct DatasetSummary {
    pub name: String,
    pub image_size: usize,
    /// Names by label; empty where the data has no classes.
    pub class_names: Vec<String>,
    pub mean: [f32; 3],
    pub std: [f32; 3],
    /// Images to pretrain on.
    pub unlabeled: usize,
    /// Labelled images to train classifiers on.
    pub train: usize,
    /// Images to evaluate on.
    pub test: usize,
    /// Of each class, in the order of the labels.
    pub classes: Vec<ClassSummary>,
    /// Which images are held out for evaluation, in words.
    pub held_out: String,
    /// How photos became square.
    pub square: Square,
    /// What else to know, in sentences.
    pub notes: Vec<String>,
    /// Skipped files, and why.
    pub skipped: Vec<SkippedFile>,
}

/// The images of one class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ClassSummary {
    pub name: String,
    /// Images to train classifiers on.
    pub train: usize,
    /// Images to evaluate on.
    pub test: usize,
}

/// The result of a pretraining run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PretrainSummary {
    /// False where the run was stopped.
    pub completed: bool,
    pub steps: usize,
    pub first_loss: Option<f32>,
    pub last_loss: Option<f32>,
    /// Accuracy on the pretext samples of the last epoch; null if the task is not a classification.
    pub pretext_accuracy: Option<f32>,
    pub images_per_second: f64,
    pub elapsed_ms: f64,
    /// kNN accuracies of the whole run; empty unless the config asks for them.
    pub knn: Vec<KnnPoint>,
    /// How much the features of its last batch differ; null where none was looked at.
    pub spread: Option<Spread>,
}

impl Event {
    /// As plain values: an object whose `kind` says which event it is.
    pub fn into_reply(self) -> Reply {
        let (kind, mut reply) = match self {
            Self::Started(started) => ("started", Reply::of(&started)),
            Self::Progress(progress) => ("progress", progress.into_reply()),
            Self::Finished(outcome) => ("finished", outcome.into_reply()),
            Self::Stopped(outcome) => ("stopped", outcome.into_reply()),
        };
        if let Value::Object(fields) = &mut reply.value {
            fields.insert("kind".into(), kind.into());
        }
        reply
    }
}

impl ProgressEvent {
    fn into_reply(self) -> Reply {
        match self {
            Self::Plain(timing) => Reply::of(&timing),
            Self::Pretrain(progress) => Reply::of(&progress),
            Self::Compare(progress) => Reply::of(&progress),
            Self::Embed(EmbeddingProgress { timing, picture }) => {
                let mut reply = Reply::of(&timing);
                let picture = picture.map(picture_reply);
                let (value, arrays) = picture.map_or((Value::Null, Vec::new()), |it| (it.value, it.arrays));
                if let Value::Object(fields) = &mut reply.value {
                    fields.insert("picture".into(), value);
                }
                let inside = |(path, array)| (format!("picture.{path}"), array);
                reply.arrays = arrays.into_iter().map(inside).collect();
                reply
            }
        }
    }
}

impl Outcome {
    fn into_reply(self) -> Reply {
        match self {
            Self::Nothing => Reply { value: json!({}), arrays: Vec::new() },
            Self::Data(summary) => Reply::of(&summary),
            Self::Pretrain(summary) => Reply::of(&summary),
            Self::Report(report) => {
                Reply { value: json!({ "report": to_value(&report) }), arrays: Vec::new() }
            }
            Self::Picture(picture) => picture_reply(picture),
            Self::Labels(mut report) => {
                let probabilities = std::mem::take(&mut report.probabilities);
                Reply::of(&report).with("probabilities", Array::Floats(probabilities))
            }
            Self::Matches(matches) => {
                Reply { value: json!({ "matches": to_value(&matches) }), arrays: Vec::new() }
            }
            Self::Table(table) => Reply { value: json!({ "table": to_value(&table) }), arrays: Vec::new() },
        }
    }
}

fn picture_reply(mut picture: Picture) -> Reply {
    let places = std::mem::take(&mut picture.embedding_2d);
    let places = Array::Floats(places.as_flattened().to_vec());
    Reply { value: to_value(&picture), arrays: vec![("embedding2d".into(), places)] }
}
