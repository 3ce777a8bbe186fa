//! Batch norm fused with its tail, on slices: two passes over each tensor forward, two backward.

use wide::f32x8;

use super::super::norm::{EPSILON, Tail};
use super::parallel::write_planes;
use crate::parallel::map;

/// Values summed at once.
const LANES: usize = 8;

/// The dimensions of a batch of feature maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NormShape {
    pub num_images: usize,
    pub channels: usize,
    /// Height times width.
    pub area: usize,
}

impl NormShape {
    #[inline(always)]
    fn count(&self) -> f32 {
        (self.num_images * self.area) as f32
    }

    #[inline(always)]
    fn num_planes(&self) -> usize {
        self.num_images * self.channels
    }

    /// The values of a plane; planes are numbered image by image, channel by channel.
    #[inline(always)]
    fn plane(&self, index: usize) -> std::ops::Range<usize> {
        index * self.area..(index + 1) * self.area
    }

    /// The plane numbers of a channel, image by image.
    #[inline(always)]
    fn planes(&self, channel: usize) -> impl Iterator<Item = std::ops::Range<usize>> + use<> {
        let Self { num_images, channels, area } = *self;
        (0..num_images).map(move |image| {
            let start = (image * channels + channel) * area;
            start..start + area
        })
    }
}

/// Output, mean and biased variance; see [`super::super::NormOps`].
pub fn norm_train(
    input: &[f32],
    shortcut: &[f32],
    [weight, bias]: [&[f32]; 2],
    tail: Tail,
    shape: &NormShape,
) -> [Vec<f32>; 3] {
    let statistics = map(shape.channels, |channel| statistics(input, channel, shape));
    let scale_offset: Vec<f32> = statistics
        .iter()
        .enumerate()
        .flat_map(|(channel, (mean, variance))| {
            let scale = weight[channel] / (variance + EPSILON).sqrt();
            [scale, bias[channel] - mean * scale]
        })
        .collect();
    let output = norm_infer(input, shortcut, &scale_offset, tail, shape);
    let (mean, variance) = statistics.into_iter().unzip();
    [output, mean, variance]
}

/// Input times scale plus offset, which are `[C, 2]`, then the tail.
pub fn norm_infer(
    input: &[f32],
    shortcut: &[f32],
    scale_offset: &[f32],
    tail: Tail,
    shape: &NormShape,
) -> Vec<f32> {
    write_planes(shape.num_planes(), shape.area, |index, plane| {
        let channel = index % shape.channels;
        let (scale, offset) = (scale_offset[2 * channel], scale_offset[2 * channel + 1]);
        let range = shape.plane(index);
        let input = input[range.clone()].iter();
        match tail {
            Tail::None => plane.write(input.map(|x| x * scale + offset)),
            Tail::Relu => plane.write(input.map(|x| relu(x * scale + offset))),
            Tail::AddRelu => {
                let pairs = input.zip(&shortcut[range]);
                plane.write(pairs.map(|(x, s)| relu(x * scale + offset + s)))
            }
        }
    })
}

/// Keeps NaN, so that it shows in the loss.
#[inline(always)]
fn relu(value: f32) -> f32 {
    if value < 0.0 { 0.0 } else { value }
}

/// Mean and biased variance of a channel: per plane about its own mean, then merged, which avoids cancellation.
#[inline(always)]
fn statistics(input: &[f32], channel: usize, shape: &NormShape) -> (f32, f32) {
    let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
    let area = shape.area as f64;
    for plane in shape.planes(channel) {
        let plane = &input[plane];
        let plane_mean = sum(plane, |x| x) / shape.area as f32;
        let center = f32x8::splat(plane_mean);
        let spread = sum(plane, |x| (x - center) * (x - center));
        let distance = f64::from(plane_mean) - mean;
        mean += distance * area / (count + area);
        squares += f64::from(spread) + distance * distance * count * area / (count + area);
        count += area;
    }
    (mean as f32, (squares / count) as f32)
}

/// Sums a function of the values, eight at a time.
#[inline(always)]
fn sum(values: &[f32], of: impl Fn(f32x8) -> f32x8) -> f32 {
    let (whole, rest) = values.as_chunks::<LANES>();
    let sum = whole.iter().fold(f32x8::ZERO, |sum, &values| sum + of(f32x8::new(values)));
    sum.reduce_add() + rest.iter().map(|&x| of(f32x8::splat(x)).to_array()[0]).sum::<f32>()
}

/// The values that the backward pass needs from the forward pass.
#[derive(Clone, Copy, Debug)]
pub struct Saved<'a> {
    pub input: &'a [f32],
    pub output: &'a [f32],
    pub weight: &'a [f32],
    pub mean: &'a [f32],
    pub variance: &'a [f32],
}

/// Gradients of input, weight and bias, and the output gradient masked by the ReLU.
///
/// With g the masked gradient and x' the normalised input: g_bias = sum g, g_weight = sum g x', and
/// g_input = weight / deviation * (g - g_bias / n - x' * g_weight / n).
pub fn norm_gradient(saved: Saved, gradient: &[f32], tail: Tail, shape: &NormShape) -> [Vec<f32>; 4] {
    let passed = write_planes(shape.num_planes(), shape.area, |index, plane| {
        let gradient = &gradient[shape.plane(index)];
        match tail.has_relu() {
            true => plane.write(saved.output[shape.plane(index)].iter().zip(gradient).map(pass)),
            false => plane.write(gradient.iter().copied()),
        }
    });
    let sums = map(shape.channels, |channel| sums(saved, &passed, channel, shape));
    let input_gradient = write_planes(shape.num_planes(), shape.area, |index, plane| {
        let channel = index % shape.channels;
        let inverse = 1.0 / (saved.variance[channel] + EPSILON).sqrt();
        let (weight_gradient, bias_gradient) = sums[channel];
        let scale = saved.weight[channel] * inverse;
        let slope = -scale * inverse * weight_gradient / shape.count();
        let offset = -scale * bias_gradient / shape.count() - slope * saved.mean[channel];
        let pairs = saved.input[shape.plane(index)].iter().zip(&passed[shape.plane(index)]);
        plane.write(pairs.map(|(x, g)| g * scale + x * slope + offset))
    });
    let (weight, bias) = sums.into_iter().unzip();
    [input_gradient, weight, bias, passed]
}

/// The gradient masked by the ReLU: zero unless the output is above zero.
#[inline(always)]
fn pass((&output, &gradient): (&f32, &f32)) -> f32 {
    if output > 0.0 { gradient } else { 0.0 }
}

/// The gradients of a channel's weight and bias.
#[inline(always)]
fn sums(saved: Saved, gradient: &[f32], channel: usize, shape: &NormShape) -> (f32, f32) {
    let mean = f32x8::splat(saved.mean[channel]);
    let (mut products, mut total) = (0.0, 0.0);
    for plane in shape.planes(channel) {
        let (input, input_rest) = saved.input[plane.clone()].as_chunks::<LANES>();
        let (gradient, gradient_rest) = gradient[plane].as_chunks::<LANES>();
        let (mut product, mut sum) = (f32x8::ZERO, f32x8::ZERO);
        for (&x, &g) in input.iter().zip(gradient) {
            let g = f32x8::new(g);
            product += (f32x8::new(x) - mean) * g;
            sum += g;
        }
        let (mut product, mut sum) = (product.reduce_add(), sum.reduce_add());
        for (x, g) in input_rest.iter().zip(gradient_rest) {
            product += (x - saved.mean[channel]) * g;
            sum += g;
        }
        products += f64::from(product);
        total += f64::from(sum);
    }
    let deviation = f64::from(saved.variance[channel] + EPSILON).sqrt();
    ((products / deviation) as f32, total as f32)
}
