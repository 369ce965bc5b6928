//! `carteira positivacao`

use export::{text, value};
use panel::metrics::Unit;
use panel::{Month, Positivation, PositivationBy, Visible};
use store::Workspace;

use super::goal::NO_SELLER;
use super::portfolio::asked;
use super::{Failure, Outcome};
use crate::arguments::{Portfolios, Positivacao, ReportFormat};
use crate::output::{line, say, table};

/// Says how much of each portfolio bought in a month.
pub async fn run(workspace: &Workspace, arguments: Positivacao) -> Result<Outcome, Failure> {
    let Positivacao { by, month, as_of, format } = arguments;
    let (divided, nameless) = match by {
        Portfolios::Seller => (PositivationBy::Seller, NO_SELLER),
        Portfolios::Team => (PositivationBy::Team, "(sem equipe)"),
    };
    let found = asked(workspace, as_of, async |portfolio, day| {
        let month = month.unwrap_or(Month::of(day));
        portfolio.positivation(divided, month, day, &Visible::everything()).await
    })
    .await?;
    match format {
        ReportFormat::Json => found.iter().try_for_each(|one| Ok(line(&serde_json::to_string(one)?)?)),
        ReportFormat::Table => people(&found, by, nameless),
    }?;
    Ok(Outcome::Done)
}

fn people(found: &[Positivation], by: Portfolios, nameless: &str) -> Result<(), Failure> {
    if found.is_empty() {
        say("Nenhum cliente na carteira.");
        return Ok(());
    }
    let row = |name: String, customers: u64, buyers: u64| {
        let share = value::shown(&(buyers as f64 / customers.max(1) as f64).into(), Unit::Share);
        vec![name, text::count(customers), text::count(buyers), share]
    };
    let named = found.iter().map(|one| {
        let name = one.name.clone().unwrap_or_else(|| nameless.to_owned());
        row(name, one.customers, one.buyers)
    });
    let customers = found.iter().map(|one| one.customers).sum();
    let buyers = found.iter().map(|one| one.buyers).sum();
    let label = if by == Portfolios::Seller { "vendedor" } else { "equipe" };
    let headers = [label, "clientes na carteira", "positivados", "positivação"];
    table(&headers, &[1, 2, 3], named.chain([row("Total".to_owned(), customers, buyers)]))?;
    Ok(())
}
