//! From paths to splits and classes: which images there are, and what their folders say about them.
//!
//! A class is the first folder below the common root of all images, or below `train/`, `val/` and the like.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::decode::SkippedFile;
use super::opened::{Placed, Purpose};
use super::splits::{Part, choose};
use crate::config::FilesConfig;
use crate::error::Result;

/// Folders that tools and network drives leave behind. Hidden ones start with a dot.
const TOOL_FOLDERS: [&str; 8] = [
    "__macosx",
    "@eadir",
    "#recycle",
    "#snapshot",
    "$recycle.bin",
    "system volume information",
    "lost+found",
    "__pycache__",
];
/// Files that systems leave behind.
const TOOL_FILES: [&str; 3] = ["thumbs.db", "desktop.ini", "icon\r"];
/// Endings of image files; what is in a file is decided by its content.
const EXTENSIONS: [&str; 11] =
    ["jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "dib", "tif", "tiff"];

/// Names of classes, and the part and the label of each image by its index.
pub(super) type Placement = (Vec<String>, Vec<(Part, Option<u16>)>);

/// The images of a folder or an archive, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// Sorted; empty where there are no classes.
    pub class_names: Vec<String>,
    pub images: Vec<Placed>,
    /// What the images of [`Purpose::HeldOut`] are, in words, if there are any.
    pub held_out: Option<String>,
    pub skipped: Vec<SkippedFile>,
    pub notes: Vec<String>,
}

/// An image with what its folders say.
struct Candidate<'a> {
    path: &'a str,
    index: usize,
    part: Part,
    class: Option<&'a str>,
}

impl Layout {
    /// Of images by path, sorted, each with its index in the archive. `listed` gives the class of an image that a list
    /// names; else it is that of its folder.
    ///
    /// # Errors
    /// [`crate::Error::InvalidConfig`] where a split is requested that is not there.
    pub(super) fn new(
        paths: &[(String, usize)],
        listed: &HashMap<String, String>,
        config: &FilesConfig,
    ) -> Result<Self> {
        let root = common_root(paths);
        let folders: Vec<Vec<&str>> = paths.iter().map(|(path, _)| folders_below(path, root)).collect();
        let depth = split_depth(&folders);
        let candidates: Vec<Candidate> = paths
            .iter()
            .zip(&folders)
            .map(|((path, index), folders)| {
                let part = depth.map_or(Part::Train, |depth| part_of(folders.get(depth)));
                let of_folder = folders.get(usize::from(depth == Some(0))).copied();
                let class = listed.get(path).map(String::as_str).or(of_folder);
                Candidate { path, index: *index, part, class }
            })
            .collect();
        let has = |part| candidates.iter().any(|candidate| candidate.part == part);
        let mut layout = Self::default();
        // Classes are those of the part to learn from, which is chosen first.
        let (learnt, _) = choose(config, has, |_, _| true)?;
        layout.class_names =
            layout.find_classes(candidates.iter().filter(|candidate| candidate.part == learnt));
        let (_, held_out) = choose(config, has, |part, _| {
            candidates.iter().any(|candidate| {
                candidate.part == part
                    && (layout.class_names.is_empty() || layout.label_of(candidate).is_some())
            })
        })?;
        layout.held_out = held_out.map(|part| {
            let of_part = candidates.iter().zip(&folders).find(|(candidate, _)| candidate.part == part);
            let folder = of_part.and_then(|(_, folders)| folders.get(depth?)).copied().unwrap_or_default();
            format!("the images in `{folder}/`")
        });
        for candidate in &candidates {
            layout.place(candidate, learnt, held_out);
        }
        layout.note_unused(&candidates, learnt, held_out);
        Ok(layout)
    }

    /// Of images whose part and label are known.
    ///
    /// # Errors
    /// As [`Layout::new`].
    pub(super) fn of_known(
        paths: &[(String, usize)],
        (class_names, placed): Placement,
        config: &FilesConfig,
    ) -> Result<Self> {
        let has = |part| placed.iter().any(|&(of, _)| of == part);
        let has_labels = !class_names.is_empty();
        let (learnt, held_out) = choose(config, has, |part, _| {
            placed.iter().any(|&(of, label)| of == part && (label.is_some() || !has_labels))
        })?;
        let mut layout = Self { class_names, ..Self::default() };
        layout.held_out = held_out.map(|part| format!("the images of the split {}", part.name()));
        let mut unused: BTreeMap<Part, usize> = BTreeMap::new();
        let mut unlabeled = 0;
        for (path, index) in paths {
            let (part, label) = placed[*index];
            let is_usable = label.is_some() || !has_labels;
            let purpose = match part {
                _ if part == learnt && is_usable => Purpose::Learn,
                _ if part == learnt || part == Part::Unlabeled => Purpose::Unlabeled,
                _ if Some(part) == held_out && is_usable => Purpose::HeldOut,
                _ => {
                    *unused.entry(part).or_default() += 1;
                    continue;
                }
            };
            unlabeled += usize::from(part == learnt && purpose == Purpose::Unlabeled);
            layout.images.push(Placed { path: path.clone(), index: *index, label, purpose });
        }
        for (part, count) in unused {
            layout.notes.push(format!("{count} images of the split {} are not used.", part.name()));
        }
        if unlabeled > 0 {
            layout.notes.push(format!("{unlabeled} images to learn from have no label."));
        }
        Ok(layout)
    }

    /// The classes of the images to learn from; none where most of them lie in no folder, or all in one.
    fn find_classes<'a>(&mut self, learnt: impl Iterator<Item = &'a Candidate<'a>>) -> Vec<String> {
        let classes: Vec<Option<&str>> = learnt.map(|candidate| candidate.class).collect();
        let names: BTreeSet<&str> = classes.iter().flatten().copied().collect();
        let strays = classes.iter().filter(|class| class.is_none()).count();
        if names.len() < 2 || names.len() > usize::from(u16::MAX) {
            return Vec::new();
        }
        if strays * 2 > classes.len() {
            self.notes.push("Most images lie outside folders, so folders are not read as classes.".into());
            return Vec::new();
        }
        names.into_iter().map(String::from).collect()
    }

    fn label_of(&self, candidate: &Candidate) -> Option<u16> {
        let class = candidate.class?;
        self.class_names.binary_search_by(|name| name.as_str().cmp(class)).ok().map(|label| label as u16)
    }

    fn place(&mut self, candidate: &Candidate, learnt: Part, held_out: Option<Part>) {
        let label = self.label_of(candidate);
        let has_classes = !self.class_names.is_empty();
        let purpose = match candidate.part {
            Part::Unlabeled => Purpose::Unlabeled,
            part if part == learnt && (label.is_some() || !has_classes) => Purpose::Learn,
            part if part == learnt => Purpose::Unlabeled,
            part if Some(part) == held_out && (label.is_some() || !has_classes) => Purpose::HeldOut,
            part if Some(part) == held_out => {
                let reason = "its class is not among those to learn from: rename its folder";
                return self.skip(candidate.path, reason);
            }
            Part::Other => {
                return self.skip(candidate.path, "it lies outside the folders of the splits: move it");
            }
            // Counted by `note_unused`.
            Part::Train | Part::Test | Part::Val => return,
        };
        let (path, index) = (candidate.path.to_string(), candidate.index);
        self.images.push(Placed { path, index, label, purpose });
    }

    fn skip(&mut self, path: &str, reason: &str) {
        self.skipped.push(SkippedFile { name: path.into(), reason: reason.into() });
    }

    fn note_unused(&mut self, candidates: &[Candidate], learnt: Part, held_out: Option<Part>) {
        for (part, name) in [(Part::Train, "train"), (Part::Test, "test"), (Part::Val, "val")] {
            let count = candidates.iter().filter(|candidate| candidate.part == part).count();
            if count > 0 && part != learnt && Some(part) != held_out {
                self.notes.push(format!("The {count} images of the {name} folder are not used."));
            }
        }
        let is_stray =
            |candidate: &&Candidate| candidate.part == learnt && self.label_of(candidate).is_none();
        let strays: Vec<&str> = candidates.iter().filter(is_stray).map(|candidate| candidate.path).collect();
        if let (false, Some(first)) = (self.class_names.is_empty(), strays.first()) {
            let more =
                if strays.len() > 1 { format!(" and {} more", strays.len() - 1) } else { String::new() };
            self.notes.push(format!("Used without a label, as it lies in no class folder: {first}{more}."));
        }
    }
}

/// The folders that all paths have in common, with the last `/`.
fn common_root(paths: &[(String, usize)]) -> &str {
    let Some((first, _)) = paths.first() else { return "" };
    // Paths are sorted: what the first and the last share, all share.
    let last = paths.last().map_or("", |(path, _)| path);
    let shared = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
    // A single image shares all of its path with itself.
    let folders = first[..first.rfind('/').map_or(0, |place| place + 1)].len();
    let end = shared.min(folders);
    &first[..first.as_bytes()[..end].iter().rposition(|&byte| byte == b'/').map_or(0, |place| place + 1)]
}

/// The folders of a path below the root.
fn folders_below<'a>(path: &'a str, root: &str) -> Vec<&'a str> {
    let mut names: Vec<&str> = path[root.len()..].split('/').filter(|name| !name.is_empty()).collect();
    names.pop();
    names
}

fn part_of(folder: Option<&&str>) -> Part {
    folder.map_or(Part::Other, |folder| Part::of_folder(folder))
}

/// Whether the first folders name splits, or the second ones, as in `cats/train/1.jpg`.
fn split_depth(folders: &[Vec<&str>]) -> Option<usize> {
    (0..2).find(|&depth| {
        let parts: Vec<Part> = folders.iter().map(|folders| part_of(folders.get(depth))).collect();
        let has = |part| parts.contains(&part);
        let names_splits = has(Part::Train) && (has(Part::Test) || has(Part::Val) || has(Part::Unlabeled))
            || has(Part::Test) && has(Part::Val);
        names_splits && (depth == 0 || !has(Part::Other))
    })
}

/// Whether a file was left behind by a tool or system, or is hidden.
pub(super) fn is_tool_file(path: &str) -> bool {
    let path = path.to_lowercase();
    let mut names: Vec<&str> = path.split('/').collect();
    let file = names.pop().unwrap_or_default();
    let is_hidden = |name: &str| name.starts_with('.') && name != "." && name != "..";
    is_hidden(file)
        || TOOL_FILES.contains(&file)
        || names.iter().any(|&name| is_hidden(name) || TOOL_FOLDERS.contains(&name))
}

/// Whether a file is named like an image.
pub(super) fn is_image_name(path: &str) -> bool {
    let extension =
        path.rsplit('/').next().and_then(|file| file.rsplit_once('.')).map(|(_, extension)| extension);
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.to_lowercase().as_str()))
}

/// A path without what some tools write: backslashes, and `./` in front.
pub(super) fn clean(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches("./").trim_start_matches('/').to_string()
}

/// What to put before the clean paths of an archive so that they lie in `folder`, unless they do already.
pub(super) fn prefix<'a>(mut paths: impl Iterator<Item = &'a str>, folder: &str) -> String {
    let lies_inside = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    if folder.is_empty() || paths.all(lies_inside) { String::new() } else { format!("{folder}/") }
}
