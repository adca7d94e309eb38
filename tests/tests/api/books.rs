//! A till with its people and its operators, for the tests of the books.

use boyoro::identity::Role;
use boyoro::origin::event::By;
use boyoro::origin::money::Francs;
use boyoro::payment::{self, OrderRequest};
use boyoro::store::schema::applications;
use boyoro::store::{At, Document, Id};
use boyoro_tests::simulator::{Outcome, Which};
use boyoro_tests::{Caller, Engine, OnEngine, Simulator, TestApp, eventually};
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

pub const FEE: i64 = 1_500;

/// A service with its treasurers, an exporter and operators.
pub struct Books {
    pub app: TestApp,
    pub operators: Simulator,
    pub payer: Caller,
    pub treasurer: Caller,
    pub second: Caller,
    pub director: Caller,
}

/// An application with its order.
#[derive(Clone, Copy, Debug)]
pub struct Owed {
    pub application: Uuid,
    pub order: Uuid,
}

impl OnEngine for Books {
    async fn on(engine: Engine) -> Self {
        let operators = Simulator::start();
        let profiles = operators.profiles();
        let app = TestApp::start_with(engine, |settings| settings.operators = profiles).await;
        Self::of(app, operators).await
    }
}

impl Books {
    /// The people around a service and its operators.
    pub async fn of(app: TestApp, operators: Simulator) -> Self {
        operators.follow(app.app.clock.clone());
        operators.register_wave_webhook(&app.base());
        let (payer, treasurer, director) = (app.exporter().await, app.treasurer().await, app.director().await);
        let second = app.person(Role::Treasurer, None).await;
        Self { app, operators, payer, treasurer, second, director }
    }
}

impl Books {
    /// An application that awaits its payment.
    pub async fn owed(&self, scheme: &str, amount: i64) -> Owed {
        let stamp = self.app.app.clock.stamp();
        let mut ids = stamp.ids();
        let application = ids.make();
        let request = OrderRequest {
            application_id: application,
            application_reference: format!("D26-{}", &application.simple().to_string()[20..].to_uppercase()),
            exporter_id: self.payer.exporter_id(),
            scheme: scheme.to_owned(),
            amount: Francs::new(amount).unwrap(),
            tariff: json!({ "amountXof": amount, "source": "test" }),
        };
        let by = self.payer.id();
        let order = self.app.app.db.write(move |conn| {
            let row = (
                applications::id.eq(Id(application)),
                applications::reference.eq(&request.application_reference),
                applications::exporter_id.eq(Id(request.exporter_id)),
                applications::status.eq("awaiting_payment"),
                applications::scheme.eq(&request.scheme),
                applications::content.eq(Document(json!({}))),
                applications::search.eq(""),
                applications::promised_hours.eq(48),
                applications::created_by.eq(Id(by)),
                applications::created_at.eq(At(stamp.now)),
                applications::updated_at.eq(At(stamp.now)),
            );
            diesel::insert_into(applications::table).values(row).execute(conn)?;
            payment::open_order(conn, &request, By::Service, &mut ids.clone(), stamp.now)
        });
        Owed { application, order: order.await.unwrap().id.0 }
    }

    /// Starts an attempt; gives its id.
    pub async fn start(&self, owed: Owed, operator: Which) -> String {
        let path = format!("fee-orders/{}/attempts", owed.order);
        let attempt = self.payer.post(&path, &json!({ "operator": operator.word() })).await.expect(201);
        attempt["id"].as_str().unwrap().to_owned()
    }

    /// The payer pays this attempt, and the service hears of it.
    pub async fn confirm(&self, attempt: &str) {
        self.confirm_until(attempt, "succeeded").await;
    }

    /// The payer pays this attempt, and the service hears of it whatever the operator says.
    pub async fn confirm_until(&self, attempt: &str, status: &str) {
        let id: Uuid = attempt.parse().unwrap();
        let reference: String = boyoro::store::schema::payment_attempts::table
            .find(Id(id))
            .select(boyoro::store::schema::payment_attempts::reference)
            .first(&mut self.app.connect())
            .unwrap();
        self.operators.pay(&reference, Outcome::Confirm).await;
        eventually("the payment is heard of", || async {
            self.app.settle().await;
            let attempt = self.payer.get(&format!("payment-attempts/{attempt}")).await.expect(200);
            (attempt["status"] == status).then_some(())
        })
        .await;
        self.app.settle().await;
    }

    /// A paid order with the attempt that paid it.
    pub async fn paid(&self, operator: Which) -> (Owed, String) {
        let owed = self.owed("ZLE", FEE).await;
        let attempt = self.start(owed, operator).await;
        self.confirm(&attempt).await;
        (owed, attempt)
    }

    /// An order paid twice, by both operators; gives the second attempt.
    pub async fn paid_twice(&self) -> (Owed, String) {
        let owed = self.owed("ZLE", FEE).await;
        let (first, second) = (self.start(owed, Which::OrangeMoney).await, self.start(owed, Which::Wave).await);
        self.confirm(&first).await;
        self.confirm(&second).await;
        (owed, second)
    }

    /// Ends an application as somebody else's tests prove it can end.
    pub fn end_application(&self, owed: Owed, status: &str) {
        diesel::update(applications::table.find(Id(owed.application)))
            .set(applications::status.eq(status))
            .execute(&mut self.app.connect())
            .unwrap();
    }

    pub async fn order(&self, owed: Owed) -> Value {
        self.payer.get(&format!("fee-orders/{}", owed.order)).await.expect(200)
    }

    /// What stands on each account, debit less credit; accounts at zero are left out.
    pub async fn balances(&self) -> Vec<(String, i64)> {
        let balances = self.treasurer.get("ledger/balances").await.expect(200);
        let balances = balances["items"].as_array().unwrap().iter();
        let signed = |one: &Value| one["debitXof"].as_i64().unwrap() - one["creditXof"].as_i64().unwrap();
        let balances = balances.map(|one| (one["account"].as_str().unwrap().to_owned(), signed(one)));
        balances.filter(|(_, balance)| *balance != 0).collect()
    }

    /// The books prove right.
    pub async fn prove(&self) {
        assert_eq!(boyoro::books::check(&self.app.app).await.unwrap(), Vec::<String>::new());
    }

    /// Every number an order has had.
    pub async fn quittances(&self, owed: Owed) -> Vec<Value> {
        let found = self.payer.get(&format!("fee-orders/{}/quittances", owed.order)).await.expect(200);
        found["items"].as_array().unwrap().clone()
    }

    /// Takes cash.
    pub async fn cash(&self, owed: Owed, amount: i64) -> boyoro_tests::Answer {
        let body = json!({ "feeOrderId": owed.order, "receivedXof": amount });
        self.treasurer.post("cash-payments", &body).await
    }

    /// Asks for a refund and has it approved; gives its id.
    pub async fn approved(&self, attempt: &str) -> String {
        let body = json!({ "attemptId": attempt, "note": "à rendre" });
        let refund = self.treasurer.post("refunds", &body).await.expect(201);
        let id = refund["id"].as_str().unwrap().to_owned();
        self.director.post(&format!("refunds/{id}/approval"), &json!({})).await.expect(200);
        id
    }
}
