//! `carteira export`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use domain::Day;
use export::text;
use export::workbook::{self, Exported};
use panel::{Query, Sort, Visible};
use store::{StoreError, Workspace};

use super::portfolio::{asked, level, query};
use super::{Failure, Outcome};
use crate::arguments::{Export, Selection};
use crate::clock;
use crate::output::say;

/// Days back with which the statuses are compared.
const DAYS_BACK: i32 = 30;

/// Writes the portfolio as a workbook.
pub async fn run(workspace: &Workspace, arguments: Export) -> Result<Outcome, Failure> {
    let Export { file, selection, force } = arguments;
    check_name(&file, force)?;
    let by_revenue = Sort { column: "revenue_12m_cents".to_owned(), descending: true };
    let query = Query { sort: Some(by_revenue), ..query(&selection)? };
    let wanted = level(selection.when.level);
    let everything = Visible::everything();
    let (rows, totals, contacts, worsened, as_of, before) =
        asked(workspace, selection.when.as_of, async |portfolio, day| {
            let panel = portfolio.panel(wanted, day).await?;
            let rows = panel.list(&query, &everything).await?;
            let totals = panel.totals(&query, &everything).await?;
            let contacts = portfolio.contacts(wanted, day, &everything).await?;
            let before: Day = day.plus_days(-DAYS_BACK);
            let worsened = portfolio.worsened(wanted, (before, day), &query, &everything).await?;
            Ok((rows, totals, contacts, worsened, day, before))
        })
        .await?;
    let bytes = workbook::of_portfolio(&Exported {
        as_of,
        level: text::level(wanted),
        selection: in_words(&selection),
        rows: &rows,
        contacts: &contacts,
        totals,
        worsened: &worsened,
        compared_with: before,
        source: format!("exportacao-{}", clock::now().replace(':', "").to_lowercase()),
    })?;
    keep(&file, &bytes)?;
    let customers = text::counted(rows.num_rows() as u64, "cliente", "clientes");
    say(&format!("Planilha gravada em {}: {customers}.", file.display()));
    Ok(Outcome::Done)
}

/// Refuses names that programs would not open, and files that are there.
fn check_name(file: &Path, force: bool) -> Result<(), Failure> {
    let is_xlsx = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
    if !is_xlsx {
        return Err(Failure::NoXlsx { path: file.to_owned() });
    }
    // Whoever forces replaces a file, never a folder.
    if file.is_dir() || !force && file.exists() {
        return Err(Failure::FileExists { path: file.to_owned() });
    }
    Ok(())
}

/// Writes the file whole or not at all: beside its place, and then into it.
fn keep(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let partial = partial(file);
    let written = write_new(&partial, bytes).and_then(|()| std::fs::rename(&partial, file));
    let _ = std::fs::remove_file(&partial);
    written.map_err(|error| Failure::Store(StoreError::io(file, error)))
}

fn write_new(partial: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = std::fs::File::create(partial)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn partial(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.parcial", std::process::id()));
    file.with_file_name(name)
}

/// What was asked for.
fn in_words(selection: &Selection) -> String {
    let who = match selection.with_prospects {
        true => "todos, mesmo quem ainda não comprou",
        false => "quem já comprou",
    };
    match &selection.predicate {
        Some(predicate) => format!("{who}, em que {predicate}"),
        None => who.to_owned(),
    }
}
