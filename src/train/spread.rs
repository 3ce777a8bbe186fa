//! How much the features of different images differ: what shows that a network has collapsed.

use nalgebra::{DMatrix, SymmetricEigen};
use serde::Serialize;

/// Features that differ by less are the same for all images. Those of untrained and of trained networks are at 0.35 and more.
const LEAST_DISTANCE: f64 = 0.05;
/// The same for what a loss compares: at 0.7 and more in sound runs, below this without VICReg's variance term.
const LEAST_PROJECTED: f64 = 0.25;
/// Added to each share of a singular value, as in the study.
const EPSILON: f64 = 1e-7;

/// How much the features of a batch differ.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Spread {
    /// Effective rank of the features: from 1, where each image has the same up to a factor, to their number.
    pub rank: f64,
    /// The number of features.
    pub num_features: usize,
    /// Root mean square distance of features of length 1 from their mean: 0 where all are the same, at most 1.
    pub distance: f64,
    /// Whether all images have nearly the same features, or what the loss compares is nearly the same for all, so that nothing
    /// is learnt any more.
    pub has_collapsed: bool,
}

impl Spread {
    /// Of the features of a batch and, where there are any, of what a loss compares, which may collapse alone: each rows of so
    /// many values.
    pub(super) fn of_all(seen: &[Vec<f32>], sizes: &[usize]) -> Option<Self> {
        let mut all = seen.iter().zip(sizes);
        let (features, &dim) = all.next()?;
        let features = Self::of(features, dim);
        let has_collapsed = all.any(|(projected, &size)| distance(projected, size) < LEAST_PROJECTED);
        Some(Self { has_collapsed: features.has_collapsed || has_collapsed, ..features })
    }

    /// Of rows of features: `[M, dim]`, finite.
    ///
    /// # Source
    /// The rank is RankMe, the exponential of the entropy of the singular values (Garrido et al., ICML 2023, arXiv 2210.02885).
    /// The distance is that by which SimSiam is watched (Chen and He, CVPR 2021, arXiv 2011.10566).
    pub fn of(rows: &[f32], dim: usize) -> Self {
        let distance = distance(rows, dim);
        Self { rank: rank(rows, dim), num_features: dim, distance, has_collapsed: distance < LEAST_DISTANCE }
    }
}

fn rank(rows: &[f32], dim: usize) -> f64 {
    let mut products = DMatrix::<f64>::zeros(dim, dim);
    for row in rows.chunks_exact(dim) {
        for (column, &factor) in row.iter().enumerate() {
            for (place, &value) in row.iter().enumerate().take(column + 1) {
                products[(column, place)] += f64::from(factor) * f64::from(value);
            }
        }
    }
    // Its eigenvalues are the squares of the singular values. Only the lower triangle is read.
    let eigen = SymmetricEigen::new(products).eigenvalues;
    let singular: Vec<f64> = eigen.iter().map(|value| value.max(0.0).sqrt()).collect();
    let total: f64 = singular.iter().sum();
    let shares = singular.iter().map(|value| value / total.max(f64::MIN_POSITIVE) + EPSILON);
    (-shares.map(|share| share * share.ln()).sum::<f64>()).exp()
}

/// The mean of vectors of length 1 is the shorter, the more they differ. Rows of zeros, which have no direction, are all the
/// same.
fn distance(rows: &[f32], dim: usize) -> f64 {
    let count = rows.len() / dim;
    let mut sum = vec![0.0f64; dim];
    for row in rows.chunks_exact(dim) {
        let length = row.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt();
        for (sum, &value) in sum.iter_mut().zip(row) {
            *sum += f64::from(value) / length.max(f64::MIN_POSITIVE);
        }
    }
    let mean_square = sum.iter().map(|value| (value / count.max(1) as f64).powi(2)).sum::<f64>();
    if rows.iter().any(|&value| value != 0.0) { (1.0 - mean_square).max(0.0).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_counts_the_directions_of_features() {
        let identity: Vec<f32> = (0..16).map(|place| if place % 5 == 0 { 1.0 } else { 0.0 }).collect();
        let spread = Spread::of(&identity, 4);
        assert!((spread.rank - 4.0).abs() < 1e-3 && !spread.has_collapsed, "{spread:?}");
        assert!((spread.distance - 0.75f64.sqrt()).abs() < 1e-6, "{spread:?}");
        let same = Spread::of(&[1.0, 2.0, 3.0].repeat(5), 3);
        assert!(same.rank < 1.001 && same.distance < 1e-6 && same.has_collapsed, "{same:?}");
        // Dead features.
        assert!(Spread::of(&[0.0; 12], 3).has_collapsed);
    }
}
