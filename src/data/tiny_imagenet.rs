//! Tiny-ImageNet: its zip, or its folder; 64 x 64 JPEGs, some of them grey.
//!
//! Layout: `train/<wnid>/images/*.JPEG`, `val/images/*.JPEG`, `val/val_annotations.txt`, `words.txt`. Others store
//! the images as PNG, or sort those of `val` into folders of their own; both are read.

use std::collections::HashMap;

use super::SharedSource;
use super::listing::{Known, Listing, paths_of};
use super::opened::Opened;
use crate::config::FilesConfig;
use crate::error::Result;

/// Side of the stored images in pixels.
pub const SIDE: usize = 64;
/// Files that come with the images.
const LISTS: [&str; 4] = ["words.txt", "wnids.txt", "val_annotations.txt", "_boxes.txt"];

/// Whether these paths are this data set: by its list, or by classes below `train/` that are named as in WordNet.
pub(super) fn fits(files: &[SharedSource]) -> bool {
    let paths = paths_of(files);
    let classes = || {
        paths.iter().filter_map(|(path, _)| {
            let start = if path.starts_with("train/") { 6 } else { path.find("/train/")? + 7 };
            path[start..].split_once('/').map(|(class, _)| class)
        })
    };
    let has_list = paths.iter().any(|(path, _)| path.ends_with("val/val_annotations.txt"));
    has_list || classes().next().is_some() && classes().all(is_wnid)
}

/// `n` and eight digits.
fn is_wnid(name: &str) -> bool {
    name.len() == 9 && name.starts_with('n') && name[1..].bytes().all(|byte| byte.is_ascii_digit())
}

/// Opens it. `val` becomes the test split.
///
/// # Errors
/// As [`Listing::open`].
pub(super) fn open(files: Vec<SharedSource>, place: String, config: &FilesConfig) -> Result<Opened> {
    let listing = Listing::new(files, place, |path| LISTS.iter().any(|list| path.ends_with(list)));
    let known = Known {
        image_size: SIDE,
        stats: Some(([0.5; 3], [0.25; 3])),
        listed: val_classes(&listing),
        class_titles: class_titles(&listing),
        ..Known::named("Tiny-ImageNet")
    };
    listing.open(known, config)
}

/// The class of each image that `val_annotations.txt` names, by path.
fn val_classes(listing: &Listing) -> HashMap<String, String> {
    let Some((folder, text)) = listing.text("val_annotations.txt") else {
        return HashMap::new();
    };
    let class_of = |line: &str| {
        let (file, rest) = line.split_once('\t')?;
        Some((format!("{folder}images/{file}"), rest.split('\t').next()?.trim().to_string()))
    };
    text.lines().filter_map(class_of).collect()
}

/// The first word of `words.txt` for each class.
fn class_titles(listing: &Listing) -> HashMap<String, String> {
    let text = listing.text("words.txt").map(|(_, text)| text).unwrap_or_default();
    let title = |line: &str| {
        let (id, words) = line.split_once('\t')?;
        Some((id.to_string(), words.split(',').next()?.trim().to_string()))
    };
    text.lines().filter_map(title).collect()
}
