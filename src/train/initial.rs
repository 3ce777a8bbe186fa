//! A run that starts from the weights of an earlier network.

use serde::{Deserialize, Serialize};

use super::model::{Model, ModelInfo};
use super::session::Session;
use crate::error::{Error, Message, Result};
use crate::method::{Method, Targets};

/// The network that a run started from, where its weights were not random.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Initial {
    /// How it was trained.
    #[cfg_attr(feature = "types", ts(type = "Method"))]
    pub method: Method,
    /// Steps that it was trained for.
    pub step: usize,
    /// Name of the data it was trained on.
    pub data: String,
    /// CRC-32 of its file, in hexadecimal.
    pub checksum: String,
}

impl Initial {
    /// That of a file.
    pub fn of(info: &ModelInfo, bytes: &[u8]) -> Self {
        Self {
            method: info.config.method,
            step: info.step,
            data: info.data.clone(),
            checksum: format!("{:08x}", crc32fast::hash(bytes)),
        }
    }
}

impl Session {
    /// Starts from a network instead of random weights: from its backbone, and from its head where that is of the same
    /// task.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] where its backbone is another one.
    pub fn start_from(&mut self, model: &Model, initial: Initial) -> Result<()> {
        let (ours, theirs) = (&self.info().config, &model.info.config);
        if ours.backbone != theirs.backbone {
            let expected = format!("{}, as in the network to start from", theirs.backbone.info().title);
            return Err(Error::config("backbone", ours.backbone.info().title, Message::from(expected)));
        }
        let classes = |info: &ModelInfo| info.fingerprint.as_ref().map(|data| data.class_names.clone());
        let is_same_task = ours.method == theirs.method
            && ours.num_targets == theirs.num_targets
            && match ours.method.about().targets {
                Targets::Images => true,
                Targets::Labels => classes(&self.info()) == classes(&model.info),
                // Clusters are found anew.
                Targets::Clusters => false,
            };
        let mut network = self.network();
        network.backbone = model.network.backbone.clone();
        if is_same_task {
            network.pretext = model.network.pretext.clone();
        }
        self.begin_with(network, initial);
        Ok(())
    }
}
