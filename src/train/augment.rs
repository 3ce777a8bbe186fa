//! The random transforms of the bytes of an image, on the host: those that move pixels, and erasing.

use std::borrow::Cow;

use rand::{Rng, RngExt};

use super::warp::{Affine, erase};
use crate::config::{Augmentation, Fill, Transform};

/// Applies each transform of bytes in turn to interleaved RGB bytes `[S, S, 3]`.
///
/// Crop and flip draw their numbers whether or not they are on: turning one off leaves all other draws as they were.
pub(super) fn augment<'a>(
    pixels: Cow<'a, [u8]>,
    side: usize,
    augmentation: &Augmentation,
    mean: [f32; 3],
    rng: &mut impl Rng,
) -> Cow<'a, [u8]> {
    let draws = Draws::new(side, augmentation, rng);
    augmentation.0.iter().fold(pixels, |pixels, transform| match *transform {
        Transform::RandomAffine { degrees, translate, scale, shear, probability } => {
            let is_on = rng.random_bool(probability);
            let affine = Affine::draw([degrees, shear], scale, translate, side, rng);
            if is_on { Cow::Owned(affine.apply(&pixels, side)) } else { pixels }
        }
        Transform::RandomErasing { scale, ratio, probability } => {
            let is_on = rng.random_bool(probability);
            let numbers: [f64; 4] = std::array::from_fn(|_| rng.random());
            if !is_on {
                return pixels;
            }
            let mut pixels = pixels.into_owned();
            let color = mean.map(|value| (255.0 * value).round() as u8);
            erase(&mut pixels, side, scale, ratio, color, numbers);
            Cow::Owned(pixels)
        }
        Transform::RandomCrop { fill, .. } if draws.shift != [0, 0] => {
            Cow::Owned(shift(&pixels, side, draws.shift, fill))
        }
        Transform::HorizontalFlip { .. } if draws.flip => Cow::Owned(flip(&pixels, side)),
        _ => pixels,
    })
}

struct Draws {
    /// Rows down and columns to the right where the crop begins, from the unpadded corner.
    shift: [isize; 2],
    flip: bool,
}

impl Draws {
    fn new(side: usize, augmentation: &Augmentation, rng: &mut impl Rng) -> Self {
        let (mut padding, mut probability) = (0, None);
        for transform in &augmentation.0 {
            match *transform {
                Transform::RandomCrop { padding: part, .. } => padding = (part * side as f64) as i32,
                Transform::HorizontalFlip { probability: part } => probability = Some(part),
                _ => {}
            }
        }
        let shift = std::array::from_fn(|_| rng.random_range(-padding..=padding) as isize);
        let flip = rng.random_bool(probability.unwrap_or(0.5)) && probability.is_some();
        Self { shift, flip }
    }
}

/// Shifts an image.
fn shift(pixels: &[u8], side: usize, [down, right]: [isize; 2], fill: Fill) -> Vec<u8> {
    let source = |place: usize, by: isize| {
        let place = place as isize + by;
        match fill {
            Fill::Black => usize::try_from(place).ok().filter(|&place| place < side),
            // The edge itself is not repeated.
            Fill::Reflect => {
                let last = side as isize - 1;
                Some((last - (place.abs() - last).abs()).unsigned_abs())
            }
        }
    };
    let mut moved = vec![0; pixels.len()];
    for row in 0..side {
        let Some(from_row) = source(row, down) else { continue };
        for column in 0..side {
            let Some(from_column) = source(column, right) else { continue };
            let (to, from) = (3 * (row * side + column), 3 * (from_row * side + from_column));
            moved[to..to + 3].copy_from_slice(&pixels[from..from + 3]);
        }
    }
    moved
}

/// Horizontal flip.
fn flip(pixels: &[u8], side: usize) -> Vec<u8> {
    pixels.chunks_exact(3 * side).flat_map(|row| row.rchunks_exact(3)).flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reflected_edge_mirrors_the_image() {
        let row: Vec<u8> = (0..4).flat_map(|value| [value; 3]).collect();
        let pixels = row.repeat(4);
        let columns = |moved: Vec<u8>| moved.iter().take(12).step_by(3).copied().collect::<Vec<_>>();
        assert_eq!(columns(shift(&pixels, 4, [0, -2], Fill::Reflect)), [2, 1, 0, 1]);
        assert_eq!(columns(shift(&pixels, 4, [0, 2], Fill::Reflect)), [2, 3, 2, 1]);
        assert_eq!(columns(shift(&pixels, 4, [0, 2], Fill::Black)), [2, 3, 0, 0]);
        assert_eq!(columns(shift(&pixels, 4, [0, -2], Fill::Black)), [0, 0, 0, 1]);
        assert_eq!(shift(&pixels, 4, [2, 0], Fill::Reflect), pixels);
    }
}
