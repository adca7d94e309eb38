//! Giving money back: one person asks, another approves, and then it goes, through the operator or by hand. Never more than was paid.

use std::sync::Arc;

use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::clock::{Instant, Stamp};
use crate::failure::Failure;
use crate::idempotent::Once;
use crate::identity::{Actor, Permission};
use crate::operators::{MobileMoney, RefundOutcome};
use crate::origin::application::ApplicationStatus;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::ledger::{Entry, Fact, Standing};
use crate::origin::payment::{FeeOrderStatus, Operator};
use crate::origin::refund::{self, RefundAction, RefundReason, RefundStatus};
use crate::origin::refusal::Refusal;
use crate::quittances::{self, Printing};
use crate::reconciliation;
use crate::store::payments::{self, Attempt, FeeOrder};
use crate::store::reconciliation::is_claimed;
use crate::store::refunds::{self as store, ListedRefund, Refund};
use crate::store::statements::{self, StatementLine};
use crate::store::{Conn, Id, StoreError, applications, events, francs, ledger};

/// What somebody wants to give back.
#[derive(Debug, Clone)]
pub struct Request {
    pub of: Money,
    /// All that is left when absent.
    pub amount_xof: Option<i64>,
    pub note: String,
}

/// The money that goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Money {
    /// An attempt's.
    OfAttempt(Uuid),
    /// What a statement's line told and was put aside: nobody's, or more or less than was asked.
    OfLine(Uuid),
}

/// Asks for a refund of a payment, or of money that a statement's line told.
///
/// # Errors
/// [`Refusal::NotRefundable`] when the payment settles an application that is under way, [`Refusal::RefundTooMuch`] beyond what is left
/// of it, [`Refusal::NotPaid`] when there is no money, [`Refusal::ClaimUnderWay`] when somebody claims it.
pub async fn ask(app: &App, actor: &Actor, request: Request, once: Once) -> Result<ListedRefund, Failure> {
    if let Money::OfLine(line) = request.of {
        // It may have found its payment since it was put aside.
        reconciliation::look_again(app, line).await?;
    }
    let (actor, stamp) = (actor.clone(), app.clock.stamp());
    app.db
        .write(move |conn| {
            let (id, _) = once.run(conn, stamp.now, |conn| ask_now(conn, &actor, &request, &stamp))?;
            Ok(store::one_listed(conn, id)?)
        })
        .await
}

fn ask_now(conn: &mut Conn, actor: &Actor, request: &Request, stamp: &Stamp) -> Result<Uuid, Failure> {
    let asked = match request.of {
        Money::OfAttempt(id) => of_attempt(conn, id)?,
        Money::OfLine(id) => of_line(conn, id)?,
    };
    let wanted = request.amount_xof.unwrap_or(asked.paid - asked.promised);
    refund::within(francs(asked.paid)?, francs(asked.promised)?, francs(wanted)?)?;
    // A fee goes back whole or not at all: half a fee would leave a quittance that says too much.
    if asked.reason == RefundReason::ApplicationEnded && wanted != asked.paid {
        return Err(Refusal::RefundTooMuch.into());
    }
    let id = stamp.ids().make();
    let row = Refund {
        id: Id(id),
        attempt_id: asked.attempt.map(|(attempt, _)| attempt),
        order_id: asked.attempt.map(|(_, order)| order),
        line_id: asked.line,
        amount_xof: wanted,
        status: RefundStatus::Asked,
        reason: asked.reason,
        note: Some(request.note.clone()),
        created_at: stamp.now.into(),
        asked_by: Some(Id(actor.account_id)),
        asked_at: Some(stamp.now.into()),
        decided_by: None,
        decided_at: None,
        decision_note: None,
        executed_by: None,
        executed_at: None,
        operator_reference: None,
        trouble: None,
        version: 1,
    };
    store::insert(conn, &row)?;
    tell(conn, &row, None, RefundAction::Ask, By::from(actor), stamp.now)?;
    Ok(id)
}

/// Money somebody wants to give back.
struct Asked {
    /// The attempt and its order.
    attempt: Option<(Id, Id)>,
    line: Option<Id>,
    reason: RefundReason,
    paid: i64,
    promised: i64,
}

fn of_attempt(conn: &mut Conn, id: Uuid) -> Result<Asked, Failure> {
    let attempt = payments::attempt(conn, id)?;
    let order = payments::order(conn, attempt.order_id.0)?;
    let (standing, paid) = ledger::standing(conn, id)?.ok_or(Refusal::NotPaid)?;
    let reason = reason_for(conn, &standing, &order)?;
    let promised = store::promised(conn, id)?;
    Ok(Asked { attempt: Some((attempt.id, order.id)), line: None, reason, paid, promised })
}

fn of_line(conn: &mut Conn, id: Uuid) -> Result<Asked, Failure> {
    let line = statements::line(conn, id)?;
    let (standing, paid) = ledger::standing(conn, id)?.ok_or(Refusal::NotPaid)?;
    may_leave(conn, &line)?;
    let reason = match (standing, line.attempt_id) {
        (Standing::Overpayment, _) => RefundReason::Overpayment,
        (Standing::Suspense, Some(_)) => RefundReason::WrongMoney,
        (Standing::Suspense, None) => RefundReason::Unclaimed,
        (Standing::Income(_) | Standing::RefundPayable, _) => return Err(Refusal::NotPaid.into()),
    };
    let promised = store::promised_of_line(conn, id)?;
    Ok(Asked { attempt: None, line: Some(line.id), reason, paid, promised })
}

/// Money that is nobody's goes back only while nobody claims it, and while it has paid nothing.
fn may_leave(conn: &mut Conn, line: &StatementLine) -> Result<(), Failure> {
    if line.attempt_id.is_none()
        && payments::attempt_of_transaction(conn, line.operator, &line.transaction_id)?.is_some()
    {
        return Err(Refusal::TransactionUsed.into());
    }
    if line.operator == Operator::MerchantCode && is_claimed(conn, &line.transaction_id)? {
        return Err(Refusal::ClaimUnderWay.into());
    }
    Ok(())
}

/// Why this money may go back, if it may.
fn reason_for(conn: &mut Conn, standing: &Standing, order: &FeeOrder) -> Result<RefundReason, Failure> {
    match standing {
        Standing::Overpayment => Ok(RefundReason::Overpayment),
        Standing::Suspense => Ok(RefundReason::WrongMoney),
        Standing::RefundPayable => Err(Refusal::RefundTooMuch.into()),
        Standing::Income(_) => {
            let application = applications::find(conn, order.application_id.0)?.ok_or(Failure::NotFound)?;
            match application.status {
                ApplicationStatus::Refused | ApplicationStatus::Withdrawn | ApplicationStatus::Lapsed => {
                    Ok(RefundReason::ApplicationEnded)
                }
                ApplicationStatus::Draft
                | ApplicationStatus::Submitted
                | ApplicationStatus::AwaitingPayment
                | ApplicationStatus::Queued
                | ApplicationStatus::InReview
                | ApplicationStatus::AwaitingOpinion
                | ApplicationStatus::Returned
                | ApplicationStatus::Proposed
                | ApplicationStatus::Approved => Err(Refusal::NotRefundable.into()),
            }
        }
    }
}

fn tell(
    conn: &mut Conn,
    row: &Refund,
    from: Option<RefundStatus>,
    action: RefundAction,
    by: By,
    now: Instant,
) -> Result<(), StoreError> {
    let mut happening = Happening::new(RecordKind::Refund, row.id.0, label(conn, row)?, by, action.as_str())
        .with(json!({ "amountXof": row.amount_xof, "operatorReference": row.operator_reference }));
    happening.from = from.map(RefundStatus::as_str);
    happening.to = Some(row.status.as_str());
    happening.reason = match action {
        RefundAction::Ask => row.note.clone(),
        RefundAction::Refuse => row.decision_note.clone(),
        RefundAction::Return => row.trouble.clone(),
        RefundAction::Approve | RefundAction::Send | RefundAction::Finish => None,
    };
    events::append(conn, &happening, now).map(|_| ())
}

/// What a person does to a refund that exists.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Asks for the refund of money the service found to be too much.
    Ask {
        note: String,
    },
    Approve,
    Refuse {
        reason: String,
    },
    /// The operator is about to be told.
    Send,
    /// The operator said no, or its statement shows that the money was not sent.
    Return {
        reason: String,
    },
    /// The money was sent by other means; this is the operator's number of it.
    Finish {
        reference: String,
    },
}

impl Deed {
    const fn action(&self) -> RefundAction {
        match self {
            Self::Ask { .. } => RefundAction::Ask,
            Self::Approve => RefundAction::Approve,
            Self::Refuse { .. } => RefundAction::Refuse,
            Self::Send => RefundAction::Send,
            Self::Return { .. } => RefundAction::Return,
            Self::Finish { .. } => RefundAction::Finish,
        }
    }
}

/// Takes a step with a refund, whoever or whatever it comes from.
///
/// # Errors
/// [`Refusal::RefundNeedsTwo`] when whoever asked wants to approve; [`Refusal::NotInThisState`] when it is too late.
pub async fn act(app: &App, actor: &Actor, id: Uuid, deed: Deed) -> Result<ListedRefund, Failure> {
    let (actor, printing, stamp) = (actor.clone(), Printing::of(app), app.clock.stamp());
    // A statement may have told it before it was written down here: that is no difference any more.
    let is_told_otherwise = matches!(deed, Deed::Approve | Deed::Finish { .. });
    let done = app
        .db
        .write(move |conn| {
            act_now(conn, &actor, id, &deed, &printing, &stamp)?;
            Ok::<_, Failure>(store::one_listed(conn, id)?)
        })
        .await?;
    if is_told_otherwise && let Err(failure) = reconciliation::look_for_refund(app, &done.refund).await {
        // It is done all the same, and the next import or the day's end looks again.
        tracing::warn!(refund = %id, ?failure, "the lines of a refund were not looked at");
    }
    Ok(done)
}

fn act_now(
    conn: &mut Conn,
    actor: &Actor,
    id: Uuid,
    deed: &Deed,
    printing: &Printing,
    stamp: &Stamp,
) -> Result<(), Failure> {
    let before = store::find(conn, id)?;
    let (me, now) = (Some(Id(actor.account_id)), Some(stamp.now.into()));
    let mut after = Refund { status: refund::next(before.status, deed.action())?, ..before.clone() };
    match deed {
        Deed::Ask { note } => {
            (after.asked_by, after.asked_at, after.note) = (me, now, Some(note.clone()));
        }
        Deed::Approve => {
            refund::second_person(before.asked_by.map(Uuid::from), actor.account_id)?;
            (after.decided_by, after.decided_at) = (me, now);
            promise(conn, &before, stamp)?;
        }
        Deed::Refuse { reason } => {
            (after.decided_by, after.decided_at, after.decision_note) = (me, now, Some(reason.clone()));
        }
        Deed::Send => {}
        Deed::Return { reason } => after.trouble = Some(reason.clone()),
        Deed::Finish { reference } => {
            (after.executed_by, after.executed_at, after.operator_reference) = (me, now, Some(reference.clone()));
            after.trouble = None;
        }
    }
    store::advance(conn, &before, &after)?;
    tell(conn, &after, Some(before.status), deed.action(), By::from(actor), stamp.now)?;
    if after.status == RefundStatus::Done {
        pay_back(conn, &after, printing, Some(actor), stamp)?;
    }
    Ok(())
}

/// What people call the money: its order, or its number with the operator.
fn label(conn: &mut Conn, row: &Refund) -> Result<String, StoreError> {
    match (row.order_id, row.line_id) {
        (Some(order), _) => Ok(payments::order(conn, order.0)?.reference),
        (None, Some(line)) => {
            let line = statements::line(conn, line.0)?;
            Ok(format!("{} {}", line.operator, line.transaction_id))
        }
        (None, None) => Err(StoreError::Corrupt(format!("refund {} is of no money", row.id.0))),
    }
}

/// The attempt whose money goes back, with its order; none when it is a line's.
fn attempt_of(conn: &mut Conn, row: &Refund) -> Result<Option<(Attempt, FeeOrder)>, StoreError> {
    let Some(attempt) = row.attempt_id else { return Ok(None) };
    let attempt = payments::attempt(conn, attempt.0)?;
    let order = payments::order(conn, attempt.order_id.0)?;
    Ok(Some((attempt, order)))
}

/// The line that told the money.
fn line_of(conn: &mut Conn, row: &Refund) -> Result<StatementLine, StoreError> {
    let line = row.line_id.ok_or_else(|| StoreError::Corrupt(format!("refund {} is of no money", row.id.0)))?;
    statements::line(conn, line.0)
}

/// From now on the money is owed: the ledger says so, and the order.
fn promise(conn: &mut Conn, row: &Refund, stamp: &Stamp) -> Result<(), Failure> {
    let Some((attempt, order)) = attempt_of(conn, row)? else {
        let line = line_of(conn, row)?;
        let (standing, _) = ledger::standing(conn, line.id.0)?.ok_or(Refusal::NotPaid)?;
        may_leave(conn, &line)?;
        let entry = Entry::refund_decided(fact(conn, row)?, standing)?;
        return Ok(ledger::post(conn, stamp.ids().make(), &entry, stamp.now)?);
    };
    let (standing, _) = ledger::standing(conn, attempt.id.0)?.ok_or(Refusal::NotPaid)?;
    let was_fee = matches!(standing, Standing::Income(_));
    if was_fee {
        // Time has passed since it was asked for: an application may have been taken up again.
        reason_for(conn, &standing, &order)?;
    }
    let entry = Entry::refund_decided(fact(conn, row)?, standing)?;
    ledger::post(conn, stamp.ids().make(), &entry, stamp.now)?;
    if was_fee && order.status == FeeOrderStatus::Paid {
        change_order(conn, &order, FeeOrderStatus::RefundDue, stamp.now)?;
    }
    Ok(())
}

/// The money has gone: ledger, order, and the quittance of a fee that was given back.
fn pay_back(
    conn: &mut Conn,
    row: &Refund,
    printing: &Printing,
    by: Option<&Actor>,
    stamp: &Stamp,
) -> Result<(), Failure> {
    let fact = fact(conn, row)?;
    let Some((attempt, order)) = attempt_of(conn, row)? else {
        let entry = Entry::refund_executed(fact, line_of(conn, row)?.operator)?;
        return Ok(ledger::post(conn, stamp.ids().make(), &entry, stamp.now)?);
    };
    let entry = Entry::refund_executed(fact, attempt.operator)?;
    ledger::post(conn, stamp.ids().make(), &entry, stamp.now)?;
    let others = store::of_order(conn, order.id.0)?;
    let is_last = !others.iter().any(|one| !matches!(one.status, RefundStatus::Done | RefundStatus::Refused));
    if is_last && order.status == FeeOrderStatus::RefundDue {
        change_order(conn, &order, FeeOrderStatus::Refunded, stamp.now)?;
    }
    if row.reason == RefundReason::ApplicationEnded {
        quittances::cancel_of_order(conn, printing, order.id.0, "Remboursement du paiement", by, stamp.now)?;
    }
    Ok(())
}

fn change_order(conn: &mut Conn, order: &FeeOrder, to: FeeOrderStatus, now: Instant) -> Result<(), Failure> {
    payments::advance_order(conn, order, to, None)?;
    let happening = Happening::new(RecordKind::FeeOrder, order.id.0, &order.reference, By::Service, "refund")
        .change(order.status.as_str(), to.as_str());
    events::append(conn, &happening, now)?;
    Ok(())
}

fn fact(conn: &mut Conn, row: &Refund) -> Result<Fact, StoreError> {
    let memo = format!("{} {}", label(conn, row)?, row.reason);
    Ok(Fact { id: row.id.0, memo, amount: francs(row.amount_xof)? })
}

/// Has the operator send the money back. The order to do so is durable before the operator hears of it; what became of it is written
/// down even when the client hangs up.
///
/// # Errors
/// [`Refusal::RefundByHand`] when the operator has no such call.
pub async fn send(app: &App, actor: &Actor, id: Uuid) -> Result<ListedRefund, Failure> {
    let row = app.db.read(move |conn| store::find(conn, id).map_err(Failure::from)).await?;
    let amount = row.amount_xof;
    let attempt = app.db.read(move |conn| attempt_of(conn, &row).map_err(Failure::from)).await?;
    // What is no attempt's payment no operator knows how to give back.
    let (attempt, _) = attempt.ok_or(Refusal::RefundByHand)?;
    let provider = Arc::clone(app.payments.operators().get(attempt.operator).ok_or(Refusal::RefundByHand)?);
    if amount != attempt.amount_xof {
        // Operators send whole payments back and nothing else.
        return Err(Refusal::RefundByHand.into());
    }
    let (app, actor) = (app.clone(), actor.clone());
    let sending = tokio::spawn(async move { send_now(&app, &actor, id, &attempt, provider.as_ref()).await });
    sending.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the request was interrupted".into()).into()))
}

async fn send_now(
    app: &App,
    actor: &Actor,
    id: Uuid,
    attempt: &Attempt,
    provider: &dyn MobileMoney,
) -> Result<ListedRefund, Failure> {
    let known = app.payments.known(attempt).ok_or_else(|| StoreError::Corrupt("an attempt without amount".into()))?;
    act(app, actor, id, Deed::Send).await?;
    match provider.refund(&known, app.clock.now()).await {
        RefundOutcome::Done => {
            let reference = attempt.transaction_id.clone().unwrap_or_else(|| attempt.reference.clone());
            act(app, actor, id, Deed::Finish { reference }).await
        }
        RefundOutcome::Refused(trouble) | RefundOutcome::NotSent(trouble) => {
            act(app, actor, id, Deed::Return { reason: trouble.to_string() }).await
        }
        RefundOutcome::Unsupported => {
            act(app, actor, id, Deed::Return { reason: "unsupported".to_owned() }).await?;
            Err(Refusal::RefundByHand.into())
        }
        RefundOutcome::Unknown(trouble) => {
            // Nobody repeats it: the operator's next statement tells, and a person writes down what it says.
            tracing::error!(refund = %id, operator = %attempt.operator, %trouble, "it is not known whether a refund was sent");
            app.db.read(move |conn| store::one_listed(conn, id).map_err(Failure::from)).await
        }
    }
}

/// What this person may do to a refund now. `can_send` when its operator is switched on.
#[must_use]
pub fn allowed(row: &Refund, actor: &Actor, can_send: bool) -> Vec<&'static str> {
    let can_send = can_send && row.attempt_id.is_some();
    let is_second = row.asked_by.is_some_and(|asked_by| asked_by.0 != actor.account_id);
    let may = |action: RefundAction| match action {
        RefundAction::Ask | RefundAction::Finish | RefundAction::Return => actor.role.may(Permission::KeepBooks),
        RefundAction::Send => actor.role.may(Permission::KeepBooks) && can_send,
        RefundAction::Approve => actor.role.may(Permission::ApproveRefund) && is_second,
        RefundAction::Refuse => actor.role.may(Permission::ApproveRefund),
    };
    let open = RefundAction::ALL.iter().filter(|action| refund::next(row.status, **action).is_ok());
    open.filter(|action| may(**action)).map(|action| action.as_str()).collect()
}

/// A page of refunds, newest first, with one more than asked for when there are more; those in one of `statuses`, or all.
pub async fn list(
    app: &App,
    statuses: Vec<RefundStatus>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<ListedRefund>, Failure> {
    app.db.read(move |conn| store::list(conn, &statuses, before, limit + 1).map_err(Failure::from)).await
}

/// One refund.
pub async fn read(app: &App, id: Uuid) -> Result<ListedRefund, Failure> {
    app.db.read(move |conn| store::one_listed(conn, id).map_err(Failure::from)).await
}
