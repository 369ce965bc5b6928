//! The company's tax books beside the base, month by month: what one has and the other lacks, and where
//! they differ.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Date32Type, Int64Type};
use datafusion::common::ScalarValue;
use domain::{Cents, Day};
use futures::future::BoxFuture;
use serde::Serialize;

use crate::{Level, PanelError, Portfolio, Visible};

/// What some books declare: of which establishments, from when to when, which notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Our establishments whose notes the books hold, as written.
    pub establishments: BTreeSet<String>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Their notes by key: day and total.
    pub notes: BTreeMap<String, (Day, Cents)>,
}

/// Books and base side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reconciliation {
    /// Each month of the books.
    pub months: Vec<ReconciledMonth>,
    /// Where they differ, by day and key.
    pub differences: Vec<Difference>,
}

/// One month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReconciledMonth {
    /// `2026-03`
    pub month: String,
    /// Notes of the books.
    pub declared_notes: u64,
    /// What they add up to, in cents.
    pub declared_cents: i64,
    /// Notes of the base.
    pub base_notes: u64,
    /// What they add up to, in cents.
    pub base_cents: i64,
}

/// A note on which books and base differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// Its day, ISO.
    pub on: String,
    /// Its key.
    pub key: String,
    /// How they differ.
    pub kind: DifferenceKind,
    /// Its total by the books, in cents.
    pub declared_cents: Option<i64>,
    /// Its total by the base, in cents.
    pub base_cents: Option<i64>,
}

/// How books and base differ on a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// Only the books have it.
    OnlyDeclared,
    /// Only the base has it.
    OnlyInBase,
    /// The base has it as cancelled, denied, or without protocol.
    NotCounted,
    /// The totals differ.
    Total,
}

/// A note of the base.
struct BaseNote {
    day: Day,
    total: Cents,
    counts: bool,
}

/// Notes that we issued, by themselves: not as the books tell of them.
const OWN_NOTES: &str = "
SELECT d.key, d.own, d.day, d.total_cents, x.document IS NULL AS counts
FROM documents d
LEFT JOIN excluded x ON x.document = d.document
WHERE d.day BETWEEN $from AND $to AND NOT d.declared AND d.own <> ''
    AND (substr(d.key, 7, 14) = d.own OR char_length(d.key) <> 44 AND d.side = 'sale')";

impl Portfolio {
    /// Compares books with the base. It speaks of the whole company, so only who sees everyone may ask.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn reconcile<'a>(
        &'a self,
        declared: &'a Declared,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Reconciliation, PanelError>> {
        Box::pin(async move {
            if !visible.is_everything() {
                return Ok(Reconciliation::default());
            }
            let movements = self.movements(Level::Root, declared.to).await?;
            let mut parameters = movements.parameters.clone();
            let date = |day: Day| ScalarValue::Date32(Some(day.epoch_days()));
            parameters.extend([("from", date(declared.from)), ("to", date(declared.to))]);
            let rows = movements.session.query(OWN_NOTES, &parameters).await?;
            Ok(side_by_side(declared, &base_notes(&rows, &declared.establishments)?))
        })
    }
}

fn base_notes(rows: &RecordBatch, own: &BTreeSet<String>) -> Result<HashMap<String, BaseNote>, PanelError> {
    let text = |column: usize| cast(rows.column(column), &DataType::Utf8);
    let (keys, owners) = (text(0)?, text(1)?);
    let (keys, owners) = (keys.as_string::<i32>(), owners.as_string::<i32>());
    let (days, totals) = (rows.column(2).as_primitive::<Date32Type>(), rows.column(3).as_primitive::<Int64Type>());
    let counts = rows.column(4).as_boolean();
    let note = |row: usize| BaseNote {
        day: Day::from_epoch_days(days.value(row)),
        total: Cents(totals.value(row)),
        counts: counts.value(row),
    };
    let ours = (0..rows.num_rows()).filter(|row| own.contains(owners.value(*row)));
    Ok(ours.map(|row| (keys.value(row).to_owned(), note(row))).collect())
}

fn side_by_side(declared: &Declared, base: &HashMap<String, BaseNote>) -> Reconciliation {
    let mut months: BTreeMap<String, ReconciledMonth> = BTreeMap::new();
    let mut differences = Vec::new();
    let month_of = |day: Day| day.iso()[..7].to_owned();
    for (key, (day, total)) in &declared.notes {
        let month = months.entry(month_of(*day)).or_default();
        month.declared_notes += 1;
        month.declared_cents += total.0;
        let found = base.get(key);
        let kind = match found {
            None => DifferenceKind::OnlyDeclared,
            Some(note) if !note.counts => DifferenceKind::NotCounted,
            Some(note) if note.total != *total => DifferenceKind::Total,
            Some(_) => continue,
        };
        differences.push(Difference {
            on: day.iso(),
            key: key.clone(),
            kind,
            declared_cents: Some(total.0),
            base_cents: found.map(|note| note.total.0),
        });
    }
    for (key, note) in base.iter().filter(|(_, note)| note.counts) {
        let month = months.entry(month_of(note.day)).or_default();
        month.base_notes += 1;
        month.base_cents += note.total.0;
        if !declared.notes.contains_key(key) {
            differences.push(Difference {
                on: note.day.iso(),
                key: key.clone(),
                kind: DifferenceKind::OnlyInBase,
                declared_cents: None,
                base_cents: Some(note.total.0),
            });
        }
    }
    differences.sort();
    let months = months.into_iter().map(|(month, sums)| ReconciledMonth { month, ..sums }).collect();
    Reconciliation { months, differences }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a date")
    }

    #[test]
    fn each_kind_of_difference_is_told() {
        let notes =
            [("A", "2026-03-01", 100), ("B", "2026-03-31", 200), ("C", "2026-04-01", 300), ("D", "2026-04-02", 400)];
        let notes = notes.map(|(key, on, cents)| (key.to_owned(), (day(on), Cents(cents))));
        let declared = Declared {
            establishments: BTreeSet::new(),
            from: day("2026-03-01"),
            to: day("2026-04-30"),
            notes: notes.into_iter().collect(),
        };
        let base = [
            ("A", "2026-03-01", 100, true),
            ("B", "2026-03-31", 250, true),
            ("C", "2026-04-01", 300, false),
            ("E", "2026-04-30", 7, true),
        ];
        let base = base
            .map(|(key, on, cents, counts)| (key.to_owned(), BaseNote { day: day(on), total: Cents(cents), counts }));
        let found = side_by_side(&declared, &base.into_iter().collect());
        let months: Vec<_> = found
            .months
            .iter()
            .map(|month| {
                (month.month.as_str(), month.declared_notes, month.declared_cents, month.base_notes, month.base_cents)
            })
            .collect();
        assert_eq!(months, [("2026-03", 2, 300, 2, 350), ("2026-04", 2, 700, 1, 7)]);
        let kinds: Vec<_> = found.differences.iter().map(|one| (one.key.as_str(), one.kind)).collect();
        use DifferenceKind::*;
        assert_eq!(kinds, [("B", Total), ("C", NotCounted), ("D", OnlyDeclared), ("E", OnlyInBase)]);
    }
}
