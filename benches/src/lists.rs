//! Lists as people vary them: the same to ask of the server and of the rival.

use sea_orm::Value;

/// Rows of a page.
pub const PAGE_ROWS: u64 = 50;

/// Lists that are asked for in turns; of an odd number, so that each falls to managers and sellers alike.
const VARIED: usize = 301;

/// A list.
#[derive(Clone, Debug)]
pub struct List {
    /// The condition, as the server takes it; empty for none.
    pub condition: String,
    /// The metric it is sorted by, with a minus before it from the greatest down.
    pub sort: &'static str,
    /// The same condition in SQL.
    pub sql: String,
    /// The values in it.
    pub values: Vec<Value>,
    /// The page, from 0.
    pub page: u64,
}

/// Conditions with a number in them that differs from list to list, in both languages, and orders.
type Kind = (fn(u64) -> String, &'static str, fn(u64) -> Vec<Value>, &'static str);

const KINDS: [Kind; 7] = [
    (|_| String::new(), "true", |_| Vec::new(), "-revenue_12m_cents"),
    (
        |_| "status = 'risco_de_perda' AND abc = 'A'".to_owned(),
        "status = 'risco_de_perda' AND abc = 'A'",
        |_| Vec::new(),
        "-revenue_12m_cents",
    ),
    (
        |number| format!("revenue_12m_cents > reais({})", number * 10),
        "revenue_12m_cents > $1",
        |number| vec![Value::from(number as i64 * 1_000)],
        "days_since_purchase",
    ),
    (
        |number| format!("uf IN ('SP', 'MG') AND days_since_purchase > {number}"),
        "uf IN ('SP', 'MG') AND days_since_purchase > $1",
        |number| vec![Value::from(number as i64)],
        "-revenue_12m_cents",
    ),
    (
        |number| format!("abc = 'B' AND purchase_cycle_days < {number}"),
        "abc = 'B' AND purchase_cycle_days < $1",
        |number| vec![Value::from(number as i64)],
        "name",
    ),
    (
        |number| format!("status IN ('ativo', 'novo') AND days_since_purchase < {number}"),
        "status IN ('ativo', 'novo') AND days_since_purchase < $1",
        |number| vec![Value::from(number as i64)],
        "next_purchase_on",
    ),
    (|_| "uf = 'SC'".to_owned(), "uf = 'SC'", |_| Vec::new(), "name"),
];

/// Lists in the order in which they are asked for; two of five go on from the page before.
pub fn varied() -> Vec<List> {
    let one = |place: usize| {
        let (condition, sql, values, sort) = KINDS[place % KINDS.len()];
        let number = 10 + (place as u64 * 37) % 400;
        let page = if place % 5 < 2 { 1 + place as u64 % 4 } else { 0 };
        List { condition: condition(number), sort, sql: sql.to_owned(), values: values(number), page }
    };
    (0..VARIED).map(one).collect()
}

impl List {
    /// The list's address, with the cursor of its page where it has one.
    pub fn resource(&self, after: Option<&str>) -> String {
        let mut fields = vec![("sort", self.sort.to_owned()), ("limit", PAGE_ROWS.to_string())];
        if !self.condition.is_empty() {
            fields.push(("where", self.condition.clone()));
        }
        fields.extend(after.map(|cursor| ("after", cursor.to_owned())));
        let written: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        format!("/customers?{}", written.join("&"))
    }
}

/// A text as an address holds it.
pub fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
