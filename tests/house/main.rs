//! The rules of the house (ARCHITECTURE.md), as tests.

mod documents;
mod edges;
mod hosts;
mod sizes;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the tests run from a checkout")
}

/// Files that git tracks, or would track, with their texts; those that are no text are left out.
fn texts() -> Vec<(String, String)> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git is there wherever the checkout came from");
    let names = String::from_utf8_lossy(&listed.stdout).into_owned();
    names.lines().filter_map(|name| Some((name.to_owned(), std::fs::read_to_string(root().join(name)).ok()?))).collect()
}
