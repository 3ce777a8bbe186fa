//! Affine changes of an image, and erasing, on the host.

use rand::{Rng, RngExt};

/// Numbers of an affine change: what is drawn of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Affine {
    /// Maps a place of the new image to one of the old, both from the centre: `[row, column]`.
    inverse: [[f64; 2]; 2],
    shift: [f64; 2],
}

impl Affine {
    /// Draws rotation and shear in degrees, the factor of the size and the shift as fractions of the side.
    pub(super) fn draw(
        [degrees, shear]: [f64; 2],
        scale: [f64; 2],
        translate: f64,
        side: usize,
        rng: &mut impl Rng,
    ) -> Self {
        let mut around_zero = |width: f64| width * (2.0 * rng.random::<f64>() - 1.0);
        let (turn, lean) = (around_zero(degrees).to_radians(), around_zero(shear).to_radians());
        let shift = [around_zero(translate), around_zero(translate)].map(|part| part * side as f64);
        let factor = scale[0] + (scale[1] - scale[0]) * rng.random::<f64>();
        Self::new(turn, lean, factor, shift)
    }

    /// Shears along rows, then rotates counter-clockwise, scales and shifts.
    fn new(turn: f64, lean: f64, factor: f64, shift: [f64; 2]) -> Self {
        let (sine, cosine) = turn.sin_cos();
        // Rows grow downwards, so a counter-clockwise turn moves what is on the right upwards.
        let inverse = [[cosine, sine], [-sine - lean.tan() * cosine, cosine - lean.tan() * sine]];
        Self { inverse: inverse.map(|row| row.map(|value| value / factor)), shift }
    }

    /// A warped image of interleaved RGB bytes, `[S, S, 3]`; bilinear, black outside.
    pub(super) fn apply(&self, pixels: &[u8], side: usize) -> Vec<u8> {
        let middle = side as f64 / 2.0;
        let mut warped = Vec::with_capacity(pixels.len());
        for row in 0..side {
            for column in 0..side {
                let place = [row, column].map(|place| place as f64 + 0.5 - middle);
                let [down, right] = [place[0] - self.shift[0], place[1] - self.shift[1]];
                let [row, column] =
                    self.inverse.map(|[first, second]| first * down + second * right + middle - 0.5);
                warped.extend(sample(pixels, side, row, column));
            }
        }
        warped
    }
}

/// The bilinear mean of the four pixels around a place.
fn sample(pixels: &[u8], side: usize, row: f64, column: f64) -> [u8; 3] {
    let mut sums = [0.0; 3];
    let [top, left] = [row, column].map(f64::floor);
    for (down, right) in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)] {
        let weight = (1.0 - (row - top - down).abs()) * (1.0 - (column - left - right).abs());
        let inside = |place: f64| (place >= 0.0 && place < side as f64).then_some(place as usize);
        let Some((row, column)) = inside(top + down).zip(inside(left + right)) else { continue };
        let start = 3 * (row * side + column);
        for (sum, &value) in sums.iter_mut().zip(&pixels[start..start + 3]) {
            *sum += weight * f64::from(value);
        }
    }
    sums.map(|sum| sum.round() as u8)
}

/// Height and width of a rectangle by numbers from 0 to 1: its area uniform in `scale`, as a fraction of a square's, and the
/// logarithm of its width over height uniform in that of `ratio`.
pub(super) fn lengths(side: f64, scale: [f64; 2], ratio: [f64; 2], [area, shape]: [f64; 2]) -> [f64; 2] {
    let area = side * side * (scale[0] + (scale[1] - scale[0]) * area);
    let shape = (ratio[0].ln() + (ratio[1].ln() - ratio[0].ln()) * shape).exp();
    [(area / shape).sqrt(), (area * shape).sqrt()]
}

/// A rectangle of one colour, whose area and ratio of sides are within ranges.
pub(super) fn erase(
    pixels: &mut [u8],
    side: usize,
    scale: [f64; 2],
    ratio: [f64; 2],
    color: [u8; 3],
    numbers: [f64; 4],
) {
    let [area, shape, down, right] = numbers;
    let lengths = lengths(side as f64, scale, ratio, [area, shape]);
    let [height, width] = lengths.map(|length| (length.round() as usize).clamp(1, side));
    let start = |part: f64, length: usize| (part * (side - length + 1) as f64) as usize;
    let (top, left) = (start(down, height), start(right, width));
    for row in top..top + height {
        for pixel in pixels[3 * (row * side + left)..3 * (row * side + left + width)].chunks_exact_mut(3) {
            pixel.copy_from_slice(&color);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::FRAC_PI_2;

    use super::*;

    fn image() -> Vec<u8> {
        (0..4 * 4 * 3).map(|value| value as u8 * 5).collect()
    }

    #[test]
    fn a_quarter_turn_moves_pixels_and_no_change_leaves_them() {
        let pixels = image();
        assert_eq!(Affine::new(0.0, 0.0, 1.0, [0.0; 2]).apply(&pixels, 4), pixels);
        let turned = Affine::new(FRAC_PI_2, 0.0, 1.0, [0.0; 2]).apply(&pixels, 4);
        // Counter-clockwise: what was on the right is on top.
        for (row, column) in [(0, 0), (1, 2), (3, 1)] {
            let (to, from) = (3 * (row * 4 + column), 3 * (column * 4 + 3 - row));
            assert_eq!(turned[to..to + 3], pixels[from..from + 3], "{row} {column}");
        }
        let shifted = Affine::new(0.0, 0.0, 1.0, [1.0, 0.0]).apply(&pixels, 4);
        assert_eq!(shifted[..12], [0; 12]);
        assert_eq!(shifted[12..], pixels[..36]);
    }

    #[test]
    fn an_erased_square_has_the_colour_given_and_stays_inside() {
        for corner in [0.0, 0.999] {
            let mut pixels = vec![0; 8 * 8 * 3];
            erase(&mut pixels, 8, [0.25; 2], [1.0; 2], [1, 2, 3], [0.5, 0.5, corner, corner]);
            let erased = pixels.chunks_exact(3).filter(|pixel| **pixel == [1, 2, 3]).count();
            assert_eq!(erased, 16);
            let at = if corner == 0.0 { 0 } else { pixels.len() - 3 };
            assert_eq!(pixels[at..at + 3], [1, 2, 3]);
        }
    }
}
