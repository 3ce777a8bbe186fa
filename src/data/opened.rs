//! What files hold once they are opened, before any image is decoded: what crosses from one module to another in a tab.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use super::decode::SkippedFile;
use super::image_set::Records;
use super::{Dataset, LoadReport, SharedSource};
use crate::config::Square;
use crate::error::Result;

/// Opens files piece by piece, so that a host can show progress and stop.
pub trait Opener: Debug {
    /// Packed bytes that have been read, and all of which is known.
    fn progress(&self) -> (u64, u64);

    fn is_done(&self) -> bool;

    /// Unpacks about so many bytes more.
    ///
    /// # Errors
    /// [`crate::Error::InvalidData`] where an archive is damaged, or there is no space to unpack it.
    fn step(&mut self, bytes: u64) -> Result<()>;

    /// What the files hold, once nothing is left to unpack.
    ///
    /// # Errors
    /// Those of the format.
    fn finish(&mut self) -> Result<Opened>;
}

/// What is in files, with the files that it refers to by their index.
#[derive(Clone, Debug)]
pub struct Opened {
    pub content: Content,
    pub files: Vec<SharedSource>,
}

/// Records of pixels, or image files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Content {
    Records(Box<RecordSets>),
    Images(Images),
}

/// Image files, with what each is for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Images {
    /// The format's name.
    pub name: String,
    pub class_names: Vec<String>,
    /// Side of the squares that they become, in pixels.
    pub image_size: usize,
    /// Mean and standard deviation of the channels if they are fixed.
    pub stats: Option<([f32; 3], [f32; 3])>,
    pub images: Vec<Placed>,
    /// Which images are to evaluate on, in words, if the data says so.
    pub held_out: Option<String>,
    pub skipped: Vec<SkippedFile>,
    pub notes: Vec<String>,
    /// Where they come from, in messages.
    pub place: String,
}

/// An image with the index of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub path: String,
    pub index: usize,
    pub label: Option<u16>,
    pub purpose: Purpose,
}

/// What an image is for, as its folders or its split say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// To learn from, or to hold out where no folder names images to evaluate on.
    Learn,
    /// To pretrain on only.
    Unlabeled,
    /// To evaluate on.
    HeldOut,
}

/// A data set whose pixels stay in files of records.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordSets {
    name: String,
    image_size: usize,
    class_names: Vec<String>,
    mean: [f32; 3],
    std: [f32; 3],
    unlabeled: Records,
    train: Option<Records>,
    test: Option<Records>,
    square: Square,
    report: LoadReport,
    pretrain_limit: Option<(usize, u64)>,
}

#[cfg(feature = "formats")]
impl Opened {
    /// Of a data set all of whose sets are records.
    pub(super) fn of_records(data: Dataset) -> Self {
        let mut files = Vec::new();
        let unlabeled = data.unlabeled.to_records(&mut files);
        let train = data.train.map(|set| set.to_records(&mut files));
        let test = data.test.map(|set| set.to_records(&mut files));
        let sets = RecordSets {
            name: data.name,
            image_size: data.image_size,
            class_names: data.class_names,
            mean: data.mean,
            std: data.std,
            unlabeled,
            train,
            test,
            square: data.square,
            report: data.report,
            pretrain_limit: data.pretrain_limit,
        };
        Self { content: Content::Records(Box::new(sets)), files }
    }
}

impl RecordSets {
    pub(super) fn into_dataset(self, files: &[SharedSource]) -> Dataset {
        Dataset {
            name: self.name,
            image_size: self.image_size,
            class_names: self.class_names,
            mean: self.mean,
            std: self.std,
            unlabeled: self.unlabeled.into_set(files),
            train: self.train.map(|records| records.into_set(files)),
            test: self.test.map(|records| records.into_set(files)),
            square: self.square,
            report: self.report,
            pretrain_limit: self.pretrain_limit,
        }
    }
}
