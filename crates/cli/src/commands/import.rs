//! `carteira import`

use std::time::Instant;

use export::text;
use indicatif::{ProgressBar, ProgressStyle};
use intake::{Progress, Report};
use store::{Notice, Workspace, Writer};

use super::imports::notice_table;
use super::{Failure, Outcome, tables};
use crate::arguments::{Import, ReportFormat};
use crate::clock;
use crate::output::{line, say, table};

/// Imports files.
pub async fn run(workspace: &Workspace, arguments: Import) -> Result<Outcome, Failure> {
    allocator::give_large_buffers_back();
    let mut progress = Bar { began: Instant::now(), bar: ProgressBar::hidden(), records: 0, rejects: Vec::new() };
    let readers = std::thread::available_parallelism().map_or(2, usize::from);
    let tables = tables::options(&arguments)?;
    let draft = tables::Draft { options: tables.clone(), paths: arguments.paths.clone() };
    let (paths, dry_run, author) = (arguments.paths, arguments.dry_run, clock::author());
    let import = intake::Import { workspace, paths, dry_run, readers, tables, author, named_from: None };
    let report = import.run(&mut progress).await;
    progress.bar.finish_and_clear();
    let (report, found) = report?;
    if let Some(file) = &arguments.write_map {
        tables::write_map(file, &found, &draft)?;
    }
    match arguments.format {
        ReportFormat::Json if arguments.dry_run => {
            let mut value = serde_json::to_value(&report)?;
            value["tables"] = serde_json::to_value(&found)?;
            line(&value.to_string())?;
        }
        ReportFormat::Json => line(&serde_json::to_string(&report)?)?,
        ReportFormat::Table if arguments.dry_run => {
            tables::show(&found)?;
            print(&report, Told::Rehearsed)?;
            show_rejects(&progress.rejects, report.rejects)?;
        }
        ReportFormat::Table => print(&report, Told::Done)?,
    }
    if report.rejects > 0 { Ok(Outcome::DoneWithRejects) } else { Ok(Outcome::Done) }
}

/// What becomes of the import that a report is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nothing: it was only rehearsed.
    Rehearsed,
    /// It counts.
    Done,
    /// It was undone.
    Undone,
}

/// Rejects that a rehearsal shows; an import keeps them all.
const SHOWN_REJECTS: usize = 20;

/// What a rehearsal could not read, which nothing keeps.
fn show_rejects(rejects: &[Notice], all: u64) -> Result<(), Failure> {
    if rejects.is_empty() {
        return Ok(());
    }
    notice_table(rejects)?;
    if all > rejects.len() as u64 {
        say(&format!("Mostrando {} de {} recusados.", rejects.len(), text::count(all)));
    }
    Ok(())
}

/// The report, for people.
pub fn print(report: &Report, told: Told) -> Result<(), Failure> {
    if report.records == 0 {
        say("Nada para importar: não há arquivos nos caminhos dados.");
        return Ok(());
    }
    let rows = [
        ("aceitos", report.accepted),
        ("repetidos", report.duplicates),
        ("ignorados", report.ignored),
        ("recusados", report.rejects),
        ("registros", report.records),
    ];
    table(&["", "quantos"], &[1], rows.iter().map(|(name, number)| vec![(*name).to_owned(), text::count(*number)]))?;
    breakdown("Ignorados", &report.ignored_by_reason, text::ignore_reason);
    breakdown("Avisos", &report.warnings_by_kind, text::warning_kind);
    breakdown("Itens das notas aceitas", &report.items_by_class, text::item_class);
    let rate = if report.seconds > 0.0 { report.records as f64 / report.seconds } else { 0.0 };
    let took = format!("{:.1} s, {} registros/s", report.seconds, text::count(rate as u64)).replacen('.', ",", 1);
    if told == Told::Rehearsed {
        say(&format!("Simulação: nada foi gravado ({took})."));
        return Ok(());
    }
    say(&format!(
        "Importação {}: {}, {} ({took}).",
        report.batch,
        text::counted(report.documents, "nota", "notas"),
        text::counted(report.facts, "fato", "fatos")
    ));
    if report.rejects > 0 {
        say(&format!("Veja o que foi recusado e por quê: carteira imports rejects {}", report.batch));
    }
    if report.warnings > 0 {
        say(&format!("Veja os avisos: carteira imports warnings {}", report.batch));
    }
    if told == Told::Done {
        say(&format!("Para desfazer: carteira imports undo {}", report.batch));
    }
    Ok(())
}

fn breakdown(title: &str, counts: &std::collections::BTreeMap<String, u64>, name: fn(&str) -> &str) {
    if counts.is_empty() {
        return;
    }
    let parts: Vec<String> =
        counts.iter().map(|(code, number)| format!("{} ({})", name(code), text::count(*number))).collect();
    say(&format!("{title}: {}.", parts.join(", ")));
}

/// A progress bar on stderr, where that is a terminal.
struct Bar {
    began: Instant,
    bar: ProgressBar,
    records: u64,
    rejects: Vec<Notice>,
}

impl Progress for Bar {
    fn waiting(&mut self, writer: Option<&Writer>) {
        match writer {
            Some(writer) => say(&format!(
                "Outra importação está em andamento (processo {}, {}, desde {}). Aguardando a vez...",
                writer.pid,
                writer.place,
                clock::local(&writer.since)
            )),
            None => say("Outra importação está em andamento. Aguardando a vez..."),
        }
    }

    fn begins(&mut self, _files: u64, bytes: u64) {
        self.bar = ProgressBar::new(bytes);
        let style =
            ProgressStyle::with_template("{bar:30} {bytes} de {total_bytes}  {bytes_per_sec}  {msg}  faltam {eta}");
        if let Ok(style) = style {
            self.bar.set_style(style);
        }
    }

    fn advances(&mut self, bytes: u64, records: u64) {
        self.records += records;
        self.bar.inc(bytes);
        self.bar.set_message(format!("{} registros", text::count(self.records)));
    }

    fn rejected(&mut self, notice: &Notice) {
        if self.rejects.len() < SHOWN_REJECTS {
            self.rejects.push(notice.clone());
        }
    }

    fn now(&self) -> String {
        clock::now()
    }

    fn seconds(&self) -> f64 {
        (self.began.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
    }
}
