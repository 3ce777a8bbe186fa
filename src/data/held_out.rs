//! Drawing the images to evaluate on, class by class.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;

use super::Dataset;
use crate::error::Result;
use crate::rng::{Purpose, stream};

/// Fraction of the images held out for evaluation where neither data nor config say more.
pub(super) const TEST_FRACTION: f64 = 0.2;

/// Whether each image is held out: the fraction of each class, but never a whole class, and one image at least of two
/// or more. Images without a label count as a class of their own.
pub(super) fn hold_out(labels: &[Option<u16>], fraction: f64, seed: u64) -> Vec<bool> {
    let mut classes: BTreeMap<Option<u16>, Vec<usize>> = BTreeMap::new();
    for (index, label) in labels.iter().enumerate() {
        classes.entry(*label).or_default().push(index);
    }
    let mut is_held_out = vec![false; labels.len()];
    for (label, mut indices) in classes {
        let wanted = ((indices.len() as f64 * fraction).round() as usize).max(1);
        let count = if fraction > 0.0 { wanted.min(indices.len() - 1) } else { 0 };
        let class = label.map_or(0, |label| u64::from(label) + 1);
        indices.shuffle(&mut stream(seed, Purpose::HeldOut, class));
        indices[..count].iter().for_each(|&index| is_held_out[index] = true);
    }
    is_held_out
}

/// The seed of validation images: they are the same in every run on the same data.
const VALIDATION_SEED: u64 = 0;

/// The data with a part of its labelled images to evaluate on, in place of the test images, and nothing left of that part to
/// train on.
///
/// # Errors
/// [`crate::Error::NoLabels`] where there are no labelled images.
pub(super) fn with_validation(data: Dataset, fraction: f64) -> Result<Dataset> {
    let train = data.labeled_train("a validation part")?;
    let labels: Vec<_> = (0..train.len()).map(|index| train.label(index)).collect();
    let is_held_out = hold_out(&labels, fraction, VALIDATION_SEED);
    let of = |held_out: bool| {
        let indices: Vec<usize> = (0..train.len()).filter(|&index| is_held_out[index] == held_out).collect();
        train.subset(&indices)
    };
    let (kept, validation) = (of(false), of(true));
    let mut report = data.report.clone();
    report.is_validation = true;
    report.held_out = format!(
        "{} % of the labelled images, for validation; the test images are not used",
        percent(fraction)
    );
    let unlabeled = data.unlabeled.without(&validation);
    Ok(Dataset { unlabeled, train: Some(kept), test: Some(validation), report, ..data })
}

/// A fraction as a percentage with at most one decimal.
pub(super) fn percent(fraction: f64) -> f64 {
    (fraction * 1000.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ScenesConfig;
    use crate::data::Loader;

    #[test]
    fn a_validation_part_needs_no_test_images() {
        let config =
            ScenesConfig { images: 8, labeled_images: 40, test_images: 10, ..ScenesConfig::default() };
        let data = Loader::scenes(&config).and_then(Loader::load).expect("scenes are drawn");
        let data = with_validation(Dataset { test: None, ..data }, 0.25).expect("there are labels");
        assert_eq!(data.test.map(|set| set.len()), Some(10));
    }
}
