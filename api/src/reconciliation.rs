//! Holding operators' statements against our books: import, matching, what a person has to look at, and the end of a day.
//!
//! A statement is read and shown (`import`), and once confirmed its lines are written down and held against the attempts of their days
//! (`matching`). What is exact is matched by itself; the rest is a queue (`queue`). A payer who used the Treasury's merchant code claims
//! it (`claims`), transfers meet the Treasury's deposits (`deposits`), and a day that balances is closed for good (`days`).

pub mod claims;
pub mod days;
pub mod deposits;
pub mod import;
mod matching;
pub mod queue;

use crate::clock::{Ids, Instant};
use crate::failure::Failure;
use crate::identity::Actor;
use crate::origin::ledger::{Account, Entry, Fact, LedgerError};
use crate::origin::payment::Operator;
use crate::origin::refusal::Refusal;
use crate::store::statements::{self, StatementLine};
use crate::store::{Conn, Id, StoreError, francs, ledger};

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
