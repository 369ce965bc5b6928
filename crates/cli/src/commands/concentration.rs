//! `carteira concentration`

use domain::Cents;
use export::{text, value};
use panel::metrics::{Metric, Unit};
use panel::{Alarm, BY_CUSTOMER, Visible};
use store::Workspace;

use super::portfolio::{asked, level, query};
use super::{Failure, Outcome};
use crate::arguments::{Concentration, ReportFormat};
use crate::output::{line, say, table};

/// Rows of the table for people.
const SHOWN: usize = 20;

/// Says on how few the portfolio depends.
pub async fn run(workspace: &Workspace, arguments: Concentration) -> Result<Outcome, Failure> {
    let Concentration { by, weight, selection, format } = arguments;
    let query = query(&selection)?;
    let level = level(selection.when.level);
    let found = asked(workspace, selection.when.as_of, async |portfolio, day| {
        portfolio.panel(level, day).await?.concentration(&by, &weight, &query, &Visible::everything()).await
    })
    .await?;
    match format {
        ReportFormat::Json => line(&serde_json::to_string(&found)?)?,
        ReportFormat::Table => people(&found)?,
    }
    Ok(Outcome::Done)
}

fn people(found: &panel::Concentration) -> Result<(), Failure> {
    if found.shares.is_empty() {
        say("Nada a repartir: nenhum cliente tem valor positivo.");
        return Ok(());
    }
    let by_customer = found.by == BY_CUSTOMER;
    let metric = Metric::named(&found.by);
    let label = metric.map_or("Cliente", |metric| metric.column.label);
    let unit = metric.map_or(Unit::Text, |metric| metric.column.unit);
    let percent = |share: f64| value::shown(&share.into(), Unit::Share);
    let rows = found.shares.iter().take(SHOWN).map(|share| {
        let word =
            share.value.clone().map_or_else(|| "(não informado)".to_owned(), |word| value::shown(&word.into(), unit));
        let second = if by_customer { share.name.clone().unwrap_or_default() } else { text::count(share.customers) };
        vec![word, second, Cents(share.amount_cents).plain(), percent(share.share)]
    });
    let second = if by_customer { "nome" } else { "clientes" };
    let right: &[usize] = if by_customer { &[2, 3] } else { &[1, 2, 3] };
    table(&[label, second, "R$", "parte"], right, rows)?;
    if found.shares.len() > SHOWN {
        say(&format!("Mostrando os {SHOWN} maiores de {}.", text::count(found.shares.len() as u64)));
    }
    let index = |index: f64| value::decimal(index, 0);
    line(&format!("\nTotal: {}", Cents(found.total_cents)))?;
    if found.ignored_cents != 0 {
        line(&format!("Fora da conta, por não serem positivos: {}", Cents(found.ignored_cents)))?;
    }
    line(&format!(
        "O maior: {}; os 5 maiores: {}; os 10: {}",
        percent(found.cr1),
        percent(found.cr5),
        percent(found.cr10)
    ))?;
    let equals = match found.shares.len() {
        1 => "tudo em um só".to_owned(),
        _ => format!("como se fossem {} iguais", value::decimal(found.effective, 1)),
    };
    line(&format!("HHI: {}, {equals}; Gini: {}", index(found.hhi), value::decimal(found.gini, 2)))?;
    line(&format!(
        "Sem o maior restariam {}, com HHI {}",
        Cents(found.without_largest.total_cents),
        index(found.without_largest.hhi)
    ))?;
    match found.alarm {
        Alarm::None => {}
        Alarm::Attention => line("Atenção: o maior passa de 10 %.")?,
        Alarm::Critical => line("Crítico: o maior passa de 25 %.")?,
    }
    Ok(())
}
