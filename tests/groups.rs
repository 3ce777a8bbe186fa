//! Whitening, k-means, t-SNE and retrieval against scikit-learn's numbers and against naive code.

mod common;

use common::{assert_close, fixture, floats};
use patchwise::cluster::{KMeans, normalize_rows, start_centers, whiten};
use patchwise::embed::{Tsne, gradient, joint_probabilities};
use patchwise::rng::{Purpose, stream};
use serde_json::Value;

const DIM: usize = 6;

fn golden() -> (Value, Vec<f32>) {
    let golden = fixture("groups");
    let rows = floats(&golden["rows"]);
    (golden, rows)
}

#[test]
fn whitened_rows_are_those_of_scikit_learn_but_for_signs() {
    let (golden, rows) = golden();
    let (found, dim) = whiten(&rows, DIM);
    assert_eq!(dim, DIM);
    let absolute = |values: &[f32]| values.iter().map(|value| value.abs()).collect::<Vec<_>>();
    assert_close(&absolute(&found), &absolute(&floats(&golden["whitened"])), 1e-4, 0.1, "scores");
}

#[test]
fn directions_without_variance_are_left_out() {
    let rows: Vec<f32> =
        golden().1.chunks_exact(DIM).flat_map(|row| [row[0], 2.0 * row[0], 5.0, row[1]]).collect();
    let (scores, dim) = whiten(&rows, 4);
    assert_eq!((dim, scores.len()), (2, rows.len() / 2));
    assert!(scores.iter().all(|score| score.is_finite()));
}

#[test]
fn k_means_from_the_same_start_is_that_of_scikit_learn() {
    let (golden, rows) = golden();
    let mut kmeans = KMeans::new(rows[..5 * DIM].to_vec(), DIM);
    for _ in 0..20 {
        if !kmeans.step(&rows) {
            break;
        }
    }
    let expected: Vec<usize> = floats(&golden["clusters"]).iter().map(|&label| label as usize).collect();
    assert_eq!(kmeans.assignments(), expected);
    let inertia = golden["inertia"].as_f64().unwrap();
    assert!((kmeans.inertia(&rows) / inertia - 1.0).abs() < 1e-5);
}

#[test]
fn a_k_means_start_spreads_over_the_groups_and_repeats() {
    let (_, rows) = golden();
    let start = |seed| start_centers(&rows, DIM, 4, &mut stream(seed, Purpose::Cluster, 0));
    assert_eq!(start(1), start(1));
    let group = |center: &[f32]| rows.chunks_exact(DIM).position(|row| row == center).unwrap() % 4;
    // Uniform draws would meet all four groups in 9 % of the cases.
    let all = (0..20)
        .filter(|&seed| {
            let mut groups: Vec<usize> = start(seed).chunks_exact(DIM).map(group).collect();
            groups.sort_unstable();
            groups == [0, 1, 2, 3]
        })
        .count();
    assert!(all >= 8, "{all} of 20 starts met all groups");
}

#[test]
fn equal_rows_can_be_clustered() {
    let rows = vec![1.0; 4 * DIM];
    let mut kmeans = KMeans::new(start_centers(&rows, DIM, 3, &mut stream(1, Purpose::Cluster, 0)), DIM);
    assert!(kmeans.step(&rows));
    assert!(!kmeans.step(&rows));
    assert_eq!(kmeans.assignments(), [0; 4]);
}

#[test]
fn normalized_rows_have_length_one_and_zeros_stay() {
    let mut rows = vec![3.0, 4.0, 0.0, 0.0];
    normalize_rows(&mut rows, 2);
    assert_close(&rows, &[0.6, 0.8, 0.0, 0.0], 1e-6, 1.0, "rows");
}

#[test]
fn nearness_of_rows_is_that_of_scikit_learn() {
    let (golden, rows) = golden();
    let found = joint_probabilities(&rows, DIM, golden["perplexity"].as_f64().unwrap());
    // scikit-learn ends its search for a bandwidth at an entropy within 1e-5.
    assert_close(&found, &floats(&golden["joint"]), 1e-3, 1e-5, "joint probabilities");
    assert!((found.iter().sum::<f32>() - 1.0).abs() < 1e-5);
}

#[test]
fn the_slope_of_a_picture_is_that_of_scikit_learn() {
    let (golden, _) = golden();
    let places: Vec<[f32; 2]> =
        floats(&golden["places"]).chunks_exact(2).map(|place| [place[0], place[1]]).collect();
    let found = gradient(&floats(&golden["joint"]), &places, 1.0).concat();
    assert_close(&found, &floats(&golden["gradient"]), 1e-4, 1e-3, "gradient");
}

#[test]
fn every_seed_ends_as_close_as_scikit_learns_do() {
    let (golden, rows) = golden();
    let draw = |seed| {
        let mut tsne = Tsne::new(&rows, DIM, 8.0, 1000, &mut stream(seed, Purpose::Embedding, 0));
        while !tsne.is_done() {
            tsne.step();
        }
        tsne
    };
    let (first, again) = (draw(1), draw(1));
    assert_eq!(first.embedding_2d(), again.embedding_2d(), "a seed repeats its picture bit for bit");
    let theirs: Vec<f64> = floats(&golden["divergences"]).into_iter().map(f64::from).collect();
    let ours: Vec<f64> = (1..=40).map(|seed| draw(seed).kl_divergence()).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (our_mean, their_mean) = (mean(&ours), mean(&theirs));
    let deviation = mean(&theirs.iter().map(|value| (value - their_mean).powi(2)).collect::<Vec<_>>()).sqrt();
    // Two standard errors of a mean of so many seeds.
    let limit = their_mean + 2.0 * deviation / (ours.len() as f64).sqrt();
    assert!(our_mean <= limit, "mean {our_mean} of {ours:?}, scikit-learn's {their_mean} over 200 seeds");
    let worst = theirs.iter().copied().fold(0.0, f64::max);
    assert!(ours.iter().all(|&divergence| divergence <= worst), "{ours:?}, scikit-learn's are up to {worst}");
}

#[test]
fn the_divergence_is_that_of_scikit_learn_at_the_same_places() {
    // The first places are all but equal, so that all pairs are as near: q is 1 / (N (N - 1)).
    let (golden, rows) = golden();
    let tsne = Tsne::new(&rows, DIM, 8.0, 1, &mut stream(1, Purpose::Embedding, 0));
    let joint = floats(&golden["joint"]);
    let uniform = 1.0 / (48.0 * 47.0);
    let expected: f64 =
        joint.iter().filter(|&&p| p > 0.0).map(|&p| f64::from(p) * (f64::from(p) / uniform).ln()).sum();
    assert!((tsne.kl_divergence() - expected).abs() < 1e-3, "{} and {expected}", tsne.kl_divergence());
}
