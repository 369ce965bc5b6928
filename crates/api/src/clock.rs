//! The time, which everything below is told and nothing below asks for.

use domain::Day;
use jiff::{Timestamp, Zoned};

/// Now, RFC 3339 in UTC, to the second.
pub fn now() -> String {
    written(Timestamp::now())
}

/// So many seconds from now, RFC 3339.
pub fn after(seconds: i64) -> String {
    written(Timestamp::now().checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX))
}

/// Seconds since 1970.
pub fn epoch_seconds() -> u64 {
    Timestamp::now().as_second().unsigned_abs()
}

/// Today, where the machine stands.
pub fn today() -> Day {
    let today = Zoned::now().date();
    Day::from_ymd(today.year(), today.month(), today.day()).unwrap_or(Day::from_epoch_days(0))
}

/// Seconds since midnight, where the machine stands.
pub fn second_of_day() -> u32 {
    let now = Zoned::now().time();
    let seconds = i64::from(now.hour()) * 3600 + i64::from(now.minute()) * 60 + i64::from(now.second());
    u32::try_from(seconds).unwrap_or(0)
}

fn written(moment: Timestamp) -> String {
    moment.round(jiff::Unit::Second).unwrap_or(moment).to_string()
}
