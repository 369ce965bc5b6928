//! `cargo xtask bench [NAME]`: measures what is promised, beside the rivals in the same run.

use crate::command::{cargo, program, run, target};
use crate::web::Web;
use crate::{Chore, postgres, tools};

/// The variable by which benchmarks find the rival of lists and searches.
const RIVAL: &str = "BENCH_DATABASE_URL";

/// Runs one benchmark, or all.
pub fn run_benches(name: Option<&str>) -> Chore {
    tools::check()?;
    // The binary takes the pages in, and is another one whenever they are built anew.
    if let Some(web) = Web::prepare()?.filter(|web| !web.is_built()) {
        web.build()?;
    }
    run(&mut cargo(&["build", "--release", "--workspace"]))?;
    let mut benches = program(target().join("release").join("benches"));
    let has_rival = name.is_none_or(|name| matches!(name, "api-list" | "search"));
    let rival = if has_rival { postgres::server()? } else { None };
    if let Some(rival) = &rival {
        benches.env(RIVAL, &rival.url);
    }
    run(benches.args(name))
}
