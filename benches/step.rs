//! Milliseconds of a pretraining step natively: `cargo bench` for the CPU, with `--features webgpu` for a GPU too.
//!
//! Options after `--`: `--images N` a step (4), `--data N` images to draw from (64), `--sizes 32,64,96`,
//! `--seconds S` (3), `--device cpu|webgpu`.
//! `RAYON_NUM_THREADS=1 cargo bench` measures one thread.

use std::time::{Duration, Instant};

use burn::tensor::Device;
use patchwise::config::{Augmentation, ScenesConfig};
use patchwise::data::Loader;
use patchwise::device::{DeviceKind, open};
use patchwise::train::{PretrainConfig, Session};

/// As the command line has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Multiply-adds of a forward pass of ResNet-8 at 32 px; a step counts as three passes.
const MULTIPLY_ADDS: f64 = 12.5e6;
const NUM_VIEWS: usize = 8;

struct Options {
    num_images: usize,
    num_data: usize,
    sizes: Vec<usize>,
    time: Duration,
    devices: Vec<DeviceKind>,
}

fn main() {
    // Safety: any option may be set at any time. As the command line has it: free pages stay for a minute.
    unsafe { libmimalloc_sys::mi_option_set(15, 60_000) };
    let options = read_options();
    let threads = std::env::var("RAYON_NUM_THREADS").unwrap_or_else(|_| "all".into());
    println!("Patch RotNet, ResNet-8, {} images of 8 views a step, threads: {threads}\n", options.num_images);
    println!(
        "| size | device | ms a step (fastest to slowest) | views/s | GFLOP/s |\n| --- | --- | --- | --- | --- |"
    );
    for kind in &options.devices {
        match pollster::block_on(open(*kind)) {
            Ok(device) => {
                for &size in &options.sizes {
                    print_row(&options, size, *kind, &device);
                }
            }
            Err(error) => println!("| | {kind:?} | {error} | | |"),
        }
    }
}

fn print_row(options: &Options, size: usize, kind: DeviceKind, device: &Device) {
    let mut times = measure(options, size, device);
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];
    let views = (options.num_images * NUM_VIEWS) as f64;
    let pixels = (size as f64 / 32.0).powi(2);
    println!(
        "| {size} px | {kind:?} | {median:.1} ({:.1} to {:.1}) | {:.0} | {:.1} |",
        times[0],
        times[times.len() - 1],
        views / median * 1e3,
        3.0 * 2.0 * MULTIPLY_ADDS * pixels * views / median / 1e6,
    );
}

/// Milliseconds of each step after two.
fn measure(options: &Options, image_size: usize, device: &Device) -> Vec<f64> {
    let unlabeled = options.num_data.max(options.num_images);
    let scenes = ScenesConfig {
        image_size,
        images: unlabeled,
        labeled_images: 1,
        test_images: 1,
        ..ScenesConfig::default()
    };
    let data = Loader::scenes(&scenes).and_then(Loader::load).expect("scenes are always to be had");
    let config = PretrainConfig {
        batch_size: options.num_images,
        epochs: 1_000_000,
        augmentation: Augmentation::NONE,
        ..PretrainConfig::default()
    };
    let mut session = Session::new(&config, &data, device).expect("the config is valid");
    let mut step = || {
        let start = Instant::now();
        pollster::block_on(session.run(1)).expect("training on scenes stays finite");
        start.elapsed().as_secs_f64() * 1e3
    };
    step();
    step();
    let end = Instant::now() + options.time;
    let mut times = Vec::new();
    while times.len() < 3 || Instant::now() < end {
        times.push(step());
    }
    times
}

fn read_options() -> Options {
    let mut options = Options {
        num_images: 4,
        num_data: 64,
        sizes: vec![32, 64, 96],
        time: Duration::from_secs(3),
        devices: vec![DeviceKind::Cpu],
    };
    if cfg!(feature = "webgpu") {
        options.devices.push(DeviceKind::Webgpu);
    }
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().unwrap_or_else(|| panic!("{name} needs a value"));
        match name.as_str() {
            // Cargo adds this.
            "--bench" => {}
            "--images" => options.num_images = value().parse().expect("--images needs a number"),
            "--data" => options.num_data = value().parse().expect("--data needs a number"),
            "--sizes" => {
                let sizes = value();
                let parse = |size: &str| size.parse().expect("--sizes needs numbers");
                options.sizes = sizes.split(',').map(parse).collect();
            }
            "--seconds" => {
                options.time = Duration::from_secs_f64(value().parse().expect("--seconds needs a number"));
            }
            "--device" => {
                options.devices = match value().as_str() {
                    "cpu" => vec![DeviceKind::Cpu],
                    "webgpu" => vec![DeviceKind::Webgpu],
                    other => panic!("--device is {other}, but must be cpu or webgpu"),
                };
            }
            other => panic!("there is no option {other}; see the top of benches/step.rs"),
        }
    }
    options
}
