//! Paying, with simulated operators on good days and bad ones.
//!
//! `cases` holds the failures a receiver must survive, one test each; `operators` what each operator does in its own way; `story` the rest of a
//! payment's life; `clock` what a jump of our clock does to it; `books` what the database itself refuses; `strays` what the treasurer sees of
//! callbacks that fit nothing.

mod books;
mod cases;
mod clock;
mod operators;
mod story;
mod strays;

use std::time::Duration;

use boyoro::operators::profile::{Profiles, simulated};
use boyoro::operators::{Known, RefundOutcome, StatementOutcome};
use boyoro::origin::event::By;
use boyoro::origin::money::Francs;
use boyoro::origin::payment::{AttemptStatus, Operator};
use boyoro::payment::{self, OrderRequest};
use boyoro::store::payments::CLAIM_S;
use boyoro::store::schema::{
    applications, ledger_entries, ledger_lines, payment_attempts, payment_inbox, refunds, rejected_callbacks,
};
use boyoro::store::{At, Conn, Document, Id, StoreError, counters, ledger};
use boyoro::workers;
use boyoro_tests::simulator::{Behaviour, Outcome, PayState, Which, sign_wave, wave_event};
use boyoro_tests::{Answer, Caller, Engine, OnEngine, Simulator, TestApp, both_engines, eventually};
use chrono::TimeDelta;
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

const FEE: i64 = 1_500;

/// A firm with one unpaid order, and every operator.
struct Till {
    app: TestApp,
    operators: Simulator,
    payer: Caller,
    application: Uuid,
    order: Uuid,
}

impl OnEngine for Till {
    async fn on(engine: Engine) -> Self {
        Self::with(engine, |_| {}).await
    }
}

impl Till {
    /// A till whose accounts with the operators the test has changed.
    async fn with(engine: Engine, change: impl FnOnce(&mut Profiles)) -> Self {
        let operators = Simulator::start();
        let mut profiles = operators.profiles();
        for account in profiles.accounts_mut() {
            // Nobody waits twenty seconds for a simulated operator that hangs.
            account.patience = Duration::from_millis(1_500);
        }
        change(&mut profiles);
        let app = TestApp::start_with(engine, |settings| settings.operators = profiles).await;
        operators.follow(app.app.clock.clone());
        operators.register_wave_webhook(&app.base());
        let payer = app.exporter().await;
        let (application, order) = open_order(&app, &payer).await;
        Self { app, operators, payer, application, order }
    }
}

/// An application that awaits payment, with its order.
async fn open_order(app: &TestApp, payer: &Caller) -> (Uuid, Uuid) {
    let stamp = app.app.clock.stamp();
    let mut ids = stamp.ids();
    let application = ids.make();
    let request = OrderRequest {
        application_id: application,
        application_reference: format!("D26-{}", application.simple()),
        exporter_id: payer.exporter_id(),
        scheme: "ZLE".to_owned(),
        amount: Francs::new(FEE).unwrap(),
        tariff: json!({ "amountXof": FEE, "source": "test" }),
    };
    let by = payer.id();
    let order = app.app.db.write(move |conn| {
        let row = (
            applications::id.eq(Id(application)),
            applications::reference.eq(&request.application_reference),
            applications::exporter_id.eq(Id(request.exporter_id)),
            applications::status.eq("awaiting_payment"),
            applications::scheme.eq("ZLE"),
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
    (application, order.await.unwrap().id.0)
}

impl Till {
    async fn try_start(&self, operator: Which, key: &str) -> Answer {
        let mut body = json!({ "operator": operator.word() });
        if operator.needs_phone() {
            body["phone"] = json!("70 12 34 56");
        }
        self.try_start_with(&body, key).await
    }

    async fn try_start_with(&self, body: &Value, key: &str) -> Answer {
        self.payer.post_with_key(&format!("fee-orders/{}/attempts", self.order), body, key).await
    }

    /// Starts an attempt; gives its id and its reference.
    async fn start(&self, operator: Which) -> (Uuid, String) {
        let attempt = self.try_start(operator, &boyoro::token::random_text()).await.expect(201);
        let id: Uuid = attempt["id"].as_str().unwrap().parse().unwrap();
        (id, self.reference(id))
    }

    fn reference(&self, attempt: Uuid) -> String {
        let attempts = payment_attempts::table.find(Id(attempt)).select(payment_attempts::reference);
        attempts.first(&mut self.app.connect()).unwrap()
    }

    async fn attempt(&self, id: Uuid) -> Value {
        self.payer.get(&format!("payment-attempts/{id}")).await.expect(200)
    }

    async fn status(&self, id: Uuid) -> String {
        self.attempt(id).await["status"].as_str().unwrap().to_owned()
    }

    async fn order_status(&self) -> String {
        let order = self.payer.get(&format!("fee-orders/{}", self.order)).await.expect(200);
        order["status"].as_str().unwrap().to_owned()
    }

    fn application_status(&self) -> String {
        let found = applications::table.find(Id(self.application)).select(applications::status);
        found.first(&mut self.app.connect()).unwrap()
    }

    /// Does all background work that is due, and waits for what the service's own workers have claimed.
    async fn work(&self) {
        workers::settle(&self.app.app).await.unwrap();
        eventually("payments to be looked into", || async { self.is_quiet().then_some(()) }).await;
    }

    fn is_quiet(&self) -> bool {
        let (mut conn, now) = (self.app.connect(), self.app.now());
        let (due, claimed) = (Some(At(now)), Some(At(now + TimeDelta::seconds(CLAIM_S))));
        let deliveries: i64 = payment_inbox::table
            .filter(payment_inbox::next_try_at.le(due).or(payment_inbox::next_try_at.eq(claimed)))
            .count()
            .get_result(&mut conn)
            .unwrap();
        let attempts: i64 = payment_attempts::table
            .filter(payment_attempts::next_poll_at.le(due).or(payment_attempts::next_poll_at.eq(claimed)))
            .count()
            .get_result(&mut conn)
            .unwrap();
        deliveries + attempts == 0
    }

    /// Lets so many seconds pass and does what is then due.
    async fn after(&self, seconds: i64) {
        self.app.advance(TimeDelta::seconds(seconds));
        self.work().await;
    }

    fn balances(&self) -> Vec<(String, i64, i64)> {
        let balances = ledger::balances(&mut self.app.connect()).unwrap();
        balances.into_iter().map(|one| (one.account, one.debit_xof, one.credit_xof)).collect()
    }

    fn refunds(&self) -> Vec<i64> {
        refunds::table.select(refunds::amount_xof).load(&mut self.app.connect()).unwrap()
    }

    fn inbox(&self) -> Vec<String> {
        payment_inbox::table.select(payment_inbox::state).load(&mut self.app.connect()).unwrap()
    }

    fn revenue(&self) -> i64 {
        let read = counters::read(&mut self.app.connect(), &[counters::Cube::RevenueByOperator], "2026-01", "2026-12");
        read.unwrap().values().flatten().map(|reading| reading.value_xof).sum()
    }

    /// Has every operator behave so from now on.
    fn all_behave(&self, behaviour: &Behaviour) {
        for operator in Which::ALL {
            self.operators.behave(operator, behaviour.clone());
        }
    }

    /// Sends bytes to the callback address of an operator, with one header of its own.
    async fn send(
        &self,
        (verb, operator, slug): (&str, Which, &str),
        header: Option<(&str, &str)>,
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        let anyone = self.app.anyone();
        let path = format!("/payment-callbacks/{}/{slug}", operator.word());
        let mut request = anyone.request(verb.parse().unwrap(), &path);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        anyone.send(request.body(body.into())).await
    }

    /// Posts bytes to the callback address of an operator.
    async fn post(&self, operator: &str, slug: &str, body: &[u8], signature: Option<String>) -> Answer {
        let anyone = self.app.anyone();
        let mut request = anyone.request(reqwest::Method::POST, &format!("/payment-callbacks/{operator}/{slug}"));
        if let Some(signature) = signature {
            request = request.header("wave-signature", signature);
        }
        anyone.send(request.body(body.to_vec())).await
    }

    async fn post_wave(&self, body: &Value, seconds_off: i64) -> Answer {
        let body = body.to_string().into_bytes();
        let time = self.app.now().timestamp() + seconds_off;
        let signature = sign_wave(simulated::WAVE_SIGNING_SECRET, time, &body);
        self.post("wave", simulated::WAVE_SLUG, &body, Some(signature)).await
    }

    async fn assert_paid_once(&self, operator: Which) {
        assert_eq!(self.order_status().await, "paid");
        assert_eq!(self.application_status(), "queued");
        let at_operator = format!("assets:operator:{}", operator.word());
        assert_eq!(self.balances(), [(at_operator, FEE, 0), ("income:fees:ZLE".to_owned(), 0, FEE)]);
        assert_eq!(self.revenue(), FEE);
        assert!(self.refunds().is_empty());
    }

    async fn assert_unpaid(&self) {
        assert_eq!(self.order_status().await, "unpaid");
        assert_eq!(self.application_status(), "awaiting_payment");
        assert_eq!(self.revenue(), 0);
    }
}

/// Two operators with little in common, for what need not be tried on all.
const BOTH: [Which; 2] = [Which::OrangeMoney, Which::Wave];

/// The same till for each operator in turn, with orders of their own.
async fn another_order(till: &mut Till) {
    (till.application, till.order) = open_order(&till.app, &till.payer).await;
}

fn confirmed_by(till: &Till, attempt: Uuid) -> String {
    let found = payment_attempts::table.find(Id(attempt)).select(payment_attempts::confirmed_by);
    found.first::<Option<String>>(&mut till.app.connect()).unwrap().unwrap_or_default()
}

async fn paid_by_callback(till: &Till, operator: Which) {
    let (id, reference) = till.start(operator).await;
    let attempt = till.attempt(id).await;
    assert_eq!(attempt["status"], "awaiting_payer");
    assert_eq!(attempt["amountXof"], FEE);
    if operator.needs_phone() {
        assert_eq!((attempt["payerPhoneEnd"].as_str(), attempt.get("paymentUrl")), (Some("56"), None));
    } else {
        let page = reqwest::get(attempt["paymentUrl"].as_str().unwrap()).await.unwrap().text().await.unwrap();
        assert!(page.contains("1\u{202f}500\u{a0}FCFA") && page.contains("Confirmer"));
    }
    till.operators.pay(&reference, Outcome::Confirm).await;
    till.work().await;
    let paid = till.attempt(id).await;
    assert_eq!(paid["status"], "succeeded");
    assert!(paid["transactionId"].as_str().is_some() && paid.get("paymentUrl").is_none());
    till.assert_paid_once(operator).await;
    assert_eq!(till.inbox(), ["done"]);
}
