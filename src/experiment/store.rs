//! Where the runs of a comparison are kept, so that what is done is not done again.

use crate::error::Result;

/// Files by the run that they belong to. Whoever starts a comparison brings one; the core opens none itself.
pub trait Store {
    /// What a file holds; none where there is no such file.
    ///
    /// # Errors
    /// [`crate::Error::StorageFailed`].
    fn read(&self, run: &str, file: &str) -> Result<Option<Vec<u8>>>;

    /// Writes a file in one move: a run that is killed leaves the old one whole.
    ///
    /// # Errors
    /// [`crate::Error::StorageFailed`].
    fn write(&mut self, run: &str, file: &str, bytes: &[u8]) -> Result<()>;

    /// Removes a file, if it is there.
    fn remove(&mut self, run: &str, file: &str);

    /// Seconds of work between two checkpoints of a run; none: never.
    fn checkpoint_every(&self) -> Option<f64>;
}

/// Keeps nothing.
pub struct NoStore;

impl Store for NoStore {
    fn read(&self, _: &str, _: &str) -> Result<Option<Vec<u8>>> {
        Ok(None)
    }

    fn write(&mut self, _: &str, _: &str, _: &[u8]) -> Result<()> {
        Ok(())
    }

    fn remove(&mut self, _: &str, _: &str) {}

    fn checkpoint_every(&self) -> Option<f64> {
        None
    }
}
