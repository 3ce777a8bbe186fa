//! What to run: plain structs with the paper's defaults, checked by `validate` before any work starts.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Smallest and largest image side, in pixels. Below 8 the last feature map would be one place.
pub const IMAGE_SIZE_RANGE: std::ops::RangeInclusive<usize> = 8..=512;
/// A patch smaller than this, in pixels, shows no turn.
pub const MIN_PATCH_SIDE: usize = 3;

/// A row of the results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// Pretraining without labels (paper, sections III and IV).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PretrainConfig {
    /// The pretext task. Paper: all three are compared.
    pub method: Method,
    /// Side of the pasted patch over the side of the image, 0.1..=0.9. Paper: 0.3, 0.4, 0.5; 0.4 is best.
    pub patch_ratio: f64,
    /// The network. Paper: ResNet-8 and ResNet-32.
    pub backbone: Backbone,
    /// Passes over the images, 1 or more. Paper: 200.
    pub epochs: usize,
    /// Images a step (views come on top: 4 or 8 an image). Paper: 64.
    pub batch_size: usize,
    /// The update rule. Ours: Adam at 1e-3.
    pub optimizer: OptimizerConfig,
    /// How the learning rate moves. Ours: constant.
    pub schedule: ScheduleConfig,
    /// What happens to an image before its views are made.
    pub augmentation: Augmentation,
    /// Seed of weights, order, augmentation and patch places.
    pub seed: u64,
}

impl Default for PretrainConfig {
    fn default() -> Self {
        Self {
            method: Method::PatchRotNet,
            patch_ratio: 0.4,
            backbone: Backbone::ResNet8,
            epochs: 200,
            batch_size: 64,
            optimizer: OptimizerConfig::default(),
            schedule: ScheduleConfig::default(),
            augmentation: Augmentation::default(),
            seed: 1,
        }
    }
}

impl PretrainConfig {
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
        self.optimizer.validate()?;
        self.schedule.validate()
    }
}

/// Side of the patch in pixels: round(ratio * side).
pub fn patch_side(patch_ratio: f64, image_size: usize) -> usize {
    (patch_ratio * image_size as f64).round() as usize
}

pub(crate) fn check_patch(patch_ratio: f64, image_size: usize) -> Result<()> {
    if !(0.1..=0.9).contains(&patch_ratio) {
        return Err(Error::config("patchRatio", patch_ratio, "between 0.1 and 0.9"));
    }
    let side = patch_side(patch_ratio, image_size);
    if side < MIN_PATCH_SIDE {
        return Err(Error::config(
            "imageSize",
            format!("{image_size} px, which makes the patch {side} px"),
            format!("large enough for a patch of {MIN_PATCH_SIDE} px: raise `imageSize` or `patchRatio`"),
        ));
    }
    Ok(())
}

pub(crate) fn check_image_size(image_size: usize) -> Result<()> {
    if IMAGE_SIZE_RANGE.contains(&image_size) {
        return Ok(());
    }
    let (low, high) = (IMAGE_SIZE_RANGE.start(), IMAGE_SIZE_RANGE.end());
    Err(Error::config("imageSize", image_size, format!("between {low} and {high} pixels")))
}

fn check_at_least_one(field: &'static str, value: usize) -> Result<()> {
    if value == 0 {
        return Err(Error::config(field, value, "1 or more"));
    }
    Ok(())
}

/// Crop and flip, drawn anew each time an image is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Augmentation {
    /// Shift by up to an eighth of the side, black filling in.
    pub crop: bool,
    /// Mirror left and right with probability one half.
    pub flip: bool,
}

impl Default for Augmentation {
    fn default() -> Self {
        Self { crop: true, flip: true }
    }
}

impl Augmentation {
    /// Images exactly as they are.
    pub const NONE: Self = Self { crop: false, flip: false };
}

/// The update rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields, tag = "kind")]
pub enum OptimizerConfig {
    /// Adam with betas 0.9 and 0.999 and epsilon 1e-8.
    Adam {
        #[serde(default = "default_learning_rate")]
        learning_rate: f64,
    },
    /// Stochastic gradient descent with momentum.
    Sgd {
        #[serde(default = "default_sgd_learning_rate")]
        learning_rate: f64,
        #[serde(default = "default_momentum")]
        momentum: f64,
    },
}

fn default_learning_rate() -> f64 {
    1e-3
}
fn default_sgd_learning_rate() -> f64 {
    0.1
}
fn default_momentum() -> f64 {
    0.9
}

impl Default for OptimizerConfig {
    fn default() -> Self {
        Self::Adam { learning_rate: default_learning_rate() }
    }
}

impl OptimizerConfig {
    /// The rate before the schedule scales it.
    pub fn learning_rate(&self) -> f64 {
        match *self {
            Self::Adam { learning_rate } | Self::Sgd { learning_rate, .. } => learning_rate,
        }
    }

    fn validate(&self) -> Result<()> {
        let rate = self.learning_rate();
        if !(rate > 0.0 && rate.is_finite()) {
            return Err(Error::config("optimizer.learningRate", rate, "a positive number"));
        }
        match *self {
            Self::Sgd { momentum, .. } if !(0.0..1.0).contains(&momentum) => {
                Err(Error::config("optimizer.momentum", momentum, "from 0 up to, not including, 1"))
            }
            _ => Ok(()),
        }
    }
}

/// How the learning rate moves over a run; a factor between 0 and 1 on the optimiser's rate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ScheduleConfig {
    pub kind: ScheduleKind,
    /// Steps over which the rate climbs linearly from 0.
    pub warmup_steps: usize,
    /// For `step`: the parts of the run, 0..1, after which the rate is divided by 10.
    pub milestones: Vec<f64>,
}

/// The shape of a schedule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScheduleKind {
    #[default]
    Constant,
    Cosine,
    Step,
}

impl ScheduleConfig {
    fn validate(&self) -> Result<()> {
        match self.milestones.iter().find(|part| !(0.0..=1.0).contains(*part)) {
            Some(part) => Err(Error::config("schedule.milestones", part, "parts of the run from 0 to 1")),
            None => Ok(()),
        }
    }
}

/// How features are measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// A classifier on frozen features.
    #[default]
    Linear,
    /// The backbone and a classifier trained together.
    Finetune,
    /// Nearest neighbours by cosine similarity; nothing is trained.
    Knn,
    /// The pretext task itself, on images it has not seen.
    Pretext,
}

/// The classifier that linear evaluation and fine-tuning train.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassifierKind {
    /// 64 - 64 - ReLU - classes, as the paper says.
    #[default]
    TwoLayer,
    /// 64 - classes, as earlier studies use.
    SingleLayer,
}

/// An evaluation (paper, section IV); METHOD defaults: linear 100 epochs, fine-tuning 20, batch 32, Adam 1e-3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct EvaluationConfig {
    pub protocol: Protocol,
    pub classifier: ClassifierKind,
    /// Passes over the training images; none given: 100 for `linear`, 20 for `finetune`.
    pub epochs: Option<usize>,
    /// Images a step. Paper: 32.
    pub batch_size: usize,
    pub optimizer: OptimizerConfig,
    /// For `finetune`: what happens to an image before it is shown.
    pub augmentation: Augmentation,
    /// For `knn`: how many neighbours vote.
    pub neighbors: usize,
    /// For `knn`: a vote weighs exp(similarity / temperature).
    pub temperature: f64,
    /// Also measure untrained weights of the same seed.
    pub compare_random: bool,
    /// Seed of the classifier's weights and the order.
    pub seed: u64,
}

impl Default for EvaluationConfig {
    fn default() -> Self {
        Self {
            protocol: Protocol::Linear,
            classifier: ClassifierKind::TwoLayer,
            epochs: None,
            batch_size: 32,
            optimizer: OptimizerConfig::default(),
            augmentation: Augmentation::default(),
            neighbors: 200,
            temperature: 0.1,
            compare_random: true,
            seed: 1,
        }
    }
}

impl EvaluationConfig {
    /// Passes over the training images, the protocol's default where none is given.
    pub fn epochs(&self) -> usize {
        self.epochs.unwrap_or(match self.protocol {
            Protocol::Finetune => 20,
            Protocol::Linear | Protocol::Knn | Protocol::Pretext => 100,
        })
    }

    /// Checks every field against its range.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is off.
    pub fn validate(&self) -> Result<()> {
        check_at_least_one("epochs", self.epochs())?;
        check_at_least_one("neighbors", self.neighbors)?;
        if self.batch_size < 2 {
            return Err(Error::config("batchSize", self.batch_size, "2 or more"));
        }
        if !(self.temperature > 0.0 && self.temperature.is_finite()) {
            return Err(Error::config("temperature", self.temperature, "a positive number"));
        }
        self.optimizer.validate()
    }
}

/// The built-in drawn data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ScenesConfig {
    /// Side in pixels, 32..=96.
    pub image_size: usize,
    /// Unlabelled images for pretraining.
    pub unlabeled: usize,
    /// Labelled images to learn a classifier from.
    pub train: usize,
    /// Labelled images to measure on.
    pub test: usize,
    /// Seed of every drawing.
    pub seed: u64,
}

impl Default for ScenesConfig {
    fn default() -> Self {
        Self { image_size: 32, unlabeled: 1000, train: 1000, test: 500, seed: 1 }
    }
}

impl ScenesConfig {
    /// Checks every field against its range.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is off.
    pub fn validate(&self) -> Result<()> {
        if !(32..=96).contains(&self.image_size) {
            return Err(Error::config("imageSize", self.image_size, "between 32 and 96 pixels for scenes"));
        }
        check_at_least_one("unlabeled", self.unlabeled)?;
        check_at_least_one("train", self.train)?;
        check_at_least_one("test", self.test)
    }
}

/// How files are read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct FilesConfig {
    /// Side in pixels that images are brought to; none given: the data set's own, or 64 for folders.
    pub image_size: Option<usize>,
    /// At most so many images a split, drawn by the seed; none given: all.
    pub max_images: Option<usize>,
    /// Seed of the draw and of the test split, where the data has none.
    pub seed: u64,
}

impl FilesConfig {
    /// Checks every field against its range.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is off.
    pub fn validate(&self) -> Result<()> {
        if let Some(size) = self.image_size {
            check_image_size(size)?;
        }
        match self.max_images {
            Some(0) => Err(Error::config("maxImages", 0, "1 or more, or left out")),
            _ => Ok(()),
        }
    }
}
