//! The agency's whole job, step by step, as its people do it over HTTP: what tests of any one step begin from.

use boyoro::identity::Role;
use serde_json::{Value, json};

use crate::OnEngine;
use crate::app::TestApp;
use crate::caller::Caller;
use crate::engine::Engine;
use crate::flow;
use crate::simulator::{Outcome, Simulator};
use crate::wait::eventually;

/// A service with its people, an exporter, and operators to pay with.
pub struct Agency {
    pub app: TestApp,
    pub operators: Simulator,
    pub exporter: Caller,
    pub examiner: Caller,
    pub signatory: Caller,
}

impl OnEngine for Agency {
    async fn on(engine: Engine) -> Self {
        let operators = Simulator::start();
        let profiles = operators.profiles();
        let app = TestApp::start_with(engine, |settings| settings.operators = profiles).await;
        operators.follow(app.app.clock.clone());
        operators.register_wave_webhook(&app.base());
        let (exporter, examiner, signatory) = (app.exporter().await, app.examiner().await, app.signatory().await);
        Self { app, operators, exporter, examiner, signatory }
    }
}

fn id_of(record: &Value) -> &str {
    record["id"].as_str().expect("a record with an id")
}

impl Agency {
    /// A submitted application that waits for its payment.
    pub async fn submitted(&self) -> Value {
        flow::submitted(&self.exporter, &flow::content()).await
    }

    /// Submits with the declaration accepted.
    pub async fn submit(&self, application: &Value) -> crate::caller::Answer {
        let body = json!({ "declarationAccepted": true });
        self.exporter.post(&format!("applications/{}/submission", id_of(application)), &body).await
    }

    /// Pays an application's order; the operator tells the service by itself.
    pub async fn pay(&self, application: &Value, operator: &str) {
        let order = application["feeOrder"]["id"].as_str().expect("a fee order");
        let path = format!("fee-orders/{order}/attempts");
        let attempt = self.exporter.post(&path, &json!({ "operator": operator })).await.expect(201);
        let session = self.operators.payments().pop().expect("a session at the operator");
        assert_eq!(attempt["status"], "awaiting_payer", "{attempt}");
        self.operators.pay(&session.reference, Outcome::Confirm).await;
        let path = format!("fee-orders/{order}");
        eventually("the order is paid", || async {
            self.app.settle().await;
            (self.exporter.get(&path).await.expect(200)["status"] == "paid").then_some(())
        })
        .await;
    }

    /// A paid application in the examiners' queue.
    pub async fn queued(&self) -> Value {
        let submitted = self.submitted().await;
        self.pay(&submitted, "orange_money").await;
        let queued = self.exporter.get(&format!("applications/{}", id_of(&submitted))).await.expect(200);
        assert_eq!(queued["status"], "queued", "{queued}");
        queued
    }

    /// An application in this examiner's hands.
    pub async fn in_review(&self) -> Value {
        let queued = self.queued().await;
        self.examiner.post(&format!("applications/{}/claim", id_of(&queued)), &json!({})).await.expect(200)
    }

    /// Every line of the scheme's checklist, found in order.
    pub async fn checklist(&self, scheme: &str) -> Value {
        let schemes = self.exporter.get("schemes").await.expect(200);
        let schemes = schemes["items"].as_array().expect("schemes").clone();
        let found = schemes.iter().find(|s| s["code"] == scheme).expect("the scheme");
        let items = found["checklist"].as_array().expect("a checklist");
        Value::Array(items.iter().map(|item| json!({ "code": item["code"], "ok": true })).collect())
    }

    /// An application proposed for signature.
    pub async fn proposed(&self) -> Value {
        let held = self.in_review().await;
        let checklist = self.checklist("ZLE").await;
        let body = json!({ "opinion": "Origine établie par les pièces.", "checklist": checklist });
        self.examiner.post(&format!("applications/{}/proposal", id_of(&held)), &body).await.expect(200)
    }

    /// A sealed certificate: the application and the number.
    pub async fn sealed(&self) -> (Value, String) {
        let proposed = self.proposed().await;
        let path = format!("applications/{}/approval", id_of(&proposed));
        let approved = self.signatory.post(&path, &json!({})).await.expect(200);
        let number = approved["certificateNumber"].as_str().expect("a number").to_owned();
        (approved["application"].clone(), number)
    }

    /// Another person of the agency.
    pub async fn another(&self, role: Role) -> Caller {
        self.app.person(role, None).await
    }
}
