//! Working days, seasons and growth.

use domain::Day;

/// The day itself, or the next that is neither Saturday, Sunday, Christmas nor New Year.
pub fn working_day(day: Day) -> Day {
    let mut day = day;
    while is_free(day) {
        day = day.plus_days(1);
    }
    day
}

fn is_free(day: Day) -> bool {
    // 1970-01-01 was a Thursday.
    let weekday = (day.epoch_days() + 3).rem_euclid(7);
    let (_, month, day) = day.ymd();
    weekday >= 5 || (month, day) == (12, 25) || (month, day) == (1, 1)
}

/// How much more or less is sold in a month than in the mean one.
pub fn season(day: Day) -> f64 {
    match day.ymd().1 {
        1 => 0.80,
        2 => 0.78,
        3 => 0.95,
        6 => 0.97,
        7 => 0.95,
        10 => 1.05,
        11 => 1.12,
        12 => 1.35,
        _ => 1.0,
    }
}

/// How much more a customer who stays buys than on an earlier day: 10 % a year, of which customers
/// lost and won leave the company about 8 %.
pub fn growth(since: Day, day: Day) -> f64 {
    1.0 + 0.10 * f64::from(day.days_since(since)) / 365.0
}

/// Prices in hundredths of a percent of the list at the start: they rise by 2 % every half-year.
pub fn price_level(since: Day, day: Day) -> i64 {
    let half_years = i64::from(day.days_since(since)) / 182;
    10_000 + 200 * half_years
}

/// The first day of a month some months before a day's.
pub fn month_start(day: Day, months_before: i32) -> Day {
    let (year, month, _) = day.ymd();
    Day::from_ymd(year, month, 1).expect("every month has a first day").minus_months(months_before)
}

/// A day's year and month: `2026-11`.
pub fn year_month(day: Day) -> String {
    let mut text = day.iso();
    text.truncate(7);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn nobody_invoices_on_a_free_day() {
        assert_eq!(working_day(day("2026-11-20")), day("2026-11-20"));
        assert_eq!(working_day(day("2026-11-21")), day("2026-11-23"));
        assert_eq!(working_day(day("2026-12-25")), day("2026-12-28"));
    }

    #[test]
    fn months_begin_and_have_names() {
        assert_eq!(month_start(day("2026-11-20"), 24), day("2024-11-01"));
        assert_eq!(year_month(day("2026-11-20")), "2026-11");
        assert_eq!(price_level(day("2024-11-01"), day("2025-11-01")), 10_400);
    }
}
