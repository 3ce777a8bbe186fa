//! The networks that a run returns to where a value is not finite.

use super::network::Network;
use super::optimizer::Optimizer;
use super::pending::Results;
use crate::error::{Error, Result};
use crate::model::{NamedTensor, check_values, collect};

/// A step, and the network and optimiser after it.
pub(super) type Snapshot = (usize, Network, Optimizer);

/// What a run has kept of its networks.
pub(super) struct Snapshots {
    /// Where it began, or begins anew with new targets.
    start: Snapshot,
    /// The last network that gave a finite loss.
    good: Snapshot,
    /// The network after the last read, whose loss is not known yet.
    read: Snapshot,
}

/// A loss, or what else of the network, that is not finite.
pub(super) enum Fault {
    Loss { loss: f32, step: usize },
    Network { what: String, step: usize },
}

impl Fault {
    /// The error, where the network after a step is restored.
    pub(super) fn into_error(self, good_step: usize) -> Error {
        match self {
            Self::Loss { loss, step } => Error::NonFiniteLoss { loss, step, good_step },
            Self::Network { what, step } => Error::NonFiniteNetwork { what, step, good_step },
        }
    }
}

impl Snapshots {
    /// From a network that is taken as good.
    pub(super) fn new(start: Snapshot) -> Self {
        Self { good: start.clone(), read: start.clone(), start }
    }

    /// Keeps the network after a read, unless something is not finite.
    pub(super) fn check(&mut self, results: &Results, now: Snapshot) -> Option<Fault> {
        let Results { losses, bad_values, .. } = results;
        let bad_loss = losses.iter().position(|loss| !loss.is_finite());
        // The first loss is that of the network after the last read.
        if bad_loss != Some(0) {
            self.good = self.read.clone();
        }
        match (bad_loss, bad_values) {
            (Some(bad), _) => Some(Fault::Loss { loss: losses[bad], step: now.0 - losses.len() + bad + 1 }),
            (None, Some(what)) => Some(Fault::Network { what: what.clone(), step: now.0 }),
            (None, None) => {
                self.read = now;
                None
            }
        }
    }

    /// The step and the tensors, network and optimiser, of the latest network whose values are finite.
    ///
    /// # Errors
    /// [`Error::NonFiniteFeatures`] where there is none; [`Error::DeviceFailed`].
    pub(super) async fn tensors(&self, now: &Snapshot) -> Result<(usize, Vec<NamedTensor>)> {
        let mut found = tensors_of(now).await;
        for earlier in &self.earlier() {
            if matches!(found, Err(Error::NonFiniteFeatures { .. })) {
                found = tensors_of(earlier).await;
            }
        }
        found
    }

    /// The networks to return to, the best first. A loss may be finite where inference is not: batch norm hides how
    /// large the weights of a batch are.
    pub(super) fn earlier(&self) -> [Snapshot; 2] {
        [self.good.clone(), self.start.clone()]
    }
}

async fn tensors_of((step, network, optimizer): &Snapshot) -> Result<(usize, Vec<NamedTensor>)> {
    let mut tensors = collect(network, "").await?;
    tensors.extend(optimizer.collect().await?);
    check_values(&tensors)?;
    Ok((*step, tensors))
}
