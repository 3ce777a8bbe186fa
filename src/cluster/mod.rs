//! Clustering of features: PCA whitening and k-means, both on the host and bit-identical everywhere.

mod kmeans;
mod whiten;

pub use kmeans::{KMeans, start_centers};
pub use whiten::{normalize_rows, whiten};
