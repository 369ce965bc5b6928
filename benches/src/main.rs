//! `benches [NAME]`: what is promised, measured on the release build as a user runs it, beside the
//! rivals in the same run. The figures go to `benches/results`.

mod figures;
mod files;
mod import_nfe;
mod machine;
mod measure;
mod panel;
mod peer;
mod place;
mod results;
mod workspace;

use std::process::ExitCode;

use place::Place;
use results::Report;

/// What went wrong, said to whoever measures.
type Outcome<T> = Result<T, String>;

/// One benchmark.
struct Benchmark {
    name: &'static str,
    about: &'static str,
    run: fn(&Place) -> Outcome<Report>,
}

const BENCHMARKS: [Benchmark; 2] = [
    Benchmark {
        name: "import-nfe",
        about: "NF-e from zips and loose files, from file to committed; nfelib beside it",
        run: import_nfe::run,
    },
    Benchmark { name: "panel", about: "explain, panel and totals of 100 000 customers", run: panel::run },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let chosen: Vec<&Benchmark> = match arguments.as_slice() {
        [] => BENCHMARKS.iter().collect(),
        [name] => BENCHMARKS.iter().filter(|benchmark| benchmark.name == name).collect(),
        _ => Vec::new(),
    };
    if chosen.is_empty() {
        say(&usage());
        return ExitCode::from(2);
    }
    match chosen.into_iter().try_for_each(measured) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            say(&problem);
            ExitCode::FAILURE
        }
    }
}

fn measured(benchmark: &Benchmark) -> Outcome<()> {
    let place = Place::find()?;
    let machine = machine::described()?;
    let report = (benchmark.run)(&place)?;
    let path = results::write(benchmark.name, &machine, &report)?;
    say(&format!("{}\n{}", results::tables(&report), path.display()));
    Ok(())
}

fn usage() -> String {
    let names = BENCHMARKS.iter().map(|benchmark| format!("  {:12}{}", benchmark.name, benchmark.about));
    format!("usage: benches [NAME]\n\n{}", names.collect::<Vec<_>>().join("\n"))
}

/// Talks to whoever measures.
#[expect(clippy::print_stderr, reason = "the one place of the benchmarks that talks")]
fn say(text: &str) {
    eprintln!("{text}");
}
