//! Features embedded in two dimensions.

mod tsne;

use serde::Serialize;

use burn::tensor::Device;

use crate::config::EmbeddingConfig;
use crate::data::Dataset;
use crate::error::Result;
use crate::model::{BackboneNetwork, frozen};
use crate::rng::{Purpose, stream};
use crate::train::{Extraction, Normalization, Progress};
pub use tsne::{Tsne, gradient, joint_probabilities};

/// Iterations of t-SNE that count as one unit of work.
const ITERATIONS: usize = 5;

/// An embedding being computed: a unit is a batch of features or some iterations.
pub struct Embedding {
    config: EmbeddingConfig,
    backbone: BackboneNetwork,
    extraction: Extraction,
    indices: Vec<usize>,
    has_labels: bool,
    tsne: Option<Tsne>,
}

/// An embedding, in progress or done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Embedding"))]
pub struct Picture {
    /// Positions, centred on the origin: `[N, 2]`.
    #[cfg_attr(feature = "types", ts(type = "Float32Array"))]
    pub embedding_2d: Vec<[f32; 2]>,
    /// The index of the test image at each position.
    pub indices: Vec<usize>,
    /// Classes; none where the images have no labels.
    pub labels: Vec<usize>,
    /// The Kullback-Leibler divergence of the embedding from the features, in nats: lower is better.
    pub kl_divergence: f64,
}

impl Embedding {
    /// Prepares an embedding of test images by a backbone's features; nothing is computed yet.
    ///
    /// # Errors
    /// [`crate::Error::InvalidConfig`], also where the perplexity is too large for the available images;
    /// [`crate::Error::NoImages`] where there is no test split.
    pub fn new(
        config: &EmbeddingConfig,
        backbone: BackboneNetwork,
        normalization: Normalization,
        data: &Dataset,
        device: &Device,
    ) -> Result<Self> {
        let images = data.unseen()?;
        config.validate(images.len())?;
        let indices = images.draw(config.max_images, config.seed);
        let chosen = images.subset(&indices);
        Ok(Self {
            config: config.clone(),
            backbone: frozen(backbone),
            has_labels: chosen.labels().is_some(),
            extraction: Extraction::new(&chosen, normalization, device),
            indices,
            tsne: None,
        })
    }

    /// Units of work done and in total.
    pub fn progress(&self) -> Progress {
        let done = self.tsne.as_ref().map_or(0, |tsne| tsne.iteration().div_ceil(ITERATIONS));
        let total = self.config.iterations.div_ceil(ITERATIONS);
        Progress { done: self.extraction.done() + done, total: self.extraction.total() + total }
    }

    /// Whether the embedding is done.
    pub fn is_done(&self) -> bool {
        self.tsne.as_ref().is_some_and(Tsne::is_done)
    }

    /// Up to `units` units of work.
    ///
    /// # Errors
    /// [`crate::Error::InvalidData`] where an image cannot be read; [`crate::Error::DeviceFailed`].
    pub async fn run(&mut self, units: usize) -> Result<Progress> {
        for _ in 0..units.max(1) {
            if !self.extraction.is_done() {
                self.extraction.step(&mut self.backbone).await?;
                continue;
            }
            let tsne = self.tsne.get_or_insert_with(|| {
                let features = self.extraction.features();
                let (rows, dim) = (&features.values, features.num_features);
                let mut rng = stream(self.config.seed, Purpose::Embedding, 0);
                let perplexity = self.config.perplexity_for(self.indices.len());
                Tsne::new(rows, dim, perplexity, self.config.iterations, &mut rng)
            });
            for _ in 0..ITERATIONS {
                if !tsne.is_done() {
                    tsne.step();
                }
            }
        }
        Ok(self.progress())
    }

    /// The embedding so far; none before the first iteration.
    pub fn picture(&self) -> Option<Picture> {
        let tsne = self.tsne.as_ref()?;
        let labels = if self.has_labels { self.extraction.features().labels.clone() } else { Vec::new() };
        Some(Picture {
            embedding_2d: tsne.embedding_2d().to_vec(),
            indices: self.indices.clone(),
            labels,
            kl_divergence: tsne.kl_divergence(),
        })
    }
}
