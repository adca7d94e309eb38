//! "I paid by merchant code": the payer gives the transaction's number from the message on the phone, a statement bears it out, a person
//! of the agency approves, and the payment goes through the same door as every other.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{book_once, fact, matching, queue, second_person};
use crate::app::App;
use crate::clock::Stamp;
use crate::failure::Failure;
use crate::idempotent::Once;
use crate::identity::Actor;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::fault::{Fault, FaultCode, Faults};
use crate::origin::ledger::{Entry, EntryKind, Release, business_key};
use crate::origin::payment::{FeeOrderStatus, Operator};
use crate::origin::reconciliation::{ClaimStatus, DiscrepancyStatus, Resolution};
use crate::origin::refusal::Refusal;
use crate::payment;
use crate::store::payments;
use crate::store::reconciliation::{self as records, Claim, Outcome};
use crate::store::refunds;
use crate::store::statements::{self as store, StatementLine};
use crate::store::{At, Conn, Id, events, ledger};
use crate::text_enum;

/// What a payer says.
#[derive(Debug, Clone)]
pub struct NewClaim {
    pub transaction_id: String,
    pub amount_xof: i64,
    pub paid_on: NaiveDate,
}

text_enum! {
    /// How a claim stands against the statements.
    pub enum Evidence {
        /// No imported statement has the number at the time that is claimed, or only as a payment that was taken back.
        NotFound = "not_found",
        /// The number is there with another amount.
        OtherAmount = "other_amount",
        /// The number has paid an order already.
        Used = "used",
        /// The number's money is on its way back to whoever sent it.
        GoingBack = "going_back",
        /// A statement bears the claim out.
        Found = "found",
    }
}

/// A claim with what the statements say and the order's reference.
#[derive(Debug, Clone)]
pub struct ClaimCase {
    pub claim: Claim,
    pub order_reference: String,
    pub order_amount_xof: i64,
    pub evidence: Evidence,
    pub line: Option<StatementLine>,
    /// Whoever brought the line's statement in or put its money into suspense: another person approves.
    pub bound: Vec<Id>,
}

impl ClaimCase {
    /// Whether somebody else has to approve it.
    #[must_use]
    pub fn needs_another(&self, actor: &Actor) -> bool {
        self.claim.status == ClaimStatus::Pending && self.bound.contains(&Id(actor.account_id))
    }
}

const TRANSACTION_MAX: usize = 40;

/// The number as operators print it: people copy it with spaces and small letters.
fn checked(given: &NewClaim, today: NaiveDate) -> Result<NewClaim, Vec<Fault>> {
    let mut faults = Faults::default();
    let number: String = given.transaction_id.chars().filter(|c| !c.is_whitespace()).collect();
    let number = faults.text("/transactionId", Some(&number), TRANSACTION_MAX).filter(|number| {
        let plain = number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'));
        if !plain || number.len() < 4 {
            faults.add("/transactionId", FaultCode::Malformed { example: "MP261121.1341.A00073" });
        }
        plain && number.len() >= 4
    });
    if !(1..=100_000_000).contains(&given.amount_xof) {
        faults.add("/amountXof", FaultCode::OutOfRange { min: 1, max: 100_000_000 });
    }
    if given.paid_on > today {
        faults.add("/paidOn", FaultCode::InTheFuture);
    }
    faults.finish(number.map(|number| NewClaim { transaction_id: number.to_uppercase(), ..given.clone() }))
}

/// Writes a claim down. It pays nothing yet.
pub async fn create(
    app: &App,
    actor: &Actor,
    order_id: Uuid,
    given: NewClaim,
    once: Once,
) -> Result<ClaimCase, Failure> {
    let (actor, stamp) = (actor.clone(), app.clock.stamp());
    let given = checked(&given, stamp.now.date_naive())?;
    app.db
        .write(move |conn| {
            let (id, _) = once.run(conn, stamp.now, |conn| new_claim(conn, &actor, order_id, &given, &stamp))?;
            let claim = records::claim(conn, id)?;
            complete(conn, claim)
        })
        .await
}

fn new_claim(conn: &mut Conn, actor: &Actor, order_id: Uuid, given: &NewClaim, stamp: &Stamp) -> Result<Uuid, Failure> {
    let order = payment::visible_order(conn, actor, order_id)?;
    if order.status != FeeOrderStatus::Unpaid {
        return Err(Refusal::OrderNotPayable.into());
    }
    let claim = Claim {
        id: Id(stamp.ids().make()),
        order_id: order.id,
        exporter_id: order.exporter_id,
        transaction_id: given.transaction_id.clone(),
        amount_xof: given.amount_xof,
        paid_on: given.paid_on,
        status: ClaimStatus::Pending,
        line_id: None,
        attempt_id: None,
        created_by: Id(actor.account_id),
        created_at: At(stamp.now),
        decided_by: None,
        decided_at: None,
        reason: None,
        version: 1,
    };
    if !records::insert_claim(conn, &claim)? {
        return Err(Refusal::ClaimUnderWay.into());
    }
    let facts = serde_json::json!({ "transactionId": claim.transaction_id, "amountXof": claim.amount_xof });
    let mut happening =
        Happening::new(RecordKind::PaymentClaim, claim.id.0, &order.reference, By::from(actor), "claim").with(facts);
    happening.to = Some(ClaimStatus::Pending.as_str());
    events::append(conn, &happening, stamp.now)?;
    Ok(claim.id.0)
}

/// What the statements say of a claim.
pub fn complete(conn: &mut Conn, claim: Claim) -> Result<ClaimCase, Failure> {
    let order = payments::order(conn, claim.order_id.0)?;
    let paid = store::attempts_paid_by(conn, &claim.transaction_id)?;
    let (evidence, line) = if paid.iter().any(|attempt| claim.attempt_id != Some(*attempt)) {
        (Evidence::Used, None)
    } else {
        weigh(conn, &claim, order.amount_xof)?
    };
    let bound = match &line {
        Some(line) if claim.status == ClaimStatus::Pending => bound_by(conn, line)?,
        Some(_) | None => Vec::new(),
    };
    Ok(ClaimCase { order_reference: order.reference, order_amount_xof: order.amount_xof, claim, evidence, line, bound })
}

/// Who may not say what a line pays: whoever brought it in, and whoever put its money into suspense.
fn bound_by(conn: &mut Conn, line: &StatementLine) -> Result<Vec<Id>, Failure> {
    let mut bound = vec![store::file(conn, line.file_id.0)?.uploaded_by];
    if ledger::booked(conn, &business_key(EntryKind::Suspense, line.id.0))?.is_some() {
        bound.extend(records::discrepancy_of_line(conn, line.id.0)?.and_then(|known| known.resolved_by));
    }
    Ok(bound)
}

/// A payer may be a day off, late at night or early in the morning; no more.
const DAYS_OFF: i64 = 1;

/// Holds a claim against the statements' lines with its number.
fn weigh(conn: &mut Conn, claim: &Claim, owed_xof: i64) -> Result<(Evidence, Option<StatementLine>), Failure> {
    let lines = store::payment_lines_of_transaction(conn, Operator::MerchantCode, &claim.transaction_id)?;
    let Some(first) = lines.first().cloned() else { return Ok((Evidence::NotFound, None)) };
    if store::is_taken_back(conn, Operator::MerchantCode, &claim.transaction_id)? {
        return Ok((Evidence::NotFound, None));
    }
    if claim.status == ClaimStatus::Pending
        && refunds::is_going_back(conn, Operator::MerchantCode, &first.transaction_id)?
    {
        return Ok((Evidence::GoingBack, Some(first)));
    }
    let is_of_the_day = |line: &&StatementLine| (line.at.0.date_naive() - claim.paid_on).num_days().abs() <= DAYS_OFF;
    let timely: Vec<&StatementLine> = lines.iter().filter(is_of_the_day).collect();
    let exact = timely.iter().find(|line| line.amount_xof == claim.amount_xof && line.amount_xof == owed_xof);
    Ok(match (timely.first(), exact) {
        // Shown, so that whoever examines the claim sees its day.
        (None, _) => (Evidence::NotFound, Some(first)),
        (Some(_), Some(exact)) => (Evidence::Found, Some((*exact).clone())),
        (Some(other), None) => (Evidence::OtherAmount, Some((*other).clone())),
    })
}

/// The claims of an order, as those who may see it see them.
pub async fn of_order(app: &App, actor: &Actor, order_id: Uuid) -> Result<Vec<ClaimCase>, Failure> {
    let actor = actor.clone();
    app.db
        .read(move |conn| {
            payment::visible_order(conn, &actor, order_id)?;
            let claims = records::claims_of_order(conn, order_id)?;
            claims.into_iter().map(|claim| complete(conn, claim)).collect()
        })
        .await
}

/// A page of claims for the agency, oldest first, with one more than asked for.
pub async fn list(
    app: &App,
    status: Option<ClaimStatus>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<ClaimCase>, Failure> {
    app.db
        .read(move |conn| {
            let claims = records::list_claims(conn, status, after, limit + 1)?;
            claims.into_iter().map(|claim| complete(conn, claim)).collect()
        })
        .await
}

/// Approves a claim that a statement bears out: the order is paid.
pub async fn approve(app: &App, actor: &Actor, id: Uuid) -> Result<ClaimCase, Failure> {
    let (actor, stamp) = (actor.clone(), app.clock.stamp());
    app.db
        .write(move |conn| {
            let claim = pending(conn, id, "approve")?;
            let case = complete(conn, claim)?;
            let line = match (case.evidence, &case.line) {
                (Evidence::Found, Some(line)) => line.clone(),
                (Evidence::Used, _) => return Err(Refusal::TransactionUsed.into()),
                (Evidence::GoingBack, _) => return Err(Refusal::MoneyGoesBack.into()),
                _ => return Err(Refusal::ClaimNotBorneOut.into()),
            };
            second_person(conn, &actor, &line)?;
            settle(conn, &actor, &case.claim, &line, &stamp)?;
            let claim = records::claim(conn, id)?;
            complete(conn, claim)
        })
        .await
}

fn pending(conn: &mut Conn, id: Uuid, action: &'static str) -> Result<Claim, Failure> {
    let claim = records::claim(conn, id)?;
    if claim.status != ClaimStatus::Pending {
        return Err(Refusal::NotInThisState { state: claim.status.as_str(), action }.into());
    }
    Ok(claim)
}

fn settle(conn: &mut Conn, actor: &Actor, claim: &Claim, line: &StatementLine, stamp: &Stamp) -> Result<(), Failure> {
    let mut ids = stamp.series(1);
    let waiting = records::discrepancy_of_line(conn, line.id.0)?;
    if ledger::booked(conn, &business_key(EntryKind::Suspense, line.id.0))?.is_some() {
        // Taking money out of suspense takes another person than putting it there.
        if waiting.as_ref().is_none_or(|known| known.resolved_by == Some(Id(actor.account_id))) {
            return Err(Refusal::SecondPersonNeeded.into());
        }
        let released = Entry::suspense_released(fact(line, line.amount_xof)?, Release::Withdrawn(line.operator));
        book_once(conn, released, &mut ids, stamp.now)?;
    }
    let paid = payment::settle_from_statement(conn, claim.order_id.0, line, actor.account_id, stamp)?;
    queue::match_by_person(conn, (line, paid.id.0), actor.account_id, stamp)?;
    if let Some(known) = waiting.filter(|known| known.status == DiscrepancyStatus::Open) {
        let outcome = Outcome { resolution: Resolution::Claimed, reason: None, by: Some(actor.account_id) };
        records::resolve(conn, &known, &outcome, stamp.now)?;
        matching::tell(conn, &known, By::from(actor), Resolution::Claimed, stamp)?;
    }
    decide(conn, actor, claim, (ClaimStatus::Approved, None), Some((line.id, paid.id)), stamp)
}

/// Refuses a claim, with the reason its payer reads.
pub async fn refuse(app: &App, actor: &Actor, id: Uuid, reason: String) -> Result<ClaimCase, Failure> {
    let (actor, stamp) = (actor.clone(), app.clock.stamp());
    app.db
        .write(move |conn| {
            let claim = pending(conn, id, "refuse")?;
            decide(conn, &actor, &claim, (ClaimStatus::Refused, Some(reason.clone())), None, &stamp)?;
            let claim = records::claim(conn, id)?;
            complete(conn, claim)
        })
        .await
}

fn decide(
    conn: &mut Conn,
    actor: &Actor,
    before: &Claim,
    (status, reason): (ClaimStatus, Option<String>),
    paid: Option<(Id, Id)>,
    stamp: &Stamp,
) -> Result<(), Failure> {
    let after = Claim {
        status,
        reason,
        line_id: paid.map(|(line, _)| line),
        attempt_id: paid.map(|(_, attempt)| attempt),
        decided_by: Some(Id(actor.account_id)),
        decided_at: Some(At(stamp.now)),
        ..before.clone()
    };
    records::decide_claim(conn, before, &after)?;
    let order = payments::order(conn, before.order_id.0)?;
    let action = if status == ClaimStatus::Approved { "approve" } else { "refuse" };
    let happening = Happening::new(RecordKind::PaymentClaim, before.id.0, order.reference, By::from(actor), action)
        .change(before.status.as_str(), status.as_str());
    events::append(conn, &happening, stamp.now)?;
    Ok(())
}
