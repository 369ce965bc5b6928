//! `cargo xtask soak`: what takes long. Minutes of fuzzing for every parser, 200 kills on each database, many
//! requests made of the API's description, the licences of all dependencies.

use crate::command::{self, cargo, program, run, succeeds};
use crate::test::{self, Lengths};
use crate::{Chore, contract, say, tools};

/// How long each parser is fuzzed, in seconds.
const FUZZ_SECONDS: &str = "600";

/// Fuzz targets, each a parser, with the fixtures that are its corpus beside `fuzz/corpus`.
const FUZZ_TARGETS: [(&str, &str); 3] = [
    ("nfe", "tests/fixtures/nfe"),
    ("sped", "tests/fixtures/sped"),
    ("table", "crates/sources/tests/it/table/fixtures"),
];

/// Kills on each database.
const KILLS: u32 = 200;

/// Runs all of it.
pub fn run_soak() -> Chore {
    tools::check()?;
    if !succeeds(&mut cargo(&["deny", "--version"])) {
        run(&mut cargo(&["install", "--locked", "cargo-deny"]))?;
    }
    run(&mut cargo(&["deny", "check", "licenses", "bans", "sources"]))?;
    fuzz()?;
    test::run_all(&Lengths { kills: Some(KILLS), contract: contract::LONG })
}

fn fuzz() -> Chore {
    if !succeeds(program("rustup").args(["run", "nightly", "cargo", "--version"])) {
        return Err("fuzzing needs a nightly Rust: rustup toolchain install nightly".to_owned());
    }
    if !succeeds(&mut cargo(&["fuzz", "--version"])) {
        run(&mut cargo(&["install", "--locked", "cargo-fuzz"]))?;
    }
    FUZZ_TARGETS.into_iter().try_for_each(fuzz_target)
}

/// Fuzzes one parser. What is found on the way is kept outside the checkout, for the next time.
fn fuzz_target((target, fixtures): (&str, &str)) -> Chore {
    say(&format!("fuzzing {target} for {FUZZ_SECONDS} s"));
    let found = command::target().join("fuzz-corpus").join(target);
    std::fs::create_dir_all(&found).map_err(|error| format!("{}: {error}", found.display()))?;
    let seconds = format!("-max_total_time={FUZZ_SECONDS}");
    let words = format!("-dict=fuzz/{target}.dict");
    let limits = ["-rss_limit_mb=1024", "-timeout=5", "-max_len=65536", &seconds, &words];
    let corpus = format!("fuzz/corpus/{target}");
    let mut fuzzer = program("rustup");
    fuzzer.args(["run", "nightly", "cargo", "fuzz", "run", target]).arg(&found).args([&corpus, fixtures, "--"]);
    run(fuzzer.args(limits))
}
