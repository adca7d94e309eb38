//! Accounts, sessions and refresh tokens.

use diesel::prelude::*;

use super::schema::{accounts, sessions};
use super::{At, Conn, Id, StoreError};
use crate::clock::Instant;
use crate::identity::{Actor, Role};

/// The actor of a live session of an active account, with the role and firm the account has now.
pub fn live_actor(conn: &mut Conn, claimed: &Actor, now: Instant) -> Result<Option<Actor>, StoreError> {
    let row = sessions::table
        .inner_join(accounts::table.on(accounts::id.eq(sessions::account_id)))
        .filter(sessions::id.eq(Id(claimed.session_id)))
        .filter(sessions::account_id.eq(Id(claimed.account_id)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(At(now)))
        .filter(accounts::status.eq("active"))
        .select((accounts::role, accounts::exporter_id))
        .first::<(Role, Option<Id>)>(conn)
        .optional()?;
    Ok(row.map(|(role, exporter)| Actor { role, exporter_id: exporter.map(|id| id.0), ..claimed.clone() }))
}
