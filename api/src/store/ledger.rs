//! The ledger's tables. Nothing but this module writes them, and it only ever inserts.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use uuid::Uuid;

use super::schema::{exporters, fee_orders, ledger_entries, ledger_lines, payment_attempts, refunds};
use super::{At, Conn, Id, StoreError};
use crate::clock::Instant;
use crate::origin::ledger::{Account, Entry, EntryKind, Side, Standing, UnknownAccount, business_key};
use crate::origin::payment::{AttemptStatus, FeeOrderStatus, Operator};
use crate::origin::refund::RefundStatus;

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

/// An entry as it was booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    pub id: Uuid,
    pub kind: EntryKind,
    pub business_key: String,
    pub at: Instant,
    pub memo: String,
    pub total_xof: i64,
    pub lines: Vec<BookedLine>,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedLine {
    pub account: Account,
    /// Francs; negative for a credit.
    pub signed_xof: i64,
}

impl Booked {
    /// The attempt, refund, statement line or transfer it books.
    #[must_use]
    pub fn fact(&self) -> Option<Uuid> {
        self.business_key.split_once(':').and_then(|(_, id)| Uuid::parse_str(id).ok())
    }
}

type Head = (Id, EntryKind, String, At, String, i64);

/// The entries of a span of time in their order, at most `limit`, from behind `after` on.
pub fn entries(
    conn: &mut Conn,
    (from, before): (Instant, Instant),
    after: Option<(Instant, Uuid)>,
    limit: i64,
) -> Result<Vec<Booked>, StoreError> {
    let mut query = ledger_entries::table
        .filter(ledger_entries::at.ge(At(from)))
        .filter(ledger_entries::at.lt(At(before)))
        .order((ledger_entries::at.asc(), ledger_entries::id.asc()))
        .limit(limit)
        .into_boxed();
    if let Some((at, id)) = after {
        let same_moment = ledger_entries::at.eq(At(at)).and(ledger_entries::id.gt(Id(id)));
        query = query.filter(ledger_entries::at.gt(At(at)).or(same_moment));
    }
    let heads: Vec<Head> = query.load(conn)?;
    with_lines(conn, heads)
}

fn with_lines(conn: &mut Conn, heads: Vec<Head>) -> Result<Vec<Booked>, StoreError> {
    let ids: Vec<Id> = heads.iter().map(|head| head.0).collect();
    let lines: Vec<(Id, String, i64, i64)> = ledger_lines::table
        .filter(ledger_lines::entry_id.eq_any(ids))
        .order((ledger_lines::entry_id.asc(), ledger_lines::number.asc()))
        .select((ledger_lines::entry_id, ledger_lines::account, ledger_lines::debit_xof, ledger_lines::credit_xof))
        .load(conn)?;
    let mut of_entry: HashMap<Id, Vec<BookedLine>> = HashMap::new();
    for (entry, account, debit, credit) in lines {
        let line = BookedLine { account: account_of(&account)?, signed_xof: debit - credit };
        of_entry.entry(entry).or_default().push(line);
    }
    let booked = |(id, kind, business_key, at, memo, total_xof): Head| {
        let lines = of_entry.remove(&id).unwrap_or_default();
        Booked { id: id.0, kind, business_key, at: at.0, memo, total_xof, lines }
    };
    Ok(heads.into_iter().map(booked).collect())
}

fn account_of(name: &str) -> Result<Account, StoreError> {
    name.parse().map_err(|unknown: UnknownAccount| StoreError::Corrupt(unknown.to_string()))
}

/// What stood on each account at the beginning of a moment, in francs; negative for a credit balance. Accounts at zero are left out.
pub fn balances_before(conn: &mut Conn, before: Instant) -> Result<Vec<(Account, i64)>, StoreError> {
    let sums: Vec<(String, i64)> = ledger_lines::table
        .inner_join(ledger_entries::table.on(ledger_entries::id.eq(ledger_lines::entry_id)))
        .filter(ledger_entries::at.lt(At(before)))
        .group_by(ledger_lines::account)
        .order(ledger_lines::account.asc())
        .select((ledger_lines::account, sql::<BigInt>("CAST(SUM(debit_xof - credit_xof) AS BIGINT)")))
        .load(conn)?;
    let sums = sums.into_iter().filter(|(_, balance)| *balance != 0);
    sums.map(|(account, balance)| Ok((account_of(&account)?, balance))).collect()
}

/// What was booked on an account in a span of time: the fact's key, debit and credit, in francs.
pub fn movements(
    conn: &mut Conn,
    account: &str,
    (from, to): (Instant, Instant),
) -> Result<Vec<(String, i64, i64)>, StoreError> {
    Ok(ledger_lines::table
        .inner_join(ledger_entries::table.on(ledger_entries::id.eq(ledger_lines::entry_id)))
        .filter(ledger_lines::account.eq(account))
        .filter(ledger_entries::at.ge(At(from)))
        .filter(ledger_entries::at.lt(At(to)))
        .order((ledger_entries::at.asc(), ledger_entries::id.asc()))
        .select((ledger_entries::business_key, ledger_lines::debit_xof, ledger_lines::credit_xof))
        .load(conn)?)
}

/// What was booked on an account under these facts' keys, whenever that was: debits less credits, in francs.
pub fn booked_under(conn: &mut Conn, account: &str, keys: &[String]) -> Result<i64, StoreError> {
    let rows: Vec<(i64, i64)> = ledger_lines::table
        .inner_join(ledger_entries::table.on(ledger_entries::id.eq(ledger_lines::entry_id)))
        .filter(ledger_lines::account.eq(account))
        .filter(ledger_entries::business_key.eq_any(keys))
        .select((ledger_lines::debit_xof, ledger_lines::credit_xof))
        .load(conn)?;
    Ok(rows.into_iter().map(|(debit, credit)| debit - credit).sum())
}

/// Whether anything was booked on an account in a span of time.
pub fn any_movement(conn: &mut Conn, account: &str, (from, to): (Instant, Instant)) -> Result<bool, StoreError> {
    let found: Option<Id> = ledger_lines::table
        .inner_join(ledger_entries::table.on(ledger_entries::id.eq(ledger_lines::entry_id)))
        .filter(ledger_lines::account.eq(account))
        .filter(ledger_entries::at.ge(At(from)))
        .filter(ledger_entries::at.lt(At(to)))
        .select(ledger_entries::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The francs of these facts that wait in suspense; facts of which nothing waits (any more) are left out.
pub fn in_suspense(conn: &mut Conn, facts: &[Id]) -> Result<HashMap<Id, i64>, StoreError> {
    let mut waiting = HashMap::new();
    for some in facts.chunks(500) {
        let keys = |kind| some.iter().map(|id| business_key(kind, id.0)).collect::<Vec<_>>();
        let booked = booked_among(conn, &keys(EntryKind::Suspense))?;
        let released = booked_among(conn, &keys(EntryKind::SuspenseReleased))?;
        for id in some.iter().filter(|id| !released.contains_key(&business_key(EntryKind::SuspenseReleased, id.0))) {
            if let Some(amount) = booked.get(&business_key(EntryKind::Suspense, id.0)) {
                waiting.insert(*id, *amount);
            }
        }
    }
    Ok(waiting)
}

/// The money of these lines that stands in suspense or as overpaid, what of it is to go back included; lines without any are left out.
pub fn held(conn: &mut Conn, lines: &[Id]) -> Result<HashMap<Id, (Standing, i64)>, StoreError> {
    const KINDS: [EntryKind; 3] = [EntryKind::Suspense, EntryKind::SuspenseReleased, EntryKind::SetAside];
    let mut held: HashMap<Id, (Standing, i64)> = HashMap::new();
    for some in lines.chunks(150) {
        let keys: HashMap<String, Id> =
            some.iter().flat_map(|id| KINDS.map(|kind| (business_key(kind, id.0), *id))).collect();
        let rows: Vec<(String, String, i64, i64)> = ledger_lines::table
            .inner_join(ledger_entries::table.on(ledger_entries::id.eq(ledger_lines::entry_id)))
            .filter(ledger_entries::business_key.eq_any(keys.keys()))
            .select((
                ledger_entries::business_key,
                ledger_lines::account,
                ledger_lines::debit_xof,
                ledger_lines::credit_xof,
            ))
            .load(conn)?;
        for (key, account, debit, credit) in rows {
            if let (Some(id), Some(standing)) = (keys.get(&key), account_of(&account)?.standing()) {
                held.entry(*id).or_insert((standing, 0)).1 += credit - debit;
            }
        }
    }
    held.retain(|_, (_, amount)| *amount > 0);
    Ok(held)
}

fn booked_among(conn: &mut Conn, keys: &[String]) -> Result<HashMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = ledger_entries::table
        .filter(ledger_entries::business_key.eq_any(keys))
        .select((ledger_entries::business_key, ledger_entries::total_xof))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Debits less credits of an account before a moment, in francs.
pub fn balance_before(conn: &mut Conn, account: &str, before: Instant) -> Result<i64, StoreError> {
    Ok(ledger_lines::table
        .inner_join(ledger_entries::table.on(ledger_entries::id.eq(ledger_lines::entry_id)))
        .filter(ledger_lines::account.eq(account))
        .filter(ledger_entries::at.lt(At(before)))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(debit_xof - credit_xof), 0) AS BIGINT)"))
        .first(conn)?)
}

/// The moment of the first entry; none while nothing is booked.
pub fn first_moment(conn: &mut Conn) -> Result<Option<Instant>, StoreError> {
    let first: Option<At> =
        ledger_entries::table.order(ledger_entries::at.asc()).select(ledger_entries::at).first(conn).optional()?;
    Ok(first.map(Into::into))
}

/// Where the money of an attempt, or of a line that is no attempt's payment, stands, and how many francs of it came in and were not taken
/// back. None when there are none.
pub fn standing(conn: &mut Conn, fact: Uuid) -> Result<Option<(Standing, i64)>, StoreError> {
    let keys: Vec<String> = EntryKind::ALL.iter().map(|kind| business_key(*kind, fact)).collect();
    let sums: Vec<(String, i64)> = ledger_lines::table
        .inner_join(ledger_entries::table.on(ledger_entries::id.eq(ledger_lines::entry_id)))
        .filter(ledger_entries::business_key.eq_any(keys))
        .group_by(ledger_lines::account)
        .select((ledger_lines::account, sql::<BigInt>("CAST(SUM(credit_xof - debit_xof) AS BIGINT)")))
        .load(conn)?;
    for (account, credit) in sums.into_iter().filter(|(_, credit)| *credit > 0) {
        if let Some(standing) = account_of(&account)?.standing() {
            return Ok(Some((standing, credit)));
        }
    }
    Ok(None)
}

/// Entries that do not balance, lines without a head and heads without lines: the database refuses them, so there are none unless
/// somebody went around it.
pub fn unbalanced(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let uneven: Vec<(String, i64)> = ledger_entries::table
        .left_join(ledger_lines::table.on(ledger_lines::entry_id.eq(ledger_entries::id)))
        .group_by((ledger_entries::business_key, ledger_entries::total_xof))
        .having(sql::<Bool>("COALESCE(SUM(debit_xof), 0) <> total_xof OR COALESCE(SUM(credit_xof), 0) <> total_xof"))
        .select((ledger_entries::business_key, ledger_entries::total_xof))
        .load(conn)?;
    let headless: Vec<Id> = ledger_lines::table
        .left_join(ledger_entries::table.on(ledger_entries::id.eq(ledger_lines::entry_id)))
        .filter(ledger_entries::id.is_null())
        .select(ledger_lines::entry_id)
        .distinct()
        .load(conn)?;
    let uneven =
        uneven.into_iter().map(|(key, total)| format!("{key}: the lines do not add up to {total} on both sides"));
    let headless = headless.into_iter().map(|id| format!("lines of entry {} have no head", id.0));
    Ok(uneven.chain(headless).collect())
}

/// Every key with its amount.
pub fn keys(conn: &mut Conn) -> Result<HashMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> =
        ledger_entries::table.select((ledger_entries::business_key, ledger_entries::total_xof)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// A payment as the records know it, to be held against the books.
#[derive(Debug, Clone, Queryable)]
pub struct PaidRecord {
    pub attempt_id: Id,
    pub attempt_reference: String,
    pub amount_xof: i64,
    pub order_id: Id,
    pub order_reference: String,
    pub order_status: FeeOrderStatus,
    pub settled_by: Option<Id>,
}

/// Every attempt that succeeded.
pub fn paid_records(conn: &mut Conn) -> Result<Vec<PaidRecord>, StoreError> {
    Ok(payment_attempts::table
        .inner_join(fee_orders::table.on(fee_orders::id.eq(payment_attempts::order_id)))
        .filter(payment_attempts::status.eq(AttemptStatus::Succeeded))
        .order(payment_attempts::id.asc())
        .select((
            payment_attempts::id,
            payment_attempts::reference,
            payment_attempts::amount_xof,
            fee_orders::id,
            fee_orders::reference,
            fee_orders::status,
            fee_orders::settled_by,
        ))
        .load(conn)?)
}

/// Every refund with its amount and status.
pub fn refund_records(conn: &mut Conn) -> Result<Vec<(Id, i64, RefundStatus)>, StoreError> {
    Ok(refunds::table
        .order(refunds::id.asc())
        .select((refunds::id, refunds::amount_xof, refunds::status))
        .load(conn)?)
}

/// Every line: its account and its francs, negative for a credit.
pub fn every_line(conn: &mut Conn) -> Result<Vec<(String, i64)>, StoreError> {
    let rows: Vec<(String, i64, i64)> = ledger_lines::table
        .select((ledger_lines::account, ledger_lines::debit_xof, ledger_lines::credit_xof))
        .load(conn)?;
    Ok(rows.into_iter().map(|(account, debit, credit)| (account, debit - credit)).collect())
}

/// The payment that an entry is about.
#[derive(Debug, Clone)]
pub struct PaidFact {
    pub attempt_id: Id,
    pub order_id: Id,
    pub order_reference: String,
    pub payer: String,
    pub operator: Operator,
    pub transaction_id: Option<String>,
}

type PaidRow = (Id, Id, String, String, Operator, Option<String>);

/// The payments behind these facts, by the fact: an attempt itself, or the attempt of a refund. Other facts are left out.
pub fn paid_facts(conn: &mut Conn, facts: &[Uuid]) -> Result<HashMap<Uuid, PaidFact>, StoreError> {
    // One question for each few hundred: no engine takes any number of values.
    const BATCH: usize = 500;
    let mut known = HashMap::new();
    for some in facts.chunks(BATCH) {
        let ids: Vec<Id> = some.iter().map(|id| Id(*id)).collect();
        let refunded: Vec<(Id, Id)> = refunds::table
            .filter(refunds::id.eq_any(ids.clone()))
            .filter(refunds::attempt_id.is_not_null())
            .select((refunds::id, refunds::attempt_id.assume_not_null()))
            .load(conn)?;
        let attempts: Vec<Id> = ids.into_iter().chain(refunded.iter().map(|(_, attempt)| *attempt)).collect();
        let rows: Vec<PaidRow> = payment_attempts::table
            .inner_join(fee_orders::table.on(fee_orders::id.eq(payment_attempts::order_id)))
            .inner_join(exporters::table.on(exporters::id.eq(fee_orders::exporter_id)))
            .filter(payment_attempts::id.eq_any(attempts))
            .select((
                payment_attempts::id,
                fee_orders::id,
                fee_orders::reference,
                exporters::name,
                payment_attempts::operator,
                payment_attempts::transaction_id,
            ))
            .load(conn)?;
        let facts = rows.into_iter().map(|(attempt_id, order_id, order_reference, payer, operator, transaction_id)| {
            (attempt_id.0, PaidFact { attempt_id, order_id, order_reference, payer, operator, transaction_id })
        });
        known.extend(facts);
        for (refund, attempt) in refunded {
            if let Some(fact) = known.get(&attempt.0).cloned() {
                known.insert(refund.0, fact);
            }
        }
    }
    Ok(known)
}
