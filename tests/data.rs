//! Formats: bytes made here byte by byte, and real files where PATCHWISE_DATA names their folder.

mod common;

use std::path::PathBuf;
use std::sync::Arc;

use common::device;
use patchwise::PretrainConfig;
use patchwise::config::{FilesConfig, Format, ScenesConfig};
use patchwise::data::{Dataset, ImageSet, Loader, MemoryFile, SharedSource, detect, open_path};
use patchwise::train::Session;
use pollster::block_on;

fn file(name: &str, bytes: Vec<u8>) -> SharedSource {
    Arc::new(MemoryFile::new(name, bytes))
}

fn load(files: &[SharedSource], config: &FilesConfig) -> Dataset {
    Loader::files(files, config).and_then(Loader::load).unwrap()
}

#[test]
fn stl10_planes_are_read_column_by_column() {
    let mut bytes = vec![0; 27648];
    // Green plane, column 2, row 5.
    bytes[96 * 96 + 2 * 96 + 5] = 200;
    let data = load(&[file("stl10_binary/unlabeled_X.bin", bytes)], &FilesConfig::default());
    let image = data.unlabeled.rgb(0).unwrap();
    assert_eq!(image[(5 * 96 + 2) * 3 + 1], 200);
    assert_eq!(image.iter().filter(|&&value| value > 0).count(), 1);
    assert_eq!((data.image_size, data.mean, data.class_names.len()), (96, [0.5; 3], 10));
}

#[test]
fn cifar10_planes_are_read_row_by_row() {
    let mut bytes = vec![0; 2 * 3073];
    bytes[3073] = 7;
    bytes[3073 + 1 + 2 * 1024 + 3 * 32 + 4] = 99;
    let data = load(&[file("data_batch_1.bin", bytes)], &FilesConfig::default());
    assert_eq!(data.unlabeled.rgb(1).unwrap()[(3 * 32 + 4) * 3 + 2], 99);
    assert_eq!(data.unlabeled.labels().unwrap(), [0, 7]);
    assert_eq!(data.class_names[7], "horse");
    assert!(data.test.is_none());
}

#[test]
fn several_files_follow_each_other() {
    let record = |label: u8, shade: u8| [vec![label], vec![shade; 3072]].concat();
    let files = [
        file("data_batch_1.bin", [record(1, 10), record(2, 20)].concat()),
        file("data_batch_2.bin", record(3, 30)),
        file("test_batch.bin", record(4, 40)),
    ];
    let data = load(&files, &FilesConfig::default());
    assert_eq!(data.unlabeled.labels().unwrap(), [1, 2, 3]);
    assert_eq!(data.unlabeled.rgb(2).unwrap()[0], 30);
    assert_eq!(data.test.unwrap().rgb(0).unwrap()[0], 40);
}

#[test]
fn images_are_brought_to_the_size_asked_for() {
    let data = load(
        &[file("unlabeled_X.bin", vec![120; 27648])],
        &FilesConfig { image_size: Some(33), ..FilesConfig::default() },
    );
    assert_eq!(data.unlabeled.rgb(0).unwrap().as_ref(), vec![120; 33 * 33 * 3]);
}

fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_pixel(width, height, image::Luma([shade]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

#[test]
fn folders_are_classes_and_grey_becomes_rgb() {
    let files: Vec<SharedSource> = (0..10)
        .map(|index| file(&format!("set/{}/{index}.png", ["b", "a"][index % 2]), png(40, 20, 50)))
        .collect();
    let data = load(&files, &FilesConfig::default());
    assert_eq!(data.class_names, ["a", "b"]);
    assert_eq!((data.unlabeled.len(), data.test.as_ref().unwrap().len()), (8, 2));
    assert_eq!(data.image_size, 64);
    assert!(data.unlabeled.rgb(0).unwrap().iter().all(|&value| value == 50));
}

#[test]
fn images_of_one_folder_have_no_classes() {
    let files: Vec<SharedSource> = (0..5).map(|index| file(&format!("{index}.PNG"), png(9, 9, 7))).collect();
    let data = load(&files, &FilesConfig::default());
    assert!(data.class_names.is_empty() && data.train.is_none());
    assert_eq!(data.unlabeled.len() + data.test.unwrap().len(), 5);
}

#[test]
fn formats_are_told_by_their_names() {
    let of = |name: &str| detect(&[file(name, vec![0])]).unwrap();
    assert_eq!(of("x/unlabeled_X.bin"), Format::Stl10);
    assert_eq!(of("cifar-10-batches-bin/data_batch_3.bin"), Format::Cifar10);
    assert_eq!(of("tiny-imagenet-200/val/val_annotations.txt"), Format::TinyImagenet);
    assert_eq!(of("cat.WebP"), Format::Folder);
}

#[test]
fn the_folder_of_tiny_imagenet_is_read_like_its_zip() {
    let files = [
        file("tiny-imagenet-200/words.txt", b"n01\tgoldfish, Carassius auratus\nn02\ttoad".to_vec()),
        file("tiny-imagenet-200/train/n01/images/n01_0.JPEG", png(64, 64, 10)),
        file("tiny-imagenet-200/train/n02/images/n02_0.JPEG", png(64, 64, 20)),
        file("tiny-imagenet-200/train/n02/n02_boxes.txt", b"0 0 63 63".to_vec()),
        file("tiny-imagenet-200/val/images/val_0.JPEG", png(64, 64, 30)),
        file("tiny-imagenet-200/val/val_annotations.txt", b"val_0.JPEG\tn02\t0\t0\t63\t63".to_vec()),
    ];
    let data = load(&files, &FilesConfig::default());
    assert_eq!(data.class_names, ["goldfish", "toad"]);
    assert_eq!(data.unlabeled.labels().unwrap(), [0, 1]);
    let test = data.test.unwrap();
    assert_eq!((test.labels().unwrap(), test.rgb(0).unwrap()[0]), (vec![1], 30));
}

#[test]
fn a_sample_is_drawn_by_its_seed() {
    let sample = |seed| {
        let bytes = (0..20u8).flat_map(|index| [vec![index % 10], vec![index; 3072]].concat()).collect();
        let config = FilesConfig { images: Some(6), seed, ..FilesConfig::default() };
        let data = load(&[file("data_batch_1.bin", bytes)], &config);
        (0..6).map(|index| data.unlabeled.rgb(index).unwrap()[0]).collect::<Vec<_>>()
    };
    assert_eq!(sample(1), sample(1));
    assert_ne!(sample(1), sample(2));
}

#[test]
fn limits_are_of_what_they_say() {
    let record = |index: u8| [vec![index % 10], vec![index; 3072]].concat();
    let files = [
        file("data_batch_1.bin", (0..20).flat_map(record).collect()),
        file("test_batch.bin", (0..10).flat_map(record).collect()),
    ];
    let counts = |config: FilesConfig| {
        let data = load(&files, &config);
        let pretrained = data.labeled_for_pretraining().unwrap().len();
        [data.unlabeled.len(), pretrained, data.train.unwrap().len(), data.test.unwrap().len()]
    };
    assert_eq!(counts(FilesConfig::default()), [20, 20, 20, 10]);
    assert_eq!(counts(FilesConfig { images: Some(6), ..FilesConfig::default() }), [6, 6, 20, 10]);
    assert_eq!(counts(FilesConfig { labeled_images: Some(7), ..FilesConfig::default() }), [20, 7, 7, 10]);
    assert_eq!(counts(FilesConfig { test_images: Some(3), ..FilesConfig::default() }), [20, 20, 20, 3]);
}

#[test]
fn more_images_never_change_those_to_evaluate_on() {
    let load = |images, labeled_images| {
        let config = ScenesConfig { images, labeled_images, test_images: 4, ..ScenesConfig::default() };
        Loader::scenes(&config).and_then(Loader::load).unwrap()
    };
    let (few, many) = (load(3, 5), load(30, 20));
    let pixels = |set: &ImageSet, count: usize| {
        (0..count).map(|index| set.rgb(index).unwrap().into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(pixels(&few.unlabeled, 3), pixels(&many.unlabeled, 3));
    assert_eq!(pixels(few.train.as_ref().unwrap(), 5), pixels(many.train.as_ref().unwrap(), 5));
    assert_eq!(pixels(few.test.as_ref().unwrap(), 4), pixels(many.test.as_ref().unwrap(), 4));
    assert_ne!(pixels(&few.unlabeled, 1), pixels(few.train.as_ref().unwrap(), 1));
    assert_ne!(pixels(&few.unlabeled, 1), pixels(few.test.as_ref().unwrap(), 1));
}

#[test]
fn scenes_come_at_any_size() {
    for image_size in [32, 45, 96] {
        let config = ScenesConfig {
            image_size,
            images: 3,
            labeled_images: 10,
            test_images: 10,
            ..ScenesConfig::default()
        };
        let data = Loader::scenes(&config).and_then(Loader::load).unwrap();
        assert_eq!(data.unlabeled.rgb(2).unwrap().len(), image_size * image_size * 3);
    }
}

// Real files. Ignored unless asked for: `npm test` asks for them where PATCHWISE_DATA is set.

fn real(path: &str) -> Vec<SharedSource> {
    let folder = std::env::var("PATCHWISE_DATA").expect("PATCHWISE_DATA names the folder of the real data");
    open_path(&PathBuf::from(folder).join(path)).unwrap()
}

fn train_a_step(data: &Dataset) -> f32 {
    let config = PretrainConfig { batch_size: 2, ..PretrainConfig::default() };
    let mut session = Session::new(&config, data, &device()).unwrap();
    block_on(session.run(1)).unwrap().losses[0]
}

#[test]
#[ignore = "needs PATCHWISE_DATA"]
fn real_stl10_opens_and_trains() {
    let data = load(&real("stl10_binary"), &FilesConfig::default());
    assert_eq!((data.name.as_str(), data.image_size, data.unlabeled.len()), ("STL-10", 96, 246));
    assert_eq!(data.train.as_ref().unwrap().len() + data.test.as_ref().unwrap().len(), 152);
    // Neighbouring pixels of photographs are alike, down and across; misread planes would be noise.
    let images: Vec<_> = (0..20).map(|index| data.unlabeled.rgb(index).unwrap().into_owned()).collect();
    for step in [3, 3 * 96] {
        let differences = images
            .iter()
            .flat_map(|image| (step..image.len()).map(|at| image[at].abs_diff(image[at - step])));
        let total: u64 = differences.map(u64::from).sum();
        assert!(
            total / (20 * 27648) < 25,
            "neighbours at {step} differ by {} on average",
            total / (20 * 27648)
        );
    }
    assert!(train_a_step(&data).is_finite());
}

#[test]
#[ignore = "needs PATCHWISE_DATA"]
fn real_cifar10_opens_and_trains() {
    let data = load(&real("cifar-10-batches-bin"), &FilesConfig::default());
    assert_eq!((data.unlabeled.len(), data.test.as_ref().unwrap().len()), (5085, 1017));
    let mut classes = data.unlabeled.labels().unwrap();
    classes.sort_unstable();
    classes.dedup();
    assert_eq!(classes.len(), 10);
    let (mean, std) = data.unlabeled.channel_stats().unwrap();
    // The subset's own statistics lie near those of the whole set.
    common::assert_close(&mean, &data.mean, 0.05, 0.1, "mean");
    common::assert_close(&std, &data.std, 0.05, 0.1, "std");
    assert!(train_a_step(&data).is_finite());
}

#[test]
#[ignore = "needs PATCHWISE_DATA"]
fn real_tiny_imagenet_opens_and_trains() {
    let config = FilesConfig { images: Some(200), test_images: Some(200), ..FilesConfig::default() };
    let data = load(&real("tiny-imagenet-200-mini.zip"), &config);
    assert_eq!((data.name.as_str(), data.image_size, data.class_names.len()), ("Tiny-ImageNet", 64, 10));
    assert_eq!((data.unlabeled.len(), data.test.as_ref().unwrap().len()), (200, 200));
    assert!(data.report.skipped.is_empty(), "{:?}", data.report.skipped);
    assert!(data.class_names.iter().all(|name| !name.starts_with("n0")), "{:?}", data.class_names);
    assert!(train_a_step(&data).is_finite());
}

#[test]
#[ignore = "needs PATCHWISE_DATA"]
fn every_image_of_the_real_zip_decodes() {
    let data = load(&real("tiny-imagenet-200-mini.zip"), &FilesConfig::default());
    assert_eq!((data.unlabeled.len(), data.test.unwrap().len(), data.report.skipped.len()), (5000, 500, 0));
}

#[test]
fn validation_images_are_trained_on_by_nothing() {
    let labels: Vec<u16> = (0..40).map(|index| index % 4).collect();
    let images =
        ImageSet::in_memory((0..40 * 8 * 8 * 3).map(|byte| (byte / 192) as u8).collect(), 8, Some(labels));
    let held_out = images.subset(&[3, 5]);
    let rest = images.without(&held_out);
    assert_eq!(rest.len(), 38);
    assert!((0..38).all(|index| ![3, 5].contains(&rest.rgb(index).unwrap()[0])));
    // Another set with the same pixels is not the same images.
    let other = ImageSet::in_memory(vec![0; 8 * 8 * 3], 8, None);
    assert_eq!(images.without(&other).len(), 40);

    let config = ScenesConfig { images: 20, labeled_images: 40, test_images: 10, ..ScenesConfig::default() };
    let whole = Loader::scenes(&config).unwrap().load().unwrap();
    let config = ScenesConfig { validation: Some(0.25), ..config };
    let data = Loader::scenes(&config).unwrap().load().unwrap();
    let [train, validation] = [data.train.unwrap(), data.test.unwrap()];
    assert_eq!([train.len(), validation.len(), data.unlabeled.len()], [30, 10, 20]);
    assert_eq!(train.len() + validation.len(), whole.train.unwrap().len());
    assert!(data.report.held_out.contains("25 %"), "{}", data.report.held_out);
    for validation in [0.0, 1.0, f64::NAN] {
        let config = ScenesConfig { validation: Some(validation), ..config.clone() };
        assert!(Loader::scenes(&config).is_err());
    }
}
