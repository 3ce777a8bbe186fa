//! Texts in which names are marked, so that each interface of the crate can substitute its own.

use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};

/// A piece of a message: text, or the name of a field or call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum MessagePart {
    /// Plain words.
    Text(String),
    /// A field of a config, by its name there: `batchSize`.
    Field { field: String },
    /// A call, by its name in the package: `load`.
    Call { call: String },
}

/// Words with names of fields and calls between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Message(Vec<MessagePart>);

impl Message {
    /// A message without any text yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds words.
    pub fn text(mut self, text: impl Display) -> Self {
        self.0.push(MessagePart::Text(text.to_string()));
        self
    }

    /// Adds the name of a config's field.
    pub fn field(mut self, field: &str) -> Self {
        self.0.push(MessagePart::Field { field: field.into() });
        self
    }

    /// Adds the name of a call.
    pub fn call(mut self, call: &str) -> Self {
        self.0.push(MessagePart::Call { call: call.into() });
        self
    }

    /// Adds another message.
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The same with other names of some fields.
    pub(crate) fn with_fields(self, other: impl Fn(&str) -> Option<&'static str>) -> Self {
        let renamed = |part| match part {
            MessagePart::Field { field } => {
                MessagePart::Field { field: other(&field).map_or(field, String::from) }
            }
            part => part,
        };
        Self(self.0.into_iter().map(renamed).collect())
    }

    /// The pieces in their order.
    pub fn parts(&self) -> &[MessagePart] {
        &self.0
    }

    /// The text, with names as an interface of the crate writes them.
    pub fn render(&self, field: impl Fn(&str) -> String, call: impl Fn(&str) -> String) -> String {
        let show = |part: &MessagePart| match part {
            MessagePart::Text(text) => text.clone(),
            MessagePart::Field { field: name } => field(name),
            MessagePart::Call { call: name } => call(name),
        };
        self.0.iter().map(show).collect()
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::new().text(text)
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::new().text(text)
    }
}

impl Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let quoted = |name: &str| format!("`{name}`");
        formatter.write_str(&self.render(quoted, quoted))
    }
}
