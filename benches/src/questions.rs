//! `questions`: what a person asks of a portfolio of 100 000 customers, each question a whole command.

use serde::Deserialize;

use crate::figures::{Figure, RUNS, bar, megabytes, number};
use crate::files::{Bulk, notes};
use crate::place::Place;
use crate::results::{Report, Table};
use crate::workspace::Workspace;
use crate::{Outcome, say};

/// Enough of them are drawn at least once to make more than 100 000 customers.
const BASE: Bulk = Bulk { count: 1_000_000, customers: Some(150_000), zips: Some(100) };

const MOST_MS: f64 = 300.0;

/// One question, and what answering it takes.
struct Question {
    command: Vec<String>,
    /// With nothing computed before.
    first_ms: f64,
    again_ms: Figure,
    peak_mb: Figure,
}

/// A line of `panel --format json`.
#[derive(Deserialize)]
struct Line {
    customer: String,
    sale_documents: u64,
}

/// Measures.
pub fn run(place: &Place) -> Outcome<Report> {
    let notes = notes(place, BASE)?;
    say(&format!("questions: importing {} notes", notes.notes));
    let workspace = Workspace::empty(place, "questions", &notes.company)?;
    let import = workspace.import(&notes)?;
    workspace.check(&notes)?;
    let (greatest, middle) = customers(&workspace)?;
    let mut questions = questions(&greatest.customer, &middle.customer);
    for question in &mut questions {
        workspace.forget()?;
        question.first_ms = ask(&workspace, &question.command)?.0;
    }
    for round in 1..=RUNS {
        say(&format!("questions: round {round} of {RUNS}"));
        for question in &mut questions {
            let (taken_ms, peak_mb) = ask(&workspace, &question.command)?;
            question.again_ms.add(taken_ms);
            question.peak_mb.add(peak_mb);
        }
    }
    workspace.remove()?;
    Ok(Report {
        about: format!(
            "{} customers of {} notes, imported at once in {} s with a peak of {} MB. Each question is a whole command \
             in a process of its own, the default output for people where no format is named. *First* is with nothing \
             computed before; *again* is as after any question since the last import. {} is the customer of most notes \
             ({}), {} the one in the middle of the curve ({}).",
            number(notes.expected.customers as f64, 0),
            number(notes.notes as f64, 0),
            number(import.seconds, 0),
            number(megabytes(import.peak_bytes), 0),
            greatest.customer,
            number(greatest.sale_documents as f64, 0),
            middle.customer,
            number(middle.sale_documents as f64, 0),
        ),
        tables: vec![Table {
            columns: vec!["`carteira` …", "first, ms", "again, ms", "bar", "peak MB"],
            rows: questions.iter().map(Question::row).collect(),
        }],
    })
}

/// The customer of the greatest revenue, and the one in the middle.
fn customers(workspace: &Workspace) -> Outcome<(Line, Line)> {
    let listed = workspace.run(&[
        "panel",
        "--format",
        "json",
        "--columns",
        "sale_documents",
        "--sort",
        "-revenue_total_cents",
    ])?;
    let mut lines: Vec<&str> = listed.output.lines().collect();
    let middle = lines.swap_remove(lines.len() / 2);
    let read = |line: &str| serde_json::from_str(line).map_err(|error| format!("{error} in {line}"));
    Ok((read(lines[0])?, read(middle)?))
}

fn questions(greatest: &str, middle: &str) -> Vec<Question> {
    let risky = "status = 'risco_de_perda' AND abc = 'A'";
    let asked: [&[&str]; 8] = [
        &["explain", middle, "revenue_12m_cents", "--format", "json"],
        &["explain", middle, "status"],
        &["explain", greatest, "revenue_12m_cents", "--format", "json"],
        &["customer", "show", middle],
        &["panel"],
        &["panel", "--format", "json", "--limit", "50", "--sort", "-revenue_12m_cents"],
        &["panel", "--format", "json", "--where", risky],
        &["totals"],
    ];
    let question = |command: &[&str]| Question {
        command: command.iter().map(|&part| part.to_owned()).collect(),
        first_ms: 0.0,
        again_ms: Figure::default(),
        peak_mb: Figure::default(),
    };
    asked.into_iter().map(question).collect()
}

fn ask(workspace: &Workspace, command: &[String]) -> Outcome<(f64, f64)> {
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    let run = workspace.run(&command)?;
    Ok((run.seconds * 1e3, megabytes(run.peak_bytes)))
}

impl Question {
    fn row(&self) -> Vec<String> {
        let quoted = |part: &String| if part.contains(' ') { format!("\"{part}\"") } else { part.clone() };
        vec![
            format!("`{}`", self.command.iter().map(quoted).collect::<Vec<_>>().join(" ")),
            number(self.first_ms, 0),
            self.again_ms.shown(0),
            bar(&format!("< {}", number(MOST_MS, 0)), self.again_ms.median() < MOST_MS),
            self.peak_mb.shown(0),
        ]
    }
}
