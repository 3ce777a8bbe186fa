//! The options of `patchwise table` as the settings of a comparison.

use std::collections::BTreeMap;

use clap::ValueEnum;
use patchwise::config::{EvaluationConfig, Protocol, SmallStart};
use patchwise::experiment::{ComparisonConfig, LabelCounts, RowName};
use patchwise::method::Method;

use crate::arguments::Table;
use crate::evaluate::augmentation;
use crate::failure::Failure;
use crate::training_options::{parse_augmentation, parse_small_start, parse_task};

/// Options that a table may change when it is resumed: they may grow, are checked by each run, or affect no number.
pub const FREE_OPTIONS: [&str; 15] = [
    "list",
    "cell",
    "part",
    "merge",
    "reference",
    "methods",
    "ratios",
    "seeds",
    "method-epochs",
    "protocols",
    "labels-per-class",
    "checkpoint-every",
    "device",
    "out",
    "token",
];
/// Fields whose options have other names than those of `pretrain`.
pub const OPTIONS: [(&str, &str); 2] = [("patchRatio", "--ratios"), ("epochs", "--pretrain-epochs")];

/// The settings that the options ask for.
pub fn config(options: &Table) -> Result<ComparisonConfig, Failure> {
    let defaults = ComparisonConfig::default();
    let recipe = options.recipe.unwrap_or_default();
    let given = |protocol, crop: Option<bool>, flip: Option<bool>| {
        let is_given = crop.is_some() || flip.is_some();
        is_given.then(|| augmentation(&EvaluationConfig::of(protocol, recipe), crop, flip)).flatten()
    };
    Ok(ComparisonConfig {
        rows: options.methods.clone().unwrap_or(defaults.rows),
        ratios: options.ratios.clone().unwrap_or(defaults.ratios),
        reference: options.reference,
        backbone: options.backbone.unwrap_or(defaults.backbone),
        seeds: options.seeds.unwrap_or(defaults.seeds),
        seed: options.seed.unwrap_or(defaults.seed),
        recipe,
        epochs: options.pretrain_epochs,
        method_epochs: method_epochs(options.method_epochs.as_deref().unwrap_or_default())?,
        batch_size: options.batch,
        crop: options.crop,
        flip: options.flip,
        augmentation: options.augmentation.as_deref().map(parse_augmentation).transpose()?,
        task: parse_task(options.task.as_deref(), &methods(options))?,
        // A part of 0 stands for none.
        small_start: match options.small_start.as_deref().map(parse_small_start).transpose()? {
            Some(None) => Some(SmallStart { scale: 0.5, part: 0.0 }),
            Some(Some(SmallStart { part: 0.0, .. })) => {
                return Err(Failure::new(
                    "`--small-start` (part) is 0, but must be above 0: none has no small images.",
                ));
            }
            other => other.flatten(),
        },
        learning_rate: options.learning_rate,
        weight_decay: options.weight_decay,
        schedule: options.schedule,
        protocols: options.protocols.clone().unwrap_or(defaults.protocols),
        classifier: options.classifier,
        linear_epochs: options.linear_epochs,
        linear_learning_rate: options.linear_learning_rate,
        linear_weight_decay: options.linear_weight_decay,
        linear_augmentation: given(Protocol::Linear, options.linear_crop, options.linear_flip),
        finetune_epochs: options.finetune_epochs,
        finetune_learning_rate: options.finetune_learning_rate,
        finetune_weight_decay: options.finetune_weight_decay,
        finetune_augmentation: given(Protocol::Finetune, options.finetune_crop, options.finetune_flip),
        labels_per_class: options.labels_per_class.clone().map_or(defaults.labels_per_class, LabelCounts),
    })
}

/// The methods of the rows.
fn methods(options: &Table) -> Vec<Method> {
    let rows = options.methods.clone().unwrap_or_else(RowName::all);
    let method = |row| match row {
        RowName::Method(method) => Some(method),
        RowName::Random => None,
    };
    rows.into_iter().filter_map(method).collect()
}

/// `rotnet=20,deep-infomax=5`.
fn method_epochs(text: &str) -> Result<BTreeMap<Method, usize>, Failure> {
    let parse = |entry: &str| {
        let invalid = || {
            Failure::new(format!("`--method-epochs` has {entry}, but must have entries such as rotnet=20."))
        };
        let (name, epochs) = entry.split_once('=').ok_or_else(invalid)?;
        let method = <Method as ValueEnum>::from_str(name.trim(), false).map_err(|_| invalid())?;
        Ok((method, epochs.trim().parse().map_err(|_| invalid())?))
    };
    text.split(',').filter(|entry| !entry.is_empty()).map(parse).collect()
}

/// An error of a comparison, with the names of this command's options.
pub fn named(error: patchwise::Error) -> Failure {
    Failure::of_error(&error, &OPTIONS)
}
