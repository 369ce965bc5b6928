//! `carteira reconcile`

use std::collections::{BTreeMap, BTreeSet};

use domain::Cents;
use export::text;
use intake::Declarations;
use panel::{Declared, DifferenceKind, Portfolio, Reconciliation, Visible};
use store::Workspace;

use super::imports::notice_table;
use super::{Failure, Outcome};
use crate::arguments::{Reconcile, ReportFormat};
use crate::output::{line, say, table};

/// Compares tax books with the base.
pub async fn run(workspace: &Workspace, arguments: Reconcile) -> Result<Outcome, Failure> {
    if let Some(path) = arguments.paths.iter().find(|path| path.try_exists().is_ok_and(|exists| !exists)) {
        return Err(intake::ImportError::NoSuchPath { path: path.clone() }.into());
    }
    let declarations = intake::declarations(workspace, &arguments.paths);
    let Some(declared) = declared(&declarations) else { return Err(Failure::NoBooks) };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let portfolio = Portfolio::open(workspace, threads).await?;
    let found = portfolio.reconcile(&declared, &Visible::everything()).await;
    portfolio.close().await?;
    let found = found?;
    match arguments.format {
        ReportFormat::Json => line(&serde_json::to_string(&found)?)?,
        ReportFormat::Table => people(&found)?,
    }
    if declarations.rejects.is_empty() {
        return Ok(Outcome::Done);
    }
    say("Não foi possível ler, e ficou fora da comparação:");
    if arguments.format == ReportFormat::Table {
        notice_table(&declarations.rejects)?;
    }
    Ok(Outcome::DoneWithRejects)
}

/// All books as one; of two of one period, those that replace others count.
fn declared(declarations: &Declarations) -> Option<Declared> {
    let mut books: Vec<_> = declarations.found.iter().map(|(_, declaration)| declaration).collect();
    books.sort_by_key(|declaration| declaration.replaces);
    let mut latest = BTreeMap::new();
    for declaration in books {
        latest.insert((declaration.company.clone(), declaration.kind, declaration.from.epoch_days()), declaration);
    }
    let from = latest.values().map(|declaration| declaration.from).min()?;
    let to = latest.values().map(|declaration| declaration.to).max()?;
    let companies = latest.values().map(|declaration| declaration.company.clone());
    let mut establishments: BTreeSet<String> = companies.collect();
    let mut notes = BTreeMap::new();
    for document in latest.values().flat_map(|declaration| &declaration.documents) {
        establishments.insert(document.own.clone());
        notes.insert(document.key.as_str().to_owned(), (document.day, document.total));
    }
    Some(Declared { establishments, from, to, notes })
}

fn people(found: &Reconciliation) -> Result<(), Failure> {
    let months = found.months.iter().map(|month| {
        vec![
            month.month.clone(),
            text::count(month.declared_notes),
            Cents(month.declared_cents).plain(),
            text::count(month.base_notes),
            Cents(month.base_cents).plain(),
            Cents(month.declared_cents.saturating_sub(month.base_cents)).plain(),
        ]
    });
    let headers = ["mês", "notas no SPED", "R$ no SPED", "notas na base", "R$ na base", "diferença"];
    table(&headers, &[1, 2, 3, 4, 5], months)?;
    if found.differences.is_empty() {
        line("\nSPED e base dizem o mesmo.")?;
        return Ok(());
    }
    let amount = |cents: Option<i64>| cents.map(|cents| Cents(cents).plain()).unwrap_or_default();
    let rows = found.differences.iter().map(|one| {
        let kind = match one.kind {
            DifferenceKind::OnlyDeclared => "só no SPED",
            DifferenceKind::OnlyInBase => "só na base",
            DifferenceKind::NotCounted => "não conta na base",
            DifferenceKind::Total => "valores diferentes",
        };
        let on = one.on.parse::<domain::Day>().map_or_else(|_| one.on.clone(), |day| day.to_string());
        vec![on, one.key.clone(), kind.to_owned(), amount(one.declared_cents), amount(one.base_cents)]
    });
    line("")?;
    table(&["data", "chave", "diferença", "R$ no SPED", "R$ na base"], &[3, 4], rows)?;
    say(&format!("{}.", text::counted(found.differences.len() as u64, "diferença", "diferenças")));
    Ok(())
}
