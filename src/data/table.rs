//! Tables with a column of images, and what reads their files: this build, or in a tab a module of its own.
#![cfg_attr(not(feature = "formats"), allow(dead_code))]

use std::fmt::Debug;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::SharedSource;
use super::label::Label;

/// What a column holds, as far as it is of use here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// The bytes of image files.
    Image,
    /// Whole numbers or texts, one a row.
    Label,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    pub name: String,
    pub kind: ColumnKind,
    /// Whether the file itself says what the column is, and not its type alone.
    pub is_declared: bool,
    /// Names of the classes by number, where the file has them.
    pub class_names: Option<Vec<String>>,
}

/// A table of some file.
pub trait Table: Debug + Send + Sync {
    fn num_rows(&self) -> usize;

    fn columns(&self) -> &[Column];

    /// All values of a column of labels; none where one is missing.
    ///
    /// # Errors
    /// The reason, and what to do.
    fn labels(&self, column: &str) -> std::result::Result<Vec<Option<Label>>, String>;

    /// An image file of a column of images. Reading rows in their order is fastest.
    ///
    /// # Errors
    /// The reason, and what to do.
    fn image(&self, column: &str, row: usize) -> std::result::Result<Vec<u8>, String>;
}

/// Opens the table of a file, as `open_parquet` of the feature `parquet` does.
pub type OpenTable = fn(file: &SharedSource) -> std::result::Result<Arc<dyn Table>, String>;

static OPEN_TABLE: OnceLock<OpenTable> = OnceLock::new();

/// Sets what opens tables, for builds without the feature `parquet`; the first call counts.
pub fn open_tables_by(open: OpenTable) {
    let _ = OPEN_TABLE.set(open);
}

pub(super) fn open_table(file: &SharedSource) -> std::result::Result<Arc<dyn Table>, String> {
    #[cfg(feature = "parquet")]
    let own: Option<OpenTable> = Some(super::parquet_file::open_parquet);
    #[cfg(not(feature = "parquet"))]
    let own: Option<OpenTable> = None;
    match OPEN_TABLE.get().copied().or(own) {
        Some(open) => open(file),
        None => Err("this build reads no Parquet files: build it with the feature `parquet`".into()),
    }
}
