//! The reader of an explanation, who has the value, its inputs, the settings and the documents, a
//! calendar and a pencil, and computes the value again.

use std::collections::BTreeSet;

use domain::Day;
use panel::{Explanation, FactDocument};
use serde_json::{Value, json};

use crate::base::day;

/// Computes the value again; panics where it does not come out, or where nobody wrote how.
pub fn check(explained: &Explanation) {
    let again = Reader { explained };
    let name = explained.metric.column.name;
    let value = match name {
        "name" | "tax_id" | "customer_kind" | "uf" | "city" | "tags" | "roles" | "registration_missing" => {
            return again.registration();
        }
        "first_purchase_on" => json!(again.days().first().map(|day| day.iso())),
        "last_purchase_on" => json!(again.days().last().map(|day| day.iso())),
        "days_since_purchase" => json!(again.date("last_purchase_on").map(|last| explained.as_of.days_since(last))),
        "purchase_days" => json!(again.days().len()),
        "sale_documents" => json!(again.keys().len()),
        "revenue_total_cents" | "billed_total_cents" | "revenue_12m_cents" | "returns_12m_cents" => json!(again.sum()),
        "revenue_prev_12m_cents" | "revenue_90d_cents" | "revenue_mtd_cents" | "revenue_ytd_cents" => {
            json!(again.sum())
        }
        "revenue_same_month_last_year_cents" | "net_revenue_12m_cents" | "bonus_12m_cents" => json!(again.sum()),
        "average_ticket_cents" => again.average_ticket(),
        "purchase_cycle_days" => json!(again.quantile(2)),
        "purchase_cycle_p75_days" => json!(again.quantile(3)),
        "assumed_cycle_days" => json!(again.assumed_cycle()),
        "status" => json!(again.status()),
        "next_purchase_on" => json!(again.next_purchase()),
        "abc" => json!(again.abc()),
        "cumulative_share" => json!(again.share(&["ranked_before_cents", "revenue_12m_cents"])),
        "revenue_share" => json!(again.share(&["revenue_12m_cents"])),
        other => again.more(other),
    };
    assert_eq!(explained.value, value, "{name} of {} computed again from {:?}", explained.customer, explained.inputs);
    again.inputs_agree_with_documents();
}

pub(super) struct Reader<'e> {
    pub(super) explained: &'e Explanation,
}

impl Reader<'_> {
    pub(super) fn input(&self, name: &str) -> &Value {
        let found = self.explained.inputs.iter().find(|(column, _)| column.name == name);
        &found.unwrap_or_else(|| panic!("{} shows no {name}", self.explained.metric.column.name)).1
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.input(name).as_f64()
    }

    pub(super) fn cents(&self, name: &str) -> i64 {
        self.input(name).as_i64().unwrap_or_else(|| panic!("{name} is an amount"))
    }

    pub(super) fn date(&self, name: &str) -> Option<Day> {
        self.input(name).as_str().map(day)
    }

    pub(super) fn setting(&self, name: &str) -> f64 {
        let setting = self.explained.settings.get(name).and_then(Value::as_f64);
        setting.unwrap_or_else(|| panic!("{} shows no {name}", self.explained.metric.column.name))
    }

    pub(super) fn documents(&self) -> &[FactDocument] {
        &self.explained.documents
    }

    pub(super) fn days(&self) -> Vec<Day> {
        self.documents().iter().map(|document| document.on).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn keys(&self) -> BTreeSet<&str> {
        self.documents().iter().map(|document| document.key.as_str()).collect()
    }

    pub(super) fn sum(&self) -> i64 {
        self.documents().iter().map(|document| document.amount_cents).sum()
    }

    /// What documents say of a customer is not added up, but some document has to say it.
    fn registration(&self) {
        assert!(!self.documents().is_empty(), "nothing names {}", self.explained.customer);
    }

    fn average_ticket(&self) -> Value {
        let (gross, documents) = (self.cents("gross_revenue_total_cents"), self.cents("sale_documents"));
        assert_eq!(
            self.sum(),
            gross,
            "the documents of the average ticket of {} add up to the gross",
            self.explained.customer
        );
        let sales = self.documents().iter().filter(|document| document.kind == "sale");
        assert_eq!(sales.map(|document| &document.key).collect::<BTreeSet<_>>().len() as i64, documents);
        match documents {
            0 => Value::Null,
            _ => json!((gross as f64 / documents as f64).round() as i64),
        }
    }

    fn gaps(&self) -> Vec<i32> {
        let mut gaps: Vec<i32> = self.days().windows(2).map(|pair| pair[1].days_since(pair[0])).collect();
        gaps.sort_unstable();
        gaps
    }

    pub(super) fn quantile(&self, quarters: usize) -> Option<f64> {
        let gaps = self.gaps();
        if gaps.len() < 2 {
            return None;
        }
        let rank = 0.25 * quarters as f64 * (gaps.len() - 1) as f64;
        let (low, high) = (f64::from(gaps[rank.floor() as usize]), f64::from(gaps[rank.ceil() as usize]));
        Some(low + (high - low) * rank.fract())
    }

    fn assumed_cycle(&self) -> Option<f64> {
        if self.cents("purchase_days") >= 3 {
            return None;
        }
        let typical = self.number("typical_cycle_days").expect("below three purchase days a typical cycle is shown");
        match self.input("typical_cycle_of").as_str() {
            Some("class") => assert!(self.input("abc").is_string(), "only who has a class goes by it"),
            Some("all") => {}
            Some("default") => assert_eq!(Some(typical), Some(self.setting("status.default_cycle_days"))),
            other => panic!("a cycle of {other:?}"),
        }
        let own = self.number("only_gap_days");
        assert_eq!(own.is_some(), self.cents("purchase_days") == 2);
        Some(own.map_or(typical, |own| own.max(typical)))
    }

    fn status(&self) -> &'static str {
        let (Some(first), Some(last)) = (self.date("first_purchase_on"), self.date("last_purchase_on")) else {
            return "sem_compra";
        };
        let as_of = self.explained.as_of;
        let days_since = |day: Day| f64::from(as_of.days_since(day));
        assert_eq!(self.number("days_since_purchase"), Some(days_since(last)));
        let base = self.date("base_first_sale_on").expect("where someone bought, the base has a first sale");
        let new_days = self.setting("status.new_days");
        if days_since(first) <= new_days && days_since(base) > new_days {
            return "novo";
        }
        if self.input("seasonal_buyer").is_string() {
            return "ativo";
        }
        let cycle = self.number("purchase_cycle_p75_days").or(self.number("assumed_cycle_days"));
        let cycle = cycle.expect("who bought has a cycle, be it assumed");
        let within =
            |factor: &str, days: &str| days_since(last) <= (self.setting(factor) * cycle).max(self.setting(days));
        let assumed = self.number("assumed_cycle_days").is_some();
        let not_former_before = as_of.minus_months(self.setting("status.former_assumed_months") as i32);
        if within("status.active_factor", "status.active_days") {
            "ativo"
        } else if within("status.risk_factor", "status.risk_days") {
            "risco_de_perda"
        } else if within("status.inactive_factor", "status.inactive_days") || assumed && last > not_former_before {
            "inativo"
        } else {
            "ex_cliente"
        }
    }

    fn next_purchase(&self) -> Option<String> {
        let cycle = self.number("purchase_cycle_days").or(self.number("assumed_cycle_days"))?;
        let last = self.date("last_purchase_on")?;
        Some(last.plus_days((cycle + 0.5).floor() as i32).iso())
    }

    /// The share before the customer, in percent, against the cuts.
    fn abc(&self) -> Option<&'static str> {
        self.class("revenue_12m_cents", "abc_position", "ranked_before_cents", "ranked_total_cents")
    }

    pub(super) fn class(&self, own: &str, position: &str, before: &str, whole: &str) -> Option<&'static str> {
        assert_eq!(self.sum(), self.cents(own));
        self.input(position).as_i64()?;
        let before = self.cents(before) as f64 * 100.0;
        let whole = self.cents(whole) as f64;
        let cut = |name: &str| whole * self.setting(name);
        Some(if before < cut("abc.a_percent") {
            "A"
        } else if before < cut("abc.b_percent") {
            "B"
        } else {
            "C"
        })
    }

    fn share(&self, of: &[&str]) -> Option<f64> {
        assert_eq!(self.sum(), self.cents("revenue_12m_cents"));
        let whole = self.input("ranked_total_cents").as_i64()?;
        Some(of.iter().map(|name| self.cents(name)).sum::<i64>() as f64 / whole as f64)
    }

    /// Where an input can be counted from the documents shown, it is what they give.
    fn inputs_agree_with_documents(&self) {
        let has = |name: &str| self.explained.inputs.iter().any(|(column, _)| column.name == name);
        if has("purchase_days_12m") {
            let days = self.days_of(|document| document.kind == "sale");
            assert!(self.cents("purchase_days_12m") <= days.len() as i64);
        }
        if has("purchase_days") {
            assert_eq!(self.cents("purchase_days"), self.days().len() as i64);
        }
        if has("returns_12m_cents") {
            let returns = self.documents().iter().filter(|document| document.kind == "return");
            assert_eq!(self.cents("returns_12m_cents"), -returns.map(|document| document.amount_cents).sum::<i64>());
        }
        if self.explained.metric.column.name == "revenue_total_cents" {
            let of = |kinds: &[&str]| -> i64 {
                let counted = self.documents().iter().filter(|document| kinds.contains(&document.kind.as_str()));
                counted.map(|document| document.amount_cents).sum()
            };
            assert_eq!(self.cents("gross_revenue_total_cents"), of(&["sale", "complement"]));
            assert_eq!(self.cents("returns_total_cents"), -of(&["return"]));
        }
    }
}
