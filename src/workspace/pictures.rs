//! What the network makes of images from outside the data; also between two pieces of a run.

use super::Workspace;
use super::reply::{Array, Reply};
use crate::config::Square;
use crate::data::{Picture, to_image_set};
use crate::error::{Error, Result};
use crate::evaluate::Probe;
use crate::explain::{Classified, classify};
use crate::train::{Features, Model, extract};

/// A classifier with the images that it was trained on, which may be of another size than those of its network.
#[derive(Clone)]
pub(super) struct Probed {
    pub probe: Probe,
    pub image_size: usize,
    /// How they became squares.
    pub square: Square,
}

impl Probed {
    /// That of a model, if it was saved with one.
    pub fn of(model: &Model) -> Option<Self> {
        let (probe, about) = Probe::of(model).zip(model.info.classifier.as_ref())?;
        let image_size = about.image_size.unwrap_or(model.info.image_size);
        Some(Self { probe, image_size, square: about.square.unwrap_or(model.info.square) })
    }
}

impl Workspace {
    /// The features of some pictures by the current network.
    ///
    /// # Errors
    /// As [`Workspace::model`] and [`to_image_set`]; [`Error::NonFiniteFeatures`]; [`Error::DeviceFailed`].
    pub async fn features(&self, pictures: Vec<Picture>) -> Result<Features> {
        let model = self.model()?;
        let images = to_image_set(pictures, model.info.image_size, model.info.square)?;
        extract(&images, model.info.normalization(), &model.network.backbone, &self.device).await
    }

    /// The classes of some pictures by the classifier of the last linear evaluation or fine-tuning, or of the loaded
    /// model, with attention maps if asked for.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`] where there is no classifier; otherwise as [`Workspace::features`].
    pub async fn classify(&self, pictures: Vec<Picture>, has_maps: bool) -> Result<Classified> {
        let (Probed { probe, image_size, square }, info) = (self.probed()?, self.model()?.info);
        let images = to_image_set(pictures, *image_size, *square)?;
        classify(probe, &images, info.normalization(), has_maps, &self.device).await
    }

    /// The classifier, or an error that asks to train one.
    pub(super) fn probed(&self) -> Result<&Probed> {
        let missing = Error::order("There is no classifier yet", "evaluate({ protocol: 'linear' })");
        self.probed.as_ref().ok_or(missing)
    }
}

pub(super) fn features_reply(features: Features) -> Reply {
    let value = serde_json::json!({ "numFeatures": features.num_features });
    Reply { value, arrays: Vec::new() }.with("values", Array::Floats(features.values))
}

pub(super) fn classified_reply(mut classified: Classified) -> Reply {
    let probabilities = std::mem::take(&mut classified.probabilities);
    let (maps, overlays) = (std::mem::take(&mut classified.maps), std::mem::take(&mut classified.overlays));
    Reply::of(&classified)
        .with("probabilities", Array::Floats(probabilities))
        .with("maps", Array::Floats(maps))
        .with("overlays", Array::Bytes(overlays))
}
