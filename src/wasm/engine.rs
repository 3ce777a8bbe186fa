//! One device with its data, run and network, as an object that a worker drives.

use std::cell::RefCell;
use std::sync::Arc;

use burn::tensor::Device;
use js_sys::{Array, Float32Array, Object, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::convert::{from_js, set, to_js, to_js_error};
use super::file::BrowserFile;
use super::state::{ImagesRequest, NeighborsRequest, State, explain};
use crate::config::{EmbeddingConfig, EvaluationConfig, FilesConfig, PretrainConfig, ScenesConfig};
use crate::data::{Loader, SharedSource};
use crate::device;
use crate::embed::Embedding;
use crate::error::{Error, Result};
use crate::evaluate::{Evaluation, Found, Stage};
use crate::explain::show_views;
use crate::train::{Checkpoint, Normalization, Progress, Session, TrainEvent, self_test};
use crate::views::NUM_VIEWS;

type JsResult<T> = std::result::Result<T, JsValue>;

/// What a request to train brings back.
enum Piece {
    Trained(TrainEvent),
    Preparing(Progress),
}

/// A device with its data, run and network.
#[wasm_bindgen]
pub struct Engine {
    device: Device,
    /// Taken out while a call runs; a second call finds nothing and is refused.
    state: RefCell<Option<State>>,
}

#[wasm_bindgen]
impl Engine {
    /// Opens the device of this build: `cpu` or `webgpu`.
    pub async fn open(kind: JsValue) -> JsResult<Engine> {
        let device = device::open(from_js(kind)?).await.map_err(to_js_error)?;
        Ok(Self { device, state: RefCell::new(Some(State::default())) })
    }

    /// Losses of a tiny run, to be compared between devices.
    #[wasm_bindgen(js_name = selfTest)]
    pub async fn self_test(&self) -> JsResult<Vec<f32>> {
        self_test(&self.device).await.map_err(to_js_error)
    }

    /// Starts to draw the built-in data; returns how many images.
    #[wasm_bindgen(js_name = startScenes)]
    pub fn start_scenes(&self, config: JsValue) -> JsResult<usize> {
        let config: ScenesConfig = from_js(config)?;
        self.start_loading(|| Loader::scenes(&config))
    }

    /// Starts to load files under their names; returns how many images are to be decoded.
    #[wasm_bindgen(js_name = startFiles)]
    pub fn start_files(&self, names: Vec<String>, files: Vec<Blob>, config: JsValue) -> JsResult<usize> {
        let config: FilesConfig = from_js(config)?;
        let source = |(name, blob)| Arc::new(BrowserFile::new(name, blob)) as SharedSource;
        let sources: Vec<SharedSource> = names.into_iter().zip(files).map(source).collect();
        self.start_loading(|| Loader::files(&sources, &config))
    }

    /// Loads up to `count` more images; returns how many are done.
    #[wasm_bindgen(js_name = loadStep)]
    pub fn load_step(&self, count: usize) -> JsResult<usize> {
        self.with(|state| match &mut state.loader {
            Some(loader) => loader.step(count),
            None => Err(Error::OutOfOrder("Nothing is being loaded: call `load`")),
        })
    }

    /// Ends the loading; a run on the data before is over. Returns a summary.
    #[wasm_bindgen(js_name = finishLoading)]
    pub fn finish_loading(&self) -> JsResult<JsValue> {
        self.with(|state| {
            let loader =
                state.loader.take().ok_or(Error::OutOfOrder("Nothing is being loaded: call `load`"))?;
            let dataset = loader.finish()?;
            state.model = state.model().ok();
            state.session = None;
            state.forget_measurements();
            state.dataset = Some(dataset);
            Ok(())
        })?;
        self.summary()
    }

    /// Forgets what is being loaded.
    #[wasm_bindgen(js_name = stopLoading)]
    pub fn stop_loading(&self) -> JsResult<()> {
        self.with(|state| {
            state.loader = None;
            Ok(())
        })
    }

    /// Images of a split as bytes: `pixels` `[N, S, S, 3]` and `labels`.
    pub fn images(&self, request: JsValue) -> JsResult<JsValue> {
        let request: ImagesRequest = from_js(request)?;
        self.with(|state| {
            let images = state.split(request.split)?;
            let subject = request.subject(images, Normalization::NONE)?;
            let mut pixels = Vec::new();
            for &index in subject.indices {
                pixels.extend_from_slice(&images.rgb(index)?);
            }
            let labels = images.labels();
            let label = |&index: &usize| JsValue::from(labels.as_ref().map(|labels| labels[index]));
            let object = Object::new();
            set(&object, "imageSize", &images.image_size().into());
            set(&object, "pixels", &Uint8Array::from(pixels.as_slice()));
            set(&object, "labels", &request.indices.iter().map(label).collect::<Array>());
            Ok(object.into())
        })
    }

    /// The eight views of some images: `pixels` `[N, 8, S, S, 3]` and their `boxes`.
    pub async fn views(&self, request: JsValue) -> JsResult<JsValue> {
        let request: ImagesRequest = from_js(request)?;
        let device = self.device.clone();
        self.with_async(async |state| {
            let images = state.split(request.split)?;
            let subject = request.subject(images, Normalization::NONE)?;
            let pixels = show_views(&subject, &device).await?;
            let targets: Vec<usize> = subject.indices.iter().flat_map(|_| 0..NUM_VIEWS).collect();
            Ok((pixels, targets, subject.boxes, images.image_size()))
        })
        .await
        .and_then(|(pixels, targets, boxes, image_size)| {
            let object = Object::new();
            set(&object, "imageSize", &image_size.into());
            set(&object, "pixels", &Uint8Array::from(pixels.as_slice()));
            set(&object, "targets", &to_js(&targets)?);
            set(&object, "boxes", &to_js(&boxes)?);
            Ok(object.into())
        })
    }

    /// Starts a run; returns its number of steps.
    #[wasm_bindgen(js_name = startPretraining)]
    pub fn start_pretraining(&self, config: JsValue) -> JsResult<usize> {
        let config: PretrainConfig = from_js(config)?;
        self.with(|state| {
            let session = Session::new(&config, state.dataset()?, &self.device)?;
            Ok(state.begin(session))
        })
    }

    /// Takes a run up again from a checkpoint's bytes; returns its number of steps.
    #[wasm_bindgen(js_name = resumePretraining)]
    pub fn resume_pretraining(&self, bytes: &[u8]) -> JsResult<usize> {
        self.with(|state| {
            let checkpoint = Checkpoint::from_bytes(bytes, &self.device)?;
            let session = Session::resume(&checkpoint, state.dataset()?, &self.device)?;
            Ok(state.begin(session))
        })
    }

    /// Up to `steps` steps and their event; before an epoch that needs clusters, `{preparing: {done, total}}`.
    pub async fn train(&self, steps: usize) -> JsResult<JsValue> {
        let piece = self
            .with_async(async |state| {
                let session = state.session()?;
                match session.prepare(steps).await? {
                    Some(progress) => Ok(Piece::Preparing(progress)),
                    None => Ok(Piece::Trained(session.run(steps).await?)),
                }
            })
            .await?;
        match piece {
            Piece::Trained(event) => to_js(&event),
            Piece::Preparing(progress) => {
                let object = Object::new();
                set(&object, "preparing", &to_js(&progress)?);
                Ok(object.into())
            }
        }
    }

    /// Ends the run; its network stays.
    #[wasm_bindgen(js_name = stopPretraining)]
    pub fn stop_pretraining(&self) -> JsResult<()> {
        self.with(|state| {
            state.model = state.model().ok();
            state.session = None;
            Ok(())
        })
    }

    /// The whole run as safetensors bytes.
    pub async fn checkpoint(&self) -> JsResult<Vec<u8>> {
        self.with_async(async |state| state.session()?.checkpoint().await).await
    }

    /// The network as safetensors bytes.
    pub async fn save(&self) -> JsResult<Vec<u8>> {
        self.with_async(async |state| state.model()?.network_bytes().await).await
    }

    /// Reads a network; returns what it says of itself.
    #[wasm_bindgen(js_name = loadModel)]
    pub fn load_model(&self, bytes: &[u8]) -> JsResult<JsValue> {
        let info = self.with(|state| {
            let model = Checkpoint::from_bytes(bytes, &self.device)?;
            let info = model.info.clone();
            state.session = None;
            state.forget_measurements();
            state.model = Some(model);
            Ok(info)
        })?;
        to_js(&info)
    }

    /// Starts an evaluation of the current network.
    #[wasm_bindgen(js_name = startEvaluation)]
    pub fn start_evaluation(&self, config: JsValue) -> JsResult<()> {
        let config: EvaluationConfig = from_js(config)?;
        self.with(|state| {
            let Checkpoint { info, network, .. } = state.model()?;
            let evaluation = Evaluation::new(&config, &network, &info, state.dataset()?, &self.device)?;
            state.evaluation = Some(evaluation);
            Ok(())
        })
    }

    /// Up to `units` units of work: `{done, total}`, with a `report` at the end.
    pub async fn evaluate(&self, units: usize) -> JsResult<JsValue> {
        let stage = self
            .with_async(async |state| {
                let evaluation = state
                    .evaluation
                    .as_mut()
                    .ok_or(Error::OutOfOrder("No evaluation is on: call `evaluate`"))?;
                let stage = evaluation.run(units).await?;
                if let Stage::Done(_) = stage {
                    match evaluation.take_found() {
                        Found::Nothing => {}
                        Found::Probe(probe) => state.probe = Some(*probe),
                        Found::Gallery(gallery) => state.gallery = Some(gallery),
                    }
                    state.evaluation = None;
                }
                Ok(stage)
            })
            .await?;
        match stage {
            Stage::Running(progress) => to_js(&progress),
            Stage::Done(report) => {
                let object = Object::new();
                set(&object, "report", &to_js(&report)?);
                Ok(object.into())
            }
        }
    }

    /// Ends the evaluation without a report.
    #[wasm_bindgen(js_name = stopEvaluation)]
    pub fn stop_evaluation(&self) -> JsResult<()> {
        self.with(|state| {
            state.evaluation = None;
            Ok(())
        })
    }

    /// The test images most similar to one of them: `[{index, similarity, label}]`.
    pub fn neighbors(&self, request: JsValue) -> JsResult<JsValue> {
        let request: NeighborsRequest = from_js(request)?;
        let neighbors = self.with(|state| state.gallery()?.nearest(request.index, request.count))?;
        to_js(&neighbors)
    }

    /// Starts a picture of test images by t-SNE.
    #[wasm_bindgen(js_name = startEmbedding)]
    pub fn start_embedding(&self, config: JsValue) -> JsResult<()> {
        let config: EmbeddingConfig = from_js(config)?;
        self.with(|state| {
            let Checkpoint { info, network, .. } = state.model()?;
            let normalization = info.normalization();
            // What a classifier was trained with shows more than what it began with.
            let backbone = state.probe.as_ref().map_or(network.backbone, |probe| probe.backbone.clone());
            let data = state.dataset()?;
            state.embedding = Some(Embedding::new(&config, backbone, normalization, data, &self.device)?);
            Ok(())
        })
    }

    /// Up to `units` units of work: `{done, total}`, with the `picture` as it stands.
    pub async fn embed(&self, units: usize) -> JsResult<JsValue> {
        let (progress, picture) = self
            .with_async(async |state| {
                let embedding = state
                    .embedding
                    .as_mut()
                    .ok_or(Error::OutOfOrder("No picture is on its way: call `embed`"))?;
                let progress = embedding.run(units).await?;
                let picture = embedding.picture();
                if embedding.is_done() {
                    state.embedding = None;
                }
                Ok((progress, picture))
            })
            .await?;
        let object: Object = to_js(&progress)?.unchecked_into();
        if let Some(picture) = picture {
            let places = Float32Array::from(picture.embedding_2d.as_flattened());
            let value = Object::new();
            set(&value, "embedding2d", &places);
            set(&value, "indices", &to_js(&picture.indices)?);
            set(&value, "labels", &to_js(&picture.labels)?);
            set(&value, "klDivergence", &picture.kl_divergence.into());
            set(&object, "picture", &value);
        }
        Ok(object.into())
    }

    /// Ends a picture on its way.
    #[wasm_bindgen(js_name = stopEmbedding)]
    pub fn stop_embedding(&self) -> JsResult<()> {
        self.with(|state| {
            state.embedding = None;
            Ok(())
        })
    }

    /// Grad-CAM of some images in all eight views.
    pub async fn attend(&self, request: JsValue) -> JsResult<JsValue> {
        let request: ImagesRequest = from_js(request)?;
        let device = self.device.clone();
        let attention = self.with_async(async |state| explain(state, &request, &device).await).await?;
        let object = Object::new();
        set(&object, "imageSize", &attention.image_size.into());
        set(&object, "pixels", &Uint8Array::from(attention.pixels.as_slice()));
        set(&object, "maps", &Float32Array::from(attention.maps.as_slice()));
        set(&object, "overlays", &Uint8Array::from(attention.overlays.as_slice()));
        set(&object, "targetClasses", &to_js(&attention.target_classes)?);
        set(&object, "hasAnswers", &attention.has_answers.into());
        set(&object, "predictedClasses", &to_js(&attention.predicted_classes)?);
        set(&object, "classNames", &to_js(&attention.class_names)?);
        set(&object, "boxes", &to_js(&attention.boxes)?);
        Ok(object.into())
    }
}

impl Engine {
    fn start_loading(&self, open: impl FnOnce() -> Result<Loader>) -> JsResult<usize> {
        self.with(|state| {
            let loader = open()?;
            let total = loader.total();
            state.loader = Some(loader);
            Ok(total)
        })
    }

    fn summary(&self) -> JsResult<JsValue> {
        self.with(|state| state.summary()).and_then(|summary| to_js(&summary))
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> Result<T>) -> JsResult<T> {
        match self.state.borrow_mut().as_mut() {
            Some(state) => work(state).map_err(to_js_error),
            None => Err(to_js_error(Error::Busy)),
        }
    }

    /// Takes the state out for the time of the work, so that no borrow is held across an await.
    async fn with_async<T>(&self, work: impl AsyncFnOnce(&mut State) -> Result<T>) -> JsResult<T> {
        let mut state = self.state.take().ok_or_else(|| to_js_error(Error::Busy))?;
        let result = work(&mut state).await;
        self.state.replace(Some(state));
        result.map_err(to_js_error)
    }
}
