//! `patchwise pretrain`: training runs that survive being killed.

use std::io::ErrorKind;
use std::path::Path;

use patchwise::config::{OptimizerConfig, ScheduleConfig};
use patchwise::method::Targets;
use patchwise::train::{Checkpoint, History, PretrainConfig};
use patchwise::workspace::{Event, Inputs, Outcome, Request, Workspace};
use patchwise::{Error, Session};
use pollster::block_on;
use serde_json::json;

use crate::arguments::Pretrain;
use crate::failure::Failure;
use crate::options::{record_path, write_record};
use crate::output::{appended, check_writable, print, write};
use crate::source::load_data;
use crate::work::{PIECE, Show, open_workspace, run as run_job};

/// Seconds between two checkpoints.
const CHECKPOINT_EVERY: f64 = 30.0;

/// Trains and writes the model.
pub fn run(options: Pretrain) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "model.safetensors".into());
    let config = config(&options)?;
    check_writable(&out)?;
    check_writable(&record_path(&out))?;
    let every = checkpoint_every(options.checkpoint_every)?;
    let mut workspace = open_workspace(options.device)?;
    let dataset = load_data(&mut workspace, &options.source, options.images)?;
    let checkpoint = appended(&out, ".checkpoint.safetensors");
    train(&mut workspace, &config, &checkpoint, every)?;
    let Some(session) = workspace.session() else { unreachable!("a run leaves its session") };
    write(&out, &block_on(session.model().to_bytes())?)?;
    // A leftover checkpoint is harmless: a finished run is not resumed.
    let _ = std::fs::remove_file(&checkpoint);
    let (config, steps) = (session.config(), session.steps_done());
    let History { losses, seconds, .. } = session.history();
    let [loss, accuracy] = session.history().means(session.steps_per_epoch());
    let result = json!({
        "config": config,
        "data": dataset.name,
        "dataset": dataset,
        "imageSize": dataset.image_size,
        "out": out,
        "steps": steps,
        "imagesSeen": steps * config.batch_size,
        "seconds": seconds,
        "losses": losses,
        "loss": loss,
        "pretextAccuracy": accuracy,
    });
    let mut summary = result.clone();
    summary.as_object_mut().map(|fields| fields.remove("losses"));
    write_record("pretrain", &options, &out, summary)?;
    print(options.json, &result, || {
        let accuracy = accuracy
            .map_or_else(String::new, |accuracy| format!(", accuracy on the task {:.1} %", accuracy * 100.0));
        format!(
            "{}: {steps} steps in {seconds:.0} s, loss {:.4}{accuracy} in the last epoch. Written to {}.",
            config.method.title(),
            loss.unwrap_or(f32::NAN),
            out.display()
        )
    });
    Ok(())
}

fn config(options: &Pretrain) -> Result<PretrainConfig, Failure> {
    let defaults = PretrainConfig::of(options.method.unwrap_or_default());
    if options.clusters.is_some() && defaults.method.about().targets != Targets::Clusters {
        return Err(Failure::new(format!(
            "`--clusters` is for methods that learn from clusters, which {} is not: leave it out.",
            defaults.method.name()
        )));
    }
    let mut augmentation = defaults.augmentation;
    if let Some(crop) = options.crop {
        augmentation = augmentation.with_crop(crop);
    }
    if let Some(flip) = options.flip {
        augmentation = augmentation.with_flip(flip);
    }
    let mut config = PretrainConfig {
        patch_ratio: options.patch_ratio.unwrap_or(defaults.patch_ratio),
        backbone: options.backbone.unwrap_or(defaults.backbone),
        epochs: options.epochs.unwrap_or(defaults.epochs),
        batch_size: options.batch.unwrap_or(defaults.batch_size),
        num_targets: options.clusters,
        seed: options.seed.unwrap_or(defaults.seed),
        augmentation,
        ..defaults
    };
    if let Some(rate) = options.learning_rate {
        config.optimizer = match config.optimizer {
            OptimizerConfig::Adam { .. } => OptimizerConfig::Adam { learning_rate: rate },
            OptimizerConfig::Sgd { momentum, .. } => OptimizerConfig::Sgd { learning_rate: rate, momentum },
        };
    }
    if let Some(kind) = options.schedule {
        config.schedule = ScheduleConfig { kind, ..config.schedule };
    }
    Ok(config)
}

/// The time between two checkpoints, checked.
pub fn checkpoint_every(seconds: Option<f64>) -> Result<f64, Failure> {
    match seconds.unwrap_or(CHECKPOINT_EVERY) {
        seconds if seconds >= 0.0 && seconds.is_finite() => Ok(seconds),
        seconds => Err(Failure::new(format!(
            "`--checkpoint-every` is {seconds}, but must be a number of seconds, 0 or more."
        ))),
    }
}

/// Resumes from the checkpoint if there is one of the same config and data, else trains from the start.
fn train(
    workspace: &mut Workspace,
    config: &PretrainConfig,
    checkpoint: &Path,
    every: f64,
) -> Result<(), Failure> {
    let mut saved = 0.0;
    let job = job(workspace, config, checkpoint)?;
    // As short as needed to write a checkpoint when it is due.
    let piece = PIECE.min(every);
    let keep = |workspace: &Workspace, event: &Event| {
        let Some(session) = workspace.session() else { return Ok(()) };
        let seconds = session.history().seconds;
        if matches!(event, Event::Started(_)) {
            saved = seconds;
        } else if matches!(event, Event::Progress(_)) && seconds - saved >= every {
            write(checkpoint, &block_on(session.checkpoint())?)?;
            saved = seconds;
        }
        Ok(())
    };
    match run_job(workspace, job, Show { piece, ..Show::new(config.method.title()) }, keep) {
        Ok(Outcome::Pretrain(_)) => Ok(()),
        Ok(other) => unreachable!("pretraining ends with a summary, not with {other:?}"),
        Err(failure) if checkpoint.exists() => {
            Err(failure.followed_by(&format!("{} holds an earlier step.", checkpoint.display())))
        }
        Err(failure) => Err(failure),
    }
}

fn job(workspace: &Workspace, config: &PretrainConfig, path: &Path) -> Result<(Request, Inputs), Failure> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok((Request::Pretrain(config.clone()), Inputs::default()));
        }
        Err(error) => return Err(Failure::of_path(path, "read", error)),
    };
    let (data, device) = (workspace.data()?, workspace.device());
    let fresh = Session::new(config, data, device)?;
    let found = Checkpoint::from_bytes(&bytes, device).map_err(|error| {
        Failure::from(error)
            .in_file(path)
            .followed_by("Give another --out, or remove the file to start over.")
    })?;
    let refused = |problem: String| {
        Failure::new(format!(
            "{} is of a run with other settings or data: {problem}. Give another --out, or remove it to start over.",
            path.display()
        ))
    };
    let info = &found.model.info;
    if info.config != *fresh.config() {
        return Err(refused("its config is not that of these options".into()));
    }
    if let Err(Error::OtherData { differences }) = info.check_data(&fresh.info()) {
        return Err(refused(differences));
    }
    eprintln!("Resuming from step {} of {}.", info.step, path.display());
    Ok((Request::Resume, Inputs { bytes: Some(bytes), ..Inputs::default() }))
}
