//! Where the targets of a run come from: nowhere, labels, or clusters that are computed before each epoch.

use burn::tensor::Device;

use super::batches::Normalization;
use super::clustering::{ClusterPlan, Clustering, Clusters};
use super::config::PretrainConfig;
use super::progress::Progress;
use crate::config::{Augmentation, TaskConfig};
use crate::data::{Dataset, ImageSet};
use crate::error::{Error, Message, Result};
use crate::method::Targets;
use crate::model::{BackboneNetwork, NamedTensor};

/// Number of clusters per class of the data (docs/method.md, section 6), and for data without classes.
const CLUSTERS_PER_CLASS: usize = 10;
const CLUSTERS_WITHOUT_CLASSES: usize = 100;
/// Images that a cluster should have on average: small data sets get fewer clusters.
const IMAGES_PER_CLUSTER: usize = 4;

/// The images that a method trains on, and the source of their targets.
pub(super) struct Supply {
    pub images: ImageSet,
    pub targets: TargetSource,
    /// Classes of the head if they depend on the data.
    pub num_targets: Option<usize>,
}

/// Assigns each image of a batch its target.
pub(super) enum TargetSource {
    /// The views themselves.
    Views,
    Labels(Vec<u16>),
    Clusters(Box<ClusterSource>),
}

/// Clusters of the current epoch, and those being computed.
pub(super) struct ClusterSource {
    plan: ClusterPlan,
    current: Option<Clusters>,
    clustering: Option<Clustering>,
}

/// The result of the work before an epoch.
pub(super) enum Preparation {
    /// There is nothing to do.
    Ready,
    Working(Progress),
    /// The targets have changed: what the head learnt from the old ones is useless.
    Renewed,
}

/// What targets are computed from.
pub(super) struct Material<'a> {
    pub images: &'a ImageSet,
    pub normalization: Normalization,
    pub device: &'a Device,
}

impl Supply {
    /// # Errors
    /// [`Error::NoLabels`] where the method needs labels and the data has none; [`Error::InvalidConfig`] where more
    /// clusters are asked for than there are images.
    pub(super) fn new(config: &PretrainConfig, data: &Dataset) -> Result<Self> {
        let num_classes = data.class_names.len();
        match config.method.about().targets {
            Targets::Images => {
                Ok(Self { images: data.unlabeled.clone(), targets: TargetSource::Views, num_targets: None })
            }
            Targets::Labels => {
                let no_labels =
                    || Error::NoLabels { needed: "supervised training".into(), place: data.name.clone() };
                let images = data.labeled_for_pretraining().ok_or_else(no_labels)?;
                let labels = images.labels().ok_or_else(no_labels)?;
                Ok(Self { images, targets: TargetSource::Labels(labels), num_targets: Some(num_classes) })
            }
            Targets::Clusters => {
                let images = data.unlabeled.clone();
                let num_clusters = num_clusters(config.num_targets, images.len(), num_classes)?;
                let TaskConfig { cluster_starts, cluster_rounds, cluster_augmented, .. } = config.task;
                let plan = ClusterPlan {
                    num_clusters,
                    starts: cluster_starts,
                    rounds: cluster_rounds,
                    augmentation: if cluster_augmented {
                        config.augmentation.clone()
                    } else {
                        Augmentation::NONE
                    },
                    seed: config.seed,
                };
                let source = ClusterSource { plan, current: None, clustering: None };
                let targets = TargetSource::Clusters(Box::new(source));
                Ok(Self { images, targets, num_targets: Some(num_clusters) })
            }
        }
    }
}

fn num_clusters(given: Option<usize>, num_images: usize, num_classes: usize) -> Result<usize> {
    match given {
        Some(count) if count > num_images => {
            let expected = format!("at most {num_images}, the number of images: lower it or add images");
            Err(Error::config("numTargets", count, Message::from(expected)))
        }
        Some(count) => Ok(count),
        None => {
            let usual =
                if num_classes > 0 { CLUSTERS_PER_CLASS * num_classes } else { CLUSTERS_WITHOUT_CLASSES };
            Ok(usual.min(num_images / IMAGES_PER_CLUSTER).max(2))
        }
    }
}

impl TargetSource {
    /// Whether targets are not comparable across epochs, so that each epoch is prepared.
    pub(super) fn changes_by_epoch(&self) -> bool {
        matches!(self, Self::Clusters(_))
    }

    /// Whether an epoch can begin.
    pub(super) fn is_ready(&self, epoch: usize) -> bool {
        match self {
            Self::Views | Self::Labels(_) => true,
            Self::Clusters(source) => source.current.as_ref().is_some_and(|clusters| clusters.epoch == epoch),
        }
    }

    /// One piece of the work before an epoch, with a backbone whose gradients are off.
    pub(super) async fn prepare(
        &mut self,
        epoch: usize,
        material: Material<'_>,
        backbone: &mut BackboneNetwork,
    ) -> Result<Preparation> {
        if self.is_ready(epoch) {
            return Ok(Preparation::Ready);
        }
        match self {
            Self::Views | Self::Labels(_) => Ok(Preparation::Ready),
            Self::Clusters(source) => source.step(epoch, material, backbone).await,
        }
    }

    /// Targets and weights of some images; empty where there are none.
    pub(super) fn of(&self, indices: &[usize]) -> (Vec<i32>, Vec<f32>) {
        match self {
            Self::Views => Default::default(),
            Self::Labels(labels) => {
                (indices.iter().map(|&index| i32::from(labels[index])).collect(), Vec::new())
            }
            Self::Clusters(source) => {
                source.current.as_ref().map(|clusters| clusters.of(indices)).unwrap_or_default()
            }
        }
    }

    /// What a checkpoint of this epoch has to hold.
    pub(super) fn to_tensor(&self, epoch: usize) -> Option<NamedTensor> {
        match self {
            Self::Views | Self::Labels(_) => None,
            Self::Clusters(source) => {
                source.current.as_ref().filter(|clusters| clusters.epoch == epoch).map(Clusters::to_tensor)
            }
        }
    }

    /// Restores what a checkpoint holds; returns whether it included targets of this epoch.
    pub(super) fn restore(&mut self, tensors: &[NamedTensor], epoch: usize, num_images: usize) -> bool {
        match self {
            Self::Views | Self::Labels(_) => false,
            Self::Clusters(source) => {
                source.current =
                    Clusters::from_tensors(tensors, epoch, [num_images, source.plan.num_clusters]);
                source.current.is_some()
            }
        }
    }
}

impl ClusterSource {
    async fn step(
        &mut self,
        epoch: usize,
        material: Material<'_>,
        backbone: &mut BackboneNetwork,
    ) -> Result<Preparation> {
        let is_of_epoch = |clustering: &Clustering| clustering.epoch == epoch;
        let mut clustering = self.clustering.take().filter(is_of_epoch).unwrap_or_else(|| {
            let Material { images, normalization, device } = material;
            Clustering::new(images, normalization, device, &self.plan, epoch)
        });
        if let Some(clusters) = clustering.step(backbone).await? {
            self.current = Some(clusters);
            return Ok(Preparation::Renewed);
        }
        let progress = clustering.progress();
        self.clustering = Some(clustering);
        Ok(Preparation::Working(progress))
    }
}
