//! Idempotency keys, kept in the same transaction as the work they stand for.

use diesel::prelude::*;
use serde_json::Value;

use super::schema::idempotency_keys;
use super::{At, Conn, Document, StoreError};
use crate::clock::Instant;

/// What a key says about the request that carries it.
#[derive(Debug)]
pub enum Seen {
    /// Never used: do the work, then [`remember`] its answer.
    First,
    /// The same request was answered before: give that answer again.
    Again { body: Value },
    /// The key was used for something else.
    Different,
}

/// What is known of this key. `fingerprint` is a digest of the operation's name and of what was asked.
pub fn look_up(conn: &mut Conn, principal: &str, key: &str, fingerprint: &str) -> Result<Seen, StoreError> {
    let row = idempotency_keys::table
        .find((principal, key))
        .select((idempotency_keys::fingerprint, idempotency_keys::body))
        .first::<(String, Document)>(conn)
        .optional()?;
    Ok(match row {
        None => Seen::First,
        Some((known, body)) if known == fingerprint => Seen::Again { body: body.0 },
        Some(_) => Seen::Different,
    })
}

/// Keeps the answer. Two first requests at once meet at the primary key, and the second runs again to find the answer.
pub fn remember(
    conn: &mut Conn,
    (principal, key, fingerprint): (&str, &str, &str),
    body: Value,
    now: Instant,
) -> Result<(), StoreError> {
    let inserted = diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::principal.eq(principal),
            idempotency_keys::key.eq(key),
            idempotency_keys::fingerprint.eq(fingerprint),
            idempotency_keys::body.eq(Document(body)),
            idempotency_keys::created_at.eq(At(now)),
        ))
        .execute(conn);
    super::on_duplicate(inserted, || StoreError::Busy("the same key is being answered".into())).map(|_| ())
}

/// Keys used before this moment, at most so many.
pub fn older_than(conn: &mut Conn, before: Instant, limit: i64) -> Result<Vec<(String, String)>, StoreError> {
    Ok(idempotency_keys::table
        .filter(idempotency_keys::created_at.lt(At(before)))
        .order(idempotency_keys::created_at.asc())
        .limit(limit)
        .select((idempotency_keys::principal, idempotency_keys::key))
        .load(conn)?)
}

/// Forgets these keys, each with whose it is.
pub fn forget(conn: &mut Conn, keys: &[(String, String)]) -> Result<(), StoreError> {
    for (principal, key) in keys {
        diesel::delete(idempotency_keys::table.find((principal, key))).execute(conn)?;
    }
    Ok(())
}
