//! The command line as a user runs it: every method and protocol, files, records, killed runs, bad input.
#![cfg(feature = "cli")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use image::RgbImage;
use safetensors::SafeTensors;
use serde_json::Value;

/// Options of a run that takes a second: 24 scenes, three steps.
const SHORT: [&str; 6] = ["--images", "24", "--epochs", "1", "--batch", "8"];

/// A folder of its own for each test, removed before it.
fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_patchwise"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// What `--json` prints.
fn json(folder: &Path, arguments: &[&str]) -> Value {
    let output = run(folder, &[arguments, &["--json"]].concat());
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The error of a call that has to fail, and within seconds.
fn error(folder: &Path, arguments: &[&str]) -> String {
    let start = Instant::now();
    let output = run(folder, arguments);
    assert!(!output.status.success(), "{arguments:?} does not fail");
    assert!(start.elapsed() < Duration::from_secs(20), "{arguments:?} fails late");
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!text.contains("panicked"), "{text}");
    text
}

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
    for method in ["rotnet", "patch-rotnet", "patch-relnet", "deep-infomax", "deep-cluster", "supervised"] {
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
        let options =
            ["pretrain", "--backbone", "resnet32", "--patch-ratio", ratio, "--images", "4", "--batch", "2"];
        let trained = json(&folder, &[&options[..], &["--epochs", "1"]].concat());
        assert_eq!(trained["config"]["patchRatio"].to_string(), ratio);
        assert_eq!(trained["steps"], 2);
    }
}

#[test]
fn every_protocol_measures_random_weights() {
    let folder = folder("protocols");
    for (protocol, options) in [
        ("linear", ["--labels-per-class", "5"]),
        ("finetune", ["--label-fraction", "0.05"]),
        ("knn", ["--neighbors", "20"]),
        ("retrieval", ["--seed", "2"]),
    ] {
        let call = ["evaluate", "--model", "random", "--epochs", "1", "--protocol", protocol];
        let measured = json(&folder, &[&call[..], &options].concat());
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

const TABLE: [&str; 21] = [
    "table",
    "--methods",
    "random,rotnet,patch-relnet,deep-cluster",
    "--ratios",
    "0.4",
    "--seeds",
    "2",
    "--images",
    "120",
    "--pretrain-epochs",
    "6",
    "--batch",
    "10",
    "--linear-epochs",
    "1",
    "--finetune-epochs",
    "1",
    "--labels-per-class",
    "4",
    "--checkpoint-every",
    "0",
];

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
    for sign in ["rotnet-seed1/checkpoint.safetensors", "patch-relnet-0.4-seed1/linear.json"] {
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
    assert!(output.status.success() && said.contains("Run 8 of 8") && !said.contains("Run 9"), "{said}");
    assert_eq!(figures(&undisturbed), figures(&killed));
    let table = std::fs::read_to_string(killed.join("table.md")).unwrap();
    assert_eq!(table.lines().filter(|line| line.starts_with('|')).count(), 6, "{table}");
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
    assert_eq!(
        std::fs::read_to_string(killed.join("table.md")).unwrap(),
        table,
        "a refused table changes nothing"
    );
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
    assert!(!folder.join("parts.safetensors.checkpoint.safetensors").exists());
}

#[test]
fn bad_input_is_named_before_any_long_work() {
    let folder = folder("bad");
    let images = folder.join("images");
    std::fs::create_dir(&images).unwrap();
    pictures(&images, 12);
    std::fs::write(folder.join("foreign.safetensors"), b"not a network").unwrap();
    json(&folder, &[&["pretrain", "--out", "m.safetensors"], &SHORT[..]].concat());
    for (call, expected) in [
        ("pretrain --out no/such/folder/m.safetensors", "cannot be written"),
        ("pretrain --out images", "it is a folder"),
        ("pretrain --data cifar11:x", "has the format cifar11, but must have one of stl10, cifar10"),
        ("pretrain --data nothing", "`--data` is nothing"),
        ("pretrain --data folder:missing", "missing: No such file"),
        ("pretrain --data cifar10:images", "holds single images by its file names, not CIFAR-10"),
        ("pretrain --method moco", "invalid value 'moco' for '--method <METHOD>'"),
        ("pretrain --batch 0", "`--batch` is 0"),
        ("pretrain --images 5", "set `--batch` to 5 or less"),
        ("pretrain --method deep-cluster --clusters 2000", "`--clusters` is 2000"),
        (
            "pretrain --method rotnet --clusters 5",
            "`--clusters` is for methods that learn from clusters, which rotnet is not",
        ),
        ("pretrain --patch-ratio 1.5", "`--patch-ratio` is 1.5"),
        ("pretrain --method supervised --data folder:images --batch 2", "supervised training needs labels"),
        ("pretrain --device gpu", "Use the device `cpu` instead"),
        ("evaluate", "`--model` is missing"),
        ("evaluate --model none.safetensors", "cannot be read"),
        ("evaluate --model foreign.safetensors", "Not a patchwise model"),
        ("evaluate --model random --data folder:images", "linear evaluation needs labels"),
        ("evaluate --model random --protocol knn --neighbors 5000", "`--neighbors` is 5000"),
        (
            "evaluate --model m.safetensors --protocol guess",
            "invalid value 'guess' for '--protocol <PROTOCOL>'",
        ),
        ("evaluate --model random --protocol retrieval --labels-per-class 5", "`--protocol` is retrieval"),
        ("tsne --model random --out x.png", "must end in .svg"),
        ("tsne --model random --perplexity 400", "`--perplexity` is 400"),
        ("views --image foreign.safetensors", "cannot be read as an image"),
        ("views --image scenes:one", "must look like scenes:0"),
        ("views --image images/0.png --out views.gif", "must end in .png or .safetensors"),
        ("attend --model m.safetensors", "`--image` is missing"),
        ("table --methods moco", "invalid value 'moco' for '--methods <METHODS>'"),
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
        ("table --ratios a", "invalid value 'a' for '--ratios <RATIOS>'"),
        ("table --method-epochs rotnet --methods rotnet", "entries such as rotnet=20"),
    ] {
        let text = error(&folder, &call.split(' ').collect::<Vec<_>>());
        assert!(text.contains(expected), "{call}: {text}");
    }
    assert!(!folder.join("table.md").exists(), "a failed start leaves no empty file");
}

/// A saved network read by its documented names alone, where Python has JAX; what it has to give is what the
/// classes of the task get in the crate.
#[test]
fn a_saved_network_gives_the_same_features_in_jax() {
    let folder = folder("jax");
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/load_saved.py");
    let has_jax = Command::new("python3").args(["-c", "import jax, safetensors"]).output();
    if !has_jax.is_ok_and(|output| output.status.success()) {
        println!("Skipped: python3 has no jax and safetensors.");
        return;
    }
    for method in ["patch-rotnet", "deep-cluster"] {
        let clusters: &[&str] = if method == "deep-cluster" { &["--clusters", "4"] } else { &[] };
        let call = ["pretrain", "--method", method, "--out", "m.safetensors"];
        json(&folder, &[&call[..], clusters, &SHORT[..]].concat());
        let bytes = std::fs::read(folder.join("m.safetensors")).unwrap();
        let device = pollster::block_on(patchwise::device::open(patchwise::device::DeviceKind::Cpu)).unwrap();
        let mut network = patchwise::train::Model::from_bytes(&bytes, &device).unwrap().network;
        let images: Vec<f32> = (0..2 * 3 * 32 * 32).map(|index| (0.7 * index as f32).sin()).collect();
        let images = patchwise::views::upload(images, 32, &device.inner());
        let features = network.backbone.features(images, patchwise::model::Mode::Infer);
        let features = patchwise::model::to_f32(features.into_data());
        let output = Command::new("python3").arg(&script).arg(folder.join("m.safetensors")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let expected: Vec<f32> = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(features.len(), expected.len());
        for (found, expected) in features.iter().zip(&expected) {
            assert!((found - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{found} and {expected}");
        }
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
    assert_eq!(text.lines().filter(|line| line.contains("knn")).count(), 1, "{text}");
    run(&folder, &[&common[..], &["t.json", "--seeds", "1"]].concat());
    assert!(serde_json::from_slice::<Value>(&std::fs::read(folder.join("t.json")).unwrap()).is_ok());
    assert!(
        error(&folder, &[&common[..], &["t.html"]].concat()).contains("must end in .md or .csv or .json")
    );
    let many = [&common[..], &["t.md", "--seeds", "18446744073709551615"]].concat();
    assert!(error(&folder, &many).contains("`--seeds`"));
}
