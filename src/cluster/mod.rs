//! Clustering of features: PCA whitening and k-means, both on the host and bit-identical everywhere.

mod kmeans;
mod rows;
mod whiten;

pub use kmeans::{KMeans, start_centers};
pub use rows::{dot, normalize_rows, squared_distance};
pub use whiten::whiten;
