//! A pretraining step natively: Patch RotNet with ResNet-8, 8 views of each image, by image size and batch size.
//!
//! `cargo bench --bench step` for the CPU, with `--features webgpu` for a GPU too; `-- --help` lists divan's options.
//! On the CPU each size is measured with one thread and with all. Throughput is in views. On a GPU a sample is as many
//! steps as are taken before losses are read.

mod common;

use common::session;
use divan::Bencher;
use divan::counter::ItemsCount;
use patchwise::device::{DeviceKind, open};

/// As in the command line.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The batch size on the CPU.
const NUM_IMAGES: usize = 4;
const NUM_VIEWS: usize = 8;
/// Steps without a read on a GPU.
#[cfg(feature = "webgpu")]
const STEPS: usize = 16;
/// Images to draw batches from.
const NUM_DATA: usize = 64;

fn main() {
    // Safety: any option may be set at any time. As in the command line: free pages are kept for a minute.
    unsafe { libmimalloc_sys::mi_option_set(15, 60_000) };
    divan::main();
}

#[divan::bench(args = sizes_and_threads(), sample_size = 1, min_time = 3)]
fn cpu(bencher: Bencher, [image_size, threads]: [usize; 2]) {
    step(bencher, [image_size, NUM_IMAGES], 1, DeviceKind::Cpu, threads);
}

/// Image sizes, on one thread and on all.
fn sizes_and_threads() -> Vec<[usize; 2]> {
    let mut cases: Vec<_> =
        [32, 64, 96].into_iter().flat_map(|size| [[size, 1], [size, num_cores()]]).collect();
    cases.dedup();
    cases
}

fn num_cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

#[cfg(feature = "webgpu")]
#[divan::bench(args = [[32, 4], [64, 4], [96, 4], [32, 64], [64, 64], [96, 64]], sample_size = 1, sample_count = 20)]
fn webgpu(bencher: Bencher, sizes: [usize; 2]) {
    step(bencher, sizes, STEPS, DeviceKind::Webgpu, num_cores());
}

fn step(
    bencher: Bencher,
    [image_size, num_images]: [usize; 2],
    num_steps: usize,
    kind: DeviceKind,
    threads: usize,
) {
    let device = match pollster::block_on(open(kind)) {
        Ok(device) => device,
        Err(error) => return eprintln!("{error}"),
    };
    #[cfg(feature = "webgpu")]
    if kind == DeviceKind::Webgpu {
        pollster::block_on(patchwise::kernel::Fit::measure(&device, seconds)).expect("the device computes");
    }
    let mut session = session(image_size, num_images, NUM_DATA, &device);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
    // The first steps make buffers, and on GPUs shaders.
    pollster::block_on(session.run(2)).expect("training on scenes stays finite");
    bencher.counter(ItemsCount::new(num_steps * num_images * NUM_VIEWS)).bench_local(|| {
        pool.install(|| pollster::block_on(session.run(num_steps))).expect("training on scenes stays finite")
    });
}

#[cfg(feature = "webgpu")]
fn seconds() -> f64 {
    use std::sync::LazyLock;
    use std::time::Instant;

    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64()
}
