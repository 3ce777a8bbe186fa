//! Which files are images, and what is known of them besides their paths.

use std::collections::HashMap;

use super::SharedSource;
use super::decode::{SkippedFile, check_format};
use super::folder::{no_images, read_file, reason_of};
use super::layout::{Layout, Placement, clean, is_image_name, is_tool_file};
use super::opened::{Content, Images, Opened};
use crate::config::FilesConfig;
use crate::error::Result;

/// Image size in pixels if the config gives none.
pub const DEFAULT_SIDE: usize = 64;
/// Bytes that tell a file's format.
const HEAD: u64 = 64;

/// The images among files, told by name, or by content where the name says nothing; and the other files.
pub(super) struct Listing {
    pub files: Vec<SharedSource>,
    /// Paths, sorted, each with the index of its file.
    pub images: Vec<(String, usize)>,
    pub skipped: Vec<SkippedFile>,
    /// All paths that no tool left behind.
    pub paths: Vec<(String, usize)>,
    /// Where the files come from, in messages.
    pub place: String,
}

impl Listing {
    pub(super) fn new(files: Vec<SharedSource>, place: String, is_expected: impl Fn(&str) -> bool) -> Self {
        let (mut images, mut skipped) = (Vec::new(), Vec::new());
        let mut paths = paths_of(&files);
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
                let head = files[*index].read_up_to(HEAD).map_err(reason_of);
                match head.and_then(|head| check_format(&head)) {
                    Ok(_) => images.push((path.clone(), *index)),
                    Err(reason) => skipped.push(SkippedFile { name: path.clone(), reason }),
                }
            }
        }
        Self { files, images, skipped, paths, place }
    }

    /// The images with their classes and what each is for, and the files.
    ///
    /// # Errors
    /// [`Error::NoImages`] where no file is an image; [`Error::InvalidConfig`] where a split is requested that is not there.
    pub(super) fn open(self, known: Known, config: &FilesConfig) -> Result<Opened> {
        let Self { files, images, skipped, place, .. } = self;
        if images.is_empty() {
            return Err(no_images(&place, &skipped));
        }
        let layout = match known.placed {
            Some(placed) => Layout::of_known(&images, placed, config)?,
            None => Layout::new(&images, &known.listed, config)?,
        };
        let Layout { class_names, images, held_out, skipped: misplaced, notes } = layout;
        let title = |name: String| known.class_titles.get(&name).cloned().unwrap_or(name);
        let images = Images {
            name: known.name.into(),
            class_names: class_names.into_iter().map(title).collect(),
            image_size: config.image_size.unwrap_or(known.image_size),
            stats: known.stats,
            images,
            held_out,
            skipped: skipped.into_iter().chain(misplaced).collect(),
            notes,
            place,
        };
        Ok(Opened { content: Content::Images(images), files })
    }

    /// Of files that are images, whatever their names.
    pub(super) fn of_images(files: Vec<SharedSource>, place: String) -> Self {
        let images = paths_of(&files);
        Self { files, paths: images.clone(), images, skipped: Vec::new(), place }
    }

    /// The text of the first file of this name, with the folder that it lies in.
    pub(super) fn text(&self, name: &str) -> Option<(&str, String)> {
        let is_named =
            |path: &str| path.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        let (path, index) = self.paths.iter().find(|(path, _)| is_named(path))?;
        let text = read_file(&self.files[*index]).ok()?;
        Some((&path[..path.len() - name.len()], String::from_utf8_lossy(&text).into_owned()))
    }
}

/// The paths of all files, each with its index, in the order of the paths.
pub(super) fn paths_of(files: &[SharedSource]) -> Vec<(String, usize)> {
    let path = |(index, file): (usize, &SharedSource)| (clean(file.name()), index);
    let mut paths: Vec<(String, usize)> = files.iter().enumerate().map(path).collect();
    paths.sort();
    paths
}

/// The files that do not belong to a data set, to be listed as skipped.
pub(super) fn others(
    files: &[SharedSource],
    data: &str,
    is_part: impl Fn(&SharedSource) -> bool,
) -> Vec<SkippedFile> {
    let skipped = |file: &SharedSource| SkippedFile {
        name: file.name().into(),
        reason: format!("it does not belong to {data}: load it apart"),
    };
    files.iter().filter(|file| !is_part(file) && !is_tool_file(file.name())).map(skipped).collect()
}

/// What is known of the data besides its paths.
pub(super) struct Known {
    pub name: &'static str,
    pub image_size: usize,
    pub stats: Option<([f32; 3], [f32; 3])>,
    /// Classes, parts and labels, where folders say nothing of them.
    pub placed: Option<Placement>,
    /// The class of an image by its path, where a list names it.
    pub listed: HashMap<String, String>,
    /// The names of classes whose folders are named by an identifier.
    pub class_titles: HashMap<String, String>,
}

impl Known {
    /// Nothing is known.
    pub(super) fn of_photos() -> Self {
        Self::named("Images")
    }

    /// Only the name is known.
    pub(super) fn named(name: &'static str) -> Self {
        let (placed, listed, class_titles) = Default::default();
        Self { name, image_size: DEFAULT_SIDE, stats: None, placed, listed, class_titles }
    }
}
