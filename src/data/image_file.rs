//! An image file to the pixels of a square, as the image is meant to be seen: upright, transparency on white.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbImage};

use super::square::{on_white, to_square};
use crate::config::Square;

/// The most memory that the pixels of one image may take while it is decoded, in bytes: 133 megapixels in colour.
const MAX_DECODED: u64 = 400 << 20;

/// Decodes an image file and makes it square: interleaved RGB bytes, `[S, S, 3]`.
///
/// # Errors
/// The reason, and what to do.
pub fn image_to_square(bytes: &[u8], side: usize, square: Square) -> Result<Vec<u8>, String> {
    Ok(to_square(decode(bytes)?, side, square))
}

fn decode(bytes: &[u8]) -> Result<RgbImage, String> {
    let format = image::guess_format(bytes).map_err(|error| error.to_string())?;
    if format == ImageFormat::Jpeg && !is_whole_jpeg(bytes) {
        return Err("it ends too early: copy it again".into());
    }
    let damaged = |error: image::ImageError| format!("it is damaged ({error}): export it again");
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes() > MAX_DECODED {
        return Err(format!("{width} x {height} pixels are too many to decode: make it smaller"));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(orientation);
    Ok(to_rgb(image))
}

/// Whether the compressed data of a JPEG is followed by its end marker. Decoders fill up what is missing with grey.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut place = 2;
    while let Some(&[0xff, marker]) = bytes.get(place..place + 2) {
        match marker {
            // The image's data begins. Inside, 0xff is followed by 0 unless it is a marker.
            0xda => return bytes[place..].windows(2).rposition(|pair| pair == [0xff, 0xd9]).is_some(),
            // Padding and markers without content.
            0xff => place += 1,
            0x01 | 0xd0..=0xd8 => place += 2,
            _ => match bytes.get(place + 2..place + 4) {
                Some(&[high, low]) => place += 2 + usize::from(u16::from_be_bytes([high, low])),
                _ => return false,
            },
        }
    }
    false
}

fn to_rgb(image: DynamicImage) -> RgbImage {
    if image.color().has_alpha() { on_white(&image.into_rgba8()) } else { image.into_rgb8() }
}
