//! The crate's numbers against JAX in double precision; `tests/golden/generate.py` made the fixtures.

mod common;

use std::collections::BTreeMap;

use burn::tensor::{Gradients, Tensor};
use common::{
    assert_close, chirp, device, fill_backbone, fill_head, fixture, floats, head, tensor, values, wave,
};
use patchwise::config::TaskConfig;
use patchwise::explain::grad_cam;
use patchwise::method::{Batch, Classification, Method, Setup};
use patchwise::model::{
    Backbone, BackboneNetwork, Mode, TensorVisitor, VisitTensors, count_parameters, trainable,
};
use patchwise::rng::{Purpose, stream};
use patchwise::views::{PatchBox, make_views};
use serde_json::Value;

fn boxes(value: &Value, side: usize) -> Vec<PatchBox> {
    let to_box = |place: &Value| PatchBox {
        top: place[0].as_u64().unwrap() as usize,
        left: place[1].as_u64().unwrap() as usize,
        side,
    };
    value.as_array().unwrap().iter().map(to_box).collect()
}

fn backbone(kind: Backbone) -> BackboneNetwork {
    let mut backbone = kind.init(&mut stream(1, Purpose::BackboneWeights, 0), &device());
    fill_backbone(&mut backbone);
    backbone
}

#[test]
fn views_are_those_of_jax() {
    for case in fixture("views")["cases"].as_array().unwrap() {
        let (size, side) = (case["size"].as_u64().unwrap() as usize, case["side"].as_u64().unwrap() as usize);
        let images = tensor(wave(2 * 3 * size * size, 0.3, 1.0), [2, 3, size, size], &device());
        let found = values(make_views(images, &boxes(&case["boxes"], side)).all);
        // Single precision against double: pixels are below 1, so a few units of 6e-8.
        assert_close(&found, &floats(&case["views"]), 1e-5, 0.1, &format!("views at {size} px"));
    }
}

#[test]
fn resnet8_is_that_of_jax() {
    check_backbone("resnet8", Backbone::ResNet8);
}

#[test]
fn resnet32_is_that_of_jax() {
    check_backbone("resnet32", Backbone::ResNet32);
}

/// Forward in both modes, loss, every gradient and the running statistics after a step.
fn check_backbone(name: &str, kind: Backbone) {
    let golden = fixture(name);
    let size = golden["size"].as_u64().unwrap() as usize;
    let device = device();
    let images = || tensor(wave(4 * 3 * size * size, 0.5, 1.0), [4, 3, size, size], &device);
    let mut net = backbone(kind);
    assert_eq!(count_parameters(&net) as u64, golden["parameters"].as_u64().unwrap());
    let inferred = values(net.features(images().inner(), Mode::Infer));
    assert_close(&inferred, &floats(&golden["inferred"]), 1e-4, 0.1, "features in inference");

    let mut net = trainable(net);
    let features = net.features(images(), Mode::Train);
    assert_close(&values(features.clone()), &floats(&golden["trained"]), 1e-4, 0.1, "features in training");
    let head: Tensor<2> = tensor(wave(5 * 64, 0.2, 0.3), [5, 64], &device);
    let loss = Classification::new(features.matmul(head.transpose()), vec![0, 1, 2, 4]).loss();
    assert_close(&values(loss.clone()), &[golden["loss"].as_f64().unwrap() as f32], 1e-4, 1.0, "loss");

    let mut check = CheckTensors { golden: &golden, gradients: loss.backward(), count: 0 };
    net.visit("", &mut check);
    assert_eq!(check.count, golden["gradients"].as_object().unwrap().len());
}

struct CheckTensors<'a> {
    golden: &'a Value,
    gradients: burn::tensor::Gradients,
    count: usize,
}

impl TensorVisitor for CheckTensors<'_> {
    fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
        let gradient = values(tensor.grad(&self.gradients).unwrap());
        let golden = &self.golden["gradients"][name];
        let norm = gradient.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt() as f32;
        let expected = golden["norm"].as_f64().unwrap() as f32;
        // Backward through up to 33 layers in single precision: three digits.
        assert_close(&[norm], &[expected], 1e-3, 1e-3, &format!("gradient norm of {name}"));
        let first = &gradient[..gradient.len().min(4)];
        assert_close(
            first,
            &floats(&golden["first"]),
            2e-3,
            expected.max(1e-3),
            &format!("gradient of {name}"),
        );
        self.count += 1;
    }

    fn buffer<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
        let found = values(tensor.clone());
        assert_close(&found[..4], &floats(&self.golden["stats"][name]), 1e-4, 0.1, name);
    }
}

fn methods() -> [(Method, &'static str); 3] {
    [(Method::RotNet, "rotnet"), (Method::PatchRotNet, "patch-rotnet"), (Method::PatchRelNet, "patch-relnet")]
}

#[test]
fn losses_of_the_methods_are_those_of_jax() {
    let golden = fixture("methods");
    let (size, side) = (golden["size"].as_u64().unwrap() as usize, golden["side"].as_u64().unwrap() as usize);
    for (method, name) in methods() {
        let images = tensor(wave(2 * 3 * size * size, 0.9, 1.0), [2, 3, size, size], &device());
        let batch = Batch::new(images, boxes(&golden["boxes"], side));
        let mut pretext = head(method, 2);
        fill_head(&mut pretext);
        let outcome =
            trainable(pretext).outcome(&mut trainable(backbone(Backbone::ResNet8)), &batch, Mode::Train);
        let expected = &golden["methods"][name];
        let logits = values(outcome.answers.unwrap().logits);
        assert_close(&logits, &floats(&expected["logits"]), 1e-4, 0.5, &format!("logits of {name}"));
        let loss = expected["loss"].as_f64().unwrap() as f32;
        assert_close(&values(outcome.loss), &[loss], 1e-4, 1.0, &format!("loss of {name}"));
    }
}

/// `relative` to the larger of the expected value and a part `floor` of the gradient's length.
fn assert_gradient(golden: &Value, found: Vec<f32>, [relative, floor]: [f32; 2], what: &str) {
    let norm = found.iter().map(|value| value * value).sum::<f32>().sqrt();
    let expected = golden["norm"].as_f64().unwrap() as f32;
    assert_close(&[norm], &[expected], relative, 0.0, &format!("length of the gradient of {what}"));
    assert_close(&found[..4], &floats(&golden["first"]), relative, expected * floor, what);
}

/// Compares gradients by their names.
struct Compare<'a> {
    gradients: &'a Gradients,
    expected: &'a Value,
    tolerance: [f32; 2],
}

impl TensorVisitor for Compare<'_> {
    fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
        if let Some(golden) = self.expected.get(name) {
            let found = values(tensor.grad(self.gradients).unwrap());
            assert_gradient(golden, found, self.tolerance, name);
        }
    }
    fn buffer<const D: usize>(&mut self, _: &str, _: &mut Tensor<D>) {}
}

#[test]
fn losses_and_gradients_of_comparisons_are_those_of_jax() {
    let golden = fixture("comparisons");
    let (size, side) = (golden["size"].as_u64().unwrap() as usize, golden["side"].as_u64().unwrap() as usize);
    for (name, expected) in golden["methods"].as_object().unwrap() {
        let backbone = backbone(Backbone::ResNet8);
        // BYOL's target network begins as the network itself.
        let config = TaskConfig { target_decay: 0.0, ..TaskConfig::default() };
        let setup = Setup { backbone: &backbone, num_targets: 2, config: &config };
        let rng = &mut stream(1, Purpose::HeadWeights, 0);
        let mut pretext = Method::of_name(name).unwrap().init(setup, rng, &device());
        fill_head(&mut pretext);
        pretext.after_update(&backbone, 0.0);
        let (mut pretext, mut backbone) = (trainable(pretext), trainable(backbone));
        let draw = |draw: usize| {
            let values = chirp(4 * 3 * size * size, 0.5 + draw as f64);
            tensor(values, [4, 3, size, size], &device())
        };
        let draws = (0..pretext.draws().len()).map(draw).collect();
        let batch = Batch { draws, ..Batch::new(draw(0), boxes(&golden["boxes"], side)) };
        let outcome = pretext.outcome(&mut backbone, &batch, Mode::Train);
        let loss = expected["loss"].as_f64().unwrap() as f32;
        assert_close(&values(outcome.loss.clone()), &[loss], 1e-4, 1.0, &format!("loss of {name}"));
        let gradients = outcome.loss.backward();
        // VICReg's and BYOL's lose digits in single precision, in JAX, too: up to 2e-3 of an element.
        let mut compare =
            Compare { gradients: &gradients, expected: &expected["gradients"], tolerance: [3e-3, 0.1] };
        pretext.visit("head", &mut compare);
        backbone.visit("backbone", &mut compare);
    }
}

#[test]
fn losses_and_gradients_of_the_baselines_are_those_of_jax() {
    let golden = fixture("baselines");
    let size = golden["size"].as_u64().unwrap() as usize;
    for (method, num_targets) in
        [(Method::Supervised, 10), (Method::DeepCluster, 7), (Method::DeepInfoMax, 0)]
    {
        let expected = &golden["methods"][method.name()];
        let mut batch = Batch::new(
            tensor(wave(4 * 3 * size * size, 0.5, 1.0), [4, 3, size, size], &device()),
            Vec::new(),
        );
        batch.targets = floats(&expected["targets"]).iter().map(|&target| target as i32).collect();
        batch.weights = floats(&expected["weights"]);
        batch.noise = wave(4 * 64, 0.2, 0.5).iter().map(|value| value + 0.5).collect();
        let mut pretext = head(method, num_targets);
        fill_head(&mut pretext);
        let (mut pretext, mut backbone) = (trainable(pretext), trainable(backbone(Backbone::ResNet8)));
        let outcome = pretext.outcome(&mut backbone, &batch, Mode::Train);
        let loss = expected["loss"].as_f64().unwrap() as f32;
        assert_close(&values(outcome.loss.clone()), &[loss], 1e-4, 1.0, &format!("loss of {method:?}"));
        let gradients = outcome.loss.backward();
        let mut compare =
            Compare { gradients: &gradients, expected: &expected["gradients"], tolerance: [1e-3, 0.01] };
        pretext.visit("head", &mut compare);
        backbone.visit("backbone", &mut compare);
    }
}

#[test]
fn grad_cam_is_that_of_jax() {
    let golden = fixture("grad_cam");
    for (method, name) in methods() {
        let map = wave(8 * 64 * 4 * 4, 0.1, 1.0).iter().map(|value| value.max(0.0)).collect();
        let map = tensor(map, [8, 64, 4, 4], &device()).inner();
        let mut pretext = head(method, 2);
        fill_head(&mut pretext);
        let classes: Vec<usize> = (0..8).map(|view| pretext.view_class(view).unwrap()).collect();
        let found = values(grad_cam(map, &classes, &|features| pretext.view_logits(features).unwrap()));
        // Maps are scaled to 0..=1; sums of 64 signed products lose a few digits.
        assert_close(&found, &floats(&golden["methods"][name]), 1e-3, 0.1, &format!("maps of {name}"));
    }
}

#[test]
fn with_a_linear_head_grad_cam_is_cam_up_to_a_factor() {
    let map: Vec<f32> = wave(64 * 4 * 4, 0.1, 1.0).iter().map(|value| value.max(0.0)).collect();
    let mut pretext = head(Method::RotNet, 2);
    fill_head(&mut pretext);
    let weights = wave(4 * 64, 0.4, 0.2);
    let class = 2;
    let cam: Vec<f32> = (0..16)
        .map(|place| (0..64).map(|c| weights[class * 64 + c] * map[c * 16 + place]).sum::<f32>().max(0.0))
        .collect();
    let largest = cam.iter().copied().fold(0.0, f32::max);
    let expected: Vec<f32> = cam.iter().map(|value| value / largest).collect();
    let feature_map = tensor(map, [1, 64, 4, 4], &device()).inner();
    let found = values(grad_cam(feature_map, &[class], &|features| pretext.view_logits(features).unwrap()));
    assert_close(&found, &expected, 1e-4, 0.1, "map");
}

#[test]
fn fixtures_say_what_made_them() {
    for name in ["views", "resnet8", "resnet32", "methods", "baselines", "comparisons", "grad_cam"] {
        let versions: BTreeMap<String, String> =
            serde_json::from_value(fixture(name)["versions"].clone()).unwrap();
        assert!(versions.contains_key("jax"), "{name} has {versions:?}");
    }
}
