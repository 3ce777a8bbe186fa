//! Elapsed and remaining time.

use serde::Serialize;

pub use crate::experiment::Clock;

/// Progress with elapsed and remaining time. Time between two pieces of work does not count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Timing {
    pub done: usize,
    pub total: usize,
    pub elapsed_ms: f64,
    /// Null while unknown.
    pub remaining_ms: Option<f64>,
}

/// Time spent on work that was partly done before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stopwatch {
    seconds: f64,
    /// Done before the first piece.
    first: usize,
}

impl Stopwatch {
    pub(super) fn new(first: usize) -> Self {
        Self { seconds: 0.0, first }
    }

    pub(super) fn add(&mut self, seconds: f64) {
        self.seconds += seconds;
    }

    pub(super) fn seconds(&self) -> f64 {
        self.seconds
    }

    /// The same with so much more of the work done before.
    pub(super) fn without(self, restored: usize) -> Self {
        Self { first: self.first + restored, ..self }
    }

    pub(super) fn timing(&self, done: usize, total: usize) -> Timing {
        let here = done.saturating_sub(self.first);
        let elapsed_ms = self.seconds * 1000.0;
        let remaining_ms = (here > 0).then(|| elapsed_ms / here as f64 * total.saturating_sub(done) as f64);
        Timing { done, total, elapsed_ms, remaining_ms }
    }
}

/// Chooses how many units fit a piece of work, based on how long the last ones took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) units: usize,
    limit: usize,
}

impl Pace {
    /// Of pieces of up to `limit` units.
    pub(super) fn new(limit: usize) -> Self {
        Self { units: 1, limit }
    }

    /// The last units took `seconds`, and a piece should take `budget`.
    pub(super) fn adapt(&mut self, seconds: f64, budget: f64) {
        let fitting = (budget * self.units as f64 / seconds.max(1e-3)) as usize;
        // At most doubled at a time: the first unit is often slower than the rest.
        self.units = fitting.min(self.units * 2).clamp(1, self.limit);
    }
}
