//! Money that goes back.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

use super::schema::{accounts, applications, exporters, fee_orders, payment_attempts, refunds};
use super::{At, Conn, Id, StoreError};
use crate::origin::payment::Operator;
use crate::origin::refund::{RefundReason, RefundStatus};

/// A refund with who asked, who decided and who carried it out.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = refunds)]
pub struct Refund {
    pub id: Id,
    pub attempt_id: Id,
    pub order_id: Id,
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
        .filter(refunds::attempt_id.eq(Id(attempt_id)))
        .filter(refunds::status.ne(RefundStatus::Refused))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(amount_xof), 0) AS BIGINT)"))
        .first(conn)?)
}

/// What has really gone back of an attempt's money, in francs.
pub fn returned(conn: &mut Conn, attempt_id: Uuid) -> Result<i64, StoreError> {
    Ok(refunds::table
        .filter(refunds::attempt_id.eq(Id(attempt_id)))
        .filter(refunds::status.eq(RefundStatus::Done))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(amount_xof), 0) AS BIGINT)"))
        .first(conn)?)
}

/// The refunds of an order, oldest first.
pub fn of_order(conn: &mut Conn, order_id: Uuid) -> Result<Vec<Refund>, StoreError> {
    Ok(refunds::table.filter(refunds::order_id.eq(Id(order_id))).order(refunds::id.asc()).load(conn)?)
}

/// A refund with what a person needs to decide on it.
#[derive(Debug, Clone)]
pub struct ListedRefund {
    pub refund: Refund,
    pub order_reference: String,
    pub application_reference: String,
    pub exporter_name: String,
    pub operator: Operator,
    pub transaction_id: Option<String>,
    pub asked_by: Option<String>,
    pub decided_by: Option<String>,
    pub executed_by: Option<String>,
}

/// The joins and columns of a listed refund.
macro_rules! listed {
    () => {
        refunds::table
            .inner_join(payment_attempts::table.on(payment_attempts::id.eq(refunds::attempt_id)))
            .inner_join(fee_orders::table.on(fee_orders::id.eq(refunds::order_id)))
            .inner_join(applications::table.on(applications::id.eq(fee_orders::application_id)))
            .inner_join(exporters::table.on(exporters::id.eq(fee_orders::exporter_id)))
            .select((
                refunds::all_columns,
                fee_orders::reference,
                applications::reference,
                exporters::name,
                payment_attempts::operator,
                payment_attempts::transaction_id,
            ))
    };
}

type Row = (Refund, String, String, String, Operator, Option<String>);

/// A page of refunds, newest first, older than `before`; those in one of `statuses`, or all.
pub fn list(
    conn: &mut Conn,
    statuses: &[RefundStatus],
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<ListedRefund>, StoreError> {
    let mut query = listed!().order(refunds::id.desc()).limit(limit).into_boxed();
    if !statuses.is_empty() {
        query = query.filter(refunds::status.eq_any(statuses.to_vec()));
    }
    if let Some(before) = before {
        query = query.filter(refunds::id.lt(Id(before)));
    }
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter().map(|row| with_names(conn, row)).collect()
}

/// One refund as it is listed.
pub fn one_listed(conn: &mut Conn, id: Uuid) -> Result<ListedRefund, StoreError> {
    let row: Row = listed!().filter(refunds::id.eq(Id(id))).first(conn)?;
    with_names(conn, row)
}

fn with_names(conn: &mut Conn, row: Row) -> Result<ListedRefund, StoreError> {
    let (refund, order_reference, application_reference, exporter_name, operator, transaction_id) = row;
    let people: Vec<Id> = [refund.asked_by, refund.decided_by, refund.executed_by].into_iter().flatten().collect();
    let names: Vec<(Id, String)> =
        accounts::table.filter(accounts::id.eq_any(people)).select((accounts::id, accounts::full_name)).load(conn)?;
    let name = |id: Option<Id>| names.iter().find(|(known, _)| Some(*known) == id).map(|(_, name)| name.clone());
    Ok(ListedRefund {
        asked_by: name(refund.asked_by),
        decided_by: name(refund.decided_by),
        executed_by: name(refund.executed_by),
        refund,
        order_reference,
        application_reference,
        exporter_name,
        operator,
        transaction_id,
    })
}
