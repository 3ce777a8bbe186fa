//! Tables of methods: what is run, its results, and their export. One implementation for the command line
//! and, through the engine, for the page.

mod bootstrap;
mod comparison;
mod figures;
mod plan;
mod store;
mod table;

pub use comparison::{Clock, Comparison, News};
pub use figures::{Cell, mean_and_deviation};
pub use plan::{ComparisonConfig, Plan, Row, RowName};
pub use store::{Evaluated, NoStore, Pretrained, Store};
pub use table::{Format, Table, TableCell, TableColumn, TableRow, TableSource};
