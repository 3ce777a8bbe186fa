//! What is trained, and how.

use serde::{Deserialize, Serialize};

use super::{Augmentation, OptimizerConfig, ScheduleConfig, ScheduleKind, check_at_least_one, check_patch};
use crate::error::{Error, Result};

/// Parts of a supervised run after which the rate is divided by ten (METHOD section 6).
const SUPERVISED_MILESTONES: [f64; 2] = [0.5, 0.75];
/// Deep InfoMax's rate (METHOD section 6).
const INFOMAX_LEARNING_RATE: f64 = 1e-4;

/// A row of the results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Method {
    /// Which of four turns an image has.
    #[serde(rename = "rotnet")]
    RotNet,
    /// Which of eight views an image is.
    #[default]
    #[serde(rename = "patch-rotnet")]
    PatchRotNet,
    /// Which turn a rotated view and a patched view of one image share.
    #[serde(rename = "patch-relnet")]
    PatchRelNet,
    /// Whether features and a feature map belong to the same image.
    #[serde(rename = "deep-infomax")]
    DeepInfoMax,
    /// Which cluster an image's features were in when the epoch began.
    #[serde(rename = "deep-cluster")]
    DeepCluster,
    /// The labels themselves: what all others are held against.
    #[serde(rename = "supervised")]
    Supervised,
}

impl Method {
    /// All methods, those of the paper first.
    pub const ALL: [Self; 6] = [
        Self::RotNet,
        Self::PatchRotNet,
        Self::PatchRelNet,
        Self::DeepInfoMax,
        Self::DeepCluster,
        Self::Supervised,
    ];

    /// The name in configs and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::RotNet => "rotnet",
            Self::PatchRotNet => "patch-rotnet",
            Self::PatchRelNet => "patch-relnet",
            Self::DeepInfoMax => "deep-infomax",
            Self::DeepCluster => "deep-cluster",
            Self::Supervised => "supervised",
        }
    }

    /// The name as papers write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::RotNet => "RotNet",
            Self::PatchRotNet => "Patch RotNet",
            Self::PatchRelNet => "Patch RelNet",
            Self::DeepInfoMax => "Deep InfoMax",
            Self::DeepCluster => "Deep Cluster",
            Self::Supervised => "Supervised",
        }
    }

    /// Whether a patch is pasted, so that `patch_ratio` counts.
    pub fn has_patch(self) -> bool {
        matches!(self, Self::PatchRotNet | Self::PatchRelNet)
    }
}

/// The networks of the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backbone {
    /// One basic block a stage: 77,392 parameters.
    #[default]
    ResNet8,
    /// Five basic blocks a stage: 466,256 parameters.
    ResNet32,
}

impl Backbone {
    /// The name as papers write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::ResNet8 => "ResNet-8",
            Self::ResNet32 => "ResNet-32",
        }
    }
}

/// Pretraining (paper, sections III and IV). What is not given is the method's default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Given")]
pub struct PretrainConfig {
    /// The pretext task. Paper: all are compared.
    pub method: Method,
    /// Side of the pasted patch over the side of the image, 0.1..=0.9. Paper: 0.3, 0.4, 0.5; 0.4 is best.
    pub patch_ratio: f64,
    /// The network. Paper: ResNet-8 and ResNet-32.
    pub backbone: Backbone,
    /// Passes over the images, 1 or more. Paper: 200.
    pub epochs: usize,
    /// Images a step (views come on top: 4 or 8 an image). Paper: 64.
    pub batch_size: usize,
    /// The update rule. Ours: Adam at 1e-3, at 1e-4 for Deep InfoMax; SGD at 0.1 for supervised.
    pub optimizer: OptimizerConfig,
    /// How the learning rate moves. Ours: constant; supervised: divided by 10 at half and three quarters.
    pub schedule: ScheduleConfig,
    /// What happens to an image before its views are made. Ours: crop and flip; Deep InfoMax: flip only.
    pub augmentation: Augmentation,
    /// Classes that the head tells apart where the data decides: clusters for Deep Cluster, label classes for
    /// supervised. None given: ten clusters for each class (100 without classes), and all label classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_targets: Option<usize>,
    /// Seed of weights, order, augmentation, patch places, noise and clusters.
    pub seed: u64,
}

/// The fields that were given.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Given {
    method: Method,
    patch_ratio: f64,
    backbone: Backbone,
    epochs: usize,
    batch_size: usize,
    optimizer: Option<OptimizerConfig>,
    schedule: Option<ScheduleConfig>,
    augmentation: Option<Augmentation>,
    num_targets: Option<usize>,
    seed: u64,
}

impl Default for Given {
    fn default() -> Self {
        let PretrainConfig { method, patch_ratio, backbone, epochs, batch_size, seed, .. } =
            PretrainConfig::default();
        let (optimizer, schedule, augmentation, num_targets) = (None, None, None, None);
        Self {
            method,
            patch_ratio,
            backbone,
            epochs,
            batch_size,
            optimizer,
            schedule,
            augmentation,
            num_targets,
            seed,
        }
    }
}

impl From<Given> for PretrainConfig {
    fn from(given: Given) -> Self {
        let defaults = Self::of(given.method);
        Self {
            method: given.method,
            patch_ratio: given.patch_ratio,
            backbone: given.backbone,
            epochs: given.epochs,
            batch_size: given.batch_size,
            optimizer: given.optimizer.unwrap_or(defaults.optimizer),
            schedule: given.schedule.unwrap_or(defaults.schedule),
            augmentation: given.augmentation.unwrap_or(defaults.augmentation),
            num_targets: given.num_targets,
            seed: given.seed,
        }
    }
}

impl Default for PretrainConfig {
    fn default() -> Self {
        Self::of(Method::default())
    }
}

impl PretrainConfig {
    /// A method's defaults.
    pub fn of(method: Method) -> Self {
        let (mut optimizer, mut schedule, mut augmentation) =
            (OptimizerConfig::default(), ScheduleConfig::default(), Augmentation::default());
        match method {
            Method::RotNet | Method::PatchRotNet | Method::PatchRelNet | Method::DeepCluster => {}
            Method::DeepInfoMax => {
                optimizer = OptimizerConfig::Adam { learning_rate: INFOMAX_LEARNING_RATE };
                augmentation.crop = false;
            }
            Method::Supervised => {
                optimizer = OptimizerConfig::sgd();
                schedule.kind = ScheduleKind::Step;
                schedule.milestones = SUPERVISED_MILESTONES.to_vec();
            }
        }
        Self {
            method,
            patch_ratio: 0.4,
            backbone: Backbone::ResNet8,
            epochs: 200,
            batch_size: 64,
            optimizer,
            schedule,
            augmentation,
            num_targets: None,
            seed: 1,
        }
    }

    /// Checks every field against its range, and the patch against the image side in pixels.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is off.
    pub fn validate(&self, image_size: usize) -> Result<()> {
        check_patch(self.patch_ratio, image_size)?;
        check_at_least_one("epochs", self.epochs)?;
        if self.batch_size < 2 {
            return Err(Error::config(
                "batchSize",
                self.batch_size,
                "2 or more: batch norm needs more than one image",
            ));
        }
        if let Some(count @ 0..2) = self.num_targets {
            return Err(Error::config("numTargets", count, "2 or more, or left out"));
        }
        self.optimizer.validate()?;
        self.schedule.validate()
    }
}
