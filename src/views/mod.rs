//! The eight views of an image: four rotations, and each rotation shrunk and pasted onto the upright image.

use burn::tensor::{Device, Tensor};
use rand::{Rng, RngExt};

use crate::config::patch_side;
pub use crate::kernel::stock::rotate;
pub use crate::kernel::{PatchBox, bilinear_taps};
use crate::kernel::{eight_views, upload_values};

/// Views of each image: four rotated, four patched.
pub const NUM_VIEWS: usize = 8;
/// Quarter turns a view can have.
pub const NUM_TURNS: usize = 4;

/// Draws one box for each image, uniformly over all positions where the whole patch fits.
///
/// # Source
/// Paper, section 3: the position is random for each image; its four patched views share it.
pub fn draw_boxes(
    num_images: usize,
    image_size: usize,
    patch_ratio: f64,
    rng: &mut impl Rng,
) -> Vec<PatchBox> {
    let side = patch_side(patch_ratio, image_size);
    let last = image_size - side;
    (0..num_images)
        .map(|_| PatchBox { top: rng.random_range(0..=last), left: rng.random_range(0..=last), side })
        .collect()
}

/// The views of a batch of N images.
#[derive(Clone, Debug)]
pub struct Views {
    /// r0..r3, then p0..p3, N images each: `[8N, 3, S, S]`.
    pub all: Tensor<4>,
    /// Which of the eight views each is: 8N values of 0..=7.
    pub targets: Vec<usize>,
    /// The patch position of each image: N.
    pub boxes: Vec<PatchBox>,
}

impl Views {
    /// r0..r3: `[4N, 3, S, S]`.
    pub fn rotated(&self) -> Tensor<4> {
        self.all.clone().narrow(0, 0, self.targets.len() / 2)
    }

    /// p0..p3: `[4N, 3, S, S]`.
    pub fn patched(&self) -> Tensor<4> {
        let half = self.targets.len() / 2;
        self.all.clone().narrow(0, half, half)
    }
}

/// Makes the eight views on the images' device.
///
/// # Shapes
/// - `images`: `[N, 3, S, S]`, at any scale of values; both view kinds are linear in the pixels.
/// - `boxes`: N.
///
/// # Source
/// Paper, section 3; rotations are counter-clockwise, shrinking is bilinear with half-pixel centres, no antialiasing.
pub fn make_views(images: Tensor<4>, boxes: &[PatchBox]) -> Views {
    Views {
        all: eight_views(images, boxes),
        targets: (0..NUM_VIEWS).flat_map(|view| std::iter::repeat_n(view, boxes.len())).collect(),
        boxes: boxes.to_vec(),
    }
}

/// The four rotations of each image, rotation by rotation.
fn rotated_views(images: Tensor<4>) -> [Tensor<4>; NUM_TURNS] {
    std::array::from_fn(|quarter_turns| rotate(images.clone(), quarter_turns))
}

/// The four rotations of each image, rotation by rotation: `[4N, 3, S, S]`.
pub fn make_rotated(images: Tensor<4>) -> Tensor<4> {
    Tensor::cat(rotated_views(images).to_vec(), 0)
}

/// Images from host values in channel, row, column order: `[N, 3, S, S]`.
pub fn upload(pixels: Vec<f32>, image_size: usize, device: &Device) -> Tensor<4> {
    let num_images = pixels.len() / (3 * image_size * image_size);
    upload_values(pixels, [num_images, 3, image_size, image_size], device)
}
