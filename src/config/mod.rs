//! What to run: plain structs with the paper's defaults, checked by `validate` before any work starts.

mod augmentation;
mod data;
mod evaluation;
mod recipe;
mod task;
mod update;

pub use augmentation::{Augmentation, Fill, Transform};
pub use data::{FilesConfig, Format, NamedSplit, ScenesConfig, Square};
pub use evaluation::{ClassifierKind, EmbeddingConfig, EvaluationConfig, Protocol, ProtocolInfo};
pub use recipe::{Recipe, RecipeKind, SmallStart};
pub use task::TaskConfig;
pub use update::{OptimizerConfig, ScheduleConfig, ScheduleKind};

use crate::error::{Error, Message, Result};

/// Smallest and largest image side, in pixels. Below 8 the last feature map would have a single position.
pub const IMAGE_SIZE_RANGE: std::ops::RangeInclusive<usize> = 8..=512;
/// A patch smaller than this, in pixels, shows no rotation.
pub const MIN_PATCH_SIDE: usize = 3;

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
            Message::new()
                .text(format_args!("large enough for a patch of {MIN_PATCH_SIDE} px: raise "))
                .field("imageSize")
                .text(" or ")
                .field("patchRatio"),
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

/// More than any machine here will take, and far from what integers hold.
const MAX_STEPS: usize = 1_000_000_000;

/// Steps of a run: epochs times the steps of each.
pub(crate) fn num_steps(epochs: usize, steps_per_epoch: usize) -> Result<usize> {
    match epochs.checked_mul(steps_per_epoch) {
        Some(steps) if steps <= MAX_STEPS => Ok(steps),
        _ => {
            let largest = MAX_STEPS / steps_per_epoch.max(1);
            let expected = format!("at most {largest}: an epoch has {steps_per_epoch} steps");
            Err(Error::config("epochs", epochs, expected))
        }
    }
}

pub(crate) fn check_at_least_one(field: &'static str, value: usize) -> Result<()> {
    if value == 0 {
        return Err(Error::config(field, value, "1 or more"));
    }
    Ok(())
}
