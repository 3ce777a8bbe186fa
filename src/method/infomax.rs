//! Deep InfoMax: whether features and a feature map belong to the same image (docs/method.md, section 6).

use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::{About, Batch, Classification, Outcome, Setup, Task};
use crate::config::{Augmentation, OptimizerConfig, Recipe};
use crate::kernel::{same_conv2d, upload_values};
use crate::model::{
    BackboneInfo, BackboneNetwork, Linear, Mode, TensorVisitor, VisitTensors, global_mean_pool, join,
};

/// Channels between the local discriminator's layers.
const NUM_LOCAL: usize = 256;
/// Weight of the prior in the loss.
const PRIOR_WEIGHT: f64 = 0.1;

/// A local discriminator on stem map and features, 80 - 256 - 256 - 1 at each position, and a prior discriminator on
/// features, 64 - 512 - 128 - 1.
#[derive(Clone, Debug)]
pub struct DeepInfoMax {
    /// 1x1 convolutions as linear layers; the first takes the map's 16 channels, then the 64 features.
    local: [Linear; 3],
    prior: [Linear; 3],
    num_features: usize,
}

impl DeepInfoMax {
    /// Scores of each image's features with its own stem map, and with that of the previous image: `[N, 1, S, S]`.
    fn local_scores(&self, map: Tensor<4>, features: Tensor<2>) -> [Tensor<4>; 2] {
        let [first, _, _] = &self.local;
        // The first layer is linear: its inputs are multiplied separately, features once instead of per position.
        let channels = map.dims()[1];
        let of_map = same_conv2d(map, kernel(first.weight.clone().narrow(1, 0, channels)), 1);
        let weight = first.weight.clone().narrow(1, channels, self.num_features);
        let of_features =
            features.matmul(weight.transpose()).add(first.bias.clone().unsqueeze()).unsqueeze_dims(&[2, 3]);
        [of_map.clone(), roll(of_map)].map(|of_map| self.local_score(relu(of_map.add(of_features.clone()))))
    }

    fn local_score(&self, hidden: Tensor<4>) -> Tensor<4> {
        let [_, second, third] = &self.local;
        pointwise(relu(pointwise(hidden, second)), third)
    }

    /// Scores of features as samples of the prior: `[N, 1]`.
    fn prior_score(&self, features: Tensor<2>) -> Tensor<2> {
        let [first, second, third] = &self.prior;
        third.forward(relu(second.forward(relu(first.forward(features)))))
    }
}

/// The method's own learning rate (docs/method.md, section 6).
fn paper() -> Recipe {
    let optimizer = OptimizerConfig::adam(1e-4);
    Recipe { optimizer, augmentation: Augmentation::of(false, true), ..Recipe::paper() }
}

fn quick() -> Recipe {
    Recipe { optimizer: OptimizerConfig::adam(1e-3), ..Recipe::quick() }
}

impl Task for DeepInfoMax {
    const ABOUT: About = About {
        name: "deep-infomax",
        title: "Deep InfoMax",
        summary: "The network decides whether its summary of an image and the details of an image belong together.",
        description: "Mutual information between features and stem map by a local discriminator, with a prior on the features.",
        num_classes: Some(2),
        paper,
        study: paper,
        quick,
        best: || Recipe { epochs: 5, optimizer: OptimizerConfig::adam(1e-4), ..Recipe::best() },
        source: "Hjelm et al., ICLR 2019, arXiv 1808.06670",
        // Measured: its discriminators (RESULTS.md).
        cost_per_image: 15,
        ..About::DEFAULT
    };

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        let BackboneInfo { num_features, stem_channels, .. } = setup.info();
        let mut layer = |input, output| Linear::init(input, output, rng, device);
        Self {
            local: [
                layer(stem_channels + num_features, NUM_LOCAL),
                layer(NUM_LOCAL, NUM_LOCAL),
                layer(NUM_LOCAL, 1),
            ],
            prior: [layer(num_features, 512), layer(512, 128), layer(128, 1)],
            num_features,
        }
    }

    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        let (map, features) = backbone.stem_and_features(batch.images(), mode);
        let [own, other] = self.local_scores(map, features.clone());
        let noise = upload_values(batch.noise.clone(), features.dims(), &features.device());
        let local = softplus(own.clone().neg()).mean().add(softplus(other.clone()).mean());
        let of_noise = softplus(self.prior_score(noise).neg()).mean();
        let prior = of_noise.add(softplus(self.prior_score(features.clone())).mean());
        let loss = local.add(prior.mul_scalar(PRIOR_WEIGHT));
        Outcome { loss, answers: Some(answers(own, other)), features, projected: None }
    }

    fn class_names(&self) -> Vec<String> {
        vec!["own map".into(), "another's map".into()]
    }

    fn noise_per_image(&self) -> usize {
        self.num_features
    }
}

impl VisitTensors for DeepInfoMax {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        for (kind, layers) in [("local", &mut self.local), ("prior", &mut self.prior)] {
            for (name, layer) in ["first", "second", "third"].iter().zip(layers) {
                layer.visit(&join(prefix, &format!("{kind}.{name}")), visitor);
            }
        }
    }
}

/// Whether the mean score of a map predicts "own": 2N predictions.
fn answers(own: Tensor<4>, other: Tensor<4>) -> Classification {
    let num_images = own.dims()[0];
    let score = global_mean_pool(Tensor::cat(vec![own, other], 0));
    let targets = (0..2).flat_map(|class| std::iter::repeat_n(class, num_images)).collect();
    Classification::new(Tensor::cat(vec![score.clone(), score.neg()], 1), targets)
}

/// `[out, in]` to `[out, in, 1, 1]`.
fn kernel(weight: Tensor<2>) -> Tensor<4> {
    weight.unsqueeze_dims(&[2, 3])
}

/// A linear layer at each position.
fn pointwise(input: Tensor<4>, layer: &Linear) -> Tensor<4> {
    let channels = layer.bias.dims()[0];
    same_conv2d(input, kernel(layer.weight.clone()), 1).add(layer.bias.clone().reshape([1, channels, 1, 1]))
}

/// Moves image i to index i + 1, and the last to index 0.
fn roll(maps: Tensor<4>) -> Tensor<4> {
    let last = maps.dims()[0] - 1;
    Tensor::cat(vec![maps.clone().narrow(0, last, 1), maps.narrow(0, 0, last)], 0)
}

/// log(1 + exp(x)) without overflow.
pub(super) fn softplus<const D: usize>(scores: Tensor<D>) -> Tensor<D> {
    // Not by a ReLU: at 0, where its slope is 0, that of softplus is a half.
    let size = scores.clone().abs();
    scores.add(size.clone()).mul_scalar(0.5).add(size.neg().exp().log1p())
}
