//! CIFAR-10 and CIFAR-100, in their binary format or as Python pickles: three planes of 32 x 32 bytes, row by row.
//!
//! Binary files: `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`, records of one label byte and the planes; or
//! `train.bin` and `test.bin` with two, superclass and class. Pickles: the same names without an ending, with `meta` or
//! `batches.meta`.

use std::sync::Arc;

use super::label::names_of;
use super::listing::others;
use super::pickle::Pickle;
use super::pieces::Slice;
use super::splits::{Part, Parts};
use super::{Dataset, ImageSet, LoadReport, PixelOrder, RecordLayout, SharedSource};
use crate::config::FilesConfig;
use crate::error::{Error, Result};

/// Side of the stored images in pixels.
pub const SIDE: usize = 32;
const CLASS_NAMES: [&str; 10] =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
/// Files that come with the images.
const SIDE_FILES: [&str; 8] = [
    "batches.meta.txt",
    "batches.meta",
    "readme.html",
    "meta",
    "fine_label_names.txt",
    "coarse_label_names.txt",
    "file.txt~",
    "README",
];
/// Records read at once while labels are collected: about 3 MB.
const CHUNK_RECORDS: usize = 1024;
const AGAIN: &str = "Download the file again; it may be cut short";

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cifar {
    Ten,
    Hundred,
}

impl Cifar {
    /// Whether these files are of this data set.
    pub(super) fn fits(self, files: &[SharedSource]) -> bool {
        match self {
            Self::Ten => files.iter().any(|file| self.part(file).is_some()),
            // Their names are too common to tell anything alone.
            Self::Hundred => {
                files.iter().any(|file| is_named(file, &["fine_label_names.txt"]))
                    || files.iter().any(|file| self.part(file).is_some() && self.has_content(file))
            }
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Ten => "CIFAR-10",
            Self::Hundred => "CIFAR-100",
        }
    }

    /// The part that a file is, by its name.
    fn part(self, file: &SharedSource) -> Option<Part> {
        let name = file.file_name();
        let stem = name.strip_suffix(".bin").unwrap_or(name);
        match self {
            Self::Ten if stem == "test_batch" => Some(Part::Test),
            Self::Ten => {
                stem.strip_prefix("data_batch_").filter(|number| is_number(number)).map(|_| Part::Train)
            }
            Self::Hundred if stem == "train" => Some(Part::Train),
            Self::Hundred if stem == "test" => Some(Part::Test),
            Self::Hundred => None,
        }
    }

    fn has_content(self, file: &SharedSource) -> bool {
        match is_binary(file) {
            true => !file.is_empty() && file.len().is_multiple_of(self.layout().stride() as u64),
            false => file.read_up_to(2).is_ok_and(|head| is_pickle(&head)),
        }
    }

    fn layout(self) -> RecordLayout {
        RecordLayout::planes(self.labels_per_record(), SIDE, PixelOrder::Planes)
    }

    fn labels_per_record(self) -> usize {
        if self == Self::Ten { 1 } else { 2 }
    }

    /// Whether the superclasses are asked for.
    fn wants_coarse(self, config: &FilesConfig) -> Result<bool> {
        match (self, config.label_column.as_deref()) {
            (_, None) | (Self::Hundred, Some("fine")) => Ok(false),
            (Self::Hundred, Some("coarse")) => Ok(true),
            (Self::Hundred, Some(other)) => {
                Err(Error::config("labelColumn", other, "fine or coarse, for CIFAR-100"))
            }
            (Self::Ten, Some(other)) => Err(Error::config("labelColumn", other, "left out for CIFAR-10")),
        }
    }

    /// Opens the files; the training images are also used for pretraining.
    ///
    /// # Errors
    /// [`Error::InvalidData`] on a file that is cut short or of another kind, [`Error::LabelOutOfRange`],
    /// [`Error::NoImages`] where there are no training images.
    pub(super) fn load(self, files: &[SharedSource], place: &str, config: &FilesConfig) -> Result<Dataset> {
        let image_size = config.image_size.unwrap_or(SIDE);
        let is_coarse = self.wants_coarse(config)?;
        let class_names = self.class_names(files, is_coarse)?;
        let mut sets = Vec::new();
        for part in [Part::Train, Part::Test] {
            let of_part: Vec<&SharedSource> =
                files.iter().filter(|file| self.part(file) == Some(part)).collect();
            let Some(first) = of_part.first() else { continue };
            let words = if part == Part::Test { first.file_name() } else { "the training batches" };
            let (mut pixels, mut labels) = (Vec::new(), Vec::new());
            let is_raw = is_binary(first);
            if of_part.iter().any(|file| is_binary(file) != is_raw) {
                let remedy = "Choose the binary files or the Python files, not both";
                return Err(Error::data(first.name(), "it has another format than those beside it", remedy));
            }
            for file in of_part {
                let (batch, found) = match is_raw {
                    true => (file.clone(), self.read_labels(file, is_coarse)?),
                    false => self.read_pickle(file, is_coarse)?,
                };
                check_labels(file, &found, class_names.len())?;
                labels.extend(found);
                pixels.push(batch);
            }
            let header = if is_raw { self.labels_per_record() } else { 0 };
            let layout = RecordLayout::planes(header, SIDE, PixelOrder::Planes);
            let set = ImageSet::in_records(
                pixels,
                layout,
                (image_size, config.square),
                Some(labels.into_iter().map(Some).collect()),
            );
            sets.push((part, set, words.to_string()));
        }
        if !sets.iter().any(|(part, ..)| *part == Part::Train) && config.train_split.is_none() {
            let remedy = match self {
                Self::Ten => "Choose data_batch_1.bin to data_batch_5.bin, or those without the ending",
                Self::Hundred => "Choose train.bin, or the file train",
            };
            return Err(Error::NoImages {
                place: format!("the chosen {} files", self.title()),
                remedy: remedy.into(),
            });
        }
        let is_part = |file: &SharedSource| self.part(file).is_some() || is_named(file, &SIDE_FILES);
        Parts {
            name: self.title(),
            image_size,
            class_names,
            stats: Some(match self {
                Self::Ten => ([0.491, 0.482, 0.447], [0.247, 0.243, 0.262]),
                Self::Hundred => ([0.507, 0.487, 0.441], [0.267, 0.256, 0.276]),
            }),
            sets,
            report: LoadReport { skipped: others(files, self.title(), is_part), ..LoadReport::default() },
        }
        .into_dataset(config, place)
    }

    /// Names by label: from the files, where they have them.
    fn class_names(self, files: &[SharedSource], is_coarse: bool) -> Result<Vec<String>> {
        if self == Self::Ten {
            return Ok(CLASS_NAMES.map(String::from).to_vec());
        }
        let (kind, count) = if is_coarse { ("coarse", 20) } else { ("fine", 100) };
        let list = files.iter().find(|file| file.file_name() == format!("{kind}_label_names.txt"));
        let names: Option<Vec<String>> = match list {
            Some(list) => Some(names_of(&list.read_up_to(1 << 16)?)),
            None => match files.iter().find(|file| file.file_name() == "meta") {
                Some(meta) => {
                    let pickle = Pickle::read(meta)?;
                    pickle.entry(&format!("{kind}_label_names")).and_then(|names| pickle.texts(names))
                }
                None => None,
            },
        };
        let numbered = || (0..count).map(|label| format!("{kind} {label}")).collect();
        Ok(names.filter(|names| names.len() == count).unwrap_or_else(numbered))
    }

    fn read_labels(self, file: &SharedSource, is_coarse: bool) -> Result<Vec<u16>> {
        let stride = self.layout().stride();
        if file.is_empty() || !file.len().is_multiple_of(stride as u64) {
            let problem = format!("its {} bytes are not a whole number of {stride}-byte records", file.len());
            return Err(Error::data(file.name(), problem, AGAIN));
        }
        // The superclass comes first.
        let place = self.labels_per_record() - if is_coarse { 2 } else { 1 };
        let num_records = (file.len() / stride as u64) as usize;
        let mut labels = Vec::with_capacity(num_records);
        for start in (0..num_records).step_by(CHUNK_RECORDS) {
            let mut chunk = vec![0; CHUNK_RECORDS.min(num_records - start) * stride];
            file.read_at((start * stride) as u64, &mut chunk)?;
            labels.extend(chunk.iter().skip(place).step_by(stride).map(|&label| u16::from(label)));
        }
        Ok(labels)
    }

    /// The pixels of a pickle as a file of their own, and its labels.
    fn read_pickle(self, file: &SharedSource, is_coarse: bool) -> Result<(SharedSource, Vec<u16>)> {
        let failed = |problem: &str| Error::data(file.name(), problem, AGAIN);
        let pickle = Pickle::read(file)?;
        let key = match (self, is_coarse) {
            (Self::Ten, _) => "labels",
            (Self::Hundred, true) => "coarse_labels",
            (Self::Hundred, false) => "fine_labels",
        };
        let labels = pickle.entry(key).and_then(|labels| pickle.numbers(labels));
        let labels = labels.ok_or_else(|| failed(&format!("it has no list of `{key}`")))?;
        let data = pickle.entry("data").and_then(|data| pickle.byte_array(data));
        let (shape, start, len) = data.ok_or_else(|| failed("it has no array of bytes called `data`"))?;
        let stride = (3 * SIDE * SIDE) as i64;
        if shape != [labels.len() as i64, stride] || len != labels.len() as u64 * stride as u64 {
            return Err(failed(&format!(
                "`data` has the shape {shape:?}, but there are {} labels",
                labels.len()
            )));
        }
        let pixels = Arc::new(Slice::new(file.name(), file, start, len)?);
        // What is out of range is told with the file's name.
        let label = |&label: &i64| u16::try_from(label).unwrap_or(u16::MAX);
        Ok((pixels, labels.iter().map(label).collect()))
    }
}

fn is_named(file: &SharedSource, names: &[&str]) -> bool {
    names.contains(&file.file_name())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_binary(file: &SharedSource) -> bool {
    file.file_name().ends_with(".bin")
}

/// Protocol 2 or later, or a dictionary of protocol 0.
fn is_pickle(head: &[u8]) -> bool {
    matches!(head, [0x80, 2..=5] | [b'(', b'd'])
}

fn check_labels(file: &SharedSource, labels: &[u16], num_classes: usize) -> Result<()> {
    match labels.iter().position(|&label| usize::from(label) >= num_classes) {
        Some(index) => {
            let label = usize::from(labels[index]);
            Err(Error::LabelOutOfRange {
                file: file.name().into(),
                index,
                label,
                allowed: [0, num_classes - 1],
            })
        }
        None => Ok(()),
    }
}
