//! The time, which the caller tells.

/// The source of the time: the core reads no clock of its own.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Seconds since a fixed point in time.
    pub seconds: fn() -> f64,
    /// The date, as `2026-01-31`, if it is known.
    pub date: fn() -> Option<String>,
}
