//! The columns of a Parquet file, read page by page.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::basic::{Compression, ConvertedType, Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{BoolType, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use parquet::schema::types::{ColumnDescPtr, ColumnDescriptor};
use serde_json::Value;

use super::SharedSource;
use super::label::Label;
use super::pieces::ReadAhead;
use super::table::{Column, ColumnKind, Table};

/// Values that are read at once of a column of labels.
const LABELS_AT_ONCE: usize = 1 << 12;
/// The notes that the Hugging Face library writes.
const NOTES: &str = "huggingface";

/// Opens a Parquet file.
///
/// # Errors
/// The reason, and what to do.
pub fn open_parquet(file: &SharedSource) -> Result<Arc<dyn Table>, String> {
    guarded(|| open(file))
}

fn open(file: &SharedSource) -> Result<Arc<dyn Table>, String> {
    let chunks = Chunks(Arc::new(ReadAhead::new(file.clone())));
    let reader = SerializedFileReader::new(chunks).map_err(reason)?;
    let metadata = reader.metadata();
    let notes = metadata.file_metadata().key_value_metadata();
    let notes = notes.and_then(|notes| notes.iter().find(|note| note.key == NOTES)?.value.clone());
    let features: Value = notes
        .and_then(|text| serde_json::from_str::<Value>(&text).ok())
        .and_then(|mut notes| notes.pointer_mut("/info/features").map(Value::take))
        .unwrap_or_default();
    let schema = metadata.file_metadata().schema_descr();
    let columns: Vec<(Column, usize)> = (0..schema.num_columns())
        .filter_map(|leaf| Some((column_of(&schema.column(leaf), &features)?, leaf)))
        .collect();
    let ends = metadata.row_groups().iter().scan(0, |end, group| {
        *end += usize::try_from(group.num_rows()).unwrap_or(0);
        Some(*end)
    });
    let group_ends = ends.collect();
    let (columns, leaves) = columns.into_iter().unzip();
    Ok(Arc::new(ParquetTable { reader, columns, leaves, group_ends, place: Mutex::new(None) }))
}

/// Why it cannot be read, and what to do.
fn reason(error: ParquetError) -> String {
    format!("as Parquet it cannot be read ({error}): download it again, or save it with pyarrow")
}

/// What a leaf of the schema is, where it is of use.
fn column_of(leaf: &ColumnDescriptor, features: &Value) -> Option<Column> {
    // Lists have several values a row.
    if leaf.max_rep_level() > 0 {
        return None;
    }
    let path = leaf.path().parts();
    let name = path.first()?.clone();
    let feature = &features[name.as_str()];
    let declared = feature["_type"].as_str().unwrap_or_default();
    let is_text = leaf.converted_type() == ConvertedType::UTF8;
    let is_bytes = leaf.physical_type() == Type::BYTE_ARRAY && !is_text;
    let column =
        |kind, is_declared, class_names| Column { name: name.clone(), kind, is_declared, class_names };
    match path.len() {
        2 if path[1] == "bytes" && is_bytes => Some(column(ColumnKind::Image, declared == "Image", None)),
        1 if is_bytes => Some(column(ColumnKind::Image, declared == "Image", None)),
        1 if is_text || matches!(leaf.physical_type(), Type::INT32 | Type::INT64 | Type::BOOLEAN) => {
            let names = feature["names"].as_array();
            let names = names
                .map(|names| names.iter().map(|name| name.as_str().unwrap_or_default().into()).collect());
            let is_declared = declared == "ClassLabel";
            Some(column(ColumnKind::Label, is_declared, names.filter(|_| is_declared)))
        }
        _ => None,
    }
}

/// Where the last image was read: those that follow are read on from there.
struct Place {
    column: usize,
    group: usize,
    /// The next row within the group.
    next: usize,
    reader: ColumnReaderImpl<ByteArrayType>,
}

struct ParquetTable {
    reader: SerializedFileReader<Chunks>,
    columns: Vec<Column>,
    /// The leaf of the schema of each column.
    leaves: Vec<usize>,
    /// The number of rows up to the end of each group.
    group_ends: Vec<usize>,
    place: Mutex<Option<Place>>,
}

impl std::fmt::Debug for ParquetTable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.debug_struct("ParquetTable").field("columns", &self.columns).finish()
    }
}

impl ParquetTable {
    fn leaf(&self, column: &str, kind: ColumnKind) -> Result<usize, String> {
        let place = self.columns.iter().position(|given| given.name == column && given.kind == kind);
        let place =
            place.ok_or_else(|| format!("it has no column {column}: choose files with equal columns"))?;
        Ok(self.leaves[place])
    }

    /// The pages of a column in one group.
    fn pages(&self, group: usize, leaf: usize) -> Result<Box<CheckedPages>, String> {
        let codec = self.reader.metadata().row_group(group).column(leaf).compression();
        if !matches!(codec, Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_)) {
            let name = format!("{codec:?}").to_lowercase();
            let name = name.split('(').next().unwrap_or_default().to_string();
            return Err(format!("it is compressed by {name}: save it with compression=\"snappy\""));
        }
        let pages = self.reader.get_row_group(group).and_then(|group| group.get_column_page_reader(leaf));
        let is_nullable = self.descriptor(leaf).max_def_level() > 0;
        Ok(Box::new(CheckedPages { pages: pages.map_err(reason)?, is_nullable }))
    }

    fn descriptor(&self, leaf: usize) -> ColumnDescPtr {
        self.reader.metadata().file_metadata().schema_descr().column(leaf)
    }

    fn typed<T: DataType>(&self, group: usize, leaf: usize) -> Result<ColumnReaderImpl<T>, String> {
        Ok(ColumnReaderImpl::new(self.descriptor(leaf), self.pages(group, leaf)?))
    }
}

/// Runs the reader of Parquet, which may panic on a damaged file. In a tab, a panic ends its module, and the worker says so.
fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    #[cfg(not(target_arch = "wasm32"))]
    return std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err("as Parquet it is damaged: download it again, or save it with pyarrow".into())
    });
    #[cfg(target_arch = "wasm32")]
    read()
}

/// Pages whose lengths were compared with their bytes: the reader slices by them.
struct CheckedPages {
    pages: Box<dyn PageReader>,
    /// Whether a page begins with levels that say which values are there.
    is_nullable: bool,
}

impl CheckedPages {
    fn check(&self, page: Option<Page>) -> ParquetResult<Option<Page>> {
        let fits = match &page {
            Some(Page::DataPage { buf, def_level_encoding: Encoding::RLE, .. }) if self.is_nullable => {
                let len = buf.first_chunk::<4>().map(|bytes| u64::from(u32::from_le_bytes(*bytes)));
                len.is_some_and(|len| len + 4 <= buf.len() as u64)
            }
            Some(Page::DataPageV2 { buf, def_levels_byte_len, rep_levels_byte_len, .. }) => {
                u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len) <= buf.len() as u64
            }
            _ => true,
        };
        if fits { Ok(page) } else { Err(ParquetError::EOF("a page ends within its levels".into())) }
    }
}

impl Iterator for CheckedPages {
    type Item = ParquetResult<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> ParquetResult<Option<Page>> {
        let page = self.pages.get_next_page()?;
        self.check(page)
    }

    fn peek_next_page(&mut self) -> ParquetResult<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> ParquetResult<()> {
        self.pages.skip_next_page()
    }

    fn supports_deferred_dictionary(&self) -> bool {
        self.pages.supports_deferred_dictionary()
    }

    fn take_deferred_dictionary(&mut self) -> ParquetResult<Option<Page>> {
        self.pages.take_deferred_dictionary()
    }

    fn at_record_boundary(&mut self) -> ParquetResult<bool> {
        self.pages.at_record_boundary()
    }
}

impl Table for ParquetTable {
    fn num_rows(&self) -> usize {
        self.group_ends.last().copied().unwrap_or(0)
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn labels(&self, column: &str) -> Result<Vec<Option<Label>>, String> {
        let leaf = self.leaf(column, ColumnKind::Label)?;
        let mut labels = Vec::new();
        let number = |value: i64| Some(Label::Number(value));
        guarded(|| {
            for group in 0..self.group_ends.len() {
                match self.descriptor(leaf).physical_type() {
                    Type::BOOLEAN => {
                        read_labels(self.typed::<BoolType>(group, leaf)?, &mut labels, |&value| {
                            number(value.into())
                        })
                    }
                    Type::INT32 => {
                        read_labels(self.typed::<Int32Type>(group, leaf)?, &mut labels, |&value| {
                            number(value.into())
                        })
                    }
                    Type::INT64 => {
                        read_labels(self.typed::<Int64Type>(group, leaf)?, &mut labels, |&value| {
                            number(value)
                        })
                    }
                    _ => read_labels(self.typed::<ByteArrayType>(group, leaf)?, &mut labels, |value| {
                        Label::of_text(&String::from_utf8_lossy(value.data()))
                    }),
                }?;
            }
            Ok(labels)
        })
    }

    fn image(&self, column: &str, row: usize) -> Result<Vec<u8>, String> {
        let leaf = self.leaf(column, ColumnKind::Image)?;
        let group = self.group_ends.partition_point(|&end| end <= row);
        if group == self.group_ends.len() {
            return Err("it ends too early: download it again".into());
        }
        let start = if group == 0 { 0 } else { self.group_ends[group - 1] };
        guarded(|| self.image_in(leaf, group, row - start))
    }
}

impl ParquetTable {
    /// The image of a row of a group.
    fn image_in(&self, leaf: usize, group: usize, row: usize) -> Result<Vec<u8>, String> {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        let is_ahead = |place: &Place| place.column == leaf && place.group == group && place.next <= row;
        let mut current = match place.take().filter(is_ahead) {
            Some(current) => current,
            None => Place { column: leaf, group, next: 0, reader: self.typed(group, leaf)? },
        };
        current.reader.skip_records(row - current.next).map_err(reason)?;
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        let (records, _, _) =
            current.reader.read_records(1, Some(&mut levels), None, &mut values).map_err(reason)?;
        current.next = row + 1;
        *place = Some(current);
        match values.first() {
            Some(value) => Ok(value.data().to_vec()),
            None if records == 0 => Err("it ends too early: download it again".into()),
            None => Err("it has no image: leave the row out".into()),
        }
    }
}

/// All values of a column in one group; none where one is missing.
fn read_labels<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    labels: &mut Vec<Option<Label>>,
    label_of: impl Fn(&T::T) -> Option<Label>,
) -> Result<(), String> {
    loop {
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        let (records, _, _) =
            reader.read_records(LABELS_AT_ONCE, Some(&mut levels), None, &mut values).map_err(reason)?;
        if records == 0 {
            return Ok(());
        }
        // A column that must have values has no levels.
        if levels.is_empty() {
            labels.extend(values.iter().map(&label_of));
            continue;
        }
        let deepest = levels.iter().copied().max().unwrap_or(0);
        let mut values = values.iter();
        let is_there = |level: i16| level == deepest && level > 0;
        labels.extend(levels.into_iter().map(|level| match is_there(level) {
            true => values.next().and_then(&label_of),
            false => None,
        }));
    }
}

/// A file for the reader of Parquet.
struct Chunks(SharedSource);

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl ChunkReader for Chunks {
    type T = Stream;

    fn get_read(&self, start: u64) -> ParquetResult<Stream> {
        Ok(Stream { source: self.0.clone(), position: start })
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        // Checked before memory is asked for.
        if start.checked_add(length as u64).is_none_or(|end| end > self.0.len()) {
            return Err(ParquetError::EOF("the file ends too early".into()));
        }
        let mut bytes = vec![0; length];
        self.0.read_at(start, &mut bytes).map_err(|error| ParquetError::General(error.to_string()))?;
        Ok(bytes.into())
    }
}

/// A stream of a file from some place on.
struct Stream {
    source: SharedSource,
    position: u64,
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = self.source.len().saturating_sub(self.position);
        let count = left.min(buffer.len() as u64) as usize;
        self.source.read_at(self.position, &mut buffer[..count]).map_err(std::io::Error::other)?;
        self.position += count as u64;
        Ok(count)
    }
}
