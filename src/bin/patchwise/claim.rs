//! The output file of a run: writable, nobody else's, and written by one process at a time.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use patchwise::method::Method;
use serde_json::Value;

use crate::failure::Failure;
use crate::options::{Options, read_record, record_path};
use crate::output::{appended, check_writable};

/// Options that change nothing that is written.
const FREE_OPTIONS: [&str; 4] = ["checkpoint-every", "device", "out", "token"];

/// An output file that no other process writes until this is dropped.
pub struct Claim {
    path: PathBuf,
    /// Locked; the operating system unlocks it, also when the process is killed.
    _lock: File,
}

impl Claim {
    /// Claims the output file of a run and its record, before any long work. What another run wrote stays, unless
    /// `--force` is given; `free` names further options that may have changed since.
    pub fn new(command: &str, options: &impl Options, out: &Path, free: &[&str]) -> Result<Self, Failure> {
        let claim = Self::shared(out)?;
        if options.is_forced() || !(out.exists() || record_path(out).exists()) {
            return Ok(claim);
        }
        let refused = |what: String| {
            Err(Failure::new(format!(
                "{} exists, and {what}. Give another --out, or --force to replace it.",
                out.display()
            )))
        };
        let Some(record) = read_record(command, out) else {
            return refused(format!("no record beside it says that `patchwise {command}` wrote it"));
        };
        let now = serde_json::to_value(options).unwrap_or_default();
        match difference(&record["options"], &now, &[&FREE_OPTIONS, free].concat()) {
            Some(name) => refused(format!("another run wrote it, with a different --{name}")),
            None => Ok(claim),
        }
    }

    /// Refuses an output that is one of the run's own inputs: its record could not be repeated.
    pub fn apart(self, out: &Path, input: &str, path: Option<&Path>) -> Result<Self, Failure> {
        let is_same = |path: &Path| {
            let (ours, theirs) = (out.canonicalize(), path.canonicalize());
            matches!((ours, theirs), (Ok(ours), Ok(theirs)) if ours == theirs)
        };
        match path {
            Some(path) if is_same(path) => {
                let path = path.display();
                Err(Failure::new(format!("`--out` is {path}, as is `--{input}`. Give another --out.")))
            }
            _ => Ok(self),
        }
    }

    /// As [`Claim::new`], without a look at what is there.
    pub fn shared(out: &Path) -> Result<Self, Failure> {
        check_writable(out)?;
        check_writable(&record_path(out))?;
        let path = appended(out, ".lock");
        let failed = |error: std::io::Error| Failure::of_path(&path, "written", error);
        let lock = File::create(&path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Failure::new(format!(
                "Another process is writing {}. Wait for it, or give another --out.",
                out.display()
            ))),
            // File systems without locks.
            Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {
                Ok(Self { path, _lock: lock })
            }
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // One that stays is harmless: only a locked one counts.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Defaults that are the same for every command, as JSON: writing one out changes nothing.
const DEFAULTS: [(&str, &str); 9] = [
    ("backbone", r#""resnet8""#),
    ("classifier", r#""two-layer""#),
    ("data", r#""scenes""#),
    ("flip", "true"),
    ("method", r#""patch-rotnet""#),
    ("protocol", r#""linear""#),
    ("seed", "1"),
    ("square", r#""crop""#),
    ("target", r#""pretext""#),
];

/// The first option that differs.
pub fn difference(before: &Value, now: &Value, free: &[&str]) -> Option<String> {
    let default = |options: &Value, name: &str| {
        if name == "method" && options["recipe"] == "best" {
            return Some(Method::BEST.name().into());
        }
        let (_, text) = DEFAULTS.iter().find(|(known, _)| *known == name)?;
        serde_json::from_str(text).ok()
    };
    let value = |options: &Value, name: &str| {
        options.get(name).cloned().or_else(|| default(options, name)).unwrap_or_default()
    };
    let names = before.as_object().into_iter().chain(now.as_object()).flat_map(|map| map.keys());
    let mut names = names.filter(|name| !free.contains(&name.as_str()));
    names.find(|name| value(before, name) != value(now, name)).cloned()
}
