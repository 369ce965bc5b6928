//! What is written about the house is true of it.

use std::path::Path;

use crate::root;

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_architecture_names_every_crate_and_invariant() {
    let architecture = read("ARCHITECTURE.md");
    for folder in ["crates", "benches", "tests", "xtask"] {
        for manifest in manifests(&root().join(folder)) {
            let name = manifest.lines().find_map(|line| line.strip_prefix("name = ")).unwrap_or("");
            assert!(architecture.contains(name.trim_matches('"')), "ARCHITECTURE.md does not name {name}");
        }
    }
    for number in 1..=9 {
        assert!(
            architecture.contains(&format!("**Invariant {number}.**")),
            "invariant {number} is not in ARCHITECTURE.md"
        );
    }
}

#[test]
fn the_readme_says_how_to_begin() {
    for name in ["README.md", "LEIAME.md"] {
        let readme = read(name);
        for command in ["cargo xtask demo", "cargo xtask test"] {
            assert!(readme.contains(command), "{name} lacks `{command}`");
        }
    }
}

#[test]
fn every_crate_forbids_what_invariant_6_does() {
    let forbids = |crate_: &str, what: &str| read(&format!("crates/{crate_}/clippy.toml")).contains(what);
    for crate_ in ["domain", "sources", "store", "intake", "engine", "panel", "export"] {
        assert!(forbids(crate_, "SystemTime::now"), "{crate_} may read the clock");
        assert!(forbids(crate_, "std::env::var"), "{crate_} may read the environment");
    }
    for crate_ in ["domain", "sources", "panel", "export"] {
        assert!(forbids(crate_, "std::fs::File"), "{crate_} may open files");
        assert!(forbids(crate_, "std::net::TcpStream"), "{crate_} may open connections");
    }
}

#[test]
fn what_is_built_without_unit_tests_has_none() {
    for (manifest, text) in crate::texts().into_iter().filter(|(name, _)| name.ends_with("Cargo.toml")) {
        let folder = manifest.trim_end_matches("Cargo.toml");
        let tests = crate::texts()
            .into_iter()
            .find(|(name, text)| name.starts_with(&format!("{folder}src/")) && text.contains("#[cfg(test)]"));
        let without = text.lines().any(|line| line == "test = false");
        assert!(
            !without || tests.is_none(),
            "{manifest} says `test = false`: {} would never run",
            tests.unwrap_or_default().0
        );
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    for (name, text) in crate::texts().into_iter().filter(|(name, _)| name.ends_with(".md")) {
        let folder = root().join(&name).parent().map(Path::to_owned).unwrap_or_default();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap_or("");
            let is_file = !path.is_empty() && !path.contains("://") && !path.starts_with("mailto:");
            assert!(!is_file || folder.join(path).exists(), "{name} links to {target}, which does not exist");
        }
    }
}

fn manifests(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let below = entries.map(|entry| entry.path().join("Cargo.toml"));
    std::iter::once(folder.join("Cargo.toml"))
        .chain(below)
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect()
}
