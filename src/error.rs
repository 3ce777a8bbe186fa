//! The one error type. Each message says what came, what was expected, and what to do.

/// Shorthand for a result with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that input from outside, or a device, can do wrong.
///
/// [`Error::code`] is stable across versions; the text is for people and may change.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    #[error("`{field}` is {got}, but must be {expected}.")]
    InvalidConfig { field: &'static str, got: String, expected: String },
    #[error("{file}: {problem}. {remedy}.")]
    InvalidData { file: String, problem: String, remedy: String },
    #[error(
        "{file}: label {label} of image {index} is out of range 0..={max}. The file is damaged or of another data set."
    )]
    LabelOutOfRange { file: String, index: usize, label: usize, max: usize },
    #[error("No images in {place}. {remedy}.")]
    NoImages { place: String, remedy: String },
    #[error(
        "{got} images are fewer than one batch of {needed}. Add images or set `batchSize` to {got} or less."
    )]
    TooFewImages { got: usize, needed: usize },
    #[error(
        "The {needed} needs labels, but {place} has none. Load data with classes, such as one folder a class."
    )]
    NoLabels { needed: String, place: String },
    #[error(
        "The loss became {loss} at step {step}. The weights of step {good_step} were kept; lower `optimizer.learningRate` and start again."
    )]
    NonFiniteLoss { loss: f32, step: usize, good_step: usize },
    #[error(
        "A feature became {value} before epoch {epoch}. Lower `optimizer.learningRate` and start again; the last checkpoint stays."
    )]
    NonFiniteFeatures { value: f32, epoch: usize },
    #[error("Not a patchwise model: {problem}. Expected the safetensors bytes that `save` wrote.")]
    InvalidModel { problem: String },
    #[error("{kind} cannot be used here: {reason}. Use the device `cpu` instead.")]
    DeviceUnavailable { kind: &'static str, reason: String },
    #[error("The device failed: {reason}. Open a new one and load the last checkpoint.")]
    DeviceFailed { reason: String },
    #[error("{0} first.")]
    OutOfOrder(&'static str),
    #[error("Another call is still running. Await it, or stop it, before the next.")]
    Busy,
}

impl Error {
    /// A short name for the kind of error that never changes between versions.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidConfig { .. } => "invalid-config",
            Self::InvalidData { .. } => "invalid-data",
            Self::LabelOutOfRange { .. } => "label-out-of-range",
            Self::NoImages { .. } => "no-images",
            Self::TooFewImages { .. } => "too-few-images",
            Self::NoLabels { .. } => "no-labels",
            Self::NonFiniteLoss { .. } | Self::NonFiniteFeatures { .. } => "non-finite-loss",
            Self::InvalidModel { .. } => "invalid-model",
            Self::DeviceUnavailable { .. } => "device-unavailable",
            Self::DeviceFailed { .. } => "device-failed",
            Self::OutOfOrder(_) => "out-of-order",
            Self::Busy => "busy",
        }
    }

    pub(crate) fn config(
        field: &'static str,
        got: impl std::fmt::Display,
        expected: impl Into<String>,
    ) -> Self {
        Self::InvalidConfig { field, got: got.to_string(), expected: expected.into() }
    }

    pub(crate) fn data(
        file: impl Into<String>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::InvalidData { file: file.into(), problem: problem.into(), remedy: remedy.into() }
    }
}

impl From<burn::tensor::ExecutionError> for Error {
    fn from(error: burn::tensor::ExecutionError) -> Self {
        Self::DeviceFailed { reason: error.to_string() }
    }
}
