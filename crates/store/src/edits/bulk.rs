//! Many corrections at once, as one JSON text each way: a driver that hands over rows one by one, and
//! statements with thousands of parameters, take several times as long as the database.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use serde::de::DeserializeOwned;

use super::Edit;
use crate::error::StoreError;
use crate::people::Author;

/// Rows of one text.
const ROWS_AT_ONCE: usize = 50_000;

/// SQL that both databases understand but for how they make and take JSON apart.
struct Dialects {
    sqlite: &'static str,
    postgres: &'static str,
}

const PAGE: Dialects = Dialects {
    sqlite: "
SELECT json_group_array(
    json_array(id, customer, field, value, made_at, made_by, change_id, effective_on)) AS json
FROM (SELECT * FROM edits WHERE id > $1 ORDER BY id LIMIT $2)",
    postgres: "
SELECT CAST(COALESCE(json_agg(
    json_build_array(id, customer, field, value, made_at, made_by, change_id, effective_on)), '[]') AS TEXT) AS json
FROM (SELECT * FROM edits WHERE id > $1 ORDER BY id LIMIT $2) page",
};

const OF_FIELD: Dialects = Dialects {
    sqlite: "
SELECT json_group_array(json_array(id, customer, value, effective_on, change_id)) AS json
FROM edits
WHERE field = $1 AND customer IN (SELECT value FROM json_each($2))",
    postgres: "
SELECT CAST(COALESCE(json_agg(
    json_build_array(id, customer, value, effective_on, change_id)), '[]') AS TEXT) AS json
FROM edits
WHERE field = $1 AND customer IN (SELECT json_array_elements_text(CAST($2 AS JSON)))",
};

/// Numbered in the order in which they are given.
const INSERT: Dialects = Dialects {
    sqlite: "
INSERT INTO edits (customer, field, value, effective_on, made_at, made_by, change_id)
SELECT value ->> 0, $2, value ->> 1, value ->> 2, $3, $4, $5
FROM json_each($1)
ORDER BY key",
    postgres: "
INSERT INTO edits (customer, field, value, effective_on, made_at, made_by, change_id)
SELECT value ->> 0, $2, value ->> 1, value ->> 2, $3, $4, $5
FROM json_array_elements(CAST($1 AS JSON)) WITH ORDINALITY AS given (value, place)
ORDER BY place",
};

impl Dialects {
    fn statement(&self, backend: DbBackend, values: impl IntoIterator<Item = Value>) -> Statement {
        let sql = if backend == DbBackend::Postgres { self.postgres } else { self.sqlite };
        Statement::from_sql_and_values(backend, sql, values)
    }
}

/// What a correction of a field says, as the database writes it down.
type Said = (i64, String, Option<String>, Option<String>, Option<i64>);

/// One correction of a field that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Correction {
    id: i64,
    /// The value; none takes an earlier one back.
    pub value: Option<String>,
    /// The day from which it counts, where not at once.
    pub effective_on: Option<String>,
    /// The change it is part of.
    pub change: Option<i64>,
}

/// The value of a field of a customer, and the day from which it counts, where not at once.
pub(crate) type Given = (String, Option<String>, Option<String>);

/// All corrections ever made, the oldest first.
pub(super) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Edit>, StoreError> {
    /// A row of the table.
    type Row = (i64, String, String, Option<String>, String, Option<String>, Option<i64>, Option<String>);
    let mut edits = Vec::new();
    let mut last = 0;
    loop {
        let values = [Value::from(last), Value::from(ROWS_AT_ONCE as i64)];
        let mut page: Vec<Row> = read(connection, &PAGE, values).await?;
        page.sort_unstable_by_key(|row| row.0);
        let Some(row) = page.last() else { return Ok(edits) };
        last = row.0;
        edits.extend(page.into_iter().map(|(_, customer, field, value, made_at, by, change, effective_on)| Edit {
            customer,
            field,
            value,
            made_at,
            by,
            change,
            effective_on,
        }));
    }
}

/// The corrections of a field of customers, the oldest first, by customer.
pub(crate) async fn of_field(
    connection: &impl ConnectionTrait,
    customers: &[String],
    field: &str,
) -> Result<HashMap<String, Vec<Correction>>, StoreError> {
    let mut of_customers: HashMap<String, Vec<Correction>> = HashMap::new();
    for customers in customers.chunks(ROWS_AT_ONCE) {
        let values = [Value::from(field), Value::from(serde_json::to_string(customers)?)];
        let rows: Vec<Said> = read(connection, &OF_FIELD, values).await?;
        for (id, customer, value, effective_on, change) in rows {
            of_customers.entry(customer).or_default().push(Correction { id, value, effective_on, change });
        }
    }
    of_customers.values_mut().for_each(|rows| rows.sort_unstable_by_key(|row| row.id));
    Ok(of_customers)
}

/// Corrects a field of many customers, in the order in which they are given.
pub(crate) async fn insert(
    connection: &impl ConnectionTrait,
    field: &str,
    given: &[Given],
    change: Option<i64>,
    author: &Author,
) -> Result<(), StoreError> {
    for given in given.chunks(ROWS_AT_ONCE) {
        let values = [
            Value::from(serde_json::to_string(given)?),
            Value::from(field),
            Value::from(author.at.as_str()),
            Value::from(author.name.as_str()),
            Value::from(change),
        ];
        connection.execute_raw(INSERT.statement(connection.get_database_backend(), values)).await?;
    }
    Ok(())
}

/// Rows that come as one JSON text.
async fn read<T: DeserializeOwned>(
    connection: &impl ConnectionTrait,
    sql: &Dialects,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, StoreError> {
    let statement = sql.statement(connection.get_database_backend(), values);
    let Some(row) = connection.query_one_raw(statement).await? else { return Ok(Vec::new()) };
    let json: String = row.try_get("", "json")?;
    Ok(serde_json::from_str(&json)?)
}
