//! A step as one of several processes takes it that train one network, without the others: what each of them computes, and
//! what it would be sent. `tools/bench/scaling.py` puts a network between.
//!
//! `RAYON_NUM_THREADS=1 cargo bench --bench processes` prints a JSON line for each number of processes.

mod common;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use common::session;
use patchwise::device::{DeviceKind, open};
use patchwise::kernel::{Peers, join_peers};
use pollster::block_on;
use serde_json::json;

/// As in the command line.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const COUNTS: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];
const IMAGE_SIZE: usize = 64;
const NUM_IMAGES: usize = 64;
/// The fastest of so many steps counts.
const SAMPLES: usize = 5;

/// The first of so many processes, which takes what it gives itself for what the others give.
struct First {
    count: usize,
    calls: Cell<usize>,
    values: Cell<usize>,
}

impl First {
    fn answer(&self, mine: &[f32], len: usize) -> Vec<f32> {
        self.calls.set(self.calls.get() + 1);
        self.values.set(self.values.get() + len);
        mine.iter().copied().cycle().take(len).collect()
    }
}

impl Peers for First {
    fn rank(&self) -> usize {
        0
    }

    fn count(&self) -> usize {
        self.count
    }

    fn all_gather(&self, mine: &[f32], counts: &[usize]) -> Vec<f32> {
        self.answer(mine, counts.iter().sum())
    }

    fn exchange(&self, mine: &[f32], _: &[usize], from: &[usize]) -> Vec<f32> {
        self.answer(mine, from.iter().sum())
    }
}

fn main() {
    // Safety: any option may be set at any time. As in the command line: free pages are kept for a minute.
    unsafe { libmimalloc_sys::mi_option_set(15, 60_000) };
    let device = block_on(open(DeviceKind::Cpu)).expect("a CPU is there");
    for count in COUNTS {
        let first = Rc::new(First { count, calls: Cell::new(0), values: Cell::new(0) });
        join_peers(Some(first.clone()));
        let mut session = session(IMAGE_SIZE, NUM_IMAGES, NUM_IMAGES, &device);
        let mut step = || {
            let began = Instant::now();
            block_on(session.run(1)).expect("a few steps stay finite");
            began.elapsed().as_secs_f64()
        };
        step();
        [&first.calls, &first.values].into_iter().for_each(|sum| sum.set(0));
        let seconds = (0..SAMPLES).map(|_| step()).fold(f64::INFINITY, f64::min);
        let [calls, values] = [&first.calls, &first.values].map(|sum| sum.get() / SAMPLES);
        let line = json!({ "processes": count, "ms": (seconds * 1e4).round() / 10.0, "calls": calls, "bytes": values * 4 });
        println!("{line}");
    }
}
