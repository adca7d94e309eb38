//! Writes of one statement, each a transaction by itself, on connections kept for them; on PostgreSQL.
//!
//! A write of several statements takes a connection that is first asked whether it is still there, begins, and commits: three journeys to
//! the database and back besides its own. For the inbox, whose one statement carries a whole burst, they would be most of the work.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Conn, StoreError, Target, again_while_busy, conn};

/// So many idle connections are kept: as many as the inbox has writes under way.
const KEPT: usize = 2;

/// Where connections wait between two writes.
pub(super) struct Lanes {
    target: Target,
    idle: Mutex<Vec<Conn>>,
}

impl Lanes {
    pub(super) const fn of(target: Target) -> Self {
        Self { target, idle: Mutex::new(Vec::new()) }
    }

    /// Runs the statement until it is committed, or refused for good.
    pub(super) fn write<T>(&self, mut work: impl FnMut(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        again_while_busy(|| self.write_once(&mut work))
    }

    fn write_once<T>(&self, work: &mut impl FnMut(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        loop {
            let waited = self.idle().pop();
            let is_fresh = waited.is_none();
            let mut conn = waited.map_or_else(|| conn::open_lane(&self.target), Ok)?;
            let outcome = work(&mut conn);
            if matches!(outcome, Ok(_) | Err(StoreError::Busy(_))) {
                self.keep(conn);
                return outcome;
            }
            // One that waited may have been lost meanwhile, which only its use tells. A statement that was committed all the same finds
            // its rows already there.
            if is_fresh {
                return outcome;
            }
        }
    }

    fn keep(&self, conn: Conn) {
        let mut idle = self.idle();
        if idle.len() < KEPT {
            idle.push(conn);
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Conn>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
