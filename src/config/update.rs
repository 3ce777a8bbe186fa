//! The update rule and its learning rate.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The update rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields, tag = "kind")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum OptimizerConfig {
    /// Adam with betas 0.9 and 0.999 and epsilon 1e-8.
    Adam {
        /// Default 1e-3.
        #[serde(default = "default_learning_rate")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        learning_rate: f64,
        /// Added to each gradient: this times the weight. Default 0.
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        weight_decay: f64,
    },
    /// Stochastic gradient descent with momentum.
    Sgd {
        /// Default 0.1.
        #[serde(default = "default_sgd_learning_rate")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        learning_rate: f64,
        /// Default 0.9.
        #[serde(default = "default_momentum")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        momentum: f64,
        /// Added to each gradient: this times the weight. Default 0.
        #[serde(default)]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        weight_decay: f64,
    },
}

fn default_learning_rate() -> f64 {
    1e-3
}
fn default_sgd_learning_rate() -> f64 {
    0.1
}
fn default_momentum() -> f64 {
    0.9
}

impl Default for OptimizerConfig {
    fn default() -> Self {
        Self::adam(default_learning_rate())
    }
}

impl OptimizerConfig {
    /// Adam without weight decay.
    pub fn adam(learning_rate: f64) -> Self {
        Self::Adam { learning_rate, weight_decay: 0.0 }
    }

    /// Stochastic gradient descent at 0.1 with momentum 0.9, without weight decay.
    pub fn sgd() -> Self {
        Self::sgd_with(default_sgd_learning_rate(), default_momentum())
    }

    /// Stochastic gradient descent without weight decay.
    pub fn sgd_with(learning_rate: f64, momentum: f64) -> Self {
        Self::Sgd { learning_rate, momentum, weight_decay: 0.0 }
    }

    /// The same at another learning rate, where one is given.
    pub fn at(mut self, rate: Option<f64>) -> Self {
        match &mut self {
            Self::Adam { learning_rate, .. } | Self::Sgd { learning_rate, .. } => {
                *learning_rate = rate.unwrap_or(*learning_rate);
            }
        }
        self
    }

    /// The same with another weight decay, where one is given.
    pub fn decayed(mut self, decay: Option<f64>) -> Self {
        match &mut self {
            Self::Adam { weight_decay, .. } | Self::Sgd { weight_decay, .. } => {
                *weight_decay = decay.unwrap_or(*weight_decay);
            }
        }
        self
    }

    /// The learning rate before the schedule scales it.
    pub fn learning_rate(&self) -> f64 {
        match *self {
            Self::Adam { learning_rate, .. } | Self::Sgd { learning_rate, .. } => learning_rate,
        }
    }

    /// What is added to each gradient, as a multiple of the weight.
    pub fn weight_decay(&self) -> f64 {
        match *self {
            Self::Adam { weight_decay, .. } | Self::Sgd { weight_decay, .. } => weight_decay,
        }
    }

    pub(crate) fn validate(&self) -> Result<()> {
        let rate = self.learning_rate();
        if !(rate > 0.0 && rate.is_finite()) {
            return Err(Error::config("optimizer.learningRate", rate, "a positive number"));
        }
        let decay = self.weight_decay();
        if !(decay >= 0.0 && decay.is_finite()) {
            return Err(Error::config("optimizer.weightDecay", decay, "0 or more"));
        }
        match *self {
            Self::Sgd { momentum, .. } if !(0.0..1.0).contains(&momentum) => {
                Err(Error::config("optimizer.momentum", momentum, "from 0 up to, not including, 1"))
            }
            _ => Ok(()),
        }
    }
}

/// How the learning rate changes over a run; a factor between 0 and 1 on the optimiser's learning rate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ScheduleConfig {
    /// Default `constant`.
    #[cfg_attr(feature = "types", ts(as = "Option<ScheduleKind>", optional))]
    pub kind: ScheduleKind,
    /// Steps over which the rate climbs linearly from 0.
    #[cfg_attr(feature = "types", ts(as = "Option<usize>", optional))]
    pub warmup_steps: usize,
    /// For `step`: the fractions of the run, 0..1, after which the learning rate is divided by 10.
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<f64>>", optional))]
    pub milestones: Vec<f64>,
}

/// The shape of a schedule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum ScheduleKind {
    /// The optimiser's learning rate throughout.
    #[default]
    Constant,
    /// Falls to 0 along half a cosine.
    Cosine,
    /// Divided by 10 at each milestone.
    Step,
}

impl ScheduleConfig {
    pub(crate) fn validate(&self) -> Result<()> {
        match self.milestones.iter().find(|part| !(0.0..=1.0).contains(*part)) {
            Some(part) => Err(Error::config("schedule.milestones", part, "fractions of the run from 0 to 1")),
            None => Ok(()),
        }
    }
}
