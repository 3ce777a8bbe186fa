//! What goes wrong on the command line.

use std::fmt::{self, Display};
use std::path::Path;

/// Options by the names that their values have in configs, where these differ by more than two dashes.
const OPTIONS: [(&str, &str); 9] = [
    ("`batchSize`", "`--batch`"),
    ("`imageSize`", "`--image-size`"),
    ("`labelFraction`", "`--label-fraction`"),
    ("`labelsPerClass`", "`--labels-per-class`"),
    ("`maxImages`", "`--images`"),
    ("`numTargets`", "`--clusters`"),
    ("`optimizer.learningRate`", "`--learning-rate`"),
    ("`patchRatio`", "`--patch-ratio`"),
    ("`save`", "`patchwise pretrain`"),
];

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
        let text = OPTIONS.iter().fold(error.to_string(), |text, (name, option)| text.replace(name, option));
        Self(text)
    }
}
