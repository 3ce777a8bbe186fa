//! Adam's update on slices.

use super::super::adam::AdamRates;

/// The parameter, first and second moment after the update.
pub fn adam_step(
    [parameter, gradient, momentum, square]: [&[f32]; 4],
    AdamRates { learning_rate, betas, shares, corrections, epsilon }: AdamRates,
) -> [Vec<f32>; 3] {
    let decay = |index: usize| move |(old, new): (&f32, f32)| old * betas[index] + new * shares[index];
    let momentum: Vec<f32> = momentum.iter().zip(gradient.iter().copied()).map(decay(0)).collect();
    let square: Vec<f32> = square.iter().zip(gradient.iter().map(|g| g * g)).map(decay(1)).collect();
    let moved = parameter.iter().zip(&momentum).zip(&square).map(|((value, mean), square)| {
        let deviation = (square / corrections[1]).sqrt() + epsilon;
        value - learning_rate * (mean / corrections[0] / deviation)
    });
    [moved.collect(), momentum, square]
}
