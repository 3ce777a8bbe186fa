//! Runs a plan piece by piece: each row with each seed is pretrained, then evaluated; finished runs are not repeated.

use std::collections::VecDeque;

use burn::tensor::Device;

use super::assessment::Assessment;
use super::clock::Clock;
use super::costs::Costs;
use super::plan::{ComparisonConfig, Part, Plan, Row};
use super::store::{Evaluated, Pretrained, Store};
use super::table::{Table, TableSource};
use crate::data::{Dataset, Fingerprint};
use crate::error::{Error, Result};
use crate::evaluate::{Evaluation, Report, Stage};
use crate::train::{Checkpoint, Model, Progress, Session};

/// The current phase of a run.
enum Phase {
    Waiting,
    /// With the time of the last checkpoint, in seconds.
    Training {
        session: Box<Session>,
        saved: f64,
    },
    Evaluating {
        model: Box<Model>,
        left: VecDeque<Assessment>,
        on: Option<(Assessment, Box<Evaluation>)>,
    },
}

/// A comparison in progress.
pub struct Comparison {
    plan: Plan,
    data: Dataset,
    device: Device,
    clock: Clock,
    store: Box<dyn Store>,
    table: TableSource,
    runs: Vec<(usize, u64)>,
    /// Of each run.
    costs: Vec<Costs>,
    /// What is wanted of each run, if not all of it.
    part: Option<Part>,
    /// The current run.
    next: usize,
    phase: Phase,
    has_news: bool,
    /// Of what is done, what was stored before.
    restored: usize,
}

/// The state of a comparison.
pub struct News {
    pub progress: Progress,
    /// Of what is done, what took no time.
    pub restored: usize,
    /// The index of the current run, and the number of runs.
    pub run: Progress,
    /// The same in words.
    pub current: String,
    /// The table, if it has changed since the last report.
    pub table: Option<Table>,
}

impl Comparison {
    /// Checks every row before any is run. Rows that cannot be run are marked in the table.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`]; [`Error::NoLabels`] where the data has no classes; the error of the rows if none can
    /// be run.
    pub fn new(
        config: &ComparisonConfig,
        data: &Dataset,
        device: &Device,
        clock: Clock,
        store: Box<dyn Store>,
    ) -> Result<Self> {
        let plan = Plan::new(config)?;
        data.labeled("comparison")?;
        let mut table = TableSource::new(plan.clone(), Fingerprint::of(data)?);
        let untrained = Model::untrained(&plan.untrained_config(config.seed), data, device)?;
        for assessment in plan.assessments_of(Row::Random) {
            let config = plan.evaluation_config(assessment, config.seed);
            Evaluation::new(&config, &untrained, data, device).map_err(|error| assessment.named(error))?;
        }
        for (index, &row) in plan.rows.iter().enumerate() {
            let Some(config) = plan.pretrain_config(row, config.seed) else { continue };
            if let Err(error) = Session::new(&config, data, device) {
                table.fail(index, error);
            }
        }
        if let Some(error) = table.first_error()
            && (0..plan.rows.len()).all(|row| table.has_failed(row))
        {
            return Err(error.clone());
        }
        let runs = plan.runs();
        Ok(Self {
            costs: runs.iter().map(|&(row, _)| Costs::new(&plan, plan.rows[row], data)).collect(),
            runs,
            part: None,
            plan,
            data: data.clone(),
            device: device.clone(),
            clock,
            store,
            table,
            next: 0,
            phase: Phase::Waiting,
            has_news: false,
            restored: 0,
        })
    }

    /// One of its runs alone, or a part of that.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] where there is no such run; why its row cannot be run.
    pub fn only(mut self, cell: usize, part: Option<Part>) -> Result<Self> {
        let Some(&run) = self.runs.get(cell) else {
            let expected = format!("below {}, the number of runs", self.runs.len());
            return Err(Error::config("cell", cell, expected));
        };
        if let Some(error) = self.table.error_of(run.0) {
            return Err(error.clone());
        }
        let Costs { training, evaluations } = self.costs.swap_remove(cell);
        self.costs = vec![match part {
            None => Costs { training, evaluations },
            Some(Part::Pretraining) => Costs { training, evaluations: Vec::new() },
            Some(Part::Evaluations) => Costs { training: 0, evaluations },
        }];
        self.part = part;
        self.runs = vec![run];
        Ok(self)
    }

    /// The figures so far.
    pub fn table(&self) -> &TableSource {
        &self.table
    }

    /// The figures, once it has ended.
    pub fn into_table(self) -> TableSource {
        self.table
    }

    /// Done and total, in about as many images as pass through the networks.
    pub fn progress(&self) -> Progress {
        let whole = |costs: &Costs| costs.training + costs.evaluations.iter().sum::<usize>();
        let before: usize = self.costs.iter().take(self.next).map(whole).sum();
        let total = self.costs.iter().map(whole).sum();
        let Some(costs) = self.costs.get(self.next) else { return Progress { done: total, total } };
        let part =
            |cost: usize, done: usize, of: usize| (cost as f64 * done as f64 / of.max(1) as f64) as usize;
        let here = match &self.phase {
            Phase::Waiting => 0,
            Phase::Training { session, .. } => {
                part(costs.training, session.steps_done(), session.total_steps())
            }
            Phase::Evaluating { left, on, .. } => {
                let begun = costs.evaluations.len() - left.len();
                let inside = on.as_ref().map_or(0, |(_, evaluation)| {
                    let Progress { done, total } = evaluation.progress();
                    part(costs.evaluations[begun - 1], done, total)
                });
                let finished = &costs.evaluations[..begun - usize::from(on.is_some())];
                costs.training + finished.iter().sum::<usize>() + inside
            }
        };
        Progress { done: before + here, total }
    }

    /// Its current state; the table is included once per change.
    pub fn news(&mut self) -> News {
        // At the end the last run is still the one that was on.
        let run = Progress { done: self.next.min(self.runs.len() - 1), total: self.runs.len() };
        let current = match self.runs.get(self.next) {
            None => "writing the table".into(),
            Some(&(row, seed)) => {
                let what = match &self.phase {
                    Phase::Waiting => "starting",
                    Phase::Training { .. } => "training",
                    Phase::Evaluating { .. } => "evaluating",
                };
                format!("{}, seed {seed}: {what}", self.plan.rows[row].title())
            }
        };
        let table = std::mem::take(&mut self.has_news).then(|| self.table.report());
        News { progress: self.progress(), restored: self.restored, run, current, table }
    }

    /// Up to `units` units of work; false if nothing was left to do.
    ///
    /// # Errors
    /// [`Error::DeviceFailed`] and [`Error::StorageFailed`]; any other error ends its row only.
    pub async fn advance(&mut self, units: usize) -> Result<bool> {
        let Some(&(row, _)) = self.runs.get(self.next) else { return Ok(false) };
        if self.table.has_failed(row) {
            self.end_run();
            return Ok(true);
        }
        // Nothing is computed then, so what is done afterwards was stored.
        let looks_up = matches!(self.phase, Phase::Waiting | Phase::Evaluating { on: None, .. });
        let before = looks_up.then(|| self.progress().done);
        match self.work(units).await {
            Err(error) if !error.is_fatal() => {
                self.table.fail(row, error);
                self.has_news = true;
                self.end_run();
            }
            worked => worked?,
        }
        if let Some(before) = before {
            self.restored += self.progress().done.saturating_sub(before);
        }
        Ok(true)
    }

    fn end_run(&mut self) {
        self.phase = Phase::Waiting;
        self.next += 1;
    }

    async fn work(&mut self, units: usize) -> Result<()> {
        match std::mem::replace(&mut self.phase, Phase::Waiting) {
            Phase::Waiting => self.begin_run(),
            Phase::Training { session, .. } if session.is_done() => self.finish_training(*session).await,
            Phase::Training { mut session, mut saved } => {
                let start = (self.clock.seconds)();
                session.advance(units).await?;
                session.history_mut().seconds += (self.clock.seconds)() - start;
                let seconds = session.history().seconds;
                if self.store.checkpoint_every().is_some_and(|every| seconds - saved >= every) {
                    saved = seconds;
                    let bytes = session.checkpoint().await?;
                    let run = self.run_name();
                    self.store.keep_checkpoint(&run, &bytes)?;
                }
                self.phase = Phase::Training { session, saved };
                Ok(())
            }
            Phase::Evaluating { model, left, on } => self.evaluate(model, left, on, units).await,
        }
    }

    fn run_name(&self) -> String {
        let (row, seed) = self.runs[self.next];
        self.plan.rows[row].run_name(seed)
    }

    /// Restores what is stored of a run, or starts it.
    fn begin_run(&mut self) -> Result<()> {
        let (index, seed) = self.runs[self.next];
        let row = self.plan.rows[index];
        let run = self.run_name();
        self.store.begin(&run)?;
        let Some(config) = self.plan.pretrain_config(row, seed) else {
            let model = Model::untrained(&self.plan.untrained_config(seed), &self.data, &self.device)?;
            self.begin_evaluation(model);
            return Ok(());
        };
        let fresh = Session::new(&config, &self.data, &self.device)?;
        let is_same = |done: &Pretrained| done.config == *fresh.config() && done.data == self.table.data;
        if let Some((done, bytes)) = self.store.pretrained(&run)? {
            if !is_same(&done) {
                return self.replace(fresh);
            }
            let model = Model::from_bytes(&bytes, &self.device).map_err(|error| self.unusable(&error))?;
            if model.info.config != done.config {
                return Err(self.refused("its network has other settings. Remove it to run it again"));
            }
            self.add_pretrained(&done);
            self.begin_evaluation(model);
            return Ok(());
        }
        if self.part == Some(Part::Evaluations) {
            return Err(self.refused("it is not pretrained yet. Run its pretraining first"));
        }
        let session = match self.store.checkpoint(&run)? {
            None => fresh,
            Some(bytes) => {
                let read = Checkpoint::from_bytes(&bytes, &self.device);
                let checkpoint = read.map_err(|error| self.unusable(&error))?;
                if checkpoint.model.info.config != *fresh.config() {
                    return self.replace(fresh);
                }
                Session::resume(&checkpoint, &self.data, &self.device)?
            }
        };
        self.train(session);
        Ok(())
    }

    fn train(&mut self, session: Session) {
        let saved = session.history().seconds;
        self.phase = Phase::Training { session: Box::new(session), saved };
    }

    /// Runs again what is stored with other settings or data, where the store allows it.
    fn replace(&mut self, fresh: Session) -> Result<()> {
        if !self.store.replaces_others() || self.part == Some(Part::Evaluations) {
            return Err(self.other_settings());
        }
        self.train(fresh);
        Ok(())
    }

    /// What is stored of the current run cannot be used.
    fn refused(&self, problem: impl Into<String>) -> Error {
        Error::StorageFailed { place: self.run_name(), problem: problem.into() }
    }

    fn unusable(&self, error: &Error) -> Error {
        self.refused(format!("{error} Remove it to run it again"))
    }

    fn other_settings(&self) -> Error {
        self.refused("it was made with other settings or data. Write elsewhere, or remove it to run it again")
    }

    async fn finish_training(&mut self, mut session: Session) -> Result<()> {
        session.set_date((self.clock.date)());
        let [loss, accuracy] = session.history().means(session.steps_per_epoch());
        let done = Pretrained {
            config: session.config().clone(),
            data: self.table.data.clone(),
            steps: session.steps_done(),
            seconds: session.history().seconds,
            loss,
            accuracy,
        };
        let model = session.model();
        let (run, bytes) = (self.run_name(), model.to_bytes().await?);
        self.store.keep_pretrained(&run, &done, &bytes)?;
        self.add_pretrained(&done);
        self.begin_evaluation(model);
        Ok(())
    }

    fn add_pretrained(&mut self, done: &Pretrained) {
        let (row, seed) = self.runs[self.next];
        self.table.add_pretrained(row, seed, done);
        self.has_news = true;
    }

    fn begin_evaluation(&mut self, model: Model) {
        if self.part == Some(Part::Pretraining) {
            return self.end_run();
        }
        let (row, _) = self.runs[self.next];
        let left = self.plan.assessments_of(self.plan.rows[row]).into();
        self.phase = Phase::Evaluating { model: Box::new(model), left, on: None };
    }

    async fn evaluate(
        &mut self,
        model: Box<Model>,
        mut left: VecDeque<Assessment>,
        on: Option<(Assessment, Box<Evaluation>)>,
        units: usize,
    ) -> Result<()> {
        let (_, seed) = self.runs[self.next];
        let Some((assessment, mut evaluation)) = on else {
            let Some(assessment) = left.pop_front() else {
                self.end_run();
                return Ok(());
            };
            let config = self.plan.evaluation_config(assessment, seed);
            let found = self.store.evaluated(&self.run_name(), &assessment.name())?;
            if found.as_ref().is_some_and(|kept| kept.data != self.table.data)
                && !self.store.replaces_others()
            {
                return Err(self.other_settings());
            }
            let is_same = |kept: &Evaluated| {
                kept.config == config
                    && kept.pretraining.as_ref() == Some(&model.info.config)
                    && kept.data == self.table.data
            };
            let on = match found.filter(is_same) {
                Some(kept) => {
                    self.add_report(assessment, &kept.report);
                    None
                }
                None => {
                    let evaluation = Evaluation::new(&config, &model, &self.data, &self.device);
                    Some((assessment, Box::new(evaluation.map_err(|error| assessment.named(error))?)))
                }
            };
            self.phase = Phase::Evaluating { model, left, on };
            return Ok(());
        };
        let on = match evaluation.run(units).await.map_err(|error| assessment.named(error))? {
            Stage::Running(_) => Some((assessment, evaluation)),
            Stage::Done(report) => {
                let done = Evaluated {
                    config: self.plan.evaluation_config(assessment, seed),
                    pretraining: Some(model.info.config.clone()),
                    data: self.table.data.clone(),
                    report: *report,
                };
                let run = self.run_name();
                self.store.keep_evaluated(&run, &assessment.name(), &done)?;
                self.add_report(assessment, &done.report);
                None
            }
        };
        self.phase = Phase::Evaluating { model, left, on };
        Ok(())
    }

    fn add_report(&mut self, assessment: Assessment, report: &Report) {
        let (row, seed) = self.runs[self.next];
        self.table.add_report(row, seed, assessment, report);
        self.has_news = true;
    }
}
