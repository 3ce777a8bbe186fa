//! Parquet files with a column of images, such as those of the Hugging Face Hub.

use std::sync::Arc;

use super::bytes::copy_part;
use super::decode::error_of;
use super::label::number_labels;
use super::listing::{Known, Listing, others};
use super::opened::Opened;
use super::splits::parts_of;
use super::table::{Column, ColumnKind, Table, open_table};
use super::{ByteSource, SharedSource};
use crate::config::FilesConfig;
use crate::error::{Error, Result};

const MAGIC: &[u8] = b"PAR1";
/// Names of columns with labels, the first that is there, where the file does not say which they are.
const LABEL_NAMES: [&str; 9] =
    ["label", "labels", "fine_label", "class", "cls", "class_name", "target", "category", "y"];
/// Names of columns with images, likewise.
const IMAGE_NAMES: [&str; 7] = ["image", "img", "images", "picture", "photo", "jpg", "png"];

/// Whether these files are of this format: by the ending of one, or by the content of few.
pub(super) fn fits(files: &[SharedSource], looks: bool) -> bool {
    let has_magic = |file: &SharedSource| file.read_up_to(MAGIC.len() as u64).is_ok_and(|head| head == MAGIC);
    files.iter().any(|file| is_named(file) || looks && has_magic(file))
}

fn is_named(file: &SharedSource) -> bool {
    file.file_name().to_lowercase().ends_with(".parquet")
}

/// Opens it.
///
/// # Errors
/// [`Error::InvalidData`] on a file that is damaged or has no images; [`Error::InvalidConfig`] where a column or a split
/// is asked for that is not there; as [`Listing::open`].
pub(super) fn open(files: Vec<SharedSource>, place: String, config: &FilesConfig) -> Result<Opened> {
    let mut tables = Vec::new();
    for file in files.iter().filter(|file| is_named(file) || fits(std::slice::from_ref(file), true)) {
        let table = open_table(file).map_err(|reason| failed(file.name(), &reason))?;
        tables.push((file, table));
    }
    // Shards are named by split and number; in that order, whatever order they were chosen in.
    tables.sort_by(|(one, _), (other, _)| one.name().cmp(other.name()));
    let [(_, first), ..] = &tables[..] else { unreachable!("the format fits by one of the files") };
    let image =
        choose(first, ColumnKind::Image, config.image_column.as_deref(), &IMAGE_NAMES, "imageColumn")?;
    let label =
        choose(first, ColumnKind::Label, config.label_column.as_deref(), &LABEL_NAMES, "labelColumn")?;
    let Some(image) = image.map(|column| Arc::<str>::from(column.name.as_str())) else {
        let remedy = "Choose a file with a column of image files as bytes";
        return Err(Error::data(&place, "it has no column of images", remedy));
    };
    let names = label.and_then(|column| column.class_names.clone());
    let label = label.map(|column| column.name.clone());
    let parts = parts_of(tables.iter().map(|(file, _)| file.name()));
    let (mut rows, mut given, mut part_of_row) = (Vec::new(), Vec::new(), Vec::new());
    for ((file, table), part) in tables.iter().zip(parts) {
        let labels = match &label {
            Some(label) => table.labels(label).map_err(|reason| failed(file.name(), &reason))?,
            None => Vec::new(),
        };
        for row in 0..table.num_rows() {
            let name = format!("{}/{row}", file.name());
            part_of_row.push(part);
            given.push(labels.get(row).cloned().flatten());
            rows.push(
                Arc::new(Row { name, table: table.clone(), column: image.clone(), row }) as SharedSource
            );
        }
    }
    let (class_names, labels) = number_labels(given, names, &place)?;
    let placed = part_of_row.into_iter().zip(labels).collect();
    let known = Known { placed: Some((class_names, placed)), ..Known::named("Parquet") };
    let is_table = |file: &SharedSource| tables.iter().any(|(table, _)| table.name() == file.name());
    let unused = others(&files, "the Parquet files", is_table);
    let mut listing = Listing::of_images(rows, place);
    listing.skipped = unused;
    listing.open(known, config)
}

fn failed(file: &str, reason: &str) -> Error {
    error_of(file, reason, "download it again")
}

/// The column that is asked for, or the one that the file declares, or one whose name says so; of images, any.
fn choose<'a>(
    table: &'a Arc<dyn Table>,
    kind: ColumnKind,
    wanted: Option<&str>,
    names: &[&str],
    field: &'static str,
) -> Result<Option<&'a Column>> {
    let columns: Vec<&Column> = table.columns().iter().filter(|column| column.kind == kind).collect();
    if let Some(wanted) = wanted {
        let there = || columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        return match columns.iter().find(|column| column.name == wanted) {
            Some(column) => Ok(Some(column)),
            None if columns.is_empty() => {
                Err(Error::config(field, wanted, "left out: there is no such column"))
            }
            None => Err(Error::config(field, wanted, format!("one of {}", there()))),
        };
    }
    let declared = columns.iter().find(|column| column.is_declared);
    let named =
        || names.iter().find_map(|name| columns.iter().find(|column| column.name.to_lowercase() == *name));
    let any = || columns.first().filter(|_| kind == ColumnKind::Image);
    Ok(declared.or_else(named).or_else(any).copied())
}

/// An image of a table as a file.
#[derive(Debug)]
struct Row {
    name: String,
    table: Arc<dyn Table>,
    column: Arc<str>,
    row: usize,
}

impl ByteSource for Row {
    fn name(&self) -> &str {
        &self.name
    }

    /// Not known before it is read.
    fn len(&self) -> u64 {
        1
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        copy_part(&self.read_all()?, offset, buffer, &self.name)
    }

    fn read_all(&self) -> Result<Vec<u8>> {
        self.table.image(&self.column, self.row).map_err(|reason| failed(&self.name, &reason))
    }

    fn read_up_to(&self, limit: u64) -> Result<Vec<u8>> {
        let mut bytes = self.read_all()?;
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(bytes)
    }
}
