//! What a power cut would do: the real program killed in the middle of its work and started again, on both engines.
//!
//! The client keeps a journal of what was acknowledged to it. Afterwards nothing of it may be missing, nothing may be half done,
//! and numbers have no gap and no twin. `SOAK_ROUNDS` asks for more rounds.

mod workbooks;

use std::time::Duration;

use boyoro::clock::Clock;
use boyoro::identity::{Actor, Role};
use boyoro::operators::profile::simulated;
use boyoro::password::Passwords;
use boyoro::store::schema::{
    applications, certificates, fee_orders, ledger_entries, ledger_lines, payment_attempts, payment_inbox, quittances,
    sealing_orders,
};
use boyoro::store::{At, Id};
use boyoro_tests::app::{PASSWORD, insert_firm, insert_person, password_hash};
use boyoro_tests::simulator::{Behaviour, Outcome, Which, sign_wave, wave_event};
use boyoro_tests::{Caller, Engine, Process, Simulator, Store, both_engines, eventually, flow};
use diesel::prelude::*;
use futures_util::future::{join, join_all};
use futures_util::stream::{self, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use uuid::Uuid;

/// Applications of one round. Enough that some are in flight when the program dies.
const FILES: usize = 8;

/// A running program, its operators and the people of one round.
struct Scene {
    store: Store,
    process: Process,
    operators: Simulator,
    exporter: Caller,
    examiner: Caller,
    signatory: Caller,
    rounds_before: usize,
}

impl Scene {
    async fn on(engine: Engine) -> Self {
        let (store, operators) = (Store::new(engine), Simulator::start());
        let process = Process::start(&store, &[("BOYORO_OPERATORS_URL", &operators.url())]).await;
        operators.register_wave_webhook(&process.base());
        // The callbacks are sent by the test itself, which keeps the journal.
        operators.behave(Which::Wave, Behaviour { drop_callback: true, ..Behaviour::default() });
        let firm = Clock::System.stamp().ids().make();
        let exporter = sign_in(&store, &process, Role::ExporterAdministrator, Some(firm)).await;
        let examiner = sign_in(&store, &process, Role::Examiner, None).await;
        let signatory = sign_in(&store, &process, Role::Signatory, None).await;
        Self { store, process, operators, exporter, examiner, signatory, rounds_before: 0 }
    }

    async fn round(&mut self) {
        let files = self.submitted().await;
        self.pay_while_it_dies(&files).await;
        self.propose(&files).await;
        self.approve_while_it_dies(&files).await;
        self.rounds_before += 1;
    }

    fn expected(&self) -> usize {
        (self.rounds_before + 1) * FILES
    }

    async fn submitted(&self) -> Vec<Value> {
        let mut files = Vec::new();
        for _ in 0..FILES {
            files.push(flow::submitted(&self.exporter, &content_today()).await);
        }
        files
    }

    /// Every payer pays; each callback is delivered until the program dies in the middle of them.
    async fn pay_while_it_dies(&mut self, files: &[Value]) {
        let mut events = Vec::new();
        for file in files {
            let order = file["feeOrder"]["id"].as_str().expect("a fee order");
            let attempt =
                self.exporter.post(&format!("fee-orders/{order}/attempts"), &json!({ "operator": "wave" })).await;
            attempt.expect(201);
        }
        for payment in self.operators.payments().into_iter().rev().take(FILES) {
            self.operators.pay(&payment.reference, Outcome::Confirm).await;
            let paid = self.operators.payment(&payment.reference).expect("the payment");
            events.push(wave_event(&paid, &format!("EV_{}", paid.reference)));
        }
        let (acknowledged, mut journal) = mpsc::unbounded_channel();
        let deliveries: Vec<_> = events
            .iter()
            .map(|event| tokio::spawn(deliver(self.process.anyone(), event.clone(), acknowledged.clone())))
            .collect();
        let mut kept = vec![journal.recv().await.expect("one callback is acknowledged")];
        self.process.kill();
        for delivery in deliveries {
            delivery.await.expect("a delivery ends");
        }
        drop(acknowledged);
        while let Some(key) = journal.recv().await {
            kept.push(key);
        }
        self.process.restart().await;
        for key in &kept {
            let found: i64 = payment_inbox::table
                .filter(payment_inbox::dedupe_key.like(format!("%{key}%")))
                .count()
                .get_result(&mut self.store.connect())
                .expect("the inbox");
            assert_eq!(found, 1, "the callback {key} was acknowledged and is not there once");
        }
        // The operator comes again with everything it has no acknowledgement for, and with some that it has.
        for event in &events {
            let (again, _journal) = mpsc::unbounded_channel();
            deliver(self.process.anyone(), event.clone(), again).await;
        }
        for file in files {
            self.until_status(file, &["queued", "in_review"]).await;
        }
        let settled: i64 = ledger_entries::table.count().get_result(&mut self.store.connect()).expect("the ledger");
        assert_eq!(usize::try_from(settled), Ok(self.expected()), "each fee is in the ledger once");
    }

    async fn propose(&self, files: &[Value]) {
        let schemes = self.examiner.get("schemes").await.expect(200);
        let scheme = schemes["items"].as_array().and_then(|all| all.iter().find(|s| s["code"] == "ZLE")).expect("ZLE");
        let checklist: Vec<Value> = scheme["checklist"]
            .as_array()
            .expect("a checklist")
            .iter()
            .map(|item| json!({ "code": item["code"], "ok": true }))
            .collect();
        for file in files {
            let path = format!("applications/{}", file["id"].as_str().expect("an id"));
            self.examiner.post(&format!("{path}/claim"), &json!({})).await.expect(200);
            let proposal = json!({ "opinion": "Pièces concordantes.", "checklist": checklist });
            self.examiner.post(&format!("{path}/proposal"), &proposal).await.expect(200);
        }
    }

    /// The signatory approves everything at once; the program dies after the first answer.
    async fn approve_while_it_dies(&mut self, files: &[Value]) {
        let (acknowledged, mut journal) = mpsc::unbounded_channel();
        let approvals: Vec<_> = files
            .iter()
            .map(|file| tokio::spawn(approve(self.signatory.clone(), file["id"].clone(), acknowledged.clone())))
            .collect();
        let mut numbers = vec![journal.recv().await.expect("one approval is acknowledged")];
        self.process.kill();
        for approval in approvals {
            approval.await.expect("an approval ends");
        }
        drop(acknowledged);
        while let Some(number) = journal.recv().await {
            numbers.push(number);
        }
        self.process.restart().await;
        for file in files {
            // Whoever saw no answer asks again; what was approved already says so.
            let (again, _journal) = mpsc::unbounded_channel();
            approve(self.signatory.clone(), file["id"].clone(), again).await;
            self.until_status(file, &["approved"]).await;
        }
        self.until_sealed().await;
        self.assert_numbers(&numbers).await;
    }

    /// Orders that the dead program left behind are taken up again.
    async fn until_sealed(&self) {
        eventually("every sealing order to be sealed", || async {
            let pending = sealing_orders::table.filter(sealing_orders::status.ne("sealed")).count();
            let pending: i64 = pending.get_result(&mut self.store.connect()).expect("the orders");
            (pending == 0).then_some(())
        })
        .await;
    }

    async fn assert_numbers(&self, acknowledged: &[String]) {
        let mut conn = self.store.connect();
        let serials: Vec<i64> = sealing_orders::table
            .select(sealing_orders::serial)
            .order(sealing_orders::serial)
            .load(&mut conn)
            .expect("serials");
        let gapless: Vec<i64> = (1..).take(self.expected()).collect();
        assert_eq!(serials, gapless, "numbers have a gap or a twin");
        let numbers: Vec<String> =
            certificates::table.select(certificates::number).load(&mut conn).expect("certificates");
        assert_eq!(numbers.len(), self.expected(), "a seal is missing or there is one too many");
        for number in numbers.iter().chain(acknowledged) {
            let verdict = self.process.anyone().post("verifications", &json!({ "input": number })).await.expect(200);
            assert_eq!(verdict["verdict"], "authentic", "{number}: {verdict}");
        }
    }

    async fn until_status(&self, file: &Value, wanted: &[&str]) {
        let path = format!("applications/{}", file["id"].as_str().expect("an id"));
        eventually(&format!("{path} to be {wanted:?}"), || async {
            let found = self.exporter.get(&path).await.expect(200);
            wanted.iter().any(|status| found["status"] == *status).then_some(())
        })
        .await;
    }
}

/// Delivers a callback as the operator does; tells the journal when it was acknowledged.
async fn deliver(operator: Caller, event: Value, journal: mpsc::UnboundedSender<String>) {
    let body = event.to_string().into_bytes();
    let signature = sign_wave(simulated::WAVE_SIGNING_SECRET, Clock::System.now().timestamp(), &body);
    let path = format!("/payment-callbacks/wave/{}", simulated::WAVE_SLUG);
    let request = operator.request(reqwest::Method::POST, &path).header("wave-signature", signature).body(body);
    let answer = operator.try_send(request).await;
    if answer.is_some_and(|answer| answer.status < 300) {
        // The test may have stopped listening.
        drop(journal.send(event["id"].as_str().unwrap_or_default().to_owned()));
    }
}

async fn approve(signatory: Caller, id: Value, journal: mpsc::UnboundedSender<String>) {
    let path = format!("applications/{}/approval", id.as_str().unwrap_or_default());
    let answer = signatory.try_send(signatory.request(reqwest::Method::POST, &path).json(&json!({}))).await;
    let Some(answer) = answer.filter(|answer| answer.status < 300) else { return };
    drop(journal.send(answer.json()["certificateNumber"].as_str().unwrap_or_default().to_owned()));
}

/// The consignment as it would be invoiced by the machine's clock, which a child process goes by.
fn content_today() -> Value {
    let mut content = flow::content();
    content["invoice"]["date"] = json!(Clock::System.now().date_naive().to_string());
    content
}

/// Makes an account in the store and signs in as a person does.
async fn sign_in(store: &Store, process: &Process, role: Role, exporter_id: Option<Uuid>) -> Caller {
    let (passwords, now) = (Passwords::new(1).expect("passwords"), Clock::System.now());
    let mut ids = Clock::System.stamp().ids();
    let actor = Actor { account_id: ids.make(), session_id: ids.make(), role, exporter_id };
    let hash = password_hash(&passwords).await;
    insert_person(&mut store.connect(), &actor, &hash, now);
    if let Some(id) = exporter_id {
        insert_firm(&mut store.connect(), id, actor.account_id, now);
    }
    let login = format!("{}@example.ml", actor.account_id.simple());
    let session = process.anyone().post("sessions", &json!({ "login": login, "password": PASSWORD })).await.expect(200);
    process.anyone().with_token(session["accessToken"].as_str().expect("a token"))
}

/// Payments of one round of the burst.
const BURST: usize = 4;
/// The program dies within this time after the burst begins, in milliseconds: before, during or after any of its steps.
const DEATH_WITHIN_MS: u64 = 120;
/// A session's token lives ten minutes.
const ROUNDS_PER_SESSION: usize = 10;
/// Rounds that one program and its store go through.
const ROUNDS_OF_A_SCENE: usize = 20;
/// A round mostly waits, for the dead program's leases to end, so several scenes are played side by side.
const SCENES_AT_ONCE: usize = 8;

impl Scene {
    /// Payers pay, callbacks and polls run, and the program dies at a moment nobody chose; then everything is as if it had not.
    async fn burst(&mut self, round: usize) {
        let mut orders = Vec::new();
        for _ in 0..BURST {
            let file = flow::submitted(&self.exporter, &content_today()).await;
            let order = file["feeOrder"]["id"].as_str().expect("a fee order").to_owned();
            let attempts = format!("fee-orders/{order}/attempts");
            let attempt = self.exporter.post(&attempts, &json!({ "operator": "wave" })).await.expect(201);
            orders.push((order, attempt["id"].as_str().expect("an attempt").to_owned()));
        }
        let paid: Vec<_> = self.operators.payments().into_iter().rev().take(BURST).collect();
        for payment in &paid {
            self.operators.pay(&payment.reference, Outcome::Confirm).await;
        }
        let events: Vec<Value> = paid
            .iter()
            .map(|payment| {
                let paid = self.operators.payment(&payment.reference).expect("the payment");
                wave_event(&paid, &format!("EV_{}", paid.reference))
            })
            .collect();
        let death = Duration::from_millis(chance() % DEATH_WITHIN_MS);
        let (acknowledged, mut journal) = mpsc::unbounded_channel();
        let deliveries = events.iter().map(|event| deliver(self.process.anyone(), event.clone(), acknowledged.clone()));
        let polls = orders.iter().map(|(_, attempt)| recheck(self.exporter.clone(), attempt.clone()));
        let begun = tokio::spawn(join(join_all(deliveries.collect::<Vec<_>>()), join_all(polls.collect::<Vec<_>>())));
        tokio::time::sleep(death).await;
        self.process.kill();
        begun.await.expect("the burst ends");
        drop(acknowledged);
        let mut kept = Vec::new();
        while let Some(key) = journal.recv().await {
            kept.push(key);
        }
        self.process.restart().await;
        let told = format!("round {round}, killed after {death:?}, {} acknowledged", kept.len());
        self.assert_kept(&kept, &told);
        self.let_claims_end();
        for event in events.iter().filter(|event| !kept.iter().any(|key| event["id"] == key.as_str())) {
            let (again, _journal) = mpsc::unbounded_channel();
            deliver(self.process.anyone(), event.clone(), again).await;
        }
        for (order, _) in &orders {
            let path = format!("fee-orders/{order}");
            eventually(&format!("{told}: {path} to be paid"), || async {
                (self.exporter.get(&path).await.expect(200)["status"] == "paid").then_some(())
            })
            .await;
            // What pays an order releases its application in the same breath, whenever the program died.
            let found = applications::table
                .inner_join(fee_orders::table.on(fee_orders::application_id.eq(applications::id)))
                .filter(fee_orders::id.eq(Id(order.parse().expect("an id"))))
                .select(applications::status);
            let status: String = found.first(&mut self.store.connect()).expect("the application");
            assert_eq!(status, "queued", "{told}: the application of a paid order");
        }
        self.assert_books((round + 1) * BURST, &told);
    }

    /// What the dead program had claimed is free again a minute and a half later. Nobody waits for that twenty times: the claims
    /// are put back to now, as if the time had passed.
    fn let_claims_end(&self) {
        let (mut conn, now) = (self.store.connect(), At(Clock::System.now()));
        let waiting = payment_inbox::table.filter(payment_inbox::next_try_at.is_not_null());
        diesel::update(waiting).set(payment_inbox::next_try_at.eq(Some(now))).execute(&mut conn).expect("the inbox");
        let open = payment_attempts::table.filter(payment_attempts::next_poll_at.is_not_null());
        diesel::update(open).set(payment_attempts::next_poll_at.eq(Some(now))).execute(&mut conn).expect("attempts");
    }

    fn assert_kept(&self, acknowledged: &[String], told: &str) {
        for key in acknowledged {
            let event = payment_inbox::table.filter(payment_inbox::dedupe_key.like(format!("%{key}%"))).count();
            let found: i64 = event.get_result(&mut self.store.connect()).expect("the inbox");
            assert_eq!(found, 1, "{told}: the callback {key} was acknowledged and is not there once");
        }
    }

    /// Every order has one settlement, one entry of its own, and debits equal credits.
    fn assert_books(&self, orders: usize, told: &str) {
        let mut conn = self.store.connect();
        let paid: i64 =
            fee_orders::table.filter(fee_orders::status.eq("paid")).count().get_result(&mut conn).expect("the orders");
        assert_eq!(usize::try_from(paid), Ok(orders), "{told}: orders paid");
        let succeeded: i64 = payment_attempts::table
            .filter(payment_attempts::status.eq("succeeded"))
            .count()
            .get_result(&mut conn)
            .expect("the attempts");
        assert_eq!(usize::try_from(succeeded), Ok(orders), "{told}: settlements");
        let keys: Vec<String> =
            ledger_entries::table.select(ledger_entries::business_key).load(&mut conn).expect("keys");
        let payments = keys.iter().filter(|key| key.starts_with("payment:")).count();
        assert_eq!(payments, orders, "{told}: entries of payments");
        let lines: Vec<(i64, i64)> = ledger_lines::table
            .select((ledger_lines::debit_xof, ledger_lines::credit_xof))
            .load(&mut conn)
            .expect("lines");
        let (debit, credit) = lines.iter().fold((0, 0), |(d, c), line| (d + line.0, c + line.1));
        assert_eq!(debit, credit, "{told}: debits and credits");
    }

    /// Every paid order has its quittance, and the program's own proof of the books finds nothing.
    async fn prove_books(&self) {
        eventually("every paid order to have its quittance", || async {
            let paid: i64 = fee_orders::table
                .filter(fee_orders::status.eq("paid"))
                .count()
                .get_result(&mut self.store.connect())
                .expect("the orders");
            let issued: i64 = quittances::table.count().get_result(&mut self.store.connect()).expect("the quittances");
            (paid == issued).then_some(())
        })
        .await;
        let (is_right, findings) = self.process.check("ledger");
        assert!(is_right, "{findings}");
    }

    async fn sign_in_again(&mut self) {
        let firm = Clock::System.stamp().ids().make();
        self.exporter = sign_in(&self.store, &self.process, Role::ExporterAdministrator, Some(firm)).await;
    }
}

/// One program, killed again and again.
async fn bursts(engine: Engine, rounds: usize) {
    let mut scene = Scene::on(engine).await;
    for round in 0..rounds {
        if round % ROUNDS_PER_SESSION == 0 {
            scene.sign_in_again().await;
        }
        scene.burst(round).await;
    }
    scene.prove_books().await;
}

/// A number nobody chose. A failure tells what came of it.
fn chance() -> u64 {
    boyoro::token::random_text().bytes().map(u64::from).sum()
}

/// Asks the operator again, as the payer's page does.
async fn recheck(exporter: Caller, attempt: String) {
    let path = format!("payment-attempts/{attempt}/recheck");
    exporter.try_send(exporter.request(reqwest::Method::POST, &path)).await;
}

/// How many rounds `make soak` asks for; so many when it does not.
fn rounds(otherwise: usize) -> usize {
    std::env::var("SOAK_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}

both_engines! {
    async fn nothing_acknowledged_is_lost_when_the_program_is_killed(engine: Engine) {
        let mut scene = Scene::on(engine).await;
        for _ in 0..rounds(1).min(100) {
            scene.round().await;
        }
    }

    async fn a_burst_of_payments_survives_any_moment_of_death(engine: Engine) {
        let asked = rounds(ROUNDS_OF_A_SCENE);
        let scenes = (0..asked).step_by(ROUNDS_OF_A_SCENE).map(|begun| ROUNDS_OF_A_SCENE.min(asked - begun));
        let played = stream::iter(scenes).map(|rounds| bursts(engine, rounds)).buffer_unordered(SCENES_AT_ONCE);
        played.collect::<()>().await;
    }
}
