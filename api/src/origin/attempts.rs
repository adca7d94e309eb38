//! How failed sign-ins slow the next ones down: a few are free, then each failure doubles the wait.

use chrono::TimeDelta;

use crate::clock::Instant;

/// Attempts before the first wait. People mistype; a phone keyboard makes them mistype more.
const FREE: i64 = 8;
const FIRST_WAIT_SECONDS: i64 = 30;
/// Long enough to make guessing hopeless (about a hundred guesses a day), short enough not to shut out the owner.
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;
/// A day without a failure forgets the earlier ones.
pub const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(24);

/// What is known of the attempts on one login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    pub count: i64,
    pub locked_until: Option<Instant>,
    pub last_at: Instant,
}

impl Attempts {
    /// Nothing has been tried yet.
    #[must_use]
    pub const fn none(now: Instant) -> Self {
        Self { count: 0, locked_until: None, last_at: now }
    }

    /// Counts one more attempt, before its password is looked at: guesses sent at the same moment count like
    /// guesses sent in turn. `Err` holds the seconds to wait.
    pub fn one_more(self, now: Instant) -> Result<Self, u64> {
        if let Some(until) = self.locked_until
            && now < until
        {
            let wait = (until - now).num_milliseconds().max(1);
            return Err(u64::try_from(wait).unwrap_or(0).div_ceil(1000));
        }
        let count = if now - self.last_at > FORGOTTEN_AFTER { 1 } else { self.count.saturating_add(1) };
        Ok(Self { count, locked_until: wait_after(count).map(|wait| now + wait), last_at: now })
    }
}

fn wait_after(count: i64) -> Option<TimeDelta> {
    let doublings = u32::try_from(count - FREE).ok()?.min(10);
    Some(TimeDelta::seconds((FIRST_WAIT_SECONDS << doublings).min(LONGEST_WAIT_SECONDS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let waits: Vec<Option<i64>> = (1..=16).map(|n| wait_after(n).map(|w| w.num_seconds())).collect();
        assert_eq!(waits[..7], [None; 7]);
        assert_eq!(waits[7..13], [Some(30), Some(60), Some(120), Some(240), Some(480), Some(900)]);
        assert_eq!(waits[15], Some(900));
    }

    #[test]
    fn a_locked_login_says_when_to_come_back_and_forgets_after_a_day() {
        let start = chrono::DateTime::UNIX_EPOCH;
        let mut attempts = Attempts::none(start);
        for _ in 0..8 {
            attempts = attempts.one_more(start).unwrap();
        }
        assert_eq!(attempts.one_more(start + TimeDelta::milliseconds(500)), Err(30));
        assert_eq!(attempts.one_more(start + TimeDelta::seconds(30)).unwrap().count, 9);
        assert_eq!(attempts.one_more(start + TimeDelta::hours(25)).unwrap().count, 1);
    }
}
