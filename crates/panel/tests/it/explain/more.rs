//! How the reader computes the metrics that came later.

use std::collections::{BTreeMap, BTreeSet};

use domain::Day;
use panel::FactDocument;
use serde_json::{Value, json};

use super::reader::Reader;
use crate::naive;

impl Reader<'_> {
    /// The value of a metric; panics where nobody wrote how.
    pub(super) fn more(&self, name: &str) -> Value {
        match name {
            "growth_12m" => self.growth(),
            "return_rate_12m" => self.return_rate(),
            "revenue_trend_slope" => json!(self.trend()),
            "seasonality_peak_month" => json!(self.peak()),
            "items_12m" => json!(self.sold().map(|document| document.lines).sum::<i64>()),
            "mix_12m" => {
                json!(self.sold().filter_map(|document| document.detail.as_deref()).collect::<BTreeSet<_>>().len())
            }
            "main_item_share_12m" => self.main_item_share(),
            "main_category" => self.main_category(),
            "stopped_items" => json!(self.stopped()),
            "last_seller" => json!(self.documents().first().and_then(|document| document.detail.as_deref())),
            "seasonal_buyer" => json!(self.seasonal_buyer()),
            "cycle_ratio" => json!(self.number("days_since_purchase").map(|days| days / self.judged_cycle())),
            "reactivated_on" => json!(self.reactivated_on().map(|day| day.iso())),
            "abc_previous" => json!(self.class(
                "revenue_prev_12m_cents",
                "previous_position",
                "previous_before_cents",
                "previous_total_cents"
            )),
            "rfm_recency" => json!(self.score("rfm_less_recent")),
            "rfm_frequency" => json!(self.score("rfm_less_frequent")),
            "rfm_monetary" => json!(self.score("rfm_less_revenue")),
            "rfm_segment" => json!(self.segment()),
            "branches_buying" => json!(self.branches(&["novo", "ativo", "risco_de_perda"])),
            "branches_silent" => json!(self.silent()),
            "open_cents" => json!(self.open()),
            "margin_12m_cents" => self.margin(),
            "abc_margin" if self.input("margin_12m_cents").is_null() => Value::Null,
            "abc_margin" => {
                json!(self.class("margin_12m_cents", "margin_position", "margin_before_cents", "margin_total_cents"))
            }
            "owner" => json!(self.documents().first().and_then(|document| document.detail.as_deref())),
            "team" => json!(self.input("owner").as_str().and_then(crate::rich::team)),
            "registration_completeness" => {
                let missing = self.input("registration_missing").as_str().expect("what is missing");
                json!((10 - missing.split(';').filter(|field| !field.is_empty()).count()) as f64 / 10.0)
            }
            "overdue_cents" => json!(self.overdue().iter().map(|(cents, _)| cents).sum::<i64>()),
            "overdue_days_max" => json!(self.overdue().iter().map(|(_, days)| *days).max().unwrap_or(0)),
            "average_delay_days" => self.average_delay(),
            unknown => panic!("nobody wrote how {unknown} is computed from what is shown"),
        }
    }

    /// The days of some of the documents.
    pub(super) fn days_of(&self, which: impl Fn(&FactDocument) -> bool) -> BTreeSet<Day> {
        self.documents().iter().filter(|document| which(document)).map(|document| document.on).collect()
    }

    fn sold(&self) -> impl Iterator<Item = &FactDocument> {
        self.documents().iter().filter(|document| document.kind == "sale")
    }

    fn judged_cycle(&self) -> f64 {
        let cycle = self.number("purchase_cycle_p75_days").or(self.number("assumed_cycle_days"));
        cycle.expect("who bought has a cycle, be it assumed")
    }

    fn growth(&self) -> Value {
        let (now, before) = (self.cents("revenue_12m_cents"), self.cents("revenue_prev_12m_cents"));
        assert_eq!(self.sum(), now + before);
        if before > 0 { json!((now - before) as f64 / before as f64) } else { Value::Null }
    }

    fn return_rate(&self) -> Value {
        let of = |kinds: &[&str]| -> i64 {
            let counted = self.documents().iter().filter(|document| kinds.contains(&document.kind.as_str()));
            counted.map(|document| document.amount_cents).sum()
        };
        let gross = of(&["sale", "complement"]);
        assert_eq!((self.cents("returns_12m_cents"), self.cents("gross_revenue_12m_cents")), (-of(&["return"]), gross));
        if gross > 0 { json!(-of(&["return"]) as f64 / gross as f64) } else { Value::Null }
    }

    /// Months of the year 0 on, by their revenue; the last that is over by the date.
    fn by_month(&self) -> (BTreeMap<i32, i64>, i32) {
        let month = |day: Day| i32::from(day.ymd().0) * 12 + i32::from(day.ymd().1) - 1;
        let mut by_month = BTreeMap::new();
        for document in self.documents() {
            *by_month.entry(month(document.on)).or_default() += document.amount_cents;
        }
        (by_month, month(self.explained.as_of.plus_days(1)) - 1)
    }

    fn trend(&self) -> i64 {
        let (by_month, last) = self.by_month();
        assert!(by_month.keys().all(|month| (last - 11..=last).contains(month)));
        let revenue = |place: i32| *by_month.get(&(last - 11 + place)).unwrap_or(&0) as f64;
        let mean = (0..12).map(revenue).sum::<f64>() / 12.0;
        let covariance: f64 = (0..12).map(|place| (f64::from(place) - 5.5) * (revenue(place) - mean)).sum();
        // Sums of halves of cents are exact; a mean need not be, so near a half it is helped.
        let slope = covariance / 143.0;
        (slope + slope.signum() * 1e-9).round() as i64
    }

    fn peak(&self) -> Option<String> {
        let (by_month, last) = self.by_month();
        assert!(by_month.keys().all(|month| (last - 23..=last).contains(month)));
        let began = last - 23;
        let first = self.date("first_purchase_on")?;
        let month_began = Day::from_ymd((began / 12) as i16, (began % 12) as i8 + 1, 1).expect("a month begins");
        let mut by_name = [0_i64; 12];
        by_month.iter().for_each(|(month, cents)| by_name[(month % 12) as usize] += cents);
        let greatest = by_name.into_iter().max().filter(|cents| *cents > 0 && first <= month_began)?;
        by_name.iter().position(|cents| *cents == greatest).map(|month| format!("{:02}", month + 1))
    }

    fn by_detail(&self) -> BTreeMap<&str, i64> {
        let mut sums = BTreeMap::new();
        for document in self.documents() {
            *sums.entry(document.detail.as_deref().unwrap_or_default()).or_default() += document.amount_cents;
        }
        sums
    }

    fn main_item_share(&self) -> Value {
        assert_eq!(self.sum(), self.cents("revenue_12m_cents"));
        if self.sum() <= 0 {
            assert!(self.input("main_item").is_null());
            return Value::Null;
        }
        let by_product = self.by_detail();
        let greatest = *by_product.values().max().expect("who has revenue has a product");
        let first = by_product.iter().find(|(_, cents)| **cents == greatest).map(|(product, _)| *product);
        assert_eq!((self.input("main_item").as_str(), self.cents("main_item_12m_cents")), (first, greatest));
        json!(greatest as f64 / self.sum() as f64)
    }

    fn main_category(&self) -> Value {
        let mut by_chapter = self.by_detail();
        by_chapter.remove("");
        let greatest = by_chapter.values().max().copied().filter(|cents| *cents > 0);
        assert_eq!(self.input("main_category_12m_cents").as_i64(), greatest);
        let chapter = greatest.and_then(|greatest| by_chapter.iter().find(|(_, cents)| **cents == greatest));
        let shown = self.explained.value.as_str();
        assert_eq!(shown.and_then(|shown| shown.split(' ').next()), chapter.map(|(chapter, _)| *chapter));
        json!(shown)
    }

    fn stopped(&self) -> usize {
        let products: BTreeSet<Option<&str>> = self.documents().iter().map(|one| one.detail.as_deref()).collect();
        let is_stopped = |product: &&Option<&str>| {
            let days: Vec<Day> = self.days_of(|document| document.detail.as_deref() == **product).into_iter().collect();
            let mut gaps: Vec<i32> = days.windows(2).map(|pair| pair[1].days_since(pair[0])).collect();
            gaps.sort_unstable();
            if (days.len() as f64) < self.setting("items.stopped_days") {
                return false;
            }
            let median = f64::from(gaps[(gaps.len() - 1) / 2] + gaps[gaps.len() / 2]) / 2.0;
            let silence = f64::from(self.explained.as_of.days_since(days[days.len() - 1]));
            silence >= self.setting("items.stopped_factor") * median
        };
        products.iter().filter(is_stopped).count()
    }

    fn seasonal_buyer(&self) -> Option<&'static str> {
        let found = naive::seasonal_buyer(&self.days(), self.explained.as_of);
        let (first, last) = (self.input("season_first_month").as_i64(), self.input("season_last_month").as_i64());
        let shown = first.zip(last).zip(self.date("season_judged_after"));
        let Some(((first, last), judged_after)) = shown else {
            assert_eq!(found, None);
            return None;
        };
        // What is shown of the season is true of the days, and enough to tell.
        let within = |day: &Day| (i64::from(day.ymd().1) + 12 - first) % 12 <= (last + 12 - first) % 12;
        let held = self.days().iter().filter(|day| within(day)).count() as i64;
        assert_eq!(held, self.cents("season_purchase_days"));
        assert!(held as f64 * 100.0 >= self.setting("season.share_percent") * self.days().len() as f64);
        assert!(((last + 12 - first) % 12 + 1) as f64 <= self.setting("season.longest_months"));
        let mark = if within(&self.explained.as_of) { "safra" } else { "entressafra" };
        let again = (self.explained.as_of <= judged_after).then_some(mark);
        assert_eq!(again, found);
        again
    }

    fn reactivated_on(&self) -> Option<Day> {
        let typical = self.number("typical_cycle_days").expect("a typical cycle is shown");
        let days = self.days();
        assert_eq!(self.explained.settings["status.reactivated_days"], json!(90));
        naive::reactivated_on(&days, typical, self.date("base_first_sale_on"), self.explained.as_of)
    }

    fn margin(&self) -> Value {
        assert_eq!(self.sum(), self.cents("revenue_12m_cents") - self.cents("cost_12m_cents"));
        let without = self.documents().iter().filter(|document| document.detail.as_deref() == Some("sem custo"));
        let without: i64 = without.map(|document| document.lines).sum();
        assert_eq!(without, self.cents("uncosted_lines_12m"));
        if without == 0 { json!(self.sum()) } else { Value::Null }
    }

    fn open(&self) -> i64 {
        let credits = self.documents().iter().filter(|document| document.kind == "credit");
        assert_eq!(self.cents("credit_cents"), -credits.map(|document| document.amount_cents).sum::<i64>());
        assert!(self.documents().iter().all(|document| (document.amount_cents < 0) == (document.kind == "credit")));
        self.sum()
    }

    /// What is overdue of each title, and for how many days.
    fn overdue(&self) -> Vec<(i64, i32)> {
        let as_of = self.explained.as_of;
        let overdue = |document: &FactDocument| {
            assert_eq!(document.kind, "open_title");
            assert!(document.on < as_of && document.on > as_of.minus_months(12));
            (document.amount_cents, as_of.days_since(document.on))
        };
        self.documents().iter().map(overdue).collect()
    }

    fn average_delay(&self) -> Value {
        let days = |document: &FactDocument| -> i64 {
            let days = document.detail.as_deref().and_then(|days| days.parse().ok()).expect("days late");
            let is_open = document.kind == "open_title";
            assert!(!is_open || days == i64::from(self.explained.as_of.days_since(document.on)));
            days
        };
        let weighted: i64 = self.documents().iter().map(|document| document.amount_cents * days(document)).sum();
        assert_eq!((self.cents("due_12m_cents"), self.cents("cents_times_days_late")), (self.sum(), weighted));
        if self.sum() > 0 { json!(weighted as f64 / self.sum() as f64) } else { Value::Null }
    }

    fn score(&self, worse: &str) -> Option<i64> {
        let buyers = self.input("rfm_buyers").as_i64()?;
        Some(1 + 5 * self.cents(worse) / buyers)
    }

    fn segment(&self) -> Option<&'static str> {
        let score = |name: &str| self.input(name).as_u64().map(|score| score as usize);
        let (frequency, monetary) = (score("rfm_frequency")?, score("rfm_monetary")?);
        Some(naive::segment(score("rfm_recency")?, (frequency + monetary).div_ceil(2)))
    }

    fn branches(&self, statuses: &[&str]) -> Option<usize> {
        let listed = self.input("branch_statuses").as_str()?;
        let each = listed.split(", ").filter_map(|branch| branch.split_once(' '));
        Some(each.filter(|(_, status)| statuses.contains(status)).count())
    }

    fn silent(&self) -> Option<usize> {
        let silent = self.branches(&["inativo"])?;
        let is_buying = matches!(self.input("status").as_str(), Some("novo" | "ativo" | "risco_de_perda"));
        Some(if is_buying { silent } else { 0 })
    }
}
