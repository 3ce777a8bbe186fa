//! Arrays of images with arrays of labels, by their names: `train_images`, `x_test`, `t10k-labels-idx1-ubyte` and the like.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::label::{Label, is_name_list, listed_names, number_classes};
use super::layout::is_tool_file;
use super::listing::{DEFAULT_SIDE, others};
use super::pieces::Slice;
use super::splits::{Part, Parts};
use super::{Dataset, Depth, ImageSet, LoadReport, PixelOrder, RecordLayout, SharedSource};
use crate::config::{FilesConfig, IMAGE_SIZE_RANGE};
use crate::error::{Error, Result};

/// Images larger than this are made smaller unless the config says otherwise.
const LARGEST_SIDE: usize = 96;
/// Labels that are read, at most, in bytes: some ten million.
const MAX_LABEL_BYTES: usize = 1 << 27;
/// The longest side of an image, in pixels.
const MAX_SIDE: usize = 1 << 14;
/// Words in the names of arrays of images, and of labels.
const IMAGE_WORDS: [&str; 7] = ["images", "image", "imgs", "img", "x", "data", "pixels"];
const LABEL_WORDS: [&str; 8] = ["labels", "label", "y", "targets", "target", "classes", "class", "cls"];

/// The type of an array's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Unsigned {
        bytes: usize,
        is_big: bool,
    },
    Signed {
        bytes: usize,
        is_big: bool,
    },
    Float {
        bytes: usize,
        is_big: bool,
    },
    /// Texts of fixed length, of bytes or of characters of four.
    Text {
        bytes: usize,
        is_wide: bool,
        is_big: bool,
    },
    Other(String),
}

impl Kind {
    fn bytes(&self) -> Option<usize> {
        match *self {
            Self::Unsigned { bytes, .. }
            | Self::Signed { bytes, .. }
            | Self::Float { bytes, .. }
            | Self::Text { bytes, .. } => Some(bytes),
            Self::Other(_) => None,
        }
    }

    fn is_big(&self) -> bool {
        match *self {
            Self::Unsigned { is_big, .. }
            | Self::Signed { is_big, .. }
            | Self::Float { is_big, .. }
            | Self::Text { is_big, .. } => is_big,
            Self::Other(_) => false,
        }
    }

    fn title(&self) -> String {
        match self {
            Self::Unsigned { bytes, .. } => format!("uint{}", 8 * bytes),
            Self::Signed { bytes, .. } => format!("int{}", 8 * bytes),
            Self::Float { bytes, .. } => format!("float{}", 8 * bytes),
            Self::Text { .. } => "texts".into(),
            Self::Other(name) => name.clone(),
        }
    }
}

/// An array in a file.
#[derive(Clone, Debug)]
pub(super) struct Array {
    name: String,
    /// Its values only.
    data: SharedSource,
    shape: Vec<usize>,
    kind: Kind,
    is_fortran: bool,
}

impl Array {
    /// # Errors
    /// [`Error::InvalidData`] where the file is shorter than the shape says.
    pub(super) fn new(
        name: &str,
        data: SharedSource,
        shape: Vec<usize>,
        kind: Kind,
        is_fortran: bool,
    ) -> Result<Self> {
        if let Some(bytes) = kind.bytes() {
            let needed = shape.iter().try_fold(bytes, |product, &length| product.checked_mul(length));
            if needed.is_none_or(|needed| needed as u64 > data.len()) {
                let problem = format!("its shape {shape:?} needs more than its {} bytes", data.len());
                return Err(Error::data(name, problem, "Download or save it again; it may be cut short"));
            }
        }
        Ok(Self { name: name.into(), data, shape, kind, is_fortran })
    }

    fn len(&self) -> usize {
        self.shape.first().copied().unwrap_or(0)
    }

    /// Its name without folders and ending.
    fn stem(&self) -> &str {
        let file = self.name.rsplit('/').next().unwrap_or_default();
        file.strip_suffix(".npy").unwrap_or(file)
    }

    fn words(&self) -> Vec<String> {
        self.stem().split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect()
    }

    fn part(&self) -> Part {
        Part::of_words(self.stem())
    }

    /// Whether its shape is that of images.
    fn has_images(&self) -> bool {
        self.shape.len() >= 3 && !matches!(self.kind, Kind::Text { .. })
    }

    /// Whether its shape and type are those of one label an image.
    fn has_labels(&self) -> bool {
        let is_flat = matches!(self.shape[..], [_] | [_, 1]);
        is_flat && !matches!(self.kind, Kind::Other(_))
    }

    /// How its images lie.
    fn layout(&self) -> Result<RecordLayout> {
        let refused = |problem: String, remedy: &str| Error::data(&self.name, problem, remedy);
        let depth = match self.kind {
            Kind::Unsigned { bytes: 1, .. } => Depth::Byte,
            Kind::Unsigned { bytes: 2, is_big: false } => Depth::Little,
            Kind::Unsigned { bytes: 2, is_big: true } => Depth::Big,
            ref other => {
                let problem = format!("its values are {}, not uint8 or uint16", other.title());
                return Err(refused(problem, "Save whole numbers from 0 to 255 as uint8"));
            }
        };
        if self.is_fortran {
            let remedy = "Save it again with numpy.save(name, numpy.ascontiguousarray(array))";
            return Err(refused("its columns come first (Fortran order)".into(), remedy));
        }
        let (height, width, channels, order) = match self.shape[..] {
            [_, height, width] => (height, width, 1, PixelOrder::Interleaved),
            [_, height, width, channels @ (1 | 3 | 4)] => (height, width, channels, PixelOrder::Interleaved),
            [_, channels @ (1 | 3 | 4), height, width] => (height, width, channels, PixelOrder::Planes),
            _ => {
                let problem = format!("its shape is {:?}", self.shape);
                return Err(refused(problem, "Save images as [N, H, W], [N, H, W, 3] or [N, 3, H, W]"));
            }
        };
        if [height, width].iter().any(|side| !(1..=MAX_SIDE).contains(side)) {
            return Err(refused(format!("its images have {width} x {height} pixels"), "Save smaller images"));
        }
        Ok(RecordLayout { header: 0, width, height, channels, order, depth })
    }

    /// Its values as labels.
    fn labels(&self) -> Result<Vec<Option<Label>>> {
        let bytes = self.kind.bytes().unwrap_or(1);
        let refused = |problem: String| Error::data(&self.name, problem, "Save one whole number a label");
        if self.len().checked_mul(bytes).is_none_or(|needed| needed > MAX_LABEL_BYTES) {
            return Err(refused(format!("its {} labels are too many", self.len())));
        }
        let mut values = vec![0; self.len() * bytes];
        self.data.read_at(0, &mut values)?;
        let label = |record: &[u8]| match self.kind {
            Kind::Text { is_wide, is_big, .. } => Some(Label::Name(text_of(record, is_wide, is_big))),
            _ => self.number(record).map(Label::Number),
        };
        let labels: Vec<Option<Label>> = values.chunks_exact(bytes.max(1)).map(label).collect();
        match labels.contains(&None) || labels.len() != self.len() {
            true => Err(refused("its values are neither whole numbers nor texts".into())),
            false => Ok(labels),
        }
    }

    /// A value as a whole number, if it is one.
    fn number(&self, record: &[u8]) -> Option<i64> {
        let mut low_first = [0; 8];
        low_first[..record.len()].copy_from_slice(record);
        if self.kind.is_big() {
            low_first[..record.len()].reverse();
        }
        let unsigned = u64::from_le_bytes(low_first);
        match self.kind {
            Kind::Signed { .. } => {
                let shift = 64 - 8 * record.len() as u32;
                Some((unsigned << shift) as i64 >> shift)
            }
            Kind::Float { bytes: 4, .. } => whole(f64::from(f32::from_bits(unsigned as u32))),
            Kind::Float { .. } => whole(f64::from_bits(unsigned)),
            _ => i64::try_from(unsigned).ok(),
        }
    }
}

fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < 1e9).then_some(value as i64)
}

fn text_of(record: &[u8], is_wide: bool, is_big: bool) -> String {
    if !is_wide {
        return String::from_utf8_lossy(record).trim_end_matches('\0').into();
    }
    let (quads, _) = record.as_chunks::<4>();
    let code = |&quad: &[u8; 4]| if is_big { u32::from_be_bytes(quad) } else { u32::from_le_bytes(quad) };
    quads.iter().map(code).take_while(|&code| code != 0).filter_map(char::from_u32).collect()
}

/// Opens arrays as a data set. Files that are none of them are listed as skipped.
///
/// # Errors
/// [`Error::InvalidData`] on arrays that are no images, or whose labels do not fit; [`Error::NoImages`];
/// [`Error::InvalidConfig`] where an array or a split is asked for that is not there.
pub(super) fn load(
    files: &[SharedSource],
    name: &'static str,
    read: impl Fn(&SharedSource) -> Result<Option<Array>>,
    place: &str,
    config: &FilesConfig,
) -> Result<Dataset> {
    let mut arrays = Vec::new();
    for file in files.iter().filter(|file| !is_tool_file(file.name())) {
        arrays.extend(read(file)?);
    }
    let is_known = |file: &SharedSource| {
        is_name_list(file) || arrays.iter().any(|array: &Array| array.name == file.name())
    };
    let mut report = LoadReport { skipped: others(files, name, is_known), ..LoadReport::default() };
    let pairs = pair(&arrays, place, config)?;
    for array in &arrays {
        let is_used = |pair: &Pair| {
            pair.images.name == array.name || pair.labels.is_some_and(|labels| labels.name == array.name)
        };
        if !pairs.iter().any(is_used) {
            report.notes.push(format!("The array {} {:?} is not used.", array.stem(), array.shape));
        }
    }
    let layouts = pairs.iter().map(|pair| pair.images.layout()).collect::<Result<Vec<_>>>()?;
    let side = layouts.iter().map(|layout| layout.width.min(layout.height)).max().unwrap_or(DEFAULT_SIDE);
    let side = if side > LARGEST_SIDE { DEFAULT_SIDE } else { side.max(*IMAGE_SIZE_RANGE.start()) };
    let image_size = config.image_size.unwrap_or(side);
    let labels =
        pairs.iter().filter_map(|pair| pair.labels).map(Array::labels).collect::<Result<Vec<_>>>()?;
    let (class_names, numbered) = match labels.is_empty() {
        true => Default::default(),
        false => number_classes(&labels, listed_names(files), place)?,
    };
    let mut numbered = numbered.into_iter();
    let mut sets = Vec::new();
    for (Pair { part, images, labels }, layout) in pairs.into_iter().zip(layouts) {
        let labels = labels.and_then(|_| numbered.next());
        // What follows the images in a file is not theirs.
        let len = (images.len() * layout.stride()) as u64;
        let data: SharedSource = Arc::new(Slice::new(&images.name, &images.data, 0, len)?);
        let set = ImageSet::in_records(vec![data], layout, (image_size, config.square), labels);
        sets.push((part, set, images.stem().to_string()));
    }
    Parts { name, image_size, class_names, stats: None, sets, report }.into_dataset(config, place)
}

/// Images with their labels, of a part of the data.
struct Pair<'a> {
    part: Part,
    images: &'a Array,
    labels: Option<&'a Array>,
}

/// The arrays of images, at most one for each part, each with its labels.
fn pair<'a>(arrays: &'a [Array], place: &str, config: &FilesConfig) -> Result<Vec<Pair<'a>>> {
    let images: Vec<&Array> = arrays.iter().filter(|array| array.has_images()).collect();
    let labels: Vec<&Array> = arrays.iter().filter(|array| array.has_labels()).collect();
    if images.is_empty() {
        let shapes: Vec<String> =
            arrays.iter().map(|array| format!("{} {:?}", array.stem(), array.shape)).collect();
        let remedy = "Save images as an array [N, H, W] or [N, H, W, 3] of uint8";
        let there =
            if shapes.is_empty() { String::new() } else { format!("; there is {}", shapes.join(", ")) };
        return Err(Error::NoImages { place: place.into(), remedy: format!("{remedy}{there}") });
    }
    let parts: BTreeSet<Part> = images.iter().map(|array| array.part()).collect();
    // Without splits by name, all images are to learn from.
    let is_whole = parts.iter().all(|&part| part == Part::Other);
    let mut pairs = Vec::new();
    for part in parts.into_iter().filter(|&part| is_whole || part != Part::Other) {
        let of_part = |arrays: &[&'a Array]| -> Vec<&'a Array> {
            arrays.iter().copied().filter(|array| array.part() == part).collect()
        };
        let images = pick(&of_part(&images), config.image_column.as_deref(), &IMAGE_WORDS, "imageColumn")?;
        let labels = pick(&of_part(&labels), config.label_column.as_deref(), &LABEL_WORDS, "labelColumn")?;
        let Some(images) = images else { continue };
        if let Some(labels) = labels.filter(|labels| labels.len() != images.len()) {
            let problem =
                format!("it has {} labels for the {} images of {}", labels.len(), images.len(), images.name);
            return Err(Error::data(&labels.name, problem, "Choose the labels that belong to the images"));
        }
        pairs.push(Pair { part: if is_whole { Part::Train } else { part }, images, labels });
    }
    Ok(pairs)
}

/// The array of that name, or the one whose name has one of these words, or the first.
fn pick<'a>(
    candidates: &[&'a Array],
    wanted: Option<&str>,
    words: &[&str],
    field: &'static str,
) -> Result<Option<&'a Array>> {
    if let Some(wanted) = wanted {
        let is_wanted = |array: &&&Array| {
            let stem = array.stem();
            stem == wanted || array.words().iter().any(|word| word == wanted)
        };
        return match candidates.iter().find(is_wanted) {
            Some(array) => Ok(Some(*array)),
            None => {
                let names: Vec<&str> = candidates.iter().map(|array| array.stem()).collect();
                let expected = match names.is_empty() {
                    true => "left out: there is no such array".to_string(),
                    false => format!("one of {}", names.join(", ")),
                };
                Err(Error::config(field, wanted, expected))
            }
        };
    }
    let named =
        candidates.iter().find(|array| array.words().iter().any(|word| words.contains(&word.as_str())));
    Ok(named.or(candidates.first()).copied())
}
