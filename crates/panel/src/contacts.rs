//! How to reach customers and what to offer them: what their registrations, purchases and notes say
//! beyond the metrics.

use std::collections::HashMap;

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::datatypes::Int64Type;
use domain::Day;
use futures::future::BoxFuture;

use crate::corrections::{Corrections, keys};
use crate::rows::value_at;
use crate::{Level, PanelError, Portfolio, Query, Visible, facts};

/// How to reach a customer, and what it buys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The establishment it has its name from: a full tax id, or `source:code`.
    pub key: String,
    /// Trade name.
    pub trade_name: Option<String>,
    /// E-mail addresses, `;` between.
    pub emails: Option<String>,
    /// Telephone, E.164 where it is one.
    pub phone: Option<String>,
    /// The seller responsible for it, as lists say it.
    pub owner: Option<String>,
    /// Code of the product of greatest revenue in 12 months.
    pub main_item: Option<String>,
    /// What that product is.
    pub main_item_description: Option<String>,
    /// Days to each instalment of its newest document that has any: `30/60/90`.
    pub terms: Option<String>,
}

const REACHED: &str = "
SELECT o.party,
    last_value(o.trade_name ORDER BY o.rank, o.observed_on, o.tie) FILTER (WHERE o.trade_name IS NOT NULL) AS trade_name,
    last_value(o.emails ORDER BY o.rank, o.observed_on, o.tie) FILTER (WHERE o.emails IS NOT NULL) AS emails,
    last_value(o.phone ORDER BY o.rank, o.observed_on, o.tie) FILTER (WHERE o.phone IS NOT NULL) AS phone
FROM observations o
LEFT ANTI JOIN excluded x ON x.document = o.document
WHERE o.role = 'registration' AND (o.observed_on <= $as_of OR o.undated)
GROUP BY o.party";

const DESCRIBED: &str = "
SELECT CAST(product AS VARCHAR) AS product,
    last_value(CAST(description AS VARCHAR) ORDER BY day, description) AS description
FROM items
WHERE description <> '' AND day <= $as_of
GROUP BY CAST(product AS VARCHAR)";

const TERMS: &str = "
SELECT number, last_value(terms ORDER BY day, terms) AS terms
FROM (
    SELECT t.party >> $level_bits AS number, t.day,
        string_agg(CAST(CAST(t.due_on AS INT) - CAST(t.day AS INT) AS VARCHAR), '/' ORDER BY t.due_on) AS terms
    FROM (
        SELECT document, party, day, due_on FROM receivables
        UNION ALL
        SELECT document, party, issued_on AS day, due_on FROM titles WHERE NOT credit
    ) t
    JOIN documents d ON d.document = t.document AND d.side IN ('sale', 'title')
    LEFT ANTI JOIN excluded x ON x.document = t.document
    WHERE t.party IS NOT NULL AND t.day <= $as_of AND t.due_on >= t.day
    GROUP BY t.document, t.party >> $level_bits, t.day
)
GROUP BY number";

impl Portfolio {
    /// How to reach each customer that may be seen, and what it buys, by its key in a panel of a level.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn contacts<'a>(
        &'a self,
        level: Level,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<HashMap<String, Contact>, PanelError>> {
        Box::pin(async move {
            let query = Query { with_prospects: true, ..Query::default() };
            let panel = self.panel(level, as_of).await?;
            let selected = panel.selection(&query, visible)?;
            let rows = panel.rows_in(&["customer", "face", "owner", "main_item"], &selected)?;
            let movements = self.movements(level, as_of).await?;
            let ask = async |sql: &str| movements.session.query(sql, &movements.parameters).await;
            let reached = ask(REACHED).await?;
            let reached_at: HashMap<i64, usize> = numbered(&reached).map(|(row, number)| (number, row)).collect();
            let described: HashMap<String, String> = pairs(&ask(DESCRIBED).await?, "product", "description");
            let parties = self.party_numbers(level).await?;
            let mut terms = self.by_customer(&ask(TERMS).await?, "terms", level).await?;
            let edits = self.edits(as_of).await?;
            let corrections = Corrections::of(&edits);
            let contact = |row: usize| {
                let customer = text(&rows, "customer", row)?;
                let key = text(&rows, "face", row)?;
                let said = |field: &str| {
                    let edit = corrections.value(&keys(level, Some(&customer), Some(&key)), field);
                    let observed = || text(&reached, field, *reached_at.get(parties.get(&key)?)?);
                    edit.map(str::to_owned).or_else(observed)
                };
                let main_item = text(&rows, "main_item", row).filter(|item| !item.is_empty());
                let contact = Contact {
                    trade_name: said("trade_name"),
                    emails: said("emails"),
                    phone: said("phone"),
                    owner: text(&rows, "owner", row),
                    main_item_description: main_item.as_ref().and_then(|item| described.get(item).cloned()),
                    main_item,
                    terms: terms.remove(&customer),
                    key,
                };
                Some((customer, contact))
            };
            Ok((0..rows.num_rows()).filter_map(contact).collect())
        })
    }

    /// The number by which the steps know each establishment, by its key.
    async fn party_numbers(&self, level: Level) -> Result<HashMap<String, i64>, PanelError> {
        let identities = self.identities(level).await?;
        let parties = facts::parties(self.snapshot(), &identities).await?;
        // Establishments of groups come once more, under the numbers that count.
        let keyed = numbered(&parties).filter_map(|(row, number)| Some((text(&parties, "shown_key", row)?, number)));
        Ok(keyed.collect())
    }

    /// The texts of a query whose first column numbers customers, by their keys.
    pub(crate) async fn by_customer(
        &self,
        rows: &RecordBatch,
        column: &str,
        level: Level,
    ) -> Result<HashMap<String, String>, PanelError> {
        if rows.num_rows() == 0 {
            return Ok(HashMap::new());
        }
        let keys = self.customer_keys(level).await?;
        let keyed =
            numbered(rows).filter_map(|(row, number)| Some((keys.get(&number)?.clone(), text(rows, column, row)?)));
        Ok(keyed.collect())
    }
}

/// Each row with the number in its first column.
fn numbered(rows: &RecordBatch) -> impl Iterator<Item = (usize, i64)> {
    rows.column(0).as_primitive::<Int64Type>().values().iter().copied().enumerate()
}

fn pairs(rows: &RecordBatch, from: &str, to: &str) -> HashMap<String, String> {
    (0..rows.num_rows()).filter_map(|row| Some((text(rows, from, row)?, text(rows, to, row)?))).collect()
}

/// A text of a row.
pub(crate) fn text(rows: &RecordBatch, column: &str, row: usize) -> Option<String> {
    value_at(rows, column, row).as_str().map(str::to_owned)
}
