//! How well maps show what an answer depends on: the answer while pixels are deleted and inserted in their order.

use burn::tensor::activation::softmax;
use burn::tensor::{Device, Tensor};
use rand::seq::SliceRandom;
use serde::Serialize;

use super::Explained;
use super::overlay::upscale;
use super::similarity::similarities;
use crate::error::Result;
use crate::kernel::upload_values;
use crate::model::{Mode, to_f32};
use crate::rng::{Purpose, stream};
use crate::train::{Normalization, check_finite_features};

/// Parts that the pixels of a view are changed in.
const PARTS: usize = 16;
/// Insertion begins with a view of so many times fewer pixels a side.
const BLUR: usize = 8;

/// Scores of maps: `[N, 8]` each, as the maps lie. An answer is the probability of the explained class or, where a task has no
/// classes, the similarity to the upright image.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct MapScores {
    /// Mean answer while pixels are inserted into a blurred view, those of the brightest places of the map first: the higher,
    /// the better the map.
    pub insertion: Vec<f32>,
    /// Mean answer while pixels are replaced by the mean colour, in the same order: the lower, the better the map.
    pub deletion: Vec<f32>,
    /// The same as `insertion` in a random order.
    pub random_insertion: Vec<f32>,
    /// The same as `deletion` in a random order.
    pub random_deletion: Vec<f32>,
}

/// A view with its map, and what the map explains.
pub(super) struct Mapped<'a> {
    /// `[3, S, S]`, in 0..=1
    pub view: &'a [f32],
    /// The upright view of the same image.
    pub upright: &'a [f32],
    /// `[S, S]`
    pub map: &'a [f32],
    /// None where the task has no classes.
    pub class: Option<usize>,
}

/// Scores the maps of views.
///
/// # Source
/// Petsiuk, Das and Saenko, "RISE", BMVC 2018, arXiv 1806.07421: areas under the curves, here over 16 parts of the pixels.
///
/// # Errors
/// [`crate::Error::NonFiniteFeatures`]; [`crate::Error::DeviceFailed`].
pub(super) async fn score<'a>(
    explained: &Explained<'_>,
    mapped: impl IntoIterator<Item = Mapped<'a>>,
    normalization: Normalization,
    device: &Device,
) -> Result<MapScores> {
    let mut scores = MapScores::default();
    for (index, mapped) in mapped.into_iter().enumerate() {
        let mut order: Vec<usize> = (0..mapped.map.len()).collect();
        let mut random = order.clone();
        random.shuffle(&mut stream(0, Purpose::Placement, index as u64));
        order.sort_unstable_by(|&a, &b| mapped.map[b].total_cmp(&mapped.map[a]).then(a.cmp(&b)));
        let blurred = blur(mapped.view);
        let gray: Vec<f32> =
            normalization.mean.iter().flat_map(|&mean| vec![mean; mapped.map.len()]).collect();
        let both =
            |order: &[usize]| [changed(&blurred, mapped.view, order), changed(mapped.view, &gray, order)];
        let images = [both(&order), both(&random)].concat().concat();
        let answers = answers(explained, images, &mapped, normalization, device).await?;
        let mut areas = answers.chunks_exact(PARTS + 1).map(area);
        for values in [
            &mut scores.insertion,
            &mut scores.deletion,
            &mut scores.random_insertion,
            &mut scores.random_deletion,
        ] {
            values.extend(areas.next());
        }
    }
    Ok(scores)
}

/// A view with none to all of its pixels, in their order, replaced by those of another: `[PARTS + 1, 3, S, S]`.
fn changed(from: &[f32], to: &[f32], order: &[usize]) -> Vec<f32> {
    let area = order.len();
    let mut image = from.to_vec();
    let mut images = from.to_vec();
    for part in 0..PARTS {
        for &place in &order[area * part / PARTS..area * (part + 1) / PARTS] {
            for channel in 0..3 {
                image[channel * area + place] = to[channel * area + place];
            }
        }
        images.extend(&image);
    }
    images
}

/// The mean of a curve by the trapezoidal rule.
fn area(curve: &[f32]) -> f32 {
    let ends = (curve[0] + curve[curve.len() - 1]) / 2.0;
    (curve.iter().sum::<f32>() - ends) / (curve.len() - 1) as f32
}

/// The side of a square of three planes.
fn side_of(view: &[f32]) -> usize {
    (view.len() / 3).isqrt()
}

/// The view by the means of squares, with linear interpolation between them.
fn blur(view: &[f32]) -> Vec<f32> {
    let side = side_of(view);
    let few = (side / BLUR).max(1);
    let mean = |plane: &[f32], row: usize, column: usize| {
        let part = |place: usize| place * side / few..(place + 1) * side / few;
        let values: Vec<f32> =
            part(row).flat_map(|row| part(column).map(move |column| plane[row * side + column])).collect();
        values.iter().sum::<f32>() / values.len() as f32
    };
    let plane = |plane: &[f32]| {
        let means: Vec<f32> = (0..few * few).map(|place| mean(plane, place / few, place % few)).collect();
        upscale(&means, few, side)
    };
    view.chunks_exact(side * side).flat_map(plane).collect()
}

async fn answers(
    explained: &Explained<'_>,
    images: Vec<f32>,
    mapped: &Mapped<'_>,
    normalization: Normalization,
    device: &Device,
) -> Result<Vec<f32>> {
    let side = side_of(mapped.view);
    let device = &device.clone().inner();
    let mut backbone = explained.backbone();
    let mut features = |values: Vec<f32>| {
        let count = values.len() / mapped.view.len();
        let images = upload_values(values, [count, 3, side, side], device);
        backbone.features(normalization.apply(images), Mode::Infer)
    };
    let own = features(images);
    let answers: Tensor<1> = match (explained.logits(own.clone()), mapped.class) {
        (Some(logits), Some(class)) => softmax(logits, 1).narrow(1, class, 1).flatten(0, 1),
        _ => {
            let count = own.dims()[0];
            similarities(own, features(mapped.upright.to_vec()).repeat_dim(0, count))
        }
    };
    // Waits for the device.
    check_finite_features(to_f32(answers.into_data_async().await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_changes_part_by_part_into_the_other() {
        let order: Vec<usize> = (0..64).rev().collect();
        let images = changed(&[0.0; 192], &[1.0; 192], &order);
        let sums: Vec<f32> = images.chunks_exact(192).map(|image| image.iter().sum()).collect();
        assert_eq!(sums.len(), PARTS + 1);
        for (part, sum) in sums.iter().enumerate() {
            assert_eq!(*sum, 12.0 * part as f32);
        }
        // The last places came first.
        assert_eq!((images[192 + 63], images[192 + 59]), (1.0, 0.0));
    }

    #[test]
    fn the_area_is_that_under_straight_lines() {
        assert_eq!(area(&[0.0, 1.0]), 0.5);
        assert_eq!(area(&[1.0, 0.0, 1.0]), 0.5);
    }

    #[test]
    fn a_blurred_view_keeps_its_mean_and_a_plain_one_itself() {
        let view: Vec<f32> = (0..3 * 16 * 16).map(|place| (place % 7) as f32 / 7.0).collect();
        let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
        let blurred = blur(&view);
        assert_eq!(blurred.len(), view.len());
        assert!((mean(&blurred) - mean(&view)).abs() < 0.02);
        assert!(blur(&[0.5; 192]).iter().all(|&value| (value - 0.5).abs() < 1e-6));
    }
}
