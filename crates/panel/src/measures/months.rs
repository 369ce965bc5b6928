//! Revenue by calendar month: the months a customer is looked at over, their trend, their peak.

use domain::Day;

/// How many calendar months are looked at.
const MONTHS: usize = 24;

/// How many of them, the last, make the trend.
const TREND_MONTHS: usize = 12;

/// The last 24 calendar months that are over by a date, places 0 to 23.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Months {
    /// The first day of the first.
    pub first_day: Day,
    /// The last day of the last.
    pub last_day: Day,
    /// Of each day from the first, its month's place.
    places: Vec<u8>,
}

impl Months {
    /// The months over by a date: its own on its month's last day, else those before.
    pub fn complete_by(as_of: Day) -> Self {
        let last_day = first_of_month(as_of.plus_days(1)).plus_days(-1);
        let first_day = first_of_month(last_day).minus_months(MONTHS as i32 - 1);
        let mut places = Vec::new();
        for place in 0..MONTHS {
            let next = first_of_month(last_day).minus_months(MONTHS as i32 - 2 - place as i32);
            let days = next.days_since(first_day).max(0) as usize;
            places.resize(days.max(places.len()), place as u8);
        }
        Self { first_day, last_day, places }
    }

    /// The first day of the twelve months of the trend.
    pub fn trend_from(&self) -> Day {
        first_of_month(self.last_day).minus_months(TREND_MONTHS as i32 - 1)
    }

    /// The place of a day's month; `None` where it is none of these.
    pub fn place(&self, day: i32) -> Option<u8> {
        let days = usize::try_from(i64::from(day) - i64::from(self.first_day.epoch_days())).ok()?;
        self.places.get(days).copied()
    }

    /// The calendar month of a place, 1 to 12.
    fn month(&self, place: usize) -> usize {
        (self.first_day.ymd().1 as usize - 1 + place) % 12 + 1
    }
}

/// The first day of a day's month.
pub(crate) fn first_of_month(day: Day) -> Day {
    let (_, _, day_of_month) = day.ymd();
    day.plus_days(1 - i32::from(day_of_month))
}

/// The slope of the line of least squares through the revenue of the last twelve months, in cents per
/// month, half a cent rounding away from zero. Months are given as (place, cents); those not given had
/// none.
///
/// With x = −5.5 … 5.5 the slope is Σ x·y ÷ Σ x², and Σ x² = 143.
pub fn revenue_trend(months: impl Iterator<Item = (i64, i64)>) -> i64 {
    let first = (MONTHS - TREND_MONTHS) as i128;
    let in_trend = months.map(|(place, cents)| (i128::from(place) - first, i128::from(cents)));
    // Twice x, so that it is whole.
    let sum: i128 = in_trend.filter(|(place, _)| *place >= 0).map(|(place, cents)| (2 * place - 11) * cents).sum();
    let (whole, rest) = (sum / 286, sum % 286);
    let rounded = whole + if rest.abs() * 2 >= 286 { rest.signum() } else { 0 };
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

/// The calendar month, 1 to 12, of the greatest revenue in the 24 months, each month counted twice; of
/// equal ones the earlier. `None` where none has revenue.
pub fn peak_month(window: &Months, months: impl Iterator<Item = (i64, i64)>) -> Option<usize> {
    let mut by_month = [0_i128; 12];
    for (place, cents) in months {
        let month = window.month(usize::try_from(place).ok()?) - 1;
        by_month[month] += i128::from(cents);
    }
    let greatest = by_month.into_iter().max().filter(|cents| *cents > 0)?;
    by_month.iter().position(|cents| *cents == greatest).map(|month| month + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[rstest]
    #[case::the_last_day_of_a_month("2026-06-30", "2024-07-01", "2026-06-30", "2025-07-01")]
    #[case::the_day_before("2026-06-29", "2024-06-01", "2026-05-31", "2025-06-01")]
    #[case::the_first("2026-07-01", "2024-07-01", "2026-06-30", "2025-07-01")]
    #[case::a_leap_day("2024-02-29", "2022-03-01", "2024-02-29", "2023-03-01")]
    #[case::the_day_before_a_leap_day("2024-02-28", "2022-02-01", "2024-01-31", "2023-02-01")]
    fn are_those_over(#[case] as_of: &str, #[case] first: &str, #[case] last: &str, #[case] trend: &str) {
        let months = Months::complete_by(day(as_of));
        assert_eq!((months.first_day, months.last_day, months.trend_from()), (day(first), day(last), day(trend)));
        let place = |day: Day| months.place(day.epoch_days());
        assert_eq!((place(months.first_day), place(months.last_day)), (Some(0), Some(23)));
        assert_eq!((place(months.first_day.plus_days(-1)), place(months.last_day.plus_days(1))), (None, None));
        assert_eq!((place(months.trend_from().plus_days(-1)), place(months.trend_from())), (Some(11), Some(12)));
    }

    #[rstest]
    #[case::nothing(&[], 0)]
    // 100 more every month.
    #[case::a_line(&[(12, 0), (13, 100), (14, 200), (15, 300), (16, 400), (17, 500), (18, 600), (19, 700), (20, 800), (21, 900), (22, 1_000), (23, 1_100)], 100)]
    // 5.5 × 100 ÷ 143 = 3.85.
    #[case::only_the_last(&[(23, 100)], 4)]
    #[case::only_the_first(&[(12, 100)], -4)]
    // 5.5 × 13 ÷ 143 = 0.5, and away from zero.
    #[case::a_half_up(&[(23, 13)], 1)]
    #[case::a_half_down(&[(12, 13)], -1)]
    #[case::the_year_before_does_not_count(&[(0, 1_000_000), (11, 1_000_000)], 0)]
    #[case::what_no_smaller_number_holds(&[(23, i64::MAX)], 354_745_078_340_568_300)]
    fn a_trend(#[case] months: &[(i64, i64)], #[case] slope: i64) {
        assert_eq!(revenue_trend(months.iter().copied()), slope);
    }

    #[rstest]
    #[case::nothing(&[], None)]
    #[case::only_returns(&[(3, -5)], None)]
    // By 2026-06-30 place 0 is July 2024, place 12 July 2025, place 17 December 2025.
    #[case::july_of_two_years(&[(0, 60), (12, 50), (17, 100)], Some(7))]
    #[case::december(&[(0, 50), (12, 49), (17, 100)], Some(12))]
    #[case::the_earlier_of_equals(&[(17, 100), (0, 50), (12, 50)], Some(7))]
    fn a_peak(#[case] months: &[(i64, i64)], #[case] month: Option<usize>) {
        assert_eq!(peak_month(&Months::complete_by(day("2026-06-30")), months.iter().copied()), month);
    }
}
