//! `carteira imports`

use export::{notices, text};
use intake::Report;
use panel::{Portfolio, Visible};
use serde_json::json;
use store::{Import, ImportState, Notice, NoticeKind, Workspace, Writer};

use super::{Failure, Outcome, import};
use crate::arguments::{Imports, Noticed, OneImport, RejectFormat, ReportFormat, Reported};
use crate::clock;
use crate::output::{line, say, table};

/// Shows, checks and undoes imports.
pub async fn run(workspace: &Workspace, arguments: Imports) -> Result<Outcome, Failure> {
    match arguments {
        Imports::List(arguments) => list(workspace, arguments).await,
        Imports::Show(arguments) => show(workspace, arguments).await,
        Imports::Rejects(arguments) => noticed(workspace, arguments, NoticeKind::Reject).await,
        Imports::Warnings(arguments) => noticed(workspace, arguments, NoticeKind::Warning).await,
        Imports::Ignored(arguments) => noticed(workspace, arguments, NoticeKind::Ignored).await,
        Imports::Undo(arguments) => undo(workspace, arguments).await,
        Imports::Gaps(arguments) => gaps(workspace, arguments).await,
    }
}

async fn list(workspace: &Workspace, arguments: Reported) -> Result<Outcome, Failure> {
    let imports = workspace.imports().await?;
    if arguments.format == ReportFormat::Json {
        for import in &imports {
            line(&json(import)?.to_string())?;
        }
        return Ok(Outcome::Done);
    }
    if imports.is_empty() {
        say("Nenhuma importação ainda. Comece com: carteira import PASTA");
        return Ok(Outcome::Done);
    }
    let headers = ["nº", "quando", "situação", "aceitos", "repetidos", "ignorados", "recusados", "fatos"];
    let rows = imports.iter().map(|import| {
        let report = report(import);
        let counts = [report.accepted, report.duplicates, report.ignored, report.rejects, report.facts];
        let mut row = vec![
            import.batch.to_string(),
            clock::local(&import.started_at),
            text::import_state(import.state).to_owned(),
        ];
        row.extend(counts.map(text::count));
        row
    });
    table(&headers, &[0, 3, 4, 5, 6, 7], rows)?;
    Ok(Outcome::Done)
}

async fn show(workspace: &Workspace, arguments: OneImport) -> Result<Outcome, Failure> {
    let found = workspace.import(arguments.batch).await?;
    if arguments.format == ReportFormat::Json {
        line(&json(&found)?.to_string())?;
        return Ok(Outcome::Done);
    }
    say(&format!(
        "Importação {} de {}, {}.",
        found.batch,
        clock::local(&found.started_at),
        text::import_state(found.state)
    ));
    match found.state {
        ImportState::Live => import::print(&report(&found), import::Told::Done)?,
        ImportState::Undone => import::print(&report(&found), import::Told::Undone)?,
        ImportState::Writing => say("Ainda não terminou; nada dela conta até que termine."),
        ImportState::Dead => say("Foi interrompida antes do fim; nada dela ficou. Importe os arquivos de novo."),
    }
    Ok(Outcome::Done)
}

/// Lists what an import had to say of one kind about single records.
async fn noticed(workspace: &Workspace, arguments: Noticed, kind: NoticeKind) -> Result<Outcome, Failure> {
    let mut found = workspace.notices(arguments.batch).await?;
    found.retain(|notice| notice.kind == kind);
    match arguments.format {
        RejectFormat::Table if found.is_empty() => say(nothing_noticed(kind)),
        RejectFormat::Table => notice_table(&found)?,
        RejectFormat::Csv => {
            for notice in notices::csv_lines(&found) {
                line(&notice)?;
            }
        }
        RejectFormat::Json => {
            for notice in &found {
                let value = json!({
                    "file": notice.file, "record": notice.record, "line": notice.line, "field": notice.field,
                    "value": notice.value, "code": notice.code, "reason": notice.reason,
                });
                line(&value.to_string())?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// Said where an import has nothing of a kind to list.
fn nothing_noticed(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Reject => "Nada foi recusado nesta importação.",
        NoticeKind::Warning => "Nada foi aceito com aviso nesta importação.",
        NoticeKind::Ignored => "Nada foi ignorado nesta importação.",
    }
}

/// Notices for people, without the columns that none of them fills.
pub fn notice_table(found: &[Notice]) -> Result<(), Failure> {
    let rows: Vec<_> = found.iter().map(notices::cells).collect();
    let filled: Vec<usize> =
        (0..notices::HEADERS.len()).filter(|column| rows.iter().any(|row| !row[*column].is_empty())).collect();
    let headers: Vec<&str> = filled.iter().map(|column| notices::HEADERS[*column]).collect();
    let right: Vec<usize> = headers.iter().position(|header| *header == "linha").into_iter().collect();
    let rows = rows.into_iter().map(|row| filled.iter().map(|column| row[*column].clone()).collect());
    Ok(table(&headers, &right, rows)?)
}

async fn undo(workspace: &Workspace, arguments: OneImport) -> Result<Outcome, Failure> {
    let waiting = |writer: Option<&Writer>| {
        let place = writer.map(|writer| writer.place.clone()).unwrap_or_default();
        say(&format!("Uma importação está em andamento ({place}). Aguardando a vez..."));
    };
    let undone = workspace.undo(arguments.batch, &clock::author(), waiting).await?;
    if arguments.format == ReportFormat::Json {
        let value = json!({
            "batch": arguments.batch, "documents": undone.documents,
            "restored": undone.restored, "kept": undone.kept,
        });
        line(&value.to_string())?;
    }
    say(&format!(
        "Importação {} desfeita: {}, {}, {} porque outra importação também os trouxe.",
        arguments.batch,
        text::counted(undone.documents, "documento saiu", "documentos saíram"),
        text::counted(undone.restored, "voltou à versão anterior", "voltaram à versão anterior"),
        text::counted(undone.kept, "ficou", "ficaram"),
    ));
    Ok(Outcome::Done)
}

async fn gaps(workspace: &Workspace, arguments: Reported) -> Result<Outcome, Failure> {
    let portfolio = Portfolio::open(workspace, 2).await?;
    let found = portfolio.completeness(&Visible::everything()).await?;
    portfolio.close().await?;
    if arguments.format == ReportFormat::Json {
        let gaps = found.gaps.iter().map(|gap| {
            json!({ "issuer": gap.issuer, "model": gap.model, "series": gap.series, "first": gap.first, "last": gap.last })
        });
        let months = found.months.iter().map(|month| json!({ "month": month.month, "notes": month.notes }));
        let value = json!({
            "missing_numbers": gaps.collect::<Vec<_>>(),
            "months_without_cancellations": months.collect::<Vec<_>>(),
        });
        line(&value.to_string())?;
        return Ok(Outcome::Done);
    }
    if found.gaps.is_empty() {
        say("Nenhum número de nota falta entre o primeiro e o último de cada série.");
    } else {
        let rows = found.gaps.iter().map(|gap| {
            let numbers =
                if gap.first == gap.last { gap.first.to_string() } else { format!("{} a {}", gap.first, gap.last) };
            let model = if gap.model == 65 { "NFC-e" } else { "NF-e" };
            vec![gap.issuer.clone(), model.to_owned(), gap.series.to_string(), numbers]
        });
        table(&["emitente", "modelo", "série", "números que faltam"], &[], rows)?;
        say(
            "Um número que falta é uma nota que não foi trazida, ou um número inutilizado cujo arquivo não foi trazido.",
        );
    }
    if !found.months.is_empty() {
        let months: Vec<String> = found.months.iter().map(|month| month.month.clone()).collect();
        say(&format!(
            "Meses com notas e sem nenhum cancelamento: {}. ERPs costumam exportar as notas sem os eventos; vendas canceladas contariam como vendas.",
            months.join(", ")
        ));
    }
    Ok(Outcome::Done)
}

/// The report kept with an import; empty where it did not come to one.
fn report(import: &Import) -> Report {
    let kept = import.report.as_deref().and_then(|report| serde_json::from_str(report).ok());
    kept.unwrap_or_else(|| Report { batch: import.batch, ..Report::default() })
}

fn json(import: &Import) -> Result<serde_json::Value, Failure> {
    let mut value = serde_json::to_value(report(import))?;
    value["state"] = format!("{:?}", import.state).to_lowercase().into();
    value["started_at"] = import.started_at.clone().into();
    value["committed_at"] = import.committed_at.clone().into();
    value["undone_at"] = import.undone_at.clone().into();
    Ok(value)
}
