//! `patchwise pretrain`, and training runs that survive being killed.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use burn::tensor::Device;
use patchwise::config::{Augmentation, OptimizerConfig, PretrainConfig, ScheduleConfig};
use patchwise::data::Dataset;
use patchwise::method::Method;
use patchwise::train::{Checkpoint, Progress};
use patchwise::{Error, Session};
use pollster::block_on;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::arguments::Pretrain;
use crate::failure::Failure;
use crate::options::{record_path, write_record};
use crate::output::{appended, check_writable, print, write};
use crate::progress::Bar;
use crate::source::{DataRequest, fingerprint, limited, load_data, open_device, parse, parse_or};

/// Seconds between two checkpoints.
const CHECKPOINT_EVERY: f64 = 30.0;

/// Trains and writes the network.
pub fn run(options: Pretrain) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "model.safetensors".into());
    let config = config(&options)?;
    check_writable(&out)?;
    check_writable(&record_path(&out))?;
    let device = open_device(options.device.as_ref())?;
    let request = DataRequest {
        spec: options.data.as_deref(),
        image_size: options.image_size,
        images: options.images,
        seed: config.seed,
    };
    let data = limited(&load_data(&request)?, config.method, options.images, config.seed);
    let checkpoint = appended(&out, ".checkpoint.safetensors");
    let keeping = Keeping::new(checkpoint, options.checkpoint_every, fingerprint(&request, &data))?;
    let run = train(&config, &data, &device, &keeping, config.method.title())?;
    write(&out, &run.network)?;
    keeping.clear();
    let result = json!({
        "config": run.config,
        "data": data.name,
        "imageSize": data.image_size,
        "out": out,
        "steps": run.steps,
        "imagesSeen": run.steps * run.config.batch_size,
        "seconds": run.seconds,
        "losses": run.losses,
        "loss": run.loss,
        "pretextAccuracy": run.accuracy,
    });
    let mut summary = result.clone();
    summary.as_object_mut().map(|fields| fields.remove("losses"));
    write_record("pretrain", &options, &out, summary)?;
    print(options.json, &result, || {
        format!(
            "{}: {} steps in {:.0} s, loss {:.4}, {:.1} % of the task right in the last epoch. Written to {}.",
            run.config.method.title(),
            run.steps,
            run.seconds,
            run.loss,
            run.accuracy * 100.0,
            out.display()
        )
    });
    Ok(())
}

fn config(options: &Pretrain) -> Result<PretrainConfig, Failure> {
    let defaults = PretrainConfig::of(parse_or("method", options.method.as_ref(), Default::default())?);
    if options.clusters.is_some() && defaults.method != Method::DeepCluster {
        return Err(Failure::new("`--clusters` is for --method deep-cluster: leave it out, or choose that."));
    }
    let mut config = PretrainConfig {
        patch_ratio: options.patch_ratio.unwrap_or(defaults.patch_ratio),
        backbone: parse_or("backbone", options.backbone.as_ref(), defaults.backbone)?,
        epochs: options.epochs.unwrap_or(defaults.epochs),
        batch_size: options.batch.unwrap_or(defaults.batch_size),
        num_targets: options.clusters,
        seed: options.seed.unwrap_or(defaults.seed),
        augmentation: Augmentation {
            crop: options.crop.unwrap_or(defaults.augmentation.crop),
            flip: options.flip.unwrap_or(defaults.augmentation.flip),
        },
        ..defaults
    };
    if let Some(rate) = options.learning_rate {
        config.optimizer = match config.optimizer {
            OptimizerConfig::Adam { .. } => OptimizerConfig::Adam { learning_rate: rate },
            OptimizerConfig::Sgd { momentum, .. } => OptimizerConfig::Sgd { learning_rate: rate, momentum },
        };
    }
    if let Some(kind) = &options.schedule {
        config.schedule = ScheduleConfig { kind: parse("schedule", kind)?, ..config.schedule };
    }
    Ok(config)
}

/// Where and how often a run is kept while it is on.
pub struct Keeping {
    path: PathBuf,
    every: Duration,
    /// The data that the run is on.
    data: String,
}

impl Keeping {
    /// With the usual time where none is given.
    pub fn new(path: PathBuf, seconds: Option<f64>, data: String) -> Result<Self, Failure> {
        let seconds = seconds.unwrap_or(CHECKPOINT_EVERY);
        let every = Duration::try_from_secs_f64(seconds);
        let every = every.map_err(|_| {
            Failure::new(format!(
                "`--checkpoint-every` is {seconds}, but must be a number of seconds from 0 on."
            ))
        })?;
        Ok(Self { path, every, data })
    }

    /// Removes what was kept, once the network is written.
    pub fn clear(&self) {
        for path in [&self.path, &Log::path(&self.path)] {
            // What is left does no harm: a finished run is not looked for.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// A run that came to its end.
pub struct Run {
    /// What the session made of the config.
    pub config: PretrainConfig,
    /// The network as safetensors bytes.
    pub network: Vec<u8>,
    pub steps: usize,
    pub seconds: f64,
    /// Of each step.
    pub losses: Vec<f32>,
    /// Mean over the last epoch.
    pub loss: f32,
    /// Part of the task's answers that were right in the last epoch.
    pub accuracy: f32,
}

/// What the steps so far have brought; kept beside each checkpoint, so that a run that goes on knows it too.
#[derive(Default, Serialize, Deserialize)]
struct Log {
    losses: Vec<f32>,
    accuracies: Vec<f32>,
    /// Spent when this was kept.
    seconds: f64,
    /// The data that the run is on.
    data: String,
}

impl Log {
    fn path(checkpoint: &Path) -> PathBuf {
        appended(checkpoint, ".log.json")
    }

    /// The log of the steps up to a checkpoint; it was written before the checkpoint and may have more.
    fn read(checkpoint: &Path, steps: usize) -> Option<Self> {
        let text = std::fs::read_to_string(Self::path(checkpoint)).ok()?;
        let mut log: Self = serde_json::from_str(&text).ok()?;
        log.losses.truncate(steps);
        log.accuracies.truncate(steps);
        (log.losses.len() == steps).then_some(log)
    }

    /// Mean loss and accuracy of the last steps.
    fn means(&self, steps: usize) -> (f32, f32) {
        let mean = |values: &[f32]| {
            let last = &values[values.len().saturating_sub(steps)..];
            last.iter().sum::<f32>() / last.len() as f32
        };
        (mean(&self.losses), mean(&self.accuracies))
    }
}

/// Trains from the checkpoint on where there is one of the same config, else from the start.
pub fn train(
    config: &PretrainConfig,
    data: &Dataset,
    device: &Device,
    keeping: &Keeping,
    name: &str,
) -> Result<Run, Failure> {
    let (mut session, mut log) = open_session(config, data, device, keeping)?;
    let total = session.total_steps();
    let (start, before) = (Instant::now(), log.seconds);
    let mut saved = start;
    let bar = Bar::new(name, total);
    while !session.is_done() {
        if let Some(progress) = block_on(session.prepare(1))? {
            bar.say(format!("clustering {}/{}", progress.done, progress.total));
            continue;
        }
        let event = block_on(session.run(1)).map_err(|error| without_weights(error, &keeping.path))?;
        bar.set(Progress { done: event.step, total });
        bar.say(format!("loss {:.3}", event.loss));
        log.losses.extend(event.losses);
        log.accuracies.push(event.pretext_accuracy);
        if saved.elapsed() >= keeping.every {
            log.seconds = before + start.elapsed().as_secs_f64();
            write(&Log::path(&keeping.path), json!(log).to_string().as_bytes())?;
            write(&keeping.path, &block_on(session.checkpoint())?)?;
            saved = Instant::now();
        }
    }
    let (loss, accuracy) = log.means(total / config.epochs);
    let current = Checkpoint { info: session.info(), network: session.network(), optimizer: Vec::new() };
    Ok(Run {
        config: session.config().clone(),
        network: block_on(current.network_bytes())?,
        steps: session.steps_done(),
        seconds: before + start.elapsed().as_secs_f64(),
        losses: log.losses,
        loss,
        accuracy,
    })
}

/// The command line writes no network of a run that failed.
fn without_weights(error: Error, checkpoint: &Path) -> Failure {
    match error {
        Error::NonFiniteLoss { loss, step, .. } => {
            let kept = match checkpoint.exists() {
                true => format!(" {} is of a step before.", checkpoint.display()),
                false => String::new(),
            };
            Failure::new(format!(
                "The loss became {loss} at step {step}. Lower `--learning-rate` and start again.{kept}"
            ))
        }
        other => other.into(),
    }
}

fn open_session(
    config: &PretrainConfig,
    data: &Dataset,
    device: &Device,
    keeping: &Keeping,
) -> Result<(Session, Log), Failure> {
    let fresh = Session::new(config, data, device)?;
    let Keeping { path, data: name, .. } = keeping;
    let Ok(bytes) = std::fs::read(path) else {
        return Ok((fresh, Log { data: name.clone(), ..Log::default() }));
    };
    let found = Checkpoint::from_bytes(&bytes, device)?;
    let is_same = |log: &Log| found.info.config == *fresh.config() && log.data == *name;
    let Some(log) = Log::read(path, found.info.step).filter(is_same) else {
        return Err(Failure::new(format!(
            "{} is of a run with other settings or data. Give another --out, or remove it to start anew.",
            path.display()
        )));
    };
    eprintln!("Going on from step {} by {}.", found.info.step, path.display());
    Ok((Session::resume(&found, data, device)?, log))
}
