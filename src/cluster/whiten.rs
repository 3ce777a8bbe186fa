//! PCA whitening.

use nalgebra::{DMatrix, SymmetricEigen};

/// Directions whose variance is below this fraction of the largest carry only noise and are dropped.
const LEAST_VARIANCE: f64 = 1e-9;

/// Rows centred, rotated and scaled so that their columns have mean 0, variance 1 and no correlation.
///
/// # Shapes
/// - `rows`: `[N, dim]`; output: `[N, D]` with D <= dim, largest variance first, and D
///
/// # Source
/// PCA by the eigenvectors of the covariance (divided by N - 1), each score over its standard deviation; as
/// scikit-learn's `PCA(whiten=True)` except for signs.
pub fn whiten(rows: &[f32], dim: usize) -> (Vec<f32>, usize) {
    let count = rows.len() / dim;
    let mut mean = vec![0.0f64; dim];
    for row in rows.chunks_exact(dim) {
        for (mean, value) in mean.iter_mut().zip(row) {
            *mean += f64::from(*value) / count as f64;
        }
    }
    let eigen = SymmetricEigen::new(covariance(rows, &mean));
    let mut order: Vec<usize> = (0..dim).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    let floor = eigen.eigenvalues[order[0]] * LEAST_VARIANCE;
    // The first direction is kept even if nothing varies: its scores are zero then.
    let mut rank = 0;
    order.retain(|&index| {
        rank += 1;
        rank == 1 || eigen.eigenvalues[index] > floor
    });
    let mut scores = Vec::with_capacity(count * order.len());
    for row in rows.chunks_exact(dim) {
        for &index in &order {
            let direction = eigen.eigenvectors.column(index);
            let centered = row.iter().zip(&mean).map(|(value, mean)| f64::from(*value) - mean);
            let score: f64 = centered.zip(direction.iter()).map(|(value, part)| value * part).sum();
            scores.push((score / eigen.eigenvalues[index].max(f64::MIN_POSITIVE).sqrt()) as f32);
        }
    }
    (scores, order.len())
}

fn covariance(rows: &[f32], mean: &[f64]) -> DMatrix<f64> {
    let dim = mean.len();
    let mut sums = DMatrix::<f64>::zeros(dim, dim);
    let mut centered = vec![0.0; dim];
    for row in rows.chunks_exact(dim) {
        for ((target, value), mean) in centered.iter_mut().zip(row).zip(mean) {
            *target = f64::from(*value) - mean;
        }
        for (column, &factor) in centered.iter().enumerate() {
            for (row, value) in centered.iter().enumerate() {
                sums[(row, column)] += factor * value;
            }
        }
    }
    sums / (rows.len() / dim - 1).max(1) as f64
}
