//! Training as a session that the host pulls: not asking is pause, dropping is stop.

mod batches;
mod checkpoint;
mod network;
mod optimizer;
mod schedule;
mod self_test;
mod session;

pub use batches::{Normalization, epoch_order, gather};
pub use checkpoint::{Checkpoint, ModelInfo};
pub use network::Network;
pub use optimizer::Optimizer;
pub use schedule::Schedule;
pub use self_test::self_test;
pub use session::{Session, TrainEvent};
