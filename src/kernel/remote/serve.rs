//! The side that computes.

use burn::backend::TensorMetadata;
use burn::backend::tensor::FloatTensor;
use burn::server::{CustomOpIr, HandleContainer, RemoteServer};
use burn::tensor::TensorData;
use burn_ir::BackendIr;

use super::wire::{
    ADAM_STEP, CONV, CONV_INPUT_GRADIENT, CONV_WEIGHT_GRADIENT, EIGHT_VIEWS, NORM_GRADIENT, NORM_INFER,
    NORM_TRAIN, VERSION, WIRE_VERSION, Wire,
};
use crate::kernel::{AdamOps, ConvOps, NormOps, ViewOps};

/// The backend whose devices are served.
#[cfg(feature = "cube")]
pub type ServedBackend = burn::backend::Cube;
#[cfg(not(feature = "cube"))]
pub type ServedBackend = burn::backend::Flex;

/// The same server with the operations of this crate, for devices of the backend `B`.
pub fn with_operations<B>(server: RemoteServer) -> RemoteServer
where
    B: BackendIr + ConvOps + NormOps + ViewOps + AdamOps,
{
    let server = with_operation::<B, 2, 1>(server, CONV, |[input, weight], ir| {
        [B::same_conv2d(input, weight, argument(ir))]
    });
    let server = with_operation::<B, 3, 1>(server, CONV_INPUT_GRADIENT, |[input, weight, gradient], ir| {
        [B::same_conv2d_input_gradient(input, weight, gradient, argument(ir))]
    });
    let server = with_operation::<B, 3, 1>(server, CONV_WEIGHT_GRADIENT, |[input, weight, gradient], ir| {
        [B::same_conv2d_weight_gradient(input, weight, gradient, argument(ir))]
    });
    let server = with_operation::<B, 4, 3>(server, NORM_TRAIN, |[input, shortcut, weight, bias], ir| {
        B::norm_train(input, shortcut, weight, bias, argument(ir)).into()
    });
    let server = with_operation::<B, 3, 1>(server, NORM_INFER, |[input, shortcut, scale_offset], ir| {
        [B::norm_infer(input, shortcut, scale_offset, argument(ir))]
    });
    let server = with_operation::<B, 6, 4>(
        server,
        NORM_GRADIENT,
        |[input, output, weight, mean, variance, gradient], ir| {
            B::norm_gradient(input, output, weight, mean, variance, gradient, argument(ir)).into()
        },
    );
    let server =
        with_operation::<B, 1, 1>(server, EIGHT_VIEWS, |[images], ir| [B::eight_views(images, argument(ir))]);
    let server =
        with_operation::<B, 4, 3>(server, ADAM_STEP, |[parameter, gradient, momentum, square], ir| {
            B::adam_step(parameter, gradient, momentum, square, argument(ir)).into()
        });
    with_operation::<B, 1, 1>(server, VERSION, |[asked], _| {
        let version = TensorData::from([WIRE_VERSION as f32]);
        [B::float_from_data(version, &asked.device())]
    })
}

/// Adds an operation from its input tensors to its outputs.
fn with_operation<B: BackendIr, const INPUTS: usize, const OUTPUTS: usize>(
    server: RemoteServer,
    name: &str,
    operation: impl Fn([FloatTensor<B>; INPUTS], &CustomOpIr) -> [FloatTensor<B>; OUTPUTS] + Send + Sync + 'static,
) -> RemoteServer {
    server.with_custom_op::<B, _>(name, move |handles: &mut HandleContainer<B::Handle>, ir, _| {
        let (inputs, outputs) = ir.as_fixed::<INPUTS, OUTPUTS>();
        let inputs = inputs.each_ref().map(|input| handles.get_float_tensor::<B>(input));
        for (output, tensor) in outputs.iter().zip(operation(inputs, ir)) {
            handles.register_float_tensor::<B>(&output.id, tensor);
        }
    })
}

fn argument<T: Wire>(ir: &CustomOpIr) -> T {
    T::of_wire(&ir.scalars)
}
