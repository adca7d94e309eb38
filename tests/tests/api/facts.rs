//! Facts written straight into the store, each with its share of the statistics and its event, as the use cases write them.

use boyoro::app::App;
use boyoro::clock::Instant;
use boyoro::origin::event::{By, Happening, RecordKind};
use boyoro::origin::number::CertificateNumber;
use boyoro::origin::record::CertificateRecord;
use boyoro::origin::tally::{self, Delta, Outcome};
use boyoro::store::schema::{
    application_returns, application_submissions, applications, certificates, fee_orders, payment_attempts,
};
use boyoro::store::{At, Conn, Document, Id, StoreError, counters, events};
use boyoro_tests::TestApp;
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// Whoever the facts belong to.
#[derive(Clone, Copy)]
pub struct Parties {
    pub firm: Uuid,
    pub person: Uuid,
    pub officer: Uuid,
}

impl Parties {
    pub async fn of(app: &TestApp) -> Self {
        let firm = app.firm().await;
        Self { firm: firm.id, person: firm.administrator.id(), officer: app.examiner().await.id() }
    }
}

/// What a fact is about.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Which of them it is; makes its identifiers.
    pub serial: u32,
    pub at: Instant,
    pub kind: Kind,
}

#[derive(Debug, Clone)]
pub enum Kind {
    Submitted { scheme: &'static str },
    Settled { operator: &'static str, amount_xof: i64 },
    Returned,
    Ended { outcome: Outcome, worked_s: i64 },
    Issued { scheme: &'static str, destination: &'static str, lines: Vec<(&'static str, i64, i64)> },
}

/// Writes a fact as a use case does: record, deltas and event in one transaction.
pub async fn write(app: &App, parties: Parties, fact: Fact) {
    app.db.write::<_, StoreError, _>(move |conn| put(conn, parties, &fact)).await.expect("the fact is written");
}

fn put(conn: &mut Conn, parties: Parties, fact: &Fact) -> Result<(), StoreError> {
    let at = fact.at;
    let mut row = Row { serial: fact.serial, at, status: "queued", scheme: "ZLE", decided: false, worked_s: 0 };
    let deltas: Vec<Delta> = match &fact.kind {
        Kind::Submitted { scheme } => {
            row.scheme = scheme;
            let application = row.insert(conn, parties)?;
            submission(conn, application, 1, at, scheme)?;
            // What comes back after a return is no new application.
            submission(conn, application, 2, at, scheme)?;
            tally::submitted(scheme, at)
        }
        Kind::Settled { operator, amount_xof } => {
            let application = row.insert(conn, parties)?;
            paid_order(conn, parties, application, fact, operator, *amount_xof)?;
            tally::settled(operator, *amount_xof, at)
        }
        Kind::Returned => {
            let application = row.insert(conn, parties)?;
            returned(conn, parties, application, at)?;
            tally::decided(Outcome::Returned, 0, at)
        }
        Kind::Ended { outcome, worked_s } => {
            (row.status, row.decided, row.worked_s) = (outcome.as_str(), true, *worked_s);
            row.insert(conn, parties)?;
            tally::decided(*outcome, *worked_s, at)
        }
        Kind::Issued { scheme, destination, lines } => {
            row.status = "in_review";
            let application = row.insert(conn, parties)?;
            let record = record(fact.serial, scheme, destination, lines);
            certificate(conn, parties, application, &record, at)?;
            tally::issued(&record, at)
        }
    };
    counters::add(conn, &deltas)?;
    happened(conn, fact)
}

fn happened(conn: &mut Conn, fact: &Fact) -> Result<(), StoreError> {
    let kind = match fact.kind {
        Kind::Issued { .. } => RecordKind::Certificate,
        Kind::Settled { .. } => RecordKind::FeeOrder,
        _ => RecordKind::Application,
    };
    let label = format!("F-{:06}", fact.serial);
    events::append(conn, &Happening::new(kind, id(fact.serial, 9), label, By::Service, "happen"), fact.at).map(|_| ())
}

/// An identifier that only this test store knows.
fn id(serial: u32, kind: u8) -> Uuid {
    Uuid::from_u128((u128::from(serial) << 8) | u128::from(kind) | (7 << 76) | (2 << 62))
}

struct Row {
    serial: u32,
    at: Instant,
    status: &'static str,
    scheme: &'static str,
    decided: bool,
    worked_s: i64,
}

impl Row {
    fn insert(&self, conn: &mut Conn, parties: Parties) -> Result<Id, StoreError> {
        let application = Id(id(self.serial, 1));
        diesel::insert_into(applications::table)
            .values((
                applications::id.eq(application),
                applications::reference.eq(format!("D-{:06}", self.serial)),
                applications::exporter_id.eq(Id(parties.firm)),
                applications::status.eq(self.status),
                applications::content.eq(Document(json!({ "scheme": self.scheme }))),
                applications::search.eq(""),
                applications::created_by.eq(Id(parties.person)),
                applications::created_at.eq(At(self.at)),
                applications::updated_at.eq(At(self.at)),
                applications::submitted_at.eq(Some(At(self.at))),
                applications::decided_at.eq(self.decided.then_some(At(self.at))),
                applications::clock_worked_s.eq(self.worked_s),
                applications::promised_hours.eq(48),
            ))
            .execute(conn)?;
        Ok(application)
    }
}

fn submission(conn: &mut Conn, application: Id, number: i64, at: Instant, scheme: &str) -> Result<(), StoreError> {
    diesel::insert_into(application_submissions::table)
        .values((
            application_submissions::application_id.eq(application),
            application_submissions::number.eq(number),
            application_submissions::at.eq(At(at)),
            application_submissions::content.eq(Document(json!({ "scheme": scheme }))),
        ))
        .execute(conn)?;
    Ok(())
}

fn returned(conn: &mut Conn, parties: Parties, application: Id, at: Instant) -> Result<(), StoreError> {
    diesel::insert_into(application_returns::table)
        .values((
            application_returns::application_id.eq(application),
            application_returns::number.eq(1),
            application_returns::at.eq(At(at)),
            application_returns::by_account.eq(Id(parties.officer)),
            application_returns::reasons.eq(Document(json!([]))),
        ))
        .execute(conn)?;
    Ok(())
}

fn paid_order(
    conn: &mut Conn,
    parties: Parties,
    application: Id,
    fact: &Fact,
    operator: &str,
    amount_xof: i64,
) -> Result<(), StoreError> {
    let (order, attempt) = (Id(id(fact.serial, 2)), Id(id(fact.serial, 3)));
    diesel::insert_into(fee_orders::table)
        .values((
            fee_orders::id.eq(order),
            fee_orders::reference.eq(format!("O-{:06}", fact.serial)),
            fee_orders::application_id.eq(application),
            fee_orders::exporter_id.eq(Id(parties.firm)),
            fee_orders::scheme.eq("ZLE"),
            fee_orders::amount_xof.eq(amount_xof),
            fee_orders::tariff.eq(Document(json!({}))),
            fee_orders::status.eq("paid"),
            fee_orders::settled_by.eq(Some(attempt)),
            fee_orders::created_at.eq(At(fact.at)),
            fee_orders::settled_at.eq(Some(At(fact.at))),
        ))
        .execute(conn)?;
    diesel::insert_into(payment_attempts::table)
        .values((
            (
                payment_attempts::id.eq(attempt),
                payment_attempts::order_id.eq(order),
                payment_attempts::reference.eq(format!("P-{:06}", fact.serial)),
                payment_attempts::operator.eq(operator),
                payment_attempts::amount_xof.eq(amount_xof),
                payment_attempts::currency.eq("XOF"),
                payment_attempts::status.eq("succeeded"),
                payment_attempts::request_sent.eq(true),
            ),
            (
                payment_attempts::transaction_id.eq(Some(format!("T-{:06}", fact.serial))),
                payment_attempts::confirmed_by.eq(Some("query")),
                payment_attempts::late.eq(false),
                payment_attempts::created_at.eq(At(fact.at)),
                payment_attempts::settled_at.eq(Some(At(fact.at))),
                payment_attempts::poll_count.eq(0),
                payment_attempts::version.eq(1),
            ),
        ))
        .execute(conn)?;
    Ok(())
}

/// The record of the seal's vectors with other goods.
fn record(serial: u32, scheme: &str, destination: &str, lines: &[(&str, i64, i64)]) -> CertificateRecord {
    let vectors: Value = serde_json::from_str(include_str!("../../vectors/seal.json")).expect("the vectors are JSON");
    let mut record = vectors["record"].clone();
    let line = record["goods"][0].clone();
    let goods = lines.iter().zip(1..).map(|((hs, value, weight), number)| {
        let mut line = line.clone();
        (line["line"], line["hsCode"]) = (json!(number), json!(hs));
        (line["fobValueXof"], line["grossWeightG"]) = (json!(value), json!(weight));
        line
    });
    record["goods"] = goods.collect();
    record["scheme"] = json!(scheme);
    record["destination"]["code"] = json!(destination);
    record["number"] = json!(CertificateNumber::new(scheme, 2026, serial).expect("a number").to_string());
    serde_json::from_value(record).expect("a record")
}

fn certificate(
    conn: &mut Conn,
    parties: Parties,
    application: Id,
    record: &CertificateRecord,
    at: Instant,
) -> Result<(), StoreError> {
    diesel::insert_into(certificates::table)
        .values((
            (
                certificates::number.eq(&record.number),
                certificates::application_id.eq(application),
                certificates::exporter_id.eq(Id(parties.firm)),
                certificates::scheme.eq(&record.scheme),
                certificates::destination.eq(&record.destination.code),
                certificates::exporter_name.eq(&record.exporter.name),
                certificates::status.eq("issued"),
                certificates::status_at.eq(At(at)),
                certificates::version.eq(1),
                certificates::record.eq(serde_json::to_string(record).expect("JSON")),
            ),
            (
                certificates::record_sha256.eq(""),
                certificates::cose.eq(Vec::new()),
                certificates::key_id.eq("test"),
                certificates::issued_at.eq(At(at)),
                certificates::fob_value_xof.eq(record.total_fob_value_xof()),
                certificates::gross_weight_g.eq(record.total_gross_weight_g()),
                certificates::search.eq(""),
                certificates::examiner_id.eq(Id(parties.officer)),
                certificates::signatory_id.eq(Id(parties.officer)),
            ),
        ))
        .execute(conn)?;
    Ok(())
}
