//! The pretext tasks: one file per method, with its head, its samples and targets, its loss, and its
//! description.
//!
//! To add a method: a file with a struct that holds its head and is a [`Task`], and one line in `methods!` below.
//! Nothing else matches on the method.

mod about;
mod byol;
mod classification;
mod comparison;
mod deep_cluster;
mod infomax;
mod joint;
mod patch_relnet;
mod patch_rotnet;
mod projection;
mod relational;
mod rotnet;
mod simclr;
mod supervised;
mod vicreg;

use std::ops::Range;

use burn::tensor::{Device, Tensor};
use rand::Rng;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use about::{About, Targets};
use byol::Byol;
pub use byol::byol_loss;
pub use classification::{Classification, cross_entropy, weighted_cross_entropy};
pub use deep_cluster::DeepCluster;
pub use infomax::DeepInfoMax;
use joint::{SimClrPatchRotNet, VicRegPatchRotNet};
use patch_relnet::PatchRelNet;
use patch_rotnet::PatchRotNet;
use relational::RelationalReasoning;
use rotnet::RotNet;
use simclr::SimClr;
pub use simclr::nt_xent;
use supervised::Supervised;
use vicreg::VicReg;
pub use vicreg::vicreg_loss;

use crate::config::TaskConfig;
use crate::model::{BackboneInfo, BackboneNetwork, Mode, TensorVisitor, VisitTensors};
use crate::views::{NUM_TURNS, PatchBox};

/// The input of a step: N images, and what their method needs in addition.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The images, normalised, each draw augmented separately: `[N, 3, S, S]`, as many as [`Task::draws`].
    pub draws: Vec<Tensor<4>>,
    /// Patch positions: N.
    pub boxes: Vec<PatchBox>,
    /// Labels or clusters: N, or none.
    pub targets: Vec<i32>,
    /// Weight of each target: N, or none if all are equal.
    pub weights: Vec<f32>,
    /// Uniform in 0..1: N times [`Pretext::noise_per_image`].
    pub noise: Vec<f32>,
}

impl Batch {
    /// For methods that use only images and patch positions.
    pub fn new(images: Tensor<4>, boxes: Vec<PatchBox>) -> Self {
        Self { draws: vec![images], boxes, targets: Vec::new(), weights: Vec::new(), noise: Vec::new() }
    }

    /// Some of its images, each with so many values of noise.
    pub(crate) fn part(&self, images: Range<usize>, noise_per_image: usize) -> Self {
        let take = |values: usize| images.start * values..images.end * values;
        let each = |len: usize| if len == 0 { 0..0 } else { images.clone() };
        Self {
            draws: self.draws.iter().map(|draw| draw.clone().slice([images.clone()])).collect(),
            boxes: self.boxes[images.clone()].to_vec(),
            targets: self.targets[each(self.targets.len())].to_vec(),
            weights: self.weights[each(self.weights.len())].to_vec(),
            noise: self.noise[take(noise_per_image)].to_vec(),
        }
    }

    /// The images of the first draw.
    pub fn images(&self) -> Tensor<4> {
        self.draws[0].clone()
    }

    /// The number of images.
    pub fn num_images(&self) -> usize {
        self.draws[0].dims()[0]
    }
}

/// How an image of a batch is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draw {
    /// By the augmentation of the run.
    Augmented,
    /// By [`TaskConfig::patch_augmentation`].
    ForPatch,
}

/// The result of a method on a batch.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The loss to minimise: `[1]`.
    pub loss: Tensor<1>,
    /// The predictions for accuracy, if the task is a classification.
    pub answers: Option<Classification>,
    /// What the backbone made of the views: `[M, features]`.
    pub features: Tensor<2>,
    /// What the loss compares, where that is made of the features.
    pub projected: Option<Projected>,
}

/// Rows that a loss compares.
#[derive(Clone, Debug)]
pub struct Projected {
    /// `[M, size]`
    pub rows: Tensor<2>,
    pub by: Measure,
}

/// By what a loss tells rows apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Their directions: it does not see lengths.
    Direction,
    /// Their values, which should have a standard deviation of 1.
    Value,
}

/// What a head is made for.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// The backbone at its starting weights, gradients off.
    pub backbone: &'a BackboneNetwork,
    /// Classes, if targets are labels or clusters.
    pub num_targets: usize,
    pub config: &'a TaskConfig,
}

impl Setup<'_> {
    /// Properties of the backbone.
    pub fn info(&self) -> BackboneInfo {
        self.backbone.kind().info()
    }

    /// Number of features per image.
    pub fn num_features(&self) -> usize {
        self.backbone.num_features()
    }
}

/// The interface of every method.
pub trait Task: VisitTensors {
    /// Its description.
    const ABOUT: About;

    /// A head drawn from `rng` on the host, gradients off.
    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self;

    /// How often each image of a batch is drawn, and how.
    fn draws(&self) -> Vec<Draw> {
        vec![Draw::Augmented]
    }

    /// Views, features, logits and loss of one batch.
    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome;

    /// Logits of the eight views' features, view by view; none if the task needs more than features.
    ///
    /// # Shapes
    /// - `features`: `[8N, features]`, view by view; output: `[8N, classes]`
    fn view_logits(&self, _features: Tensor<2>) -> Option<Tensor<2>> {
        None
    }

    /// The class that view 0..=7 belongs to; none if the task has no view classes.
    fn view_class(&self, _view: usize) -> Option<usize> {
        None
    }

    /// Names of the classes, in the order of the logits; none if the task is not a classification.
    fn class_names(&self) -> Vec<String> {
        Vec::new()
    }

    /// Number of random values in 0..1 per image of a batch.
    fn noise_per_image(&self) -> usize {
        0
    }

    /// Name of the layer that is reinitialised each epoch, if there is one.
    fn fresh_layer(&self) -> Option<&'static str> {
        None
    }

    /// Reinitialises [`Task::fresh_layer`]: targets are not comparable across epochs.
    fn refresh(&mut self, _rng: &mut impl Rng) {}

    /// What follows each update of backbone and head; `part` of the run is done, from 0 to 1.
    fn after_update(&mut self, _backbone: &BackboneNetwork, _part: f64) {}
}

/// The enums of methods and their tasks, and the only matches on them.
macro_rules! methods {
    ($($(#[$doc:meta])* $method:ident;)*) => {
        /// A row of the results.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Method {
            $($(#[$doc])* $method,)*
        }

        /// A pretext task with its head.
        #[derive(Clone, Debug)]
        pub enum Pretext {
            $($method(Box<$method>),)*
        }

        impl Method {
            /// All methods, those of the paper first.
            pub const ALL: &'static [Self] = &[$(Self::$method),*];

            /// Its description.
            pub fn about(self) -> About {
                match self {
                    $(Self::$method => <$method as Task>::ABOUT,)*
                }
            }

            /// The pretext task with a head drawn from `rng` on the host, gradients off.
            pub fn init(self, setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Pretext {
                let device = &device.clone().inner();
                match self {
                    $(Self::$method => Pretext::$method(Box::new(<$method as Task>::init(setup, rng, device))),)*
                }
            }
        }

        impl Pretext {
            /// See [`Task::outcome`].
            pub fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
                match self {
                    $(Self::$method(task) => task.outcome(backbone, batch, mode),)*
                }
            }

            /// See [`Task::view_logits`].
            pub fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
                match self {
                    $(Self::$method(task) => task.view_logits(features),)*
                }
            }

            /// See [`Task::view_class`].
            pub fn view_class(&self, view: usize) -> Option<usize> {
                match self {
                    $(Self::$method(task) => task.view_class(view),)*
                }
            }

            /// See [`Task::class_names`].
            pub fn class_names(&self) -> Vec<String> {
                match self {
                    $(Self::$method(task) => task.class_names(),)*
                }
            }

            /// See [`Task::noise_per_image`].
            pub fn noise_per_image(&self) -> usize {
                match self {
                    $(Self::$method(task) => task.noise_per_image(),)*
                }
            }

            /// See [`Task::fresh_layer`].
            pub fn fresh_layer(&self) -> Option<&'static str> {
                match self {
                    $(Self::$method(task) => task.fresh_layer(),)*
                }
            }

            /// See [`Task::refresh`].
            pub fn refresh(&mut self, rng: &mut impl Rng) {
                match self {
                    $(Self::$method(task) => task.refresh(rng),)*
                }
            }

            /// See [`Task::draws`].
            pub fn draws(&self) -> Vec<Draw> {
                match self {
                    $(Self::$method(task) => task.draws(),)*
                }
            }

            /// See [`Task::after_update`].
            pub fn after_update(&mut self, backbone: &BackboneNetwork, part: f64) {
                match self {
                    $(Self::$method(task) => task.after_update(backbone, part),)*
                }
            }
        }

        impl VisitTensors for Pretext {
            fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
                match self {
                    $(Self::$method(task) => task.visit(prefix, visitor),)*
                }
            }
        }
    };
}

methods! {
    /// Which of four rotations an image has.
    RotNet;
    /// Which of eight views an image is.
    #[default]
    PatchRotNet;
    /// Which rotation a rotated view and a patched view of one image share.
    PatchRelNet;
    /// Whether features and a feature map belong to the same image.
    DeepInfoMax;
    /// Which cluster an image's features were in when the epoch began.
    DeepCluster;
    /// Which of all other draws is of the same image.
    SimClr;
    /// Two draws of an image are alike, features vary and do not repeat each other.
    VicReg;
    /// Whether two draws are of the same image.
    RelationalReasoning;
    /// What a slowly following copy of the network makes of another draw of the image.
    Byol;
    /// SimCLR and Patch RotNet on one backbone.
    SimClrPatchRotNet;
    /// VICReg and Patch RotNet on one backbone.
    VicRegPatchRotNet;
    /// The labels themselves: what all others are compared with.
    Supervised;
}

impl Method {
    /// The one that learns most in minutes, with its best settings (benches/recipe).
    pub const BEST: Self = Self::SimClr;

    /// The name in configs and on the command line.
    pub fn name(self) -> &'static str {
        self.about().name
    }

    /// The name as written in papers.
    pub fn title(self) -> &'static str {
        self.about().title
    }

    /// The method of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|method| method.name() == name)
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Method {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::of_name(&name).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|method| method.name()).collect();
            serde::de::Error::custom(format!("the method `{name}` is unknown, expected {}", names.join(", ")))
        })
    }
}

#[cfg(feature = "cli")]
impl clap::ValueEnum for Method {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()).help(self.about().summary))
    }
}

fn turn_names(what: &str) -> Vec<String> {
    (0..NUM_TURNS).map(|quarter_turns| format!("{what} {}°", 90 * quarter_turns)).collect()
}
