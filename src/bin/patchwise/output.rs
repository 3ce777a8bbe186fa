//! Writing files, composing pictures, and printing to the terminal.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use image::RgbImage;
use serde_json::Value;

use crate::failure::Failure;

/// How much is said beside results.
#[derive(Args, Clone, Copy, Debug)]
pub struct Verbosity {
    /// Say nothing but results and errors
    #[arg(short, long, global = true, display_order = 1000)]
    quiet: bool,
    /// Also say what is used and how long it takes
    #[arg(short, long, global = true, display_order = 1000)]
    verbose: bool,
}

static VERBOSITY: OnceLock<Verbosity> = OnceLock::new();

impl Verbosity {
    /// Holds from now on.
    pub fn set(self) -> Result<(), Failure> {
        VERBOSITY.get_or_init(|| self);
        let both = "`--quiet` and `--verbose` exclude each other. Give one of them. See --help.";
        if self.quiet && self.verbose { Err(Failure::new(both)) } else { Ok(()) }
    }
}

fn verbosity() -> Verbosity {
    *VERBOSITY.get_or_init(|| Verbosity { quiet: false, verbose: false })
}

static IS_SILENT: AtomicBool = AtomicBool::new(false);

/// Another process says everything.
pub fn be_silent() {
    IS_SILENT.store(true, Ordering::Relaxed);
}

/// Whether nothing but results and errors is said.
pub fn is_quiet() -> bool {
    verbosity().quiet || IS_SILENT.load(Ordering::Relaxed)
}

/// What a person should know, on the error stream.
pub fn note(text: &str) {
    if !is_quiet() {
        say(text);
    }
}

/// What a person may want to know, on the error stream.
pub fn detail(text: &str) {
    if verbosity().verbose && !IS_SILENT.load(Ordering::Relaxed) {
        say(text);
    }
}

/// On the error stream, where somebody still reads it, however little is to be said.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// The option that has another process say as much as this one.
pub fn verbosity_option() -> Option<&'static str> {
    let Verbosity { quiet, verbose } = verbosity();
    if quiet { Some("--quiet") } else { verbose.then_some("--verbose") }
}

/// Fails now, before any long work, where a file could not be written later.
pub fn check_writable(path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::of_path(path, "written", error);
    if path.is_dir() {
        return Err(Failure::of_path(path, "written", "it is a folder"));
    }
    if path.exists() && !path.is_file() {
        return Err(Failure::of_path(path, "written", "it is not a regular file"));
    }
    // The same as in `write`.
    let part = appended(&target(path), ".part");
    std::fs::write(&part, b"").and_then(|()| std::fs::remove_file(&part)).map_err(failed)
}

/// Fails where a file's name does not end in one of these.
pub fn check_ending(path: &Path, endings: &[&str]) -> Result<(), Failure> {
    let found = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if endings.contains(&found) {
        return Ok(());
    }
    let expected = endings.iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(" or ");
    Err(Failure::new(format!("`--out` is {}, but must end in {expected}.", path.display())))
}

/// A path with a suffix appended.
pub fn appended(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(suffix);
    PathBuf::from(name)
}

/// Where a link leads.
fn target(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.into())
}

/// Writes a file in one move, so that a run that is killed leaves the old one intact. A link stays one.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::of_path(path, "written", error);
    let target = target(path);
    let part = appended(&target, ".part");
    std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, &target)).map_err(|error| {
        // What was written of it would fill a disk that is full.
        let _ = std::fs::remove_file(&part);
        failed(error)
    })
}

/// One JSON object, or text.
pub fn print(json: bool, value: &Value, words: impl FnOnce() -> String) {
    print_line(&if json { value.to_string() } else { words() });
}

/// One line, or none where nobody reads any more, as after `| head`.
pub fn print_line(line: &str) {
    if let Err(error) = writeln!(std::io::stdout(), "{line}")
        && error.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("{}", Failure::new(format!("The output cannot be printed: {error}.")));
        std::process::exit(1);
    }
}

/// Square pictures of interleaved RGB bytes, row by row, enlarged by a whole factor, with a gap between them.
pub fn grid(pictures: &[&[u8]], side: usize, columns: usize) -> RgbImage {
    let factor = (128 / side).max(1);
    let (cell, gap) = (side * factor, 4);
    let rows = pictures.len().div_ceil(columns);
    let size = |count: usize| (count * (cell + gap) + gap) as u32;
    let mut canvas = RgbImage::from_pixel(size(columns), size(rows), image::Rgb([255; 3]));
    for (index, picture) in pictures.iter().enumerate() {
        let (left, top) = (gap + index % columns * (cell + gap), gap + index / columns * (cell + gap));
        for y in 0..cell {
            for x in 0..cell {
                let place = (y / factor * side + x / factor) * 3;
                let pixel = image::Rgb([picture[place], picture[place + 1], picture[place + 2]]);
                canvas.put_pixel((left + x) as u32, (top + y) as u32, pixel);
            }
        }
    }
    canvas
}

/// A picture as the bytes of a PNG file.
pub fn to_png(picture: &RgbImage) -> Result<Vec<u8>, Failure> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .map_err(|error| Failure::new(format!("The picture cannot be encoded: {error}.")))?;
    Ok(bytes.into_inner())
}
