//! The portfolio at a glance: how many customers, what they bring month by month, who moved.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, Int64Array};
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::datatypes::Int64Type;
use domain::Day;
use futures::future::BoxFuture;

use crate::before::{Before, NO_WORD, WordPlace};
use crate::metrics::Metric;
use crate::monthly::MonthOfSales;
use crate::order::text_at;
use crate::words::{ABC_CLASSES, STATUSES, Word};
use crate::{Level, Panel, PanelError, Portfolio, Query, Visible};

/// The statuses of customers who buy, by their places: new and active.
const BUYING: [WordPlace; 2] = [0, 1];

/// The status of customers about to be lost.
const AT_RISK: WordPlace = 2;

/// How many rises and falls are named.
const NAMED: usize = 10;

/// Points of the Pareto curve at most.
const POINTS: usize = 100;

/// The largest customers, whose share says how much hangs on few.
const LARGEST: usize = 10;

const REVENUE: &str = "revenue_12m_cents";
const REVENUE_BEFORE: &str = "revenue_prev_12m_cents";

/// The portfolio at a date, of the customers that may be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// The date.
    pub as_of: Day,
    /// Customers, without those who have not bought.
    pub customers: u64,
    /// Those who buy: new and active.
    pub active: u64,
    /// The same at the end of the month before.
    pub active_before: u64,
    /// Those at risk who bought yesterday still: new or active then.
    pub moved_to_risk: Part,
    /// Revenue of 12 months in cents; where all is seen, of consumers nobody identified too.
    pub revenue_12m_cents: i64,
    /// The same of the 12 months before.
    pub revenue_prev_12m_cents: i64,
    /// The share of the ten largest; where all is seen.
    pub cr10: Option<f64>,
    /// The last 24 months, the date's own too.
    pub months: Vec<MonthOfSales>,
    /// Who has another status than at the end of the month before.
    pub moves: Vec<StatusMove>,
    /// The classes of the ABC curve; where all is seen.
    pub abc: Option<Vec<Counted>>,
    /// The ABC curve, of at most 100 points; where all is seen.
    pub pareto: Option<Vec<ParetoPoint>>,
    /// By state; of those without one last.
    pub ufs: Vec<Counted>,
    /// By commercial status, in its order; those nobody has too.
    pub statuses: Vec<Counted>,
    /// Those who grew most by 12 months against the 12 before.
    pub rises: Vec<Changed>,
    /// Those who fell most.
    pub falls: Vec<Changed>,
}

/// Some customers and their revenue of 12 months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// How many.
    pub customers: u64,
    /// In cents.
    pub revenue_12m_cents: i64,
}

/// The customers that have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The value, as programs know it; `None` for none.
    pub value: Option<String>,
    /// They.
    pub part: Part,
}

/// Customers that went from one status to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusMove {
    /// The status before; `sem_compra` of whoever was not known yet.
    pub from: &'static Word,
    /// The status now.
    pub to: &'static Word,
    /// They.
    pub part: Part,
}

/// A customer that went from one status to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its key.
    pub customer: String,
    /// Its name.
    pub name: Option<String>,
    /// The status before.
    pub from: &'static Word,
    /// The status now.
    pub to: &'static Word,
    /// Revenue of 12 months, in cents.
    pub revenue_12m_cents: i64,
}

/// Since when a customer's status is another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    /// The end of the month before.
    #[default]
    Month,
    /// The day before.
    Yesterday,
}

/// A point of the Pareto curve: so much of the customers brings so much of the revenue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParetoPoint {
    /// Of the customers with revenue, the greatest first.
    pub customers_share: f64,
    /// Of their revenue.
    pub revenue_share: f64,
}

/// A customer whose revenue changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its key.
    pub customer: String,
    /// Its name.
    pub name: Option<String>,
    /// Revenue of 12 months, in cents.
    pub revenue_12m_cents: i64,
    /// Of the 12 months before.
    pub revenue_prev_12m_cents: i64,
}

impl Portfolio {
    /// The portfolio at a date, of the customers that may be seen.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn overview<'a>(
        &'a self,
        level: Level,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Arc<Overview>, PanelError>> {
        Box::pin(async move {
            let key = (level, as_of, visible.clone());
            self.overviews().get(key, self.look_over(level, as_of, visible)).await
        })
    }

    /// The customers that may be seen whose status is another than it was, those of most revenue first.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn moved<'a>(
        &'a self,
        level: Level,
        as_of: Day,
        since: Since,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Vec<Moved>, PanelError>> {
        Box::pin(async move {
            let panel = self.panel(level, as_of).await?;
            let before = self.before(&panel).await?;
            let rows = panel.selection(&Query::default(), visible)?;
            let statuses = match since {
                Since::Month => &before.last_month,
                Since::Yesterday => &before.yesterday,
            };
            Looking::of(&panel, &rows)?.moved(statuses)
        })
    }

    async fn look_over(&self, level: Level, as_of: Day, visible: &Visible) -> Result<Arc<Overview>, PanelError> {
        let panel = self.panel(level, as_of).await?;
        let before = self.before(&panel).await?;
        let monthly = self.monthly(&panel).await?;
        let rows = panel.selection(&Query::default(), visible)?;
        let months = monthly.added(&rows, visible.is_everything());
        let looking = Looking::of(&panel, &rows)?;
        let all = visible.is_everything();
        let with_unidentified = if all { &rows | &panel.unidentified()? } else { rows.clone() };
        let buying =
            |statuses: &[WordPlace]| rows.set_indices().filter(|row| BUYING.contains(&statuses[*row])).count() as u64;
        Ok(Arc::new(Overview {
            as_of,
            customers: rows.count_set_bits() as u64,
            active: buying(&looking.statuses),
            active_before: buying(&before.last_month),
            moved_to_risk: looking.moved_to_risk(&before),
            revenue_12m_cents: panel.added(REVENUE, &with_unidentified)?,
            revenue_prev_12m_cents: panel.added(REVENUE_BEFORE, &with_unidentified)?,
            cr10: if all { Some(looking.largest_share()?) } else { None },
            months,
            moves: looking.moves(&before),
            abc: if all { Some(looking.by_word("abc", &ABC_CLASSES)?) } else { None },
            pareto: if all { Some(looking.pareto()?) } else { None },
            ufs: looking.by_value("uf")?,
            statuses: looking.by_word("status", &STATUSES)?,
            rises: looking.changed(false)?,
            falls: looking.changed(true)?,
        }))
    }
}

/// Some rows of a panel, looked over.
struct Looking<'p> {
    panel: &'p Panel,
    rows: &'p BooleanBuffer,
    statuses: Vec<WordPlace>,
    revenue: &'p Int64Array,
    revenue_before: &'p Int64Array,
}

impl<'p> Looking<'p> {
    fn of(panel: &'p Panel, rows: &'p BooleanBuffer) -> Result<Self, PanelError> {
        let amount = |name: &str| {
            let column = panel.column(name)?.as_primitive_opt::<Int64Type>();
            column.ok_or(PanelError::Inconsistent { detail: "um valor não é inteiro" })
        };
        Ok(Self {
            statuses: panel.words("status", &STATUSES)?,
            revenue: amount(REVENUE)?,
            revenue_before: amount(REVENUE_BEFORE)?,
            panel,
            rows,
        })
    }

    fn part(&self, rows: impl Iterator<Item = usize>) -> Part {
        let mut part = Part::default();
        rows.for_each(|row| part.add(self.revenue.value(row)));
        part
    }

    fn moved_to_risk(&self, before: &Before) -> Part {
        let moved = |row: &usize| self.statuses[*row] == AT_RISK && BUYING.contains(&before.yesterday[*row]);
        self.part(self.rows.set_indices().filter(moved))
    }

    fn moves(&self, before: &Before) -> Vec<StatusMove> {
        let mut moves: BTreeMap<(WordPlace, WordPlace), Part> = BTreeMap::new();
        for (row, from, to) in self.other_than(&before.last_month) {
            moves.entry((from, to)).or_default().add(self.revenue.value(row));
        }
        moves.into_iter().map(|((from, to), part)| StatusMove { from: word(from), to: word(to), part }).collect()
    }

    /// The rows whose status is another than it was, with both.
    fn other_than(&self, before: &[WordPlace]) -> impl Iterator<Item = (usize, WordPlace, WordPlace)> {
        let both = move |row: usize| (row, before[row], self.statuses[row]);
        let is_other = |(_, from, to): &(usize, WordPlace, WordPlace)| from != to && *from != NO_WORD && *to != NO_WORD;
        self.rows.set_indices().map(both).filter(is_other)
    }

    fn moved(&self, before: &[WordPlace]) -> Result<Vec<Moved>, PanelError> {
        let (customers, names) = (self.panel.text("customer")?, self.panel.text("name")?);
        let named = |(row, from, to): (usize, WordPlace, WordPlace)| {
            Some(Moved {
                customer: text_at(customers, row)?.to_owned(),
                name: text_at(names, row).map(str::to_owned),
                from: word(from),
                to: word(to),
                revenue_12m_cents: self.revenue.value(row),
            })
        };
        let mut moved: Vec<Moved> = self.other_than(before).filter_map(named).collect();
        moved.sort_by(|one, other| {
            (Reverse(one.revenue_12m_cents), &one.customer).cmp(&(Reverse(other.revenue_12m_cents), &other.customer))
        });
        Ok(moved)
    }

    /// The customers of each word, in the words' order.
    fn by_word(&self, name: &str, words: &[Word]) -> Result<Vec<Counted>, PanelError> {
        let mut parts = vec![Part::default(); words.len()];
        let places = self.panel.words(name, words)?;
        for row in self.rows.set_indices() {
            if let Some(part) = parts.get_mut(usize::from(places[row])) {
                part.add(self.revenue.value(row));
            }
        }
        let counted = |(word, part): (&Word, Part)| Counted { value: Some(word.code.to_owned()), part };
        Ok(words.iter().zip(parts).map(counted).collect())
    }

    /// The customers of each value, in its order; of none last.
    fn by_value(&self, name: &str) -> Result<Vec<Counted>, PanelError> {
        let distinct = self.panel.distinct(name).ok_or(PanelError::Inconsistent { detail: "há UFs demais" })?;
        let mut parts = vec![Part::default(); distinct.values.len()];
        for row in self.rows.set_indices() {
            parts[usize::from(distinct.places[row])].add(self.revenue.value(row));
        }
        let values = distinct.values.iter().map(|value| value.map(str::to_owned));
        let counted = values.zip(parts).filter(|(_, part)| part.customers > 0);
        let mut counted: Vec<Counted> = counted.map(|(value, part)| Counted { value, part }).collect();
        counted.sort_by(|one, other| (one.value.is_none(), &one.value).cmp(&(other.value.is_none(), &other.value)));
        Ok(counted)
    }

    /// Positive revenue from the greatest down, of the rows that fit.
    fn greatest_first(&self, fits: impl Fn(usize) -> bool) -> Result<Vec<i64>, PanelError> {
        let revenue = Metric::named(REVENUE).ok_or(PanelError::Inconsistent { detail: "falta um indicador" })?;
        let order = self.panel.order(revenue, true)?;
        let rows = order.iter().map(|row| *row as usize).filter(|row| self.rows.value(*row) && fits(*row));
        Ok(rows.map(|row| self.revenue.value(row)).take_while(|cents| *cents > 0).collect())
    }

    fn largest_share(&self) -> Result<f64, PanelError> {
        let cents = self.greatest_first(|_| true)?;
        Ok(share(sum(&cents[..cents.len().min(LARGEST)]), sum(&cents)))
    }

    fn pareto(&self) -> Result<Vec<ParetoPoint>, PanelError> {
        let classes = self.panel.words("abc", &ABC_CLASSES)?;
        let cents = self.greatest_first(|row| classes[row] != NO_WORD)?;
        let (all, total) = (cents.len(), sum(&cents));
        let points = all.min(POINTS);
        let (mut customers, mut cumulated) = (0, 0);
        let point = |place: usize| {
            let before = std::mem::replace(&mut customers, (all * place).div_ceil(points));
            cumulated += sum(&cents[before..customers]);
            ParetoPoint {
                customers_share: share(customers as i128, all as i128),
                revenue_share: share(cumulated, total),
            }
        };
        Ok((1..=points).map(point).collect())
    }

    /// Whose revenue changed most, up or down.
    fn changed(&self, down: bool) -> Result<Vec<Changed>, PanelError> {
        let (customers, names) = (self.panel.text("customer")?, self.panel.text("name")?);
        let change = |row: usize| {
            let change = self.revenue.value(row) - self.revenue_before.value(row);
            (if down { -change } else { change }, Reverse(row))
        };
        let mut changes: Vec<(i64, Reverse<usize>)> =
            self.rows.set_indices().map(change).filter(|(change, _)| *change > 0).collect();
        if changes.len() > NAMED {
            changes.select_nth_unstable_by(NAMED, |one, other| other.cmp(one));
            changes.truncate(NAMED);
        }
        changes.sort_unstable_by(|one, other| other.cmp(one));
        let named = |(_, Reverse(row)): (i64, Reverse<usize>)| {
            Some(Changed {
                customer: text_at(customers, row)?.to_owned(),
                name: text_at(names, row).map(str::to_owned),
                revenue_12m_cents: self.revenue.value(row),
                revenue_prev_12m_cents: self.revenue_before.value(row),
            })
        };
        Ok(changes.into_iter().filter_map(named).collect())
    }
}

impl Part {
    pub(crate) fn add(&mut self, revenue_cents: i64) {
        self.customers += 1;
        self.revenue_12m_cents += revenue_cents;
    }
}

fn word(place: WordPlace) -> &'static Word {
    &STATUSES[usize::from(place)]
}

fn sum(cents: &[i64]) -> i128 {
    cents.iter().map(|cents| i128::from(*cents)).sum()
}

/// One division of exact integers; 0 of nothing.
fn share(part: i128, whole: i128) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
