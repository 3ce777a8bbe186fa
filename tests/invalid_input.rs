//! Every error, with its text: what came, what was expected, what to do.

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::{device, few_scenes};
use patchwise::config::{
    EmbeddingConfig, EvaluationConfig, FilesConfig, OptimizerConfig, Protocol, ScenesConfig,
};
use patchwise::data::{Dataset, Loader, MemoryFile, SharedSource};
use patchwise::embed::Embedding;
#[cfg(feature = "remote-client")]
use patchwise::error::ServerProblem;
use patchwise::error::{ERROR_CODES, Message};
use patchwise::evaluate::Evaluation;
use patchwise::method::Method;
use patchwise::train::{Checkpoint, Model, ModelInfo, Network, Normalization, PretrainConfig, Session};
use patchwise::workspace::Request;
use patchwise::{Error, Result};
use pollster::block_on;
use serde_json::Value;

fn file(name: &str, bytes: Vec<u8>) -> SharedSource {
    Arc::new(MemoryFile::new(name, bytes))
}

fn load(files: &[SharedSource]) -> Result<Dataset> {
    Loader::files(files, &FilesConfig::default())?.load()
}

#[track_caller]
fn assert_error<T: std::fmt::Debug>(result: Result<T>, code: &str, parts: &[&str]) {
    let error = result.expect_err("this input is bad");
    assert_eq!(error.code(), code, "{error}");
    for part in parts {
        assert!(error.to_string().contains(part), "`{error}` does not say `{part}`");
    }
}

#[test]
fn a_truncated_stl10_file_is_refused() {
    let files = [file("unlabeled_X.bin", vec![0; 27648 + 5])];
    assert_error(
        load(&files),
        "invalid-data",
        &["unlabeled_X.bin", "27653 bytes", "27648-byte images", "again"],
    );
}

#[test]
fn an_empty_stl10_file_is_refused() {
    assert_error(load(&[file("train_X.bin", Vec::new())]), "invalid-data", &["0 bytes"]);
}

#[test]
fn an_stl10_label_out_of_range_is_named() {
    let files = [file("test_X.bin", vec![0; 2 * 27648]), file("test_y.bin", vec![1, 11])];
    assert_error(
        load(&files),
        "label-out-of-range",
        &["test_y.bin", "image 1 has the label 11", "from 1 to 10"],
    );
    let files = [file("test_X.bin", vec![0; 2 * 27648]), file("test_y.bin", vec![0, 1])];
    assert_error(load(&files), "label-out-of-range", &["image 0 has the label 0", "from 1 to 10"]);
}

#[test]
fn stl10_labels_of_another_file_are_refused() {
    let files = [file("test_X.bin", vec![0; 2 * 27648]), file("test_y.bin", vec![1; 3])];
    assert_error(load(&files), "invalid-data", &["3 labels for 2 images"]);
}

#[test]
fn an_oversized_cifar10_file_is_refused() {
    let files = [file("data_batch_1.bin", vec![0; 3073 + 1])];
    assert_error(load(&files), "invalid-data", &["3074 bytes", "3073-byte records"]);
}

#[test]
fn a_cifar10_label_out_of_range_is_named() {
    let mut bytes = vec![0; 2 * 3073];
    bytes[3073] = 10;
    assert_error(
        load(&[file("data_batch_1.bin", bytes)]),
        "label-out-of-range",
        &["image 1 has the label 10", "from 0 to 9"],
    );
}

#[test]
fn cifar10_without_training_batches_is_refused() {
    assert_error(load(&[file("test_batch.bin", vec![0; 3073])]), "no-images", &["data_batch_1.bin"]);
}

#[test]
fn a_file_that_is_no_zip_is_refused() {
    assert_error(
        load(&[file("tiny.zip", b"not a zip".to_vec())]),
        "invalid-data",
        &["tiny.zip", "complete .zip"],
    );
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in entries {
        writer.start_file(*name, stored).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_zip_without_a_readable_image_is_refused() {
    let zip = zip_of(&[("photos/a.JPEG", b"x")]);
    assert_error(load(&[file("tiny.zip", zip)]), "no-images", &["tiny.zip", "not an image that can be read"]);
}

fn png(side: u32) -> Vec<u8> {
    let image = image::RgbImage::from_fn(side, side, |x, y| image::Rgb([x as u8 * 9, y as u8 * 9, 77]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn an_image_that_does_not_decode_is_skipped_counted_and_named() {
    let files = [file("a/1.png", png(20)), file("a/2.jpg", b"broken".to_vec()), file("b/3.png", png(9))];
    let data = load(&files).unwrap();
    assert_eq!(data.report.skipped.len(), 1);
    assert_eq!(data.report.skipped[0].name, "a/2.jpg");
    assert!(!data.report.skipped[0].reason.is_empty());
    assert_eq!(data.class_names, ["a", "b"]);
}

#[test]
fn a_broken_image_in_a_zip_is_skipped_too() {
    let good = png(8);
    let zip = zip_of(&[("t/train/n1/images/1.JPEG", &good), ("t/train/n1/images/2.JPEG", b"broken")]);
    let data = load(&[file("tiny.zip", zip)]).unwrap();
    assert_eq!((data.unlabeled.len(), data.report.skipped.len()), (1, 1));
}

#[test]
fn files_without_any_image_are_refused() {
    assert_error(
        load(&[file("notes.txt", vec![1])]),
        "no-images",
        &["notes.txt", "JPEG, PNG, WebP, GIF, BMP or TIFF"],
    );
    assert_error(load(&[]), "no-images", &["0 chosen files"]);
    assert_error(load(&[file("a.png", vec![1])]), "no-images", &["a.png", "not an image that can be read"]);
}

#[test]
fn sizes_out_of_range_are_refused() {
    let config = FilesConfig { image_size: Some(4), ..FilesConfig::default() };
    let result = Loader::files(&[file("a.png", png(9))], &config).and_then(Loader::load);
    assert_error(result, "invalid-config", &["`imageSize` is 4", "between 8 and 512"]);
    let config = ScenesConfig { image_size: 16, ..ScenesConfig::default() };
    assert_error(
        Loader::scenes(&config).and_then(Loader::load),
        "invalid-config",
        &["`imageSize` is 16", "32 and 96"],
    );
    let config = ScenesConfig { test_images: 0, ..ScenesConfig::default() };
    assert_error(
        Loader::scenes(&config).and_then(Loader::load),
        "invalid-config",
        &["`testImages` is 0", "1 or more"],
    );
    let config = FilesConfig { images: Some(0), ..FilesConfig::default() };
    assert_error(
        Loader::files(&[file("a.png", png(9))], &config).map(|_| ()),
        "invalid-config",
        &["`images` is 0"],
    );
}

fn session(config: PretrainConfig) -> Result<()> {
    Session::new(&config, &few_scenes(4, 4, 4), &device()).map(|_| ())
}

#[test]
fn settings_out_of_range_are_named() {
    let default = PretrainConfig { batch_size: 4, ..PretrainConfig::default() };
    let ratio = PretrainConfig { patch_ratio: 0.95, ..default.clone() };
    assert_error(session(ratio), "invalid-config", &["`patchRatio` is 0.95", "between 0.1 and 0.9"]);
    let epochs = PretrainConfig { epochs: 0, ..default.clone() };
    assert_error(session(epochs), "invalid-config", &["`epochs` is 0"]);
    let batch = PretrainConfig { batch_size: 1, ..default.clone() };
    assert_error(session(batch), "invalid-config", &["`batchSize` is 1", "2 or more"]);
    let optimizer = OptimizerConfig::adam(-1.0);
    assert_error(
        session(PretrainConfig { optimizer, ..default.clone() }),
        "invalid-config",
        &["learningRate", "-1"],
    );
    let optimizer = OptimizerConfig::sgd_with(0.1, 1.0);
    assert_error(session(PretrainConfig { optimizer, ..default.clone() }), "invalid-config", &["momentum"]);
    let mut schedule = default.clone();
    schedule.schedule.milestones = vec![1.5];
    assert_error(session(schedule), "invalid-config", &["milestones", "1.5"]);
}

#[test]
fn an_image_too_small_for_the_patch_is_refused() {
    let files = [file("1.png", png(9)), file("2.png", png(9)), file("3.png", png(9))];
    let config = FilesConfig { image_size: Some(16), ..FilesConfig::default() };
    let data = Loader::files(&files, &config).and_then(Loader::load).unwrap();
    let config = PretrainConfig { patch_ratio: 0.1, batch_size: 2, ..PretrainConfig::default() };
    let result = Session::new(&config, &data, &device()).map(|_| ());
    assert_error(
        result,
        "invalid-config",
        &["16 px", "patch 2 px", "at least", "patchRatio"]
            .map(|part| if part == "at least" { "large enough" } else { part }),
    );
}

#[test]
fn fewer_images_than_a_batch_are_refused() {
    let error = session(PretrainConfig::default());
    assert_error(error, "too-few-images", &["4 images", "one batch of 64", "`batchSize` to 4"]);
}

#[test]
fn unknown_options_are_refused() {
    let error = serde_json::from_str::<PretrainConfig>(r#"{"metod": "rotnet"}"#).unwrap_err().to_string();
    assert!(error.contains("unknown field `metod`"), "{error}");
    let error = serde_json::from_str::<PretrainConfig>(r#"{"method": "moco"}"#).unwrap_err().to_string();
    assert!(error.contains("patch-rotnet"), "{error}");
}

fn evaluation(config: EvaluationConfig, data: &Dataset) -> Result<()> {
    let pretrain = PretrainConfig { batch_size: 2, ..PretrainConfig::default() };
    let session = Session::new(&pretrain, &few_scenes(4, 4, 4), &device())?;
    Evaluation::new(&config, &session.model(), data, &device()).map(|_| ())
}

#[test]
fn evaluation_without_labels_is_refused() {
    let data = load(&[file("1.png", png(9)), file("2.png", png(9)), file("3.png", png(9))]).unwrap();
    let result = evaluation(EvaluationConfig::default(), &data);
    assert_error(result, "no-labels", &["linear evaluation needs labels", "one folder per class"]);
    let finetune = EvaluationConfig { protocol: Protocol::Finetune, ..EvaluationConfig::default() };
    assert_error(evaluation(finetune, &data), "no-labels", &["fine-tuning"]);
}

#[test]
fn evaluation_settings_out_of_range_are_named() {
    let data = few_scenes(4, 4, 4);
    let config = EvaluationConfig { neighbors: Some(0), ..EvaluationConfig::default() };
    assert_error(evaluation(config, &data), "invalid-config", &["`neighbors` is 0"]);
    let config = EvaluationConfig { temperature: 0.0, ..EvaluationConfig::default() };
    assert_error(evaluation(config, &data), "invalid-config", &["`temperature` is 0"]);
    let config = EvaluationConfig { epochs: Some(0), ..EvaluationConfig::default() };
    assert_error(evaluation(config, &data), "invalid-config", &["`epochs` is 0"]);
}

#[test]
fn more_neighbors_than_images_are_refused_and_fewer_by_default() {
    let data = few_scenes(4, 4, 4);
    let knn = EvaluationConfig { protocol: Protocol::Knn, ..EvaluationConfig::default() };
    evaluation(knn.clone(), &data).unwrap();
    let config = EvaluationConfig { neighbors: Some(5), ..knn };
    assert_error(evaluation(config, &data), "invalid-config", &["`neighbors` is 5", "at most 4"]);
}

#[test]
fn few_labels_out_of_range_are_named() {
    let data = few_scenes(4, 4, 4);
    let config = EvaluationConfig { label_fraction: Some(1.5), ..EvaluationConfig::default() };
    assert_error(evaluation(config, &data), "invalid-config", &["`labelFraction` is 1.5", "up to 1"]);
    let config = EvaluationConfig {
        labels_per_class: Some(1),
        label_fraction: Some(0.5),
        ..EvaluationConfig::default()
    };
    assert_error(
        evaluation(config, &data),
        "invalid-config",
        &["`labelFraction` is 0.5", "left out beside `labelsPerClass`"],
    );
}

#[test]
fn retrieval_wants_more_images_than_it_looks_at() {
    let config = EvaluationConfig { protocol: Protocol::Retrieval, ..EvaluationConfig::default() };
    assert_error(evaluation(config, &few_scenes(4, 4, 10)), "no-images", &["more than 10 test images"]);
}

#[test]
fn more_clusters_than_images_are_refused() {
    let default = PretrainConfig { batch_size: 2, ..PretrainConfig::of(Method::DeepCluster) };
    let config = PretrainConfig { num_targets: Some(21), ..default.clone() };
    let result = Session::new(&config, &few_scenes(20, 4, 4), &device()).map(|_| ());
    assert_error(result, "invalid-config", &["`numTargets` is 21", "at most 20, the number of images"]);
    // Not given, there are as many as leave each four images.
    let session = Session::new(&default, &few_scenes(20, 4, 4), &device()).unwrap();
    assert_eq!(session.config().num_targets, Some(5));
}

#[test]
fn supervised_training_without_labels_is_refused() {
    let data = Dataset { train: None, ..few_scenes(4, 4, 4) };
    let config = PretrainConfig { batch_size: 2, ..PretrainConfig::of(Method::Supervised) };
    let result = Session::new(&config, &data, &device()).map(|_| ());
    assert_error(result, "no-labels", &["supervised training needs labels"]);
}

#[test]
fn the_task_of_deep_cluster_cannot_be_asked_of_unseen_images() {
    let data = few_scenes(8, 4, 4);
    let pretrain =
        PretrainConfig { batch_size: 2, num_targets: Some(3), ..PretrainConfig::of(Method::DeepCluster) };
    let session = Session::new(&pretrain, &data, &device()).unwrap();
    let config = EvaluationConfig { protocol: Protocol::Pretext, ..EvaluationConfig::default() };
    let result = Evaluation::new(&config, &session.model(), &data, &device()).map(|_| ());
    assert_error(result, "invalid-config", &["`protocol` is pretext", "Deep Cluster has no pretext task"]);
}

#[test]
fn a_perplexity_too_large_for_the_images_is_refused() {
    let data = few_scenes(4, 4, 31);
    let network = Network::init(&PretrainConfig::default(), &device());
    let embed = |perplexity| {
        let config = EmbeddingConfig { perplexity, ..EmbeddingConfig::default() };
        let backbone = network.backbone.clone();
        Embedding::new(&config, backbone, Normalization::of(&data), &data, &device()).map(|_| ())
    };
    embed(Some(10.0)).unwrap();
    embed(None).unwrap();
    assert_error(embed(Some(30.0)), "invalid-config", &["`perplexity` is 30", "a third of the 31 images"]);
}

#[test]
fn data_without_a_test_split_has_no_unseen_images() {
    let data = Dataset { test: None, ..few_scenes(4, 4, 4) };
    let config = EvaluationConfig { protocol: Protocol::Pretext, ..EvaluationConfig::default() };
    assert_error(evaluation(config, &data), "no-images", &["test split of Scenes"]);
}

fn model_bytes() -> Vec<u8> {
    let config = PretrainConfig { batch_size: 2, ..PretrainConfig::default() };
    let session = Session::new(&config, &few_scenes(4, 4, 4), &device()).unwrap();
    block_on(session.model().to_bytes()).unwrap()
}

#[test]
fn foreign_and_damaged_model_files_are_refused() {
    let read = |bytes: &[u8]| Model::from_bytes(bytes, &device()).map(|_| ());
    assert_error(read(b"junk"), "invalid-model", &["not safetensors", "`save`"]);
    let foreign =
        safetensors::serialize(Vec::<(String, safetensors::tensor::TensorView)>::new(), None).unwrap();
    assert_error(read(&foreign), "invalid-model", &["no `patchwise` entry"]);
    let bytes = model_bytes();
    assert_error(read(&bytes[..bytes.len() - 4]), "invalid-model", &["Not a patchwise model"]);
}

#[test]
fn a_network_without_optimiser_cannot_be_resumed() {
    let mut checkpoint = Checkpoint::from_bytes(&model_bytes(), &device()).unwrap();
    checkpoint.model.info.step = 3;
    let result = Session::resume(&checkpoint, &few_scenes(4, 4, 4), &device()).map(|_| ());
    assert_error(result, "invalid-model", &["the file holds its network only", "start a new run"]);
    checkpoint.model.info.step = 1_000_000;
    let result = Session::resume(&checkpoint, &few_scenes(4, 4, 4), &device()).map(|_| ());
    assert_error(result, "invalid-model", &["it says that 1000000 of", "start a new run"]);
}

#[test]
fn a_run_that_is_over_does_not_go_on() {
    let config = PretrainConfig { batch_size: 4, epochs: 1, ..PretrainConfig::default() };
    let mut session = Session::new(&config, &few_scenes(4, 4, 4), &device()).unwrap();
    block_on(session.run(1)).unwrap();
    assert_error(block_on(session.run(1)).map(|_| ()), "out-of-order", &["The run is over", "`pretrain`"]);
}

#[test]
fn a_run_is_not_resumed_on_other_data() {
    let config = PretrainConfig { batch_size: 2, ..PretrainConfig::default() };
    let data = few_scenes(6, 4, 4);
    let mut session = Session::new(&config, &data, &device()).unwrap();
    block_on(session.run(1)).unwrap();
    let bytes = block_on(session.checkpoint()).unwrap();
    let checkpoint = Checkpoint::from_bytes(&bytes, &device()).unwrap();
    let resume = |data: &Dataset| Session::resume(&checkpoint, data, &device()).map(|_| ());
    resume(&few_scenes(6, 9, 7)).expect("images for evaluations may be others");
    assert_error(resume(&few_scenes(8, 4, 4)), "other-data", &["number of images was 6 before, 8 now"]);
    let renamed = Dataset { name: "Photos".into(), ..data.clone() };
    assert_error(resume(&renamed), "other-data", &["name was Scenes before, Photos now", "Load that data"]);
    let classes = Dataset { class_names: vec!["house".into()], ..data.clone() };
    assert_error(resume(&classes), "other-data", &["classes were house, fir"]);
    let shuffled = Dataset { unlabeled: data.unlabeled.subset(&[5, 4, 3, 2, 1, 0]), ..data.clone() };
    assert_error(resume(&shuffled), "other-data", &["the pixels of its images"]);
    let small = ScenesConfig { image_size: 40, images: 6, ..ScenesConfig::default() };
    let small = Loader::scenes(&small).and_then(Loader::load).unwrap();
    assert_error(resume(&small), "other-data", &["image size was 32 px before, 40 px now"]);
}

#[test]
fn augmentations_out_of_range_are_named() {
    let given = |text: &str| PretrainConfig {
        augmentation: serde_json::from_str(text).unwrap(),
        ..PretrainConfig::default()
    };
    assert_error(
        session(given(r#"[{"kind": "random-crop", "padding": 0.7}]"#)),
        "invalid-config",
        &["`augmentation.padding` is 0.7", "up to 0.5"],
    );
    assert_error(
        session(given(r#"[{"kind": "horizontal-flip", "probability": 2}]"#)),
        "invalid-config",
        &["`augmentation.probability` is 2"],
    );
    assert_error(
        session(given(r#"[{"kind": "random-crop"}, {"kind": "horizontal-flip"}, {"kind": "random-crop"}]"#)),
        "invalid-config",
        &["`augmentation` is [", "each transform at most once"],
    );
    let error = serde_json::from_str::<PretrainConfig>(r#"{"augmentation": {"crops": true}}"#).unwrap_err();
    assert!(error.to_string().contains("unknown field `crops`, expected `crop` or `flip`"), "{error}");
}

#[test]
fn numbers_near_the_end_of_their_type_are_refused() {
    for epochs in [usize::MAX, usize::MAX / 2, 1 << 40] {
        let error =
            session(PretrainConfig { epochs, batch_size: 2, ..PretrainConfig::default() }).err().unwrap();
        assert_eq!((error.code(), error.field()), ("invalid-config", Some("epochs")), "{error}");
        for protocol in [Protocol::Linear, Protocol::Finetune] {
            let config = EvaluationConfig { protocol, epochs: Some(epochs), ..EvaluationConfig::default() };
            let error = evaluation(config, &few_scenes(4, 20, 20)).err().unwrap();
            assert_eq!((error.code(), error.field()), ("invalid-config", Some("epochs")), "{error}");
        }
    }
    for batch_size in [usize::MAX, usize::MAX / 2] {
        assert_eq!(
            session(PretrainConfig { batch_size, ..PretrainConfig::default() }).err().unwrap().code(),
            "too-few-images"
        );
        let config = EvaluationConfig { batch_size, epochs: Some(1), ..EvaluationConfig::default() };
        evaluation(config, &few_scenes(4, 20, 20)).unwrap();
    }
    let scenes = |images| ScenesConfig { images, ..ScenesConfig::default() };
    for images in [usize::MAX, usize::MAX - 10, 1 << 40] {
        assert_eq!(Loader::scenes(&scenes(images)).err().unwrap().field(), Some("images"));
    }
}

/// One of each kind.
fn all_errors() -> Vec<Error> {
    let text = String::new;
    let mut errors = vec![
        Error::InvalidConfig { field: "epochs", got: "0".into(), expected: Message::from("1 or more") },
        Error::InvalidOptions { problem: "unknown".into() },
        Error::InvalidData { file: "a".into(), problem: text(), remedy: Message::from("Choose another") },
        Error::LabelOutOfRange { file: "a".into(), index: 0, label: 9, allowed: [0, 3] },
        Error::NoImages { place: "a".into(), remedy: "Choose others".into() },
        Error::TooFewImages { got: 3, needed: 9 },
        Error::NoLabels { needed: "kNN".into(), place: "a".into() },
        Error::NonFiniteLoss { loss: f32::NAN, step: 3, good_step: 2 },
        Error::NonFiniteFeatures { value: f32::NAN },
        Error::NonFiniteNetwork { what: "a".into(), step: 3, good_step: 2 },
        Error::InvalidModel { problem: "it is empty".into() },
        Error::NoRunState { problem: "it is empty".into() },
        Error::OtherData { differences: "the name".into() },
        Error::OtherClasses { of_classifier: "2 classes".into(), of_data: "3 classes".into() },
        Error::StorageFailed { place: "a".into(), problem: "it is full".into() },
        Error::DeviceUnavailable { kind: "WebGPU", reason: "no adapter".into() },
        Error::DeviceFailed { reason: "lost".into() },
    ];
    errors.extend(server_errors());
    errors.extend([Error::OutOfOrder { problem: "There is no data", call: "load" }, Error::Busy]);
    errors
}

#[cfg(feature = "remote-client")]
fn server_errors() -> Vec<Error> {
    [
        ServerProblem::NoAddress,
        ServerProblem::Unreachable("it is off".into()),
        ServerProblem::WrongToken,
        ServerProblem::OtherVersion("0.0.1".into()),
    ]
    .map(|problem| Error::ServerUnusable { server: "ws://gpu:7100".into(), problem })
    .into()
}

/// A build that cannot use a server has no such errors.
#[cfg(not(feature = "remote-client"))]
fn server_errors() -> Vec<Error> {
    Vec::new()
}

#[test]
fn options_of_the_wrong_type_are_named_without_types_of_rust() {
    for (job, config, expected) in [
        ("evaluate", r#"{"epochs": 0.5}"#, "`epochs` is 0.5, but must be a whole number, 0 or more"),
        (
            "evaluate",
            r#"{"protocol": "knn", "seed": -1}"#,
            "`seed` is -1, but must be a whole number, 0 or more",
        ),
        ("evaluate", r#"{"temperature": "warm"}"#, "`temperature` is \"warm\", but must be a number"),
        ("evaluate", r#"{"compareRandom": 1}"#, "`compareRandom` is 1, but must be true or false"),
        ("pretrain", r#"{"epochs": "ten"}"#, "`epochs` is \"ten\", but must be a whole number, 0 or more"),
        ("pretrain", r#"{"epochs": 1e30}"#, "`epochs` is 1e+30, but must be a whole number, 0 or more"),
        ("pretrain", r#"{"optimizer": {"kind": "adam", "learningRate": "x"}}"#, "`optimizer` is {"),
        ("pretrain", r#"{"seed": [1]}"#, "`seed` is [1], but must be a whole number, 0 or more"),
        ("compare", r#"{"rows": "rotnet"}"#, "`rows` is \"rotnet\", but must be a list"),
        ("compare", r#"{"ratios": ["a"]}"#, "`ratios` is [\"a\"]: \"a\" is there, but must be a number"),
        ("pretrain", r#"{"task": {"draws": 2.5}}"#, "`2.5` is there, but must be a whole number, 0 or more"),
        (
            "pretrain",
            r#"{"smallStart": {"scale": 0.5}}"#,
            "`smallStart` is {\"scale\":0.5}: missing field `part`",
        ),
        ("pretrain", r#"{"smallStart": 0.5}"#, "`smallStart` is 0.5, but must be an object"),
        (
            "pretrain",
            r#"{"augmentation": ["grayscale"]}"#,
            "\"grayscale\" is there, but must be an object such as",
        ),
        ("pretrain", r#"{"augmentation": [{"kind": "blur"}]}"#, "unknown variant `blur`, expected one of"),
        ("scenes", r#"{"images": -4}"#, "`images` is -4, but must be a whole number, 0 or more"),
        ("files", r#"{"square": "round"}"#, "unknown variant `round`, expected `crop` or `fit`"),
        ("embed", r#"{"perplexities": 3}"#, "unknown field `perplexities`"),
        ("resume", r#"{"epochs": true}"#, "`epochs` is true, but must be a whole number, 0 or more"),
        ("sleep", "null", "there is no job `sleep`"),
    ] {
        let config: Value = serde_json::from_str(config).unwrap();
        let request = serde_json::json!({ "job": job, "config": config });
        let error = Request::from_value(request).unwrap_err();
        assert_eq!(error.code(), "invalid-config");
        assert!(error.to_string().contains(expected), "{error}");
        for name in ["usize", "u64", "f64", "integer", "floating point", "struct", "enum"] {
            assert!(!error.to_string().contains(name), "{error}");
        }
    }
}

#[test]
fn every_error_has_a_code_of_the_list_and_a_sentence() {
    let mut codes: Vec<&str> = all_errors().iter().map(Error::code).collect();
    let mut known = BTreeSet::new();
    codes.retain(|code| known.insert(*code));
    let of_this_build = |code: &&str| cfg!(feature = "remote-client") || !code.starts_with("server-");
    assert_eq!(codes, ERROR_CODES.into_iter().filter(of_this_build).collect::<Vec<_>>());
    for error in all_errors() {
        assert!(error.to_string().ends_with('.'), "{error}");
        assert!(error.code().chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'));
    }
}

#[test]
fn each_face_says_fields_and_calls_in_its_own_way() {
    let render =
        |error: &Error| error.message().render(|field| format!("<{field}>"), |call| format!("[{call}]"));
    let error = Error::TooFewImages { got: 3, needed: 9 };
    assert_eq!(
        render(&error),
        "3 images are fewer than one batch of 9. Add images or set <batchSize> to 3 or less."
    );
    assert_eq!(error.field(), Some("batchSize"));
    let error = Error::OutOfOrder { problem: "There is no data", call: "load" };
    assert_eq!(render(&error), "There is no data: call [load] first.");
    assert_eq!(error.to_string(), "There is no data: call `load` first.");
    for error in all_errors() {
        // Every name between backticks is one that a face can say its own way, but for the device `cpu` and commands,
        // which are the same on every face.
        let text = error.message().render(|_| String::new(), |_| String::new());
        let mut quoted = text.split('`').skip(1).step_by(2);
        assert!(quoted.all(|name| name == "cpu" || name.starts_with("patchwise ")), "{text}");
    }
}

#[test]
fn a_model_says_what_made_it() {
    let info = ModelInfo::new(PretrainConfig::default(), &few_scenes(4, 4, 4)).unwrap();
    assert_eq!(info.version, env!("CARGO_PKG_VERSION"));
    assert!(info.preparation.contains("centre square"), "{}", info.preparation);
    assert_eq!(info.fingerprint.unwrap().describe(), "Scenes at 32 px, 4 images (4 and 4 with labels)");
    // A source without its history knows no commit.
    if let Some(commit) = info.commit {
        assert!(commit.len() == 40 && commit.chars().all(|digit| digit.is_ascii_hexdigit()), "{commit}");
    }
}

#[test]
fn a_file_of_the_first_version_loads() {
    let config = PretrainConfig { batch_size: 2, ..PretrainConfig::default() };
    let data = few_scenes(4, 4, 4);
    // What 0.1.0 wrote of a network: no fingerprint, no version, the short form of an augmentation.
    let old = r#"{"config":{"method":"rotnet","patchRatio":0.4,"backbone":"resnet8","epochs":1,"batchSize":2,
        "optimizer":{"kind":"adam","learningRate":0.001},
        "schedule":{"kind":"constant","warmupSteps":0,"milestones":[]},
        "augmentation":{"crop":false,"flip":true},"seed":1},
        "step":3,"data":"Scenes","imageSize":32,"mean":[0.5,0.5,0.5],"std":[0.2,0.2,0.2]}"#;
    let info: ModelInfo = serde_json::from_str(old).unwrap();
    assert_eq!((info.fingerprint.clone(), info.version.as_str()), (None, ""));
    assert!(!info.config.augmentation.has_crop());
    info.check_data(&ModelInfo::new(config.clone(), &data).unwrap()).unwrap();
    let model = Model {
        info,
        ..Model::untrained(&PretrainConfig { method: Method::RotNet, ..config }, &data, &device()).unwrap()
    };
    let read = Model::from_bytes(&block_on(model.to_bytes()).unwrap(), &device()).unwrap();
    assert_eq!(read.info, model.info);
}

#[test]
#[cfg(not(feature = "webgpu"))]
fn a_device_that_is_not_built_in_is_refused() {
    let result = block_on(patchwise::device::open(patchwise::device::DeviceKind::Webgpu)).map(|_| ());
    assert_error(result, "device-unavailable", &["WebGPU", "does not contain it", "`cpu`"]);
}
