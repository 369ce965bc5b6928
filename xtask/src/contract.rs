//! The contract put to the test: requests that schemathesis makes of the server's own OpenAPI.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Chore;
use crate::command::{program, run, succeeds, target};
use crate::tools::{install, or_without};
use crate::web::Web;

/// What makes the requests, from PyPI.
const GENERATOR: &str = "schemathesis==4.32.5";

/// How many requests are made of each operation, and from what seed.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    examples: u32,
    seed: Option<u32>,
}

/// The same few requests each time.
pub const SHORT: Extent = Extent { examples: 10, seed: Some(2026) };

/// Many, and others each time.
pub const LONG: Extent = Extent { examples: 200, seed: None };

/// Asks the built binary; `false`, outside CI, where there is no Python.
pub fn hold(web: &Web, extent: Extent) -> Result<bool, String> {
    let Some(generator) = or_without(generator(), "the contract is not put to the test")? else { return Ok(false) };
    let mut asking = web.with_binary("contract");
    asking.env("SCHEMATHESIS_BIN", generator).env("CONTRACT_EXAMPLES", extent.examples.to_string());
    if let Some(seed) = extent.seed {
        asking.env("CONTRACT_SEED", seed.to_string());
    }
    run(&mut asking)?;
    Ok(true)
}

/// The generator, in a virtual environment of its own.
fn generator() -> Result<PathBuf, String> {
    let folder = target().join("contract").join(GENERATOR);
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let generator = programs.join("schemathesis");
    if succeeds(Command::new(&generator).arg("--version")) {
        return Ok(generator);
    }
    if !succeeds(program("python3").args(["-m", "venv", "--help"])) {
        install("Python with venv", &["python3", "python3-venv"])?;
    }
    run(program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    pip(&programs).map(|()| generator)
}

fn pip(programs: &Path) -> Chore {
    run(Command::new(programs.join("python")).args(["-m", "pip", "install", "--quiet", GENERATOR]))
}
