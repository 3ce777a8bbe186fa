//! Random transforms applied to an image each time it is drawn.

use std::mem::discriminant;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::error::{Error, Result};

/// A random change of an image. Each draws its numbers from the seed of the batch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Transform {
    /// A crop of the image's own size from the image padded with black.
    RandomCrop {
        /// Padding on each side as a fraction of the image side, above 0 and up to 0.5; default an eighth.
        #[serde(default = "default_padding")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        padding: f64,
    },
    /// Horizontal flip.
    HorizontalFlip {
        /// Probability, 0 to 1; default 0.5.
        #[serde(default = "default_probability")]
        #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
        probability: f64,
    },
}

fn default_padding() -> f64 {
    0.125
}
fn default_probability() -> f64 {
    0.5
}

/// Transforms, applied one after another; default crop and flip.
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
        let crop = crop.then(|| Transform::RandomCrop { padding: default_padding() });
        let flip = flip.then(|| Transform::HorizontalFlip { probability: default_probability() });
        Self(crop.into_iter().chain(flip).collect())
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
            match *transform {
                Transform::RandomCrop { padding } if !(padding > 0.0 && padding <= 0.5) => {
                    return Err(Error::config("augmentation.padding", padding, "above 0 and up to 0.5"));
                }
                Transform::HorizontalFlip { probability } if !(0.0..=1.0).contains(&probability) => {
                    return Err(Error::config("augmentation.probability", probability, "from 0 to 1"));
                }
                Transform::RandomCrop { .. } | Transform::HorizontalFlip { .. } => {}
            }
        }
        Ok(())
    }
}
