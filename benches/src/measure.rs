//! Running a program to its end in a process of its own, and what that process took.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Outcome;
use crate::place::source;

/// What one run of a program took and printed.
#[derive(Debug)]
pub struct Run {
    /// From its start to its end.
    pub seconds: f64,
    /// Of all processors, for it and for the system on its behalf.
    pub processor_seconds: f64,
    /// The most memory it held at once.
    pub peak_bytes: u64,
    /// What it wrote to stdout.
    pub output: String,
}

/// The last line of `measure.py`.
#[derive(Deserialize)]
struct Taken {
    code: i32,
    seconds: f64,
    processor_seconds: f64,
    peak_bytes: u64,
}

/// Runs a program through `measure.py`, which the system tells what its child took.
///
/// # Errors
/// There is no Python, or the program fails.
pub fn measured<A: AsRef<OsStr>>(program: &Path, arguments: &[A]) -> Outcome<Run> {
    let mut command = Command::new("python3");
    command.arg(source("measure.py")).arg(program).args(arguments);
    let done = command.output().map_err(|error| format!("python3, which measures, cannot be run: {error}"))?;
    let failed = |what: &str| {
        format!("{what}: {} {}\n{}", program.display(), shown(arguments), String::from_utf8_lossy(&done.stderr))
    };
    let output = String::from_utf8(done.stdout.clone()).map_err(|_| failed("printed no text"))?;
    let (output, last) = output.trim_end().rsplit_once('\n').ok_or_else(|| failed("could not be measured"))?;
    let taken: Taken = serde_json::from_str(last).map_err(|_| failed("could not be measured"))?;
    if taken.code != 0 {
        return Err(failed(&format!("ended with {}", taken.code)));
    }
    let Taken { seconds, processor_seconds, peak_bytes, .. } = taken;
    Ok(Run { seconds, processor_seconds, peak_bytes, output: output.trim_end().to_owned() })
}

impl Run {
    /// The program's last line as JSON.
    ///
    /// # Errors
    /// It is not what was expected.
    pub fn json<T: DeserializeOwned>(&self) -> Outcome<T> {
        let last = self.output.lines().last().unwrap_or("");
        serde_json::from_str(last).map_err(|error| format!("{error} in {last:?}"))
    }
}

fn shown<A: AsRef<OsStr>>(arguments: &[A]) -> String {
    arguments.iter().map(|argument| argument.as_ref().to_string_lossy()).collect::<Vec<_>>().join(" ")
}
