//! Customers won back: who bought again after they were given up.

use domain::Day;

use super::season::{SeasonRules, purchase_season};
use super::{Rhythm, purchase_rhythm};

/// When a silent customer is inactive, and how long one that bought again is reactivated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReactivationRules {
    /// The panel's date.
    pub as_of: Day,
    /// Reactivated for so many days.
    pub reactivated_days: i32,
    /// New, and not judged, for so many days after the first purchase.
    pub new_days: i32,
    /// Beyond so many cycles of silence inactive, or a former customer.
    pub risk_factor: f64,
    /// And beyond so many days.
    pub risk_days: i32,
    /// Who is held active out of season.
    pub season: SeasonRules,
}

/// The last purchase, if not too long ago, before which the customer was inactive or a former one the
/// day before, by its own purchases until then. `days` are its purchase days in order; below three of
/// them the typical cycle of today stands for its own. `base_first_sale_on` is the first sale of all.
pub fn reactivated_on(
    days: &[i32],
    typical_cycle_days: f64,
    base_first_sale_on: Option<i32>,
    rules: &ReactivationRules,
) -> Option<i32> {
    let recent = |day: &i32| i64::from(rules.as_of.epoch_days()) - i64::from(*day) <= i64::from(rules.reactivated_days);
    let mut candidates = (1..days.len()).rev().take_while(|place| recent(&days[*place]));
    let given_up =
        |place: &usize| was_given_up(&days[..*place], days[*place] - 1, typical_cycle_days, base_first_sale_on, rules);
    candidates.find(given_up).map(|place| days[place])
}

/// Whether a customer of these purchase days was inactive or a former one on a later date.
fn was_given_up(
    days: &[i32],
    on: i32,
    typical_cycle_days: f64,
    base_first_sale_on: Option<i32>,
    rules: &ReactivationRules,
) -> bool {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return false };
    let silence = on - last;
    if silence <= rules.risk_days {
        return false;
    }
    let Some(Rhythm { p75, only_gap, .. }) = purchase_rhythm(&mut days.to_vec()) else { return false };
    let assumed = only_gap.map_or(typical_cycle_days, |gap| typical_cycle_days.max(gap as f64));
    if f64::from(silence) <= rules.risk_factor * p75.unwrap_or(assumed) {
        return false;
    }
    let base_is_older = base_first_sale_on.is_some_and(|base| on - base > rules.new_days);
    let was_new = on - first <= rules.new_days && base_is_older;
    let on = Day::from_epoch_days(on);
    let was_held = || purchase_season(days, on, &rules.season).is_some_and(|season| season.buyer(on).is_some());
    !was_new && !was_held()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// The rules, so many days after the first purchase.
    fn rules(as_of: i32) -> ReactivationRules {
        ReactivationRules {
            as_of: Day::from_epoch_days(as_of),
            reactivated_days: 90,
            new_days: 60,
            risk_factor: 3.0,
            risk_days: 90,
            season: SeasonRules { history_months: 24, longest_months: 4, share_percent: 75 },
        }
    }

    #[rstest]
    #[case::nothing(&[], 0, None)]
    #[case::the_first_purchase(&[0], 0, None)]
    // A typical cycle of 30 and gaps of 10: at risk up to 90 days, on the 91st inactive.
    #[case::at_risk(&[0, 10, 20, 111], 120, None)]
    #[case::inactive_for_a_day(&[0, 10, 20, 112], 120, Some(112))]
    #[case::for_90_days(&[0, 10, 20, 112], 202, Some(112))]
    #[case::no_longer(&[0, 10, 20, 112], 203, None)]
    #[case::bought_on(&[0, 10, 20, 112, 122], 130, Some(112))]
    #[case::after_years(&[0, 10, 20, 1_000], 1_000, Some(1_000))]
    // A cycle of its own of 50: inactive from the 151st day on.
    #[case::own_cycle(&[0, 50, 100, 251], 260, None)]
    #[case::own_cycle_and_a_day(&[0, 50, 100, 252], 260, Some(252))]
    // Two purchases 50 days apart: the greater of 50 and 30.
    #[case::own_gap(&[0, 50, 201], 210, None)]
    #[case::own_gap_and_a_day(&[0, 50, 202], 210, Some(202))]
    #[case::one_purchase(&[0, 91], 100, None)]
    #[case::one_purchase_and_a_day(&[0, 92], 100, Some(92))]
    // The gap that made it a reactivation is no part of what was known before.
    #[case::its_own_gap_does_not_excuse_it(&[0, 10, 20, 400, 410], 420, Some(400))]
    fn comes_back(#[case] days: &[i32], #[case] as_of: i32, #[case] on: Option<i32>) {
        assert_eq!(reactivated_on(days, 30.0, Some(0), &rules(as_of)), on);
    }

    #[test]
    fn of_two_the_later_counts() {
        let soon = ReactivationRules { risk_days: 20, risk_factor: 1.0, ..rules(100) };
        assert_eq!(reactivated_on(&[0, 40, 99], 5.0, Some(-100), &soon), Some(99));
        assert_eq!(reactivated_on(&[0, 62, 99], 5.0, Some(-100), &soon), Some(62));
    }

    #[test]
    fn who_was_new_was_not_given_up() {
        let soon = ReactivationRules { risk_days: 20, risk_factor: 1.0, ..rules(50) };
        assert_eq!(reactivated_on(&[0, 50], 5.0, Some(-100), &soon), None);
        assert_eq!(reactivated_on(&[0, 50], 5.0, Some(0), &soon), Some(50), "nobody is new in a new base");
    }

    #[test]
    fn who_buys_in_season_was_not_given_up() {
        let day = |text: &str| text.parse::<Day>().unwrap().epoch_days();
        let of = |year: i32| ["10", "13", "16", "20"].map(|on| day(&format!("{year}-11-{on}")));
        let mut days = [of(2023), of(2024)].concat();
        days.push(0);
        let mut again = |on: &str| {
            days[8] = day(on);
            let on = ReactivationRules { as_of: on.parse().unwrap(), ..rules(0) };
            reactivated_on(&days, 30.0, Some(0), &on).is_some()
        };
        // Two years after the first purchase it is known to be seasonal, and is given up when the season
        // passes without it.
        assert!(again("2025-11-10"), "on the day before, two years were not over");
        assert!(!again("2025-11-11"));
        assert!(!again("2025-12-01"));
        assert!(again("2025-12-02"));
    }
}
