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

/// A row by seed, and the one that it is compared with.
pub(super) type Pair<'a> = [&'a BTreeMap<u64, Answers>; 2];

/// The difference of the accuracies of each pair of rows that were evaluated on the same images: by seed, whether each image
/// was answered correctly, as a text of 0 and 1. None without a common seed, or with other numbers of images.
///
/// # Source
/// Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, percentile interval. Seeds and images are drawn with
/// replacement, independently; both rows keep the same ones, so that what is hard for both does not count.
pub(super) fn paired_differences(pairs: &[Pair]) -> Vec<Option<Difference>> {
    let sides: Vec<_> = pairs.iter().map(Sides::of).collect();
    let mut sums = vec![Vec::new(); pairs.len()];
    let mut sizes = Vec::new();
    for size in sides.iter().flatten().map(Sides::size) {
        // What is drawn depends on the numbers of seeds and images only.
        if sizes.contains(&size) {
            continue;
        }
        sizes.push(size);
        let mut rng = stream(0, Purpose::Bootstrap, 0);
        for _ in 0..RESAMPLES {
            let drawn = Drawn::new(size, &mut rng);
            for (sides, sums) in sides.iter().zip(&mut sums) {
                if let Some(sides) = sides.as_ref().filter(|sides| sides.size() == size) {
                    sums.push(drawn.sum(sides));
                }
            }
        }
    }
    sides.iter().zip(sums).map(|(sides, sums)| Some(sides.as_ref()?.difference(sums))).collect()
}

/// By seed and image: 1 where only the row was right, -1 where only the other was, else 0.
struct Sides(Vec<Vec<i16>>);

impl Sides {
    fn of([row, reference]: &Pair) -> Option<Self> {
        let pairs =
            row.iter().filter_map(|(seed, answers)| Some((&answers.hits, &reference.get(seed)?.hits)));
        let pairs = pairs.filter(|(hits, others)| !hits.is_empty() && !others.is_empty());
        let sides: Vec<Vec<i16>> = pairs
            .map(|(hits, others)| {
                let both = hits.bytes().zip(others.bytes());
                (hits.len() == others.len()).then(|| both.map(|(a, b)| i16::from(a) - i16::from(b)).collect())
            })
            .collect::<Option<_>>()?;
        let count = sides.first()?.len();
        sides.iter().all(|side| side.len() == count).then_some(Self(sides))
    }

    /// Numbers of seeds and of images.
    fn size(&self) -> [usize; 2] {
        [self.0.len(), self.0[0].len()]
    }

    /// From the sums of the resamples.
    fn difference(&self, mut sums: Vec<f64>) -> Difference {
        sums.sort_unstable_by(f64::total_cmp);
        let total = self.size().into_iter().product::<usize>() as f64;
        let at = |part: f64| sums[((RESAMPLES - 1) as f64 * part).round() as usize] / total;
        let mean = f64::from(self.0.iter().flatten().map(|&side| i32::from(side)).sum::<i32>()) / total;
        Difference { mean, low: at(TAIL), high: at(1.0 - TAIL) }
    }
}

/// How often each seed and each image was drawn.
struct Drawn {
    seeds: Vec<i32>,
    images: Vec<i16>,
}

impl Drawn {
    fn new([seeds, images]: [usize; 2], rng: &mut impl Rng) -> Self {
        let mut drawn = Self { seeds: vec![0; seeds], images: vec![0; images] };
        for _ in 0..seeds {
            drawn.seeds[rng.random_range(0..seeds)] += 1;
        }
        for _ in 0..images {
            drawn.images[rng.random_range(0..images)] += 1;
        }
        drawn
    }

    /// The sum of the differences of what was drawn.
    fn sum(&self, Sides(sides): &Sides) -> f64 {
        let of = |side: &Vec<i16>| -> i32 {
            side.iter().zip(&self.images).map(|(&side, &times)| i32::from(side) * i32::from(times)).sum()
        };
        f64::from(sides.iter().zip(&self.seeds).map(|(side, times)| times * of(side)).sum::<i32>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(texts: &[&str]) -> BTreeMap<u64, Answers> {
        let answers = |text: &&str| Answers { hits: text.repeat(50), by_class: Vec::new() };
        (1..).zip(texts.iter().map(answers)).collect()
    }

    fn paired_difference(
        row: &BTreeMap<u64, Answers>,
        reference: &BTreeMap<u64, Answers>,
    ) -> Option<Difference> {
        paired_differences(&[[row, reference]])[0]
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
    fn pairs_do_not_change_each_other() {
        let rows = [row(&["1101", "1111"]), row(&["1001", "0101"]), row(&["011"]), row(&["110"])];
        let pairs = [[&rows[0], &rows[1]], [&rows[2], &rows[3]], [&rows[1], &rows[0]], [&rows[0], &rows[2]]];
        let together = paired_differences(&pairs);
        let alone: Vec<_> = pairs.iter().map(|[row, other]| paired_difference(row, other)).collect();
        assert_eq!(together, alone);
        assert_eq!(together.iter().filter(|found| found.is_some()).count(), 3);
    }

    #[test]
    fn rows_without_common_images_have_no_difference() {
        assert_eq!(paired_difference(&row(&["01"]), &row(&["011"])), None);
        assert_eq!(paired_difference(&BTreeMap::new(), &row(&["01"])), None);
    }
}
