//! Set-up and chores: `cargo xtask demo [--no-serve] | test | bench [NAME] | soak`. Links nothing of the project.

mod bench;
mod command;
mod contract;
mod demo;
mod people;
mod postgres;
mod soak;
mod test;
mod tools;
mod web;

use std::process::ExitCode;

/// What went wrong, said to whoever runs the chore.
pub type Chore = Result<(), String>;

const USAGE: &str = "usage: cargo xtask COMMAND

  demo          builds, makes a sample company's files, imports them, shows its portfolio and serves it until
                Ctrl+C; with --no-serve it only prepares
  test          everything that must hold: format, lints, tests on SQLite and PostgreSQL, house rules, the web
                application, its pages in a browser, the API against its own description
  bench [NAME]  measures what is promised, beside the rivals, and writes benches/results
  soak          what takes long: fuzzing, 200 kills on each database, many requests made of the API's description,
                licences of dependencies";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["demo"] => demo::run_demo(true),
        ["demo", "--no-serve"] => demo::run_demo(false),
        ["test"] => test::run_short(),
        ["bench"] => bench::run_benches(None),
        ["bench", name] => bench::run_benches(Some(name)),
        ["soak"] => soak::run_soak(),
        _ => Err(USAGE.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say(&message);
            ExitCode::FAILURE
        }
    }
}

/// Talks to whoever runs the chore.
#[expect(clippy::print_stderr, reason = "the one place of xtask that talks")]
pub fn say(text: &str) {
    eprintln!("{text}");
}
