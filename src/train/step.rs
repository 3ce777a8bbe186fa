//! One update: the gradients of a batch, at once or added up in parts, and the step along them.

use burn::tensor::Tensor;

use super::network::Network;
use super::optimizer::{Optimizer, Sums};
use super::pending::Pending;
use crate::method::{Batch, Projected};
use crate::model::Mode;

/// Updates the network by a batch, `micro_batch` images at a time; nothing is read back from the device.
pub(super) fn update(
    network: &mut Network,
    optimizer: &mut Optimizer,
    batch: &Batch,
    micro_batch: Option<usize>,
    factor: f64,
) -> Pending {
    let noise = network.pretext.noise_per_image();
    let mut sums = Sums::default();
    let mut total: Option<(Tensor<1>, Option<(Tensor<1>, usize)>)> = None;
    let mut seen = None;
    for part in parts(batch.boxes.len(), micro_batch) {
        let share = part.len() as f64 / batch.boxes.len() as f64;
        let is_whole = part.len() == batch.boxes.len();
        let outcome = match is_whole {
            true => network.pretext.outcome(&mut network.backbone, batch, Mode::Train),
            false => network.pretext.outcome(&mut network.backbone, &batch.part(part, noise), Mode::Train),
        };
        let loss = if is_whole { outcome.loss } else { outcome.loss.mul_scalar(share) };
        sums.add(network, &mut loss.backward());
        let projected = outcome.projected.map(|seen| Projected { rows: seen.rows.inner(), ..seen });
        seen = Some((outcome.features.inner(), projected));
        let answers = outcome.answers.map(|answers| (answers.num_correct(), answers.num_samples()));
        let loss = loss.inner();
        total = Some(match total {
            None => (loss, answers),
            Some((sum, before)) => {
                let both = before.zip(answers);
                (sum.add(loss), both.map(|(a, b)| (a.0.add(b.0), a.1 + b.1)))
            }
        });
    }
    optimizer.step_by(network, sums, factor);
    let ((loss, answers), (features, projected)) = total.zip(seen).expect("a batch has at least one part");
    Pending { loss, answers, features, projected }
}

/// The parts of a batch: of nearly equal size, none with a single image.
fn parts(size: usize, micro_batch: Option<usize>) -> Vec<std::ops::Range<usize>> {
    let count = size.div_ceil(micro_batch.unwrap_or(size)).min((size / 2).max(1));
    (0..count).map(|part| part * size / count..(part + 1) * size / count).collect()
}

#[cfg(test)]
mod tests {
    use burn::tensor::Tensor;

    use super::*;
    use crate::config::OptimizerConfig;
    use crate::device::{DeviceKind, open};
    use crate::error::Result;
    use crate::method::Method;
    use crate::model::{collect, trainable};
    use crate::train::PretrainConfig;
    use crate::views::PatchBox;

    /// Weights after one update by four images, of which two and two are the same.
    fn updated(method: Method, micro_batch: Option<usize>) -> Result<Vec<f32>> {
        let device = pollster::block_on(open(DeviceKind::Cpu))?;
        let config = PretrainConfig { num_targets: Some(3), ..PretrainConfig::of(method) };
        let mut network = trainable(Network::init(&config, &device));
        let mut optimizer =
            Optimizer::new(OptimizerConfig::Sgd { learning_rate: 1.0, momentum: 0.0, weight_decay: 0.0 });
        let values: Vec<f32> = (0..2 * 3 * 32 * 32).map(|index| (index as f32 * 0.37).sin()).collect();
        let two = Tensor::<1>::from_floats(values.as_slice(), &device).reshape([2, 3, 32, 32]);
        let boxes = [[3, 5], [10, 2]].map(|[left, top]| PatchBox { left, top, side: 12 });
        let batch = Batch {
            draws: vec![Tensor::cat(vec![two.clone(), two], 0)],
            boxes: [boxes, boxes].concat(),
            targets: vec![0, 2, 0, 2],
            weights: Vec::new(),
            noise: Vec::new(),
        };
        update(&mut network, &mut optimizer, &batch, micro_batch, 1.0);
        let tensors = pollster::block_on(collect(&network, ""))?;
        let is_running = |name: &str| name.contains("running");
        let weights = tensors.into_iter().filter(|tensor| !is_running(&tensor.name));
        Ok(weights.flat_map(|tensor| tensor.values).collect())
    }

    #[test]
    fn gradients_added_up_are_those_of_the_whole_batch() -> Result<()> {
        for method in [Method::PatchRotNet, Method::PatchRelNet, Method::RotNet, Method::Supervised] {
            let (whole, halves) = (updated(method, None)?, updated(method, Some(2))?);
            let largest = whole.iter().zip(&halves).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(largest < 1e-5, "{method:?}: weights differ by {largest}");
        }
        Ok(())
    }

    #[test]
    fn parts_are_of_nearly_equal_size_and_never_single_images() {
        assert_eq!(parts(8, None), parts(8, Some(8)));
        assert_eq!(parts(8, None).len(), 1);
        assert_eq!(parts(8, Some(3)), [0..2, 2..5, 5..8]);
        assert_eq!(parts(3, Some(2)).len(), 1);
        for size in 2..40 {
            for micro_batch in 2..=size {
                let parts = parts(size, Some(micro_batch));
                assert_eq!(
                    parts.iter().flat_map(Clone::clone).collect::<Vec<_>>(),
                    (0..size).collect::<Vec<_>>()
                );
                assert!(parts.iter().all(|part| part.len() >= 2 && part.len() <= micro_batch + 1));
            }
        }
    }
}
