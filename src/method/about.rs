//! What a method says of itself.

use serde::Serialize;

use crate::config::{Protocol, Recipe};

/// Where the targets come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Targets {
    /// From the images alone, by how their views were made.
    Images,
    /// From labels.
    Labels,
    /// From clusters of the features, found anew before each epoch.
    Clusters,
}

/// Everything that is to be said of a method, whoever asks.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The name in configs and on the command line.
    pub name: &'static str,
    /// The name as papers write it.
    pub title: &'static str,
    /// One plain sentence for pupils.
    pub summary: &'static str,
    /// One sentence for experts.
    pub description: &'static str,
    /// Classes of the task, which chance chooses among; none where the data decides, or where there are none.
    pub num_classes: Option<usize>,
    /// Views that the network sees of each image.
    pub views_per_image: usize,
    /// How often each image of a batch is drawn, each time augmented anew.
    pub draws_per_image: usize,
    /// Where the targets come from.
    pub targets: Targets,
    /// Whether a patch is pasted, so that `patch_ratio` counts.
    pub has_patch: bool,
    /// Evaluations that make sense.
    pub evaluations: &'static [Protocol],
    /// How it is trained in the paper, or as the method's own paper does.
    pub paper: fn() -> Recipe,
    /// How it is trained in some minutes.
    pub quick: fn() -> Recipe,
    /// Where it was published.
    pub source: &'static str,
}

impl About {
    /// A pretext task on all views, answers in the images, trained as the paper does; the rest is to be filled in.
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
    /// The name as papers write it.
    pub title: &'static str,
    /// One plain sentence for pupils.
    pub summary: &'static str,
    /// One sentence for experts.
    pub description: &'static str,
    /// Accuracy by chance; null where the data decides, or where the task has no classes.
    pub chance: Option<f64>,
    /// Views that the network sees of each image.
    pub views_per_image: usize,
    /// Where the targets come from.
    pub targets: Targets,
    /// Whether a patch is pasted, so that `patchRatio` counts.
    pub has_patch: bool,
    /// Evaluations that make sense.
    pub evaluations: &'static [Protocol],
    /// The defaults of `pretrain`.
    pub paper: Recipe,
    /// What suits some minutes in a tab.
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
