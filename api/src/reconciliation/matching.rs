//! A day's lines held against its attempts, and what follows from it in the same write.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::{book_once, booked_at, fact};
use crate::app::App;
use crate::clock::{Ids, Stamp};
use crate::failure::Failure;
use crate::origin::day::span;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::ledger::{Entry, Fact};
use crate::origin::payment::{AttemptStatus, FeeOrderStatus, Operator};
use crate::origin::reconciliation::{
    AttemptFacts, DiscrepancyStatus, Finding, FindingClass, LineFacts, LineKind, MatchBasis, Resolution, reconcile,
};
use crate::origin::tally;
use crate::quittances::{self, Printing};
use crate::statement::Profiles;
use crate::store::payments::{self, Attempt, FeeOrder};
use crate::store::reconciliation::{self as records, Discrepancy, Outcome};
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
    stamp: &'a Stamp,
}

pub fn run(
    conn: &mut Conn,
    (profiles, printing): (&Profiles, &Printing),
    (operator, day): (Operator, NaiveDate),
    stamp: &Stamp,
) -> Result<(), Failure> {
    let lines = store::lines_of_day(conn, operator, day)?;
    let ids: Vec<Id> = lines.iter().map(|line| line.id).collect();
    let by_person: HashSet<Id> = store::matches_of_lines(conn, &ids)?
        .into_iter()
        .filter(|found| found.basis == MatchBasis::Person)
        .map(|found| found.line_id)
        .collect();
    // What a person has matched is not weighed again.
    let open: Vec<StatementLine> = lines.into_iter().filter(|line| !by_person.contains(&line.id)).collect();
    let facts = open.iter().map(line_facts).collect::<Result<Vec<_>, _>>()?;
    let attempts = attempts_of(conn, profiles, (operator, day), &open)?;
    let mut run =
        Run { operator, day, printing, lines: open.into_iter().map(|line| (line.id.0, line)).collect(), stamp };
    let mut ids = stamp.ids();
    for finding in reconcile(&facts, &attempts) {
        run.take(conn, &finding, &mut ids)?;
    }
    Ok(())
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

/// The attempts the day settled and those its lines name.
fn attempts_of(
    conn: &mut Conn,
    profiles: &Profiles,
    (operator, day): (Operator, NaiveDate),
    lines: &[StatementLine],
) -> Result<Vec<AttemptFacts>, Failure> {
    let mut rows = store::attempts_settled(conn, operator, span(day, day))?;
    let transactions: Vec<String> =
        lines.iter().flat_map(|line| [Some(line.transaction_id.clone()), line.linked.clone()]).flatten().collect();
    let references: Vec<String> = lines.iter().filter_map(|line| line.reference.clone()).collect();
    rows.extend(store::attempts_named(conn, operator, (&transactions, &references))?);
    let mut seen = HashSet::new();
    rows.retain(|row| seen.insert(row.0));
    let ids: Vec<Id> = rows.iter().map(|row| row.0).collect();
    let of_the_day: HashSet<Id> = lines.iter().map(|line| line.id).collect();
    let elsewhere: HashSet<Id> = store::matches_of_attempts(conn, &ids)?
        .into_iter()
        .filter(|(found, _)| !of_the_day.contains(&found.line_id))
        .map(|(found, _)| found.attempt_id)
        .collect();
    let refunded: HashSet<Id> = records::refunds_done(conn, &ids)?.into_iter().map(|(_, attempt)| attempt).collect();
    rows.into_iter()
        .map(|row| attempt_facts(profiles, operator, row, &elsewhere, &refunded).map_err(Failure::from))
        .collect()
}

fn attempt_facts(
    profiles: &Profiles,
    operator: Operator,
    (id, reference, transaction_id, amount, status, settled_at, created_at): AttemptRow,
    elsewhere: &HashSet<Id>,
    refunded: &HashSet<Id>,
) -> Result<AttemptFacts, StoreError> {
    Ok(AttemptFacts {
        id: id.0,
        reference,
        transaction_id,
        amount: francs(amount)?,
        expected_fee: francs(profiles.expected_fee(operator, amount))?,
        at: settled_at.unwrap_or(created_at).0,
        succeeded: status == AttemptStatus::Succeeded,
        refunded: refunded.contains(&id),
        matched_elsewhere: elsewhere.contains(&id),
    })
}

impl Run<'_> {
    /// Lets one finding take effect.
    fn take(&mut self, conn: &mut Conn, finding: &Finding, ids: &mut Ids) -> Result<(), Failure> {
        let line = finding.line.and_then(|id| self.lines.get(&id)).cloned();
        if let Some(line) = &line {
            store::classify(conn, line.id.0, finding.class, finding.attempt.or(finding.about))?;
        }
        if let (Some(line), Some(attempt), Some(basis)) = (&line, finding.attempt, finding.basis) {
            self.match_up(conn, (line, attempt, basis))?;
        }
        match (&line, finding.class) {
            (Some(line), FindingClass::Matched) => {
                self.book_movement(conn, line, ids)?;
                self.settle_discrepancy(conn, line)
            }
            (Some(line), FindingClass::Reversal) => {
                if let Some(attempt) = finding.about {
                    take_back(conn, self.printing, (attempt, line), ids, self.stamp)?;
                }
                self.note(conn, finding, Some(line), ids)
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
        store::insert_match(conn, &found)?;
        if let Some(missing) = records::missing_at_provider(conn, attempt)?
            && missing.status == DiscrepancyStatus::Open
        {
            self.close(conn, &missing)?;
        }
        Ok(())
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
    fn effect(&self, conn: &mut Conn, finding: &Finding, line: Option<&StatementLine>) -> Result<i64, Failure> {
        let stated = line.map_or(0, |line| line.amount_xof - line.fee_xof);
        let of_attempt = match finding.attempt {
            Some(attempt) => payments::attempt(conn, attempt)?.amount_xof,
            None => 0,
        };
        Ok(match finding.class {
            FindingClass::Reversal if finding.about.is_some() => 0,
            _ => stated - of_attempt,
        })
    }

    fn note(
        &self,
        conn: &mut Conn,
        finding: &Finding,
        line: Option<&StatementLine>,
        ids: &mut Ids,
    ) -> Result<(), Failure> {
        let subject = finding.attempt.or(finding.about);
        let known = match (line, finding.attempt) {
            (Some(line), _) => records::discrepancy_of_line(conn, line.id.0)?,
            (None, Some(attempt)) => records::missing_at_provider(conn, attempt)?,
            (None, None) => return Ok(()),
        };
        let found = Discrepancy {
            id: Id(ids.make()),
            operator: self.operator,
            day: self.day,
            class: finding.class,
            line_id: line.map(|line| line.id),
            attempt_id: subject.map(Id),
            proposals: Document::of(&finding.proposals)?,
            amount_xof: self.effect(conn, finding, line)?,
            status: DiscrepancyStatus::Open,
            resolution: None,
            reason: None,
            found_at: At(self.stamp.now),
            resolved_by: None,
            resolved_at: None,
            version: 1,
        };
        match known {
            Some(known) if known.status == DiscrepancyStatus::Resolved => Ok(()),
            Some(known) if same(&known, &found) => Ok(()),
            Some(known) => Ok(records::refresh(conn, &known, &found)?),
            None => self.open(conn, &found, finding),
        }
    }

    fn open(&self, conn: &mut Conn, found: &Discrepancy, finding: &Finding) -> Result<(), Failure> {
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
        {
            payments::make_due(conn, attempt, self.stamp.now)?;
        }
        Ok(())
    }
}

fn same(one: &Discrepancy, other: &Discrepancy) -> bool {
    (one.class, one.attempt_id, &one.proposals, one.amount_xof)
        == (other.class, other.attempt_id, &other.proposals, other.amount_xof)
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

/// The operator took a payment back: the books say so, the order is open again, and those who work on the application see it.
fn take_back(
    conn: &mut Conn,
    printing: &Printing,
    (attempt_id, line): (Uuid, &StatementLine),
    ids: &mut Ids,
    stamp: &Stamp,
) -> Result<(), Failure> {
    let attempt = payments::attempt(conn, attempt_id)?;
    // Money that has gone back already cannot be taken back: what that line means is for a person.
    let Some((standing, _)) = ledger::standing(conn, attempt_id)? else { return Ok(()) };
    let is_new =
        attempt.status == AttemptStatus::Succeeded && records::insert_reversal(conn, attempt_id, line.id.0, stamp.now)?;
    if !is_new {
        return Ok(());
    }
    let order = payments::order(conn, attempt.order_id.0)?;
    let paid_this = order.status == FeeOrderStatus::Paid && order.settled_by == Some(attempt.id);
    let money = Fact {
        id: attempt_id,
        memo: format!("{} {}", order.reference, attempt.reference),
        amount: francs(line.amount_xof.abs())?,
    };
    book_once(conn, Entry::reversal(money, attempt.operator, standing), ids, booked_at(line, stamp.now))?;
    if paid_this {
        quittances::cancel_of_order(conn, printing, order.id.0, "Paiement repris par l'opérateur", None, stamp.now)?;
        reopen(conn, &order, &attempt, stamp)?;
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
