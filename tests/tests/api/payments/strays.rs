//! What the treasurer sees of callbacks that fit nothing: the list of them, warnings, and how long what they said is kept.

use boyoro::housekeeping;
use boyoro::origin::event::RecordKind;
use boyoro::store::events;
use boyoro_tests::simulator::pay_dunya_event;

use super::*;

/// Every time a callback without payment is looked at again has passed.
const GIVEN_UP: [i64; 4] = [1, 5, 30, 360];

impl Till {
    /// Lets callbacks that wait for their payment be given up.
    async fn give_up(&self) {
        for minutes in GIVEN_UP {
            self.after(minutes * 60 + 1).await;
        }
    }

    async fn post_orange(&self, token: &str) {
        let body = json!({ "status": "SUCCESS", "notif_token": token, "txnid": "MP261116.0901.A00009" }).to_string();
        assert_eq!(self.post("orange_money", simulated::ORANGE_SLUG, body.as_bytes(), None).await.status, 200);
    }

    /// Money at a till of the agency, without any session of ours.
    async fn post_at_till(&self, number: u32) {
        let data = json!({ "id": format!("T_TILL{number}"), "amount": "500", "currency": "XOF", "sender_mobile": "+22370123456" });
        let event = json!({ "id": format!("EV_till{number}"), "type": "merchant.payment_received", "data": data });
        assert_eq!(self.post_wave(&event, 0).await.status, 200);
    }

    /// Says of a payment that nobody made that it was made.
    async fn post_lie(&self, reference: &str, id: &str) {
        let mut event = wave_event(&self.operators.payment(reference).unwrap(), id);
        event["type"] = json!("checkout.session.completed");
        event["data"]["checkout_status"] = json!("complete");
        event["data"]["payment_status"] = json!("succeeded");
        event["data"]["transaction_id"] = json!("T_lie");
        assert_eq!(self.post_wave(&event, 0).await.status, 200);
    }

    /// How many bodies are still there, and how many are gone with their digests left.
    fn bodies(&self) -> (usize, usize) {
        let rows = payment_inbox::table.select((payment_inbox::body, payment_inbox::body_sha256));
        let rows: Vec<(Vec<u8>, String)> = rows.load(&mut self.app.connect()).unwrap();
        assert!(rows.iter().all(|(_, digest)| digest.len() == 64));
        let gone = rows.iter().filter(|(body, _)| body.is_empty()).count();
        (rows.len() - gone, gone)
    }
}

/// A till that may ask Wave once a second.
struct Patient(Till);

impl OnEngine for Patient {
    async fn on(engine: Engine) -> Self {
        let slow = |profiles: &mut Profiles| profiles.wave.as_mut().unwrap().account.questions_a_second = 1;
        Self(Till::with(engine, slow).await)
    }
}

async fn waiting(by: &Caller, query: &str) -> Vec<Value> {
    by.get(&format!("unmatched-callbacks{query}")).await.expect(200)["items"].as_array().unwrap().clone()
}

async fn alerts(by: &Caller) -> Vec<(String, String, i64)> {
    let today = by.get("treasury/today").await.expect(200);
    let word = |alert: &Value, name: &str| alert[name].as_str().unwrap().to_owned();
    let all = today["alerts"].as_array().unwrap();
    all.iter().map(|one| (word(one, "kind"), word(one, "operator"), one["figure"].as_i64().unwrap())).collect()
}

fn alert(kind: &str, operator: &str, figure: i64) -> (String, String, i64) {
    (kind.to_owned(), operator.to_owned(), figure)
}

both_engines! {
    async fn what_belongs_to_no_payment_waits_for_a_person(till: Till) {
        let treasurer = till.app.treasurer().await;
        let (_, reference) = till.start(Which::Wave).await;
        till.post_orange("nobody's").await;
        till.app.advance(TimeDelta::seconds(1));
        till.post_lie(&reference, "EV_lie").await;
        till.work().await;
        assert!(waiting(&treasurer, "").await.is_empty(), "its payment may still become known, or be borne out");
        till.give_up().await;
        till.app.advance(TimeDelta::days(1));
        till.post_at_till(1).await;

        let all = waiting(&treasurer, "").await;
        let told = |one: &Value| (one["operator"].clone(), one["cause"].clone(), one["saysPaid"].clone(), one["transactionId"].clone());
        assert_eq!(all.iter().map(told).collect::<Vec<_>>(), [
            (json!("wave"), json!("no_session"), json!(true), json!("T_TILL1")),
            (json!("wave"), json!("not_borne_out"), json!(true), json!("T_lie")),
            (json!("orange_money"), json!("unknown_payment"), json!(true), json!("MP261116.0901.A00009")),
        ]);
        assert_eq!((&all[0]["amountXof"], &all[0]["currency"], all[0].get("payment")), (&json!(500), &json!("XOF"), None));
        assert_eq!((&all[1]["payment"]["reference"], &all[1]["reference"]), (&json!(reference), &json!(reference)));
        assert_eq!(all.iter().map(|one| one["trust"].as_str().unwrap()).collect::<Vec<_>>(), ["signed", "signed", "unsigned"]);
        assert!(!json!(all).to_string().contains("70123456"), "nobody's number: {all:?}");

        // Narrowed, and a page at a time.
        assert_eq!(waiting(&treasurer, "?operator=orange_money").await, [all[2].clone()]);
        assert_eq!(waiting(&treasurer, "?day=2026-11-17&operator=wave").await, [all[0].clone()]);
        assert_eq!(waiting(&treasurer, "?day=2026-11-16").await, all[1..]);
        let mut cursor = String::new();
        let mut paged = Vec::new();
        while paged.len() < 4 {
            let page = treasurer.get(&format!("unmatched-callbacks?limit=1{cursor}")).await.expect(200);
            paged.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, all);
        assert!(waiting(&treasurer, &format!("?cursor={}", till.order)).await.is_empty(), "not the place of any callback");
        treasurer.get("unmatched-callbacks?day=soon").await.problem(400, "malformed");
    }

    async fn a_person_looks_into_a_callback_once(till: Till) {
        let (treasurer, director) = (till.app.treasurer().await, till.app.director().await);
        let waits = || async { treasurer.get("treasury/today").await.expect(200)["callbacks"].as_i64().unwrap() };
        till.post_at_till(1).await;
        till.post_at_till(2).await;
        assert_eq!(waits().await, 2);
        let id = waiting(&treasurer, "").await[0]["id"].as_str().unwrap().to_owned();
        let path = format!("unmatched-callbacks/{id}/review");
        treasurer.post(&path, &json!({ "reason": " " })).await.problem(422, "invalid");
        let reason = json!({ "reason": "Guichet de la foire, confirmé par Wave" });
        let reviewed = treasurer.post(&path, &reason).await.expect(200);
        assert_eq!((&reviewed["reviewReason"], &reviewed["reviewedBy"]), (&reason["reason"], &json!("Awa treasurer")));
        assert_eq!((waits().await, waiting(&treasurer, "").await.len()), (1, 1));
        assert_eq!(waiting(&director, "?reviewed=true").await, [reviewed]);
        director.post(&path, &reason).await.problem(409, "not_in_this_state");
        treasurer.post(&format!("unmatched-callbacks/{}/review", till.order), &reason).await.problem(404, "not_found");
        let told = events::of_record(&mut till.app.connect(), RecordKind::Callback, &id).unwrap();
        let told: Vec<_> = told.iter().map(|(event, ..)| (event.action.as_str(), event.reason.as_deref())).collect();
        assert_eq!(told, [("review", reason["reason"].as_str())]);
        // What is looked into still is what was kept: a replay brings nothing back.
        till.post_at_till(1).await;
        till.post_at_till(2).await;
        assert_eq!(waits().await, 1);
    }

    async fn a_payment_that_becomes_known_takes_its_callback_back_from_the_list(till: Till) {
        let treasurer = till.app.treasurer().await;
        // The session's answer takes longer than every try: the callback's token is known only then.
        till.operators.behave(Which::OrangeMoney, Behaviour { callback_before_create: true, delay_create_ms: 200, ..Behaviour::default() });
        let key = boyoro::token::random_text();
        let (answer, ()) = tokio::join!(till.try_start(Which::OrangeMoney, &key), async {
            eventually("the callback", || async { (!till.inbox().is_empty()).then_some(()) }).await;
            let unmatched = diesel::update(payment_inbox::table)
                .set((payment_inbox::state.eq("unmatched"), payment_inbox::reviewed_at.eq(Some(At(till.app.now())))));
            let change = unmatched.execute(&mut till.app.connect());
            assert_eq!(change.unwrap(), 1);
        });
        answer.expect(201);
        till.work().await;
        assert_eq!((till.inbox(), till.order_status().await), (vec!["done".to_owned()], "paid".to_owned()));
        assert!(waiting(&treasurer, "").await.is_empty() && waiting(&treasurer, "?reviewed=true").await.is_empty());
    }

    async fn what_needs_no_question_does_not_wait_behind_what_does(till: Patient) {
        let Patient(till) = till;
        let (_, reference) = till.start(Which::Wave).await;
        for number in 0..70 {
            till.post_lie(&reference, &format!("EV_lie{number}")).await;
        }
        let event = json!({ "id": "EV_stray", "type": "checkout.session.completed", "data": { "client_reference": "nobody's" } });
        assert_eq!(till.post_wave(&event, 0).await.status, 200);
        let tries = || {
            let stray = payment_inbox::table.filter(payment_inbox::dedupe_key.eq("EV_stray")).select(payment_inbox::tries);
            stray.first::<i64>(&mut till.app.connect()).unwrap()
        };
        assert_eq!(tries(), 1);
        // Nearly seventy are to be asked about, one a second, and the clock stands still.
        till.app.advance(TimeDelta::seconds(61));
        till.app.app.payments.turn(Operator::Wave).await.unwrap();
        eventually("the callback that belongs to nobody", || async { (tries() == 2).then_some(()) }).await;
        let due = payment_inbox::table.filter(payment_inbox::next_try_at.le(Some(At(till.app.now())))).count();
        assert!(due.get_result::<i64>(&mut till.app.connect()).unwrap() > 64);
    }

    async fn a_flood_of_strangers_hides_nobody(till: Till) {
        let treasurer = till.app.treasurer().await;
        till.post_at_till(1).await;
        till.app.advance(TimeDelta::seconds(1));
        let stamp = till.app.app.clock.stamp();
        till.app.app.db.write(move |conn| {
            let mut ids = stamp.ids();
            for _ in 0..1_100 {
                let id = ids.make();
                diesel::insert_into(payment_inbox::table)
                    .values((
                        (payment_inbox::id.eq(Id(id)), payment_inbox::operator.eq("orange_money"),
                            payment_inbox::dedupe_key.eq(id.to_string()), payment_inbox::received_at.eq(At(stamp.now)),
                            payment_inbox::trust.eq("unsigned"), payment_inbox::match_kind.eq("token"),
                            payment_inbox::match_value.eq(id.to_string())),
                        (payment_inbox::body.eq(&b"x"[..]), payment_inbox::body_sha256.eq("0".repeat(64)),
                            payment_inbox::state.eq("unmatched"), payment_inbox::tries.eq(5), payment_inbox::done_at.eq(Some(At(stamp.now)))),
                    ))
                    .execute(conn)?;
            }
            Ok::<_, StoreError>(())
        }).await.unwrap();
        assert_eq!(treasurer.get("treasury/today").await.expect(200)["callbacks"], 1_001);
        let first = treasurer.get("unmatched-callbacks?limit=100").await.expect(200);
        assert!(first["items"].as_array().unwrap().iter().all(|one| one["operator"] == "orange_money"));
        assert_eq!(waiting(&treasurer, "?operator=wave").await[0]["transactionId"], "T_TILL1");
        assert_eq!(alerts(&treasurer).await, [alert("unknown_payments", "orange_money", 1_000)]);
    }

    async fn callbacks_that_name_no_payment_are_told_when_they_are_many(till: Till) {
        let treasurer = till.app.treasurer().await;
        // Wave does not bear out what is said of our own payment: its callbacks wait, and are no stranger's.
        let (_, reference) = till.start(Which::Wave).await;
        for number in 0..10 {
            till.post_lie(&reference, &format!("EV_lie{number}")).await;
        }
        for number in 0..9 {
            till.post_orange(&format!("nobody's {number}")).await;
        }
        till.work().await;
        assert!(alerts(&treasurer).await.is_empty());
        till.post_orange("nobody's either").await;
        assert_eq!(alerts(&treasurer).await, [alert("unknown_payments", "orange_money", 10)]);
        let text = boyoro::metrics::exposition(&till.app.app).await;
        assert!(text.contains("boyoro_callbacks_unknown_last_hour{operator=\"orange_money\"} 10\n"), "{text}");
        till.after(3_601).await;
        assert!(alerts(&treasurer).await.is_empty(), "an hour later it is over");
    }

    async fn a_clock_that_is_off_is_told(till: Till) {
        let treasurer = till.app.treasurer().await;
        let event = |number: i64| json!({ "id": format!("EV_{number}"), "type": "test.test_event", "data": {} });
        for (number, ahead) in [(1, 90), (2, 0), (3, 90)] {
            assert!(alerts(&treasurer).await.is_empty());
            assert_eq!(till.post_wave(&event(number), ahead).await.status, 200);
        }
        assert_eq!(alerts(&treasurer).await, [alert("clock_skew", "wave", 90)]);
        for number in 4..7 {
            assert_eq!(till.post_wave(&event(number), 2).await.status, 200);
        }
        assert!(alerts(&treasurer).await.is_empty(), "put right");
        let text = boyoro::metrics::exposition(&till.app.app).await;
        assert!(text.contains("boyoro_callback_clock_skew_seconds{operator=\"wave\"} 2\n"), "{text}");
    }

    async fn each_kind_of_refused_callback_is_told_for_an_hour(till: Till) {
        let treasurer = till.app.treasurer().await;
        let event = json!({ "id": "EV_b", "type": "checkout.session.completed", "data": { "client_reference": "nobody's" } });
        let body = event.to_string();
        for _ in 0..2 {
            let signature = sign_wave("wave_ml_WHS_of_another_account", till.app.now().timestamp(), body.as_bytes());
            till.post("wave", simulated::WAVE_SLUG, body.as_bytes(), Some(signature)).await.problem(401, "signature_refused");
        }
        till.post_wave(&event, -400).await.problem(401, "signature_refused");
        till.post("orange_money", simulated::ORANGE_SLUG, b"{", None).await.problem(400, "malformed");
        till.operators.behave(Which::PayDunya, Behaviour { bad_sig: true, ..Behaviour::default() });
        let (_, reference) = till.start(Which::PayDunya).await;
        let forged = pay_dunya_event(&till.operators.payment(&reference).unwrap());
        till.send(("POST", Which::PayDunya, simulated::PAY_DUNYA_SLUG), None, forged).await.problem(401, "signature_refused");
        // At an address that is none anybody may knock.
        till.post("wave", "guess", body.as_bytes(), None).await.problem(404, "not_found");
        assert_eq!(alerts(&treasurer).await, [
            alert("forged", "wave", 2),
            alert("forged", "pay_dunya", 1),
            alert("untimely", "wave", 1),
            alert("unreadable", "orange_money", 1),
        ]);
        till.app.advance(TimeDelta::seconds(3_601));
        assert!(alerts(&treasurer).await.is_empty());
    }

    async fn what_a_callback_said_is_forgotten_after_ninety_days(till: Till) {
        let (_, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.post_at_till(1).await;
        till.work().await;
        till.post_orange("nobody's").await;
        till.app.advance(TimeDelta::days(89));
        // One that still waits is not closed, however old it is.
        till.app.advance(TimeDelta::hours(23));
        housekeeping::turn(&till.app.app).await.unwrap();
        assert_eq!(till.bodies(), (3, 0));
        till.app.advance(TimeDelta::hours(2));
        housekeeping::turn(&till.app.app).await.unwrap();
        assert_eq!(till.bodies(), (1, 2));
        // What it was is known still, so that it is neither taken for new nor lost from the list.
        till.post_at_till(1).await;
        assert_eq!(till.bodies(), (1, 2));
        assert_eq!(waiting(&till.app.treasurer().await, "").await[0]["transactionId"], "T_TILL1");
        assert_eq!(till.order_status().await, "paid");
    }
}
