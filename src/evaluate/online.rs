//! kNN accuracy of a network while it is trained. Only labelled training images are looked at: each gets the class of the
//! others that are most similar, so that nothing is chosen by test images.

use burn::tensor::Device;
use rand::seq::SliceRandom;

use super::knn::{Votes, default_neighbors};
use super::neighbors::Gallery;
use crate::config::EvaluationConfig;
use crate::data::{Dataset, ImageSet};
use crate::error::{Error, Result};
use crate::model::BackboneNetwork;
use crate::rng::{Purpose, stream};
use crate::train::{Extraction, KnnPoint, Progress, Session};

/// More images tell little more, and take time from training.
const MAX_IMAGES: usize = 1000;
/// One in so many images votes, at most.
const PART_OF_NEIGHBORS: usize = 5;

/// Measures a run at moments that are evenly spread over it.
pub struct OnlineKnn {
    images: ImageSet,
    votes: Votes,
    device: Device,
    /// What is being measured: the features so far.
    on: Option<(Extraction, BackboneNetwork)>,
    /// The last step that was looked at.
    seen: Option<usize>,
}

impl OnlineKnn {
    /// What the config of a run asks for; none if that is nothing.
    ///
    /// # Errors
    /// [`Error::NoLabels`] where the data has no labelled training images.
    pub fn new(session: &Session, data: &Dataset, device: &Device) -> Result<Option<Self>> {
        if session.config().online_knn == 0 {
            return Ok(None);
        }
        let train = data.labeled_train("online kNN")?;
        let mut drawn: Vec<usize> = (0..train.len()).collect();
        drawn.shuffle(&mut stream(session.config().seed, Purpose::OnlineKnn, 0));
        drawn.truncate(MAX_IMAGES);
        let votes = Votes {
            // Of few images, all others would vote, and those of other classes are more.
            neighbors: default_neighbors(drawn.len().div_ceil(PART_OF_NEIGHBORS)),
            temperature: EvaluationConfig::default().temperature,
            num_classes: data.class_names.len(),
        };
        Ok(Some(Self { images: train.subset(&drawn), votes, device: device.clone(), on: None, seen: None }))
    }

    /// Steps to train until the next measurement, 0 if it is due; none if there is no more.
    pub fn due_in(&self, session: &Session) -> Option<usize> {
        let (times, total) = (session.config().online_knn, session.total_steps());
        let last = session.history().knn.last().map(|point| point.step).max(self.seen);
        let mut moments = (0..=times).map(|time| (time * total).div_ceil(times));
        let next = moments.find(|&moment| last.is_none_or(|last| moment > last))?;
        Some(next.saturating_sub(session.steps_done()))
    }

    /// Up to `units` batches of a measurement; its progress, or none once the history has its result.
    ///
    /// # Errors
    /// As [`Extraction::step`].
    pub async fn run(&mut self, session: &mut Session, units: usize) -> Result<Option<Progress>> {
        let (mut extraction, mut backbone) = self.on.take().unwrap_or_else(|| {
            let extraction = Extraction::new(&self.images, session.info().normalization(), &self.device);
            (extraction, session.network().backbone)
        });
        for _ in 0..units.max(1) {
            if extraction.is_done() {
                break;
            }
            match extraction.step(&mut backbone).await {
                // The last update was too large, as the next loss will show.
                Err(Error::NonFiniteFeatures { .. }) => {
                    self.seen = Some(session.steps_done());
                    return Ok(None);
                }
                result => result?,
            }
        }
        if !extraction.is_done() {
            let progress = Progress { done: extraction.done(), total: extraction.total() };
            self.on = Some((extraction, backbone));
            return Ok(Some(progress));
        }
        let gallery = Gallery::new(extraction.features());
        let predictions = self.votes.classify_others(&gallery);
        let correct = predictions.iter().zip(gallery.labels()).filter(|(a, b)| a == b).count();
        let accuracy = correct as f32 / gallery.len() as f32;
        let step = session.steps_done();
        self.seen = Some(step);
        session.history_mut().knn.push(KnnPoint { step, accuracy });
        Ok(None)
    }
}
