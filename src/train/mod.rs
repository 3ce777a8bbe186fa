//! Training as a session driven by the host: not calling it pauses, dropping it stops.

mod augment;
mod batches;
mod clustering;
mod config;
mod features;
mod file;
mod history;
mod initial;
mod model;
mod network;
mod optimizer;
mod pending;
mod progress;
mod schedule;
mod self_test;
mod session;
mod snapshots;
mod spread;
mod step;
mod targets;
mod trace;
mod transform;

pub use batches::{Normalization, draw_images, epoch_order, gather};
pub use config::PretrainConfig;
pub use features::{Extraction, FEATURE_BATCH, Features, extract, plain_images};
pub use history::History;
pub use initial::Initial;
pub(crate) use model::preparation;
pub use model::{Checkpoint, ClassifierInfo, Model, ModelInfo, RunState};
pub use network::Network;
pub use optimizer::Optimizer;
pub use progress::{Progress, TrainEvent};
pub use schedule::Schedule;
pub use self_test::{Workload, is_trusted, self_test, time_steps};
pub use session::Session;
pub use spread::Spread;
