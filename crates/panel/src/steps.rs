//! The named SQL steps that facts go through on their way to the panel, in order.

use datafusion::arrow::array::RecordBatch;
use engine::{EngineError, Parameters, Session};

/// One step: a query, kept under its name for the steps after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name later steps read it by.
    pub name: &'static str,
    /// The query.
    pub sql: &'static str,
    /// The column that names its rows, no two of which have the same; none where several do together.
    pub key: Option<&'static str>,
}

macro_rules! step {
    ($number:literal, $name:literal) => {
        step!($number, $name, None)
    };
    ($number:literal, $name:literal, key $key:literal) => {
        step!($number, $name, Some($key))
    };
    ($number:literal, $name:literal, $key:expr) => {
        Step { name: $name, sql: include_str!(concat!("../sql/", $number, "_", $name, ".sql")), key: $key }
    };
}

/// Steps that settle the few lines whose meaning depends on other documents. Computed once: few rows,
/// read often.
pub(crate) const SETTLING: [Step; 11] = [
    step!("01", "targets"),
    step!("02", "excluded"),
    step!("03", "links"),
    step!("04", "conditional"),
    step!("05", "covered_deliveries"),
    step!("06", "target_items"),
    step!("07", "return_lines"),
    step!("08", "coupon_buyers"),
    step!("09", "wholly_returned"),
    step!("10", "special_movements"),
    step!("11", "set_aside"),
];

/// Which lines move revenue, whose, when and by how much; which were given away. Computed by whoever
/// reads them: many rows, on their way to being added up.
pub(crate) const LINES: [Step; 2] = [step!("12", "movements"), step!("13", "bonuses")];

/// What each establishment's movements come to, whatever a row of the panel is.
pub(crate) static ESTABLISHMENTS: [Step; 2] =
    [step!("14", "establishments", key "party"), step!("15", "seen", key "party")];

/// Steps from establishments to the commercial status of customers. They run for the establishments
/// too where a row is a company, to tell which of its branches are silent.
pub(crate) static JUDGING: [Step; 7] = [
    step!("16", "own", key "customer"),
    step!("17", "faces", key "customer"),
    step!("18", "customers", key "customer"),
    step!("19", "abc", key "customer"),
    step!("20", "typical_cycles", key "abc"),
    step!("21", "cycles", key "customer"),
    step!("22", "statuses", key "customer"),
];

/// What each customer is and buys.
pub(crate) static DESCRIBING: [Step; 8] = [
    step!("23", "branches", key "customer"),
    step!("24", "registrations", key "party"),
    step!("25", "previous_abc", key "customer"),
    step!("26", "rfm", key "customer"),
    step!("27", "basket_lines"),
    step!("28", "baskets", key "number"),
    step!("29", "stopped_items", key "number"),
    step!("30", "last_sellers", key "number"),
];

/// Titles, part by part, and what goods cost. Computed by whoever reads them, as lines.
pub(crate) const PARTS: [Step; 3] =
    [step!("31", "title_parts"), step!("32", "unit_costs"), step!("33", "costed_lines")];

/// Sellers and their teams.
pub(crate) const TEAMS: Step = step!("35", "teams", key "seller");

/// What the goods of customers cost: empty where no cost is known, which is asked first.
pub(crate) const LINE_COSTS: Step = step!("38", "line_costs", key "number");

/// What titles come to, who is responsible, whom the company buys from, what is earned, and the panel.
pub(crate) static PANEL: [Step; 8] = [
    step!("34", "title_balances", key "number"),
    TEAMS,
    step!("36", "customer_owners", key "number"),
    step!("37", "suppliers", key "number"),
    LINE_COSTS,
    step!("39", "margins", key "customer"),
    step!("40", "margin_abc", key "customer"),
    step!("41", "panel", key "customer"),
];

/// All steps, in order.
pub fn steps() -> impl Iterator<Item = &'static Step> {
    SETTLING.iter().chain(&LINES).chain(&ESTABLISHMENTS).chain(&JUDGING).chain(&DESCRIBING).chain(&PARTS).chain(&PANEL)
}

impl Step {
    /// Runs the step in a session that holds what it reads, and leaves its rows there.
    pub(crate) async fn run(&self, session: &Session, parameters: &Parameters) -> Result<RecordBatch, EngineError> {
        let rows = session.query(self.sql, parameters).await?;
        session.keyed_rows(self.name, rows.clone(), self.key)?;
        Ok(rows)
    }

    /// Makes the step known to a session as a query that others read.
    pub(crate) async fn view(&self, session: &Session, parameters: &Parameters) -> Result<(), EngineError> {
        session.view(self.name, self.sql, parameters).await
    }
}
