//! Time and identifiers enter the program here and travel as arguments.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use uuid::Uuid;

/// An instant in UTC, truncated to microseconds so that it survives a round trip through either engine.
pub type Instant = DateTime<Utc>;

/// Where "now" comes from: the machine, a test that moves it by hand, or a script whose identifiers repeat as well.
#[derive(Clone)]
pub enum Clock {
    System,
    Manual(Arc<Mutex<Instant>>),
    Scripted(Arc<Mutex<Script>>),
}

/// The state of a scripted clock.
#[derive(Debug)]
pub struct Script {
    at: Instant,
    seed: u128,
    /// How many stamps were given; each has identifiers of its own.
    stamps: u64,
}

impl Clock {
    /// A clock that stands still until [`Clock::advance`] moves it.
    #[must_use]
    pub fn manual(start: Instant) -> Self {
        Self::Manual(Arc::new(Mutex::new(to_micros(start))))
    }

    /// A clock for reproducible data: time stands where the script puts it, and identifiers come from the seed.
    #[must_use]
    pub fn scripted(start: Instant, seed: u128) -> Self {
        Self::Scripted(Arc::new(Mutex::new(Script { at: to_micros(start), seed, stamps: 0 })))
    }

    /// Puts a scripted clock at an instant; no other clock can be put anywhere.
    pub fn put(&self, at: Instant) {
        if let Self::Scripted(script) = self {
            script.lock().unwrap_or_else(std::sync::PoisonError::into_inner).at = to_micros(at);
        }
    }

    #[must_use]
    pub fn now(&self) -> Instant {
        match self {
            Self::Scripted(script) => script.lock().unwrap_or_else(std::sync::PoisonError::into_inner).at,
            #[expect(clippy::disallowed_methods, reason = "the only place that reads the machine's clock")]
            Self::System => to_micros(Utc::now()),
            Self::Manual(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        }
    }

    /// Moves a manual clock; the machine's clock cannot be moved.
    pub fn advance(&self, by: TimeDelta) {
        if let Self::Manual(at) = self {
            *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += by;
        }
    }

    /// The moment and the seed of identifiers of one piece of work.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        if let Self::Scripted(script) = self {
            let mut script = script.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            script.stamps += 1;
            return Stamp::seeded(script.at, derived(script.seed, script.stamps));
        }
        #[expect(clippy::disallowed_methods, reason = "the only place that makes identifiers")]
        Stamp { now: self.now(), seed: Uuid::new_v4() }
    }
}

fn derived(seed: u128, number: u64) -> u128 {
    let mut input = [0_u8; 24];
    input[..16].copy_from_slice(&seed.to_be_bytes());
    input[16..].copy_from_slice(&number.to_be_bytes());
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &input);
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest.as_ref()[..16]);
    u128::from_be_bytes(bytes)
}

fn to_micros(at: Instant) -> Instant {
    at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(at)
}

/// What a write may know of time and chance. A write can run twice, so both are fixed before it starts.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    pub now: Instant,
    seed: Uuid,
}

impl Stamp {
    /// A stamp with a known seed, for reproducible data.
    #[must_use]
    pub fn seeded(now: Instant, seed: u128) -> Self {
        Self { now: to_micros(now), seed: Uuid::from_u128(seed) }
    }

    /// Identifiers for this piece of work, the same ones each time it runs.
    #[must_use]
    pub fn ids(&self) -> Ids {
        self.series(0)
    }

    /// Identifiers for another part of the same piece of work, which must not meet those of the first.
    #[must_use]
    pub fn series(&self, part: u16) -> Ids {
        Ids { stamp: *self, next: u32::from(part) << 16 }
    }
}

/// A reproducible series of `UUIDv7` identifiers.
#[derive(Debug, Clone)]
pub struct Ids {
    stamp: Stamp,
    next: u32,
}

impl Ids {
    pub fn make(&mut self) -> Uuid {
        let mut input = [0_u8; 20];
        input[..16].copy_from_slice(self.stamp.seed.as_bytes());
        input[16..].copy_from_slice(&self.next.to_be_bytes());
        self.next += 1;
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &input);
        let mut random = [0_u8; 10];
        random.copy_from_slice(&digest.as_ref()[..10]);
        timed_id(self.stamp.now, &random)
    }
}

fn timed_id(at: Instant, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}

/// The first identifier of a moment: what was made since then sorts at it or after it, so that records of a time are found by
/// their keys.
#[must_use]
pub fn first_id(at: Instant) -> Uuid {
    timed_id(at, &[0; 10])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scripted_clock_repeats_itself() {
        let start = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let told = |clock: &Clock| -> Vec<Uuid> { (0..3).map(|_| clock.stamp().ids().make()).collect() };
        let clock = Clock::scripted(start, 7);
        let first = told(&clock);
        assert_eq!(first, told(&Clock::scripted(start, 7)));
        assert_ne!(first, told(&clock), "each stamp has identifiers of its own");
        clock.put(start + TimeDelta::days(1));
        assert_eq!(clock.now(), start + TimeDelta::days(1));
    }

    #[test]
    fn a_stamp_gives_the_same_identifiers_each_time_the_work_runs() {
        let stamp = Clock::System.stamp();
        let first: Vec<Uuid> = std::iter::repeat_with({
            let mut ids = stamp.ids();
            move || ids.make()
        })
        .take(3)
        .collect();
        let again: Vec<Uuid> = std::iter::repeat_with({
            let mut ids = stamp.ids();
            move || ids.make()
        })
        .take(3)
        .collect();
        assert_eq!(first, again);
        assert_ne!(first[0], first[1]);
        assert_eq!(first[0].get_version_num(), 7);
    }
}
