//! Multinomial logistic regression on the host, by L-BFGS.
//!
//! It minimises the sum of cross-entropies plus half the squared norm of the weights, on features of mean 0 and standard
//! deviation 1: scikit-learn's `LogisticRegression` with its default strength.

use crate::train::Features;

/// Pairs of steps and changes of the gradient that approximate the curvature (Nocedal and Wright, "Numerical
/// Optimization", algorithm 7.4).
const MEMORY: usize = 10;
const MAX_ITERATIONS: usize = 200;
/// The largest entry of the gradient at which the minimum is reached.
const TOLERANCE: f64 = 1e-5;
/// The part of the expected decrease that a step must bring (Armijo's condition).
const DECREASE: f64 = 1e-4;
const MAX_HALVINGS: usize = 40;

/// Mean and standard deviation of each feature.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    mean: Vec<f64>,
    deviation: Vec<f64>,
}

impl Scale {
    pub(super) fn of(features: &Features) -> Self {
        let (dim, count) = (features.num_features, features.len().max(1) as f64);
        let sums = |value: &dyn Fn(usize, f32) -> f64| {
            let mut sums = vec![0.0; dim];
            for (place, &feature) in features.values.iter().enumerate() {
                sums[place % dim] += value(place % dim, feature);
            }
            sums.into_iter().map(|sum| sum / count).collect::<Vec<f64>>()
        };
        let mean = sums(&|_, value| f64::from(value));
        let variance = sums(&|place, value| (f64::from(value) - mean[place]).powi(2));
        // A feature that never changes, but for rounding, tells nothing.
        let deviation = variance
            .iter()
            .zip(&mean)
            .map(|(&variance, mean)| if variance > 1e-12 * mean * mean { variance.sqrt() } else { 1.0 })
            .collect();
        Self { mean, deviation }
    }

    fn apply(&self, row: &[f32]) -> Vec<f64> {
        let scaled = row.iter().zip(self.mean.iter().zip(&self.deviation));
        scaled.map(|(&value, (mean, deviation))| (f64::from(value) - mean) / deviation).collect()
    }
}

/// Weights `[K, D]` and biases `[K]` for features as they are.
#[derive(Clone, Debug)]
pub(super) struct Logistic {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Logistic {
    /// Trained on the rows at these indices.
    pub(super) fn train(
        features: &Features,
        scale: &Scale,
        examples: &[(usize, usize)],
        num_classes: usize,
    ) -> Self {
        let rows: Vec<Vec<f64>> = examples.iter().map(|&(row, _)| scale.apply(features.row(row))).collect();
        let classes: Vec<usize> = examples.iter().map(|&(_, class)| class).collect();
        let dim = features.num_features;
        let start = vec![0.0; num_classes * (dim + 1)];
        let found = minimize(|values| loss(values, &rows, &classes, num_classes), start);
        let (mut weight, mut bias) = (Vec::new(), Vec::new());
        for line in found.chunks_exact(dim + 1) {
            let mut offset = line[dim];
            for ((value, mean), deviation) in line.iter().zip(&scale.mean).zip(&scale.deviation) {
                weight.push((value / deviation) as f32);
                offset -= value * mean / deviation;
            }
            bias.push(offset as f32);
        }
        Self { weight, bias }
    }

    /// The probability of each class.
    pub(super) fn probabilities(&self, row: &[f32]) -> Vec<f64> {
        let logit = |(weights, bias): (&[f32], &f32)| {
            let sum: f64 = weights.iter().zip(row).map(|(w, x)| f64::from(*w) * f64::from(*x)).sum();
            sum + f64::from(*bias)
        };
        softmax(self.weight.chunks_exact(row.len()).zip(&self.bias).map(logit).collect())
    }
}

fn softmax(logits: Vec<f64>) -> Vec<f64> {
    let largest = logits.iter().copied().fold(f64::MIN, f64::max);
    let powers: Vec<f64> = logits.iter().map(|logit| (logit - largest).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// The objective and its gradient; each class has its weights and then its bias, which is not held small.
fn loss(values: &[f64], rows: &[Vec<f64>], classes: &[usize], num_classes: usize) -> (f64, Vec<f64>) {
    let dim = values.len() / num_classes - 1;
    let mut gradient = vec![0.0; values.len()];
    let mut total = 0.0;
    for (line, gradient) in values.chunks_exact(dim + 1).zip(gradient.chunks_exact_mut(dim + 1)) {
        for (value, gradient) in line[..dim].iter().zip(gradient) {
            total += value * value / 2.0;
            *gradient = *value;
        }
    }
    for (row, &class) in rows.iter().zip(classes) {
        let logit = |line: &[f64]| dot(&line[..dim], row) + line[dim];
        let mut probabilities = softmax(values.chunks_exact(dim + 1).map(logit).collect());
        total -= probabilities[class].max(f64::MIN_POSITIVE).ln();
        probabilities[class] -= 1.0;
        for (gradient, excess) in gradient.chunks_exact_mut(dim + 1).zip(probabilities) {
            gradient[dim] += excess;
            gradient.iter_mut().zip(row).for_each(|(gradient, value)| *gradient += excess * value);
        }
    }
    (total, gradient)
}

/// The minimum of a convex function, which gives its value and its gradient.
fn minimize(function: impl Fn(&[f64]) -> (f64, Vec<f64>), start: Vec<f64>) -> Vec<f64> {
    let mut place = start;
    let (mut value, mut gradient) = function(&place);
    let mut pairs: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
    for _ in 0..MAX_ITERATIONS {
        if gradient.iter().all(|entry| entry.abs() < TOLERANCE) {
            break;
        }
        let direction = descent(&gradient, &pairs);
        let slope = dot(&direction, &gradient);
        let mut length = 1.0;
        let mut next = None;
        for _ in 0..MAX_HALVINGS {
            let there: Vec<f64> = place.iter().zip(&direction).map(|(x, d)| x + length * d).collect();
            let (found, gradient) = function(&there);
            if found <= value + DECREASE * length * slope {
                next = Some((there, found, gradient));
                break;
            }
            length /= 2.0;
        }
        // No shorter step brings anything: as near as numbers allow.
        let Some((there, found, next_gradient)) = next else { break };
        let step = difference(&there, &place);
        let change = difference(&next_gradient, &gradient);
        if dot(&step, &change) > 1e-12 {
            pairs.push((step, change));
            if pairs.len() > MEMORY {
                pairs.remove(0);
            }
        }
        (place, value, gradient) = (there, found, next_gradient);
    }
    place
}

/// The direction of L-BFGS: minus the inverse of the approximate curvature, times the gradient.
fn descent(gradient: &[f64], pairs: &[(Vec<f64>, Vec<f64>)]) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|entry| -entry).collect();
    let mut shares = Vec::new();
    for (step, change) in pairs.iter().rev() {
        let share = dot(step, &direction) / dot(step, change);
        add(&mut direction, change, -share);
        shares.push(share);
    }
    let scale = match pairs.last() {
        Some((step, change)) => dot(step, change) / dot(change, change),
        None => 1.0 / gradient.iter().map(|entry| entry.abs()).fold(1.0, f64::max),
    };
    direction.iter_mut().for_each(|entry| *entry *= scale);
    for ((step, change), share) in pairs.iter().zip(shares.into_iter().rev()) {
        let correction = dot(change, &direction) / dot(step, change);
        add(&mut direction, step, share - correction);
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn add(target: &mut [f64], values: &[f64], factor: f64) {
    target.iter_mut().zip(values).for_each(|(target, value)| *target += factor * value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_scikit_learn() {
        let value = |row: usize, column: usize| {
            let bump = if column == row % 3 { 0.8 } else { 0.0 };
            ((0.7 * (3 * row + column) as f64).sin() + bump) as f32
        };
        let values = (0..36).map(|place| value(place / 3, place % 3)).collect();
        let features = Features { values, num_features: 3, labels: vec![0; 12] };
        let examples: Vec<_> = (0..12).map(|row| (row, row % 3)).collect();
        let logistic = Logistic::train(&features, &Scale::of(&features), &examples, 3);
        // scikit-learn 1.9.1, LogisticRegression(C=1, tol=1e-10) on standardised features.
        for (query, expected) in [
            ([0.5, -0.2, 0.1], [0.266269, 0.374915, 0.358816]),
            ([-1.0, 1.2, 0.3], [0.246971, 0.315140, 0.437889]),
        ] {
            let found = logistic.probabilities(&query);
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 2e-5, "{found} instead of {expected}");
            }
        }
    }
}
