//! How sure a difference between two rows is: a paired bootstrap over seeds and test images.

use std::collections::BTreeMap;

use rand::{Rng, RngExt};
use serde::Serialize;

use super::table::Answers;
use crate::rng::{Purpose, stream};

const RESAMPLES: usize = 10_000;
/// The part of the resamples outside the interval, on each side.
const TAIL: f64 = 0.025;

/// The mean difference of two accuracies over seeds, and its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// The difference of the accuracies of two rows that were evaluated on the same images: by seed, whether each image was
/// answered correctly, as a text of 0 and 1. None without a common seed, or with other numbers of images.
///
/// # Source
/// Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, percentile interval. Seeds and images are drawn with
/// replacement, independently; both rows keep the same ones, so that what is hard for both does not count.
pub(super) fn paired_difference(
    row: &BTreeMap<u64, Answers>,
    reference: &BTreeMap<u64, Answers>,
) -> Option<Difference> {
    let pairs = row.iter().filter_map(|(seed, answers)| Some((&answers.hits, &reference.get(seed)?.hits)));
    let pairs = pairs.filter(|(hits, others)| !hits.is_empty() && !others.is_empty());
    let sides: Vec<Vec<i32>> = pairs
        .map(|(hits, others)| {
            let both = hits.bytes().zip(others.bytes());
            (hits.len() == others.len()).then(|| both.map(|(a, b)| i32::from(a) - i32::from(b)).collect())
        })
        .collect::<Option<_>>()?;
    let count = sides.first()?.len();
    if count == 0 || sides.iter().any(|side| side.len() != count) {
        return None;
    }
    let total = (sides.len() * count) as f64;
    let mean = sides.iter().flatten().sum::<i32>() as f64 / total;
    let mut rng = stream(0, Purpose::Bootstrap, 0);
    let mut means: Vec<f64> = (0..RESAMPLES).map(|_| resample(&sides, count, &mut rng) / total).collect();
    means.sort_unstable_by(f64::total_cmp);
    let at = |part: f64| means[((RESAMPLES - 1) as f64 * part).round() as usize];
    Some(Difference { mean, low: at(TAIL), high: at(1.0 - TAIL) })
}

/// The sum of the differences of drawn images over drawn seeds.
fn resample(sides: &[Vec<i32>], count: usize, rng: &mut impl Rng) -> f64 {
    let mut weights = vec![0; sides.len()];
    for _ in sides {
        weights[rng.random_range(0..sides.len())] += 1;
    }
    let mut sum = 0;
    for _ in 0..count {
        let image = rng.random_range(0..count);
        sum += sides.iter().zip(&weights).map(|(side, weight)| weight * side[image]).sum::<i32>();
    }
    f64::from(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(texts: &[&str]) -> BTreeMap<u64, Answers> {
        let answers = |text: &&str| Answers { hits: text.repeat(50), by_class: Vec::new() };
        (1..).zip(texts.iter().map(answers)).collect()
    }

    #[test]
    fn equal_rows_do_not_differ_and_unequal_ones_do() {
        let same =
            paired_difference(&row(&["01", "10"]), &row(&["01", "10"])).expect("they have common seeds");
        assert_eq!(same, Difference { mean: 0.0, low: 0.0, high: 0.0 });
        let better = paired_difference(&row(&["1101", "1111"]), &row(&["1001", "0101"])).expect("as above");
        assert!((better.mean - 0.375).abs() < 1e-12 && better.low > 0.2 && better.high < 0.55, "{better:?}");
    }

    #[test]
    fn the_interval_has_the_width_of_the_normal_one_for_a_single_seed() {
        // Differences of 1, -1 and 0, each of a third of 300 images.
        let difference = paired_difference(&row(&["100110"]), &row(&["010110"])).expect("as above");
        let deviation = (1.0f64 / 3.0 / 300.0).sqrt();
        assert!((difference.high - difference.low - 2.0 * 1.96 * deviation).abs() < 0.01, "{difference:?}");
    }

    #[test]
    fn rows_without_common_images_have_no_difference() {
        assert_eq!(paired_difference(&row(&["01"]), &row(&["011"])), None);
        assert_eq!(paired_difference(&BTreeMap::new(), &row(&["01"])), None);
    }
}
