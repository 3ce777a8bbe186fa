//! What goes wrong on the command line.

use std::fmt::{self, Display};
use std::path::Path;

/// Options by the names that their values have in configs, in the words of errors.
const OPTIONS: [(&str, &str); 14] = [
    ("`batchSize`", "`--batch`"),
    ("`imageSize`", "`--image-size`"),
    ("`iterations`", "`--iterations`"),
    ("`labelFraction`", "`--label-fraction`"),
    ("`labelsPerClass`", "`--labels-per-class`"),
    ("`maxImages`", "`--images`"),
    ("`neighbors`", "`--neighbors`"),
    ("`numTargets`", "`--clusters`"),
    ("`optimizer.learningRate`", "`--learning-rate`"),
    ("`patchRatio`", "`--patch-ratio`"),
    ("`perplexity`", "`--perplexity`"),
    ("`protocol`", "`--protocol`"),
    ("`save`", "`patchwise pretrain`"),
    ("`unlabeled`", "`--images`"),
];

/// An error as it is printed.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// With the file that it is about before it.
    pub fn in_file(self, path: &Path) -> Self {
        Self(format!("{}: {}", path.display(), self.0))
    }

    /// With other words for some.
    pub fn renamed(self, names: &[(&str, &str)]) -> Self {
        Self(names.iter().fold(self.0, |text, (name, other)| text.replace(name, other)))
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
        Self(error.to_string()).renamed(&OPTIONS)
    }
}
