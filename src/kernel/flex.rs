//! The CPU's convolution: tensors to slices and back.

use burn::backend::tensor::FloatTensor;
use burn::backend::{Flex, TensorMetadata};
use burn::tensor::TensorData;

use super::ConvOps;
use super::cpu::{ConvShape, convolve, input_gradient, weight_gradient};

impl ConvOps for Flex {
    fn same_conv2d(input: FloatTensor<Self>, weight: FloatTensor<Self>, stride: usize) -> FloatTensor<Self> {
        let shape = shape_of(&input, &weight, stride);
        let (input, weight) = (input.to_contiguous(), weight.to_contiguous());
        let output = convolve(values(&input), values(&weight), &shape);
        to_tensor(
            output,
            [shape.num_images, shape.output_channels, shape.output_height(), shape.output_width()],
        )
    }

    fn same_conv2d_input_gradient(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self> {
        let shape = shape_of(&input, &weight, stride);
        let (weight, gradient) = (weight.to_contiguous(), gradient.to_contiguous());
        let found = input_gradient(values(&weight), values(&gradient), &shape);
        to_tensor(found, [shape.num_images, shape.input_channels, shape.height, shape.width])
    }

    fn same_conv2d_weight_gradient(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self> {
        let shape = shape_of(&input, &weight, stride);
        let (input, gradient) = (input.to_contiguous(), gradient.to_contiguous());
        let found = weight_gradient(values(&input), values(&gradient), &shape);
        to_tensor(found, [shape.output_channels, shape.input_channels, shape.kernel, shape.kernel])
    }
}

fn shape_of(input: &FloatTensor<Flex>, weight: &FloatTensor<Flex>, stride: usize) -> ConvShape {
    let [num_images, input_channels, height, width] = input.shape().dims();
    let [output_channels, _, kernel, _] = weight.shape().dims();
    ConvShape { num_images, input_channels, output_channels, height, width, kernel, stride }
}

/// The values of a contiguous tensor, which may begin inside its storage.
fn values(tensor: &FloatTensor<Flex>) -> &[f32] {
    let start = tensor.layout().start_offset();
    &tensor.storage::<f32>()[start..start + tensor.layout().num_elements()]
}

fn to_tensor<const D: usize>(values: Vec<f32>, shape: [usize; D]) -> FloatTensor<Flex> {
    FloatTensor::<Flex>::from_data(TensorData::new(values, shape))
}
