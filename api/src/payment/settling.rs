//! The one place where news about an attempt takes effect.

use uuid::Uuid;

use crate::clock::{Ids, Instant, Stamp};
use crate::failure::Failure;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::ledger::{Entry, EntryKind, Fact, Release, business_key};
use crate::origin::payment::{
    AttemptStatus, ConfirmedBy, Evidence, FeeOrderStatus, MatchKind, ReasonCode, Settlement, Transition, next_poll,
    settlement, transition,
};
use crate::origin::refund::{RefundReason, RefundStatus};
use crate::origin::tally;
use crate::store::counters;
use crate::store::payments::{self, Attempt, Delivery, FeeOrder, Handled};
use crate::store::refunds::{self, Refund};
use crate::store::{At, Conn, Id, StoreError, events, francs, ledger, quittances};

/// Where news comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsSource {
    /// The operator's answer to our request for a session.
    Creation,
    /// A callback, after the operator was asked.
    Callback,
    /// The operator was asked on schedule.
    Poll,
    /// An officer took the money.
    CashDesk,
    /// The payment was found in the operator's statement.
    Statement,
}

impl NewsSource {
    const fn word(self) -> &'static str {
        match self {
            Self::Creation => "creation",
            Self::Callback => "callback",
            Self::Poll => "poll",
            Self::CashDesk => "cash_desk",
            Self::Statement => "statement",
        }
    }
}

/// A session with its secrets sealed.
#[derive(Debug, Clone)]
pub struct SealedSession {
    pub session_id: Option<String>,
    pub pay_token: Option<Vec<u8>>,
    pub notif_token_sha256: Option<String>,
    pub payment_url: Option<String>,
    pub expires_at: Instant,
}

/// What was heard about an attempt, already held against what was asked.
#[derive(Debug, Clone)]
pub struct News {
    /// None when nobody could be asked.
    pub evidence: Option<Evidence>,
    pub source: NewsSource,
    pub session: Option<SealedSession>,
    pub transaction_id: Option<String>,
    /// The amount the operator says was paid, in francs.
    pub stated_xof: Option<i64>,
    /// The names of the fields that differ.
    pub differences: Vec<&'static str>,
    pub reason: Option<(ReasonCode, Option<String>)>,
    /// True when the operator was asked, or would have been, and gives no usable answer.
    pub is_unreachable: bool,
    /// True when a signature is all there is, because the operator cannot be asked.
    pub by_signature: bool,
    /// True when it is certain that the operator was not asked to open a session.
    pub unsent: bool,
}

impl News {
    /// Bare news.
    #[must_use]
    pub const fn of(evidence: Evidence, source: NewsSource) -> Self {
        Self::bare(Some(evidence), source)
    }

    /// Nobody could be asked.
    #[must_use]
    pub const fn none(source: NewsSource) -> Self {
        Self::bare(None, source)
    }

    /// Whose word a payment is taken on.
    const fn word_of(&self) -> ConfirmedBy {
        match self.source {
            NewsSource::CashDesk => ConfirmedBy::Officer,
            NewsSource::Statement => ConfirmedBy::Statement,
            NewsSource::Creation | NewsSource::Callback | NewsSource::Poll if self.by_signature => {
                ConfirmedBy::Signature
            }
            NewsSource::Creation | NewsSource::Callback | NewsSource::Poll => ConfirmedBy::Query,
        }
    }

    const fn bare(evidence: Option<Evidence>, source: NewsSource) -> Self {
        Self {
            evidence,
            source,
            session: None,
            transaction_id: None,
            stated_xof: None,
            differences: Vec::new(),
            reason: None,
            is_unreachable: false,
            by_signature: false,
            unsent: false,
        }
    }
}

/// Lets news take effect on an attempt and gives the attempt as it then is: status, ledger, order, application, counters, events and
/// the delivery that brought the news, in the caller's one transaction.
pub fn apply(
    conn: &mut Conn,
    attempt_id: Uuid,
    news: &News,
    delivery: Option<(&Delivery, Handled)>,
    stamp: &Stamp,
) -> Result<Attempt, Failure> {
    let before = payments::attempt(conn, attempt_id)?;
    let news = without_reused_transaction(conn, &before, news)?;
    let heard = news.evidence.map_or(Transition::Stay, |evidence| transition(before.status, evidence));
    let is_going_back = is_going_back(conn, &before, &news, heard)?;
    let change = if is_going_back { Transition::Stay } else { heard };
    let mut after = before.clone();
    fill_session(&mut after, &news);
    explain(&mut after, &news, change);
    take_money(&mut after, &news, change, stamp.now);
    after.next_poll_at = next_question(&after, &news, stamp.now);
    payments::advance_attempt(conn, &before, &after)?;
    after.version = before.version + 1;
    if after.notif_token_sha256 != before.notif_token_sha256
        && let Some(digest) = &after.notif_token_sha256
    {
        // The operator may have called back before it answered.
        payments::wake_deliveries(conn, after.operator, MatchKind::Token, digest, stamp.now)?;
    }
    if after.expires_at.is_some() && before.expires_at.is_none() {
        // Only now can some operators be asked about it at all.
        payments::wake_deliveries(conn, after.operator, MatchKind::Reference, &after.reference, stamp.now)?;
    }
    if after.status != before.status {
        tell_change(conn, &before, &after, &news, stamp.now)?;
    } else if is_going_back || (before.status == AttemptStatus::Succeeded && contradicts(&before, &news)) {
        tell_contradiction(conn, &before, &news, stamp.now)?;
    }
    match change {
        Transition::Succeed { .. } => settle(conn, &before, &after, stamp)?,
        Transition::Quarantine => book_suspense(conn, &after, &news, stamp)?,
        Transition::Stay | Transition::Move(_) => {}
    }
    if let Some((delivery, handled)) = delivery {
        payments::close_delivery(conn, delivery, handled, stamp.now)?;
    }
    Ok(after)
}

/// Whether an attempt would become a payment although its money, which was not what was asked for or was nobody's, is on its way back to the
/// payer: the same francs cannot do both. A person decides, by refusing the refund or by leaving the order to be paid again.
fn is_going_back(conn: &mut Conn, before: &Attempt, news: &News, heard: Transition) -> Result<bool, StoreError> {
    if !matches!(heard, Transition::Succeed { .. }) {
        return Ok(false);
    }
    if before.status == AttemptStatus::IntegrityFailure && refunds::promised(conn, before.id.0)? > 0 {
        return Ok(true);
    }
    match &news.transaction_id {
        Some(transaction_id) => refunds::is_going_back(conn, before.operator, transaction_id),
        None => Ok(false),
    }
}

/// One operator transaction settles at most one order: a success whose transaction already paid another attempt is not a payment of this one.
fn without_reused_transaction(conn: &mut Conn, attempt: &Attempt, news: &News) -> Result<News, StoreError> {
    let mut news = news.clone();
    if let Some(transaction_id) = &news.transaction_id
        && let Some(owner) = payments::attempt_of_transaction(conn, attempt.operator, transaction_id)?
        && owner != attempt.id.0
    {
        news.reason = Some((ReasonCode::TransactionReused, Some(transaction_id.clone())));
        news.transaction_id = None;
        news.stated_xof = None;
        if news.evidence == Some(Evidence::Paid) {
            news.evidence = Some(Evidence::PaidOtherwise);
        }
    }
    Ok(news)
}

fn fill_session(after: &mut Attempt, news: &News) {
    if news.unsent {
        after.request_sent = false;
    }
    // What is known is kept: a second answer about the same attempt never replaces the handles of the first.
    if let Some(session) = &news.session
        && after.expires_at.is_none()
    {
        after.session_id.clone_from(&session.session_id);
        after.pay_token.clone_from(&session.pay_token);
        after.notif_token_sha256.clone_from(&session.notif_token_sha256);
        after.payment_url.clone_from(&session.payment_url);
        after.expires_at = Some(At(session.expires_at));
    }
}

fn explain(after: &mut Attempt, news: &News, change: Transition) {
    match change {
        Transition::Succeed { .. } => {
            after.reason_code = None;
            after.reason_raw = None;
        }
        Transition::Move(AttemptStatus::AwaitingPayer | AttemptStatus::Processing) if news.reason.is_none() => {
            after.reason_code = None;
            after.reason_raw = None;
        }
        Transition::Stay if after.status == AttemptStatus::Succeeded => {}
        Transition::Stay | Transition::Move(_) | Transition::Quarantine => {
            if let Some((code, raw)) = &news.reason {
                after.reason_code = Some(*code);
                after.reason_raw.clone_from(raw);
            }
        }
    }
}

fn take_money(after: &mut Attempt, news: &News, change: Transition, now: Instant) {
    after.status = change.status_after(after.status);
    match change {
        Transition::Succeed { late } => {
            after.transaction_id.clone_from(&news.transaction_id);
            after.confirmed_by = Some(news.word_of());
            after.late = late;
            after.settled_at = Some(At(now));
        }
        Transition::Quarantine => after.transaction_id.clone_from(&news.transaction_id),
        Transition::Stay => {
            let is_confirmed = news.evidence == Some(Evidence::Paid) && !news.by_signature;
            if after.status == AttemptStatus::Succeeded && is_confirmed && is_same_payment(after, news) {
                after.confirmed_by = Some(ConfirmedBy::Query);
            }
        }
        Transition::Move(_) => {}
    }
    if news.source != NewsSource::Creation {
        after.poll_count += 1;
    }
}

/// Whether the news can be about the very payment that settled the attempt. Not every answer names it.
fn is_same_payment(settled: &Attempt, news: &News) -> bool {
    news.transaction_id.is_none() || news.transaction_id == settled.transaction_id
}

/// Whether the operator says of a settled attempt what cannot be true of it: that it was paid otherwise, by another transaction, or not at all.
fn contradicts(settled: &Attempt, news: &News) -> bool {
    match news.evidence {
        Some(Evidence::Paid) => !is_same_payment(settled, news),
        Some(Evidence::PaidOtherwise | Evidence::Declined | Evidence::TimedOut) => true,
        Some(
            Evidence::SessionOpened
            | Evidence::CreationRefused
            | Evidence::AnswerLost
            | Evidence::NotFound
            | Evidence::Waiting
            | Evidence::InProgress
            | Evidence::WindowClosed,
        )
        | None => false,
    }
}

fn next_question(after: &Attempt, news: &News, now: Instant) -> Option<At> {
    let by_signature = after.confirmed_by == Some(ConfirmedBy::Signature);
    let is_refused = after.status == AttemptStatus::NotCreated && news.evidence == Some(Evidence::CreationRefused);
    let status = if after.status == AttemptStatus::Succeeded && by_signature {
        // Paid on the word of a signature: the operator is asked until it says so itself.
        AttemptStatus::Unknown
    } else {
        after.status
    };
    if is_refused || (status == AttemptStatus::NotCreated && !after.request_sent) {
        // It is certain that there is nothing to ask about.
        return None;
    }
    next_poll(status, after.created_at.0, now, jitter_permille(after)).map(At)
}

/// A spread that needs no chance: the attempt's own bits, another for each question.
fn jitter_permille(attempt: &Attempt) -> i64 {
    let mixed = attempt.id.0.as_u128().wrapping_add(u128::from(attempt.poll_count.unsigned_abs()) * 0x9E37_79B9);
    i64::try_from(mixed % 401).unwrap_or(0) - 200
}

fn tell_change(
    conn: &mut Conn,
    before: &Attempt,
    after: &Attempt,
    news: &News,
    now: Instant,
) -> Result<(), StoreError> {
    let mut facts = serde_json::json!({ "operator": after.operator, "source": news.source.word() });
    if let Some(members) = facts.as_object_mut() {
        if let Some(id) = &news.transaction_id {
            members.insert("transactionId".to_owned(), id.clone().into());
        }
        if after.status == AttemptStatus::Succeeded {
            members.insert("amountXof".to_owned(), after.amount_xof.into());
            members.insert("confirmedBy".to_owned(), after.confirmed_by.map(ConfirmedBy::as_str).into());
            members.insert("late".to_owned(), after.late.into());
        }
        if !news.differences.is_empty() {
            members.insert("differences".to_owned(), serde_json::json!(news.differences));
            members.insert("statedXof".to_owned(), news.stated_xof.into());
        }
    }
    let happening = Happening::new(RecordKind::PaymentAttempt, after.id.0, &after.reference, By::Service, "advance")
        .change(before.status.as_str(), after.status.as_str())
        .with(facts);
    let happening = match after.reason_code {
        Some(code) => happening.because(code.as_str()),
        None => happening,
    };
    events::append(conn, &happening, now).map(|_| ())
}

/// What is settled, or decided by people, never changes by itself; what speaks against it is written down for a person.
fn tell_contradiction(conn: &mut Conn, settled: &Attempt, news: &News, now: Instant) -> Result<(), StoreError> {
    tracing::error!(attempt = %settled.id.0, operator = %settled.operator, evidence = ?news.evidence, "the operator contradicts a payment");
    let facts = serde_json::json!({
        "operator": settled.operator, "source": news.source.word(),
        "evidence": news.evidence.map(Evidence::as_str), "transactionId": news.transaction_id, "statedXof": news.stated_xof,
    });
    let happening =
        Happening::new(RecordKind::PaymentAttempt, settled.id.0, &settled.reference, By::Service, "contradict");
    events::append(conn, &happening.with(facts), now).map(|_| ())
}

fn settle(conn: &mut Conn, before: &Attempt, attempt: &Attempt, stamp: &Stamp) -> Result<(), Failure> {
    let order = payments::order(conn, attempt.order_id.0)?;
    let mut ids = stamp.ids();
    if before.status == AttemptStatus::IntegrityFailure {
        release_suspense(conn, attempt, &mut ids, stamp.now)?;
    }
    let now = stamp.now;
    match settlement(order.status) {
        Settlement::Settles => {
            if attempt.amount_xof != order.amount_xof {
                return Err(StoreError::Corrupt("an attempt is not for its order's amount".into()).into());
            }
            let entry = Entry::payment(fact(attempt, &order)?, attempt.operator, order.scheme.clone());
            ledger::post(conn, ids.make(), &entry?, now)?;
            payments::advance_order(conn, &order, FeeOrderStatus::Paid, Some((attempt.id.0, now)))?;
            counters::add(conn, &tally::settled(attempt.operator.as_str(), attempt.amount_xof, now))?;
            tell_order(conn, &order, attempt, "settle", FeeOrderStatus::Paid, now)?;
            // Into the examiners' queue. An application that has ended has no open order, so nothing is lost when it stays.
            crate::application::mark_paid(conn, order.application_id.0, now)?;
            quittances::make_due(conn, order.id.0, now)?;
            Ok(())
        }
        Settlement::Overpays(status) => {
            let entry = Entry::overpayment(fact(attempt, &order)?, attempt.operator)?;
            ledger::post(conn, ids.make(), &entry, now)?;
            refunds::insert(conn, &refund_due(ids.make(), attempt, now))?;
            if status != order.status {
                payments::advance_order(conn, &order, status, None)?;
            }
            tell_order(conn, &order, attempt, "overpay", status, now)?;
            Ok(())
        }
    }
}

fn refund_due(id: Uuid, attempt: &Attempt, now: Instant) -> Refund {
    Refund {
        id: Id(id),
        attempt_id: Some(attempt.id),
        order_id: Some(attempt.order_id),
        line_id: None,
        amount_xof: attempt.amount_xof,
        status: RefundStatus::Due,
        reason: RefundReason::Overpayment,
        note: None,
        created_at: At(now),
        asked_by: None,
        asked_at: None,
        decided_by: None,
        decided_at: None,
        decision_note: None,
        executed_by: None,
        executed_at: None,
        operator_reference: None,
        trouble: None,
        version: 1,
    }
}

fn fact(attempt: &Attempt, order: &FeeOrder) -> Result<Fact, StoreError> {
    let memo = format!("{} {}", order.reference, attempt.reference);
    Ok(Fact { id: attempt.id.0, memo, amount: francs(attempt.amount_xof)? })
}

/// Money that is not what was asked for waits in suspense for a person, as far as it is francs and above zero.
fn book_suspense(conn: &mut Conn, attempt: &Attempt, news: &News, stamp: &Stamp) -> Result<(), Failure> {
    tracing::error!(attempt = %attempt.id.0, operator = %attempt.operator, fields = ?news.differences, "a payment is not what was asked for");
    let is_francs = !news.differences.contains(&"currency");
    let Some(stated) = news.stated_xof.filter(|stated| *stated > 0 && is_francs) else { return Ok(()) };
    let money = Fact { id: attempt.id.0, memo: attempt.reference.clone(), amount: francs(stated)? };
    ledger::post(conn, stamp.ids().make(), &Entry::suspense(money, attempt.operator)?, stamp.now)?;
    Ok(())
}

/// The operator has corrected itself: what waits in suspense is countered before the payment is booked.
fn release_suspense(conn: &mut Conn, attempt: &Attempt, ids: &mut Ids, now: Instant) -> Result<(), StoreError> {
    let key = business_key(EntryKind::Suspense, attempt.id.0);
    let Some(booked) = ledger::booked(conn, &key)? else { return Ok(()) };
    let money = Fact { id: attempt.id.0, memo: attempt.reference.clone(), amount: francs(booked)? };
    let entry = Entry::suspense_released(money, Release::Withdrawn(attempt.operator))?;
    ledger::post(conn, ids.make(), &entry, now)
}

fn tell_order(
    conn: &mut Conn,
    order: &FeeOrder,
    attempt: &Attempt,
    action: &'static str,
    status: FeeOrderStatus,
    now: Instant,
) -> Result<(), StoreError> {
    let facts = serde_json::json!({
        "attempt": attempt.reference, "operator": attempt.operator, "amountXof": attempt.amount_xof,
    });
    let happening = Happening::new(RecordKind::FeeOrder, order.id.0, &order.reference, By::Service, action)
        .change(order.status.as_str(), status.as_str())
        .with(facts);
    events::append(conn, &happening, now).map(|_| ())
}
