//! Drawing the images to evaluate on, class by class.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;

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

/// A fraction as a percentage with at most one decimal.
pub(super) fn percent(fraction: f64) -> f64 {
    (fraction * 1000.0).round() / 10.0
}
