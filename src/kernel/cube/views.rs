//! The eight views: one unit per pixel.

use burn::backend::TensorMetadata;
use burn::backend::tensor::FloatTensor;
use burn_cubecl::CubeBackend;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;

use super::{cubes, empty_like};
use crate::kernel::{PatchBox, ViewOps};

const NUM_VIEWS: usize = 8;
const NUM_TURNS: usize = 4;

impl ViewOps for CubeBackend {
    fn eight_views(images: FloatTensor<Self>, boxes: Vec<PatchBox>) -> FloatTensor<Self> {
        let images = into_contiguous(images);
        let [num_images, channels, size, _] = images.shape().dims();
        let corners: Vec<u32> =
            boxes.iter().flat_map(|patch| [patch.top as u32, patch.left as u32]).collect();
        let client = images.client.clone();
        let corners_handle = client.create_from_slice(u32::as_bytes(&corners));
        let views = empty_like(&images, [NUM_VIEWS * num_images, channels, size, size]);
        let (count, dim) = cubes(&client, views.meta.num_elements());
        let side = boxes.first().map_or(1, |patch| patch.side);
        // Safety: units beyond the last value of `views` return at once; every position read is inside the image,
        // because `draw_boxes` keeps each patch inside it and sample positions are clamped to it.
        unsafe {
            views_kernel::launch_unchecked(
                &client,
                count,
                dim,
                images.into_buffer_arg(),
                BufferArg::from_raw_parts(corners_handle, corners.len()),
                views.clone().into_buffer_arg(),
                num_images,
                channels,
                size,
                side,
            );
        }
        views
    }
}

#[cube(launch_unchecked)]
fn views_kernel(
    images: &[f32],
    corners: &[u32],
    views: &mut [f32],
    num_images: usize,
    channels: usize,
    size: usize,
    side: usize,
) {
    if ABSOLUTE_POS >= views.len() {
        terminate!();
    }
    let column = ABSOLUTE_POS % size;
    let row = ABSOLUTE_POS / size % size;
    let plane = ABSOLUTE_POS / (size * size) % (num_images * channels);
    let view = ABSOLUTE_POS / (size * size * num_images * channels);
    let turns = view % NUM_TURNS;
    let start = plane * size * size;
    let image = plane / channels;
    let top = corners[image * 2] as usize;
    let left = corners[image * 2 + 1] as usize;
    let is_patched = view >= NUM_TURNS;
    let is_inside = row >= top && row < top + side && column >= left && column < left + side;
    if is_patched && is_inside {
        // Shrinking and turning commute, because the sampling grid is symmetric.
        let (row, column) = untwist(row - top, column - left, side, turns);
        views[ABSOLUTE_POS] = shrunken(images, start, size, side, row, column);
    } else {
        let (row, column) = untwist(row, column, size, select(is_patched, 0, turns));
        views[ABSOLUTE_POS] = images[start + row * size + column];
    }
}

/// The source position of a position in a turned square.
#[cube]
fn untwist(row: usize, column: usize, side: usize, turns: usize) -> (usize, usize) {
    let last = side - 1;
    let is_swapped = turns % 2 == 1;
    let first = select(is_swapped, column, row);
    let second = select(is_swapped, row, column);
    let first = select(turns == 2 || turns == 3, last - first, first);
    let second = select(turns == 1 || turns == 2, last - second, second);
    (first, second)
}

/// Bilinear interpolation with half-pixel centres, without antialiasing.
#[cube]
fn shrunken(images: &[f32], start: usize, size: usize, side: usize, row: usize, column: usize) -> f32 {
    let (top, down) = taps(row, size, side);
    let (left, right) = taps(column, size, side);
    let bottom = min(top + 1, size - 1);
    let beside = min(left + 1, size - 1);
    let upper =
        images[start + top * size + left] * (1.0 - right) + images[start + top * size + beside] * right;
    let lower =
        images[start + bottom * size + left] * (1.0 - right) + images[start + bottom * size + beside] * right;
    upper * (1.0 - down) + lower * down
}

/// The first of the two neighbours around a position, and the weight of the second.
#[cube]
fn taps(place: usize, size: usize, side: usize) -> (usize, f32) {
    let position = (f32::cast_from(place) + 0.5) * f32::cast_from(size) / f32::cast_from(side) - 0.5;
    let position = max(position, 0.0);
    let low = min(usize::cast_from(position), size - 1);
    (low, min(position - f32::cast_from(low), 1.0))
}
