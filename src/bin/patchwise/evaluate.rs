//! `patchwise evaluate`, and evaluations with a progress bar.

use burn::tensor::Device;
use patchwise::config::{Augmentation, EvaluationConfig};
use patchwise::data::Dataset;
use patchwise::evaluate::{Evaluation, Found, Measurement, Report, Stage};
use patchwise::train::Checkpoint;
use pollster::block_on;
use serde_json::json;

use crate::arguments::Evaluate;
use crate::failure::Failure;
use crate::output::print;
use crate::progress::Bar;
use crate::source::{DataRequest, load_data, model_or_random, open_device, parse_or};

/// Measures and prints.
pub fn run(options: Evaluate) -> Result<(), Failure> {
    let config = config(&options)?;
    config.validate()?;
    let device = open_device(options.device.as_ref())?;
    let data = load_data(&DataRequest {
        spec: options.data.as_deref(),
        image_size: options.image_size,
        images: None,
        seed: config.seed,
    })?;
    let (model, backbone) = (options.model.as_ref(), options.backbone.as_ref());
    let model = model_or_random(model, backbone, config.seed, &data, &device)?;
    let (report, _) = evaluate(&config, &model, &data, &device, "Measuring")?;
    let result = json!({ "command": "evaluate", "options": options, "data": data.name, "report": report });
    print(options.json, &result, || describe(&report));
    Ok(())
}

fn config(options: &Evaluate) -> Result<EvaluationConfig, Failure> {
    let defaults = EvaluationConfig::default();
    Ok(EvaluationConfig {
        protocol: parse_or("protocol", options.protocol.as_ref(), defaults.protocol)?,
        classifier: parse_or("classifier", options.classifier.as_ref(), defaults.classifier)?,
        epochs: options.epochs,
        batch_size: options.batch.unwrap_or(defaults.batch_size),
        augmentation: Augmentation {
            crop: options.crop.unwrap_or(defaults.augmentation.crop),
            ..defaults.augmentation
        },
        neighbors: options.neighbors,
        temperature: options.temperature.unwrap_or(defaults.temperature),
        labels_per_class: options.labels_per_class,
        label_fraction: options.label_fraction,
        compare_random: false,
        seed: options.seed.unwrap_or(defaults.seed),
        optimizer: defaults.optimizer,
    })
}

/// Runs an evaluation to its end.
pub fn evaluate(
    config: &EvaluationConfig,
    model: &Checkpoint,
    data: &Dataset,
    device: &Device,
    name: &str,
) -> Result<(Report, Found), Failure> {
    let mut evaluation = Evaluation::new(config, &model.network, &model.info, data, device)?;
    let bar = Bar::new(name, 0);
    loop {
        match block_on(evaluation.run(8))? {
            Stage::Running(progress) => bar.set(progress),
            Stage::Done(report) => return Ok((*report, evaluation.take_found())),
        }
    }
}

fn describe(report: &Report) -> String {
    let Measurement { accuracy, retrieval, .. } = &report.pretrained;
    let percent = |part: f64| format!("{:.2} %", part * 100.0);
    match retrieval {
        None => format!("{} right (guessing: {}).", percent(*accuracy), percent(report.chance)),
        Some(found) => format!(
            "Recall at 1, 5, 10: {}, {}, {}; mean average precision {}.",
            percent(found.recall_at_1),
            percent(found.recall_at_5),
            percent(found.recall_at_10),
            percent(found.mean_average_precision)
        ),
    }
}
