//! The description of a method.

use serde::{Serialize, Serializer};

use crate::config::{Protocol, Recipe, RecipeKind};

/// Where the targets come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Targets {
    /// From the images alone, given by how their views were made.
    Images,
    /// From labels.
    Labels,
    /// From clusters of the features, recomputed before each epoch.
    Clusters,
}

/// The full description of a method, shared by all interfaces.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MethodInfo"))]
pub struct About {
    /// The name in configs and on the command line.
    #[cfg_attr(feature = "types", ts(type = "Method"))]
    pub name: &'static str,
    /// The name as written in papers.
    pub title: &'static str,
    /// One plain sentence for pupils.
    pub summary: &'static str,
    /// One sentence for experts.
    pub description: &'static str,
    /// Chance level; null if it depends on the data, or if the task has no classes.
    // Held as the number of classes, given to users as the chance level.
    #[serde(rename = "chance", serialize_with = "chance")]
    #[cfg_attr(feature = "types", ts(rename = "chance", as = "Option<f64>"))]
    pub num_classes: Option<usize>,
    /// Views per image that the network sees.
    pub views_per_image: usize,
    /// Work of a training step per image, in views of the network.
    #[serde(skip)]
    pub cost_per_image: usize,
    /// How often each image of a batch is drawn, each time with a new augmentation.
    pub draws_per_image: usize,
    /// The fields of `task` that it reads.
    pub settings: &'static [&'static str],
    /// Where the targets come from.
    pub targets: Targets,
    /// Whether a patch is pasted, so that the patch size applies.
    pub has_patch: bool,
    /// Evaluations that apply to the method.
    pub evaluations: &'static [Protocol],
    /// The settings of the paper, or of the method's own paper: the defaults of `pretrain`.
    #[serde(serialize_with = "recipe")]
    #[cfg_attr(feature = "types", ts(as = "Recipe"))]
    pub paper: fn() -> Recipe,
    /// Those of the earlier study.
    #[serde(serialize_with = "recipe")]
    #[cfg_attr(feature = "types", ts(as = "Recipe"))]
    pub study: fn() -> Recipe,
    /// Settings for a few minutes in a browser tab.
    #[serde(serialize_with = "recipe")]
    #[cfg_attr(feature = "types", ts(as = "Recipe"))]
    pub quick: fn() -> Recipe,
    /// The settings with which it learns most in eight minutes of one core, as far as they were searched for.
    #[serde(serialize_with = "recipe")]
    #[cfg_attr(feature = "types", ts(as = "Recipe"))]
    pub best: fn() -> Recipe,
    /// Where it was published.
    pub source: &'static str,
}

impl About {
    /// A pretext task on all views, targets from the images, trained as in the paper; the rest must be filled in.
    pub const DEFAULT: Self = Self {
        name: "",
        title: "",
        summary: "",
        description: "",
        num_classes: None,
        views_per_image: 1,
        cost_per_image: 1,
        draws_per_image: 1,
        settings: &[],
        targets: Targets::Images,
        has_patch: false,
        evaluations: &Protocol::ALL,
        paper: Recipe::paper,
        study: Recipe::paper,
        quick: Recipe::quick,
        best: Recipe::best,
        source: "",
    };
}

impl About {
    /// Its settings of a kind.
    pub fn recipe(&self, kind: RecipeKind) -> Recipe {
        match kind {
            RecipeKind::Paper => (self.paper)(),
            RecipeKind::Study => (self.study)(),
            RecipeKind::Quick => (self.quick)(),
            RecipeKind::Best => (self.best)(),
        }
    }
}

fn chance<S: Serializer>(num_classes: &Option<usize>, serializer: S) -> Result<S::Ok, S::Error> {
    num_classes.map(|count| 1.0 / count as f64).serialize(serializer)
}

fn recipe<S: Serializer>(recipe: &fn() -> Recipe, serializer: S) -> Result<S::Ok, S::Error> {
    recipe().serialize(serializer)
}
