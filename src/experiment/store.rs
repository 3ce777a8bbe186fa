//! Where the runs of a comparison are stored, so that finished work is not repeated.

use serde::{Deserialize, Serialize};

use crate::config::EvaluationConfig;
use crate::data::Fingerprint;
use crate::error::Result;
use crate::evaluate::Report;
use crate::train::PretrainConfig;

/// The results of pretraining, besides the model.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pretrained {
    pub config: PretrainConfig,
    pub data: Fingerprint,
    pub steps: usize,
    pub seconds: f64,
    /// Means over the last epoch.
    pub loss: Option<f32>,
    pub accuracy: Option<f32>,
}

/// The results of an assessment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evaluated {
    pub config: EvaluationConfig,
    /// How the evaluated network was trained, or its weights drawn.
    #[serde(default)]
    pub pretraining: Option<PretrainConfig>,
    pub data: Fingerprint,
    pub report: Report,
}

/// Stores the runs of a comparison by name. The caller provides it: the core opens no file.
///
/// # Errors
/// Of every method: [`crate::Error::StorageFailed`].
pub trait Store {
    /// Says that a run is worked on from now on, in place of the one before.
    fn begin(&mut self, _run: &str) -> Result<()> {
        Ok(())
    }
    /// A finished run: its summary and its model.
    fn pretrained(&self, run: &str) -> Result<Option<(Pretrained, Vec<u8>)>>;
    /// The summary alone, which may be there without a model.
    fn summary(&self, run: &str) -> Result<Option<Pretrained>> {
        Ok(self.pretrained(run)?.map(|(done, _)| done))
    }
    /// Stores a finished run; its checkpoint is no longer needed.
    fn keep_pretrained(&mut self, run: &str, done: &Pretrained, model: &[u8]) -> Result<()>;
    /// The results of an assessment of a run, by its name.
    fn evaluated(&self, run: &str, assessment: &str) -> Result<Option<Evaluated>>;
    /// Stores the results of an assessment of a run.
    fn keep_evaluated(&mut self, run: &str, assessment: &str, done: &Evaluated) -> Result<()>;
    /// The last checkpoint of a run that has not finished.
    fn checkpoint(&self, run: &str) -> Result<Option<Vec<u8>>>;
    /// Stores a checkpoint; if the process is killed meanwhile, the previous one remains.
    fn keep_checkpoint(&mut self, run: &str, bytes: &[u8]) -> Result<()>;
    /// Seconds of work between two checkpoints; none: never.
    fn checkpoint_every(&self) -> Option<f64>;
    /// Whether a stored run with other settings or data is run again and replaced; else it is an error.
    fn replaces_others(&self) -> bool {
        false
    }
}

/// Stores nothing.
pub struct NoStore;

impl Store for NoStore {
    fn pretrained(&self, _: &str) -> Result<Option<(Pretrained, Vec<u8>)>> {
        Ok(None)
    }

    fn keep_pretrained(&mut self, _: &str, _: &Pretrained, _: &[u8]) -> Result<()> {
        Ok(())
    }

    fn evaluated(&self, _: &str, _: &str) -> Result<Option<Evaluated>> {
        Ok(None)
    }

    fn keep_evaluated(&mut self, _: &str, _: &str, _: &Evaluated) -> Result<()> {
        Ok(())
    }

    fn checkpoint(&self, _: &str) -> Result<Option<Vec<u8>>> {
        Ok(None)
    }

    fn keep_checkpoint(&mut self, _: &str, _: &[u8]) -> Result<()> {
        Ok(())
    }

    fn checkpoint_every(&self) -> Option<f64> {
        None
    }
}
