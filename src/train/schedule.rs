//! How the learning rate changes over a run.

use std::f64::consts::PI;

use crate::config::{ScheduleConfig, ScheduleKind};

/// A factor on the optimiser's learning rate for each step of a run of known length.
#[derive(Clone, Debug)]
pub struct Schedule {
    config: ScheduleConfig,
    total_steps: usize,
}

impl Schedule {
    pub fn new(config: &ScheduleConfig, total_steps: usize) -> Self {
        Self { config: config.clone(), total_steps }
    }

    /// The factor of step `step`, counted from 0.
    ///
    /// # Ranges
    /// 0..=1; never 0 before the end, warm-up included.
    pub fn factor(&self, step: usize) -> f64 {
        let warmup = self.config.warmup_steps.min(self.total_steps);
        if step < warmup {
            return (step + 1) as f64 / warmup as f64;
        }
        let part = (step - warmup) as f64 / (self.total_steps - warmup).max(1) as f64;
        match self.config.kind {
            ScheduleKind::Constant => 1.0,
            ScheduleKind::Cosine => 0.5 * (1.0 + (PI * part).cos()),
            ScheduleKind::Step => {
                let passed = self.config.milestones.iter().filter(|&&milestone| part >= milestone).count();
                0.1f64.powi(passed as i32)
            }
        }
    }
}
