//! Self-supervised learning with patch rotation: a small vision network learns to see without labels.
//!
//! The pipeline, in reading order:
//! [`config`] says what to run, [`data`] turns bytes into images, [`views`] rotates and patches them,
//! [`model`] is the network on the convolution of [`kernel`], [`method`] the pretext task, [`train`] the session
//! that steps, [`evaluate`] the evaluations of frozen or fine-tuned features, [`explain`] the attention maps.
//! The same code runs natively and, through its `wasm` folder, in a browser tab.
//!
//! # Example
//! ```
//! use patchwise::data::Loader;
//! use patchwise::device::{DeviceKind, open};
//! use patchwise::{PretrainConfig, ScenesConfig, Session};
//!
//! # pollster::block_on(async {
//! let device = open(DeviceKind::Cpu).await?;
//! let scenes = ScenesConfig { images: 4, labeled_images: 1, test_images: 1, ..ScenesConfig::default() };
//! let data = Loader::scenes(&scenes)?.load()?;
//! let config = PretrainConfig { batch_size: 2, epochs: 1, ..PretrainConfig::default() };
//! let mut session = Session::new(&config, &data, &device)?;
//! let event = session.run(2).await?;
//! assert!(event.losses.iter().all(|loss| loss.is_finite()));
//! # Ok::<(), patchwise::Error>(())
//! # }).unwrap();
//! ```
//!
//! Source: "Self-supervised learning with local attention-aware feature" (Patch RotNet, Patch RelNet).

pub mod cluster;
pub mod config;
pub mod data;
pub mod device;
pub mod embed;
pub mod error;
pub mod evaluate;
pub mod experiment;
pub mod explain;
pub mod export;
pub mod kernel;
pub mod method;
pub mod model;
pub mod parallel;
pub mod rng;
pub mod train;
pub mod views;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
pub mod workspace;

pub use config::{EvaluationConfig, ScenesConfig};
pub use data::{Dataset, ImageSet};
pub use error::{Error, Result};
pub use evaluate::Evaluation;
pub use method::Method;
pub use model::Backbone;
pub use train::{PretrainConfig, Session};
