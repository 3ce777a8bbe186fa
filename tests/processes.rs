//! Training by several processes, here by threads in their place: the bits of one that trains alone.

mod common;

use std::rc::Rc;
use std::sync::{Arc, Barrier, Mutex};

use common::{device, few_scenes};
use patchwise::Session;
use patchwise::kernel::{Peers, join_peers};
use patchwise::method::Method;
use patchwise::train::PretrainConfig;
use pollster::block_on;

const STEPS: usize = 3;

struct Thread {
    rank: usize,
    shared: Arc<Shared>,
}

struct Shared {
    given: Mutex<Vec<Vec<f32>>>,
    barrier: Barrier,
    sent: Mutex<usize>,
}

impl Peers for Thread {
    fn rank(&self) -> usize {
        self.rank
    }

    fn count(&self) -> usize {
        self.shared.given.lock().unwrap().len()
    }

    fn exchange(&self, mine: &[f32], to: &[usize], from: &[usize]) -> Vec<f32> {
        assert_eq!(mine.len(), to.iter().sum::<usize>());
        // Everybody sees everything, and takes what is for it.
        let lengths: Vec<f32> = to.iter().map(|&count| count as f32).collect();
        let count = self.count();
        let all_lengths = self.all_gather(&lengths, &vec![count; count]);
        let sent = |rank: usize| &all_lengths[rank * count..(rank + 1) * count];
        let totals: Vec<usize> = (0..count).map(|rank| sent(rank).iter().sum::<f32>() as usize).collect();
        let all = self.all_gather(mine, &totals);
        let mut found = Vec::new();
        for rank in 0..count {
            let start: usize = totals[..rank].iter().sum();
            let before = sent(rank)[..self.rank].iter().sum::<f32>() as usize;
            assert_eq!(sent(rank)[self.rank] as usize, from[rank]);
            found.extend_from_slice(&all[start + before..start + before + from[rank]]);
        }
        found
    }

    fn all_gather(&self, mine: &[f32], counts: &[usize]) -> Vec<f32> {
        assert_eq!(mine.len(), counts[self.rank]);
        self.shared.given.lock().unwrap()[self.rank] = mine.to_vec();
        self.shared.barrier.wait();
        let all: Vec<f32> = self.shared.given.lock().unwrap().concat();
        *self.shared.sent.lock().unwrap() += mine.len();
        self.shared.barrier.wait();
        assert_eq!(all.len(), counts.iter().sum::<usize>());
        all
    }
}

/// The model after some steps: the bytes of its file.
fn trained(config: &PretrainConfig) -> Vec<u8> {
    let mut session = Session::new(config, &few_scenes(40, 20, 10), &device()).unwrap();
    block_on(session.run(STEPS)).unwrap();
    block_on(session.model().to_bytes()).unwrap()
}

/// What each of some threads has trained, and how many values they have sent.
fn trained_together(config: &PretrainConfig, count: usize) -> (Vec<Vec<u8>>, usize) {
    let given = Mutex::new(vec![Vec::new(); count]);
    let shared = Arc::new(Shared { given, barrier: Barrier::new(count), sent: Mutex::new(0) });
    let models = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|rank| {
                let shared = shared.clone();
                scope.spawn(move || {
                    join_peers(Some(Rc::new(Thread { rank, shared })));
                    trained(config)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let sent = *shared.sent.lock().unwrap();
    (models, sent)
}

#[test]
fn several_processes_train_what_one_trains_bit_for_bit() {
    for &method in Method::ALL {
        let config = PretrainConfig { batch_size: 12, num_targets: None, ..PretrainConfig::of(method) };
        let alone = trained(&config);
        for count in [2, 3] {
            let (models, sent) = trained_together(&config, count);
            assert!(models.iter().all(|model| *model == alone), "{method:?} on {count} processes");
            // Twelve images alone are two groups.
            let is_shared = count == 2
                || !matches!(method, Method::Supervised | Method::DeepCluster | Method::DeepInfoMax);
            assert_eq!(sent > 0, is_shared, "{method:?} on {count} processes");
        }
    }
}
