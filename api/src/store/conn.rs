//! One connection type over both engines, opened by the URL's scheme and nothing else.

use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection, PgConnection, QueryResult, SqliteConnection};

use super::{StoreError, again_while_busy};

/// A connection to whichever engine the settings name.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// Runs one body per engine, for the few queries the shared dialect cannot say.
#[macro_export]
macro_rules! each_backend {
    ($conn:expr, $name:ident => $body:expr) => {
        match $conn {
            $crate::store::Conn::Postgres($name) => $body,
            $crate::store::Conn::Sqlite($name) => $body,
        }
    };
}

/// Where the data are. The URL's scheme decides; anything else refuses to start, because SQLite would
/// take any string for the name of a new, empty file.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    Sqlite { path: String },
    Postgres { url: String },
}

impl std::fmt::Debug for Target {
    /// Shows where, never with which password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite { path } => write!(f, "sqlite://{path}"),
            Self::Postgres { url } => write!(f, "postgres://{}", shown(url)),
        }
    }
}

/// The host, the port and the name of the database. A password may stand before them and, in a parameter, behind them.
fn shown(url: &str) -> &str {
    let address = url.split_once("://").map_or("", |(_, rest)| rest);
    let (authority, rest) = address.find(['/', '?']).map_or((address, ""), |at| address.split_at(at));
    if rest.contains('@') {
        // A password with a sign that should have been escaped: what is before the host cannot be told from it.
        return "…";
    }
    let host = authority.rfind('@').map_or(0, |at| at + 1);
    let end = address.find('?').unwrap_or(address.len());
    address.get(host..end).unwrap_or("…")
}

impl std::str::FromStr for Target {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            if path.is_empty() || path == ":memory:" {
                return Err("DATABASE_URL must name a file after sqlite://".into());
            }
            return Ok(Self::Sqlite { path: path.to_owned() });
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres { url: url.to_owned() });
        }
        Err("DATABASE_URL must start with sqlite:// or postgres://".into())
    }
}

impl Target {
    /// Opens one connection, ready for use.
    pub fn connect(&self) -> Result<Conn, StoreError> {
        match self {
            Self::Sqlite { path } => {
                let mut conn = SqliteConnection::establish(path)
                    .map_err(|e| StoreError::Unavailable(format!("opening {path}: {e}")))?;
                prepare(&mut conn)?;
                Ok(Conn::Sqlite(conn))
            }
            Self::Postgres { url } => {
                let mut conn = PgConnection::establish(&within_seconds(url))
                    .map_err(|e| StoreError::Unavailable(format!("connecting to {self:?}: {e}")))?;
                conn.batch_execute("SET TIME ZONE 'UTC'; SET statement_timeout = '30s'; SET lock_timeout = '10s';")?;
                Ok(Conn::Postgres(conn))
            }
        }
    }
}

/// Sets a connection of SQLite up.
///
/// A new file gets its write-ahead log under a lock that nobody is made to wait for, whatever the timeout: whoever opens it at the same
/// moment has to come again.
fn prepare(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    // FULL makes an acknowledged commit survive a power cut in WAL mode; NORMAL would not. A burst rewrites the same pages of its indices
    // again and again; the longer log (32 MB) copies each back once.
    const SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                            PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 8192;";
    again_while_busy(|| conn.batch_execute(SETTINGS).map_err(StoreError::from))
}

/// Who waits for a connection is told soon that there is none, also where a network swallows what is sent.
fn within_seconds(url: &str) -> String {
    if url.contains("connect_timeout=") {
        return url.to_owned();
    }
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}connect_timeout={}", CHECKOUT_TIMEOUT.as_secs())
}

/// Opens a connection of PostgreSQL on which each statement is a write of its own, under the same promise as [`begin_write`].
///
/// Its plans are made once, and by index: they outlive the size that the tables had when they were made.
pub(super) fn open_lane(target: &Target) -> Result<Conn, StoreError> {
    let mut conn = target.connect()?;
    let settings = "SET default_transaction_isolation = 'serializable'; SET plan_cache_mode = 'force_generic_plan'; \
                    SET enable_seqscan = off;";
    each_backend!(&mut conn, c => c.batch_execute(settings))?;
    Ok(conn)
}

/// Lets commits return before the disk has them. For filling an empty store at one go, never for a service.
pub(super) fn relax(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(c) => c.batch_execute("SET synchronous_commit = off"),
        Conn::Sqlite(c) => c.batch_execute("PRAGMA synchronous = OFF"),
    }
}

/// What a savepoint may have to restore is kept in memory: in a burst it would be a file made, written and removed for every commit.
pub(super) fn keep_savepoints_in_memory(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(_) => Ok(()),
        Conn::Sqlite(c) => c.batch_execute("PRAGMA temp_store = MEMORY"),
    }
}

/// Puts everything committed so far on the disk.
pub(super) fn flush(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        // A commit that waits for the disk takes all earlier ones with it.
        Conn::Postgres(c) => c.batch_execute("BEGIN; SELECT txid_current(); COMMIT"),
        Conn::Sqlite(c) => c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)"),
    }
}

/// Begins a write. Both engines then promise the same thing: no lost update, no write skew.
pub(super) fn begin_write(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL SERIALIZABLE"),
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
    }
}

/// Begins a reading of several tables at one moment.
pub(super) fn begin_snapshot(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        }
        // In WAL mode the first select fixes what a deferred transaction sees.
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN DEFERRED"),
    }
}

/// Begins a savepoint inside a write.
pub(super) fn begin_savepoint(conn: &mut Conn) -> QueryResult<()> {
    each_backend!(conn, c => AnsiTransactionManager::begin_transaction(c))
}

/// Commits the innermost transaction or releases the innermost savepoint.
pub(super) fn commit(conn: &mut Conn) -> QueryResult<()> {
    each_backend!(conn, c => AnsiTransactionManager::commit_transaction(c))
}

/// Rolls the innermost transaction or savepoint back.
pub(super) fn roll_back(conn: &mut Conn) -> QueryResult<()> {
    each_backend!(conn, c => AnsiTransactionManager::rollback_transaction(c))
}

/// Opens and checks pooled connections.
#[derive(Debug)]
pub(super) struct Manager {
    pub target: Target,
    /// See [`relax`].
    pub relaxed: bool,
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = StoreError;

    fn connect(&self) -> Result<Conn, StoreError> {
        let mut conn = self.target.connect()?;
        if self.relaxed {
            relax(&mut conn)?;
        }
        Ok(conn)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), StoreError> {
        match conn {
            Conn::Postgres(c) => c.ping().map_err(StoreError::from),
            // A file has no server that could have gone away.
            Conn::Sqlite(_) => Ok(()),
        }
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        match conn {
            Conn::Postgres(c) => c.is_broken(),
            Conn::Sqlite(c) => c.is_broken(),
        }
    }
}

/// How long a request waits for a free connection before it is told to come back.
pub(super) const CHECKOUT_TIMEOUT: Duration = Duration::from_secs(3);
