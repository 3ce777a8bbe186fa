//! k-means by Lloyd's iterations, pulled one at a time, from a k-means++ start.

use rand::{Rng, RngExt};

use super::rows::squared_distance;
use crate::parallel::{for_each_chunk, map};

/// Rows that a thread takes at once.
const PIECE: usize = 256;

/// A clustering in progress.
#[derive(Clone, Debug)]
pub struct KMeans {
    dim: usize,
    /// `[K, dim]`
    centers: Vec<f32>,
    /// The nearest center of each row, as of the last iteration.
    assignments: Vec<usize>,
}

impl KMeans {
    /// From starting centers, `[K, dim]`.
    pub fn new(centers: Vec<f32>, dim: usize) -> Self {
        Self { dim, centers, assignments: Vec::new() }
    }

    /// Assigns each row of `[N, dim]` to its nearest center, then moves every center to the mean of its rows.
    /// A center without rows moves to the row farthest from its own. Returns whether any assignment changed.
    pub fn step(&mut self, rows: &[f32]) -> bool {
        let (assignments, distances) = self.assign(rows);
        let has_changed = assignments != self.assignments;
        self.assignments = assignments;
        if has_changed {
            self.move_centers(rows, distances);
        }
        has_changed
    }

    /// The center of each row.
    pub fn assignments(&self) -> &[usize] {
        &self.assignments
    }

    /// Sum of squared distances of rows to their nearest center.
    pub fn inertia(&self, rows: &[f32]) -> f64 {
        self.assign(rows).1.iter().map(|&distance| f64::from(distance)).sum()
    }

    /// Nearest center and squared distance to it, row by row; the first of equal ones.
    fn assign(&self, rows: &[f32]) -> (Vec<usize>, Vec<f32>) {
        let nearest = |row: &[f32]| {
            let mut best = (0, f32::INFINITY);
            for (index, center) in self.centers.chunks_exact(self.dim).enumerate() {
                let distance = squared_distance(row, center);
                if distance < best.1 {
                    best = (index, distance);
                }
            }
            best
        };
        let pieces: Vec<&[f32]> = rows.chunks(PIECE * self.dim).collect();
        let found = map(pieces.len(), |index| -> Vec<_> {
            pieces[index].chunks_exact(self.dim).map(nearest).collect()
        });
        found.into_iter().flatten().unzip()
    }

    fn move_centers(&mut self, rows: &[f32], mut distances: Vec<f32>) {
        let count = self.centers.len() / self.dim;
        let mut sums = vec![0.0f64; self.centers.len()];
        let mut sizes = vec![0usize; count];
        for (row, &center) in rows.chunks_exact(self.dim).zip(&self.assignments) {
            sizes[center] += 1;
            let sums = &mut sums[center * self.dim..(center + 1) * self.dim];
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += f64::from(*value));
        }
        for (index, center) in self.centers.chunks_exact_mut(self.dim).enumerate() {
            if sizes[index] == 0 {
                let farthest = largest(&distances);
                center.copy_from_slice(&rows[farthest * self.dim..(farthest + 1) * self.dim]);
                distances[farthest] = 0.0;
                continue;
            }
            let sums = &sums[index * self.dim..(index + 1) * self.dim];
            center.iter_mut().zip(sums).for_each(|(value, sum)| *value = (sum / sizes[index] as f64) as f32);
        }
    }
}

/// `num_centers` rows drawn by k-means++: the first uniformly, each next one with a probability proportional to its
/// squared distance from the nearest center so far.
///
/// # Source
/// Arthur and Vassilvitskii 2007.
pub fn start_centers(rows: &[f32], dim: usize, num_centers: usize, rng: &mut impl Rng) -> Vec<f32> {
    let row = |index: usize| &rows[index * dim..(index + 1) * dim];
    let count = rows.len() / dim;
    let mut centers = row(rng.random_range(0..count)).to_vec();
    let mut distances = vec![f32::INFINITY; count];
    while centers.len() < num_centers * dim {
        let newest = &centers[centers.len() - dim..];
        for_each_chunk(&mut distances, PIECE, |piece, distances| {
            for (index, distance) in distances.iter_mut().enumerate() {
                *distance = distance.min(squared_distance(row(piece * PIECE + index), newest));
            }
        });
        let total: f64 = distances.iter().map(|&distance| f64::from(distance)).sum();
        let mut left = rng.random::<f64>() * total;
        let drawn = distances.iter().position(|&distance| {
            left -= f64::from(distance);
            left < 0.0
        });
        // If all rows coincide with centers, any will do.
        centers.extend_from_slice(row(drawn.unwrap_or(count - 1)));
    }
    centers
}

fn largest(values: &[f32]) -> usize {
    (0..values.len()).max_by(|&a, &b| values[a].total_cmp(&values[b])).unwrap_or(0)
}
