//! How much work the runs of a table are, for its progress.

use super::assessment::Assessment;
use super::plan::{Plan, Row};
use crate::config::Protocol;
use crate::data::{Dataset, ImageSet};
use crate::method::Targets;

/// A step backward costs about two forward.
const TRAINING_PASSES: usize = 3;

/// The work of a run, in about as many images as pass through its network.
pub(super) struct Costs {
    pub training: usize,
    /// Of each of its assessments.
    pub evaluations: Vec<usize>,
}

impl Costs {
    pub fn new(plan: &Plan, row: Row, data: &Dataset) -> Self {
        let count = |set: Option<&ImageSet>| set.map_or(0, ImageSet::len);
        let (labeled, tests) = (count(data.train.as_ref()), count(data.test.as_ref()));
        let about = match row {
            Row::Method(method, _) => Some(method.about()),
            Row::Random => None,
        };
        let training = match (about, plan.pretrain_config(row, plan.config.seed)) {
            (Some(about), Some(config)) => {
                let images = match about.targets {
                    Targets::Labels => labeled,
                    Targets::Images | Targets::Clusters => data.unlabeled.len(),
                };
                let clustering = usize::from(about.targets == Targets::Clusters);
                let passes = about.cost_per_image * TRAINING_PASSES + clustering;
                config.epochs.saturating_mul(images).saturating_mul(passes)
            }
            _ => 0,
        };
        let cost = |assessment: Assessment| {
            let train = match assessment.labels {
                Some(limit) => labeled.min(limit.saturating_mul(data.class_names.len())),
                None => labeled,
            };
            match assessment.protocol {
                Protocol::Linear | Protocol::Knn => train + tests,
                Protocol::Finetune => {
                    let epochs = plan.evaluation_config(assessment, plan.config.seed).epochs();
                    epochs.saturating_mul(train * TRAINING_PASSES) + tests
                }
                Protocol::Retrieval => tests,
                Protocol::Pretext => tests * about.map_or(1, |about| about.cost_per_image),
            }
        };
        Self { training, evaluations: plan.assessments_of(row).into_iter().map(cost).collect() }
    }
}
