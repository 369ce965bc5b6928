//! `cargo xtask test`: everything that must hold, on one build.

use std::process::Command;

use crate::command::{cargo, run, succeeds};
use crate::contract::{self, Extent};
use crate::postgres::{self, Server};
use crate::web::Web;
use crate::{Chore, say, tools};

/// How far the checks go that could go on for ever.
pub struct Lengths {
    /// Kills on each database; of `None` a few.
    pub kills: Option<u32>,
    /// Requests made of the API's description.
    pub contract: Extent,
}

/// Runs all checks.
pub fn run_all(lengths: &Lengths) -> Chore {
    tools::check()?;
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    let web = Web::prepare()?;
    if let Some(web) = &web {
        web.build()?;
        web.check()?;
    }
    run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))?;
    let server = postgres::server()?;
    run(&mut tests(server.as_ref(), lengths.kills))?;
    // The tests build what they start themselves, which is not all that the browser needs.
    run(&mut cargo(&["build", "--workspace"]))?;
    let browsed = web.as_ref().map_or(Ok(false), Web::browse)?;
    let held = web.as_ref().map_or(Ok(false), |web| contract::hold(web, lengths.contract))?;
    let left_out = [
        ("PostgreSQL", server.is_some()),
        ("the web application", web.is_some()),
        ("pages in a browser", browsed),
        ("the API's description", held),
    ];
    say(&verdict(&left_out.map(|(what, tested)| (!tested).then_some(what))));
    Ok(())
}

/// Runs all checks in their short form.
pub fn run_short() -> Chore {
    run_all(&Lengths { kills: None, contract: contract::SHORT })
}

fn tests(server: Option<&Server>, kills: Option<u32>) -> Command {
    let mut tests = if succeeds(&mut cargo(&["nextest", "--version"])) {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        cargo(&["test", "--workspace", "--no-fail-fast"])
    };
    if let Some(server) = server {
        tests.env(postgres::VARIABLE, &server.url);
    }
    if let Some(kills) = kills {
        tests.env("CARTEIRA_KILLS", kills.to_string());
    }
    tests
}

fn verdict(left_out: &[Option<&str>]) -> String {
    let left_out: Vec<&str> = left_out.iter().flatten().copied().collect();
    match left_out.as_slice() {
        [] => "all holds: on SQLite and PostgreSQL, in a browser, and of the API what its description says".to_owned(),
        some => format!("all that was tested holds; not tested: {}", some.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_left_out() {
        let all = "all holds: on SQLite and PostgreSQL, in a browser, and of the API what its description says";
        assert_eq!(verdict(&[None, None]), all);
        let some = [Some("PostgreSQL"), None, Some("pages in a browser")];
        assert_eq!(verdict(&some), "all that was tested holds; not tested: PostgreSQL, pages in a browser");
    }
}
