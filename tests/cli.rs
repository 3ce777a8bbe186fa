//! The command line as a user runs it: every method and protocol, files, records, killed runs, bad input.
#![cfg(feature = "cli")]

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use burn::tensor::Tensor;
use common::program::{command, error, folder, json, run};
use image::RgbImage;
use patchwise::device::{DeviceKind, open};
use patchwise::model::{Mode, to_f32};
use patchwise::train::Model;
use patchwise::views::upload;
use safetensors::SafeTensors;
use serde_json::Value;

/// The error of a call, its options with spaces between them, which has to have these words.
fn assert_refused(folder: &Path, call: &str, expected: &str) -> String {
    let text = error(folder, &call.split(' ').collect::<Vec<_>>());
    assert!(text.contains(expected), "{call}: {text}");
    text
}

/// Options of a run that takes a second: 24 scenes, three steps.
const SHORT: [&str; 6] = ["--images", "24", "--epochs", "1", "--batch", "8"];

const METHODS: [&str; 12] = [
    "rotnet",
    "patch-rotnet",
    "patch-relnet",
    "deep-infomax",
    "deep-cluster",
    "simclr",
    "vicreg",
    "relational-reasoning",
    "byol",
    "simclr-patch-rotnet",
    "vicreg-patch-rotnet",
    "supervised",
];

/// A picture with something to see, and a folder of some of them without classes.
fn pictures(folder: &Path, count: usize) {
    for index in 0..count {
        let picture =
            RgbImage::from_fn(40, 30, |x, y| image::Rgb([(x * 6) as u8, (y * 8) as u8, (index * 20) as u8]));
        picture.save(folder.join(format!("{index}.png"))).unwrap();
    }
}

#[test]
fn every_method_trains_saves_and_is_measured() {
    let folder = folder("methods");
    for method in METHODS {
        let out = format!("{method}.safetensors");
        let clusters: &[&str] = if method == "deep-cluster" { &["--clusters", "5"] } else { &[] };
        let trained =
            json(&folder, &[&["pretrain", "--method", method, "--out", &out], clusters, &SHORT[..]].concat());
        assert!(trained["loss"].as_f64().unwrap().is_finite(), "{method}: {trained}");
        let measured = json(&folder, &["evaluate", "--model", &out, "--epochs", "2"]);
        assert!(measured["report"]["pretrained"]["accuracy"].as_f64().unwrap() > 0.1, "{method}: {measured}");
    }
}

#[test]
fn the_larger_network_and_every_ratio_train_too() {
    let folder = folder("resnet32");
    for ratio in ["0.3", "0.4", "0.5"] {
        let options = [
            "pretrain",
            "--backbone",
            "resnet32",
            "--patch-ratio",
            ratio,
            "--images",
            "4",
            "--batch",
            "2",
            "--force",
        ];
        let trained = json(&folder, &[&options[..], &["--epochs", "1"]].concat());
        assert_eq!(trained["config"]["patchRatio"].to_string(), ratio);
        assert_eq!(trained["steps"], 2);
    }
}

#[test]
fn every_protocol_measures_random_weights() {
    let folder = folder("protocols");
    for (protocol, options) in [
        ("linear", &["--labels-per-class", "5", "--epochs", "1"][..]),
        ("finetune", &["--label-fraction", "0.05", "--epochs", "1"]),
        ("knn", &["--neighbors", "20"]),
        ("retrieval", &["--seed", "2"]),
    ] {
        let call = ["evaluate", "--model", "random", "--protocol", protocol];
        let measured = json(&folder, &[&call[..], options].concat());
        let found = &measured["report"]["pretrained"];
        assert!(found["accuracy"].as_f64().unwrap() >= 0.05, "{protocol}: {measured}");
        assert_eq!(found["retrieval"].is_object(), protocol == "retrieval");
    }
}

#[test]
fn a_record_runs_again_to_the_same_bytes() {
    let folder = folder("record");
    json(
        &folder,
        &[&["pretrain", "--method", "rotnet", "--seed", "3", "--out", "a.safetensors"], &SHORT[..]].concat(),
    );
    json(&folder, &["pretrain", "--config", "a.safetensors.json", "--out", "b.safetensors"]);
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    assert_eq!(read("a.safetensors"), read("b.safetensors"));
    let text = error(&folder, &["evaluate", "--config", "a.safetensors.json"]);
    assert!(text.contains("it is the record of `pretrain`, not of `evaluate`"), "{text}");
    std::fs::write(folder.join("odd.json"), r#"{"command":"pretrain","options":{"epoch":3}}"#).unwrap();
    let text = error(&folder, &["pretrain", "--config", "odd.json"]);
    assert!(text.contains("`pretrain` has no option `epoch`"), "{text}");
    // An option of the record that the given ones leave without effect is no mistake.
    json(&folder, &[&["pretrain", "--patch-ratio", "0.3", "--out", "c.safetensors"], &SHORT[..]].concat());
    let other = ["--method", "rotnet", "--seed", "3", "--out", "d.safetensors"];
    json(&folder, &[&["pretrain", "--config", "c.safetensors.json"], &other[..]].concat());
}

#[test]
fn views_are_written_exactly_and_as_a_picture() {
    let folder = folder("views");
    pictures(&folder, 1);
    let about =
        json(&folder, &["views", "--image", "0.png", "--patch-ratio", "0.5", "--out", "views.safetensors"]);
    let bytes = std::fs::read(folder.join("views.safetensors")).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let views = file.tensor("views").unwrap();
    assert_eq!(views.shape(), [8, 3, 30, 30]);
    let values: Vec<f32> =
        views.data().chunks_exact(4).map(|b| f32::from_le_bytes(b.try_into().unwrap())).collect();
    assert!(values.iter().all(|value| (0.0..=1.0).contains(value)));
    // Without a turn the patched view is the image outside its patch.
    let place: Vec<i64> = file
        .tensor("box")
        .unwrap()
        .data()
        .chunks_exact(8)
        .map(|b| i64::from_le_bytes(b.try_into().unwrap()))
        .collect();
    let (top, left, side) = (place[0] as usize, place[1] as usize, place[2] as usize);
    assert_eq!((side, about["box"]["top"].as_u64().unwrap() as usize), (15, top));
    let image = 3 * 30 * 30;
    for row in 0..30 {
        for column in 0..30 {
            let is_inside = (top..top + side).contains(&row) && (left..left + side).contains(&column);
            let at = row * 30 + column;
            assert!(is_inside || values[at] == values[4 * image + at], "row {row}, column {column}");
        }
    }
    json(&folder, &["views", "--image", "scenes:3", "--out", "scene.png"]);
    json(&folder, &["views", "--image", "0.png", "--out", "views.png"]);
    let picture = image::open(folder.join("views.png")).unwrap();
    assert_eq!(picture.width(), 4 * (30 * 4 + 4) + 4);
}

#[test]
fn figures_are_drawn() {
    let folder = folder("figures");
    pictures(&folder, 1);
    json(&folder, &[&["pretrain", "--out", "m.safetensors"], &SHORT[..]].concat());
    let maps = json(&folder, &["attend", "--model", "m.safetensors", "--image", "0.png"]);
    assert_eq!(maps["targetClasses"].as_array().unwrap().len(), 8);
    let picture = image::open(folder.join("maps.png")).unwrap();
    assert_eq!((picture.width(), picture.height()), (4 * 132 + 4, 4 * 132 + 4));
    let call =
        ["tsne", "--model", "m.safetensors", "--images", "40", "--perplexity", "5", "--iterations", "50"];
    let drawn = json(&folder, &call);
    assert_eq!(drawn["picture"]["embedding2d"].as_array().unwrap().len(), 40);
    let svg = std::fs::read_to_string(folder.join("tsne.svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("</svg>"));
    for name in drawn["classNames"].as_array().unwrap() {
        assert!(svg.contains(name.as_str().unwrap()), "{name} is not in the legend");
    }
}

/// Whether the long campaigns run whole, as `npm run test:long` asks for.
fn is_long() -> bool {
    std::env::var("PATCHWISE_LONG").is_ok_and(|value| value == "1")
}

static TABLE: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let (methods, seeds) = if is_long() {
        ("random,rotnet,patch-relnet,deep-cluster", "2")
    } else {
        ("random,rotnet,patch-relnet", "1")
    };
    let size = "--images 120 --pretrain-epochs 6 --batch 10 --linear-epochs 1 --finetune-epochs 1";
    let rest = "--ratios 0.4 --labels-per-class 4,8 --checkpoint-every 0";
    let options = size.split(' ').chain(rest.split(' '));
    ["table", "--methods", methods, "--seeds", seeds].into_iter().chain(options).collect()
});

/// The figures of a table without the seconds that they took.
fn figures(folder: &Path) -> Value {
    let text = std::fs::read_to_string(folder.join("table.md.json")).unwrap();
    let mut rows = serde_json::from_str::<Value>(&text).unwrap()["result"]["rows"].clone();
    for row in rows.as_array_mut().unwrap() {
        row["figures"].as_object_mut().unwrap().remove("pretraining, s");
    }
    rows
}

#[test]
fn a_table_that_was_killed_goes_on_to_the_same_table() {
    let undisturbed = folder("table-undisturbed");
    json(&undisturbed, &TABLE);
    let killed = folder("table-killed");
    let mut kills = 0;
    // Within a run that has a checkpoint, then between two runs; `a_killed_run_goes_on` kills in the last epoch.
    for sign in ["rotnet-seed1/checkpoint.safetensors", "patch-relnet-0.4-seed1/linear-8.json"] {
        let mut child = command(&killed, &TABLE).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let path = killed.join("table.md.runs").join(sign);
        while !path.exists() && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(5));
        }
        kills += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(kills, 2, "both runs were on when they were killed");
    let output = run(&killed, &TABLE);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let (methods, runs) = if is_long() { (4, 8) } else { (3, 3) };
    let last = format!("Run {runs} of {runs}");
    let more = format!("Run {}", runs + 1);
    assert!(output.status.success() && said.contains(&last) && !said.contains(&more), "{said}");
    assert_eq!(figures(&undisturbed), figures(&killed));
    let table = std::fs::read_to_string(killed.join("table.md")).unwrap();
    assert_eq!(table.lines().filter(|line| line.starts_with('|')).count(), 2 + methods, "{table}");
    assert!(table.contains("ResNet-8 on Scenes at 32 px, 120 images (1000 and 500 with labels)"), "{table}");
    for other in [["--schedule", "cosine"], ["--images", "100"]] {
        let table = [&TABLE[..], &other].concat();
        // The option given last would be given twice.
        let options: Vec<&str> = match other[0] {
            "--images" => TABLE.iter().map(|&option| if option == "120" { "100" } else { option }).collect(),
            _ => table,
        };
        let text = error(&killed, &options);
        assert!(text.contains("was made with other settings or data"), "{text}");
    }
    let fewer: Vec<&str> =
        TABLE.iter().map(|&option| if option.starts_with("random,") { "random" } else { option }).collect();
    let text = error(&killed, &fewer);
    assert!(text.contains("with the row RotNet, which this one does not have"), "{text}");
    let narrower: Vec<&str> =
        TABLE.iter().map(|&option| if option == "4,8" { "8,all" } else { option }).collect();
    let text = error(&killed, &narrower);
    assert!(text.contains("with the column fine-tuned, 4 labels per class, which this one"), "{text}");
    assert_eq!(
        std::fs::read_to_string(killed.join("table.md")).unwrap(),
        table,
        "a refused table changes nothing"
    );
}

/// The options of a table of four cells.
const CELLS: [&str; 17] = [
    "table",
    "--methods",
    "random,rotnet",
    "--seeds",
    "2",
    "--images",
    "60",
    "--pretrain-epochs",
    "6",
    "--batch",
    "10",
    "--linear-epochs",
    "1",
    "--protocols",
    "linear,knn",
    "--checkpoint-every",
    "0",
];

/// Where one process makes it.
static SERIAL: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = folder("cells-serial");
    json(&folder, &CELLS);
    folder
});

#[test]
fn cells_by_several_processes_make_the_table_of_one() {
    let serial = &*SERIAL;
    let folder = folder("cells");
    let list = run(&folder, &[&CELLS[..], &["--list"]].concat());
    let lines: Vec<Value> = String::from_utf8(list.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let names: Vec<_> = lines.iter().map(|line| line["run"].as_str().unwrap()).collect();
    assert_eq!(names, ["random-seed1", "rotnet-seed1", "random-seed2", "rotnet-seed2"]);
    let cell = |number: &str| command(&folder, &[&CELLS[..], &["--cell", number, "-q"]].concat());
    // One is killed midway, while another one runs.
    let mut killed = cell("1").stderr(Stdio::null()).spawn().unwrap();
    let mut other = cell("3").stdout(Stdio::null()).spawn().unwrap();
    while !folder.join("table.md.runs/rotnet-seed1/checkpoint.safetensors").exists() {
        assert!(killed.try_wait().unwrap().is_none(), "it ended too early");
        sleep(Duration::from_millis(2));
    }
    let text = error(&folder, &[&CELLS[..], &["--cell", "1"]].concat());
    assert!(text.contains("another process is working on it"), "{text}");
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(other.wait().unwrap().success());
    let partly = json(&folder, &[&CELLS[..], &["--merge"]].concat());
    assert!(partly["missing"].as_array().unwrap().len() >= 2, "{partly}");
    for number in ["0", "2", "1", "1"] {
        assert!(cell(number).stdout(Stdio::null()).status().unwrap().success());
    }
    let merged = json(&folder, &[&CELLS[..], &["--merge"]].concat());
    assert_eq!(merged["missing"], Value::Array(Vec::new()));
    assert_eq!(figures(&folder), figures(serial));
    let table = |folder: &Path| {
        let text = std::fs::read_to_string(folder.join("table.md")).unwrap();
        // But for the last column, the seconds.
        let line = |line: &str| line.rsplit_once(" | ").map_or(line, |(start, _)| start).to_string();
        text.lines().map(line).collect::<Vec<_>>()
    };
    assert_eq!(table(&folder), table(serial));
    // What the table is may not change between its cells.
    for (options, expected) in [
        (&["--cell", "0", "--schedule", "cosine"][..], "made with other settings or data (--schedule)"),
        (&["--merge", "--schedule", "cosine"], "made with other settings or data (--schedule)"),
        (&["--cell", "4"], "`--cell` is 4, but must be below 4"),
        (&["--cell", "1", "--merge"], "are three things to do: give one of them"),
        (&["--part", "pretraining"], "`--part` is of a cell"),
        (&["--cell", "1", "--part", "evaluations", "--force"], "`--force` replaces networks"),
    ] {
        let text = error(&folder, &[&CELLS[..], options].concat());
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn cells_in_two_parts_make_the_same_table() {
    let serial = &*SERIAL;
    let folder = folder("parts");
    let part = |cell: &str, part: &str| {
        run(&folder, &[&CELLS[..], &["--cell", cell, "--part", part]].concat()).stdout
    };
    let early = [&CELLS[..], &["--cell", "1", "--part", "evaluations"]].concat();
    let text = error(&folder, &early);
    assert!(text.contains("rotnet-seed1 cannot be used: it is not pretrained yet"), "{text}");
    for cell in ["0", "1", "2", "3"] {
        assert!(String::from_utf8(part(cell, "pretraining")).unwrap().contains("is pretrained"));
    }
    let runs = folder.join("table.md.runs");
    assert!(runs.join("rotnet-seed1/model.safetensors").exists());
    assert!(!runs.join("rotnet-seed1/knn.json").exists());
    for cell in ["3", "2", "1", "0"] {
        assert!(String::from_utf8(part(cell, "evaluations")).unwrap().contains("is evaluated"));
    }
    let merged = json(&folder, &[&CELLS[..], &["--merge"]].concat());
    assert_eq!(merged["missing"], Value::Array(Vec::new()));
    assert_eq!(figures(&folder), figures(serial));
    // A table is made of what was measured, and needs no network for that.
    std::fs::remove_file(runs.join("rotnet-seed2/model.safetensors")).unwrap();
    json(&folder, &[&CELLS[..], &["--merge"]].concat());
    assert_eq!(figures(&folder), figures(serial));
}

#[test]
fn knn_accuracy_is_measured_while_training_and_changes_nothing() {
    let folder = folder("online-knn");
    let size = ["pretrain", "--images", "48", "--epochs", "2", "--batch", "8"];
    let plain = json(&folder, &[&size[..], &["--out", "plain.safetensors"]].concat());
    assert_eq!(plain["knn"], Value::Array(Vec::new()));
    let call =
        [&size[..], &["--online-knn", "5", "--checkpoint-every", "0", "--out", "m.safetensors"]].concat();
    let watched = json(&folder, &call);
    assert_eq!(watched["losses"], plain["losses"]);
    let points = watched["knn"].as_array().unwrap();
    let steps: Vec<_> = points.iter().map(|point| point["step"].as_u64().unwrap()).collect();
    assert_eq!(steps, [0, 3, 5, 8, 10, 12]);
    for point in points {
        let accuracy = point["accuracy"].as_f64().unwrap();
        // Ten classes; a thousand images.
        assert!((0.1..1.0).contains(&accuracy), "{point}");
    }
    // From the checkpoint, as after a kill.
    let again = json(&folder, &call);
    assert_eq!(again["knn"], watched["knn"]);
    let text = error(&folder, &["pretrain", "--online-knn", "2000"]);
    assert!(text.contains("`--online-knn` is 2000, but must be from 0 to 1000"), "{text}");
}

#[test]
fn a_killed_run_goes_on_to_the_same_network() {
    let folder = folder("killed");
    let call = |out| {
        let options =
            ["pretrain", "--images", "60", "--epochs", "10", "--batch", "10", "--checkpoint-every", "0"];
        [&options[..], &["--out", out]].concat()
    };
    let whole = json(&folder, &call("whole.safetensors"));
    let mut child = command(&folder, &call("parts.safetensors")).stdout(Stdio::null()).spawn().unwrap();
    let checkpoint = folder.join("parts.safetensors.checkpoint.safetensors");
    let steps = || {
        let bytes = std::fs::read(&checkpoint).unwrap_or_default();
        let losses = |file: SafeTensors| Some(file.tensor("run.losses").ok()?.shape()[0]);
        SafeTensors::deserialize(&bytes).ok().and_then(losses).unwrap_or(0)
    };
    // Ten epochs of six steps: in the last one.
    while steps() < 56 {
        assert!(child.try_wait().unwrap().is_none(), "it ended too early");
        sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!folder.join("parts.safetensors").exists());
    let output = run(&folder, &[&call("parts.safetensors")[..], &["--json"]].concat());
    assert!(String::from_utf8_lossy(&output.stderr).contains("Resuming from step"));
    let parts: Value = serde_json::from_slice(&output.stdout).unwrap();
    for field in ["losses", "loss", "pretextAccuracy"] {
        assert_eq!(parts[field], whole[field], "{field}");
    }
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    assert_eq!(read("whole.safetensors"), read("parts.safetensors"));
    assert!(!folder.join("parts.safetensors.lock").exists());
}

/// Once each of the methods that differ most in what a run holds; in the long run all of them, four times each.
#[test]
fn runs_killed_at_random_moments_end_with_the_same_bytes() {
    let (methods, kills): (&[&str], usize) =
        if is_long() { (&METHODS, 4) } else { (&["patch-rotnet", "deep-cluster", "byol", "supervised"], 1) };
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for &method in methods {
        let folder = folder(&format!("kills-{method}"));
        let call = |out| {
            let size = ["--images", "48", "--epochs", "4", "--batch", "8", "--checkpoint-every", "0.05"];
            [&["pretrain", "--method", method, "--out", out], &size[..]].concat()
        };
        let start = Instant::now();
        json(&folder, &call("whole.safetensors"));
        let whole = start.elapsed();
        for _ in 0..kills {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let moment = whole.mul_f64((random >> 40) as f64 / (1u64 << 24) as f64);
            let mut child = command(&folder, &call("parts.safetensors"))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            sleep(moment);
            child.kill().unwrap();
            child.wait().unwrap();
            for name in ["parts.safetensors", "parts.safetensors.checkpoint.safetensors"] {
                if let Ok(bytes) = std::fs::read(folder.join(name)) {
                    SafeTensors::deserialize(&bytes)
                        .unwrap_or_else(|_| panic!("{method}: {name} is not whole"));
                }
            }
        }
        json(&folder, &call("parts.safetensors"));
        let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
        assert!(read("whole.safetensors") == read("parts.safetensors"), "{method}: another network");
    }
}

#[test]
fn more_epochs_continue_a_run_and_are_those_of_a_longer_one() {
    let folder = folder("longer");
    let call = |epochs, out| {
        ["pretrain", "--images", "24", "--batch", "8", "--method", "rotnet", "--epochs", epochs, "--out", out]
    };
    let whole = json(&folder, &call("4", "whole.safetensors"));
    json(&folder, &call("1", "parts.safetensors"));
    let output = run(&folder, &[&call("4", "parts.safetensors")[..], &["--json"]].concat());
    assert!(String::from_utf8_lossy(&output.stderr).contains("Resuming from step 3 of"));
    let parts: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(parts["losses"], whole["losses"]);
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    assert_eq!(read("whole.safetensors"), read("parts.safetensors"));
    let text = error(&folder, &call("2", "parts.safetensors"));
    assert!(text.contains("it was for 4 epochs, not for 2"), "{text}");
    std::fs::remove_file(folder.join("parts.safetensors.checkpoint.safetensors")).unwrap();
    let text = error(&folder, &call("6", "parts.safetensors"));
    assert!(text.contains("another run wrote it, with a different --epochs"), "{text}");
    assert_eq!(read("whole.safetensors"), read("parts.safetensors"), "a refused run changes nothing");
}

#[test]
fn a_run_starts_from_a_network() {
    let folder = folder("init");
    json(&folder, &[&["pretrain", "--method", "rotnet", "--out", "a.safetensors"], &SHORT[..]].concat());
    let call = ["pretrain", "--init", "a.safetensors", "--method", "patch-rotnet", "--out", "b.safetensors"];
    let from_it = json(&folder, &[&call[..], &SHORT[..]].concat());
    let fresh = json(&folder, &[&["pretrain", "--out", "c.safetensors"], &SHORT[..]].concat());
    assert_ne!(from_it["losses"][0], fresh["losses"][0]);
    let bytes = std::fs::read(folder.join("b.safetensors")).unwrap();
    let (_, metadata) = SafeTensors::read_metadata(&bytes).unwrap();
    let info: Value = serde_json::from_str(&metadata.metadata().as_ref().unwrap()["patchwise"]).unwrap();
    let [method, step] = ["method", "step"].map(|field| info["initial"][field].clone());
    assert_eq!((method, step), ("rotnet".into(), 3.into()));
    // The same task goes on where it stood: with a rate of almost nothing, the loss is that of the last step.
    let call = ["pretrain", "--init", "a.safetensors", "--method", "rotnet", "--learning-rate", "1e-30"];
    let again = json(&folder, &[&call[..], &SHORT[..], &["--out", "d.safetensors"]].concat());
    let first = json(
        &folder,
        &["pretrain", "--config", "a.safetensors.json", "--learning-rate", "1e-30", "--out", "e.safetensors"],
    );
    assert_ne!(again["losses"][0], first["losses"][0]);
    // Other weights at the same path are other settings.
    json(
        &folder,
        &[
            &["pretrain", "--method", "rotnet", "--seed", "2", "--force", "--out", "a.safetensors"],
            &SHORT[..],
        ]
        .concat(),
    );
    let call = ["pretrain", "--init", "a.safetensors", "--method", "patch-rotnet", "--out", "b.safetensors"];
    let text = error(&folder, &[&call[..], &SHORT[..]].concat());
    assert!(text.contains("it started from other weights"), "{text}");
}

#[test]
fn outputs_of_other_runs_stay_unless_forced() {
    let folder = folder("force");
    pictures(&folder, 2);
    let run_with =
        |out: &str, more: &[&str]| run(&folder, &[&["pretrain", "--out", out], &SHORT[..], more].concat());
    std::fs::write(folder.join("notes.safetensors"), "mine").unwrap();
    for (out, more, expected) in [
        ("a.safetensors", &[][..], None),
        ("a.safetensors", &[], None),
        ("a.safetensors", &["--seed", "1", "--flip", "true", "--data", "scenes"], None),
        ("a.safetensors", &["--seed", "5"], Some("another run wrote it, with a different --seed")),
        ("a.safetensors", &["--seed", "5", "--force"], None),
        ("notes.safetensors", &[], Some("no record beside it says that `patchwise pretrain` wrote it")),
        ("notes.safetensors", &["--force"], None),
    ] {
        let before = std::fs::read(folder.join(out)).ok();
        let output = run_with(out, more);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        match expected {
            None => assert!(output.status.success(), "{out} {more:?}: {text}"),
            Some(expected) => {
                assert!(!output.status.success() && text.contains(expected), "{out} {more:?}: {text}");
                assert_eq!(std::fs::read(folder.join(out)).ok(), before);
            }
        }
    }
    for call in [
        &["views", "--image", "0.png"][..],
        &["attend", "--model", "a.safetensors", "--image", "0.png"],
        &["tsne", "--model", "a.safetensors", "--test-images", "20", "--iterations", "5"],
        &["evaluate", "--model", "a.safetensors", "--epochs", "1", "--out", "c.safetensors"],
        &["table", "--methods", "random", "--seeds", "1", "--linear-epochs", "1", "--protocols", "linear"],
    ] {
        json(&folder, call);
        json(&folder, call);
        let text = error(&folder, &[call, &["--seed", "9"]].concat());
        assert!(text.contains("--seed"), "{call:?}: {text}");
        json(&folder, &[call, &["--seed", "9", "--force"]].concat());
    }
}

#[test]
fn a_row_that_diverges_leaves_the_others_of_a_table() {
    let folder = folder("diverging");
    let call = ["table", "--images", "40", "--batch", "8", "--pretrain-epochs", "1", "--seeds", "1"];
    let more = ["--methods", "rotnet,random", "--learning-rate", "1e30", "--protocols", "knn"];
    let output = run(&folder, &[&call[..], &more].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("lower `--learning-rate`"), "{said}");
    let table = std::fs::read_to_string(folder.join("table.md")).unwrap();
    let random = table.lines().find(|line| line.starts_with("| Random weights")).unwrap();
    assert!(random.contains(|digit: char| digit.is_ascii_digit()), "{table}");
}

#[test]
fn two_processes_do_not_write_one_file() {
    let folder = folder("lock");
    let call = ["pretrain", "--images", "100", "--epochs", "500", "--batch", "10", "--checkpoint-every", "0"];
    let mut child = command(&folder, &call).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !folder.join("model.safetensors.checkpoint.safetensors").exists() {
        assert!(child.try_wait().unwrap().is_none(), "the first one runs");
        sleep(Duration::from_millis(5));
    }
    for more in [&[][..], &["--force"]] {
        let text = error(&folder, &[&call[..], more].concat());
        assert!(text.contains("Another process is writing model.safetensors"), "{text}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // A killed process leaves its lock file, which then locks nothing.
    json(&folder, &[&["pretrain", "--force"], &SHORT[..]].concat());
}

#[test]
fn a_classifier_is_kept_and_explained() {
    let folder = folder("classifier");
    json(&folder, &[&["pretrain", "--out", "m.safetensors"], &SHORT[..]].concat());
    for protocol in ["linear", "finetune"] {
        let out = format!("{protocol}.safetensors");
        let call =
            ["evaluate", "--model", "m.safetensors", "--protocol", protocol, "--labels-per-class", "5"];
        json(&folder, &[&call[..], &["--epochs", "1", "--out", &out]].concat());
        let model = read_model(&folder.join(&out));
        assert!(model.classifier.is_some());
        assert_eq!(model.info.classifier.unwrap().class_names.len(), 10);
        for (name, more) in [("a", &[][..]), ("b", &["--class", "car"])] {
            let maps = format!("{protocol}-{name}.safetensors");
            let call =
                ["attend", "--model", &out, "--image", "scenes:3", "--target", "label", "--out", &maps];
            let found = json(&folder, &[&call[..], more].concat());
            let target = found["targetClasses"][0].as_u64().unwrap() as usize;
            match name {
                "a" => assert_eq!(found["targetClasses"][0], found["predictedClasses"][0]),
                _ => assert_eq!(found["classNames"][target], "car"),
            }
            let bytes = std::fs::read(folder.join(&maps)).unwrap();
            let file = SafeTensors::deserialize(&bytes).unwrap();
            assert_eq!(file.tensor("maps").unwrap().shape(), [8, 32, 32]);
            assert_eq!(file.tensor("views").unwrap().shape(), [8, 3, 32, 32]);
            assert_eq!(file.tensor("predicted_classes").unwrap().shape(), [8]);
        }
    }
}

/// A folder of two classes, so many pictures of each.
fn dark_and_light(folder: &Path, count: u8) {
    for (class, red) in [("dark", 0), ("light", 255)] {
        let class = folder.join(class);
        std::fs::create_dir_all(&class).unwrap();
        for index in 0..count {
            let picture =
                RgbImage::from_fn(40, 30, |x, y| image::Rgb([red, (x * 6) as u8, y as u8 * 4 + index]));
            picture.save(class.join(format!("{index}.png"))).unwrap();
        }
    }
}

#[test]
fn the_commands_of_the_readme_for_new_images_work() {
    let folder = folder("readme");
    dark_and_light(&folder.join("DIR"), 12);
    std::fs::copy(folder.join("DIR/light/3.png"), folder.join("photo.jpg")).unwrap();
    std::fs::copy(folder.join("DIR/dark/3.png"), folder.join("another.png")).unwrap();
    json(&folder, &["pretrain", "--data", "folder:DIR", "--epochs", "1", "--batch", "4"]);
    let readme = include_str!("../README.md");
    let (_, after) = readme.split_once("A trained network takes new images, too:\n\n```sh\n").unwrap();
    let commands: Vec<&str> = after.split_once("```").unwrap().0.lines().collect();
    assert_eq!(commands.len(), 4);
    for command in commands {
        let words: Vec<&str> = command.split_whitespace().collect();
        assert_eq!(words[0], "patchwise");
        let found = json(&folder, &words[1..]);
        if words[1] == "classify" {
            assert_eq!(found["images"][0]["label"], "light");
        }
    }
    assert!(folder.join("features.npz").exists());
}

#[test]
fn new_images_are_described_classified_and_searched_for() {
    let folder = folder("new-images");
    dark_and_light(&folder.join("images"), 8);
    let data = ["--data", "folder:images", "--image-size", "32"];
    json(
        &folder,
        &[&["pretrain", "--epochs", "1", "--batch", "4", "--out", "m.safetensors"][..], &data].concat(),
    );
    let evaluate = ["evaluate", "--model", "m.safetensors", "--epochs", "60", "--out", "c.safetensors"];
    json(&folder, &[&evaluate[..], &data].concat());

    let found =
        json(&folder, &["classify", "--model", "c.safetensors", "images/dark/0.png", "images/light/0.png"]);
    for (index, class) in ["dark", "light"].iter().enumerate() {
        let image = &found["images"][index];
        assert_eq!(image["label"], *class);
        let probabilities: f64 =
            image["probabilities"].as_object().unwrap().values().map(|value| value.as_f64().unwrap()).sum();
        assert!((probabilities - 1.0).abs() < 1e-5, "{image}");
    }

    // The model's image size, not that of the data.
    let found = json(
        &folder,
        &[
            "search",
            "--model",
            "c.safetensors",
            "--data",
            "folder:images",
            "--image",
            "images/light/3.png",
            "--count",
            "4",
        ],
    );
    let paths: Vec<&str> =
        found["images"].as_array().unwrap().iter().map(|image| image["path"].as_str().unwrap()).collect();
    assert_eq!(paths.len(), 4);
    assert!(paths.iter().all(|path| path.contains("light/")), "{paths:?}");

    let written = json(
        &folder,
        &["features", "--model", "m.safetensors", "--data", "folder:images", "--split", "train"],
    );
    assert_eq!([&written["images"], &written["features"]], [12, 64]);
    let mut archive =
        zip::ZipArchive::new(std::fs::File::open(folder.join("features.npz")).unwrap()).unwrap();
    let mut names: Vec<_> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.sort();
    assert_eq!(names, ["class_names.npy", "features.npy", "labels.npy", "paths.npy"]);
    assert_eq!(archive.by_name("features.npy").unwrap().size(), 128 + 12 * 64 * 4);
    if let Some(python) = python("numpy") {
        let printed = printed(&python, "features.py", &[folder.join("features.npz")]);
        assert_eq!(printed["shape"], serde_json::json!([12, 64]));
        assert_eq!(printed["classes"], serde_json::json!(["dark", "light"]));
        assert_eq!(printed["labels"], serde_json::json!([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]));
        assert!(printed["paths"][0].as_str().unwrap().ends_with(".png"));
        assert!(printed["spread"].as_f64().unwrap() > 0.0);
    }

    json(&folder, &["features", "--model", "m.safetensors", "--data", "folder:images", "--out", "f.tsv"]);
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let vectors = text("f.tsv");
    assert_eq!(vectors.lines().count(), 12);
    assert!(vectors.lines().all(|line| line.split('\t').all(|number| number.parse::<f32>().is_ok())));
    let about = text("f.metadata.tsv");
    assert_eq!(about.lines().next(), Some("path\tclass"));
    assert_eq!(about.lines().count(), 13);
    assert!(about.lines().nth(1).unwrap().ends_with("\tdark"), "{about}");
    let sprite = image::open(folder.join("f.sprite.png")).unwrap();
    assert_eq!((sprite.width(), sprite.height()), (4 * 32, 4 * 32));
    let config: Value = serde_json::from_str(&text("f.projector.json")).unwrap();
    let embedding = &config["embeddings"][0];
    assert_eq!(embedding["tensorShape"], serde_json::json!([12, 64]));
    assert_eq!(embedding["sprite"]["singleImageDim"], serde_json::json!([32, 32]));
    for name in ["tensorPath", "metadataPath"] {
        assert!(folder.join(embedding[name].as_str().unwrap()).exists(), "{embedding}");
    }
    std::fs::remove_file(folder.join("f.tsv")).unwrap();
    let again = ["features", "--model", "m.safetensors", "--data", "folder:images", "--out", "f.tsv"];
    assert!(error(&folder, &again).contains("f.metadata.tsv is there without its table"));

    std::fs::write(folder.join("broken.png"), b"not an image").unwrap();
    for (arguments, expected) in [
        ("classify --model m.safetensors images/dark/0.png", "m.safetensors has no classifier"),
        (
            "classify --model c.safetensors broken.png",
            "broken.png: it is not an image that can be read. JPEG, PNG",
        ),
        ("classify --model c.safetensors", "`IMAGE` is missing"),
        ("classify images/dark/0.png", "`--model` is missing"),
        (
            "search --model m.safetensors --image broken.png --data folder:images",
            "broken.png: it is not an image",
        ),
        (
            "search --model m.safetensors --image images/dark/0.png --data folder:images --count 99",
            "must be from 1 to 12, the number of images",
        ),
        ("features --model m.safetensors --data folder:images --out f.csv", "must end in .npz or .tsv"),
    ] {
        assert_refused(&folder, arguments, expected);
    }
}

#[test]
fn bad_input_is_named_before_any_long_work() {
    let folder = folder("bad");
    let images = folder.join("images");
    std::fs::create_dir(&images).unwrap();
    pictures(&images, 12);
    std::fs::write(folder.join("foreign.safetensors"), b"not a network").unwrap();
    // Takes no space.
    std::fs::File::create(folder.join("large.safetensors")).unwrap().set_len(20 << 30).unwrap();
    std::fs::write(folder.join("phone.heic"), b"\0\0\0\x18ftypheic and more").unwrap();
    json(&folder, &[&["pretrain", "--out", "m.safetensors"], &SHORT[..]].concat());
    for (call, expected) in [
        ("pretrain --out no/such/folder/m.safetensors", "cannot be written"),
        ("pretrain --out images", "it is a folder"),
        ("pretrain --data cifar11:x", "has the format cifar11, but must have one of stl10, cifar10"),
        ("pretrain --data nothing", "`--data` is nothing"),
        ("pretrain --data folder:missing", "missing: No such file"),
        ("pretrain --data cifar10:images", "it holds single images, not CIFAR-10"),
        ("pretrain --method moco", "`--method` is moco, but must be one of rotnet, patch-rotnet"),
        ("pretrain --batch 0", "`--batch` is 0"),
        ("pretrain --images 5", "set `--batch` to 5 or less"),
        ("pretrain --method deep-cluster --clusters 2000", "`--clusters` is 2000"),
        (
            "pretrain --method rotnet --clusters 5",
            "`--clusters` is for methods that learn from clusters, which rotnet is not",
        ),
        ("pretrain --patch-ratio 1.5", "`--patch-ratio` is 1.5"),
        ("pretrain --method rotnet --patch-ratio 0.3", "`--patch-ratio` is for methods that paste a patch"),
        ("pretrain --square fit", "`--square` is for data from files"),
        ("inspect --test-fraction 0.3", "`--test-fraction` is for data from files"),
        ("evaluate --model random --protocol knn --epochs 3", "`--epochs` is for linear and finetune"),
        (
            "evaluate --model random --protocol retrieval --classifier two-layer",
            "`--classifier` is for linear",
        ),
        ("evaluate --model random --temperature 0.2", "`--temperature` is for knn, not for linear"),
        ("evaluate --model m.safetensors --backbone resnet8", "`--backbone` is for `--model random`"),
        ("tsne --model m.safetensors --backbone resnet8", "`--backbone` is for `--model random`"),
        ("evaluate --model /dev/zero", "/dev/zero is a device or a pipe, not a file"),
        ("evaluate --model images", "images is a folder, not a file"),
        ("pretrain --init large.safetensors", "has more than 1024 MiB"),
        ("pretrain --config /dev/zero", "/dev/zero is a device or a pipe, not a file"),
        ("pretrain --method supervised --data folder:images --batch 2", "supervised training needs labels"),
        ("pretrain --device gpu", "Use the device `cpu` instead"),
        ("evaluate", "`--model` is missing"),
        ("evaluate --model none.safetensors", "cannot be read"),
        ("evaluate --model foreign.safetensors", "Not a patchwise model"),
        ("evaluate --model random --data folder:images", "linear evaluation needs labels"),
        ("evaluate --model random --protocol knn --neighbors 5000", "`--neighbors` is 5000"),
        (
            "evaluate --model m.safetensors --protocol guess",
            "`--protocol` is guess, but must be one of linear",
        ),
        ("evaluate --model random --protocol retrieval --labels-per-class 5", "`--protocol` is retrieval"),
        ("tsne --model random --out x.png", "must end in .svg"),
        ("tsne --model random --perplexity 400", "`--perplexity` is 400"),
        ("views --image foreign.safetensors", "it is not an image that can be read"),
        ("views --image phone.heic", "HEIC images cannot be read: export it as JPEG or PNG"),
        (
            "attend --model m.safetensors --image phone.heic",
            "HEIC images cannot be read: export it as JPEG or PNG",
        ),
        ("attend --model m.safetensors --image images", "but must be one image file"),
        ("attend --model m.safetensors --image images/0.png --target label", "The model has no classifier"),
        (
            "attend --model m.safetensors --image images/0.png --class car",
            "`--class` is for `--target label`",
        ),
        ("pretrain --methd rotnet", "There is no option `--methd`. Did you mean --method?"),
        ("pretran", "There is no command `pretran`. Did you mean pretrain?"),
        ("pretrain --method patch-rotnett", "Did you mean patch-rotnet?"),
        ("pretrain --epochs -3", "`--epochs` is -3, but must be a whole number, 0 or more"),
        ("pretrain --epochs", "`--epochs` needs a value"),
        (
            "pretrain --init m.safetensors --backbone resnet32 --images 24 --batch 8",
            "`--backbone` is ResNet-32, but must be ResNet-8",
        ),
        ("evaluate --model m.safetensors --protocol knn --out c.safetensors", "knn trains none"),
        (
            "evaluate --model m.safetensors --epochs 1 --out m.safetensors --force",
            "`--out` is m.safetensors, as is `--model`",
        ),
        ("pretrain --init m.safetensors --out m.safetensors --force", "as is `--init`"),
        ("views --image scenes:one", "must look like scenes:0"),
        ("views --image images/0.png --out views.gif", "must end in .png or .safetensors"),
        ("attend --model m.safetensors", "`--image` is missing"),
        ("table --methods moco", "`--methods` is moco, but must be one of"),
        (
            "table --labels-per-class 5,0",
            "`--labels-per-class` is 0, but must be a number of labelled images",
        ),
        ("table --ratios 2 --methods patch-rotnet", "`--ratios` is 2"),
        ("tsne --model random --test-images 3", "4 or more images"),
        (
            "pretrain --images 40 --batch 8 --learning-rate 1e30 --out lost.safetensors",
            "lower `--learning-rate`",
        ),
        ("table --data folder:images --methods random", "comparison needs labels"),
        ("table --seeds 0 --methods random", "`--seeds` is 0"),
        ("table --linear-epochs 0 --methods random", "`--linear-epochs` is 0"),
        ("table --pretrain-epochs 0 --methods rotnet", "`--pretrain-epochs` is 0"),
        ("table --ratios a", "`--ratios` is a, but must be a number"),
        ("table --method-epochs rotnet --methods rotnet", "entries such as rotnet=20"),
    ] {
        let text = assert_refused(&folder, call, expected);
        assert_eq!(text.lines().filter(|line| line.starts_with("Error: ")).count(), 1, "{call}: {text}");
        for name in ["Os {", "kind:", "Error(", "::", "(os error", "usize", "u64", "f64"] {
            assert!(!text.contains(name), "{call} speaks Rust: {text}");
        }
    }
    assert!(!folder.join("table.md").exists(), "a failed start leaves no empty file");
}

/// Python with these modules, from PATCHWISE_PYTHON or the path; where there is none, says that a test is skipped.
fn python(modules: &str) -> Option<String> {
    let python = std::env::var("PATCHWISE_PYTHON").unwrap_or_else(|_| "python3".into());
    let found = Command::new(&python).args(["-c", &format!("import {modules}")]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    println!("Skipped: {python} has no {modules}. PATCHWISE_PYTHON names another Python.");
    None
}

/// What a script of `tests/golden` prints.
fn printed(python: &str, script: &str, arguments: &[PathBuf]) -> Value {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(script);
    let output = Command::new(python).arg(&script).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn read_model(path: &Path) -> Model {
    let device = pollster::block_on(open(DeviceKind::Cpu)).unwrap();
    Model::from_bytes(&std::fs::read(path).unwrap(), &device).unwrap()
}

/// Features of two waves, as the scripts have them, and their logits if there is a classifier.
fn features_of_waves(model: &mut Model) -> [Vec<f32>; 2] {
    let device = pollster::block_on(open(DeviceKind::Cpu)).unwrap();
    let images: Vec<f32> = (0..2 * 3 * 32 * 32).map(|index| (0.7 * index as f32).sin()).collect();
    let features = model.network.backbone.features(upload(images, 32, &device.inner()), Mode::Infer);
    let logits = model.classifier.as_ref().map(|classifier| classifier.forward(features.clone()));
    let values = |tensor: Tensor<2>| to_f32(tensor.into_data());
    [values(features), logits.map(values).unwrap_or_default()]
}

fn assert_near(found: &[f32], expected: &Value) {
    let expected = expected.as_array().unwrap();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let expected = expected.as_f64().unwrap() as f32;
        assert!((found - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{found} and {expected}");
    }
}

/// A saved network read by its documented names alone, where Python has JAX; what it has to give is what the
/// classes of the task get in the crate.
#[test]
fn a_saved_network_gives_the_same_features_in_jax() {
    let folder = folder("jax");
    let Some(python) = python("jax, safetensors") else { return };
    for method in ["patch-rotnet", "deep-cluster"] {
        let clusters: &[&str] = if method == "deep-cluster" { &["--clusters", "4"] } else { &[] };
        let call = ["pretrain", "--method", method, "--force", "--out", "m.safetensors"];
        json(&folder, &[&call[..], clusters, &SHORT[..]].concat());
        let path = folder.join("m.safetensors");
        let [features, _] = features_of_waves(&mut read_model(&path));
        assert_near(&features, &printed(&python, "load_saved.py", &[path]));
    }
}

/// The module for PyTorch reads what is saved, and what it saves is read.
#[test]
fn a_saved_network_goes_to_pytorch_and_back() {
    let folder = folder("pytorch");
    let Some(python) = python("torch, safetensors") else { return };
    for (backbone, classifier) in [("resnet8", "two-layer"), ("resnet32", "single-layer")] {
        json(&folder, &[&["pretrain", "--backbone", backbone, "--force"], &SHORT[..]].concat());
        let call = ["evaluate", "--model", "model.safetensors", "--labels-per-class", "5", "--epochs", "1"];
        let out = ["--classifier", classifier, "--out", "c.safetensors", "--force"];
        json(&folder, &[&call[..], &out].concat());
        for name in ["model.safetensors", "c.safetensors"] {
            let (path, copy) = (folder.join(name), folder.join("copy.safetensors"));
            let mut model = read_model(&path);
            let [features, logits] = features_of_waves(&mut model);
            let theirs = printed(&python, "load_saved_torch.py", &[path, copy.clone()]);
            assert_near(&features, &theirs["features"]);
            assert_near(&logits, &theirs["logits"]);
            assert_eq!(logits.is_empty(), name == "model.safetensors");
            let mut back = read_model(&copy);
            assert_eq!(features_of_waves(&mut back), [features, logits]);
            assert_eq!(back.info, model.info);
        }
    }
}

/// Files that `tools/parity/checkpoint.py --short` wrote with PyTorch, and the features that it printed.
#[test]
fn a_checkpoint_of_the_study_is_imported() {
    let folder = folder("import");
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests");
    let golden = std::fs::read_to_string(tests.join("golden/checkpoint.json")).unwrap();
    let golden: Value = serde_json::from_str(&golden).unwrap();
    for name in ["relationnet.tar", "relationnet-legacy.tar"] {
        let path = tests.join("formats").join(name);
        let call = ["import", "--checkpoint", path.to_str().unwrap(), "--force", "--out", "m.safetensors"];
        let info = json(&folder, &call)["info"].clone();
        assert_eq!(info["config"]["method"], "relational-reasoning", "{name}");
        assert_eq!(info["config"]["backbone"], "resnet8", "{name}");
        assert_eq!((info["step"].as_u64(), info["imageSize"].as_u64()), (Some(3), Some(32)), "{name}");
        let [features, _] = features_of_waves(&mut read_model(&folder.join("m.safetensors")));
        assert_near(&features, &golden["features"]);
    }
    // It can be trained on and evaluated.
    let call = [
        "pretrain",
        "--method",
        "relational-reasoning",
        "--init",
        "m.safetensors",
        "--out",
        "on.safetensors",
    ];
    json(&folder, &[&call[..], &SHORT[..]].concat());
    json(&folder, &["evaluate", "--model", "m.safetensors", "--protocol", "knn"]);
    std::fs::write(folder.join("text.tar"), "no checkpoint").unwrap();
    for (call, expected) in [
        ("import --checkpoint text.tar --out n.safetensors", "cannot be read as a PyTorch checkpoint"),
        ("import --checkpoint m.safetensors --out n.safetensors", "cannot be read as a PyTorch checkpoint"),
        ("import --checkpoint none.tar --out n.safetensors", "cannot be read"),
        ("import --checkpoint text.tar --mean 1,2 --out n.safetensors", "`--mean` has 2 numbers"),
        (
            "import --checkpoint text.tar --std 0,0,0 --out n.safetensors",
            "`--std` is [0.0, 0.0, 0.0], but must be",
        ),
        (
            "import --checkpoint text.tar --image-size 4 --out n.safetensors",
            "`--image-size` is 4, but must be from 8",
        ),
        ("import --out n.safetensors", "`--checkpoint` is missing"),
    ] {
        assert_refused(&folder, call, expected);
    }
}

#[test]
fn maps_are_scored_and_minutes_set_the_epochs() {
    let folder = folder("scores");
    let call =
        ["pretrain", "--recipe", "best", "--minutes", "0.02", "--images", "128", "--out", "m.safetensors"];
    let run = json(&folder, &call);
    assert_eq!(run["config"]["method"], "simclr");
    assert_eq!(run["config"]["smallStart"]["part"], 0.8);
    let epochs = run["config"]["epochs"].as_u64().unwrap();
    assert!((1..=200).contains(&epochs), "{epochs} epochs in a second");
    // The epochs are those of the checkpoint, however fast the machine is now, and of the record.
    assert_eq!(json(&folder, &call)["config"]["epochs"], epochs);
    let record: Value =
        serde_json::from_slice(&std::fs::read(folder.join("m.safetensors.json")).unwrap()).unwrap();
    assert_eq!((&record["options"]["epochs"], &record["options"]["minutes"]), (&epochs.into(), &Value::Null));
    json(&folder, &[&["pretrain", "--out", "p.safetensors"], &SHORT[..]].concat());
    for model in ["m.safetensors", "p.safetensors"] {
        let call = [
            "attend", "--model", model, "--image", "scenes:0", "--scores", "true", "--force", "--out",
            "a.png",
        ];
        let scores = json(&folder, &call)["scores"].clone();
        for name in ["insertion", "deletion", "randomInsertion", "randomDeletion"] {
            let values: Vec<f64> = serde_json::from_value(scores[name].clone()).unwrap();
            assert!(
                values.len() == 8 && values.iter().all(|value| (-1.0..=1.0).contains(value)),
                "{model}: {name}"
            );
        }
        assert_ne!(scores["insertion"], scores["randomInsertion"]);
    }
    for (call, expected) in [
        ("pretrain --minutes 1 --epochs 2 --out q.safetensors", "`--minutes` sets the epochs"),
        ("pretrain --minutes 0 --out q.safetensors", "`--minutes` is 0, but must be above 0"),
    ] {
        assert_refused(&folder, call, expected);
    }
}

/// PATCHWISE_PYTHON with `pip install onnx onnxruntime`.
#[test]
fn an_exported_network_computes_the_same_in_onnxruntime() {
    let folder = folder("onnx");
    json(&folder, &[&["pretrain", "--backbone", "resnet32", "--out", "m.safetensors"], &SHORT[..]].concat());
    for classifier in ["two-layer", "single-layer"] {
        let out = format!("{classifier}.safetensors");
        let call =
            ["evaluate", "--model", "m.safetensors", "--classifier", classifier, "--labels-per-class", "5"];
        json(&folder, &[&call[..], &["--epochs", "1", "--out", &out]].concat());
        let onnx = format!("{classifier}.onnx");
        let written = json(&folder, &["export", "--model", &out, "--out", &onnx]);
        assert_eq!((written["opset"].as_u64(), written["imageSize"].as_u64()), (Some(17), Some(32)));
        let Some(python) = python("onnx, onnxruntime") else { continue };
        let printed = printed(&python, "exported.py", &[folder.join(&onnx), "32".into()]);
        let mut model = read_model(&folder.join(&out));
        let device = pollster::block_on(open(DeviceKind::Cpu)).unwrap();
        let info = model.info.clone();
        let images: Vec<f32> = (0..2 * 3 * 32 * 32)
            .map(|place| {
                let channel = place / (32 * 32) % 3;
                ((0.7 * place as f32).sin().abs() - info.mean[channel]) / info.std[channel]
            })
            .collect();
        let features = model.network.backbone.features(upload(images, 32, &device.inner()), Mode::Infer);
        let logits = model.classifier.as_ref().unwrap().forward(features.clone());
        let probabilities = burn::tensor::activation::softmax(logits, 1);
        assert_near(&to_f32(features.into_data()), &printed["features"]);
        assert_near(&to_f32(probabilities.into_data()), &printed["probabilities"]);
        let classes: Vec<String> =
            serde_json::from_str(printed["metadata"]["classes"].as_str().unwrap()).unwrap();
        assert_eq!(classes.len(), 10);
    }
}

#[test]
fn inspect_says_what_data_holds_and_what_was_skipped() {
    let folder = folder("inspect");
    for (name, count) in
        [("pets/train/cat", 3), ("pets/train/dog", 2), ("pets/val/cat", 1), ("pets/val/dog", 1)]
    {
        std::fs::create_dir_all(folder.join(name)).unwrap();
        pictures(&folder.join(name), count);
    }
    std::fs::write(folder.join("pets/train/dog/photo.HEIC"), b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").unwrap();
    let found = json(&folder, &["inspect", "--data", "folder:pets"]);
    assert_eq!(found["name"], "Images");
    assert_eq!(
        found["classes"],
        serde_json::json!([{ "name": "cat", "train": 3, "test": 1 }, { "name": "dog", "train": 2, "test": 1 }])
    );
    assert_eq!((&found["heldOut"], &found["square"]), (&"the images in `val/`".into(), &"crop".into()));
    assert_eq!(found["skipped"][0]["name"], "pets/train/dog/photo.HEIC");
    let output = run(&folder, &["inspect", "--data", "folder:pets", "--square", "fit"]);
    let text = String::from_utf8(output.stdout).unwrap();
    for part in ["cat (3, 1)", "whole image on black", "Skipped pets/train/dog/photo.HEIC: HEIC images"] {
        assert!(text.contains(part), "{text}");
    }
    // Other commands say it, too, and keep it in their record.
    let arguments = [
        "pretrain",
        "--data",
        "folder:pets",
        "--epochs",
        "1",
        "--batch",
        "2",
        "--image-size",
        "16",
        "--out",
        "m.safetensors",
    ];
    let output = run(&folder, &arguments);
    assert!(String::from_utf8_lossy(&output.stderr).contains("Skipped pets/train/dog/photo.HEIC"));
    let record: Value =
        serde_json::from_slice(&std::fs::read(folder.join("m.safetensors.json")).unwrap()).unwrap();
    assert_eq!(record["result"]["dataset"]["skipped"][0]["name"], "pets/train/dog/photo.HEIC");
}

#[test]
fn a_table_is_written_in_the_format_of_its_name() {
    let folder = folder("table-formats");
    let common = ["table", "--methods", "random", "--images", "24", "--protocols", "knn,knn", "--out"];
    run(&folder, &[&common[..], &["t.csv", "--seeds", "1"]].concat());
    let text = std::fs::read_to_string(folder.join("t.csv")).unwrap();
    assert!(text.starts_with("method,"), "{text}");
    // The last field is the class, or empty for all.
    assert_eq!(text.lines().filter(|line| line.contains("knn") && line.ends_with(',')).count(), 1, "{text}");
    run(&folder, &[&common[..], &["t.json", "--seeds", "1"]].concat());
    assert!(serde_json::from_slice::<Value>(&std::fs::read(folder.join("t.json")).unwrap()).is_ok());
    assert!(
        error(&folder, &[&common[..], &["t.html"]].concat()).contains("must end in .md or .csv or .json")
    );
    let many = [&common[..], &["t.md", "--seeds", "18446744073709551615"]].concat();
    assert!(error(&folder, &many).contains("`--seeds`"));
}
