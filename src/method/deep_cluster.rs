//! Deep Cluster: the cluster that an image's features were in when the epoch began (docs/method.md, section 6).

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::projection::Projection;
use super::{About, Batch, Classification, Outcome, Setup, Targets, Task, weighted_cross_entropy};
use crate::config::{Protocol, Recipe, ScheduleConfig, TaskConfig};
use crate::model::{BackboneNetwork, Linear, Mode, TensorVisitor, VisitTensors};

const NUM_HIDDEN: usize = 256;
/// PyTorch's default.
const NEGATIVE_SLOPE: f64 = 0.01;

/// Head 64 - 256 - batch norm - LeakyReLU - clusters.
#[derive(Clone, Debug)]
pub struct DeepCluster {
    head: Projection,
    num_clusters: usize,
    fresh_deviation: Option<f64>,
}

/// The last layer is reinitialised each epoch and needs a high enough learning rate: no cosine decay.
fn quick() -> Recipe {
    Recipe { epochs: 6, schedule: ScheduleConfig::default(), ..Recipe::quick() }
}

/// As the earlier study's code clusters.
fn study() -> TaskConfig {
    TaskConfig {
        cluster_starts: 5,
        cluster_rounds: 30,
        cluster_augmented: true,
        fresh_deviation: Some(0.01),
        ..TaskConfig::default()
    }
}

impl Task for DeepCluster {
    const ABOUT: About = About {
        name: "deep-cluster",
        title: "Deep Cluster",
        summary: "Similar images are grouped, the network learns to name the group, and the groups are recomputed.",
        description: "Classification of k-means assignments of whitened features, recomputed before each epoch.",
        targets: Targets::Clusters,
        evaluations: &[Protocol::Linear, Protocol::Finetune, Protocol::Knn, Protocol::Retrieval],
        settings: &["clusterStarts", "clusterRounds", "clusterAugmented", "freshDeviation"],
        study: || Recipe { task: study(), ..Recipe::paper() },
        quick,
        best: || Recipe { epochs: 52, schedule: ScheduleConfig::default(), ..Recipe::best() },
        source: "Caron, Bojanowski, Joulin and Douze, ECCV 2018, arXiv 1807.05520",
        ..About::DEFAULT
    };

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        let num_clusters = setup.num_targets;
        let head = Projection::init(&[setup.num_features(), NUM_HIDDEN, num_clusters], rng, device);
        let fresh_deviation = setup.config.fresh_deviation;
        Self { head: head.leaky(NEGATIVE_SLOPE), num_clusters, fresh_deviation }
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        let features = backbone.features(batch.images(), mode);
        let logits = self.head.forward(features.clone(), mode);
        let classification = Classification::new(logits, batch.targets.clone());
        let loss = weighted_cross_entropy(&classification, &batch.weights);
        Outcome { loss, answers: Some(classification), features, projected: None }
    }

    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        Some(self.head.clone().forward(features, Mode::Infer))
    }

    fn class_names(&self) -> Vec<String> {
        (0..self.num_clusters).map(|cluster| format!("cluster {cluster}")).collect()
    }

    fn fresh_layer(&self) -> Option<&'static str> {
        Some("head.output")
    }

    /// Cluster indices are not comparable across epochs.
    fn refresh(&mut self, rng: &mut impl Rng) {
        let device = self.head.output.weight.device().inner();
        self.head.output = match self.fresh_deviation {
            Some(deviation) => Linear::normal(NUM_HIDDEN, self.num_clusters, deviation, rng, &device),
            None => Linear::init(NUM_HIDDEN, self.num_clusters, rng, &device),
        };
    }
}

impl VisitTensors for DeepCluster {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.head.visit(prefix, visitor);
    }
}
