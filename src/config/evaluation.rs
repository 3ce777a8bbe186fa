//! How a network is evaluated and visualised.

use serde::{Deserialize, Serialize};

use super::{Augmentation, OptimizerConfig, RecipeKind, check_at_least_one};
use crate::error::{Error, Message, Result};

/// How features are evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Protocol {
    /// A classifier on frozen features.
    #[default]
    Linear,
    /// The backbone and a classifier trained together.
    Finetune,
    /// Nearest neighbours by cosine similarity; nothing is trained.
    Knn,
    /// Retrieval of images of the same class among the nearest; nothing is trained.
    Retrieval,
    /// The pretext task itself, on unseen images.
    Pretext,
}

/// The description of a protocol in the interfaces of the crate.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ProtocolInfo {
    pub name: Protocol,
    pub title: &'static str,
    /// One plain sentence.
    pub summary: &'static str,
}

impl Protocol {
    /// All protocols, the paper's first.
    pub const ALL: [Self; 5] = [Self::Linear, Self::Finetune, Self::Knn, Self::Retrieval, Self::Pretext];

    /// Its description.
    pub fn info(self) -> ProtocolInfo {
        let (title, summary) = match self {
            Self::Linear => (
                "Linear evaluation",
                "The paper's two-layer classifier, or a single layer, is trained on the features; the network stays as it is.",
            ),
            Self::Finetune => {
                ("Fine-tuning", "The network and a classifier are trained together with labels.")
            }
            Self::Knn => {
                ("Nearest neighbours", "Each test image gets the class of the most similar labelled images.")
            }
            Self::Retrieval => (
                "Retrieval",
                "For each test image, the most similar other ones are retrieved: are they of the same class?",
            ),
            Self::Pretext => {
                ("Pretext task", "The pretraining task itself, on images not seen in pretraining.")
            }
        };
        ProtocolInfo { name: self, title, summary }
    }

    /// Whether it learns from labelled images, by training or by keeping them.
    pub fn learns(self) -> bool {
        !matches!(self, Self::Retrieval | Self::Pretext)
    }

    /// The name in configs and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Finetune => "finetune",
            Self::Knn => "knn",
            Self::Retrieval => "retrieval",
            Self::Pretext => "pretext",
        }
    }
}

/// The classifier that linear evaluation and fine-tuning train.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum ClassifierKind {
    /// Two layers with a ReLU between them, the first as wide as the features, as in the paper.
    #[default]
    TwoLayer,
    /// 64 - classes, as in earlier studies.
    SingleLayer,
    /// The same layer at the minimum of logistic regression with weight decay, found by L-BFGS: it has no epochs, rate or seed.
    /// For `linear` only.
    Logistic,
}

/// An evaluation (paper, section 4); our defaults: linear 100 epochs, fine-tuning 20, batch 32, Adam 1e-3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct EvaluationConfig {
    pub protocol: Protocol,
    pub classifier: ClassifierKind,
    /// Passes over the training images; default: 100 for `linear`, 20 for `finetune`.
    pub epochs: Option<usize>,
    /// Images per step. Paper: 32.
    pub batch_size: usize,
    pub optimizer: OptimizerConfig,
    /// For `finetune`: another learning rate for the backbone; default that of the classifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backbone_learning_rate: Option<f64>,
    /// Augmentation of the training images; default: crop and flip for `finetune`, none for `linear`.
    #[cfg_attr(feature = "types", ts(type = "Augmentation | null"))]
    pub augmentation: Option<Augmentation>,
    /// For `knn`: number of voting neighbours; default: 200, or all if there are fewer.
    pub neighbors: Option<usize>,
    /// For `knn`: a vote has weight exp(similarity / temperature).
    pub temperature: f64,
    /// Maximum number of labelled images per class to train on; default all.
    pub labels_per_class: Option<usize>,
    /// Fraction of the labelled images per class to train on, above 0 and up to 1; default all.
    pub label_fraction: Option<f64>,
    /// Also evaluate untrained weights of the same seed.
    pub compare_random: bool,
    /// Seed of the classifier's weights and of the order of the images.
    pub seed: u64,
}

impl Default for EvaluationConfig {
    fn default() -> Self {
        Self {
            protocol: Protocol::Linear,
            classifier: ClassifierKind::TwoLayer,
            epochs: None,
            batch_size: 32,
            optimizer: OptimizerConfig::default(),
            backbone_learning_rate: None,
            augmentation: None,
            neighbors: None,
            temperature: 0.1,
            labels_per_class: None,
            label_fraction: None,
            compare_random: true,
            seed: 1,
        }
    }
}

impl EvaluationConfig {
    /// The defaults of a protocol.
    pub fn of(protocol: Protocol, recipe: RecipeKind) -> Self {
        match recipe {
            RecipeKind::Study => Self::study(protocol),
            RecipeKind::Paper | RecipeKind::Quick | RecipeKind::Best => Self { protocol, ..Self::default() },
        }
    }

    /// As the earlier study evaluates (docs/method.md, section 6): a single layer; in fine-tuning on plain images, Adam at 1e-4
    /// for the classifier and 1e-3 for the backbone, weight decay 1e-5.
    pub fn study(protocol: Protocol) -> Self {
        let common = Self { protocol, classifier: ClassifierKind::SingleLayer, ..Self::default() };
        match protocol {
            Protocol::Finetune => Self {
                optimizer: OptimizerConfig::adam(1e-4).decayed(Some(1e-5)),
                backbone_learning_rate: Some(1e-3),
                augmentation: Some(Augmentation::NONE),
                ..common
            },
            Protocol::Linear => common,
            Protocol::Knn | Protocol::Retrieval | Protocol::Pretext => Self { protocol, ..Self::default() },
        }
    }

    /// Passes over the training images, the protocol's default where none is given.
    pub fn epochs(&self) -> usize {
        self.epochs.unwrap_or(match self.protocol {
            Protocol::Finetune => 20,
            Protocol::Linear | Protocol::Knn | Protocol::Retrieval | Protocol::Pretext => 100,
        })
    }

    /// Augmentation of the training images, the protocol's default where none is given.
    pub fn augmentation(&self) -> Augmentation {
        let default = match self.protocol {
            Protocol::Finetune => Augmentation::default(),
            Protocol::Linear | Protocol::Knn | Protocol::Retrieval | Protocol::Pretext => Augmentation::NONE,
        };
        self.augmentation.clone().unwrap_or(default)
    }

    /// Whether something is trained, so that epochs, learning rate and augmentation mean something.
    pub fn is_trained(&self) -> bool {
        matches!(self.protocol, Protocol::Linear | Protocol::Finetune)
    }

    /// Checks every field against its range.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is invalid.
    pub fn validate(&self) -> Result<()> {
        check_at_least_one("epochs", self.epochs())?;
        if !self.is_trained() && self.augmentation.as_ref().is_some_and(|given| *given != Augmentation::NONE)
        {
            let expected = "linear or finetune to augment images: the others do not train on any";
            return Err(Error::config("protocol", self.protocol.name(), expected));
        }
        if let Some(neighbors) = self.neighbors {
            check_at_least_one("neighbors", neighbors)?;
        }
        if self.batch_size < 2 {
            return Err(Error::config("batchSize", self.batch_size, "2 or more"));
        }
        if !(self.temperature > 0.0 && self.temperature.is_finite()) {
            return Err(Error::config("temperature", self.temperature, "a positive number"));
        }
        if self.classifier == ClassifierKind::Logistic {
            if self.protocol == Protocol::Finetune {
                let expected = "two-layer or single-layer for fine-tuning, which trains the network along";
                return Err(Error::config("classifier", "logistic", expected));
            }
            if self.augmentation() != Augmentation::NONE {
                return Err(Error::config("classifier", "logistic", "another one with augmentation"));
            }
            let Self { optimizer, batch_size, .. } = Self::default();
            if self.epochs.is_some() || self.optimizer != optimizer || self.batch_size != batch_size {
                let expected = "another one with epochs, batch size, learning rate or weight decay: the minimum of logistic regression depends on none of them";
                return Err(Error::config("classifier", "logistic", expected));
            }
        }
        if let Some(rate) = self.backbone_learning_rate {
            if self.protocol != Protocol::Finetune {
                let expected = "finetune for a learning rate of the backbone, which the others do not train";
                return Err(Error::config("protocol", self.protocol.name(), expected));
            }
            if !(rate > 0.0 && rate.is_finite()) {
                return Err(Error::config("backboneLearningRate", rate, "a positive number"));
            }
        }
        self.check_labels()?;
        self.augmentation().validate()?;
        self.optimizer.validate()
    }

    fn check_labels(&self) -> Result<()> {
        if let Some(count) = self.labels_per_class {
            check_at_least_one("labelsPerClass", count)?;
        }
        if !self.protocol.learns() && (self.labels_per_class.is_some() || self.label_fraction.is_some()) {
            let expected = "linear, finetune or knn to limit the labelled images: others do not train on any";
            return Err(Error::config("protocol", self.protocol.name(), expected));
        }
        match self.label_fraction {
            Some(part) if self.labels_per_class.is_some() => Err(Error::config(
                "labelFraction",
                part,
                Message::from("left out beside ").field("labelsPerClass"),
            )),
            Some(part) if !(part > 0.0 && part <= 1.0) => {
                Err(Error::config("labelFraction", part, "above 0 and up to 1"))
            }
            _ => Ok(()),
        }
    }
}

const DEFAULT_PERPLEXITY: f64 = 30.0;
/// Maximum number of images in a t-SNE plot.
pub const MAX_EMBEDDED: usize = 5000;

/// A 2-D embedding of features by t-SNE (paper, figure 4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct EmbeddingConfig {
    /// Roughly the number of effective neighbours, from 1 to a third of the images; default 30, or less for few images.
    pub perplexity: Option<f64>,
    /// Steps of gradient descent.
    pub iterations: usize,
    /// Maximum number of test images, up to 5000, drawn by the seed: cost grows with its square.
    pub max_images: usize,
    /// Seed of the draw and of the initial positions.
    pub seed: u64,
}

impl Default for EmbeddingConfig {
    fn default() -> Self {
        Self { perplexity: None, iterations: 1000, max_images: 1000, seed: 1 }
    }
}

impl EmbeddingConfig {
    /// The largest perplexity that the number of available images allows: a third of the others.
    pub fn largest_perplexity(&self, num_images: usize) -> f64 {
        (num_images.min(self.max_images) as f64 - 1.0) / 3.0
    }

    /// The perplexity for a number of available images.
    pub fn perplexity_for(&self, num_images: usize) -> f64 {
        self.perplexity.unwrap_or_else(|| DEFAULT_PERPLEXITY.min(self.largest_perplexity(num_images)))
    }

    /// Checks every field against its range, for a number of available images.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is invalid.
    pub fn validate(&self, num_images: usize) -> Result<()> {
        check_at_least_one("iterations", self.iterations)?;
        if !(1..=MAX_EMBEDDED).contains(&self.max_images) {
            let expected = format!("from 1 to {MAX_EMBEDDED}: work and memory grow with its square");
            return Err(Error::config("maxImages", self.max_images, expected));
        }
        let count = num_images.min(self.max_images);
        let largest = self.largest_perplexity(num_images);
        if largest < 1.0 {
            return Err(Error::config("maxImages", count, "4 or more images for an embedding"));
        }
        match self.perplexity {
            Some(perplexity) if !(perplexity >= 1.0 && perplexity <= largest) => Err(Error::config(
                "perplexity",
                perplexity,
                format!("from 1 to {largest:.1}, a third of the {count} images: lower it or use more images"),
            )),
            _ => Ok(()),
        }
    }
}
