//! What a power cut would do: the real program killed in the middle of its work and started again, on both engines.
//!
//! The client keeps a journal of what was acknowledged to it. Afterwards nothing of it may be missing, nothing may be half done,
//! and numbers have no gap and no twin. `SOAK_ROUNDS` asks for more rounds than one.

use boyoro::clock::Clock;
use boyoro::identity::{Actor, Role};
use boyoro::operators::profile::simulated;
use boyoro::password::Passwords;
use boyoro::store::schema::{certificates, ledger_entries, payment_inbox, sealing_orders};
use boyoro_tests::app::{PASSWORD, insert_firm, insert_person, password_hash};
use boyoro_tests::simulator::{Behaviour, Outcome, Which, sign_wave, wave_event};
use boyoro_tests::{Caller, Engine, Process, Simulator, Store, both_engines, eventually, flow};
use diesel::prelude::*;
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

both_engines! {
    async fn nothing_acknowledged_is_lost_when_the_program_is_killed(engine: Engine) {
        let rounds = std::env::var("SOAK_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
        let mut scene = Scene::on(engine).await;
        for _ in 0..rounds {
            scene.round().await;
        }
    }
}
