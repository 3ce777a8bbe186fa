//! Convolution and its gradients.
//!
//! # Shapes
//! As in [`ConvOps`]; weights are packed.

use burn::backend::TensorMetadata;
use burn::backend::tensor::FloatTensor;
use burn_cubecl::CubeBackend;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;

use super::input_gradient::stride_2_input_gradient;
use super::pack::{Packing, pack};
use super::tile::{COLUMNS, GROUP, QUADS, Sizes, find_tile, num_tiles, sizes, store, zero_sums};
use super::weight_gradient::sum_products;
use super::window::{Quad, quads_of, read_window};
use super::{cubes, empty_like};
use crate::kernel::ConvOps;

impl ConvOps for CubeBackend {
    fn same_conv2d(input: FloatTensor<Self>, weight: FloatTensor<Self>, stride: usize) -> FloatTensor<Self> {
        let [num_images, channels, height, width] = input.shape().dims();
        let [outputs, _, kernel, _] = weight.shape().dims();
        let weight = pack(weight, Packing::Forward);
        let shape = [num_images, outputs, height.div_ceil(stride), width.div_ceil(stride)];
        convolve(into_contiguous(input), weight, [channels, height, width], shape, [kernel, stride])
    }

    fn same_conv2d_input_gradient(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self> {
        let shape = input.shape().dims::<4>();
        let [_, outputs, height, width] = gradient.shape().dims();
        let kernel = weight.shape()[2];
        let gradient = into_contiguous(gradient);
        if stride == 1 {
            let weight = pack(weight, Packing::Turned);
            return convolve(gradient, weight, [outputs, height, width], shape, [kernel, 1]);
        }
        stride_2_input_gradient(
            gradient,
            pack(weight, Packing::Transposed),
            [outputs, height, width],
            shape,
            [kernel, stride],
        )
    }

    fn same_conv2d_weight_gradient(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        stride: usize,
    ) -> FloatTensor<Self> {
        let shape = weight.shape().dims::<4>();
        sum_products(into_contiguous(input), into_contiguous(gradient), shape, stride)
    }
}

fn convolve(
    input: CubeTensor,
    weight: CubeTensor,
    source: [usize; 3],
    target: [usize; 4],
    [kernel, stride]: [usize; 2],
) -> CubeTensor {
    let output = empty_like(&input, target);
    let (count, dim) = cubes(&input.client, num_tiles(target));
    let is_whole = source[2] == target[3] * stride && target[3].is_multiple_of(COLUMNS);
    // Safety: units beyond the last tile return at once; rows and columns outside source and target are tested before
    // each access, unless `is_whole` says that there are none.
    unsafe {
        convolve_kernel::launch_unchecked(
            &input.client.clone(),
            count,
            dim,
            input.clone().into_buffer_arg(),
            quads_of(&input, is_whole).into_buffer_arg(),
            weight.into_buffer_arg(),
            output.clone().into_buffer_arg(),
            sizes(source, target),
            kernel,
            stride,
            is_whole,
        );
    }
    output
}

#[cube(launch_unchecked)]
fn convolve_kernel(
    input: &[f32],
    input_quads: &[Quad],
    weight: &[Quad],
    output: &mut [f32],
    sizes: Sizes,
    #[comptime] kernel: usize,
    #[comptime] stride: usize,
    #[comptime] is_whole: bool,
) {
    let border = comptime!(kernel / 2);
    let window_length = comptime!((COLUMNS - 1) * stride + kernel);
    let tile = find_tile(&sizes);
    if tile.image >= sizes.num_images {
        terminate!();
    }
    let quads = (sizes.outputs + GROUP - 1) / GROUP * QUADS;
    let mut sums = zero_sums();
    for channel in 0..sizes.channels {
        #[unroll]
        for tap_row in 0..kernel {
            let row = tile.row * stride + tap_row;
            if row >= border && row < sizes.height + border {
                let start =
                    ((tile.image * sizes.channels + channel) * sizes.height + row - border) * sizes.width;
                let mut window = Array::<f32>::new(window_length);
                read_window(
                    &mut window,
                    input,
                    input_quads,
                    start,
                    tile.column * stride,
                    sizes.width,
                    border,
                    comptime!(COLUMNS * stride),
                    window_length,
                    is_whole,
                );
                #[unroll]
                for tap in 0..kernel {
                    let place = ((channel * kernel + tap_row) * kernel + tap) * quads + tile.group * QUADS;
                    #[unroll]
                    for quad in 0..QUADS {
                        let values = weight[place + quad];
                        #[unroll]
                        for column in 0..COLUMNS {
                            let index = comptime!(column * QUADS + quad);
                            sums[index] += values * Quad::new(window[comptime!(column * stride + tap)]);
                        }
                    }
                }
            }
        }
    }
    store(&sums, output, &sizes, tile, is_whole);
}
