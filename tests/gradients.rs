//! Analytic gradients against central differences, through views, network, head and loss.

mod common;

use burn::tensor::{Device, Gradients, Tensor};
use common::{device, tensor, values, wave};
use patchwise::config::PretrainConfig;
use patchwise::method::{Batch, Method};
use patchwise::model::{Mode, TensorVisitor, VisitTensors, trainable};
use patchwise::train::Network;
use patchwise::views::PatchBox;

const SIZE: usize = 12;
/// Half the distance of the two points: large enough for single precision, small against the curve.
const STEP: f64 = 2e-3;

fn batch(device: &Device) -> Batch {
    let images = tensor(wave(3 * 3 * SIZE * SIZE, 0.5, 1.0), [3, 3, SIZE, SIZE], device);
    let boxes = [(0, 1), (5, 5), (7, 2)].map(|(top, left)| PatchBox { top, left, side: 5 });
    Batch { images, boxes: boxes.to_vec() }
}

fn loss(network: &Network, device: &Device) -> Tensor<1> {
    let mut network = network.clone();
    network.pretext.outcome(&mut network.backbone, &batch(device), Mode::Train).loss
}

/// Moves one tensor along its gradient, which makes the slope the gradient's length.
struct Move<'a> {
    gradients: &'a Gradients,
    name: &'a str,
    distance: f64,
    length: f32,
}

impl TensorVisitor for Move<'_> {
    fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
        if name != self.name {
            return;
        }
        let gradient = tensor.grad(self.gradients).unwrap();
        self.length = values(gradient.clone()).iter().map(|value| value * value).sum::<f32>().sqrt();
        let step = gradient.mul_scalar(self.distance / f64::from(self.length));
        *tensor = tensor.clone().add(Tensor::from_inner(step));
    }

    fn buffer<const D: usize>(&mut self, _: &str, _: &mut Tensor<D>) {}
}

#[test]
fn gradients_are_the_slopes_of_the_loss() {
    let device = device();
    for method in Method::ALL {
        let config = PretrainConfig { method, ..PretrainConfig::default() };
        let network = trainable(Network::init(&config, &device));
        let gradients = loss(&network, &device).backward();
        for name in
            ["head.weight", "head.bias", "backbone.stages.2.0.second.conv.weight", "backbone.stem.norm.bias"]
        {
            let moved = |distance: f64| {
                let mut copy = network.clone();
                let mut visitor = Move { gradients: &gradients, name, distance, length: 0.0 };
                copy.visit("", &mut visitor);
                (values(loss(&copy, &device))[0], visitor.length)
            };
            let ((ahead, length), (behind, _)) = (moved(STEP), moved(-STEP));
            let slope = (ahead - behind) / (2.0 * STEP as f32);
            // ReLUs that switch between the two points bend the curve: within a twentieth.
            let difference = (slope - length).abs();
            assert!(
                difference <= 0.05 * length + 1e-4,
                "{method:?} {name}: slope {slope}, gradient {length}"
            );
        }
    }
}
