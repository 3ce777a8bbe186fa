//! Convolution on slices, tiled for the registers of 128-bit SIMD.
//!
//! One image at a time is copied into a padded plane whose columns are split by their place modulo the stride,
//! so that every load is of neighbours. Then tiles of output channels times eight columns stay in registers
//! while all input channels and taps pass by.

mod forward;
mod padded;
mod weight_gradient;

pub use forward::{convolve, input_gradient};
pub use weight_gradient::weight_gradient;

/// The sizes of a square convolution whose padding keeps the size at stride 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConvShape {
    pub num_images: usize,
    pub input_channels: usize,
    pub output_channels: usize,
    pub height: usize,
    pub width: usize,
    /// Side of the kernel: 1 or 3.
    pub kernel: usize,
    pub stride: usize,
}

impl ConvShape {
    /// Rows of the output.
    pub fn output_height(&self) -> usize {
        self.height.div_ceil(self.stride)
    }

    /// Columns of the output.
    pub fn output_width(&self) -> usize {
        self.width.div_ceil(self.stride)
    }
}

/// Columns that a tile computes at once.
const LANES: usize = 8;
