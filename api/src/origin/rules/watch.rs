//! When somebody is warned about what operators send, and how long it is kept.

use serde::Deserialize;

/// What the agency wants to be told, and what it keeps of what it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// Callbacks of one operator within an hour that name no payment of ours.
    pub unknown_an_hour: u32,
    /// How far an operator's clock may be from ours, in seconds.
    pub skew_seconds: u32,
    /// A callback's body is removed so many days after the callback was closed.
    pub bodies_kept_days: u32,
    pub confirmed: bool,
    pub source: String,
}

impl Watch {
    /// What is wrong with these figures, if anything.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        if self.unknown_an_hour == 0 || self.unknown_an_hour > UNKNOWN_MAX {
            return Some(format!("unknown_an_hour is 1 to {UNKNOWN_MAX}: no more are looked at"));
        }
        (self.bodies_kept_days == 0).then(|| "bodies are kept for a day at least".to_owned())
    }
}

/// How many callbacks of an hour are looked at for a warning, at most.
pub const UNKNOWN_MAX: u32 = 1_000;
