//! What the base seems to lack: numbers of notes that nobody has seen, and months without a single
//! cancellation, which ERPs often leave out of their exports.

use datafusion::arrow::array::AsArray;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use engine::{Parameters, Session};
use futures::future::BoxFuture;

use crate::{PanelError, Portfolio, Visible};

/// What the base seems to lack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completeness {
    /// Numbers missing between the first and the last seen of a series.
    pub gaps: Vec<SeriesGap>,
    /// Months with notes and without cancellations.
    pub months: Vec<MonthWithoutCancellations>,
}

/// Consecutive numbers missing from a series.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesGap {
    /// Our establishment's tax id.
    pub issuer: String,
    /// 55 or 65.
    pub model: i64,
    /// The series.
    pub series: i64,
    /// First number missing.
    pub first: i64,
    /// Last number missing.
    pub last: i64,
}

/// A month in which we issued notes and, as far as is known, cancelled none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthWithoutCancellations {
    /// `2026-03`
    pub month: String,
    /// Notes issued in it.
    pub notes: i64,
}

/// A number counts as seen when a note of ours, whatever its fate, or an event of one has it. Only the
/// 44 characters of an access key tell series and number: service notes stay outside.
const NUMBERS: &str = "
WITH keys AS (
    SELECT key FROM documents WHERE substr(key, 7, 14) = own AND char_length(key) = 44
    UNION
    SELECT target AS key FROM events WHERE char_length(target) = 44
), numbers AS (
    SELECT substr(key, 7, 14) AS issuer, CAST(substr(key, 21, 2) AS BIGINT) AS model,
        CAST(substr(key, 23, 3) AS BIGINT) AS series, CAST(substr(key, 26, 9) AS BIGINT) AS first_number,
        CAST(substr(key, 26, 9) AS BIGINT) AS last_number
    FROM keys
    UNION
    SELECT own AS issuer, CAST(model AS BIGINT), CAST(series AS BIGINT), first_number, last_number FROM voided_numbers
)
SELECT issuer, model, series, first_number, last_number FROM numbers
ORDER BY issuer, model, series, first_number, last_number";

const MONTHS: &str = "
SELECT n.month, n.notes
FROM (
    SELECT substr(CAST(day AS VARCHAR), 1, 7) AS month, count(*) AS notes
    FROM documents WHERE substr(key, 7, 14) = own AND own <> '' GROUP BY substr(CAST(day AS VARCHAR), 1, 7)
) n
LEFT ANTI JOIN (
    SELECT DISTINCT substr(CAST(happened_on AS VARCHAR), 1, 7) AS month FROM events
    WHERE kind = 'cancellation' AND substr(target, 7, 14) IN (SELECT own FROM documents)
) c ON c.month = n.month
ORDER BY n.month";

impl Portfolio {
    /// What the base seems to lack. It speaks of the whole company, so only who sees everyone may ask.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn completeness<'a>(&'a self, visible: &'a Visible) -> BoxFuture<'a, Result<Completeness, PanelError>> {
        Box::pin(async move {
            if !visible.is_everything() {
                return Ok(Completeness::default());
            }
            let session = self.facts().await?;
            Ok(Completeness { gaps: self.gaps(&session).await?, months: months(&session).await? })
        })
    }

    async fn gaps(&self, session: &Session) -> Result<Vec<SeriesGap>, PanelError> {
        let rows = session.query(NUMBERS, &Parameters::new()).await?;
        let issuers = cast(rows.column(0), &DataType::Utf8)?;
        let issuers = issuers.as_string::<i32>();
        let numbers = |column: usize| rows.column(column).as_primitive::<Int64Type>();
        let (models, series, firsts, lasts) = (numbers(1), numbers(2), numbers(3), numbers(4));
        let ours = |issuer: &str| {
            domain::CnpjRoot::of_unchecked(issuer).is_some_and(|root| self.workspace().roots().contains(&root))
        };
        let mut gaps = Vec::new();
        let mut previous: Option<(&str, i64, i64, i64)> = None;
        for row in (0..rows.num_rows()).filter(|row| ours(issuers.value(*row))) {
            let of = (issuers.value(row), models.value(row), series.value(row));
            let (first, last) = (firsts.value(row), lasts.value(row));
            let seen_to = previous.filter(|(issuer, model, series, _)| (*issuer, *model, *series) == of);
            if let Some((issuer, model, series, seen)) = seen_to.filter(|(.., seen)| first > seen + 1) {
                gaps.push(SeriesGap { issuer: issuer.to_owned(), model, series, first: seen + 1, last: first - 1 });
            }
            previous = Some((of.0, of.1, of.2, seen_to.map_or(last, |(.., seen)| seen.max(last))));
        }
        Ok(gaps)
    }
}

async fn months(session: &Session) -> Result<Vec<MonthWithoutCancellations>, PanelError> {
    let rows = session.query(MONTHS, &Parameters::new()).await?;
    let months = cast(rows.column(0), &DataType::Utf8)?;
    let months = months.as_string::<i32>();
    let notes = rows.column(1).as_primitive::<Int64Type>();
    Ok((0..rows.num_rows())
        .map(|row| MonthWithoutCancellations { month: months.value(row).to_owned(), notes: notes.value(row) })
        .collect())
}
