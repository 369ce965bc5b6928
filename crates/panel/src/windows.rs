//! The windows of time that metrics look through: their edges, by name.

use domain::Day;

use crate::measures::Months;
use crate::measures::first_of_month;

/// The edges of all windows to a date. `from_…` is the day before the first, `…_start` the first day.
///
/// Windows of months are calendar months: 12 months to D are the days after D − 12 months. The same
/// month of last year is the same days of it: to D − 12 months, from the first of that month.
pub(crate) fn of(as_of: Day) -> [(&'static str, Day); 9] {
    let (from_12m, months) = (as_of.minus_months(12), Months::complete_by(as_of));
    let (year, ..) = as_of.ymd();
    [
        ("from_12m", from_12m),
        ("from_24m", as_of.minus_months(24)),
        ("from_90d", as_of.plus_days(-90)),
        ("month_start", first_of_month(as_of)),
        ("year_start", Day::from_ymd(year, 1, 1).unwrap_or(as_of)),
        ("same_month_start", first_of_month(from_12m)),
        ("months_start", months.first_day),
        ("trend_start", months.trend_from()),
        ("months_end", months.last_day),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-06-17", ["2025-06-17", "2024-06-17", "2026-03-19", "2026-06-01", "2026-01-01", "2025-06-01"])]
    #[case::a_leap_day("2024-02-29", ["2023-02-28", "2022-02-28", "2023-12-01", "2024-02-01", "2024-01-01", "2023-02-01"])]
    #[case::a_year_after_one("2025-02-28", ["2024-02-28", "2023-02-28", "2024-11-30", "2025-02-01", "2025-01-01", "2024-02-01"])]
    #[case::the_new_year("2026-01-01", ["2025-01-01", "2024-01-01", "2025-10-03", "2026-01-01", "2026-01-01", "2025-01-01"])]
    #[case::the_old_year("2025-12-31", ["2024-12-31", "2023-12-31", "2025-10-02", "2025-12-01", "2025-01-01", "2024-12-01"])]
    fn edges(#[case] as_of: &str, #[case] expected: [&str; 6]) {
        let found = of(as_of.parse().unwrap());
        assert_eq!(found.map(|(_, day)| day.iso())[..6], expected);
    }
}
