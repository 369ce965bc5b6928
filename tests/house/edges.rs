//! Which crate may know which: DESIGN's edges, from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::root;

/// Normal dependencies among our crates. Equal, neither more nor less.
const EDGES: [(&str, &[&str]); 12] = [
    ("allocator", &[]),
    ("domain", &[]),
    ("sources", &["domain"]),
    ("store", &["domain"]),
    ("intake", &["domain", "sources", "store"]),
    ("engine", &[]),
    ("panel", &["domain", "engine", "store"]),
    ("export", &["domain", "panel", "sources", "store"]),
    ("generate", &["domain"]),
    ("house", &[]),
    ("support", &["domain", "store"]),
    ("xtask", &[]),
];

/// Surfaces, which may know all of these.
const SURFACES: [(&str, &[&str]); 3] = [
    ("api", &["allocator", "domain", "engine", "export", "intake", "panel", "sources", "store"]),
    ("cli", &["allocator", "api", "domain", "engine", "export", "intake", "panel", "sources", "store"]),
    ("benches", &["domain", "engine", "generate", "intake", "panel", "sources", "store"]),
];

/// Crates that must not link the engine, so that they build in seconds.
const WITHOUT_ENGINE: [&str; 8] = ["allocator", "domain", "generate", "house", "intake", "sources", "support", "xtask"];

#[test]
fn crates_know_only_those_they_may() {
    let found = edges();
    let allowed: BTreeMap<&str, &[&str]> = EDGES.into_iter().collect();
    let surfaces: BTreeMap<&str, &[&str]> = SURFACES.into_iter().collect();
    for (package, knows) in &found {
        let knows: BTreeSet<&str> = knows.iter().map(String::as_str).collect();
        match (allowed.get(package.as_str()), surfaces.get(package.as_str())) {
            (Some(edges), _) => assert_eq!(knows, edges.iter().copied().collect(), "edges of {package}"),
            (None, Some(most)) => {
                let beyond: Vec<_> = knows.iter().filter(|crate_| !most.contains(crate_)).collect();
                assert!(beyond.is_empty(), "{package} knows {beyond:?}");
            }
            (None, None) => panic!("{package} is in no table of tests/house/edges.rs"),
        }
    }
    for package in allowed.keys().chain(surfaces.keys()) {
        assert!(found.contains_key(*package), "{package} is in the table and does not exist");
    }
}

#[test]
fn what_needs_no_engine_does_not_link_it() {
    for package in WITHOUT_ENGINE {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--edges", "normal,build", "--prefix", "none", "--package", package])
            .current_dir(root())
            .output()
            .expect("cargo runs this test");
        let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
        assert!(tree.starts_with(package), "cargo tree said nothing of {package}");
        assert!(!tree.lines().any(|line| line.starts_with("datafusion ")), "{package} links the engine");
    }
}

/// The normal dependencies of each of our packages on others of ours.
fn edges() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs this test");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("packages are a list");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let names: BTreeSet<String> = packages.iter().map(|package| text(&package["name"])).collect();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().into_iter().flatten();
            let normal = dependencies.filter(|dependency| dependency["kind"].is_null());
            let ours = normal.map(|dependency| text(&dependency["name"])).filter(|name| names.contains(name));
            (text(&package["name"]), ours.collect())
        })
        .collect()
}
