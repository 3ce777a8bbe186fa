//! The pretext tasks: one file a method, each with its head, its samples and targets, and its loss.
//!
//! To add a method: a file with a struct that holds its head and is a `Task`, a variant in [`Method`] and in
//! [`Pretext`], and one arm in each `match` below. Nothing else matches on the method.

mod classification;
mod deep_cluster;
mod infomax;
mod patch_relnet;
mod patch_rotnet;
mod rotnet;
mod supervised;

use burn::tensor::{Device, Tensor};
use rand::Rng;

pub use classification::{Classification, cross_entropy, weighted_cross_entropy};
pub use deep_cluster::DeepCluster;
pub use infomax::DeepInfoMax;
use patch_relnet::PatchRelNet;
use patch_rotnet::PatchRotNet;
use rotnet::RotNet;
use supervised::Supervised;

pub use crate::config::Method;
use crate::model::{Mode, NUM_FEATURES, ResNet, TensorVisitor, VisitTensors};
use crate::views::{NUM_TURNS, NUM_VIEWS, PatchBox};

/// Where the right answers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Targets {
    /// From the images alone, by how their views were made.
    Images,
    /// From labels.
    Labels,
    /// From clusters of the features, found anew before each epoch.
    Clusters,
}

impl Method {
    /// The pretext task with a head drawn from `rng` on the host, gradients off. `num_targets` counts only where
    /// targets are labels or clusters.
    pub fn init(self, num_targets: usize, rng: &mut impl Rng, device: &Device) -> Pretext {
        let device = &device.clone().inner();
        match self {
            Self::RotNet => Pretext::RotNet(RotNet::init(rng, device)),
            Self::PatchRotNet => Pretext::PatchRotNet(PatchRotNet::init(rng, device)),
            Self::PatchRelNet => Pretext::PatchRelNet(PatchRelNet::init(rng, device)),
            Self::DeepInfoMax => Pretext::DeepInfoMax(Box::new(DeepInfoMax::init(rng, device))),
            Self::DeepCluster => Pretext::DeepCluster(Box::new(DeepCluster::init(num_targets, rng, device))),
            Self::Supervised => Pretext::Supervised(Supervised::init(num_targets, rng, device)),
        }
    }

    /// Views that the network sees for each image.
    pub fn views_per_image(self) -> usize {
        match self {
            Self::RotNet => NUM_TURNS,
            Self::PatchRotNet | Self::PatchRelNet => NUM_VIEWS,
            Self::DeepInfoMax | Self::DeepCluster | Self::Supervised => 1,
        }
    }

    /// Where the right answers come from.
    pub fn targets(self) -> Targets {
        match self {
            Self::RotNet | Self::PatchRotNet | Self::PatchRelNet | Self::DeepInfoMax => Targets::Images,
            Self::DeepCluster => Targets::Clusters,
            Self::Supervised => Targets::Labels,
        }
    }

    /// Random numbers in 0..1 that each image of a batch brings along.
    pub fn noise_per_image(self) -> usize {
        match self {
            Self::DeepInfoMax => NUM_FEATURES,
            Self::RotNet | Self::PatchRotNet | Self::PatchRelNet | Self::DeepCluster | Self::Supervised => 0,
        }
    }
}

/// What a step draws: N images, and what their method asks for beside them.
#[derive(Clone, Debug)]
pub struct Batch {
    /// `[N, 3, S, S]`, normalised.
    pub images: Tensor<4>,
    /// Where patches go: N.
    pub boxes: Vec<PatchBox>,
    /// Labels or clusters: N, or none.
    pub targets: Vec<i32>,
    /// How much each target counts: N, or none where all count the same.
    pub weights: Vec<f32>,
    /// Uniform in 0..1: N times [`Method::noise_per_image`].
    pub noise: Vec<f32>,
}

impl Batch {
    /// For methods that take nothing but images and places of patches.
    pub fn new(images: Tensor<4>, boxes: Vec<PatchBox>) -> Self {
        Self { images, boxes, targets: Vec::new(), weights: Vec::new(), noise: Vec::new() }
    }
}

/// What a method makes of a batch.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The value to lower: `[1]`.
    pub loss: Tensor<1>,
    /// The answers that accuracy counts.
    pub classification: Classification,
}

/// What every method can do.
trait Task {
    /// Views, features, logits and loss of one batch.
    fn outcome(&mut self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome;
    /// Logits of the eight views' features, view by view; none where the task is no matter of features alone.
    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>>;
    /// The class that view 0..=7 belongs to; none where the task knows no views.
    fn view_class(&self, view: usize) -> Option<usize>;
    fn class_names(&self) -> Vec<String>;
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor);
}

/// A pretext task with its head.
#[derive(Clone, Debug)]
pub enum Pretext {
    RotNet(RotNet),
    PatchRotNet(PatchRotNet),
    PatchRelNet(PatchRelNet),
    DeepInfoMax(Box<DeepInfoMax>),
    DeepCluster(Box<DeepCluster>),
    Supervised(Supervised),
}

/// The same for the task of every variant.
macro_rules! with_task {
    ($pretext:expr, $task:ident => $result:expr) => {
        match $pretext {
            Self::RotNet($task) => $result,
            Self::PatchRotNet($task) => $result,
            Self::PatchRelNet($task) => $result,
            Self::DeepInfoMax($task) => $result,
            Self::DeepCluster($task) => $result,
            Self::Supervised($task) => $result,
        }
    };
}

impl Pretext {
    /// Views, features, logits and loss of one batch.
    pub fn outcome(&mut self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome {
        with_task!(self, task => task.outcome(backbone, batch, mode))
    }

    /// Logits of each of the eight views, for attention maps; none for Deep InfoMax, which has no classes.
    ///
    /// # Shapes
    /// - `features`: `[8N, 64]`, view by view; output: `[8N, classes]`
    pub fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        with_task!(self, task => task.view_logits(features))
    }

    /// The class that view 0..=7 belongs to; none where the task knows no views.
    pub fn view_class(&self, view: usize) -> Option<usize> {
        with_task!(self, task => task.view_class(view))
    }

    /// Name of the layer that is drawn anew with each epoch, where there is one.
    pub fn fresh_layer(&self) -> Option<&'static str> {
        match self {
            Self::DeepCluster(_) => Some("head.output"),
            Self::RotNet(_)
            | Self::PatchRotNet(_)
            | Self::PatchRelNet(_)
            | Self::DeepInfoMax(_)
            | Self::Supervised(_) => None,
        }
    }

    /// Draws [`Pretext::fresh_layer`] anew: targets of one epoch mean nothing in the next.
    pub fn refresh(&mut self, rng: &mut impl Rng) {
        if let Self::DeepCluster(task) = self {
            task.refresh(rng);
        }
    }

    /// Names of the classes, in the order of the logits.
    pub fn class_names(&self) -> Vec<String> {
        with_task!(self, task => task.class_names())
    }
}

fn turn_names(what: &str) -> Vec<String> {
    (0..NUM_TURNS).map(|quarter_turns| format!("{what} {}°", 90 * quarter_turns)).collect()
}

impl VisitTensors for Pretext {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        with_task!(self, task => task.visit(prefix, visitor))
    }
}
