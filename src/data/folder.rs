//! Any JPEG, PNG or WebP images: a class for each folder, or no classes.

use std::collections::BTreeSet;

use super::decode::{Decoded, Decoder, Role};
use super::image_set::draw_indices;
use super::{Dataset, SharedSource};
use crate::config::FilesConfig;
use crate::error::{Error, Result};

/// Image size in pixels if the config gives none.
pub const DEFAULT_SIDE: usize = 64;
/// Fraction of the images held out for evaluation.
const HELD_OUT: f64 = 0.2;
const EXTENSIONS: [&str; 4] = [".jpg", ".jpeg", ".png", ".webp"];

/// Whether a file is an image that this format reads, by its name.
pub fn is_part(file: &SharedSource) -> bool {
    let name = file.name().to_lowercase();
    EXTENSIONS.iter().any(|extension| name.ends_with(extension))
}

/// Images being decoded one by one, so that the host can show progress and stop.
pub struct FolderLoader {
    files: Vec<(SharedSource, Role)>,
    next: usize,
    class_names: Vec<String>,
    decoder: Decoder,
    config: FilesConfig,
    image_size: usize,
}

impl FolderLoader {
    /// Chooses the images and their classes; nothing is decoded yet.
    ///
    /// # Errors
    /// [`Error::NoImages`] where no file is an image.
    pub fn new(files: &[SharedSource], config: &FilesConfig) -> Result<Self> {
        config.validate()?;
        let mut images: Vec<SharedSource> = files.iter().filter(|file| is_part(file)).cloned().collect();
        if images.is_empty() {
            return Err(Error::NoImages {
                place: format!("the {} chosen files", files.len()),
                remedy: format!("Choose files that end in {}", EXTENSIONS.join(", ")),
            });
        }
        images.sort_by(|a, b| a.name().cmp(b.name()));
        let classes: BTreeSet<&str> = images.iter().filter_map(class_of).collect();
        let all_have_one = images.iter().all(|file| class_of(file).is_some());
        let class_names = match all_have_one && classes.len() > 1 {
            true => classes.into_iter().map(String::from).collect(),
            false => Vec::new(),
        };
        let image_size = config.image_size.unwrap_or(DEFAULT_SIDE);
        let decoder = Decoder::new(image_size);
        let files = with_roles(images, config);
        Ok(Self { files, next: 0, class_names, decoder, config: config.clone(), image_size })
    }

    /// Total number of files to decode.
    pub fn total(&self) -> usize {
        self.files.len()
    }

    /// Decodes up to `count` more files; returns how many are done.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where memory runs out.
    pub fn step(&mut self, count: usize) -> Result<usize> {
        for (file, role) in self.files.iter().skip(self.next).take(count) {
            let label =
                class_of(file).and_then(|class| self.class_names.iter().position(|name| name == class));
            match file.read_all() {
                Ok(bytes) => self.decoder.push(file.name(), &bytes, label.unwrap_or(0) as u16, *role)?,
                Err(error) => self.decoder.skip(file.name(), error.to_string()),
            }
            self.next += 1;
        }
        Ok(self.next)
    }

    /// The data set, a fifth of it held out for evaluation.
    ///
    /// # Errors
    /// [`Error::NoImages`] where not one file decoded.
    pub fn finish(self) -> Result<Dataset> {
        let has_labels = !self.class_names.is_empty();
        let Decoded { pretrain, labeled, test, skipped } = self.decoder.finish(has_labels);
        if pretrain.is_empty() {
            return Err(Error::NoImages {
                place: format!("the {} chosen files: none of them decodes", skipped.len()),
                remedy: "Choose other JPEG, PNG or WebP files".into(),
            });
        }
        let (mean, std) = pretrain.channel_stats()?;
        Ok(Dataset {
            name: "Images".into(),
            image_size: self.image_size,
            class_names: self.class_names,
            mean,
            std,
            unlabeled: pretrain,
            train: has_labels.then_some(labeled),
            test: Some(test),
            skipped,
            pretrain_limit: self.config.images.map(|count| (count, self.config.seed)),
        })
    }
}

/// A fifth of the files to evaluate on, the rest to train on; those that are not needed are skipped.
fn with_roles(files: Vec<SharedSource>, config: &FilesConfig) -> Vec<(SharedSource, Role)> {
    let num_test = (files.len() as f64 * HELD_OUT).round() as usize;
    let test = draw_indices(files.len(), num_test, config.seed);
    let kept = draw_indices(num_test, config.test_images.unwrap_or(num_test).min(num_test), config.seed);
    let mut training = Role::of_training(files.len() - num_test, config).into_iter();
    let role = |index: usize| match test.binary_search(&index) {
        Ok(place) if kept.binary_search(&place).is_ok() => Role::TEST,
        Ok(_) => Role::default(),
        Err(_) => training.next().unwrap_or_default(),
    };
    let roles: Vec<Role> = (0..files.len()).map(role).collect();
    files.into_iter().zip(roles).filter(|(_, role)| role.is_any()).collect()
}

/// The folder right above a file.
fn class_of(file: &SharedSource) -> Option<&str> {
    file.name().rsplit('/').nth(1).filter(|folder| !folder.is_empty())
}
