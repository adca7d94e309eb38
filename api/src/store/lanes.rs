//! Writes of one statement, each a transaction by itself, on connections kept for them; on PostgreSQL.
//!
//! A write of several statements takes a connection that is first asked whether it is still there, begins, and commits: three journeys to
//! the database and back besides its own. For the inbox, whose one statement carries a whole burst, they would be most of the work.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Conn, StoreError, Target, WRITE_ATTEMPTS, back_off, conn};

/// So many idle connections are kept.
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
        let mut attempt = 0;
        loop {
            let waited = self.idle().pop();
            let is_fresh = waited.is_none();
            let mut conn = waited.map_or_else(|| conn::open_lane(&self.target), Ok)?;
            attempt += 1;
            match work(&mut conn) {
                Err(StoreError::Busy(_)) if attempt < WRITE_ATTEMPTS => {
                    self.keep(conn);
                    std::thread::sleep(back_off(attempt));
                }
                // It may have been lost while it waited, which only its use tells. A statement that was committed all the same finds its
                // rows already there.
                Err(_) if !is_fresh => {}
                Err(error) => return Err(error),
                Ok(value) => {
                    self.keep(conn);
                    return Ok(value);
                }
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
