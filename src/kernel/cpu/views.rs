//! The eight views on slices.

use super::super::bilinear::bilinear_taps;
use super::super::views::PatchBox;
use crate::parallel::{for_each_chunk, map};

const NUM_TURNS: usize = 4;

/// `[N, C, S, S]` to `[8N, C, S, S]`, view by view.
pub fn eight_views(images: &[f32], channels: usize, size: usize, boxes: &[PatchBox]) -> Vec<f32> {
    let area = size * size;
    let num_planes = boxes.len() * channels;
    // Shrinking and turning commute, because the sampling grid is symmetric.
    let small = map(num_planes, |place| {
        shrink(&images[place * area..(place + 1) * area], size, boxes[place / channels].side)
    });
    let mut views = vec![0.0; 2 * NUM_TURNS * images.len()];
    for_each_chunk(&mut views, area, |index, target| {
        let (view, place) = (index / num_planes, index % num_planes);
        let plane = &images[place * area..(place + 1) * area];
        if view < NUM_TURNS {
            turn(plane, size, view, target, size);
        } else {
            let patch = boxes[place / channels];
            target.copy_from_slice(plane);
            turn(
                &small[place],
                patch.side,
                view - NUM_TURNS,
                &mut target[patch.top * size + patch.left..],
                size,
            );
        }
    });
    views
}

/// Bilinear interpolation with half-pixel centres, without antialiasing.
#[inline(always)]
fn shrink(plane: &[f32], size: usize, side: usize) -> Vec<f32> {
    let taps: Vec<_> = (0..side).map(|place| bilinear_taps(place, side, size)).collect();
    let mut small = Vec::with_capacity(side * side);
    for rows in &taps {
        for columns in &taps {
            let row = |row: usize| -> f32 {
                columns.iter().map(|&(column, weight)| weight * plane[row * size + column]).sum()
            };
            small.push(rows.iter().map(|&(place, weight)| weight * row(place)).sum());
        }
    }
    small
}

/// Copies a square, turned counter-clockwise, to rows `stride` values apart.
#[inline(always)]
fn turn(source: &[f32], side: usize, turns: usize, target: &mut [f32], stride: usize) {
    let last = side - 1;
    for (row, target) in target.chunks_mut(stride).take(side).enumerate() {
        let target = &mut target[..side];
        match turns {
            0 => target.copy_from_slice(&source[row * side..(row + 1) * side]),
            1 => fill(target, |column| source[column * side + last - row]),
            2 => fill(target, |column| source[(last - row) * side + last - column]),
            _ => fill(target, |column| source[(last - column) * side + row]),
        }
    }
}

#[inline(always)]
fn fill(target: &mut [f32], value: impl Fn(usize) -> f32) {
    for (column, target) in target.iter_mut().enumerate() {
        *target = value(column);
    }
}
