//! What tasks have in common that compare two draws of each image.

use burn::tensor::Tensor;

use super::{Batch, Draw, Outcome, Task};
use crate::config::{Augmentation, OptimizerConfig, Protocol, Recipe, ScheduleConfig, ScheduleKind};
use crate::model::{BackboneNetwork, Mode};

/// Evaluations of tasks that have no classes of their own for unseen images.
pub(super) const EVALUATIONS: &[Protocol] =
    &[Protocol::Linear, Protocol::Finetune, Protocol::Knn, Protocol::Retrieval];
/// Both draws of an image.
pub(super) const DRAWS: [Draw; 2] = [Draw::Augmented; 2];

/// A task on features of two draws of each image.
pub(super) trait Comparison: Task {
    /// # Shapes
    /// - `features`: `[2N, features]`, draw by draw
    fn compare(&mut self, features: Tensor<2>, mode: Mode) -> Outcome;
}

/// All draws go through the network together, so that batch norm sees them together.
pub(super) fn outcome_of_draws(
    task: &mut impl Comparison,
    backbone: &mut BackboneNetwork,
    batch: &Batch,
    mode: Mode,
) -> Outcome {
    let features = backbone.features(Tensor::cat(batch.draws.clone(), 0), mode);
    task.compare(features, mode)
}

/// The first and the second half of rows, draw by draw.
pub(super) fn halves(rows: Tensor<2>) -> [Tensor<2>; 2] {
    let half = rows.dims()[0] / 2;
    [rows.clone().narrow(0, 0, half), rows.narrow(0, half, half)]
}

/// 200 epochs, batches of 64, Adam at 1e-3, SimCLR's augmentation for CIFAR-10 (docs/method.md, section 6).
pub(super) fn paper() -> Recipe {
    Recipe { augmentation: Augmentation::strong(), ..Recipe::paper() }
}

/// As the earlier study trains them: with stronger augmentation.
pub(super) fn study() -> Recipe {
    Recipe { augmentation: Augmentation::compared_study(), ..paper() }
}

/// For a few minutes on one core. Negatives and statistics come from the batch: it is not as small as that of other tasks.
pub(super) fn quick() -> Recipe {
    Recipe {
        epochs: 4,
        batch_size: 32,
        optimizer: OptimizerConfig::adam(3e-3),
        schedule: ScheduleConfig { kind: ScheduleKind::Cosine, ..ScheduleConfig::default() },
        augmentation: Augmentation::strong(),
        ..Recipe::quick()
    }
}

/// For eight minutes of one core, as all that turns or compares images.
pub(super) fn best() -> Recipe {
    let small_start = Recipe::best_on_small().small_start;
    Recipe { epochs: 66, batch_size: 64, small_start, ..quick() }
}
