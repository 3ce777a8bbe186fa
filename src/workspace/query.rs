//! Queries that are answered immediately.

use serde::Serialize;

use super::Workspace;
use super::pictures::{classified_reply, features_reply};
use super::reply::{Array, Reply};
use super::request::{AlikeQuery, ClassifyQuery, ImagesQuery, NeighborsQuery, Query, TableQuery, Target};
use crate::config::{Protocol, ProtocolInfo, TaskConfig, check_at_least_one, check_patch};
use crate::data::{ImageSet, Split};
use crate::error::{Error, Result};
use crate::explain::{Explained, Subject, alike, attend, show_views};
use crate::kernel::PatchBox;
use crate::method::{About, Method};
use crate::model::{Backbone, BackboneInfo};
use crate::rng::{Purpose, stream};
use crate::train::{Model, Network, Normalization, PretrainConfig};
use crate::views::{NUM_VIEWS, draw_boxes};

/// Everything that can be chosen.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Catalog {
    pub methods: Vec<About>,
    pub backbones: Vec<BackboneInfo>,
    pub protocols: Vec<ProtocolInfo>,
    /// The defaults of the tasks' settings.
    pub task: TaskConfig,
    /// What learns most in minutes.
    #[cfg_attr(feature = "types", ts(type = "Method"))]
    pub best_method: Method,
}

impl Catalog {
    /// Of this version.
    pub fn new() -> Self {
        Self {
            methods: Method::ALL.iter().map(|method| method.about()).collect(),
            backbones: Backbone::ALL.iter().map(|backbone| backbone.info()).collect(),
            protocols: Protocol::ALL.map(Protocol::info).to_vec(),
            task: TaskConfig::default(),
            best_method: Method::BEST,
        }
    }
}

impl Default for Catalog {
    fn default() -> Self {
        Self::new()
    }
}

/// Images of a split.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ImageBatch {
    pub image_size: usize,
    /// Interleaved RGB bytes, [N, S, S, 3].
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
    pub pixels: Vec<u8>,
    /// N; null where an image has no label.
    pub labels: Vec<Option<u16>>,
    /// N: the path in its folder or archive; null where an image has none.
    pub paths: Vec<Option<String>>,
}

/// The eight views of some images.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ViewBatch {
    pub image_size: usize,
    /// r0..r3, p0..p3 of each image: interleaved RGB bytes, [N, 8, S, S, 3].
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
    pub pixels: Vec<u8>,
    /// Which view each is, N * 8: 0..3 are r0..r3, 4..7 are p0..p3, the classes of Patch RotNet.
    pub targets: Vec<usize>,
    /// N: the patch position in the four patched views of each image.
    pub boxes: Vec<PatchBox>,
}

impl Workspace {
    /// Answers a query.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`] if what it asks for does not exist yet; [`Error::InvalidConfig`];
    /// [`Error::InvalidData`] where an image cannot be read; [`Error::DeviceFailed`].
    pub async fn query(&self, query: Query) -> Result<Reply> {
        match query {
            Query::Catalog => Ok(Reply::of(&Catalog::new())),
            Query::Images(query) => self.images(&query),
            Query::Views(query) => self.views(&query).await,
            Query::Attend(query) => self.attend(&query).await,
            Query::Neighbors(NeighborsQuery { index, count }) => {
                let missing =
                    || Error::order("No test images were ranked yet", "evaluate({ protocol: 'retrieval' })");
                Ok(Reply::of(&self.gallery.as_ref().ok_or_else(missing)?.nearest(index, count)?))
            }
            Query::Features(pictures) => Ok(features_reply(self.features(pictures).await?)),
            Query::Classify(ClassifyQuery { maps }, pictures) => {
                Ok(classified_reply(self.classify(pictures, maps).await?))
            }
            Query::Alike(query) => self.alike(&query).await,
            Query::Timing(config) => {
                let seconds = self.seconds_per_epoch(&config).await?;
                Ok(Reply::of(&serde_json::json!({ "seconds": seconds })))
            }
            Query::Table(TableQuery { format }) => {
                let missing = || Error::order("No comparison has been run yet", "compare");
                let text = self.table().ok_or_else(missing)?.export(format);
                Ok(Reply::of(&serde_json::json!({ "text": text })))
            }
        }
    }

    fn images(&self, query: &ImagesQuery) -> Result<Reply> {
        let images = self.split(query.split)?;
        check_indices(query, images)?;
        let mut pixels = Vec::new();
        for &index in &query.indices {
            pixels.extend_from_slice(&images.rgb(index)?);
        }
        let labels = query.indices.iter().map(|&index| images.label(index)).collect();
        let paths = query.indices.iter().map(|&index| images.name(index).map(String::from)).collect();
        let batch = ImageBatch { image_size: images.image_size(), pixels, labels, paths };
        Ok(Reply::of(&batch).with("pixels", Array::Bytes(batch.pixels)))
    }

    async fn views(&self, query: &ImagesQuery) -> Result<Reply> {
        let images = self.split(query.split)?;
        let subject = subject(query, images, Normalization::NONE)?;
        let pixels = show_views(&subject, &self.device).await?;
        let targets = subject.indices.iter().flat_map(|_| 0..NUM_VIEWS).collect();
        let batch = ViewBatch { image_size: images.image_size(), pixels, targets, boxes: subject.boxes };
        Ok(Reply::of(&batch).with("pixels", Array::Bytes(batch.pixels)))
    }

    async fn attend(&self, query: &ImagesQuery) -> Result<Reply> {
        let images = self.split(query.split)?;
        let model = self.model()?;
        let network = match query.random_weights {
            true => Network::init(&model.info.config, &self.device),
            false => model.network,
        };
        let subject = subject(query, images, model.info.normalization())?;
        let explained = match query.target {
            Target::Pretext => Explained::Pretext(&network),
            Target::Label => self.explained_label(query, images)?,
        };
        let mut attention = attend(explained, subject, &self.device).await?;
        let (pixels, overlays) =
            (std::mem::take(&mut attention.pixels), std::mem::take(&mut attention.overlays));
        Ok(Reply::of(&attention)
            .with("pixels", Array::Bytes(pixels))
            .with("maps", Array::Floats(attention.maps))
            .with("overlays", Array::Bytes(overlays)))
    }

    async fn alike(&self, AlikeQuery { split, index, others }: &AlikeQuery) -> Result<Reply> {
        let images = self.split(*split)?;
        check_below([index].into_iter().chain(others), images)?;
        check_at_least_one("others", others.len())?;
        let Model { info, network, .. } = self.model()?;
        let normalization = info.normalization();
        let found = alike(&network.backbone, images, *index, others, normalization, &self.device).await?;
        Ok(Reply::of(&found)
            .with("maps", Array::Floats(found.maps))
            .with("overlays", Array::Bytes(found.overlays)))
    }

    fn explained_label(&self, query: &ImagesQuery, images: &ImageSet) -> Result<Explained<'_>> {
        let probe = &self.probed()?.probe;
        let class_names = &self.data()?.class_names;
        if *class_names != probe.class_names {
            let [of_classifier, of_data] = [&probe.class_names, class_names].map(|all| names(all));
            return Err(Error::OtherClasses { of_classifier, of_data });
        }
        let no_labels = || Error::NoLabels { needed: "label map".into(), place: "this split".into() };
        let class = |&index: &usize| images.label(index).map(usize::from).ok_or_else(no_labels);
        let classes = query.indices.iter().map(class).collect::<Result<_>>()?;
        Ok(Explained::Label { probe, classes })
    }

    /// The images of a split, or an error that asks to choose another.
    pub(super) fn split(&self, split: Split) -> Result<&ImageSet> {
        let data = self.data()?;
        data.split(split).ok_or_else(|| Error::NoImages {
            place: format!("the {} split of {}", split.name(), data.name),
            remedy: "Choose another split".into(),
        })
    }
}

/// The first of some names.
fn names(all: &[String]) -> String {
    match all {
        [] => "without classes".into(),
        [.., _] if all.len() > 4 => format!("{}, … ({} classes)", all[..3].join(", "), all.len()),
        _ => all.join(", "),
    }
}

fn check_indices(query: &ImagesQuery, images: &ImageSet) -> Result<()> {
    check_below(&query.indices, images)
}

fn check_below<'a>(indices: impl IntoIterator<Item = &'a usize>, images: &ImageSet) -> Result<()> {
    match indices.into_iter().find(|&&index| index >= images.len()) {
        Some(index) => {
            Err(Error::config("indices", index, format!("below {}, the number of images", images.len())))
        }
        None => Ok(()),
    }
}

/// The images with their patch positions.
fn subject<'a>(
    query: &'a ImagesQuery,
    images: &'a ImageSet,
    normalization: Normalization,
) -> Result<Subject<'a>> {
    check_indices(query, images)?;
    let patch_ratio = query.patch_ratio.unwrap_or(PretrainConfig::PATCH_RATIO);
    check_patch(patch_ratio, images.image_size())?;
    let mut rng = stream(query.seed.unwrap_or(1), Purpose::Placement, 0);
    let boxes = draw_boxes(query.indices.len(), images.image_size(), patch_ratio, &mut rng);
    let scores = query.scores;
    Ok(Subject { images, indices: &query.indices, boxes, patch_ratio, normalization, scores })
}
