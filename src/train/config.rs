//! What is trained, and how. Not in `config`, as its defaults depend on the method.

use serde::{Deserialize, Serialize};

use crate::config::{
    Augmentation, OptimizerConfig, Recipe, ScheduleConfig, SmallStart, TaskConfig, check_at_least_one,
    check_patch,
};
use crate::error::{Error, Result};
use crate::method::{Draw, Method};
use crate::model::Backbone;

/// Pretraining (paper, sections 3 and 4). Fields that are not given take the method's default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Given")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PretrainConfig {
    /// The pretext task. Paper: all are compared. Default `patch-rotnet`.
    #[cfg_attr(feature = "types", ts(type = "Method"))]
    pub method: Method,
    /// Side of the pasted patch over the side of the image, 0.1 to 0.9. Paper: 0.3, 0.4, 0.5; 0.4 is best.
    pub patch_ratio: f64,
    /// The network. Paper: ResNet-8 and ResNet-32. Default `resnet8`.
    pub backbone: Backbone,
    /// Epochs: passes over the images, 1 or more. Paper: 200.
    pub epochs: usize,
    /// Images per step (not counting views: 4 or 8 per image). Paper: 64.
    pub batch_size: usize,
    /// Images whose gradients are computed at once, 2 to the batch size; a step adds up those of its batch, which takes
    /// less memory. Batch norm takes its statistics from these images alone, and so do tasks that compare the images of a
    /// batch. Not given: the whole batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub micro_batch: Option<usize>,
    /// The update rule. Ours: Adam at 1e-3, at 1e-4 for Deep InfoMax; SGD at 0.1 for supervised.
    pub optimizer: OptimizerConfig,
    /// How the learning rate changes. Ours: constant; supervised: divided by 10 at half and three quarters.
    pub schedule: ScheduleConfig,
    /// Augmentation of an image before its views are made. Ours: crop and flip; Deep InfoMax: flip only; methods that compare
    /// draws of an image: resized crop, flip, colours.
    #[cfg_attr(feature = "types", ts(type = "Augmentation"))]
    pub augmentation: Augmentation,
    /// Settings of the method's task.
    #[serde(skip_serializing_if = "TaskConfig::is_default")]
    #[cfg_attr(feature = "types", ts(type = "Partial<TaskConfig>", optional))]
    pub task: TaskConfig,
    /// Smaller images at first, which take less time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub small_start: Option<SmallStart>,
    /// Classes of the head if it depends on the data: clusters for Deep Cluster, label classes for supervised.
    /// Not given: ten clusters for each class (100 without classes), fewer if each would have less than four
    /// images; all label classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub num_targets: Option<usize>,
    /// How often over the run, and once before it, kNN accuracy is measured, on up to 1000 labelled training images; needs
    /// labels, and changes nothing of the run. Default 0.
    #[serde(skip_serializing_if = "is_zero")]
    #[cfg_attr(feature = "types", ts(as = "Option<usize>", optional))]
    pub online_knn: usize,
    /// Seed of weights, order, augmentation, patch positions, noise and clusters. Default 1.
    pub seed: u64,
}

/// More measurements show nothing more.
const MAX_KNN: usize = 1000;

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// The fields that were given.
#[derive(Default, Deserialize)]
#[serde(rename = "a config", rename_all = "camelCase", deny_unknown_fields, default)]
struct Given {
    method: Method,
    patch_ratio: Option<f64>,
    backbone: Option<Backbone>,
    epochs: Option<usize>,
    batch_size: Option<usize>,
    micro_batch: Option<usize>,
    optimizer: Option<OptimizerConfig>,
    schedule: Option<ScheduleConfig>,
    augmentation: Option<Augmentation>,
    task: Option<TaskConfig>,
    small_start: Option<SmallStart>,
    num_targets: Option<usize>,
    online_knn: usize,
    seed: Option<u64>,
}

impl From<Given> for PretrainConfig {
    fn from(given: Given) -> Self {
        let defaults = Self::of(given.method);
        Self {
            method: given.method,
            patch_ratio: given.patch_ratio.unwrap_or(defaults.patch_ratio),
            backbone: given.backbone.unwrap_or(defaults.backbone),
            epochs: given.epochs.unwrap_or(defaults.epochs),
            batch_size: given.batch_size.unwrap_or(defaults.batch_size),
            micro_batch: given.micro_batch,
            optimizer: given.optimizer.unwrap_or(defaults.optimizer),
            schedule: given.schedule.unwrap_or(defaults.schedule),
            augmentation: given.augmentation.unwrap_or(defaults.augmentation),
            task: given.task.unwrap_or(defaults.task),
            small_start: given.small_start.or(defaults.small_start),
            num_targets: given.num_targets,
            online_knn: given.online_knn,
            seed: given.seed.unwrap_or(defaults.seed),
        }
    }
}

impl Default for PretrainConfig {
    fn default() -> Self {
        Self::of(Method::default())
    }
}

impl PretrainConfig {
    /// The paper's best patch ratio.
    pub const PATCH_RATIO: f64 = 0.4;

    /// A method's defaults.
    pub fn of(method: Method) -> Self {
        Self::with_recipe(method, (method.about().paper)())
    }

    /// A method with settings of its own.
    pub fn with_recipe(method: Method, recipe: Recipe) -> Self {
        let Recipe { epochs, batch_size, optimizer, schedule, augmentation, task, small_start } = recipe;
        Self {
            method,
            patch_ratio: Self::PATCH_RATIO,
            backbone: Backbone::default(),
            epochs,
            batch_size,
            micro_batch: None,
            optimizer,
            schedule,
            augmentation,
            task,
            small_start,
            num_targets: None,
            online_knn: 0,
            seed: 1,
        }
    }

    /// How the images of a draw are augmented.
    pub(super) fn augmentation_of(&self, draw: Draw) -> &Augmentation {
        match draw {
            Draw::Augmented => &self.augmentation,
            Draw::ForPatch => &self.task.patch_augmentation,
        }
    }

    /// The side of the images in a step.
    pub(super) fn side_at(&self, step: usize, total_steps: usize, image_size: usize) -> usize {
        match self.small_start {
            Some(small) if (step as f64) < small.part * total_steps as f64 => small.side(image_size),
            _ => image_size,
        }
    }

    /// Checks every field against its range, and the patch against the image size in pixels.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] names the first field that is invalid.
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
        if let Some(size) = self.micro_batch.filter(|size| !(2..=self.batch_size).contains(size)) {
            let expected = format!("2 to {}, the batch size, or left out", self.batch_size);
            return Err(Error::config("microBatch", size, expected));
        }
        if self.online_knn > MAX_KNN {
            return Err(Error::config("onlineKnn", self.online_knn, format!("from 0 to {MAX_KNN}")));
        }
        if let Some(count @ 0..2) = self.num_targets {
            return Err(Error::config("numTargets", count, "2 or more, or left out"));
        }
        self.optimizer.validate()?;
        self.augmentation.validate()?;
        self.task.validate()?;
        if let Some(small) = &self.small_start {
            small.validate(image_size)?;
            check_patch(self.patch_ratio, small.side(image_size))?;
        }
        self.schedule.validate()
    }
}
