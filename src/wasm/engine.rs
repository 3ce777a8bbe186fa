//! A workspace as an object that a worker drives.

use std::cell::RefCell;
use std::sync::Arc;

use burn::tensor::Device;
use js_sys::Uint8Array;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use web_sys::FileSystemSyncAccessHandle;

use super::clock::CLOCK;
use super::convert::{from_js, to_js_error, to_js_reply, to_picture};
use super::files::{Held, JsOpener, open_elsewhere};
use super::images::read_images_elsewhere;
use super::scratch::BrowserScratch;
use crate::data::SharedScratch;
use crate::device::{self, DeviceKind};
use crate::error::{Error, Result};
#[cfg(feature = "cube")]
use crate::kernel::Fit;
use crate::train::{Workload, is_trusted, self_test, time_steps};
use crate::workspace::{Inputs, Query, Reply, Request, Workspace};

type JsResult<T> = std::result::Result<T, JsValue>;

/// A device with its data, network and work.
#[wasm_bindgen]
pub struct Engine {
    /// Taken out while a call runs; a second call finds none and is refused.
    workspace: RefCell<Option<Workspace>>,
    /// What suits the device; null where that was known.
    fit: Value,
}

#[wasm_bindgen]
impl Engine {
    /// Opens the device of this build: `cpu` or `webgpu`, with what was measured before on it if that is known.
    pub async fn open(kind: JsValue, fit: JsValue) -> JsResult<Engine> {
        let kind = from_js(kind)?.as_str().and_then(DeviceKind::of_name).ok_or_else(|| {
            to_js_error(Error::InvalidOptions { problem: "there is no such device".into() })
        })?;
        let device = device::open(kind).await.map_err(to_js_error)?;
        let fit = fit_to(&device, fit).await?;
        Ok(Self::on(device, fit))
    }

    /// Losses of a tiny run, to be compared between devices.
    #[wasm_bindgen(js_name = selfTest)]
    pub async fn self_test(&self) -> JsResult<Vec<f32>> {
        self.with_async(async |workspace| self_test(workspace.device()).await).await
    }

    /// What was measured when the device was opened, to be kept for the next time.
    #[wasm_bindgen(getter)]
    pub fn fit(&self) -> JsResult<JsValue> {
        to_js_reply(Reply { value: self.fit.clone(), arrays: Vec::new() })
    }

    /// Milliseconds of a step of a run on noise.
    #[wasm_bindgen(js_name = timeSteps)]
    pub async fn time_steps(&self, image_size: usize, batch_size: usize) -> JsResult<f64> {
        let workload = Workload { image_size, batch_size };
        let seconds =
            self.with_async(async |workspace| time_steps(workload, workspace.device(), CLOCK.seconds).await);
        Ok(seconds.await? * 1000.0)
    }

    /// Whether a device's losses are close enough to those of the CPU.
    #[wasm_bindgen(js_name = isTrusted)]
    pub fn is_trusted(losses: Vec<f32>, of_cpu: Vec<f32>) -> bool {
        is_trusted(&losses, &of_cpu)
    }

    /// Starts a job on files that are being opened, on a checkpoint's bytes or on pictures; returns its `started` event.
    /// `scratch`: a file for what memory should not hold, with the bytes that it may have.
    pub fn start(
        &self,
        request: JsValue,
        opener: Option<JsOpener>,
        bytes: Option<Vec<u8>>,
        pictures: Vec<JsValue>,
        scratch: Option<FileSystemSyncAccessHandle>,
        capacity: Option<f64>,
    ) -> JsResult<JsValue> {
        // First of all, so that both are closed whatever is refused.
        let opener = opener.map(Held::new);
        let scratch = scratch.zip(capacity);
        let scratch =
            scratch.map(|(file, bytes)| Arc::new(BrowserScratch::new(file, bytes)) as SharedScratch);
        let request = Request::from_value(from_js(request)?).map_err(to_js_error)?;
        let opener = match (&request, opener) {
            (Request::Files(config), Some(opener)) => {
                Some(open_elsewhere(opener, config).map_err(to_js_error)?)
            }
            _ => None,
        };
        let pictures = pictures.iter().map(to_picture).collect::<JsResult<_>>()?;
        let inputs = Inputs { opener, scratch, pictures, bytes, ..Inputs::default() };
        let event = self.with(|workspace| workspace.start(request, inputs))?;
        to_js_reply(event.into_reply())
    }

    /// Works for about `budget_ms` milliseconds; returns a `progress` event, or `finished`.
    pub async fn advance(&self, budget_ms: f64) -> JsResult<JsValue> {
        let event = self.with_async(async |workspace| workspace.advance(budget_ms / 1000.0).await).await?;
        to_js_reply(event.into_reply())
    }

    /// Stops the running job; returns its `stopped` event.
    pub fn stop(&self) -> JsResult<JsValue> {
        let event = self.with(|workspace| Ok(workspace.stop()))?;
        to_js_reply(event.into_reply())
    }

    /// Answers a query, some of which are about pictures, also between two pieces of a job.
    pub async fn query(&self, query: JsValue, pictures: Vec<JsValue>) -> JsResult<JsValue> {
        let pictures = pictures.iter().map(to_picture).collect::<JsResult<_>>()?;
        let query = Query::from_value(from_js(query)?, pictures).map_err(to_js_error)?;
        to_js_reply(self.with_async(async |workspace| workspace.query(query).await).await?)
    }

    /// The current or last run, as safetensors bytes.
    pub async fn checkpoint(&self) -> JsResult<Uint8Array> {
        let bytes = self.with_async(async |workspace| workspace.checkpoint().await).await?;
        Ok(Uint8Array::from(bytes.as_slice()))
    }

    /// The current model as safetensors bytes, with the classifier that was trained on it if requested.
    pub async fn save(&self, with_classifier: bool) -> JsResult<Uint8Array> {
        let save = async |workspace: &mut Workspace| match with_classifier {
            true => workspace.classifier()?.to_bytes().await,
            false => workspace.save().await,
        };
        let bytes = self.with_async(save).await?;
        Ok(Uint8Array::from(bytes.as_slice()))
    }

    /// The current network as an ONNX file, with its classifier if there is one.
    #[wasm_bindgen(js_name = toOnnx)]
    pub async fn to_onnx(&self) -> JsResult<Uint8Array> {
        let bytes = self.with_async(async |workspace| workspace.to_onnx().await).await?;
        Ok(Uint8Array::from(bytes.as_slice()))
    }

    /// Gives images to pretrain on a class; none takes their labels away. Returns all labels.
    pub fn label(&self, indices: Vec<usize>, class: Option<String>) -> JsResult<JsValue> {
        let labels = self.with(|workspace| {
            workspace.label(&indices, class.as_deref())?;
            Ok(workspace.labels().clone())
        })?;
        to_js_reply(Reply::of(&labels))
    }

    /// Uses random weights; returns the model's info.
    pub fn initialize(&self, config: JsValue) -> JsResult<JsValue> {
        let request = serde_json::json!({ "job": "pretrain", "config": from_js(config)? });
        let Request::Pretrain(config) = Request::from_value(request).map_err(to_js_error)? else {
            unreachable!("the request names its job")
        };
        to_js_reply(Reply::of(&self.with(|workspace| workspace.initialize(&config))?))
    }

    /// Loads a model; returns its info.
    #[wasm_bindgen(js_name = loadModel)]
    pub fn load_model(&self, bytes: &[u8]) -> JsResult<JsValue> {
        to_js_reply(Reply::of(&self.with(|workspace| workspace.load_model(bytes))?))
    }
}

/// Makes kernels suit a device, by what is known of it or else by measuring; returns what was measured.
#[cfg(feature = "cube")]
async fn fit_to(device: &Device, known: JsValue) -> JsResult<Value> {
    if let Ok(fit) = serde_wasm_bindgen::from_value::<Fit>(known) {
        fit.assume();
        return Ok(Value::Null);
    }
    let measured = Fit::measure(device, CLOCK.seconds).await.map_err(to_js_error)?;
    Ok(Reply::of(&measured).value)
}

#[cfg(not(feature = "cube"))]
async fn fit_to(_device: &Device, _known: JsValue) -> JsResult<Value> {
    Ok(Value::Null)
}

#[cfg(feature = "remote-client")]
#[wasm_bindgen]
impl Engine {
    /// Opens the device of another machine, by the address that `patchwise serve --relay` printed there.
    pub async fn connect(server: String, token: String) -> JsResult<Engine> {
        let device = crate::kernel::open_relayed(&server, token.as_bytes()).await.map_err(to_js_error)?;
        Ok(Self::on(device, Value::Null))
    }
}

impl Engine {
    fn on(device: Device, fit: Value) -> Self {
        read_images_elsewhere();
        Self { workspace: RefCell::new(Some(Workspace::new(device, CLOCK))), fit }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Workspace) -> Result<T>) -> JsResult<T> {
        match self.workspace.borrow_mut().as_mut() {
            Some(workspace) => work(workspace).map_err(to_js_error),
            None => Err(to_js_error(Error::Busy)),
        }
    }

    /// Takes the workspace out for the duration of the work, so that no borrow is held across an await.
    async fn with_async<T>(&self, work: impl AsyncFnOnce(&mut Workspace) -> Result<T>) -> JsResult<T> {
        let mut workspace = self.workspace.take().ok_or_else(|| to_js_error(Error::Busy))?;
        let result = work(&mut workspace).await;
        self.workspace.replace(Some(workspace));
        result.map_err(to_js_error)
    }
}
