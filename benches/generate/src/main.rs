//! `generate company DIR` and `generate notes PATH --count N`. One JSON line on stdout says what was
//! written and what the importer must come to.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use domain::Day;
use generate::bulk::{self, Packing};
use generate::{company, plan};
use serde_json::Value;

const USAGE: &str = "usage:
  generate company DIR [--seed N] [--end AAAA-MM-DD] [--customers N]
  generate notes FILE_OR_DIR --count N [--seed N] [--end AAAA-MM-DD] [--customers N] [--zips K | --loose]
";

/// The last day of generated files, unless another is asked for.
const DEFAULT_END: &str = "2026-11-20";

const DEFAULT_CUSTOMERS: usize = 1_500;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match Arguments::parse(&arguments) {
        Ok(arguments) => match arguments.run() {
            Ok(summary) => print(&summary),
            Err(error) => fail(&error.to_string(), 1),
        },
        Err(problem) => fail(&format!("{problem}\n{USAGE}"), 2),
    }
}

fn print(summary: &Value) -> ExitCode {
    match writeln!(std::io::stdout(), "{summary}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string(), 1),
    }
}

fn fail(problem: &str, code: u8) -> ExitCode {
    // There is nowhere left to say that standard error is closed.
    let _ = writeln!(std::io::stderr(), "{problem}");
    ExitCode::from(code)
}

enum Arguments {
    Company { dir: PathBuf, settings: plan::Settings },
    Notes { path: PathBuf, settings: bulk::Settings },
}

impl Arguments {
    fn parse(arguments: &[String]) -> Result<Self, String> {
        let [command, path, options @ ..] = arguments else {
            return Err("what to generate, and where?".to_owned());
        };
        let known: &[&str] = match command.as_str() {
            "company" => &["--seed", "--end", "--customers"],
            "notes" => &["--seed", "--end", "--count", "--customers", "--zips", "--loose"],
            other => return Err(format!("{other}: no such thing to generate")),
        };
        let options = Options::parse(options, known)?;
        let path = PathBuf::from(path);
        let seed = options.value("--seed")?.unwrap_or(1);
        let default_end = Day::from_str(DEFAULT_END).map_err(|error| error.to_string())?;
        let end = options.value("--end")?.unwrap_or(default_end);
        if command == "company" {
            let customers = options.value("--customers")?.unwrap_or(DEFAULT_CUSTOMERS);
            return Ok(Self::Company { dir: path, settings: plan::Settings { seed, end, customers } });
        }
        let count = options.value("--count")?.filter(|count| *count > 0).ok_or("--count: how many notes?")?;
        let customers = options.value("--customers")?;
        if customers == Some(0) {
            return Err("--customers: at least one".to_owned());
        }
        let zips = options.value("--zips")?;
        let packing = match (options.has("--loose"), zips) {
            (true, Some(_)) => return Err("--zips and --loose exclude each other".to_owned()),
            (true, None) => Packing::Loose,
            (false, zips) => Packing::Archives(zips),
        };
        Ok(Self::Notes { path, settings: bulk::Settings { seed, count, customers, end, packing } })
    }

    fn run(&self) -> Result<Value, generate::Error> {
        match self {
            Self::Company { dir, settings } => Ok(company::write_company(dir, settings)?.to_json()),
            Self::Notes { path, settings } => Ok(bulk::write_notes(path, settings)?.to_json()),
        }
    }
}

/// Options by name.
struct Options<'a> {
    given: Vec<(&'a str, &'a str)>,
}

impl<'a> Options<'a> {
    fn parse(arguments: &'a [String], known: &[&str]) -> Result<Self, String> {
        let mut given = Vec::new();
        let mut arguments = arguments.iter().map(String::as_str);
        while let Some(name) = arguments.next() {
            if !known.contains(&name) {
                return Err(format!("{name}: no such option here"));
            }
            let value = if name == "--loose" { "" } else { arguments.next().ok_or(format!("{name}: what?"))? };
            given.push((name, value));
        }
        Ok(Self { given })
    }

    fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(given, _)| *given == name)
    }

    fn value<T: FromStr>(&self, name: &str) -> Result<Option<T>, String> {
        let given = self.given.iter().rfind(|(given, _)| *given == name);
        given.map(|(_, value)| value.parse().map_err(|_| format!("{name}: {value} will not do"))).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Arguments, String> {
        Arguments::parse(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn understands_what_is_asked() {
        let company = parsed("company d --seed 7 --end 2026-06-30");
        assert!(matches!(company, Ok(Arguments::Company { settings, .. })
            if settings.seed == 7 && settings.customers == 1_500 && settings.end.iso() == "2026-06-30"));
        let notes = parsed("notes d --count 10 --customers 4 --zips 2");
        assert!(matches!(notes, Ok(Arguments::Notes { settings, .. })
            if settings.count == 10 && settings.customers == Some(4) && settings.packing == Packing::Archives(Some(2))));
        let loose = parsed("notes d --count 10 --loose");
        assert!(matches!(loose, Ok(Arguments::Notes { settings, .. }) if settings.packing == Packing::Loose));
    }

    #[test]
    fn refuses_what_it_does_not_understand() {
        for line in [
            "company",
            "companies d",
            "company d --count 3",
            "notes d",
            "notes d --count 0",
            "notes d --count many",
            "notes d --count 3 --loose --zips 2",
            "notes d --count 3 --customers 0",
            "notes d --count",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
