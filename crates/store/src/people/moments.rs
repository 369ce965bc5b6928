//! Moments, as the caller gives them: RFC 3339.

use jiff::Timestamp;

/// Seconds from one moment to another; `None` where one of them is no moment.
pub(super) fn seconds_between(from: &str, to: &str) -> Option<i64> {
    let (from, to): (Timestamp, Timestamp) = (from.parse().ok()?, to.parse().ok()?);
    Some(to.as_second() - from.as_second())
}

/// The moment so many seconds before another, as the program writes moments.
pub(super) fn seconds_before(seconds: i64, moment: &str) -> Option<String> {
    let moment: Timestamp = moment.parse().ok()?;
    Some(Timestamp::from_second(moment.as_second() - seconds).ok()?.to_string())
}

/// Whether a moment has come. What cannot be read as one has: it limits what someone may do.
pub(super) fn has_come(moment: &str, now: &str) -> bool {
    seconds_between(moment, now).is_none_or(|seconds| seconds >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-11-22T10:00:00Z", "2026-11-22T10:00:59Z", Some(59))]
    #[case("2026-11-22T10:00:00Z", "2026-11-22T07:01:00-03:00", Some(60))]
    #[case("2026-11-22T10:00:01Z", "2026-11-22T10:00:00Z", Some(-1))]
    #[case("ontem", "2026-11-22T10:00:00Z", None)]
    fn seconds_are_counted(#[case] from: &str, #[case] to: &str, #[case] seconds: Option<i64>) {
        assert_eq!(seconds_between(from, to), seconds);
    }

    #[test]
    fn moments_are_written_as_they_come_in() {
        assert_eq!(seconds_before(3600, "2026-11-22T00:30:00Z").as_deref(), Some("2026-11-21T23:30:00Z"));
    }

    #[test]
    fn a_limit_that_cannot_be_read_has_come() {
        assert!(has_come("nunca", "2026-11-22T10:00:00Z"));
        assert!(!has_come("2026-11-22T10:00:01Z", "2026-11-22T10:00:00Z"));
    }
}
