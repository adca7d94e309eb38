//! The main job, step by step, as the people who do it would: each step through the API.

use serde_json::{Value, json};

use crate::app::{Firm, TestApp};
use crate::caller::Caller;

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

/// A firm that does not belong to whoever asks, with a record of every kind that exists.
pub struct Others {
    pub firm: Firm,
    pub application: Value,
    /// A member of staff.
    pub examiner: Caller,
}

/// Makes one of every kind of record.
pub async fn others(app: &TestApp) -> Others {
    let firm = app.firm().await;
    let application = draft(&firm.administrator, &content()).await;
    Others { firm, application, examiner: app.examiner().await }
}

impl Others {
    /// What to put for the parameter of this path; some id that nothing has when there is no such record yet.
    #[must_use]
    pub fn parameter(&self, path: &str, name: &str) -> String {
        const NOTHING: &str = "0197f3c2-7d10-7000-8000-000000000000";
        let noun = path.strip_prefix("/api/v1/").unwrap_or(path).split('/').next().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or(NOTHING).to_owned();
        match (noun, name) {
            ("exporters", _) => self.firm.id.to_string(),
            ("applications", _) => text(&self.application["id"]),
            ("accounts", _) => self.examiner.id().to_string(),
            ("schemes", _) => "ZLE".to_owned(),
            ("statistics", _) => "months".to_owned(),
            ("certificates" | "v" | "V", _) => "ML-ZLE-2026-000001-7".to_owned(),
            _ => NOTHING.to_owned(),
        }
    }

    /// The operation's path with every parameter filled in.
    #[must_use]
    pub fn fill(&self, path: &str) -> String {
        let mut filled = String::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, end) = after.split_once('}').expect("a closing brace");
            filled.push_str(before);
            filled.push_str(&self.parameter(path, name));
            rest = end;
        }
        filled + rest
    }
}
