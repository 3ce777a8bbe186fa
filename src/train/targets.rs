//! What a method needs of the data beside images: labels, and a number of targets.

use crate::config::PretrainConfig;
use crate::data::{Dataset, ImageSet};
use crate::error::{Error, Result};
use crate::method::Targets;

/// Clusters for each class of the data (METHOD section 6), and where it has none.
const CLUSTERS_PER_CLASS: usize = 10;
const CLUSTERS_WITHOUT_CLASSES: usize = 100;

/// The images that a method trains on, and their labels where those are its targets.
pub(super) fn training_images(config: &PretrainConfig, data: &Dataset) -> Result<(ImageSet, Vec<u16>)> {
    if config.method.targets() != Targets::Labels {
        return Ok((data.unlabeled.clone(), Vec::new()));
    }
    let no_labels = || Error::NoLabels { needed: "supervised training".into(), place: data.name.clone() };
    let images = data.train.as_ref().ok_or_else(no_labels)?;
    Ok((images.clone(), images.labels().ok_or_else(no_labels)?))
}

/// The config with the number of targets that the data decides on.
pub(super) fn with_targets(
    config: &PretrainConfig,
    data: &Dataset,
    num_images: usize,
) -> Result<PretrainConfig> {
    let num_classes = data.class_names.len();
    let num_targets = match config.method.targets() {
        Targets::Images => None,
        Targets::Labels => Some(num_classes),
        Targets::Clusters => {
            let usual =
                if num_classes > 0 { CLUSTERS_PER_CLASS * num_classes } else { CLUSTERS_WITHOUT_CLASSES };
            let count = config.num_targets.unwrap_or(usual);
            if count > num_images {
                let expected = format!("at most {num_images}, the number of images: lower it or add images");
                return Err(Error::config("numTargets", count, expected));
            }
            Some(count)
        }
    };
    Ok(PretrainConfig { num_targets, ..config.clone() })
}
