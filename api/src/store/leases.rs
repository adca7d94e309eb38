//! Leases: any number of processes may run, and one does each piece of background work.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::schema::leases;
use super::{At, Conn, StoreError};
use crate::clock::Instant;

/// Takes or renews a lease by a guarded update; false when somebody else holds it.
pub fn take(conn: &mut Conn, name: &str, holder: &str, now: Instant, length: TimeDelta) -> Result<bool, StoreError> {
    let until = At(now + length);
    let taken = diesel::update(leases::table.find(name))
        .filter(leases::holder.eq(holder).or(leases::until.lt(At(now))))
        .set((leases::holder.eq(holder), leases::until.eq(until)))
        .execute(conn)?;
    if taken == 1 {
        return Ok(true);
    }
    let known: i64 = leases::table.filter(leases::name.eq(name)).count().get_result(conn)?;
    if known > 0 {
        return Ok(false);
    }
    let inserted = diesel::insert_into(leases::table)
        .values((leases::name.eq(name), leases::holder.eq(holder), leases::until.eq(until)))
        .execute(conn);
    super::on_duplicate(inserted, || StoreError::Busy("another process took the lease".into())).map(|_| true)
}

/// Whether somebody else holds this lease now.
pub fn held_by_another(conn: &mut Conn, name: &str, holder: &str, now: Instant) -> Result<bool, StoreError> {
    let others =
        leases::table.filter(leases::name.eq(name)).filter(leases::holder.ne(holder)).filter(leases::until.ge(At(now)));
    Ok(diesel::select(diesel::dsl::exists(others)).get_result(conn)?)
}

/// Lets go of a lease, so that another process need not wait until it runs out.
pub fn give_back(conn: &mut Conn, name: &str, holder: &str) -> Result<(), StoreError> {
    diesel::delete(leases::table.find(name).filter(leases::holder.eq(holder))).execute(conn)?;
    Ok(())
}
