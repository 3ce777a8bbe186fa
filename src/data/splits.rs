//! The splits of data by their usual names, and data sets of sets that are labelled as a whole.

use super::held_out::{TEST_FRACTION, hold_out, percent};
use super::{Dataset, ImageSet, LoadReport};
use crate::config::{FilesConfig, NamedSplit};
use crate::error::{Error, Result};

/// Names of images to learn from, to evaluate on (the first that has labels is taken), and without labels.
const TRAIN: [&str; 5] = ["train", "training", "trainset", "tr", "trn"];
const TEST: [&str; 6] = ["test", "testing", "testset", "te", "tst", "t10k"];
const VAL: [&str; 6] = ["val", "valid", "validation", "eval", "dev", "va"];
const UNLABELED: [&str; 5] = ["unlabeled", "unlabelled", "unsupervised", "unsup", "extra"];
/// Names that are too short, or too common, to be taken for those of a split in a folder of somebody's own.
const NOT_FOLDERS: [&str; 7] = ["tr", "trn", "te", "tst", "va", "dev", "extra"];

/// A part of some data, as its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Part {
    Train,
    Val,
    Test,
    Unlabeled,
    /// The name is that of no split.
    Other,
}

impl Part {
    /// Of the name of a folder.
    pub(super) fn of_folder(name: &str) -> Self {
        let name = name.to_lowercase();
        if NOT_FOLDERS.contains(&name.as_str()) { Self::Other } else { Self::of(&name) }
    }

    /// Of the words in the name of a file or an array: that of the first which names a split.
    pub(super) fn of_words(name: &str) -> Self {
        let words = name.split(|character: char| !character.is_alphanumeric()).map(str::to_lowercase);
        words.map(|word| Self::of(&word)).find(|&part| part != Self::Other).unwrap_or(Self::Other)
    }

    /// Of a name in lower case.
    pub(super) fn of(name: &str) -> Self {
        let names = [
            (Self::Train, &TRAIN[..]),
            (Self::Test, &TEST[..]),
            (Self::Val, &VAL[..]),
            (Self::Unlabeled, &UNLABELED[..]),
        ];
        names.into_iter().find(|(_, names)| names.contains(&name)).map_or(Self::Other, |(part, _)| part)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Val => "val",
            Self::Test => "test",
            Self::Unlabeled => "unlabeled",
            Self::Other => "other",
        }
    }
}

/// The parts that names say; all are to learn from where none says any.
pub(super) fn parts_of<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Part> {
    let mut parts: Vec<Part> = names.map(Part::of_words).collect();
    if parts.iter().all(|&part| part == Part::Other) {
        parts.fill(Part::Train);
    }
    parts
}

impl From<NamedSplit> for Part {
    fn from(split: NamedSplit) -> Self {
        match split {
            NamedSplit::Train => Self::Train,
            NamedSplit::Val => Self::Val,
            NamedSplit::Test => Self::Test,
        }
    }
}

/// The part to learn from, and the one to evaluate on if there is one. `is_usable` says whether a part has images that can
/// be evaluated on.
///
/// # Errors
/// [`Error::InvalidConfig`] where a split is requested that is not there.
pub(super) fn choose(
    config: &FilesConfig,
    has: impl Fn(Part) -> bool,
    is_usable: impl Fn(Part, Part) -> bool,
) -> Result<(Part, Option<Part>)> {
    let all = [Part::Train, Part::Val, Part::Test];
    let missing = |field, split: NamedSplit| {
        let there: Vec<&str> = all.into_iter().filter(|&part| has(part)).map(Part::name).collect();
        let expected = match there[..] {
            [] | ["train"] => "left out: the data has no splits by name".to_string(),
            _ => format!("one of the splits of the data: {}", there.join(", ")),
        };
        Error::config(field, split.name(), expected)
    };
    if let Some(split) = config.train_split.filter(|&split| !has(split.into())) {
        return Err(missing("trainSplit", split));
    }
    let default = all.into_iter().find(|&part| has(part)).unwrap_or(Part::Train);
    let learnt = config.train_split.map_or(default, Part::from);
    match config.test_split {
        Some(split) if !has(split.into()) || learnt == split.into() => Err(missing("testSplit", split)),
        Some(split) => Ok((learnt, Some(split.into()))),
        None => {
            let held_out = [Part::Test, Part::Val].into_iter();
            Ok((learnt, held_out.filter(|&part| part != learnt).find(|&part| is_usable(part, learnt))))
        }
    }
}

/// Sets of images, each of one part of the data.
pub(super) struct Parts {
    pub name: &'static str,
    pub image_size: usize,
    pub class_names: Vec<String>,
    /// Mean and standard deviation if they are fixed, else those of the images to pretrain on.
    pub stats: Option<([f32; 3], [f32; 3])>,
    /// Each with its name in messages.
    pub sets: Vec<(Part, ImageSet, String)>,
    pub report: LoadReport,
}

impl Parts {
    /// As a data set: learns from `train`, pretrains on what has no labels if there is such, and holds images out where
    /// none are there to evaluate on.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] where a split is requested that is not there; [`Error::NoImages`] where nothing is there
    /// to learn from; those of reading.
    pub(super) fn into_dataset(self, config: &FilesConfig, place: &str) -> Result<Dataset> {
        let Self { name, image_size, class_names, stats, sets, mut report } = self;
        let find = |part: Part| sets.iter().find(|(of, set, _)| *of == part && !set.is_empty());
        let is_labeled = |set: &ImageSet| set.labels().is_some();
        let (learnt, held_out) = choose(
            config,
            |part| find(part).is_some(),
            |part, learnt| {
                let learns = find(learnt).is_some_and(|(_, set, _)| is_labeled(set));
                find(part).is_some_and(|(_, set, _)| is_labeled(set) || !learns)
            },
        )?;
        let set_of = |part: Part| find(part).map(|(_, set, _)| set.clone());
        let (mut train, mut test) = (set_of(learnt), held_out.and_then(set_of));
        if let Some((_, _, words)) = held_out.and_then(find) {
            report.held_out = format!("the images of {words}");
        } else if let Some(images) = train.take() {
            let fraction = config.test_fraction.unwrap_or(TEST_FRACTION);
            let labels = (0..images.len()).map(|index| images.label(index)).collect::<Vec<_>>();
            let is_test = hold_out(&labels, fraction, config.seed);
            let part =
                |wanted| (0..images.len()).filter(|&index| is_test[index] == wanted).collect::<Vec<_>>();
            let whole = if is_labeled(&images) { "each class" } else { "the images" };
            report.held_out = format!("{} % of {whole}, drawn at random", percent(fraction));
            (train, test) = (Some(images.subset(&part(false))), Some(images.subset(&part(true))));
        } else {
            report.held_out = "none: only images without labels are there".into();
        }
        for (part, set, words) in &sets {
            let is_used = *part == learnt || Some(*part) == held_out || *part == Part::Unlabeled;
            if !is_used && !set.is_empty() {
                report.notes.push(format!("The {} images of {words} are not used.", set.len()));
            }
        }
        let unlabeled = set_of(Part::Unlabeled).or_else(|| train.clone()).ok_or_else(|| Error::NoImages {
            place: place.into(),
            remedy: "Choose files with images to learn from".into(),
        })?;
        let (mean, std) = match stats {
            Some(stats) => stats,
            None => unlabeled.channel_stats()?,
        };
        let dataset = Dataset {
            name: name.into(),
            image_size,
            class_names,
            mean,
            std,
            unlabeled,
            train: train.filter(is_labeled),
            test: test.filter(|set| !set.is_empty()),
            square: config.square,
            report,
            pretrain_limit: None,
        };
        Ok(dataset.limited(config))
    }
}
