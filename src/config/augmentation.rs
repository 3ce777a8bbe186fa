//! Random transforms applied to an image each time it is drawn.

use std::mem::discriminant;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::error::{Error, Result};

/// A part of an image is at most so many times as wide as high.
const MAX_RATIO: f64 = 10.0;

/// A random change of an image. Each draws its numbers from the seed of the batch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Transform {
    /// A crop of the image's own size from the padded image.
    RandomCrop {
        /// Padding on each side as a fraction of the image side, above 0 and up to 0.5; default an eighth.
        #[serde(default = "default_padding")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        padding: f64,
        /// What the padding is filled with; default `black`.
        #[serde(default, skip_serializing_if = "Fill::is_default")]
        #[cfg_attr(feature = "types", ts(as = "Option<Fill>", optional))]
        fill: Fill,
    },
    /// Horizontal flip.
    HorizontalFlip {
        /// Probability, 0 to 1; default 0.5.
        #[serde(default = "default_probability")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        probability: f64,
    },
    /// Rotated, moved, scaled and sheared about its centre, with bilinear interpolation; black outside.
    RandomAffine {
        /// Largest rotation in degrees, to either side; default 18.
        #[serde(default = "default_degrees")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        degrees: f64,
        /// Largest shift as a fraction of the side, in each direction; default 0.1.
        #[serde(default = "default_translate")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        translate: f64,
        /// Smallest and largest factor of the size; default `[0.9, 1.1]`.
        #[serde(default = "default_affine_scale")]
        #[cfg_attr(feature = "types", ts(as = "Option<[f64; 2]>", optional))]
        scale: [f64; 2],
        /// Largest shear in degrees, to either side; default 10.
        #[serde(default = "default_shear")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        shear: f64,
        /// Probability, 0 to 1; default 0.5.
        #[serde(default = "default_probability")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        probability: f64,
    },
    /// A rectangle of the data's mean colour.
    RandomErasing {
        /// Smallest and largest area, as fractions of the image's; default `[0.25, 0.25]`.
        #[serde(default = "default_erased")]
        #[cfg_attr(feature = "types", ts(as = "Option<[f64; 2]>", optional))]
        scale: [f64; 2],
        /// Smallest and largest width over height; default `[1, 1]`.
        #[serde(default = "default_square")]
        #[cfg_attr(feature = "types", ts(as = "Option<[f64; 2]>", optional))]
        ratio: [f64; 2],
        /// Probability, 0 to 1; default 0.5.
        #[serde(default = "default_probability")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        probability: f64,
    },
    /// A part of the image, resized to the whole size by bilinear interpolation.
    RandomResizedCrop {
        /// Smallest and largest area of the part, as fractions of the image's; default `[0.2, 1]`.
        #[serde(default = "default_scale")]
        #[cfg_attr(feature = "types", ts(as = "Option<[f64; 2]>", optional))]
        scale: [f64; 2],
        /// Smallest and largest width over height of the part; default `[0.75, 4 / 3]`.
        #[serde(default = "default_ratio")]
        #[cfg_attr(feature = "types", ts(as = "Option<[f64; 2]>", optional))]
        ratio: [f64; 2],
    },
    /// Changed brightness, contrast, saturation and hue, in this order.
    ColorJitter {
        /// Brightness is multiplied by a factor from 1 - this to 1 + this, 0 to 1; default 0.4.
        #[serde(default = "default_jitter")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        brightness: f64,
        /// The same for the distance to the mean grey of the image; default 0.4.
        #[serde(default = "default_jitter")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        contrast: f64,
        /// The same for the distance of each pixel to its grey; default 0.4.
        #[serde(default = "default_jitter")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        saturation: f64,
        /// Largest rotation of the hue in turns, 0 to 0.5; default 0.1.
        #[serde(default = "default_hue")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        hue: f64,
        /// Probability, 0 to 1; default 0.8.
        #[serde(default = "default_jitter_probability")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        probability: f64,
    },
    /// Each pixel by its grey.
    Grayscale {
        /// Probability, 0 to 1; default 0.2.
        #[serde(default = "default_grayscale")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        probability: f64,
    },
    /// Gaussian blur.
    GaussianBlur {
        /// Smallest and largest standard deviation as fractions of the image side, above 0 and up to 0.25; default
        /// `[0.003, 0.06]`, which is 0.1 to 2 pixels at 32.
        #[serde(default = "default_sigma")]
        #[cfg_attr(feature = "types", ts(as = "Option<[f64; 2]>", optional))]
        sigma: [f64; 2],
        /// Probability, 0 to 1; default 0.5.
        #[serde(default = "default_probability")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        probability: f64,
    },
}

/// What lies outside an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Fill {
    /// Black pixels.
    #[default]
    Black,
    /// The image, mirrored at its edge. A black edge shows where a pasted patch is not.
    Reflect,
}

impl Fill {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

fn default_padding() -> f64 {
    0.125
}
fn default_probability() -> f64 {
    0.5
}
fn default_degrees() -> f64 {
    18.0
}
fn default_translate() -> f64 {
    0.1
}
fn default_affine_scale() -> [f64; 2] {
    [0.9, 1.1]
}
fn default_shear() -> f64 {
    10.0
}
fn default_erased() -> [f64; 2] {
    [0.25, 0.25]
}
fn default_square() -> [f64; 2] {
    [1.0, 1.0]
}
fn default_scale() -> [f64; 2] {
    [0.2, 1.0]
}
fn default_ratio() -> [f64; 2] {
    [0.75, 4.0 / 3.0]
}
fn default_jitter() -> f64 {
    0.4
}
fn default_hue() -> f64 {
    0.1
}
fn default_jitter_probability() -> f64 {
    0.8
}
fn default_grayscale() -> f64 {
    0.2
}
fn default_sigma() -> [f64; 2] {
    [0.003, 0.06]
}

impl Transform {
    /// The names of all transforms.
    pub const NAMES: [&str; 8] = [
        "random-crop",
        "horizontal-flip",
        "random-affine",
        "random-erasing",
        "random-resized-crop",
        "color-jitter",
        "grayscale",
        "gaussian-blur",
    ];

    /// A transform at its defaults.
    pub fn of_name(name: &str) -> Option<Self> {
        serde_json::from_value(serde_json::json!({ "kind": name })).ok()
    }

    /// Whether it is done to bytes, on the host.
    pub fn is_of_bytes(&self) -> bool {
        matches!(
            self,
            Self::RandomCrop { .. }
                | Self::HorizontalFlip { .. }
                | Self::RandomAffine { .. }
                | Self::RandomErasing { .. }
        )
    }

    fn validate(&self) -> Result<()> {
        let number = |name: &'static str, value: f64, up_to: f64| match (0.0..=up_to).contains(&value) {
            true => Ok(()),
            false => Err(Error::config(name, value, format!("from 0 to {up_to}"))),
        };
        let probability = |value| number("augmentation.probability", value, 1.0);
        let range = |name: &'static str, [low, high]: [f64; 2], up_to: f64| {
            let is_range = low > 0.0 && low <= high && high <= up_to;
            let expected = || format!("the smaller and the larger value, above 0 and up to {up_to}");
            if is_range { Ok(()) } else { Err(Error::config(name, format!("[{low}, {high}]"), expected())) }
        };
        match *self {
            Self::RandomCrop { padding, .. } if !(padding > 0.0 && padding <= 0.5) => {
                Err(Error::config("augmentation.padding", padding, "above 0 and up to 0.5"))
            }
            Self::RandomCrop { .. } => Ok(()),
            Self::HorizontalFlip { probability: part } | Self::Grayscale { probability: part } => {
                probability(part)
            }
            Self::RandomAffine { degrees, translate, scale, shear, probability: part } => {
                number("augmentation.degrees", degrees, 180.0)?;
                number("augmentation.translate", translate, 1.0)?;
                number("augmentation.shear", shear, 80.0)?;
                range("augmentation.scale", scale, MAX_RATIO)?;
                probability(part)
            }
            Self::RandomErasing { scale, ratio, probability: part } => {
                range("augmentation.scale", scale, 1.0)?;
                range("augmentation.ratio", ratio, MAX_RATIO)?;
                probability(part)
            }
            Self::RandomResizedCrop { scale, ratio } => {
                range("augmentation.scale", scale, 1.0)?;
                range("augmentation.ratio", ratio, MAX_RATIO)
            }
            Self::ColorJitter { brightness, contrast, saturation, hue, probability: part } => {
                number("augmentation.brightness", brightness, 1.0)?;
                number("augmentation.contrast", contrast, 1.0)?;
                number("augmentation.saturation", saturation, 1.0)?;
                number("augmentation.hue", hue, 0.5)?;
                probability(part)
            }
            Self::GaussianBlur { sigma, probability: part } => {
                range("augmentation.sigma", sigma, 0.25)?;
                probability(part)
            }
        }
    }
}

/// Transforms; default crop and flip. Those of bytes (crop, flip, affine, erasing) come first, in the order of the list; then
/// the resized crop, the colours, the grey, the blur.
///
/// `{ "crop": true, "flip": false }` is short for a list of these two at their defaults.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Augmentation(pub Vec<Transform>);

impl<'de> Deserialize<'de> for Augmentation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            list @ Value::Array(_) => serde_json::from_value(list).map(Self).map_err(D::Error::custom),
            Value::Object(short) => {
                if let Some(name) = short.keys().find(|name| !["crop", "flip"].contains(&name.as_str())) {
                    return Err(D::Error::custom(format!(
                        "unknown field `{name}`, expected `crop` or `flip`"
                    )));
                }
                let is_on = |name: &str| match short.get(name) {
                    None => Ok(true),
                    Some(value) => value
                        .as_bool()
                        .ok_or_else(|| D::Error::custom(format!("`{name}` must be true or false"))),
                };
                Ok(Self::of(is_on("crop")?, is_on("flip")?))
            }
            _ => Err(D::Error::custom(
                "an augmentation must be a list of transforms, or an object with `crop` and `flip`",
            )),
        }
    }
}

impl Default for Augmentation {
    fn default() -> Self {
        Self::of(true, true)
    }
}

impl Augmentation {
    /// No augmentation.
    pub const NONE: Self = Self(Vec::new());

    /// Crop and flip at their defaults, each if requested.
    pub fn of(crop: bool, flip: bool) -> Self {
        let crop = crop.then(|| Transform::RandomCrop { padding: default_padding(), fill: Fill::Black });
        let flip = flip.then(|| Transform::HorizontalFlip { probability: default_probability() });
        Self(crop.into_iter().chain(flip).collect())
    }

    /// What methods that compare augmented views need: resized crop, flip, colour jitter and greyscale, as SimCLR has them
    /// for CIFAR-10.
    pub fn strong() -> Self {
        let names = ["random-resized-crop", "horizontal-flip", "color-jitter", "grayscale"];
        Self(names.into_iter().filter_map(Transform::of_name).collect())
    }

    /// What the earlier study trains with labels by: flip, affine and erasing (docs/method.md, section 6).
    pub fn labeled_study() -> Self {
        let names = ["horizontal-flip", "random-affine", "random-erasing"];
        Self(names.into_iter().filter_map(Transform::of_name).collect())
    }

    /// What the earlier study compares draws by: smaller parts and stronger colours than SimCLR's for CIFAR-10.
    pub fn compared_study() -> Self {
        let colors = 0.8;
        let jitter = Transform::ColorJitter {
            brightness: colors,
            contrast: colors,
            saturation: colors,
            hue: 0.2,
            probability: default_jitter_probability(),
        };
        Self(vec![
            Transform::RandomResizedCrop { scale: [0.08, 1.0], ratio: default_ratio() },
            Transform::HorizontalFlip { probability: default_probability() },
            jitter,
            Transform::Grayscale { probability: default_grayscale() },
        ])
    }

    /// Whether all of it is done to bytes.
    pub fn is_of_bytes(&self) -> bool {
        self.0.iter().all(Transform::is_of_bytes)
    }

    /// The same with crop and flip as given, where they are.
    pub fn with(self, crop: Option<bool>, flip: Option<bool>) -> Self {
        let cropped = match crop {
            Some(crop) => self.with_crop(crop),
            None => self,
        };
        match flip {
            Some(flip) => cropped.with_flip(flip),
            None => cropped,
        }
    }

    /// The same with the crop at its default, or without one.
    pub fn with_crop(self, crop: bool) -> Self {
        let rest = self.0.into_iter().filter(|transform| !matches!(transform, Transform::RandomCrop { .. }));
        Self(Self::of(crop, false).0.into_iter().chain(rest).collect())
    }

    /// The same with the flip at its default, or without one.
    pub fn with_flip(self, flip: bool) -> Self {
        let rest =
            self.0.into_iter().filter(|transform| !matches!(transform, Transform::HorizontalFlip { .. }));
        Self(rest.chain(Self::of(false, flip).0).collect())
    }

    /// Whether a crop is included.
    pub fn has_crop(&self) -> bool {
        self.0.iter().any(|transform| matches!(transform, Transform::RandomCrop { .. }))
    }

    pub(crate) fn validate(&self) -> Result<()> {
        for (index, transform) in self.0.iter().enumerate() {
            let is_same = |other: &Transform| discriminant(other) == discriminant(transform);
            if self.0[..index].iter().any(is_same) {
                let got = serde_json::to_string(&self.0).unwrap_or_default();
                return Err(Error::config("augmentation", got, "a list with each transform at most once"));
            }
            transform.validate()?;
        }
        Ok(())
    }
}
