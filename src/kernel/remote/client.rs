//! The side that asks.

use core::time::Duration;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;

use burn::backend::ops::FloatTensorOps;
use burn::backend::tensor::FloatTensor;
use burn::backend::{DispatchDevice, Remote, TensorMetadata};
use burn::remote::{ConnectError, CustomOpClient, RemoteHost};
use burn::tensor::{Device, ExecutionError, Shape, TensorData};
use burn_ir::{CustomOpIr, ScalarIr, TensorIr};

use super::wire::{
    ADAM_STEP, CONV, CONV_INPUT_GRADIENT, CONV_WEIGHT_GRADIENT, EIGHT_VIEWS, NORM_GRADIENT, NORM_INFER,
    NORM_TRAIN, VERSION, WIRE_VERSION, Wire,
};
use crate::error::{Error, Result, ServerProblem};
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

/// Opens the device of another machine, where `patchwise serve` runs, with gradients enabled; `server` is an address
/// such as `ws://gpu:7100`. `waiting` is called once where it takes longer than a second.
///
/// # Errors
/// [`Error::ServerUnusable`] if the server cannot be reached in the time of `patience`, refuses the token or runs another
/// version.
pub fn open_remote(server: &str, token: &[u8], patience: Duration, waiting: impl FnOnce()) -> Result<Device> {
    let unusable = |problem| Error::ServerUnusable { server: server.into(), problem };
    let address = address_of(server).ok_or_else(|| unusable(ServerProblem::NoAddress))?;
    let host = RemoteHost::websocket(&address).with_credential(token);
    // In a thread of its own: a server that takes connections may never answer on them.
    let (sender, opened) = mpsc::channel();
    thread::spawn(move || {
        // Nobody is there any more where it took too long.
        let _ = sender.send(connect(&host, &address));
    });
    let found = opened.recv_timeout(SOON).or_else(|_| {
        waiting();
        opened.recv_timeout(patience.saturating_sub(SOON))
    });
    let late = |_| Err(ServerProblem::Unreachable("it does not answer".into()));
    found.unwrap_or_else(late).map_err(unusable)
}

const SOON: Duration = Duration::from_secs(1);

fn connect(host: &RemoteHost, address: &str) -> std::result::Result<Device, ServerProblem> {
    let device = Device::remote_options(host).init().map_err(|error| match error {
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
    })?;
    match wire_version(&device) {
        Ok(WIRE_VERSION) => Ok(device.autodiff()),
        Ok(other) => Err(ServerProblem::OtherVersion(format!(
            "its operations are of version {other}, those here of {WIRE_VERSION}"
        ))),
        Err(_) if is_answering(address) => {
            Err(ServerProblem::OtherVersion("it has no operations of patchwise".into()))
        }
        Err(_) => Err(ServerProblem::Unreachable("the connection broke".into())),
    }
}

/// Host and port of an address, with `ws://` before them.
fn address_of(server: &str) -> Option<String> {
    let (scheme, rest) = server.split_once("://")?;
    let (host, port) = rest.strip_suffix('/').unwrap_or(rest).rsplit_once(':')?;
    let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-._[]:".contains(c));
    let is_port =
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0);
    (scheme.eq_ignore_ascii_case("ws") && is_host && is_port).then(|| format!("ws://{host}:{port}"))
}

/// Whether a server of that address answers at all.
pub fn is_answering(server: &str) -> bool {
    const MOST: Duration = Duration::from_secs(5);

    let Some(address) = address_of(server) else { return false };
    let place = address.trim_start_matches("ws://");
    let found = place.to_socket_addrs().ok().into_iter().flatten();
    let mut streams = found.filter_map(|address| TcpStream::connect_timeout(&address, MOST).ok());
    let Some(mut stream) = streams.next() else { return false };
    let ask = format!("GET / HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n");
    let asked = stream.set_read_timeout(Some(MOST)).and_then(|()| stream.write_all(ask.as_bytes()));
    asked.is_ok() && stream.read(&mut [0]).is_ok_and(|count| count > 0)
}

/// The version of the operations on the server of a device; an error where it has no such operations.
fn wire_version(device: &Device) -> std::result::Result<u32, ExecutionError> {
    let device = device.clone().inner();
    let DispatchDevice::Remote(remote) = device.as_dispatch() else {
        unreachable!("the device of another machine is asked");
    };
    let ours = Remote::float_from_data(TensorData::from([WIRE_VERSION as f32]), remote);
    let [theirs] = send(VERSION, [ours], [Shape::new([1])], Vec::new());
    Ok(to_f32(burn::tensor::read_sync(Remote::float_into_data(theirs))?)[0] as u32)
}
