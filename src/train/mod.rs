//! Training as a session that the host pulls: not asking is pause, dropping is stop.

mod batches;
mod checkpoint;
mod clustering;
mod features;
mod network;
mod optimizer;
mod progress;
mod schedule;
mod self_test;
mod session;
mod targets;

pub use batches::{Normalization, epoch_order, gather};
pub use checkpoint::{Checkpoint, ModelInfo};
pub use features::{Extraction, FEATURE_BATCH, Features, plain_images};
pub use network::Network;
pub use optimizer::Optimizer;
pub use progress::Progress;
pub use schedule::Schedule;
pub use self_test::self_test;
pub use session::{Session, TrainEvent};
