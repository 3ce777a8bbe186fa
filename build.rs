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
    let commit = Command::new("git").args(["rev-parse", "HEAD"]).output();
    if let Ok(output) = commit
        && output.status.success()
    {
        println!("cargo::rustc-env=PATCHWISE_COMMIT={}", String::from_utf8_lossy(&output.stdout).trim());
    }
}
