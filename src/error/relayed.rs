//! Errors on their way from one module of the host to another.

use serde_json::{Value, json};

use super::{ERROR_CODES, Error, Message};

/// Fields that an error about files can be about.
const FIELDS: [&str; 11] = [
    "images",
    "labeledImages",
    "testImages",
    "imageSize",
    "testFraction",
    "square",
    "format",
    "trainSplit",
    "testSplit",
    "imageColumn",
    "labelColumn",
];

impl Error {
    /// As a value that [`Error::from_relayed`] reads.
    pub fn to_relayed(&self) -> Value {
        json!({ "code": self.code(), "field": self.field(), "message": self.message() })
    }

    /// An error of another module; none where the value is something else.
    pub fn from_relayed(mut value: Value) -> Option<Self> {
        let known = |list: &[&'static str], name: &Value| list.iter().copied().find(|known| name == known);
        let code = known(&ERROR_CODES, &value["code"])?;
        let field = known(&FIELDS, &value["field"]);
        let message: Message = serde_json::from_value(value["message"].take()).ok()?;
        Some(Self::Relayed { code, field, message })
    }
}
