//! Real files of each format, made by its own library (`tests/formats/make.py`), to equal pixels.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use patchwise::Error;
use patchwise::config::{FilesConfig, Format, NamedSplit};
use patchwise::data::{
    Dataset, ImageSet, Loader, MemoryFile, MemoryScratch, SharedSource, detect, open_path,
};

const TRAIN: std::ops::Range<usize> = 0..9;
const TEST: std::ops::Range<usize> = 100..106;
const VAL: std::ops::Range<usize> = 200..203;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}

fn files(names: &[&str]) -> Vec<SharedSource> {
    names.iter().flat_map(|name| open_path(&folder().join(name)).unwrap()).collect()
}

fn try_load(names: &[&str], config: &FilesConfig) -> Result<Dataset, Error> {
    Loader::files(&files(names), config).and_then(Loader::load)
}

fn load(names: &[&str]) -> Dataset {
    try_load(names, &FilesConfig::default()).unwrap()
}

fn value(image: usize, y: usize, x: usize, channel: usize) -> u8 {
    ((37 * image + 11 * y + 7 * x + 53 * channel) % 256) as u8
}

/// The images of a set by their numbers, which their first pixel tells; every pixel and label is compared.
fn numbers(set: &ImageSet, channels: usize) -> BTreeSet<usize> {
    let side = set.image_size();
    let known = || TRAIN.chain(TEST).chain(VAL);
    (0..set.len())
        .map(|index| {
            let pixels = set.rgb(index).unwrap();
            let image = known().find(|&image| value(image, 0, 0, 0) == pixels[0]).unwrap();
            for (place, &pixel) in pixels.iter().enumerate() {
                let (y, x, channel) = (place / 3 / side, place / 3 % side, place % 3);
                let channel = if channels == 1 { 0 } else { channel };
                assert_eq!(pixel, value(image, y, x, channel), "image {image}, row {y}, column {x}");
            }
            if let Some(label) = set.label(index) {
                assert_eq!(usize::from(label), image % 3, "label of image {image}");
            }
            image
        })
        .collect()
}

/// Both splits are there, with labels.
fn assert_splits(
    data: &Dataset,
    channels: usize,
    train: std::ops::Range<usize>,
    test: std::ops::Range<usize>,
) {
    let (labeled, held_out) = (data.train.as_ref().unwrap(), data.test.as_ref().unwrap());
    assert!(labeled.labels().is_some() && held_out.labels().is_some());
    assert_eq!(numbers(labeled, channels), train.collect());
    assert_eq!(numbers(held_out, channels), test.collect());
}

/// All images are those to learn from, some of them held out.
fn assert_whole(data: &Dataset, channels: usize) {
    let (labeled, held_out) = (data.train.as_ref().unwrap(), data.test.as_ref().unwrap());
    let mut all = numbers(labeled, channels);
    assert_eq!((labeled.len(), held_out.len()), (6, 3));
    all.extend(numbers(held_out, channels));
    assert_eq!(all, TRAIN.collect());
}

const PETS: [&str; 3] = ["ant", "bee", "cat"];

#[test]
fn archives_of_folders_keep_their_splits() {
    for name in ["gnu.tar", "gnu.tar.gz", "gnu.tgz", "info.zip", "macos.zip"] {
        let config = FilesConfig { image_size: Some(16), ..FilesConfig::default() };
        let data = try_load(&[name], &config).unwrap();
        assert_eq!(data.class_names, PETS, "{name}");
        assert_splits(&data, 3, TRAIN, TEST);
        assert!(data.report.skipped.is_empty(), "{name}: {:?}", data.report.skipped);
        assert_eq!(data.report.held_out, "the images in `test/`");
    }
}

#[test]
fn archives_side_by_side_are_splits() {
    let config = FilesConfig { image_size: Some(16), ..FilesConfig::default() };
    let data = try_load(&["split-train.tar", "split-test.tar"], &config);
    // Their names are no splits by themselves.
    let data = data.unwrap();
    assert_eq!(data.class_names, ["split-test", "split-train"]);
    let renamed: Vec<SharedSource> = ["train", "test"]
        .into_iter()
        .map(|name| {
            let bytes = std::fs::read(folder().join(format!("split-{name}.tar"))).unwrap();
            memory(&format!("data/{name}.tar"), bytes)
        })
        .collect();
    let data = Loader::files(&renamed, &config).and_then(Loader::load).unwrap();
    assert_eq!(data.class_names, PETS);
    assert_splits(&data, 3, TRAIN, TEST);
}

const SHARDS: [&str; 4] =
    ["web-train-000000.tar", "web-train-000001.tar", "web-test-000000.tar", "web-test-000001.tar"];

#[test]
fn webdataset_shards_are_splits_by_their_names() {
    let config = FilesConfig { image_size: Some(16), ..FilesConfig::default() };
    let data = try_load(&SHARDS, &config).unwrap();
    assert_eq!((data.name.as_str(), data.class_names.join(" ").as_str()), ("WebDataset", "0 1 2"));
    assert_splits(&data, 3, TRAIN, TEST);
}

#[test]
fn webdataset_labels_come_from_json_too() {
    let config = FilesConfig { image_size: Some(16), ..FilesConfig::default() };
    let data = try_load(&["web-json-000000.tar"], &config).unwrap();
    assert_eq!(data.class_names, PETS);
    assert_whole(&data, 3);
    let config = FilesConfig { label_column: Some("id".into()), ..config };
    assert_eq!(try_load(&["web-json-000000.tar"], &config).unwrap().class_names.len(), 9);
    let config = FilesConfig { label_column: Some("kind".into()), ..config };
    let error = try_load(&["web-json-000000.tar"], &config).unwrap_err();
    assert_eq!(error.field(), Some("labelColumn"), "{error}");
}

#[test]
fn medmnist_keeps_its_splits() {
    let data = load(&["medmnist.npz"]);
    assert_eq!((data.image_size, data.class_names.join(" ").as_str()), (16, "0 1 2"));
    assert_splits(&data, 3, TRAIN, TEST);
    assert_eq!(data.report.notes, ["The 3 images of val_images are not used."]);
    let config = FilesConfig { test_split: Some(NamedSplit::Val), ..FilesConfig::default() };
    assert_splits(&try_load(&["medmnist.npz"], &config).unwrap(), 3, TRAIN, VAL);
    let config = FilesConfig { train_split: Some(NamedSplit::Val), ..FilesConfig::default() };
    assert_splits(&try_load(&["medmnist.npz"], &config).unwrap(), 3, VAL, TEST);
}

#[test]
fn arrays_of_any_layout_are_read() {
    assert_splits(&load(&["keras.npz"]), 1, TRAIN, TEST);
    let data = load(&["channels-first.npz"]);
    assert_eq!(data.class_names, PETS);
    assert_whole(&data, 3);
    assert_whole(&load(&["deep.npz"]), 3);
    assert_whole(&load(&["pair_images.npy", "pair_labels.npy"]), 3);
    let data = load(&["pair_images.npy"]);
    assert!(data.train.is_none() && data.class_names.is_empty());
    let error = try_load(&["floats.npz"], &FilesConfig::default()).unwrap_err().to_string();
    assert!(error.contains("float64") && error.contains("uint8"), "{error}");
}

const MNIST: [&str; 4] = [
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
];

#[test]
fn mnist_is_read_as_it_is_downloaded() {
    let data = load(&MNIST);
    assert_eq!((data.name.as_str(), data.image_size), ("IDX", 16));
    assert_splits(&data, 1, TRAIN, TEST);
    let alone = load(&MNIST[..1]);
    assert!(alone.train.is_none());
}

#[test]
fn cifar_and_stl10_are_read_without_unpacking() {
    for name in ["cifar-10-binary.tar.gz", "cifar-10-python.tar.gz"] {
        let data = load(&[name]);
        assert_eq!((data.name.as_str(), data.class_names.len(), data.image_size), ("CIFAR-10", 10, 32));
        assert_splits(&data, 3, TRAIN, TEST);
    }
    for name in ["cifar-100-binary.tar.gz", "cifar-100-python.tar.gz"] {
        let data = load(&[name]);
        assert_eq!((data.name.as_str(), data.class_names.len()), ("CIFAR-100", 100));
        assert_eq!(data.class_names[2], "class 2");
        assert_splits(&data, 3, TRAIN, TEST);
        let config = FilesConfig { label_column: Some("coarse".into()), ..FilesConfig::default() };
        let data = try_load(&[name], &config).unwrap();
        assert_eq!(data.class_names[19], "group 19");
        assert!(data.train.unwrap().labels().unwrap().iter().all(|&label| label < 2));
    }
    let data = load(&["stl10_binary.tar.gz"]);
    assert_eq!((data.name.as_str(), data.image_size), ("STL-10", 96));
    assert_splits(&data, 3, 0..3, 100..102);
}

const HUB: [&str; 4] = [
    "hub-train-00000-of-00002.parquet",
    "hub-train-00001-of-00002.parquet",
    "hub-test-00000-of-00001.parquet",
    "hub-validation-00000-of-00001.parquet",
];

#[test]
fn parquet_of_the_hub_has_splits_and_names() {
    let config = FilesConfig { image_size: Some(16), ..FilesConfig::default() };
    let data = try_load(&HUB, &config).unwrap();
    assert_eq!((data.name.as_str(), data.class_names.as_slice()), ("Parquet", &PETS.map(String::from)[..]));
    assert_splits(&data, 3, TRAIN, TEST);
    let config = FilesConfig { label_column: Some("coarse".into()), ..config };
    assert_eq!(try_load(&HUB, &config).unwrap().class_names, ["0", "1"]);
    let config = FilesConfig { label_column: Some("colour".into()), ..config };
    let error = try_load(&HUB, &config).unwrap_err();
    assert_eq!(error.field(), Some("labelColumn"));
    assert!(error.to_string().contains("label, coarse"), "{error}");
}

#[test]
fn parquet_without_notes_is_read_by_its_types() {
    let config = FilesConfig { image_size: Some(16), ..FilesConfig::default() };
    for codec in ["none", "snappy", "gzip"] {
        let data = try_load(&[&format!("bare-{codec}.parquet")], &config).unwrap();
        assert_eq!(data.class_names, PETS, "{codec}");
        assert_whole(&data, 3);
    }
    let error = try_load(&["bare-zstd.parquet"], &config).unwrap_err().to_string();
    assert!(error.contains("zstd") && error.contains("snappy"), "{error}");
}

#[test]
fn an_archive_beside_images_is_one_of_the_files_whatever_it_is() {
    let tar = std::fs::read(folder().join("split-train.tar")).unwrap();
    for (name, bytes) in [
        ("old.7z", b"7z\xbc\xaf".to_vec()),
        ("none.zip", b"no zip".to_vec()),
        ("cut.gz", vec![0x1f, 0x8b, 8, 0]),
        ("whole.tar", tar),
    ] {
        let mut files: Vec<SharedSource> =
            (1..5).map(|shade| memory(&format!("{shade}.bmp"), bmp(shade))).collect();
        files.push(memory(name, bytes));
        let data = Loader::files(&files, &FilesConfig::default()).and_then(Loader::load).unwrap();
        assert_eq!(data.unlabeled.len() + data.test.unwrap().len(), 4, "{name}");
        assert_eq!(data.report.skipped[0].name, name);
    }
    for (name, said) in [
        ("old.7z", "of this kind are not read"),
        ("none.zip", "not a zip"),
        ("none.gz", "not packed by gzip"),
    ] {
        let error = Loader::files(&[memory(name, vec![7; 9])], &FilesConfig::default()).err().unwrap();
        assert!(error.to_string().contains(said), "{error}");
    }
}

fn memory(name: &str, bytes: Vec<u8>) -> SharedSource {
    Arc::new(MemoryFile::new(name, bytes))
}

fn bmp(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(8, 8, image::Rgb([shade; 3]))
        .write_to(&mut bytes, image::ImageFormat::Bmp)
        .unwrap();
    bytes.into_inner()
}

#[test]
fn formats_are_told_by_their_content() {
    let of = |names: &[&str]| detect(&files(names)).unwrap();
    let found = [
        of(&["gnu.tgz"]),
        of(&["macos.zip"]),
        of(&SHARDS),
        of(&["web-json-000000.tar"]),
        of(&["medmnist.npz"]),
        of(&["pair_images.npy"]),
        of(&MNIST),
        of(&["cifar-10-python.tar.gz"]),
        of(&["cifar-100-binary.tar.gz"]),
        of(&["stl10_binary.tar.gz"]),
        of(&["bare-none.parquet"]),
    ];
    use Format::{Cifar10, Cifar100, Folder, Idx, Npz, Parquet, Stl10, WebDataset};
    let expected = [Folder, Folder, WebDataset, WebDataset, Npz, Npz, Idx, Cifar10, Cifar100, Stl10, Parquet];
    assert_eq!(found, expected);
}

#[test]
fn a_format_that_is_asked_for_is_checked() {
    let config = FilesConfig { format: Some(Format::Idx), ..FilesConfig::default() };
    assert_eq!(try_load(&MNIST, &config).unwrap().name, "IDX");
    let error = try_load(&["gnu.tar"], &config).unwrap_err().to_string();
    assert!(error.contains("it holds single images, not IDX"), "{error}");
    // WebDataset's images are images, too.
    let config = FilesConfig { format: Some(Format::Folder), image_size: Some(16), ..FilesConfig::default() };
    assert_eq!(try_load(&SHARDS[..1], &config).unwrap().name, "Images");
}

#[test]
fn memory_holds_what_is_unpacked_where_no_file_can() {
    let scratch = Arc::new(MemoryScratch::default());
    let mut loader =
        Loader::files_in(&files(&["cifar-10-python.tar.gz"]), &FilesConfig::default(), scratch).unwrap();
    let mut steps = 0;
    while loader.step(1).unwrap() < loader.total() {
        steps += 1;
        assert!(steps < 1000);
    }
    assert_splits(&loader.finish().unwrap(), 3, TRAIN, TEST);
}
