//! The command line: pretrain, evaluate, and draw the paper's table and figures.

mod alike;
mod arguments;
mod attend;
mod cells;
mod claim;
mod command_options;
mod data_options;
mod device_options;
mod download;
mod evaluate;
mod export;
mod failure;
mod import;
mod input;
mod methods;
mod model;
mod new_images;
mod npz;
mod options;
mod output;
mod pretrain;
mod processes;
mod projector;
#[cfg(feature = "remote")]
mod relay;
mod remote;
mod replay;
mod serve;
mod shell;
mod source;
mod store;
mod table;
mod table_file;
mod table_options;
mod tensors;
mod training_options;
mod tsne;
mod usage;
mod views;
mod work;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use arguments::{Arguments, Command};
use failure::Failure;
use options::Options;
use remote::run_or_go_on;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The allocator's `purge_delay`, which its bindings do not name, and milliseconds that free pages are kept: every
/// step reuses them, and new ones would cost a seventh of its time.
const PURGE_DELAY: (i32, i64) = (15, 60_000);

fn main() -> ExitCode {
    // Safety: any option may be set at any time.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY.0, PURGE_DELAY.1 as _) };
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error)
            if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand =>
        {
            error.exit()
        }
        Err(error) => {
            eprintln!("{}", usage::failure(&error));
            return ExitCode::from(2);
        }
    };
    if let Err(failure) = arguments.verbosity.set() {
        eprintln!("{failure}");
        return ExitCode::from(2);
    }
    work::listen_to_interrupts();
    match run(arguments.command) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            if work::is_interrupted() { work::INTERRUPTED.into() } else { ExitCode::FAILURE }
        }
    }
}

/// The exit code of `replay` where figures differ; 1 is for failures, 2 for wrong options.
const OTHER_FIGURES: u8 = 3;

fn run(command: Command) -> Result<ExitCode, Failure> {
    if !matches!(&command, Command::Pretrain(_) | Command::Table(_)) {
        processes::refuse_several()?;
    }
    match command {
        Command::Pretrain(options) => compute("pretrain", options, pretrain::run),
        Command::Evaluate(options) => compute("evaluate", options, evaluate::run),
        Command::Features(options) => compute("features", options, new_images::features),
        Command::Classify(options) => {
            run_or_go_on(options, |options| &mut options.computing, |options| new_images::classify(&options))
        }
        Command::Search(options) => compute("search", options, new_images::search),
        Command::Export(options) => compute("export", options, export::run),
        Command::Import(options) => compute("import", options, import::run),
        Command::Views(options) => compute("views", options, views::run),
        Command::Attend(options) => compute("attend", options, attend::run),
        Command::Tsne(options) => compute("tsne", options, tsne::run),
        Command::Table(options) => compute("table", options, table::run),
        Command::Inspect(options) => source::inspect(&options),
        Command::Methods(options) => {
            options.print();
            Ok(())
        }
        Command::Serve(options) => serve::run(&options),
        Command::Replay(options) => {
            let is_same = replay::run(&options)?;
            return Ok(if is_same { ExitCode::SUCCESS } else { OTHER_FIGURES.into() });
        }
        Command::Completions(options) => {
            shell::completions(&options);
            Ok(())
        }
        Command::Man(options) => shell::manual(&options),
    }
    .map(|()| ExitCode::SUCCESS)
}

/// Runs a command with its options and those of its config file.
fn compute<T: Options + Clone>(
    name: &str,
    options: T,
    run: impl Fn(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    run_or_go_on(options::resolve(name, options)?, T::computing, run)
}
