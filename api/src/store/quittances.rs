//! The series of quittances: numbers taken and rows written in one transaction, only ever added to.

use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{fee_orders, quittance_counters, quittance_prints, quittances, quittances_due};
use super::sql::containing;
use super::{At, Conn, Document, Id, StoreError, on_duplicate};
use crate::clock::Instant;
use crate::origin::payment::{FeeOrderStatus, Operator};
use crate::origin::quittance::{QuittanceKind, QuittanceRecord};

/// A number of the series with its frozen facts.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = quittances)]
pub struct Quittance {
    pub number: String,
    pub office: String,
    pub year: i64,
    pub serial: i64,
    pub kind: QuittanceKind,
    pub order_id: Id,
    pub attempt_id: Id,
    pub exporter_id: Id,
    /// How often the order's quittance had been cancelled before.
    pub round: i64,
    pub amount_xof: i64,
    pub operator: Operator,
    pub cancels: Option<String>,
    pub record: Document,
    pub search: String,
    pub issued_at: At,
    /// Nobody when the service issued it by itself.
    pub issued_by: Option<Id>,
}

impl Quittance {
    /// The frozen facts.
    pub fn facts(&self) -> Result<QuittanceRecord, StoreError> {
        self.record.clone().parse()
    }
}

/// Takes the next number of an office's series in a year.
pub fn take_serial(conn: &mut Conn, office: &str, year: i64) -> Result<i64, StoreError> {
    let row = quittance_counters::table.find((office, year));
    let taken = diesel::update(row).set(quittance_counters::last.eq(quittance_counters::last + 1)).execute(conn)?;
    if taken == 1 {
        return Ok(row.select(quittance_counters::last).first(conn)?);
    }
    let first = diesel::insert_into(quittance_counters::table)
        .values((
            quittance_counters::office.eq(office),
            quittance_counters::year.eq(year),
            quittance_counters::last.eq(1_i64),
        ))
        .execute(conn);
    on_duplicate(first, || StoreError::Busy("the series has just begun".into())).map(|_| 1)
}

/// Writes a quittance or a counter-entry down.
pub fn insert(conn: &mut Conn, quittance: &Quittance) -> Result<(), StoreError> {
    let inserted = diesel::insert_into(quittances::table).values(quittance.clone()).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the order has just got its quittance".into())).map(|_| ())
}

/// One of the series; none when there is no such number.
pub fn find(conn: &mut Conn, number: &str) -> Result<Option<Quittance>, StoreError> {
    Ok(quittances::table.find(number).first(conn).optional()?)
}

/// The counter-quittance that cancels this number, if it is cancelled.
pub fn counter_of(conn: &mut Conn, number: &str) -> Result<Option<Quittance>, StoreError> {
    Ok(quittances::table.filter(quittances::cancels.eq(number)).first(conn).optional()?)
}

/// Every number an order has had, oldest first.
pub fn of_order(conn: &mut Conn, order_id: Uuid) -> Result<Vec<Quittance>, StoreError> {
    Ok(quittances::table
        .filter(quittances::order_id.eq(Id(order_id)))
        .order((quittances::issued_at.asc(), quittances::serial.asc()))
        .load(conn)?)
}

/// The valid quittance of an order, and how often one was cancelled before.
pub fn standing(conn: &mut Conn, order_id: Uuid) -> Result<(Option<Quittance>, i64), StoreError> {
    let mut all = of_order(conn, order_id)?;
    let cancelled = all.iter().filter(|one| one.kind == QuittanceKind::Counter).count();
    let round = i64::try_from(cancelled).unwrap_or(i64::MAX);
    let valid = all.iter().position(|one| one.kind == QuittanceKind::Quittance && one.round == round);
    Ok((valid.map(|at| all.swap_remove(at)), round))
}

/// Which quittances a list shows, newest first.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub exporter_id: Option<Uuid>,
    /// Folded words, all of which must be found.
    pub words: Vec<String>,
    pub from: Option<Instant>,
    pub before: Option<Instant>,
    /// The last number of the page before, with its moment.
    pub after: Option<(Instant, String)>,
    pub limit: i64,
}

/// The quittances a list shows, one more than its limit when there are more, each with the number that cancels it.
pub fn list(conn: &mut Conn, filter: &Filter) -> Result<Vec<(Quittance, Option<String>)>, StoreError> {
    let mut query = quittances::table.into_boxed();
    if let Some(exporter) = filter.exporter_id {
        query = query.filter(quittances::exporter_id.eq(Id(exporter)));
    }
    for word in &filter.words {
        query = query.filter(quittances::search.like(containing(word)).escape('\\'));
    }
    if let Some(from) = filter.from {
        query = query.filter(quittances::issued_at.ge(At(from)));
    }
    if let Some(before) = filter.before {
        query = query.filter(quittances::issued_at.lt(At(before)));
    }
    if let Some((at, number)) = &filter.after {
        let same_moment = quittances::issued_at.eq(At(*at)).and(quittances::number.lt(number.clone()));
        query = query.filter(quittances::issued_at.lt(At(*at)).or(same_moment));
    }
    let newest_first = (quittances::issued_at.desc(), quittances::number.desc());
    let rows: Vec<Quittance> = query.order(newest_first).limit(filter.limit + 1).load(conn)?;
    with_counters(conn, rows)
}

/// Each with the number that cancels it.
pub fn with_counters(conn: &mut Conn, rows: Vec<Quittance>) -> Result<Vec<(Quittance, Option<String>)>, StoreError> {
    let numbers: Vec<&String> = rows.iter().map(|row| &row.number).collect();
    let counters: Vec<(Option<String>, String)> = quittances::table
        .filter(quittances::cancels.eq_any(numbers))
        .select((quittances::cancels, quittances::number))
        .load(conn)?;
    let counter =
        |number: &str| counters.iter().find(|(of, _)| of.as_deref() == Some(number)).map(|(_, by)| by.clone());
    Ok(rows.into_iter().map(|row| (counter(&row.number), row)).map(|(by, row)| (row, by)).collect())
}

/// The valid quittances of these orders.
pub fn valid_of_orders(conn: &mut Conn, orders: &[Id]) -> Result<Vec<Quittance>, StoreError> {
    let rows: Vec<Quittance> = quittances::table
        .filter(quittances::order_id.eq_any(orders.to_vec()))
        .filter(quittances::kind.eq(QuittanceKind::Quittance))
        .order(quittances::serial.asc())
        .load(conn)?;
    Ok(with_counters(conn, rows)?.into_iter().filter(|(_, counter)| counter.is_none()).map(|(row, _)| row).collect())
}

/// The numbers issued on a day, in their order.
pub fn of_day(conn: &mut Conn, from: Instant, before: Instant) -> Result<Vec<Quittance>, StoreError> {
    Ok(quittances::table
        .filter(quittances::issued_at.ge(At(from)))
        .filter(quittances::issued_at.lt(At(before)))
        .order((quittances::year.asc(), quittances::serial.asc()))
        .load(conn)?)
}

/// Notes that a quittance is printed; gives how often it was printed before.
pub fn note_print(conn: &mut Conn, number: &str, by: Option<Uuid>, at: Instant) -> Result<i64, StoreError> {
    let before: i64 = quittance_prints::table.filter(quittance_prints::number.eq(number)).count().get_result(conn)?;
    let noted = diesel::insert_into(quittance_prints::table)
        .values((
            quittance_prints::number.eq(number),
            quittance_prints::print.eq(before + 1),
            quittance_prints::at.eq(At(at)),
            quittance_prints::by.eq(by.map(Id)),
        ))
        .execute(conn);
    on_duplicate(noted, || StoreError::Busy("the quittance is being printed".into())).map(|_| before)
}

/// How often a quittance was printed.
pub fn prints(conn: &mut Conn, number: &str) -> Result<i64, StoreError> {
    Ok(quittance_prints::table.filter(quittance_prints::number.eq(number)).count().get_result(conn)?)
}

/// Notes that a settled order is to get its quittance.
pub fn make_due(conn: &mut Conn, order_id: Uuid, at: Instant) -> Result<(), StoreError> {
    diesel::insert_into(quittances_due::table)
        .values((quittances_due::order_id.eq(Id(order_id)), quittances_due::since.eq(At(at))))
        .execute(conn)?;
    Ok(())
}

/// The orders that wait for their quittance, the longest waiting first.
pub fn due(conn: &mut Conn, limit: i64) -> Result<Vec<Uuid>, StoreError> {
    let ids: Vec<Id> = quittances_due::table
        .order((quittances_due::since.asc(), quittances_due::order_id.asc()))
        .limit(limit)
        .select(quittances_due::order_id)
        .load(conn)?;
    Ok(ids.into_iter().map(Uuid::from).collect())
}

/// Takes an order off the list of those that wait; false when it was not on it.
pub fn no_longer_due(conn: &mut Conn, order_id: Uuid) -> Result<bool, StoreError> {
    Ok(diesel::delete(quittances_due::table.find(Id(order_id))).execute(conn)? == 1)
}

/// Every series with its first and last number, how many there are, and what its counter says.
pub fn series(conn: &mut Conn) -> Result<Vec<(String, i64, i64, i64)>, StoreError> {
    let counters: Vec<(String, i64, i64)> = quittance_counters::table
        .order((quittance_counters::office.asc(), quittance_counters::year.asc()))
        .load(conn)?;
    counters
        .into_iter()
        .map(|(office, year, last)| {
            let issued: i64 = quittances::table
                .filter(quittances::office.eq(&office))
                .filter(quittances::year.eq(year))
                .count()
                .get_result(conn)?;
            Ok((office, year, last, issued))
        })
        .collect()
}

/// References of paid orders that have no valid quittance, never had one cancelled, and do not wait for one.
pub fn paid_without(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let (has_one, waits) = (
        quittances::table.filter(quittances::order_id.eq(fee_orders::id)),
        quittances_due::table.filter(quittances_due::order_id.eq(fee_orders::id)),
    );
    Ok(fee_orders::table
        .filter(fee_orders::status.eq(FeeOrderStatus::Paid))
        .filter(diesel::dsl::not(diesel::dsl::exists(has_one)))
        .filter(diesel::dsl::not(diesel::dsl::exists(waits)))
        .order(fee_orders::reference.asc())
        .select(fee_orders::reference)
        .load(conn)?)
}
