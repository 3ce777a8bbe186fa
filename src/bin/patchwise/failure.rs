//! Errors of the command line.

use std::fmt::{self, Display};
use std::path::Path;

use patchwise::Error;

/// Options whose names are not those of their fields in configs.
const OPTIONS: [(&str, &str); 8] = [
    ("batchSize", "--batch"),
    ("maxImages", "--test-images"),
    ("numTargets", "--clusters"),
    ("optimizer.learningRate", "--learning-rate"),
    ("optimizer.momentum", "--momentum"),
    ("optimizer.weightDecay", "--weight-decay"),
    ("patchRatio", "--patch-ratio"),
    ("rows", "--methods"),
];

/// An error as it is printed.
#[derive(Debug)]
pub struct Failure {
    text: String,
    /// Whether the device was lost, so that another one may go on.
    pub is_lost_device: bool,
}

impl Failure {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_lost_device: false }
    }

    /// An error of the core, where some fields have other option names than usual.
    pub fn of_error(error: &Error, others: &[(&str, &str)]) -> Self {
        let option = |field: &str| {
            let named = others.iter().chain(&OPTIONS).find(|(name, _)| *name == field);
            match (named, field.split_once('.')) {
                (Some((_, option)), _) => format!("`{option}`"),
                // A part of an option.
                (None, Some((whole, part))) => format!("`{}` ({part})", kebab_case(whole)),
                (None, None) => format!("`{}`", kebab_case(field)),
            }
        };
        let is_lost_device = matches!(error, Error::DeviceFailed { .. });
        Self { text: error.message().render(option, command), is_lost_device }
    }

    /// Prefixed with the file that it is about.
    pub fn in_file(self, path: &Path) -> Self {
        Self { text: format!("{}: {}", path.display(), self.text), ..self }
    }

    /// Followed by another sentence.
    pub fn followed_by(self, text: &str) -> Self {
        Self { text: format!("{} {text}", self.text), ..self }
    }

    /// A path that cannot be used, and why.
    pub fn of_path(path: &Path, doing: &str, error: impl Display) -> Self {
        let problem = error.to_string();
        let remedy = match problem.starts_with("No space left") {
            true => "Make room on the disk, and run the same command again",
            false => "Check the path",
        };
        Self::new(format!("{} cannot be {doing}: {problem}. {remedy}.", path.display()))
    }
}

/// `imageSize` as `--image-size`.
fn kebab_case(field: &str) -> String {
    let dashed = field.chars().flat_map(|letter| {
        let dash = letter.is_uppercase().then_some('-');
        dash.into_iter().chain(letter.to_lowercase())
    });
    format!("--{}", dashed.collect::<String>())
}

/// The command-line equivalent of a call of the package.
fn command(call: &str) -> String {
    match call {
        "save" | "pretrain" | "prepare" => "`patchwise pretrain`".into(),
        "load" => "`--data`".into(),
        other => format!("`patchwise {}`", other.split('(').next().unwrap_or(other)),
    }
}

impl Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        // The number of an error of the operating system says nothing that its words do not.
        let mut parts = self.text.split(" (os error ");
        write!(formatter, "Error: {}", parts.next().unwrap_or_default())?;
        parts.try_for_each(|part| formatter.write_str(part.split_once(')').map_or(part, |(_, rest)| rest)))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::of_error(&error, &[])
    }
}
