//! `cargo xtask demo`: a sample company, from its files to its portfolio in the browser.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{cargo, output, program, root, run, target};
use crate::people::{invite, sign_ins};
use crate::web::Web;
use crate::{Chore, say, tools};

/// Where the demo is served, or at the first free port above.
const FIRST_PORT: u16 = 8080;

/// Ports that are tried.
const PORTS: u16 = 100;

/// The sample company.
pub struct Demo {
    /// Where all of it lies.
    pub folder: PathBuf,
    workspace: PathBuf,
}

/// Makes the demo anew and, unless told otherwise, serves it until it is stopped.
pub fn run_demo(serves: bool) -> Chore {
    tools::check()?;
    if let Some(web) = Web::prepare()? {
        web.build()?;
    }
    // The whole workspace, so that the engine is built once, with the features that the tests want.
    run(&mut cargo(&["build", "--workspace"]))?;
    let demo = Demo::make()?;
    invite(&demo)?;
    say("\nThe portfolio at a glance:\n");
    run(&mut demo.carteira(&["totals"]))?;
    run(&mut demo.carteira(&["panel", "--limit", "12"]))?;
    say(&demo.try_next()?);
    if serves { demo.serve() } else { Ok(()) }
}

impl Demo {
    /// Makes the files of two years, a workspace, and imports them.
    fn make() -> Result<Self, String> {
        let folder = root().join("demo");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let files = folder.join("arquivos");
        let demo = Self { workspace: folder.join("carteira-data"), folder };
        say("Making two years of a distributor's invoices...");
        let made = output(Command::new(built("generate")).arg("company").arg(&files))?;
        let company = field(&made, "company").ok_or("the generator did not name the company")?;
        run(program(built("carteira"))
            .args(["init", &shown(&demo.workspace), "--company", &company])
            .args(["--name", "Distribuidora Exemplo"]))?;
        let mut import = demo.carteira(&["import", &shown(&files)]);
        say(&format!("$ {import:?}"));
        let status = import.status().map_err(|error| error.to_string())?;
        // 3: imported, and some of the sample's files are broken on purpose.
        match status.code() {
            Some(0 | 3) => Ok(demo),
            _ => Err(format!("the import failed ({status})")),
        }
    }

    /// The program, on the demo's workspace.
    pub fn carteira(&self, arguments: &[&str]) -> Command {
        let mut command = program(built("carteira"));
        command.arg("--workspace").arg(&self.workspace).args(arguments);
        command
    }

    /// What to try on the command line.
    fn try_next(&self) -> Result<String, String> {
        let first = output(&mut self.carteira(&[
            "panel",
            "--format",
            "json",
            "--columns",
            "name",
            "--sort",
            "-revenue_12m_cents",
            "--limit",
            "1",
        ]))?;
        let customer = field(&first, "customer").ok_or("the demo's portfolio is empty")?;
        let carteira = format!("{} --workspace {}", shown(&built("carteira")), shown(&self.workspace));
        Ok(format!(
            "\nTry next:\n\
             \x20 {carteira} panel --where \"status = 'risco_de_perda' AND abc = 'A'\"\n\
             \x20 {carteira} explain {customer} revenue_12m_cents\n\
             \x20 {carteira} imports undo 1"
        ))
    }

    /// Serves the demo until Ctrl+C.
    fn serve(&self) -> Chore {
        let address = format!("127.0.0.1:{}", free_port()?);
        say(&format!("\n{}\n\nServing at http://{address} until Ctrl+C.\n", sign_ins()));
        replace_by(&mut self.carteira(&["serve", "--bind", &address]))
    }
}

/// The first free port from [`FIRST_PORT`] on.
fn free_port() -> Result<u16, String> {
    let mut ports = FIRST_PORT..FIRST_PORT + PORTS;
    ports
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .ok_or_else(|| format!("no free port from {FIRST_PORT} to {}", FIRST_PORT + PORTS - 1))
}

/// Puts a program in this one's place, so that whoever stops the one stops the other.
#[cfg(unix)]
fn replace_by(command: &mut Command) -> Chore {
    use std::os::unix::process::CommandExt;
    Err(format!("cannot run {command:?}: {}", command.exec()))
}

#[cfg(not(unix))]
fn replace_by(command: &mut Command) -> Chore {
    run(command)
}

fn built(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// A path as it is typed from the repository's root.
fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The text of a field of a JSON object of one line.
pub fn field(json: &str, name: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{name}\":"))?;
    rest.trim_start().strip_prefix('"')?.split_once('"').map(|(text, _)| text.to_owned())
}

/// The whole number of a field of a JSON object of one line.
pub fn number(json: &str, name: &str) -> Option<i64> {
    let (_, rest) = json.split_once(&format!("\"{name}\":"))?;
    let end = rest.find(|letter: char| letter != '-' && !letter.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fields_of_a_line() {
        let line = r#"{"seller":"Ana Lima","month":"2026-11","goal_cents":null,"attained_cents":-1250}"#;
        assert_eq!(field(line, "seller").as_deref(), Some("Ana Lima"));
        assert_eq!(field(line, "goal_cents"), None);
        assert_eq!(field(line, "owner"), None);
        assert_eq!(number(line, "attained_cents"), Some(-1250));
        assert_eq!(number(line, "goal_cents"), None);
        assert_eq!(number(line, "seller"), None);
    }
}
