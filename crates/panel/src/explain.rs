//! Why a metric of a customer has its value: the formula, the settings in force, the inputs, and the
//! documents behind, which add up to it.

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::datatypes::Date32Type;
use datafusion::common::ScalarValue;
use domain::{CustomerKey, Day};
use engine::Parameters;
use futures::future::BoxFuture;
use serde_json::{Map, Value};

use crate::fields::PANEL_FIELDS;
use crate::identities::{Resolved, key_at};
use crate::metrics::{self, Column, Drill, Metric};
use crate::rows::value_at;
use crate::settings::Setting;
use crate::{Level, PanelError, Portfolio, Visible};

/// The answer.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The metric.
    pub metric: &'static Metric,
    /// The customer's key at the level.
    pub customer: String,
    /// The customer's name.
    pub name: Option<String>,
    /// The level.
    pub level: Level,
    /// The date.
    pub as_of: Day,
    /// The value.
    pub value: Value,
    /// The settings that take part, by name.
    pub settings: Map<String, Value>,
    /// What it was computed from.
    pub inputs: Vec<(Column, Value)>,
    /// The documents behind it, by date.
    pub documents: Vec<FactDocument>,
    /// When a person put the value in place of what documents say, RFC 3339.
    pub corrected_at: Option<String>,
}

/// A document behind a number, and how much of the number it brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactDocument {
    /// Its access key.
    pub key: String,
    /// Its date; of a title, the day it is due.
    pub on: Day,
    /// What it is to the customer: `sale`, `return`, `complement`, `reduction`, `delivery`, `bonus`; `list` of a table that says something of it; of a title
    /// `open_title`, `settled_title` for what was paid of it, `credit` for one in the customer's favour; `mention`
    /// where it stands for what it says of the customer, and not for what it moved.
    pub kind: String,
    /// What it adds, in cents; the total of a document that only mentions the customer.
    pub amount_cents: i64,
    /// How many of its lines do.
    pub lines: i64,
    /// What of it, where a document is shown part by part: the product, the chapter of the NCM, the
    /// seller, the title's number, the days it was late.
    pub detail: Option<String>,
}

impl Portfolio {
    /// Explains a metric of a customer.
    ///
    /// # Errors
    /// No such metric or customer, or one that may not be seen; the facts cannot be read.
    pub fn explain<'a>(
        &'a self,
        customer: &'a CustomerKey,
        metric: &'a str,
        level: Level,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Explanation, PanelError>> {
        Box::pin(async move {
            let metric = Metric::named(metric).ok_or_else(|| PanelError::unknown_metric(metric))?;
            if metric.reveals_total && !visible.is_everything() {
                return Err(PanelError::Hidden { name: metric.column.name.to_owned() });
            }
            let key = self.key_of(customer, level).await?;
            let panel = self.panel(level, as_of).await?;
            let row = panel.row(&key, visible).ok_or_else(|| panel.unknown(customer, visible))?;
            let shown = |name: &&str| visible.is_everything() || !metrics::reveals_total(name);
            let inputs = metric
                .inputs
                .iter()
                .filter(|name| shown(name))
                .filter_map(|name| Some((metrics::column(name)?, value_at(&row, name, 0))));
            Ok(Explanation {
                metric,
                name: value_at(&row, "name", 0).as_str().map(str::to_owned),
                level,
                as_of,
                value: value_at(&row, metric.column.name, 0),
                settings: self.settings_of(metric),
                inputs: inputs.collect(),
                documents: self.documents(customer, metric.drill, level, as_of).await?,
                corrected_at: self.corrected_at(metric, &key, value_at(&row, "face", 0).as_str(), as_of).await?,
                customer: key,
            })
        })
    }

    fn settings_of(&self, metric: &Metric) -> Map<String, Value> {
        let settings = metric.settings.iter().filter_map(|name| Setting::named(name));
        settings.map(|setting| (setting.name.to_owned(), self.settings().value(setting))).collect()
    }

    /// When a person corrected a field that is a metric, if the correction stands: of the customer
    /// itself, else of the establishment it has its name from.
    async fn corrected_at(
        &self,
        metric: &Metric,
        customer: &str,
        face: Option<&str>,
        as_of: Day,
    ) -> Result<Option<String>, PanelError> {
        let field = metric.column.name;
        if !PANEL_FIELDS.contains(&field) {
            return Ok(None);
        }
        let edits = self.edits(as_of).await?;
        let standing = |key: &str| {
            let newest = edits.iter().rev().find(|edit| edit.customer == key && edit.field == field)?;
            newest.value.as_ref().map(|_| newest.made_at.clone())
        };
        Ok(standing(customer).or_else(|| standing(face?)))
    }

    async fn documents(
        &self,
        customer: &CustomerKey,
        drill: Drill,
        level: Level,
        as_of: Day,
    ) -> Result<Vec<FactDocument>, PanelError> {
        if drill == Drill::Owners {
            return self.owner_documents(customer, level, as_of).await;
        }
        let Some(Behind { amount, rows, condition, detail, order }) = behind(drill) else {
            return self.registration_documents(customer, level, as_of).await;
        };
        let sql = format!(
            "SELECT d.key, m.day, m.kind, sum({amount}) AS amount_cents, count(*) AS lines, {detail} AS detail \
             FROM {rows} m JOIN documents d ON d.document = m.document \
             WHERE m.party BETWEEN $first_party AND $last_party AND {condition} \
             GROUP BY d.key, m.day, m.kind, {detail} ORDER BY {order}"
        );
        self.documents_by(&sql, customer, level, as_of).await
    }

    /// The documents that a query about a customer's parties finds.
    pub(crate) async fn documents_by(
        &self,
        sql: &str,
        customer: &CustomerKey,
        level: Level,
        as_of: Day,
    ) -> Result<Vec<FactDocument>, PanelError> {
        let Some(parameters) = self.asking_of(customer, level, as_of).await? else { return Ok(Vec::new()) };
        let movements = self.movements(level, as_of).await?;
        Ok(documents(&movements.session.query(sql, &parameters).await?))
    }

    /// The newest lists that say who is responsible for the customer; the first counts.
    async fn owner_documents(
        &self,
        customer: &CustomerKey,
        level: Level,
        as_of: Day,
    ) -> Result<Vec<FactDocument>, PanelError> {
        let sql = "SELECT d.key, o.observed_on, 'list' AS kind, CAST(0 AS BIGINT) AS amount_cents, \
                    CAST(1 AS BIGINT) AS lines, CAST(o.owner AS VARCHAR) AS detail \
                   FROM owners o JOIN documents d ON d.document = o.document \
                   WHERE o.party BETWEEN $first_party AND $last_party \
                   ORDER BY o.observed_on DESC, o.document >> 32 DESC, detail DESC LIMIT 5";
        self.documents_by(sql, customer, level, as_of).await
    }

    /// The newest documents that count and name the customer.
    async fn registration_documents(
        &self,
        customer: &CustomerKey,
        level: Level,
        as_of: Day,
    ) -> Result<Vec<FactDocument>, PanelError> {
        let sql = "SELECT d.key, d.day, 'mention' AS kind, d.total_cents AS amount_cents, CAST(0 AS BIGINT) AS lines, \
                    '' AS detail FROM documents d \
                   LEFT ANTI JOIN excluded x ON x.document = d.document \
                   WHERE d.party BETWEEN $first_party AND $last_party \
                        AND (d.side <> 'title' AND d.day <= $as_of OR d.side = 'registration') \
                    OR d.document IN (SELECT document FROM titles WHERE party BETWEEN $first_party AND $last_party \
                        AND (issued_on IS NULL OR issued_on <= $as_of)) \
                   ORDER BY d.day DESC, d.key LIMIT 5";
        self.documents_by(sql, customer, level, as_of).await
    }

    /// The parameters of the steps, and the range of numbers that a customer's parties have at a level;
    /// `None` where it has none.
    pub(crate) async fn asking_of(
        &self,
        customer: &CustomerKey,
        level: Level,
        as_of: Day,
    ) -> Result<Option<Parameters>, PanelError> {
        let found = self.resolve(customer, level).await?;
        Ok(found.map(|Resolved { numbers: (first, last), .. }| {
            let mut parameters = self.settings().parameters(level, as_of);
            parameters.push(("first_party", ScalarValue::Int64(Some(first))));
            parameters.push(("last_party", ScalarValue::Int64(Some(last))));
            parameters
        }))
    }

    /// The key of a customer in a panel of a level, whether the panel has it or not.
    pub(crate) async fn key_of(&self, customer: &CustomerKey, level: Level) -> Result<String, PanelError> {
        Ok(self.resolve(customer, level).await?.map_or_else(|| key_at(customer, level), |found| found.key))
    }
}

/// What is added up behind a metric, as parts of a query.
struct Behind {
    amount: &'static str,
    rows: &'static str,
    condition: &'static str,
    detail: &'static str,
    order: &'static str,
}

/// What is added up behind a metric, and of which movements.
fn behind(drill: Drill) -> Option<Behind> {
    const IN_12_MONTHS: &str = "m.day > $from_12m";
    let titles = |condition| Behind {
        amount: "m.amount_cents",
        rows: "title_parts",
        condition,
        detail: "m.number",
        order: "m.day, d.key, m.kind, detail",
    };
    let movements = Behind {
        amount: "m.revenue_cents",
        rows: "movements",
        condition: "true",
        detail: "''",
        order: "m.day, d.key, m.kind, detail",
    };
    let of = |condition| Behind { condition, ..movements };
    Some(match drill {
        Drill::Registration | Drill::Owners => return None,
        Drill::Revenue => movements,
        Drill::Billed => Behind { amount: "m.billed_cents", ..movements },
        Drill::Revenue12m => of(IN_12_MONTHS),
        Drill::RevenuePrev12m => of("m.day > $from_24m AND m.day <= $from_12m"),
        Drill::Revenue24m => of("m.day > $from_24m"),
        Drill::Revenue90d => of("m.day > $from_90d"),
        Drill::RevenueMonth => of("m.day >= $month_start"),
        Drill::RevenueYear => of("m.day >= $year_start"),
        Drill::RevenueSameMonth => of("m.day >= $same_month_start AND m.day <= $from_12m"),
        Drill::TrendMonths => of("m.day >= $trend_start AND m.day <= $months_end"),
        Drill::PeakMonths => of("m.day >= $months_start AND m.day <= $months_end"),
        Drill::NetRevenue12m => Behind { amount: "m.net_revenue_cents", ..of(IN_12_MONTHS) },
        Drill::Bonus12m => Behind { rows: "bonuses", ..of(IN_12_MONTHS) },
        Drill::Returns12m => Behind { amount: "-m.revenue_cents", ..of("m.kind = 'return' AND m.day > $from_12m") },
        Drill::Gross => of("m.kind IN ('sale', 'complement')"),
        Drill::Sales => of("m.kind = 'sale'"),
        Drill::Purchases => of("m.is_purchase"),
        Drill::Purchases12m => of("m.is_purchase AND m.day > $from_12m"),
        Drill::Products12m => Behind { detail: "CAST(m.product AS VARCHAR)", ..of(IN_12_MONTHS) },
        Drill::Chapters12m => {
            Behind { detail: "coalesce(substr(CAST(m.ncm AS VARCHAR), 1, 2), '')", ..of(IN_12_MONTHS) }
        }
        Drill::ProductPurchases => Behind { detail: "CAST(m.product AS VARCHAR)", ..of("m.is_purchase") },
        Drill::Margin12m => Behind {
            amount: "m.revenue_cents - coalesce(m.cost_cents, 0)",
            rows: "costed_lines",
            detail: "CASE WHEN m.cost_cents IS NULL THEN 'sem custo' ELSE '' END",
            ..movements
        },
        Drill::OpenTitles => titles("m.kind <> 'settled_title'"),
        Drill::OverdueTitles => titles("m.kind = 'open_title' AND m.day > $from_12m AND m.day < $as_of"),
        Drill::DueTitles => Behind {
            detail: "CAST(m.days_late AS VARCHAR)",
            ..titles("m.days_late IS NOT NULL AND m.day > $from_12m AND m.day <= $as_of")
        },
        Drill::LastSale => Behind {
            detail: "CAST(d.seller AS VARCHAR)",
            order: "m.day DESC, d.key DESC LIMIT 1",
            ..of("m.kind = 'sale' AND d.seller IS NOT NULL")
        },
    })
}

fn documents(rows: &RecordBatch) -> Vec<FactDocument> {
    let text = |name: &str, row: usize| match value_at(rows, name, row) {
        Value::String(text) => text,
        _ => String::new(),
    };
    let number = |name: &str, row: usize| value_at(rows, name, row).as_i64().unwrap_or(0);
    let days = rows.column(1).as_primitive::<Date32Type>();
    (0..rows.num_rows())
        .map(|row| FactDocument {
            key: text("key", row),
            on: Day::from_epoch_days(days.value(row)),
            kind: text("kind", row),
            amount_cents: number("amount_cents", row),
            lines: number("lines", row),
            detail: Some(text("detail", row)).filter(|detail| !detail.is_empty()),
        })
        .collect()
}
