//! The description of a method.

use serde::Serialize;

use crate::config::{Protocol, Recipe};

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
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The name in configs and on the command line.
    pub name: &'static str,
    /// The name as written in papers.
    pub title: &'static str,
    /// One plain sentence for pupils.
    pub summary: &'static str,
    /// One sentence for experts.
    pub description: &'static str,
    /// Number of classes, which sets the chance level; none if it depends on the data, or if there are no classes.
    pub num_classes: Option<usize>,
    /// Views per image that the network sees.
    pub views_per_image: usize,
    /// How often each image of a batch is drawn, each time with a new augmentation.
    pub draws_per_image: usize,
    /// Where the targets come from.
    pub targets: Targets,
    /// Whether a patch is pasted, so that `patch_ratio` applies.
    pub has_patch: bool,
    /// Evaluations that apply to the method.
    pub evaluations: &'static [Protocol],
    /// Training settings of the paper, or of the method's own paper.
    pub paper: fn() -> Recipe,
    /// Training settings for a few minutes.
    pub quick: fn() -> Recipe,
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
        draws_per_image: 1,
        targets: Targets::Images,
        has_patch: false,
        evaluations: &Protocol::ALL,
        paper: Recipe::paper,
        quick: Recipe::quick,
        source: "",
    };
}

/// The same as plain values.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct MethodInfo {
    #[cfg_attr(feature = "types", ts(type = "Method"))]
    pub name: &'static str,
    /// The name as written in papers.
    pub title: &'static str,
    /// One plain sentence for pupils.
    pub summary: &'static str,
    /// One sentence for experts.
    pub description: &'static str,
    /// Chance level; null if it depends on the data, or if the task has no classes.
    pub chance: Option<f64>,
    /// Views per image that the network sees.
    pub views_per_image: usize,
    /// Where the targets come from.
    pub targets: Targets,
    /// Whether a patch is pasted, so that `patchRatio` applies.
    pub has_patch: bool,
    /// Evaluations that apply to the method.
    pub evaluations: &'static [Protocol],
    /// The defaults of `pretrain`.
    pub paper: Recipe,
    /// Settings for a few minutes in a browser tab.
    pub quick: Recipe,
    /// Where it was published.
    pub source: &'static str,
}

impl From<About> for MethodInfo {
    fn from(about: About) -> Self {
        Self {
            name: about.name,
            title: about.title,
            summary: about.summary,
            description: about.description,
            chance: about.num_classes.map(|count| 1.0 / count as f64),
            views_per_image: about.views_per_image,
            targets: about.targets,
            has_patch: about.has_patch,
            evaluations: about.evaluations,
            paper: (about.paper)(),
            quick: (about.quick)(),
            source: about.source,
        }
    }
}
