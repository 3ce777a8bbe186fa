//! What goes wrong on the command line.

use std::fmt::{self, Display};
use std::path::Path;

/// An error as it is printed.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A path that cannot be used, and why.
    pub fn of_path(path: &Path, doing: &str, error: impl Display) -> Self {
        Self(format!("{} cannot be {doing}: {error}. Check the path.", path.display()))
    }
}

impl Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Error: {}", self.0)
    }
}

impl From<patchwise::Error> for Failure {
    fn from(error: patchwise::Error) -> Self {
        Self(error.to_string())
    }
}
