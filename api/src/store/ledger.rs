//! The ledger's tables. Nothing but this module writes them, and it only ever inserts.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

use super::schema::{ledger_entries, ledger_lines};
use super::{At, Conn, Id, StoreError};
use crate::clock::Instant;
use crate::origin::ledger::{Entry, Side};

/// Books an entry, in the caller's transaction. A fact that is already booked violates the uniqueness of its key.
///
/// The lines come first: the head closes the entry and the database weighs it then.
pub fn post(conn: &mut Conn, id: Uuid, entry: &Entry, at: Instant) -> Result<(), StoreError> {
    for (number, line) in (1_i64..).zip(entry.lines()) {
        let (debit, credit) = match line.side {
            Side::Debit => (line.amount.get(), 0),
            Side::Credit => (0, line.amount.get()),
        };
        diesel::insert_into(ledger_lines::table)
            .values((
                ledger_lines::entry_id.eq(Id(id)),
                ledger_lines::number.eq(number),
                ledger_lines::account.eq(line.account.to_string()),
                ledger_lines::debit_xof.eq(debit),
                ledger_lines::credit_xof.eq(credit),
            ))
            .execute(conn)?;
    }
    diesel::insert_into(ledger_entries::table)
        .values((
            ledger_entries::id.eq(Id(id)),
            ledger_entries::kind.eq(entry.kind().as_str()),
            ledger_entries::business_key.eq(entry.business_key()),
            ledger_entries::at.eq(At(at)),
            ledger_entries::memo.eq(entry.memo()),
            ledger_entries::total_xof.eq(entry.total().get()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The amount booked under a key, in francs; `None` when nothing is.
pub fn booked(conn: &mut Conn, business_key: &str) -> Result<Option<i64>, StoreError> {
    Ok(ledger_entries::table
        .filter(ledger_entries::business_key.eq(business_key))
        .select(ledger_entries::total_xof)
        .first(conn)
        .optional()?)
}

/// Debits and credits of one account, in francs.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Balance {
    pub account: String,
    pub debit_xof: i64,
    pub credit_xof: i64,
}

/// The trial balance: every account with what was booked on it, by name.
pub fn balances(conn: &mut Conn) -> Result<Vec<Balance>, StoreError> {
    Ok(ledger_lines::table
        .group_by(ledger_lines::account)
        .order(ledger_lines::account.asc())
        .select((
            ledger_lines::account,
            sql::<BigInt>("CAST(SUM(debit_xof) AS BIGINT)"),
            sql::<BigInt>("CAST(SUM(credit_xof) AS BIGINT)"),
        ))
        .load(conn)?)
}
