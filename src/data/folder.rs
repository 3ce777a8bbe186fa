//! Single images, in folders or in a zip: a class for each folder, or no classes.

use std::collections::{HashMap, VecDeque};

use super::archive::Archive;
use super::decode::{Decoded, Decoder, Role, SkippedFile, check_format, commonest_reason};
use super::held_out::{hold_out, percent};
use super::image_set::draw_indices;
use super::layout::{Layout, Placed, Purpose, is_image_name, is_tool_file};
use super::{Dataset, LoadReport};
use crate::config::FilesConfig;
use crate::error::{Error, Result};
use crate::parallel::{map, num_threads};

/// Image size in pixels if the config gives none.
pub const DEFAULT_SIDE: usize = 64;
/// Fraction of the images held out for evaluation if the config gives none.
pub const TEST_FRACTION: f64 = 0.2;

/// Files that are in memory at once, for each thread.
const FILES_PER_THREAD: usize = 4;
/// No further file is read beside files of so many bytes.
const BYTES_AT_ONCE: usize = 64 << 20;

/// The images of an archive, told by name, or by content where the name says nothing; and the other files.
pub(super) struct Listing {
    pub images: Vec<(String, usize)>,
    pub skipped: Vec<SkippedFile>,
    /// All paths that no tool left behind.
    pub paths: Vec<(String, usize)>,
}

impl Listing {
    pub(super) fn new(archive: &mut Archive, is_expected: impl Fn(&str) -> bool) -> Self {
        let (mut images, mut skipped) = (Vec::new(), Vec::new());
        let mut paths = archive.paths();
        for (path, _) in paths.iter().filter(|(path, _)| is_tool_file(path) && is_image_name(path)) {
            // Copies of images made by systems are no loss; those in hidden folders may be.
            if !path.rsplit('/').next().unwrap_or_default().starts_with("._") {
                let reason = "it lies in a hidden folder or one of a tool: move it".into();
                skipped.push(SkippedFile { name: path.clone(), reason });
            }
        }
        paths.retain(|(path, _)| !is_tool_file(path));
        for (path, index) in &paths {
            if is_image_name(path) {
                images.push((path.clone(), *index));
            } else if !is_expected(path) {
                match archive.head(*index).and_then(|head| check_format(&head)) {
                    Ok(_) => images.push((path.clone(), *index)),
                    Err(reason) => skipped.push(SkippedFile { name: path.clone(), reason }),
                }
            }
        }
        Self { images, skipped, paths }
    }
}

/// Images being decoded one by one, so that the host can show progress and stop.
///
/// Splits and limits are drawn from images that can be read: where one cannot, they are drawn again without it.
pub struct FolderLoader {
    archive: Archive,
    images: Vec<Placed>,
    /// The folder whose images are held out, if there is one.
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

/// What is known of the data besides its paths.
pub(super) struct Known {
    pub name: &'static str,
    pub image_size: usize,
    pub stats: Option<([f32; 3], [f32; 3])>,
    /// The class of an image by its path, where a list names it.
    pub listed: HashMap<String, String>,
    /// The names of classes whose folders are named by an identifier.
    pub class_titles: HashMap<String, String>,
}

impl Known {
    /// Nothing is known.
    fn of_photos() -> Self {
        let (listed, class_titles) = Default::default();
        Self { name: "Images", image_size: DEFAULT_SIDE, stats: None, listed, class_titles }
    }
}

impl FolderLoader {
    /// Chooses the images and their classes; nothing is decoded yet.
    ///
    /// # Errors
    /// [`Error::NoImages`] where no file is an image; [`Error::InvalidConfig`] where memory would not hold them.
    pub(super) fn new(mut archive: Archive, config: &FilesConfig) -> Result<Self> {
        let listing = Listing::new(&mut archive, |_| false);
        Self::with(archive, listing, Known::of_photos(), config)
    }

    /// As [`FolderLoader::new`], for data of which more is known.
    pub(super) fn with(
        archive: Archive,
        listing: Listing,
        known: Known,
        config: &FilesConfig,
    ) -> Result<Self> {
        config.validate()?;
        let Listing { images, skipped, .. } = listing;
        if images.is_empty() {
            return Err(no_images(&archive, &skipped));
        }
        let Layout { class_names, images, held_out, skipped: misplaced, notes } =
            Layout::new(&images, &known.listed);
        let skipped = skipped.into_iter().chain(misplaced).collect();
        let title = |name: String| known.class_titles.get(&name).cloned().unwrap_or(name);
        let class_names: Vec<String> = class_names.into_iter().map(title).collect();
        let image_size = config.image_size.unwrap_or(known.image_size);
        let (roles, report) = draw_roles(&images, held_out.as_deref(), &class_names, config);
        let queue: VecDeque<usize> = (0..images.len()).filter(|&place| roles[place].is_any()).collect();
        Ok(Self {
            decoder: Decoder::new([images.len(), queue.len()], image_size, config.square, skipped)?,
            archive,
            images,
            held_out,
            roles,
            queue,
            done: 0,
            has_failed: false,
            notes,
            name: known.name.into(),
            class_names,
            image_size,
            stats: known.stats,
            report,
            config: config.clone(),
        })
    }

    /// Total number of images to decode, so far as is known.
    pub fn total(&self) -> usize {
        self.done + self.queue.len()
    }

    /// Decodes up to `count` more images, on all threads; returns how many are done.
    pub fn step(&mut self, count: usize) -> usize {
        let end = self.done + count;
        while self.done < end && !self.queue.is_empty() {
            let at_once = (FILES_PER_THREAD * num_threads()).min(end - self.done);
            let (mut places, mut files, mut bytes) = (Vec::new(), Vec::new(), 0);
            // Files are read one after the other: in a browser, only the engine's own worker can.
            while places.len() < at_once
                && bytes < BYTES_AT_ONCE
                && let Some(place) = self.queue.pop_front()
            {
                let file = self.archive.read(self.images[place].index);
                bytes += file.as_ref().map_or(0, Vec::len);
                places.push(place);
                files.push(file);
            }
            let decoded = map(files.len(), |index| {
                files[index].as_ref().map_err(Clone::clone).and_then(|bytes| self.decoder.decode(bytes))
            });
            for (place, decoded) in places.into_iter().zip(decoded) {
                self.has_failed |= !self.decoder.keep(place, &self.images[place].path, decoded);
            }
            self.done += files.len();
            if self.queue.is_empty() && std::mem::take(&mut self.has_failed) {
                self.draw_again();
            }
        }
        self.done
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
            return Err(no_images(&self.archive, &skipped));
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

fn no_images(archive: &Archive, skipped: &[SkippedFile]) -> Error {
    let remedy = match commonest_reason(skipped) {
        Some(reason) => format!("The most common reason: {reason}"),
        None => "Choose JPEG, PNG, WebP, GIF, BMP or TIFF files".into(),
    };
    Error::NoImages { place: archive.name(), remedy }
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
        Some(folder) => {
            report.held_out = format!("the images in `{folder}/`");
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
