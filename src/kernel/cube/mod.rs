//! The operations as CubeCL kernels, for WebGPU and the other targets of CubeCL.
//!
//! Each unit keeps a tile of its output in registers and reads its inputs straight from memory; neighbouring units read
//! neighbouring values. This suits both GPUs with caches and software adapters. One tile of convolutions is computed with
//! shared memory, where a device turns out to be faster with it; else barriers are left to last sums.

// Kernels take every buffer as an argument, and CubeCL compiles operators but few methods of numbers.
#![allow(clippy::too_many_arguments, clippy::manual_div_ceil)]

mod adam;
mod conv;
mod fit;
mod input_gradient;
mod norm;
mod norm_gradient;
mod pack;
mod planes;
mod staged;
mod tile;
mod views;
mod weight_gradient;
mod window;

use burn::tensor::Shape;
use burn_cubecl::cubecl::prelude::*;
use burn_cubecl::cubecl::{calculate_cube_count_elemwise, client::Client};
use burn_cubecl::ops::numeric::empty_device_contiguous_dtype;
use burn_cubecl::tensor::CubeTensor;

pub use fit::{Fit, MeasuredFit};
use fit::{full_load, large_tile};

/// Units per workgroup.
const UNITS: u32 = 64;

/// An uninitialised tensor on the device of another.
fn empty_like<const D: usize>(tensor: &CubeTensor, shape: [usize; D]) -> CubeTensor {
    empty_device_contiguous_dtype(
        tensor.client.clone(),
        tensor.device.clone(),
        Shape::new(shape),
        tensor.dtype,
    )
}

/// The workgroups needed for `units` units.
fn cubes(client: &Client, num_units: usize) -> (CubeCount, CubeDim) {
    let dim = CubeDim::new_1d(UNITS);
    (calculate_cube_count_elemwise(client, num_units, dim), dim)
}
