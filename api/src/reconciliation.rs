//! Holding operators' statements against our books: import, matching, what a person has to look at, and the end of a day.
//!
//! A statement is read and shown (`import`), and once confirmed its lines are written down and held against the attempts of their days
//! (`matching`). What is exact is matched by itself; the rest is a queue (`queue`). A payer who used the Treasury's merchant code claims
//! it (`claims`), what pays nothing waits to go back (`aside`), transfers meet the Treasury's deposits (`deposits`), and a day that balances is closed for good (`days`).

pub mod aside;
pub mod claims;
pub mod days;
pub mod deposits;
pub mod import;
mod matching;
pub mod queue;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::app::App;
use crate::clock::{Ids, Instant};
use crate::failure::Failure;
use crate::identity::Actor;
use crate::origin::ledger::{Account, Entry, Fact, LedgerError};
use crate::origin::payment::Operator;
use crate::origin::refusal::Refusal;
use crate::store::reconciliation as records;
use crate::store::refunds::Refund;
use crate::store::statements::{self, StatementLine};
use crate::store::{Conn, Id, StoreError, francs, ledger, payments};

/// Holds a line against the books once more, when its money has turned out to be a payment since it was put aside.
pub async fn look_again(app: &App, line_id: Uuid) -> Result<(), Failure> {
    let days = app.db.read(move |conn| days_to_look_at(conn, line_id).map_err(Failure::from)).await?;
    for (operator, day) in days {
        matching::reconcile_day(app, operator, day).await?;
    }
    Ok(())
}

/// The open days on which a line that is nobody's meets the attempt that has got its number since.
fn days_to_look_at(conn: &mut Conn, line_id: Uuid) -> Result<BTreeSet<(Operator, NaiveDate)>, StoreError> {
    let line = statements::line(conn, line_id)?;
    let owner = payments::attempt_of_transaction(conn, line.operator, &line.transaction_id)?;
    let Some(owner) = owner.filter(|_| line.attempt_id.is_none()) else { return Ok(BTreeSet::new()) };
    let settled_on = payments::attempt(conn, owner)?.settled_at.map(|at| at.0.date_naive());
    open_days(conn, [Some(line.day), settled_on].into_iter().flatten().map(|day| (line.operator, day)).collect())
}

/// What is closed is not looked at again.
fn open_days(
    conn: &mut Conn,
    days: BTreeSet<(Operator, NaiveDate)>,
) -> Result<BTreeSet<(Operator, NaiveDate)>, StoreError> {
    let mut open = BTreeSet::new();
    for (operator, day) in days {
        if records::closed_day(conn, operator, day)?.is_none() {
            open.insert((operator, day));
        }
    }
    Ok(open)
}

/// Looks for the line of a refund that was just decided or written down as gone.
pub async fn look_for_refund(app: &App, refund: &Refund) -> Result<(), Failure> {
    let wanted = refund.clone();
    let days = app.db.read(move |conn| days_telling(conn, &wanted).map_err(Failure::from)).await?;
    for (operator, day) in days {
        matching::reconcile_day(app, operator, day).await?;
    }
    Ok(())
}

/// The open days on which a line tells a refund, or may.
fn days_telling(conn: &mut Conn, refund: &Refund) -> Result<BTreeSet<(Operator, NaiveDate)>, StoreError> {
    let mut lines = statements::lines_telling(conn, &[refund.id])?;
    if let Some(of_line) = refund.line_id {
        let paid = statements::line(conn, of_line.0)?;
        lines.extend(statements::lines_taking_back(conn, paid.operator, &paid.transaction_id)?);
        if let Some(number) = &refund.operator_reference {
            lines.extend(statements::lines_taking_back(conn, paid.operator, number)?);
        }
    }
    open_days(conn, lines.iter().map(|line| (line.operator, line.day)).collect())
}

/// The account of an operator in the books.
fn account(operator: Operator) -> String {
    Account::AtOperator(operator).to_string()
}

/// When what a line says enters the books: then, or now where its own day is closed.
fn booked_at(line: &StatementLine, now: Instant) -> Instant {
    if line.at.0.date_naive() == line.day { line.at.0 } else { now }
}

/// A line's own fact for the ledger.
fn fact(line: &StatementLine, amount: i64) -> Result<Fact, StoreError> {
    Ok(Fact { id: line.id.0, memo: format!("{} {}", line.operator, line.transaction_id), amount: francs(amount)? })
}

/// Whoever brought a statement in does not decide alone what its lines pay.
fn second_person(conn: &mut Conn, actor: &Actor, line: &StatementLine) -> Result<(), Failure> {
    let file = statements::file(conn, line.file_id.0)?;
    if file.uploaded_by == Id(actor.account_id) { Err(Refusal::SecondPersonNeeded.into()) } else { Ok(()) }
}

/// Books an entry once; a fact that is booked already stays as it is.
fn book_once(conn: &mut Conn, entry: Result<Entry, LedgerError>, ids: &mut Ids, at: Instant) -> Result<(), Failure> {
    let entry = entry?;
    if ledger::booked(conn, entry.business_key())?.is_none() {
        ledger::post(conn, ids.make(), &entry, at)?;
    }
    Ok(())
}
