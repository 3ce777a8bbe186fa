//! The operations on slices, tiled for SIMD registers.
//!
//! For a convolution, one image at a time is copied into padded planes, so that loads need no bounds tests. A tile of
//! four channels by eight columns then stays in registers while the products are accumulated.

mod adam;
mod forward;
mod input_gradient;
mod norm;
mod padded;
mod panels;
mod parallel;
mod simd;
mod tile;
mod views;
mod weight_gradient;
mod winograd;

pub use adam::adam_step;
pub use forward::convolve;
pub use input_gradient::input_gradient;
pub use norm::{NormShape, Saved, norm_gradient, norm_infer, norm_train};
pub use simd::with_narrow_registers;
pub use views::eight_views;
pub use weight_gradient::{GROUP, add_up, weight_gradient};

/// The dimensions of a square convolution with "same" padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConvShape {
    pub num_images: usize,
    pub input_channels: usize,
    pub output_channels: usize,
    pub height: usize,
    pub width: usize,
    /// Side of the kernel: 1 or 3.
    pub kernel: usize,
    /// 1 or 2.
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

    fn taps(&self) -> usize {
        self.kernel * self.kernel
    }

    fn border(&self) -> usize {
        self.kernel / 2
    }

    fn input_len(&self) -> usize {
        self.input_channels * self.height * self.width
    }

    fn output_len(&self) -> usize {
        self.output_channels * self.output_height() * self.output_width()
    }
}
