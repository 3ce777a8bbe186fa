//! What several test files share.
#![allow(dead_code)]

#[cfg(feature = "cli")]
pub mod program;

use std::path::PathBuf;

use burn::tensor::{Device, Tensor, TensorData};
use patchwise::config::{ScenesConfig, TaskConfig};
use patchwise::data::{Dataset, Loader};
use patchwise::device::{DeviceKind, open};
use patchwise::method::{Method, Pretext, Setup};
use patchwise::model::{Backbone, TensorVisitor, VisitTensors, to_f32};
use patchwise::rng::{Purpose, stream};
use serde_json::Value;

pub fn device() -> Device {
    pollster::block_on(open(DeviceKind::Cpu)).expect("every build of the tests has the CPU")
}

/// sin(0.7 i + phase) * scale, as `tests/golden/generate.py` has it.
pub fn wave(count: usize, phase: f64, scale: f64) -> Vec<f32> {
    (0..count).map(|index| ((0.7 * index as f64 + phase).sin() * scale) as f32).collect()
}

/// sin(0.001 i^2 + phase), as `tests/golden/generate.py` has it.
pub fn chirp(count: usize, phase: f64) -> Vec<f32> {
    (0..count).map(|index| (0.001 * (index * index) as f64 + phase).sin() as f32).collect()
}

pub fn tensor<const D: usize>(values: Vec<f32>, shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(values, shape), device)
}

pub fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    to_f32(tensor.inner().into_data())
}

pub fn fixture(name: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

pub fn floats(value: &Value) -> Vec<f32> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap() as f32).collect()
}

/// Every pair within `relative` of the larger of the expected value and `floor`.
pub fn assert_close(found: &[f32], expected: &[f32], relative: f32, floor: f32, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: lengths differ");
    for (index, (a, b)) in found.iter().zip(expected).enumerate() {
        let allowed = relative * b.abs().max(floor);
        assert!((a - b).abs() <= allowed, "{what}[{index}] is {a}, expected {b} within {allowed}");
    }
}

/// Gives every tensor of a backbone the values that the golden script gives it.
pub fn fill_backbone<M: VisitTensors>(module: &mut M) {
    struct Fill(usize);
    impl Fill {
        fn set<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            let shape = tensor.dims();
            let count = shape.iter().product();
            let values = if name.ends_with("conv.weight") {
                let scale = (2.0 / (shape[0] * shape[2] * shape[3]) as f64).sqrt() as f32;
                wave(count, self.0 as f64, f64::from(scale))
            } else {
                let is_near_one = name.ends_with("norm.weight") || name.ends_with("running_var");
                let base = if is_near_one { 1.0 } else { 0.0 };
                wave(count, self.0 as f64, 0.1).iter().map(|value| value + base).collect()
            };
            *tensor = self::tensor(values, shape, &tensor.device());
            self.0 += 1;
        }
    }
    impl TensorVisitor for Fill {
        fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            self.set(name, tensor);
        }
        fn buffer<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            self.set(name, tensor);
        }
    }
    module.visit("", &mut Fill(0));
}

/// A pretext task at its starting weights.
pub fn head(method: Method, num_targets: usize) -> Pretext {
    let backbone = Backbone::ResNet8.init(&mut stream(1, Purpose::BackboneWeights, 0), &device());
    let setup = Setup { backbone: &backbone, num_targets, config: &TaskConfig::default() };
    method.init(setup, &mut stream(1, Purpose::HeadWeights, 0), &device())
}

/// Gives a head the golden script's weight and bias.
pub fn fill_head<M: VisitTensors>(module: &mut M) {
    struct Fill;
    impl TensorVisitor for Fill {
        fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            let shape = tensor.dims();
            let count = shape.iter().product();
            let values = if name.ends_with("weight") { wave(count, 0.4, 0.2) } else { wave(count, 0.6, 0.1) };
            *tensor = self::tensor(values, shape, &tensor.device());
        }
        fn buffer<const D: usize>(&mut self, _: &str, _: &mut Tensor<D>) {}
    }
    module.visit("", &mut Fill);
}

/// A few drawn scenes.
pub fn few_scenes(unlabeled: usize, train: usize, test: usize) -> Dataset {
    let config = ScenesConfig {
        image_size: 32,
        images: unlabeled,
        labeled_images: train,
        test_images: test,
        validation: None,
        seed: 7,
    };
    Loader::scenes(&config).unwrap().load().unwrap()
}
