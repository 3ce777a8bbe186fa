//! What a workspace can be asked for.

use serde::Deserialize;

use crate::config::{EmbeddingConfig, EvaluationConfig, FilesConfig, ScenesConfig};
use crate::data::{SharedSource, Split};
use crate::experiment::{ComparisonConfig, Format, Store};
use crate::train::PretrainConfig;

/// Long work.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "job", content = "config", rename_all = "lowercase")]
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

/// What goes with a request and fits no config.
#[derive(Default)]
pub struct Inputs {
    pub files: Vec<SharedSource>,
    pub bytes: Option<Vec<u8>>,
    /// Where a comparison keeps its runs; none: nowhere.
    pub store: Option<Box<dyn Store>>,
}

/// A question that is answered at once, also between two pieces of a job.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "query", content = "options", rename_all = "lowercase")]
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
