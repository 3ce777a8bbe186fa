//! Several processes that train one network: those that `mpirun` starts, in builds with the feature `mpi`.

use crate::failure::Failure;
#[cfg(feature = "mpi")]
use crate::output::be_silent;

/// Where MPI's launchers tell a process how many there are.
const COUNTS: [&str; 2] = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE"];

/// What this process has to do with the others.
pub struct Processes {
    is_leader: bool,
    #[cfg(feature = "mpi")]
    world: Option<ranks::World>,
}

impl Processes {
    /// Joins the others, if there are any.
    pub fn join() -> Result<Self, Failure> {
        let count = COUNTS.iter().find_map(|name| std::env::var(name).ok()?.parse::<usize>().ok());
        match count {
            Some(count) if count > 1 => Self::joined(count),
            _ => Ok(Self {
                is_leader: true,
                #[cfg(feature = "mpi")]
                world: None,
            }),
        }
    }

    #[cfg(not(feature = "mpi"))]
    fn joined(count: usize) -> Result<Self, Failure> {
        Err(Failure::new(format!(
            "{count} processes were started together, but this build has no MPI: each would train the same network. Build with `--features cli,mpi`, or start one."
        )))
    }

    #[cfg(feature = "mpi")]
    fn joined(_: usize) -> Result<Self, Failure> {
        let world = ranks::World::new()?;
        let is_leader = world.join() == 0;
        if !is_leader {
            be_silent();
        }
        Ok(Self { is_leader, world: Some(world) })
    }

    /// Whether there are others.
    pub fn are_several(&self) -> bool {
        #[cfg(feature = "mpi")]
        return self.world.is_some();
        #[cfg(not(feature = "mpi"))]
        false
    }

    /// Whether this one writes and prints; one of them does.
    pub fn is_leader(&self) -> bool {
        self.is_leader
    }

    /// Ends them all where one has failed: the others would wait for it for ever.
    pub fn leave(self, result: Result<(), Failure>) -> Result<(), Failure> {
        #[cfg(feature = "mpi")]
        if let (Err(failure), Some(world)) = (&result, &self.world) {
            // Stopped together: all of them come here.
            if !crate::work::is_interrupted() {
                eprintln!("{failure}");
                world.abort();
            }
            if !self.is_leader {
                return Ok(());
            }
        }
        result
    }
}

#[cfg(feature = "mpi")]
mod ranks {
    use std::rc::Rc;

    use mpi::datatype::PartitionMut;
    use mpi::environment::Universe;
    use mpi::topology::SimpleCommunicator;
    use mpi::traits::{Communicator, CommunicatorCollectives};
    use patchwise::kernel::{Peers, join_peers};

    use crate::failure::Failure;

    /// MPI, which ends with this.
    pub struct World(Universe);

    impl World {
        pub fn new() -> Result<Self, Failure> {
            mpi::initialize().map(Self).ok_or_else(|| Failure::new("MPI could not be started."))
        }

        /// Has this thread train with the other processes; returns its number.
        pub fn join(&self) -> usize {
            let peers = Rc::new(Ranks(self.0.world()));
            let rank = peers.rank();
            join_peers(Some(peers));
            rank
        }

        pub fn abort(&self) -> ! {
            self.0.world().abort(1)
        }
    }

    impl Drop for World {
        fn drop(&mut self) {
            join_peers(None);
        }
    }

    struct Ranks(SimpleCommunicator);

    impl Peers for Ranks {
        fn rank(&self) -> usize {
            self.0.rank() as usize
        }

        fn count(&self) -> usize {
            self.0.size() as usize
        }

        fn all_gather(&self, mine: &[f32], counts: &[usize]) -> Vec<f32> {
            let mut all = vec![0.0; counts.iter().sum()];
            let counts: Vec<i32> = counts.iter().map(|&count| count as i32).collect();
            let starts: Vec<i32> = counts
                .iter()
                .scan(0, |start, count| Some(std::mem::replace(start, *start + count)))
                .collect();
            let mut parts = PartitionMut::new(&mut all[..], counts, starts);
            self.0.all_gather_varcount_into(mine, &mut parts);
            all
        }
    }
}
