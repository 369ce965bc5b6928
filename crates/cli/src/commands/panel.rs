//! `carteira panel`

use std::io::{IsTerminal, Write};

use domain::Day;
use export::{csv, text, value};
use panel::metrics::{Metric, Unit};
use panel::{LISTED, Query, Rows, Sort, Visible, steps};
use serde_json::{Map, Value};
use store::Workspace;

use super::portfolio::{asked, level, query};
use super::{Failure, Outcome};
use crate::arguments::{self, Panel, PanelFormat, When};
use crate::output::{line, say, table};

/// Rows of the table for people, where no limit is asked for.
const FOR_PEOPLE_ROWS: usize = 50;

/// Lists customers.
pub async fn run(workspace: &Workspace, arguments: Panel) -> Result<Outcome, Failure> {
    if arguments.explain_steps {
        for step in steps() {
            line(&format!("-- {}\n{}", step.name, step.sql))?;
        }
        return Ok(Outcome::Done);
    }
    if arguments.format == PanelFormat::Parquet && std::io::stdout().is_terminal() {
        return Err(Failure::BinaryToTerminal);
    }
    let sort = arguments.sort.as_deref();
    let sort = sort
        .map(|column| Sort { column: column.trim_start_matches('-').to_owned(), descending: column.starts_with('-') });
    let query = Query {
        columns: arguments.columns.iter().map(|column| column.trim().to_owned()).collect(),
        sort,
        limit: arguments.limit,
        ..query(&arguments.selection)?
    };
    list(workspace, query, arguments.selection.when, arguments.format).await
}

/// Lists the customers a query asks for.
pub async fn list(
    workspace: &Workspace,
    mut query: Query,
    When { as_of, level: wanted }: When,
    format: PanelFormat,
) -> Result<Outcome, Failure> {
    let cut = query.limit.is_none();
    if format == PanelFormat::Table {
        if query.columns.is_empty() {
            query.columns = LISTED.map(str::to_owned).to_vec();
        }
        query.limit.get_or_insert(FOR_PEOPLE_ROWS + 1);
    }
    if query.limit.is_some() {
        // The first few of a list are those that matter, for people and programs alike.
        query.sort.get_or_insert_with(|| Sort { column: "revenue_12m_cents".to_owned(), descending: true });
    }
    let level = level(wanted);
    let (rows, as_of) = asked(workspace, as_of, async |portfolio, day| {
        Ok((portfolio.panel_for(level, day, &query).await?.list(&query, &Visible::everything()).await?, day))
    })
    .await?;
    match format {
        PanelFormat::Table => people(&rows, cut, wanted == arguments::Level::Group)?,
        PanelFormat::Json => json(&rows, as_of)?,
        PanelFormat::Csv => {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            csv::write(&mut out, &rows, as_of, csv::Reader::Program)?;
            out.flush()?;
        }
        PanelFormat::Parquet => std::io::stdout().lock().write_all(&export::parquet(&rows)?)?,
    }
    Ok(Outcome::Done)
}

fn people(rows: &Rows, cut: bool, by_group: bool) -> Result<(), Failure> {
    if rows.num_rows() == 0 {
        say("Nenhum cliente.");
        return Ok(());
    }
    let metrics: Vec<&Metric> = columns(rows);
    // Whoever is listed must be nameable: without a column that does it, the key stands first.
    // A group goes by its name alone.
    let with_key = by_group || !metrics.iter().any(|metric| metric.column.name == "tax_id");
    let before = usize::from(with_key);
    let mut headers: Vec<&str> = metrics.iter().map(|metric| metric.column.label).collect();
    if with_key {
        headers.insert(0, "Chave");
    }
    let is_number = |metric: &&Metric| !matches!(metric.column.unit, Unit::Text | Unit::Word(_) | Unit::Date);
    let numbers = metrics.iter().enumerate().filter(|(_, metric)| is_number(metric));
    let right: Vec<usize> = numbers.map(|(place, _)| place + before).collect();
    let shown = if cut { rows.num_rows().min(FOR_PEOPLE_ROWS) } else { rows.num_rows() };
    let cells = (0..shown).map(|row| {
        let cell = |metric: &&Metric| value::shown(&panel::value_at(rows, metric.column.name, row), metric.column.unit);
        let key = with_key.then(|| value::shown(&panel::value_at(rows, "customer", row), Unit::Text));
        key.into_iter().chain(metrics.iter().map(cell)).collect()
    });
    table(&headers, &right, cells)?;
    if rows.num_rows() > shown {
        say(&format!("Mostrando os {} primeiros; para ver mais, use --limit.", text::count(shown as u64)));
    }
    Ok(())
}

fn json(rows: &Rows, as_of: Day) -> Result<(), Failure> {
    let names: Vec<String> = panel::column_names(rows);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for row in 0..rows.num_rows() {
        let mut object = Map::new();
        object.insert("customer".to_owned(), panel::value_at(rows, "customer", row));
        object.insert("as_of".to_owned(), as_of.iso().into());
        for name in &names[1..] {
            object.insert(name.clone(), panel::value_at(rows, name, row));
        }
        writeln!(out, "{}", Value::Object(object))?;
    }
    Ok(out.flush()?)
}

fn columns(rows: &Rows) -> Vec<&'static Metric> {
    panel::column_names(rows).iter().filter_map(|name| Metric::named(name)).collect()
}
