//! Tells the crate which commit it is built from, where git knows: models record it.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The second changes with every commit, the first with every branch.
    for path in [".git/HEAD", ".git/logs/HEAD"] {
        if Path::new(path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    if let Some(commit) = packed().or_else(current) {
        println!("cargo::rustc-env=PATCHWISE_COMMIT={commit}");
    }
}

/// That of a published package, which cargo has noted in it.
fn packed() -> Option<String> {
    let note = std::fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = note.split_once("\"sha1\": \"")?;
    rest.split_once('"').map(|(commit, _)| commit.into())
}

/// That of a checkout; a package may lie within a repository of something else.
fn current() -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    let output = Command::new("git").args(["rev-parse", "HEAD"]).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().into())
}
