//! Days and moments as the outside world writes them.
//!
//! The engines keep different spans of time, and beyond four digits of a year texts no longer sort like what they stand for. So only
//! the years anybody here can mean are let in.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime};

use crate::clock::Instant;

const YEARS: RangeInclusive<i32> = 2000..=2200;

/// A day, `YYYY-MM-DD` and no other spelling.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    // The length keeps out spellings that parse but do not sort, like 2026-1-1.
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10)?;
    YEARS.contains(&day.year()).then_some(day)
}

/// A moment, RFC 3339.
#[must_use]
pub fn moment(text: &str) -> Option<Instant> {
    bounded(DateTime::parse_from_rfc3339(text).ok()?.to_utc())
}

/// The moment so many microseconds after the beginning of 1970.
#[must_use]
pub fn moment_of_micros(micros: i64) -> Option<Instant> {
    bounded(DateTime::from_timestamp_micros(micros)?)
}

/// From the first moment of a day to the first one after another. Mali's clock is UTC all year.
#[must_use]
pub fn span(from: NaiveDate, to: NaiveDate) -> (Instant, Instant) {
    let start = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    (start(from), start(to.succ_opt().unwrap_or(to)))
}

fn bounded(at: Instant) -> Option<Instant> {
    YEARS.contains(&at.year()).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_years_anybody_can_mean_are_let_in() {
        for good in ["2000-01-01", "2026-11-30", "2200-12-31"] {
            assert_eq!(day(good).unwrap().to_string(), good);
        }
        for wrong in
            ["1999-12-31", "2201-01-01", "2026-1-1", "+2026-1-1", "+262142-12-31", "-4713-11-24", "2026-02-30", ""]
        {
            assert_eq!(day(wrong), None, "{wrong}");
        }
        assert_eq!(moment("2026-11-30T10:00:00Z").unwrap().timestamp_micros(), 1_796_032_800_000_000);
        for wrong in ["9999-12-31T23:59:59Z", "+262142-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "2026-11-30"] {
            assert_eq!(moment(wrong), None, "{wrong}");
        }
        for wrong in [i64::MIN, -8_334_601_228_800_000_000, 8_210_266_876_799_000_000, i64::MAX] {
            assert_eq!(moment_of_micros(wrong), None, "{wrong}");
        }
    }
}
