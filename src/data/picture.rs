//! Single images from outside the data, such as a photo or a frame of a camera.

use image::{ImageBuffer, RgbImage, RgbaImage};

use super::ImageSet;
use super::decode::{error_of, read_image};
use super::square::{on_white, to_square};
use crate::config::Square;
use crate::error::{Error, Result};

/// An image of any size.
#[derive(Clone, Debug)]
pub enum Picture {
    /// The bytes of a JPEG, PNG, WebP, GIF, BMP or TIFF file.
    File { name: String, bytes: Vec<u8> },
    /// Interleaved RGB or RGBA bytes, row by row from the top.
    Pixels { bytes: Vec<u8>, width: usize, height: usize },
}

impl Picture {
    /// A square as loading data makes it: interleaved RGB bytes, `[side, side, 3]`.
    ///
    /// # Errors
    /// [`Error::InvalidData`] where the file cannot be decoded; [`Error::InvalidConfig`] where the number of bytes is not
    /// that of the pixels.
    pub fn to_square(self, side: usize, square: Square) -> Result<Vec<u8>> {
        match self {
            Self::File { name, bytes } => read_image(&bytes, side, square)
                .map_err(|reason| error_of(&name, &reason, "choose another image")),
            Self::Pixels { bytes, width, height } => {
                Ok(to_square(to_rgb(bytes, [width, height])?, side, square))
            }
        }
    }
}

/// Pictures as a set of squares of one size, without labels.
///
/// # Errors
/// As [`Picture::to_square`], and [`Error::NoImages`] where there are none.
pub fn to_image_set(pictures: Vec<Picture>, side: usize, square: Square) -> Result<ImageSet> {
    if pictures.is_empty() {
        return Err(Error::NoImages { place: "the list".into(), remedy: "Give one image or more".into() });
    }
    let squares: Vec<_> =
        pictures.into_iter().map(|picture| picture.to_square(side, square)).collect::<Result<_>>()?;
    Ok(ImageSet::in_memory(squares.concat(), side, None))
}

fn to_rgb(bytes: Vec<u8>, [width, height]: [usize; 2]) -> Result<RgbImage> {
    let area = width.checked_mul(height).filter(|area| *area > 0 && u32::try_from(*area).is_ok());
    let [columns, rows] = [width, height].map(|length| length as u32);
    match area.map(|area| (area, bytes.len() / area, bytes.len() % area)) {
        Some((_, 3, 0)) => Ok(ImageBuffer::from_raw(columns, rows, bytes).expect("the bytes fill it")),
        Some((_, 4, 0)) => {
            let image: RgbaImage = ImageBuffer::from_raw(columns, rows, bytes).expect("the bytes fill it");
            Ok(on_white(&image))
        }
        _ => {
            let got = format!("{} bytes for {width} x {height} pixels", bytes.len());
            Err(Error::config("images", got, "three bytes for each pixel (RGB), or four (RGBA)"))
        }
    }
}
