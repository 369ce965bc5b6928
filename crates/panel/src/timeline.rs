//! What happened with a customer, by its documents, the newest first.

use datafusion::arrow::array::RecordBatch;
use datafusion::common::ScalarValue;
use domain::{CustomerKey, Day};
use futures::future::BoxFuture;

use crate::contacts::text;
use crate::purchases::{day, whole};
use crate::rows::value_at;
use crate::{PanelError, Portfolio, Visible};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// The day.
    pub on: Day,
    /// What it was.
    pub kind: HappeningKind,
    /// What it is called in Portuguese.
    pub title: &'static str,
    /// More of it, in Portuguese.
    pub detail: String,
    /// What it moved, in cents, with its sign; of a payment what was paid.
    pub amount_cents: i64,
    /// The key of its document.
    pub document: String,
    /// Its place among all: later ones have greater texts, whose beginning is the day.
    pub place: String,
}

/// What something that happened was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HappeningKind {
    /// The customer bought.
    Purchase,
    /// Something came back, or cost less afterwards.
    Return,
    /// The customer paid.
    Payment,
}

impl HappeningKind {
    /// The kind as programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::Return => "return",
            Self::Payment => "payment",
        }
    }
}

/// All that moved revenue or was paid. A place is the day, the kind, the document and the title's number.
const HAPPENINGS: &str = "
SELECT day, kind, key, number, amount_cents, lines, days_late, place
FROM (
    SELECT day, kind, key, number, amount_cents, lines, days_late,
        CAST(day AS VARCHAR) || ' ' || kind || ' ' || key || ' ' || number AS place
    FROM (
        SELECT m.day, m.kind, d.key, '' AS number, sum(m.revenue_cents) AS amount_cents, count(*) AS lines,
            CAST(NULL AS INT) AS days_late
        FROM movements m
        JOIN documents d ON d.document = m.document
        WHERE m.kind <> 'delivery' AND m.party BETWEEN $first_party AND $last_party
        GROUP BY m.day, m.kind, d.key
        UNION ALL
        SELECT t.paid_on AS day, 'payment' AS kind, d.key, t.number, sum(t.amount_cents) AS amount_cents,
            count(*) AS lines, max(t.days_late) AS days_late
        FROM title_parts t
        JOIN documents d ON d.document = t.document
        WHERE t.kind = 'settled_title' AND t.paid_on IS NOT NULL AND t.party BETWEEN $first_party AND $last_party
        GROUP BY t.paid_on, d.key, t.number
    )
)
WHERE $before IS NULL OR place < $before
ORDER BY place DESC";

impl Portfolio {
    /// What happened with a customer by a date, the newest first: at most so much, and only what stands
    /// before a place where one is given. A day alone is a place before all that happened on it.
    ///
    /// # Errors
    /// No such customer, or one that may not be seen; the facts cannot be read.
    pub fn timeline<'a>(
        &'a self,
        customer: &'a CustomerKey,
        as_of: Day,
        visible: &'a Visible,
        before: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Happening>, PanelError>> {
        Box::pin(async move {
            let mut seen = self.seen(customer, as_of, visible).await?;
            seen.parameters.push(("before", ScalarValue::Utf8(before.map(str::to_owned))));
            let rows = self.ask(&seen, &format!("{HAPPENINGS} LIMIT {limit}"), as_of).await?;
            Ok((0..rows.num_rows()).filter_map(|row| happening(&rows, row)).collect())
        })
    }
}

fn happening(rows: &RecordBatch, row: usize) -> Option<Happening> {
    let (kind, title) = match text(rows, "kind", row)?.as_str() {
        "sale" => (HappeningKind::Purchase, "Compra"),
        "complement" => (HappeningKind::Purchase, "Complemento de nota"),
        "return" => (HappeningKind::Return, "Devolução"),
        "reduction" => (HappeningKind::Return, "Redução de preço"),
        _ => (HappeningKind::Payment, "Pagamento"),
    };
    let detail = match kind {
        HappeningKind::Payment => paid(&text(rows, "number", row)?, value_at(rows, "days_late", row).as_i64()),
        _ => counted(whole(rows, "lines", row), "item", "itens"),
    };
    Some(Happening {
        on: day(rows, "day", row)?,
        kind,
        title,
        detail,
        amount_cents: whole(rows, "amount_cents", row),
        document: text(rows, "key", row)?,
        place: text(rows, "place", row)?,
    })
}

fn paid(number: &str, days_late: Option<i64>) -> String {
    let title = if number.is_empty() { "título".to_owned() } else { format!("título {number}") };
    match days_late {
        Some(0) => format!("{title}, no prazo"),
        Some(late) => format!("{title}, com {} de atraso", counted(late, "dia", "dias")),
        None => title,
    }
}

fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
