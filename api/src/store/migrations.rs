//! The schema's history, embedded in the binary, the same names on both engines.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, StoreError};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Brings the database to the schema this binary knows; returns the names of what was run.
pub fn run(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let done = match conn {
        Conn::Postgres(c) => c.run_pending_migrations(POSTGRES).map(|v| v.iter().map(ToString::to_string).collect()),
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(|v| v.iter().map(ToString::to_string).collect()),
    };
    done.map_err(|e| StoreError::Corrupt(format!("migration: {e}")))
}

/// Whether every migration this binary knows has been run.
pub fn up_to_date(conn: &mut Conn) -> Result<bool, StoreError> {
    let pending = match conn {
        Conn::Postgres(c) => c.has_pending_migration(POSTGRES),
        Conn::Sqlite(c) => c.has_pending_migration(SQLITE),
    };
    pending.map(|pending| !pending).map_err(|e| StoreError::Unavailable(format!("migration: {e}")))
}
