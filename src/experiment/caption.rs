//! What the numbers of a table are, in words.

use super::assessment::Assessment;
use super::table::TableSource;
use crate::config::{ClassifierKind, Protocol};
use crate::evaluate::{FEW_TEST_IMAGES, interval};

impl TableSource {
    pub(super) fn caption(&self) -> String {
        let config = &self.plan.config;
        let seeds = match config.seeds {
            1 => format!("seed {}", config.seed),
            count => format!(
                "mean ± standard deviation of the finished seeds of {} to {}",
                config.seed,
                config.seed + count - 1
            ),
        };
        format!(
            "{} on {}. Accuracy, recall and mean average precision (mAP) in percent; {seeds}. {}{}{}",
            config.backbone.info().title,
            self.data.describe(),
            self.describe_training(),
            self.describe_classifiers(),
            self.describe_precision(),
        )
    }

    /// What linear evaluation and fine-tuning train.
    fn describe_classifiers(&self) -> String {
        let of = |protocol| {
            self.plan.evaluation_config(Assessment { protocol, labels: None }, self.plan.config.seed)
        };
        let name = |protocol: Protocol| {
            let crop = if of(protocol).augmentation().has_crop() { " with random crop" } else { "" };
            format!("{}{crop}", protocol.info().title.to_lowercase())
        };
        let trained = self.plan.config.protocols.iter().filter(|&&protocol| of(protocol).is_trained());
        let names: Vec<String> = trained.map(|&protocol| name(protocol)).collect();
        let classifier = match of(Protocol::Linear).classifier {
            ClassifierKind::TwoLayer => "the paper's two-layer classifier",
            ClassifierKind::SingleLayer => "a single-layer classifier; the paper's has two layers",
            ClassifierKind::Logistic => "logistic regression; the paper's classifier has two layers",
        };
        match names.is_empty() {
            true => String::new(),
            false => format!(" For {}: {classifier}.", names.join(" and ")),
        }
    }

    /// How far chance may move an accuracy.
    fn describe_precision(&self) -> String {
        let count = self.data.test_images as u32;
        if count == 0 {
            return String::new();
        }
        let [low, high] = interval(count / 2, count);
        let points = (high - low) * 50.0;
        let few = match self.data.test_images < FEW_TEST_IMAGES {
            true => {
                format!(" With fewer than {FEW_TEST_IMAGES} images, small differences tell nothing.")
            }
            false => String::new(),
        };
        let kind = if self.data.is_validation { "validation" } else { "test" };
        format!(
            " An accuracy on {count} {kind} images has a 95 % interval of up to ± {points:.1} points.{few}"
        )
    }

    /// Settings that the rows share, and their own learning rates.
    fn describe_training(&self) -> String {
        let configs: Vec<_> =
            self.plan.rows.iter().filter_map(|&row| self.plan.pretrain_config(row, 1)).collect();
        let Some(first) = configs.first() else { return "Nothing was trained.".into() };
        let is_shared = configs.iter().all(|config| config.batch_size == first.batch_size);
        let mut rates: Vec<String> = Vec::new();
        for config in &configs {
            let batch = if is_shared { String::new() } else { format!(", batch size {}", config.batch_size) };
            let crop = if config.augmentation.has_crop() { ", random crop" } else { "" };
            let small = if config.small_start.is_some() { ", smaller images at first" } else { "" };
            let text = format!(
                "{}: epochs {}{batch}, learning rate {}{crop}{small}",
                config.method.title(),
                config.epochs,
                config.optimizer.learning_rate()
            );
            if !rates.contains(&text) {
                rates.push(text);
            }
        }
        let shared = if is_shared { format!("Batch size {}. ", first.batch_size) } else { String::new() };
        format!("{shared}{}.", rates.join("; "))
    }
}
