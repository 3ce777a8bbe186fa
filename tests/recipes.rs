//! The command line for methods that are later than the paper: their settings, augmentation, validation, traces and tables.
#![cfg(feature = "cli")]

mod common;

use std::path::Path;

use common::program::{error, folder, json, run};
use patchwise::config::{Augmentation, SmallStart, TaskConfig, Transform};
use patchwise::method::Method;
use patchwise::train::PretrainConfig;
use safetensors::SafeTensors;
use serde_json::Value;

const SHORT: [&str; 6] = ["--images", "24", "--epochs", "1", "--batch", "8"];

const TABLE: [&str; 11] =
    ["table", "--images", "24", "--batch", "8", "--seeds", "1", "--pretrain-epochs", "1", "--out", "t.md"];

fn config(folder: &Path, arguments: &[&str]) -> PretrainConfig {
    let result = json(folder, &[&["pretrain"], &SHORT[..], arguments, &["--force"]].concat());
    serde_json::from_value(result["config"].clone()).unwrap()
}

#[test]
fn augmentation_task_and_smaller_images_are_options() {
    let folder = folder("recipes-options");
    let names = "random-crop,color-jitter";
    let given = config(
        &folder,
        &[
            "--method",
            "simclr-patch-rotnet",
            "--augmentation",
            names,
            "--task",
            "temperature=0.2,patch-weight=0.5",
            "--small-start",
            "0.5:0.25",
        ],
    );
    let transforms = ["random-crop", "color-jitter"].map(|name| Transform::of_name(name).unwrap());
    assert_eq!(given.augmentation, Augmentation(transforms.to_vec()));
    assert_eq!(given.task, TaskConfig { temperature: 0.2, patch_weight: 0.5, ..TaskConfig::default() });
    assert_eq!(given.small_start, Some(SmallStart { scale: 0.5, part: 0.25 }));
    let list = r#"[{"kind":"random-crop","fill":"reflect"},{"kind":"gaussian-blur","probability":1}]"#;
    assert_eq!(config(&folder, &["--augmentation", list]).augmentation.0.len(), 2);
    assert_eq!(config(&folder, &["--augmentation", "none"]).augmentation, Augmentation::NONE);
    let quick = config(&folder, &["--method", "vicreg", "--recipe", "quick"]);
    assert_eq!(quick.optimizer, (Method::VicReg.about().quick)().optimizer);

    for (arguments, parts) in [
        (["--augmentation", "crop"], ["crop is no transform", "random-resized-crop"]),
        (["--augmentation", r#"[{"kind":"grayscale","probability":2}]"#], ["probability", "from 0 to 1"]),
        (["--augmentation", r#"[{"kind":"random-resized-crop","scale":[0.5,0.2]}]"#], ["scale", "smaller"]),
        (["--task", "warmth=1"], ["`--task`", "warmth"]),
        (["--task", "temperature"], ["has no =", "temperature=0.2"]),
        (["--task", "temperature=0.2"], ["no setting of Patch RotNet", "none"]),
        (["--small-start", "16"], ["`--small-start`", "0.5:0.5"]),
        (["--small-start", "0.1:0.5"], ["`--small-start` (scale)", "8 px"]),
        (["--small-start", "0.5:0"], ["`--small-start` (part)", "above 0"]),
        (["--validation", "1.5"], ["validation", "below 1"]),
        (["--method=simclr", "--task=temperature=0"], ["temperature", "positive"]),
        (["--method=simclr", "--task=draws=3"], ["draws is no setting", "temperature"]),
        (["--method=relational-reasoning", "--task=draws=1"], ["draws", "from 2 to 64"]),
    ] {
        let text =
            error(&folder, &[&["pretrain", "--out", "bad.safetensors"], &SHORT[..], &arguments].concat());
        assert!(parts.iter().all(|part| text.contains(part)), "{arguments:?}: {text}");
    }
}

#[test]
fn the_earlier_study_is_a_named_option() {
    let folder = folder("recipes-study");
    let given =
        config(&folder, &["--method", "relational-reasoning", "--recipe", "study", "--task", "draws=3"]);
    assert_eq!(given.augmentation, Augmentation::compared_study());
    assert_eq!((given.task.draws, given.task.focus), (3, 2.0), "what is given goes over the recipe");
    let call =
        ["evaluate", "--model", "random", "--data", "scenes", "--protocol", "finetune", "--epochs", "1"];
    let call = [&call[..], &["--labels-per-class", "2", "--recipe", "study"]].concat();
    let report = json(&folder, &call);
    assert_eq!(report["report"]["classifier"], "single-layer");
    let table = ["table", "--images", "24", "--methods", "random", "--seeds", "1", "--recipe", "study"];
    let table = json(&folder, &[&table[..], &["--protocols", "linear", "--linear-epochs", "1"]].concat());
    assert_eq!(table["protocols"][0]["classifier"], "single-layer");
    let text = error(&folder, &["evaluate", "--model", "random", "--backbone-learning-rate", "1e-3"]);
    assert!(text.contains("finetune"), "{text}");
}

#[test]
fn a_trace_holds_all_that_goes_into_its_steps() {
    let folder = folder("recipes-trace");
    let call = ["pretrain", "--method", "byol", "--trace", "2", "--out", "trace.safetensors"];
    assert!(run(&folder, &[&call[..], &SHORT].concat()).status.success());
    let bytes = std::fs::read(folder.join("trace.safetensors")).unwrap();
    let tensors = SafeTensors::deserialize(&bytes).unwrap();
    let shape = |name: &str| tensors.tensor(name).unwrap().shape().to_vec();
    assert_eq!(shape("step.1.draw.1"), [8, 3, 32, 32]);
    assert_eq!(shape("losses"), [2]);
    assert_eq!(shape("end.features"), [8, 64]);
    assert_eq!(shape("start.head.target.backbone.stem.conv.weight"), [16, 3, 3, 3]);
    assert!(tensors.tensor("step.2.draw.0").is_err());
}

#[test]
fn validation_images_take_the_place_of_the_test_images() {
    let folder = folder("recipes-validation");
    let inspect = |arguments: &[&str]| json(&folder, &[&["inspect", "--images", "24"], arguments].concat());
    let (whole, held_out) = (inspect(&[]), inspect(&["--validation", "0.2"]));
    let numbers = |value: &Value| ["train", "test"].map(|split| value[split].as_u64().unwrap());
    assert_eq!(numbers(&whole), [1000, 500]);
    assert_eq!(numbers(&held_out), [800, 200]);
    assert!(held_out["heldOut"].as_str().unwrap().contains("for validation"), "{held_out}");
}

#[test]
fn a_table_says_how_rows_differ_from_a_reference() {
    let folder = folder("recipes-reference");
    let call = [
        "table",
        "--images",
        "24",
        "--methods",
        "random,simclr",
        "--seeds",
        "2",
        "--pretrain-epochs",
        "1",
        "--batch",
        "8",
        "--protocols",
        "linear,knn",
        "--classifier",
        "logistic",
        "--reference",
        "random",
    ];
    let table = json(&folder, &call);
    let difference = &table["rows"][1]["differences"]["linear"];
    let of = |row: usize| table["rows"][row]["figures"]["linear"]["mean"].as_f64().unwrap();
    let [mean, low, high] = ["mean", "low", "high"].map(|name| difference[name].as_f64().unwrap());
    assert!((mean - (of(1) - of(0))).abs() < 1e-9 && low <= mean && mean <= high, "{difference}");
    assert!(table["rows"][0]["differences"].is_null());
    let text = std::fs::read_to_string(folder.join("table.md")).unwrap();
    assert!(text.contains("Difference to Random weights in percentage points"), "{text}");
    assert!(text.contains("logistic regression"), "{text}");
    let text =
        error(&folder, &["table", "--methods", "random", "--reference", "simclr", "--out", "other.md"]);
    assert!(text.contains("one of the rows"), "{text}");
    let text = error(
        &folder,
        &["evaluate", "--model", "random", "--protocol", "finetune", "--classifier", "logistic"],
    );
    assert!(text.contains("fine-tuning"), "{text}");
    let text =
        error(&folder, &["table", "--methods", "simclr", "--classifier", "logistic", "--out", "late.md"]);
    assert!(text.contains("fine-tuning"), "before anything is trained: {text}");
}

#[test]
fn maps_of_a_method_without_classes_are_drawn() {
    let folder = folder("recipes-maps");
    let call = ["pretrain", "--method", "vicreg", "--out", "model.safetensors"];
    assert!(run(&folder, &[&call[..], &SHORT].concat()).status.success());
    let result = json(&folder, &["attend", "--model", "model.safetensors", "--image", "scenes:0"]);
    let similarities = result["similarities"].as_array().unwrap();
    assert_eq!(similarities.len(), 8);
    assert!((similarities[0].as_f64().unwrap() - 1.0).abs() < 1e-5);
    assert!(folder.join("maps.png").exists());
}

#[test]
fn two_images_are_compared() {
    let folder = folder("recipes-alike");
    assert!(run(&folder, &[&["pretrain", "--method", "simclr"][..], &SHORT].concat()).status.success());
    let call = ["attend", "--model", "model.safetensors", "--image", "scenes:0", "--alike"];
    let found = |other: &str, out: &str| {
        let result = json(&folder, &[&call[..], &[other, "--out", out]].concat());
        result["similarities"][0].as_f64().unwrap()
    };
    assert!((found("scenes:0", "same.png") - 1.0).abs() < 1e-5);
    let similarity = found("scenes:7", "other.safetensors");
    let bytes = std::fs::read(folder.join("other.safetensors")).unwrap();
    let tensors = SafeTensors::deserialize(&bytes).unwrap();
    assert_eq!(tensors.tensor("maps").unwrap().shape(), [2, 32, 32]);
    let stored = tensors.tensor("similarities").unwrap().data().to_vec();
    assert!((f64::from(f32::from_le_bytes(stored.try_into().unwrap())) - similarity).abs() < 1e-6);
    for (arguments, part) in [
        (["nothing.png", "--out", "a.png"], "nothing.png"),
        (["scenes:x", "--out", "a.png"], "`--alike` is scenes:x"),
        (["scenes:1", "--scores", "true"], "`--scores` is for maps over the views"),
    ] {
        let text = error(&folder, &[&call[..], &arguments].concat());
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_collapse_is_said_and_recorded() {
    let folder = folder("recipes-collapse");
    let call = [
        "pretrain",
        "--method",
        "vicreg",
        "--images",
        "64",
        "--image-size",
        "32",
        "--batch",
        "32",
        "--epochs",
        "40",
        "--learning-rate",
        "0.01",
        "--task",
        "variance=0,covariance=0",
    ];
    let output = run(&folder, &call);
    let [out, notes] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(notes.contains("The network had collapsed after step"), "{notes}");
    assert_eq!(notes.matches("collapsed").count(), 1, "{notes}");
    assert!(out.contains("The network has collapsed"), "{out}");
    let record = std::fs::read_to_string(folder.join("model.safetensors.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    let spread = &record["result"]["spread"];
    assert_eq!(spread["hasCollapsed"], true, "{record}");
    assert!(spread["projected"].as_f64().unwrap() < 0.1, "{spread}");
}

#[test]
fn images_that_were_learnt_from_are_no_validation() {
    let folder = folder("recipes-seen");
    let validation = ["--validation", "0.25"];
    let train = |out: &str, more: &[&str]| {
        let call = ["pretrain", "--method", "supervised", "--epochs", "1", "--batch", "8", "--out", out];
        let output = run(&folder, &[&call[..], &["--images", "24"], more].concat());
        assert!(output.status.success(), "{output:?}");
    };
    train("whole.safetensors", &[]);
    train("part.safetensors", &validation);
    let warns = |model: &str, more: &[&str]| {
        let call = ["evaluate", "--protocol", "knn", "--model", model];
        let output = run(&folder, &[&call[..], more].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap().contains("it has seen images that it is evaluated on")
    };
    assert!(warns("whole.safetensors", &validation));
    assert!(!warns("part.safetensors", &validation));
    assert!(!warns("whole.safetensors", &[]));
}

#[test]
fn a_trace_begins_with_the_network_that_is_given() {
    let folder = folder("recipes-trace-init");
    assert!(run(&folder, &[&["pretrain", "--method", "simclr"][..], &SHORT].concat()).status.success());
    let call = ["pretrain", "--method", "simclr", "--images", "24", "--batch", "8", "--trace", "1", "--out"];
    let trace = |arguments: &[&str]| {
        let result = json(&folder, &[&call[..], arguments].concat());
        assert_eq!(result["steps"], 1);
        std::fs::read(folder.join(arguments[0])).unwrap()
    };
    let own = trace(&["own.safetensors"]);
    assert_ne!(own, trace(&["other.safetensors", "--init", "model.safetensors"]));
    // With its record, the same call writes it anew.
    assert_eq!(own, trace(&["own.safetensors"]));
    let text = error(&folder, &[&call[..], &["third.safetensors", "--init", "nowhere.safetensors"]].concat());
    assert!(text.contains("nowhere.safetensors"), "{text}");
}

#[test]
fn options_of_a_table_are_named_by_their_names() {
    let folder = folder("recipes-names");
    for (arguments, parts) in [
        (&["--methods", "simclr", "--method-epochs", "simclr=0"][..], &["`--method-epochs` is 0"][..]),
        (&["--methods", "simclr", "--method-epochs", "byol=2"], &["`--method-epochs` is byol", "rows"]),
        (&["--methods", "simclr", "--small-start", "0.5:0"], &["`--small-start`", "above 0"]),
        (&["--methods", "random", "--task", "temperature=0.2"], &["temperature is a setting of methods"]),
        (
            &["--methods", "random", "--protocols", "linear", "--linear-learning-rate", "-1"],
            &["`--linear-learning-rate` is -1"],
        ),
        (
            &["--methods", "random", "--protocols", "linear", "--linear-learning-rate", "1e38"],
            &["lower `--linear-learning-rate`"],
        ),
        (
            &[
                "--methods",
                "random",
                "--protocols",
                "linear",
                "--classifier",
                "logistic",
                "--linear-epochs",
                "3",
            ],
            &["`--classifier` is logistic", "epochs"],
        ),
    ] {
        let text = error(&folder, &[&TABLE[..], arguments, &["--force"]].concat());
        for part in parts {
            assert!(text.to_lowercase().contains(&part.to_lowercase()), "{arguments:?}: {text}");
        }
    }
    for minutes in ["1e15", "inf", "0"] {
        let text = error(&folder, &["pretrain", "--minutes", minutes]);
        assert!(text.contains("`--minutes` is"), "{text}");
    }
}

#[test]
fn a_table_refuses_a_network_of_other_settings() {
    let folder = folder("recipes-foreign");
    let more = ["--methods", "byol", "--protocols", "knn", "--validation", "0.25"];
    let table = [&TABLE[..], &more].concat();
    let output = run(&folder, &table);
    assert!(output.status.success(), "{output:?}");
    let text = std::fs::read_to_string(folder.join("t.md")).unwrap();
    assert!(text.contains("validation images has a 95 % interval"), "{text}");
    let run_folder = folder.join("t.md.runs/byol-seed1");
    assert!(run(&folder, &[&["pretrain", "--method", "simclr"][..], &SHORT].concat()).status.success());
    std::fs::copy(folder.join("model.safetensors"), run_folder.join("model.safetensors")).unwrap();
    std::fs::remove_file(run_folder.join("knn.json")).unwrap();
    let text = error(&folder, &table);
    assert!(text.contains("byol-seed1") && text.contains("other settings"), "{text}");
    let bytes = std::fs::read(folder.join("model.safetensors")).unwrap();
    std::fs::write(run_folder.join("model.safetensors"), &bytes[..bytes.len() / 2]).unwrap();
    let text = error(&folder, &table);
    assert!(text.contains("byol-seed1") && text.contains("Remove it"), "{text}");
}
