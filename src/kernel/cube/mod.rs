//! The operations as CubeCL kernels, for WebGPU and whatever else CubeCL compiles to.
//!
//! A unit keeps a tile of its output in registers and reads its inputs straight from memory: no barriers, no
//! memory shared in a workgroup, which suits GPUs with caches and adapters that are software alike.

// Kernels take each buffer by itself, and CubeCL compiles arithmetic but few of its methods.
#![allow(clippy::too_many_arguments, clippy::manual_div_ceil)]

mod adam;
mod conv;
mod norm;
mod norm_gradient;
mod pack;
mod planes;
mod spread;
mod tile;
mod views;
mod weight_gradient;
mod window;

use burn::tensor::Shape;
use burn_cubecl::cubecl::prelude::*;
use burn_cubecl::cubecl::{calculate_cube_count_elemwise, client::Client};
use burn_cubecl::ops::numeric::empty_device_contiguous_dtype;
use burn_cubecl::tensor::CubeTensor;

/// Units of a workgroup.
const UNITS: u32 = 64;

/// Room for a result on the device of another tensor.
fn empty_like<const D: usize>(tensor: &CubeTensor, shape: [usize; D]) -> CubeTensor {
    empty_device_contiguous_dtype(
        tensor.client.clone(),
        tensor.device.clone(),
        Shape::new(shape),
        tensor.dtype,
    )
}

/// Workgroups for so many units.
fn cubes(client: &Client, num_units: usize) -> (CubeCount, CubeDim) {
    let dim = CubeDim::new_1d(UNITS);
    (calculate_cube_count_elemwise(client, num_units, dim), dim)
}
