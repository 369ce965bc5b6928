//! The time, which everything below is told and nothing below asks for.

use domain::Day;
use jiff::{Timestamp, Zoned};
use store::Author;

/// Now, RFC 3339 in UTC.
pub fn now() -> String {
    Timestamp::now().round(jiff::Unit::Second).unwrap_or_else(|_| Timestamp::now()).to_string()
}

/// Who changes something from here, now: whoever has the machine at hand.
pub fn author() -> Author {
    Author::command_line(&now())
}

/// Today, where the machine stands.
pub fn today() -> Day {
    let today = Zoned::now().date();
    Day::from_ymd(today.year(), today.month(), today.day()).unwrap_or(Day::from_epoch_days(0))
}

/// A moment as people read it, where the machine stands: `30/11/2026 14:05`.
pub fn local(moment: &str) -> String {
    match moment.parse::<Timestamp>() {
        Ok(moment) => moment.to_zoned(jiff::tz::TimeZone::system()).strftime("%d/%m/%Y %H:%M").to_string(),
        Err(_) => moment.to_owned(),
    }
}
