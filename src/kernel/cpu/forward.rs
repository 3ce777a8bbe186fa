//! The output of a convolution.

use super::ConvShape;
use super::padded::Padded;
use super::parallel::for_each_image;
use super::tile::{CHANNELS, COLUMNS, Sums, pack, sum_taps};

/// The output: `[N, O, ceil(H / stride), ceil(W / stride)]`.
pub fn convolve(input: &[f32], weight: &[f32], shape: &ConvShape) -> Vec<f32> {
    match shape.kernel {
        1 => run::<1>(input, weight, shape),
        _ => run::<9>(input, weight, shape),
    }
}

fn run<const T: usize>(input: &[f32], weight: &[f32], shape: &ConvShape) -> Vec<f32> {
    let packed = pack::<T>(shape.output_channels, shape.input_channels, |output, input, tap| {
        weight[(output * shape.input_channels + input) * T + tap]
    });
    let size = [shape.height, shape.width];
    let padded = || Padded::new(shape.input_channels, size, shape.kernel, shape.stride);
    let mut output = vec![0.0; shape.num_images * shape.output_len()];
    let work = |padded: &mut Padded, image: &[f32], output: &mut [f32]| {
        padded.fill(image, shape.height, shape.width);
        convolve_image::<T>(padded, &packed, shape, output);
    };
    for_each_image((input, shape.input_len()), (&mut output, shape.output_len()), padded, work);
    output
}

fn convolve_image<const T: usize>(
    padded: &Padded,
    packed: &[[[f32; CHANNELS]; T]],
    shape: &ConvShape,
    output: &mut [f32],
) {
    let (height, width) = (shape.output_height(), shape.output_width());
    let offsets = std::array::from_fn(|tap| padded.offset(tap / shape.kernel, tap % shape.kernel));
    let planes = output.chunks_mut(CHANNELS * height * width);
    for (weights, planes) in packed.chunks_exact(shape.input_channels).zip(planes) {
        for row in 0..height {
            for column in (0..width).step_by(COLUMNS) {
                let start = row * shape.stride * padded.row() + column;
                let sums = sum_taps(&padded.values, start, padded.plane(), &offsets, weights);
                store(&sums, planes, height * width, row * width + column, COLUMNS.min(width - column));
            }
        }
    }
}

/// Writes `count` columns of a tile to `place` of each plane there is.
#[inline(always)]
fn store(sums: &Sums, planes: &mut [f32], plane: usize, place: usize, count: usize) {
    for (plane, sums) in planes.chunks_exact_mut(plane).zip(sums) {
        let [low, high] = sums.map(|sum| sum.to_array());
        let target = &mut plane[place..place + count];
        if let Ok(target) = <&mut [f32; COLUMNS]>::try_from(&mut *target) {
            target[..4].copy_from_slice(&low);
            target[4..].copy_from_slice(&high);
        } else {
            for (target, value) in target.iter_mut().zip(low.into_iter().chain(high)) {
                *target = value;
            }
        }
    }
}
