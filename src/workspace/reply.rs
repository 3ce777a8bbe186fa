//! Replies as plain values, with bulk data alongside.

use serde::Serialize;
use serde_json::Value;

/// Arrays that are too large for plain values.
#[derive(Clone, Debug, PartialEq)]
pub enum Array {
    Bytes(Vec<u8>),
    Floats(Vec<f32>),
}

/// A plain value, and arrays under the paths where they belong in it, such as `picture.embedding2d`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub value: Value,
    pub arrays: Vec<(String, Array)>,
}

impl Reply {
    /// Without bulk data.
    pub fn of(value: &impl Serialize) -> Self {
        Self { value: to_value(value), arrays: Vec::new() }
    }

    pub(super) fn with(mut self, path: &str, array: Array) -> Self {
        self.arrays.push((path.into(), array));
        self
    }
}

pub(super) fn to_value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("the replies of this crate are objects with string keys")
}
