//! Looking back: the auditor's search through the history, and the check that nobody has rewritten it.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::failure::Failure;
use crate::identity::{Actor, Role};
use crate::origin::application::ApplicationAction;
use crate::store::events::{self, EventRow, EventWithActor, GENESIS, Link, Place, Search};
use crate::store::{Conn, StoreError};
use crate::text_enum;

/// Events that fit, newest first.
pub async fn search(app: &App, search: Search) -> Result<Vec<EventWithActor>, Failure> {
    app.db.read(move |conn| Ok(events::search(conn, &search)?)).await
}

/// A record's history as this person may read it, oldest first.
///
/// A firm reads what happened to its records and why, and which office acted. What the agency's people say to each other before a
/// decision, and their names, stay in the agency.
pub fn told_to(actor: &Actor, events: Vec<EventWithActor>) -> Vec<EventWithActor> {
    const AMONG_STAFF: [ApplicationAction; 4] = [
        ApplicationAction::RequestOpinion,
        ApplicationAction::GiveOpinion,
        ApplicationAction::Propose,
        ApplicationAction::Reconsider,
    ];
    if !actor.role.is_exporter() {
        return events;
    }
    let for_firm = |(mut event, name, number): EventWithActor| {
        let is_staff = event.actor_role.parse::<Role>().is_ok_and(|role| !role.is_exporter());
        if AMONG_STAFF.iter().any(|action| action.as_str() == event.action) {
            event.reason = None;
        }
        (event, name.filter(|_| !is_staff), number)
    };
    events.into_iter().map(for_firm).collect()
}

text_enum! {
    /// What is wrong with a chain.
    pub enum ChainFault {
        /// A global number is missing.
        NumberMissing = "number_missing",
        /// The number is there and its event is gone.
        EventMissing = "event_missing",
        /// The event's fields no longer give its hash: it was edited.
        EventEdited = "event_edited",
        /// The event does not follow the one before it of the same record.
        RecordChainBroken = "record_chain_broken",
        /// The global chain does not continue from the link before.
        GlobalChainBroken = "global_chain_broken",
        /// An event has neither a number nor a place among those that wait for one.
        EventUnaccounted = "event_unaccounted",
        /// A row cannot be read at all.
        Unreadable = "unreadable",
    }
}

/// The first thing found wrong, in the order of the global numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FirstFault {
    pub fault: ChainFault,
    /// The global number at which it was found; absent among events that have none yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<FaultyRecord>,
}

/// The record whose history it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FaultyRecord {
    pub kind: String,
    pub id: String,
    pub label: String,
    /// Which event of this record, from 1.
    pub sequence: i64,
}

impl std::fmt::Display for FirstFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.fault)?;
        if let Some(number) = self.number {
            write!(f, " at number {number}")?;
        }
        if let Some(id) = self.event_id {
            write!(f, ", event {id}")?;
        }
        if let Some(record) = &self.record {
            write!(f, ", number {} of {} {} ({})", record.sequence, record.kind, record.label, record.id)?;
        }
        Ok(())
    }
}

/// What the check of both chains found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    pub ok: bool,
    pub events: i64,
    /// Records that have a history.
    pub records: i64,
    /// The last global number and its hash. Written down elsewhere, they show later that nothing before them was cut off.
    pub last_number: i64,
    pub last_hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_fault: Option<FirstFault>,
}

/// How many events are held in memory at once.
const BATCH: i64 = 500;

/// How long whoever asks during another check is told to wait.
const CHECK_AGAIN_AFTER_S: u64 = 30;

/// Hashes every event again and follows every record's chain and the global one, at one moment of the store.
///
/// One check at a time in a process: each reads the whole history and holds a connection while it does.
///
/// # Errors
/// [`Failure::CheckRunning`] while another one runs.
pub async fn check(app: &App) -> Result<Check, Failure> {
    let running = |_| Failure::CheckRunning { retry_after_s: CHECK_AGAIN_AFTER_S };
    let _alone = app.checking.try_lock().map_err(running)?;
    app.db.read_snapshot(|conn| Ok(check_all(conn)?)).await
}

fn check_all(conn: &mut Conn) -> Result<Check, StoreError> {
    let census = events::census(conn)?;
    let (last_number, last_hash) = events::last_sequenced(conn)?;
    let mut first_fault = follow_numbers(conn)?;
    if first_fault.is_none() {
        first_fault = follow_waiting(conn)?;
    }
    if first_fault.is_none() && census.events != census.numbered + census.waiting {
        first_fault =
            Some(FirstFault { fault: ChainFault::EventUnaccounted, number: None, event_id: None, record: None });
    }
    let ok = first_fault.is_none();
    Ok(Check { ok, events: census.events, records: census.records, last_number, last_hash, first_fault })
}

/// Walks the global chain from its beginning.
fn follow_numbers(conn: &mut Conn) -> Result<Option<FirstFault>, StoreError> {
    let (mut number, mut chain, mut size) = (0, GENESIS.to_owned(), BATCH);
    loop {
        let batch = match events::links_after(conn, number, size) {
            Err(error) if error.is_unreadable() && size == 1 => {
                let number = Some(number + 1);
                return Ok(Some(FirstFault { fault: ChainFault::Unreadable, number, event_id: None, record: None }));
            }
            // Something in this batch cannot be read: from here on one by one, to name it.
            Err(error) if error.is_unreadable() => {
                size = 1;
                continue;
            }
            other => other?,
        };
        if batch.is_empty() {
            return Ok(None);
        }
        let places = predecessors(conn, batch.iter().filter_map(|(.., event)| event.as_ref()))?;
        for link in &batch {
            if let Some(fault) = fault_of_link(link, number, &chain, &places) {
                return Ok(Some(fault));
            }
            number = link.0;
            chain.clone_from(&link.2);
        }
    }
}

/// How many events without a number are looked at; more wait only while the sequencer is stopped.
const WAITING_MAX: i64 = 20_000;

/// Events without a number are few and young; their records' chains must hold all the same.
fn follow_waiting(conn: &mut Conn) -> Result<Option<FirstFault>, StoreError> {
    let waiting = match events::unsequenced(conn, WAITING_MAX) {
        Err(error) if error.is_unreadable() => {
            return Ok(Some(FirstFault { fault: ChainFault::Unreadable, number: None, event_id: None, record: None }));
        }
        other => other?,
    };
    for batch in waiting.chunks(usize::try_from(BATCH).unwrap_or(1)) {
        let places = predecessors(conn, batch.iter())?;
        if let Some(fault) = batch.iter().find_map(|event| fault_of_event(event, None, &places)) {
            return Ok(Some(fault));
        }
    }
    Ok(None)
}

fn predecessors<'a>(conn: &mut Conn, events: impl Iterator<Item = &'a EventRow>) -> Result<Vec<Place>, StoreError> {
    let hashes: Vec<&str> = events.filter(|e| e.record_seq > 1).map(|e| e.previous_hash.as_str()).collect();
    let mut places = events::places(conn, &hashes)?;
    places.sort_by(|a, b| a.hash.cmp(&b.hash));
    Ok(places)
}

fn fault_of_link(
    (number, event_id, hash, event): &Link,
    last: i64,
    chain: &str,
    places: &[Place],
) -> Option<FirstFault> {
    let fault = |fault, number| Some(FirstFault { fault, number: Some(number), event_id: None, record: None });
    if *number != last + 1 {
        return fault(ChainFault::NumberMissing, last + 1);
    }
    let Some(event) = event else {
        let mut found = fault(ChainFault::EventMissing, *number)?;
        found.event_id = Some(event_id.0);
        return Some(found);
    };
    if let Some(found) = fault_of_event(event, Some(*number), places) {
        return Some(found);
    }
    let continued = *hash == events::link(chain, *number, &event.hash);
    (!continued).then(|| told(ChainFault::GlobalChainBroken, event, Some(*number)))
}

fn fault_of_event(event: &EventRow, number: Option<i64>, places: &[Place]) -> Option<FirstFault> {
    if event.hash != event.recomputed_hash() || !event.is_named_by_its_hash() {
        return Some(told(ChainFault::EventEdited, event, number));
    }
    let follows = if event.record_seq == 1 {
        event.previous_hash == GENESIS
    } else {
        let found = places.binary_search_by(|place| place.hash.cmp(&event.previous_hash)).ok();
        found.and_then(|at| places.get(at)).is_some_and(|place| precedes(place, event, number))
    };
    (!follows).then(|| told(ChainFault::RecordChainBroken, event, number))
}

/// Whether a place is just before an event, in its record and, when the event has a number, also globally.
fn precedes(place: &Place, event: &EventRow, number: Option<i64>) -> bool {
    let earlier = match (place.number, number) {
        (_, None) => true,
        (Some(before), Some(number)) => before < number,
        (None, Some(_)) => false,
    };
    earlier
        && place.record_kind == event.record_kind
        && place.record_id == event.record_id
        && place.record_seq == event.record_seq - 1
}

fn told(fault: ChainFault, event: &EventRow, number: Option<i64>) -> FirstFault {
    let record = FaultyRecord {
        kind: event.record_kind.clone(),
        id: event.record_id.clone(),
        label: event.record_label.clone(),
        sequence: event.record_seq,
    };
    FirstFault { fault, number, event_id: Some(event.id.0), record: Some(record) }
}
