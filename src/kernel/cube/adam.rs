//! Adam's update: one unit per value.

use burn::backend::TensorMetadata;
use burn::backend::tensor::FloatTensor;
use burn::tensor::Shape;
use burn_cubecl::CubeBackend;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::ops::numeric::empty_device_contiguous_dtype;

use super::cubes;
use crate::kernel::{AdamOps, AdamRates};

impl AdamOps for CubeBackend {
    fn adam_step(
        parameter: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        momentum: FloatTensor<Self>,
        square: FloatTensor<Self>,
        rates: AdamRates,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        let [parameter, gradient, momentum, square] =
            [parameter, gradient, momentum, square].map(into_contiguous);
        let (client, device, dtype) = (parameter.client.clone(), parameter.device.clone(), parameter.dtype);
        let shape: Shape = parameter.shape();
        let empty = || empty_device_contiguous_dtype(client.clone(), device.clone(), shape.clone(), dtype);
        let [moved, new_momentum, new_square] = [empty(), empty(), empty()];
        let (count, dim) = cubes(&client, shape.num_elements());
        // Safety: units beyond the last value return at once; all buffers are contiguous and of equal length.
        unsafe {
            adam_kernel::launch_unchecked(
                &client,
                count,
                dim,
                parameter.into_buffer_arg(),
                gradient.into_buffer_arg(),
                momentum.into_buffer_arg(),
                square.into_buffer_arg(),
                moved.clone().into_buffer_arg(),
                new_momentum.clone().into_buffer_arg(),
                new_square.clone().into_buffer_arg(),
                NumbersLaunch::new(
                    rates.learning_rate,
                    rates.betas[0],
                    rates.betas[1],
                    rates.shares[0],
                    rates.shares[1],
                    rates.corrections[0],
                    rates.corrections[1],
                    rates.epsilon,
                ),
            );
        }
        (moved, new_momentum, new_square)
    }
}

/// [`AdamRates`] on the device.
#[derive(CubeLaunch, CubeType, Clone, Copy)]
struct Numbers {
    learning_rate: f32,
    first_beta: f32,
    second_beta: f32,
    first_share: f32,
    second_share: f32,
    first_correction: f32,
    second_correction: f32,
    epsilon: f32,
}

#[cube(launch_unchecked)]
fn adam_kernel(
    parameter: &[f32],
    gradient: &[f32],
    momentum: &[f32],
    square: &[f32],
    moved: &mut [f32],
    new_momentum: &mut [f32],
    new_square: &mut [f32],
    numbers: Numbers,
) {
    if ABSOLUTE_POS >= moved.len() {
        terminate!();
    }
    let slope = gradient[ABSOLUTE_POS];
    let mean = momentum[ABSOLUTE_POS] * numbers.first_beta + slope * numbers.first_share;
    let squares = square[ABSOLUTE_POS] * numbers.second_beta + slope * slope * numbers.second_share;
    let deviation = (squares / numbers.second_correction).sqrt() + numbers.epsilon;
    moved[ABSOLUTE_POS] =
        parameter[ABSOLUTE_POS] - numbers.learning_rate * (mean / numbers.first_correction / deviation);
    new_momentum[ABSOLUTE_POS] = mean;
    new_square[ABSOLUTE_POS] = squares;
}
