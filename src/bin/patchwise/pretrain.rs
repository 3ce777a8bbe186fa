//! `patchwise pretrain`: training runs that survive being killed.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use patchwise::config::{RecipeKind, ScheduleConfig, ScheduleKind};
use patchwise::data::Fingerprint;
use patchwise::kernel::peers;
use patchwise::method::{Method, Targets};
use patchwise::train::{Checkpoint, History, Initial, Model, PretrainConfig};
use patchwise::workspace::{Event, Inputs, Outcome, Request, ResumeConfig, Workspace};
use patchwise::{Error, Session};
use pollster::block_on;
use serde_json::json;

use crate::arguments::Pretrain;
use crate::claim::Claim;
use crate::device_options::DeviceChoice;
use crate::failure::Failure;
use crate::input::{MAX_MODEL_BYTES, read_if_there};
use crate::model::read_with_bytes;
use crate::options::{refuse, refuse_any, write_record};
use crate::output::{appended, detail, note, print, write};
use crate::processes::Processes;
use crate::remote::wait;
use crate::source::{check_source, load_data};
use crate::training_options::{parse_augmentation, parse_small_start, parse_task};
use crate::work::{IN_STEP, PIECE, Show, is_interrupted, open_workspace, run as run_job, same_everywhere};

/// Seconds between two checkpoints.
const CHECKPOINT_EVERY: f64 = 30.0;

/// Those of a year.
const MOST_MINUTES: f64 = 525_600.0;

/// Trains and writes the model, on as many processes as there are.
pub fn run(options: Pretrain) -> Result<(), Failure> {
    let processes = Processes::join()?;
    let result = run_as(&processes, options);
    processes.leave(result)
}

fn run_as(processes: &Processes, options: Pretrain) -> Result<(), Failure> {
    if processes.are_several() {
        refuse_any(&options, &["minutes", "trace"], "one process")?;
        if options.computing.choice()? != DeviceChoice::Cpu {
            return Err(Failure::new("Several processes train on the CPU only: leave `--device` out."));
        }
    }
    let out = options.out.clone().unwrap_or_else(|| "model.safetensors".into());
    check_source(&options, &options.source)?;
    let config = config(&options)?;
    match options.minutes {
        // With a record, whose epochs these minutes replace, there are both.
        Some(_) if options.epochs.is_some() && options.config.is_none() => {
            return Err(Failure::new("`--minutes` sets the epochs: leave it out, or `--epochs`."));
        }
        Some(minutes) if !(minutes > 0.0 && minutes <= MOST_MINUTES) => {
            return Err(Failure::new(format!(
                "`--minutes` is {minutes}, but must be above 0 and up to {MOST_MINUTES}, a year."
            )));
        }
        _ => {}
    }
    let checkpoint = appended(&out, ".checkpoint.safetensors");
    // More epochs continue a run from its checkpoint.
    let free: &[&str] = if checkpoint.exists() { &["epochs", "minutes"] } else { &[] };
    let claim = || Claim::new("pretrain", &options, &out, free)?.apart(&out, "init", options.init.as_deref());
    let _claim = processes.is_leader().then(claim).transpose()?;
    let every = checkpoint_every(options.checkpoint_every)?;
    let mut workspace = open_workspace(&options.computing)?;
    let dataset = load_data(&mut workspace, &options.source, options.images)?;
    let config = match options.minutes {
        Some(minutes) => {
            in_time(config, minutes, &workspace, (!starts_over(&options)).then_some(&checkpoint))?
        }
        None => config,
    };
    // What is found is recorded: another time may give other epochs.
    let options = match options.minutes {
        Some(_) => Pretrain { minutes: None, epochs: Some(config.epochs), ..options },
        None => options,
    };
    detail(&format!("Settings: {}", json!(config)));
    if let Some(steps) = options.trace {
        return trace(&workspace, &options, &config, steps, &out);
    }
    let start = start(&workspace, &options, &config, &checkpoint)?;
    check_same_run(&workspace, &config, &start.1)?;
    // As short as needed to write a checkpoint when it is due.
    let piece = if processes.are_several() { IN_STEP } else { PIECE.min(every) };
    train(&mut workspace, start, &config, processes.is_leader().then_some(&checkpoint), (piece, every))?;
    if !processes.is_leader() {
        return Ok(());
    }
    let Some(session) = workspace.session() else { unreachable!("a run leaves its session") };
    // The last checkpoint is kept, so that more epochs can continue the run.
    write(&checkpoint, &wait(session.checkpoint())?)?;
    write(&out, &wait(session.model().to_bytes())?)?;
    let (config, steps) = (session.config(), session.steps_done());
    let History { losses, seconds, knn, spread, .. } = session.history();
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
        "knn": knn,
        "spread": spread,
    });
    let mut summary = result.clone();
    summary.as_object_mut().map(|fields| fields.remove("losses"));
    write_record("pretrain", &options, &out, summary)?;
    print(options.json, &result, || {
        let accuracy = accuracy
            .map_or_else(String::new, |accuracy| format!(", accuracy on the task {:.1} %", accuracy * 100.0));
        let knn = knn.last().map_or_else(String::new, |point| {
            format!(", kNN accuracy {:.1} % at its end", point.accuracy * 100.0)
        });
        let collapsed = match spread {
            Some(spread) if spread.has_collapsed => {
                "\nThe network has collapsed: it gives nearly the same features for every image."
            }
            _ => "",
        };
        format!(
            "{}: {steps} steps in {seconds:.0} s, loss {:.4}{accuracy} in the last epoch{knn}. Written to {}.{collapsed}",
            config.method.title(),
            loss.unwrap_or(f32::NAN),
            out.display()
        )
    });
    Ok(())
}

/// Refuses processes that would train together with other settings, data or starting weights.
fn check_same_run(workspace: &Workspace, config: &PretrainConfig, inputs: &Inputs) -> Result<(), Failure> {
    let Some(peers) = peers() else { return Ok(()) };
    let run = json!({ "config": config, "data": Fingerprint::of(workspace.data()?)? }).to_string();
    let parts = [run.as_bytes(), inputs.bytes.as_deref().unwrap_or_default()];
    same_everywhere(&*peers, crc32fast::hash(&parts.concat()), false).map(|_| ()).map_err(|rank| {
        Failure::new(format!(
            "Process {rank} has other settings, data or another checkpoint than process 0: all need the same options, and the same files at the same paths."
        ))
    })
}

/// Writes the first steps of a run in place of a model.
fn trace(
    workspace: &Workspace,
    options: &Pretrain,
    config: &PretrainConfig,
    steps: usize,
    out: &Path,
) -> Result<(), Failure> {
    let init = init(workspace, options)?;
    let mut session = fresh_session(workspace, config, init.as_ref())?;
    write(out, &block_on(session.trace(steps))?)?;
    let result = json!({ "config": session.config(), "out": out, "steps": session.steps_done() });
    write_record("pretrain", options, out, result.clone())?;
    print(options.json, &result, || {
        format!("{} steps with all that goes into them. Written to {}.", session.steps_done(), out.display())
    });
    Ok(())
}

fn config(options: &Pretrain) -> Result<PretrainConfig, Failure> {
    let kind = options.recipe.unwrap_or_default();
    let usual = if kind == RecipeKind::Best { Method::BEST } else { Method::default() };
    let method = options.method.unwrap_or(usual);
    let about = method.about();
    let defaults = PretrainConfig::with_recipe(method, about.recipe(kind));
    let name = defaults.method.name();
    if about.targets != Targets::Clusters {
        refuse(options, &["clusters"], &format!("methods that learn from clusters, which {name} is not"))?;
    }
    if !about.has_patch {
        refuse(options, &["patch-ratio"], &format!("methods that paste a patch, which {name} is not"))?;
    }
    let augmentation = match &options.augmentation {
        Some(text) => parse_augmentation(text)?,
        None => defaults.augmentation,
    };
    let small_start = match &options.small_start {
        Some(text) => parse_small_start(text)?,
        None => defaults.small_start,
    };
    let mut config = PretrainConfig {
        patch_ratio: options.patch_ratio.unwrap_or(defaults.patch_ratio),
        backbone: options.backbone.unwrap_or(defaults.backbone),
        epochs: options.epochs.unwrap_or(defaults.epochs),
        batch_size: options.batch.unwrap_or(defaults.batch_size),
        micro_batch: options.micro_batch,
        num_targets: options.clusters,
        seed: options.seed.unwrap_or(defaults.seed),
        augmentation: augmentation.with(options.crop, options.flip),
        task: defaults.task.with(&parse_task(options.task.as_deref(), &[defaults.method])?)?,
        small_start,
        online_knn: options.online_knn.unwrap_or(defaults.online_knn),
        ..defaults
    };
    config.optimizer = config.optimizer.at(options.learning_rate).decayed(options.weight_decay);
    if let Some(kind) = options.schedule {
        config.schedule = ScheduleConfig { kind, ..config.schedule };
    }
    Ok(config)
}

/// The same with as many epochs as fit into so many minutes; those of the checkpoint, where there is one.
fn in_time(
    config: PretrainConfig,
    minutes: f64,
    workspace: &Workspace,
    checkpoint: Option<&PathBuf>,
) -> Result<PretrainConfig, Failure> {
    let found = checkpoint.map(|path| read_if_there(path, MAX_MODEL_BYTES)).transpose()?.flatten();
    if let Some(found) = found.and_then(|bytes| Checkpoint::from_bytes(&bytes, workspace.device()).ok()) {
        let epochs = found.model.info.config.epochs;
        note(&format!("A checkpoint is there: the {epochs} epochs of its run stay."));
        return Ok(PretrainConfig { epochs, ..config });
    }
    let seconds = block_on(workspace.seconds_per_epoch(&config))?;
    let epochs = ((minutes * 60.0 / seconds) as usize).max(1);
    let longer = if seconds > minutes * 60.0 { ", longer than there is time for" } else { "" };
    note(&format!("An epoch takes about {seconds:.2} s{longer}: {epochs} for {minutes} minutes."));
    Ok(PretrainConfig { epochs, ..config })
}

/// Whether this process has written a checkpoint: then that is what a run continues from after its server was lost.
static HAS_CHECKPOINT: AtomicBool = AtomicBool::new(false);

/// Whether the checkpoint that is there, if any, is of a run to be replaced.
fn starts_over(options: &Pretrain) -> bool {
    options.force && !HAS_CHECKPOINT.load(Ordering::Relaxed)
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

/// Runs a job of training; writes a checkpoint whenever it is due.
fn train(
    workspace: &mut Workspace,
    job: (Request, Inputs),
    config: &PretrainConfig,
    checkpoint: Option<&PathBuf>,
    (piece, every): (f64, f64),
) -> Result<(), Failure> {
    let (mut saved, mut is_warned) = (0.0, false);
    let keep = |workspace: &Workspace, event: &Event| {
        let Some((session, checkpoint)) = workspace.session().zip(checkpoint) else { return Ok(()) };
        if !is_warned && let Some(step) = session.history().collapsed {
            is_warned = true;
            note(&format!(
                "The network had collapsed after step {step}: it gives nearly the same features for every image, so it learns nothing any more. A lower learning rate, or the method's own weights of its loss, may help."
            ));
        }
        let seconds = session.history().seconds;
        if matches!(event, Event::Started(_)) {
            saved = seconds;
        } else if matches!(event, Event::Progress(_)) && (seconds - saved >= every || is_interrupted()) {
            write(checkpoint, &wait(session.checkpoint())?)?;
            HAS_CHECKPOINT.store(true, Ordering::Relaxed);
            detail(&format!("Step {}: {} written.", session.steps_done(), checkpoint.display()));
            saved = seconds;
        }
        Ok(())
    };
    match run_job(workspace, job, Show { piece, ..Show::new(config.method.title()) }, keep) {
        Ok(Outcome::Pretrain(_)) => Ok(()),
        Ok(other) => unreachable!("pretraining ends with a summary, not with {other:?}"),
        Err(failure) => Err(match checkpoint.filter(|path| path.exists()) {
            Some(_) if is_interrupted() => failure.followed_by("The same command goes on where it was."),
            Some(path) => failure.followed_by(&format!("{} holds an earlier step.", path.display())),
            None => failure,
        }),
    }
}

/// The network to start from, with its file, if one is given.
fn init(workspace: &Workspace, options: &Pretrain) -> Result<Option<(Model, Vec<u8>)>, Failure> {
    options.init.as_deref().map(|init| read_with_bytes(init, workspace.device())).transpose()
}

/// A run at its start.
fn fresh_session(
    workspace: &Workspace,
    config: &PretrainConfig,
    init: Option<&(Model, Vec<u8>)>,
) -> Result<Session, Failure> {
    let mut session = Session::new(config, workspace.data()?, workspace.device())?;
    if let Some((model, bytes)) = init {
        session.start_from(model, Initial::of(&model.info, bytes))?;
    }
    Ok(session)
}

/// A run from the checkpoint if there is one of the same run, else from its start.
fn start(
    workspace: &Workspace,
    options: &Pretrain,
    config: &PretrainConfig,
    path: &Path,
) -> Result<(Request, Inputs), Failure> {
    let init = init(workspace, options)?;
    let checkpoint = if starts_over(options) { None } else { read_if_there(path, MAX_MODEL_BYTES)? };
    let Some(bytes) = checkpoint else {
        let inputs = Inputs { bytes: init.map(|(_, bytes)| bytes), ..Inputs::default() };
        return Ok((Request::Pretrain(config.clone()), inputs));
    };
    let fresh = fresh_session(workspace, config, init.as_ref())?;
    let start_over = "Give another --out, or --force to start over.";
    let found = Checkpoint::from_bytes(&bytes, workspace.device())
        .map_err(|error| Failure::from(error).in_file(path).followed_by(start_over))?;
    let refused = |problem: String| {
        let path = path.display();
        Failure::new(format!("{path} is of a run with other settings or data: {problem}. {start_over}"))
    };
    let info = &found.model.info;
    let (before, now) = (&info.config, fresh.config());
    if before.epochs > now.epochs {
        return Err(refused(format!("it was for {} epochs, not for {}", before.epochs, now.epochs)));
    }
    let continued = PretrainConfig { epochs: now.epochs, ..before.clone() };
    if continued != *now {
        return Err(refused("its config is not that of these options".into()));
    }
    if info.initial != fresh.info().initial {
        return Err(refused("it started from other weights".into()));
    }
    if let Err(Error::OtherData { differences }) = info.check_data(&fresh.info()) {
        return Err(refused(differences));
    }
    note(&format!("Resuming from step {} of {}.", info.step, path.display()));
    if before.epochs < now.epochs && now.schedule.kind != ScheduleKind::Constant {
        note(&format!(
            "The learning rate followed a schedule for {} epochs; from here on it follows the one for {}.",
            before.epochs, now.epochs
        ));
    }
    let epochs = Some(now.epochs);
    Ok((
        Request::Resume(ResumeConfig { epochs, ..ResumeConfig::default() }),
        Inputs { bytes: Some(bytes), ..Inputs::default() },
    ))
}
