//! STL-10 in its binary format: planes R G B of 96 x 96 bytes, each plane column by column; labels 1..=10.
//!
//! Files: `unlabeled_X.bin`, `train_X.bin`, `train_y.bin`, `test_X.bin`, `test_y.bin`, `class_names.txt`.
//! Pixels stay in the files and are read image by image.

use super::decode::others;
use super::held_out::{hold_out, percent};
use super::{Dataset, ImageSet, LoadReport, PlaneOrder, RecordLayout, SharedSource};
use crate::config::FilesConfig;
use crate::error::{Error, Result};

/// Side of the stored images in pixels.
pub const SIDE: usize = 96;
const LAYOUT: RecordLayout = RecordLayout { header: 0, side: SIDE, order: PlaneOrder::Columns };
const CLASS_NAMES: [&str; 10] =
    ["airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck"];
/// The files of the data set.
const FILES: [&str; 8] = [
    "unlabeled_X.bin",
    "train_X.bin",
    "train_y.bin",
    "test_X.bin",
    "test_y.bin",
    "class_names.txt",
    "fold_indices.txt",
    "README",
];
/// Fraction of the labelled test images held out for evaluation if `train_X.bin` is absent.
const HELD_OUT: f64 = 0.5;

/// Whether a file belongs to this format, by its name.
pub fn is_part(file: &SharedSource) -> bool {
    ["unlabeled_X.bin", "train_X.bin", "test_X.bin"].contains(&file.file_name())
}

/// Opens the files. Without `train_X.bin` part of the test images become the train split, and the report says so;
/// without `unlabeled_X.bin` the train split is used for pretraining.
///
/// # Errors
/// [`Error::InvalidData`] on a file that is not a whole number of images, [`Error::LabelOutOfRange`],
/// [`Error::NoImages`] where no image file is among them.
pub fn load(files: &[SharedSource], config: &FilesConfig) -> Result<Dataset> {
    config.validate()?;
    let image_size = config.image_size.unwrap_or(SIDE);
    let unlabeled = open_images(files, "unlabeled", image_size)?;
    let mut train = open_images(files, "train", image_size)?;
    let mut test = open_images(files, "test", image_size)?;
    let mut report = LoadReport {
        held_out: if test.is_some() { "the images of test_X.bin" } else { "none: test_X.bin is not there" }
            .into(),
        skipped: others(files, "STL-10", |file| FILES.contains(&file.file_name())),
        ..LoadReport::default()
    };
    if let (None, Some(images)) = (&train, test.clone())
        && let Some(labels) = images.labels()
    {
        let fraction = config.test_fraction.unwrap_or(HELD_OUT);
        let is_test = hold_out(&labels.into_iter().map(Some).collect::<Vec<_>>(), fraction, config.seed);
        let part = |wanted| (0..images.len()).filter(|&index| is_test[index] == wanted).collect::<Vec<_>>();
        report.held_out = format!("{} % of each class of test_X.bin, drawn at random", percent(fraction));
        report.notes.push(format!(
            "train_X.bin is not there: {} images of test_X.bin are used to train.",
            part(false).len()
        ));
        (train, test) = (Some(images.subset(&part(false))), Some(images.subset(&part(true))));
    }
    let unlabeled =
        unlabeled.or_else(|| train.clone()).or_else(|| test.clone()).ok_or_else(|| Error::NoImages {
            place: "the chosen STL-10 files".into(),
            remedy: "Choose unlabeled_X.bin, train_X.bin or test_X.bin".into(),
        })?;
    Ok(Dataset {
        name: "STL-10".into(),
        image_size,
        class_names: CLASS_NAMES.map(String::from).to_vec(),
        mean: [0.5; 3],
        std: [0.5; 3],
        unlabeled,
        train,
        test,
        square: Default::default(),
        report,
        pretrain_limit: None,
    }
    .limited(config))
}

fn open_images(files: &[SharedSource], split: &str, image_size: usize) -> Result<Option<ImageSet>> {
    let find = |suffix: &str| {
        let name = format!("{split}_{suffix}.bin");
        files.iter().find(|file| file.file_name() == name)
    };
    let Some(images) = find("X") else { return Ok(None) };
    let stride = LAYOUT.stride() as u64;
    if images.is_empty() || images.len() % stride != 0 {
        return Err(Error::data(
            images.name(),
            format!("its {} bytes are not a whole number of {stride}-byte images", images.len()),
            "Download the file again; it may be cut short",
        ));
    }
    let labels = find("y").map(|labels| read_labels(labels, (images.len() / stride) as usize)).transpose()?;
    Ok(Some(ImageSet::in_records(vec![images.clone()], LAYOUT, image_size, labels)))
}

fn read_labels(file: &SharedSource, num_images: usize) -> Result<Vec<u16>> {
    if file.len() != num_images as u64 {
        return Err(Error::data(
            file.name(),
            format!("it has {} labels for {num_images} images", file.len()),
            "Choose the label file that belongs to the image file",
        ));
    }
    let num_classes = CLASS_NAMES.len();
    let check = |(index, &label): (usize, &u8)| match label as usize {
        label if (1..=num_classes).contains(&label) => Ok(label as u16 - 1),
        label => {
            Err(Error::LabelOutOfRange { file: file.name().into(), index, label, allowed: [1, num_classes] })
        }
    };
    file.read_all()?.iter().enumerate().map(check).collect()
}
