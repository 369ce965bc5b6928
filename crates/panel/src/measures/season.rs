//! Seasonal buyers: those who buy in the same few months of every year.

use domain::Day;

use super::months::first_of_month;

/// When a customer is a seasonal buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SeasonRules {
    /// Months that must have passed since the first purchase.
    pub history_months: u16,
    /// A season is of at most so many months, one after the other.
    pub longest_months: u16,
    /// The part of all purchase days that must lie in it, in percent.
    pub share_percent: u16,
}

/// The months in which a customer buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Season {
    /// Its first month, 1 to 12.
    pub first_month: usize,
    /// Its last month, 1 to 12; of the next year where it is less than the first.
    pub last_month: usize,
    /// Purchase days within it, all years together.
    pub days: i64,
    /// The end of the first season to begin after the last purchase: until then the customer is not
    /// judged by its silence.
    pub judged_after: Day,
}

impl Season {
    /// What a customer is on a date: in its season (`safra`), out of it (`entressafra`), or `None` once
    /// it let a season pass.
    pub fn buyer(&self, as_of: Day) -> Option<&'static str> {
        let month = as_of.ymd().1 as usize;
        let from_first = (month + 12 - self.first_month) % 12;
        let length = (self.last_month + 12 - self.first_month) % 12;
        let mark = if from_first <= length { "safra" } else { "entressafra" };
        (as_of <= self.judged_after).then_some(mark)
    }
}

/// The season of a customer by its purchase days in order: the fewest months in a row, over the end of
/// the year too, that hold enough of them; of equally many the fullest, then the earliest. `None` where
/// the history is too short or no season holds enough.
pub fn purchase_season(days: &[i32], as_of: Day, rules: &SeasonRules) -> Option<Season> {
    let (first, last) = (*days.first()?, *days.last()?);
    if first > as_of.minus_months(i32::from(rules.history_months)).epoch_days() {
        return None;
    }
    let mut by_month = [0_usize; 12];
    for day in days {
        by_month[month_of(*day)] += 1;
    }
    let held = |first: usize, length: usize| (first..first + length).map(|month| by_month[month % 12]).sum::<usize>();
    let enough = |held: usize| held * 100 >= days.len() * usize::from(rules.share_percent);
    // All twelve would be no season.
    (1..=usize::from(rules.longest_months).min(11)).find_map(|length| {
        let first = (0..12).rev().max_by_key(|first| held(*first, length))?;
        let days = held(first, length);
        enough(days).then(|| Season {
            first_month: first + 1,
            last_month: (first + length - 1) % 12 + 1,
            days: days as i64,
            judged_after: next_end(Day::from_epoch_days(last), first as i8 + 1, length as i32),
        })
    })
}

/// The last day of the first season to begin after a day.
fn next_end(day: Day, first_month: i8, length: i32) -> Day {
    let (year, ..) = day.ymd();
    let begins = |year: i16| Day::from_ymd(year, first_month, 1).filter(|begins| *begins > day);
    let begins = begins(year).or_else(|| begins(year.saturating_add(1))).unwrap_or(day);
    first_of_month(begins.minus_months(-length)).plus_days(-1)
}

/// The calendar month of a day, 0 to 11: counted in years that begin on 1 March, whose last day is the
/// leap day, and months of 153 days in five.
fn month_of(day: i32) -> usize {
    const FIRST_OF_MARCH_2000: i64 = 11_017;
    const DAYS_IN_400_YEARS: i64 = 146_097;
    let day = (i64::from(day) - FIRST_OF_MARCH_2000).rem_euclid(DAYS_IN_400_YEARS);
    let year = (day - day / 1_460 + day / 36_524 - day / (DAYS_IN_400_YEARS - 1)) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    ((5 * day_of_year + 2) / 153 + 2) as usize % 12
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const RULES: SeasonRules = SeasonRules { history_months: 24, longest_months: 4, share_percent: 75 };

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn days(texts: &[&str]) -> Vec<i32> {
        texts.iter().map(|text| day(text).epoch_days()).collect()
    }

    #[test]
    fn a_month_is_the_calendar_s() {
        for days in (-200_000..200_000).step_by(7).chain(-800..800) {
            assert_eq!(month_of(days) + 1, Day::from_epoch_days(days).ymd().1 as usize, "{days}");
        }
    }

    #[rstest]
    // Three of four in November to February, over the year's end.
    #[case::over_the_year_s_end(&["2023-11-20", "2024-02-10", "2024-07-01", "2024-12-05"], "2026-01-01", (11, 2, 3, "2026-02-28"))]
    // May and June hold three of four: two months do.
    #[case::the_fewest_months(&["2023-05-20", "2023-09-10", "2024-05-20", "2024-06-10"], "2026-01-01", (5, 6, 3, "2025-06-30"))]
    #[case::one_month(&["2023-05-20", "2024-05-20", "2025-05-20"], "2025-08-01", (5, 5, 3, "2026-05-31"))]
    // January and February, or December and January: the earliest month first.
    #[case::the_earliest_of_equals(&["2023-01-05", "2023-01-09", "2024-01-05", "2023-02-05", "2023-12-05"], "2026-01-01", (1, 2, 4, "2025-02-28"))]
    // A purchase outside of the season, before it: the next begins the month after.
    #[case::bought_early(&["2023-11-20", "2024-11-20", "2025-11-20", "2026-10-31"], "2026-10-31", (11, 11, 3, "2026-11-30"))]
    #[case::bought_on_its_first_day(&["2023-11-20", "2024-11-20", "2025-11-01"], "2025-11-30", (11, 11, 3, "2026-11-30"))]
    #[case::ends_on_a_leap_day(&["2021-02-20", "2022-02-20", "2023-02-20"], "2023-11-30", (2, 2, 3, "2024-02-29"))]
    fn a_season(#[case] bought: &[&str], #[case] as_of: &str, #[case] expected: (usize, usize, i64, &str)) {
        let mut bought = days(bought);
        bought.sort_unstable();
        let found = purchase_season(&bought, day(as_of), &RULES).unwrap();
        let (first_month, last_month, days, judged_after) = expected;
        assert_eq!(found, Season { first_month, last_month, days, judged_after: day(judged_after) });
    }

    #[rstest]
    #[case::nothing(&[], "2026-01-01")]
    #[case::two_years_less_a_day(&["2023-11-20", "2024-11-20"], "2025-11-19")]
    #[case::once_a_quarter(&["2023-01-05", "2023-04-05", "2023-07-05", "2023-10-05"], "2026-01-01")]
    // Two of three in four months: 66 %.
    #[case::two_of_three(&["2023-01-05", "2024-01-05", "2024-07-05"], "2026-01-01")]
    // January to May: five months.
    #[case::too_long(&["2023-01-05", "2023-02-05", "2023-03-05", "2023-04-05", "2023-05-05", "2023-07-05"], "2026-01-01")]
    fn no_season(#[case] bought: &[&str], #[case] as_of: &str) {
        assert_eq!(purchase_season(&days(bought), day(as_of), &RULES), None);
    }

    #[rstest]
    #[case::in_season("2025-11-30", Some("safra"))]
    #[case::out_of_season("2026-03-01", Some("entressafra"))]
    #[case::next_season_begins("2026-11-01", Some("safra"))]
    #[case::next_season_ends("2027-02-28", Some("safra"))]
    #[case::let_it_pass("2027-03-01", None)]
    fn a_buyer(#[case] as_of: &str, #[case] mark: Option<&str>) {
        let bought = days(&["2023-11-20", "2024-02-10", "2024-11-20", "2025-02-10", "2025-11-20"]);
        let found = purchase_season(&bought, day(as_of), &RULES).unwrap();
        assert_eq!((found.first_month, found.last_month, found.buyer(day(as_of))), (11, 2, mark));
    }
}
