//! `patchwise table`: rows of methods and ratios, each with several seeds, under several protocols.
//!
//! Every run keeps its network and its reports in a folder; what is there is not done again.

use std::path::{Path, PathBuf};
use std::time::Instant;

use burn::tensor::Device;
use patchwise::config::{Backbone, EvaluationConfig, Method, PretrainConfig, Protocol, ScheduleConfig};
use patchwise::data::Dataset;
use patchwise::evaluate::{Evaluation, Report};
use patchwise::train::Checkpoint;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::arguments::Table;
use crate::evaluate::evaluate;
use crate::failure::Failure;
use crate::lines::{Line, lines, list};
use crate::options::{record_path, write_record};
use crate::output::{appended, check_writable, print, write};
use crate::pace::Pace;
use crate::pretrain::{Keeping, train};
use crate::source::{DataRequest, fingerprint, limited, load_data, open_device, parse, parse_or, untrained};
use crate::table_text::{Cell, Row, to_json, to_markdown};

const PROTOCOLS: &str = "linear,finetune,knn,retrieval,pretext";
const SEEDS: u64 = 3;

/// What a run says of its pretraining.
const PRETRAINED: &str = "pretrain.json";
/// Options that a table may change when it goes on: what may grow, what each run checks, what no number depends on.
const FREE_OPTIONS: [&str; 7] =
    ["methods", "ratios", "seeds", "method-epochs", "checkpoint-every", "device", "out"];
/// Names of this command's options where they are not those of `pretrain`.
const OPTIONS: [(&str, &str); 2] =
    [("`--patch-ratio`", "`--ratios`"), ("`--clusters`", "the number of clusters, ten for each class,")];

/// What pretraining left, beside the network.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pretrained {
    config: PretrainConfig,
    /// What it was trained on, in words.
    data: String,
    steps: usize,
    seconds: f64,
    loss: f32,
    accuracy: f32,
}

/// What a protocol found.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Measured {
    config: EvaluationConfig,
    backbone: Backbone,
    data: String,
    seconds: f64,
    report: Report,
}

/// Everything that the runs share.
struct Plan {
    options: Table,
    protocols: Vec<Protocol>,
    lines: Vec<Line>,
    seeds: u64,
    backbone: Backbone,
    data: Dataset,
    /// The data in words.
    fingerprint: String,
    device: Device,
    folder: PathBuf,
    out: PathBuf,
    first_seed: u64,
}

/// Runs what is missing and writes the table after each run.
pub fn run(options: Table) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "table.md".into());
    check_writable(&out)?;
    check_writable(&record_path(&out))?;
    let lines = lines(&options)?;
    let first_seed = options.seed.unwrap_or(1);
    let request = DataRequest {
        spec: options.data.as_deref(),
        image_size: options.image_size,
        images: options.images,
        seed: first_seed,
    };
    let data = load_data(&request)?;
    let plan = Plan {
        protocols: list(options.protocols.as_deref().unwrap_or(PROTOCOLS), "protocols")?,
        backbone: parse_or("backbone", options.backbone.as_ref(), Backbone::default())?,
        seeds: options.seeds.unwrap_or(SEEDS),
        first_seed,
        device: open_device(options.device.as_ref())?,
        folder: appended(&out, ".runs"),
        fingerprint: fingerprint(&request, &data),
        data,
        lines,
        out,
        options: options.clone(),
    };
    plan.check().map_err(|failure| failure.renamed(&OPTIONS))?;
    plan.check_earlier()?;
    std::fs::create_dir_all(&plan.folder).map_err(|error| Failure::of_path(&plan.folder, "made", error))?;
    let mut rows: Vec<Row> = plan.lines.iter().map(|line| Row::new(line.title())).collect();
    let mut pace = Pace::new(plan.are_done());
    // Seed by seed, so that a table stopped early has all its rows.
    for seed in plan.first_seed..plan.first_seed + plan.seeds {
        for (index, line) in plan.lines.iter().enumerate() {
            if let Some(place) = pace.describe() {
                eprintln!("{place}: {}, seed {seed}", line.title());
            }
            pace.add(plan.run_line(*line, seed, &mut rows[index])?);
            plan.write(&rows)?;
        }
    }
    print(plan.options.json, &plan.to_json(&rows)?, || plan.to_markdown(&rows));
    Ok(())
}

impl Plan {
    /// Fails now where some run could not even start.
    fn check(&self) -> Result<(), Failure> {
        if self.seeds == 0 {
            return Err(Failure::new("`--seeds` is 0, but must be 1 or more."));
        }
        for line in &self.lines {
            if let Some(config) = self.pretrain_config(*line, self.first_seed)? {
                patchwise::Session::new(&config, &self.data_for(&config), &self.device)?;
            }
        }
        self.data.labeled("table")?;
        let untrained = untrained(self.backbone, self.first_seed, &self.data, &self.device);
        for &protocol in &self.protocols {
            let config = self.evaluation_config(protocol, self.first_seed);
            Evaluation::new(&config, &untrained.network, &untrained.info, &self.data, &self.device)?;
        }
        Ok(())
    }

    /// Fails where an earlier table would lose rows, seeds or settings to this one.
    fn check_earlier(&self) -> Result<(), Failure> {
        let path = record_path(&self.out);
        let Some(record) = read_json::<Value>(&path)?.filter(|record| record["command"] == "table") else {
            return Ok(());
        };
        let refused = |problem: String| {
            let advice = "Give another --out, or remove the file.";
            Err(Failure::new(format!("{} is of a table {problem}. {advice}", path.display())))
        };
        let held = |options: &Value| {
            let mut held = options.as_object().cloned().unwrap_or_default();
            held.retain(|name, _| !FREE_OPTIONS.contains(&name.as_str()));
            held
        };
        let (before, now) = (held(&record["options"]), held(&json!(self.options)));
        if let Some(name) = before.keys().chain(now.keys()).find(|name| before.get(*name) != now.get(*name)) {
            return refused(format!("that was made with other settings or data (`--{name}`)"));
        }
        let titles: Vec<String> = self.lines.iter().map(|line| line.title()).collect();
        for row in record["result"]["rows"].as_array().into_iter().flatten() {
            let (title, figures) = (row["method"].as_str().unwrap_or_default(), row["figures"].as_object());
            let seeds = figures.into_iter().flat_map(|figures| figures.values());
            let seeds =
                seeds.filter_map(|figure| Some(figure["values"].as_array()?.len())).max().unwrap_or(0);
            if seeds > 0 && !titles.iter().any(|name| name == title) {
                return refused(format!("with the row {title}, which this one has not"));
            }
            if seeds as u64 > self.seeds {
                return refused(format!("of {seeds} seeds, this one is of {}", self.seeds));
            }
        }
        Ok(())
    }

    /// Of each run, in their order: whether all that it gives is there.
    fn are_done(&self) -> Vec<bool> {
        let is_done = |line: &Line, seed: u64| {
            let folder = self.folder.join(line.folder(seed));
            let protocols = self.protocols.iter().filter(|&&protocol| line.has(protocol));
            let mut files = protocols.map(|protocol| format!("{}.json", protocol.name()));
            let is_trained = *line == Line::Random || folder.join(PRETRAINED).exists();
            is_trained && files.all(|file| folder.join(file).exists())
        };
        let seeds = self.first_seed..self.first_seed + self.seeds;
        seeds.flat_map(|seed| self.lines.iter().map(move |line| is_done(line, seed))).collect()
    }

    fn pretrain_config(&self, line: Line, seed: u64) -> Result<Option<PretrainConfig>, Failure> {
        let Line::Method(method, ratio) = line else { return Ok(None) };
        let mut config = PretrainConfig::of(method);
        config.patch_ratio = ratio.unwrap_or(config.patch_ratio);
        config.backbone = self.backbone;
        config.epochs = self.epochs(method)?.unwrap_or(config.epochs);
        config.batch_size = self.options.batch.unwrap_or(config.batch_size);
        config.augmentation.crop = self.options.crop.unwrap_or(config.augmentation.crop);
        config.seed = seed;
        if let Some(kind) = &self.options.schedule {
            config.schedule = ScheduleConfig { kind: parse("schedule", kind)?, ..config.schedule };
        }
        Ok(Some(config))
    }

    fn epochs(&self, method: Method) -> Result<Option<usize>, Failure> {
        for entry in self.options.method_epochs.iter().flat_map(|text| text.split(',')) {
            let invalid = || {
                Failure::new(format!(
                    "`--method-epochs` has {entry}, but must have entries such as rotnet=20."
                ))
            };
            let (name, epochs) = entry.split_once('=').ok_or_else(invalid)?;
            let epochs: usize = epochs.trim().parse().map_err(|_| invalid())?;
            if parse::<Method>("method-epochs", name.trim())? == method {
                return Ok(Some(epochs));
            }
        }
        Ok(self.options.pretrain_epochs)
    }

    /// The table as it stands, and its record.
    fn write(&self, rows: &[Row]) -> Result<(), Failure> {
        write(&self.out, self.to_markdown(rows).as_bytes())?;
        write_record("table", &self.options, &self.out, self.to_json(rows)?)
    }

    fn to_markdown(&self, rows: &[Row]) -> String {
        let record = record_path(&self.out);
        let seeds = match self.seeds {
            1 => format!("seed {}", self.first_seed),
            count => format!(
                "mean ± standard deviation of the seeds done of {} to {}",
                self.first_seed,
                self.first_seed + count - 1
            ),
        };
        let labels = self.options.labels_per_class.map_or_else(String::new, |count| {
            format!(" At most {count} labelled images of each class were learnt from.")
        });
        let supervised = match self.lines.contains(&Line::Method(Method::Supervised, None)) {
            true => " Supervised networks are measured by their own answers (the task on unseen images).",
            false => "",
        };
        format!(
            "{}\n{}, data: {}. Accuracies, recall and mAP in percent, {seeds}.{labels}{supervised} All settings: `{}`.\n",
            to_markdown(rows, &self.protocols),
            self.backbone.title(),
            self.fingerprint,
            record.display()
        )
    }

    fn to_json(&self, rows: &[Row]) -> Result<Value, Failure> {
        let mut configs = Map::new();
        for line in &self.lines {
            if let Some(config) = self.pretrain_config(*line, self.first_seed)? {
                configs.insert(line.title(), json!(config));
            }
        }
        let protocols =
            self.protocols.iter().map(|&protocol| self.evaluation_config(protocol, self.first_seed));
        Ok(json!({
            "data": self.fingerprint,
            "backbone": self.backbone,
            "pretraining": configs,
            "protocols": protocols.collect::<Vec<_>>(),
            "rows": to_json(rows, &self.protocols),
        }))
    }

    /// One line with one seed: pretraining, then each protocol. Gives the seconds that they took, then or now.
    fn run_line(&self, line: Line, seed: u64, row: &mut Row) -> Result<f64, Failure> {
        let mut seconds = 0.0;
        let folder = self.folder.join(line.folder(seed));
        std::fs::create_dir_all(&folder).map_err(|error| Failure::of_path(&folder, "made", error))?;
        let model = match self.pretrain_config(line, seed)? {
            None => untrained(self.backbone, seed, &self.data, &self.device),
            Some(config) => {
                let (pretrained, model) = self.pretrain(&config, &folder, &line.title())?;
                row.add(Cell::Loss, f64::from(pretrained.loss));
                row.add(Cell::TrainAccuracy, f64::from(pretrained.accuracy));
                row.add(Cell::Seconds, pretrained.seconds);
                seconds += pretrained.seconds;
                model
            }
        };
        for &protocol in self.protocols.iter().filter(|&&protocol| line.has(protocol)) {
            let measured = self.evaluate(protocol, seed, &model, &folder, &line.title())?;
            row.add_report(protocol, &measured.report);
            seconds += measured.seconds;
        }
        Ok(seconds)
    }

    fn pretrain(
        &self,
        config: &PretrainConfig,
        folder: &Path,
        name: &str,
    ) -> Result<(Pretrained, Checkpoint), Failure> {
        let (about, network) = (folder.join(PRETRAINED), folder.join("model.safetensors"));
        let data = self.data_for(config);
        let wanted = patchwise::Session::new(config, &data, &self.device)?.config().clone();
        if let Some(done) = read_json::<Pretrained>(&about)? {
            if done.config != wanted || done.data != self.fingerprint {
                return Err(Failure::new(format!(
                    "{} was made with other settings or data. Give another --out, or remove the folder to run it again.",
                    folder.display()
                )));
            }
            return Ok((done, crate::source::read_model(&network, &self.device)?));
        }
        let (checkpoint, every) = (folder.join("checkpoint.safetensors"), self.options.checkpoint_every);
        let keeping = Keeping::new(checkpoint, every, self.fingerprint.clone())?;
        let run = train(config, &data, &self.device, &keeping, name)?;
        write(&network, &run.network)?;
        let done = Pretrained {
            config: run.config,
            data: self.fingerprint.clone(),
            steps: run.steps,
            seconds: run.seconds,
            loss: run.loss,
            accuracy: run.accuracy,
        };
        write(&about, json!(done).to_string().as_bytes())?;
        keeping.clear();
        Ok((done, crate::source::read_model(&network, &self.device)?))
    }

    /// The data as a run trains on it.
    fn data_for(&self, config: &PretrainConfig) -> Dataset {
        limited(&self.data, config.method, self.options.images, self.first_seed)
    }

    fn evaluation_config(&self, protocol: Protocol, seed: u64) -> EvaluationConfig {
        let (epochs, labels_per_class) = match protocol {
            Protocol::Linear => (self.options.linear_epochs, self.options.labels_per_class),
            Protocol::Finetune => (self.options.finetune_epochs, self.options.labels_per_class),
            Protocol::Knn => (None, self.options.labels_per_class),
            Protocol::Retrieval | Protocol::Pretext => (None, None),
        };
        let compare_random = false;
        EvaluationConfig { protocol, epochs, labels_per_class, compare_random, seed, ..Default::default() }
    }

    fn evaluate(
        &self,
        protocol: Protocol,
        seed: u64,
        model: &Checkpoint,
        folder: &Path,
        name: &str,
    ) -> Result<Measured, Failure> {
        let config = self.evaluation_config(protocol, seed);
        let path = folder.join(format!("{}.json", protocol.name()));
        if let Some(done) = read_json::<Measured>(&path)?
            && done.config == config
            && done.backbone == self.backbone
            && done.data == self.fingerprint
        {
            return Ok(done);
        }
        let start = Instant::now();
        let title = format!("{name}, {}", protocol.name());
        let (report, _) = evaluate(&config, model, &self.data, &self.device, &title)?;
        let measured = Measured {
            config,
            backbone: self.backbone,
            data: self.fingerprint.clone(),
            seconds: start.elapsed().as_secs_f64(),
            report,
        };
        write(&path, json!(measured).to_string().as_bytes())?;
        Ok(measured)
    }
}

/// What a file holds; nothing where there is none.
fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>, Failure> {
    let Ok(text) = std::fs::read_to_string(path) else { return Ok(None) };
    let value = serde_json::from_str(&text);
    value.map(Some).map_err(|error| Failure::of_path(path, "read", error))
}
