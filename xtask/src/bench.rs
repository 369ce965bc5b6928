//! `cargo xtask bench [NAME]`: measures what is promised, beside the rivals in the same run.

use crate::command::{cargo, program, run, target};
use crate::{Chore, tools};

/// Runs one benchmark, or all.
pub fn run_benches(name: Option<&str>) -> Chore {
    tools::check()?;
    run(&mut cargo(&["build", "--release", "--workspace"]))?;
    run(program(target().join("release").join("benches")).args(name))
}
