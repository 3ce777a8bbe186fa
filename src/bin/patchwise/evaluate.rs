//! `patchwise evaluate`.

use patchwise::config::EvaluationConfig;
use patchwise::evaluate::{Measurement, Report};
use patchwise::workspace::{Inputs, Outcome, Request, Workspace};
use serde_json::json;

use crate::arguments::Evaluate;
use crate::failure::Failure;
use crate::model::use_model;
use crate::output::print;
use crate::source::load_data;
use crate::work::{Show, open_workspace, run as run_job};

/// Evaluates and prints.
pub fn run(options: Evaluate) -> Result<(), Failure> {
    let config = config(&options);
    config.validate()?;
    let mut workspace = open_workspace(options.device)?;
    let dataset = load_data(&mut workspace, &options.source, None)?;
    use_model(&mut workspace, options.model.as_ref(), options.backbone, config.seed)?;
    let report = evaluate(&mut workspace, config, "Evaluating")?;
    let result = json!({
        "command": "evaluate",
        "options": options,
        "data": dataset.name,
        "dataset": dataset,
        "report": report,
    });
    print(options.json, &result, || describe(&report));
    Ok(())
}

fn config(options: &Evaluate) -> EvaluationConfig {
    let defaults = EvaluationConfig::default();
    EvaluationConfig {
        protocol: options.protocol.unwrap_or(defaults.protocol),
        classifier: options.classifier.unwrap_or(defaults.classifier),
        epochs: options.epochs,
        batch_size: options.batch.unwrap_or(defaults.batch_size),
        augmentation: defaults.augmentation.with_crop(options.crop.unwrap_or(true)),
        neighbors: options.neighbors,
        temperature: options.temperature.unwrap_or(defaults.temperature),
        labels_per_class: options.labels_per_class,
        label_fraction: options.label_fraction,
        compare_random: false,
        seed: options.seed.unwrap_or(defaults.seed),
        optimizer: defaults.optimizer,
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
    let Measurement { accuracy, retrieval, .. } = &report.pretrained;
    let percent = |part: f64| format!("{:.2} %", part * 100.0);
    match retrieval {
        None => format!("Accuracy {} (chance level: {}).", percent(*accuracy), percent(report.chance)),
        Some(found) => format!(
            "Recall at 1, 5, 10: {}, {}, {}; mean average precision {}.",
            percent(found.recall_at_1),
            percent(found.recall_at_5),
            percent(found.recall_at_10),
            percent(found.mean_average_precision)
        ),
    }
}
