//! Bilinear interpolation with half-pixel centres and clamped edges, without antialiasing.

/// The two source positions and weights for one target position.
pub fn bilinear_taps(target: usize, target_side: usize, source_side: usize) -> [(usize, f32); 2] {
    let scale = source_side as f64 / target_side as f64;
    let position = ((target as f64 + 0.5) * scale - 0.5).max(0.0);
    let low = (position.floor() as usize).min(source_side - 1);
    let high = (low + 1).min(source_side - 1);
    let fraction = (position - low as f64).min(1.0) as f32;
    [(low, 1.0 - fraction), (high, fraction)]
}
