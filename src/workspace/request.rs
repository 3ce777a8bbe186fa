//! What a workspace can be asked for.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::config::{EmbeddingConfig, EvaluationConfig, FilesConfig, ScenesConfig};
use crate::data::{SharedSource, Split};
use crate::error::{Error, Result};
use crate::experiment::{ComparisonConfig, Format, Store};
use crate::train::PretrainConfig;

/// Long work.
#[derive(Clone, Debug)]
pub enum Request {
    /// Draws the built-in data.
    Scenes(ScenesConfig),
    /// Loads [`Inputs::files`].
    Files(FilesConfig),
    /// Trains a network.
    Pretrain(PretrainConfig),
    /// Resumes the run of [`Inputs::bytes`].
    Resume,
    /// Evaluates the current network.
    Evaluate(EvaluationConfig),
    /// Draws the features of test images in two dimensions.
    Embed(EmbeddingConfig),
    /// Trains and evaluates several methods.
    Compare(ComparisonConfig),
}

impl Request {
    /// From `{ "job": …, "config": … }`.
    ///
    /// # Errors
    /// [`Error::InvalidOptions`] where there is no such job, or its config has other fields.
    pub fn from_value(mut value: Value) -> Result<Self> {
        let config = value["config"].take();
        Ok(match name_of(&value, "job") {
            "scenes" => Self::Scenes(parse(config)?),
            "files" => Self::Files(parse(config)?),
            "pretrain" => Self::Pretrain(parse(config)?),
            "resume" => Self::Resume,
            "evaluate" => Self::Evaluate(parse(config)?),
            "embed" => Self::Embed(parse(config)?),
            "compare" => Self::Compare(parse(config)?),
            other => return Err(Error::InvalidOptions { problem: format!("there is no job `{other}`") }),
        })
    }
}

fn name_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// By way of a value always, since each way to read a config is code of its own, and a page downloads it.
fn parse<T: DeserializeOwned>(config: Value) -> Result<T> {
    serde_json::from_value(config).map_err(|error| Error::InvalidOptions { problem: error.to_string() })
}

/// What goes with a request and fits no config.
#[derive(Default)]
pub struct Inputs {
    pub files: Vec<SharedSource>,
    pub bytes: Option<Vec<u8>>,
    /// Where a comparison keeps its runs; none: nowhere.
    pub store: Option<Box<dyn Store>>,
}

/// A question that is answered at once, also between two pieces of a job.
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
    /// The last comparison as text.
    Table(TableQuery),
}

impl Query {
    /// From `{ "query": …, "options": … }`.
    ///
    /// # Errors
    /// [`Error::InvalidOptions`] where there is no such question, or its options have other fields.
    pub fn from_value(mut value: Value) -> Result<Self> {
        let options = value["options"].take();
        Ok(match name_of(&value, "query") {
            "catalog" => Self::Catalog,
            "images" => Self::Images(parse(options)?),
            "views" => Self::Views(parse(options)?),
            "attend" => Self::Attend(parse(options)?),
            "neighbors" => Self::Neighbors(parse(options)?),
            "table" => Self::Table(parse(options)?),
            other => return Err(Error::InvalidOptions { problem: format!("there is no query `{other}`") }),
        })
    }
}

/// What a question about single images asks for.
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
}

/// An image of the test split, and how many others to name.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NeighborsQuery {
    pub index: usize,
    pub count: usize,
}

/// How a table is to be written.
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
