//! Callbacks that fit nothing: listed for the treasurer, looked into by a person, and what somebody is warned about besides.

use std::collections::HashMap;

use chrono::TimeDelta;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Instant;
use crate::failure::Failure;
use crate::identity::Actor;
use crate::operators::{OperatorState, Reported};
use crate::origin::callback::{Alert, Heard, StrayCause, alerts, shown_name, shown_number};
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::payment::{AttemptStatus, DeliveryState, MatchKind, Operator, Trust};
use crate::origin::refusal::Refusal;
use crate::origin::rules::UNKNOWN_MAX;
use crate::store::callbacks::{self as store, Named, Stray};
use crate::store::{Conn, Id, StoreError, events};

pub use crate::store::callbacks::Wanted;

/// A payment of ours that a callback names.
#[derive(Debug, Clone)]
pub struct NamedPayment {
    pub id: Uuid,
    pub reference: String,
    pub order_reference: String,
    pub status: AttemptStatus,
    pub amount_xof: i64,
}

impl From<&Named> for NamedPayment {
    fn from((id, reference, order_reference, status, amount_xof): &Named) -> Self {
        let (reference, order_reference) = (reference.clone(), order_reference.clone());
        Self { id: id.0, reference, order_reference, status: *status, amount_xof: *amount_xof }
    }
}

/// What a callback says, as far as a person may read it. It is a hint and no more.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub paid: bool,
    pub amount_xof: Option<i64>,
    pub currency: Option<String>,
    /// What the sender calls the payment.
    pub reference: Option<String>,
    pub transaction_id: Option<String>,
}

/// Who looked into a callback, when, and what came of it.
#[derive(Debug, Clone)]
pub struct Review {
    pub at: Instant,
    pub by: String,
    pub reason: String,
}

/// A callback that belongs to no payment of ours, or that nothing bore out.
#[derive(Debug, Clone)]
pub struct StrayCallback {
    pub id: Uuid,
    pub operator: Operator,
    pub received_at: Instant,
    pub trust: Trust,
    pub cause: StrayCause,
    pub said: Said,
    pub payment: Option<NamedPayment>,
    /// By which the operator may find what it sent.
    pub body_sha256: String,
    pub review: Option<Review>,
}

fn said(stray: &Stray) -> Result<Said, StoreError> {
    let claim: Option<OperatorState> = stray.claim.clone().map(crate::store::Document::parse).transpose()?;
    let named = (stray.match_kind == MatchKind::Reference).then_some(stray.match_value.as_str());
    let reference = named.and_then(shown_name);
    let Some(claim) = claim else { return Ok(Said { reference, ..Said::default() }) };
    Ok(Said {
        paid: claim.reported == Reported::Paid,
        amount_xof: claim.stated.amount.map(|amount| amount.get()),
        currency: claim.stated.currency.as_deref().and_then(shown_number),
        reference,
        transaction_id: claim.transaction_id.as_deref().and_then(shown_number),
    })
}

/// Puts with callbacks what a person wants to see beside them.
fn complete(conn: &mut Conn, strays: Vec<Stray>) -> Result<Vec<StrayCallback>, Failure> {
    let attempts: Vec<Id> = strays.iter().filter_map(|stray| stray.attempt_id).collect();
    let payments: HashMap<Id, NamedPayment> =
        store::named(conn, &attempts)?.iter().map(|named| (named.0, named.into())).collect();
    let reviewers: Vec<Id> = strays.iter().filter_map(|stray| stray.reviewed_by).collect();
    let people: HashMap<Id, String> = store::people(conn, &reviewers)?.into_iter().collect();
    strays
        .into_iter()
        .map(|stray| {
            let name = stray.reviewed_by.and_then(|id| people.get(&id).cloned());
            Ok(StrayCallback {
                id: stray.id.0,
                operator: stray.operator,
                received_at: stray.received_at.0,
                trust: stray.trust,
                cause: StrayCause::of(stray.match_kind, stray.attempt_id.is_some()),
                said: said(&stray)?,
                payment: stray.attempt_id.and_then(|id| payments.get(&id).cloned()),
                body_sha256: stray.body_sha256,
                review: stray.reviewed_at.map(|at| Review {
                    at: at.0,
                    by: name.unwrap_or_default(),
                    reason: stray.review_reason.unwrap_or_default(),
                }),
            })
        })
        .collect()
}

/// A page of callbacks, newest first, with one more than asked for.
pub async fn list(app: &App, wanted: Wanted, limit: i64) -> Result<Vec<StrayCallback>, Failure> {
    app.db
        .read(move |conn| {
            let strays = store::strays(conn, &wanted, limit + 1)?;
            complete(conn, strays)
        })
        .await
}

fn find(conn: &mut Conn, id: Uuid) -> Result<StrayCallback, Failure> {
    let stray = store::stray(conn, id)?.ok_or(Failure::NotFound)?;
    complete(conn, vec![stray])?.pop().ok_or(Failure::NotFound)
}

/// A person has looked into a callback. It moves no money and waits no longer.
pub async fn review(app: &App, actor: &Actor, id: Uuid, reason: String) -> Result<StrayCallback, Failure> {
    let (actor, stamp) = (actor.clone(), app.clock.stamp());
    app.db
        .write(move |conn| {
            let found = find(conn, id)?;
            if found.review.is_some() {
                return Err(Refusal::NotInThisState { state: REVIEWED, action: "review" }.into());
            }
            store::review(conn, id, actor.account_id, &reason, stamp.now)?;
            tell(conn, &found, &actor, &reason, stamp.now)?;
            find(conn, id)
        })
        .await
}

/// What a callback is after a person looked into it.
const REVIEWED: &str = "reviewed";

fn tell(conn: &mut Conn, found: &StrayCallback, actor: &Actor, reason: &str, now: Instant) -> Result<(), StoreError> {
    let label = format!("{} {}", found.operator, found.received_at.format("%Y-%m-%d %H:%M:%S"));
    let facts = serde_json::json!({ "cause": found.cause, "bodySha256": found.body_sha256 });
    let happening = Happening::new(RecordKind::Callback, found.id, label, By::from(actor), "review")
        .change(DeliveryState::Unmatched.as_str(), REVIEWED)
        .because(reason)
        .with(facts);
    events::append(conn, &happening, now).map(|_| ())
}

/// No more waiting callbacks are counted than this: whoever sees so many knows enough.
pub const COUNTED_MAX: i64 = 1_000;

/// What the treasurer is told beside the day's figures.
#[derive(Debug, Clone)]
pub struct Notices {
    /// Callbacks that wait for a person; one more than [`COUNTED_MAX`] when there are more.
    pub waiting: i64,
    pub alerts: Vec<Alert>,
}

/// How far back warnings look.
const LOOK_BACK: TimeDelta = TimeDelta::hours(1);

/// What waits, and what somebody should know of the last hour.
pub async fn notices(app: &App) -> Result<Notices, Failure> {
    let (waiting, heard) = hear(app).await?;
    Ok(Notices { waiting, alerts: alerts(&heard, app.rules.watch()) })
}

/// How many callbacks wait for a person, and what was heard within the last hour.
pub async fn hear(app: &App) -> Result<(i64, Heard), Failure> {
    let now = app.clock.now();
    let skews = app.payments.skews.middles(now);
    app.db
        .read_snapshot(move |conn| {
            let unknown = store::unknown_since(conn, now - LOOK_BACK, i64::from(UNKNOWN_MAX))?;
            let refused = store::refused_since(conn, now - LOOK_BACK)?;
            Ok((store::count_waiting(conn, COUNTED_MAX + 1)?, Heard { unknown, skews: skews.clone(), refused }))
        })
        .await
}
