//! Convolution and its gradients.
//!
//! # Shapes
//! As in [`ConvOps`]; weights are packed to `[in][tap][out]`, the outputs in whole groups of eight.

use burn::backend::TensorMetadata;
use burn::backend::tensor::FloatTensor;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;
use burn_cubecl::CubeBackend;

use super::{cubes, empty_like};
use crate::kernel::ConvOps;

/// Columns of a tile.
const COLUMNS: usize = 8;
/// Output channels of a tile.
const GROUP: usize = 8;
/// Vectors of a group.
const QUADS: usize = GROUP / 4;
/// Columns that the weight's gradient adds at once.
const STEP: usize = 4;
/// Units that the weight's gradient is split among, at least: enough to fill a large GPU.
const MIN_UNITS: usize = 16384;

type Quad = Vector<f32, Const<4>>;

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
        spread(gradient, pack(weight, Packing::Transposed), [outputs, height, width], shape, [kernel, stride])
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

/// Which weight stands where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Packing {
    /// in: input channels, out: output channels.
    Forward,
    /// in: output channels, out: input channels.
    Transposed,
    /// As transposed, the taps in reverse.
    Turned,
}

/// `[O, C, k, k]` to `[in][tap][out]` with zeros for channels beyond the last.
fn pack(weight: CubeTensor, packing: Packing) -> CubeTensor {
    let weight = into_contiguous(weight);
    let [outputs, inputs, kernel, _] = weight.shape().dims();
    let (rows, columns) = if packing == Packing::Forward { (inputs, outputs) } else { (outputs, inputs) };
    let packed = empty_like(&weight, [rows, kernel * kernel, columns.next_multiple_of(GROUP)]);
    let (count, dim) = cubes(&weight.client, packed.meta.num_elements());
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

/// The sizes of source and target of a convolution.
#[derive(CubeLaunch, CubeType, Clone, Copy)]
struct Sizes {
    num_images: usize,
    /// Channels of the source.
    channels: usize,
    height: usize,
    width: usize,
    /// Channels of the target.
    outputs: usize,
    target_height: usize,
    target_width: usize,
}

fn sizes([channels, height, width]: [usize; 3], [num_images, outputs, rows, columns]: [usize; 4]) -> SizesLaunch {
    SizesLaunch::new(num_images, channels, height, width, outputs, rows, columns)
}

/// Units for a target of `[N, O, H, W]`: one for each tile.
fn num_tiles([num_images, outputs, height, width]: [usize; 4]) -> usize {
    num_images * outputs.div_ceil(GROUP) * height * width.div_ceil(COLUMNS)
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

/// What to read four values at a time: the tensor itself where its rows are whole, else nothing that counts.
fn quads_of(tensor: &CubeTensor, is_whole: bool) -> CubeTensor {
    if is_whole { tensor.clone() } else { empty_like(tensor, [4]) }
}

/// Which tile a unit computes.
#[derive(CubeType, Clone, Copy)]
struct Tile {
    image: usize,
    group: usize,
    row: usize,
    column: usize,
}

#[cube]
fn find_tile(sizes: &Sizes) -> Tile {
    let columns = (sizes.target_width + COLUMNS - 1) / COLUMNS;
    let groups = (sizes.outputs + GROUP - 1) / GROUP;
    let column = ABSOLUTE_POS % columns * COLUMNS;
    let rest = ABSOLUTE_POS / columns;
    let row = rest % sizes.target_height;
    let rest = rest / sizes.target_height;
    Tile { image: rest / groups, group: rest % groups, row, column }
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
    let mut sums = Array::<Quad>::new(comptime!(COLUMNS * QUADS));
    #[unroll]
    for index in 0..comptime!(COLUMNS * QUADS) {
        sums[index] = Quad::new(0.0);
    }
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

/// Neighbouring values of a row from `column - border` on, zero outside.
///
/// Where rows are whole tiles, `inner` values behind the border are read four at a time, and only the borders can
/// lie outside.
#[cube]
fn read_window(
    window: &mut Array<f32>,
    values: &[f32],
    quads: &[Quad],
    start: usize,
    column: usize,
    width: usize,
    #[comptime] border: usize,
    #[comptime] inner: usize,
    #[comptime] length: usize,
    #[comptime] is_whole: bool,
) {
    #[unroll]
    for place in 0..length {
        if comptime!(!is_whole || place < border || place >= inner + border) {
            window[place] = read(values, start, column + place, border, width, true);
        }
    }
    if is_whole {
        #[unroll]
        for quad in 0..comptime!(inner / 4) {
            let four = quads[(start + column) / 4 + quad];
            #[unroll]
            for lane in 0..4 {
                let place = comptime!(border + quad * 4 + lane);
                if comptime!(place < length) {
                    window[place] = four.extract(lane);
                }
            }
        }
    }
}

/// A value of a row, zero outside; `column` counts from `border` columns before the row.
#[cube]
fn read(
    values: &[f32],
    start: usize,
    column: usize,
    #[comptime] border: usize,
    width: usize,
    #[comptime] can_leave: bool,
) -> f32 {
    if can_leave {
        let is_inside = column >= border && column < width + border;
        let place = select(is_inside, column - border, 0);
        select(is_inside, values[start + place], 0.0f32)
    } else {
        values[start + column - border]
    }
}

/// Writes a tile; columns and channels beyond the target are dropped.
#[cube]
fn store(sums: &Array<Quad>, output: &mut [f32], sizes: &Sizes, tile: Tile, #[comptime] is_whole: bool) {
    #[unroll]
    for index in 0..GROUP {
        let channel = tile.group * GROUP + index;
        if channel < sizes.outputs {
            let start = ((tile.image * sizes.outputs + channel) * sizes.target_height + tile.row)
                * sizes.target_width
                + tile.column;
            #[unroll]
            for column in 0..COLUMNS {
                let value = sums[comptime!(column * QUADS + index / 4)].extract(comptime!(index % 4));
                if is_whole {
                    output[start + column] = value;
                } else if tile.column + column < sizes.target_width {
                    output[start + column] = value;
                }
            }
        }
    }
}

/// The gradient of the input of a convolution with stride 2.
fn spread(
    gradient: CubeTensor,
    weight: CubeTensor,
    source: [usize; 3],
    target: [usize; 4],
    [kernel, stride]: [usize; 2],
) -> CubeTensor {
    assert_eq!(stride, 2, "networks here have strides 1 and 2");
    let found = empty_like(&gradient, target);
    let (count, dim) = cubes(&gradient.client, num_tiles(target));
    unsafe {
        spread_kernel::launch_unchecked(
            &gradient.client.clone(),
            count,
            dim,
            gradient.into_buffer_arg(),
            weight.into_buffer_arg(),
            found.clone().into_buffer_arg(),
            sizes(source, target),
            kernel,
            target[3].is_multiple_of(COLUMNS),
        );
    }
    found
}

#[cube(launch_unchecked)]
fn spread_kernel(
    gradient: &[f32],
    weight: &[Quad],
    found: &mut [f32],
    sizes: Sizes,
    #[comptime] kernel: usize,
    #[comptime] is_whole: bool,
) {
    let border = comptime!(kernel / 2);
    let window_length = comptime!((COLUMNS - 1 + border) / 2 + 1);
    let tile = find_tile(&sizes);
    if tile.image >= sizes.num_images {
        terminate!();
    }
    let quads = (sizes.outputs + GROUP - 1) / GROUP * QUADS;
    let mut sums = Array::<Quad>::new(comptime!(COLUMNS * QUADS));
    #[unroll]
    for index in 0..comptime!(COLUMNS * QUADS) {
        sums[index] = Quad::new(0.0);
    }
    for channel in 0..sizes.channels {
        #[unroll]
        for tap_row in 0..kernel {
            // Twice the row of the gradient, where this tap comes from one.
            let row = tile.row + border;
            if row >= tap_row && (row - tap_row) % 2 == 0 && (row - tap_row) / 2 < sizes.height {
                let start = ((tile.image * sizes.channels + channel) * sizes.height + (row - tap_row) / 2)
                    * sizes.width;
                let mut window = Array::<f32>::new(window_length);
                #[unroll]
                for place in 0..window_length {
                    let can_leave = comptime!(!is_whole || place >= COLUMNS / 2);
                    window[place] = read(gradient, start, tile.column / 2 + place, 0usize, sizes.width, can_leave);
                }
                #[unroll]
                for tap in 0..kernel {
                    let place = ((channel * kernel + tap_row) * kernel + tap) * quads + tile.group * QUADS;
                    #[unroll]
                    for quad in 0..QUADS {
                        let values = weight[place + quad];
                        #[unroll]
                        for column in 0..COLUMNS {
                            let reaches = comptime!(column + border >= tap && (column + border - tap) % 2 == 0);
                            if reaches {
                                let index = comptime!(column * QUADS + quad);
                                let from = comptime!((column + border).saturating_sub(tap) / 2);
                                sums[index] += values * Quad::new(window[from]);
                            }
                        }
                    }
                }
            }
        }
    }
    store(&sums, found, &sizes, tile, is_whole);
}

/// The gradient of the weight: partial sums over some rows of an image each, then their sum.
fn sum_products(input: CubeTensor, gradient: CubeTensor, shape: [usize; 4], stride: usize) -> CubeTensor {
    let [num_images, channels, height, width] = input.shape().dims();
    let [outputs, _, kernel, _] = shape;
    let target = gradient.shape().dims::<4>();
    let pairs = channels * outputs.div_ceil(GROUP);
    let rows = (num_images * target[2] * pairs / MIN_UNITS).clamp(1, target[2]);
    let bands = target[2].div_ceil(rows);
    let taps = kernel * kernel;
    let chunks = num_images * bands;
    let is_whole = width == target[3] * stride && target[3].is_multiple_of(STEP);
    let partial = empty_like(&input, [chunks, channels, taps, outputs.next_multiple_of(GROUP)]);
    let found = empty_like(&input, shape);
    let client = input.client.clone();
    let (count, dim) = cubes(&client, chunks * pairs);
    unsafe {
        weight_gradient_kernel::launch_unchecked(
            &client,
            count,
            dim,
            input.clone().into_buffer_arg(),
            quads_of(&input, is_whole).into_buffer_arg(),
            gradient.clone().into_buffer_arg(),
            quads_of(&gradient, is_whole).into_buffer_arg(),
            partial.clone().into_buffer_arg(),
            sizes([channels, height, width], target),
            rows,
            bands,
            kernel,
            stride,
            is_whole,
        );
    }
    let (count, dim) = cubes(&client, found.meta.num_elements());
    unsafe {
        add_partial_kernel::launch_unchecked(
            &client,
            count,
            dim,
            partial.into_buffer_arg(),
            found.clone().into_buffer_arg(),
            chunks,
            channels,
            taps,
            outputs,
        );
    }
    found
}

#[cube(launch_unchecked)]
fn weight_gradient_kernel(
    input: &[f32],
    input_quads: &[Quad],
    gradient: &[f32],
    gradient_quads: &[Quad],
    partial: &mut [f32],
    sizes: Sizes,
    rows: usize,
    bands: usize,
    #[comptime] kernel: usize,
    #[comptime] stride: usize,
    #[comptime] is_whole: bool,
) {
    let border = comptime!(kernel / 2);
    let window_length = comptime!((STEP - 1) * stride + kernel);
    let taps = comptime!(kernel * kernel);
    let groups = (sizes.outputs + GROUP - 1) / GROUP;
    let group = ABSOLUTE_POS % groups;
    let rest = ABSOLUTE_POS / groups;
    let channel = rest % sizes.channels;
    let chunk = rest / sizes.channels;
    let image = chunk / bands;
    if image >= sizes.num_images {
        terminate!();
    }
    let first = chunk % bands * rows;
    let last = min(first + rows, sizes.target_height);
    let mut sums = Array::<f32>::new(comptime!(taps * GROUP));
    #[unroll]
    for index in 0..comptime!(taps * GROUP) {
        sums[index] = 0.0f32;
    }
    let plane = (image * sizes.channels + channel) * sizes.height;
    let area = sizes.target_height * sizes.target_width;
    for row in first..last {
        for step in 0..(sizes.target_width + STEP - 1) / STEP {
            let column = step * STEP;
            let mut gradients = Array::<Quad>::new(GROUP);
            #[unroll]
            for index in 0..GROUP {
                let output = group * GROUP + index;
                let start = (image * sizes.outputs + output) * area + row * sizes.target_width;
                let exists = output < sizes.outputs;
                gradients[index] =
                    read_step(gradient, gradient_quads, start, column, sizes.target_width, exists, is_whole);
            }
            #[unroll]
            for tap_row in 0..kernel {
                let source = row * stride + tap_row;
                if source >= border && source < sizes.height + border {
                    let start = (plane + source - border) * sizes.width;
                    let mut window = Array::<f32>::new(window_length);
                    read_window(
                        &mut window,
                        input,
                        input_quads,
                        start,
                        column * stride,
                        sizes.width,
                        border,
                        comptime!(STEP * stride),
                        window_length,
                        is_whole,
                    );
                    #[unroll]
                    for tap in 0..kernel {
                        let mut values = Quad::new(0.0);
                        #[unroll]
                        for lane in 0..STEP {
                            values.insert(lane, window[comptime!(lane * stride + tap)]);
                        }
                        #[unroll]
                        for index in 0..GROUP {
                            sums[comptime!((tap_row * kernel + tap) * GROUP + index)] +=
                                gradients[index].dot(values);
                        }
                    }
                }
            }
        }
    }
    #[unroll]
    for tap in 0..taps {
        let place = (((chunk * sizes.channels + channel) * taps + tap) * groups + group) * GROUP;
        #[unroll]
        for index in 0..GROUP {
            partial[place + index] = sums[comptime!(tap * GROUP + index)];
        }
    }
}

/// Four neighbouring values of a row, zero outside and where the row does not exist.
#[cube]
fn read_step(
    values: &[f32],
    quads: &[Quad],
    start: usize,
    column: usize,
    width: usize,
    exists: bool,
    #[comptime] is_whole: bool,
) -> Quad {
    let mut step = Quad::new(0.0);
    if exists {
        if is_whole {
            step = quads[(start + column) / 4];
        } else {
            #[unroll]
            for lane in 0..STEP {
                step.insert(lane, read(values, start, column + lane, 0usize, width, true));
            }
        }
    }
    step
}

#[cube(launch_unchecked)]
fn add_partial_kernel(
    partial: &[f32],
    found: &mut [f32],
    chunks: usize,
    channels: usize,
    taps: usize,
    outputs: usize,
) {
    if ABSOLUTE_POS >= found.len() {
        terminate!();
    }
    let padded = (outputs + GROUP - 1) / GROUP * GROUP;
    // Neighbours read neighbours.
    let output = ABSOLUTE_POS % outputs;
    let row = ABSOLUTE_POS / outputs;
    let mut sum = 0.0f32;
    for chunk in 0..chunks {
        sum += partial[(chunk * channels * taps + row) * padded + output];
    }
    found[output * channels * taps + row] = sum;
}
