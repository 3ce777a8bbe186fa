//! `patchwise evaluate`.

use std::path::Path;

use patchwise::config::{Augmentation, ClassifierKind, EvaluationConfig, Protocol};
use patchwise::data::ImageSet;
use patchwise::evaluate::{Measurement, Report};
use patchwise::train::ModelInfo;
use patchwise::workspace::{Inputs, Outcome, Request, Workspace};
use pollster::block_on;
use serde_json::json;

use crate::arguments::Evaluate;
use crate::claim::Claim;
use crate::failure::Failure;
use crate::model::{check_backbone, read_given, source_for, use_model};
use crate::options::{refuse, write_record};
use crate::output::{note, print, write};
use crate::source::{check_source, load_data};
use crate::work::{Show, open_workspace, run as run_job};

/// Evaluates and prints.
pub fn run(options: Evaluate) -> Result<(), Failure> {
    let config = config(&options);
    check_applies(&options, &config)?;
    config.validate()?;
    let out = options.out.as_deref();
    let claim = |out| {
        let model = options.model.as_deref().map(Path::new);
        Claim::new("evaluate", &options, out, &[])?.apart(out, "model", model)
    };
    let _claim = out.map(claim).transpose()?;
    let mut workspace = open_workspace(&options.computing)?;
    let model = read_given(options.model.as_ref(), workspace.device())?;
    let source = source_for(&options.source, model.as_ref());
    let dataset = load_data(&mut workspace, &source, None)?;
    if let Some(seen) = model.as_ref().filter(|_| source.validation.is_some()) {
        warn_of_seen_images(&seen.info, &workspace)?;
    }
    use_model(&mut workspace, model, options.backbone, config.seed)?;
    let report = evaluate(&mut workspace, config.clone(), "Evaluating")?;
    let settings = json!(match config.is_trained() {
        true => EvaluationConfig {
            epochs: Some(config.epochs()),
            augmentation: Some(config.augmentation()),
            ..config
        },
        false => config,
    });
    let result = json!({
        "command": "evaluate",
        "options": options,
        "config": settings,
        "data": dataset.name,
        "dataset": dataset,
        "report": report,
    });
    if let Some(out) = out {
        write(out, &block_on(workspace.classifier()?.to_bytes())?)?;
        let record = json!({ "config": settings, "dataset": dataset, "report": report });
        write_record("evaluate", &options, out, record)?;
    }
    print(options.json, &result, || {
        let kept = out
            .map_or_else(String::new, |out| format!("\nWith its classifier written to {}.", out.display()));
        describe(&report) + &kept
    });
    Ok(())
}

/// Warns where the network was trained on images that are held out now.
fn warn_of_seen_images(info: &ModelInfo, workspace: &Workspace) -> Result<(), Failure> {
    let now = workspace.data()?;
    let left = now.train.as_ref().map_or(0, ImageSet::len);
    let before = info.fingerprint.as_ref().filter(|before| before.name == now.name);
    if let Some(before) = before.filter(|before| before.labeled_images > left) {
        note(&format!(
            "Warning: the network was trained on {} labelled images of {}, and {} of them are held out now: it has seen images that it is evaluated on. Train with the same `--validation`.",
            before.labeled_images,
            before.name,
            before.labeled_images - left
        ));
    }
    Ok(())
}

/// Options of what is trained, and of neighbours.
const OF_TRAINING: [&str; 7] =
    ["classifier", "epochs", "learning-rate", "weight-decay", "crop", "flip", "out"];
const OF_NEIGHBORS: [&str; 2] = ["neighbors", "temperature"];

fn check_applies(options: &Evaluate, config: &EvaluationConfig) -> Result<(), Failure> {
    let protocol = config.protocol.name();
    if !config.is_trained() {
        let why = format!("linear and finetune, which train a classifier; {protocol} trains none");
        refuse(options, &OF_TRAINING, &why)?;
    }
    if config.protocol != Protocol::Knn {
        refuse(options, &OF_NEIGHBORS, &format!("knn, not for {protocol}"))?;
    }
    check_source(options, &options.source)?;
    check_backbone(options, options.model.as_deref())
}

fn config(options: &Evaluate) -> EvaluationConfig {
    let protocol = options.protocol.unwrap_or_default();
    let defaults = EvaluationConfig::of(protocol, options.recipe.unwrap_or_default());
    EvaluationConfig {
        protocol,
        backbone_learning_rate: options.backbone_learning_rate.or(defaults.backbone_learning_rate),
        classifier: options.classifier.unwrap_or(defaults.classifier),
        epochs: options.epochs,
        batch_size: options.batch.unwrap_or(defaults.batch_size),
        augmentation: augmentation(&defaults, options.crop, options.flip),
        neighbors: options.neighbors,
        temperature: options.temperature.unwrap_or(defaults.temperature),
        labels_per_class: options.labels_per_class,
        label_fraction: options.label_fraction,
        compare_random: false,
        seed: options.seed.unwrap_or(defaults.seed),
        optimizer: defaults.optimizer.at(options.learning_rate).decayed(options.weight_decay),
    }
}

/// The default of an evaluation, unless one is given.
pub fn augmentation(
    defaults: &EvaluationConfig,
    crop: Option<bool>,
    flip: Option<bool>,
) -> Option<Augmentation> {
    match (crop, flip) {
        (None, None) => defaults.augmentation.clone(),
        _ => Some(defaults.augmentation().with(crop, flip)),
    }
}

/// Runs an evaluation of the current model to its end.
pub fn evaluate(workspace: &mut Workspace, config: EvaluationConfig, name: &str) -> Result<Report, Failure> {
    let job = (Request::Evaluate(config), Inputs::default());
    match run_job(workspace, job, Show::new(name), |_, _| Ok(()))? {
        Outcome::Report(report) => Ok(*report),
        other => unreachable!("an evaluation ends with a report, not with {other:?}"),
    }
}

fn describe(report: &Report) -> String {
    let Measurement { accuracy, correct, total, interval, retrieval, .. } = &report.pretrained;
    let percent = |part: f64| format!("{:.2} %", part * 100.0);
    let text = match retrieval {
        None => format!(
            "Accuracy {}: {correct} of {total} correct, 95 % interval {:.1} to {:.1} % (chance level: {}).",
            percent(*accuracy),
            interval[0] * 100.0,
            interval[1] * 100.0,
            percent(report.chance)
        ),
        Some(found) => format!(
            "Recall at 1, 5, 10: {}, {}, {}; mean average precision {}.",
            percent(found.recall_at_1),
            percent(found.recall_at_5),
            percent(found.recall_at_10),
            percent(found.mean_average_precision)
        ),
    };
    let classifier = report.classifier.map(|kind| match kind {
        ClassifierKind::TwoLayer => {
            "With the paper's two-layer classifier; `--classifier single-layer` trains one layer."
        }
        ClassifierKind::SingleLayer => "With a single-layer classifier; the paper's has two layers.",
        ClassifierKind::Logistic => "With logistic regression; the paper's classifier has two layers.",
    });
    let classes = by_class(report);
    let rest =
        classes.iter().map(String::as_str).chain(classifier).chain(report.notes.iter().map(String::as_str));
    [text.as_str()].into_iter().chain(rest).collect::<Vec<_>>().join("\n")
}

/// More classes than this are not listed.
const MAX_LISTED: usize = 20;

/// The accuracy for each class, or the lowest and the highest.
fn by_class(report: &Report) -> Option<String> {
    let classes = report.class_names.iter().zip(&report.pretrained.per_class);
    let mut known: Vec<_> = classes.filter_map(|(name, part)| Some((name, (*part)?))).collect();
    let shown = |(name, part): &(&String, f64)| format!("{name} {:.1} %", part * 100.0);
    if known.len() <= MAX_LISTED {
        let listed: Vec<_> = known.iter().map(shown).collect();
        return (!listed.is_empty()).then(|| format!("By class: {}.", listed.join(", ")));
    }
    known.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    let (lowest, highest) = (shown(known.first()?), shown(known.last()?));
    Some(format!("By class: from {lowest} to {highest}; `--json` lists all {}.", known.len()))
}
