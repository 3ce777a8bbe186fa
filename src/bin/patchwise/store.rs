//! Runs of a table in a folder.

use std::path::PathBuf;

use patchwise::Error;
use patchwise::experiment::Store;

use crate::output::write;

/// A folder with one folder for each run.
pub struct FolderStore {
    pub folder: PathBuf,
    /// Seconds between two checkpoints.
    pub every: f64,
}

impl Store for FolderStore {
    fn read(&self, run: &str, file: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.folder.join(run).join(file);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(path, error)),
        }
    }

    fn write(&mut self, run: &str, file: &str, bytes: &[u8]) -> Result<(), Error> {
        let folder = self.folder.join(run);
        std::fs::create_dir_all(&folder).map_err(|error| failed(folder.clone(), error))?;
        let path = folder.join(file);
        write(&path, bytes).map_err(|failure| failed(path, failure))
    }

    fn remove(&mut self, run: &str, file: &str) {
        // What is left does no harm: a finished run is not looked for.
        let _ = std::fs::remove_file(self.folder.join(run).join(file));
    }

    fn checkpoint_every(&self) -> Option<f64> {
        Some(self.every)
    }
}

fn failed(path: PathBuf, problem: impl std::fmt::Display) -> Error {
    Error::StorageFailed { place: path.display().to_string(), problem: problem.to_string() }
}
