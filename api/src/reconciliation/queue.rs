//! What differs, and what a person decides about it.

use uuid::Uuid;

use super::{book_once, booked_at, fact, matching, second_person};
use crate::app::App;
use crate::clock::Stamp;
use crate::failure::Failure;
use crate::identity::Actor;
use crate::origin::event::By;
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::ledger::{Entry, EntryKind, Fact, business_key};
use crate::origin::payment::{AttemptStatus, Evidence, FeeOrderStatus, ReasonCode};
use crate::origin::reconciliation::{DiscrepancyStatus, FindingClass, LineKind, MatchBasis, Resolution};
use crate::origin::refusal::Refusal;
use crate::payment::{self, News, NewsSource};
use crate::quittances::Printing;
use crate::store::payments::{self, Attempt};
use crate::store::reconciliation::{self as records, Discrepancy, Outcome, Wanted};
use crate::store::refunds;
use crate::store::statements::{self as store, Match, StatementLine};
use crate::store::{At, Conn, Id, StoreError, francs, ledger};

/// A difference with both sides.
#[derive(Debug, Clone)]
pub struct Case {
    pub discrepancy: Discrepancy,
    pub line: Option<StatementLine>,
    pub attempt: Option<(Attempt, String)>,
    /// Attempts this may be, with the references of their orders.
    pub proposals: Vec<(Attempt, String)>,
    /// What the line has more than was asked (less when negative), where that can be booked.
    pub beyond_xof: Option<i64>,
    /// Whether the line is the payment of an attempt that its operator cannot be asked about.
    pub is_unaskable: bool,
    /// Whether the attempt's order waits for its money.
    pub is_unpaid: bool,
    /// Whoever brought the statement in.
    pub brought_in_by: Option<Id>,
}

impl Case {
    /// What a person may do about it now.
    #[must_use]
    pub fn actions(&self) -> Vec<Resolution> {
        if self.discrepancy.status == DiscrepancyStatus::Resolved {
            return Vec::new();
        }
        let is_money_in = self.line.as_ref().is_some_and(|line| line.amount_xof > 0);
        let is_first = self.line.as_ref().is_some_and(|line| line.occurrence == 1);
        let may = |action: &Resolution| match action {
            Resolution::ProposalAccepted => !self.proposals.is_empty(),
            Resolution::Adopted => self.attempt.is_some() && is_money_in && is_first,
            Resolution::ToSuspense => is_money_in,
            Resolution::SurplusSetAside => self.beyond_xof.is_some_and(|beyond| beyond > 0),
            Resolution::Corrected => self.beyond_xof.is_some_and(|beyond| beyond < 0),
            Resolution::Settled => self.is_unaskable && is_first,
            Resolution::FeeAccepted | Resolution::Explained | Resolution::Matched | Resolution::Claimed => true,
        };
        self.discrepancy.class.actions().iter().copied().filter(may).collect()
    }

    /// Which of them somebody else has to take, because this person brought the statement in.
    #[must_use]
    pub fn needing_another(&self, actor: &Actor) -> Vec<Resolution> {
        if self.brought_in_by != Some(Id(actor.account_id)) {
            return Vec::new();
        }
        let takes_two = |action: &Resolution| match action {
            Resolution::ProposalAccepted | Resolution::Corrected | Resolution::Settled => true,
            Resolution::Adopted => self.is_unpaid,
            Resolution::Matched
            | Resolution::Explained
            | Resolution::ToSuspense
            | Resolution::FeeAccepted
            | Resolution::Claimed
            | Resolution::SurplusSetAside => false,
        };
        self.actions().into_iter().filter(takes_two).collect()
    }
}

/// A page of differences, oldest first, with one more than asked for.
pub async fn list(app: &App, wanted: Wanted, limit: i64) -> Result<Vec<Case>, Failure> {
    app.db
        .read(move |conn| {
            let rows = records::list_discrepancies(conn, &wanted, limit + 1)?;
            rows.into_iter().map(|row| complete(conn, row)).collect()
        })
        .await
}

/// One difference.
pub async fn find(app: &App, id: Uuid) -> Result<Case, Failure> {
    app.db
        .read(move |conn| {
            let row = records::discrepancy(conn, id)?;
            complete(conn, row)
        })
        .await
}

/// Both sides of a difference.
pub fn complete(conn: &mut Conn, discrepancy: Discrepancy) -> Result<Case, Failure> {
    let line = discrepancy.line_id.map(|id| store::line(conn, id.0)).transpose()?;
    let attempt = discrepancy.attempt_id.map(|id| with_order(conn, id.0)).transpose()?;
    let ids: Vec<Uuid> = discrepancy.proposals.clone().parse()?;
    let proposals = ids.into_iter().map(|id| with_order(conn, id)).collect::<Result<_, _>>()?;
    let mut case = Case {
        discrepancy,
        line,
        attempt,
        proposals,
        beyond_xof: None,
        is_unaskable: false,
        is_unpaid: false,
        brought_in_by: None,
    };
    if case.discrepancy.status == DiscrepancyStatus::Open {
        weigh(conn, &mut case)?;
    }
    Ok(case)
}

/// Looks up what decides on what a person may do.
fn weigh(conn: &mut Conn, case: &mut Case) -> Result<(), Failure> {
    let Some(line) = &case.line else { return Ok(()) };
    case.brought_in_by = Some(store::file(conn, line.file_id.0)?.uploaded_by);
    let Some((attempt, _)) = case.attempt.as_ref().filter(|_| line.kind == LineKind::Payment) else { return Ok(()) };
    case.is_unpaid = payments::order(conn, attempt.order_id.0)?.status == FeeOrderStatus::Unpaid;
    case.is_unaskable = is_unaskable(attempt) && line.amount_xof == attempt.amount_xof;
    if case.discrepancy.class == FindingClass::AmountDiff {
        case.beyond_xof = beyond(conn, line, attempt)?;
    }
    Ok(())
}

/// Whether nobody can ask the operator about an attempt: its answer to our creation was lost, and with it the token it asks for.
fn is_unaskable(attempt: &Attempt) -> bool {
    let has_money = matches!(attempt.status, AttemptStatus::Succeeded | AttemptStatus::IntegrityFailure);
    attempt.operator.asks_for_its_token() && attempt.expires_at.is_none() && !has_money
}

/// What the line of a settled payment has more than was asked, while nothing of it was put right and nothing goes back. A line of nothing at
/// all is for a person.
fn beyond(conn: &mut Conn, line: &StatementLine, attempt: &Attempt) -> Result<Option<i64>, Failure> {
    let is_put_right = ledger::booked(conn, &business_key(EntryKind::SetAside, line.id.0))?.is_some()
        || records::reversal_of(conn, attempt.id.0)?.is_some();
    if attempt.status != AttemptStatus::Succeeded || is_put_right || line.amount_xof <= 0 {
        return Ok(None);
    }
    let beyond = line.amount_xof - attempt.amount_xof;
    let is_going_back = !records::refunds_decided(conn, &[attempt.id])?.is_empty();
    Ok((beyond > 0 || !is_going_back).then_some(beyond))
}

/// An attempt with the reference of its order.
pub fn with_order(conn: &mut Conn, attempt_id: Uuid) -> Result<(Attempt, String), Failure> {
    let attempt = payments::attempt(conn, attempt_id)?;
    let order = payments::order(conn, attempt.order_id.0)?;
    Ok((attempt, order.reference))
}

/// What a person wants done about a difference.
#[derive(Debug, Clone)]
pub struct Decision {
    pub action: Resolution,
    /// The attempt of an accepted proposal.
    pub attempt_id: Option<Uuid>,
    pub reason: Option<String>,
}

/// Has a difference looked at anew when we have learned more since it was noted: a person decides about what is, not about what was.
async fn weigh_again(app: &App, id: Uuid) -> Result<(), Failure> {
    let case = find(app, id).await?;
    let (operator, day) = (case.discrepancy.operator, case.discrepancy.day);
    let is_outdated = app.db.read(move |conn| is_outdated(conn, &case).map_err(Failure::from)).await?;
    if is_outdated { matching::reconcile_day(app, operator, day).await } else { Ok(()) }
}

/// Whether money that was noted as unknown has come into the books meanwhile, under the attempt it is of.
fn is_outdated(conn: &mut Conn, case: &Case) -> Result<bool, StoreError> {
    let is_unknown = case.discrepancy.class == FindingClass::MissingAtUs;
    let Some(line) = case.line.as_ref().filter(|line| is_unknown && line.kind == LineKind::Payment) else {
        return Ok(false);
    };
    let named = match &case.attempt {
        Some((attempt, _)) => Some(attempt.id.0),
        None => payments::attempt_of_transaction(conn, line.operator, &line.transaction_id)?,
    };
    let Some(attempt) = named else { return Ok(false) };
    let has_succeeded = payments::attempt(conn, attempt)?.status == AttemptStatus::Succeeded;
    Ok(has_succeeded || !ledger::in_suspense(conn, &[Id(attempt)])?.is_empty())
}

/// Does it, once.
pub async fn decide(app: &App, actor: &Actor, id: Uuid, decision: Decision) -> Result<Case, Failure> {
    weigh_again(app, id).await?;
    let (actor, printing, stamp) = (actor.clone(), Printing::of(app), app.clock.stamp());
    app.db
        .write(move |conn| {
            let row = records::discrepancy(conn, id)?;
            let case = complete(conn, row)?;
            if !case.actions().contains(&decision.action) || is_outdated(conn, &case)? {
                let state = case.discrepancy.status.as_str();
                return Err(Refusal::NotInThisState { state, action: decision.action.as_str() }.into());
            }
            take_effect(conn, (&actor, &printing), &case, &decision, &stamp)?;
            let outcome =
                Outcome { resolution: decision.action, reason: decision.reason.as_deref(), by: Some(actor.account_id) };
            records::resolve(conn, &case.discrepancy, &outcome, stamp.now)?;
            matching::tell(conn, &case.discrepancy, By::from(&actor), decision.action, &stamp)?;
            let row = records::discrepancy(conn, id)?;
            complete(conn, row)
        })
        .await
}

fn take_effect(
    conn: &mut Conn,
    (actor, printing): (&Actor, &Printing),
    case: &Case,
    decision: &Decision,
    stamp: &Stamp,
) -> Result<(), Failure> {
    let line = || case.line.as_ref().ok_or(Failure::NotFound);
    match decision.action {
        Resolution::ProposalAccepted => accept_proposal(conn, actor, case, line()?, decision.attempt_id, stamp),
        Resolution::ToSuspense => to_suspense(conn, case, line()?, stamp),
        Resolution::Adopted => adopt(conn, actor, case, line()?, stamp),
        Resolution::FeeAccepted => book_fee(conn, line()?, stamp),
        Resolution::SurplusSetAside => set_surplus_aside(conn, case, line()?, stamp),
        Resolution::Corrected => correct(conn, (actor, printing), case, line()?, stamp),
        Resolution::Settled => settle(conn, actor, case, line()?, stamp),
        Resolution::Explained => Ok(()),
        // What happens by itself is nobody's decision; `actions` never offers it.
        Resolution::Matched | Resolution::Claimed => Err(Failure::Forbidden),
    }
}

fn book_fee(conn: &mut Conn, line: &StatementLine, stamp: &Stamp) -> Result<(), Failure> {
    if line.fee_xof == 0 {
        return Ok(());
    }
    let entry = Entry::operator_fee(fact(line, line.fee_xof)?, line.operator);
    book_once(conn, entry, &mut stamp.series(3), booked_at(line, stamp.now))
}

/// What came beyond what was asked is owed to its payer; the books then say what the statement says.
fn set_surplus_aside(conn: &mut Conn, case: &Case, line: &StatementLine, stamp: &Stamp) -> Result<(), Failure> {
    let entry = Entry::surplus(fact(line, case.beyond_xof.unwrap_or_default())?, line.operator);
    book_once(conn, entry, &mut stamp.series(1), booked_at(line, stamp.now))?;
    book_fee(conn, line, stamp)
}

/// Less came than was asked: no order is paid by that. The payment is countered as one that the operator took back, the order is open again,
/// and what did come waits to go back. Whoever brought the statement in does not decide it.
fn correct(
    conn: &mut Conn,
    (actor, printing): (&Actor, &Printing),
    case: &Case,
    line: &StatementLine,
    stamp: &Stamp,
) -> Result<(), Failure> {
    second_person(conn, actor, line)?;
    let (attempt, _) = case.attempt.as_ref().ok_or(Failure::NotFound)?;
    let (standing, _) = ledger::standing(conn, attempt.id.0)?.ok_or(Refusal::NotPaid)?;
    let mut ids = stamp.series(1);
    let why = "Somme reçue inférieure à celle due";
    matching::reverse(conn, printing, (attempt, line, standing), why, &mut ids, stamp)?;
    let entry = Entry::too_little(fact(line, line.amount_xof)?, line.operator);
    book_once(conn, entry, &mut ids, booked_at(line, stamp.now))?;
    book_fee(conn, line, stamp)
}

/// The statement names our reference and the exact amount, and nobody can ask the operator: its line is the payment, through the one door for
/// news, when another person says so than the one who brought the statement in.
fn settle(conn: &mut Conn, actor: &Actor, case: &Case, line: &StatementLine, stamp: &Stamp) -> Result<(), Failure> {
    second_person(conn, actor, line)?;
    let (attempt, _) = case.attempt.as_ref().ok_or(Failure::NotFound)?;
    let news =
        News { transaction_id: Some(line.transaction_id.clone()), ..News::of(Evidence::Paid, NewsSource::Statement) };
    let settled = payment::apply(conn, attempt.id.0, &news, None, stamp)?;
    if settled.status != AttemptStatus::Succeeded {
        return Err(Refusal::TransactionUsed.into());
    }
    match_by_person(conn, (line, attempt.id.0), actor.account_id, stamp)?;
    book_fee(conn, line, stamp)
}

/// Money nobody knows waits for its owner; the books then say what the statement says.
fn to_suspense(conn: &mut Conn, case: &Case, line: &StatementLine, stamp: &Stamp) -> Result<(), Failure> {
    match &case.attempt {
        Some((attempt, _)) if attempt.status != AttemptStatus::Succeeded => quarantine(conn, attempt, line, stamp)?,
        Some(_) | None => {
            let entry = Entry::suspense(fact(line, line.amount_xof)?, line.operator);
            book_once(conn, entry, &mut stamp.series(1), booked_at(line, stamp.now))?;
        }
    }
    book_fee(conn, line, stamp)
}

/// Money that came for an attempt nobody knows to be paid waits under the attempt's own name and through the one door for news: whatever the
/// operator says of the attempt later finds it there, and nothing is booked twice.
fn quarantine(conn: &mut Conn, attempt: &Attempt, line: &StatementLine, stamp: &Stamp) -> Result<(), Failure> {
    if !ledger::in_suspense(conn, &[attempt.id])?.is_empty() {
        // What waits is the attempt's first payment; this is another one.
        let entry = Entry::suspense(fact(line, line.amount_xof)?, line.operator);
        return book_once(conn, entry, &mut stamp.series(1), booked_at(line, stamp.now));
    }
    let differs = line.amount_xof != attempt.amount_xof;
    let reason = if differs { ReasonCode::AmountDiffers } else { ReasonCode::BeingVerified };
    let news = News {
        transaction_id: Some(line.transaction_id.clone()),
        stated_xof: Some(line.amount_xof),
        differences: if differs { vec!["amount"] } else { Vec::new() },
        reason: Some((reason, None)),
        ..News::of(Evidence::PaidOtherwise, NewsSource::Statement)
    };
    payment::apply(conn, attempt.id.0, &news, None, stamp)?;
    // It may have been known as the wrong money before, without an amount in francs.
    let money = Fact { id: attempt.id.0, memo: attempt.reference.clone(), amount: francs(line.amount_xof)? };
    book_once(conn, Entry::suspense(money, line.operator), &mut stamp.series(1), stamp.now)
}

/// Notes that a line is an attempt's payment because a person says so.
pub fn match_by_person(
    conn: &mut Conn,
    (line, attempt_id): (&StatementLine, Uuid),
    by: Uuid,
    stamp: &Stamp,
) -> Result<(), Failure> {
    let found = Match {
        line_id: line.id,
        attempt_id: Id(attempt_id),
        basis: MatchBasis::Person,
        at: At(stamp.now),
        approved_by: Some(Id(by)),
    };
    if !store::insert_match(conn, &found)? {
        return Err(Refusal::TransactionUsed.into());
    }
    Ok(store::classify(conn, line.id.0, FindingClass::Matched, (Some(attempt_id), None))?)
}

fn accept_proposal(
    conn: &mut Conn,
    actor: &Actor,
    case: &Case,
    line: &StatementLine,
    chosen: Option<Uuid>,
    stamp: &Stamp,
) -> Result<(), Failure> {
    let chosen = chosen.ok_or_else(|| Fault::at("/attemptId", FaultCode::Required))?;
    if !case.proposals.iter().any(|(attempt, _)| attempt.id.0 == chosen) {
        return Err(Fault::at("/attemptId", FaultCode::UnknownValue).into());
    }
    second_person(conn, actor, line)?;
    match_by_person(conn, (line, chosen), actor.account_id, stamp)?;
    book_fee(conn, line, stamp)?;
    if let Some(missing) = records::missing_at_provider(conn, chosen)?
        && missing.status == DiscrepancyStatus::Open
    {
        let by = Some(actor.account_id);
        let outcome = Outcome { resolution: Resolution::ProposalAccepted, reason: None, by };
        records::resolve(conn, &missing, &outcome, stamp.now)?;
        matching::tell(conn, &missing, By::from(actor), Resolution::ProposalAccepted, stamp)?;
    }
    Ok(())
}

/// A second payment of the same order becomes an attempt of its own, overpaid and due to go back. Where the first one was taken back, or
/// was not what was asked for, it pays the order: then another person decides than who brought the statement in.
fn adopt(conn: &mut Conn, actor: &Actor, case: &Case, line: &StatementLine, stamp: &Stamp) -> Result<(), Failure> {
    let (attempt, _) = case.attempt.as_ref().ok_or(Failure::NotFound)?;
    let order = payments::order(conn, attempt.order_id.0)?;
    if order.status == FeeOrderStatus::Unpaid {
        second_person(conn, actor, line)?;
    }
    if refunds::promised_of_line(conn, line.id.0)? > 0 {
        return Err(Refusal::MoneyGoesBack.into());
    }
    matching::withdraw_suspense(conn, line, &mut stamp.series(2), stamp)?;
    let adopted = payment::settle_from_statement(conn, attempt.order_id.0, line, actor.account_id, stamp)?;
    match_by_person(conn, (line, adopted.id.0), actor.account_id, stamp)?;
    book_fee(conn, line, stamp)
}
