//! Tiny-ImageNet: its zip, or its folder; 64 x 64 JPEGs, some of them grey.
//!
//! Layout: `train/<wnid>/images/*.JPEG`, `val/images/*.JPEG`, `val/val_annotations.txt`, `words.txt`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;

use zip::ZipArchive;

use super::bytes::Cursor;
use super::decode::{Decoded, Decoder, Role};
use super::image_set::draw_indices;
use super::{Dataset, SharedSource};
use crate::config::FilesConfig;
use crate::error::{Error, Result};

/// Side of the stored images in pixels.
pub const SIDE: usize = 64;

/// Whether these files are the folder of this data set.
pub fn is_folder(files: &[SharedSource]) -> bool {
    files.iter().any(|file| file.name().ends_with("val/val_annotations.txt"))
}

/// Whether a file is a zip, by its name.
pub fn is_zip(file: &SharedSource) -> bool {
    file.name().to_lowercase().ends_with(".zip")
}

/// The files of the data set, however they are stored.
enum Store {
    Zip { archive: Box<ZipArchive<Cursor>>, name: String },
    Folder(HashMap<String, SharedSource>),
}

impl Store {
    fn open(files: &[SharedSource]) -> Result<Self> {
        match files {
            [file] if is_zip(file) => {
                let archive = ZipArchive::new(Cursor::new(file.clone())).map_err(|error| {
                    Error::data(file.name(), error.to_string(), "Choose a whole .zip file")
                })?;
                Ok(Self::Zip { archive: Box::new(archive), name: file.name().into() })
            }
            _ => Ok(Self::Folder(files.iter().map(|file| (file.name().to_string(), file.clone())).collect())),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Zip { name, .. } => name,
            Self::Folder(_) => "the chosen folder",
        }
    }

    fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = match self {
            Self::Zip { archive, .. } => {
                archive.file_names().filter_map(|name| name.ok().map(|name| name.into_owned())).collect()
            }
            Self::Folder(files) => files.keys().cloned().collect(),
        };
        paths.sort();
        paths
    }

    fn read(&mut self, path: &str) -> Result<Vec<u8>> {
        let unreadable = |reason: String| Error::data(path, reason, "Check that the archive is whole");
        match self {
            Self::Zip { archive, .. } => {
                let mut bytes = Vec::new();
                let mut entry = archive.by_name(path).map_err(|error| unreadable(error.to_string()))?;
                entry.read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
                Ok(bytes)
            }
            Self::Folder(files) => {
                files.get(path).ok_or_else(|| unreadable("it is missing".into()))?.read_all()
            }
        }
    }

    fn read_text(&mut self, path: &str) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.read(path)?).into_owned())
    }
}

/// One image to decode.
struct Entry {
    path: String,
    label: u16,
    role: Role,
}

/// The data set being decoded piece by piece, so that the host can show progress and stop.
pub struct TinyImagenetLoader {
    store: Store,
    entries: Vec<Entry>,
    next: usize,
    decoder: Decoder,
    config: FilesConfig,
    class_names: Vec<String>,
    image_size: usize,
}

impl TinyImagenetLoader {
    /// Reads the lists; nothing is decoded yet. `val` becomes the test split.
    ///
    /// # Errors
    /// [`Error::InvalidData`] on a file that is no zip or has no `train/` folder.
    pub fn new(files: &[SharedSource], config: &FilesConfig) -> Result<Self> {
        config.validate()?;
        let mut store = Store::open(files)?;
        let paths = store.paths();
        let root = find_root(&paths).ok_or_else(|| {
            Error::data(
                store.name(),
                "it has no `train/` folder",
                "Choose the Tiny-ImageNet zip or its folder",
            )
        })?;
        let class_ids: Vec<String> = paths
            .iter()
            .filter_map(|path| train_class(path, &root))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(String::from)
            .collect();
        let mut entries = train_entries(&paths, &root, &class_ids);
        let roles = Role::of_training(entries.len(), config);
        for (entry, role) in entries.iter_mut().zip(roles) {
            entry.role = role;
        }
        entries.retain(|entry| entry.role.is_any());
        entries.extend(limit(val_entries(&mut store, &paths, &root, &class_ids)?, config));
        let class_names = read_class_names(&mut store, &root, &class_ids);
        let image_size = config.image_size.unwrap_or(SIDE);
        let decoder = Decoder::new(image_size);
        Ok(Self { store, entries, next: 0, decoder, config: config.clone(), class_names, image_size })
    }

    /// Total number of images to decode.
    pub fn total(&self) -> usize {
        self.entries.len()
    }

    /// Decodes up to `count` more images; returns how many are done.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where memory runs out.
    pub fn step(&mut self, count: usize) -> Result<usize> {
        for entry in self.entries.iter().skip(self.next).take(count) {
            match self.store.read(&entry.path) {
                Ok(bytes) => self.decoder.push(&entry.path, &bytes, entry.label, entry.role)?,
                Err(error) => self.decoder.skip(&entry.path, error.to_string()),
            }
            self.next += 1;
        }
        Ok(self.next)
    }

    /// The data set; the training images are also used for pretraining.
    ///
    /// # Errors
    /// [`Error::NoImages`] where not one training image decoded.
    pub fn finish(self) -> Result<Dataset> {
        let Decoded { pretrain, labeled, test, skipped } = self.decoder.finish(true);
        if pretrain.is_empty() {
            return Err(Error::NoImages {
                place: "the `train/` folder".into(),
                remedy: "Choose the whole Tiny-ImageNet zip".into(),
            });
        }
        Ok(Dataset {
            name: "Tiny-ImageNet".into(),
            image_size: self.image_size,
            class_names: self.class_names,
            mean: [0.5; 3],
            std: [0.25; 3],
            unlabeled: pretrain,
            train: Some(labeled),
            test: (!test.is_empty()).then_some(test),
            skipped,
            pretrain_limit: self.config.images.map(|count| (count, self.config.seed)),
        })
    }
}

/// The prefix before `train/` in every path.
fn find_root(paths: &[String]) -> Option<String> {
    paths.iter().find_map(|path| {
        let start = if path.starts_with("train/") { 0 } else { path.find("/train/")? + 1 };
        Some(path[..start].to_string())
    })
}

/// The class id in `<root>train/<wnid>/images/x.JPEG`.
fn train_class<'a>(path: &'a str, root: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(root)?.strip_prefix("train/")?;
    is_jpeg(rest).then(|| rest.split('/').next())?
}

fn is_jpeg(path: &str) -> bool {
    let path = path.to_lowercase();
    path.ends_with(".jpeg") || path.ends_with(".jpg")
}

fn train_entries(paths: &[String], root: &str, class_ids: &[String]) -> Vec<Entry> {
    let entry = |path: &String| {
        let class = train_class(path, root)?;
        let label = class_ids.iter().position(|id| id == class)? as u16;
        Some(Entry { path: path.clone(), label, role: Role::default() })
    };
    paths.iter().filter_map(entry).collect()
}

fn val_entries(store: &mut Store, paths: &[String], root: &str, class_ids: &[String]) -> Result<Vec<Entry>> {
    let annotations = format!("{root}val/val_annotations.txt");
    if !paths.contains(&annotations) {
        return Ok(Vec::new());
    }
    let known: BTreeSet<&String> = paths.iter().collect();
    let text = store.read_text(&annotations)?;
    let entry = |line: &str| {
        let mut fields = line.split('\t');
        let path = format!("{root}val/images/{}", fields.next()?);
        let class = fields.next()?;
        let label = class_ids.iter().position(|id| id == class)? as u16;
        known.contains(&path).then_some(Entry { path, label, role: Role::TEST })
    };
    Ok(text.lines().filter_map(entry).collect())
}

fn limit(entries: Vec<Entry>, config: &FilesConfig) -> Vec<Entry> {
    let Some(count) = config.test_images.filter(|&count| count < entries.len()) else { return entries };
    let chosen = draw_indices(entries.len(), count, config.seed);
    entries
        .into_iter()
        .enumerate()
        .filter(|(index, _)| chosen.binary_search(index).is_ok())
        .map(|(_, e)| e)
        .collect()
}

/// The first word of `words.txt` for each class, or the class id.
fn read_class_names(store: &mut Store, root: &str, class_ids: &[String]) -> Vec<String> {
    let text = store.read_text(&format!("{root}words.txt")).unwrap_or_default();
    let words: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once('\t')).collect();
    let name = |id: &String| {
        words.get(id.as_str()).and_then(|words| words.split(',').next()).unwrap_or(id).trim().to_string()
    };
    class_ids.iter().map(name).collect()
}
