//! The update rule and its rate.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The update rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields, tag = "kind")]
pub enum OptimizerConfig {
    /// Adam with betas 0.9 and 0.999 and epsilon 1e-8.
    Adam {
        #[serde(default = "default_learning_rate")]
        learning_rate: f64,
    },
    /// Stochastic gradient descent with momentum.
    Sgd {
        #[serde(default = "default_sgd_learning_rate")]
        learning_rate: f64,
        #[serde(default = "default_momentum")]
        momentum: f64,
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
        Self::Adam { learning_rate: default_learning_rate() }
    }
}

impl OptimizerConfig {
    /// Stochastic gradient descent at 0.1 with momentum 0.9.
    pub fn sgd() -> Self {
        Self::Sgd { learning_rate: default_sgd_learning_rate(), momentum: default_momentum() }
    }

    /// The rate before the schedule scales it.
    pub fn learning_rate(&self) -> f64 {
        match *self {
            Self::Adam { learning_rate } | Self::Sgd { learning_rate, .. } => learning_rate,
        }
    }

    pub(super) fn validate(&self) -> Result<()> {
        let rate = self.learning_rate();
        if !(rate > 0.0 && rate.is_finite()) {
            return Err(Error::config("optimizer.learningRate", rate, "a positive number"));
        }
        match *self {
            Self::Sgd { momentum, .. } if !(0.0..1.0).contains(&momentum) => {
                Err(Error::config("optimizer.momentum", momentum, "from 0 up to, not including, 1"))
            }
            _ => Ok(()),
        }
    }
}

/// How the learning rate moves over a run; a factor between 0 and 1 on the optimiser's rate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ScheduleConfig {
    pub kind: ScheduleKind,
    /// Steps over which the rate climbs linearly from 0.
    pub warmup_steps: usize,
    /// For `step`: the parts of the run, 0..1, after which the rate is divided by 10.
    pub milestones: Vec<f64>,
}

/// The shape of a schedule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScheduleKind {
    #[default]
    Constant,
    Cosine,
    Step,
}

impl ScheduleConfig {
    pub(super) fn validate(&self) -> Result<()> {
        match self.milestones.iter().find(|part| !(0.0..=1.0).contains(*part)) {
            Some(part) => Err(Error::config("schedule.milestones", part, "parts of the run from 0 to 1")),
            None => Ok(()),
        }
    }
}
