//! The progress of work.

use serde::Serialize;

/// The progress of some work, in units of about one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}
