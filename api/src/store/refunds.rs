//! Money that goes back.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

use super::schema::{accounts, applications, exporters, fee_orders, payment_attempts, refunds, statement_lines};
use super::statements::{self, StatementLine};
use super::{At, Conn, Id, StoreError};
use crate::clock::Instant;
use crate::origin::payment::Operator;
use crate::origin::refund::{RefundReason, RefundStatus};

/// A refund with who asked, who decided and who carried it out.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = refunds)]
pub struct Refund {
    pub id: Id,
    /// The attempt whose money it is, and its order.
    pub attempt_id: Option<Id>,
    pub order_id: Option<Id>,
    /// Or the statement's line that told the money.
    pub line_id: Option<Id>,
    pub amount_xof: i64,
    pub status: RefundStatus,
    pub reason: RefundReason,
    /// Whoever asked, in his own words.
    pub note: Option<String>,
    pub created_at: At,
    pub asked_by: Option<Id>,
    pub asked_at: Option<At>,
    pub decided_by: Option<Id>,
    pub decided_at: Option<At>,
    /// Why it was refused.
    pub decision_note: Option<String>,
    pub executed_by: Option<Id>,
    pub executed_at: Option<At>,
    /// The operator's number of the money that went back.
    pub operator_reference: Option<String>,
    /// What the operator answered when it did not send the money back.
    pub trouble: Option<String>,
    pub version: i64,
}

/// Writes a new refund down.
pub fn insert(conn: &mut Conn, refund: &Refund) -> Result<(), StoreError> {
    diesel::insert_into(refunds::table).values(refund.clone()).execute(conn)?;
    Ok(())
}

/// One refund.
pub fn find(conn: &mut Conn, id: Uuid) -> Result<Refund, StoreError> {
    Ok(refunds::table.find(Id(id)).first(conn)?)
}

/// Writes what changed of a refund, unless somebody was faster.
pub fn advance(conn: &mut Conn, before: &Refund, after: &Refund) -> Result<(), StoreError> {
    let changed = diesel::update(refunds::table.find(before.id))
        .filter(refunds::status.eq(before.status))
        .filter(refunds::version.eq(before.version))
        .set((
            refunds::status.eq(after.status),
            refunds::note.eq(after.note.clone()),
            refunds::asked_by.eq(after.asked_by),
            refunds::asked_at.eq(after.asked_at),
            refunds::decided_by.eq(after.decided_by),
            refunds::decided_at.eq(after.decided_at),
            refunds::decision_note.eq(after.decision_note.clone()),
            refunds::executed_by.eq(after.executed_by),
            refunds::executed_at.eq(after.executed_at),
            refunds::operator_reference.eq(after.operator_reference.clone()),
            refunds::trouble.eq(after.trouble.clone()),
            refunds::version.eq(before.version + 1),
        ))
        .execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(StoreError::Busy("the refund has changed".into())) }
}

/// What has gone back of an attempt's money or may still go back, in francs.
pub fn promised(conn: &mut Conn, attempt_id: Uuid) -> Result<i64, StoreError> {
    Ok(refunds::table
        .filter(refunds::attempt_id.eq(Some(Id(attempt_id))))
        .filter(refunds::status.ne(RefundStatus::Refused))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(amount_xof), 0) AS BIGINT)"))
        .first(conn)?)
}

/// What has gone back of a line's money or may still go back, in francs.
pub fn promised_of_line(conn: &mut Conn, line_id: Uuid) -> Result<i64, StoreError> {
    Ok(refunds::table
        .filter(refunds::line_id.eq(Some(Id(line_id))))
        .filter(refunds::status.ne(RefundStatus::Refused))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(amount_xof), 0) AS BIGINT)"))
        .first(conn)?)
}

/// Whether money that an operator states under this number is on its way back, or may be.
pub fn is_going_back(conn: &mut Conn, operator: Operator, transaction_id: &str) -> Result<bool, StoreError> {
    let found: Option<Id> = refunds::table
        .inner_join(statement_lines::table.on(statement_lines::id.nullable().eq(refunds::line_id)))
        .filter(refunds::status.ne(RefundStatus::Refused))
        .filter(statement_lines::operator.eq(operator))
        .filter(statement_lines::transaction_id.eq(transaction_id))
        .select(refunds::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// A refund of a line's money that two people decided.
#[derive(Debug, Clone)]
pub struct HeldRefund {
    pub refund: Refund,
    pub line: StatementLine,
}

fn decided() -> [RefundStatus; 3] {
    [RefundStatus::Approved, RefundStatus::Sent, RefundStatus::Done]
}

/// The refunds of lines' money that two people decided, of one account: those written down as gone in a span of time, and those that these
/// numbers may tell.
pub fn held_refunds(
    conn: &mut Conn,
    operator: Operator,
    (from, to): (Instant, Instant),
    numbers: &[String],
) -> Result<Vec<HeldRefund>, StoreError> {
    let of_account = || {
        refunds::table
            .inner_join(statement_lines::table.on(statement_lines::id.nullable().eq(refunds::line_id)))
            .filter(statement_lines::operator.eq(operator))
            .filter(refunds::status.eq_any(decided()))
            .select((refunds::all_columns, statement_lines::all_columns))
    };
    let of_the_day =
        of_account().filter(refunds::executed_at.ge(Some(At(from)))).filter(refunds::executed_at.lt(Some(At(to))));
    let mut rows: Vec<(Refund, StatementLine)> = of_the_day.load(conn)?;
    for some in numbers.chunks(500) {
        let by_payment = of_account().filter(statement_lines::transaction_id.eq_any(some));
        rows.extend(by_payment.load::<(Refund, StatementLine)>(conn)?);
        let capitals: Vec<String> = some.iter().map(|one| one.to_uppercase()).collect();
        let by_number =
            of_account().filter(statements::upper(refunds::operator_reference.assume_not_null()).eq_any(capitals));
        rows.extend(by_number.load::<(Refund, StatementLine)>(conn)?);
    }
    rows.sort_by_key(|(refund, _)| refund.id);
    rows.dedup_by_key(|(refund, _)| refund.id);
    Ok(rows.into_iter().map(|(refund, line)| HeldRefund { refund, line }).collect())
}

/// The refunds of these lines' money that two people decided.
pub fn decided_of_lines(conn: &mut Conn, lines: &[Id]) -> Result<Vec<Refund>, StoreError> {
    let mut found = Vec::new();
    for some in lines.chunks(500) {
        let of_lines = refunds::table
            .filter(refunds::line_id.eq_any(some.iter().copied().map(Some)))
            .filter(refunds::status.eq_any(decided()))
            .order(refunds::id.asc());
        found.extend(of_lines.load::<Refund>(conn)?);
    }
    Ok(found)
}

/// The refunds among these that are of lines' money, with the line.
pub fn lines_of(conn: &mut Conn, ids: &[Id]) -> Result<Vec<(Id, Id)>, StoreError> {
    let mut found = Vec::new();
    for some in ids.chunks(500) {
        let rows: Vec<(Id, Option<Id>)> =
            refunds::table.filter(refunds::id.eq_any(some)).select((refunds::id, refunds::line_id)).load(conn)?;
        found.extend(rows.into_iter().filter_map(|(refund, line)| Some((refund, line?))));
    }
    Ok(found)
}

/// What has really gone back of an attempt's money, in francs.
pub fn returned(conn: &mut Conn, attempt_id: Uuid) -> Result<i64, StoreError> {
    Ok(refunds::table
        .filter(refunds::attempt_id.eq(Some(Id(attempt_id))))
        .filter(refunds::status.eq(RefundStatus::Done))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(amount_xof), 0) AS BIGINT)"))
        .first(conn)?)
}

/// The refunds of an order, oldest first.
pub fn of_order(conn: &mut Conn, order_id: Uuid) -> Result<Vec<Refund>, StoreError> {
    Ok(refunds::table.filter(refunds::order_id.eq(Some(Id(order_id)))).order(refunds::id.asc()).load(conn)?)
}

/// A refund with what a person needs to decide on it.
#[derive(Debug, Clone)]
pub struct ListedRefund {
    pub refund: Refund,
    pub operator: Operator,
    pub transaction_id: Option<String>,
    /// The order whose payer it goes back to; none when nobody knows him.
    pub order: Option<RefundedOrder>,
    pub asked_by: Option<String>,
    pub decided_by: Option<String>,
    pub executed_by: Option<String>,
}

/// The order a refund is about.
#[derive(Debug, Clone)]
pub struct RefundedOrder {
    pub id: Id,
    pub reference: String,
    pub application_reference: String,
    pub exporter_name: String,
}

/// A page of refunds, newest first, older than `before`; those in one of `statuses`, or all.
pub fn list(
    conn: &mut Conn,
    statuses: &[RefundStatus],
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<ListedRefund>, StoreError> {
    let mut query = refunds::table.order(refunds::id.desc()).limit(limit).into_boxed();
    if !statuses.is_empty() {
        query = query.filter(refunds::status.eq_any(statuses.to_vec()));
    }
    if let Some(before) = before {
        query = query.filter(refunds::id.lt(Id(before)));
    }
    let rows: Vec<Refund> = query.load(conn)?;
    rows.into_iter().map(|row| listed(conn, row)).collect()
}

/// One refund as it is listed.
pub fn one_listed(conn: &mut Conn, id: Uuid) -> Result<ListedRefund, StoreError> {
    let row = find(conn, id)?;
    listed(conn, row)
}

fn listed(conn: &mut Conn, refund: Refund) -> Result<ListedRefund, StoreError> {
    let line = refund.line_id.map(|id| statements::line(conn, id.0)).transpose()?;
    let attempt = refund.attempt_id.or(line.as_ref().and_then(|line| line.attempt_id));
    let paid = attempt.map(|id| paid_order(conn, id)).transpose()?;
    let (operator, transaction_id, order) = match (line, paid) {
        (Some(line), paid) => (line.operator, Some(line.transaction_id), paid.map(|(order, ..)| order)),
        (None, Some((order, operator, transaction_id))) => (operator, transaction_id, Some(order)),
        (None, None) => return Err(StoreError::Corrupt(format!("refund {} is of no money", refund.id.0))),
    };
    let people: Vec<Id> = [refund.asked_by, refund.decided_by, refund.executed_by].into_iter().flatten().collect();
    let names: Vec<(Id, String)> =
        accounts::table.filter(accounts::id.eq_any(people)).select((accounts::id, accounts::full_name)).load(conn)?;
    let name = |id: Option<Id>| names.iter().find(|(known, _)| Some(*known) == id).map(|(_, name)| name.clone());
    Ok(ListedRefund {
        asked_by: name(refund.asked_by),
        decided_by: name(refund.decided_by),
        executed_by: name(refund.executed_by),
        refund,
        operator,
        transaction_id,
        order,
    })
}

/// The order of an attempt, with the operator and its number.
fn paid_order(conn: &mut Conn, attempt: Id) -> Result<(RefundedOrder, Operator, Option<String>), StoreError> {
    let (id, reference, application_reference, exporter_name, operator, transaction_id) = payment_attempts::table
        .inner_join(fee_orders::table.on(fee_orders::id.eq(payment_attempts::order_id)))
        .inner_join(applications::table.on(applications::id.eq(fee_orders::application_id)))
        .inner_join(exporters::table.on(exporters::id.eq(fee_orders::exporter_id)))
        .filter(payment_attempts::id.eq(attempt))
        .select((
            fee_orders::id,
            fee_orders::reference,
            applications::reference,
            exporters::name,
            payment_attempts::operator,
            payment_attempts::transaction_id,
        ))
        .first::<(Id, String, String, String, Operator, Option<String>)>(conn)?;
    Ok((RefundedOrder { id, reference, application_reference, exporter_name }, operator, transaction_id))
}
