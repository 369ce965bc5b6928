//! What other settings would change, before anyone saves them.

use std::collections::BTreeMap;

use datafusion::arrow::buffer::BooleanBuffer;
use domain::Day;
use futures::future::BoxFuture;

use crate::before::{NO_WORD, WordPlace, rows_before};
use crate::words::{ABC_CLASSES, STATUSES, Word};
use crate::{Level, Panel, PanelError, Portfolio, Query, Settings, Visible};

/// What other settings would come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// By commercial status, in its order.
    pub statuses: Vec<Shift>,
    /// By class of the ABC curve; where all is seen.
    pub abc: Option<Vec<Shift>>,
    /// Customers that would have another status.
    pub moved: Vec<EffectMove>,
}

/// How many customers have a word, and would have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The word.
    pub word: &'static Word,
    /// With the settings in force.
    pub before: u64,
    /// With the others.
    pub after: u64,
}

/// How many customers would go from one status to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectMove {
    /// With the settings in force.
    pub from: &'static Word,
    /// With the others.
    pub to: &'static Word,
    /// How many.
    pub customers: u64,
}

impl Portfolio {
    /// What other settings would change of the customers that may be seen. Nothing of it is kept.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn effect<'a>(
        &'a self,
        settings: Settings,
        level: Level,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Effect, PanelError>> {
        Box::pin(async move {
            let query = Query { columns: ["status", "abc"].map(str::to_owned).to_vec(), ..Query::default() };
            let before = self.panel_for(level, as_of, &query).await?;
            let after = self.judged_by(settings).compute(level, as_of, query.needs().as_ref()).await?;
            let rows = |panel: &Panel| panel.selection(&Query::default(), visible);
            let (rows_of_before, rows_of_after) = (rows(&before)?, rows(&after)?);
            let counts = |name: &str, words: &'static [Word]| {
                let before = counts(&before.words(name, words)?, &rows_of_before, words.len());
                let after = counts(&after.words(name, words)?, &rows_of_after, words.len());
                let shift = |(word, (before, after))| Shift { word, before, after };
                Ok::<_, PanelError>(words.iter().zip(before.into_iter().zip(after)).map(shift).collect())
            };
            Ok(Effect {
                statuses: counts("status", &STATUSES)?,
                abc: if visible.is_everything() { Some(counts("abc", &ABC_CLASSES)?) } else { None },
                moved: moved(&before, &after, &rows_of_after)?,
            })
        })
    }
}

fn counts(places: &[WordPlace], rows: &BooleanBuffer, words: usize) -> Vec<u64> {
    let mut counts = vec![0; words];
    for row in rows.set_indices() {
        if let Some(count) = counts.get_mut(usize::from(places[row])) {
            *count += 1;
        }
    }
    counts
}

fn moved(before: &Panel, after: &Panel, rows: &BooleanBuffer) -> Result<Vec<EffectMove>, PanelError> {
    let (from, to) = (before.words("status", &STATUSES)?, after.words("status", &STATUSES)?);
    let same = rows_before(after.customers()?, before.customers()?);
    let mut moved: BTreeMap<(WordPlace, WordPlace), u64> = BTreeMap::new();
    for row in rows.set_indices() {
        let Some(from) = same[row].map(|row| from[row as usize]) else { continue };
        if from != to[row] && from != NO_WORD && to[row] != NO_WORD {
            *moved.entry((from, to[row])).or_default() += 1;
        }
    }
    let word = |place: WordPlace| &STATUSES[usize::from(place)];
    Ok(moved
        .into_iter()
        .map(|((from, to), customers)| EffectMove { from: word(from), to: word(to), customers })
        .collect())
}
