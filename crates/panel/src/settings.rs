//! The thresholds by which a panel judges; each a workspace setting, each shown by `explain`.

mod catalogue;

pub use catalogue::{CATALOGUE, SECTIONS, Section, Setting, SettingError, SettingUnit};
use datafusion::common::ScalarValue;
use domain::Day;
use engine::Parameters;
use serde::{Deserialize, Serialize};
use store::{BRANCH_BITS, StoreError, Workspace};

use crate::{Level, windows};

/// All thresholds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `[status]`
    pub status: Status,
    /// `[abc]`
    pub abc: Abc,
    /// `[base]`
    pub base: Base,
    /// `[season]`
    pub season: Season,
    /// `[items]`
    pub items: Items,
}

/// When a customer is new, active, at risk, inactive. A limit is the greater of the factor times the
/// customer's own cycle and the days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Status {
    /// New for so many days after the first purchase.
    pub new_days: u16,
    /// Active up to so many cycles.
    pub active_factor: f64,
    /// Active up to so many days.
    pub active_days: u16,
    /// At risk up to so many cycles.
    pub risk_factor: f64,
    /// At risk up to so many days.
    pub risk_days: u16,
    /// Inactive, and no former customer yet, up to so many cycles.
    pub inactive_factor: f64,
    /// Inactive up to so many days.
    pub inactive_days: u16,
    /// With an assumed cycle, no former customer before so many months.
    pub former_assumed_months: u16,
    /// The cycle assumed where nobody in the base has one.
    pub default_cycle_days: u16,
    /// Reactivated for so many days after buying again.
    pub reactivated_days: u16,
}

/// Where the ABC curve is cut, in percent of the revenue cumulated before a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Abc {
    /// A below this.
    pub a_percent: u8,
    /// B below this, C from it on.
    pub b_percent: u8,
}

/// What is let into the base.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Base {
    /// Whether notes without protocol count.
    pub include_unproven: bool,
}

/// Cycles that a limit may be at most; beyond it nobody would ever pass the limit.
const MOST_CYCLES: f64 = 1000.0;

/// Who buys in the same few months of every year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Season {
    /// Months of history it takes to tell.
    pub history_months: u16,
    /// A season is of at most so many months in a row.
    pub longest_months: u16,
    /// The part of all purchase days that lie in it, in percent.
    pub share_percent: u16,
}

/// Which products count as no longer bought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Items {
    /// Bought on at least so many days.
    pub stopped_days: u16,
    /// Not bought for so many times their own median gap.
    pub stopped_factor: f64,
}

impl Default for Status {
    fn default() -> Self {
        Self {
            new_days: 60,
            active_factor: 1.5,
            active_days: 30,
            risk_factor: 3.0,
            risk_days: 90,
            inactive_factor: 6.0,
            inactive_days: 365,
            former_assumed_months: 18,
            default_cycle_days: 30,
            reactivated_days: 90,
        }
    }
}

impl Default for Abc {
    fn default() -> Self {
        Self { a_percent: 80, b_percent: 95 }
    }
}

impl Default for Season {
    fn default() -> Self {
        Self { history_months: 24, longest_months: 4, share_percent: 75 }
    }
}

impl Default for Items {
    fn default() -> Self {
        Self { stopped_days: 3, stopped_factor: 3.0 }
    }
}

impl Settings {
    /// The thresholds of a workspace.
    ///
    /// # Errors
    /// A section of `carteira.toml` cannot be read.
    pub fn of(workspace: &Workspace) -> Result<Self, StoreError> {
        let settings = Self {
            status: workspace.section("status")?,
            abc: workspace.section("abc")?,
            base: workspace.section("base")?,
            season: workspace.section("season")?,
            items: workspace.section("items")?,
        };
        match settings.contradiction() {
            None => Ok(settings),
            Some(detail) => Err(workspace.settings_error(detail)),
        }
    }

    /// The first thing about the thresholds that cannot be meant.
    fn contradiction(&self) -> Option<String> {
        let Self { status, abc, season, items, base: _ } = self;
        let factors = [
            ("[status]", "active_factor", status.active_factor),
            ("[status]", "risk_factor", status.risk_factor),
            ("[status]", "inactive_factor", status.inactive_factor),
            ("[items]", "stopped_factor", items.stopped_factor),
        ];
        let senseless = factors.iter().find(|(.., factor)| !(*factor > 0.0 && *factor <= MOST_CYCLES));
        if let Some((section, name, factor)) = senseless {
            let expected = format!("esperava-se um número entre 0 e {MOST_CYCLES}");
            return Some(format!("{section}: {name} = {factor} não serve; {expected}"));
        }
        let orders = [
            ("status.active_factor", "status.risk_factor", status.active_factor <= status.risk_factor),
            ("status.risk_factor", "status.inactive_factor", status.risk_factor <= status.inactive_factor),
            ("status.active_days", "status.risk_days", status.active_days <= status.risk_days),
            ("status.risk_days", "status.inactive_days", status.risk_days <= status.inactive_days),
            ("abc.a_percent", "abc.b_percent", abc.a_percent <= abc.b_percent),
        ];
        if let Some((low, high, _)) = orders.iter().find(|(.., in_order)| !in_order) {
            let called = |name| Setting::named(name).map_or(name, |setting| setting.label);
            let (low_called, high_called) = (called(low), called(high));
            return Some(format!("“{low_called}” ({low}) é maior que “{high_called}” ({high}): corrija um dos dois"));
        }
        let percents =
            [("[abc]", "b_percent", u16::from(abc.b_percent)), ("[season]", "share_percent", season.share_percent)];
        if let Some((section, name, percent)) = percents.iter().find(|(.., percent)| *percent > 100) {
            return Some(format!("{section}: {name} = {percent} não serve; esperava-se no máximo 100"));
        }
        if !(1..=12).contains(&season.longest_months) {
            let months = season.longest_months;
            return Some(format!("[season]: longest_months = {months} não serve; esperava-se de 1 a 12"));
        }
        (status.default_cycle_days == 0).then(|| "[status]: default_cycle_days não pode ser 0".to_owned())
    }

    /// The parameters of the SQL steps.
    pub(crate) fn parameters(&self, level: Level, as_of: Day) -> Parameters {
        let Self { status, abc, base, season: _, items } = self;
        let date = |day: Day| ScalarValue::Date32(Some(day.epoch_days()));
        let whole = |number: u16| ScalarValue::Int64(Some(i64::from(number)));
        let factor = |number: f64| ScalarValue::Float64(Some(number));
        let bits = |bits: u32| ScalarValue::Int64(Some(i64::from(bits)));
        let mut parameters = vec![
            ("as_of", date(as_of)),
            ("level_bits", bits(if level == Level::Establishment { 0 } else { BRANCH_BITS })),
            ("branch_bits", bits(BRANCH_BITS)),
            ("include_unproven", ScalarValue::Boolean(Some(base.include_unproven))),
            ("abc_a_percent", whole(u16::from(abc.a_percent))),
            ("abc_b_percent", whole(u16::from(abc.b_percent))),
            ("new_days", whole(status.new_days)),
            ("active_factor", factor(status.active_factor)),
            ("active_days", whole(status.active_days)),
            ("risk_factor", factor(status.risk_factor)),
            ("risk_days", whole(status.risk_days)),
            ("inactive_factor", factor(status.inactive_factor)),
            ("inactive_days", whole(status.inactive_days)),
            ("former_assumed_from", date(as_of.minus_months(i32::from(status.former_assumed_months)))),
            ("default_cycle_days", whole(status.default_cycle_days)),
            ("stopped_days", whole(items.stopped_days)),
            ("stopped_factor", factor(items.stopped_factor)),
        ];
        parameters.extend(windows::of(as_of).map(|(name, day)| (name, date(day))));
        parameters
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(|settings: &mut Settings| settings.status.active_factor = f64::NAN, "[status]: active_factor = NaN não serve; esperava-se um número entre 0 e 1000")]
    #[case(|settings: &mut Settings| settings.status.risk_factor = f64::INFINITY, "[status]: risk_factor = inf não serve; esperava-se um número entre 0 e 1000")]
    #[case(|settings: &mut Settings| settings.status.inactive_factor = -6.0, "[status]: inactive_factor = -6 não serve; esperava-se um número entre 0 e 1000")]
    #[case(|settings: &mut Settings| settings.status.risk_days = 20, "“Ativo até, em dias” (status.active_days) é maior que “Risco de perda até, em dias” (status.risk_days): corrija um dos dois")]
    #[case(|settings: &mut Settings| settings.abc.b_percent = 70, "“Curva A até” (abc.a_percent) é maior que “Curva B até” (abc.b_percent): corrija um dos dois")]
    #[case(|settings: &mut Settings| settings.abc.b_percent = 101, "[abc]: b_percent = 101 não serve; esperava-se no máximo 100")]
    fn thresholds_that_contradict_one_another_are_refused(#[case] change: fn(&mut Settings), #[case] said: &str) {
        let mut settings = Settings::default();
        assert_eq!(settings.contradiction(), None);
        change(&mut settings);
        assert_eq!(settings.contradiction().as_deref(), Some(said));
    }
}
