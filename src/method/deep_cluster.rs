//! Deep Cluster: the cluster that an image's features were in when the epoch began (docs/method.md, section 6).

use burn::tensor::activation::leaky_relu;
use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::{About, Batch, Classification, Outcome, Targets, Task, weighted_cross_entropy};
use crate::config::{Protocol, Recipe, ScheduleConfig};
use crate::model::{
    BackboneInfo, BackboneNetwork, BatchNorm, Linear, Mode, TensorVisitor, VisitTensors, join,
};

const NUM_HIDDEN: usize = 256;
/// PyTorch's default.
const NEGATIVE_SLOPE: f64 = 0.01;

/// Head 64 - 256 - batch norm - LeakyReLU - clusters.
#[derive(Clone, Debug)]
pub struct DeepCluster {
    hidden: Linear,
    norm: BatchNorm,
    output: Linear,
    num_clusters: usize,
}

impl DeepCluster {
    fn logits(&mut self, features: Tensor<2>, mode: Mode) -> Tensor<2> {
        let hidden = self.hidden.forward(features).unsqueeze_dims::<4>(&[2, 3]);
        let normed = self.norm.forward(hidden, None, false, mode).flatten(1, 3);
        self.output.forward(leaky_relu(normed, NEGATIVE_SLOPE))
    }
}

/// The last layer is reinitialised each epoch and needs a high enough learning rate: no cosine decay.
fn quick() -> Recipe {
    Recipe { epochs: 6, schedule: ScheduleConfig::default(), ..Recipe::quick() }
}

impl Task for DeepCluster {
    const ABOUT: About = About {
        name: "deep-cluster",
        title: "Deep Cluster",
        summary: "Similar images are grouped, the network learns to name the group, and the groups are recomputed.",
        description: "Classification of k-means assignments of whitened features, recomputed before each epoch.",
        targets: Targets::Clusters,
        evaluations: &[Protocol::Linear, Protocol::Finetune, Protocol::Knn, Protocol::Retrieval],
        quick,
        source: "Caron, Bojanowski, Joulin and Douze, ECCV 2018, arXiv 1807.05520",
        ..About::DEFAULT
    };

    fn init(backbone: &BackboneInfo, num_clusters: usize, rng: &mut impl Rng, device: &Device) -> Self {
        Self {
            hidden: Linear::init(backbone.num_features, NUM_HIDDEN, rng, device),
            norm: BatchNorm::init(NUM_HIDDEN, device),
            output: Linear::init(NUM_HIDDEN, num_clusters, rng, device),
            num_clusters,
        }
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        let features = backbone.features(batch.images(), mode);
        let classification = Classification::new(self.logits(features, mode), batch.targets.clone());
        let loss = weighted_cross_entropy(&classification, &batch.weights);
        Outcome { loss, answers: Some(classification) }
    }

    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        Some(self.clone().logits(features, Mode::Infer))
    }

    fn class_names(&self) -> Vec<String> {
        (0..self.num_clusters).map(|cluster| format!("cluster {cluster}")).collect()
    }

    fn fresh_layer(&self) -> Option<&'static str> {
        Some("head.output")
    }

    /// Cluster indices are not comparable across epochs.
    fn refresh(&mut self, rng: &mut impl Rng) {
        let device = self.output.weight.device().inner();
        self.output = Linear::init(NUM_HIDDEN, self.num_clusters, rng, &device);
    }
}

impl VisitTensors for DeepCluster {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.hidden.visit(&join(prefix, "hidden"), visitor);
        self.norm.visit(&join(prefix, "norm"), visitor);
        self.output.visit(&join(prefix, "output"), visitor);
    }
}
