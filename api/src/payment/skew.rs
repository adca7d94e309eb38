//! How far operators' clocks are from ours, as the times tell that they sign.
//!
//! Each process knows what it heard itself; nothing is written down, so that a burst of callbacks costs nothing here.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;

use crate::clock::Instant;
use crate::origin::callback::middle;
use crate::origin::payment::Operator;

/// So many of an operator's last signed callbacks are remembered.
const REMEMBERED: usize = 51;
/// And for so long.
const REMEMBERED_FOR: TimeDelta = TimeDelta::hours(1);

/// The last signed times of every operator. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Skews(Arc<Mutex<HashMap<Operator, VecDeque<Heard>>>>);

/// When a callback came, and by how many seconds its signer's clock was ahead of ours.
type Heard = (Instant, i64);

impl Skews {
    /// A callback came that says when it was signed.
    pub fn note(&self, operator: Operator, signed_at: Instant, now: Instant) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = all.entry(operator).or_default();
        heard.truncate(REMEMBERED - 1);
        heard.push_front((now, (signed_at - now).num_seconds()));
    }

    /// By how many seconds each operator's clock is ahead of ours; nothing of one that has said too little lately.
    #[must_use]
    pub fn middles(&self, now: Instant) -> Vec<(Operator, i64)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back must not keep old times for ever.
        let is_recent = |heard: &&Heard| (now - heard.0).abs() <= REMEMBERED_FOR;
        let of_one = |heard: &VecDeque<Heard>| {
            let ahead: Vec<i64> = heard.iter().filter(is_recent).map(|(_, ahead)| *ahead).collect();
            middle(&ahead)
        };
        all.iter().filter_map(|(operator, heard)| Some((*operator, of_one(heard)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(1_767_225_600 + seconds, 0).unwrap()
    }

    #[test]
    fn only_the_last_hour_s_last_callbacks_count() {
        let skews = Skews::default();
        for _ in 0..REMEMBERED {
            skews.note(Operator::Wave, at(200), at(0));
        }
        assert_eq!(skews.middles(at(0)), [(Operator::Wave, 200)]);
        for _ in 0..REMEMBERED / 2 + 1 {
            skews.note(Operator::Wave, at(60), at(60));
        }
        assert_eq!(skews.middles(at(60)), [(Operator::Wave, 0)], "the clock was put right");
        assert!(skews.middles(at(3_661)).is_empty());
    }
}
