//! Analytic gradients against central differences, through views, network, head and loss.

mod common;

use burn::tensor::{Device, Gradients, Tensor};
use common::{device, tensor, values, wave};
use patchwise::method::{Batch, Method};
use patchwise::model::{Mode, TensorVisitor, VisitTensors, trainable};
use patchwise::train::{Network, PretrainConfig};
use patchwise::views::PatchBox;

const SIZE: usize = 12;
/// Enough that batch norm over single features bends little between the two points.
const NUM_IMAGES: usize = 8;
/// Half the distance of the two points: large enough for single precision, small against the curve.
const STEP: f64 = 2e-3;

fn batch(draws: usize, device: &Device) -> Batch {
    let images = tensor(wave(NUM_IMAGES * 3 * SIZE * SIZE, 0.5, 1.0), [NUM_IMAGES, 3, SIZE, SIZE], device);
    let boxes = (0..NUM_IMAGES).map(|index| PatchBox { top: index, left: 7 - index, side: 5 }).collect();
    let targets = (0..NUM_IMAGES as i32).map(|index| index % 2).collect();
    let weights = (0..NUM_IMAGES).map(|index| if index % 2 == 0 { 0.9 } else { 0.4 }).collect();
    let noise = wave(NUM_IMAGES * 64, 0.2, 0.5).iter().map(|value| value + 0.5).collect();
    // Draws of an image differ.
    let draws = (0..draws)
        .map(|draw| {
            images.clone().add(tensor(
                wave(NUM_IMAGES * 3 * SIZE * SIZE, draw as f64, 0.2),
                images.dims(),
                device,
            ))
        })
        .collect();
    Batch { draws, targets, weights, noise, ..Batch::new(images, boxes) }
}

fn loss(network: &Network, device: &Device) -> Tensor<1> {
    let mut network = network.clone();
    let batch = batch(network.pretext.draws().len(), device);
    network.pretext.outcome(&mut network.backbone, &batch, Mode::Train).loss
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
    for &method in Method::ALL {
        let config = PretrainConfig { method, ..PretrainConfig::default() };
        let network = trainable(Network::init(&config, &device));
        let gradients = loss(&network, &device).backward();
        let heads: &[&str] = match method {
            Method::DeepInfoMax => &["head.local.first.weight", "head.prior.second.bias"],
            Method::DeepCluster => &["head.hidden.weight", "head.norm.bias", "head.output.weight"],
            Method::SimClr => &["head.hidden.weight", "head.norm.weight", "head.output.weight"],
            Method::VicReg => &["head.hidden.weight", "head.norm2.bias", "head.output.weight"],
            Method::RelationalReasoning => &["head.hidden.weight", "head.norm.bias", "head.output.weight"],
            Method::Byol => &["head.projector.output.weight", "head.predictor.hidden.weight"],
            Method::SimClrPatchRotNet | Method::VicRegPatchRotNet => {
                &["head.comparison.hidden.weight", "head.patch.weight"]
            }
            Method::RotNet | Method::PatchRotNet | Method::PatchRelNet | Method::Supervised => {
                &["head.weight", "head.bias"]
            }
        };
        let backbone = ["backbone.stages.2.0.second.conv.weight", "backbone.stem.norm.bias"];
        for &name in heads.iter().chain(&backbone) {
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
