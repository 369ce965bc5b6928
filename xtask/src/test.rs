//! `cargo xtask test`: everything that must hold, on one build.

use std::process::Command;

use crate::command::{cargo, run, succeeds};
use crate::{Chore, postgres, say, tools};

/// Runs all checks.
pub fn run_all(kills: Option<u32>) -> Chore {
    tools::check()?;
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))?;
    let server = postgres::server()?;
    let mut tests = tests();
    if let Some(server) = &server {
        tests.env(postgres::VARIABLE, &server.url);
    }
    if let Some(kills) = kills {
        tests.env("CARTEIRA_KILLS", kills.to_string());
    }
    run(&mut tests)?;
    say(match server {
        Some(_) => "all holds, on SQLite and PostgreSQL",
        None => "all holds on SQLite; PostgreSQL was not tested",
    });
    Ok(())
}

/// Runs all checks in their short form.
pub fn run_short() -> Chore {
    run_all(None)
}

fn tests() -> Command {
    if succeeds(&mut cargo(&["nextest", "--version"])) {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        cargo(&["test", "--workspace", "--no-fail-fast"])
    }
}
