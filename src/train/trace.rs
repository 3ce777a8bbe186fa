//! The first steps of a run with all that goes into them and comes out, so that another program can repeat them.

use super::file::to_bytes;
use super::session::Session;
use crate::error::Result;
use crate::method::Batch;
use crate::model::{Mode, NamedTensor, collect, to_f32};

impl Session {
    /// Does up to `steps` steps and returns them as safetensors bytes.
    ///
    /// Tensors: `start.backbone.*` and `start.head.*`, the weights before the first step; for each step `i` from 0 its batch as
    /// `step.i.draw.k` (`[N, 3, S, S]`, normalised, as many as the task draws), `step.i.boxes` (`[N, 3]`: top, left, side),
    /// `step.i.targets`, `step.i.weights` and `step.i.noise` (`[N]` or a multiple, where the method has them); `losses` and
    /// `learning_rates` of each step; `end.backbone.*` and `end.head.*`, the weights after the last; and `end.features`, what the
    /// backbone makes of the first draw of the last step in inference mode. The metadata is that of a model.
    ///
    /// # Errors
    /// As [`Session::step`] and [`Session::run`].
    pub async fn trace(&mut self, steps: usize) -> Result<Vec<u8>> {
        while self.prepare(1).await?.is_some() {}
        let mut tensors = collect(&self.network(), "start").await?;
        let (mut losses, mut rates) = (Vec::new(), Vec::new());
        let mut last = None;
        for step in 0..steps {
            if self.is_done() {
                break;
            }
            while self.prepare(1).await?.is_some() {}
            let batch = self.peek_batch()?;
            tensors.extend(of_batch(&batch, &format!("step.{step}")).await?);
            let event = self.run(1).await?;
            losses.extend(event.losses);
            rates.push(event.learning_rate as f32);
            last = Some(batch);
        }
        tensors.extend(collect(&self.network(), "end").await?);
        if let Some(batch) = last {
            let features = self.network().backbone.features(batch.images().inner(), Mode::Infer);
            let shape = features.dims().to_vec();
            // Waits for the device.
            let values = to_f32(features.into_data_async().await?);
            tensors.push(NamedTensor { name: "end.features".into(), shape, values });
        }
        for (name, values) in [("losses", losses), ("learning_rates", rates)] {
            tensors.push(NamedTensor { name: name.into(), shape: vec![values.len()], values });
        }
        to_bytes(&self.info(), &tensors)
    }
}

async fn of_batch(batch: &Batch, prefix: &str) -> Result<Vec<NamedTensor>> {
    let mut tensors = Vec::new();
    for (draw, images) in batch.draws.iter().enumerate() {
        let shape = images.dims().to_vec();
        // Waits for the device.
        let values = to_f32(images.clone().inner().into_data_async().await?);
        tensors.push(NamedTensor { name: format!("{prefix}.draw.{draw}"), shape, values });
    }
    let boxes =
        batch.boxes.iter().flat_map(|patch| [patch.top, patch.left, patch.side].map(|value| value as f32));
    let boxes: Vec<f32> = boxes.collect();
    let shape = vec![batch.boxes.len(), 3];
    tensors.push(NamedTensor { name: format!("{prefix}.boxes"), shape, values: boxes });
    let targets: Vec<f32> = batch.targets.iter().map(|&target| target as f32).collect();
    for (name, values) in
        [("targets", targets), ("weights", batch.weights.clone()), ("noise", batch.noise.clone())]
    {
        if !values.is_empty() {
            tensors.push(NamedTensor { name: format!("{prefix}.{name}"), shape: vec![values.len()], values });
        }
    }
    Ok(tensors)
}
