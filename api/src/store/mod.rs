//! The store: the only place that knows diesel. [`Db::read`] and [`Db::write`] are its two doors.

mod conn;
pub mod schema;
mod sql;
mod writer;

pub mod accounts;
pub mod applications;
pub mod callbacks;
pub mod certificates;
pub mod counters;
pub mod documents;
pub mod events;
pub mod exporters;
pub mod idempotency;
pub mod inbox;
mod inbox_statements;
mod lanes;
pub mod leases;
pub mod ledger;
pub mod migrations;
pub mod payments;
pub mod quittances;
pub mod reconciliation;
pub mod refunds;
pub mod rules;
pub mod statements;
pub mod statistics;

use std::sync::Arc;
use std::time::Duration;

use crate::origin::ledger::LedgerError;
use crate::origin::money::Francs;
use conn::MultiBackend;
pub use conn::{Conn, Target};
use diesel::r2d2::{Pool, PooledConnection};
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use lanes::Lanes;
pub use sql::{At, Document, DocumentType, Id, IdType, InstantType};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was writing the same rows; trying again may help.
    #[error("the store is busy: {0}")]
    Busy(String),
    /// There is no database to talk to at the moment.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A stored value does not mean what the program expects.
    #[error("stored data are corrupt: {0}")]
    Corrupt(String),
    /// Any other answer of the database. What it means depends on the question, so the caller decides.
    #[error("query failed: {0}")]
    Query(#[source] DieselError),
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, info) => {
                Self::Busy(info.message().to_owned())
            }
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => {
                Self::Unavailable(info.message().to_owned())
            }
            DieselError::DatabaseError(DatabaseErrorKind::Unknown, info) => {
                classify(info.message()).unwrap_or(Self::Query(error))
            }
            DieselError::BrokenTransactionManager => Self::Unavailable(error.to_string()),
            _ => Self::Query(error),
        }
    }
}

impl StoreError {
    /// Whether the database answered and a row of the answer makes no sense.
    #[must_use]
    pub const fn is_unreadable(&self) -> bool {
        matches!(self, Self::Query(DieselError::DeserializationError(_)))
    }
}

/// Neither engine has a code for these in diesel's terms, so their words must do.
fn classify(message: &str) -> Option<StoreError> {
    const BUSY: [&str; 5] =
        ["database is locked", "database table is locked", "deadlock detected", "lock timeout", "could not serialize"];
    const GONE: [&str; 8] = [
        "server closed the connection",
        "terminating connection",
        "connection to server",
        "no connection to the server",
        "the database system is",
        "disk I/O error",
        "database or disk is full",
        "statement timeout",
    ];
    if BUSY.iter().any(|words| message.contains(words)) {
        Some(StoreError::Busy(message.to_owned()))
    } else if GONE.iter().any(|words| message.contains(words)) {
        Some(StoreError::Unavailable(message.to_owned()))
    } else {
        None
    }
}

impl From<LedgerError> for StoreError {
    /// Entries are made from what is stored, so one that cannot be made tells that what is stored makes no sense.
    fn from(error: LedgerError) -> Self {
        Self::Corrupt(format!("an entry that cannot be booked: {error}"))
    }
}

/// An amount as it is stored, in francs.
pub fn francs(stored: i64) -> Result<Francs, StoreError> {
    Francs::new(stored).map_err(|error| StoreError::Corrupt(error.to_string()))
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<diesel::r2d2::PoolError> for StoreError {
    fn from(error: diesel::r2d2::PoolError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// What an error type must tell so that a write knows whether trying again can help.
pub trait StoreFault: From<StoreError> + Send + 'static {
    fn store_error(&self) -> Option<&StoreError>;
}

impl StoreFault for StoreError {
    fn store_error(&self) -> Option<&StoreError> {
        Some(self)
    }
}

/// Makes sure that a guarded update found its row.
pub(in crate::store) fn one_row(changed: usize, otherwise: &str) -> Result<(), StoreError> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Busy(otherwise.to_owned())) }
}

/// Turns a violated uniqueness into what it means at the place where it was asked.
pub fn on_duplicate<T, E: From<StoreError>>(
    result: diesel::QueryResult<T>,
    meaning: impl FnOnce() -> E,
) -> Result<T, E> {
    match result {
        Ok(value) => Ok(value),
        Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Err(meaning()),
        Err(other) => Err(StoreError::from(other).into()),
    }
}

/// The database behind its two doors. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    target: Target,
    pool: Pool<conn::Manager>,
    writes: Writes,
}

/// How each engine is written to.
#[derive(Clone)]
enum Writes {
    /// One thread commits many waiting pieces together.
    Together(Arc<writer::Writer>),
    /// Each piece in a transaction of its own on a pooled connection; those of one statement on [`Lanes`].
    Apart(Arc<Lanes>),
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Db").field(&self.target).finish()
    }
}

/// How many connections one process holds; the work of a registry fits easily.
const POOL_SIZE: u32 = 12;

impl Db {
    /// Opens the store. On PostgreSQL the server may be away at this moment; requests then get 503 until it is back.
    pub fn open(target: Target) -> Result<Self, StoreError> {
        Self::open_as(target, false)
    }

    /// Opens the store for filling it at one go: commits do not wait for the disk, and a crash may lose all of it.
    /// [`Db::flush`] ends the filling. Never for a service.
    pub fn open_for_filling(target: Target) -> Result<Self, StoreError> {
        Self::open_as(target, true)
    }

    /// Puts everything committed so far on the disk.
    pub fn flush(&self) -> Result<(), StoreError> {
        Ok(conn::flush(&mut self.connect()?)?)
    }

    fn open_as(target: Target, relaxed: bool) -> Result<Self, StoreError> {
        if let Target::Sqlite { path } = &target
            && let Some(parent) = std::path::Path::new(path).parent()
        {
            std::fs::create_dir_all(parent)?;
        }
        let pool = Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            .connection_timeout(conn::CHECKOUT_TIMEOUT)
            .test_on_check_out(matches!(target, Target::Postgres { .. }))
            .error_handler(Box::new(diesel::r2d2::NopErrorHandler))
            .build_unchecked(conn::Manager { target: target.clone(), relaxed });
        let writes = match &target {
            Target::Sqlite { .. } => Writes::Together(Arc::new(writer::Writer::start(target.clone(), relaxed)?)),
            Target::Postgres { .. } => Writes::Apart(Arc::new(Lanes::of(target.clone()))),
        };
        Ok(Self { target, pool, writes })
    }

    /// Which engine and where.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Runs a piece of reading on a pooled connection, off the request's thread.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: StoreFault,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let pool = self.pool.clone();
        let done = tokio::task::spawn_blocking(move || {
            let mut pooled = checkout(&pool)?;
            work(&mut pooled)
        });
        done.await.unwrap_or_else(|_| Err(interrupted().into()))
    }

    /// Runs a piece of reading whose every select sees the same moment of the store.
    pub async fn read_snapshot<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: StoreFault,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.read(move |conn| {
            conn::begin_snapshot(conn).map_err(StoreError::from)?;
            let outcome = work(conn);
            // Nothing was written, so rolling back is only the way to end it.
            conn::roll_back(conn).map_err(StoreError::from)?;
            outcome
        })
        .await
    }

    /// Runs a piece of writing in its own transaction and answers after the commit.
    ///
    /// The closure touches only the database and may run more than once: time, identifiers and chance are arguments.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: StoreFault,
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        if let Writes::Together(writer) = &self.writes {
            return writer.submit(work).await;
        }
        let pool = self.pool.clone();
        let done = tokio::task::spawn_blocking(move || write_with_retry(&pool, work));
        done.await.unwrap_or_else(|_| Err(interrupted().into()))
    }

    /// The same for a piece that is one statement on PostgreSQL. It must do no harm done twice: when its connection is lost, nobody knows
    /// whether it was committed.
    pub async fn write_statement<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    {
        match &self.writes {
            Writes::Together(writer) => writer.submit(work).await,
            Writes::Apart(lanes) => {
                let lanes = Arc::clone(lanes);
                let done = tokio::task::spawn_blocking(move || lanes.write(work));
                done.await.unwrap_or_else(|_| Err(interrupted()))
            }
        }
    }

    /// How many connections are open and how many of them nobody uses.
    #[must_use]
    pub fn connections(&self) -> (u32, u32) {
        let state = self.pool.state();
        (state.connections, state.idle_connections)
    }

    /// A connection of one's own, for commands that are not requests (migration, checks).
    pub fn connect(&self) -> Result<Conn, StoreError> {
        self.target.connect()
    }
}

fn interrupted() -> StoreError {
    StoreError::Unavailable("the work was interrupted".into())
}

fn checkout(pool: &Pool<conn::Manager>) -> Result<PooledConnection<conn::Manager>, StoreError> {
    Ok(pool.get()?)
}

/// How often a write that lost a race is tried again before the caller is told 503.
const WRITE_ATTEMPTS: u32 = 10;

fn write_with_retry<T, E, F>(pool: &Pool<conn::Manager>, mut work: F) -> Result<T, E>
where
    E: StoreFault,
    F: FnMut(&mut Conn) -> Result<T, E>,
{
    again_while_busy(|| checkout(pool).map_err(E::from).and_then(|mut pooled| write_once(&mut pooled, &mut work)))
}

/// Does it again, a little later each time, while it loses to others who are at the same.
fn again_while_busy<T, E: StoreFault>(mut work: impl FnMut() -> Result<T, E>) -> Result<T, E> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        match work() {
            Err(error) if attempt < WRITE_ATTEMPTS && matches!(error.store_error(), Some(StoreError::Busy(_))) => {
                std::thread::sleep(back_off(attempt));
            }
            outcome => return outcome,
        }
    }
}

/// Doubling waits with a spread, so that writers who collided do not collide again in step.
fn back_off(attempt: u32) -> Duration {
    let base = 1_u64 << attempt.min(7);
    let spread =
        u64::from(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.subsec_nanos()))
            % base;
    Duration::from_millis(base + spread)
}

fn write_once<T, E, F>(conn: &mut Conn, work: &mut F) -> Result<T, E>
where
    E: StoreFault,
    F: FnMut(&mut Conn) -> Result<T, E>,
{
    conn::begin_write(conn).map_err(StoreError::from)?;
    match work(conn) {
        Ok(value) => {
            conn::commit(conn).map_err(StoreError::from)?;
            Ok(value)
        }
        Err(error) => {
            // The first error is the one that matters; a failed rollback means the connection is gone and the pool drops it.
            if let Err(rollback) = conn::roll_back(conn) {
                tracing::debug!(%rollback, "rollback failed");
            }
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_known_scheme_opens_a_store() {
        assert!("sqlite://data/boyoro.db".parse::<Target>().is_ok());
        assert!("postgres://u:secret@h/db".parse::<Target>().is_ok());
        for refused in ["boyoro.db", "mysql://h/db", "sqlite://", "sqlite://:memory:", ""] {
            assert!(refused.parse::<Target>().is_err(), "{refused} must be refused");
        }
    }

    #[test]
    fn a_new_file_may_be_opened_by_many_at_once() {
        for _ in 0..50 {
            let folder = tempfile::tempdir().unwrap();
            let target = Target::Sqlite { path: folder.path().join("new.db").display().to_string() };
            let together = std::sync::Barrier::new(8);
            let open = || {
                together.wait();
                target.connect().map(drop)
            };
            std::thread::scope(|threads| {
                let opened: Vec<_> = (0..8).map(|_| threads.spawn(open)).collect();
                opened.into_iter().for_each(|one| one.join().unwrap().unwrap());
            });
        }
    }

    #[test]
    fn a_shown_target_hides_its_password() {
        let target: Target = "postgres://u:secret@h/db".parse().unwrap();
        assert_eq!(format!("{target:?}"), "postgres://h/db");
        for url in ["postgres://h:5432/db?user=u&password=secret", "postgresql://h:5432/db", "postgres://u:s@h:5432/db"]
        {
            assert_eq!(format!("{:?}", url.parse::<Target>().unwrap()), "postgres://h:5432/db");
        }
        for url in ["postgres://u:sec/ret@h/db", "postgres://u:sec?ret@h/db", "postgres://h/db?password=sec@ret"] {
            assert_eq!(format!("{:?}", url.parse::<Target>().unwrap()), "postgres://…");
        }
    }
}
