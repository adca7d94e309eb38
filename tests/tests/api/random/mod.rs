//! Whatever happens: random operators, orders, payers, failures, people and statements, and every franc is accounted for afterwards.
//!
//! A small model notes what truly happened ([`truth`]). The service hears of it as in life: by callbacks, by asking the simulated operators
//! over HTTP, by what its people type and by statements. In the end everybody behaves, every movement is told by a statement, the queue is
//! worked off and the days are closed; then [`proof`] holds the service against the model. A failure prints its seed: `RANDOM_SEED=7` plays
//! that one again, `RANDOM_STEPS` makes it longer, and `SOAK_ROUNDS` plays more seeds.

mod proof;
mod truth;

use std::collections::HashMap;
use std::time::Duration;

use boyoro::clock::Instant;
use boyoro::operators::profile::simulated;
use boyoro::origin::event::By;
use boyoro::origin::payment::AttemptStatus;
use boyoro::payment;
use boyoro::store::Id;
use boyoro::store::payments::Attempt;
use boyoro::store::schema::payment_attempts;
use boyoro_tests::simulator::{
    Behaviour, Outcome, PayState, Payment, Which, cinet_pay_event, gsma_event, mtn_event, orange_event,
    pay_dunya_event, sign_wave, wave_event,
};
use boyoro_tests::{Answer, Caller, Chance, Engine, Simulator, TestApp, both_engines};
use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::books::Books;
use truth::{MERCHANT_CODE, Movement, OUT, Order, PAID, REVERSED, SENT_BACK, SWEPT, Session, Truth, statement};

/// Seeds of one run, and steps of one seed: ten thousand steps on both engines together.
const SEEDS: u64 = 10;
const STEPS: u64 = 500;
/// What certificates cost here. CinetPay takes multiples of five only.
const PRICES: [i64; 4] = [500, 1_000, 1_500, 25_000];
/// Nobody waits for a hanging operator on this machine.
const PATIENCE: Duration = Duration::from_millis(250);

/// One seed's play.
struct Play {
    books: Books,
    chance: Chance,
    truth: Truth,
    /// Whoever asked for a refund, by the refund.
    asked_by: HashMap<String, Uuid>,
    /// How each operator behaves now.
    weather: HashMap<Which, Behaviour>,
}

/// Says which seed it was when a check fails.
struct Told {
    engine: Engine,
    seed: u64,
    step: u64,
}

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self { engine, seed, step } = self;
            eprintln!("{engine:?}, step {step} of seed {seed}: RANDOM_SEED={seed} plays it again");
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

both_engines! {
    async fn whatever_happens_every_franc_is_accounted_for(engine: Engine) {
        let seeds = match number("RANDOM_SEED") {
            Some(seed) => seed..seed + 1,
            None => 0..number("SOAK_ROUNDS").unwrap_or(SEEDS),
        };
        for seed in seeds {
            let mut told = Told { engine, seed, step: 0 };
            let mut play = Play::begin(engine, seed).await;
            for _ in 0..number("RANDOM_STEPS").unwrap_or(STEPS) {
                told.step += 1;
                play.step().await;
            }
            play.come_to_an_end().await;
            play.prove().await;
        }
    }
}

impl Play {
    async fn begin(engine: Engine, seed: u64) -> Self {
        let operators = Simulator::start();
        let mut profiles = operators.profiles();
        for account in profiles.accounts_mut() {
            account.patience = PATIENCE;
        }
        let app = TestApp::start_repeatable(engine, seed, |settings| settings.operators = profiles).await;
        let books = Books::of(app, operators).await;
        let chance = Chance::of(seed);
        let mut play =
            Self { books, chance, truth: Truth::default(), asked_by: HashMap::new(), weather: HashMap::new() };
        play.order().await;
        play
    }

    async fn step(&mut self) {
        match self.chance.below(50) {
            0..5 => self.order().await,
            5..14 => self.start().await,
            14..22 => self.payer_acts().await,
            22..24 => self.find_paid_late(),
            24..26 => self.forge().await,
            26 => self.call_again().await,
            27 | 28 => self.weather_changes(),
            29 | 30 => self.time_passes().await,
            31 | 32 => self.recheck().await,
            33 => self.cash().await,
            34 => self.application_ends().await,
            35..39 => self.refund().await,
            39 => self.operator_takes_back(),
            40 => self.operator_does_something(),
            41 => self.merchant_code().await,
            42 => self.decide_a_claim().await,
            43..46 => self.import().await,
            46..49 => self.work_off_something().await,
            _ => self.close_a_day().await,
        }
        if self.chance.one_in(4) {
            self.work().await;
        }
    }

    fn now(&self) -> Instant {
        self.books.app.now()
    }

    async fn work(&self) {
        self.books.app.settle().await;
    }

    /// The attempts of the service, as its store has them.
    fn attempts(&self) -> Vec<Attempt> {
        payment_attempts::table.order(payment_attempts::id.asc()).load(&mut self.books.app.connect()).unwrap()
    }

    fn payment_of(&self, session: &Session) -> Payment {
        self.books.operators.payment(&session.reference).expect("the session is with its operator")
    }
}

/// Fails unless the service gave one of these answers.
#[track_caller]
fn allow(answer: &Answer, allowed: &[u16]) -> bool {
    assert!(allowed.contains(&answer.status), "{} answered {} with {}", answer.url, answer.status, answer.text());
    answer.status < 300
}

/// Orders and their payers.
impl Play {
    async fn order(&mut self) {
        let scheme = *self.chance.pick(&["ZLE", "UEM", "CED"]).unwrap();
        let amount = *self.chance.pick(&PRICES).unwrap();
        let owed = self.books.owed(scheme, amount).await;
        self.truth.orders.push(Order { owed, amount, has_ended: false });
    }

    /// Somebody begins to pay one of the newest orders.
    async fn start(&mut self) {
        let newest = self.truth.orders.len().saturating_sub(6);
        let order = newest + usize::try_from(self.chance.below(6)).unwrap();
        let Some(known) = self.truth.orders.get(order).copied() else { return };
        let operator = *self.chance.pick(&Which::ALL).unwrap();
        let mut body = json!({ "operator": operator.word() });
        if operator.needs_phone() {
            body["phone"] = json!("70 12 34 56");
        }
        let answer = self.books.payer.post(&format!("fee-orders/{}/attempts", known.owed.order), &body).await;
        if !allow(&answer, &[201, 409]) {
            return;
        }
        let attempt: Uuid = answer.json()["id"].as_str().unwrap().parse().unwrap();
        let reference: String = payment_attempts::table
            .find(Id(attempt))
            .select(payment_attempts::reference)
            .first(&mut self.books.app.connect())
            .unwrap();
        // Where the payer is sent to the operator's page, a lost answer leaves him without one.
        let is_reached =
            answer.json()["status"] != "unknown" || !matches!(operator, Which::OrangeMoney | Which::PayDunya);
        if self.books.operators.payment(&reference).is_none() || !is_reached {
            return;
        }
        // A few pay another amount than they were asked for. Orange's page does not let them.
        if operator != Which::OrangeMoney && self.chance.one_in(12) {
            let amount = known.amount + *self.chance.pick(&[-100, 5, 500]).unwrap();
            if self.books.operators.payment(&reference).is_some_and(|payment| payment.state == PayState::Waiting) {
                self.books.operators.misprice(&reference, amount);
            }
        }
        let session = Session {
            attempt,
            reference,
            operator,
            asked: known.amount,
            paid: None,
            is_swallowed: operator != Which::Wave && self.chance.one_in(25),
        };
        self.truth.sessions.push(session);
        self.note_payment(self.truth.sessions.len() - 1);
    }

    /// Notes what really moved when a session was paid.
    fn note_payment(&mut self, number: usize) {
        let session = self.truth.sessions[number].clone();
        let payment = self.payment_of(&session);
        if payment.state != PayState::Paid || session.paid.is_some() {
            return;
        }
        self.truth.sessions[number].paid = Some(payment.amount);
        if session.is_swallowed {
            return;
        }
        // PayDunya names a payment by its invoice. Not every statement repeats our reference.
        let is_named = session.operator == Which::PayDunya || self.chance.one_in(2);
        let transaction = match session.operator {
            Which::PayDunya => payment.handle,
            _ => payment.transaction_id.expect("a paid session has a number"),
        };
        let fee = if session.operator != Which::Wave && self.chance.one_in(20) { 15 } else { 0 };
        self.truth.movements.push(Movement {
            operator: session.operator.word(),
            at: payment.completed_at.expect("a paid session was paid at some moment"),
            transaction,
            kind: PAID,
            amount: payment.amount,
            fee,
            reference: if is_named { session.reference } else { String::new() },
        });
    }

    /// One of the sessions in one of these states, by its number.
    fn session_in(&mut self, states: &[PayState]) -> Option<usize> {
        let numbers: Vec<usize> = (0..self.truth.sessions.len())
            .filter(|number| states.contains(&self.payment_of(&self.truth.sessions[*number]).state))
            .collect();
        self.chance.pick(&numbers).copied()
    }

    async fn payer_acts(&mut self) {
        let Some(number) = self.session_in(&[PayState::Waiting]) else { return };
        let reference = self.truth.sessions[number].reference.clone();
        let outcome = match self.chance.below(8) {
            0 => Outcome::Refuse,
            1 => Outcome::Expire,
            _ => Outcome::Confirm,
        };
        self.books.operators.pay(&reference, outcome).await;
        self.note_payment(number);
    }

    /// The operator finds out late that a payer had confirmed, and tells nobody.
    fn find_paid_late(&mut self) {
        let Some(number) = self.session_in(&[PayState::Refused, PayState::Expired]) else { return };
        let reference = self.truth.sessions[number].reference.clone();
        self.books.operators.find_paid(&reference);
        self.note_payment(number);
    }

    async fn recheck(&mut self) {
        let Some(session) = self.chance.pick(&self.truth.sessions).cloned() else { return };
        self.books.payer.post(&format!("payment-attempts/{}/recheck", session.attempt), &json!({})).await.expect(202);
    }

    async fn cash(&mut self) {
        let Some(order) = self.chance.pick(&self.truth.orders).copied() else { return };
        let is_right = !self.chance.one_in(5);
        let amount = if is_right { order.amount } else { order.amount - 5 };
        let answer = self.books.cash(order.owed, amount).await;
        if allow(&answer, if is_right { &[201, 409] } else { &[422, 409] }) {
            self.truth.cash += amount;
        }
    }

    /// The exporter withdraws: what was paid may go back, what comes later must.
    async fn application_ends(&mut self) {
        let number = usize::try_from(self.chance.below(self.truth.orders.len() as u64)).unwrap();
        let order = &mut self.truth.orders[number];
        if order.has_ended {
            return;
        }
        order.has_ended = true;
        let owed = order.owed;
        self.books.end_application(owed, "withdrawn");
        let now = self.now();
        let db = &self.books.app.app.db;
        db.write(move |conn| payment::cancel_order(conn, owed.application, By::Service, now)).await.unwrap();
    }

    /// A payer types the Treasury's code into a telephone and claims the payment, rightly or wrongly.
    async fn merchant_code(&mut self) {
        let Some(order) = self.chance.pick(&self.truth.orders).copied() else { return };
        let transaction = self.truth.transaction('M');
        let amount = if self.chance.one_in(6) { order.amount - 5 } else { order.amount };
        self.truth.movements.push(Movement {
            operator: MERCHANT_CODE,
            at: self.now(),
            transaction: transaction.clone(),
            kind: PAID,
            amount,
            fee: 0,
            reference: String::new(),
        });
        let claimed = if self.chance.one_in(6) { "M-000000".to_owned() } else { transaction };
        // Sometimes another order is claimed to be paid by it as well.
        for _ in 0..=u8::from(self.chance.one_in(5)) {
            let order = if self.chance.one_in(4) { *self.chance.pick(&self.truth.orders).unwrap() } else { order };
            let body =
                json!({ "transactionId": claimed, "amountXof": amount, "paidOn": self.now().date_naive().to_string() });
            let answer = self.books.payer.post(&format!("fee-orders/{}/claims", order.owed.order), &body).await;
            allow(&answer, &[201, 409]);
        }
    }
}

/// What operators do to us.
impl Play {
    /// Callbacks that no operator sent, saying that a session is paid. On channels that are signed they are refused; on the others they are
    /// kept, and the operator is asked.
    async fn forge(&mut self) {
        let Some(number) = self.session_in(&[PayState::Waiting, PayState::Refused, PayState::Expired]) else { return };
        let session = self.truth.sessions[number].clone();
        let mut payment = self.payment_of(&session);
        payment.state = PayState::Paid;
        payment.transaction_id = Some(self.truth.transaction('F'));
        payment.behaviour = Behaviour { bad_sig: true, ..Behaviour::default() };
        let anyone = self.books.app.anyone();
        let post = |verb: reqwest::Method, slug: &str| {
            anyone.request(verb, &format!("/payment-callbacks/{}/{slug}", session.operator.word()))
        };
        let (put, posted) = (reqwest::Method::PUT, reqwest::Method::POST);
        let (request, allowed): (_, &[u16]) = match session.operator {
            Which::OrangeMoney => {
                (post(posted, simulated::ORANGE_SLUG).body(orange_event(&payment).to_string()), &[200])
            }
            Which::MtnMomo => (post(put, simulated::MTN_SLUG).body(mtn_event(&payment, None).to_string()), &[200]),
            Which::Gsma => {
                let slug = format!("{}?attempt={}", simulated::GSMA_SLUG, session.reference);
                (post(put, &slug).body(gsma_event(&payment).to_string()), &[204])
            }
            Which::Wave => {
                let body = wave_event(&payment, "EV_forged").to_string();
                let signature = sign_wave("guess", self.now().timestamp(), body.as_bytes());
                (post(posted, simulated::WAVE_SLUG).header("wave-signature", signature).body(body), &[401])
            }
            Which::PayDunya => (post(posted, simulated::PAY_DUNYA_SLUG).body(pay_dunya_event(&payment)), &[401]),
            Which::CinetPay => {
                let (form, token) = cinet_pay_event(&payment);
                (post(posted, simulated::CINET_PAY_SLUG).header("x-token", token).body(form), &[401])
            }
        };
        allow(&anyone.send(request).await, allowed);
    }

    /// An operator repeats itself, days later perhaps.
    async fn call_again(&mut self) {
        let Some(session) = self.chance.pick(&self.truth.sessions).cloned() else { return };
        self.books.operators.call_again(&session.reference).await;
    }

    /// An operator has a bad time from now on, or a good one again. Its open sessions have it too.
    fn weather_changes(&mut self) {
        let operator = *self.chance.pick(&Which::ALL).unwrap();
        let good = Behaviour::default();
        let failure = match operator {
            Which::OrangeMoney => "FAILED",
            Which::Wave => "expired/cancelled",
            Which::PayDunya => "failed",
            Which::MtnMomo => "FAILED/APPROVAL_REJECTED",
            Which::Gsma => "failed/requestDeclined",
            Which::CinetPay => "627/REFUSED",
        };
        let behaviour = match self.chance.below(48) {
            0..3 => Behaviour { drop_callback: true, ..good },
            3..5 => Behaviour { dup_callback: 3, ..good },
            5..8 => Behaviour { wrong_amount: Some(self.chance.between(1, 3_000)), ..good },
            8 | 9 => Behaviour { wrong_currency: Some("EUR".to_owned()), ..good },
            10 | 11 => Behaviour { drop_callback: true, bad_sig: true, ..good },
            12 | 13 => Behaviour { http_error: Some(503), query_http_error: Some(503), ..good },
            14 | 15 => Behaviour { http_error: Some(400), ..good },
            16..19 => Behaviour { query_http_error: Some(500), ..good },
            19 => Behaviour { hang: true, ..good },
            20 => Behaviour { query_hang: true, ..good },
            21..24 => Behaviour { cut_body: true, ..good },
            24..27 => Behaviour { html: true, ..good },
            27..30 => Behaviour { status_sequence: vec![failure.to_owned()], ..good },
            30 | 31 => Behaviour { callback_before_create: true, ..good },
            32 => Behaviour { drop_callback: true, skew_s: 400, ..good },
            _ => good,
        };
        self.books.operators.behave(operator, behaviour.clone());
        self.weather.insert(operator, behaviour);
    }

    /// The operator takes a movement back by itself, sometimes only half of it.
    fn operator_takes_back(&mut self) {
        let taken_back = &self.truth.taken_back;
        let is_there = |one: &&Movement| one.kind == PAID && !taken_back.contains(&one.transaction);
        let payments: Vec<Movement> = self.truth.movements.iter().filter(is_there).cloned().collect();
        let Some(payment) = self.chance.pick(&payments).cloned() else { return };
        let amount = if self.chance.one_in(6) { payment.amount / 2 } else { payment.amount };
        let kind = *self.chance.pick(&[REVERSED, SENT_BACK]).unwrap();
        self.truth.taken_back.insert(payment.transaction.clone());
        self.truth.movements.push(Movement { at: self.now(), kind, amount: -amount, fee: 0, ..payment });
    }

    /// Money that comes twice or from nobody, and money that leaves.
    fn operator_does_something(&mut self) {
        let at = self.now();
        let paid: Vec<Movement> = self.truth.movements.iter().filter(|one| one.kind == PAID).cloned().collect();
        let Some(like) = self.chance.pick(&paid).cloned() else { return };
        let held = self.truth.balances()[like.operator];
        let (transaction, fee) = (self.truth.transaction('D'), 0);
        let without = Movement { at, fee, transaction, reference: String::new(), ..like.clone() };
        self.truth.movements.push(match self.chance.below(4) {
            0 => Movement { reference: like.reference, ..without },
            1 if held > 0 => Movement { kind: SWEPT, amount: -held / 2 - 1, ..without },
            2 if held > 0 => Movement { kind: OUT, amount: -5, ..without },
            _ => without,
        });
    }

    async fn time_passes(&mut self) {
        let by = match self.chance.below(12) {
            0..6 => TimeDelta::seconds(self.chance.between(5, 90)),
            6..9 => TimeDelta::minutes(self.chance.between(5, 40)),
            9 | 10 => TimeDelta::hours(self.chance.between(1, 6)),
            _ => TimeDelta::days(self.chance.between(1, 3)),
        };
        self.books.app.advance(by);
        self.work().await;
    }
}

/// What the agency's people do.
impl Play {
    fn anybody(&mut self) -> Caller {
        let books = &self.books;
        (*self.chance.pick(&[&books.treasurer, &books.second, &books.director]).unwrap()).clone()
    }

    async fn refund(&mut self) {
        if self.chance.one_in(4) {
            return if self.chance.one_in(2) {
                self.ask_for_money_put_aside().await
            } else {
                self.ask_for_a_refund().await
            };
        }
        let open = self.books.treasurer.get("refunds?open=true&limit=100").await.expect(200);
        let Some(refund) = self.chance.pick(open["items"].as_array().unwrap()).cloned() else { return };
        let path = format!("refunds/{}", refund["id"].as_str().unwrap());
        match refund["status"].as_str().unwrap() {
            "due" => {
                let person = if self.chance.one_in(2) { &self.books.treasurer } else { &self.books.second };
                person.post(&format!("{path}/request"), &json!({ "note": "trop perçu" })).await.expect(200);
                self.asked_by.insert(path, person.id());
            }
            "asked" if self.chance.one_in(6) => {
                let reason = json!({ "reason": "non" });
                self.books.director.post(&format!("{path}/refusal"), &reason).await.expect(200);
            }
            "asked" => {
                let person = self.anybody();
                let answer = person.post(&format!("{path}/approval"), &json!({})).await;
                let is_approved = allow(&answer, &[200, 409]);
                assert!(!is_approved || self.asked_by[&path] != person.id(), "nobody decides alone: {}", answer.url);
            }
            _ => self.carry_out(&refund, &path).await,
        }
    }

    async fn ask_for_a_refund(&mut self) {
        // An operator that lies about an amount is heard out before money goes back.
        let is_wrong = |id: &Id| {
            self.truth.sessions.iter().any(|one| one.attempt == id.0 && one.paid.is_some() && !one.is_right())
        };
        let has_money = |one: &Attempt| match one.status {
            AttemptStatus::Succeeded => true,
            AttemptStatus::IntegrityFailure => is_wrong(&one.id),
            _ => false,
        };
        let paid: Vec<Attempt> = self.attempts().into_iter().filter(has_money).collect();
        let Some(attempt) = self.chance.pick(&paid).cloned() else { return };
        let mut body = json!({ "attemptId": attempt.id.0, "note": "à rendre" });
        if self.chance.one_in(3) {
            body["amountXof"] = json!(self.chance.between(1, attempt.amount_xof + 5));
        }
        let answer = self.books.treasurer.post("refunds", &body).await;
        if allow(&answer, &[201, 409]) {
            let path = format!("refunds/{}", answer.json()["id"].as_str().unwrap());
            self.asked_by.insert(path, self.books.treasurer.id());
        }
    }

    /// Money that is nobody's, or more or less than was asked, may go back as well.
    async fn ask_for_money_put_aside(&mut self) {
        let waiting = self.books.treasurer.get("treasury/set-aside").await.expect(200);
        let Some(aside) = self.chance.pick(waiting["items"].as_array().unwrap()).cloned() else { return };
        let mut body = json!({ "lineId": aside["line"]["id"], "note": "à rendre" });
        if self.chance.one_in(3) {
            body["amountXof"] = json!(self.chance.between(1, aside["leftXof"].as_i64().unwrap() + 5));
        }
        let answer = self.books.treasurer.post("refunds", &body).await;
        if allow(&answer, &[201, 409]) {
            let path = format!("refunds/{}", answer.json()["id"].as_str().unwrap());
            self.asked_by.insert(path, self.books.treasurer.id());
        }
    }

    /// Sends what a line told back by hand; the operator's statement calls it a refund or something else.
    async fn carry_out_by_hand(&mut self, refund: &Value, path: &str) {
        self.books.treasurer.post(&format!("{path}/execution"), &json!({})).await.problem(409, "refund_by_hand");
        let number = self.truth.transaction('H');
        let by_hand = json!({ "operatorReference": number });
        self.books.second.post(&format!("{path}/execution"), &by_hand).await.expect(200);
        self.truth.movements.push(Movement {
            operator: account(refund["operator"].as_str().unwrap()),
            at: self.now(),
            transaction: number,
            kind: if self.chance.one_in(2) { SENT_BACK } else { OUT },
            amount: -refund["amountXof"].as_i64().unwrap(),
            fee: 0,
            reference: String::new(),
        });
    }

    /// Sends approved money back, through the operator or by hand.
    async fn carry_out(&mut self, refund: &Value, path: &str) {
        if refund["lineId"].is_string() {
            return self.carry_out_by_hand(refund, path).await;
        }
        let id: Uuid = refund["attemptId"].as_str().unwrap().parse().unwrap();
        let attempt: Attempt = payment_attempts::table.find(Id(id)).first(&mut self.books.app.connect()).unwrap();
        let was_sent = refund["status"] == "sent";
        if !was_sent && self.chance.one_in(2) {
            let answer = self.books.treasurer.post(&format!("{path}/execution"), &json!({})).await;
            allow(&answer, &[200, 409]);
            return self.note_refund_by_operator(&attempt);
        }
        let number = self.truth.transaction('H');
        let by_hand = json!({ "operatorReference": number });
        let answer = self.books.second.post(&format!("{path}/execution"), &by_hand).await;
        if !allow(&answer, &[200, 409]) || was_sent {
            return;
        }
        let amount = refund["amountXof"].as_i64().unwrap();
        match attempt.operator.as_str() {
            "cash_desk" => self.truth.cash -= amount,
            operator => self.truth.movements.push(Movement {
                operator: account(operator),
                at: self.now(),
                transaction: number,
                kind: SENT_BACK,
                amount: -amount,
                fee: 0,
                reference: attempt.reference,
            }),
        }
    }

    /// Notes what Wave sent back when it was told to, whether or not its answer arrived.
    fn note_refund_by_operator(&mut self, attempt: &Attempt) {
        let Some(payment) = self.books.operators.payment(&attempt.reference).filter(|one| one.refunded) else { return };
        let transaction = format!("{}R", payment.transaction_id.unwrap_or_default());
        if self.truth.movements.iter().any(|one| one.transaction == transaction) {
            return;
        }
        self.truth.movements.push(Movement {
            operator: Which::Wave.word(),
            at: self.now(),
            transaction,
            kind: SENT_BACK,
            amount: -payment.amount,
            fee: 0,
            reference: attempt.reference.clone(),
        });
    }

    async fn decide_a_claim(&mut self) {
        let waiting = self.books.treasurer.get("payment-claims?status=pending&limit=100").await.expect(200);
        let Some(claim) = self.chance.pick(waiting["items"].as_array().unwrap()).cloned() else { return };
        let path = format!("payment-claims/{}", claim["id"].as_str().unwrap());
        let person = self.anybody();
        if self.chance.one_in(4) {
            person.post(&format!("{path}/refusal"), &json!({ "reason": "non" })).await.expect(200);
        } else {
            allow(&person.post(&format!("{path}/approval"), &json!({})).await, &[200, 409]);
        }
    }

    /// A statement of some days arrives, cut off perhaps, or Wave is asked for one.
    async fn import(&mut self) {
        let Some(operator) = self.chance.pick(&self.truth.accounts()).copied() else { return };
        let today = self.now().date_naive();
        let back = *self.chance.pick(&[0, 0, 1, 7, 400]).unwrap();
        let day = today - TimeDelta::days(back);
        let is_honest = |weather: &Behaviour| weather.wrong_amount.is_none() && weather.wrong_currency.is_none();
        if operator == "wave" && self.weather.get(&Which::Wave).is_none_or(is_honest) && self.chance.one_in(3) {
            return self.ask_wave(day).await;
        }
        let rows: Vec<Movement> = self.truth.of_days(operator, (day, today)).into_iter().cloned().collect();
        let length = if self.chance.one_in(4) { self.chance.below(rows.len() as u64) } else { rows.len() as u64 };
        let rows: Vec<&Movement> = rows.iter().take(usize::try_from(length).unwrap()).collect();
        if !rows.is_empty() {
            self.bring_in(operator, &rows).await;
            if self.chance.one_in(4) {
                self.bring_in(operator, &rows).await;
            }
        }
    }

    /// Imports a statement, and what is known of it already stays as it is.
    async fn bring_in(&self, operator: &str, rows: &[&Movement]) {
        let by = &self.books.treasurer;
        let part = reqwest::multipart::Part::bytes(statement(rows)).file_name("releve.csv");
        let form = reqwest::multipart::Form::new().part("file", part).text("operator", operator.to_owned());
        let read = by.send(by.request(reqwest::Method::POST, "statements").multipart(form)).await.expect(201);
        assert_eq!((&read["faults"], read["lineCount"].as_u64()), (&json!([]), Some(rows.len() as u64)), "{read}");
        let imported =
            by.post(&format!("statements/{}/import", read["id"].as_str().unwrap()), &json!({})).await.expect(200);
        assert_eq!(imported["status"], "imported", "{imported}");
        let (new, known) = (imported["newCount"].as_u64().unwrap(), read["knownCount"].as_u64().unwrap());
        let expected =
            if read["status"] == "read" { rows.len() as u64 - known } else { read["newCount"].as_u64().unwrap() };
        assert_eq!(new, expected, "a movement that was told before is told once: {imported}");
    }

    async fn ask_wave(&self, day: NaiveDate) {
        let body = json!({ "operator": "wave", "day": day.to_string() });
        let read = self.books.treasurer.post("statement-requests", &body).await;
        if allow(&read, &[201, 409]) {
            assert_eq!(read.json()["faults"], json!([]), "{}", read.text());
            let path = format!("statements/{}/import", read.json()["id"].as_str().unwrap());
            self.books.second.post(&path, &json!({})).await.expect(200);
        }
    }

    async fn queue(&self) -> Vec<Value> {
        let page = self.books.treasurer.get("reconciliation/discrepancies?status=open&limit=100").await.expect(200);
        page["items"].as_array().unwrap().clone()
    }

    async fn work_off_something(&mut self) {
        let Some(case) = self.chance.pick(&self.queue().await).cloned() else { return };
        let Some(action) = self.chance.pick(case["actions"].as_array().unwrap()).cloned() else { return };
        let person = self.anybody();
        self.resolve(&person, &case, action.as_str().unwrap()).await;
    }

    async fn resolve(&mut self, by: &Caller, case: &Value, action: &str) -> bool {
        let mut body = json!({ "action": action });
        match action {
            "explained" => body["reason"] = json!("vu avec l'opérateur"),
            "proposal_accepted" => {
                let proposals = case["proposals"].as_array().unwrap();
                body["attemptId"] = self.chance.pick(proposals).unwrap()["attemptId"].clone();
            }
            _ => {}
        }
        let path = format!("reconciliation/discrepancies/{}/resolution", case["id"].as_str().unwrap());
        allow(&by.post(&path, &body).await, &[200, 409])
    }

    async fn close_a_day(&mut self) {
        let Some(operator) = self.chance.pick(&self.truth.accounts()).copied() else { return };
        let day = self.now().date_naive() - TimeDelta::days(self.chance.between(0, 4));
        self.close(operator, day).await;
    }

    async fn close(&self, operator: &str, day: NaiveDate) -> Answer {
        let answer = self.books.treasurer.post(&format!("treasury/days/{operator}/{day}/closing"), &json!({})).await;
        allow(&answer, &[200, 409]);
        answer
    }
}

/// The account's name in the model.
fn account(operator: &str) -> &'static str {
    Which::ALL.iter().map(|which| which.word()).find(|word| *word == operator).unwrap_or(MERCHANT_CODE)
}

/// The end: everybody behaves, and everything is told.
impl Play {
    async fn come_to_an_end(&mut self) {
        for operator in Which::ALL {
            self.books.operators.behave(operator, Behaviour::default());
        }
        self.weather.clear();
        // Longer than any operator is left alone; then every payer asks once more.
        self.books.app.advance(TimeDelta::minutes(11));
        for session in &self.truth.sessions {
            let path = format!("payment-attempts/{}/recheck", session.attempt);
            self.books.payer.post(&path, &json!({})).await.expect(202);
        }
        self.work().await;
        for days in [1, 2, 4] {
            self.books.app.advance(TimeDelta::days(days));
            self.work().await;
        }
        self.find_swallowed_suspense();
        let today = self.now().date_naive();
        for operator in self.truth.accounts() {
            let rows = self.truth.of_days(operator, (NaiveDate::MIN, today));
            self.bring_in(operator, &rows).await;
        }
        self.work().await;
        self.books.app.advance(TimeDelta::days(1));
        self.work().await;
        // Every day is held against the books once more, then the queue is worked off, then the days can be closed.
        let days = proof::days_with_movements(&self.books);
        for (operator, day) in &days {
            self.close(operator, *day).await;
        }
        while let Some(case) = self.queue().await.first().cloned() {
            self.resolve_sensibly(&case).await;
        }
        for (operator, day) in &days {
            let answer = self.close(operator, *day).await;
            let is_closed = answer.status == 200 || answer.json()["code"] == "day_closed";
            if !is_closed {
                panic!(
                    "{operator} {day} does not close: {}\n{}",
                    answer.text(),
                    self.differences(operator, *day).await
                );
            }
        }
        self.work().await;
    }

    /// A movement that waits in suspense and that no statement has told is told in the end.
    fn find_swallowed_suspense(&mut self) {
        for attempt in self.attempts().iter().filter(|one| one.status == AttemptStatus::IntegrityFailure) {
            let is_it = |one: &Session| one.attempt == attempt.id.0 && one.is_swallowed;
            if let Some(number) = self.truth.sessions.iter().position(is_it) {
                let session = &mut self.truth.sessions[number];
                (session.is_swallowed, session.paid) = (false, None);
                self.note_payment(number);
            }
        }
    }

    /// What keeps a day from being closed.
    async fn differences(&self, operator: &str, day: NaiveDate) -> String {
        let kept = proof::Kept::of(self);
        let shown = self.books.treasurer.get(&format!("treasury/days/{operator}/{day}")).await.expect(200);
        let differences = shown["differences"].as_array().unwrap().iter();
        let stories = differences.map(|one| {
            let subject = one["ours"]["attemptId"].as_str().or(one["lines"][0]["id"].as_str()).map(str::parse::<Uuid>);
            let story = subject.and_then(Result::ok).map(|subject| kept.story(subject)).unwrap_or_default();
            format!("{} {}\n{story}", one["amountXof"], one["standing"])
        });
        stories.collect::<Vec<_>>().join("\n\n")
    }

    async fn resolve_sensibly(&mut self, case: &Value) {
        let offered = case["actions"].as_array().unwrap();
        let director = self.books.director.clone();
        for action in
            ["surplus_set_aside", "corrected", "settled", "fee_accepted", "adopted", "to_suspense", "explained"]
        {
            if offered.contains(&json!(action)) && self.resolve(&director, case, action).await {
                return;
            }
        }
        panic!("nobody can do anything about {case}");
    }
}
