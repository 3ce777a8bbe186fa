//! Heads of several layers: linear, batch norm, ReLU, and a linear layer at the end.

use burn::tensor::activation::leaky_relu;
use burn::tensor::{Device, Tensor};
use rand::Rng;

use crate::model::{BatchNorm, Linear, Mode, TensorVisitor, VisitTensors, join};

/// Hidden layers with batch norm and ReLU, then a linear layer.
///
/// Tensor names: `hidden.*` and `norm.*`, numbered from 2 if there are more, and `output.*`.
#[derive(Clone, Debug)]
pub(super) struct Projection {
    hidden: Vec<(Linear, BatchNorm)>,
    pub output: Linear,
    /// Slope of the ReLU for negative values.
    slope: f64,
}

impl Projection {
    /// Layers between so many features, from the input to the output: at least three numbers.
    pub(super) fn init(sizes: &[usize], rng: &mut impl Rng, device: &Device) -> Self {
        let mut layers: Vec<Linear> =
            sizes.windows(2).map(|pair| Linear::init(pair[0], pair[1], rng, device)).collect();
        let output = layers.pop().expect("a head has layers");
        let norm = |layer: Linear| {
            let size = layer.bias.dims()[0];
            (layer, BatchNorm::init(size, device))
        };
        Self { hidden: layers.into_iter().map(norm).collect(), output, slope: 0.0 }
    }

    /// The same with a LeakyReLU.
    pub(super) fn leaky(self, slope: f64) -> Self {
        Self { slope, ..self }
    }

    /// # Shapes
    /// - input: `[N, in]`; output: `[N, out]`
    pub(super) fn forward(&mut self, input: Tensor<2>, mode: Mode) -> Tensor<2> {
        let slope = self.slope;
        let hidden = self
            .hidden
            .iter_mut()
            .fold(input, |input, (layer, norm)| normed(layer.forward(input), norm, slope, mode));
        self.output.forward(hidden)
    }
}

/// Batch norm and ReLU of features: `[N, F]`.
pub(super) fn normed(features: Tensor<2>, norm: &mut BatchNorm, slope: f64, mode: Mode) -> Tensor<2> {
    let maps = features.unsqueeze_dims::<4>(&[2, 3]);
    match slope {
        0.0 => norm.forward(maps, None, true, mode).flatten(1, 3),
        _ => leaky_relu(norm.forward(maps, None, false, mode).flatten(1, 3), slope),
    }
}

impl VisitTensors for Projection {
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor) {
        for (index, (layer, norm)) in self.hidden.iter_mut().enumerate() {
            let number = if index == 0 { String::new() } else { (index + 1).to_string() };
            layer.visit(&join(prefix, &format!("hidden{number}")), visitor);
            norm.visit(&join(prefix, &format!("norm{number}")), visitor);
        }
        self.output.visit(&join(prefix, "output"), visitor);
    }
}

/// Rows of length 1.
///
/// # Shapes
/// - input and output: `[N, F]`
pub(super) fn unit_rows(rows: Tensor<2>) -> Tensor<2> {
    let length = rows.clone().mul(rows.clone()).sum_dim(1).add_scalar(1e-12).sqrt();
    rows.div(length)
}
