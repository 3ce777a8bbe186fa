//! The random transforms that compute pixels, on the device from numbers drawn on the host.
//!
//! Resizing, resampling and blur act on rows and columns alone, so each image is multiplied by two small matrices. Changes of
//! colour are one matrix for each image.

use burn::tensor::{Device, Tensor};
use rand::{Rng, RngExt};

use super::batches::Normalization;
use super::warp::lengths;
use crate::config::{Augmentation, Transform};
use crate::kernel::upload_values;

/// Share of red, green and blue in the grey of a pixel (ITU-R BT.601).
const GREY: [f32; 3] = [0.299, 0.587, 0.114];
/// A Gaussian ends after so many standard deviations.
const BLUR_REACH: f64 = 3.0;

/// A 3 x 3 matrix over channels.
type Colors = [[f32; 3]; 3];

/// What is done to the images of a batch.
pub(super) struct Changes {
    side: usize,
    /// Of each image, `[T, S]` and `[S, T]`, where T is the side that images get; none if pixels stay where they are.
    places: Option<[Vec<f32>; 2]>,
    colors: Option<Vec<ColorChange>>,
}

/// Colours of an image: clamp(matrix x + offset m), where m is the mean grey of the image.
struct ColorChange {
    matrix: Colors,
    offset: f32,
}

impl Changes {
    /// Draws the numbers for images of side `from`, which become those of side `to`.
    pub(super) fn draw(
        num_images: usize,
        [from, to]: [usize; 2],
        augmentation: &Augmentation,
        rng: &mut impl Rng,
    ) -> Self {
        let has = |test: fn(&Transform) -> bool| augmentation.0.iter().any(test);
        let is_place = |transform: &Transform| {
            matches!(transform, Transform::RandomResizedCrop { .. } | Transform::GaussianBlur { .. })
        };
        let is_color = |transform: &Transform| {
            matches!(transform, Transform::ColorJitter { .. } | Transform::Grayscale { .. })
        };
        let mut places = (from != to || has(is_place)).then(|| [Vec::new(), Vec::new()]);
        let mut colors = has(is_color).then(Vec::new);
        for _ in 0..num_images {
            if let Some([rows, columns]) = &mut places {
                let [row, column] = draw_places([from, to], augmentation, rng);
                rows.extend(row);
                columns.extend(transposed(&column, from));
            }
            if let Some(colors) = &mut colors {
                colors.push(ColorChange::draw(augmentation, rng));
            }
        }
        Self { side: to, places, colors }
    }

    /// Images with values in 0..=1, `[N, 3, S, S]`, to normalised ones, `[N, 3, T, T]`.
    pub(super) fn apply(self, images: Tensor<4>, normalization: Normalization) -> Tensor<4> {
        let [num_images, channels, from, _] = images.dims();
        let (to, device) = (self.side, images.device());
        let placed = match self.places {
            None => images,
            Some([rows, columns]) => {
                let rows = upload_values(rows, [num_images, 1, to, from], &device);
                let columns = upload_values(columns, [num_images, 1, from, to], &device);
                rows.expand([num_images, channels, to, from])
                    .matmul(images)
                    .matmul(columns.expand([num_images, channels, from, to]))
            }
        };
        let colored = match self.colors {
            None => placed,
            Some(colors) => color(placed, &colors, &device),
        };
        normalization.apply(colored)
    }
}

fn color(images: Tensor<4>, colors: &[ColorChange], device: &Device) -> Tensor<4> {
    let [num_images, channels, side, _] = images.dims();
    let matrices: Vec<f32> = colors.iter().flat_map(|color| color.matrix.as_flattened()).copied().collect();
    let offsets: Vec<f32> = colors.iter().flat_map(|color| GREY.map(|share| color.offset * share)).collect();
    let matrices = upload_values(matrices, [num_images, channels, channels], device);
    let offsets = upload_values(offsets, [num_images, channels, 1], device);
    let pixels = images.reshape([num_images, channels, side * side]);
    let offset = pixels.clone().mean_dim(2).mul(offsets).sum_dim(1);
    matrices.matmul(pixels).add(offset).clamp(0.0, 1.0).reshape([num_images, channels, side, side])
}

/// The matrices over the rows and over the columns of an image, both `[T, S]`.
fn draw_places([from, to]: [usize; 2], augmentation: &Augmentation, rng: &mut impl Rng) -> [Vec<f32>; 2] {
    // Where the part begins and how long it is, in rows and in columns.
    let mut part = [(0.0, from as f64); 2];
    let mut sigma = None;
    for transform in &augmentation.0 {
        match *transform {
            Transform::RandomResizedCrop { scale, ratio } => {
                let numbers: [f64; 4] = std::array::from_fn(|_| rng.random());
                part = draw_part(from as f64, scale, ratio, numbers);
            }
            Transform::GaussianBlur { sigma: [low, high], probability } => {
                let is_on = rng.random_bool(probability);
                let drawn = low + (high - low) * rng.random::<f64>();
                sigma = is_on.then_some(drawn * to as f64);
            }
            _ => {}
        }
    }
    part.map(|(start, length)| {
        let resample = resampling(start, length, [from, to]);
        match sigma {
            Some(sigma) => product(&blurring(sigma, to), &resample, to),
            None => resample,
        }
    })
}

/// Start and length of a part in rows and in columns: its place uniform.
fn draw_part(
    side: f64,
    scale: [f64; 2],
    ratio: [f64; 2],
    [area, shape, down, right]: [f64; 4],
) -> [(f64, f64); 2] {
    let [height, width] = lengths(side, scale, ratio, [area, shape]).map(|length| length.min(side));
    [(down * (side - height), height), (right * (side - width), width)]
}

/// `[T, S]`: bilinear interpolation with half-pixel centres between `start` and `start + length`; where it shrinks, each value
/// is a mean over the pixels that it stands for.
fn resampling(start: f64, length: f64, [from, to]: [usize; 2]) -> Vec<f32> {
    let step = length / to as f64;
    let reach = step.max(1.0);
    let weights = |place: usize| {
        let center = start + (place as f64 + 0.5) * step;
        (0..from).map(move |pixel| (1.0 - (pixel as f64 + 0.5 - center).abs() / reach).max(0.0)).collect()
    };
    (0..to).flat_map(|place| normed(weights(place))).collect()
}

/// `[T, T]`: a Gaussian with this standard deviation in pixels.
fn blurring(sigma: f64, side: usize) -> Vec<f32> {
    let weights = |place: usize| {
        let weight = move |pixel: usize| {
            let distance = (pixel as f64 - place as f64) / sigma;
            if distance.abs() > BLUR_REACH { 0.0 } else { (-0.5 * distance * distance).exp() }
        };
        (0..side).map(weight).collect()
    };
    (0..side).flat_map(|place| normed(weights(place))).collect()
}

/// Weights with a sum of 1.
fn normed(weights: Vec<f64>) -> impl Iterator<Item = f32> {
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(move |weight| (weight / sum) as f32)
}

/// `[T, T]` times `[T, S]`.
fn product(left: &[f32], right: &[f32], rows: usize) -> Vec<f32> {
    let columns = right.len() / rows;
    let mut out = vec![0.0; right.len()];
    for (left, out) in left.chunks_exact(rows).zip(out.chunks_exact_mut(columns)) {
        for (&weight, right) in
            left.iter().zip(right.chunks_exact(columns)).filter(|(weight, _)| **weight != 0.0)
        {
            out.iter_mut().zip(right).for_each(|(out, value)| *out += weight * value);
        }
    }
    out
}

/// `[T, S]` to `[S, T]`.
fn transposed(matrix: &[f32], columns: usize) -> impl Iterator<Item = f32> {
    (0..columns).flat_map(move |column| matrix.iter().skip(column).step_by(columns).copied())
}

impl ColorChange {
    fn draw(augmentation: &Augmentation, rng: &mut impl Rng) -> Self {
        let mut change = Self { matrix: scaled_grey(1.0), offset: 0.0 };
        for transform in &augmentation.0 {
            match *transform {
                Transform::ColorJitter { brightness, contrast, saturation, hue, probability } => {
                    let is_on = rng.random_bool(probability);
                    let mut around_one = |width: f64| 1.0 + width as f32 * rng.random_range(-1.0..=1.0f32);
                    let [brightness, contrast, saturation] =
                        [brightness, contrast, saturation].map(&mut around_one);
                    let turns = around_one(hue) - 1.0;
                    if is_on {
                        let scale = brightness * contrast;
                        let matrix = multiply(hue_rotation(turns), scaled_grey(saturation));
                        change.matrix = matrix.map(|row| row.map(|value| scale * value));
                        // Grey stays where it is in both matrices.
                        change.offset = brightness * (1.0 - contrast);
                    }
                }
                Transform::Grayscale { probability } if rng.random_bool(probability) => {
                    change.matrix = multiply(scaled_grey(0.0), change.matrix);
                }
                _ => {}
            }
        }
        change
    }
}

/// Scales the distance of each pixel to its grey.
fn scaled_grey(factor: f32) -> Colors {
    std::array::from_fn(|row| {
        std::array::from_fn(|column| (1.0 - factor) * GREY[column] + if row == column { factor } else { 0.0 })
    })
}

/// Rotates the two colour components of YIQ.
fn hue_rotation(turns: f32) -> Colors {
    const TO_YIQ: Colors = [GREY, [0.595_716, -0.274_453, -0.321_263], [0.211_456, -0.522_591, 0.311_135]];
    const FROM_YIQ: Colors = [[1.0, 0.9563, 0.6210], [1.0, -0.2721, -0.6474], [1.0, -1.1070, 1.7046]];
    let (sine, cosine) = (std::f32::consts::TAU * turns).sin_cos();
    let rotation = [[1.0, 0.0, 0.0], [0.0, cosine, -sine], [0.0, sine, cosine]];
    multiply(FROM_YIQ, multiply(rotation, TO_YIQ))
}

fn multiply(left: Colors, right: Colors) -> Colors {
    left.map(|row| std::array::from_fn(|column| (0..3).map(|place| row[place] * right[place][column]).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(matrix: &[f32], columns: usize) -> Vec<f32> {
        matrix.chunks_exact(columns).map(|row| row.iter().sum()).collect()
    }

    #[test]
    fn resampling_the_whole_image_changes_nothing_and_half_of_it_interpolates() {
        let identity = resampling(0.0, 4.0, [4, 4]);
        for (place, &value) in identity.iter().enumerate() {
            assert_eq!(value, if place % 5 == 0 { 1.0 } else { 0.0 });
        }
        // Torchvision's bilinear resize of the middle two of four pixels to four: 1/4 and 3/4 between centres.
        let middle = resampling(1.0, 2.0, [4, 4]);
        assert_eq!(middle[..4], [0.25, 0.75, 0.0, 0.0]);
        assert_eq!(middle[4..8], [0.0, 0.75, 0.25, 0.0]);
        for (matrix, columns) in [(middle, 4), (resampling(0.0, 32.0, [32, 16]), 32), (blurring(1.5, 9), 9)] {
            assert!(sums(&matrix, columns).iter().all(|sum| (sum - 1.0).abs() < 1e-6));
        }
    }

    #[test]
    fn a_part_is_in_the_image_and_has_the_area_drawn() {
        for [area, shape, down, right] in [[0.0; 4], [1.0; 4], [0.3, 0.9, 0.5, 1.0]] {
            let [(top, height), (left, width)] =
                draw_part(32.0, [0.2, 1.0], [0.75, 4.0 / 3.0], [area, shape, down, right]);
            assert!(top >= 0.0 && left >= 0.0 && top + height <= 32.0001 && left + width <= 32.0001);
            let expected = 32.0 * 32.0 * (0.2 + 0.8 * area);
            assert!(height * width <= expected + 1e-6 && height * width > 0.8 * expected);
        }
    }

    #[test]
    fn grey_pixels_keep_their_grey_in_every_colour_change() {
        for matrix in [scaled_grey(0.3), scaled_grey(1.4), hue_rotation(0.1), hue_rotation(-0.5)] {
            for row in matrix {
                assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-3, "{matrix:?}");
            }
        }
        let same = hue_rotation(0.0);
        for (row, values) in same.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                assert!((value - if row == column { 1.0 } else { 0.0 }).abs() < 2e-3, "{same:?}");
            }
        }
    }
}
