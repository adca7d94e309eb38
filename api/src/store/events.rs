//! The history: append, read, sequence. Events are only ever inserted; the database refuses anything else.

use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{accounts, event_sequence, events, unsequenced_events};
use super::sql::{beginning_with, containing};
use super::{At, Conn, Document, Id, StoreError};
use crate::clock::Instant;
use crate::origin::event::{By, Happening, Hashed, RecordKind, chain_hash, hash_fields};
use crate::origin::search::words;

/// The hash before the first event of every chain.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Appends one event to its record's chain, in the caller's transaction.
///
/// The chain is per record: on PostgreSQL a global tail would make every writer conflict with every other.
/// Two writers of the same record meet at the unique (kind, id, seq) and one of them runs again.
pub fn append(conn: &mut Conn, happening: &Happening, at: Instant) -> Result<Uuid, StoreError> {
    let (last_seq, previous, last_at) = tail(conn, happening.record_kind, &happening.record_id)?;
    let seq = last_seq + 1;
    // The machines' clocks may differ, but a record's history never goes back in time: the sequencer numbers by it.
    let at = last_at.map_or(at, |last| at.max(last));
    let hash = chain_hash(&previous, seq, at, happening.into());
    let id = id_from_hash(&hash)?;
    let (actor_id, role) = match happening.by {
        By::Person { account_id, role } => (Some(Id(account_id)), role.as_str()),
        By::Service => (None, By::Service.role_word()),
    };
    let inserted = diesel::insert_into(events::table)
        .values((
            (
                events::id.eq(Id(id)),
                events::record_kind.eq(happening.record_kind.as_str()),
                events::record_id.eq(&happening.record_id),
                events::record_seq.eq(seq),
                events::record_label.eq(&happening.record_label),
                events::at.eq(At(at)),
                events::actor_id.eq(actor_id),
                events::actor_role.eq(role),
            ),
            (
                events::action.eq(happening.action),
                events::from_state.eq(happening.from),
                events::to_state.eq(happening.to),
                events::reason.eq(happening.reason.as_deref()),
                events::data.eq(Document(happening.data.clone())),
                events::previous_hash.eq(&previous),
                events::hash.eq(&hash),
            ),
        ))
        .execute(conn);
    super::on_duplicate(inserted, || StoreError::Busy("the record's history moved on".into()))?;
    diesel::insert_into(unsequenced_events::table)
        .values((
            unsequenced_events::event_id.eq(Id(id)),
            unsequenced_events::at.eq(At(at)),
            unsequenced_events::record_seq.eq(seq),
        ))
        .execute(conn)?;
    Ok(id)
}

fn tail(conn: &mut Conn, kind: RecordKind, record_id: &str) -> Result<(i64, String, Option<Instant>), StoreError> {
    let last = events::table
        .filter(events::record_kind.eq(kind.as_str()))
        .filter(events::record_id.eq(record_id))
        .order(events::record_seq.desc())
        .select((events::record_seq, events::hash, events::at))
        .first::<(i64, String, At)>(conn)
        .optional()?;
    Ok(last.map_or_else(|| (0, GENESIS.to_owned(), None), |(seq, hash, at)| (seq, hash, Some(at.0))))
}

/// An event is named by its own hash, so that a piece of work that runs twice makes the same event.
fn id_from_hash(hash: &str) -> Result<Uuid, StoreError> {
    let bytes = hex::decode(hash.get(..32).unwrap_or_default()).map_err(|e| StoreError::Corrupt(e.to_string()))?;
    let bytes: [u8; 16] = bytes.try_into().map_err(|_| StoreError::Corrupt("short hash".into()))?;
    Ok(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// An event as read back.
#[derive(Debug, Clone, Queryable)]
pub struct EventRow {
    pub id: Id,
    pub record_kind: String,
    pub record_id: String,
    pub record_seq: i64,
    pub record_label: String,
    pub at: At,
    pub actor_id: Option<Id>,
    pub actor_role: String,
    pub action: String,
    pub from_state: Option<String>,
    pub to_state: Option<String>,
    pub reason: Option<String>,
    pub data: Document,
    pub previous_hash: String,
    pub hash: String,
}

impl EventRow {
    /// The hash its fields have now.
    #[must_use]
    pub fn recomputed_hash(&self) -> String {
        let fields = Hashed {
            record_kind: &self.record_kind,
            record_id: &self.record_id,
            record_label: &self.record_label,
            account_id: self.actor_id.map(|id| id.0),
            role: &self.actor_role,
            action: &self.action,
            from: self.from_state.as_deref(),
            to: self.to_state.as_deref(),
            reason: self.reason.as_deref(),
            data: &self.data.0,
        };
        chain_hash(&self.previous_hash, self.record_seq, self.at.0, fields)
    }

    /// Whether its identifier is the one its hash gives.
    #[must_use]
    pub fn is_named_by_its_hash(&self) -> bool {
        id_from_hash(&self.hash).is_ok_and(|id| id == self.id.0)
    }
}

/// An event with the name of who acted and its global number, once it has one.
pub type EventWithActor = (EventRow, Option<String>, Option<i64>);

/// The history of one record, oldest first. Of a very long one the newest events.
pub fn of_record(conn: &mut Conn, kind: RecordKind, record_id: &str) -> Result<Vec<EventWithActor>, StoreError> {
    let mut newest: Vec<EventWithActor> = events::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(events::actor_id)))
        .left_join(event_sequence::table.on(event_sequence::event_id.eq(events::id)))
        .filter(events::record_kind.eq(kind.as_str()))
        .filter(events::record_id.eq(record_id))
        .order(events::record_seq.desc())
        .limit(SHOWN_MAX)
        .select((events::all_columns, accounts::full_name.nullable(), event_sequence::number.nullable()))
        .load(conn)?;
    newest.reverse();
    Ok(newest)
}

/// More events than a record has whose life is not a mistake.
const SHOWN_MAX: i64 = 500;

/// How many events one pass of the sequencer numbers at most.
const SEQUENCE_BATCH: i64 = 500;

/// Whether any committed event still waits for its global number.
pub fn any_unsequenced(conn: &mut Conn) -> Result<bool, StoreError> {
    Ok(unsequenced_events::table.select(unsequenced_events::event_id).first::<Id>(conn).optional()?.is_some())
}

/// When the oldest event that has no number yet happened.
pub fn oldest_unsequenced(conn: &mut Conn) -> Result<Option<Instant>, StoreError> {
    let oldest = unsequenced_events::table.order(unsequenced_events::at.asc()).select(unsequenced_events::at);
    Ok(oldest.first::<At>(conn).optional()?.map(|at| at.0))
}

/// Gives committed events their global number, gapless, and chains them; returns how many. Zero: none is waiting.
///
/// Two sequencers at once meet at the primary key and one of them runs again, so the lease is only a courtesy.
pub fn sequence(conn: &mut Conn) -> Result<usize, StoreError> {
    let waiting: Vec<(Id, String)> = unsequenced_events::table
        .inner_join(events::table.on(events::id.eq(unsequenced_events::event_id)))
        .order((unsequenced_events::at.asc(), unsequenced_events::record_seq.asc(), unsequenced_events::event_id.asc()))
        .limit(SEQUENCE_BATCH)
        .select((events::id, events::hash))
        .load(conn)?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let (mut number, mut chain) = last_sequenced(conn)?;
    for (id, hash) in &waiting {
        number += 1;
        chain = link(&chain, number, hash);
        let inserted = diesel::insert_into(event_sequence::table)
            .values((
                event_sequence::number.eq(number),
                event_sequence::event_id.eq(id),
                event_sequence::chain_hash.eq(&chain),
            ))
            .execute(conn);
        super::on_duplicate(inserted, || StoreError::Busy("another sequencer is at work".into()))?;
    }
    let done: Vec<Id> = waiting.into_iter().map(|(id, _)| id).collect();
    diesel::delete(unsequenced_events::table.filter(unsequenced_events::event_id.eq_any(&done))).execute(conn)?;
    Ok(done.len())
}

/// The numbers after this one with the kinds of their records, in order, at most so many.
pub fn after(conn: &mut Conn, number: i64, limit: i64) -> Result<Vec<(i64, RecordKind)>, StoreError> {
    Ok(event_sequence::table
        .inner_join(events::table.on(events::id.eq(event_sequence::event_id)))
        .filter(event_sequence::number.gt(number))
        .order(event_sequence::number.asc())
        .limit(limit)
        .select((event_sequence::number, events::record_kind))
        .load(conn)?)
}

/// The global chain: each link binds the number and the event's own hash to the link before.
#[must_use]
pub fn link(previous: &str, number: i64, event_hash: &str) -> String {
    hash_fields(&[previous, &number.to_string(), event_hash])
}

/// The last global number and its hash; zero and the genesis hash before the first.
pub fn last_sequenced(conn: &mut Conn) -> Result<(i64, String), StoreError> {
    let last = event_sequence::table
        .order(event_sequence::number.desc())
        .select((event_sequence::number, event_sequence::chain_hash))
        .first::<(i64, String)>(conn)
        .optional()?;
    Ok(last.unwrap_or_else(|| (0, GENESIS.to_owned())))
}

/// Who acted, as an auditor says it.
#[derive(Debug, Clone)]
pub enum Who {
    Account(Uuid),
    Role(String),
    /// Part of a name.
    Named(String),
}

/// What an auditor looks for. Every member narrows the search.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The beginning of a record's label.
    pub label: Option<String>,
    /// A record's or an event's identifier.
    pub id: Option<Uuid>,
    pub kind: Option<RecordKind>,
    pub action: Option<String>,
    pub who: Option<Who>,
    /// From this moment on.
    pub from: Option<Instant>,
    /// Before this moment.
    pub until: Option<Instant>,
    /// Only what is older than this event.
    pub before: Option<(Instant, Uuid)>,
    pub limit: i64,
}

/// Events that fit, newest first.
pub fn search(conn: &mut Conn, search: &Search) -> Result<Vec<EventWithActor>, StoreError> {
    let mut query = events::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(events::actor_id)))
        .left_join(event_sequence::table.on(event_sequence::event_id.eq(events::id)))
        .select((events::all_columns, accounts::full_name.nullable(), event_sequence::number.nullable()))
        .order((events::at.desc(), events::id.desc()))
        .limit(search.limit)
        .into_boxed();
    if let Some(label) = &search.label {
        query = query.filter(events::record_label.like(beginning_with(label)).escape('\\'));
    }
    if let Some(id) = search.id {
        query = query.filter(events::id.eq(Id(id)).or(events::record_id.eq(id.to_string())));
    }
    if let Some(kind) = search.kind {
        query = query.filter(events::record_kind.eq(kind.as_str()));
    }
    if let Some(action) = &search.action {
        query = query.filter(events::action.eq(action));
    }
    match &search.who {
        None => {}
        Some(Who::Account(id)) => query = query.filter(events::actor_id.eq(Id(*id))),
        Some(Who::Role(role)) => query = query.filter(events::actor_role.eq(role)),
        Some(Who::Named(part)) => query = query.filter(events::actor_id.eq_any(named(conn, part)?)),
    }
    if let Some(from) = search.from {
        query = query.filter(events::at.ge(At(from)));
    }
    if let Some(until) = search.until {
        query = query.filter(events::at.lt(At(until)));
    }
    if let Some((at, id)) = search.before {
        query = query.filter(events::at.lt(At(at)).or(events::at.eq(At(at)).and(events::id.lt(Id(id)))));
    }
    Ok(query.load(conn)?)
}

/// How many people a part of a name may stand for.
const NAMESAKES_MAX: i64 = 50;

fn named(conn: &mut Conn, part: &str) -> Result<Vec<Option<Id>>, StoreError> {
    let mut people = accounts::table.limit(NAMESAKES_MAX).select(accounts::id).into_boxed();
    for word in words(part) {
        people = people.filter(accounts::search.like(containing(&word)).escape('\\'));
    }
    let ids: Vec<Id> = people.load(conn)?;
    Ok(ids.into_iter().map(Some).collect())
}

/// A link of the global chain with its event, if that is still there.
pub type Link = (i64, Id, String, Option<EventRow>);

/// The links after this number, in order, at most so many.
pub fn links_after(conn: &mut Conn, number: i64, limit: i64) -> Result<Vec<Link>, StoreError> {
    Ok(event_sequence::table
        .left_join(events::table.on(events::id.eq(event_sequence::event_id)))
        .filter(event_sequence::number.gt(number))
        .order(event_sequence::number.asc())
        .limit(limit)
        .select((
            event_sequence::number,
            event_sequence::event_id,
            event_sequence::chain_hash,
            events::all_columns.nullable(),
        ))
        .load(conn)?)
}

/// Events that have no number yet, in the order in which they will get one, at most so many.
pub fn unsequenced(conn: &mut Conn, limit: i64) -> Result<Vec<EventRow>, StoreError> {
    Ok(unsequenced_events::table
        .inner_join(events::table.on(events::id.eq(unsequenced_events::event_id)))
        .order((unsequenced_events::at.asc(), unsequenced_events::record_seq.asc(), unsequenced_events::event_id.asc()))
        .limit(limit)
        .select(events::all_columns)
        .load(conn)?)
}

/// Where an event stands in its record's chain and in the global one.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Place {
    pub hash: String,
    pub record_kind: String,
    pub record_id: String,
    pub record_seq: i64,
    pub number: Option<i64>,
}

/// The events that have these hashes.
pub fn places(conn: &mut Conn, hashes: &[&str]) -> Result<Vec<Place>, StoreError> {
    Ok(events::table
        .left_join(event_sequence::table.on(event_sequence::event_id.eq(events::id)))
        .filter(events::hash.eq_any(hashes))
        .select((
            events::hash,
            events::record_kind,
            events::record_id,
            events::record_seq,
            event_sequence::number.nullable(),
        ))
        .load(conn)?)
}

/// How many events there are, how many records they belong to, how many have a number and how many wait for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Census {
    pub events: i64,
    pub records: i64,
    pub numbered: i64,
    pub waiting: i64,
}

/// Counts, which agree when nothing is missing.
pub fn census(conn: &mut Conn) -> Result<Census, StoreError> {
    Ok(Census {
        events: events::table.count().get_result(conn)?,
        records: events::table.filter(events::record_seq.eq(1)).count().get_result(conn)?,
        numbered: event_sequence::table.count().get_result(conn)?,
        waiting: unsequenced_events::table.count().get_result(conn)?,
    })
}
