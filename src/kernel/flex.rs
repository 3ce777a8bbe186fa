//! The operations on the CPU: tensors to slices and back.

use burn::backend::tensor::FloatTensor;
use burn::backend::{Flex, TensorMetadata};
use burn::tensor::TensorData;

use super::cpu::{
    ConvShape, NormShape, Saved, adam_step, convolve, eight_views, input_gradient, norm_gradient, norm_infer,
    norm_train, weight_gradient,
};
use super::{AdamOps, AdamRates, ConvOps, NormOps, PatchBox, Tail, ViewOps};

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
        let input_gradient = input_gradient(values(&weight), values(&gradient), &shape);
        to_tensor(input_gradient, [shape.num_images, shape.input_channels, shape.height, shape.width])
    }

    fn same_conv2d_weight_gradient(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self> {
        let shape = shape_of(&input, &weight, stride);
        let (input, gradient) = (input.to_contiguous(), gradient.to_contiguous());
        let weight_gradient = weight_gradient(values(&input), values(&gradient), &shape);
        to_tensor(weight_gradient, [shape.output_channels, shape.input_channels, shape.kernel, shape.kernel])
    }
}

impl NormOps for Flex {
    fn norm_train(
        input: FloatTensor<Self>,
        shortcut: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        tail: Tail,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        let (shape, sizes) = (input.shape().dims::<4>(), norm_shape(&input));
        let [input, shortcut, weight, bias] =
            [input, shortcut, weight, bias].map(|tensor| tensor.to_contiguous());
        let parameters = [values(&weight), values(&bias)];
        let [output, mean, variance] =
            norm_train(values(&input), values(&shortcut), parameters, tail, &sizes);
        let channels = [sizes.channels];
        (to_tensor(output, shape), to_tensor(mean, channels), to_tensor(variance, channels))
    }

    fn norm_infer(
        input: FloatTensor<Self>,
        shortcut: FloatTensor<Self>,
        scale_offset: FloatTensor<Self>,
        tail: Tail,
    ) -> FloatTensor<Self> {
        let (shape, sizes) = (input.shape().dims::<4>(), norm_shape(&input));
        let [input, shortcut, scale_offset] =
            [input, shortcut, scale_offset].map(|tensor| tensor.to_contiguous());
        to_tensor(norm_infer(values(&input), values(&shortcut), values(&scale_offset), tail, &sizes), shape)
    }

    fn norm_gradient(
        input: FloatTensor<Self>,
        output: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        mean: FloatTensor<Self>,
        variance: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        tail: Tail,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        let (shape, sizes) = (input.shape().dims::<4>(), norm_shape(&input));
        let [input, output, weight, mean, variance, gradient] =
            [input, output, weight, mean, variance, gradient].map(|tensor| tensor.to_contiguous());
        let saved = Saved {
            input: values(&input),
            output: values(&output),
            weight: values(&weight),
            mean: values(&mean),
            variance: values(&variance),
        };
        let [input, weight, bias, shortcut] = norm_gradient(saved, values(&gradient), tail, &sizes);
        let channels = [sizes.channels];
        (
            to_tensor(input, shape),
            to_tensor(weight, channels),
            to_tensor(bias, channels),
            to_tensor(shortcut, shape),
        )
    }
}

impl ViewOps for Flex {
    fn eight_views(images: FloatTensor<Self>, boxes: Vec<PatchBox>) -> FloatTensor<Self> {
        let [num_images, channels, size, _] = images.shape().dims();
        let images = images.to_contiguous();
        to_tensor(
            eight_views(values(&images), channels, size, &boxes),
            [8 * num_images, channels, size, size],
        )
    }
}

impl AdamOps for Flex {
    fn adam_step(
        parameter: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        momentum: FloatTensor<Self>,
        square: FloatTensor<Self>,
        rates: AdamRates,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        let shape = parameter.shape();
        let tensors = [parameter, gradient, momentum, square].map(|tensor| tensor.to_contiguous());
        let [parameter, momentum, square] = adam_step(tensors.each_ref().map(values), rates)
            .map(|values| FloatTensor::<Flex>::from_data(TensorData::new(values, shape.clone())));
        (parameter, momentum, square)
    }
}

fn norm_shape(input: &FloatTensor<Flex>) -> NormShape {
    let [num_images, channels, height, width] = input.shape().dims();
    NormShape { num_images, channels, area: height * width }
}

fn shape_of(input: &FloatTensor<Flex>, weight: &FloatTensor<Flex>, stride: usize) -> ConvShape {
    let [num_images, input_channels, height, width] = input.shape().dims();
    let [output_channels, _, kernel, _] = weight.shape().dims();
    ConvShape { num_images, input_channels, output_channels, height, width, kernel, stride }
}

/// The values of a contiguous tensor, which may start at an offset in its storage.
fn values(tensor: &FloatTensor<Flex>) -> &[f32] {
    let start = tensor.layout().start_offset();
    &tensor.storage::<f32>()[start..start + tensor.layout().num_elements()]
}

fn to_tensor<const D: usize>(values: Vec<f32>, shape: [usize; D]) -> FloatTensor<Flex> {
    FloatTensor::<Flex>::from_data(TensorData::new(values, shape))
}
