//! The rival of lists and searches: the same rows in a table of PostgreSQL with the usual indexes and a row rule,
//! asked over connections that are kept.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, TransactionTrait, Value,
};

use crate::desk::SELLER_NAME;
use crate::lists::{List, PAGE_ROWS};
use crate::place::Place;
use crate::workspace::Workspace;
use crate::{Outcome, say};

/// The variable that names the server.
const VARIABLE: &str = "BENCH_DATABASE_URL";

/// As many as people who ask.
const CONNECTIONS: u32 = 50;

/// Rows sent at once.
const AT_ONCE: usize = 20_000;

/// The columns of lists, as they are shown.
const COLUMNS: &str =
    "name,tax_id,uf,city,status,days_since_purchase,purchase_cycle_days,next_purchase_on,abc,revenue_12m_cents,owner";

const TABLE: &str = "
DROP TABLE IF EXISTS portfolio;
CREATE TABLE portfolio (
    customer text PRIMARY KEY, name text, tax_id text, uf text, city text, status text, days_since_purchase int,
    purchase_cycle_days float8, next_purchase_on date, abc text, revenue_12m_cents bigint, owner text
)";

const RULES: &str = "
CREATE INDEX ON portfolio (owner, revenue_12m_cents DESC NULLS LAST);
CREATE INDEX ON portfolio (revenue_12m_cents DESC NULLS LAST);
CREATE INDEX ON portfolio (status, abc);
CREATE INDEX ON portfolio (uf);
CREATE INDEX ON portfolio (days_since_purchase);
CREATE INDEX ON portfolio (name);
CREATE INDEX ON portfolio (tax_id);
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX ON portfolio USING gin (name gin_trgm_ops);
ANALYZE portfolio;
DO $$ BEGIN CREATE ROLE carteira_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT SELECT ON portfolio TO carteira_reader;
ALTER TABLE portfolio ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON portfolio FOR SELECT
    USING (current_setting('carteira.seller') = '' OR owner = current_setting('carteira.seller'))";

const READER: &str = "SET LOCAL ROLE carteira_reader; SET LOCAL work_mem = '64MB'";

const SEARCH: &str = "
SELECT customer, name, tax_id, city, uf FROM portfolio
WHERE name ILIKE '%' || $1 || '%' OR name % $1 OR tax_id LIKE $1 || '%'
ORDER BY similarity(name, $1) DESC, customer LIMIT 10";

/// The rival, filled.
#[derive(Clone)]
pub struct Rival {
    database: DatabaseConnection,
    /// Rows that it has.
    pub rows: u64,
}

impl Rival {
    /// The rival with the portfolio of a workspace; `None` where no server is named.
    ///
    /// # Errors
    /// It cannot be filled.
    pub async fn of(place: &Place, workspace: &Workspace) -> Outcome<Option<Self>> {
        let Ok(url) = std::env::var(VARIABLE) else { return Ok(None) };
        say("filling PostgreSQL");
        let mut options = ConnectOptions::new(url);
        options.max_connections(CONNECTIONS).min_connections(CONNECTIONS).sqlx_logging(false);
        let database = Database::connect(options).await.map_err(shown)?;
        database.execute_unprepared(TABLE).await.map_err(shown)?;
        let mut rival = Self { database, rows: 0 };
        rival.fill(place, workspace).await?;
        rival.database.execute_unprepared(RULES).await.map_err(shown)?;
        Ok(Some(rival))
    }

    async fn fill(&mut self, place: &Place, workspace: &Workspace) -> Outcome<()> {
        let mut command = Command::new(place.program("carteira"));
        command.arg("--workspace").arg(workspace.folder()).args(["panel", "--format", "json", "--columns", COLUMNS]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(shown)?;
        let stdout = child.stdout.take().ok_or("carteira panel prints nothing")?;
        let mut lines = Vec::with_capacity(AT_ONCE);
        for line in BufReader::new(stdout).lines() {
            lines.push(line.map_err(shown)?);
            if lines.len() == AT_ONCE {
                self.send(&mut lines).await?;
            }
        }
        self.send(&mut lines).await?;
        match child.wait().map_err(shown)?.success() {
            true => Ok(()),
            false => Err("carteira panel failed".to_owned()),
        }
    }

    async fn send(&mut self, lines: &mut Vec<String>) -> Outcome<()> {
        let sql = "INSERT INTO portfolio SELECT * FROM json_populate_recordset(NULL::portfolio, $1::json)";
        let rows = [Value::from(format!("[{}]", lines.join(",")))];
        let insert = Statement::from_sql_and_values(DbBackend::Postgres, sql, rows);
        self.database.execute_raw(insert).await.map_err(shown)?;
        self.rows += lines.len() as u64;
        lines.clear();
        Ok(())
    }

    /// A page of a list, how many rows the whole has and what its revenue adds up to.
    ///
    /// # Errors
    /// It is not answered.
    pub async fn list(self, list: List, is_seller: bool) -> Outcome<()> {
        let (column, order) = match list.sort.strip_prefix('-') {
            Some(column) => (column, "DESC"),
            None => (list.sort, "ASC"),
        };
        let List { sql, values, page, .. } = list;
        let skipped = page * PAGE_ROWS;
        let of_page = format!(
            "SELECT * FROM portfolio WHERE {sql} ORDER BY {column} {order} NULLS LAST, customer LIMIT {PAGE_ROWS} OFFSET {skipped}"
        );
        let of_all = format!("SELECT count(*), sum(revenue_12m_cents)::bigint FROM portfolio WHERE {sql}");
        self.asked(is_seller, &[(of_page, values.clone()), (of_all, values)]).await
    }

    /// Ten customers that fit what is typed.
    ///
    /// # Errors
    /// It is not answered.
    pub async fn search(self, typed: String, is_seller: bool) -> Outcome<()> {
        self.asked(is_seller, &[(SEARCH.to_owned(), vec![Value::from(typed)])]).await
    }

    async fn asked(&self, is_seller: bool, questions: &[(String, Vec<Value>)]) -> Outcome<()> {
        let transaction = self.database.begin().await.map_err(shown)?;
        let seller = if is_seller { SELLER_NAME } else { "" };
        transaction.execute_unprepared(READER).await.map_err(shown)?;
        let whose = [Value::from(seller)];
        let whose = Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT set_config('carteira.seller', $1, true)",
            whose,
        );
        transaction.query_one_raw(whose).await.map_err(shown)?;
        for (sql, values) in questions {
            let question = Statement::from_sql_and_values(DbBackend::Postgres, sql, values.clone());
            transaction.query_all_raw(question).await.map_err(shown)?;
        }
        transaction.commit().await.map_err(shown)
    }
}

fn shown(error: impl std::fmt::Display) -> String {
    error.to_string()
}
