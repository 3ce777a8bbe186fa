//! A task that compares draws and the paper's eight-view task, both on one backbone.

use burn::tensor::{Device, Tensor};
use rand::Rng;

use super::comparison::{Comparison, DRAWS, best, paper, quick};
use super::patch_rotnet::PatchRotNet;
use super::simclr::SimClr;
use super::vicreg::VicReg;
use super::{About, Batch, Draw, Outcome, Setup, Task};
use crate::model::{BackboneNetwork, Mode, TensorVisitor, VisitTensors, join};
use crate::views::{NUM_VIEWS, make_views};

/// SimCLR and Patch RotNet.
pub type SimClrPatchRotNet = Joint<SimClr>;
/// VICReg and Patch RotNet.
pub type VicRegPatchRotNet = Joint<VicReg>;

/// The heads of both tasks.
#[derive(Clone, Debug)]
pub struct Joint<T> {
    comparison: T,
    patch: PatchRotNet,
    patch_weight: f64,
}

/// A comparison that is offered together with Patch RotNet.
pub(super) trait Joined: Comparison {
    /// Its description together with Patch RotNet.
    const JOINT: About;
}

/// Two draws to compare, and one to make the eight views of.
const NUM_DRAWS: usize = DRAWS.len() + 1;

const JOINT: About = About {
    num_classes: Some(NUM_VIEWS),
    views_per_image: DRAWS.len() + NUM_VIEWS,
    cost_per_image: DRAWS.len() + NUM_VIEWS,
    draws_per_image: NUM_DRAWS,
    has_patch: true,
    paper,
    quick: || crate::config::Recipe { epochs: 1, ..quick() },
    best: || crate::config::Recipe { epochs: 12, ..best() },
    ..About::DEFAULT
};

impl Joined for SimClr {
    const JOINT: About = About {
        name: "simclr-patch-rotnet",
        title: "SimCLR + Patch RotNet",
        summary: "The network learns both at once: to pair altered copies, and to tell how images and patches are turned.",
        description: "Weighted sum of SimCLR's loss and the eight-way loss of Patch RotNet on one backbone.",
        settings: &["temperature", "patchWeight", "patchAugmentation"],
        source: "After Dangovski et al., ICLR 2022, arXiv 2111.00899, with the paper's eight views",
        ..JOINT
    };
}

impl Joined for VicReg {
    const JOINT: About = About {
        name: "vicreg-patch-rotnet",
        title: "VICReg + Patch RotNet",
        summary: "The network learns both at once: the same features for altered copies, and how images and patches are turned.",
        description: "Weighted sum of VICReg's loss and the eight-way loss of Patch RotNet on one backbone.",
        settings: &["invariance", "variance", "covariance", "patchWeight", "patchAugmentation"],
        source: "After Dangovski et al., ICLR 2022, arXiv 2111.00899, with the paper's eight views",
        ..JOINT
    };
}

impl<T: Joined> Task for Joint<T> {
    const ABOUT: About = T::JOINT;

    fn init(setup: Setup<'_>, rng: &mut impl Rng, device: &Device) -> Self {
        Self {
            comparison: T::init(setup, rng, device),
            patch: PatchRotNet::init(setup, rng, device),
            patch_weight: setup.config.patch_weight,
        }
    }

    fn draws(&self) -> Vec<Draw> {
        [DRAWS.as_slice(), &[Draw::ForPatch]].concat()
    }

    /// All views go through the network together, so that batch norm sees them together. The answers are those of the
    /// eight-view task.
    fn outcome(&mut self, backbone: &mut BackboneNetwork, batch: &Batch, mode: Mode) -> Outcome {
        let num_images = batch.num_images();
        let eight = make_views(batch.draws[NUM_DRAWS - 1].clone(), &batch.boxes).all;
        let views = batch.draws[..NUM_DRAWS - 1].iter().cloned().chain([eight]).collect();
        let features = backbone.features(Tensor::cat(views, 0), mode);
        let num_compared = DRAWS.len() * num_images;
        let compared = self.comparison.compare(features.clone().narrow(0, 0, num_compared), mode);
        let patched = features.narrow(0, num_compared, NUM_VIEWS * num_images);
        let patched = self.patch.classify(patched);
        let loss = compared.loss.add(patched.loss.mul_scalar(self.patch_weight));
        Outcome { loss, answers: patched.answers, ..compared }
    }

    fn view_logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        self.patch.view_logits(features)
    }

    fn view_class(&self, view: usize) -> Option<usize> {
        self.patch.view_class(view)
    }

    fn class_names(&self) -> Vec<String> {
        self.patch.class_names()
    }
}

impl<T: VisitTensors> VisitTensors for Joint<T> {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        self.comparison.visit(&join(prefix, "comparison"), visitor);
        self.patch.visit(&join(prefix, "patch"), visitor);
    }
}
