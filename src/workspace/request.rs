//! The requests to a workspace.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::config::{EmbeddingConfig, EvaluationConfig, FilesConfig, ScenesConfig};
use crate::data::{Opener, Picture, SharedScratch, SharedSource, Split};
use crate::error::{Error, Result, from_options};
use crate::evaluate::LabelsConfig;
use crate::experiment::{ComparisonConfig, Format, Part, Store};
use crate::train::PretrainConfig;

/// Long work.
#[derive(Clone, Debug)]
pub enum Request {
    /// Draws the built-in data.
    Scenes(ScenesConfig),
    /// Loads [`Inputs::files`].
    Files(FilesConfig),
    /// Trains a network, from random weights or from those of [`Inputs::bytes`].
    Pretrain(PretrainConfig),
    /// Resumes the run of [`Inputs::bytes`].
    Resume(ResumeConfig),
    /// Evaluates the current network.
    Evaluate(EvaluationConfig),
    /// Embeds the features of test images in two dimensions.
    Embed(EmbeddingConfig),
    /// Trains and evaluates several methods.
    Compare(ComparisonConfig),
    /// Learns from the labels given by [`super::Workspace::label`].
    LearnLabels(LabelsConfig),
    /// Finds the images that are most similar to [`Inputs::pictures`].
    Search(SearchConfig),
}

impl Request {
    /// From `{ "job": …, "config": … }`.
    ///
    /// # Errors
    /// [`Error::InvalidOptions`] where there is no such job, or its config has unknown fields.
    pub fn from_value(mut value: Value) -> Result<Self> {
        let config = take(&mut value, "config");
        Ok(match name_of(&value, "job") {
            "scenes" => Self::Scenes(parse(config)?),
            "files" => Self::Files(parse(config)?),
            "pretrain" => Self::Pretrain(parse(config)?),
            "resume" => Self::Resume(parse(config)?),
            "evaluate" => Self::Evaluate(parse(config)?),
            "embed" => Self::Embed(parse(config)?),
            "compare" => Self::Compare(parse(config)?),
            "learn-labels" => Self::LearnLabels(parse(config)?),
            "search" => Self::Search(parse(config)?),
            other => return Err(Error::InvalidOptions { problem: format!("there is no job `{other}`") }),
        })
    }
}

/// Null where there is none.
fn take(value: &mut Value, key: &str) -> Value {
    value.get_mut(key).map(Value::take).unwrap_or_default()
}

fn name_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn parse<T: DeserializeOwned>(config: Value) -> Result<T> {
    from_options(config).map_err(|problem| Error::InvalidOptions { problem })
}

/// How a run is resumed.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ResumeConfig {
    /// More epochs than the run was started for.
    pub epochs: Option<usize>,
    /// Fewer images at once than before, as where memory was short.
    pub micro_batch: Option<usize>,
}

/// Where to search, and how many images to find.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchConfig {
    pub split: Split,
    pub count: usize,
}

/// Inputs of a request that do not fit into a config.
#[derive(Default)]
pub struct Inputs {
    pub files: Vec<SharedSource>,
    /// What opens the files in their place, where another module of the host does.
    pub opener: Option<Box<dyn Opener>>,
    /// For what memory should not hold; without it, memory holds it in a tab, and a temporary file elsewhere.
    pub scratch: Option<SharedScratch>,
    /// Images to search for.
    pub pictures: Vec<Picture>,
    /// A checkpoint to resume, or a network to start from.
    pub bytes: Option<Vec<u8>>,
    /// Where a comparison stores its runs, if anywhere.
    pub store: Option<Box<dyn Store>>,
    /// The only run of a comparison that is wanted, by its place among all.
    pub cell: Option<usize>,
    /// What is wanted of that run, if not all of it.
    pub part: Option<Part>,
}

/// A query that is answered immediately, also between two pieces of a job.
#[derive(Clone, Debug)]
pub enum Query {
    /// Methods, backbones and evaluations.
    Catalog,
    /// Images of a split.
    Images(ImagesQuery),
    /// The eight views of some images.
    Views(ImagesQuery),
    /// Grad-CAM over the eight views of some images.
    Attend(ImagesQuery),
    /// The test images most similar to one of them.
    Neighbors(NeighborsQuery),
    /// By what images are like one of them.
    Alike(AlikeQuery),
    /// The last comparison as text.
    Table(TableQuery),
    /// How long an epoch of a run would take.
    Timing(Box<PretrainConfig>),
    /// The features of pictures.
    Features(Vec<Picture>),
    /// The classes of pictures.
    Classify(ClassifyQuery, Vec<Picture>),
}

impl Query {
    /// From `{ "query": …, "options": … }`, with pictures for those that need some.
    ///
    /// # Errors
    /// [`Error::InvalidOptions`] where there is no such query, or its options have unknown fields.
    pub fn from_value(mut value: Value, pictures: Vec<Picture>) -> Result<Self> {
        let options = take(&mut value, "options");
        Ok(match name_of(&value, "query") {
            "catalog" => Self::Catalog,
            "images" => Self::Images(parse(options)?),
            "views" => Self::Views(parse(options)?),
            "attend" => Self::Attend(parse(options)?),
            "neighbors" => Self::Neighbors(parse(options)?),
            "alike" => Self::Alike(parse(options)?),
            "table" => Self::Table(parse(options)?),
            // Boxed here, so that the parser of the config is there once.
            "timing" => Self::Timing(Box::new(parse(options)?)),
            "features" => Self::Features(pictures),
            "classify" => Self::Classify(parse(options)?, pictures),
            other => return Err(Error::InvalidOptions { problem: format!("there is no query `{other}`") }),
        })
    }
}

/// The options of a query about single images.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImagesQuery {
    pub split: Split,
    pub indices: Vec<usize>,
    #[serde(default)]
    pub patch_ratio: Option<f64>,
    #[serde(default)]
    pub seed: Option<u64>,
    #[serde(default)]
    pub target: Target,
    #[serde(default)]
    pub random_weights: bool,
    #[serde(default)]
    pub scores: bool,
}

/// An image of the test split, and how many similar ones to return.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NeighborsQuery {
    pub index: usize,
    pub count: usize,
}

/// An image, and others of its split.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlikeQuery {
    pub split: Split,
    pub index: usize,
    pub others: Vec<usize>,
}

/// What to tell of classified pictures.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassifyQuery {
    /// Also attention maps.
    pub maps: bool,
}

/// The export format of a table.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableQuery {
    pub format: Format,
}

/// What a map explains.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    #[default]
    Pretext,
    Label,
}
