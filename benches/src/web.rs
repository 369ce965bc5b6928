//! `web`: how soon pages can be used, and how smoothly the list of customers scrolls, in Chromium.

use std::process::Command;

use serde::Deserialize;

use crate::figures::{Figure, bar, number};
use crate::place::{Place, source};
use crate::results::{Report, Table};
use crate::{Outcome, say};

/// A page can be used within so long.
const MOST_MS: f64 = 1_000.0;

/// A frame of a screen that draws sixty a second.
const FRAME_MS: f64 = 1_000.0 / 60.0;

#[derive(Deserialize)]
struct Said {
    customers: u64,
    browser: String,
    routes: Vec<Route>,
    scroll: Scroll,
}

#[derive(Deserialize)]
struct Route {
    route: String,
    /// Milliseconds to a page that can be used.
    loads: Vec<f64>,
}

#[derive(Deserialize)]
struct Scroll {
    /// Milliseconds from each frame to the next.
    frames: Vec<f64>,
    /// How far the list was scrolled at last, in pixels.
    top: f64,
}

/// Measures.
pub fn run(place: &Place) -> Outcome<Report> {
    say("web: loading pages");
    let mut node = Command::new("node");
    node.arg(source("../web/e2e/measure.mjs"));
    node.env("CARTEIRA_BIN", place.program("carteira")).env("GENERATE_BIN", place.program("generate"));
    let ended = node.output().map_err(|error| format!("node: {error}"))?;
    if !ended.status.success() {
        return Err(format!("measure.mjs: {}", String::from_utf8_lossy(&ended.stderr)));
    }
    let Said { customers, browser, routes, scroll } =
        serde_json::from_slice(&ended.stdout).map_err(|error| format!("measure.mjs: {error}"))?;
    Ok(Report {
        about: format!(
            "The demo's company of {} customers, served on the same two processors that Chromium {browser} runs on, \
             headless and without a graphics card. A page can be used once its content stands there, nothing is awaited \
             any more, and the last task of more than 50 ms has ended; each load is of a browser that has nothing of the \
             page yet. The list of customers is scrolled by {} pixels at 3 000 a second, while it asks for the pages that \
             follow; a frame is dropped where the next comes a frame too late.",
            number(customers as f64, 0),
            number(scroll.top, 0),
        ),
        tables: vec![loads(&routes), frames(&scroll)],
    })
}

fn loads(routes: &[Route]) -> Table {
    let row = |Route { route, loads }: &Route| {
        let mut figure = Figure::default();
        loads.iter().for_each(|load| figure.add(*load));
        let held = figure.median() < MOST_MS;
        vec![format!("`{route}`"), figure.shown(0), bar(&format!("< {}", number(MOST_MS, 0)), held)]
    };
    Table { columns: vec!["page", "usable after ms", "bar"], rows: routes.iter().map(row).collect() }
}

fn frames(Scroll { frames, .. }: &Scroll) -> Table {
    let dropped: f64 = frames.iter().map(|frame| ((frame / FRAME_MS).round() - 1.0).max(0.0)).sum();
    let longest = frames.iter().copied().fold(0.0, f64::max);
    let row =
        vec![frames.len().to_string(), number(dropped, 0), number(longest, 1), bar("none dropped", dropped < 1.0)];
    Table { columns: vec!["frames drawn while scrolling", "dropped", "longest ms", "bar"], rows: vec![row] }
}
