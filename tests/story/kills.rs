//! kill -9 at any moment of an import or an undo: afterwards there is what there was before, or the
//! whole, and never anything between; and the next import clears up.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::Value;
use support::Backend;

use crate::Company;
use crate::notes::Notes;

/// Kills of imports on each database, unless CARTEIRA_KILLS says how many.
const KILLS: usize = 20;

/// Kills, one after the other, that a workspace lives through before it is cleared up.
const KILLS_IN_A_ROW: usize = 2;

/// Archives the notes are in.
const ARCHIVES: u64 = 30;

/// Archives that were imported before, one by one: so many that the next import compacts.
const EARLIER: usize = 23;

fn kills() -> usize {
    std::env::var("CARTEIRA_KILLS").map_or(KILLS, |kills| kills.parse().expect("CARTEIRA_KILLS is a number"))
}

/// A workspace and something to be done to it.
struct Scene {
    company: Company,
    act: Vec<std::ffi::OsString>,
    /// The totals before it was done, and after.
    before: Value,
    after: Value,
    /// How long it takes undisturbed, by the last times.
    takes: Cell<Duration>,
}

/// How often the killed one had not yet come to its commit, and how often it had.
#[derive(Debug, Default)]
struct Hits {
    before_commit: usize,
    after_commit: usize,
}

impl Scene {
    fn new(company: Company, act: impl IntoIterator<Item = impl Into<std::ffi::OsString>>) -> Self {
        let act: Vec<std::ffi::OsString> = act.into_iter().map(Into::into).collect();
        let undisturbed = company.copy();
        let began = Instant::now();
        let done = undisturbed.run(&act);
        let takes = Cell::new(began.elapsed());
        assert_eq!(done.code, 0, "{}", done.err);
        Self { before: company.totals(), after: undisturbed.totals(), company, act, takes }
    }

    /// Does the act and kills it at a moment drawn from one of equal stretches of the time it takes,
    /// and a little longer.
    fn kill(&self, company: &Company, stretch: usize, of: usize) -> Duration {
        let moment = self.takes.get().mul_f64(1.15 * (stretch as f64 + random()) / of as f64);
        let mut act = company.command(&self.act);
        let mut child = act.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary can be run");
        std::thread::sleep(moment);
        child.kill().expect("our own process may be killed");
        child.wait().expect("it was started");
        moment
    }

    /// Asserts that a workspace opens, is whole, and is as before the act or as after.
    fn check(&self, company: &Company, moment: Duration, hits: &mut Hits) {
        let found = company.totals();
        company.expect_whole();
        match found {
            found if found == self.after => hits.after_commit += 1,
            found if found == self.before => hits.before_commit += 1,
            between => panic!("killed {moment:?} after the start, between before and after: {between}"),
        }
    }
}

#[rstest]
fn an_import_killed_at_any_moment_is_whole_or_nothing(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(empty) = Company::on(backend) else { return };
    let notes = Notes::new(2_000, ARCHIVES);
    let begun = empty.copy();
    for archive in &notes.archives()[..EARLIER] {
        assert_eq!(begun.import([archive]).0, 0);
    }
    let scenes = [empty, begun].map(|company| Scene::new(company, notes.import()));
    scenes.iter().for_each(|scene| notes.expect(&scene.after));
    let mut hits = Hits::default();
    let all = kills();
    for (round, stretches) in (0..all).collect::<Vec<_>>().chunks(KILLS_IN_A_ROW).enumerate() {
        let scene = &scenes[round % scenes.len()];
        let company = scene.company.copy();
        for stretch in stretches {
            let moment = scene.kill(&company, *stretch, all);
            scene.check(&company, moment, &mut hits);
        }
        let began = Instant::now();
        let (code, report) = company.import([notes.folder()]);
        if report["accepted"] != 0 {
            // Who else works on the machine comes and goes.
            scene.takes.set((scene.takes.get() + began.elapsed()) / 2);
        }
        let known = report["accepted"].as_u64().zip(report["duplicates"].as_u64()).map(|(new, old)| new + old);
        assert_eq!((code, known), (0, Some(notes.records())));
        assert_eq!(company.totals(), scene.after);
        company.expect_whole();
        company.expect_tidy();
    }
    tell(&format!("{backend:?}: {hits:?}, imports of {:?}", scenes.map(|scene| scene.takes.get())));
    assert!(hits.before_commit > 0, "no kill fell into an import");
}

#[rstest]
fn an_undo_killed_at_any_moment_is_done_or_not(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let Some(company) = Company::on(backend) else { return };
    let notes = Notes::new(1_000, 2);
    let first = &notes.archives()[0];
    company.import([first]);
    company.import([notes.folder()]);
    let scene = Scene::new(company, ["imports", "undo", "2"]);
    notes.expect(&scene.before);
    let mut hits = Hits::default();
    let all = kills().div_ceil(4);
    for stretch in 0..all {
        let company = scene.company.copy();
        let moment = scene.kill(&company, stretch, all);
        scene.check(&company, moment, &mut hits);
        // An import clears up whether the undo is repeated or not.
        let (code, report) = company.import([first]);
        assert_eq!((code, &report["accepted"]), (0, &0.into()));
        company.expect_tidy();
        if company.totals() == scene.before {
            assert_eq!(company.run(&scene.act).code, 0);
        }
        assert_eq!(company.totals(), scene.after);
        company.expect_whole();
    }
    tell(&format!("{backend:?}: {hits:?}, undos of {:?}", scene.takes.get()));
    assert!(hits.before_commit > 0, "no kill fell into an undo");
}

/// A number from 0 to 1.
fn random() -> f64 {
    RandomState::new().hash_one(0) as f64 / u64::MAX as f64
}

#[expect(clippy::print_stderr, reason = "who runs the test wants to know what was hit")]
fn tell(what: &str) {
    eprintln!("{what}");
}
