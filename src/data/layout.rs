//! From paths to splits and classes: which images there are, and what their folders say about them.
//!
//! A class is the first folder below the common root of all images, or below `train/`, `val/` and the like.

use std::collections::{BTreeSet, HashMap};

use super::decode::SkippedFile;

/// Names of folders with images to learn from, to evaluate on (the first that has labels is taken), and without labels.
const TRAIN: [&str; 3] = ["train", "training", "trainset"];
const TEST: [&str; 3] = ["test", "testing", "testset"];
const VAL: [&str; 4] = ["val", "valid", "validation", "eval"];
const UNLABELED: [&str; 4] = ["unlabeled", "unlabelled", "unsupervised", "unsup"];
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

/// What a folder says about the images in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Train,
    Test,
    Val,
    Unlabeled,
    /// The folder names no split.
    Other,
}

/// What an image is for, as its folders say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To learn from, or to hold out where no folder names images to evaluate on.
    Learn,
    /// To pretrain on only.
    Unlabeled,
    /// To evaluate on.
    HeldOut,
}

/// An image with its place in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub path: String,
    pub index: usize,
    pub label: Option<u16>,
    pub purpose: Purpose,
}

/// The images of a folder or an archive, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// Sorted; empty where there are no classes.
    pub class_names: Vec<String>,
    pub images: Vec<Placed>,
    /// The folder of [`Purpose::HeldOut`], if there is one.
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
    pub(super) fn new(paths: &[(String, usize)], listed: &HashMap<String, String>) -> Self {
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
        let learnt = if has(Part::Train) { Part::Train } else { Part::Val };
        let mut layout = Self::default();
        layout.class_names =
            layout.find_classes(candidates.iter().filter(|candidate| candidate.part == learnt));
        let held_out = [Part::Test, Part::Val].into_iter().find(|&part| {
            let is_usable = |candidate: &Candidate| {
                candidate.part == part
                    && (layout.class_names.is_empty() || layout.label_of(candidate).is_some())
            };
            part != learnt && candidates.iter().any(is_usable)
        });
        layout.held_out = held_out.map(|part| {
            let of_part = candidates.iter().zip(&folders).find(|(candidate, _)| candidate.part == part);
            of_part.and_then(|(_, folders)| folders.get(depth?)).copied().unwrap_or_default().to_string()
        });
        for candidate in &candidates {
            layout.place(candidate, learnt, held_out);
        }
        layout.note_unused(&candidates, learnt, held_out);
        layout
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
        for (part, name) in [(Part::Test, "test"), (Part::Val, "val")] {
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
    let Some(folder) = folder.map(|folder| folder.to_lowercase()) else { return Part::Other };
    let is_in = |names: &[&str]| names.contains(&folder.as_str());
    match () {
        () if is_in(&TRAIN) => Part::Train,
        () if is_in(&TEST) => Part::Test,
        () if is_in(&VAL) => Part::Val,
        () if is_in(&UNLABELED) => Part::Unlabeled,
        () => Part::Other,
    }
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
