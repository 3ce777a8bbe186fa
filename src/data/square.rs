//! How an image of any shape becomes a square of one size.

use image::imageops::{FilterType, crop_imm, overlay, resize};
use image::{Rgb, RgbImage, RgbaImage};

use crate::config::Square;

/// Interleaved RGB bytes of a square, resized with an antialiased linear filter.
pub(super) fn to_square(image: RgbImage, side: usize, square: Square) -> Vec<u8> {
    let (width, height) = image.dimensions();
    let side = side as u32;
    if (width, height) == (side, side) {
        return image.into_raw();
    }
    let (shorter, longer) = (width.min(height), width.max(height));
    match square {
        Square::Crop => {
            let (left, top) = ((width - shorter) / 2, (height - shorter) / 2);
            let middle = crop_imm(&image, left, top, shorter, shorter).to_image();
            resize(&middle, side, side, FilterType::Triangle).into_raw()
        }
        Square::Fit => {
            let scaled = |length: u32| {
                ((f64::from(length) * f64::from(side) / f64::from(longer)).round() as u32).max(1)
            };
            let inner = resize(&image, scaled(width), scaled(height), FilterType::Triangle);
            let mut canvas = RgbImage::new(side, side);
            let margin = |length: u32| i64::from((side - length) / 2);
            overlay(&mut canvas, &inner, margin(inner.width()), margin(inner.height()));
            canvas.into_raw()
        }
    }
}

/// What is transparent becomes white.
pub(super) fn on_white(image: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0.map(u32::from);
        let blend = |value: u32| ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        Rgb([red, green, blue].map(blend))
    })
}
