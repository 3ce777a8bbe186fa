//! What a comparison runs: rows, seeds, and the configs that follow from them.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::assessment::{Assessment, LabelCounts};
use super::figures::Column;
use crate::config::{
    Augmentation, ClassifierKind, EvaluationConfig, Protocol, RecipeKind, ScheduleConfig, ScheduleKind,
    SmallStart, TaskConfig, check_at_least_one,
};
use crate::error::{Error, Result};
use crate::method::Method;
use crate::model::Backbone;
use crate::train::PretrainConfig;

/// What a row stands for: a method, or untrained weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowName {
    Random,
    Method(Method),
}

const RANDOM: &str = "random";
/// More runs of a row tell nothing new.
const MAX_SEEDS: u64 = 1000;

impl RowName {
    /// All of them, the references first.
    pub fn all() -> Vec<Self> {
        let methods = Method::ALL.iter().copied();
        let (labeled, others): (Vec<_>, Vec<_>) =
            methods.partition(|method| method.about().targets == crate::method::Targets::Labels);
        let labeled = labeled.into_iter().map(Self::Method);
        labeled.chain([Self::Random]).chain(others.into_iter().map(Self::Method)).collect()
    }

    /// The name in configs and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Random => RANDOM,
            Self::Method(method) => method.name(),
        }
    }

    /// The row of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        if name == RANDOM { Some(Self::Random) } else { Method::of_name(name).map(Self::Method) }
    }
}

impl Serialize for RowName {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for RowName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::of_name(&name).ok_or_else(|| {
            let names: Vec<_> = Self::all().into_iter().map(Self::name).collect();
            serde::de::Error::custom(format!("the row `{name}` is unknown, expected {}", names.join(", ")))
        })
    }
}

#[cfg(feature = "cli")]
impl clap::ValueEnum for RowName {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: std::sync::OnceLock<Vec<RowName>> = std::sync::OnceLock::new();
        ALL.get_or_init(Self::all)
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

/// A comparison. Fields that are not given come from the recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ComparisonConfig {
    /// `random` and names of methods; default all.
    #[cfg_attr(feature = "types", ts(type = "(Method | 'random')[]"))]
    pub rows: Vec<RowName>,
    /// Patch ratios, each a separate row for methods with a patch; default 0.3, 0.4, 0.5.
    pub ratios: Vec<f64>,
    /// The row that exports compare the others with, image by image: differences with 95 % intervals; default none.
    #[cfg_attr(feature = "types", ts(type = "Method | 'random' | null"))]
    pub reference: Option<RowName>,
    /// Default `resnet8`.
    pub backbone: Backbone,
    /// Number of seeds; default 3.
    pub seeds: u64,
    /// The first seed; default 1.
    pub seed: u64,
    /// Default `paper`.
    pub recipe: RecipeKind,
    /// Epochs of pretraining.
    pub epochs: Option<usize>,
    /// Different numbers of epochs for some methods, by name.
    #[cfg_attr(feature = "types", ts(type = "Partial<Record<Method, number>>"))]
    pub method_epochs: BTreeMap<Method, usize>,
    /// Images per step of pretraining.
    pub batch_size: Option<usize>,
    /// Random crops in pretraining; `finetuneAugmentation` is that of fine-tuning.
    pub crop: Option<bool>,
    /// Random horizontal flips in pretraining.
    pub flip: Option<bool>,
    /// Augmentation in pretraining, in place of the methods'; `crop` and `flip` change it.
    #[cfg_attr(feature = "types", ts(type = "Augmentation | null"))]
    pub augmentation: Option<Augmentation>,
    /// Settings of the methods' tasks.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "types", ts(type = "Partial<TaskConfig>"))]
    pub task: Map<String, Value>,
    /// Smaller images at first in pretraining; a part of 0 for none, whatever the recipe has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub small_start: Option<SmallStart>,
    /// Learning rate of pretraining.
    pub learning_rate: Option<f64>,
    /// Weight decay of pretraining.
    pub weight_decay: Option<f64>,
    /// How the learning rate of pretraining changes.
    pub schedule: Option<ScheduleKind>,
    /// Default all.
    pub protocols: Vec<Protocol>,
    /// The classifier of linear evaluation and fine-tuning; default that of the recipe: `two-layer`, as in the paper, or
    /// `single-layer`, as in the earlier study.
    pub classifier: Option<ClassifierKind>,
    /// Epochs of linear evaluation; default 100.
    pub linear_epochs: Option<usize>,
    /// Learning rate of linear evaluation; default 1e-3.
    pub linear_learning_rate: Option<f64>,
    /// Weight decay of linear evaluation; default 0.
    pub linear_weight_decay: Option<f64>,
    /// Augmentation in linear evaluation; default none.
    #[cfg_attr(feature = "types", ts(type = "Augmentation | null"))]
    pub linear_augmentation: Option<Augmentation>,
    /// Epochs of fine-tuning; default 20.
    pub finetune_epochs: Option<usize>,
    /// Learning rate of fine-tuning; default 1e-3.
    pub finetune_learning_rate: Option<f64>,
    /// Weight decay of fine-tuning; default 0.
    pub finetune_weight_decay: Option<f64>,
    /// Augmentation in fine-tuning; default crop and flip.
    #[cfg_attr(feature = "types", ts(type = "Augmentation | null"))]
    pub finetune_augmentation: Option<Augmentation>,
    /// Maximum number of labelled images per class to train classifiers on: a number, null for all, or a list of these, each a
    /// column of its own; default all.
    #[cfg_attr(feature = "types", ts(type = "number | null | (number | null)[]"))]
    pub labels_per_class: LabelCounts,
}

impl Default for ComparisonConfig {
    fn default() -> Self {
        Self {
            rows: RowName::all(),
            ratios: vec![0.3, 0.4, 0.5],
            reference: None,
            backbone: Backbone::default(),
            seeds: 3,
            seed: 1,
            recipe: RecipeKind::default(),
            epochs: None,
            method_epochs: BTreeMap::new(),
            batch_size: None,
            crop: None,
            flip: None,
            augmentation: None,
            task: Map::new(),
            small_start: None,
            learning_rate: None,
            weight_decay: None,
            schedule: None,
            protocols: Protocol::ALL.to_vec(),
            classifier: None,
            linear_epochs: None,
            linear_learning_rate: None,
            linear_weight_decay: None,
            linear_augmentation: None,
            finetune_epochs: None,
            finetune_learning_rate: None,
            finetune_weight_decay: None,
            finetune_augmentation: None,
            labels_per_class: LabelCounts::default(),
        }
    }
}

/// A part of a run, for schedulers that give each its own machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Until the network is stored.
    Pretraining,
    /// What is measured of a network that is stored.
    Evaluations,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Row {
    Random,
    Method(Method, Option<f64>),
}

impl Row {
    /// The name in tables.
    pub fn title(self) -> String {
        match self {
            Self::Random => "Random weights".into(),
            Self::Method(method, None) => method.title().into(),
            Self::Method(method, Some(ratio)) => format!("{} {ratio}", method.title()),
        }
    }

    /// The name in files and exports.
    pub fn name(self) -> String {
        match self {
            Self::Random => RANDOM.into(),
            Self::Method(method, None) => method.name().into(),
            Self::Method(method, Some(ratio)) => format!("{}-{ratio}", method.name()),
        }
    }

    /// The name that a run of it is stored under.
    pub fn run_name(self, seed: u64) -> String {
        format!("{}-seed{seed}", self.name())
    }

    /// Whether a protocol applies to it.
    pub fn has(self, protocol: Protocol) -> bool {
        match self {
            Self::Random => protocol != Protocol::Pretext,
            Self::Method(method, _) => method.about().evaluations.contains(&protocol),
        }
    }
}

/// A comparison with its rows.
#[derive(Clone, Debug)]
pub struct Plan {
    pub config: ComparisonConfig,
    pub rows: Vec<Row>,
}

impl Plan {
    /// Checks the config and lists its rows and protocols, each once.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is invalid.
    pub fn new(config: &ComparisonConfig) -> Result<Self> {
        if !(1..=MAX_SEEDS).contains(&config.seeds) {
            return Err(Error::config("seeds", config.seeds, format!("from 1 to {MAX_SEEDS}")));
        }
        if config.seed.checked_add(config.seeds).is_none() {
            return Err(Error::config("seed", config.seed, "small enough for the last seed to be a number"));
        }
        check_at_least_one("rows", config.rows.len())?;
        check_at_least_one("protocols", config.protocols.len())?;
        for (field, count) in [
            ("epochs", config.epochs),
            ("linearEpochs", config.linear_epochs),
            ("finetuneEpochs", config.finetune_epochs),
        ] {
            check_at_least_one(field, count.unwrap_or(1))?;
        }
        for (method, &epochs) in &config.method_epochs {
            check_at_least_one("methodEpochs", epochs)?;
            if !config.rows.contains(&RowName::Method(*method)) {
                return Err(Error::config("methodEpochs", method.name(), "methods of the rows"));
            }
        }
        config.labels_per_class.validate()?;
        let mut rows = Vec::new();
        for name in &config.rows {
            match *name {
                RowName::Random => rows.push(Row::Random),
                RowName::Method(method) if method.about().has_patch => {
                    check_at_least_one("ratios", config.ratios.len())?;
                    rows.extend(config.ratios.iter().map(|&ratio| Row::Method(method, Some(ratio))));
                }
                RowName::Method(method) => rows.push(Row::Method(method, None)),
            }
        }
        let protocols = each_once(config.protocols.iter().copied());
        TaskConfig::default().with(&config.task)?;
        if let Some(name) = config.reference.filter(|name| !config.rows.contains(name)) {
            return Err(Error::config("reference", name.name(), "one of the rows"));
        }
        let labels_per_class = LabelCounts(each_once(config.labels_per_class.0.iter().copied()));
        let config = ComparisonConfig { protocols, labels_per_class, ..config.clone() };
        let plan = Self { config, rows: each_once(rows) };
        for assessment in plan.assessments() {
            let config = plan.evaluation_config(assessment, plan.config.seed);
            config.validate().map_err(|error| assessment.named(error))?;
        }
        Ok(plan)
    }

    /// The place of the row that others are compared with.
    pub(super) fn reference(&self) -> Option<usize> {
        let name = self.config.reference?;
        self.rows.iter().position(|row| match (row, name) {
            (Row::Random, RowName::Random) => true,
            (Row::Method(method, _), RowName::Method(wanted)) => *method == wanted,
            _ => false,
        })
    }

    /// Each run: seed by seed, so that a table stopped early has all its rows.
    pub fn runs(&self) -> Vec<(usize, u64)> {
        let rows = self.rows.len();
        self.seeds().flat_map(|seed| (0..rows).map(move |row| (row, seed))).collect()
    }

    /// The seeds in their order.
    pub fn seeds(&self) -> std::ops::Range<u64> {
        self.config.seed..self.config.seed + self.config.seeds
    }

    /// How a row is trained; none for untrained weights.
    pub fn pretrain_config(&self, row: Row, seed: u64) -> Option<PretrainConfig> {
        let Row::Method(method, ratio) = row else { return None };
        let mut config = PretrainConfig::with_recipe(method, method.about().recipe(self.config.recipe));
        config.patch_ratio = ratio.unwrap_or(config.patch_ratio);
        config.backbone = self.config.backbone;
        let epochs = self.config.method_epochs.get(&method).copied().or(self.config.epochs);
        config.epochs = epochs.unwrap_or(config.epochs);
        config.batch_size = self.config.batch_size.unwrap_or(config.batch_size);
        let augmentation = self.config.augmentation.clone().unwrap_or(config.augmentation);
        config.augmentation = augmentation.with(self.config.crop, self.config.flip);
        // The plan was checked when it was made.
        config.task = config.task.with(&self.config.task).unwrap_or(config.task);
        let small_start = self.config.small_start.or(config.small_start);
        config.small_start = small_start.filter(|small| small.part > 0.0);
        config.optimizer = config.optimizer.at(self.config.learning_rate).decayed(self.config.weight_decay);
        if let Some(kind) = self.config.schedule {
            config.schedule = ScheduleConfig { kind, ..config.schedule };
        }
        config.seed = seed;
        Some(config)
    }

    /// The weights of a row without training.
    pub fn untrained_config(&self, seed: u64) -> PretrainConfig {
        PretrainConfig { backbone: self.config.backbone, seed, ..PretrainConfig::default() }
    }

    /// What runs are evaluated by, in the order of the columns.
    pub fn assessments(&self) -> Vec<Assessment> {
        Assessment::all(&self.config.protocols, &self.config.labels_per_class)
    }

    /// Those of a row.
    pub fn assessments_of(&self, row: Row) -> Vec<Assessment> {
        self.assessments().into_iter().filter(|assessment| row.has(assessment.protocol)).collect()
    }

    /// The columns of the table.
    pub fn columns(&self) -> Vec<Column> {
        Column::all(&self.assessments())
    }

    /// How a run is evaluated.
    pub fn evaluation_config(
        &self,
        Assessment { protocol, labels: labels_per_class }: Assessment,
        seed: u64,
    ) -> EvaluationConfig {
        let classifier = self.config.classifier;
        let recipe = EvaluationConfig::of(protocol, self.config.recipe);
        let defaults = EvaluationConfig { compare_random: false, seed, ..recipe };
        let train = |epochs, rate, decay, augmentation: &Option<Augmentation>| EvaluationConfig {
            epochs,
            classifier: classifier.unwrap_or(defaults.classifier),
            labels_per_class,
            optimizer: defaults.optimizer.at(rate).decayed(decay),
            augmentation: augmentation.clone().or_else(|| defaults.augmentation.clone()),
            ..defaults.clone()
        };
        let given = &self.config;
        match protocol {
            Protocol::Linear => train(
                given.linear_epochs,
                given.linear_learning_rate,
                given.linear_weight_decay,
                &given.linear_augmentation,
            ),
            Protocol::Finetune => train(
                given.finetune_epochs,
                given.finetune_learning_rate,
                given.finetune_weight_decay,
                &given.finetune_augmentation,
            ),
            Protocol::Knn => EvaluationConfig { labels_per_class, ..defaults },
            Protocol::Retrieval | Protocol::Pretext => defaults,
        }
    }
}

/// The items without repetitions, in their order.
fn each_once<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}
