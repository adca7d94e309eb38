//! A day's lines held against its attempts, and what follows from it in the same write.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::{account, book_once, booked_at, fact};
use crate::app::App;
use crate::clock::{Ids, Stamp};
use crate::failure::Failure;
use crate::origin::day::span;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::ledger::{Entry, EntryKind, Fact, Release, Standing};
use crate::origin::money::Francs;
use crate::origin::payment::{AttemptStatus, FeeOrderStatus, Operator};
use crate::origin::reconciliation::{
    AttemptFacts, DiscrepancyStatus, Finding, FindingClass, HeldFacts, LineFacts, LineKind, MatchBasis, Resolution,
    SentBack, reconcile, untold,
};
use crate::origin::refund::RefundStatus;
use crate::origin::tally;
use crate::quittances::{self, Printing};
use crate::statement::Profiles;
use crate::store::payments::{self, Attempt, FeeOrder};
use crate::store::reconciliation::{self as records, Discrepancy, Outcome};
use crate::store::refunds::{self, HeldRefund};
use crate::store::statements::{self as store, AttemptRow, Match, StatementLine};
use crate::store::{At, Conn, Document, Id, StoreError, applications, counters, events, francs, ledger};

/// Holds one account's day against the attempts, as often as one likes: what was found before stays, what a person decided stays.
pub async fn reconcile_day(app: &App, operator: Operator, day: NaiveDate) -> Result<(), Failure> {
    let (stamp, profiles, printing) = (app.clock.stamp(), app.statements.clone(), Printing::of(app));
    app.db.write(move |conn| run(conn, (&profiles, &printing), (operator, day), &stamp)).await?;
    // A lost callback is asked about at once.
    app.payments.wake_up(operator);
    Ok(())
}

/// One day's work.
struct Run<'a> {
    operator: Operator,
    day: NaiveDate,
    printing: &'a Printing,
    lines: HashMap<Uuid, StatementLine>,
    /// The francs of lines that wait in suspense under the line's own name.
    waiting: HashMap<Id, i64>,
    stamp: &'a Stamp,
}

pub fn run(
    conn: &mut Conn,
    (profiles, printing): (&Profiles, &Printing),
    (operator, day): (Operator, NaiveDate),
    stamp: &Stamp,
) -> Result<(), Failure> {
    if !operator.has_statements() {
        return Ok(());
    }
    let mut attempts = attempts_of_day(conn, operator, day)?;
    let lines = lines_of(conn, (operator, day), &attempts)?;
    attempts.extend(attempts_named(conn, operator, &lines)?);
    let held = held_facts(conn, (operator, day), &lines)?;
    let facts = lines.iter().map(line_facts).collect::<Result<Vec<_>, _>>()?;
    let attempts = attempt_facts(conn, profiles, (operator, day), attempts, &lines)?;
    let waiting = ledger::in_suspense(conn, &lines.iter().map(|line| line.id).collect::<Vec<_>>())?;
    let lines = lines.into_iter().map(|line| (line.id.0, line)).collect();
    let mut run = Run { operator, day, printing, lines, waiting, stamp };
    let mut ids = stamp.ids();
    for mut finding in reconcile(&facts, &attempts, &held) {
        if let (FindingClass::Reversal, Some(line)) = (finding.class, finding.line)
            && let Some(attempt) = records::reversed_by(conn, line)?
        {
            // What a line has taken back stays so, also when another attempt has got the line's number since.
            finding.about = Some(attempt);
        }
        run.take(conn, &finding, &mut ids)?;
    }
    Ok(())
}

/// The attempts whose money came or went on a day, as our books have it: settled, put into suspense, sent back.
fn attempts_of_day(conn: &mut Conn, operator: Operator, day: NaiveDate) -> Result<Vec<AttemptRow>, Failure> {
    let mut rows = store::attempts_settled(conn, operator, span(day, day))?;
    let mut others = records::attempts_refunded(conn, operator, span(day, day))?;
    for (key, _, _) in ledger::movements(conn, &account(operator), span(day, day))? {
        if let Some((kind, id)) = key.split_once(':')
            && kind == EntryKind::Suspense.as_str()
        {
            others.extend(id.parse::<Uuid>().map(Id));
        }
    }
    rows.extend(store::attempts_of_ids(conn, operator, &others)?);
    Ok(rows)
}

/// The lines of a day, and lines of other days that name its attempts and are nobody's yet: a payment may settle long after its
/// statement. What a person has matched is not weighed again.
fn lines_of(
    conn: &mut Conn,
    (operator, day): (Operator, NaiveDate),
    attempts: &[AttemptRow],
) -> Result<Vec<StatementLine>, Failure> {
    let mut lines = store::lines_of_day(conn, operator, day)?;
    let transactions: Vec<String> = attempts.iter().filter_map(|row| row.2.clone()).collect();
    let references: Vec<String> = attempts.iter().map(|row| row.1.clone()).collect();
    let elsewhere = store::unmatched_payments_elsewhere(conn, (operator, day), (&transactions, &references))?;
    let mut seen: HashSet<Id> = lines.iter().map(|line| line.id).collect();
    lines.extend(elsewhere.into_iter().filter(|line| seen.insert(line.id)));
    let ids: Vec<Id> = lines.iter().map(|line| line.id).collect();
    let matches = store::matches_of_lines(conn, &ids)?.into_iter();
    let by_person: HashSet<Id> =
        matches.filter(|found| found.basis == MatchBasis::Person).map(|found| found.line_id).collect();
    lines.retain(|line| !by_person.contains(&line.id));
    Ok(lines)
}

/// The attempts that lines name.
fn attempts_named(conn: &mut Conn, operator: Operator, lines: &[StatementLine]) -> Result<Vec<AttemptRow>, Failure> {
    let transactions: Vec<String> =
        lines.iter().flat_map(|line| [Some(line.transaction_id.clone()), line.linked.clone()]).flatten().collect();
    let references: Vec<String> = lines.iter().filter_map(|line| line.reference.clone()).collect();
    let mut rows = store::attempts_named(conn, operator, (&transactions, &references))?;
    let refunded = records::attempts_refunded_under(conn, operator, &numbers_going_out(lines))?;
    rows.extend(store::attempts_of_ids(conn, operator, &refunded)?);
    Ok(rows)
}

/// The numbers of movements that may be money we sent back.
fn numbers_going_out(lines: &[StatementLine]) -> Vec<String> {
    let is_out = |line: &&StatementLine| line.amount_xof < 0 && !matches!(line.kind, LineKind::Sweep | LineKind::Fee);
    lines.iter().filter(is_out).map(|line| line.transaction_id.clone()).collect()
}

/// What lines told and is no attempt's, with its refunds that two people decided and that lines of no other day tell.
fn held_facts(
    conn: &mut Conn,
    (operator, day): (Operator, NaiveDate),
    lines: &[StatementLine],
) -> Result<Vec<HeldFacts>, StoreError> {
    let mut numbers = numbers_going_out(lines);
    numbers.extend(lines.iter().filter_map(|line| line.linked.clone()));
    let looked_at: HashSet<Id> = lines.iter().map(|line| line.id).collect();
    let decided = refunds::held_refunds(conn, operator, span(day, day), &numbers)?;
    let ids: Vec<Id> = decided.iter().map(|one| one.refund.id).collect();
    let numbers: HashMap<Id, &str> =
        decided.iter().filter_map(|one| Some((one.refund.id, one.refund.operator_reference.as_deref()?))).collect();
    // What was taken for a refund although the amount differs was not it, if its number has turned out to be another.
    let is_it = |line: &StatementLine, refund: &Id| {
        let same = numbers.get(refund).is_none_or(|number| number.eq_ignore_ascii_case(&line.transaction_id));
        same || line.class != Some(FindingClass::AmountDiff)
    };
    let telling = store::lines_telling(conn, &ids)?.into_iter().filter(|line| !looked_at.contains(&line.id));
    let told: HashSet<Id> = telling.filter_map(|line| line.refund_id.filter(|refund| is_it(&line, refund))).collect();
    let mut held: HashMap<Id, HeldFacts> = HashMap::new();
    for HeldRefund { refund, line } in decided.into_iter().filter(|one| !told.contains(&one.refund.id)) {
        let facts = held.entry(line.id).or_insert_with(|| HeldFacts {
            line: line.id.0,
            attempt: line.attempt_id.map(Uuid::from),
            transaction_id: line.transaction_id.clone(),
            sent_back: Vec::new(),
        });
        facts.sent_back.push(SentBack {
            refund: refund.id.0,
            number: refund.operator_reference,
            amount: francs(refund.amount_xof)?,
            is_done: refund.status == RefundStatus::Done,
            is_of_the_day: refund.executed_at.is_some_and(|at| at.0.date_naive() == day),
        });
    }
    Ok(held.into_values().collect())
}

fn line_facts(line: &StatementLine) -> Result<LineFacts, StoreError> {
    Ok(LineFacts {
        id: line.id.0,
        at: line.at.0,
        kind: line.kind,
        transaction_id: line.transaction_id.clone(),
        amount: francs(line.amount_xof)?,
        fee: francs(line.fee_xof)?,
        reference: line.reference.clone(),
        linked: line.linked.clone(),
        occurrence: u32::try_from(line.occurrence).unwrap_or(u32::MAX),
    })
}

fn attempt_facts(
    conn: &mut Conn,
    profiles: &Profiles,
    (operator, day): (Operator, NaiveDate),
    mut rows: Vec<AttemptRow>,
    lines: &[StatementLine],
) -> Result<Vec<AttemptFacts>, Failure> {
    let mut seen = HashSet::new();
    rows.retain(|row| seen.insert(row.0));
    let ids: Vec<Id> = rows.iter().map(|row| row.0).collect();
    let looked_at: HashSet<Id> = lines.iter().map(|line| line.id).collect();
    let elsewhere: HashSet<Id> = store::matches_of_attempts(conn, &ids)?
        .into_iter()
        .filter(|found| !looked_at.contains(&found.line_id))
        .map(|found| found.attempt_id)
        .collect();
    let suspense = ledger::in_suspense(conn, &ids)?;
    let mut sent_back = sent_back(conn, &ids, day, &looked_at)?;
    let facts = |(id, reference, transaction_id, asked, status, settled_at, created_at): AttemptRow| {
        let waiting = suspense.get(&id).copied();
        let amount = waiting.unwrap_or(asked);
        Ok(AttemptFacts {
            id: id.0,
            reference,
            transaction_id,
            amount: francs(amount)?,
            expected_fee: francs(profiles.expected_fee(operator, amount))?,
            at: settled_at.unwrap_or(created_at).0,
            is_booked: status == AttemptStatus::Succeeded || waiting.is_some(),
            sent_back: sent_back.remove(&id).unwrap_or_default(),
            matched_elsewhere: elsewhere.contains(&id),
        })
    };
    rows.into_iter().map(facts).collect::<Result<_, StoreError>>().map_err(Failure::from)
}

/// The refunds of these attempts that two people decided and that lines of no other day tell.
fn sent_back(
    conn: &mut Conn,
    attempts: &[Id],
    day: NaiveDate,
    looked_at: &HashSet<Id>,
) -> Result<HashMap<Id, Vec<SentBack>>, StoreError> {
    let mut told: HashMap<Id, Vec<Francs>> = HashMap::new();
    let rows = store::refunds_told(conn, attempts)?;
    let known: Vec<Id> = rows.iter().filter_map(|(.., refund)| *refund).collect();
    let of_lines: HashSet<Id> = refunds::lines_of(conn, &known)?.into_iter().map(|(refund, _)| refund).collect();
    for (line, attempt, amount, refund) in rows {
        if !looked_at.contains(&line) && refund.is_none_or(|refund| !of_lines.contains(&refund)) {
            told.entry(attempt).or_default().push(francs(amount)?);
        }
    }
    let mut by_attempt: HashMap<Id, Vec<SentBack>> = HashMap::new();
    for refund in records::refunds_decided(conn, attempts)? {
        let is_of_the_day = refund.executed_at.is_some_and(|at| at.0.date_naive() == day);
        let is_done = refund.status == RefundStatus::Done;
        by_attempt.entry(refund.attempt_id).or_default().push(SentBack {
            refund: refund.id.0,
            number: refund.operator_reference,
            amount: francs(refund.amount_xof)?,
            is_done,
            is_of_the_day,
        });
    }
    let left = |(attempt, refunds)| (attempt, untold(refunds, told.get(&attempt).map_or(&[], Vec::as_slice)));
    Ok(by_attempt.into_iter().map(left).collect())
}

impl Run<'_> {
    /// Lets one finding take effect.
    fn take(&mut self, conn: &mut Conn, finding: &Finding, ids: &mut Ids) -> Result<(), Failure> {
        let line = finding.line.and_then(|id| self.lines.get(&id)).cloned();
        if let Some(line) = &line {
            let subject = finding.attempt.or(finding.about);
            store::classify(conn, line.id.0, finding.class, (subject, finding.refund))?;
        }
        if let (Some(line), Some(attempt), Some(basis)) = (&line, finding.attempt, finding.basis) {
            self.match_up(conn, (line, attempt, basis))?;
            if self.waiting.remove(&line.id).is_some() {
                withdraw_suspense(conn, line, ids, self.stamp)?;
            }
        }
        match (&line, finding.class) {
            (Some(line), FindingClass::Matched) => {
                if let Some(refund) = finding.refund {
                    self.refund_turned_up(conn, refund, finding.about)?;
                }
                self.book_movement(conn, line, ids)?;
                self.settle_discrepancy(conn, line)
            }
            (Some(line), FindingClass::Reversal) => {
                let is_booked = match finding.about {
                    Some(attempt) => take_back(conn, self.printing, (attempt, line), ids, self.stamp)?,
                    None => false,
                };
                // What the books took back with the operator is no difference any more.
                let booked_xof = if is_booked { line.amount_xof } else { finding.booked_xof };
                self.note(conn, &Finding { booked_xof, ..finding.clone() }, Some(line), ids)
            }
            (line, _) => self.note(conn, finding, line.as_ref(), ids),
        }
    }

    fn match_up(
        &self,
        conn: &mut Conn,
        (line, attempt, basis): (&StatementLine, Uuid, MatchBasis),
    ) -> Result<(), Failure> {
        let found =
            Match { line_id: line.id, attempt_id: Id(attempt), basis, at: At(self.stamp.now), approved_by: None };
        if !store::rematch(conn, &found)? {
            return Err(StoreError::Busy("a person has just matched the line or the attempt".into()).into());
        }
        self.turned_up(conn, attempt, |missing| missing.amount_xof <= 0)
    }

    /// What the operator seemed not to have is there after all: an attempt's payment, or its refund.
    fn turned_up(&self, conn: &mut Conn, attempt: Uuid, is_this: impl Fn(&Discrepancy) -> bool) -> Result<(), Failure> {
        match records::missing_at_provider(conn, attempt)? {
            Some(missing) if missing.status == DiscrepancyStatus::Open && is_this(&missing) => {
                self.close(conn, &missing)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// A refund that the operator seemed not to have.
    fn refund_turned_up(&self, conn: &mut Conn, refund: Uuid, attempt: Option<Uuid>) -> Result<(), Failure> {
        let is_of_attempt = refunds::lines_of(conn, &[Id(refund)])?.is_empty();
        match (attempt, records::missing_refund(conn, refund)?) {
            (Some(attempt), _) if is_of_attempt => self.turned_up(conn, attempt, |missing| missing.amount_xof > 0),
            (_, Some(missing)) if missing.status == DiscrepancyStatus::Open => self.close(conn, &missing),
            (_, Some(_) | None) => Ok(()),
        }
    }

    /// A difference that is none any more.
    fn settle_discrepancy(&self, conn: &mut Conn, line: &StatementLine) -> Result<(), Failure> {
        match records::discrepancy_of_line(conn, line.id.0)? {
            Some(known) if known.status == DiscrepancyStatus::Open => self.close(conn, &known),
            Some(_) | None => Ok(()),
        }
    }

    fn close(&self, conn: &mut Conn, known: &Discrepancy) -> Result<(), Failure> {
        let outcome = Outcome { resolution: Resolution::Matched, reason: None, by: None };
        records::resolve(conn, known, &outcome, self.stamp.now)?;
        Ok(tell(conn, known, By::Service, Resolution::Matched, self.stamp)?)
    }

    /// What a line that is as expected brings into the books: the fee that was agreed, a transfer, a charge.
    fn book_movement(&self, conn: &mut Conn, line: &StatementLine, ids: &mut Ids) -> Result<(), Failure> {
        let at = booked_at(line, self.stamp.now);
        match line.kind {
            LineKind::Sweep if line.amount_xof < 0 => {
                let entry = Entry::sweep(
                    fact(line, line.amount_xof.abs() + line.fee_xof)?,
                    line.operator,
                    francs(line.fee_xof)?,
                );
                book_once(conn, entry, ids, at)
            }
            LineKind::Fee if line.amount_xof < 0 => book_once(
                conn,
                Entry::operator_fee(fact(line, line.amount_xof.abs() + line.fee_xof)?, line.operator),
                ids,
                at,
            ),
            LineKind::Payment if line.fee_xof > 0 => {
                book_once(conn, Entry::operator_fee(fact(line, line.fee_xof)?, line.operator), ids, at)
            }
            LineKind::Payment
            | LineKind::Refund
            | LineKind::Reversal
            | LineKind::Sweep
            | LineKind::Fee
            | LineKind::Other => Ok(()),
        }
    }

    /// What the statement says beyond the books, in francs.
    fn effect(&self, finding: &Finding, line: Option<&StatementLine>) -> i64 {
        let Some(line) = line else { return -finding.booked_xof };
        let waiting = self.waiting.get(&line.id).copied().unwrap_or(0);
        line.amount_xof - line.fee_xof - finding.booked_xof - waiting
    }

    fn note(
        &self,
        conn: &mut Conn,
        finding: &Finding,
        line: Option<&StatementLine>,
        ids: &mut Ids,
    ) -> Result<(), Failure> {
        let subject = finding.attempt.or(finding.about);
        let known = match (line, subject, finding.refund) {
            (Some(line), ..) => records::discrepancy_of_line(conn, line.id.0)?,
            (None, Some(attempt), _) => records::missing_at_provider(conn, attempt)?,
            (None, None, Some(refund)) => records::missing_refund(conn, refund)?,
            (None, None, None) => return Ok(()),
        };
        let found = Discrepancy {
            id: Id(ids.make()),
            operator: self.operator,
            day: line.map_or(self.day, |line| line.day),
            class: finding.class,
            line_id: line.map(|line| line.id),
            attempt_id: subject.map(Id),
            refund_id: finding.refund.map(Id),
            proposals: Document::of(&finding.proposals)?,
            amount_xof: self.effect(finding, line),
            status: DiscrepancyStatus::Open,
            resolution: None,
            reason: None,
            found_at: At(self.stamp.now),
            resolved_by: None,
            resolved_at: None,
            version: 1,
        };
        match known {
            Some(known) if known.status == DiscrepancyStatus::Resolved && !is_another(&known, &found) => Ok(()),
            Some(known) if known.status == DiscrepancyStatus::Resolved => self.reopen(conn, &known, &found),
            Some(known) if same(&known, &found) => Ok(()),
            Some(known) => Ok(records::refresh(conn, &known, &found)?),
            None => self.open(conn, (&found, line), finding),
        }
    }

    fn reopen(&self, conn: &mut Conn, known: &Discrepancy, found: &Discrepancy) -> Result<(), Failure> {
        records::reopen(conn, known, found)?;
        let happening = Happening::new(RecordKind::Discrepancy, known.id.0, label(known), By::Service, "reopen")
            .change(DiscrepancyStatus::Resolved.as_str(), DiscrepancyStatus::Open.as_str())
            .with(serde_json::json!({ "class": found.class, "amountXof": found.amount_xof }));
        events::append(conn, &happening, self.stamp.now)?;
        Ok(())
    }

    fn open(
        &self,
        conn: &mut Conn,
        (found, line): (&Discrepancy, Option<&StatementLine>),
        finding: &Finding,
    ) -> Result<(), Failure> {
        records::insert_discrepancy(conn, found)?;
        let mut happening = Happening::new(RecordKind::Discrepancy, found.id.0, label(found), By::Service, "find")
            .with(
                serde_json::json!({ "class": found.class, "operator": found.operator, "amountXof": found.amount_xof }),
            );
        happening.to = Some(DiscrepancyStatus::Open.as_str());
        events::append(conn, &happening, self.stamp.now)?;
        // The operator says paid and we do not: it is asked once.
        if let (FindingClass::MissingAtUs, Some(attempt)) = (finding.class, finding.about)
            && found.operator.is_online()
            && line.is_some_and(|line| line.kind == LineKind::Payment)
        {
            payments::make_due(conn, attempt, self.stamp.now)?;
        }
        Ok(())
    }
}

fn same(one: &Discrepancy, other: &Discrepancy) -> bool {
    (one.class, one.attempt_id, one.refund_id, &one.proposals, one.amount_xof)
        == (other.class, other.attempt_id, other.refund_id, &other.proposals, other.amount_xof)
}

/// Whether a difference that was closed is not the one that was closed. What somebody explained stays explained.
fn is_another(closed: &Discrepancy, found: &Discrepancy) -> bool {
    match closed.resolution {
        Some(Resolution::Explained) | None => false,
        // It went away by itself and is back.
        Some(Resolution::Matched) => true,
        // What was put right stays so until the two sides say something else.
        Some(Resolution::SurplusSetAside | Resolution::Corrected) => {
            (closed.class, closed.amount_xof) != (found.class, found.amount_xof)
        }
        Some(
            Resolution::ProposalAccepted
            | Resolution::ToSuspense
            | Resolution::Adopted
            | Resolution::FeeAccepted
            | Resolution::Settled
            | Resolution::Claimed,
        ) => closed.class != found.class,
    }
}

/// The line's money is found to be an attempt's, which the books have under the attempt: what waited in suspense under the line's own
/// name was the same money.
pub fn withdraw_suspense(conn: &mut Conn, line: &StatementLine, ids: &mut Ids, stamp: &Stamp) -> Result<(), Failure> {
    let Some(waiting) = ledger::in_suspense(conn, &[line.id])?.remove(&line.id) else { return Ok(()) };
    if refunds::promised_of_line(conn, line.id.0)? > 0 {
        // The same francs cannot go back and pay: they stay where they are, and the day shows it to a person.
        return Ok(());
    }
    let released = Entry::suspense_released(fact(line, waiting)?, Release::Withdrawn(line.operator));
    book_once(conn, released, ids, stamp.now)
}

/// What people call a difference: its account and its day.
pub fn label(found: &Discrepancy) -> String {
    format!("{} {}", found.operator, found.day)
}

/// Writes into a difference's history what became of it.
pub fn tell(
    conn: &mut Conn,
    before: &Discrepancy,
    by: By,
    resolution: Resolution,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let happening = Happening::new(RecordKind::Discrepancy, before.id.0, label(before), by, "resolve")
        .change(DiscrepancyStatus::Open.as_str(), DiscrepancyStatus::Resolved.as_str())
        .with(serde_json::json!({ "class": before.class, "resolution": resolution }));
    events::append(conn, &happening, stamp.now).map(|_| ())
}

/// The operator took a payment back: the books say so, the order is open again, and those who work on the application see it. `true`
/// when that is what this line did, now or before. Part of a payment, or money that we sent back ourselves, is for a person.
fn take_back(
    conn: &mut Conn,
    printing: &Printing,
    (attempt_id, line): (Uuid, &StatementLine),
    ids: &mut Ids,
    stamp: &Stamp,
) -> Result<bool, Failure> {
    if let Some((known, _)) = records::reversal_of(conn, attempt_id)? {
        return Ok(known == line.id);
    }
    let attempt = payments::attempt(conn, attempt_id)?;
    let Some((standing, _)) = ledger::standing(conn, attempt_id)? else { return Ok(false) };
    let is_whole = line.amount_xof == -attempt.amount_xof;
    let is_sent_back = !records::refunds_decided(conn, &[attempt.id])?.is_empty();
    if attempt.status != AttemptStatus::Succeeded || !is_whole || is_sent_back {
        return Ok(false);
    }
    reverse(conn, printing, (&attempt, line, standing), TAKEN_BACK, ids, stamp)?;
    Ok(true)
}

/// Why a quittance is cancelled with its payment.
const TAKEN_BACK: &str = "Paiement repris par l'opérateur";

/// A payment is none any more, as this line says: the books counter it, and the order it paid is open again.
pub fn reverse(
    conn: &mut Conn,
    printing: &Printing,
    (attempt, line, standing): (&Attempt, &StatementLine, Standing),
    why: &'static str,
    ids: &mut Ids,
    stamp: &Stamp,
) -> Result<(), Failure> {
    records::insert_reversal(conn, attempt.id.0, line.id.0, stamp.now)?;
    let order = payments::order(conn, attempt.order_id.0)?;
    let paid_this = order.status == FeeOrderStatus::Paid && order.settled_by == Some(attempt.id);
    let money = Fact {
        id: attempt.id.0,
        memo: format!("{} {}", order.reference, attempt.reference),
        amount: francs(attempt.amount_xof)?,
    };
    book_once(conn, Entry::reversal(money, attempt.operator, standing), ids, booked_at(line, stamp.now))?;
    if paid_this {
        quittances::cancel_of_order(conn, printing, order.id.0, why, None, stamp.now)?;
        reopen(conn, &order, attempt, stamp)?;
    }
    Ok(())
}

fn reopen(conn: &mut Conn, order: &FeeOrder, attempt: &Attempt, stamp: &Stamp) -> Result<(), Failure> {
    payments::reopen_order(conn, order)?;
    if let Some(settled_at) = order.settled_at {
        counters::add(conn, &tally::unsettled(attempt.operator.as_str(), order.amount_xof, settled_at.0))?;
    }
    let facts = serde_json::json!({ "attempt": attempt.reference, "operator": attempt.operator, "amountXof": attempt.amount_xof });
    let happening = Happening::new(RecordKind::FeeOrder, order.id.0, &order.reference, By::Service, "reverse")
        .change(FeeOrderStatus::Paid.as_str(), FeeOrderStatus::Unpaid.as_str())
        .with(facts.clone());
    events::append(conn, &happening, stamp.now)?;
    if let Some(application) = applications::find(conn, order.application_id.0)? {
        let happening = Happening::new(
            RecordKind::Application,
            application.id.0,
            &application.reference,
            By::Service,
            "payment_reversed",
        )
        .with(facts);
        events::append(conn, &happening, stamp.now)?;
    }
    Ok(())
}
