//! Certificates made by the shortest way: the sealing order of an application that was never examined.

use boyoro::failure::Failure;
use boyoro::issuance::{self, Approval};
use boyoro::origin::record::CertificateRecord;
use boyoro::store::schema::applications;
use boyoro::store::{At, Document, Id};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{Firm, TestApp};
use crate::caller::Caller;

/// A record complete but for its number: the one of the vectors, issued today and verified at this service.
pub fn record(app: &TestApp) -> CertificateRecord {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/seal.json");
    let vectors: Value = serde_json::from_slice(&std::fs::read(path).expect("the vectors")).expect("the vectors");
    let mut record: CertificateRecord = serde_json::from_value(vectors["record"].clone()).expect("the vectors");
    let today = app.now().date_naive();
    record.number = String::new();
    record.authority.verification = app.base();
    record.issued_on = today;
    record.valid_until = Some(today + TimeDelta::days(365));
    record
}

/// The people a certificate needs, and a stranger.
pub struct Cast {
    pub firm: Firm,
    pub examiner: Caller,
    pub signatory: Caller,
    pub anyone: Caller,
}

/// Makes them.
pub async fn cast(app: &TestApp) -> Cast {
    let (firm, examiner, signatory) = (app.firm().await, app.examiner().await, app.signatory().await);
    Cast { firm, examiner, signatory, anyone: app.anyone() }
}

/// An application as an approval leaves it.
pub fn approved_application(app: &TestApp, cast: &Cast) -> Uuid {
    let id = app.app.clock.stamp().ids().make();
    let now = At(app.now());
    diesel::insert_into(applications::table)
        .values((
            applications::id.eq(Id(id)),
            applications::reference.eq(id.simple().to_string()),
            applications::exporter_id.eq(Id(cast.firm.id)),
            applications::status.eq("approved"),
            applications::content.eq(Document(json!({}))),
            applications::search.eq(""),
            applications::created_by.eq(Id(cast.firm.administrator.id())),
            applications::created_at.eq(now),
            applications::updated_at.eq(now),
            applications::promised_hours.eq(48),
        ))
        .execute(&mut app.connect())
        .expect("an application is made");
    id
}

/// What an approval of a new application asks for.
pub fn approval(app: &TestApp, cast: &Cast, record: CertificateRecord) -> Approval {
    Approval {
        order_id: app.app.clock.stamp().ids().make(),
        application_id: approved_application(app, cast),
        examiner_id: cast.examiner.id(),
        signatory_id: cast.signatory.id(),
        record,
    }
}

/// Orders the seal; gives the number.
pub async fn order(app: &TestApp, approval: Approval) -> Result<String, Failure> {
    let now = app.now();
    let write = move |conn: &mut _| issuance::order_seal(conn, approval.clone(), now);
    Ok(app.app.db.write(write).await?.to_string())
}

/// Orders and seals a certificate; gives its number.
pub async fn issue(app: &TestApp, cast: &Cast, record: CertificateRecord) -> String {
    let number = order(app, approval(app, cast, record)).await.expect("an order is written");
    issuance::seal_now(&app.app, &number.parse().expect("a number")).await.expect("it is sealed");
    number
}
