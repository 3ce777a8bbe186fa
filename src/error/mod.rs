//! The one error type. Each message says what was given, what was expected, and what to do.

mod message;
mod parsing;
mod relayed;

pub use message::{Message, MessagePart};
pub(crate) use parsing::from_options;
pub use parsing::in_words;

/// Shorthand for a result with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Every failure caused by outside input or by a device.
///
/// [`Error::code`] is stable across versions; the text is for people and may change. [`Error::message`] has the text
/// in pieces, with the fields and calls that it names.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.message())]
pub enum Error {
    /// A field of a config is out of range.
    InvalidConfig { field: &'static str, got: String, expected: Message },
    /// A config is not an object with the documented fields.
    InvalidOptions { problem: String },
    /// A file cannot be used.
    InvalidData { file: String, problem: String, remedy: Message },
    /// A label that the data set does not have.
    LabelOutOfRange { file: String, index: usize, label: usize, allowed: [usize; 2] },
    /// There are no images.
    NoImages { place: String, remedy: String },
    /// There are too few images for one batch.
    TooFewImages { got: usize, needed: usize },
    /// The data has no labels, or none that can be used.
    NoLabels { needed: String, place: String },
    /// The loss is no longer finite.
    NonFiniteLoss { loss: f32, step: usize, good_step: usize },
    /// A weight, a running average of its gradients or a feature is no longer finite.
    NonFiniteNetwork { what: String, step: usize, good_step: usize },
    /// A network gives features or answers that are not finite.
    NonFiniteFeatures { value: f32 },
    /// Bytes that hold no model of this crate, or another one.
    InvalidModel { problem: String },
    /// A model of this crate, but no run that can go on.
    NoRunState { problem: String },
    /// A run cannot be resumed on this data.
    OtherData { differences: String },
    /// A classifier is for other classes than the data has.
    OtherClasses { of_classifier: String, of_data: String },
    /// Something could not be stored, or read from storage.
    StorageFailed { place: String, problem: String },
    /// This build or machine has no such device.
    DeviceUnavailable { kind: &'static str, reason: String },
    /// The device failed during a computation.
    DeviceFailed { reason: String },
    /// A server that computes for other machines cannot be used.
    #[cfg(feature = "remote-client")]
    ServerUnusable { server: String, problem: ServerProblem },
    /// A call that requires another one first.
    OutOfOrder { problem: &'static str, call: &'static str },
    /// A call while another is running.
    Busy,
    /// An error of another module of the host.
    Relayed { code: &'static str, field: Option<&'static str>, message: Message },
}

/// Why a server cannot be used.
#[cfg(feature = "remote-client")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerProblem {
    /// Its address is none.
    NoAddress,
    /// Nothing answers there, or something else does.
    Unreachable(String),
    /// It wants another token.
    WrongToken,
    /// It runs another version of this crate or of Burn.
    OtherVersion(String),
}

#[cfg(feature = "remote-client")]
impl ServerProblem {
    /// In words, with what to do natively or in a tab.
    fn text(&self, server: &str) -> String {
        let [address, reach, token] = match cfg!(target_arch = "wasm32") {
            false => [
                "ws://HOST:PORT, such as ws://gpu:7100",
                "Start `patchwise serve` there, and see that no firewall is between",
                "the file",
            ],
            true => [
                "the http://HOST:PORT/#ID that `patchwise serve --relay` printed",
                "Start `patchwise serve --relay` there, and see that no firewall is between; a page of https reaches other machines by https only",
                "the text of the file",
            ],
        };
        match self {
            Self::NoAddress => format!("\"{server}\" is no address of a server. Expected {address}."),
            Self::Unreachable(reason) => {
                format!("The server at {server} cannot be reached: {reason}. {reach}.")
            }
            Self::WrongToken => format!(
                "The server at {server} refused the token. Give {token} that `patchwise serve --token` was given there."
            ),
            Self::OtherVersion(what) => format!(
                "The server at {server} runs another version: {what}. Install the same version of patchwise on both machines."
            ),
        }
    }
}

/// Every [`Error::code`] of the modules for browsers.
pub const ERROR_CODES: [&str; 17] = [
    "invalid-config",
    "invalid-data",
    "label-out-of-range",
    "no-images",
    "too-few-images",
    "no-labels",
    "non-finite-loss",
    "invalid-model",
    "other-data",
    "storage-failed",
    "device-unavailable",
    "device-failed",
    "server-unreachable",
    "server-refused",
    "server-incompatible",
    "out-of-order",
    "busy",
];

impl Error {
    /// A short name for the kind of error that never changes between versions.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidConfig { .. } | Self::InvalidOptions { .. } => "invalid-config",
            Self::InvalidData { .. } => "invalid-data",
            Self::LabelOutOfRange { .. } => "label-out-of-range",
            Self::NoImages { .. } => "no-images",
            Self::TooFewImages { .. } => "too-few-images",
            Self::NoLabels { .. } => "no-labels",
            Self::NonFiniteLoss { .. } | Self::NonFiniteNetwork { .. } | Self::NonFiniteFeatures { .. } => {
                "non-finite-loss"
            }
            Self::InvalidModel { .. } | Self::NoRunState { .. } => "invalid-model",
            Self::OtherData { .. } | Self::OtherClasses { .. } => "other-data",
            Self::StorageFailed { .. } => "storage-failed",
            Self::DeviceUnavailable { .. } => "device-unavailable",
            #[cfg(feature = "remote-client")]
            Self::ServerUnusable { problem, .. } => match problem {
                ServerProblem::NoAddress => "invalid-config",
                ServerProblem::Unreachable(_) => "server-unreachable",
                ServerProblem::WrongToken => "server-refused",
                ServerProblem::OtherVersion(_) => "server-incompatible",
            },
            Self::DeviceFailed { .. } => "device-failed",
            Self::OutOfOrder { .. } => "out-of-order",
            Self::Busy => "busy",
            Self::Relayed { code, .. } => code,
        }
    }

    /// The field of a config that the error is about, if it is about one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::InvalidConfig { field, .. } => Some(field),
            Self::TooFewImages { .. } => Some("batchSize"),
            Self::NonFiniteLoss { .. } | Self::NonFiniteNetwork { .. } | Self::NonFiniteFeatures { .. } => {
                Some("optimizer.learningRate")
            }
            Self::Relayed { field, .. } => *field,
            #[cfg(feature = "remote-client")]
            Self::ServerUnusable { problem, .. } => match problem {
                ServerProblem::NoAddress => Some("server"),
                ServerProblem::WrongToken => Some("token"),
                ServerProblem::Unreachable(_) | ServerProblem::OtherVersion(_) => None,
            },
            _ => None,
        }
    }

    /// Whether the device or the storage is gone, so that nothing else will work either.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::DeviceFailed { .. } | Self::StorageFailed { .. })
    }

    /// The text in pieces.
    pub fn message(&self) -> Message {
        let words = Message::new();
        match self {
            Self::InvalidConfig { field, got, expected } => words
                .field(field)
                .text(format_args!(" is {got}, but must be "))
                .then(expected.clone())
                .text("."),
            Self::InvalidOptions { problem } => {
                words.text(format_args!("The options cannot be used: {problem}."))
            }
            Self::Relayed { message, .. } => message.clone(),
            Self::InvalidData { file, problem, remedy } => {
                words.text(format_args!("{file}: {problem}. ")).then(remedy.clone()).text(".")
            }
            Self::LabelOutOfRange { file, index, label, allowed: [min, max] } => words.text(format_args!(
                "{file}: image {index} has the label {label}, but labels must be from {min} to {max}. The file is damaged or belongs to another data set."
            )),
            Self::NoImages { place, remedy } => words.text(format_args!("No images in {place}. {remedy}.")),
            // A batch has two images or more.
            Self::TooFewImages { got: got @ 0..2, needed } => words.text(format_args!(
                "{got} of the {needed} images of one batch are there. Add images: at least 2 are needed."
            )),
            Self::TooFewImages { got, needed } => words
                .text(format_args!("{got} images are fewer than one batch of {needed}. Add images or set "))
                .field("batchSize")
                .text(format_args!(" to {got} or less.")),
            Self::NoLabels { needed, place } => words.text(format_args!(
                "The {needed} needs labels, but {place} has none. Load data with classes, such as one folder per class."
            )),
            Self::NonFiniteLoss { loss, step, good_step } => words
                .text(format_args!(
                    "The loss became {loss} at step {step}. The weights of step {good_step} were kept; lower "
                ))
                .field("optimizer.learningRate")
                .text(", or the weight decay where there is one, and start again."),
            Self::NonFiniteNetwork { what, step, good_step } => words
                .text(format_args!(
                    "At step {step}, {what} became infinite or NaN. The weights of step {good_step} were kept; lower "
                ))
                .field("optimizer.learningRate")
                .text(", or the weight decay where there is one, and start again."),
            Self::NonFiniteFeatures { value } => words
                .text(format_args!("The network computes with {value}: its weights are too large. Lower "))
                .field("optimizer.learningRate")
                .text(", or the weight decay where there is one, and train again."),
            Self::NoRunState { problem } => words.text(format_args!(
                "This run cannot be resumed: {problem}. Give one of its checkpoints, or start a new run from its network."
            )),
            Self::InvalidModel { problem } => words
                .text(format_args!("Not a patchwise model: {problem}. Expected the safetensors bytes that "))
                .call("save")
                .text(" wrote."),
            Self::OtherData { differences } => words.text(format_args!(
                "The network was trained on other data: {differences}. Load that data, or start a new run."
            )),
            Self::OtherClasses { of_classifier, of_data } => words
                .text(format_args!(
                    "The classifier is for {of_classifier}, these images are {of_data}. Load images of its classes, or call "
                ))
                .call("evaluate({ protocol: 'linear' })")
                .text(" first."),
            Self::StorageFailed { place, problem } => {
                words.text(format_args!("{place} cannot be used: {problem}."))
            }
            Self::DeviceUnavailable { kind, reason } => {
                words.text(format_args!("{kind} cannot be used here: {reason}. Use the device `cpu` instead."))
            }
            #[cfg(feature = "remote-client")]
            Self::ServerUnusable { server, problem } => words.text(problem.text(server)),
            Self::DeviceFailed { reason } => words.text(format_args!(
                "The device failed: {reason}. Open a new one and load the last checkpoint."
            )),
            Self::OutOfOrder { problem, call } => {
                words.text(format_args!("{problem}: call ")).call(call).text(" first.")
            }
            Self::Busy => words.text("Another call is still running. Await it, or stop it, before the next."),
        }
    }

    /// The same about fields that have other names in a larger config.
    pub(crate) fn with_fields(self, names: &[(&'static str, &'static str)]) -> Self {
        let other = |field: &str| names.iter().find(|(name, _)| *name == field).map(|(_, other)| *other);
        match self.field().and_then(other) {
            Some(field) => {
                let message = self.message().with_fields(other);
                Self::Relayed { code: self.code(), field: Some(field), message }
            }
            None => self,
        }
    }

    pub(crate) fn config(
        field: &'static str,
        got: impl std::fmt::Display,
        expected: impl Into<Message>,
    ) -> Self {
        Self::InvalidConfig { field, got: got.to_string(), expected: expected.into() }
    }

    pub(crate) fn data(
        file: impl Into<String>,
        problem: impl Into<String>,
        remedy: impl Into<Message>,
    ) -> Self {
        Self::InvalidData { file: file.into(), problem: problem.into(), remedy: remedy.into() }
    }

    pub(crate) fn order(problem: &'static str, call: &'static str) -> Self {
        Self::OutOfOrder { problem, call }
    }
}

impl From<burn::tensor::ExecutionError> for Error {
    fn from(error: burn::tensor::ExecutionError) -> Self {
        // The only device there is that of a server, and the words of the failure are about channels.
        if cfg!(all(target_arch = "wasm32", feature = "remote-client"))
            && error.to_string().contains("RecvError")
        {
            return Self::DeviceFailed { reason: "the connection to its server was lost".into() };
        }
        // In one line.
        let reason: Vec<_> = error.to_string().split_whitespace().map(String::from).collect();
        Self::DeviceFailed { reason: reason.join(" ") }
    }
}
