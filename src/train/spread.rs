//! How much the features of different images differ: what shows that a network has collapsed.

use nalgebra::{DMatrix, SymmetricEigen};
use serde::Serialize;

use crate::method::Measure;

/// Features that differ by less are the same for all images. Those of untrained and of trained networks are at 0.35 and more.
const LEAST_DISTANCE: f64 = 0.05;
/// The same for what a loss compares by its direction: at 0.7 and more in sound runs.
const LEAST_PROJECTED: f64 = 0.25;
/// The same for what a loss compares by its values, as a standard deviation, which VICReg holds at 1.
const LEAST_DEVIATION: f64 = 0.1;
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
    /// The most that the rank can be: the number of features, or of rows where there are fewer.
    pub max_rank: usize,
    /// Root mean square distance of features of length 1 from their mean: 0 where all are the same, at most 1.
    pub distance: f64,
    /// How much what the loss compares differs: for projections compared by their direction, their distance as above; for
    /// VICReg's, their mean standard deviation, which should be 1. Null where the loss compares none.
    pub projected: Option<f64>,
    /// Whether all images have nearly the same features, or what the loss compares is nearly the same for all, so that nothing
    /// is learnt any more.
    pub has_collapsed: bool,
}

impl Spread {
    /// Together with what a loss compares, which may collapse alone: rows of so many values.
    pub(super) fn with(self, projected: Option<(&[f32], usize, Measure)>) -> Self {
        let Some((rows, size, by)) = projected else { return self };
        let (projected, least) = match by {
            Measure::Direction => (distance(rows, size), LEAST_PROJECTED),
            Measure::Value => (deviation(rows, size), LEAST_DEVIATION),
        };
        let has_collapsed = self.has_collapsed || projected < least;
        Self { projected: Some(projected), has_collapsed, ..self }
    }

    /// Of rows of features: `[M, dim]`, finite.
    ///
    /// # Source
    /// The rank is RankMe, the exponential of the entropy of the singular values (Garrido et al., ICML 2023, arXiv 2210.02885).
    /// The distance is that by which SimSiam is watched (Chen and He, CVPR 2021, arXiv 2011.10566).
    pub fn of(rows: &[f32], dim: usize) -> Self {
        let distance = distance(rows, dim);
        let max_rank = dim.min(rows.len() / dim);
        let has_collapsed = distance < LEAST_DISTANCE;
        Self { rank: rank(rows, dim), num_features: dim, max_rank, distance, projected: None, has_collapsed }
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

/// The mean over columns of their standard deviation.
fn deviation(rows: &[f32], size: usize) -> f64 {
    let count = (rows.len() / size).max(1) as f64;
    let of = |column: usize| {
        let values = || rows.iter().skip(column).step_by(size).map(|&value| f64::from(value));
        let mean = values().sum::<f64>() / count;
        (values().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt()
    };
    (0..size).map(of).sum::<f64>() / size as f64
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

    #[test]
    fn the_rank_is_that_of_numpy() {
        // By numpy.linalg.svd.
        let rows = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 1.0, 0.0, 1.0];
        let rank = Spread::of(&rows, 3).rank;
        assert!((rank - 1.430_877_765).abs() < 1e-6, "{rank}");
    }

    #[test]
    fn what_a_loss_compares_may_collapse_alone() {
        let features = Spread::of(&[1.0, 0.0, 0.0, 1.0], 2);
        assert!(!features.has_collapsed && features.projected.is_none(), "{features:?}");
        let with = |rows: &[f32], by| features.with(Some((rows, 2, by)));
        // Short, but in different directions: one loss does not see that, the other sees nothing else.
        let short = [0.01, 0.0, 0.0, 0.01];
        assert!(!with(&short, Measure::Direction).has_collapsed);
        let collapsed = with(&short, Measure::Value);
        assert!(collapsed.has_collapsed, "{collapsed:?}");
        assert!(
            collapsed.projected.is_some_and(|deviation| (deviation - 0.005).abs() < 1e-6),
            "{collapsed:?}"
        );
        // The other way round.
        let near = [100.0, 1.0, 100.0, 3.0];
        assert!(with(&near, Measure::Direction).has_collapsed);
        assert!(!with(&near, Measure::Value).has_collapsed);
    }
}
