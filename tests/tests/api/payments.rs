//! Paying, with simulated operators on good days and bad ones.

use std::time::Duration;

use boyoro::operators::profile::simulated;
use boyoro::origin::event::By;
use boyoro::origin::money::Francs;
use boyoro::origin::payment::Operator;
use boyoro::payment::{self, OrderRequest};
use boyoro::store::payments::CLAIM_S;
use boyoro::store::schema::{
    applications, ledger_entries, ledger_lines, payment_attempts, payment_inbox, refunds, rejected_callbacks,
};
use boyoro::store::{At, Conn, Document, Id, StoreError, counters, ledger};
use boyoro::workers;
use boyoro_tests::simulator::{Behaviour, Outcome, Which, sign_wave, wave_event};
use boyoro_tests::{Answer, Caller, Engine, OnEngine, Simulator, TestApp, both_engines, eventually};
use chrono::TimeDelta;
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

const FEE: i64 = 1_500;

/// A firm with one unpaid order, and two operators.
struct Till {
    app: TestApp,
    operators: Simulator,
    payer: Caller,
    application: Uuid,
    order: Uuid,
}

impl OnEngine for Till {
    async fn on(engine: Engine) -> Self {
        let operators = Simulator::start();
        let mut profiles = operators.profiles();
        // Nobody waits twenty seconds for a simulated operator that hangs.
        if let (Some(orange), Some(wave)) = (profiles.orange_money.as_mut(), profiles.wave.as_mut()) {
            orange.patience = Duration::from_millis(1_500);
            wave.patience = Duration::from_millis(1_500);
        }
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
        let path = format!("fee-orders/{}/attempts", self.order);
        self.payer.post_with_key(&path, &json!({ "operator": operator.word() }), key).await
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

const BOTH: [Which; 2] = [Which::OrangeMoney, Which::Wave];

/// The same till for each operator in turn, with orders of their own.
async fn another_order(till: &mut Till) {
    (till.application, till.order) = open_order(&till.app, &till.payer).await;
}

both_engines! {
    async fn a_callback_pays_with_orange_money(till: Till) {
        paid_by_callback(&till, Which::OrangeMoney).await;
    }

    async fn a_callback_pays_with_wave(till: Till) {
        paid_by_callback(&till, Which::Wave).await;
    }

    async fn a_lost_callback_is_found_by_asking(till: Till) {
        let mut till = till;
        till.operators.behave(Which::Wave, Behaviour { drop_callback: true, ..Behaviour::default() });
        till.operators.behave(Which::OrangeMoney, Behaviour { drop_callback: true, ..Behaviour::default() });
        for operator in BOTH {
            another_order(&mut till).await;
            let (id, reference) = till.start(operator).await;
            till.operators.pay(&reference, Outcome::Confirm).await;
            till.work().await;
            assert_eq!(till.status(id).await, "awaiting_payer", "nobody has asked yet");
            till.after(25).await;
            assert_eq!(till.status(id).await, "succeeded");
            assert_eq!(till.order_status().await, "paid");
            assert_eq!(till.application_status(), "queued");
        }
        assert!(till.inbox().is_empty());
    }

    async fn a_recheck_asks_at_once(till: Till) {
        till.operators.behave(Which::Wave, Behaviour { drop_callback: true, ..Behaviour::default() });
        let (id, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.payer.post(&format!("payment-attempts/{id}/recheck"), &json!({})).await.expect(202);
        till.payer.post(&format!("payment-attempts/{id}/recheck"), &json!({})).await.expect(202);
        till.work().await;
        assert_eq!(till.status(id).await, "succeeded");
        assert_eq!(till.operators.calls("wave.get"), 1, "an impatient payer asks the operator once");
    }

    async fn a_double_click_opens_one_session(till: Till) {
        let key = boyoro::token::random_text();
        let answers = join_all((0..10).map(|_| till.try_start(Which::Wave, &key))).await;
        let ids: Vec<Value> = answers.iter().map(|answer| answer.expect(201)["id"].clone()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(till.operators.payments().len(), 1);
        let other = json!({ "operator": "orange_money" });
        till.payer.post_with_key(&format!("fee-orders/{}/attempts", till.order), &other, &key).await.problem(409, "idempotency_key_reused");
    }

    async fn ten_windows_open_one_session(till: Till) {
        let keys: Vec<String> = (0..10).map(|_| boyoro::token::random_text()).collect();
        let answers = join_all(keys.iter().map(|key| till.try_start(Which::OrangeMoney, key))).await;
        let started = answers.iter().filter(|answer| answer.status == 201).count();
        let refused = answers.iter().filter(|answer| answer.status == 409).count();
        assert_eq!((started, refused), (1, 9));
        answers.iter().find(|answer| answer.status == 409).unwrap().problem(409, "attempt_live");
        assert_eq!(till.operators.payments().len(), 1);
    }

    async fn duplicates_and_replays_change_nothing(till: Till) {
        till.operators.behave(Which::Wave, Behaviour { dup_callback: 4, ..Behaviour::default() });
        let (id, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(id).await, "succeeded");
        assert_eq!(till.operators.calls("wave.callback"), 5);
        assert_eq!(till.inbox(), ["done"]);
        let event = wave_event(&till.operators.payment(&reference).unwrap(), "EV_again");
        let answers = join_all((0..20).map(|_| till.post_wave(&event, 0))).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        till.work().await;
        // An old capture is refused for its age.
        till.post_wave(&wave_event(&till.operators.payment(&reference).unwrap(), "EV_old"), -360).await.problem(401, "signature_refused");
        till.assert_paid_once(Which::Wave).await;
    }

    async fn an_orange_replay_changes_nothing(till: Till) {
        let (_, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        let payment = till.operators.payment(&reference).unwrap();
        let body = boyoro_tests::simulator::orange_event(&payment).to_string();
        for _ in 0..3 {
            assert_eq!(till.post("orange_money", simulated::ORANGE_SLUG, body.as_bytes(), None).await.status, 200);
        }
        till.work().await;
        till.assert_paid_once(Which::OrangeMoney).await;
        assert_eq!(till.inbox(), ["done"]);
    }

    async fn the_wrong_amount_pays_nothing(till: Till) {
        for (operator, amount) in [(Which::Wave, 1), (Which::OrangeMoney, 15_000)] {
            till.operators.behave(operator, Behaviour { wrong_amount: Some(amount), ..Behaviour::default() });
            let (id, reference) = till.start(operator).await;
            till.operators.pay(&reference, Outcome::Confirm).await;
            till.work().await;
            let attempt = till.attempt(id).await;
            assert_eq!((attempt["status"].as_str(), attempt["reasonCode"].as_str()), (Some("integrity_failure"), Some("amount_differs")));
        }
        till.assert_unpaid().await;
        let waiting: Vec<_> = till.balances().into_iter().filter(|one| one.0 == "liabilities:suspense").collect();
        assert_eq!(waiting, [("liabilities:suspense".to_owned(), 0, 15_001)]);
    }

    async fn the_wrong_currency_pays_nothing(till: Till) {
        let behaviour = Behaviour { wrong_currency: Some("OUV".to_owned()), ..Behaviour::default() };
        till.operators.behave(Which::Wave, behaviour);
        let (id, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(id).await, "integrity_failure");
        till.assert_unpaid().await;
        assert!(till.balances().is_empty(), "what is not francs is not booked as francs");
    }

    async fn an_operator_that_corrects_itself_pays_after_all(till: Till) {
        till.operators.behave(Which::Wave, Behaviour { wrong_amount: Some(150), ..Behaviour::default() });
        let (id, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(id).await, "integrity_failure");
        till.operators.behave(Which::Wave, Behaviour::default());
        till.payer.post(&format!("payment-attempts/{id}/recheck"), &json!({})).await.expect(202);
        till.work().await;
        assert_eq!(till.status(id).await, "succeeded");
        assert_eq!(till.order_status().await, "paid");
        let balances: Vec<_> = till.balances().into_iter().map(|(account, debit, credit)| (account, debit - credit)).collect();
        assert_eq!(balances, [
            ("assets:operator:wave".to_owned(), FEE), ("income:fees:ZLE".to_owned(), -FEE), ("liabilities:suspense".to_owned(), 0),
        ]);
    }

    async fn a_forged_callback_changes_nothing_and_blocks_nothing(till: Till) {
        let (id, reference) = till.start(Which::Wave).await;
        let forged = json!({ "id": "EV_1", "type": "checkout.session.completed", "data": { "client_reference": reference, "amount": "1500",
            "currency": "XOF", "checkout_status": "complete", "payment_status": "succeeded", "transaction_id": "T_forged", "id": "cos-x" } });
        let body = forged.to_string().into_bytes();
        let now = till.app.now().timestamp();
        let own = sign_wave(simulated::WAVE_SIGNING_SECRET, now, &body);
        for signature in [None, Some(String::new()), Some(format!("t={now},v1=")), Some(sign_wave("guess", now, &body)), Some(own.replace("v1=", "v1=0"))] {
            till.post("wave", simulated::WAVE_SLUG, &body, signature).await.problem(401, "signature_refused");
        }
        till.work().await;
        assert_eq!(till.status(id).await, "awaiting_payer");
        assert!(till.inbox().is_empty());
        let noted: i64 = rejected_callbacks::table.count().get_result(&mut till.app.connect()).unwrap();
        assert_eq!(noted, 5);
        // The genuine event with the same id still counts.
        till.operators.behave(Which::Wave, Behaviour { drop_callback: true, ..Behaviour::default() });
        till.operators.pay(&reference, Outcome::Confirm).await;
        let genuine = wave_event(&till.operators.payment(&reference).unwrap(), "EV_1");
        assert_eq!(till.post_wave(&genuine, 0).await.status, 200);
        till.work().await;
        till.assert_paid_once(Which::Wave).await;
    }

    async fn a_signed_lie_about_an_unpaid_session_pays_nothing(till: Till) {
        // The signature holds, yet the operator, asked, says otherwise: the callback is a hint.
        let (id, reference) = till.start(Which::Wave).await;
        let mut event = wave_event(&till.operators.payment(&reference).unwrap(), "EV_lie");
        event["type"] = json!("checkout.session.completed");
        event["data"]["checkout_status"] = json!("complete");
        event["data"]["payment_status"] = json!("succeeded");
        event["data"]["transaction_id"] = json!("T_lie");
        assert_eq!(till.post_wave(&event, 0).await.status, 200);
        till.work().await;
        assert_eq!(till.status(id).await, "awaiting_payer");
        till.assert_unpaid().await;
    }

    async fn a_signature_counts_while_the_operator_cannot_be_asked(till: Till) {
        till.operators.behave(Which::Wave, Behaviour { query_http_error: Some(503), ..Behaviour::default() });
        let (id, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(id).await, "succeeded");
        assert_eq!(confirmed_by(&till, id), "signature");
        till.operators.behave(Which::Wave, Behaviour::default());
        till.after(60).await;
        assert_eq!(confirmed_by(&till, id), "query");
        till.assert_paid_once(Which::Wave).await;
    }

    async fn an_unsigned_callback_counts_for_nothing_while_the_operator_cannot_be_asked(till: Till) {
        till.operators.behave(Which::OrangeMoney, Behaviour { query_http_error: Some(503), ..Behaviour::default() });
        let (id, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(id).await, "awaiting_payer");
        till.assert_unpaid().await;
        till.operators.behave(Which::OrangeMoney, Behaviour::default());
        till.after(65).await;
        till.assert_paid_once(Which::OrangeMoney).await;
    }

    async fn an_unknown_reference_is_kept_for_a_person(till: Till) {
        let event = json!({ "id": "EV_stray", "type": "checkout.session.completed", "data": { "client_reference": "nobody's" } });
        assert_eq!(till.post_wave(&event, 0).await.status, 200);
        let orange = json!({ "status": "SUCCESS", "notif_token": "nobody's", "txnid": "MP1" }).to_string();
        assert_eq!(till.post("orange_money", simulated::ORANGE_SLUG, orange.as_bytes(), None).await.status, 200);
        let till_payment = json!({ "id": "EV_till", "type": "merchant.payment_received", "data": { "amount": "500" } });
        assert_eq!(till.post_wave(&till_payment, 0).await.status, 200);
        let test = json!({ "id": "EV_test", "type": "test.test_event", "data": {} });
        assert_eq!(till.post_wave(&test, 0).await.status, 200);
        till.work().await;
        let count = |state: &str| till.inbox().iter().filter(|one| *one == state).count();
        assert_eq!((count("new"), count("unmatched"), count("ignored")), (2, 1, 1));
        for minutes in [2, 6, 31, 361, 361] {
            till.after(minutes * 60).await;
        }
        assert_eq!((count("new"), count("unmatched"), count("ignored")), (0, 3, 1));
        till.assert_unpaid().await;
    }

    async fn what_cannot_be_read_is_refused(till: Till) {
        let large = vec![b' '; 64 * 1024 + 1];
        till.post("orange_money", simulated::ORANGE_SLUG, &large, None).await.problem(413, "too_large");
        till.post("wave", simulated::WAVE_SLUG, &large, None).await.problem(413, "too_large");
        till.post("orange_money", simulated::ORANGE_SLUG, &vec![b' '; 64 * 1024], None).await.problem(400, "malformed");
        till.post("orange_money", simulated::ORANGE_SLUG, "[".repeat(10_000).as_bytes(), None).await.problem(400, "malformed");
        till.post("orange_money", "another-slug", b"{}", None).await.problem(404, "not_found");
        till.post("moov", simulated::ORANGE_SLUG, b"{}", None).await.problem(404, "not_found");
        let twice = br#"{"id":"EV","type":"checkout.session.completed","data":{"amount":"1","amount":"1500"}}"#;
        let signature = sign_wave(simulated::WAVE_SIGNING_SECRET, till.app.now().timestamp(), twice);
        till.post("wave", simulated::WAVE_SLUG, twice, Some(signature)).await.problem(400, "malformed");
        assert!(till.inbox().is_empty());
    }

    async fn a_success_after_expiry_still_pays(till: Till) {
        for operator in BOTH {
            till.operators.behave(operator, Behaviour { drop_callback: true, ..Behaviour::default() });
        }
        let (id, reference) = till.start(Which::OrangeMoney).await;
        till.after(12 * 60).await;
        assert_eq!(till.status(id).await, "expired");
        // The operator finds out late that the payer had confirmed. Nobody calls back; the tail of the schedule asks.
        till.operators.find_paid(&reference);
        till.after(25 * 3_600).await;
        assert_eq!(till.status(id).await, "succeeded");
        let late: bool = payment_attempts::table.find(Id(id)).select(payment_attempts::late).first(&mut till.app.connect()).unwrap();
        assert!(late);
        till.assert_paid_once(Which::OrangeMoney).await;
    }

    async fn a_failure_after_success_changes_nothing(till: Till) {
        let (id, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        till.operators.behave(Which::Wave, Behaviour { status_sequence: vec!["expired/cancelled".to_owned()], ..Behaviour::default() });
        let mut event = wave_event(&till.operators.payment(&reference).unwrap(), "EV_failed");
        event["type"] = json!("checkout.session.payment_failed");
        assert_eq!(till.post_wave(&event, 0).await.status, 200);
        till.work().await;
        assert_eq!(till.status(id).await, "succeeded");
        till.assert_paid_once(Which::Wave).await;
    }

    async fn a_second_payment_goes_back(till: Till) {
        let (orange, orange_reference) = till.start(Which::OrangeMoney).await;
        let (wave, wave_reference) = till.start(Which::Wave).await;
        till.operators.pay(&orange_reference, Outcome::Confirm).await;
        till.operators.pay(&wave_reference, Outcome::Confirm).await;
        let (one, other) = tokio::join!(workers::settle(&till.app.app), workers::settle(&till.app.app));
        one.and(other).unwrap();
        till.work().await;
        assert_eq!((till.status(orange).await.as_str(), till.status(wave).await.as_str()), ("succeeded", "succeeded"));
        assert_eq!(till.order_status().await, "paid");
        assert_eq!(till.application_status(), "queued");
        assert_eq!(till.refunds(), [FEE]);
        assert_eq!(till.revenue(), FEE);
        let liabilities: Vec<_> = till.balances().into_iter().filter(|one| one.0 == "liabilities:overpayment").collect();
        assert_eq!(liabilities, [("liabilities:overpayment".to_owned(), 0, FEE)]);
        till.try_start(Which::Wave, &boyoro::token::random_text()).await.problem(409, "order_not_payable");
    }

    async fn one_transaction_pays_one_attempt(till: Till) {
        let mut till = till;
        let same = Behaviour { transaction_id: Some("MP261116.0900.A00001".to_owned()), ..Behaviour::default() };
        till.operators.behave(Which::OrangeMoney, same);
        let (first, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        till.assert_paid_once(Which::OrangeMoney).await;
        another_order(&mut till).await;
        let (second, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(first).await, "succeeded");
        let attempt = till.attempt(second).await;
        assert_eq!((attempt["status"].as_str(), attempt["reasonCode"].as_str()), (Some("integrity_failure"), Some("transaction_reused")));
        assert_eq!(till.order_status().await, "unpaid");
        assert_eq!(till.revenue(), FEE);
    }

    async fn an_operator_that_hangs_is_being_verified(till: Till) {
        for operator in BOTH {
            till.operators.behave(operator, Behaviour { hang: true, query_hang: true, ..Behaviour::default() });
            let attempt = till.try_start(operator, &boyoro::token::random_text()).await.expect(201);
            assert_eq!(attempt["status"], "unknown", "{attempt}");
            assert!(attempt["reason"].as_str().is_some());
        }
        till.try_start(Which::Wave, &boyoro::token::random_text()).await.problem(409, "attempt_live");
        till.after(90).await;
        let order = till.payer.get(&format!("fee-orders/{}", till.order)).await.expect(200);
        let wave = order["attempts"].as_array().unwrap().iter().find(|one| one["operator"] == "wave").cloned().unwrap();
        assert_eq!(wave["status"], "unknown", "nobody has answered yet: {wave}");
        // It recovers, and the session it had opened is found by our reference.
        till.operators.behave(Which::Wave, Behaviour::default());
        till.after(120).await;
        let id: Uuid = wave["id"].as_str().unwrap().parse().unwrap();
        let found = till.attempt(id).await;
        assert_eq!(found["status"], "awaiting_payer");
        assert!(found["paymentUrl"].as_str().is_some());
        till.operators.pay(&till.reference(id), Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(id).await, "succeeded");
    }

    async fn a_lost_answer_is_searched_for(till: Till) {
        till.operators.behave(Which::Wave, Behaviour { cut_body: true, ..Behaviour::default() });
        let (id, reference) = till.start(Which::Wave).await;
        assert_eq!(till.status(id).await, "unknown");
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        till.assert_paid_once(Which::Wave).await;
    }

    async fn what_was_never_opened_is_given_up(till: Till) {
        till.operators.behave(Which::Wave, Behaviour { http_error: Some(503), ..Behaviour::default() });
        let (id, _) = till.start(Which::Wave).await;
        assert_eq!(till.status(id).await, "unknown");
        till.after(130).await;
        assert_eq!(till.status(id).await, "not_created");
        till.operators.behave(Which::Wave, Behaviour { http_error: Some(400), ..Behaviour::default() });
        let (refused, _) = till.start(Which::Wave).await;
        assert_eq!(till.status(refused).await, "not_created");
        till.operators.behave(Which::OrangeMoney, Behaviour { http_error: Some(500), ..Behaviour::default() });
        let (orange, _) = till.start(Which::OrangeMoney).await;
        assert_eq!(till.status(orange).await, "unknown", "Orange has no search");
        for _ in 0..20 {
            till.after(60).await;
        }
        assert_eq!(till.status(orange).await, "expired", "the longest life of a session is over");
        till.assert_unpaid().await;
    }

    async fn a_callback_may_come_before_the_answer(till: Till) {
        let mut till = till;
        for operator in BOTH {
            another_order(&mut till).await;
            till.operators.behave(operator, Behaviour { callback_before_create: true, delay_create_ms: 300, ..Behaviour::default() });
            let key = boyoro::token::random_text();
            let (answer, ()) = tokio::join!(till.try_start(operator, &key), async {
                tokio::time::sleep(Duration::from_millis(150)).await;
                till.work().await;
            });
            let id: Uuid = answer.expect(201)["id"].as_str().unwrap().parse().unwrap();
            till.work().await;
            assert_eq!(till.status(id).await, "succeeded", "{operator:?}");
            assert_eq!(till.order_status().await, "paid");
        }
        assert!(till.inbox().iter().all(|state| state == "done"), "{:?}", till.inbox());
    }

    async fn a_refusal_is_told_with_its_reason(till: Till) {
        let (orange, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Refuse).await;
        till.work().await;
        let attempt = till.attempt(orange).await;
        assert_eq!((attempt["status"].as_str(), attempt["reasonCode"].as_str()), (Some("failed"), Some("refused")));
        let (again, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(again).await, "succeeded");
        // A Wave session stays payable after a refusal.
        till.assert_paid_once(Which::OrangeMoney).await;
    }

    async fn money_for_a_withdrawn_application_goes_back(till: Till) {
        let (id, reference) = till.start(Which::Wave).await;
        let (application, now) = (till.application, till.app.now());
        till.app.app.db.write(move |conn| payment::cancel_order(conn, application, By::Service, now)).await.unwrap();
        assert_eq!(till.order_status().await, "cancelled");
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(id).await, "succeeded");
        assert_eq!(till.order_status().await, "refund_due");
        assert_eq!(till.refunds(), [FEE]);
        assert_eq!(till.revenue(), 0);
    }

    async fn an_order_is_its_firm_s_own_affair(till: Till) {
        let (id, _) = till.start(Which::Wave).await;
        let stranger = till.app.exporter().await;
        stranger.get(&format!("fee-orders/{}", till.order)).await.problem(404, "not_found");
        stranger.get(&format!("payment-attempts/{id}")).await.problem(404, "not_found");
        stranger.post(&format!("payment-attempts/{id}/recheck"), &json!({})).await.problem(404, "not_found");
        let path = format!("fee-orders/{}/attempts", till.order);
        stranger.post(&path, &json!({ "operator": "wave" })).await.problem(404, "not_found");
        till.app.anyone().get(&format!("fee-orders/{}", till.order)).await.problem(401, "unauthenticated");
        till.app.customs().await.get(&format!("fee-orders/{}", till.order)).await.problem(403, "forbidden");
        let treasurer = till.app.treasurer().await;
        let listed = treasurer.get("payment-attempts?operator=wave&status=awaiting_payer").await.expect(200);
        assert_eq!(listed["items"][0]["id"], json!(id.to_string()));
        assert_eq!(listed["items"][0]["exporterName"], "Karité du Mandé SARL");
        till.payer.get("payment-attempts").await.problem(403, "forbidden");
        till.payer.post(&path, &json!({ "operator": "moov" })).await.expect(422);
        let operators = till.app.anyone().get("operators").await.expect(200);
        assert_eq!(operators["items"][0], json!({ "code": "orange_money", "name": "Orange Money", "available": true, "sessionMinutes": 10 }));
    }

    async fn the_database_refuses_a_crooked_ledger(till: Till) {
        let (_, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        let refused = |work: fn(&mut Conn, Uuid) -> QueryResult<usize>| {
            let (db, stamp) = (till.app.app.db.clone(), till.app.app.clock.stamp());
            async move {
                let written = db.write(move |conn| work(conn, stamp.ids().make()).map_err(StoreError::from)).await;
                assert!(written.is_err());
            }
        };
        refused(|conn, id| {
            add_line(conn, id, 1, (100, 0))?;
            add_line(conn, id, 2, (0, 99))?;
            add_head(conn, id, 100)
        }).await;
        refused(add_head_alone).await;
        refused(|conn, _| {
            let entry: Id = ledger_entries::table.select(ledger_entries::id).first(conn)?;
            add_line(conn, entry.0, 9, (5, 0))
        }).await;
        refused(|conn, _| diesel::update(ledger_lines::table).set(ledger_lines::debit_xof.eq(1)).execute(conn)).await;
        refused(|conn, _| diesel::delete(ledger_lines::table).execute(conn)).await;
        refused(|conn, _| diesel::delete(ledger_entries::table).execute(conn)).await;
        refused(|conn, id| add_line(conn, id, 1, (7, 0))).await;
        refused(|conn, _| diesel::update(payment_attempts::table).set(payment_attempts::status.eq("failed")).execute(conn)).await;
        refused(|conn, _| diesel::update(payment_attempts::table).set(payment_attempts::amount_xof.eq(1)).execute(conn)).await;
        till.assert_paid_once(Which::Wave).await;
    }
}

fn add_line(conn: &mut Conn, entry: Uuid, number: i64, (debit, credit): (i64, i64)) -> QueryResult<usize> {
    let line = (
        ledger_lines::entry_id.eq(Id(entry)),
        ledger_lines::number.eq(number),
        ledger_lines::account.eq("liabilities:suspense"),
        ledger_lines::debit_xof.eq(debit),
        ledger_lines::credit_xof.eq(credit),
    );
    diesel::insert_into(ledger_lines::table).values(line).execute(conn)
}

fn add_head_alone(conn: &mut Conn, id: Uuid) -> QueryResult<usize> {
    add_head(conn, id, 100)
}

fn add_head(conn: &mut Conn, id: Uuid, total: i64) -> QueryResult<usize> {
    let head = (
        ledger_entries::id.eq(Id(id)),
        ledger_entries::kind.eq("payment"),
        ledger_entries::business_key.eq(id.to_string()),
        ledger_entries::at.eq(At(boyoro_tests::app::beginning())),
        ledger_entries::memo.eq(""),
        ledger_entries::total_xof.eq(total),
    );
    diesel::insert_into(ledger_entries::table).values(head).execute(conn)
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
    let page = reqwest::get(attempt["paymentUrl"].as_str().unwrap()).await.unwrap().text().await.unwrap();
    assert!(page.contains("1\u{202f}500\u{a0}FCFA") && page.contains("Confirmer"));
    till.operators.pay(&reference, Outcome::Confirm).await;
    till.work().await;
    let paid = till.attempt(id).await;
    assert_eq!(paid["status"], "succeeded");
    assert!(paid["transactionId"].as_str().is_some() && paid.get("paymentUrl").is_none());
    till.assert_paid_once(operator).await;
    assert_eq!(till.inbox(), ["done"]);
    assert_eq!(operator.word().parse::<Operator>().unwrap().as_str(), operator.word());
}
