//! The results of the steps of a run; saved in its checkpoints.

use super::pending::Results;
use super::progress::KnnPoint;
use super::spread::Spread;
use crate::model::NamedTensor;

const LOSSES: &str = "run.losses";
const ACCURACIES: &str = "run.accuracies";
const SECONDS: &str = "run.seconds";
const KNN: &str = "run.knn";

/// Loss and accuracy of each step of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Time spent on its steps, as reported to the session.
    pub seconds: f64,
    pub losses: Vec<f32>,
    /// Empty if the task is not a classification.
    pub accuracies: Vec<f32>,
    /// Where the config asks for them.
    pub knn: Vec<KnnPoint>,
    /// How much the features of the last batch that was looked at differ; not saved.
    pub spread: Option<Spread>,
    /// The step after which features were first seen to be nearly the same for all images; not saved.
    pub collapsed: Option<usize>,
}

impl History {
    /// Adds the results of steps.
    pub(super) fn add(&mut self, results: &Results) {
        self.spread = results.spread.or(self.spread);
        let pairs = results.correct.iter().zip(&results.num_samples);
        self.accuracies.extend(pairs.map(|(correct, &count)| correct / count as f32));
        self.losses.extend(&results.losses);
        if results.spread.is_some_and(|spread| spread.has_collapsed) {
            self.collapsed.get_or_insert(self.losses.len());
        }
    }

    /// Mean loss and accuracy of the last steps; none if there are none.
    pub fn means(&self, steps: usize) -> [Option<f32>; 2] {
        [&self.losses, &self.accuracies].map(|values| {
            let last = &values[values.len().saturating_sub(steps)..];
            (!last.is_empty()).then(|| last.iter().sum::<f32>() / last.len() as f32)
        })
    }

    pub(super) fn truncate(&mut self, steps: usize) {
        self.losses.truncate(steps);
        self.accuracies.truncate(steps);
        self.knn.retain(|point| point.step <= steps);
        self.collapsed = self.collapsed.filter(|&step| step <= steps);
    }

    pub(super) fn to_tensors(&self) -> impl Iterator<Item = NamedTensor> {
        let named = |(name, values): (&str, &Vec<f32>)| NamedTensor {
            name: name.into(),
            shape: vec![values.len()],
            values: values.clone(),
        };
        let seconds = vec![self.seconds as f32];
        // Steps are whole numbers, and exact as such up to 16 million.
        let knn = NamedTensor {
            name: KNN.into(),
            shape: vec![self.knn.len(), 2],
            values: self.knn.iter().flat_map(|point| [point.step as f32, point.accuracy]).collect(),
        };
        let series = [(LOSSES, &self.losses), (ACCURACIES, &self.accuracies), (SECONDS, &seconds)].map(named);
        series.into_iter().chain((!self.knn.is_empty()).then_some(knn))
    }

    pub(super) fn from_tensors(tensors: &[NamedTensor]) -> Self {
        let find = |name: &str| {
            tensors
                .iter()
                .find(|tensor| tensor.name == name)
                .map(|tensor| tensor.values.clone())
                .unwrap_or_default()
        };
        let seconds = find(SECONDS).first().copied().map_or(0.0, f64::from);
        let knn = find(KNN);
        let point = |pair: &[f32]| KnnPoint { step: pair[0] as usize, accuracy: pair[1] };
        let knn = knn.chunks_exact(2).map(point).collect();
        Self { seconds, losses: find(LOSSES), accuracies: find(ACCURACIES), knn, ..Self::default() }
    }
}
