//! What customers brought month by month, ready to be added up over whichever of them may be seen.

use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::common::ScalarValue;
use domain::Day;
use futures::future::BoxFuture;

use crate::compute::cuts;
use crate::numbers::Numbers;
use crate::{Month, Panel, PanelError, Portfolio, Visible, facts};

/// Months that are shown, and those of the years before that each is held against.
pub(crate) const SHOWN_MONTHS: usize = 24;
const YEARS_BEFORE: usize = 3;
const MONTHS: usize = SHOWN_MONTHS + 12 * YEARS_BEFORE;

/// Months of a customer's own line, the date's included.
pub const LINE_MONTHS: usize = 12;

/// What each party's movements come to, month by month.
const BY_MONTH: &str = "
SELECT party, CAST(date_part('year', day) AS BIGINT) * 12 + CAST(date_part('month', day) AS BIGINT) AS month,
    sum(revenue_cents) AS revenue_cents, bool_or(is_purchase) AS has_bought
FROM movements
WHERE day >= $from_day
GROUP BY party, CAST(date_part('year', day) AS BIGINT) * 12 + CAST(date_part('month', day) AS BIGINT)";

/// What customers brought in the months to a date, row by row of its panel.
pub(crate) struct Monthly {
    last: Month,
    /// Where the months of each row begin, and at last where all end.
    starts: Vec<u32>,
    months: Vec<InMonth>,
    /// What consumers nobody identified brought, by month.
    unidentified: [i64; MONTHS],
}

/// What a customer brought in a month.
#[derive(Clone, Copy, Debug)]
struct InMonth {
    /// In cents.
    revenue: i64,
    /// Counted from the first of all.
    month: u8,
    has_bought: bool,
}

/// A customer's last months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerLine {
    /// Its key.
    pub customer: String,
    /// Revenue of each month, net of returns, in cents.
    pub revenue_cents: [i64; LINE_MONTHS],
}

/// What a month came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthOfSales {
    /// The month.
    pub month: Month,
    /// Revenue, net of returns, in cents.
    pub revenue_cents: i64,
    /// Customers with a purchase day in it.
    pub buyers: u64,
    /// Revenue of the same month a year before.
    pub revenue_year_before_cents: i64,
    /// The least and the greatest revenue of the same month in the three years before; of fewer than two years, or
    /// of months that may not be whole, nothing is said.
    pub seasonal_cents: Option<(i64, i64)>,
}

impl Portfolio {
    /// What some customers of a panel brought in each of the last [`LINE_MONTHS`] months, in cents, the date's own
    /// month last; in the order in which they are named, of those that may be seen.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn lines<'a>(
        &'a self,
        panel: &'a Panel,
        customers: &'a [String],
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Vec<CustomerLine>, PanelError>> {
        Box::pin(async move {
            let monthly = self.monthly(panel).await?;
            let line = |customer: &String| {
                let row = panel.place(customer, visible)?;
                Some(CustomerLine { customer: customer.clone(), revenue_cents: monthly.line(row) })
            };
            Ok(customers.iter().filter_map(line).collect())
        })
    }

    /// What the customers of a panel brought month by month.
    pub(crate) async fn monthly(&self, panel: &Panel) -> Result<Arc<Monthly>, PanelError> {
        let name = self.cache_name("monthly", panel.level(), panel.as_of())?;
        self.computed().monthly.get(name, self.by_month(panel)).await
    }

    async fn by_month(&self, panel: &Panel) -> Result<Arc<Monthly>, PanelError> {
        let (level, as_of) = (panel.level(), panel.as_of());
        let movements = self.movements(level, as_of).await?;
        let identities = self.identities(level).await?;
        let mut parameters = movements.parameters.clone();
        parameters.push(("from_day", ScalarValue::Date32(Some(first_day(as_of).epoch_days()))));
        // Files are sorted by the numbers that parties had when they were written.
        let cuts = match identities.is_empty() {
            true => cuts(&facts::parties(self.snapshot(), &identities).await?, self.threads()),
            false => Vec::new(),
        };
        let rows = movements.session.query_in_ranges(BY_MONTH, &parameters, "party", &cuts).await?;
        Ok(Arc::new(Monthly::of(&rows, &self.numbers(panel).await?, panel)?))
    }
}

/// The first day of the months that are looked at.
fn first_day(as_of: Day) -> Day {
    Month::of(as_of).first().minus_months(MONTHS as i32 - 1)
}

impl Monthly {
    fn of(rows: &RecordBatch, numbers: &Numbers, panel: &Panel) -> Result<Self, PanelError> {
        let whole = |name: &str| rows.column_by_name(name).and_then(|column| column.as_primitive_opt::<Int64Type>());
        let bought = rows.column_by_name("has_bought").and_then(|column| column.as_boolean_opt());
        let (Some(parties), Some(months), Some(revenue), Some(bought)) =
            (whole("party"), whole("month"), whole("revenue_cents"), bought)
        else {
            return Err(PanelError::Inconsistent { detail: "falta uma coluna nos meses" });
        };
        let last = Month::of(panel.as_of());
        let (year, month, _) = last.first().ymd();
        let first = i64::from(year) * 12 + i64::from(month) - (MONTHS as i64 - 1);
        let mut unidentified = [0; MONTHS];
        let mut found: Vec<(u32, InMonth)> = Vec::with_capacity(rows.num_rows());
        for place in 0..rows.num_rows() {
            let month = months.value(place) - first;
            let Some(of_all) = usize::try_from(month).ok().and_then(|month| unidentified.get_mut(month)) else {
                continue;
            };
            if parties.is_null(place) {
                *of_all += revenue.value(place);
                continue;
            }
            let Some(row) = numbers.row_of_party(parties.value(place)) else { continue };
            let (revenue, has_bought) = (revenue.value(place), bought.is_valid(place) && bought.value(place));
            found.push((row, InMonth { revenue, month: month as u8, has_bought }));
        }
        let (starts, months) = by_row(found, panel.rows.num_rows());
        Ok(Self { last, starts, months, unidentified })
    }

    /// What the months to the date come to of some rows, with those nobody identified or without.
    pub(crate) fn added(&self, rows: &BooleanBuffer, with_unidentified: bool) -> Vec<MonthOfSales> {
        let mut revenue = if with_unidentified { self.unidentified } else { [0; MONTHS] };
        let mut buyers = [0_u64; MONTHS];
        for row in rows.set_indices() {
            for one in self.months_of(row) {
                revenue[usize::from(one.month)] += one.revenue;
                buyers[usize::from(one.month)] += u64::from(one.has_bought);
            }
        }
        // What lies before the first month is not known, and the first itself may have begun before its documents.
        let first = (0..MONTHS).find(|month| revenue[*month] != 0 || buyers[*month] > 0).unwrap_or(MONTHS);
        let seasonal = |place: usize| {
            let years = (1..=YEARS_BEFORE).map(|years| place - 12 * years).filter(|month| *month > first);
            let known: Vec<i64> = years.map(|month| revenue[month]).collect();
            let (low, high) = (known.iter().min()?, known.iter().max()?);
            (known.len() > 1).then_some((*low, *high))
        };
        let month = |place: usize| MonthOfSales {
            month: Month::of(self.last.first().minus_months((MONTHS - 1 - place) as i32)),
            revenue_cents: revenue[place],
            buyers: buyers[place],
            revenue_year_before_cents: revenue[place - 12],
            seasonal_cents: seasonal(place),
        };
        (MONTHS - SHOWN_MONTHS..MONTHS).map(month).collect()
    }

    /// Revenue of a row in the last months.
    fn line(&self, row: usize) -> [i64; LINE_MONTHS] {
        let mut line = [0; LINE_MONTHS];
        for one in self.months_of(row) {
            if let Some(place) = usize::from(one.month).checked_sub(MONTHS - LINE_MONTHS) {
                line[place] = one.revenue;
            }
        }
        line
    }

    fn months_of(&self, row: usize) -> &[InMonth] {
        &self.months[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// The months of each row, one of each: a customer's establishments together.
fn by_row(mut found: Vec<(u32, InMonth)>, rows: usize) -> (Vec<u32>, Vec<InMonth>) {
    found.sort_unstable_by_key(|(row, one)| (*row, one.month));
    let mut starts = vec![0_u32; rows + 1];
    let mut months: Vec<InMonth> = Vec::with_capacity(found.len());
    let mut last: Option<(u32, u8)> = None;
    for (row, one) in found {
        match months.last_mut() {
            Some(known) if last == Some((row, one.month)) => {
                known.revenue += one.revenue;
                known.has_bought |= one.has_bought;
            }
            _ => {
                months.push(one);
                starts[row as usize + 1] += 1;
            }
        }
        last = Some((row, one.month));
    }
    (1..starts.len()).for_each(|row| starts[row] += starts[row - 1]);
    months.shrink_to_fit();
    (starts, months)
}
