//! `cargo xtask demo`: a sample company, from its files to its portfolio.

use std::path::Path;
use std::process::Command;

use crate::command::{cargo, output, program, root, run, target};
use crate::{Chore, say, tools};

/// Makes the demo anew.
pub fn run_demo() -> Chore {
    tools::check()?;
    // The whole workspace, so that the engine is built once, with the features that the tests want.
    run(&mut cargo(&["build", "--workspace"]))?;
    let demo = root().join("demo");
    let (files, workspace) = (demo.join("arquivos"), demo.join("carteira-data"));
    if demo.exists() {
        std::fs::remove_dir_all(&demo).map_err(|error| format!("{}: {error}", demo.display()))?;
    }
    let built = target().join("debug");
    say("Making two years of a distributor's invoices...");
    let made = output(Command::new(built.join("generate")).arg("company").arg(&files))?;
    let company = field(&made, "company").ok_or("the generator did not name the company")?;
    let carteira = |arguments: &[&str]| {
        let mut command = program(built.join("carteira"));
        command.arg("--workspace").arg(&workspace).args(arguments);
        command
    };
    run(program(built.join("carteira"))
        .args(["init", &shown(&workspace), "--company", &company])
        .args(["--name", "Distribuidora Exemplo"]))?;
    let mut import = carteira(&["import", &shown(&files)]);
    say(&format!("$ {:?}", import));
    let status = import.status().map_err(|error| error.to_string())?;
    // 3: imported, and some of the sample's files are broken on purpose.
    if !matches!(status.code(), Some(0 | 3)) {
        return Err(format!("the import failed ({status})"));
    }
    say("\nThe portfolio at a glance:\n");
    run(&mut carteira(&["totals"]))?;
    run(&mut carteira(&["panel", "--limit", "12"]))?;
    let first = output(&mut carteira(&[
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
    say(&try_next(&built.join("carteira"), &workspace, &customer));
    Ok(())
}

fn try_next(carteira: &Path, workspace: &Path, customer: &str) -> String {
    let carteira = format!("{} --workspace {}", shown(carteira), shown(workspace));
    format!(
        "\nTry next:\n\
         \x20 {carteira} panel --where \"status = 'risco_de_perda' AND abc = 'A'\"\n\
         \x20 {carteira} explain {customer} revenue_12m_cents\n\
         \x20 {carteira} imports undo 1"
    )
}

/// A path as it is typed from the repository's root.
fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The text of a field of a JSON object of one line.
fn field(json: &str, name: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{name}\":"))?;
    let (_, rest) = rest.split_once('"')?;
    rest.split_once('"').map(|(text, _)| text.to_owned())
}
