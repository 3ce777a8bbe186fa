//! Retrieval: each test image is a query for images of its class among the others (docs/method.md, section 6).

use super::neighbors::{Gallery, Neighbor};
use super::{Found, Measurement, Progress, ProtocolRun, Retrieval, Setup, Step};
use crate::error::{Error, Result};
use crate::model::{BackboneNetwork, frozen};
use crate::parallel::map;
use crate::train::Extraction;

/// Queries per unit of work.
const QUERIES: usize = 64;
/// The ranks at which recall is computed.
const DEPTHS: [usize; 3] = [1, 5, 10];

pub(super) struct RetrievalRun {
    backbone: BackboneNetwork,
    extraction: Extraction,
    gallery: Gallery,
    num_classes: usize,
    /// The class of each query's nearest image.
    nearest: Vec<usize>,
    hits: [usize; DEPTHS.len()],
    precision: f64,
}

impl RetrievalRun {
    pub(super) fn new(setup: &Setup, backbone: BackboneNetwork) -> Result<Self> {
        let (_, images) = setup.data.labeled("retrieval")?;
        if images.len() <= DEPTHS[DEPTHS.len() - 1] {
            return Err(Error::NoImages {
                place: format!("the test split of {} beyond the first {}", setup.data.name, images.len()),
                remedy: "Retrieval evaluates the first 10 neighbours: load more than 10 test images".into(),
            });
        }
        Ok(Self {
            backbone: frozen(backbone),
            extraction: Extraction::new(images, setup.normalization, &setup.device),
            gallery: Gallery::default(),
            num_classes: setup.data.class_names.len(),
            nearest: Vec::new(),
            hits: [0; DEPTHS.len()],
            precision: 0.0,
        })
    }
}

impl ProtocolRun for RetrievalRun {
    fn progress(&self) -> Progress {
        let queries = self.extraction.num_images().div_ceil(QUERIES);
        let done = self.extraction.done() + self.nearest.len().div_ceil(QUERIES);
        Progress { done, total: self.extraction.total() + queries }
    }

    /// A batch of features, or a batch of queries.
    fn step(&mut self) -> Step<'_> {
        Box::pin(async move {
            if !self.extraction.is_done() {
                return self.extraction.step(&mut self.backbone).await;
            }
            if self.gallery.is_empty() {
                self.gallery = Gallery::new(self.extraction.features());
            }
            let start = self.nearest.len();
            let end = (start + QUERIES).min(self.gallery.len());
            let answers = map(end - start, |index| Answer::to(&self.gallery, start + index));
            for answer in answers {
                self.hits
                    .iter_mut()
                    .zip(answer.is_hit)
                    .for_each(|(hits, is_hit)| *hits += usize::from(is_hit));
                self.precision += answer.precision;
                self.nearest.push(answer.nearest);
            }
            Ok(())
        })
    }

    fn finish(self: Box<Self>) -> (Measurement, Found) {
        let count = self.gallery.len() as f64;
        let [first, fifth, tenth] = self.hits.map(|hits| hits as f64 / count);
        let mut measurement = Measurement::new(&self.nearest, self.gallery.labels(), self.num_classes);
        measurement.retrieval = Some(Retrieval {
            recall_at_1: first,
            recall_at_5: fifth,
            recall_at_10: tenth,
            mean_average_precision: self.precision / count,
        });
        (measurement, Found::Gallery(self.gallery))
    }
}

/// What a query finds.
struct Answer {
    /// Whether an image of its class is among the first, for each of the depths.
    is_hit: [bool; DEPTHS.len()],
    precision: f64,
    /// The class of the nearest image.
    nearest: usize,
}

impl Answer {
    fn to(gallery: &Gallery, query: usize) -> Self {
        let ranked = gallery.ranked(query);
        let label = gallery.labels()[query];
        Self {
            is_hit: DEPTHS.map(|depth| ranked[..depth].iter().any(|neighbor| neighbor.label == label)),
            precision: average_precision(&ranked, label),
            nearest: ranked[0].label,
        }
    }
}

/// Mean of the precision at each image of the class; 0 where there is none.
fn average_precision(ranked: &[Neighbor], label: usize) -> f64 {
    let (mut hits, mut sum) = (0.0, 0.0);
    for (rank, neighbor) in ranked.iter().enumerate() {
        if neighbor.label == label {
            hits += 1.0;
            sum += hits / (rank + 1) as f64;
        }
    }
    if hits > 0.0 { sum / hits } else { 0.0 }
}
