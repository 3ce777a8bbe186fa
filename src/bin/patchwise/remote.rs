//! The device of another machine, and what to do once its server is lost.

use std::future::{Future, poll_fn};
use std::path::Path;
use std::pin::pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Poll, Waker};

use burn::tensor::Device;
use patchwise::Error;
use pollster::block_on;

use crate::device_options::DeviceOptions;
use crate::failure::Failure;
use crate::output::{detail, say};
use crate::work::is_interrupted;

/// What is known of the server: one of the three below.
static SERVER: AtomicU8 = AtomicU8::new(NONE);
/// None computes for this program, or none any more.
const NONE: u8 = 0;
#[cfg(feature = "remote")]
const IN_USE: u8 = 1;
/// The one in use no longer answers.
const LOST: u8 = 2;
/// What waits for the server.
static WAITING: Mutex<Option<Waker>> = Mutex::new(None);

/// Runs a command; where a server was lost that computed for it, this machine runs it instead.
pub fn run_or_go_on<T: Clone>(
    mut options: T,
    device_options: fn(&mut T) -> &mut DeviceOptions,
    run: impl Fn(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let result = run(options.clone());
    let device = device_options(&mut options);
    match (result, device.server()) {
        (Err(failure), Some(server)) if failure.is_lost_device && !is_interrupted() => {
            // Also where little is to be said: this machine may be much slower.
            say(&format!(
                "The server at {server} was lost. This machine continues on its CPU, from the last checkpoint if there is one."
            ));
            detail(&failure.to_string());
            SERVER.store(NONE, Ordering::Relaxed);
            *device = DeviceOptions::default();
            run(options)
        }
        (result, _) => result,
    }
}

/// Waits for what a device computes, unless it is that of a server which no longer answers.
pub fn wait<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let mut work = pin!(work);
    block_on(poll_fn(|context| {
        if let Ok(mut waiting) = WAITING.lock() {
            *waiting = Some(context.waker().clone());
        }
        if SERVER.load(Ordering::Relaxed) == LOST {
            return Poll::Ready(Err(Error::DeviceFailed { reason: "its server no longer answers".into() }));
        }
        work.as_mut().poll(context)
    }))
}

/// Opens the device of a server, and watches over that.
#[cfg(feature = "remote")]
pub fn open(server: &str, token: Option<&Path>) -> Result<Device, Failure> {
    use crate::device_options::read_token;
    use crate::output::note;

    let token = token.map(read_token).transpose()?.unwrap_or_default();
    let waiting = || note(&format!("Waiting for the server at {server}."));
    let device = patchwise::kernel::open_remote(server, &token, PATIENCE, waiting)?;
    SERVER.store(IN_USE, Ordering::Relaxed);
    let server = server.to_string();
    std::thread::spawn(move || watch(&server));
    Ok(device)
}

#[cfg(not(feature = "remote"))]
pub fn open(server: &str, _: Option<&Path>) -> Result<Device, Failure> {
    Err(Failure::new(format!(
        "This build cannot compute at {server}: build it with the feature `remote`, or leave `--device` out."
    )))
}

/// How long a server may take to be connected.
#[cfg(feature = "remote")]
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// Asks a server now and then whether it is there, until it has not answered several times.
#[cfg(feature = "remote")]
fn watch(server: &str) {
    const EVERY: std::time::Duration = std::time::Duration::from_secs(5);
    const MOST_MISSED: usize = 3;

    let mut missed = 0;
    while missed < MOST_MISSED {
        std::thread::sleep(EVERY);
        missed = if patchwise::kernel::is_answering(server) { 0 } else { missed + 1 };
    }
    // Unless it is known already, and this machine continues.
    let is_news = SERVER.compare_exchange(IN_USE, LOST, Ordering::Relaxed, Ordering::Relaxed).is_ok();
    if is_news && let Some(waker) = WAITING.lock().ok().and_then(|mut waiting| waiting.take()) {
        waker.wake();
    }
}
