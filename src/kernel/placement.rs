//! Shrinks and pastes by two matrix products, so that each image of a batch can have its own patch position.

use burn::tensor::{Device, Tensor, TensorData};

use super::bilinear::bilinear_taps;
use super::views::PatchBox;

/// The patch positions of a batch, as matrices on the device.
///
/// With R the `[S, S]` matrix whose rows inside the box interpolate the source and whose other rows are 0,
/// `R_y X R_xᵀ` is the shrunken image at its position on black. One upload serves the four patched views.
pub struct Placement {
    rows: Tensor<4>,
    columns_transposed: Tensor<4>,
    outside: Tensor<4>,
}

impl Placement {
    /// Builds the matrices on the host and uploads them.
    pub fn new(boxes: &[PatchBox], image_size: usize, device: &Device) -> Self {
        let num_images = boxes.len();
        let area = image_size * image_size;
        let mut rows = vec![0.0; num_images * area];
        let mut columns = vec![0.0; num_images * area];
        let mut outside = vec![1.0; num_images * area];
        for (index, patch) in boxes.iter().enumerate() {
            let image = index * area..(index + 1) * area;
            for step in 0..patch.side {
                for (source, weight) in bilinear_taps(step, patch.side, image_size) {
                    rows[image.start + (patch.top + step) * image_size + source] += weight;
                    columns[image.start + source * image_size + patch.left + step] += weight;
                }
                let start = image.start + (patch.top + step) * image_size + patch.left;
                outside[start..start + patch.side].fill(0.0);
            }
        }
        let upload = |values| {
            Tensor::from_data(TensorData::new(values, [num_images, 1, image_size, image_size]), device)
        };
        Self { rows: upload(rows), columns_transposed: upload(columns), outside: upload(outside) }
    }

    /// Shrinks `source` and pastes it over `background`, both `[N, C, S, S]`.
    pub fn paste(&self, source: Tensor<4>, background: Tensor<4>) -> Tensor<4> {
        let [num_images, channels, side, _] = source.dims();
        let shape = [num_images, channels, side, side];
        let rows = self.rows.clone().expand(shape);
        let columns = self.columns_transposed.clone().expand(shape);
        let patch = rows.matmul(source).matmul(columns);
        background.mul(self.outside.clone()).add(patch)
    }
}
