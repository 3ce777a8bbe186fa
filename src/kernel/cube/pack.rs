//! Packs weights in the order in which tiles read them: `[in][tap][out]`, outputs padded to whole groups.

use burn::backend::TensorMetadata;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;

use super::tile::GROUP;
use super::{cubes, empty_like};

/// The layout of packed weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Packing {
    /// in: input channels, out: output channels.
    Forward,
    /// in: output channels, out: input channels.
    Transposed,
    /// As transposed, with the taps reversed.
    Turned,
}

/// `[O, C, k, k]` to `[in][tap][out]`, padded with zero channels.
pub(super) fn pack(weight: CubeTensor, packing: Packing) -> CubeTensor {
    let weight = into_contiguous(weight);
    let [outputs, inputs, kernel, _] = weight.shape().dims();
    let (rows, columns) = if packing == Packing::Forward { (inputs, outputs) } else { (outputs, inputs) };
    let packed = empty_like(&weight, [rows, kernel * kernel, columns.next_multiple_of(GROUP)]);
    let (count, dim) = cubes(&weight.client, packed.meta.num_elements());
    // Safety: units beyond the last value of `packed` return at once; the kernel reads `weight` at channels and taps
    // that are below its own shape, and pads with zeros elsewhere.
    unsafe {
        pack_kernel::launch_unchecked(
            &weight.client.clone(),
            count,
            dim,
            weight.into_buffer_arg(),
            packed.clone().into_buffer_arg(),
            inputs,
            columns,
            kernel * kernel,
            packing != Packing::Forward,
            packing == Packing::Turned,
        );
    }
    packed
}

#[cube(launch_unchecked)]
fn pack_kernel(
    weight: &[f32],
    packed: &mut [f32],
    inputs: usize,
    columns: usize,
    taps: usize,
    #[comptime] is_transposed: bool,
    #[comptime] is_turned: bool,
) {
    if ABSOLUTE_POS >= packed.len() {
        terminate!();
    }
    let padded = (columns + GROUP - 1) / GROUP * GROUP;
    let column = ABSOLUTE_POS % padded;
    let tap = ABSOLUTE_POS / padded % taps;
    let row = ABSOLUTE_POS / padded / taps;
    let mut value = 0.0f32;
    if column < columns {
        let source_tap = if is_turned { taps - 1 - tap } else { tap };
        let (output, input) = if is_transposed { (row, column) } else { (column, row) };
        value = weight[(output * inputs + input) * taps + source_tap];
    }
    packed[ABSOLUTE_POS] = value;
}
