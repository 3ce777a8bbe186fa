//! Clusters of the features of all images, computed before an epoch of Deep Cluster (docs/method.md, section 6).

use burn::tensor::Device;
use rand_chacha::ChaCha8Rng;

use super::batches::Normalization;
use super::features::Extraction;
use super::model::CLUSTERS;
use super::progress::Progress;
use crate::cluster::{KMeans, normalize_rows, start_centers, whiten};
use crate::config::Augmentation;
use crate::data::ImageSet;
use crate::error::Result;
use crate::model::{BackboneNetwork, NamedTensor};
use crate::rng::{Purpose, stream};

/// The largest index of a stream.
const AUGMENTED_EPOCHS: u64 = (1 << 48) - 1;

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

/// How the images of an epoch are clustered.
#[derive(Clone, Debug)]
pub(super) struct ClusterPlan {
    pub num_clusters: usize,
    /// K-means starts so often; the clusters with the smallest sum of squared distances are kept.
    pub starts: usize,
    /// Lloyd's iterations of each start at most.
    pub rounds: usize,
    /// Of the images whose features are clustered.
    pub augmentation: Augmentation,
    pub seed: u64,
}

/// Clusters being computed, a batch of features or an iteration of k-means at a time.
pub(super) struct Clustering {
    pub epoch: usize,
    plan: ClusterPlan,
    extraction: Extraction,
    /// Whitened features, `[N, dim]`, and dim.
    rows: Option<(Vec<f32>, usize)>,
    /// The start that is on.
    kmeans: Option<KMeans>,
    starts: usize,
    iterations: usize,
    /// The smallest sum of squared distances, and its clusters.
    best: Option<(f64, Vec<usize>)>,
    rng: ChaCha8Rng,
}

impl Clustering {
    pub(super) fn new(
        images: &ImageSet,
        normalization: Normalization,
        device: &Device,
        plan: &ClusterPlan,
        epoch: usize,
    ) -> Self {
        let mut extraction = Extraction::new(images, normalization, device);
        if plan.augmentation != Augmentation::NONE {
            // Streams of batches have the numbers of steps; those from the other end are free.
            let rng = stream(plan.seed, Purpose::Batch, AUGMENTED_EPOCHS - epoch as u64);
            extraction.augment(&plan.augmentation, rng);
        }
        let rng = stream(plan.seed, Purpose::Cluster, epoch as u64);
        let plan = plan.clone();
        Self { epoch, plan, extraction, rows: None, kmeans: None, starts: 0, iterations: 0, best: None, rng }
    }

    pub(super) fn progress(&self) -> Progress {
        let ClusterPlan { starts, rounds, .. } = self.plan;
        let total = self.extraction.total() + starts * rounds;
        Progress { done: self.extraction.done() + self.starts * rounds + self.iterations, total }
    }

    /// One piece of work with a backbone whose gradients are off; the clusters at the end.
    pub(super) async fn step(&mut self, backbone: &mut BackboneNetwork) -> Result<Option<Clusters>> {
        if !self.extraction.is_done() {
            self.extraction.step(backbone).await?;
            return Ok(None);
        }
        let (rows, dim) = self.rows.get_or_insert_with(|| whitened(&self.extraction));
        let kmeans = self.kmeans.get_or_insert_with(|| {
            KMeans::new(start_centers(rows, *dim, self.plan.num_clusters, &mut self.rng), *dim)
        });
        let has_changed = kmeans.step(rows);
        self.iterations += 1;
        if has_changed && self.iterations < self.plan.rounds {
            return Ok(None);
        }
        // With a single start there is nothing to compare.
        let inertia = if self.plan.starts > 1 { kmeans.inertia(rows) } else { 0.0 };
        if self.best.as_ref().is_none_or(|(best, _)| inertia < *best) {
            self.best = Some((inertia, kmeans.assignments().to_vec()));
        }
        (self.kmeans, self.iterations, self.starts) = (None, 0, self.starts + 1);
        let is_done = self.starts == self.plan.starts;
        let best = self.best.take_if(|_| is_done);
        Ok(best.map(|(_, assignments)| Clusters::new(self.epoch, assignments, self.plan.num_clusters)))
    }
}

/// Whitened rows of length 1, and their length.
fn whitened(extraction: &Extraction) -> (Vec<f32>, usize) {
    let features = extraction.features();
    let (mut rows, dim) = whiten(&features.values, features.num_features);
    normalize_rows(&mut rows, dim);
    (rows, dim)
}
