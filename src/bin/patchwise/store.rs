//! Runs of a table in a folder.

use std::fmt::Display;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use patchwise::experiment::{Evaluated, Pretrained, Store};
use patchwise::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::output::write;

const PRETRAINED: &str = "pretrain.json";
const MODEL: &str = "model.safetensors";
const CHECKPOINT: &str = "checkpoint.safetensors";
const LOCK: &str = "lock";

/// A folder with one folder for each run.
pub struct FolderStore {
    pub folder: PathBuf,
    /// Seconds between two checkpoints.
    pub every: f64,
    /// Whether runs with other settings are replaced.
    pub replaces_others: bool,
    /// The run that is worked on and its lock, which the operating system takes away when the process is killed.
    lock: Option<(String, File)>,
}

impl FolderStore {
    pub fn new(folder: PathBuf, every: f64, replaces_others: bool) -> Self {
        Self { folder, every, replaces_others, lock: None }
    }

    /// Keeps other processes from working on a run, in place of the run before.
    pub fn claim(&mut self, run: &str) -> Result<()> {
        if self.lock.as_ref().is_some_and(|(claimed, _)| claimed == run) {
            return Ok(());
        }
        let path = self.path(run, LOCK);
        std::fs::create_dir_all(self.folder.join(run)).map_err(|error| failed(&path, error))?;
        let lock = File::create(&path).map_err(|error| failed(&path, error))?;
        match lock.try_lock() {
            // File systems without locks.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(failed(&path, error)),
            Err(TryLockError::WouldBlock) => {
                return Err(unusable(
                    &self.folder.join(run),
                    "another process is working on it. Wait for it",
                ));
            }
            Ok(()) => {}
        }
        self.lock = Some((run.into(), lock));
        Ok(())
    }

    fn path(&self, run: &str, file: &str) -> PathBuf {
        self.folder.join(run).join(file)
    }

    fn write(&self, run: &str, file: &str, bytes: &[u8]) -> Result<()> {
        let folder = self.folder.join(run);
        std::fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
        let path = folder.join(file);
        write(&path, bytes).map_err(|failure| failed(&path, failure))
    }

    fn write_json(&self, run: &str, file: &str, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string(value).map_err(|error| failed(&self.path(run, file), error))?;
        self.write(run, file, text.as_bytes())
    }
}

impl Store for FolderStore {
    fn begin(&mut self, run: &str) -> Result<()> {
        self.claim(run)
    }

    fn pretrained(&self, run: &str) -> Result<Option<(Pretrained, Vec<u8>)>> {
        let Some(done) = read_json(&self.path(run, PRETRAINED))? else { return Ok(None) };
        let path = self.path(run, MODEL);
        let model = read(&path)?
            .ok_or_else(|| unusable(&path, "it is missing. Remove its folder to run it again"))?;
        Ok(Some((done, model)))
    }

    fn summary(&self, run: &str) -> Result<Option<Pretrained>> {
        read_json(&self.path(run, PRETRAINED))
    }

    fn keep_pretrained(&mut self, run: &str, done: &Pretrained, model: &[u8]) -> Result<()> {
        self.write(run, MODEL, model)?;
        self.write_json(run, PRETRAINED, done)?;
        // A leftover checkpoint is harmless: a finished run is not resumed.
        let _ = std::fs::remove_file(self.path(run, CHECKPOINT));
        Ok(())
    }

    fn evaluated(&self, run: &str, assessment: &str) -> Result<Option<Evaluated>> {
        read_json(&self.path(run, &format!("{assessment}.json")))
    }

    fn keep_evaluated(&mut self, run: &str, assessment: &str, done: &Evaluated) -> Result<()> {
        self.write_json(run, &format!("{assessment}.json"), done)
    }

    fn checkpoint(&self, run: &str) -> Result<Option<Vec<u8>>> {
        read(&self.path(run, CHECKPOINT))
    }

    fn keep_checkpoint(&mut self, run: &str, bytes: &[u8]) -> Result<()> {
        self.write(run, CHECKPOINT, bytes)
    }

    fn checkpoint_every(&self) -> Option<f64> {
        Some(self.every)
    }

    fn replaces_others(&self) -> bool {
        self.replaces_others
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path, error)),
    }
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let Some(bytes) = read(path)? else { return Ok(None) };
    let value = serde_json::from_slice(&bytes);
    value.map(Some).map_err(|error| {
        unusable(
            path,
            format_args!("it is not what this version writes ({error}). Remove it to run it again"),
        )
    })
}

/// What the operating system refused.
fn failed(path: &Path, error: impl Display) -> Error {
    unusable(path, format_args!("{error}. Check the path and the free space"))
}

fn unusable(path: &Path, problem: impl Display) -> Error {
    Error::StorageFailed { place: path.display().to_string(), problem: problem.to_string() }
}
