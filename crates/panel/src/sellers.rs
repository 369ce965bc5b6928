//! Who sold, who is responsible for which customer, and which team they are of.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::datatypes::Int64Type;
use datafusion::common::ScalarValue;
use domain::text::normalised_name;
use domain::{Cents, Day};
use engine::Parameters;
use futures::future::BoxFuture;
use serde::Serialize;
use store::{BRANCH_BITS, Goal, Table};

use crate::contacts::text;
use crate::rows::value_at;
use crate::{Level, Month, PanelError, Portfolio, Visible, facts};

/// What a seller sold in a month, beside what was to be sold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalProgress {
    /// The seller; `None` for sales whose documents name none.
    pub seller: Option<String>,
    /// The month, `2026-11`.
    pub month: String,
    /// The date up to which sales count.
    pub as_of: String,
    /// Revenue to reach, in cents; `None` where no goal was set.
    pub goal_cents: Option<i64>,
    /// Revenue of the seller's documents of the month up to the date, net of returns, in cents.
    pub attained_cents: i64,
    /// Attained ÷ goal; `None` without goal.
    pub attained_share: Option<f64>,
    /// What the month comes to if the rest of it goes as its days so far, the date's own counted, in
    /// cents; `None` of a month that has not begun.
    pub projected_cents: Option<i64>,
}

/// Lists of sellers say that a code and a name are one seller, and the team.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    /// By code and by name, made comparable: the name and the team.
    known: HashMap<String, (Option<String>, Option<String>)>,
}

const SELLERS: &str = "
SELECT CAST(seller AS VARCHAR) AS seller, CAST(name AS VARCHAR) AS name, CAST(team AS VARCHAR) AS team
FROM sellers
ORDER BY document, seller, name, team";

const SOLD: &str = "
SELECT m.party >> $branch_bits AS number, CAST(d.seller AS VARCHAR) AS seller,
    substr(CAST(m.day AS VARCHAR), 1, 7) AS month, sum(m.revenue_cents) AS revenue_cents
FROM movements m
JOIN documents d ON d.document = m.document
WHERE m.day BETWEEN $from_day AND $to_day
GROUP BY m.party >> $branch_bits, CAST(d.seller AS VARCHAR), substr(CAST(m.day AS VARCHAR), 1, 7)";

impl Directory {
    fn of(rows: &RecordBatch) -> Self {
        let mut known: HashMap<String, (Option<String>, Option<String>)> = HashMap::new();
        for row in 0..rows.num_rows() {
            let (code, name, team) = (text(rows, "seller", row), text(rows, "name", row), text(rows, "team", row));
            for key in [code.as_deref(), name.as_deref()].into_iter().flatten().map(normalised_name) {
                let entry = known.entry(key).or_default();
                entry.0 = name.clone().or(entry.0.take());
                entry.1 = team.clone().or(entry.1.take());
            }
        }
        Self { known }
    }

    /// What a seller is called: the name that a list gives whoever a document names by code.
    pub(crate) fn name_of(&self, seller: &str) -> String {
        let listed = self.known.get(&normalised_name(seller)).and_then(|(name, _)| name.clone());
        listed.unwrap_or_else(|| seller.trim().to_owned())
    }

    /// A seller's own name, and the one a list gives whoever has it for a code, made comparable.
    pub(crate) fn names_of(&self, seller: &str) -> [String; 2] {
        [normalised_name(seller), normalised_name(&self.name_of(seller))]
    }

    /// The team of a seller, where a list says it.
    pub(crate) fn team_of(&self, seller: &str) -> Option<String> {
        self.known.get(&normalised_name(seller)).and_then(|(_, team)| team.clone())
    }
}

/// What was sold and what was to be, of one seller in one month.
#[derive(Default)]
struct Line {
    seller: Option<String>,
    goal: Option<i64>,
    attained: i64,
}

impl Portfolio {
    /// What each seller sold in the months that have goals, or in one month, beside the goals. Whoever
    /// sold without having a goal is listed too. By month and seller; sales without seller come last.
    ///
    /// # Errors
    /// The facts or the goals cannot be read.
    pub fn goals<'a>(
        &'a self,
        month: Option<Month>,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Vec<GoalProgress>, PanelError>> {
        Box::pin(async move {
            let goals = self.workspace().goals(month.map(Month::iso).as_deref()).await?;
            let mut months: Vec<Month> = goals.iter().filter_map(|goal| goal.month.parse().ok()).collect();
            months.extend(month.or_else(|| months.is_empty().then(|| Month::of(as_of))));
            let directory = self.directory().await?;
            let sold = self.sold(&months, as_of, visible).await?;
            let mut lines: BTreeMap<(Month, bool, String), Line> = BTreeMap::new();
            for Goal { seller, month, revenue } in goals {
                let Ok(month) = month.parse() else { continue };
                let name = directory.name_of(&seller);
                let line = lines.entry((month, false, normalised_name(&name))).or_default();
                line.goal = Some(line.goal.unwrap_or(0).saturating_add(revenue.0));
                line.seller.get_or_insert(name);
            }
            for (month, seller, cents) in sold.into_iter().filter(|(month, ..)| months.contains(month)) {
                let name = seller.map(|seller| directory.name_of(&seller));
                let key = (month, name.is_none(), name.as_deref().map(normalised_name).unwrap_or_default());
                let line = lines.entry(key).or_default();
                line.attained = line.attained.saturating_add(cents);
                line.seller = line.seller.take().or(name);
            }
            Ok(lines.into_iter().map(|((month, ..), line)| line.progress(month, as_of)).collect())
        })
    }

    /// Whether two names are of one seller, by what lists say of them.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub async fn is_same_seller(&self, one: &str, other: &str) -> Result<bool, PanelError> {
        let directory = self.directory().await?;
        Ok(directory.names_of(one)[1] == directory.names_of(other)[1])
    }

    /// What lists say of sellers.
    pub(crate) async fn directory(&self) -> Result<Arc<Directory>, PanelError> {
        if self.snapshot().files(Table::Sellers).is_empty() {
            return Ok(Arc::default());
        }
        let read =
            async { Ok(Arc::new(Directory::of(&self.facts().await?.query(SELLERS, &Parameters::new()).await?))) };
        self.directories().get((), read).await
    }

    /// The keys of customers of a level by the numbers that the steps give them.
    pub(crate) async fn customer_keys(&self, level: Level) -> Result<HashMap<i64, String>, PanelError> {
        let identities = self.identities(level).await?;
        let parties = facts::parties(self.snapshot(), &identities).await?;
        let bits = if level == Level::Establishment { 0 } else { BRANCH_BITS };
        let numbers = parties.column(0).as_primitive::<Int64Type>();
        let root = |row: usize| if bits > 0 { text(&parties, "root", row) } else { None };
        let key = |row: usize| root(row).or_else(|| text(&parties, "shown_key", row));
        let keyed = numbers.values().iter().enumerate().filter_map(|(row, party)| Some((party >> bits, key(row)?)));
        Ok(keyed.collect())
    }

    /// Month, seller and revenue of what was sold from the first to the last of some months.
    async fn sold(
        &self,
        months: &[Month],
        as_of: Day,
        visible: &Visible,
    ) -> Result<Vec<(Month, Option<String>, i64)>, PanelError> {
        let (Some(first), Some(last)) = (months.iter().min(), months.iter().max()) else { return Ok(Vec::new()) };
        let movements = self.movements(Level::Root, as_of).await?;
        let mut parameters = movements.parameters.clone();
        let date = |day: Day| ScalarValue::Date32(Some(day.epoch_days()));
        parameters.extend([("from_day", date(first.first())), ("to_day", date(last.last()))]);
        let rows = movements.session.query(SOLD, &parameters).await?;
        let keys = if visible.is_everything() { HashMap::new() } else { self.customer_keys(Level::Root).await? };
        let seen = |row: usize| {
            let key = || value_at(&rows, "number", row).as_i64().and_then(|number| keys.get(&number));
            visible.is_everything() || key().is_some_and(|key| visible.sees(key))
        };
        let sold = |row: usize| {
            let month = text(&rows, "month", row)?.parse().ok()?;
            Some((month, text(&rows, "seller", row), value_at(&rows, "revenue_cents", row).as_i64()?))
        };
        Ok((0..rows.num_rows()).filter(|row| seen(*row)).filter_map(sold).collect())
    }
}

impl Line {
    fn progress(self, month: Month, as_of: Day) -> GoalProgress {
        let Self { seller, goal, attained } = self;
        let share = |goal: i64| attained as f64 / goal as f64;
        GoalProgress {
            seller,
            month: month.iso(),
            as_of: as_of.iso(),
            goal_cents: goal,
            attained_cents: attained,
            attained_share: goal.filter(|goal| *goal > 0).map(share),
            projected_cents: projected(attained, month.elapsed(as_of), month.days()),
        }
    }
}

/// What a month comes to if its other days are as those so far: attained × days ÷ days so far, rounded
/// half away from zero.
fn projected(attained: i64, elapsed: i64, days: i64) -> Option<i64> {
    if elapsed == days {
        return Some(attained);
    }
    attained.checked_mul(days).and_then(|product| Cents(product).divided_by(elapsed)).map(|cents| cents.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_goes_on_as_it_began() {
        assert_eq!(projected(100_000, 10, 30), Some(300_000));
        assert_eq!(projected(100, 7, 30), Some(429), "428.57 rounds up");
        assert_eq!(projected(-100, 7, 30), Some(-429));
        assert_eq!(projected(123, 30, 30), Some(123));
        assert_eq!(projected(0, 0, 30), None, "it has not begun");
    }
}
