//! Rivals: the same work in the libraries people would otherwise use, from `benches/peers`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::{Place, source};
use crate::{Outcome, say};

/// A Python that has the rivals' libraries, in a virtual environment made once.
///
/// # Errors
/// Why there is none.
pub fn python(place: &Place) -> Outcome<PathBuf> {
    let folder = place.kept("python");
    let program = folder.join("bin").join("python");
    let wanted = source("peers/requirements.txt");
    let installed = folder.join("requirements.txt");
    if same(&wanted, &installed) {
        return Ok(program);
    }
    say("installing the rivals");
    quiet(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    quiet(Command::new(&program).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&wanted))?;
    // Copied last: an environment that has it is whole.
    std::fs::copy(&wanted, &installed).map_err(|error| format!("{}: {error}", installed.display()))?;
    Ok(program)
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((std::fs::read(one), std::fs::read(other)), (Ok(one), Ok(other)) if one == other)
}

fn quiet(command: &mut Command) -> Outcome<()> {
    let done = command.output().map_err(|error| format!("python3: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    Err(said.lines().last().unwrap_or("pip failed").to_owned())
}
