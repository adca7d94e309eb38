//! Callbacks that wait for a person, what was refused at the door, and what is kept of it all.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use uuid::Uuid;

use super::schema::{accounts, fee_orders, payment_attempts, payment_inbox, rejected_callbacks};
use super::{At, Conn, Document, Id, StoreError, one_row, payments};
use crate::clock::{Instant, first_id};
use crate::origin::callback::RefusedAs;
use crate::origin::payment::{AttemptStatus, DeliveryState, MatchKind, Operator, Trust};

/// A callback that belongs to no payment, or that nothing bore out. Never what it was sent as.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = payment_inbox)]
pub struct Stray {
    pub id: Id,
    pub operator: Operator,
    pub received_at: At,
    pub trust: Trust,
    pub match_kind: MatchKind,
    pub match_value: String,
    pub claim: Option<Document>,
    pub body_sha256: String,
    pub attempt_id: Option<Id>,
    pub reviewed_at: Option<At>,
    pub reviewed_by: Option<Id>,
    pub review_reason: Option<String>,
}

/// Which callbacks to list.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Those somebody has looked into, instead of those that wait.
    pub reviewed: bool,
    pub operator: Option<Operator>,
    /// From this moment on and before that one.
    pub span: Option<(Instant, Instant)>,
    /// Older than this one.
    pub before: Option<Uuid>,
}

/// A page of callbacks, newest first.
///
/// However many strangers' callbacks there are, no more rows are read than are shown: each operator's come from the end of its own part of an
/// index, which goes by time.
pub fn strays(conn: &mut Conn, wanted: &Wanted, limit: i64) -> Result<Vec<Stray>, StoreError> {
    let before = wanted.before.map(|id| place_of(conn, id)).transpose()?;
    let mut found = Vec::new();
    let is_wanted = |one: &&Operator| one.is_online() && wanted.operator.is_none_or(|only| only == **one);
    for operator in Operator::ALL.iter().filter(is_wanted) {
        found.extend(strays_of(conn, *operator, wanted, before, limit)?);
    }
    found.sort_by_key(|stray: &Stray| std::cmp::Reverse((stray.received_at, stray.id)));
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// Where a callback is in the list; before everything when there is no such callback.
fn place_of(conn: &mut Conn, id: Uuid) -> Result<(At, Id), StoreError> {
    let received_at = payment_inbox::table.find(Id(id)).select(payment_inbox::received_at).first(conn).optional()?;
    Ok((received_at.unwrap_or(At(Instant::UNIX_EPOCH)), Id(id)))
}

fn strays_of(
    conn: &mut Conn,
    operator: Operator,
    wanted: &Wanted,
    before: Option<(At, Id)>,
    limit: i64,
) -> Result<Vec<Stray>, StoreError> {
    let mut strays = payment_inbox::table
        .filter(payment_inbox::operator.eq(operator))
        .order((payment_inbox::received_at.desc(), payment_inbox::id.desc()))
        .limit(limit)
        .select(Stray::as_select())
        .into_boxed();
    strays = if wanted.reviewed {
        strays.filter(payment_inbox::reviewed_at.is_not_null())
    } else {
        strays.filter(is_unmatched()).filter(payment_inbox::reviewed_at.is_null())
    };
    if let Some((from, to)) = wanted.span {
        strays = strays.filter(payment_inbox::received_at.ge(At(from))).filter(payment_inbox::received_at.lt(At(to)));
    }
    if let Some((at, id)) = before {
        let earlier = payment_inbox::received_at.lt(at).or(payment_inbox::id.lt(id));
        strays = strays.filter(payment_inbox::received_at.le(at)).filter(earlier);
    }
    Ok(strays.load(conn)?)
}

/// As the index says it: with a value bound to it neither engine would know that the index will do.
fn is_unmatched() -> diesel::expression::SqlLiteral<Bool> {
    sql::<Bool>("payment_inbox.state = 'unmatched'")
}

/// How many callbacks wait for a person, at most `limit`.
pub fn count_waiting(conn: &mut Conn, limit: i64) -> Result<i64, StoreError> {
    let waiting = payment_inbox::table
        .filter(is_unmatched())
        .filter(payment_inbox::reviewed_at.is_null())
        .select(payment_inbox::id)
        .limit(limit);
    let found: Vec<Id> = waiting.load(conn)?;
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}

/// A callback that waits for a person or that one has looked into; none of another kind.
pub fn stray(conn: &mut Conn, id: Uuid) -> Result<Option<Stray>, StoreError> {
    let of_concern = is_unmatched().or(payment_inbox::reviewed_at.is_not_null());
    Ok(payment_inbox::table.find(Id(id)).filter(of_concern).select(Stray::as_select()).first(conn).optional()?)
}

/// Notes that somebody has looked into a callback, unless somebody was faster.
pub fn review(conn: &mut Conn, id: Uuid, by: Uuid, reason: &str, now: Instant) -> Result<(), StoreError> {
    let changed = diesel::update(payment_inbox::table.find(Id(id)))
        .filter(payment_inbox::state.eq(DeliveryState::Unmatched))
        .filter(payment_inbox::reviewed_at.is_null())
        .set((
            payment_inbox::reviewed_at.eq(Some(At(now))),
            payment_inbox::reviewed_by.eq(Some(Id(by))),
            payment_inbox::review_reason.eq(Some(reason)),
        ))
        .execute(conn)?;
    one_row(changed, "the callback has changed")
}

/// A payment of ours that a callback names: its id, its reference, its order's reference, how it stands, what was asked.
pub type Named = (Id, String, String, AttemptStatus, i64);

/// The payments of ours that callbacks name.
pub fn named(conn: &mut Conn, attempts: &[Id]) -> Result<Vec<Named>, StoreError> {
    Ok(payment_attempts::table
        .inner_join(fee_orders::table.on(fee_orders::id.eq(payment_attempts::order_id)))
        .filter(payment_attempts::id.eq_any(attempts))
        .select((
            payment_attempts::id,
            payment_attempts::reference,
            fee_orders::reference,
            payment_attempts::status,
            payment_attempts::amount_xof,
        ))
        .load(conn)?)
}

/// What the people are called who looked into callbacks.
pub fn people(conn: &mut Conn, ids: &[Id]) -> Result<Vec<(Id, String)>, StoreError> {
    Ok(accounts::table.filter(accounts::id.eq_any(ids)).select((accounts::id, accounts::full_name)).load(conn)?)
}

/// Of the newest callbacks since this moment, at most `limit`, how many of each operator name no payment of ours.
pub fn unknown_since(conn: &mut Conn, since: Instant, limit: i64) -> Result<Vec<(Operator, i64)>, StoreError> {
    let newest: Vec<(Operator, String)> = payment_inbox::table
        .filter(payment_inbox::id.ge(Id(first_id(since))))
        .filter(payment_inbox::attempt_id.is_null())
        .filter(payment_inbox::match_kind.eq_any([MatchKind::Reference, MatchKind::Token]))
        .order(payment_inbox::id.desc())
        .limit(limit)
        .select((payment_inbox::operator, payment_inbox::match_value))
        .load(conn)?;
    let names: Vec<&str> = newest.iter().map(|(_, name)| name.as_str()).collect();
    let ours = payments::names_of_attempts(conn, &names, &names)?;
    let count = |operator: Operator| {
        let of_it = newest.iter().filter(|(one, name)| *one == operator && !ours.contains(&(operator, name.clone())));
        i64::try_from(of_it.count()).unwrap_or(i64::MAX)
    };
    let counted = Operator::ALL.iter().map(|operator| (*operator, count(*operator)));
    Ok(counted.filter(|(_, count)| *count > 0).collect())
}

/// How many callbacks of each operator were refused since this moment, as far as they were noted.
pub fn refused_since(conn: &mut Conn, since: Instant) -> Result<Vec<(Operator, RefusedAs, i64)>, StoreError> {
    Ok(rejected_callbacks::table
        .filter(rejected_callbacks::received_at.ge(At(since)))
        .group_by((rejected_callbacks::operator, rejected_callbacks::kind))
        .select((rejected_callbacks::operator, rejected_callbacks::kind, diesel::dsl::count_star()))
        .load(conn)?)
}

/// Callbacks that were closed before this moment and still have their body, the oldest first, at most so many.
pub fn with_old_bodies(conn: &mut Conn, before: Instant, limit: i64) -> Result<Vec<Id>, StoreError> {
    Ok(payment_inbox::table
        .filter(payment_inbox::done_at.lt(Some(At(before))))
        .filter(payment_inbox::body_removed_at.is_null())
        .order(payment_inbox::done_at.asc())
        .limit(limit)
        .select(payment_inbox::id)
        .load(conn)?)
}

/// Removes the bodies of these callbacks, once.
pub fn remove_bodies(conn: &mut Conn, ids: &[Id], now: Instant) -> Result<(), StoreError> {
    diesel::update(payment_inbox::table.filter(payment_inbox::id.eq_any(ids)))
        .filter(payment_inbox::body_removed_at.is_null())
        .set((payment_inbox::body.eq(Vec::<u8>::new()), payment_inbox::body_removed_at.eq(Some(At(now)))))
        .execute(conn)?;
    Ok(())
}
