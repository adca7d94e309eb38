//! Issuing: the approval orders a seal, the signer makes it, and a second write makes the certificate exist.
//!
//! Between the two writes stands a *sealing order* with the frozen record and its number. A crash in between loses nothing: the
//! order is found again and sealed. Nothing of it is visible before.

use chrono::Datelike as _;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Instant;
use crate::failure::Failure;
use crate::identity::Role;
use crate::origin::certificate::{CertificateAction, CertificateStatus, SealingStatus};
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::number::CertificateNumber;
use crate::origin::record::{CertificateRecord, sha256};
use crate::origin::refusal::Refusal;
use crate::origin::search::searchable;
use crate::origin::tally;
use crate::seal::key::{JwkSet, KeyRing};
use crate::seal::{SealFault, Signer, cose, qr, store as keys};
use crate::store::certificates::{self as store, CertificateRow, Change, SealingOrderRow};
use crate::store::{Conn, StoreError, counters, events};
use crate::workers::Worked;

/// What seals and what checks seals.
pub struct Seals {
    signer: Box<dyn Signer>,
    ring: KeyRing,
    /// What seals call the authority.
    issuer: String,
    address: qr::Address,
}

impl Seals {
    /// Opens the keys under the data folder, making them on the first start.
    ///
    /// # Errors
    /// A sentence for whoever starts the service.
    pub fn open(data: &std::path::Path, public_url: &str, issuer: &str) -> Result<Self, SealFault> {
        let (signer, ring) = keys::open(data)?;
        let address = qr::Address::new(public_url)?;
        Ok(Self { signer: Box::new(signer), ring, issuer: issuer.to_owned(), address })
    }

    /// The keys seals are checked with.
    #[must_use]
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// The keys as published.
    #[must_use]
    pub fn jwks(&self) -> JwkSet {
        self.ring.jwks()
    }

    /// Seals a record; at most as many bytes as the symbol holds behind the record's own address.
    fn seal(&self, record: &CertificateRecord, at: Instant) -> Result<Vec<u8>, SealFault> {
        let number = record.number.parse().map_err(|_| SealFault::Record("its number is not one".into()))?;
        let address = qr::Address::new(&record.authority.verification).unwrap_or_else(|_| self.address.clone());
        cose::seal(record, &self.issuer, at, address.budget(&number), self.signer.as_ref())
    }

    fn key_id(&self) -> String {
        hex::encode(self.signer.public_key().id())
    }
}

/// An approval as the sealing order keeps it.
#[derive(Debug, Clone)]
pub struct Approval {
    pub order_id: Uuid,
    pub application_id: Uuid,
    pub examiner_id: Uuid,
    pub signatory_id: Uuid,
    /// Complete but for its number, which is taken here.
    pub record: CertificateRecord,
}

/// Takes the number and writes the sealing order, inside the approval's own write.
///
/// # Errors
/// [`Refusal::SamePerson`] when one person examined and signs: the last door checks again.
pub fn order_seal(conn: &mut Conn, mut approval: Approval, now: Instant) -> Result<CertificateNumber, Failure> {
    if approval.examiner_id == approval.signatory_id {
        return Err(Refusal::SamePerson.into());
    }
    let year = approval.record.issued_on.year();
    let scheme = approval.record.scheme.clone();
    let serial = store::take_serial(conn, &scheme, i64::from(year))?;
    let number = u16::try_from(year).ok().zip(u32::try_from(serial).ok());
    let number = number.and_then(|(year, serial)| CertificateNumber::new(&scheme, year, serial).ok());
    let number = number.ok_or_else(|| corrupt(format!("no number {serial} in series {scheme} {year}")))?;
    approval.record.number = number.to_string();
    let canonical = approval.record.canonical().map_err(|fault| corrupt(fault.to_string()))?;
    let order = SealingOrderRow {
        id: approval.order_id.into(),
        application_id: approval.application_id.into(),
        number: number.to_string(),
        scheme,
        year: i64::from(year),
        serial,
        record_sha256: hex::encode(sha256(&canonical)),
        record: String::from_utf8(canonical).map_err(|fault| corrupt(fault.to_string()))?,
        examiner_id: approval.examiner_id.into(),
        signatory_id: approval.signatory_id.into(),
        status: SealingStatus::Pending,
        created_at: now.into(),
        claimed_until: None,
        sealed_at: None,
    };
    store::add_order(conn, &order)?;
    Ok(number)
}

fn corrupt(what: String) -> Failure {
    Failure::Store(StoreError::Corrupt(what))
}

/// How many orders one turn seals.
const BATCH: usize = 20;

/// One turn of the worker: seals what waits. Two processes at once are harmless: the second finds the order closed.
pub async fn seal_waiting(app: &App) -> Result<Worked, Failure> {
    let now = app.clock.now();
    let orders = app.db.read::<_, StoreError, _>(move |conn| store::waiting_orders(conn, now, BATCH as i64)).await?;
    let full = orders.len() == BATCH;
    let mut sealed = false;
    for order in orders {
        let number = order.number.clone();
        match seal_order(app, order).await {
            Ok(done) => sealed |= done,
            // An order that cannot be sealed is for a person; it must not hold up those behind it.
            Err(error @ Failure::Store(StoreError::Corrupt(_))) => {
                tracing::error!(number, ?error, "a sealing order cannot be sealed");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(if sealed { Worked::some(full) } else { Worked::Nothing })
}

/// Seals one number now, so that the signatory sees the certificate at once. The worker would do it a moment later.
pub async fn seal_now(app: &App, number: &CertificateNumber) -> Result<(), Failure> {
    let number = number.to_string();
    let order = app.db.read::<_, StoreError, _>(move |conn| store::find_order(conn, &number)).await?;
    if let Some(order) = order.filter(|order| order.status == SealingStatus::Pending) {
        seal_order(app, order).await?;
    }
    Ok(())
}

async fn seal_order(app: &App, order: SealingOrderRow) -> Result<bool, Failure> {
    let record: CertificateRecord =
        serde_json::from_str(&order.record).map_err(|fault| corrupt(format!("order {}: {fault}", order.number)))?;
    let hash = hex::encode(sha256(order.record.as_bytes()));
    if hash != order.record_sha256 || record.number != order.number {
        return Err(corrupt(format!("the record of order {} was changed", order.number)));
    }
    let cose = app.seals.seal(&record, order.created_at.0);
    let cose = cose.map_err(|fault| corrupt(format!("order {}: {fault}", order.number)))?;
    let (key_id, now) = (app.seals.key_id(), app.clock.now());
    app.db.write(move |conn| attach(conn, &order, &record, &cose, &key_id, now)).await
}

/// Makes the certificate exist, with its event, its figures, and the end of the one it replaces. False when it exists already.
fn attach(
    conn: &mut Conn,
    order: &SealingOrderRow,
    record: &CertificateRecord,
    cose: &[u8],
    key_id: &str,
    now: Instant,
) -> Result<bool, Failure> {
    if !store::close_order(conn, order.id, now)? {
        return Ok(false);
    }
    let row = row(conn, order, record, cose, key_id, now)?;
    store::add(conn, &row)?;
    let by = By::Person { account_id: order.signatory_id.0, role: Role::Signatory };
    let mut issued =
        Happening::new(RecordKind::Certificate, &row.number, row.number.as_str(), by, "issue").with(json!({
            "applicationId": row.application_id.0, "recordSha256": row.record_sha256, "keyId": key_id,
            "examinerId": order.examiner_id.0,
        }));
    issued.to = Some(CertificateStatus::Issued.as_str());
    events::append(conn, &issued, now)?;
    // It is issued at the moment of the decision, however long the signer took to answer.
    counters::add(conn, &tally::issued(record, order.created_at.0))?;
    if let Some(old) = &record.replaces {
        replace(conn, old, &row.number, by, now)?;
    }
    Ok(true)
}

fn row(
    conn: &mut Conn,
    order: &SealingOrderRow,
    record: &CertificateRecord,
    cose: &[u8],
    key_id: &str,
    now: Instant,
) -> Result<CertificateRow, StoreError> {
    let goods = record.goods.iter().flat_map(|line| [line.description.as_str(), line.hs_code.as_str()]);
    let words = [&record.number, &record.exporter.name, &record.consignee.name, &record.invoice.number];
    let words: Vec<&str> = words.into_iter().map(String::as_str).chain(goods).collect();
    Ok(CertificateRow {
        number: order.number.clone(),
        application_id: order.application_id,
        exporter_id: store::exporter_of(conn, order.application_id)?,
        scheme: record.scheme.clone(),
        destination: record.destination.code.clone(),
        exporter_name: record.exporter.name.clone(),
        status: CertificateStatus::Issued,
        status_before: None,
        status_reason: None,
        status_code: None,
        status_at: now.into(),
        version: 1,
        record: order.record.clone(),
        record_sha256: order.record_sha256.clone(),
        cose: cose.to_vec(),
        key_id: key_id.to_owned(),
        issued_at: order.created_at,
        valid_until: record.valid_until,
        fob_value_xof: record.total_fob_value_xof(),
        gross_weight_g: record.total_gross_weight_g(),
        search: searchable(&words),
        examiner_id: order.examiner_id,
        signatory_id: order.signatory_id,
        replaces: record.replaces.clone(),
        replaced_by: None,
        endorsement: None,
    })
}

/// Ends the replaced certificate. One that was revoked meanwhile stays revoked: that says more.
fn replace(conn: &mut Conn, old: &str, new: &str, by: By, now: Instant) -> Result<(), Failure> {
    let Some(before) = store::find(conn, old)? else { return Ok(()) };
    let Ok(standing) = before.standing().after(CertificateAction::Replace, now.date_naive()) else { return Ok(()) };
    let replaced_by = Some(new.to_owned());
    let change = Change { standing, reason: None, code: None, replaced_by, endorsement: None, at: now };
    if !store::advance(conn, &before, &change)? {
        return Err(StoreError::Busy("the replaced certificate changed".into()).into());
    }
    let event = Happening::new(RecordKind::Certificate, old, old, by, CertificateAction::Replace.as_str())
        .change(before.status.as_str(), standing.status.as_str())
        .with(json!({ "replacedBy": new }));
    events::append(conn, &event, now)?;
    Ok(())
}
