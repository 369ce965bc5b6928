//! No package registry is named: who builds this may use mirrors. And nothing third-party is copied in.

use crate::texts;

/// Hosts of registries, in parts so that this file does not name them either.
const HOSTS: [&[&str]; 8] = [
    &["crates", "io"],
    &["docs", "rs"],
    &["pypi", "org"],
    &["pythonhosted", "org"],
    &["npmjs", "org"],
    &["npmjs", "com"],
    &["jsdelivr", "net"],
    &["unpkg", "com"],
];

#[test]
fn no_file_names_a_package_registry() {
    for (name, text) in texts().into_iter().filter(|(name, _)| !name.ends_with("Cargo.lock")) {
        for host in HOSTS.map(|parts| parts.join(".")) {
            assert!(!text.contains(&host), "{name} names {host}");
        }
    }
}
