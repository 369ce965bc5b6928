//! The rhythm of a customer's purchases: first and last day, how many days, and the gaps between them.

/// What a customer's purchase days come to. Days count from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rhythm {
    /// The first purchase day.
    pub first_on: i32,
    /// The last purchase day.
    pub last_on: i32,
    /// Distinct purchase days.
    pub days: i64,
    /// The gap of a customer with exactly two purchase days.
    pub only_gap: Option<i64>,
    /// Median gap in days, from three purchase days on; may end in .5.
    pub median: Option<f64>,
    /// 75th percentile of the gaps, from three purchase days on: linear interpolation at rank
    /// `0.75 × (gaps − 1)`, a multiple of 0.25.
    pub p75: Option<f64>,
}

/// The rhythm of purchase days in any order and with repetitions; `None` without any. The buffer is
/// left in disorder.
pub fn purchase_rhythm(days: &mut Vec<i32>) -> Option<Rhythm> {
    days.sort_unstable();
    days.dedup();
    let (first_on, last_on) = (*days.first()?, *days.last()?);
    let count = days.len() as i64;
    // From here on the buffer holds the gaps.
    for place in 1..days.len() {
        days[place - 1] = days[place] - days[place - 1];
    }
    days.truncate(days.len() - 1);
    let (only_gap, median, p75) = match days.len() {
        0 => (None, None, None),
        1 => (Some(i64::from(days[0])), None, None),
        _ => {
            days.sort_unstable();
            (None, Some(quantile(days, 2)), Some(quantile(days, 3)))
        }
    };
    Some(Rhythm { first_on, last_on, days: count, only_gap, median, p75 })
}

/// The quantile at so many quarters of sorted values, interpolated linearly at rank p(n − 1). Computed
/// in integers up to one final division.
fn quantile(sorted: &[i32], quarters: usize) -> f64 {
    let rank_in_quarters = quarters * (sorted.len() - 1);
    let (below, fraction) = (rank_in_quarters / 4, (rank_in_quarters % 4) as i64);
    let low = i64::from(sorted[below]);
    let high = i64::from(sorted[(below + 1).min(sorted.len() - 1)]);
    (low * 4 + (high - low) * fraction) as f64 / 4.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case(vec![], None)]
    #[case(vec![10, 10], Some(Rhythm { first_on: 10, last_on: 10, days: 1, only_gap: None, median: None, p75: None }))]
    #[case(vec![30, 10], Some(Rhythm { first_on: 10, last_on: 30, days: 2, only_gap: Some(20), median: None, p75: None }))]
    // Gaps 10 and 21: median 15.5; P75 at rank 0.75 is 10 + 0.75 × 11 = 18.25.
    #[case(vec![0, 10, 31], Some(Rhythm { first_on: 0, last_on: 31, days: 3, only_gap: None, median: Some(15.5), p75: Some(18.25) }))]
    // Gaps 1, 2, 3, 10: median 2.5; P75 at rank 2.25 is 3 + 0.25 × 7 = 4.75.
    #[case(vec![0, 1, 3, 6, 16, 6], Some(Rhythm { first_on: 0, last_on: 16, days: 5, only_gap: None, median: Some(2.5), p75: Some(4.75) }))]
    fn reads_the_days(#[case] mut days: Vec<i32>, #[case] rhythm: Option<Rhythm>) {
        assert_eq!(purchase_rhythm(&mut days), rhythm);
    }

    proptest! {
        /// The textbook definition, in floating point, on gaps taken the slow way.
        #[test]
        fn agrees_with_the_definition(days in prop::collection::vec(-40_000..40_000i32, 3..60)) {
            let mut distinct: Vec<i32> = days.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assume!(distinct.len() >= 3);
            let mut gaps: Vec<f64> = distinct.windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
            gaps.sort_by(f64::total_cmp);
            let at = |p: f64| {
                let rank = p * (gaps.len() - 1) as f64;
                let low = gaps[rank.floor() as usize];
                low + (gaps[rank.ceil() as usize] - low) * (rank - rank.floor())
            };
            let rhythm = purchase_rhythm(&mut days.clone()).unwrap();
            prop_assert!((rhythm.median.unwrap() - at(0.5)).abs() < 1e-9);
            prop_assert!((rhythm.p75.unwrap() - at(0.75)).abs() < 1e-9);
            prop_assert_eq!(rhythm.days, distinct.len() as i64);
        }
    }
}
