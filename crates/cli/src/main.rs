//! `carteira`: the portfolio of customers from the command line.
//!
//! Data goes to stdout, talk to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with
//! rejected records.

mod arguments;
mod clock;
mod commands;
mod output;
mod usage;

use std::process::ExitCode;

use arguments::Arguments;
use clap::Parser;
use commands::{Failure, Outcome};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::explain(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&Failure::from(error)),
    };
    match runtime.block_on(commands::run(arguments)) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::DoneWithRejects) => ExitCode::from(3),
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => failed(&failure),
    }
}

fn failed(failure: &Failure) -> ExitCode {
    let message = format!("erro: {failure}");
    message.lines().for_each(|line| output::say(&domain::text::printable(line)));
    ExitCode::FAILURE
}
