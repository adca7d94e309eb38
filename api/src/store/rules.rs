//! The dated rows an administrator adds to: fees, statuses of schemes, export measures.

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{export_measures, fee_rates, operator_periods, scheme_statuses};
use super::{At, Conn, Document, Id, StoreError};
use crate::clock::{Instant, Stamp};
use crate::origin::codes::{CodeFault, HsPrefix, SchemeCode};
use crate::origin::payment::Operator;
use crate::origin::rules::{
    Effect, ExportMeasure, FeeRate, OperatorPeriod, RuleRows, Rules, SchemeStatus, StatusPeriod,
};

/// Who wrote a row, and when. Nobody for the rows the packs brought.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    pub by: Option<Uuid>,
    pub at: Instant,
}

/// An export measure with its identifier.
#[derive(Debug, Clone)]
pub struct StoredMeasure {
    pub id: Uuid,
    pub measure: ExportMeasure,
}

/// The rules as they stand in this transaction: the packs' terms with the rows of the database.
pub fn current(conn: &mut Conn, rules: &Rules) -> Result<Rules, StoreError> {
    load(conn).map(|rows| rules.with_rows(rows))
}

/// Every dated row, older first, so that of two of the same day the correction comes last.
pub fn load(conn: &mut Conn) -> Result<RuleRows, StoreError> {
    let measures = measures(conn)?.into_iter().map(|stored| stored.measure).collect();
    Ok(RuleRows { fees: fees(conn)?, statuses: statuses(conn)?, measures, operators: operators(conn)? })
}

/// Every fee, older first.
pub fn fees(conn: &mut Conn) -> Result<Vec<FeeRate>, StoreError> {
    let rows: Vec<(String, i64, NaiveDate, String, bool)> = fee_rates::table
        .order((fee_rates::valid_from.asc(), fee_rates::created_at.asc(), fee_rates::scheme.asc()))
        .select((
            fee_rates::scheme,
            fee_rates::amount_xof,
            fee_rates::valid_from,
            fee_rates::source,
            fee_rates::confirmed,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(scheme, amount_xof, valid_from, source, confirmed)| {
            let scheme = SchemeCode::parse(&scheme).map_err(corrupt)?;
            Ok(FeeRate { scheme, amount_xof, valid_from, source, confirmed })
        })
        .collect()
}

fn statuses(conn: &mut Conn) -> Result<Vec<(SchemeCode, StatusPeriod)>, StoreError> {
    let rows: Vec<(String, SchemeStatus, NaiveDate, Option<Document>, String, bool)> = scheme_statuses::table
        .order((scheme_statuses::valid_from.asc(), scheme_statuses::created_at.asc(), scheme_statuses::scheme.asc()))
        .select((
            scheme_statuses::scheme,
            scheme_statuses::status,
            scheme_statuses::valid_from,
            scheme_statuses::note,
            scheme_statuses::source,
            scheme_statuses::confirmed,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(scheme, status, from, note, source, confirmed)| {
            let scheme = SchemeCode::parse(&scheme).map_err(corrupt)?;
            let note = note.map(Document::parse).transpose()?;
            Ok((scheme, StatusPeriod { from, status, note, source, confirmed }))
        })
        .collect()
}

/// From when on each way to pay was switched on or off, older first.
pub fn operators(conn: &mut Conn) -> Result<Vec<OperatorPeriod>, StoreError> {
    let rows: Vec<(Operator, bool, NaiveDate, String)> = operator_periods::table
        .order((operator_periods::valid_from.asc(), operator_periods::created_at.asc(), operator_periods::id.asc()))
        .select((
            operator_periods::operator,
            operator_periods::enabled,
            operator_periods::valid_from,
            operator_periods::source,
        ))
        .load(conn)?;
    let period = |(operator, enabled, from, source)| OperatorPeriod { operator, enabled, from, source };
    Ok(rows.into_iter().map(period).collect())
}

/// Switches a way to pay on or off, from its day on.
pub fn add_operator_period(
    conn: &mut Conn,
    id: Uuid,
    period: &OperatorPeriod,
    by: Uuid,
    at: Instant,
) -> Result<(), StoreError> {
    diesel::insert_into(operator_periods::table)
        .values((
            operator_periods::id.eq(Id(id)),
            operator_periods::operator.eq(period.operator),
            operator_periods::enabled.eq(period.enabled),
            operator_periods::valid_from.eq(period.from),
            operator_periods::source.eq(&period.source),
            operator_periods::created_by.eq(Id(by)),
            operator_periods::created_at.eq(At(at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Every export measure with its identifier, older first.
pub fn measures(conn: &mut Conn) -> Result<Vec<StoredMeasure>, StoreError> {
    let rows: Vec<MeasureRow> = export_measures::table
        .order((export_measures::valid_from.asc(), export_measures::created_at.asc(), export_measures::code.asc()))
        .select(MEASURE_COLUMNS)
        .load(conn)?;
    rows.into_iter().map(stored_measure).collect()
}

/// One export measure.
pub fn measure(conn: &mut Conn, id: Uuid) -> Result<Option<StoredMeasure>, StoreError> {
    let row: Option<MeasureRow> = export_measures::table.find(Id(id)).select(MEASURE_COLUMNS).first(conn).optional()?;
    row.map(stored_measure).transpose()
}

type MeasureRow = (Id, String, String, Effect, Document, NaiveDate, Option<NaiveDate>, String, bool);

const MEASURE_COLUMNS: (
    export_measures::id,
    export_measures::code,
    export_measures::hs_prefix,
    export_measures::effect,
    export_measures::label,
    export_measures::valid_from,
    export_measures::valid_to,
    export_measures::source,
    export_measures::confirmed,
) = (
    export_measures::id,
    export_measures::code,
    export_measures::hs_prefix,
    export_measures::effect,
    export_measures::label,
    export_measures::valid_from,
    export_measures::valid_to,
    export_measures::source,
    export_measures::confirmed,
);

fn stored_measure(row: MeasureRow) -> Result<StoredMeasure, StoreError> {
    let (id, code, hs_prefix, effect, label, from, to, source, confirmed) = row;
    let hs_prefix = HsPrefix::parse(&hs_prefix).map_err(corrupt)?;
    let label = label.parse()?;
    Ok(StoredMeasure {
        id: id.0,
        measure: ExportMeasure { code, hs_prefix, effect, label, from, to, source, confirmed },
    })
}

fn corrupt(fault: CodeFault) -> StoreError {
    StoreError::Corrupt(fault.to_string())
}

/// Adds a fee.
pub fn add_fee(conn: &mut Conn, id: Uuid, fee: &FeeRate, written: Written) -> Result<(), StoreError> {
    diesel::insert_into(fee_rates::table)
        .values((
            fee_rates::id.eq(Id(id)),
            fee_rates::scheme.eq(fee.scheme.as_str()),
            fee_rates::amount_xof.eq(fee.amount_xof),
            fee_rates::valid_from.eq(fee.valid_from),
            fee_rates::source.eq(&fee.source),
            fee_rates::confirmed.eq(fee.confirmed),
            fee_rates::created_by.eq(written.by.map(Id)),
            fee_rates::created_at.eq(At(written.at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds a status of a scheme, from its day on.
pub fn add_status(
    conn: &mut Conn,
    id: Uuid,
    scheme: &SchemeCode,
    period: &StatusPeriod,
    written: Written,
) -> Result<(), StoreError> {
    let note = period.note.as_ref().map(Document::of).transpose()?;
    diesel::insert_into(scheme_statuses::table)
        .values((
            scheme_statuses::id.eq(Id(id)),
            scheme_statuses::scheme.eq(scheme.as_str()),
            scheme_statuses::status.eq(period.status.as_str()),
            scheme_statuses::valid_from.eq(period.from),
            scheme_statuses::note.eq(note),
            scheme_statuses::source.eq(&period.source),
            scheme_statuses::confirmed.eq(period.confirmed),
            scheme_statuses::created_by.eq(written.by.map(Id)),
            scheme_statuses::created_at.eq(At(written.at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds an export measure.
pub fn add_measure(conn: &mut Conn, id: Uuid, measure: &ExportMeasure, written: Written) -> Result<(), StoreError> {
    diesel::insert_into(export_measures::table)
        .values((
            (
                export_measures::id.eq(Id(id)),
                export_measures::code.eq(&measure.code),
                export_measures::hs_prefix.eq(measure.hs_prefix.as_str()),
                export_measures::effect.eq(measure.effect.as_str()),
                export_measures::label.eq(Document::of(&measure.label)?),
            ),
            (
                export_measures::valid_from.eq(measure.from),
                export_measures::valid_to.eq(measure.to),
                export_measures::source.eq(&measure.source),
                export_measures::confirmed.eq(measure.confirmed),
                export_measures::created_by.eq(written.by.map(Id)),
                export_measures::created_at.eq(At(written.at)),
            ),
        ))
        .execute(conn)?;
    Ok(())
}

/// Sets the last day of a measure that has none yet; says whether it did.
pub fn end_measure(conn: &mut Conn, id: Uuid, to: NaiveDate) -> Result<bool, StoreError> {
    let ended = diesel::update(export_measures::table.find(Id(id)))
        .filter(export_measures::valid_to.is_null())
        .set(export_measures::valid_to.eq(to))
        .execute(conn)?;
    Ok(ended == 1)
}

/// Writes the packs' rows into empty tables; says whether it did. Two processes that start together meet in the
/// transaction, and the second finds the tables filled.
pub fn seed(conn: &mut Conn, rules: &Rules, stamp: &Stamp) -> Result<bool, StoreError> {
    let filled: i64 = scheme_statuses::table.count().get_result(conn)?;
    if filled > 0 {
        return Ok(false);
    }
    let mut ids = stamp.ids();
    let written = Written { by: None, at: stamp.now };
    for fee in &rules.rows().fees {
        add_fee(conn, ids.make(), fee, written)?;
    }
    for (scheme, period) in &rules.rows().statuses {
        add_status(conn, ids.make(), scheme, period, written)?;
    }
    for measure in &rules.rows().measures {
        add_measure(conn, ids.make(), measure, written)?;
    }
    Ok(true)
}
