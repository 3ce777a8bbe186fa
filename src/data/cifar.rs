//! CIFAR-10 in its binary format: records of one label byte and three planes of 32 x 32 bytes, row by row.
//!
//! Files: `data_batch_1.bin` to `data_batch_5.bin`, `test_batch.bin`, `batches.meta.txt` (not needed).

use super::decode::others;
use super::{Dataset, ImageSet, LoadReport, PlaneOrder, RecordLayout, SharedSource};
use crate::config::FilesConfig;
use crate::error::{Error, Result};

/// Side of the stored images in pixels.
pub const SIDE: usize = 32;
const LAYOUT: RecordLayout = RecordLayout { header: 1, side: SIDE, order: PlaneOrder::Rows };
const CLASS_NAMES: [&str; 10] =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
/// Files that come with the images.
const SIDE_FILES: [&str; 2] = ["batches.meta.txt", "readme.html"];
/// Records read at once while labels are collected: about 3 MB.
const CHUNK_RECORDS: usize = 1024;

/// Whether a file belongs to this format, by its name.
pub fn is_part(file: &SharedSource) -> bool {
    let name = file.file_name();
    name == "test_batch.bin" || (name.starts_with("data_batch_") && name.ends_with(".bin"))
}

/// Opens the files; the training batches are also used for pretraining.
///
/// # Errors
/// [`Error::InvalidData`] on a file that is not a whole number of records, [`Error::LabelOutOfRange`],
/// [`Error::NoImages`] where there is no training batch.
pub fn load(files: &[SharedSource], config: &FilesConfig) -> Result<Dataset> {
    config.validate()?;
    let image_size = config.image_size.unwrap_or(SIDE);
    let (test, train): (Vec<_>, Vec<_>) = files
        .iter()
        .filter(|file| is_part(file))
        .cloned()
        .partition(|file| file.file_name() == "test_batch.bin");
    if train.is_empty() {
        return Err(Error::NoImages {
            place: "the chosen CIFAR-10 files".into(),
            remedy: "Choose data_batch_1.bin to data_batch_5.bin".into(),
        });
    }
    let open = |files: Vec<SharedSource>| -> Result<ImageSet> {
        let labels = read_labels(&files)?;
        let images = ImageSet::in_records(files, LAYOUT, image_size, Some(labels));
        Ok(images)
    };
    let skipped = others(files, "CIFAR-10", |file| is_part(file) || SIDE_FILES.contains(&file.file_name()));
    let held_out =
        if test.is_empty() { "none: test_batch.bin is not there" } else { "the images of test_batch.bin" };
    let held_out = held_out.into();
    let train = open(train)?;
    let test = if test.is_empty() { None } else { Some(open(test)?) };
    Ok(Dataset {
        name: "CIFAR-10".into(),
        image_size,
        class_names: CLASS_NAMES.map(String::from).to_vec(),
        mean: [0.491, 0.482, 0.447],
        std: [0.247, 0.243, 0.262],
        unlabeled: train.clone(),
        train: Some(train),
        test,
        square: Default::default(),
        report: LoadReport { held_out, skipped, ..LoadReport::default() },
        pretrain_limit: None,
    }
    .limited(config))
}

fn read_labels(files: &[SharedSource]) -> Result<Vec<u16>> {
    let mut labels = Vec::new();
    for file in files {
        let stride = LAYOUT.stride();
        if file.is_empty() || file.len() % stride as u64 != 0 {
            return Err(Error::data(
                file.name(),
                format!("its {} bytes are not a whole number of {stride}-byte records", file.len()),
                "Download the file again; it may be cut short",
            ));
        }
        let first = labels.len();
        let num_records = file.len() as usize / stride;
        for start in (0..num_records).step_by(CHUNK_RECORDS) {
            let mut chunk = vec![0; CHUNK_RECORDS.min(num_records - start) * stride];
            file.read_at((start * stride) as u64, &mut chunk)?;
            labels.extend(chunk.iter().step_by(stride).map(|&label| u16::from(label)));
        }
        check_labels(file, &labels[first..])?;
    }
    Ok(labels)
}

fn check_labels(file: &SharedSource, labels: &[u16]) -> Result<()> {
    let max = CLASS_NAMES.len() - 1;
    match labels.iter().position(|&label| usize::from(label) > max) {
        Some(index) => {
            let label = usize::from(labels[index]);
            Err(Error::LabelOutOfRange { file: file.name().into(), index, label, allowed: [0, max] })
        }
        None => Ok(()),
    }
}
