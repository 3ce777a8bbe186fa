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
use crate::options::{record_path, write_record};
use crate::output::{appended, check_writable, print, write};
use crate::pace::Pace;
use crate::pretrain::{Keeping, train};
use crate::source::{DataRequest, fingerprint, limited, load_data, open_device, parse, parse_or, untrained};
use crate::table_text::{Cell, Row, to_json, to_markdown};

const PROTOCOLS: &str = "linear,finetune,knn,retrieval,pretext";
const RATIOS: &str = "0.3,0.4,0.5";
const SEEDS: u64 = 3;

/// A line of the table before it is run.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Line {
    Random,
    Method(Method, Option<f64>),
}

impl Line {
    fn title(self) -> String {
        match self {
            Self::Random => "Random weights".into(),
            Self::Method(method, None) => method.title().into(),
            Self::Method(method, Some(ratio)) => format!("{} {ratio}", method.title()),
        }
    }

    fn folder(self, seed: u64) -> String {
        match self {
            Self::Random => format!("random-seed{seed}"),
            Self::Method(method, None) => format!("{}-seed{seed}", method.name()),
            Self::Method(method, Some(ratio)) => format!("{}-{ratio}-seed{seed}", method.name()),
        }
    }

    /// Whether a protocol makes sense for it.
    fn has(self, protocol: Protocol) -> bool {
        match self {
            Self::Random => protocol != Protocol::Pretext,
            // Trained with labels already: its own answers on test images are what the others are held against.
            Self::Method(Method::Supervised, _) => protocol == Protocol::Pretext,
            Self::Method(Method::DeepCluster, _) => protocol != Protocol::Pretext,
            Self::Method(..) => true,
        }
    }
}

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
    plan.check()?;
    let mut rows: Vec<Row> = plan.lines.iter().map(|line| Row::new(line.title())).collect();
    let mut pace = Pace::new(plan.lines.len(), plan.seeds as usize);
    // Seed by seed, so that a table stopped early has all its rows.
    for seed in plan.first_seed..plan.first_seed + plan.seeds {
        for (index, line) in plan.lines.iter().enumerate() {
            eprintln!("{}: {}, seed {seed}", pace.describe(), line.title());
            pace.add(plan.run_line(*line, seed, &mut rows[index])?);
            plan.write(&rows)?;
        }
    }
    print(plan.options.json, &plan.to_json(&rows)?, || plan.to_markdown(&rows));
    Ok(())
}

fn list<T: serde::de::DeserializeOwned>(names: &str, option: &str) -> Result<Vec<T>, Failure> {
    names.split(',').map(|name| parse(option, name.trim())).collect()
}

fn lines(options: &Table) -> Result<Vec<Line>, Failure> {
    let ratio = |text: &str| {
        let number = text.trim().parse::<f64>();
        number.map_err(|_| Failure::new(format!("`--ratios` has {text}, but must have numbers such as 0.4.")))
    };
    let ratios = options.ratios.as_deref().unwrap_or(RATIOS).split(',').map(ratio);
    let ratios: Vec<f64> = ratios.collect::<Result<_, _>>()?;
    let all = || {
        let names = Method::ALL.map(Method::name);
        format!("supervised,random,{}", names[..names.len() - 1].join(","))
    };
    let mut lines = Vec::new();
    for name in options.methods.clone().unwrap_or_else(all).split(',').map(str::trim) {
        if name == "random" {
            lines.push(Line::Random);
            continue;
        }
        let method: Method = parse("methods", name)?;
        match method.has_patch() {
            true => lines.extend(ratios.iter().map(|&ratio| Line::Method(method, Some(ratio)))),
            false => lines.push(Line::Method(method, None)),
        }
    }
    Ok(lines)
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
        std::fs::create_dir_all(&self.folder).map_err(|error| Failure::of_path(&self.folder, "made", error))
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
        format!(
            "{}\n{}, data: {}. Percent, mean ± standard deviation of the seeds done, from {} on. `patchwise table --config {}` runs it again.\n",
            to_markdown(rows, &self.protocols),
            self.backbone.title(),
            self.fingerprint,
            self.first_seed,
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
        let (about, network) = (folder.join("pretrain.json"), folder.join("model.safetensors"));
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
