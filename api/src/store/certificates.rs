//! Certificates, the orders that make them, and the counters their numbers come from.

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{applications, certificates, number_counters, sealing_orders};
use super::sql::containing;
use super::{At, Conn, Document, Id, StoreError, on_duplicate};
use crate::clock::Instant;
use crate::origin::certificate::{CertificateStatus, SealingStatus, Standing};
use crate::origin::record::CertificateRecord;

/// A certificate as stored. Everything up to `issued_at` is sealed and never changes.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = certificates)]
pub struct CertificateRow {
    pub number: String,
    pub application_id: Id,
    pub exporter_id: Id,
    pub scheme: String,
    pub destination: String,
    pub exporter_name: String,
    pub status: CertificateStatus,
    pub status_before: Option<CertificateStatus>,
    pub status_reason: Option<String>,
    /// The reason's code in the reference data, where it has one: the part of it that is public.
    pub status_code: Option<String>,
    pub status_at: At,
    pub version: i64,
    /// The canonical record (RFC 8785), byte for byte as it was hashed.
    pub record: String,
    pub record_sha256: String,
    pub cose: Vec<u8>,
    pub key_id: String,
    pub issued_at: At,
    pub valid_until: Option<NaiveDate>,
    pub fob_value_xof: i64,
    pub gross_weight_g: i64,
    pub search: String,
    pub examiner_id: Id,
    pub signatory_id: Id,
    pub replaces: Option<String>,
    pub replaced_by: Option<String>,
    pub endorsement: Option<Document>,
}

impl CertificateRow {
    /// Where it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing { status: self.status, before: self.status_before, valid_until: self.valid_until }
    }

    /// The sealed record.
    pub fn record(&self) -> Result<CertificateRecord, StoreError> {
        serde_json::from_str(&self.record)
            .map_err(|fault| StoreError::Corrupt(format!("record of {}: {fault}", self.number)))
    }
}

/// One certificate; none when there is no such number.
pub fn find(conn: &mut Conn, number: &str) -> Result<Option<CertificateRow>, StoreError> {
    Ok(certificates::table.find(number).select(CertificateRow::as_select()).first(conn).optional()?)
}

/// What a change of standing writes.
#[derive(Debug, Clone)]
pub struct Change {
    pub standing: Standing,
    pub reason: Option<String>,
    pub code: Option<String>,
    pub replaced_by: Option<String>,
    pub endorsement: Option<Document>,
    pub at: Instant,
}

/// Changes the standing of a certificate, if it still stands as it was read. False when somebody was faster.
pub fn advance(conn: &mut Conn, before: &CertificateRow, change: &Change) -> Result<bool, StoreError> {
    let endorsement = change.endorsement.clone().or_else(|| before.endorsement.clone());
    let replaced_by = change.replaced_by.clone().or_else(|| before.replaced_by.clone());
    let written = diesel::update(certificates::table.find(&before.number))
        .filter(certificates::status.eq(before.status))
        .filter(certificates::version.eq(before.version))
        .set((
            certificates::status.eq(change.standing.status),
            certificates::status_before.eq(change.standing.before),
            certificates::status_reason.eq(&change.reason),
            certificates::status_code.eq(&change.code),
            certificates::status_at.eq(At(change.at)),
            certificates::version.eq(before.version + 1),
            certificates::replaced_by.eq(replaced_by),
            certificates::endorsement.eq(endorsement),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// Which certificates a list shows, newest first.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub exporter_id: Option<Uuid>,
    pub status: Option<CertificateStatus>,
    pub scheme: Option<String>,
    /// Folded words, all of which must be found in the search text.
    pub words: Vec<String>,
    /// The last certificate of the page before.
    pub after: Option<(Instant, String)>,
    pub limit: i64,
}

/// The certificates a list shows, one more than its limit when there are more.
pub fn list(conn: &mut Conn, filter: &Filter) -> Result<Vec<CertificateRow>, StoreError> {
    let mut query = certificates::table.select(CertificateRow::as_select()).into_boxed();
    if let Some(exporter) = filter.exporter_id {
        query = query.filter(certificates::exporter_id.eq(Id(exporter)));
    }
    if let Some(status) = filter.status {
        query = query.filter(certificates::status.eq(status));
    }
    if let Some(scheme) = &filter.scheme {
        query = query.filter(certificates::scheme.eq(scheme.clone()));
    }
    for word in &filter.words {
        query = query.filter(certificates::search.like(containing(word)).escape('\\'));
    }
    if let Some((at, number)) = &filter.after {
        let same_moment = certificates::issued_at.eq(At(*at)).and(certificates::number.lt(number.clone()));
        query = query.filter(certificates::issued_at.lt(At(*at)).or(same_moment));
    }
    let newest_first = (certificates::issued_at.desc(), certificates::number.desc());
    Ok(query.order(newest_first).limit(filter.limit + 1).load(conn)?)
}

/// Certificates past their last day that are not written down as expired.
pub fn overdue(conn: &mut Conn, today: NaiveDate, limit: i64) -> Result<Vec<CertificateRow>, StoreError> {
    Ok(certificates::table
        .filter(certificates::status.eq_any([CertificateStatus::Issued, CertificateStatus::Endorsed]))
        .filter(certificates::valid_until.lt(today))
        .order(certificates::valid_until.asc())
        .limit(limit)
        .select(CertificateRow::as_select())
        .load(conn)?)
}

/// An approval on its way to its seal.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sealing_orders)]
pub struct SealingOrderRow {
    pub id: Id,
    pub application_id: Id,
    pub number: String,
    pub scheme: String,
    pub year: i64,
    pub serial: i64,
    pub record: String,
    pub record_sha256: String,
    pub examiner_id: Id,
    pub signatory_id: Id,
    pub status: SealingStatus,
    pub created_at: At,
    pub claimed_until: Option<At>,
    pub sealed_at: Option<At>,
}

/// Takes the next number of a series, in the approval's transaction: rolled back with it, so that the series has no gap.
pub fn take_serial(conn: &mut Conn, scheme: &str, year: i64) -> Result<i64, StoreError> {
    let series = number_counters::table.find((scheme, year));
    let taken = diesel::update(series).set(number_counters::last.eq(number_counters::last + 1)).execute(conn)?;
    if taken == 1 {
        return Ok(series.select(number_counters::last).first(conn)?);
    }
    let first = (number_counters::scheme.eq(scheme), number_counters::year.eq(year), number_counters::last.eq(1));
    let inserted = diesel::insert_into(number_counters::table).values(first).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the series was begun by another".into())).map(|_| 1)
}

/// Adds a sealing order.
pub fn add_order(conn: &mut Conn, order: &SealingOrderRow) -> Result<(), StoreError> {
    diesel::insert_into(sealing_orders::table).values(order).execute(conn)?;
    Ok(())
}

/// Orders that wait for their seal and that nobody is sealing, oldest first.
pub fn waiting_orders(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<SealingOrderRow>, StoreError> {
    let free = sealing_orders::claimed_until.is_null().or(sealing_orders::claimed_until.lt(At(now)));
    Ok(sealing_orders::table
        .filter(sealing_orders::status.eq(SealingStatus::Pending))
        .filter(free)
        .order((sealing_orders::created_at.asc(), sealing_orders::number.asc()))
        .limit(limit)
        .select(SealingOrderRow::as_select())
        .load(conn)?)
}

/// The order of one number.
pub fn find_order(conn: &mut Conn, number: &str) -> Result<Option<SealingOrderRow>, StoreError> {
    let order = sealing_orders::table.filter(sealing_orders::number.eq(number));
    Ok(order.select(SealingOrderRow::as_select()).first(conn).optional()?)
}

/// Marks an order as done. False when it was done already.
pub fn close_order(conn: &mut Conn, id: Id, at: Instant) -> Result<bool, StoreError> {
    let closed = diesel::update(sealing_orders::table.find(id))
        .filter(sealing_orders::status.eq(SealingStatus::Pending))
        .set((sealing_orders::status.eq(SealingStatus::Sealed), sealing_orders::sealed_at.eq(At(at))))
        .execute(conn)?;
    Ok(closed == 1)
}

/// Adds a sealed certificate and shows its number on the application.
pub fn add(conn: &mut Conn, row: &CertificateRow) -> Result<(), StoreError> {
    diesel::insert_into(certificates::table).values(row).execute(conn)?;
    diesel::update(applications::table.find(row.application_id))
        .set((applications::certificate_number.eq(&row.number), applications::version.eq(applications::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// The firm an application belongs to.
pub fn exporter_of(conn: &mut Conn, application: Id) -> Result<Id, StoreError> {
    Ok(applications::table.find(application).select(applications::exporter_id).first(conn)?)
}
