//! The side that asks.

use burn::backend::ops::FloatTensorOps;
use burn::backend::tensor::FloatTensor;
use burn::backend::{DispatchDevice, Remote, TensorMetadata};
use burn::remote::{ConnectError, CustomOpClient};
use burn::tensor::{Device, ExecutionError, Shape, TensorData};
use burn_ir::{CustomOpIr, ScalarIr, TensorIr};

use super::wire::{
    ADAM_STEP, CONV, CONV_INPUT_GRADIENT, CONV_WEIGHT_GRADIENT, EIGHT_VIEWS, NORM_GRADIENT, NORM_INFER,
    NORM_TRAIN, VERSION, WIRE_VERSION, Wire,
};
use crate::error::ServerProblem;
use crate::kernel::conv::output_shape;
use crate::kernel::{AdamOps, AdamRates, ConvOps, NormOps, PatchBox, Tail, ViewOps, to_f32};

type Float = FloatTensor<Remote>;

impl ConvOps for Remote {
    fn same_conv2d(input: Float, weight: Float, stride: usize) -> Float {
        let shape = output_shape(&input.shape(), &weight.shape(), stride);
        let [output] = send(CONV, [input, weight], [shape], stride.to_wire());
        output
    }

    fn same_conv2d_input_gradient(input: Float, weight: Float, gradient: Float, stride: usize) -> Float {
        let shape = input.shape();
        let [output] = send(CONV_INPUT_GRADIENT, [input, weight, gradient], [shape], stride.to_wire());
        output
    }

    fn same_conv2d_weight_gradient(input: Float, weight: Float, gradient: Float, stride: usize) -> Float {
        let shape = weight.shape();
        let [output] = send(CONV_WEIGHT_GRADIENT, [input, weight, gradient], [shape], stride.to_wire());
        output
    }
}

impl NormOps for Remote {
    fn norm_train(
        input: Float,
        shortcut: Float,
        weight: Float,
        bias: Float,
        tail: Tail,
    ) -> (Float, Float, Float) {
        let shapes = [input.shape(), weight.shape(), weight.shape()];
        send(NORM_TRAIN, [input, shortcut, weight, bias], shapes, tail.to_wire()).into()
    }

    fn norm_infer(input: Float, shortcut: Float, scale_offset: Float, tail: Tail) -> Float {
        let shape = input.shape();
        let [output] = send(NORM_INFER, [input, shortcut, scale_offset], [shape], tail.to_wire());
        output
    }

    fn norm_gradient(
        input: Float,
        output: Float,
        weight: Float,
        mean: Float,
        variance: Float,
        gradient: Float,
        tail: Tail,
    ) -> (Float, Float, Float, Float) {
        let shapes = [input.shape(), weight.shape(), weight.shape(), input.shape()];
        let inputs = [input, output, weight, mean, variance, gradient];
        send(NORM_GRADIENT, inputs, shapes, tail.to_wire()).into()
    }
}

impl ViewOps for Remote {
    fn eight_views(images: Float, boxes: Vec<PatchBox>) -> Float {
        let [num_images, channels, height, width] = images.shape().dims();
        let shape = Shape::new([8 * num_images, channels, height, width]);
        let [views] = send(EIGHT_VIEWS, [images], [shape], boxes.to_wire());
        views
    }
}

impl AdamOps for Remote {
    fn adam_step(
        parameter: Float,
        gradient: Float,
        momentum: Float,
        square: Float,
        rates: AdamRates,
    ) -> (Float, Float, Float) {
        let shapes = [(); 3].map(|()| parameter.shape());
        send(ADAM_STEP, [parameter, gradient, momentum, square], shapes, rates.to_wire()).into()
    }
}

/// Asks for an operation, whose outputs have these shapes.
fn send<const INPUTS: usize, const OUTPUTS: usize>(
    name: &'static str,
    inputs: [Float; INPUTS],
    shapes: [Shape; OUTPUTS],
    numbers: Vec<ScalarIr>,
) -> [Float; OUTPUTS] {
    let client = CustomOpClient::new(&inputs[0].device());
    let dtype = inputs[0].dtype();
    let outputs = shapes.map(|shape| TensorIr::uninit(client.create_empty_handle(), shape, dtype));
    let inputs = inputs.map(Float::into_ir);
    let sent = client.register(CustomOpIr::with_scalars(name, &inputs, &outputs, numbers));
    sent.try_into().unwrap_or_else(|_| unreachable!("an operation has the outputs that it was asked for"))
}

/// The version of the operations on the server of a device; an error where it has no such operations.
pub async fn wire_version(device: &Device) -> Result<u32, ExecutionError> {
    let device = device.clone().inner();
    let DispatchDevice::Remote(remote) = device.as_dispatch() else {
        unreachable!("the device of another machine is asked");
    };
    let ours = Remote::float_from_data(TensorData::from([WIRE_VERSION as f32]), remote);
    let [theirs] = send(VERSION, [ours], [Shape::new([1])], Vec::new());
    Ok(to_f32(Remote::float_into_data(theirs).await?)[0] as u32)
}

/// Refuses a server with other operations.
pub fn check_version(theirs: u32) -> Result<(), ServerProblem> {
    if theirs == WIRE_VERSION {
        return Ok(());
    }
    Err(ServerProblem::OtherVersion(format!(
        "its operations are of version {theirs}, those here of {WIRE_VERSION}"
    )))
}

/// Why a server could not be connected.
pub fn problem_of(error: ConnectError) -> ServerProblem {
    match error {
        ConnectError::Unauthorized => ServerProblem::WrongToken,
        ConnectError::IncompatibleProtocol { client_version, server_version } => ServerProblem::OtherVersion(
            format!("Burn's protocol {server_version} there, {client_version} here"),
        ),
        // Its own words are in brackets.
        ConnectError::Unreachable { reason } => {
            let inner = reason.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
            ServerProblem::Unreachable(inner.map_or(reason.clone(), |(inner, _)| inner.into()))
        }
        other => ServerProblem::Unreachable(other.to_string()),
    }
}
