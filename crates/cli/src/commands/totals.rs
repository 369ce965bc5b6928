//! `carteira totals`

use domain::Cents;
use export::text::count;
use panel::Visible;
use store::Workspace;

use super::portfolio::{asked, level, query};
use super::{Failure, Outcome};
use crate::arguments::{ReportFormat, Totals};
use crate::output::{line, table};

/// Adds up the portfolio.
pub async fn run(workspace: &Workspace, arguments: Totals) -> Result<Outcome, Failure> {
    let Totals { selection, format } = arguments;
    let query = query(&selection)?;
    let level = level(selection.when.level);
    let totals = asked(workspace, selection.when.as_of, async |portfolio, day| {
        portfolio.panel(level, day).await?.totals(&query, &Visible::everything()).await
    })
    .await?;
    if format == ReportFormat::Json {
        line(&serde_json::to_string(&totals)?)?;
        return Ok(Outcome::Done);
    }
    let money = |cents: i64| Cents(cents).to_string();
    let rows = [
        ("Clientes", count(totals.customers)),
        ("Notas de venda", count(totals.documents)),
        ("Receita total", money(totals.revenue_total_cents)),
        ("  de consumidores não identificados", money(totals.unidentified_revenue_cents)),
        ("Faturado total", money(totals.billed_total_cents)),
        ("Devoluções", money(totals.returns_total_cents)),
        ("Receita em 12 meses", money(totals.revenue_12m_cents)),
    ];
    table(&["", "total"], &[1], rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]))?;
    Ok(Outcome::Done)
}
