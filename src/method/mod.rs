//! The pretext tasks: one file a method, each with its head, its samples and targets, and its loss.
//!
//! To add a method: a file with a struct that holds its head and gives an [`Outcome`], a variant in
//! [`Method`] and in [`Pretext`], and one arm in each `match` below. Nothing else matches on the method.

mod classification;
mod patch_relnet;
mod patch_rotnet;
mod rotnet;

use burn::tensor::{Device, Tensor};
use rand::Rng;

pub use classification::{Classification, cross_entropy};
use patch_relnet::PatchRelNet;
use patch_rotnet::PatchRotNet;
use rotnet::RotNet;

pub use crate::config::Method;
use crate::model::{Mode, ResNet, TensorVisitor, VisitTensors};
use crate::views::PatchBox;

impl Method {
    /// All methods, in the order of the paper.
    pub const ALL: [Self; 3] = [Self::RotNet, Self::PatchRotNet, Self::PatchRelNet];

    /// The pretext task with a head drawn from `rng` on the host, gradients off.
    pub fn init(self, rng: &mut impl Rng, device: &Device) -> Pretext {
        let device = &device.clone().inner();
        match self {
            Self::RotNet => Pretext::RotNet(RotNet::init(rng, device)),
            Self::PatchRotNet => Pretext::PatchRotNet(PatchRotNet::init(rng, device)),
            Self::PatchRelNet => Pretext::PatchRelNet(PatchRelNet::init(rng, device)),
        }
    }

    /// Views that the network sees for each image.
    pub fn views_per_image(self) -> usize {
        match self {
            Self::RotNet => rotnet::VIEWS_PER_IMAGE,
            Self::PatchRotNet | Self::PatchRelNet => crate::views::NUM_VIEWS,
        }
    }
}

/// What a step draws: N images and where their patches go.
#[derive(Clone, Debug)]
pub struct Batch {
    /// `[N, 3, S, S]`, normalised.
    pub images: Tensor<4>,
    /// N.
    pub boxes: Vec<PatchBox>,
}

/// What a method makes of a batch.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The value to lower: `[1]`.
    pub loss: Tensor<1>,
    /// Where the task is a classification: its answers.
    pub classification: Classification,
}

/// A pretext task with its head.
#[derive(Clone, Debug)]
pub enum Pretext {
    RotNet(RotNet),
    PatchRotNet(PatchRotNet),
    PatchRelNet(PatchRelNet),
}

impl Pretext {
    /// Views, features, logits and loss of one batch.
    pub fn outcome(&self, backbone: &mut ResNet, batch: &Batch, mode: Mode) -> Outcome {
        match self {
            Self::RotNet(task) => task.outcome(backbone, batch, mode),
            Self::PatchRotNet(task) => task.outcome(backbone, batch, mode),
            Self::PatchRelNet(task) => task.outcome(backbone, batch, mode),
        }
    }

    /// Logits of each of the eight views, for attention maps.
    ///
    /// # Shapes
    /// - `features`: `[8N, 64]`, view by view; output: `[8N, classes]`
    pub fn view_logits(&self, features: Tensor<2>) -> Tensor<2> {
        match self {
            Self::RotNet(task) => task.view_logits(features),
            Self::PatchRotNet(task) => task.view_logits(features),
            Self::PatchRelNet(task) => task.view_logits(features),
        }
    }

    /// The class that view 0..=7 belongs to.
    pub fn view_class(&self, view: usize) -> usize {
        match self {
            Self::RotNet(_) => rotnet::view_class(view),
            Self::PatchRotNet(_) => patch_rotnet::view_class(view),
            Self::PatchRelNet(_) => patch_relnet::view_class(view),
        }
    }

    /// Names of the classes, in the order of the logits.
    pub fn class_names(&self) -> Vec<String> {
        match self {
            Self::RotNet(_) | Self::PatchRelNet(_) => turn_names("turned"),
            Self::PatchRotNet(_) => [turn_names("turned"), turn_names("patch")].concat(),
        }
    }
}

fn turn_names(what: &str) -> Vec<String> {
    (0..4).map(|quarter_turns| format!("{what} {}°", 90 * quarter_turns)).collect()
}

impl VisitTensors for Pretext {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        match self {
            Self::RotNet(task) => task.head.visit(prefix, visitor),
            Self::PatchRotNet(task) => task.head.visit(prefix, visitor),
            Self::PatchRelNet(task) => task.head.visit(prefix, visitor),
        }
    }
}
