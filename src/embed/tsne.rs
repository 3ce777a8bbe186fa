//! t-SNE, exact, one iteration at a time.
//!
//! Own code, as a page has to show, pause and stop it in progress, and a seed has to produce the same embedding on
//! any number of threads.

use std::ops::Range;

use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::parallel::{for_each_chunk, map};

/// Standard deviation of the initial positions.
const START: f32 = 1e-4;
/// Early exaggeration: the factor on the affinities while clusters form.
const EXAGGERATION: f32 = 12.0;
/// Fraction of the run with exaggeration.
const EXAGGERATED_PART: f64 = 0.25;
/// Momentum during and after exaggeration.
const MOMENTUM: [f32; 2] = [0.5, 0.8];
/// Added to a gain while the direction is kept, factor on it where the direction reverses, and its lower bound.
const GAIN_STEP: f32 = 0.2;
const GAIN_DECAY: f32 = 0.8;
const LEAST_GAIN: f32 = 0.01;
/// Bisection steps of the search for a row's bandwidth.
const SEARCH_STEPS: usize = 64;

/// An embedding in progress.
///
/// # Source
/// van der Maaten and Hinton 2008; exaggeration, learning rate max(N / exaggeration / 4, 50), gains, and starting velocity
/// and gains anew when exaggeration ends, as in scikit-learn.
#[derive(Clone, Debug)]
pub struct Tsne {
    /// Joint probabilities, `[N, N]`.
    nearness: Vec<f32>,
    /// `[N, 2]`, as are the next two.
    places: Vec<[f32; 2]>,
    velocity: Vec<[f32; 2]>,
    gains: Vec<[f32; 2]>,
    iteration: usize,
    iterations: usize,
}

impl Tsne {
    /// Of `[N, dim]` rows, with a perplexity that [`crate::config::EmbeddingConfig::validate`] accepts.
    pub fn new(rows: &[f32], dim: usize, perplexity: f64, iterations: usize, rng: &mut impl Rng) -> Self {
        let count = rows.len() / dim;
        let mut draw = || -> f32 {
            let normal: f32 = StandardNormal.sample(rng);
            normal * START
        };
        Self {
            nearness: joint_probabilities(rows, dim, perplexity),
            places: (0..count).map(|_| [draw(), draw()]).collect(),
            velocity: vec![[0.0; 2]; count],
            gains: vec![[1.0; 2]; count],
            iteration: 0,
            iterations,
        }
    }

    /// Iterations done.
    pub fn iteration(&self) -> usize {
        self.iteration
    }

    /// Whether all iterations are done.
    pub fn is_done(&self) -> bool {
        self.iteration >= self.iterations
    }

    /// Positions so far, centred on the origin: `[N, 2]`.
    pub fn embedding_2d(&self) -> &[[f32; 2]] {
        &self.places
    }

    /// The Kullback-Leibler divergence between the affinities of the features and those of the embedding.
    pub fn kl_divergence(&self) -> f64 {
        let total = total_similarity(&self.places, &split_axes(&self.places));
        let count = self.places.len();
        let losses = map(count, |index| -> f64 {
            let row = &self.nearness[index * count..(index + 1) * count];
            let loss = |(other, p): (usize, &f32)| {
                let [x, y] = [0, 1].map(|axis| self.places[index][axis] - self.places[other][axis]);
                let q = if other == index { 0.0 } else { f64::from(similarity(x, y)) };
                let p = f64::from(*p).max(1e-12);
                p * (p / (q / total).max(1e-12)).ln()
            };
            row.iter().enumerate().map(loss).sum()
        });
        losses.iter().sum()
    }

    /// One iteration of gradient descent with momentum and gains.
    pub fn step(&mut self) {
        let is_exaggerated = self.is_exaggerated(self.iteration);
        if !is_exaggerated && self.iteration > 0 && self.is_exaggerated(self.iteration - 1) {
            // A new objective: what the old one left in velocity and gains would throw points apart.
            self.velocity.fill([0.0; 2]);
            self.gains.fill([1.0; 2]);
        }
        let exaggeration = if is_exaggerated { EXAGGERATION } else { 1.0 };
        let momentum = MOMENTUM[usize::from(!is_exaggerated)];
        let rate = (self.places.len() as f32 / EXAGGERATION / 4.0).max(50.0);
        let slopes = gradient(&self.nearness, &self.places, exaggeration);
        for (index, slope) in slopes.iter().enumerate() {
            for (axis, slope) in slope.iter().enumerate() {
                let (gain, velocity) = (&mut self.gains[index][axis], &mut self.velocity[index][axis]);
                let turns = slope * *velocity >= 0.0;
                *gain = if turns { *gain * GAIN_DECAY } else { *gain + GAIN_STEP }.max(LEAST_GAIN);
                *velocity = momentum * *velocity - rate * *gain * slope;
                self.places[index][axis] += *velocity;
            }
        }
        self.center();
        self.iteration += 1;
    }

    fn is_exaggerated(&self, iteration: usize) -> bool {
        (iteration as f64) < EXAGGERATED_PART * self.iterations as f64
    }

    fn center(&mut self) {
        let count = self.places.len() as f32;
        for axis in 0..2 {
            let mean = self.places.iter().map(|place| place[axis]).sum::<f32>() / count;
            self.places.iter_mut().for_each(|place| place[axis] -= mean);
        }
    }
}

/// 4 sum_j (exaggeration p_ij - q_ij) (y_i - y_j) / (1 + |y_i - y_j|^2): the divergence's gradient at each position.
pub fn gradient(nearness: &[f32], places: &[[f32; 2]], exaggeration: f32) -> Vec<[f32; 2]> {
    let axes = split_axes(places);
    let scale = (1.0 / total_similarity(places, &axes)) as f32;
    let count = places.len();
    map(count, |index| {
        let row = &nearness[index * count..(index + 1) * count];
        slope(row, places[index], &axes, exaggeration, scale)
    })
}

const LANES: usize = 8;

/// Positions axis by axis, so that several are read at once.
fn split_axes(places: &[[f32; 2]]) -> [Vec<f32>; 2] {
    [0, 1].map(|axis| places.iter().map(|place| place[axis]).collect())
}

#[inline(always)]
fn similarity(x: f32, y: f32) -> f32 {
    1.0 / (1.0 + x * x + y * y)
}

/// One row of the gradient. Sums have several lanes in a fixed order.
fn slope(nearness: &[f32], place: [f32; 2], axes: &[Vec<f32>; 2], exaggeration: f32, scale: f32) -> [f32; 2] {
    let terms = |p: f32, other_x: f32, other_y: f32| {
        let (x, y) = (place[0] - other_x, place[1] - other_y);
        let similarity = similarity(x, y);
        // Of a position with itself the differences are zero, and so are the terms.
        let pull = 4.0 * (exaggeration * p - similarity * scale) * similarity;
        [pull * x, pull * y]
    };
    let (p, p_rest) = nearness.as_chunks::<LANES>();
    let (xs, x_rest) = axes[0].as_chunks::<LANES>();
    let (ys, y_rest) = axes[1].as_chunks::<LANES>();
    let mut sums = [[0.0f32; LANES]; 2];
    for ((p, xs), ys) in p.iter().zip(xs).zip(ys) {
        for lane in 0..LANES {
            let [x, y] = terms(p[lane], xs[lane], ys[lane]);
            sums[0][lane] += x;
            sums[1][lane] += y;
        }
    }
    let mut slope = sums.map(|lanes| lanes.iter().sum::<f32>());
    for ((p, x), y) in p_rest.iter().zip(x_rest).zip(y_rest) {
        let [x, y] = terms(*p, *x, *y);
        slope[0] += x;
        slope[1] += y;
    }
    slope
}

fn sum_similarities(place: [f32; 2], xs: &[f32], ys: &[f32]) -> f32 {
    let ((xs, x_rest), (ys, y_rest)) = (xs.as_chunks::<LANES>(), ys.as_chunks::<LANES>());
    let mut sums = [0.0f32; LANES];
    for (xs, ys) in xs.iter().zip(ys) {
        for lane in 0..LANES {
            sums[lane] += similarity(place[0] - xs[lane], place[1] - ys[lane]);
        }
    }
    let rest = x_rest.iter().zip(y_rest).map(|(x, y)| similarity(place[0] - x, place[1] - y));
    sums.iter().sum::<f32>() + rest.sum::<f32>()
}

/// The sum of 1 / (1 + squared distance) over all pairs of different positions.
fn total_similarity(places: &[[f32; 2]], axes: &[Vec<f32>; 2]) -> f64 {
    let row = |index: usize| {
        let part =
            |range: Range<usize>| sum_similarities(places[index], &axes[0][range.clone()], &axes[1][range]);
        f64::from(part(0..index) + part(index + 1..places.len()))
    };
    map(places.len(), row).iter().sum::<f64>().max(f64::MIN_POSITIVE)
}

/// Affinities of rows, as probabilities of all pairs: `[N, N]`, symmetric, sum 1.
///
/// Each row's bandwidth is such that its neighbours' entropy is log(perplexity).
pub fn joint_probabilities(rows: &[f32], dim: usize, perplexity: f64) -> Vec<f32> {
    let count = rows.len() / dim;
    let row = |index: usize| &rows[index * dim..(index + 1) * dim];
    let mut conditional = vec![0.0f64; count * count];
    for_each_chunk(&mut conditional, count, |index, target| {
        let squared = |other: usize| -> f64 {
            row(index).iter().zip(row(other)).map(|(a, b)| f64::from(a - b).powi(2)).sum()
        };
        let distances: Vec<f64> = (0..count).map(squared).collect();
        fit_row(&distances, index, perplexity, target);
    });
    let mut joint = vec![0.0f32; count * count];
    for_each_chunk(&mut joint, count, |index, target| {
        for (other, value) in target.iter_mut().enumerate() {
            let both = conditional[index * count + other] + conditional[other * count + index];
            *value = (both / (2.0 * count as f64)) as f32;
        }
    });
    joint
}

/// The probabilities of one row's neighbours, by bisection of its precision.
fn fit_row(distances: &[f64], own: usize, perplexity: f64, probabilities: &mut [f64]) {
    let others = distances.iter().enumerate().filter(|(index, _)| *index != own);
    // Subtracting the same value from all distances changes nothing, and keeps the exponentials from underflowing.
    let nearest = others.map(|(_, &distance)| distance).fold(f64::INFINITY, f64::min);
    let (mut low, mut high, mut precision) = (0.0, f64::INFINITY, 1.0);
    for _ in 0..SEARCH_STEPS {
        let (mut total, mut moment) = (0.0, 0.0);
        for (index, (probability, distance)) in probabilities.iter_mut().zip(distances).enumerate() {
            let distance = distance - nearest;
            *probability = if index == own { 0.0 } else { (-precision * distance).exp() };
            total += *probability;
            moment += *probability * distance;
        }
        probabilities.iter_mut().for_each(|probability| *probability /= total);
        let entropy = total.ln() + precision * moment / total;
        if entropy > perplexity.ln() {
            low = precision;
            precision = if high.is_finite() { (low + high) / 2.0 } else { precision * 2.0 };
        } else {
            high = precision;
            precision = (low + high) / 2.0;
        }
    }
}
