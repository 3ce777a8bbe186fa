//! The layers of ARCHITECTURE.md, by the `use` lines of the source.

use std::fs;
use std::path::{Path, PathBuf};

/// A module may use those before it, and its own.
const ORDER: [&str; 20] = [
    "error",
    "parallel",
    "rng",
    "config",
    "device",
    "cluster",
    "data",
    "kernel",
    "views",
    "model",
    "method",
    "train",
    "evaluate",
    "embed",
    "explain",
    "export",
    "experiment",
    "workspace",
    "wasm",
    "bin",
];
/// What only the browser's side may name.
const BROWSER_CRATES: [&str; 4] = ["wasm_bindgen", "js_sys", "web_sys", "serde_wasm_bindgen"];
/// What the core may not reach for: clocks and global randomness.
const FORBIDDEN: [&str; 5] = ["std::time", "Instant::now", "SystemTime", "rand::rng()", "thread_rng"];
/// Lines of a file, tests and all. The limit of the house style is 400.
const MAX_LINES: usize = 420;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn modules() -> Vec<(String, PathBuf, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |path: PathBuf| {
        let relative = path.strip_prefix(&root).unwrap();
        let module = relative.iter().next().unwrap().to_string_lossy().replace(".rs", "");
        let text = fs::read_to_string(&path).unwrap();
        (module, path, text)
    };
    sources(&root).into_iter().map(read).filter(|(module, _, _)| module != "lib").collect()
}

#[test]
fn imports_run_one_way() {
    let rank = |module: &str| ORDER.iter().position(|name| *name == module);
    for (module, path, text) in modules() {
        let own = rank(&module).unwrap_or_else(|| panic!("{} is in no layer", path.display()));
        for (number, line) in text.lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let Some(other) = rank(&name) else { continue };
                let place = format!("{}:{}", path.display(), number + 1);
                assert!(other <= own, "{place}: `{module}` may not use `{name}`");
            }
        }
    }
}

#[test]
fn only_the_wasm_folder_names_browser_crates() {
    for (module, path, text) in modules().into_iter().filter(|(module, _, _)| module != "wasm") {
        for name in BROWSER_CRATES {
            assert!(!text.contains(name), "{}: `{module}` names `{name}`", path.display());
        }
    }
}

#[test]
fn the_core_has_no_clock_and_no_global_randomness() {
    for (module, path, text) in modules().into_iter().filter(|(module, _, _)| module != "bin") {
        for name in FORBIDDEN {
            assert!(!text.contains(name), "{}: `{module}` names `{name}`", path.display());
        }
    }
}

#[test]
fn the_core_does_not_unwrap() {
    for (_, path, text) in modules() {
        assert!(!text.contains(".unwrap()"), "{} unwraps", path.display());
    }
}

#[test]
fn files_are_short_enough_to_hold() {
    for (_, path, text) in modules() {
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
    }
}
