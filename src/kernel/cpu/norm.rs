//! Batch norm fused with its tail, on slices: two passes over each tensor forward, two backward.

use wide::f32x8;

use super::super::norm::{EPSILON, Tail};
use super::super::peers::{Gathered, num_images};
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
    /// The values of a channel in the whole batch, of which other processes may have a part.
    #[inline(always)]
    fn count(&self) -> f32 {
        (num_images(self.num_images) * self.area) as f32
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
    let planes = gather(shape, |plane| {
        let plane = &input[plane];
        let mean = sum(plane, |x| x) / shape.area as f32;
        let center = f32x8::splat(mean);
        [mean, sum(plane, |x| (x - center) * (x - center))]
    });
    let statistics: Vec<_> =
        (0..shape.channels).map(|channel| merge(planes.of(channel), shape.area as f64)).collect();
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

/// A pair of values of each plane, of the whole batch.
#[inline(always)]
fn gather(shape: &NormShape, of: impl Fn(std::ops::Range<usize>) -> [f32; 2] + Sync + Send) -> Gathered {
    let own = map(shape.channels, |channel| shape.planes(channel).flat_map(&of).collect::<Vec<_>>());
    Gathered::new(own.concat(), shape.channels)
}

/// Mean and biased variance of a channel, from the mean of each plane and its squares about that: this avoids cancellation.
#[inline(always)]
fn merge(planes: impl Iterator<Item = [f32; 2]>, area: f64) -> (f32, f32) {
    let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
    for [plane_mean, spread] in planes {
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
    let planes = gather(shape, |plane| {
        let mean = saved.mean[plane.start / shape.area % shape.channels];
        products(&saved.input[plane.clone()], mean, &passed[plane])
    });
    let sums: Vec<_> = (0..shape.channels)
        .map(|channel| {
            let add = |sums: [f64; 2], [product, sum]: [f32; 2]| {
                [sums[0] + f64::from(product), sums[1] + f64::from(sum)]
            };
            let [products, total] = planes.of(channel).fold([0.0; 2], add);
            let deviation = f64::from(saved.variance[channel] + EPSILON).sqrt();
            ((products / deviation) as f32, total as f32)
        })
        .collect();
    // Known to this thread only.
    let count = shape.count();
    let input_gradient = write_planes(shape.num_planes(), shape.area, |index, plane| {
        let channel = index % shape.channels;
        let inverse = 1.0 / (saved.variance[channel] + EPSILON).sqrt();
        let (weight_gradient, bias_gradient) = sums[channel];
        let scale = saved.weight[channel] * inverse;
        let slope = -scale * inverse * weight_gradient / count;
        let offset = -scale * bias_gradient / count - slope * saved.mean[channel];
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

/// The sums of a plane: of its gradient times its input about the mean, and of its gradient.
#[inline(always)]
fn products(input: &[f32], mean: f32, gradient: &[f32]) -> [f32; 2] {
    let center = f32x8::splat(mean);
    let (input, input_rest) = input.as_chunks::<LANES>();
    let (gradient, gradient_rest) = gradient.as_chunks::<LANES>();
    let (mut product, mut sum) = (f32x8::ZERO, f32x8::ZERO);
    for (&x, &g) in input.iter().zip(gradient) {
        let g = f32x8::new(g);
        product += (f32x8::new(x) - center) * g;
        sum += g;
    }
    let (mut product, mut sum) = (product.reduce_add(), sum.reduce_add());
    for (x, g) in input_rest.iter().zip(gradient_rest) {
        product += (x - mean) * g;
        sum += g;
    }
    [product, sum]
}
