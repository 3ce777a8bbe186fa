//! `patchwise table`: rows of methods and ratios, each with several seeds, under several protocols.
//!
//! Every run keeps its model and its reports in a folder; finished runs are not repeated.

use std::time::{Duration, Instant};

use indicatif::HumanDuration;
use patchwise::experiment::{Part, Plan};
use patchwise::workspace::{ComparisonProgress, Event, Inputs, ProgressEvent, Request};

use crate::arguments::Table;
use crate::cells;
use crate::failure::Failure;
use crate::output::{appended, check_ending, note, print};
use crate::pretrain::checkpoint_every;
use crate::processes::refuse_several;
use crate::source::{check_source, load_data};
use crate::store::FolderStore;
use crate::table_file::{check_earlier, claim, table_text, write_table};
use crate::table_options::{OPTIONS, config, named};
use crate::work::{PIECE, Show, open_workspace, run as run_job};

/// Between two times that the table so far is written: its runs are stored by themselves.
const WRITE_EVERY: Duration = Duration::from_secs(1);

/// Runs what is missing and writes the table as it grows.
pub fn run(options: Table) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "table.md".into());
    check_ending(&out, &["md", "csv", "json"])?;
    check_source(&options, &options.source)?;
    let config = config(&options)?;
    let plan = Plan::new(&config).map_err(named)?;
    let parts = [options.list.unwrap_or(false), options.cell.is_some(), options.merge.unwrap_or(false)];
    if parts.into_iter().filter(|&is_given| is_given).count() > 1 {
        return Err(Failure::new(
            "`--list`, `--cell` and `--merge` are three things to do: give one of them.",
        ));
    }
    if options.part.is_some() && options.cell.is_none() {
        return Err(Failure::new("`--part` is of a cell: give its number as `--cell`, or leave it out."));
    }
    if options.part == Some(Part::Evaluations) && options.force {
        return Err(Failure::new(
            "`--force` replaces networks, and `--part evaluations` measures those that are there: leave one out.",
        ));
    }
    if options.list.unwrap_or(false) {
        return cells::list(&plan);
    }
    let folder = appended(&out, ".runs");
    let every = checkpoint_every(options.checkpoint_every)?;
    let store = FolderStore::new(folder.clone(), every, options.force);
    if let Some(cell) = options.cell {
        return cells::run(&options, plan, cell, store, every);
    }
    refuse_several()?;
    let _claim = claim(&options, &out)?;
    if !options.force {
        check_earlier(&options, &out, &plan)?;
    }
    if options.merge.unwrap_or(false) {
        return cells::merge(&options, &config, &out, &store);
    }
    let mut workspace = open_workspace(&options.computing)?;
    load_data(&mut workspace, &options.source, options.images)?;
    let inputs = Inputs { store: Some(Box::new(store)), ..Inputs::default() };
    let (mut announced, mut written) = (None, None::<Instant>);
    let job = (Request::Compare(config), inputs);
    let show = Show { name: "Table", piece: PIECE.min(every), options: &OPTIONS };
    run_job(&mut workspace, job, show, |workspace, event| {
        let Some(table) = workspace.table() else { return Ok(()) };
        // What is wrong with a row from the start is reported at once, before the others are run.
        if let (Some(error), Event::Started(_)) = (table.first_error(), event) {
            return Err(named(error.clone()));
        }
        if let Event::Progress(ProgressEvent::Compare(progress)) = event {
            announce(progress, &mut announced);
            if progress.table.is_none() || written.is_some_and(|time| time.elapsed() < WRITE_EVERY) {
                return Ok(());
            }
            written = Some(Instant::now());
        }
        match event {
            Event::Started(_) => cells::agree(&options, workspace, &folder),
            _ => write_table(&options, &out, table),
        }
    })?;
    let Some(table) = workspace.table() else { unreachable!("a comparison leaves its table") };
    print(options.json, &table.to_json(), || table_text(table, &out));
    // A row that failed during its run has left the others as they are.
    table.first_error().map_or(Ok(()), |error| Err(named(error.clone())))
}

/// Prints which run is current, once, and how long the rest will take.
fn announce(progress: &ComparisonProgress, announced: &mut Option<usize>) {
    if progress.current.ends_with("starting") || *announced == Some(progress.run.done) {
        return;
    }
    *announced = Some(progress.run.done);
    let left =
        progress.timing.remaining_ms.filter(|_| progress.run.done > 0).map_or_else(String::new, |ms| {
            format!(", about {} left", HumanDuration(Duration::from_millis(ms as u64)))
        });
    let run = progress.current.rsplit_once(':').map_or("", |(run, _)| run);
    note(&format!("Run {} of {}{left}: {run}", progress.run.done + 1, progress.run.total));
}
