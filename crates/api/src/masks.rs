//! Personal data of people, covered for whoever does not need it: CPFs, e-mail addresses, telephones. A person's
//! key is a CPF too; in its place stands a word that leads to the same person and says nothing of them.

use domain::CustomerKey;
use panel::{Cursor, Panel, PanelError, Predicate, Query, Visible, value_at};
use serde_json::{Map, Value};

use crate::problem::{Code, Problem};
use crate::rights::Right;
use crate::who::Who;

/// What covered keys begin with.
const COVERED: &str = "pf.";

/// Letters of a covered key.
const LETTERS: usize = 24;

/// The columns that hold a tax id.
const TAX_IDS: [&str; 2] = ["tax_id", "cpf"];

/// The columns by which a person is reached.
const REACHED_BY: [&str; 2] = ["emails", "phone"];

/// Covers what someone may not see of people.
#[derive(Clone, Copy, Debug)]
pub struct Mask<'a> {
    is_on: bool,
    /// What keys are covered with.
    identity: &'a str,
}

impl<'a> Mask<'a> {
    /// What someone may not see, of a workspace of this identity.
    pub fn of(who: &Who, identity: &'a str) -> Self {
        Self { is_on: !who.can(Right::PersonalData), identity }
    }

    /// Whether a key was covered.
    pub fn covers(written: &str) -> bool {
        written.starts_with(COVERED)
    }

    /// Rows of a list.
    pub fn rows(&self, mut rows: Vec<Map<String, Value>>) -> Vec<Map<String, Value>> {
        if self.is_on {
            rows.iter_mut().for_each(|row| self.row(row));
        }
        rows
    }

    fn row(&self, row: &mut Map<String, Value>) {
        let customer = row.get("customer").and_then(Value::as_str).unwrap_or_default().to_owned();
        for (name, value) in row.iter_mut() {
            let Some(text) = value.as_str() else { continue };
            *value = if name == "customer" { self.key(text) } else { self.field_of(&customer, name, text) }.into();
        }
    }

    /// A customer's key.
    pub fn key(&self, key: &str) -> String {
        if self.hides(key) { self.covered(key) } else { key.to_owned() }
    }

    /// Whether a key, or a tax id, is one that is covered.
    pub fn hides(&self, key: &str) -> bool {
        self.is_on && is_cpf(key)
    }

    /// A field of a customer, who may be a person or not; a group's tax id is that of one of its members.
    pub fn field_of(&self, customer: &str, name: &str, value: &str) -> String {
        if TAX_IDS.contains(&name) && (self.hides(value) || self.hides(customer)) {
            cpf(value)
        } else if REACHED_BY.contains(&name) && self.hides(customer) {
            "•••".to_owned()
        } else {
            value.to_owned()
        }
    }

    /// Goes on unless a condition or an order asks about what is covered: asked again and again, it tells it.
    ///
    /// # Errors
    /// It does.
    pub fn may_ask<'n>(who: &Who, mut metrics: impl Iterator<Item = &'n str>) -> Result<(), Problem> {
        if who.can(Right::PersonalData) || !metrics.any(|name| TAX_IDS.contains(&name)) {
            return Ok(());
        }
        let detail =
            "Para filtrar ou ordenar por CNPJ ou CPF, peça a um administrador um papel que veja dados pessoais.";
        Err(Problem::new(Code::NotAllowed, detail))
    }

    /// Where a page ends, told to whoever sees it.
    pub fn place(&self, cursor: Cursor) -> Cursor {
        let customer = self.key(cursor.customer());
        cursor.with_customer(customer)
    }

    /// Where a page begins: after a customer of the list, for by made-up keys one could find out between which a
    /// covered one lies.
    ///
    /// # Errors
    /// The place was not told by [`Mask::place`].
    pub async fn place_after(&self, cursor: Cursor, panel: &Panel, visible: &Visible) -> Result<Cursor, Problem> {
        if !self.is_on {
            return Ok(cursor);
        }
        let unknown = || Problem::from(PanelError::Cursor);
        let known = |key: &str| panel.value_of(key, "customer_kind", visible).is_some();
        if !Self::covers(cursor.customer()) {
            return if known(cursor.customer()) && !is_cpf(cursor.customer()) { Ok(cursor) } else { Err(unknown()) };
        }
        let key = self.uncovered(cursor.customer(), panel, visible).await.map_err(|_| unknown())?;
        Ok(cursor.with_customer(key.to_string()))
    }

    /// The key that an address names, be it covered or not.
    ///
    /// # Errors
    /// It names nobody that may be seen.
    pub async fn uncovered(&self, written: &str, panel: &Panel, visible: &Visible) -> Result<CustomerKey, Problem> {
        let nobody = || Problem::not_found("Este cliente não está na carteira.");
        if !Self::covers(written) {
            let key: CustomerKey = written.parse().map_err(|_| nobody())?;
            return if self.hides(&key.to_string()) { Err(nobody()) } else { Ok(key) };
        }
        let people = Predicate::parse("customer_kind IN ('person', 'consumer')").map_err(PanelError::from)?;
        let query = Query {
            predicate: Some(people),
            with_prospects: true,
            columns: vec!["customer_kind".to_owned()],
            ..Query::default()
        };
        let rows = panel.list(&query, visible).await?;
        let keys = (0..rows.num_rows()).filter_map(|row| value_at(&rows, "customer", row).as_str().map(str::to_owned));
        let mut named = keys.filter(|key| self.covered(key) == written);
        named.next().and_then(|key| key.parse().ok()).ok_or_else(nobody)
    }

    fn covered(&self, key: &str) -> String {
        let secret = blake3::derive_key("carteira 2026-11 keys of people", self.identity.as_bytes());
        let hash = blake3::keyed_hash(&secret, key.as_bytes()).to_hex();
        format!("{COVERED}{}", &hash[..LETTERS])
    }
}

fn is_cpf(key: &str) -> bool {
    key.len() == 11 && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// A CPF of which the middle is left: enough to tell two people apart, too little to be one of them.
fn cpf(value: &str) -> String {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    match digits.get(3..9) {
        Some(middle) if digits.len() == 11 => format!("***.{}.{}-**", &middle[..3], &middle[3..]),
        _ => "•••".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn people_are_covered_and_companies_are_not() {
        let mask = Mask { is_on: true, identity: "um" };
        let row = |value: Value| value.as_object().cloned().unwrap();
        let rows = mask.rows(vec![
            row(
                json!({ "customer": "12345678909", "tax_id": "12345678909", "phone": "+5511987654321", "name": "Ana" }),
            ),
            row(
                json!({ "customer": "11222333", "tax_id": "11222333000181", "phone": "+551133334444", "name": "Alfa" }),
            ),
        ]);
        assert_eq!(rows[0]["tax_id"], "***.456.789-**");
        assert_eq!(rows[0]["phone"], "•••");
        let key = rows[0]["customer"].as_str().unwrap();
        assert!(key.starts_with("pf.") && !key.contains("12345678909"));
        assert_ne!(Mask { is_on: true, identity: "outro" }.key("12345678909"), key);
        assert_eq!(rows[1]["customer"], "11222333");
        assert_eq!(rows[1]["phone"], "+551133334444");
    }

    #[test]
    fn whoever_needs_them_sees_them() {
        let mask = Mask { is_on: false, identity: "um" };
        assert_eq!(mask.key("12345678909"), "12345678909");
        assert_eq!(mask.field_of("12345678909", "phone", "+5511987654321"), "+5511987654321");
    }
}
