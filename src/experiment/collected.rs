//! A table of the runs that are stored, whoever ran them.

use super::plan::{ComparisonConfig, Plan, Row};
use super::store::{Evaluated, Pretrained, Store};
use super::table::TableSource;
use crate::data::Fingerprint;
use crate::error::{Error, Result};
use crate::train::PretrainConfig;

/// What is stored of a plan.
pub struct Collected {
    pub table: TableSource,
    /// The names of runs that are not finished.
    pub missing: Vec<String>,
}

/// The runs of a plan that are stored. Nothing is run, and no data is needed.
///
/// # Errors
/// [`Error::InvalidConfig`]; [`Error::StorageFailed`] where a run was made with other settings, or on other data than the
/// others, or where none is stored.
pub fn collect(config: &ComparisonConfig, store: &dyn Store) -> Result<Collected> {
    let plan = Plan::new(config)?;
    let mut found: Option<TableSource> = None;
    let mut missing = Vec::new();
    for (row, seed) in plan.runs() {
        let name = plan.rows[row].run_name(seed);
        let run = StoredRun::read(&plan, plan.rows[row], seed, store)?;
        if !run.is_complete {
            missing.push(name.clone());
        }
        let Some(data) = run.data() else { continue };
        let table = found.get_or_insert_with(|| TableSource::new(plan.clone(), data.clone()));
        if run.all_data().any(|other| *other != table.data) {
            return Err(other_settings(
                &name,
                "it was made on other data than the runs before. Remove it to run it again",
            ));
        }
        run.add_to(table, row, seed);
    }
    match found {
        Some(table) => Ok(Collected { table, missing }),
        None => Err(other_settings("the table", "none of its runs is stored. Run some first")),
    }
}

fn other_settings(place: &str, problem: &str) -> Error {
    Error::StorageFailed { place: place.into(), problem: problem.into() }
}

/// A run, as far as it is stored.
struct StoredRun {
    pretrained: Option<Pretrained>,
    evaluated: Vec<(super::Assessment, Evaluated)>,
    is_complete: bool,
}

impl StoredRun {
    fn read(plan: &Plan, row: Row, seed: u64, store: &dyn Store) -> Result<Self> {
        let name = row.run_name(seed);
        let planned = plan.pretrain_config(row, seed);
        let pretrained = store.summary(&name)?;
        // Classes of the head may depend on the data.
        let is_same = |config: &PretrainConfig, of: &PretrainConfig| {
            *of == PretrainConfig { num_targets: of.num_targets, ..config.clone() }
        };
        if let (Some(config), Some(done)) = (&planned, &pretrained)
            && !is_same(config, &done.config)
        {
            return Err(other_settings(
                &name,
                "it was made with other settings. Give those, or remove it to run it again",
            ));
        }
        let assessments = plan.assessments_of(row);
        let num_assessments = assessments.len();
        let untrained = plan.untrained_config(seed);
        let mut evaluated = Vec::new();
        for assessment in assessments {
            let Some(done) = store.evaluated(&name, &assessment.name())? else { continue };
            // Of a network that was replaced since.
            let of = pretrained.as_ref().map(|done| &done.config).or(planned.is_none().then_some(&untrained));
            if done.pretraining.as_ref() != of {
                continue;
            }
            if done.config != plan.evaluation_config(assessment, seed) {
                let problem = format!(
                    "its evaluation {} was made with other settings. Give those, or remove it",
                    assessment.name()
                );
                return Err(other_settings(&name, &problem));
            }
            evaluated.push((assessment, done));
        }
        let is_trained = planned.is_none() || pretrained.is_some();
        let is_complete = is_trained && evaluated.len() == num_assessments;
        Ok(Self { pretrained, evaluated, is_complete })
    }

    fn all_data(&self) -> impl Iterator<Item = &Fingerprint> {
        let of_training = self.pretrained.iter().map(|done| &done.data);
        of_training.chain(self.evaluated.iter().map(|(_, done)| &done.data))
    }

    fn data(&self) -> Option<&Fingerprint> {
        self.all_data().next()
    }

    fn add_to(&self, table: &mut TableSource, row: usize, seed: u64) {
        if let Some(done) = &self.pretrained {
            table.add_pretrained(row, seed, done);
        }
        for (assessment, done) in &self.evaluated {
            table.add_report(row, seed, *assessment, &done.report);
        }
    }
}
