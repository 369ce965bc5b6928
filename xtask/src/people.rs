//! The demo's people: sellers with customers and goals of their own, and one person to sign in as for each role.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::command::{output, run};
use crate::demo::{Demo, field, number};
use crate::{Chore, say};

/// The one password of all. The demo is thrown away and listens on this machine only.
pub const PASSWORD: &str = "carteira-demo-2026";

/// Everyone's part, in the order in which they are shown: login, name, role, whether they are a seller.
const PEOPLE: [Person; 5] = [
    Person { login: "admin", name: "Alice Prado", role: "administrator", sees: "everything" },
    Person { login: "gestor", name: "Gil Moraes", role: "manager", sees: "everything but users and audit" },
    Person { login: "vendedor", name: "", role: "seller", sees: "own customers only" },
    Person { login: "credito", name: "Cora Nunes", role: "credit", sees: "all customers" },
    Person { login: "consulta", name: "Caio Reis", role: "query", sees: "all customers, personal data masked" },
];

/// How far each goal lies from where its seller is heading, in percent: some are met, some are not.
const GOAL_PERCENT: [i64; 4] = [95, 110, 102, 120];

/// Somebody of the demo; a seller without name is the demo's first one.
struct Person {
    login: &'static str,
    name: &'static str,
    role: &'static str,
    sees: &'static str,
}

/// Gives customers their sellers by a list as an ERP exports it, sellers their goals, and everyone a sign-in.
pub fn invite(demo: &Demo) -> Chore {
    assign_customers(demo)?;
    let seller = set_goals(demo)?;
    PEOPLE.iter().try_for_each(|person| add(demo, person, &seller))
}

/// Who may sign in, and as what.
pub fn sign_ins() -> String {
    let line = |person: &Person| format!("  {:<10} {:<14} {}", person.login, person.role, person.sees);
    let lines: Vec<String> = PEOPLE.iter().map(line).collect();
    format!("Sign in (password of all: {PASSWORD}):\n{}", lines.join("\n"))
}

/// Imports a list of customers that names for each the seller of its last sale.
fn assign_customers(demo: &Demo) -> Chore {
    let panel = output(&mut demo.carteira(&[
        "panel",
        "--level",
        "establishment",
        "--columns",
        "tax_id,name,last_seller",
        "--where",
        "customer_kind = 'company' AND last_seller IS NOT NULL",
        "--format",
        "csv",
    ]))?;
    let (_, rows) = panel.split_once('\n').ok_or("the demo's portfolio has no sellers")?;
    let list = demo.folder.join("clientes.csv");
    write(&list, &format!("Código;Data;CNPJ;Razão Social;Vendedor\n{rows}\n"))?;
    run(demo.carteira(&["import", "--kind", "customers"]).arg(&list))
}

/// Gives each seller a goal for the demo's last month; returns the first seller.
fn set_goals(demo: &Demo) -> Result<String, String> {
    let first = output(&mut demo.carteira(&["panel", "--format", "json", "--columns", "name", "--limit", "1"]))?;
    let as_of = field(&first, "as_of").ok_or("the demo's portfolio is empty")?;
    let month = as_of.get(..7).ok_or("the demo's portfolio has no date")?;
    let sellers = output(&mut demo.carteira(&["goal", "list", "--month", month, "--format", "json"]))?;
    let sellers: Vec<(String, i64)> =
        sellers.lines().filter_map(|line| Some((field(line, "seller")?, number(line, "projected_cents")?))).collect();
    for ((seller, heading_cents), percent) in sellers.iter().zip(GOAL_PERCENT.iter().cycle()) {
        // Goals are round: to the thousand.
        let goal = (heading_cents * percent / 100 / 100_000 + 1) * 1_000;
        output(&mut demo.carteira(&["goal", "set", seller, month, &format!("{goal},00")]))?;
    }
    sellers.into_iter().next().map(|(seller, _)| seller).ok_or_else(|| "the demo has no sellers".to_owned())
}

fn add(demo: &Demo, person: &Person, seller: &str) -> Chore {
    let is_seller = person.role == "seller";
    let name = if is_seller { seller } else { person.name };
    let mut command = demo.carteira(&["user", "add", person.login, "--name", name, "--role", person.role]);
    if is_seller {
        command.args(["--seller", seller]);
    }
    say(&format!("$ {command:?}"));
    told(command.arg("--password-stdin"), PASSWORD)
}

/// Runs a program to its end, telling it a secret that the list of processes must not show.
fn told(command: &mut Command, secret: &str) -> Chore {
    let run = |command: &mut Command| {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        if let Some(mut input) = child.stdin.take() {
            writeln!(input, "{secret}")?;
        }
        child.wait()
    };
    match run(command) {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("failed ({status}): {command:?}")),
        Err(error) => Err(format!("cannot run {command:?}: {error}")),
    }
}

fn write(path: &Path, text: &str) -> Chore {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
