//! What differs between statements and books, reversals, closed days and payers' claims.

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{closed_days, discrepancies, payment_attempts, payment_claims, payment_reversals, refunds};
use super::statements::upper;
use super::{At, Conn, Document, Id, StoreError, on_duplicate, one_row};
use crate::clock::Instant;
use crate::origin::payment::{AttemptStatus, Operator};
use crate::origin::reconciliation::{ClaimStatus, DiscrepancyStatus, FindingClass, Resolution};
use crate::origin::refund::RefundStatus;

/// Something a person has to look at.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = discrepancies)]
pub struct Discrepancy {
    pub id: Id,
    pub operator: Operator,
    pub day: NaiveDate,
    pub class: FindingClass,
    pub line_id: Option<Id>,
    pub attempt_id: Option<Id>,
    /// A refund of a line's money that the operator does not have.
    pub refund_id: Option<Id>,
    /// Identifiers of attempts.
    pub proposals: Document,
    pub amount_xof: i64,
    pub status: DiscrepancyStatus,
    pub resolution: Option<Resolution>,
    pub reason: Option<String>,
    pub found_at: At,
    pub resolved_by: Option<Id>,
    pub resolved_at: Option<At>,
    pub version: i64,
}

/// A day that is finished.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = closed_days)]
pub struct ClosedDay {
    pub operator: Operator,
    pub day: NaiveDate,
    pub opening_xof: i64,
    pub in_xof: i64,
    pub out_xof: i64,
    pub fees_xof: i64,
    pub swept_xof: i64,
    pub closing_xof: i64,
    pub closed_by: Id,
    pub closed_at: At,
}

/// A payer's word.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = payment_claims)]
pub struct Claim {
    pub id: Id,
    pub order_id: Id,
    pub exporter_id: Id,
    pub transaction_id: String,
    pub amount_xof: i64,
    pub paid_on: NaiveDate,
    pub status: ClaimStatus,
    pub line_id: Option<Id>,
    pub attempt_id: Option<Id>,
    pub created_by: Id,
    pub created_at: At,
    pub decided_by: Option<Id>,
    pub decided_at: Option<At>,
    pub reason: Option<String>,
    pub version: i64,
}

/// Writes a difference down.
pub fn insert_discrepancy(conn: &mut Conn, found: &Discrepancy) -> Result<(), StoreError> {
    let inserted = diesel::insert_into(discrepancies::table).values(found.clone()).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the difference has just been noted".into())).map(|_| ())
}

/// A difference by its id.
pub fn discrepancy(conn: &mut Conn, id: Uuid) -> Result<Discrepancy, StoreError> {
    Ok(discrepancies::table.find(Id(id)).first(conn)?)
}

/// The difference of a line, if it has or had one.
pub fn discrepancy_of_line(conn: &mut Conn, line_id: Uuid) -> Result<Option<Discrepancy>, StoreError> {
    Ok(discrepancies::table.filter(discrepancies::line_id.eq(Some(Id(line_id)))).first(conn).optional()?)
}

/// Every difference about these lines, or about this attempt or line, oldest first.
pub fn discrepancies_about(conn: &mut Conn, subject: Uuid, lines: &[Id]) -> Result<Vec<Discrepancy>, StoreError> {
    let subject = Some(Id(subject));
    let mut found: Vec<Discrepancy> = discrepancies::table
        .filter(discrepancies::attempt_id.eq(subject).or(discrepancies::line_id.eq(subject)))
        .load(conn)?;
    for some in lines.chunks(500) {
        let of_lines = discrepancies::table.filter(discrepancies::line_id.eq_any(some.iter().copied().map(Some)));
        found.extend(of_lines.load::<Discrepancy>(conn)?);
    }
    found.sort_by_key(|one| one.id);
    found.dedup_by_key(|one| one.id);
    Ok(found)
}

/// The note that an operator does not have an attempt's payment.
pub fn missing_at_provider(conn: &mut Conn, attempt_id: Uuid) -> Result<Option<Discrepancy>, StoreError> {
    Ok(discrepancies::table
        .filter(discrepancies::attempt_id.eq(Some(Id(attempt_id))))
        .filter(discrepancies::class.eq(FindingClass::MissingAtProvider))
        .first(conn)
        .optional()?)
}

/// The note that an operator does not have a refund of a line's money.
pub fn missing_refund(conn: &mut Conn, refund_id: Uuid) -> Result<Option<Discrepancy>, StoreError> {
    Ok(discrepancies::table
        .filter(discrepancies::refund_id.eq(Some(Id(refund_id))))
        .filter(discrepancies::class.eq(FindingClass::MissingAtProvider))
        .first(conn)
        .optional()?)
}

/// The lines whose money was put aside by a person, oldest first.
pub fn lines_put_aside(conn: &mut Conn) -> Result<Vec<Id>, StoreError> {
    let aside = [Resolution::ToSuspense, Resolution::SurplusSetAside, Resolution::Corrected];
    let lines: Vec<Option<Id>> = discrepancies::table
        .filter(discrepancies::resolution.eq_any(aside.map(Some)))
        .filter(discrepancies::line_id.is_not_null())
        .order(discrepancies::id.asc())
        .select(discrepancies::line_id)
        .load(conn)?;
    Ok(lines.into_iter().flatten().collect())
}

/// The differences of one account on one day.
pub fn discrepancies_of_day(
    conn: &mut Conn,
    operator: Operator,
    day: NaiveDate,
) -> Result<Vec<Discrepancy>, StoreError> {
    Ok(discrepancies::table
        .filter(discrepancies::operator.eq(operator))
        .filter(discrepancies::day.eq(day))
        .order(discrepancies::id.asc())
        .load(conn)?)
}

/// Which differences to list.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub status: Option<DiscrepancyStatus>,
    pub operator: Option<Operator>,
    pub class: Option<FindingClass>,
    pub day: Option<NaiveDate>,
    /// After this one.
    pub after: Option<Uuid>,
}

/// A page of differences, oldest first.
pub fn list_discrepancies(conn: &mut Conn, wanted: &Wanted, limit: i64) -> Result<Vec<Discrepancy>, StoreError> {
    let mut rows = discrepancies::table.order(discrepancies::id.asc()).limit(limit).into_boxed();
    if let Some(status) = wanted.status {
        rows = rows.filter(discrepancies::status.eq(status));
    }
    if let Some(operator) = wanted.operator {
        rows = rows.filter(discrepancies::operator.eq(operator));
    }
    if let Some(class) = wanted.class {
        rows = rows.filter(discrepancies::class.eq(class));
    }
    if let Some(day) = wanted.day {
        rows = rows.filter(discrepancies::day.eq(day));
    }
    if let Some(after) = wanted.after {
        rows = rows.filter(discrepancies::id.gt(Id(after)));
    }
    Ok(rows.load(conn)?)
}

/// How many differences wait for a person.
pub fn count_open(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(discrepancies::table.filter(discrepancies::status.eq(DiscrepancyStatus::Open)).count().get_result(conn)?)
}

/// What became of a difference.
#[derive(Debug, Clone)]
pub struct Outcome<'a> {
    pub resolution: Resolution,
    pub reason: Option<&'a str>,
    /// None when it went away by itself.
    pub by: Option<Uuid>,
}

/// Closes a difference, unless somebody was faster.
pub fn resolve(conn: &mut Conn, before: &Discrepancy, outcome: &Outcome<'_>, now: Instant) -> Result<(), StoreError> {
    let changed = diesel::update(discrepancies::table.find(before.id))
        .filter(discrepancies::status.eq(DiscrepancyStatus::Open))
        .filter(discrepancies::version.eq(before.version))
        .set((
            discrepancies::status.eq(DiscrepancyStatus::Resolved),
            discrepancies::resolution.eq(Some(outcome.resolution)),
            discrepancies::reason.eq(outcome.reason),
            discrepancies::resolved_by.eq(outcome.by.map(Id)),
            discrepancies::resolved_at.eq(Some(At(now))),
            discrepancies::version.eq(before.version + 1),
        ))
        .execute(conn)?;
    one_row(changed, "the difference has changed")
}

/// What a later look at the same line found: another class, other proposals.
pub fn refresh(conn: &mut Conn, before: &Discrepancy, after: &Discrepancy) -> Result<(), StoreError> {
    let changed = diesel::update(discrepancies::table.find(before.id))
        .filter(discrepancies::status.eq(DiscrepancyStatus::Open))
        .filter(discrepancies::version.eq(before.version))
        .set((
            discrepancies::class.eq(after.class),
            discrepancies::attempt_id.eq(after.attempt_id),
            discrepancies::refund_id.eq(after.refund_id),
            discrepancies::proposals.eq(after.proposals.clone()),
            discrepancies::amount_xof.eq(after.amount_xof),
            discrepancies::version.eq(before.version + 1),
        ))
        .execute(conn)?;
    one_row(changed, "the difference has changed")
}

/// Opens a difference again, because it is not what it was when it was closed. What a person wrote then stays in its history.
pub fn reopen(conn: &mut Conn, before: &Discrepancy, after: &Discrepancy) -> Result<(), StoreError> {
    let changed = diesel::update(discrepancies::table.find(before.id))
        .filter(discrepancies::status.eq(DiscrepancyStatus::Resolved))
        .filter(discrepancies::version.eq(before.version))
        .set((
            discrepancies::class.eq(after.class),
            discrepancies::attempt_id.eq(after.attempt_id),
            discrepancies::refund_id.eq(after.refund_id),
            discrepancies::proposals.eq(after.proposals.clone()),
            discrepancies::amount_xof.eq(after.amount_xof),
            discrepancies::status.eq(DiscrepancyStatus::Open),
            discrepancies::resolution.eq(None::<Resolution>),
            discrepancies::reason.eq(None::<String>),
            discrepancies::resolved_by.eq(None::<Id>),
            discrepancies::resolved_at.eq(None::<At>),
            discrepancies::version.eq(before.version + 1),
        ))
        .execute(conn)?;
    one_row(changed, "the difference has changed")
}

/// Notes that the operator took an attempt's payment back; `false` when it is noted already.
pub fn insert_reversal(conn: &mut Conn, attempt_id: Uuid, line_id: Uuid, now: Instant) -> Result<bool, StoreError> {
    if reversal_of(conn, attempt_id)?.is_some() {
        return Ok(false);
    }
    let row = (
        payment_reversals::attempt_id.eq(Id(attempt_id)),
        payment_reversals::line_id.eq(Id(line_id)),
        payment_reversals::at.eq(At(now)),
    );
    let inserted = diesel::insert_into(payment_reversals::table).values(row).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the reversal has just been noted".into())).map(|_| true)
}

/// The line by which the operator took an attempt's payment back, and when that was found.
pub fn reversal_of(conn: &mut Conn, attempt_id: Uuid) -> Result<Option<(Id, At)>, StoreError> {
    Ok(payment_reversals::table
        .find(Id(attempt_id))
        .select((payment_reversals::line_id, payment_reversals::at))
        .first(conn)
        .optional()?)
}

/// The attempt whose payment was taken back by this line.
pub fn reversed_by(conn: &mut Conn, line_id: Uuid) -> Result<Option<Uuid>, StoreError> {
    let found: Option<Id> = payment_reversals::table
        .filter(payment_reversals::line_id.eq(Id(line_id)))
        .select(payment_reversals::attempt_id)
        .first(conn)
        .optional()?;
    Ok(found.map(Uuid::from))
}

/// The reversals these attempts had, with the lines that say so.
pub fn reversals_of(conn: &mut Conn, attempts: &[Id]) -> Result<Vec<(Id, Id, At)>, StoreError> {
    Ok(payment_reversals::table.filter(payment_reversals::attempt_id.eq_any(attempts)).load(conn)?)
}

/// A refund that two people decided.
#[derive(Debug, Clone, Queryable)]
pub struct DecidedRefund {
    pub id: Id,
    pub attempt_id: Id,
    pub amount_xof: i64,
    pub status: RefundStatus,
    pub executed_at: Option<At>,
    pub operator_reference: Option<String>,
}

/// The refunds of these attempts that two people decided, whether they have gone back yet or not.
pub fn refunds_decided(conn: &mut Conn, attempts: &[Id]) -> Result<Vec<DecidedRefund>, StoreError> {
    let mut found = Vec::new();
    for some in attempts.chunks(500) {
        found.extend(
            refunds::table
                .filter(refunds::attempt_id.eq_any(some.iter().copied().map(Some)))
                .filter(refunds::status.eq_any([RefundStatus::Approved, RefundStatus::Sent, RefundStatus::Done]))
                .order(refunds::id.asc())
                .select((
                    refunds::id,
                    refunds::attempt_id.assume_not_null(),
                    refunds::amount_xof,
                    refunds::status,
                    refunds::executed_at,
                    refunds::operator_reference,
                ))
                .load::<DecidedRefund>(conn)?,
        );
    }
    Ok(found)
}

/// The attempts whose refunds were written down as gone in a span of time.
pub fn attempts_refunded(
    conn: &mut Conn,
    operator: Operator,
    (from, to): (Instant, Instant),
) -> Result<Vec<Id>, StoreError> {
    Ok(refunds::table
        .inner_join(payment_attempts::table.on(payment_attempts::id.nullable().eq(refunds::attempt_id)))
        .filter(payment_attempts::operator.eq(operator))
        .filter(refunds::status.eq(RefundStatus::Done))
        .filter(refunds::executed_at.ge(Some(At(from))))
        .filter(refunds::executed_at.lt(Some(At(to))))
        .select(payment_attempts::id)
        .load(conn)?)
}

/// The attempts whose refunds went back under one of these numbers.
pub fn attempts_refunded_under(conn: &mut Conn, operator: Operator, numbers: &[String]) -> Result<Vec<Id>, StoreError> {
    let mut found = Vec::new();
    for some in numbers.chunks(500) {
        let capitals: Vec<String> = some.iter().map(|one| one.to_uppercase()).collect();
        found.extend(
            refunds::table
                .inner_join(payment_attempts::table.on(payment_attempts::id.nullable().eq(refunds::attempt_id)))
                .filter(payment_attempts::operator.eq(operator))
                .filter(upper(refunds::operator_reference.assume_not_null()).eq_any(capitals))
                .select(payment_attempts::id)
                .load::<Id>(conn)?,
        );
    }
    Ok(found)
}

/// A closed day.
pub fn closed_day(conn: &mut Conn, operator: Operator, day: NaiveDate) -> Result<Option<ClosedDay>, StoreError> {
    Ok(closed_days::table.find((operator, day)).first(conn).optional()?)
}

/// The last day of an account that was closed before `before`, or at all.
pub fn last_closed(
    conn: &mut Conn,
    operator: Operator,
    before: Option<NaiveDate>,
) -> Result<Option<ClosedDay>, StoreError> {
    let mut rows =
        closed_days::table.filter(closed_days::operator.eq(operator)).order(closed_days::day.desc()).into_boxed();
    if let Some(before) = before {
        rows = rows.filter(closed_days::day.lt(before));
    }
    Ok(rows.first(conn).optional()?)
}

/// Closes a day; `false` when it is closed already.
pub fn close_day(conn: &mut Conn, day: &ClosedDay) -> Result<bool, StoreError> {
    if closed_day(conn, day.operator, day.day)?.is_some() {
        return Ok(false);
    }
    let inserted = diesel::insert_into(closed_days::table).values(day.clone()).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the day has just been closed".into())).map(|_| true)
}

/// Writes a claim down; `false` when the order has one under way.
pub fn insert_claim(conn: &mut Conn, claim: &Claim) -> Result<bool, StoreError> {
    let under_way = payment_claims::table
        .filter(payment_claims::order_id.eq(claim.order_id))
        .filter(payment_claims::status.eq(ClaimStatus::Pending))
        .select(payment_claims::id)
        .first::<Id>(conn)
        .optional()?;
    if under_way.is_some() {
        return Ok(false);
    }
    let inserted = diesel::insert_into(payment_claims::table).values(claim.clone()).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the order has just been claimed".into())).map(|_| true)
}

/// A claim by its id.
pub fn claim(conn: &mut Conn, id: Uuid) -> Result<Claim, StoreError> {
    Ok(payment_claims::table.find(Id(id)).first(conn)?)
}

/// The claims to have paid an order, oldest first.
pub fn claims_of_order(conn: &mut Conn, order_id: Uuid) -> Result<Vec<Claim>, StoreError> {
    Ok(payment_claims::table
        .filter(payment_claims::order_id.eq(Id(order_id)))
        .order(payment_claims::id.asc())
        .limit(100)
        .load(conn)?)
}

/// A page of claims, oldest first.
pub fn list_claims(
    conn: &mut Conn,
    status: Option<ClaimStatus>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Claim>, StoreError> {
    let mut rows = payment_claims::table.order(payment_claims::id.asc()).limit(limit).into_boxed();
    if let Some(status) = status {
        rows = rows.filter(payment_claims::status.eq(status));
    }
    if let Some(after) = after {
        rows = rows.filter(payment_claims::id.gt(Id(after)));
    }
    Ok(rows.load(conn)?)
}

/// Writes a claim's decision, unless somebody was faster.
pub fn decide_claim(conn: &mut Conn, before: &Claim, after: &Claim) -> Result<(), StoreError> {
    let result = diesel::update(payment_claims::table.find(before.id))
        .filter(payment_claims::status.eq(ClaimStatus::Pending))
        .filter(payment_claims::version.eq(before.version))
        .set((
            payment_claims::status.eq(after.status),
            payment_claims::line_id.eq(after.line_id),
            payment_claims::attempt_id.eq(after.attempt_id),
            payment_claims::decided_by.eq(after.decided_by),
            payment_claims::decided_at.eq(after.decided_at),
            payment_claims::reason.eq(after.reason.clone()),
            payment_claims::version.eq(before.version + 1),
        ))
        .execute(conn);
    one_row(
        on_duplicate(result, || StoreError::Busy("the transaction has just paid another order".into()))?,
        "the claim has changed",
    )
}

/// Collected today, by operator: settled attempts and francs.
pub fn collected(conn: &mut Conn, (from, to): (Instant, Instant)) -> Result<Vec<(Operator, i64, i64)>, StoreError> {
    use diesel::dsl::sql;
    use diesel::sql_types::BigInt;
    Ok(payment_attempts::table
        .filter(payment_attempts::status.eq(AttemptStatus::Succeeded))
        .filter(payment_attempts::settled_at.ge(Some(At(from))))
        .filter(payment_attempts::settled_at.lt(Some(At(to))))
        .group_by(payment_attempts::operator)
        .order(payment_attempts::operator.asc())
        .select((
            payment_attempts::operator,
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("CAST(SUM(amount_xof) AS BIGINT)"),
        ))
        .load(conn)?)
}

/// How many attempts have been unknown since before this moment, and their francs.
pub fn unknown_since(conn: &mut Conn, before: Instant) -> Result<(i64, i64), StoreError> {
    use diesel::dsl::sql;
    use diesel::sql_types::BigInt;
    Ok(payment_attempts::table
        .filter(payment_attempts::status.eq(AttemptStatus::Unknown))
        .filter(payment_attempts::created_at.lt(At(before)))
        .select((sql::<BigInt>("COUNT(*)"), sql::<BigInt>("CAST(COALESCE(SUM(amount_xof), 0) AS BIGINT)")))
        .first(conn)?)
}

/// How many refunds have not gone back yet, and their francs.
pub fn to_refund(conn: &mut Conn) -> Result<(i64, i64), StoreError> {
    use diesel::dsl::sql;
    use diesel::sql_types::BigInt;
    Ok(refunds::table
        .filter(refunds::status.ne_all([RefundStatus::Done, RefundStatus::Refused]))
        .select((sql::<BigInt>("COUNT(*)"), sql::<BigInt>("CAST(COALESCE(SUM(amount_xof), 0) AS BIGINT)")))
        .first(conn)?)
}

/// Whether somebody claims to have paid by the transaction with this number, and nobody has decided about it.
pub fn is_claimed(conn: &mut Conn, transaction_id: &str) -> Result<bool, StoreError> {
    let found: Option<Id> = payment_claims::table
        .filter(payment_claims::status.eq(ClaimStatus::Pending))
        // Claims hold their number in capitals.
        .filter(payment_claims::transaction_id.eq(transaction_id.to_uppercase()))
        .select(payment_claims::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// How many claims wait.
pub fn claims_pending(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(payment_claims::table.filter(payment_claims::status.eq(ClaimStatus::Pending)).count().get_result(conn)?)
}
