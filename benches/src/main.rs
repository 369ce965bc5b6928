//! `benches [NAME]`: what is promised, measured on the release build as a user runs it, beside the
//! rivals in the same run. The figures go to `benches/results`.

mod api_import;
mod api_list;
mod crowd;
mod desk;
mod figures;
mod files;
mod import_csv;
mod import_nfe;
mod inside;
mod lists;
mod machine;
mod measure;
mod panel;
mod panel_query;
mod peer;
mod place;
mod questions;
mod results;
mod rival;
mod sales;
mod search;
mod served;
mod web;
mod workspace;

use std::io::Write;
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

const BENCHMARKS: [Benchmark; 9] = [
    Benchmark {
        name: "import-nfe",
        about: "NF-e from zips and loose files, from file to committed; nfelib beside it",
        run: import_nfe::run,
    },
    Benchmark { name: "questions", about: "explain, panel and totals of 100 000 customers", run: questions::run },
    Benchmark {
        name: "panel",
        about: "the panel of 1, 5 and 20 million lines of sales; DuckDB beside it",
        run: panel::run,
    },
    Benchmark {
        name: "import-csv",
        about: "a million lines of sales, into nothing and into 20 million; DuckDB beside it",
        run: import_csv::run,
    },
    Benchmark { name: "panel-query", about: "lists and changes of a million customers", run: panel_query::run },
    Benchmark {
        name: "api-list",
        about: "lists of a million customers over HTTP, as fifty people ask; PostgreSQL beside it",
        run: api_list::run,
    },
    Benchmark {
        name: "api-import",
        about: "lists of a million customers over HTTP while a million lines are imported",
        run: api_import::run,
    },
    Benchmark {
        name: "search",
        about: "one of a million customers found over HTTP; PostgreSQL beside it",
        run: search::run,
    },
    Benchmark { name: "web", about: "pages loaded and the list scrolled in a browser", run: web::run },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, rest @ ..] = arguments.as_slice()
        && first == "inside"
    {
        return match inside::run(rest) {
            Ok(measured) => print(&measured),
            Err(problem) => failed(&problem),
        };
    }
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
        Err(problem) => failed(&problem),
    }
}

fn print(measured: &serde_json::Value) -> ExitCode {
    match writeln!(std::io::stdout(), "{measured}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error.to_string()),
    }
}

fn failed(problem: &str) -> ExitCode {
    say(problem);
    ExitCode::FAILURE
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
