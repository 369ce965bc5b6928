//! What the machine must have. What is missing is named with the command that installs it; as root on
//! Debian or Ubuntu it is installed.

use std::process::Command;

use crate::command::{output, program, run, succeeds};
use crate::{Chore, say};

/// Free disk a build needs.
const DISK_GB: u64 = 15;

/// The oldest Rust that builds the engine.
const RUST_MINOR: u32 = 94;

/// Whether a missing tool is an error and never a reason to skip.
fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// What was found; where it is lacking, a failure in CI, and elsewhere `None`, with what is done without it.
pub fn or_without<T>(found: Result<T, String>, without: &str) -> Result<Option<T>, String> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(message) if is_ci() => Err(message),
        Err(message) => {
            say(&format!("{without}: {message}"));
            Ok(None)
        }
    }
}

/// Checks what every chore needs: Rust, a C compiler for SQLite and the like, disk.
pub fn check() -> Chore {
    let version = output(program("rustc").arg("--version"))?;
    let minor = version.split(['.', ' ']).nth(2).and_then(|minor| minor.parse::<u32>().ok()).unwrap_or(0);
    if minor < RUST_MINOR {
        return Err(format!("{version} is too old: run `rustup update` (1.{RUST_MINOR} or newer is needed)"));
    }
    if !succeeds(Command::new("cc").arg("--version")) {
        install("a C compiler", &["gcc", "libc6-dev"])?;
    }
    check_disk()
}

/// Installs Debian packages where that can be done without asking; otherwise says how.
pub fn install(what: &str, packages: &[&str]) -> Chore {
    let how = format!("apt-get install -y {}", packages.join(" "));
    let is_root = output(program("id").arg("-u")).is_ok_and(|id| id == "0");
    if !is_root || !succeeds(Command::new("apt-get").arg("--version")) {
        return Err(format!("{what} is missing; on Debian or Ubuntu: sudo {how}"));
    }
    say(&format!("{what} is missing: installing {}", packages.join(" ")));
    let quiet = |command: &mut Command| {
        command.env("DEBIAN_FRONTEND", "noninteractive");
        run(command)
    };
    quiet(program("apt-get").arg("update").arg("-qq"))?;
    quiet(program("apt-get").args(["install", "-y", "-qq"]).args(packages))
}

fn check_disk() -> Chore {
    let target = crate::command::target();
    let place = target.ancestors().find(|folder| folder.exists());
    let Some(place) = place else { return Ok(()) };
    // Where `df` is another one, or none, the build itself will say that the disk is full.
    let Ok(table) = output(program("df").arg("-Pk").arg(place)) else { return Ok(()) };
    let free_kb =
        table.lines().nth(1).and_then(|row| row.split_whitespace().nth(3)).and_then(|kb| kb.parse::<u64>().ok());
    match free_kb {
        Some(kb) if kb / (1 << 20) < DISK_GB && !target.join("debug").exists() => Err(format!(
            "{} has {} GB free; a build needs about {DISK_GB} GB: free some, or set CARGO_TARGET_DIR",
            place.display(),
            kb / (1 << 20)
        )),
        _ => Ok(()),
    }
}
