//! Evaluations on the CPU: features of images, classes by neighbours, t-SNE; by threads.
//!
//! `cargo bench --bench evaluate`; `tools/bench/evaluate.py` does the same with scikit-learn.

use divan::Bencher;
use divan::counter::ItemsCount;
use patchwise::Backbone;
use patchwise::config::ScenesConfig;
use patchwise::data::Loader;
use patchwise::device::{DeviceKind, open};
use patchwise::embed::Tsne;
use patchwise::evaluate::{Gallery, Votes};
use patchwise::rng::{Purpose, stream};
use patchwise::train::{Extraction, FEATURE_BATCH, Features, Normalization};
use rand::RngExt;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// As in the command line.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const NUM_FEATURES: usize = 64;
const NUM_CLASSES: usize = 10;
const NUM_QUERIES: usize = 10_000;
const NUM_GALLERY: usize = 5_000;
const NUM_POINTS: usize = 2_000;
const ITERATIONS: usize = 1_000;
const PERPLEXITY: f64 = 30.0;
/// Side of the images in pixels.
const SIDE: usize = 64;

fn main() {
    divan::main();
}

/// One thread, and all.
fn threads() -> Vec<usize> {
    let all = std::thread::available_parallelism().map_or(1, |count| count.get());
    if all > 1 { vec![1, all] } else { vec![1] }
}

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started")
}

/// Features around a centre for each class, which classes share in part.
fn features(count: usize, index: u64) -> Features {
    let mut rng = stream(1, Purpose::Embedding, index);
    let labels: Vec<usize> = (0..count).map(|index| index % NUM_CLASSES).collect();
    let value = |label: usize, feature: usize, noise: f32| {
        noise + f32::from(u8::from(feature % NUM_CLASSES == label))
    };
    let values = labels
        .iter()
        .flat_map(|&label| (0..NUM_FEATURES).map(move |feature| (label, feature)))
        .map(|(label, feature)| value(label, feature, rng.random_range(-1.0..1.0)))
        .collect();
    Features { values, num_features: NUM_FEATURES, labels }
}

/// The features of a batch of images by ResNet-8.
#[divan::bench(args = threads(), sample_size = 1, min_time = 3)]
fn images(bencher: Bencher, threads: usize) {
    let device = pollster::block_on(open(DeviceKind::Cpu)).expect("there is a CPU");
    let scenes = ScenesConfig {
        image_size: SIDE,
        images: 1,
        labeled_images: 1,
        test_images: FEATURE_BATCH,
        ..ScenesConfig::default()
    };
    let data = Loader::scenes(&scenes).and_then(Loader::load).expect("scenes can always be drawn");
    let test = data.test.as_ref().expect("scenes have test images");
    let mut backbone =
        Backbone::ResNet8.init(&mut stream(1, Purpose::BackboneWeights, 0), &device.clone().inner());
    let normalization = Normalization::of(&data);
    let pool = pool(threads);
    bencher.counter(ItemsCount::new(FEATURE_BATCH)).bench_local(|| {
        let mut extraction = Extraction::new(test, normalization, &device);
        pool.install(|| pollster::block_on(extraction.step(&mut backbone))).expect("images can be read");
    });
}

/// The classes of 10,000 queries by 200 of 5,000 neighbours.
#[divan::bench(args = threads(), sample_size = 1, min_time = 3)]
fn knn(bencher: Bencher, threads: usize) {
    let (gallery, queries) = (features(NUM_GALLERY, 0), features(NUM_QUERIES, 1));
    let votes = Votes { neighbors: 200, temperature: 0.07, num_classes: NUM_CLASSES };
    let pool = pool(threads);
    bencher.counter(ItemsCount::new(NUM_QUERIES)).bench_local(|| {
        pool.install(|| votes.classify(&Gallery::new(&gallery), &Gallery::new(&queries), 0..NUM_QUERIES))
    });
}

/// 1,000 iterations on 2,000 points.
#[divan::bench(args = threads(), sample_size = 1, sample_count = 3)]
fn tsne(bencher: Bencher, threads: usize) {
    let points = features(NUM_POINTS, 0);
    let pool = pool(threads);
    bencher.counter(ItemsCount::new(NUM_POINTS)).bench_local(|| {
        pool.install(|| {
            let mut rng = stream(1, Purpose::Embedding, 2);
            let mut tsne = Tsne::new(&points.values, NUM_FEATURES, PERPLEXITY, ITERATIONS, &mut rng);
            while !tsne.is_done() {
                tsne.step();
            }
            tsne.kl_divergence()
        })
    });
}
