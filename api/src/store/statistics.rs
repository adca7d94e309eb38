//! The recount: what every counter ought to say, from the records themselves.
//!
//! On purpose it shares nothing with the functions that make deltas, so that a mistake there is seen here.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde_json::Value;

use super::schema::{
    application_returns, application_submissions, applications, certificates, fee_orders, payment_attempts,
};
use super::{At, Conn, Document, Id, StoreError};
use crate::origin::tally::Cube;

/// Count, francs and grams by cube, month and key.
pub type Recount = BTreeMap<(Cube, String, String), (i64, i64, i64)>;

/// How many records are held in memory at once.
const BATCH: i64 = 500;

/// Counts everything. Call it inside [`read_snapshot`](super::Db::read_snapshot).
pub fn recount(conn: &mut Conn, into: &mut Recount) -> Result<(), StoreError> {
    certificates_issued(conn, into)?;
    orders_settled(conn, into)?;
    applications_submitted(conn, into)?;
    applications_decided(conn, into)?;
    applications_returned(conn, into)
}

fn put(into: &mut Recount, cube: Cube, at: At, key: impl Into<String>, value: i64, weight: i64) {
    let sum = into.entry((cube, at.0.format("%Y-%m").to_string(), key.into())).or_default();
    *sum = (sum.0 + 1, sum.1 + value, sum.2 + weight);
}

fn day(at: At) -> String {
    at.0.format("%d").to_string()
}

fn certificates_issued(conn: &mut Conn, into: &mut Recount) -> Result<(), StoreError> {
    let mut last = String::new();
    loop {
        let batch: Vec<(String, String, String, At, i64, i64, String)> = certificates::table
            .filter(certificates::number.gt(&last))
            .order(certificates::number.asc())
            .limit(BATCH)
            .select((
                certificates::number,
                certificates::scheme,
                certificates::destination,
                certificates::issued_at,
                certificates::fob_value_xof,
                certificates::gross_weight_g,
                certificates::record,
            ))
            .load(conn)?;
        let Some((number, ..)) = batch.last() else { return Ok(()) };
        last.clone_from(number);
        for (number, scheme, destination, at, value, weight, record) in batch {
            put(into, Cube::CertificatesByScheme, at, scheme, value, weight);
            put(into, Cube::CertificatesByDestination, at, destination, value, weight);
            put(into, Cube::IssuedByDay, at, day(at), value, weight);
            let record: Value =
                serde_json::from_str(&record).map_err(|e| StoreError::Corrupt(format!("record of {number}: {e}")))?;
            goods(into, at, &record);
        }
    }
}

/// Lines of the same chapter add up in value and weight, but the certificate counts once in that chapter.
fn goods(into: &mut Recount, at: At, record: &Value) {
    let mut seen = BTreeSet::new();
    for line in record["goods"].as_array().into_iter().flatten() {
        let chapter: String = line["hsCode"].as_str().unwrap_or_default().chars().take(2).collect();
        let amount = |name: &str| line[name].as_i64().unwrap_or_default();
        let place = (Cube::GoodsByChapter, at.0.format("%Y-%m").to_string(), chapter.clone());
        let sum = into.entry(place).or_default();
        let first = i64::from(seen.insert(chapter));
        *sum = (sum.0 + first, sum.1 + amount("fobValueXof"), sum.2 + amount("grossWeightG"));
    }
}

fn orders_settled(conn: &mut Conn, into: &mut Recount) -> Result<(), StoreError> {
    each(
        |after| {
            Ok(fee_orders::table
                .inner_join(payment_attempts::table.on(payment_attempts::id.nullable().eq(fee_orders::settled_by)))
                .filter(fee_orders::id.gt(after))
                .order(fee_orders::id.asc())
                .limit(BATCH)
                .select((fee_orders::id, (fee_orders::settled_at, payment_attempts::operator, fee_orders::amount_xof)))
                .load::<(Id, (Option<At>, String, i64))>(conn)?)
        },
        |(at, operator, amount)| {
            if let Some(at) = at {
                put(into, Cube::RevenueByOperator, at, operator, amount, 0);
                put(into, Cube::RevenueByDay, at, day(at), amount, 0);
            }
        },
    )
}

fn applications_submitted(conn: &mut Conn, into: &mut Recount) -> Result<(), StoreError> {
    each(
        |after| {
            Ok(application_submissions::table
                .filter(application_submissions::number.eq(1))
                .filter(application_submissions::application_id.gt(after))
                .order(application_submissions::application_id.asc())
                .limit(BATCH)
                .select((
                    application_submissions::application_id,
                    (application_submissions::at, application_submissions::content),
                ))
                .load::<(Id, (At, Document))>(conn)?)
        },
        |(at, content)| {
            put(into, Cube::Submissions, at, content.0["scheme"].as_str().unwrap_or_default(), 0, 0);
            put(into, Cube::SubmittedByDay, at, day(at), 0, 0);
        },
    )
}

fn applications_decided(conn: &mut Conn, into: &mut Recount) -> Result<(), StoreError> {
    each(
        |after| {
            Ok(applications::table
                .filter(applications::decided_at.is_not_null())
                .filter(applications::submitted_at.is_not_null())
                .filter(applications::id.gt(after))
                .order(applications::id.asc())
                .limit(BATCH)
                .select((
                    applications::id,
                    (applications::status, applications::decided_at, applications::clock_worked_s),
                ))
                .load::<(Id, (String, Option<At>, i64))>(conn)?)
        },
        |(status, at, worked_s)| {
            let Some(at) = at else { return };
            if status == "approved" {
                let hours = (worked_s.max(0) + 3599) / 3600;
                put(into, Cube::ProcessingHours, at, hours.to_string(), 0, 0);
            }
            put(into, Cube::Decisions, at, status, 0, 0);
        },
    )
}

fn applications_returned(conn: &mut Conn, into: &mut Recount) -> Result<(), StoreError> {
    let mut last = (Id(uuid::Uuid::nil()), 0_i64);
    loop {
        let batch: Vec<(Id, i64, At)> = application_returns::table
            .filter(
                application_returns::application_id
                    .gt(last.0)
                    .or(application_returns::application_id.eq(last.0).and(application_returns::number.gt(last.1))),
            )
            .order((application_returns::application_id.asc(), application_returns::number.asc()))
            .limit(BATCH)
            .select((application_returns::application_id, application_returns::number, application_returns::at))
            .load(conn)?;
        let Some((id, number, _)) = batch.last() else { return Ok(()) };
        last = (*id, *number);
        for (_, _, at) in batch {
            put(into, Cube::Decisions, at, "returned", 0, 0);
        }
    }
}

/// Walks a table by its identifier, batch by batch.
fn each<T>(
    mut load: impl FnMut(Id) -> Result<Vec<(Id, T)>, StoreError>,
    mut count: impl FnMut(T),
) -> Result<(), StoreError> {
    let mut last = Id(uuid::Uuid::nil());
    loop {
        let batch = load(last)?;
        let Some((id, _)) = batch.last() else { return Ok(()) };
        last = *id;
        batch.into_iter().for_each(|(_, row)| count(row));
    }
}
