//! `carteira segment`

use export::text;
use panel::{Predicate, Query, STARTERS, Visible};
use serde_json::json;
use store::Workspace;

use super::panel as listing;
use super::portfolio::{asked, level};
use super::{Failure, Outcome, checked_name};
use crate::arguments::{
    AtDate, NewSegment, OneSegment, PanelFormat, ReportFormat, Segment, SegmentMoves, SegmentName, When,
};
use crate::clock;
use crate::output::{line, say, table};

/// Keeps, shows and follows segments.
pub async fn run(workspace: &Workspace, arguments: Segment) -> Result<Outcome, Failure> {
    match arguments {
        Segment::Add(arguments) => add(workspace, arguments).await,
        Segment::List(arguments) => list(workspace, arguments).await,
        Segment::Show(arguments) => show(workspace, arguments).await,
        Segment::Moves(arguments) => moves(workspace, arguments).await,
        Segment::Remove(arguments) => remove(workspace, arguments).await,
    }
}

async fn add(workspace: &Workspace, arguments: NewSegment) -> Result<Outcome, Failure> {
    let NewSegment { name, predicate } = arguments;
    let name = checked_name(&name)?;
    Predicate::parse(&predicate).map_err(panel::PanelError::from)?;
    // The same name in other capitals is the same segment.
    let known = panel::segment(workspace, &name).await.ok();
    let name = known.map_or(name, |segment| segment.name);
    workspace.save_segment(&name, &predicate, &clock::author()).await?;
    say(&format!("Segmentação guardada: {name}."));
    Ok(Outcome::Done)
}

async fn list(workspace: &Workspace, arguments: AtDate) -> Result<Outcome, Failure> {
    let AtDate { when: When { as_of, level: wanted }, format } = arguments;
    let level = level(wanted);
    let segments = panel::segments(workspace).await?;
    let (counts, day) = asked(workspace, as_of, async |portfolio, day| {
        let mut counts = Vec::with_capacity(segments.len());
        for segment in &segments {
            counts.push(portfolio.count(segment, level, day, &Visible::everything()).await?);
        }
        Ok((counts, day))
    })
    .await?;
    if format == ReportFormat::Json {
        for (segment, customers) in segments.iter().zip(counts) {
            let value = json!({
                "name": segment.name, "predicate": segment.predicate, "starter": segment.is_starter,
                "as_of": day.iso(), "customers": customers,
            });
            line(&value.to_string())?;
        }
        return Ok(Outcome::Done);
    }
    let rows = segments
        .iter()
        .zip(counts)
        .map(|(segment, customers)| vec![segment.name.clone(), text::count(customers), segment.predicate.clone()]);
    table(&["segmentação", "clientes", "condição"], &[1], rows)?;
    Ok(Outcome::Done)
}

async fn show(workspace: &Workspace, arguments: OneSegment) -> Result<Outcome, Failure> {
    let OneSegment { name, at: AtDate { when, format }, limit } = arguments;
    let segment = panel::segment(workspace, &name).await?;
    let query = Query { limit, ..segment.query()? };
    let format = if format == ReportFormat::Json { PanelFormat::Json } else { PanelFormat::Table };
    listing::list(workspace, query, when, format).await
}

async fn moves(workspace: &Workspace, arguments: SegmentMoves) -> Result<Outcome, Failure> {
    let SegmentMoves { name, from, to, level: wanted, format } = arguments;
    let segment = panel::segment(workspace, &name).await?;
    let level = level(wanted);
    let until = Some(crate::arguments::AsOf::Day(to));
    let moves = asked(workspace, until, async |portfolio, to| {
        portfolio.moves(&segment, level, (from, to), &Visible::everything()).await
    })
    .await?;
    if format == ReportFormat::Json {
        for moved in &moves {
            let direction = if moved.entered { "entered" } else { "left" };
            let value = json!({ "customer": moved.customer, "name": moved.name, "move": direction });
            line(&value.to_string())?;
        }
        return Ok(Outcome::Done);
    }
    let entered = moves.iter().filter(|moved| moved.entered).count();
    if moves.is_empty() {
        say(&format!("Ninguém entrou nem saiu de {} entre {from} e {to}.", segment.name));
        return Ok(Outcome::Done);
    }
    let rows = moves.iter().map(|moved| {
        let direction = if moved.entered { "entrou" } else { "saiu" };
        vec![direction.to_owned(), moved.customer.clone(), moved.name.clone().unwrap_or_default()]
    });
    table(&["", "cliente", "nome"], &[], rows)?;
    say(&format!(
        "{}, {} de {} entre {from} e {to}.",
        text::counted(entered as u64, "entrou", "entraram"),
        text::counted((moves.len() - entered) as u64, "saiu", "saíram"),
        segment.name
    ));
    Ok(Outcome::Done)
}

async fn remove(workspace: &Workspace, arguments: SegmentName) -> Result<Outcome, Failure> {
    let segment = panel::segment(workspace, &arguments.name).await?;
    if segment.is_starter {
        return Err(Failure::Starter { name: segment.name });
    }
    workspace.remove_segment(&segment.name, &clock::author()).await?;
    let again = STARTERS.iter().any(|starter| starter.name == segment.name);
    say(&match again {
        true => format!("{} volta a ser a segmentação de fábrica.", segment.name),
        false => format!("Segmentação apagada: {}.", segment.name),
    });
    Ok(Outcome::Done)
}
