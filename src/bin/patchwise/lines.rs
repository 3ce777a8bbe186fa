//! The lines of a table, before they are run.

use patchwise::config::{Method, Protocol};

use crate::arguments::Table;
use crate::failure::Failure;
use crate::source::parse;

const RATIOS: &str = "0.3,0.4,0.5";

/// A line of the table before it is run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Line {
    Random,
    Method(Method, Option<f64>),
}

impl Line {
    pub fn title(self) -> String {
        match self {
            Self::Random => "Random weights".into(),
            Self::Method(method, None) => method.title().into(),
            Self::Method(method, Some(ratio)) => format!("{} {ratio}", method.title()),
        }
    }

    pub fn folder(self, seed: u64) -> String {
        match self {
            Self::Random => format!("random-seed{seed}"),
            Self::Method(method, None) => format!("{}-seed{seed}", method.name()),
            Self::Method(method, Some(ratio)) => format!("{}-{ratio}-seed{seed}", method.name()),
        }
    }

    /// Whether a protocol makes sense for it.
    pub fn has(self, protocol: Protocol) -> bool {
        match self {
            Self::Random => protocol != Protocol::Pretext,
            // Trained with labels already: its own answers on test images are what the others are held against.
            Self::Method(Method::Supervised, _) => protocol == Protocol::Pretext,
            Self::Method(Method::DeepCluster, _) => protocol != Protocol::Pretext,
            Self::Method(..) => true,
        }
    }
}

/// Values by their names, separated by commas.
pub fn list<T: serde::de::DeserializeOwned>(names: &str, option: &str) -> Result<Vec<T>, Failure> {
    names.split(',').map(|name| parse(option, name.trim())).collect()
}

/// The lines that options name, each once.
pub fn lines(options: &Table) -> Result<Vec<Line>, Failure> {
    let ratio = |text: &str| {
        let number = text.trim().parse::<f64>();
        number.map_err(|_| Failure::new(format!("`--ratios` has {text}, but must have numbers such as 0.4.")))
    };
    let ratios = options.ratios.as_deref().unwrap_or(RATIOS).split(',').map(ratio);
    let ratios: Vec<f64> = ratios.collect::<Result<_, _>>()?;
    let all = || {
        let names = Method::ALL.map(Method::name);
        format!("supervised,random,{}", names[..names.len() - 1].join(","))
    };
    let mut lines: Vec<Line> = Vec::new();
    let mut add = |line| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    for name in options.methods.clone().unwrap_or_else(all).split(',').map(str::trim) {
        if name == "random" {
            add(Line::Random);
            continue;
        }
        let method: Method =
            parse("methods", name).map_err(|failure| failure.renamed(&[("one of", "random or one of")]))?;
        match method.has_patch() {
            true => ratios.iter().for_each(|&ratio| add(Line::Method(method, Some(ratio)))),
            false => add(Line::Method(method, None)),
        }
    }
    Ok(lines)
}
