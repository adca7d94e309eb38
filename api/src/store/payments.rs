//! Fee orders, payment attempts and the callback inbox.

use std::collections::HashSet;

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use uuid::Uuid;

use super::inbox_statements::Named;
use super::schema::{applications, exporters, fee_orders, payment_attempts, payment_inbox, rejected_callbacks};
use super::sql::containing;
use super::{At, Conn, Document, Id, StoreError, on_duplicate, one_row};
use crate::clock::Instant;
use crate::origin::callback::RefusedAs;
use crate::origin::payment::{
    AttemptStatus, ConfirmedBy, DeliveryState, FeeOrderStatus, MatchKind, Operator, ReasonCode, Trust, next_rematch,
};

/// What is owed for one application.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = fee_orders)]
pub struct FeeOrder {
    pub id: Id,
    pub reference: String,
    pub application_id: Id,
    pub exporter_id: Id,
    pub scheme: String,
    pub amount_xof: i64,
    /// The price as the rules gave it on the day: amount, date, legal source.
    pub tariff: Document,
    pub status: FeeOrderStatus,
    pub settled_by: Option<Id>,
    pub created_at: At,
    pub settled_at: Option<At>,
    pub version: i64,
}

/// One try with one operator.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = payment_attempts)]
pub struct Attempt {
    pub id: Id,
    pub order_id: Id,
    pub reference: String,
    pub operator: Operator,
    pub amount_xof: i64,
    pub currency: String,
    pub status: AttemptStatus,
    pub reason_code: Option<ReasonCode>,
    /// The operator's own words, for an agent.
    pub reason_raw: Option<String>,
    /// False while it is certain that the operator has not been asked to open a session.
    pub request_sent: bool,
    pub session_id: Option<String>,
    /// Sealed.
    pub pay_token: Option<Vec<u8>>,
    /// Hexadecimal.
    pub notif_token_sha256: Option<String>,
    pub payment_url: Option<String>,
    /// A keyed digest of the payer's number.
    pub payer_phone_digest: Option<String>,
    /// Its last digits.
    pub payer_phone_end: Option<String>,
    pub transaction_id: Option<String>,
    pub confirmed_by: Option<ConfirmedBy>,
    /// Paid after it had been given up.
    pub late: bool,
    pub created_by: Option<Id>,
    pub created_at: At,
    pub expires_at: Option<At>,
    pub settled_at: Option<At>,
    pub next_poll_at: Option<At>,
    pub poll_count: i64,
    pub version: i64,
}

/// A callback that was kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = payment_inbox)]
pub struct Delivery {
    pub id: Id,
    pub operator: Operator,
    pub dedupe_key: String,
    pub received_at: At,
    pub trust: Trust,
    pub match_kind: MatchKind,
    pub match_value: String,
    pub claim: Option<Document>,
    /// Sealed.
    pub body: Vec<u8>,
    pub body_sha256: String,
    pub state: DeliveryState,
    pub attempt_id: Option<Id>,
    pub tries: i64,
    pub next_try_at: Option<At>,
    pub done_at: Option<At>,
}

/// Writes a new order down.
pub fn insert_order(conn: &mut Conn, order: &FeeOrder) -> Result<(), StoreError> {
    let inserted = diesel::insert_into(fee_orders::table).values(order.clone()).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the application has just got its order".into())).map(|_| ())
}

/// The order of an application, if it has one.
pub fn order_of_application(conn: &mut Conn, application_id: Uuid) -> Result<Option<FeeOrder>, StoreError> {
    Ok(fee_orders::table.filter(fee_orders::application_id.eq(Id(application_id))).first(conn).optional()?)
}

/// An order by its id.
pub fn order(conn: &mut Conn, id: Uuid) -> Result<FeeOrder, StoreError> {
    Ok(fee_orders::table.find(Id(id)).first(conn)?)
}

/// The name of the firm that owes an order.
pub fn payer_name(conn: &mut Conn, order_id: Uuid) -> Result<String, StoreError> {
    let order = fee_orders::table.inner_join(exporters::table.on(exporters::id.eq(fee_orders::exporter_id)));
    Ok(order.filter(fee_orders::id.eq(Id(order_id))).select(exporters::name).first(conn)?)
}

/// Changes an order's status, unless somebody was faster.
pub fn advance_order(
    conn: &mut Conn,
    before: &FeeOrder,
    status: FeeOrderStatus,
    settled: Option<(Uuid, Instant)>,
) -> Result<(), StoreError> {
    let changed = diesel::update(fee_orders::table.find(before.id))
        .filter(fee_orders::status.eq(before.status))
        .filter(fee_orders::version.eq(before.version))
        .set((
            fee_orders::status.eq(status),
            fee_orders::settled_by.eq(settled.map(|(attempt, _)| Id(attempt)).or(before.settled_by)),
            fee_orders::settled_at.eq(settled.map(|(_, at)| At(at)).or(before.settled_at)),
            fee_orders::version.eq(before.version + 1),
        ))
        .execute(conn)?;
    one_row(changed, "the order has changed")
}

/// Opens a paid order again because its payment was taken back, unless somebody was faster.
pub fn reopen_order(conn: &mut Conn, before: &FeeOrder) -> Result<(), StoreError> {
    let nobody: (Option<Id>, Option<At>) = (None, None);
    let changed = diesel::update(fee_orders::table.find(before.id))
        .filter(fee_orders::status.eq(FeeOrderStatus::Paid))
        .filter(fee_orders::version.eq(before.version))
        .set((
            fee_orders::status.eq(FeeOrderStatus::Unpaid),
            fee_orders::settled_by.eq(nobody.0),
            fee_orders::settled_at.eq(nobody.1),
            fee_orders::version.eq(before.version + 1),
        ))
        .execute(conn)?;
    one_row(changed, "the order has changed")
}

/// Writes a new attempt down; `false` when a live one with the same operator is in the way.
pub fn insert_attempt(conn: &mut Conn, attempt: &Attempt) -> Result<bool, StoreError> {
    if live_attempt(conn, attempt.order_id.0, attempt.operator)?.is_some() {
        return Ok(false);
    }
    let inserted = diesel::insert_into(payment_attempts::table).values(attempt.clone()).execute(conn);
    // Two first attempts at once meet at the index of live ones; the second runs again and sees the first.
    on_duplicate(inserted, || StoreError::Busy("another attempt has just begun".into())).map(|_| true)
}

/// The live attempt of an order with an operator.
pub fn live_attempt(conn: &mut Conn, order_id: Uuid, operator: Operator) -> Result<Option<Attempt>, StoreError> {
    Ok(payment_attempts::table
        .filter(payment_attempts::order_id.eq(Id(order_id)))
        .filter(payment_attempts::operator.eq(operator))
        .filter(payment_attempts::status.eq_any(AttemptStatus::LIVE))
        .first(conn)
        .optional()?)
}

/// An attempt by its id.
pub fn attempt(conn: &mut Conn, id: Uuid) -> Result<Attempt, StoreError> {
    Ok(payment_attempts::table.find(Id(id)).first(conn)?)
}

/// The attempts of an order, oldest first.
pub fn attempts_of_order(conn: &mut Conn, order_id: Uuid) -> Result<Vec<Attempt>, StoreError> {
    let mut newest: Vec<Attempt> = payment_attempts::table
        .filter(payment_attempts::order_id.eq(Id(order_id)))
        .order(payment_attempts::id.desc())
        .limit(200)
        .load(conn)?;
    newest.reverse();
    Ok(newest)
}

/// Writes what changed of an attempt, unless somebody was faster.
pub fn advance_attempt(conn: &mut Conn, before: &Attempt, after: &Attempt) -> Result<(), StoreError> {
    let result = diesel::update(payment_attempts::table.find(before.id))
        .filter(payment_attempts::status.eq(before.status))
        .filter(payment_attempts::version.eq(before.version))
        .set((
            (
                payment_attempts::status.eq(after.status),
                payment_attempts::reason_code.eq(after.reason_code),
                payment_attempts::reason_raw.eq(after.reason_raw.clone()),
                payment_attempts::request_sent.eq(after.request_sent),
                payment_attempts::session_id.eq(after.session_id.clone()),
                payment_attempts::pay_token.eq(after.pay_token.clone()),
                payment_attempts::notif_token_sha256.eq(after.notif_token_sha256.clone()),
                payment_attempts::payment_url.eq(after.payment_url.clone()),
            ),
            (
                payment_attempts::transaction_id.eq(after.transaction_id.clone()),
                payment_attempts::confirmed_by.eq(after.confirmed_by),
                payment_attempts::late.eq(after.late),
                payment_attempts::expires_at.eq(after.expires_at),
                payment_attempts::settled_at.eq(after.settled_at),
                payment_attempts::next_poll_at.eq(after.next_poll_at),
                payment_attempts::poll_count.eq(after.poll_count),
                payment_attempts::version.eq(before.version + 1),
            ),
        ))
        .execute(conn);
    let changed = on_duplicate(result, || StoreError::Busy("the transaction has just paid another attempt".into()))?;
    one_row(changed, "the attempt has changed")
}

/// The attempt a transaction of an operator has paid.
pub fn attempt_of_transaction(
    conn: &mut Conn,
    operator: Operator,
    transaction_id: &str,
) -> Result<Option<Uuid>, StoreError> {
    let id: Option<Id> = payment_attempts::table
        .filter(payment_attempts::operator.eq(operator))
        .filter(payment_attempts::transaction_id.eq(transaction_id))
        .select(payment_attempts::id)
        .first(conn)
        .optional()?;
    Ok(id.map(Uuid::from))
}

/// The attempt of an operator that a callback means.
pub fn attempt_of_delivery(conn: &mut Conn, delivery: &Delivery) -> Result<Option<Attempt>, StoreError> {
    let attempts = payment_attempts::table.filter(payment_attempts::operator.eq(delivery.operator)).into_boxed();
    let attempts = match delivery.match_kind {
        MatchKind::Reference => attempts.filter(payment_attempts::reference.eq(delivery.match_value.clone())),
        MatchKind::Token => attempts.filter(payment_attempts::notif_token_sha256.eq(delivery.match_value.clone())),
        MatchKind::Nothing | MatchKind::Test => return Ok(None),
    };
    Ok(attempts.first(conn).optional()?)
}

/// How long whoever claimed a piece of work has it to himself, in seconds: longer than the few questions to an operator can take.
pub const CLAIM_S: i64 = 90;

/// Claims the attempts an operator has to be asked about, at most `limit`, each for one process and [`CLAIM_S`].
///
/// The claim is the moment of the next poll itself, moved by a guarded update: a process that dies leaves nothing locked.
pub fn claim_due_attempts(
    conn: &mut Conn,
    operator: Operator,
    now: Instant,
    limit: i64,
) -> Result<Vec<Attempt>, StoreError> {
    let due: Vec<Attempt> = payment_attempts::table
        .filter(payment_attempts::operator.eq(operator))
        .filter(payment_attempts::next_poll_at.le(At(now)))
        .order(payment_attempts::next_poll_at.asc())
        .limit(limit)
        .load(conn)?;
    let mut claimed = Vec::with_capacity(due.len());
    for attempt in due {
        if claim_attempt(conn, &attempt, now)? {
            claimed.push(attempt);
        }
    }
    Ok(claimed)
}

fn claim_attempt(conn: &mut Conn, attempt: &Attempt, now: Instant) -> Result<bool, StoreError> {
    let changed = diesel::update(payment_attempts::table.find(attempt.id))
        .filter(payment_attempts::next_poll_at.eq(attempt.next_poll_at))
        .set(payment_attempts::next_poll_at.eq(Some(At(now + chrono::TimeDelta::seconds(CLAIM_S)))))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Makes an attempt due at once.
pub fn make_due(conn: &mut Conn, attempt_id: Uuid, now: Instant) -> Result<(), StoreError> {
    diesel::update(payment_attempts::table.find(Id(attempt_id)))
        .set(payment_attempts::next_poll_at.eq(Some(At(now))))
        .execute(conn)?;
    Ok(())
}

/// Whether an operator's attempts or deliveries have to be looked into now.
pub fn anything_due(conn: &mut Conn, operator: Operator, now: Instant) -> Result<bool, StoreError> {
    let attempt: Option<Id> = payment_attempts::table
        .filter(payment_attempts::operator.eq(operator))
        .filter(payment_attempts::next_poll_at.le(At(now)))
        .select(payment_attempts::id)
        .first(conn)
        .optional()?;
    let delivery: Option<Id> = payment_inbox::table
        .filter(payment_inbox::operator.eq(operator))
        .filter(payment_inbox::next_try_at.le(At(now)))
        .select(payment_inbox::id)
        .first(conn)
        .optional()?;
    Ok(attempt.is_some() || delivery.is_some())
}

/// An operator's deliveries that wait to be looked into, the oldest first, at most `limit`.
pub fn due_deliveries(
    conn: &mut Conn,
    operator: Operator,
    now: Instant,
    limit: i64,
) -> Result<Vec<Delivery>, StoreError> {
    Ok(payment_inbox::table
        .filter(payment_inbox::operator.eq(operator))
        .filter(payment_inbox::next_try_at.le(At(now)))
        .order(payment_inbox::next_try_at.asc())
        .limit(limit)
        .select(Delivery::as_select())
        .load(conn)?)
}

/// Those among them that belong to no attempt, the oldest first, at most `limit`. Others are passed over, of which there are no more than
/// attempts have callbacks.
pub fn due_of_nobody(
    conn: &mut Conn,
    operator: Operator,
    now: Instant,
    limit: i64,
) -> Result<Vec<Delivery>, StoreError> {
    let of_operator = payment_attempts::operator.eq(payment_inbox::operator);
    let named =
        payment_attempts::table.filter(of_operator).filter(payment_attempts::reference.eq(payment_inbox::match_value));
    let known_by_token = payment_attempts::table
        .filter(of_operator)
        .filter(payment_attempts::notif_token_sha256.eq(payment_inbox::match_value.nullable()));
    Ok(payment_inbox::table
        .filter(payment_inbox::operator.eq(operator))
        .filter(payment_inbox::next_try_at.le(At(now)))
        .filter(payment_inbox::match_kind.ne(MatchKind::Reference).or(not(exists(named))))
        .filter(payment_inbox::match_kind.ne(MatchKind::Token).or(not(exists(known_by_token))))
        .order(payment_inbox::next_try_at.asc())
        .limit(limit)
        .select(Delivery::as_select())
        .load(conn)?)
}

/// Claims a delivery for [`CLAIM_S`], as [`claim_due_attempts`] does; false when somebody was faster.
pub fn claim_delivery(conn: &mut Conn, delivery: &Delivery, now: Instant) -> Result<bool, StoreError> {
    let changed = diesel::update(payment_inbox::table.find(delivery.id))
        .filter(payment_inbox::next_try_at.eq(delivery.next_try_at))
        .set(payment_inbox::next_try_at.eq(Some(At(now + chrono::TimeDelta::seconds(CLAIM_S)))))
        .execute(conn)?;
    Ok(changed == 1)
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy)]
pub enum Handled {
    /// Looked into, for this attempt.
    Done(Uuid),
    /// Nothing to do.
    Ignored,
    /// To be looked into again at this moment.
    Again(Instant),
    /// It belongs to no attempt, or the attempt's operator never bore out what it says: for a person.
    Unmatched(Option<Uuid>),
}

/// What becomes of a delivery that belongs to no attempt: the attempt's own answer may still be under way.
fn without_attempt(delivery: &Delivery, now: Instant) -> Handled {
    match delivery.match_kind {
        MatchKind::Test => Handled::Ignored,
        MatchKind::Nothing => Handled::Unmatched(None),
        MatchKind::Reference | MatchKind::Token => {
            next_rematch(delivery.tries + 1, now).map_or(Handled::Unmatched(None), Handled::Again)
        }
    }
}

impl Delivery {
    /// How it stands before anybody has looked into it.
    pub(super) const fn untried(&self) -> Tried {
        let Self { state, attempt_id, tries, next_try_at, done_at, .. } = *self;
        Tried { state, attempt_id, tries, next_try_at, done_at }
    }

    /// How it stands after one more try.
    fn tried(&self, handled: Handled, now: Instant) -> Tried {
        let (state, attempt_id, next_try_at) = match handled {
            Handled::Done(attempt_id) => (DeliveryState::Done, Some(Id(attempt_id)), None),
            Handled::Ignored => (DeliveryState::Ignored, None, None),
            Handled::Again(next) => (DeliveryState::New, None, Some(At(next))),
            Handled::Unmatched(attempt_id) => (DeliveryState::Unmatched, attempt_id.map(Id), None),
        };
        let done_at = next_try_at.is_none().then_some(At(now));
        Tried { state, attempt_id, tries: self.tries + 1, next_try_at, done_at }
    }

    /// How it stands when it is put aside because it belongs to no attempt.
    pub(super) fn put_aside(&self, now: Instant) -> Tried {
        self.tried(without_attempt(self, now), now)
    }

    /// Calls for a person when it has been put aside for good. A replay of what was kept before calls nobody.
    pub(super) fn tell_unmatched(&self, after: &Tried) {
        if after.state == DeliveryState::Unmatched {
            tracing::error!(operator = %self.operator, delivery = %self.id.0, "a callback belongs to no payment of ours");
        }
    }
}

/// Writes down what became of a delivery.
pub fn close_delivery(conn: &mut Conn, delivery: &Delivery, handled: Handled, now: Instant) -> Result<(), StoreError> {
    diesel::update(payment_inbox::table.find(delivery.id)).set(delivery.tried(handled, now)).execute(conn)?;
    Ok(())
}

/// Puts a delivery aside that belongs to no attempt; false when somebody was faster, or when it has just been woken.
pub fn put_delivery_aside(conn: &mut Conn, delivery: &Delivery, now: Instant) -> Result<bool, StoreError> {
    let after = delivery.put_aside(now);
    let changed = diesel::update(payment_inbox::table.find(delivery.id))
        .filter(payment_inbox::next_try_at.eq(delivery.next_try_at))
        .set(after)
        .execute(conn)?;
    if changed == 1 {
        delivery.tell_unmatched(&after);
    }
    Ok(changed == 1)
}

/// How a delivery stands: what a try changes in its row.
#[derive(Clone, Copy, AsChangeset)]
#[diesel(table_name = payment_inbox, treat_none_as_null = true)]
pub(super) struct Tried {
    pub(super) state: DeliveryState,
    attempt_id: Option<Id>,
    pub(super) tries: i64,
    pub(super) next_try_at: Option<At>,
    pub(super) done_at: Option<At>,
}

/// Which of these names are those of attempts, with their operators.
pub fn names_of_attempts(
    conn: &mut Conn,
    references: &[&str],
    tokens: &[&str],
) -> Result<HashSet<(Operator, String)>, StoreError> {
    let conn = match conn {
        Conn::Sqlite(conn) => return names_on_sqlite(conn, references, tokens),
        Conn::Postgres(conn) => conn,
    };
    let mut names: Vec<(Operator, String)> = payment_attempts::table
        .filter(payment_attempts::reference.eq_any(references))
        .select((payment_attempts::operator, payment_attempts::reference))
        .load(conn)?;
    if !tokens.is_empty() {
        let held = payment_attempts::table
            .filter(payment_attempts::notif_token_sha256.eq_any(tokens))
            .select((payment_attempts::operator, payment_attempts::notif_token_sha256.assume_not_null()));
        names.append(&mut held.load(conn)?);
    }
    Ok(names.into_iter().collect())
}

/// The same on SQLite.
pub(super) fn names_on_sqlite(
    conn: &mut SqliteConnection,
    references: &[&str],
    tokens: &[&str],
) -> Result<HashSet<(Operator, String)>, StoreError> {
    let mut names = HashSet::new();
    for (column, wanted) in [("reference", references), ("notif_token_sha256", tokens)] {
        if !wanted.is_empty() {
            names.extend(Named::of(column, wanted).load::<(Operator, String)>(conn)?);
        }
    }
    Ok(names)
}

/// Makes the deliveries that may mean this attempt due at once: the token or the reference they carry has just become known. Whoever looked
/// into one before did not know of the attempt.
pub fn wake_deliveries(
    conn: &mut Conn,
    operator: Operator,
    match_kind: MatchKind,
    match_value: &str,
    now: Instant,
) -> Result<(), StoreError> {
    diesel::update(payment_inbox::table)
        .filter(payment_inbox::operator.eq(operator))
        .filter(payment_inbox::match_kind.eq(match_kind))
        .filter(payment_inbox::match_value.eq(match_value))
        .filter(payment_inbox::state.eq_any([DeliveryState::New, DeliveryState::Unmatched]))
        .set((
            payment_inbox::state.eq(DeliveryState::New),
            payment_inbox::next_try_at.eq(Some(At(now))),
            payment_inbox::reviewed_at.eq(None::<At>),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many digests of refused callbacks are kept.
const REJECTED_KEPT: i64 = 1_000;

/// A refused callback's digest.
#[derive(Debug, Clone)]
pub struct Rejection {
    pub id: Uuid,
    pub operator: Operator,
    pub kind: RefusedAs,
    pub reason: &'static str,
    pub body_sha256: String,
    pub size_bytes: i64,
}

/// Keeps the digest of a refused callback and forgets the oldest beyond the limit.
pub fn note_rejection(conn: &mut Conn, rejection: &Rejection, now: Instant) -> Result<(), StoreError> {
    diesel::insert_into(rejected_callbacks::table)
        .values((
            rejected_callbacks::id.eq(Id(rejection.id)),
            rejected_callbacks::operator.eq(rejection.operator),
            rejected_callbacks::received_at.eq(At(now)),
            rejected_callbacks::kind.eq(rejection.kind),
            rejected_callbacks::reason.eq(rejection.reason),
            rejected_callbacks::body_sha256.eq(&rejection.body_sha256),
            rejected_callbacks::size_bytes.eq(rejection.size_bytes),
        ))
        .execute(conn)?;
    let too_old: Option<Id> = rejected_callbacks::table
        .order(rejected_callbacks::id.desc())
        .offset(REJECTED_KEPT)
        .select(rejected_callbacks::id)
        .first(conn)
        .optional()?;
    if let Some(last) = too_old {
        diesel::delete(rejected_callbacks::table.filter(rejected_callbacks::id.le(last))).execute(conn)?;
    }
    Ok(())
}

/// An attempt in the treasurer's list: with the order's and the application's references and the exporter's name.
pub type ListedAttempt = (Attempt, String, String, String);

/// A page of attempts, newest first, older than `before`.
pub fn list_attempts(
    conn: &mut Conn,
    status: Option<AttemptStatus>,
    operator: Option<Operator>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<ListedAttempt>, StoreError> {
    let mut attempts = payment_attempts::table
        .inner_join(fee_orders::table.on(fee_orders::id.eq(payment_attempts::order_id)))
        .inner_join(applications::table.on(applications::id.eq(fee_orders::application_id)))
        .inner_join(exporters::table.on(exporters::id.eq(fee_orders::exporter_id)))
        .order(payment_attempts::id.desc())
        .limit(limit)
        .select((payment_attempts::all_columns, fee_orders::reference, applications::reference, exporters::name))
        .into_boxed();
    if let Some(status) = status {
        attempts = attempts.filter(payment_attempts::status.eq(status));
    }
    if let Some(operator) = operator {
        attempts = attempts.filter(payment_attempts::operator.eq(operator));
    }
    if let Some(before) = before {
        attempts = attempts.filter(payment_attempts::id.lt(Id(before)));
    }
    Ok(attempts.load(conn)?)
}

/// An order in the treasurer's list: with the application's reference and the exporter's name.
pub type ListedOrder = (FeeOrder, String, String);

/// A page of orders, newest first, older than `before`. Each word must be found in the reference or in the exporter's name.
pub fn list_orders(
    conn: &mut Conn,
    words: &[String],
    status: Option<FeeOrderStatus>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<ListedOrder>, StoreError> {
    let mut orders = fee_orders::table
        .inner_join(applications::table.on(applications::id.eq(fee_orders::application_id)))
        .inner_join(exporters::table.on(exporters::id.eq(fee_orders::exporter_id)))
        .order(fee_orders::id.desc())
        .limit(limit)
        .select((fee_orders::all_columns, applications::reference, exporters::name))
        .into_boxed();
    for word in words {
        let named = exporters::search.like(containing(word)).escape('\\');
        orders = orders.filter(fee_orders::reference.like(containing(&word.to_uppercase())).escape('\\').or(named));
    }
    if let Some(status) = status {
        orders = orders.filter(fee_orders::status.eq(status));
    }
    if let Some(before) = before {
        orders = orders.filter(fee_orders::id.lt(Id(before)));
    }
    Ok(orders.load(conn)?)
}
