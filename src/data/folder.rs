//! Single images, in folders or in an archive: decoded one by one.

use std::collections::VecDeque;

use super::decode::{Decoded, Decoder, Role, SkippedFile, commonest_reason};
use super::held_out::{TEST_FRACTION, hold_out, percent};
use super::image_set::draw_indices;
use super::opened::{Images, Placed, Purpose};
use super::scratch::SharedScratch;
use super::{Dataset, LoadReport, SharedSource};
use crate::config::FilesConfig;
use crate::error::{Error, Result};
use crate::parallel::{map, num_threads};

/// Files that are in memory at once, for each thread.
const FILES_PER_THREAD: usize = 4;
/// No further file is read beside files of so many bytes.
const BYTES_AT_ONCE: usize = 64 << 20;

/// The longest image file that is read, in bytes: a bound for archives that unpack to anything.
const MAX_FILE_BYTES: u64 = 1 << 28;

/// A whole file, or the reason why it cannot be read.
pub(super) fn read_file(file: &SharedSource) -> std::result::Result<Vec<u8>, String> {
    // One byte more, so that a longer file shows.
    let bytes = file.read_up_to(MAX_FILE_BYTES + 1).map_err(reason_of)?;
    match bytes.len() as u64 > MAX_FILE_BYTES {
        true => Err(format!("it is longer than {} MB: make it smaller", MAX_FILE_BYTES >> 20)),
        false => Ok(bytes),
    }
}

/// Why a file cannot be read, without its name.
pub(super) fn reason_of(error: Error) -> String {
    match error {
        Error::InvalidData { problem, remedy, .. } => format!("{problem}. {remedy}"),
        other => other.to_string(),
    }
}

/// Images being decoded one by one, so that the host can show progress and stop.
///
/// Splits and limits are drawn from images that can be read: where one cannot, they are drawn again without it.
pub struct FolderLoader {
    files: Vec<SharedSource>,
    place: String,
    images: Vec<Placed>,
    /// Which images are held out, in words, if a split says so.
    held_out: Option<String>,
    /// Of each image.
    roles: Vec<Role>,
    /// Images still to decode.
    queue: VecDeque<usize>,
    done: usize,
    /// Whether an image could not be read since the roles were drawn.
    has_failed: bool,
    /// Notes about the layout.
    notes: Vec<String>,
    decoder: Decoder,
    name: String,
    class_names: Vec<String>,
    image_size: usize,
    /// Mean and standard deviation if they are fixed, else those of the images to pretrain on.
    stats: Option<([f32; 3], [f32; 3])>,
    report: LoadReport,
    config: FilesConfig,
}

impl FolderLoader {
    /// Chooses the images and what each is for; nothing is decoded yet.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] where memory would not hold them.
    pub(super) fn new(
        images: Images,
        files: Vec<SharedSource>,
        config: &FilesConfig,
        scratch: SharedScratch,
    ) -> Result<Self> {
        let Images { name, class_names, image_size, stats, images, held_out, skipped, notes, place } = images;
        let (roles, report) = draw_roles(&images, held_out.as_deref(), &class_names, config);
        let mut queue: Vec<usize> = (0..images.len()).filter(|&place| roles[place].is_any()).collect();
        // As they lie in their archive: read ahead, none is read twice.
        queue.sort_by_key(|&place| images[place].index);
        let counts = [images.len(), queue.len()];
        Ok(Self {
            decoder: Decoder::new(counts, image_size, config.square, skipped, scratch)?,
            files,
            place,
            images,
            held_out,
            roles,
            queue: queue.into(),
            done: 0,
            has_failed: false,
            notes,
            name,
            class_names,
            image_size,
            stats,
            report,
            config: config.clone(),
        })
    }

    /// Total number of images to decode, so far as is known.
    pub fn total(&self) -> usize {
        self.done + self.queue.len()
    }

    /// Decodes up to `count` more images, on all threads; returns how many are done.
    ///
    /// # Errors
    /// Those of the scratch.
    pub fn step(&mut self, count: usize) -> Result<usize> {
        let end = self.done + count;
        while self.done < end && !self.queue.is_empty() {
            let at_once = (FILES_PER_THREAD * num_threads()).min(end - self.done);
            let (mut places, mut files, mut bytes) = (Vec::new(), Vec::new(), 0);
            // Files are read one after the other: in a browser, only the engine's own worker can.
            while places.len() < at_once
                && bytes < BYTES_AT_ONCE
                && let Some(place) = self.queue.pop_front()
            {
                let file = read_file(&self.files[self.images[place].index]);
                bytes += file.as_ref().map_or(0, Vec::len);
                places.push(place);
                files.push(file);
            }
            let decoded = map(files.len(), |index| {
                files[index].as_ref().map_err(Clone::clone).and_then(|bytes| self.decoder.decode(bytes))
            });
            for (place, decoded) in places.into_iter().zip(decoded) {
                self.has_failed |= !self.decoder.keep(place, &self.images[place].path, decoded)?;
            }
            self.done += files.len();
            if self.queue.is_empty() && std::mem::take(&mut self.has_failed) {
                self.draw_again();
            }
        }
        Ok(self.done)
    }

    /// Draws the roles of the images that can be read, as if there were no others.
    fn draw_again(&mut self) {
        let usable: Vec<usize> =
            (0..self.images.len()).filter(|&place| self.decoder.may_use(place)).collect();
        let images: Vec<Placed> = usable.iter().map(|&place| self.images[place].clone()).collect();
        let (roles, report) = draw_roles(&images, self.held_out.as_deref(), &self.class_names, &self.config);
        self.report = report;
        self.roles = vec![Role::default(); self.images.len()];
        for (place, role) in usable.into_iter().zip(roles) {
            self.roles[place] = role;
            match role.is_any() {
                true if !self.decoder.has(place) => self.queue.push_back(place),
                true => {}
                false => self.decoder.forget(place),
            }
        }
    }

    /// The data set.
    ///
    /// # Errors
    /// [`Error::NoImages`] where not one image to learn from decoded.
    pub fn finish(self) -> Result<Dataset> {
        let has_labels = !self.class_names.is_empty();
        let labels = has_labels.then(|| self.images.iter().map(|image| image.label).collect());
        let Decoded { pretrain, labeled, test, skipped } =
            self.decoder.finish(labels, |place| self.images[place].path.clone(), &self.roles);
        if pretrain.is_empty() {
            return Err(no_images(&self.place, &skipped));
        }
        let (mean, std) = match self.stats {
            Some(stats) => stats,
            None => pretrain.channel_stats()?,
        };
        Ok(Dataset {
            name: self.name,
            image_size: self.image_size,
            class_names: self.class_names,
            mean,
            std,
            unlabeled: pretrain,
            train: has_labels.then_some(labeled),
            test: (!test.is_empty()).then_some(test),
            square: self.config.square,
            report: LoadReport {
                skipped,
                notes: self.notes.into_iter().chain(self.report.notes).collect(),
                ..self.report
            },
            pretrain_limit: self.config.images.map(|count| (count, self.config.seed)),
        })
    }
}

pub(super) fn no_images(place: &str, skipped: &[SkippedFile]) -> Error {
    let remedy = match commonest_reason(skipped) {
        Some(reason) => format!("The most common reason: {reason}"),
        None => "Choose JPEG, PNG, WebP, GIF, BMP or TIFF files".into(),
    };
    Error::NoImages { place: place.into(), remedy }
}

/// The role of each image, as the config limits them, and what a person has to know of that.
fn draw_roles(
    images: &[Placed],
    held_out: Option<&str>,
    class_names: &[String],
    config: &FilesConfig,
) -> (Vec<Role>, LoadReport) {
    let mut report = LoadReport::default();
    let (learnt, tests) = match held_out {
        Some(words) => {
            report.held_out = words.into();
            (0..images.len()).partition(|&place| images[place].purpose != Purpose::HeldOut)
        }
        None => {
            let fraction = config.test_fraction.unwrap_or(TEST_FRACTION);
            let whole = if class_names.is_empty() { "the images" } else { "each class" };
            report.held_out = format!("{} % of {whole}, drawn at random", percent(fraction));
            draw_tests(images, fraction, config.seed)
        }
    };
    for (label, name) in class_names.iter().enumerate() {
        if tests.iter().all(|&place| images[place].label != Some(label as u16)) {
            report.notes.push(format!("No image of the class {name} is there to evaluate on."));
        }
        if learnt.iter().all(|&place| images[place].label != Some(label as u16)) {
            report.notes.push(format!("No image of the class {name} is there to learn from."));
        }
    }
    let mut roles = vec![Role::default(); images.len()];
    let is_labeled =
        |&place: &usize| images[place].purpose == Purpose::Learn && images[place].label.is_some();
    let has_label: Vec<bool> = learnt.iter().map(is_labeled).collect();
    for (place, role) in learnt.iter().zip(Role::of_training(&has_label, config)) {
        roles[*place] = role;
    }
    let count = config.test_images.unwrap_or(tests.len()).min(tests.len());
    for index in draw_indices(tests.len(), count, config.seed) {
        roles[tests[index]] = Role::TEST;
    }
    (roles, report)
}

/// The places of images to train on and of images held out, which are drawn from those to learn from.
fn draw_tests(images: &[Placed], fraction: f64, seed: u64) -> (Vec<usize>, Vec<usize>) {
    let candidates: Vec<usize> =
        (0..images.len()).filter(|&place| images[place].purpose == Purpose::Learn).collect();
    let labels: Vec<Option<u16>> = candidates.iter().map(|&place| images[place].label).collect();
    let mut is_test = vec![false; images.len()];
    for (place, is_held_out) in candidates.into_iter().zip(hold_out(&labels, fraction, seed)) {
        is_test[place] = is_held_out;
    }
    (0..images.len()).partition(|&place| !is_test[place])
}
