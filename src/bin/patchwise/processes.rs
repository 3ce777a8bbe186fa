//! Several processes that train one network: those that `mpirun` starts, in builds with the feature `mpi`.

use crate::failure::Failure;
use crate::output::{be_silent, detail};
use crate::work::is_stopped_together;
use ranks::World;

/// Where launchers tell a process how many there are.
const COUNTS: [&str; 4] = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MV2_COMM_WORLD_SIZE", "SLURM_STEP_NUM_TASKS"];

/// How many processes were started together.
fn num_started() -> usize {
    COUNTS.iter().find_map(|name| std::env::var(name).ok()?.parse().ok()).unwrap_or(1)
}

/// Refuses several processes for a command that does not share its work.
pub fn refuse_several() -> Result<(), Failure> {
    match num_started() {
        0 | 1 => Ok(()),
        count => Err(Failure::new(format!(
            "{count} processes were started together, but only `pretrain` shares its work. Start one, or give each its cell by `table --cell`."
        ))),
    }
}

/// What this process has to do with the others.
pub struct Processes {
    world: Option<World>,
}

impl Processes {
    /// Joins the others, if there are any.
    pub fn join() -> Result<Self, Failure> {
        let count = num_started();
        let processes = Self { world: (count > 1).then(|| World::join(count)).transpose()? };
        if !processes.is_leader() {
            be_silent();
        }
        Ok(processes)
    }

    /// Whether there are others.
    pub fn are_several(&self) -> bool {
        self.world.is_some()
    }

    /// Whether this one writes and prints; one of them does.
    pub fn is_leader(&self) -> bool {
        self.world.as_ref().is_none_or(|world| world.rank() == 0)
    }

    /// Ends them all where one has failed: the others would wait for it for ever.
    pub fn leave(self, result: Result<(), Failure>) -> Result<(), Failure> {
        let Some(world) = &self.world else { return result };
        if let Err(failure) = &result
            && !is_stopped_together()
        {
            eprintln!("Process {}: {failure}", world.rank());
            world.abort();
        }
        detail(&world.traffic());
        if self.is_leader() { result } else { Ok(()) }
    }
}

#[cfg(not(feature = "mpi"))]
mod ranks {
    use crate::failure::Failure;

    /// There is none.
    pub enum World {}

    impl World {
        pub fn join(count: usize) -> Result<Self, Failure> {
            Err(Failure::new(format!(
                "{count} processes were started together, but this build has no MPI: each would train the same network. Build with `--features cli,mpi`, or start one."
            )))
        }

        pub fn rank(&self) -> usize {
            match *self {}
        }

        pub fn abort(&self) -> ! {
            match *self {}
        }

        pub fn traffic(&self) -> String {
            match *self {}
        }
    }
}

#[cfg(feature = "mpi")]
mod ranks {
    use std::cell::Cell;
    use std::rc::Rc;
    use std::time::Instant;

    use mpi::datatype::{Partition, PartitionMut};
    use mpi::environment::{Threading, Universe};
    use mpi::topology::SimpleCommunicator;
    use mpi::traits::{Communicator, CommunicatorCollectives};
    use patchwise::kernel::{Peers, join_peers};

    use crate::failure::Failure;

    /// MPI, which ends with this.
    pub struct World {
        ranks: Rc<Ranks>,
        // Dropped last.
        _universe: Universe,
    }

    impl World {
        /// Has this thread train with the others, so many in all.
        pub fn join(count: usize) -> Result<Self, Failure> {
            // This thread alone calls MPI.
            let started = mpi::initialize_with_threading(Threading::Funneled);
            let (universe, _) = started.ok_or_else(|| Failure::new("MPI could not be started."))?;
            let found = universe.world().size();
            if found != count as i32 {
                return Err(Failure::new(format!(
                    "{count} processes were started together, but MPI connects {found}: the program that started them is of another MPI than this build."
                )));
            }
            let ranks = Rc::new(Ranks { world: universe.world(), traffic: Traffic::default() });
            join_peers(Some(ranks.clone()));
            Ok(Self { ranks, _universe: universe })
        }

        pub fn rank(&self) -> usize {
            self.ranks.rank()
        }

        pub fn abort(&self) -> ! {
            self.ranks.world.abort(1)
        }

        /// What this process has sent so far.
        pub fn traffic(&self) -> String {
            let Traffic { calls, values, seconds } = &self.ranks.traffic;
            let megabytes = values.get() as f64 * 4e-6;
            format!(
                "MPI: {} collective calls, {megabytes:.1} MB sent to each process, {:.1} s.",
                calls.get(),
                seconds.get()
            )
        }
    }

    impl Drop for World {
        fn drop(&mut self) {
            if std::thread::panicking() {
                // The others would wait for this one.
                self.abort();
            }
            join_peers(None);
        }
    }

    /// What was sent to another process on average, and how long all took.
    #[derive(Default)]
    struct Traffic {
        calls: Cell<usize>,
        values: Cell<usize>,
        seconds: Cell<f64>,
    }

    struct Ranks {
        world: SimpleCommunicator,
        traffic: Traffic,
    }

    impl Ranks {
        fn note(&self, values: usize, began: Instant) {
            let Traffic { calls, values: sent, seconds } = &self.traffic;
            calls.set(calls.get() + 1);
            sent.set(sent.get() + values);
            seconds.set(seconds.get() + began.elapsed().as_secs_f64());
        }
    }

    impl Peers for Ranks {
        fn rank(&self) -> usize {
            self.world.rank() as usize
        }

        fn count(&self) -> usize {
            self.world.size() as usize
        }

        fn all_gather(&self, mine: &[f32], counts: &[usize]) -> Vec<f32> {
            let began = Instant::now();
            let mut all = vec![0.0; counts.iter().sum()];
            let (counts, starts) = places(counts);
            let mut parts = PartitionMut::new(&mut all[..], counts, starts);
            self.world.all_gather_varcount_into(mine, &mut parts);
            self.note(mine.len(), began);
            all
        }

        fn exchange(&self, mine: &[f32], to: &[usize], from: &[usize]) -> Vec<f32> {
            let began = Instant::now();
            let mut theirs = vec![0.0; from.iter().sum()];
            let ((to, to_starts), (from, from_starts)) = (places(to), places(from));
            let parts = Partition::new(mine, to, to_starts);
            let mut found = PartitionMut::new(&mut theirs[..], from, from_starts);
            self.world.all_to_all_varcount_into(&parts, &mut found);
            self.note(mine.len() / self.count(), began);
            theirs
        }
    }

    /// Counts and where each begins, as MPI wants them.
    fn places(counts: &[usize]) -> (Vec<i32>, Vec<i32>) {
        let counts: Vec<i32> = counts.iter().map(|&count| count as i32).collect();
        let next = |start: &mut i32, count: &i32| Some(std::mem::replace(start, *start + count));
        let starts = counts.iter().scan(0, next).collect();
        (counts, starts)
    }
}
