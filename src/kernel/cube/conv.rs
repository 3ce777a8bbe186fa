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
use super::staged::convolve_staged;
use super::tile::{Sizes, TileShape, find_tile, packed_quads, sizes, store, zero_sums};
use super::weight_gradient::sum_products;
use super::window::{Quad, quads_of, read_row};
use super::{cubes, empty_like, full_load, large_tile};
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
    let shape = choose(target, kernel, stride);
    if shape.is_staged {
        return convolve_staged(input, weight, source, target, kernel);
    }
    let output = empty_like(&input, target);
    let (count, dim) = cubes(&input.client, shape.num_tiles(target));
    let is_whole = source[2] == target[3] * stride && target[3].is_multiple_of(shape.columns);
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
            shape,
            kernel,
            stride,
            is_whole,
        );
    }
    output
}

/// The fastest of the large tiles, unless smaller ones are needed to make enough units.
fn choose(target: [usize; 4], kernel: usize, stride: usize) -> TileShape {
    let large = match (kernel, stride) {
        // A kernel of 1 x 1 shares nothing between columns; wider tiles only spread the reads.
        (1, _) => TileShape::LARGE[1],
        (_, 1) if fills_squares(target) => large_tile(),
        (_, 1) => large_tile().alone(),
        _ => TileShape::ROW,
    };
    let [wide, narrow] = TileShape::SMALL;
    let fills = |shape: &TileShape| shape.num_tiles(target) >= full_load();
    [large, wide].into_iter().find(fills).unwrap_or(narrow)
}

/// Whether workgroups that share what they read have little to do outside the target.
fn fills_squares([_, _, height, width]: [usize; 4]) -> bool {
    let whole =
        height.next_multiple_of(TileShape::STAGED_SIDE) * width.next_multiple_of(TileShape::STAGED_SIDE);
    height * width * 2 >= whole
}

#[cube(launch_unchecked)]
fn convolve_kernel(
    input: &[f32],
    input_quads: &[Quad],
    weight: &[Quad],
    output: &mut [f32],
    sizes: Sizes,
    #[comptime] shape: TileShape,
    #[comptime] kernel: usize,
    #[comptime] stride: usize,
    #[comptime] is_whole: bool,
) {
    let border = comptime!(kernel / 2);
    let window_rows = comptime!((shape.rows - 1) * stride + kernel);
    let window_length = comptime!((shape.columns - 1) * stride + kernel);
    let tile = find_tile(&sizes, shape);
    if tile.image >= sizes.num_images {
        terminate!();
    }
    let quads = packed_quads(&sizes);
    let mut sums = zero_sums(shape);
    for channel in 0..sizes.channels {
        let plane = (tile.image * sizes.channels + channel) * sizes.height;
        let mut window = Array::<f32>::new(comptime!(window_rows * window_length));
        #[unroll]
        for window_row in 0..window_rows {
            read_row(
                &mut window,
                comptime!(window_row * window_length),
                input,
                input_quads,
                plane,
                tile.row * stride + window_row,
                tile.column * stride,
                &sizes,
                border,
                comptime!(shape.columns * stride),
                window_length,
                is_whole,
            );
        }
        #[unroll]
        for tap in 0..comptime!(kernel * kernel) {
            let place = (channel * comptime!(kernel * kernel) + tap) * quads + tile.quad;
            #[unroll]
            for quad in 0..shape.quads {
                let values = weight[place + quad];
                #[unroll]
                for position in 0..comptime!(shape.rows * shape.columns) {
                    let row = comptime!(position / shape.columns * stride + tap / kernel);
                    let column = comptime!(position % shape.columns * stride + tap % kernel);
                    let value = window[comptime!(row * window_length + column)];
                    sums[comptime!(position * shape.quads + quad)] += values * Quad::new(value);
                }
            }
        }
    }
    store(&sums, output, &sizes, tile, shape, is_whole);
}
