//! STL-10 in its binary format: planes R G B of 96 x 96 bytes, each plane column by column; labels 1..=10.
//!
//! Files: `unlabeled_X.bin`, `train_X.bin`, `train_y.bin`, `test_X.bin`, `test_y.bin`, `class_names.txt`.
//! Pixels stay in the files and are read image by image.

use super::listing::others;
use super::splits::{Part, Parts};
use super::{Dataset, ImageSet, LoadReport, PixelOrder, RecordLayout, SharedSource};
use crate::config::{FilesConfig, Square};
use crate::error::{Error, Result};

/// Side of the stored images in pixels.
pub const SIDE: usize = 96;
const LAYOUT: RecordLayout = RecordLayout::planes(0, SIDE, PixelOrder::Columns);
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
fn is_part(file: &SharedSource) -> bool {
    ["unlabeled_X.bin", "train_X.bin", "test_X.bin"].contains(&file.file_name())
}

/// Whether these files are of this format.
pub(super) fn fits(files: &[SharedSource]) -> bool {
    files.iter().any(is_part)
}

/// Opens the files. Without `train_X.bin` part of the test images become the train split, and the report says so;
/// without `unlabeled_X.bin` the train split is used for pretraining.
///
/// # Errors
/// [`Error::InvalidData`] on a file that is not a whole number of images, [`Error::LabelOutOfRange`],
/// [`Error::NoImages`] where no image file is among them.
pub(super) fn load(files: &[SharedSource], place: &str, config: &FilesConfig) -> Result<Dataset> {
    let image_size = config.image_size.unwrap_or(SIDE);
    let mut sets = Vec::new();
    for (part, split) in [(Part::Unlabeled, "unlabeled"), (Part::Train, "train"), (Part::Test, "test")] {
        if let Some(images) = open_images(files, split, (image_size, config.square))? {
            sets.push((part, images, format!("{split}_X.bin")));
        }
    }
    let has = |part| sets.iter().any(|(of, ..)| *of == part);
    let (has_train, has_test) = (has(Part::Train), has(Part::Test));
    let parts = Parts {
        name: "STL-10",
        image_size,
        class_names: CLASS_NAMES.map(String::from).to_vec(),
        stats: Some(([0.5; 3], [0.5; 3])),
        sets,
        report: LoadReport {
            skipped: others(files, "STL-10", |file| FILES.contains(&file.file_name())),
            ..LoadReport::default()
        },
    };
    if has_train || !has_test {
        return parts.into_dataset(config, place);
    }
    // There are few test images in a part of the data: an evaluation needs more than a fifth of them.
    let config = FilesConfig { test_fraction: config.test_fraction.or(Some(HELD_OUT)), ..config.clone() };
    let mut data = parts.into_dataset(&config, place)?;
    let count = data.train.as_ref().map_or(0, ImageSet::len);
    data.report
        .notes
        .push(format!("train_X.bin is not there: {count} images of test_X.bin are used to train."));
    Ok(data)
}

fn open_images(files: &[SharedSource], split: &str, size: (usize, Square)) -> Result<Option<ImageSet>> {
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
    Ok(Some(ImageSet::in_records(
        vec![images.clone()],
        LAYOUT,
        size,
        labels.map(|labels| labels.into_iter().map(Some).collect()),
    )))
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
