//! Tables of methods: what is run, its results, and their export. One implementation for the command line
//! and, through the engine, for the page.

mod assessment;
mod bootstrap;
mod caption;
mod clock;
mod collected;
mod comparison;
mod costs;
mod figures;
mod plan;
mod store;
mod table;

pub use assessment::{Assessment, LabelCounts};
pub use clock::Clock;
pub use collected::{Collected, collect};
pub use comparison::{Comparison, News};
pub use figures::{Cell, Column, mean_and_deviation};
pub use plan::{ComparisonConfig, Part, Plan, Row, RowName};
pub use store::{Evaluated, NoStore, Pretrained, Store};
pub use table::{Format, Table, TableCell, TableColumn, TableRow, TableSource};
