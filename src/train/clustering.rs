//! Clusters of the features of all images, computed before an epoch of Deep Cluster (docs/method.md, section 6).

use burn::tensor::Device;

use super::batches::Normalization;
use super::features::Extraction;
use super::model::CLUSTERS;
use super::progress::Progress;
use crate::cluster::{KMeans, normalize_rows, start_centers, whiten};
use crate::data::ImageSet;
use crate::error::Result;
use crate::model::{BackboneNetwork, NamedTensor};
use crate::rng::{Purpose, stream};

/// Lloyd's iterations at most, as in the method's own code.
const MAX_ITERATIONS: usize = 20;

/// The cluster of each image for one epoch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clusters {
    pub epoch: usize,
    pub assignments: Vec<usize>,
    /// Of each cluster: 1 - n_k / N, so that large ones do not dominate.
    weights: Vec<f32>,
}

impl Clusters {
    fn new(epoch: usize, assignments: Vec<usize>, num_clusters: usize) -> Self {
        let mut sizes = vec![0usize; num_clusters];
        assignments.iter().for_each(|&cluster| sizes[cluster] += 1);
        let count = assignments.len() as f32;
        let weights = sizes.iter().map(|&size| 1.0 - size as f32 / count).collect();
        Self { epoch, assignments, weights }
    }

    /// Targets and weights of some images.
    pub(super) fn of(&self, indices: &[usize]) -> (Vec<i32>, Vec<f32>) {
        let of_image = |&index: &usize| {
            let cluster = self.assignments[index];
            (cluster as i32, self.weights[cluster])
        };
        indices.iter().map(of_image).unzip()
    }

    /// For a checkpoint.
    pub(super) fn to_tensor(&self) -> NamedTensor {
        let values: Vec<f32> = self.assignments.iter().map(|&cluster| cluster as f32).collect();
        NamedTensor { name: CLUSTERS.into(), shape: vec![values.len()], values }
    }

    /// From a checkpoint, if it has clusters for this number of images.
    pub(super) fn from_tensors(
        tensors: &[NamedTensor],
        epoch: usize,
        [num_images, num_clusters]: [usize; 2],
    ) -> Option<Self> {
        let found = tensors.iter().find(|tensor| tensor.name == CLUSTERS)?;
        let assignments: Vec<usize> = found.values.iter().map(|&cluster| cluster as usize).collect();
        let fits = assignments.len() == num_images && assignments.iter().all(|&index| index < num_clusters);
        fits.then(|| Self::new(epoch, assignments, num_clusters))
    }
}

/// Clusters being computed, a batch of features or an iteration of k-means at a time.
pub(super) struct Clustering {
    pub epoch: usize,
    num_clusters: usize,
    seed: u64,
    extraction: Extraction,
    kmeans: Option<(KMeans, Vec<f32>)>,
    iterations: usize,
}

impl Clustering {
    pub(super) fn new(
        images: &ImageSet,
        normalization: Normalization,
        device: &Device,
        num_clusters: usize,
        seed: u64,
        epoch: usize,
    ) -> Self {
        let extraction = Extraction::new(images, normalization, device);
        Self { epoch, num_clusters, seed, extraction, kmeans: None, iterations: 0 }
    }

    pub(super) fn progress(&self) -> Progress {
        let total = self.extraction.total() + MAX_ITERATIONS;
        Progress { done: self.extraction.done() + self.iterations, total }
    }

    /// One piece of work with a backbone whose gradients are off; the clusters at the end.
    pub(super) async fn step(&mut self, backbone: &mut BackboneNetwork) -> Result<Option<Clusters>> {
        if !self.extraction.is_done() {
            self.extraction.step(backbone).await?;
            return Ok(None);
        }
        if self.kmeans.is_none() {
            self.kmeans = Some(self.start());
        }
        let Some((kmeans, rows)) = &mut self.kmeans else { unreachable!("k-means was just started") };
        let has_changed = kmeans.step(rows);
        self.iterations += 1;
        let is_done = !has_changed || self.iterations == MAX_ITERATIONS;
        Ok(is_done.then(|| Clusters::new(self.epoch, kmeans.assignments().to_vec(), self.num_clusters)))
    }

    /// K-means before its first iteration, and the whitened features that it clusters.
    fn start(&self) -> (KMeans, Vec<f32>) {
        let features = self.extraction.features();
        let (mut rows, dim) = whiten(&features.values, features.num_features);
        normalize_rows(&mut rows, dim);
        let mut rng = stream(self.seed, Purpose::Cluster, self.epoch as u64);
        (KMeans::new(start_centers(&rows, dim, self.num_clusters, &mut rng), dim), rows)
    }
}
