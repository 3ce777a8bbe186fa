//! What distinguishes one data set from another.

use serde::{Deserialize, Serialize};

use super::{Dataset, ImageSet};
use crate::error::Result;

/// Images whose pixels are hashed, spread evenly over those to pretrain on.
const SAMPLE: usize = 64;

/// A data set, identified by its name, its counts, its classes and the pixels of some of its images.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Fingerprint {
    /// The format's name.
    pub name: String,
    /// Side of the images in pixels.
    pub image_size: usize,
    /// Images to pretrain on.
    pub images: usize,
    /// Labelled images to train classifiers on.
    pub labeled_images: usize,
    /// Images to evaluate on.
    pub test_images: usize,
    /// Whether these are a validation part of the labelled images, in place of the test images.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
    pub is_validation: bool,
    pub class_names: Vec<String>,
    /// CRC-32 over the pixels of up to 64 images, in hexadecimal.
    pub pixels: String,
}

impl Fingerprint {
    /// The fingerprint of a data set.
    ///
    /// # Errors
    /// [`crate::Error::InvalidData`] where an image cannot be read.
    pub fn of(data: &Dataset) -> Result<Self> {
        let count = |set: Option<&ImageSet>| set.map_or(0, ImageSet::len);
        let mut hasher = crc32fast::Hasher::new();
        let step = data.unlabeled.len().div_ceil(SAMPLE).max(1);
        for index in (0..data.unlabeled.len()).step_by(step) {
            hasher.update(&data.unlabeled.rgb(index)?);
        }
        Ok(Self {
            name: data.name.clone(),
            image_size: data.image_size,
            images: data.unlabeled.len(),
            labeled_images: count(data.train.as_ref()),
            test_images: count(data.test.as_ref()),
            is_validation: data.report.is_validation,
            class_names: data.class_names.clone(),
            pixels: format!("{:08x}", hasher.finalize()),
        })
    }

    /// How `other` differs in what a run depends on, in words; none if a run can be resumed on it.
    /// Test images and those for classifiers may differ.
    pub fn differences(&self, other: &Self) -> Option<String> {
        let mut found = Vec::new();
        let mut compare = |what: &str, before: String, now: String| {
            if before != now {
                found.push(format!("{what} {before} before, {now} now"));
            }
        };
        compare("its name was", self.name.clone(), other.name.clone());
        compare("the image size was", format!("{} px", self.image_size), format!("{} px", other.image_size));
        compare("the number of images was", self.images.to_string(), other.images.to_string());
        compare("the classes were", self.class_names.join(", "), other.class_names.join(", "));
        if found.is_empty() && self.pixels != other.pixels {
            found.push("the pixels of its images differ".into());
        }
        (!found.is_empty()).then(|| found.join("; "))
    }

    /// In words: name, size and counts.
    pub fn describe(&self) -> String {
        format!(
            "{} at {} px, {} images ({} and {} with labels)",
            self.name, self.image_size, self.images, self.labeled_images, self.test_images
        )
    }
}
