//! The weight gradient: gradients of the products times transformed inputs, summed over tiles and images.

use wide::f32x4;

use super::super::ConvShape;
use super::super::panels::Panels;
use super::super::simd::{Job, Lanes, with_lanes};
use super::super::weight_gradient::{INPUTS, Tile, add_row, sum_groups, unpack};
use super::{Blocks, PRODUCTS, transform};

/// The gradient of the weight: `[O, C, 3, 3]`.
pub fn weight_gradient(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let sums = sum_products(input, gradient, shape);
    let (products, _) = sums.as_chunks::<PRODUCTS>();
    let restore = |products: &[f32; PRODUCTS]| {
        let square = transform::square(0.0, |row, column| products[4 * row + column]);
        transform::both(square, transform::kernel_gradient)
    };
    products.iter().flat_map(restore).flatten().collect()
}

/// The sums over tiles and images: `[O, C, 16]`.
fn sum_products(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    with_lanes!(run(input, gradient, shape))
}

fn run<V: Lanes>(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    sum_groups(input, gradient, shape, sum_images::<V>)
}

/// The partial sum of some images: `[O, C, 16]`.
fn sum_images<V: Lanes>(input: &[f32], gradient: &[f32], shape: &ConvShape) -> Vec<f32> {
    let size = [shape.height, shape.width];
    let mut inputs = Panels::new(INPUTS, shape.input_channels, size, shape.border(), 2);
    let mut gradients = Panels::new(2 * V::COUNT, shape.output_channels, size, 0, 2);
    let blocks = Blocks::new(shape);
    let mut products = Products {
        blocks,
        inputs: vec![0.0; PRODUCTS * inputs.count * blocks.most_tiles() * INPUTS],
        gradients: vec![0.0; PRODUCTS * gradients.count * blocks.most_tiles() * 2 * V::COUNT],
    };
    let mut sums = vec![[[V::zero(); 2]; INPUTS]; gradients.count * inputs.count * PRODUCTS];
    let images = input.chunks_exact(shape.input_len());
    for (image, gradient) in images.zip(gradient.chunks_exact(shape.output_len())) {
        inputs.fill(image);
        gradients.fill(gradient);
        V::run(Image { inputs: &inputs, gradients: &gradients, products: &mut products, sums: &mut sums });
    }
    unpack(&sums, shape, PRODUCTS)
}

/// What is multiplied of a block: by product, panel and tile, the channels of a panel side by side.
struct Products {
    blocks: Blocks,
    inputs: Vec<f32>,
    gradients: Vec<f32>,
}

/// Adds the products of one image to the sums: by panel of output channels, panel of input channels and product.
struct Image<'a, V> {
    inputs: &'a Panels,
    gradients: &'a Panels,
    products: &'a mut Products,
    sums: &'a mut [Tile<V>],
}

impl<V: Lanes> Job<V> for Image<'_, V> {
    #[inline(always)]
    fn run(self) {
        let Self { inputs, gradients, products, sums } = self;
        for rows in products.blocks.iter() {
            let count = rows.len() * products.blocks.columns;
            products.transform_inputs(inputs, rows.clone());
            products.transform_gradients::<V>(gradients, rows);
            let (input_len, gradient_len) = (count * INPUTS, count * 2 * V::COUNT);
            for product in 0..PRODUCTS {
                for pair in 0..gradients.count * inputs.count {
                    let (gradient, input) = (pair / inputs.count, pair % inputs.count);
                    let input = (product * inputs.count + input) * input_len;
                    let gradient = (product * gradients.count + gradient) * gradient_len;
                    add_row::<V, 1>(
                        &mut sums[pair * PRODUCTS + product],
                        &products.inputs[input..input + input_len],
                        &products.gradients[gradient..gradient + gradient_len],
                        count,
                    );
                }
            }
        }
    }
}

impl Products {
    #[inline(always)]
    fn transform_inputs(&mut self, panels: &Panels, rows: std::ops::Range<usize>) {
        let columns = self.blocks.columns;
        let len = rows.len() * columns * INPUTS;
        let reach = [
            panels.place(panels.count - 1, 2 * rows.end + 1, 2 * columns + 2),
            PRODUCTS * panels.count * len,
        ];
        let lens = [panels.values.len(), self.inputs.len()];
        assert!(reach[0] <= lens[0] && reach[1] <= lens[1], "panels reach {reach:?} of {lens:?} values");
        for panel in 0..panels.count {
            let mut place = panel * len;
            for row in rows.clone() {
                let start = panels.place(panel, 2 * row, 0);
                for column in 0..columns {
                    let start = start + 2 * column * INPUTS;
                    let pixels: [[f32x4; 4]; 4] = transform::square(f32x4::ZERO, |row, column| {
                        let start = start + row * panels.row() + column * INPUTS;
                        // Safety: no position is beyond those checked above.
                        unsafe { <f32x4 as Lanes>::load(&panels.values, start) }
                    });
                    let products = transform::both(pixels, transform::input);
                    for (product, values) in products.as_flattened().iter().enumerate() {
                        // Safety: as above.
                        unsafe { values.store_at(&mut self.inputs, product * panels.count * len + place) };
                    }
                    place += INPUTS;
                }
            }
        }
    }

    #[inline(always)]
    fn transform_gradients<V: Lanes>(&mut self, panels: &Panels, rows: std::ops::Range<usize>) {
        let columns = self.blocks.columns;
        let pixel = 2 * V::COUNT;
        let len = rows.len() * columns * pixel;
        let reach =
            [panels.place(panels.count - 1, 2 * rows.end - 1, 2 * columns), PRODUCTS * panels.count * len];
        let lens = [panels.values.len(), self.gradients.len()];
        assert!(reach[0] <= lens[0] && reach[1] <= lens[1], "panels reach {reach:?} of {lens:?} values");
        for panel in 0..panels.count {
            let mut place = panel * len;
            for row in rows.clone() {
                let start = panels.place(panel, 2 * row, 0);
                // Two registers of each pixel.
                for half in 0..2 * columns {
                    let start = start + half / 2 * 2 * pixel + half % 2 * V::COUNT;
                    let pixels: [[V; 2]; 2] = transform::square(V::zero(), |row, column| {
                        let start = start + row * panels.row() + column * pixel;
                        // Safety: no position is beyond those checked above.
                        unsafe { V::load(&panels.values, start) }
                    });
                    let products =
                        transform::both(pixels, |pair| transform::output_gradient(pair, V::zero()));
                    for (product, values) in products.as_flattened().iter().enumerate() {
                        // Safety: as above.
                        unsafe { values.store_at(&mut self.gradients, product * panels.count * len + place) };
                    }
                    place += V::COUNT;
                }
            }
        }
    }
}
