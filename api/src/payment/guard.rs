//! Sparing operators, and ourselves: how often each is asked, and when it is left alone because it does not answer.
//!
//! Each process judges for itself; that is exact enough, and nothing has to be written down.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;

use crate::clock::Instant;
use crate::origin::payment::Operator;

/// So many failures one after the other, and the operator is left alone.
const FAILURES: u32 = 5;
/// How long it is left alone the first time, in seconds; twice as long each time after it.
const PAUSE_S: i64 = 30;
/// And at most.
const LONGEST_PAUSE_S: i64 = 600;
const MILLIS: i64 = 1_000;

/// Whether an operator is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Circuit {
    /// It answers.
    Closed,
    /// It did not answer; one question tries whether it does again.
    Trying,
    /// It is left alone.
    Open,
}

#[derive(Debug, Default)]
struct Watched {
    failures: u32,
    left_alone_until: Option<Instant>,
    /// Questions that may be asked now, in thousandths, as of `counted_at`.
    allowance: i64,
    counted_at: Option<Instant>,
}

impl Watched {
    fn circuit(&self, now: Instant) -> Circuit {
        match self.left_alone_until {
            None => Circuit::Closed,
            // A clock that was put back must not leave an operator alone for longer than the longest pause.
            Some(until) if now < until && until - now <= TimeDelta::seconds(LONGEST_PAUSE_S) => Circuit::Open,
            Some(_) => Circuit::Trying,
        }
    }

    fn fail(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        if let Some(beyond) = self.failures.checked_sub(FAILURES) {
            let pause = (PAUSE_S << beyond.min(8)).min(LONGEST_PAUSE_S);
            self.left_alone_until = Some(now + TimeDelta::seconds(pause));
        }
    }

    fn take(&mut self, a_second: u32, wanted: i64, now: Instant) -> i64 {
        let most = i64::from(a_second.max(1)) * MILLIS;
        let since = self.counted_at.map(|at| (now - at).num_milliseconds().clamp(0, MILLIS));
        let refilled = since.map_or(most, |millis| self.allowance + millis * i64::from(a_second.max(1)));
        let granted = wanted.clamp(0, refilled.min(most) / MILLIS);
        self.allowance = refilled.min(most) - granted * MILLIS;
        self.counted_at = Some(now);
        granted
    }
}

/// What this process knows of every operator. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Guard(Arc<Mutex<HashMap<Operator, Watched>>>);

impl Guard {
    fn of<T>(&self, operator: Operator, work: impl FnOnce(&mut Watched) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(all.entry(operator).or_default())
    }

    /// Whether the operator is asked now.
    #[must_use]
    pub fn circuit(&self, operator: Operator, now: Instant) -> Circuit {
        self.of(operator, |watched| watched.circuit(now))
    }

    /// The operator has answered.
    pub fn answered(&self, operator: Operator) {
        self.of(operator, |watched| (watched.failures, watched.left_alone_until) = (0, None));
    }

    /// The operator has given no usable answer.
    pub fn failed(&self, operator: Operator, now: Instant) {
        self.of(operator, |watched| watched.fail(now));
    }

    /// How many of the wanted questions may be asked now, at so many a second. What is granted is spent.
    #[must_use]
    pub fn take(&self, operator: Operator, a_second: u32, wanted: i64, now: Instant) -> i64 {
        self.of(operator, |watched| watched.take(a_second, wanted, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(1_767_225_600 + seconds, 0).unwrap()
    }

    #[test]
    fn five_failures_open_and_one_answer_closes() {
        let guard = Guard::default();
        let circuit = |seconds| guard.circuit(Operator::Wave, at(seconds));
        for _ in 0..4 {
            guard.failed(Operator::Wave, at(0));
            assert_eq!(circuit(0), Circuit::Closed);
        }
        guard.failed(Operator::Wave, at(0));
        assert_eq!((circuit(0), circuit(29), circuit(30)), (Circuit::Open, Circuit::Open, Circuit::Trying));
        assert_eq!(guard.circuit(Operator::OrangeMoney, at(0)), Circuit::Closed, "the others are not concerned");
        guard.failed(Operator::Wave, at(30));
        assert_eq!((circuit(89), circuit(90)), (Circuit::Open, Circuit::Trying), "twice as long the second time");
        guard.answered(Operator::Wave);
        guard.failed(Operator::Wave, at(91));
        assert_eq!(circuit(91), Circuit::Closed, "an answer wipes the slate clean");
    }

    #[test]
    fn nobody_is_left_alone_for_longer_than_ten_minutes() {
        let guard = Guard::default();
        for _ in 0..100 {
            guard.failed(Operator::Wave, at(0));
        }
        assert_eq!(guard.circuit(Operator::Wave, at(599)), Circuit::Open);
        assert_eq!(guard.circuit(Operator::Wave, at(600)), Circuit::Trying);
        assert_eq!(guard.circuit(Operator::Wave, at(-3_600)), Circuit::Trying, "the clock was put back an hour");
    }

    #[test]
    fn questions_are_spread_at_their_pace() {
        let guard = Guard::default();
        let take = |wanted, seconds| guard.take(Operator::Wave, 2, wanted, at(seconds));
        assert_eq!((take(8, 0), take(8, 0)), (2, 0));
        assert_eq!((take(1, 1), take(8, 1)), (1, 1));
        assert_eq!(take(8, 3_600), 2, "a quiet hour saves nothing up");
        assert_eq!((take(8, 0), take(8, 1)), (0, 2), "a clock put back stops nobody for long");
        assert_eq!(guard.take(Operator::OrangeMoney, 2, 8, at(0)), 2);
    }
}
