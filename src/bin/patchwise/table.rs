//! `patchwise table`: rows of methods and ratios, each with several seeds, under several protocols.
//!
//! Every run keeps its model and its reports in a folder; finished runs are not repeated.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use indicatif::HumanDuration;
use patchwise::config::{EvaluationConfig, Protocol, SmallStart};
use patchwise::experiment::{ComparisonConfig, Format, LabelCounts, Part, Plan, RowName, TableSource};
use patchwise::method::Method;
use patchwise::workspace::{ComparisonProgress, Event, Inputs, ProgressEvent, Request};

use crate::arguments::Table;
use crate::cells;
use crate::claim::{Claim, difference};
use crate::evaluate::augmentation;
use crate::failure::Failure;
use crate::options::{read_record, record_path, write_record};
use crate::output::{appended, check_ending, note, print, write};
use crate::pretrain::checkpoint_every;
use crate::processes::refuse_several;
use crate::source::{check_source, load_data};
use crate::store::FolderStore;
use crate::training_options::{parse_augmentation, parse_small_start, parse_task};
use crate::work::{PIECE, Show, open_workspace, run as run_job};

/// Between two times that the table so far is written: its runs are stored by themselves.
const WRITE_EVERY: Duration = Duration::from_secs(1);

/// Options that a table may change when it is resumed: they may grow, are checked by each run, or affect no number.
pub const FREE_OPTIONS: [&str; 15] = [
    "list",
    "cell",
    "part",
    "merge",
    "reference",
    "methods",
    "ratios",
    "seeds",
    "method-epochs",
    "protocols",
    "labels-per-class",
    "checkpoint-every",
    "device",
    "out",
    "token",
];
/// Fields whose options have other names than those of `pretrain`.
pub const OPTIONS: [(&str, &str); 2] = [("patchRatio", "--ratios"), ("epochs", "--pretrain-epochs")];

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

fn config(options: &Table) -> Result<ComparisonConfig, Failure> {
    let defaults = ComparisonConfig::default();
    let recipe = options.recipe.unwrap_or_default();
    let given = |protocol, crop: Option<bool>, flip: Option<bool>| {
        let is_given = crop.is_some() || flip.is_some();
        is_given.then(|| augmentation(&EvaluationConfig::of(protocol, recipe), crop, flip)).flatten()
    };
    Ok(ComparisonConfig {
        rows: options.methods.clone().unwrap_or(defaults.rows),
        ratios: options.ratios.clone().unwrap_or(defaults.ratios),
        reference: options.reference,
        backbone: options.backbone.unwrap_or(defaults.backbone),
        seeds: options.seeds.unwrap_or(defaults.seeds),
        seed: options.seed.unwrap_or(defaults.seed),
        recipe,
        epochs: options.pretrain_epochs,
        method_epochs: method_epochs(options.method_epochs.as_deref().unwrap_or_default())?,
        batch_size: options.batch,
        crop: options.crop,
        flip: options.flip,
        augmentation: options.augmentation.as_deref().map(parse_augmentation).transpose()?,
        task: parse_task(options.task.as_deref(), &methods(options))?,
        // A part of 0 stands for none.
        small_start: match options.small_start.as_deref().map(parse_small_start).transpose()? {
            Some(None) => Some(SmallStart { scale: 0.5, part: 0.0 }),
            Some(Some(SmallStart { part: 0.0, .. })) => {
                return Err(Failure::new(
                    "`--small-start` (part) is 0, but must be above 0: none has no small images.",
                ));
            }
            other => other.flatten(),
        },
        learning_rate: options.learning_rate,
        weight_decay: options.weight_decay,
        schedule: options.schedule,
        protocols: options.protocols.clone().unwrap_or(defaults.protocols),
        classifier: options.classifier,
        linear_epochs: options.linear_epochs,
        linear_learning_rate: options.linear_learning_rate,
        linear_weight_decay: options.linear_weight_decay,
        linear_augmentation: given(Protocol::Linear, options.linear_crop, options.linear_flip),
        finetune_epochs: options.finetune_epochs,
        finetune_learning_rate: options.finetune_learning_rate,
        finetune_weight_decay: options.finetune_weight_decay,
        finetune_augmentation: given(Protocol::Finetune, options.finetune_crop, options.finetune_flip),
        labels_per_class: options.labels_per_class.clone().map_or(defaults.labels_per_class, LabelCounts),
    })
}

/// The methods of the rows.
fn methods(options: &Table) -> Vec<Method> {
    let rows = options.methods.clone().unwrap_or_else(RowName::all);
    let method = |row| match row {
        RowName::Method(method) => Some(method),
        RowName::Random => None,
    };
    rows.into_iter().filter_map(method).collect()
}

/// `rotnet=20,deep-infomax=5`.
fn method_epochs(text: &str) -> Result<BTreeMap<Method, usize>, Failure> {
    let parse = |entry: &str| {
        let invalid = || {
            Failure::new(format!("`--method-epochs` has {entry}, but must have entries such as rotnet=20."))
        };
        let (name, epochs) = entry.split_once('=').ok_or_else(invalid)?;
        let method = <Method as ValueEnum>::from_str(name.trim(), false).map_err(|_| invalid())?;
        Ok((method, epochs.trim().parse().map_err(|_| invalid())?))
    };
    text.split(',').filter(|entry| !entry.is_empty()).map(parse).collect()
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

/// An error of a comparison, with the names of this command's options.
pub fn named(error: patchwise::Error) -> Failure {
    Failure::of_error(&error, &OPTIONS)
}

pub fn write_table(options: &Table, out: &Path, table: &TableSource) -> Result<(), Failure> {
    write(out, table_text(table, out).as_bytes())?;
    let whole = Table { merge: None, ..options.clone() };
    write_record("table", &whole, out, table.to_json())
}

/// The table in the format that the file's name ends in.
pub fn table_text(table: &TableSource, out: &Path) -> String {
    match out.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => table.export(Format::Csv),
        Some("json") => table.export(Format::Json),
        _ => {
            let text = table.export(Format::Markdown);
            format!("{} All settings: `{}`.\n", text.trim_end(), record_path(out).display())
        }
    }
}

/// Claims the file of a table. What an earlier table may become is a question of its own.
fn claim(options: &Table, out: &Path) -> Result<Claim, Failure> {
    match read_record("table", out) {
        Some(_) => Claim::shared(out),
        None => Claim::new("table", options, out, &[]),
    }
}

/// Fails where an earlier table would lose rows, seeds or settings to this one.
fn check_earlier(options: &Table, out: &Path, plan: &Plan) -> Result<(), Failure> {
    let refused = |problem: String| {
        Err(Failure::new(format!(
            "{} is of a table {problem}. Give another --out, the options of that table, or --force to replace it.",
            record_path(out).display()
        )))
    };
    let Some(record) = read_record("table", out) else { return Ok(()) };
    let given = serde_json::to_value(options).unwrap_or_default();
    if let Some(name) = difference(&record["options"], &given, &FREE_OPTIONS) {
        return refused(format!("that was made with other settings or data (--{name})"));
    }
    let titles: Vec<_> = plan.rows.iter().map(|row| row.title()).collect();
    let columns: Vec<_> = plan.columns().into_iter().map(|column| column.title()).collect();
    for row in record["result"]["rows"].as_array().into_iter().flatten() {
        let (title, figures) = (row["method"].as_str().unwrap_or_default(), row["figures"].as_object());
        let names = figures.into_iter().flat_map(|figures| figures.keys());
        if let Some(name) = names.into_iter().find(|name| !columns.contains(name)) {
            return refused(format!("with the column {name}, which this one does not have"));
        }
        let figures = figures.into_iter().flat_map(|figures| figures.values());
        let seeds = figures.filter_map(|figure| Some(figure["values"].as_array()?.len())).max().unwrap_or(0);
        if seeds > 0 && !titles.iter().any(|name| name == title) {
            return refused(format!("with the row {title}, which this one does not have"));
        }
        if seeds as u64 > plan.config.seeds {
            return refused(format!("of {seeds} seeds, this one is of {}", plan.config.seeds));
        }
    }
    Ok(())
}
