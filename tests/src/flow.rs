//! The main job, step by step, as the people who do it would: each step through the API.

use boyoro::store::schema::payment_attempts;
use boyoro::store::{At, Id};
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::app::{Firm, TestApp};
use crate::caller::Caller;
use crate::sealing::{self, Cast};

/// A consignment of mangoes for Casablanca that has no faults.
#[must_use]
pub fn content() -> Value {
    json!({
        "scheme": "ZLE",
        "destination": "MA",
        "consignee": { "name": "Fruits du Bouregreg", "address": "12 rue du Port", "city": "Casablanca", "country": "MA" },
        "transport": { "mode": "3", "from": "Bamako", "to": "Casablanca", "means": "Camion BD-4512-MD" },
        "invoice": { "number": "F-2026-118", "date": "2026-11-10", "currency": "EUR", "amount": "18400.00", "incoterm": "FOB" },
        "goods": [{
            "hsCode": "080450", "description": "Mangues fraîches, variété Kent", "packageCount": 2400, "packageKind": "CT",
            "marks": "Sans marques", "grossWeightG": 12_600_000, "netWeightG": 12_000_000, "fobValueXof": 12_069_000,
            "criterion": "WP"
        }]
    })
}

/// A PDF with nothing in it, small enough for every limit.
pub const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
trailer<</Root 1 0 R>>\n%%EOF\n";

/// An application with this content, not yet submitted.
pub async fn draft(exporter: &Caller, content: &Value) -> Value {
    let new = exporter.post("applications", &json!({})).await.expect(201);
    let id = new["id"].as_str().expect("an id");
    let version = new["version"].as_i64().expect("a version");
    exporter.patch(&format!("applications/{id}"), version, content).await.expect(200)
}

/// Attaches every document that is asked for and missing.
pub async fn attach_required(exporter: &Caller, application: &Value) {
    let id = application["id"].as_str().expect("an id");
    let required = application["requiredDocuments"].as_array().cloned().unwrap_or_default();
    for kind in required.iter().filter(|document| document["present"] == false) {
        attach(exporter, &format!("applications/{id}/documents"), kind["kind"].as_str().expect("a kind")).await;
    }
}

/// Uploads a small PDF.
pub async fn attach(exporter: &Caller, path: &str, kind: &str) -> Value {
    let file = reqwest::multipart::Part::bytes(PDF).file_name("piece.pdf").mime_str("application/pdf");
    let form = reqwest::multipart::Form::new().text("kind", kind.to_owned()).part("file", file.expect("a media type"));
    exporter.send(exporter.request(reqwest::Method::POST, path).multipart(form)).await.expect(201)
}

/// An application that the exporter has sent and the fee of which is demanded.
pub async fn submitted(exporter: &Caller, content: &Value) -> Value {
    let draft = draft(exporter, content).await;
    attach_required(exporter, &draft).await;
    let id = draft["id"].as_str().expect("an id");
    exporter.post(&format!("applications/{id}/submission"), &json!({ "declarationAccepted": true })).await.expect(200)
}

/// A firm that does not belong to whoever asks, with the record an operation is about.
pub struct Others {
    pub firm: Firm,
    /// A member of staff.
    pub examiner: Caller,
    /// The identifier of the record.
    record: String,
}

/// Some id that nothing has.
const NOTHING: &str = "0197f3c2-7d10-7000-8000-000000000000";

/// The first two parts of an operation's path: the noun, and what is done to one record of it.
fn noun_and_action(path: &str) -> (&str, &str) {
    let mut parts = path.strip_prefix("/api/v1/").unwrap_or(path.trim_start_matches('/')).split('/');
    let noun = parts.next().unwrap_or_default();
    (noun, parts.nth(1).unwrap_or_default())
}

/// Makes the record that the operation of this path is about, in a state in which the operation has something to do.
pub async fn others(app: &TestApp, path: &str) -> Others {
    let cast = sealing::cast(app).await;
    let exporter = &cast.firm.administrator;
    let id = |record: &Value| record["id"].as_str().expect("an id").to_owned();
    let record = match noun_and_action(path) {
        ("applications", "approval" | "refusal" | "reconsideration") => id(&proposed(app, &cast).await),
        ("applications", "" | "documents" | "faults" | "submission" | "withdrawal") => {
            id(&draft(exporter, &content()).await)
        }
        ("applications", _) => id(&queued(app, exporter).await),
        ("documents", _) => {
            let draft = draft(exporter, &content()).await;
            id(&attach(exporter, &format!("applications/{}/documents", id(&draft)), "commercial_invoice").await)
        }
        ("fee-orders", _) => id(&submitted(exporter, &content()).await["feeOrder"]),
        ("payment-attempts", _) => attempt(app, &id(&submitted(exporter, &content()).await["feeOrder"])),
        ("certificates" | "v" | "V", _) => sealing::issue(app, &cast, sealing::record(app)).await,
        ("exporters", _) => cast.firm.id.to_string(),
        ("accounts", _) => cast.examiner.id().to_string(),
        ("schemes", _) => "ZLE".to_owned(),
        ("operators", _) => "wave".to_owned(),
        ("receipts", _) => "2026-11-16".to_owned(),
        ("quittances" | "q" | "Q", _) => "Q-APEX-2026-000001".to_owned(),
        ("statistics", _) => "months".to_owned(),
        _ => NOTHING.to_owned(),
    };
    Others { firm: cast.firm, examiner: cast.examiner, record }
}

/// An application in the examiners' queue: nothing is asked for it from today on.
async fn queued(app: &TestApp, exporter: &Caller) -> Value {
    let day = app.now().date_naive();
    let free = json!({ "scheme": "ZLE", "amountXof": 0, "validFrom": day, "source": "Arrêté", "confirmed": true });
    app.administrator().await.post("fees", &free).await.expect(201);
    submitted(exporter, &content()).await
}

/// An application that an examiner proposes for signature.
async fn proposed(app: &TestApp, cast: &Cast) -> Value {
    let queued = queued(app, &cast.firm.administrator).await;
    let path = format!("applications/{}", queued["id"].as_str().expect("an id"));
    cast.examiner.post(&format!("{path}/claim"), &json!({})).await.expect(200);
    let schemes = app.anyone().get("schemes").await.expect(200);
    let scheme = schemes["items"].as_array().into_iter().flatten().find(|scheme| scheme["code"] == "ZLE").cloned();
    let lines = scheme.and_then(|scheme| scheme["checklist"].as_array().cloned()).expect("a checklist");
    let checklist: Vec<Value> = lines.iter().map(|line| json!({ "code": line["code"], "ok": true })).collect();
    let proposal = json!({ "opinion": "Origine établie.", "checklist": checklist });
    cast.examiner.post(&format!("{path}/proposal"), &proposal).await.expect(200)
}

/// An attempt that waits for its payer at an operator nobody asks.
fn attempt(app: &TestApp, order: &str) -> String {
    let id = app.app.clock.stamp().ids().make();
    let now = At(app.now());
    diesel::insert_into(payment_attempts::table)
        .values((
            payment_attempts::id.eq(Id(id)),
            payment_attempts::order_id.eq(Id(order.parse().expect("an id"))),
            payment_attempts::reference.eq(id.simple().to_string()),
            payment_attempts::operator.eq("wave"),
            payment_attempts::amount_xof.eq(1),
            payment_attempts::currency.eq("XOF"),
            payment_attempts::status.eq("awaiting_payer"),
            payment_attempts::request_sent.eq(true),
            payment_attempts::late.eq(false),
            payment_attempts::created_at.eq(now),
            payment_attempts::poll_count.eq(0),
            payment_attempts::version.eq(1),
        ))
        .execute(&mut app.connect())
        .expect("an attempt is made");
    id.to_string()
}

impl Others {
    /// Those nearest to the record.
    #[must_use]
    pub fn people(&self) -> Vec<Caller> {
        vec![self.firm.administrator.clone(), self.firm.clerk.clone(), self.examiner.clone()]
    }

    /// The operation's path with every parameter filled in.
    #[must_use]
    pub fn fill(&self, path: &str) -> String {
        let mut filled = String::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, end) = after.split_once('}').expect("a closing brace");
            filled.push_str(before);
            filled.push_str(match name {
                "operator" => "wave",
                "day" => "2026-11-10",
                _ => &self.record,
            });
            rest = end;
        }
        filled + rest
    }
}
