//! A workspace with a progress bar.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use burn::tensor::Device;
use indicatif::{ProgressBar, ProgressStyle};
use patchwise::device::{DeviceKind, open};
use patchwise::kernel::{Peers, peers};
use patchwise::train::{is_trusted, self_test};
use patchwise::workspace::{Clock, Event, Inputs, Outcome, ProgressEvent, Request, Workspace};
use pollster::block_on;

use crate::device_options::{DeviceChoice, DeviceOptions};
use crate::failure::Failure;
use crate::output::{detail, is_quiet};
use crate::remote::{self, wait};

/// The default of [`Show::piece`].
pub const PIECE: f64 = 0.2;

const CLOCK: Clock = Clock { seconds, date };

fn seconds() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// Today, or the day of `SOURCE_DATE_EPOCH`, which makes builds and their outputs reproducible.
fn date() -> Option<String> {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    // Later dates have five digits of years, which no format of dates takes.
    let fixed = fixed.filter(|&seconds| seconds < LAST_DATE);
    let now = fixed.map_or_else(SystemTime::now, |seconds| UNIX_EPOCH + Duration::from_secs(seconds));
    humantime::format_rfc3339(now).to_string().get(..10).map(String::from)
}

/// A workspace on a device.
pub fn open_workspace(compute: &DeviceOptions) -> Result<Workspace, Failure> {
    let choice = compute.choice()?;
    let device = open_device(&choice, compute.token.as_deref())?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    detail(&format!("Device: {}; cores: {cores}", choice.title()));
    Ok(Workspace::new(device, CLOCK))
}

/// A device, a GPU only if its numbers can be trusted; the token is that of a server.
pub fn open_device(choice: &DeviceChoice, token: Option<&Path>) -> Result<Device, Failure> {
    Ok(match choice {
        DeviceChoice::Cpu => block_on(open(DeviceKind::Cpu))?,
        DeviceChoice::Gpu => {
            let gpu = block_on(open(DeviceKind::gpu()))?;
            let losses = block_on(self_test(&gpu))?;
            let of_cpu = block_on(self_test(&block_on(open(DeviceKind::Cpu))?))?;
            if !is_trusted(&losses, &of_cpu) {
                return Err(Failure::new(format!(
                    "In a short test the GPU's losses were {losses:?}, the CPU's {of_cpu:?}: its numbers cannot be trusted. Update its driver, or leave `--device` out."
                )));
            }
            #[cfg(feature = "cube")]
            block_on(patchwise::kernel::Fit::measure(&gpu, seconds))?;
            gpu
        }
        DeviceChoice::Remote(server) => remote::open(server, token)?,
    })
}

/// How a job is shown.
#[derive(Clone, Copy)]
pub struct Show<'a> {
    /// The label before the bar.
    pub name: &'a str,
    /// Seconds of work between two progress updates.
    pub piece: f64,
    /// Config fields whose options have other names than usual.
    pub options: &'a [(&'a str, &'a str)],
}

impl<'a> Show<'a> {
    pub fn new(name: &'a str) -> Self {
        Self { name, piece: PIECE, options: &[] }
    }
}

/// Runs a job to its end, under a bar; `watch` sees every event.
pub fn run(
    workspace: &mut Workspace,
    (request, inputs): (Request, Inputs),
    Show { name, piece, options }: Show,
    mut watch: impl FnMut(&Workspace, &Event) -> Result<(), Failure>,
) -> Result<Outcome, Failure> {
    let bar = new_bar(name, BAR);
    let began = seconds();
    let named = |error: patchwise::Error| Failure::of_error(&error, options);
    let _stoppable = Stoppable::new();
    let mut event = workspace.start(request, inputs).map_err(named)?;
    let mut said = began;
    loop {
        if piece == IN_STEP {
            agree(&event)?;
        }
        show(&bar, &event);
        if bar.is_hidden() && seconds() - said > LINE_SECONDS {
            said = seconds();
            detail(&format!("{name}: {} of {}", bar.position(), bar.length().unwrap_or(0)));
        }
        watch(workspace, &event)?;
        if let Event::Finished(outcome) | Event::Stopped(outcome) = event {
            bar.finish_and_clear();
            detail(&format!("{name}: {:.1} s", seconds() - began));
            return Ok(outcome);
        }
        if is_interrupted() {
            return Err(Failure::new(format!("{name} was stopped.")));
        }
        event = wait(workspace.advance(piece)).map_err(named)?;
    }
}

/// Between two lines of progress where there is no bar.
const LINE_SECONDS: f64 = 10.0;

static IS_INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether the program was asked to end, as by Ctrl-C. Processes that train together look at what they last agreed on.
pub fn is_interrupted() -> bool {
    is_stopped_together() || (!IS_IN_STEP.load(Ordering::Relaxed) && IS_INTERRUPTED.load(Ordering::Relaxed))
}

/// Whether all processes that train together stop, as one of them was asked to end.
pub fn is_stopped_together() -> bool {
    IS_ANY_INTERRUPTED.load(Ordering::Relaxed)
}

/// The seconds of pieces of a single unit: with these, processes that train together stop after the same one.
pub const IN_STEP: f64 = 0.0;

static IS_IN_STEP: AtomicBool = AtomicBool::new(false);

static IS_ANY_INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether one of the processes was asked to end; refuses to go on where they have not computed the same loss.
fn agree(event: &Event) -> Result<(), Failure> {
    let Some(peers) = peers() else { return Ok(()) };
    IS_IN_STEP.store(true, Ordering::Relaxed);
    let loss = match event {
        Event::Progress(ProgressEvent::Pretrain(pretrain)) => pretrain.train.loss.map_or(0, f32::to_bits),
        _ => 0,
    };
    let asked = IS_INTERRUPTED.load(Ordering::Relaxed);
    let is_any = same_everywhere(&*peers, loss, asked).map_err(|rank| {
        Failure::new(format!(
            "Process {rank} has another loss than process 0. Processors of different kinds round differently: take machines of one kind."
        ))
    })?;
    IS_ANY_INTERRUPTED.store(is_any, Ordering::Relaxed);
    Ok(())
}

/// Whether any process is asked to end, where all have the same value; else the first one that has another.
pub fn same_everywhere(peers: &dyn Peers, value: u32, is_asked: bool) -> Result<bool, usize> {
    // Halves, which single precision has exactly.
    let own = [f32::from(u8::from(is_asked)), (value >> 16) as f32, (value & 0xffff) as f32];
    let all = peers.all_gather(&own, &vec![own.len(); peers.count()]);
    let (parts, _) = all.as_chunks::<3>();
    match parts.iter().position(|part| part[1..] != parts[0][1..]) {
        Some(rank) => Err(rank),
        None => Ok(parts.iter().any(|part| part[0] > 0.0)),
    }
}

/// Work that looks at [`is_interrupted`] as long as this lives, or waits for a process that does.
pub struct Stoppable;

static IS_STOPPABLE: AtomicBool = AtomicBool::new(false);

impl Stoppable {
    pub fn new() -> Self {
        IS_STOPPABLE.store(true, Ordering::Relaxed);
        Self
    }
}

impl Drop for Stoppable {
    fn drop(&mut self) {
        IS_STOPPABLE.store(false, Ordering::Relaxed);
    }
}

/// Has Ctrl-C end stoppable work after its current piece; a second one, or one during other work, ends the program at once.
pub fn listen_to_interrupts() {
    let listened = ctrlc::set_handler(|| {
        let was_interrupted = IS_INTERRUPTED.swap(true, Ordering::Relaxed);
        if was_interrupted || !IS_STOPPABLE.load(Ordering::Relaxed) {
            std::process::exit(INTERRUPTED.into());
        }
    });
    if let Err(error) = listened {
        detail(&format!("Ctrl-C ends the program at once: {error}."));
    }
}

/// The exit code of a program that was asked to end.
pub const INTERRUPTED: u8 = 130;

/// The year 10,000, in seconds since 1970.
const LAST_DATE: u64 = 253_402_300_800;

const BAR: &str = "{prefix} {bar:30} {pos}/{len}, {eta} left {msg}";

/// Hidden if the error stream is not a terminal.
pub fn new_bar(name: &str, template: &str) -> ProgressBar {
    if is_quiet() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_prefix(name.to_string())
}

fn show(bar: &ProgressBar, event: &Event) {
    let Event::Progress(progress) = event else { return };
    let timing = match progress {
        ProgressEvent::Plain(timing) => timing,
        ProgressEvent::Embed(embed) => &embed.timing,
        ProgressEvent::Compare(compare) => {
            bar.set_message(compare.current.clone());
            &compare.timing
        }
        ProgressEvent::Pretrain(pretrain) => {
            if let Some(preparing) = pretrain.preparing {
                bar.set_message(format!("clustering {}/{}", preparing.done, preparing.total));
            } else if let Some(measuring) = pretrain.measuring {
                bar.set_message(format!("measuring kNN accuracy {}/{}", measuring.done, measuring.total));
            } else if let Some(loss) = pretrain.train.loss {
                bar.set_message(format!("loss {loss:.3}"));
            }
            &pretrain.timing
        }
    };
    bar.set_length(timing.total as u64);
    bar.set_position(timing.done as u64);
}
