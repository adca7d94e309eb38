//! The failures a receiver of payments must survive: one test for each, by number, on every operator where it makes a difference.

use boyoro::operators::profile::CallbackSecret;
use boyoro::operators::secrets::Secret;
use boyoro::store::payments::{self as rows, Attempt};
use boyoro_tests::simulator::{cinet_pay_event, gsma_event, mtn_event, orange_event, pay_dunya_event};
use futures_util::{StreamExt as _, stream};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

/// Callbacks of a burst.
const BURST: i64 = 2_000;

/// A till whose accounts are in the middle of a change of secrets.
struct Rotating(Till);

impl OnEngine for Rotating {
    async fn on(engine: Engine) -> Self {
        let till = Till::with(engine, |profiles| {
            let wave = profiles.wave.as_mut().unwrap();
            wave.callback_secrets.insert(0, CallbackSecret::Signing(Secret::new("wave_ml_WHS_next")));
            let cinet_pay = profiles.cinet_pay.as_mut().unwrap();
            cinet_pay.secret_keys.insert(0, Secret::new("next"));
        });
        Self(till.await)
    }
}

both_engines! {
    async fn case_01_duplicate(till: Till) {
        let mut till = till;
        till.all_behave(&Behaviour { dup_callback: 4, ..Behaviour::default() });
        for operator in Which::ALL {
            another_order(&mut till).await;
            let (id, reference) = till.start(operator).await;
            till.operators.pay(&reference, Outcome::Confirm).await;
            till.work().await;
            assert_eq!(till.status(id).await, "succeeded", "{operator:?}");
            assert_eq!(till.operators.calls(&format!("{}.callback", operator.word())), 5);
        }
        assert_eq!(till.inbox().len(), Which::ALL.len(), "one event each");
        assert_eq!(till.revenue(), FEE * 6);
        // A few events again and again at once and in changing order, from an operator that lost its patience.
        let events = ["EV_one", "EV_two", "EV_three", "EV_four"].map(
            |id| json!({ "id": id, "type": "checkout.session.completed", "data": { "client_reference": "nobody's" } }),
        );
        let order = (0..120).map(|number: usize| (number * (1 + number / 40)) % events.len());
        let answers = join_all(order.map(|number| till.post_wave(&events[number], 0))).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        assert_eq!(till.inbox().len(), Which::ALL.len() + events.len());
    }

    async fn case_02_replay(till: Till) {
        let (_, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        let body = orange_event(&till.operators.payment(&reference).unwrap()).to_string();
        for _ in 0..3 {
            assert_eq!(till.post("orange_money", simulated::ORANGE_SLUG, body.as_bytes(), None).await.status, 200);
        }
        // Where a time is signed, an old capture is refused for its age.
        let event = json!({ "id": "EV_old", "type": "checkout.session.completed", "data": { "client_reference": reference } });
        till.post_wave(&event, -360).await.problem(401, "signature_refused");
        till.work().await;
        till.assert_paid_once(Which::OrangeMoney).await;
        assert_eq!(till.inbox(), ["done"]);
    }

    async fn case_03_out_of_order(till: Till) {
        let mut till = till;
        let failures = [
            (Which::OrangeMoney, "FAILED"),
            (Which::Wave, "expired/cancelled"),
            (Which::PayDunya, "failed"),
            (Which::MtnMomo, "FAILED/APPROVAL_REJECTED"),
            (Which::Gsma, "failed/requestDeclined"),
            (Which::CinetPay, "627/REFUSED"),
        ];
        for (operator, failure) in failures {
            another_order(&mut till).await;
            let (id, reference) = till.start(operator).await;
            till.operators.pay(&reference, Outcome::Confirm).await;
            till.work().await;
            till.operators.behave(operator, Behaviour { status_sequence: vec![failure.to_owned()], ..Behaviour::default() });
            till.send_failure(operator, &reference).await;
            till.payer.post(&format!("payment-attempts/{id}/recheck"), &json!({})).await.expect(202);
            till.work().await;
            assert_eq!((till.status(id).await.as_str(), till.order_status().await.as_str()), ("succeeded", "paid"), "{operator:?}");
        }
        assert_eq!(till.revenue(), FEE * 6);
    }

    async fn case_04_late_success(till: Till) {
        let mut till = till;
        till.all_behave(&Behaviour { drop_callback: true, ..Behaviour::default() });
        for operator in Which::ALL {
            another_order(&mut till).await;
            let (id, reference) = till.start(operator).await;
            till.after(32 * 60).await;
            assert!(["expired", "failed"].contains(&till.status(id).await.as_str()), "{operator:?}");
            // The operator finds out late that the payer had confirmed. Nobody calls back; the tail of the schedule asks.
            till.operators.find_paid(&reference);
            till.after(25 * 3_600).await;
            assert_eq!((till.status(id).await.as_str(), till.order_status().await.as_str()), ("succeeded", "paid"), "{operator:?}");
            let late = payment_attempts::table.find(Id(id)).select(payment_attempts::late);
            assert!(late.first::<bool>(&mut till.app.connect()).unwrap());
        }
        assert_eq!(till.revenue(), FEE * 6);
        // Three days after a refusal, when another operator has been paid meanwhile: the money goes back.
        another_order(&mut till).await;
        let (refused, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Refuse).await;
        till.after(60).await;
        assert_eq!(till.status(refused).await, "failed");
        let (_, other) = till.start(Which::Wave).await;
        till.operators.pay(&other, Outcome::Confirm).await;
        till.after(60).await;
        till.operators.find_paid(&reference);
        till.after(3 * 86_400 + 400).await;
        assert_eq!(till.status(refused).await, "succeeded");
        assert_eq!((till.order_status().await.as_str(), till.refunds()), ("paid", vec![FEE]));
    }

    async fn case_05_wrong_amount(till: Till) {
        for (operator, amount) in Which::ALL.into_iter().zip([15_000, 1, 1_505, 150, 1_499, 5]) {
            till.operators.behave(operator, Behaviour { wrong_amount: Some(amount), ..Behaviour::default() });
            let (id, reference) = till.start(operator).await;
            till.operators.pay(&reference, Outcome::Confirm).await;
            till.work().await;
            let attempt = till.attempt(id).await;
            let told = (attempt["status"].as_str(), attempt["reasonCode"].as_str());
            assert_eq!(told, (Some("integrity_failure"), Some("amount_differs")), "{operator:?}");
        }
        till.assert_unpaid().await;
        let waiting: Vec<_> = till.balances().into_iter().filter(|one| one.0 == "liabilities:suspense").collect();
        assert_eq!(waiting, [("liabilities:suspense".to_owned(), 0, 15_000 + 1 + 1_505 + 150 + 1_499 + 5)]);
    }

    async fn case_06_wrong_currency(till: Till) {
        // PayDunya states no currency; its account is in one.
        let stating = Which::ALL.into_iter().filter(|operator| *operator != Which::PayDunya);
        for (operator, currency) in stating.zip(["OUV", "OUV", "EUR", "XAF", "USD"]) {
            let behaviour = Behaviour { wrong_currency: Some(currency.to_owned()), ..Behaviour::default() };
            till.operators.behave(operator, behaviour);
            let (id, reference) = till.start(operator).await;
            till.operators.pay(&reference, Outcome::Confirm).await;
            till.work().await;
            let attempt = till.attempt(id).await;
            let told = (attempt["status"].as_str(), attempt["reasonCode"].as_str());
            assert_eq!(told, (Some("integrity_failure"), Some("currency_differs")), "{operator:?}");
        }
        till.assert_unpaid().await;
        assert!(till.balances().is_empty(), "what is not francs is not booked as francs");
    }

    async fn case_07_unknown_reference(till: Till) {
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

    async fn case_07_a_reference_that_becomes_known_is_matched_after_all(till: Till) {
        // A session that was opened and paid under a reference that our store learns only later.
        let (first, _) = till.start(Which::MtnMomo).await;
        let reference = "0000000000000000000000000A";
        let session = json!({ "amount": FEE.to_string(), "currency": "XOF", "client_reference": reference,
            "success_url": "https://certificats.example.ml/", "error_url": "https://certificats.example.ml/" });
        let request = reqwest::Client::new().post(format!("{}/v1/checkout/sessions", till.operators.url()));
        let opened = request.bearer_auth(simulated::WAVE_API_KEY).json(&session).send().await.unwrap();
        assert_eq!(opened.status(), 200);
        till.operators.pay(reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.inbox(), ["new"], "kept, and tried again later");
        let stamp = till.app.app.clock.stamp();
        till.app.app.db.write(move |conn| {
            let like: Attempt = rows::attempt(conn, first)?;
            let later = Attempt { id: Id(stamp.ids().make()), reference: reference.to_owned(), operator: Operator::Wave, session_id: None,
                expires_at: None, status: AttemptStatus::Unknown, ..like };
            rows::insert_attempt(conn, &later).map(|_| ())
        }).await.unwrap();
        till.after(65).await;
        assert_eq!(till.inbox(), ["done"]);
        assert_eq!(till.order_status().await, "paid");
    }

    async fn case_08_forged_signature(till: Till) {
        let (id, reference) = till.start(Which::Wave).await;
        let forged = json!({ "id": "EV_1", "type": "checkout.session.completed", "data": { "client_reference": reference, "amount": "1500",
            "currency": "XOF", "checkout_status": "complete", "payment_status": "succeeded", "transaction_id": "T_forged", "id": "cos-x" } });
        let body = forged.to_string().into_bytes();
        let now = till.app.now().timestamp();
        let own = sign_wave(simulated::WAVE_SIGNING_SECRET, now, &body);
        for signature in [None, Some(String::new()), Some(format!("t={now},v1=")), Some(sign_wave("guess", now, &body)), Some(own.replace("v1=", "v1=0"))] {
            till.post("wave", simulated::WAVE_SLUG, &body, signature).await.problem(401, "signature_refused");
        }
        let altered = forged.to_string().replace("1500", "1501");
        till.post("wave", simulated::WAVE_SLUG, altered.as_bytes(), Some(own)).await.problem(401, "signature_refused");
        till.work().await;
        assert_eq!(till.status(id).await, "awaiting_payer");
        assert!(till.inbox().is_empty());
        let noted: i64 = rejected_callbacks::table.count().get_result(&mut till.app.connect()).unwrap();
        assert_eq!(noted, 6);
        // The genuine event with the same id still counts.
        till.operators.behave(Which::Wave, Behaviour { drop_callback: true, ..Behaviour::default() });
        till.operators.pay(&reference, Outcome::Confirm).await;
        let genuine = wave_event(&till.operators.payment(&reference).unwrap(), "EV_1");
        assert_eq!(till.post_wave(&genuine, 0).await.status, 200);
        till.work().await;
        till.assert_paid_once(Which::Wave).await;
    }

    async fn case_08_forged_hash_and_token(till: Till) {
        till.all_behave(&Behaviour { bad_sig: true, ..Behaviour::default() });
        for operator in [Which::PayDunya, Which::CinetPay] {
            let (id, reference) = till.start(operator).await;
            till.operators.pay(&reference, Outcome::Refuse).await;
            assert!(till.inbox().is_empty(), "{operator:?}");
            assert_eq!(till.status(id).await, "awaiting_payer");
        }
        let noted: i64 = rejected_callbacks::table.count().get_result(&mut till.app.connect()).unwrap();
        assert_eq!(noted, 2);
        // An endless header is cut off before anybody reads it.
        let endless = "v1=".repeat(700_000);
        let outcome = reqwest::Client::new()
            .post(format!("{}/payment-callbacks/wave/{}", till.app.base(), simulated::WAVE_SLUG))
            .header("wave-signature", endless)
            .body("{}")
            .send()
            .await;
        // Either the refusal comes through, or the line is closed while the rest is still being sent.
        match outcome {
            Ok(answer) => assert!(answer.status().is_client_error(), "{}", answer.status()),
            Err(error) => assert!(!error.is_timeout() && !error.is_connect(), "{error:?}"),
        }
        assert!(till.inbox().is_empty());
        till.app.anyone().get("/health/live").await.expect(200);
    }

    async fn case_09_callback_before_the_answer(till: Till) {
        let mut till = till;
        till.all_behave(&Behaviour { callback_before_create: true, delay_create_ms: 200, ..Behaviour::default() });
        for operator in Which::ALL {
            another_order(&mut till).await;
            let key = boyoro::token::random_text();
            let (answer, ()) = tokio::join!(till.try_start(operator, &key), async {
                let called = || async { (till.operators.calls(&format!("{}.callback", operator.word())) > 0).then_some(()) };
                eventually("the callback", called).await;
                workers::settle(&till.app.app).await.unwrap();
            });
            let id: Uuid = answer.expect(201)["id"].as_str().unwrap().parse().unwrap();
            till.work().await;
            assert_eq!((till.status(id).await.as_str(), till.order_status().await.as_str()), ("succeeded", "paid"), "{operator:?}");
        }
        assert!(till.inbox().iter().all(|state| state == "done"), "{:?}", till.inbox());
    }

    async fn case_10_lost_callback(till: Till) {
        let mut till = till;
        till.all_behave(&Behaviour { drop_callback: true, ..Behaviour::default() });
        for operator in Which::ALL {
            another_order(&mut till).await;
            let (id, reference) = till.start(operator).await;
            till.operators.pay(&reference, Outcome::Confirm).await;
            till.work().await;
            assert_eq!(till.status(id).await, "awaiting_payer", "nobody has asked yet");
            till.after(25).await;
            assert_eq!(till.status(id).await, "succeeded", "{operator:?}");
            assert_eq!((till.order_status().await.as_str(), till.application_status().as_str()), ("paid", "queued"));
        }
        assert!(till.inbox().is_empty());
    }

    async fn case_11_two_operators_paid(till: Till) {
        let (orange, orange_reference) = till.start(Which::OrangeMoney).await;
        let (wave, wave_reference) = till.start(Which::Wave).await;
        tokio::join!(
            till.operators.pay(&orange_reference, Outcome::Confirm),
            till.operators.pay(&wave_reference, Outcome::Confirm)
        );
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

    async fn case_12_refund(till: Till) {
        // The second payment of an order is owed back once, whatever comes twice, and no attempt ever owes more than it brought.
        let (_, orange_reference) = till.start(Which::OrangeMoney).await;
        let (wave, wave_reference) = till.start(Which::Wave).await;
        till.operators.behave(Which::Wave, Behaviour { dup_callback: 2, ..Behaviour::default() });
        till.operators.pay(&orange_reference, Outcome::Confirm).await;
        till.work().await;
        till.operators.pay(&wave_reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.refunds(), [FEE]);
        let known = Known { id: wave, reference: wave_reference.clone(), amount: Francs::new(FEE).unwrap(),
            session_id: till.operators.payment(&wave_reference).map(|payment| payment.handle), pay_token: None };
        let (operators, now) = (till.app.app.payments.operators(), till.app.now());
        let wave = operators.get(Operator::Wave).unwrap();
        assert!(matches!(wave.refund(&known, now).await, RefundOutcome::Done));
        assert!(till.operators.payment(&wave_reference).unwrap().refunded);
        let elsewhere = Known { session_id: Some("cos-nobody".to_owned()), ..known.clone() };
        assert!(matches!(wave.refund(&elsewhere, now).await, RefundOutcome::Refused(_)));
        let orange = operators.get(Operator::OrangeMoney).unwrap();
        assert!(matches!(orange.refund(&known, now).await, RefundOutcome::Unsupported));
    }

    async fn case_13_operator_down(till: Till) {
        let mut till = till;
        till.operators.behave(Which::Wave, Behaviour { http_error: Some(503), query_http_error: Some(503), ..Behaviour::default() });
        for _ in 0..5 {
            another_order(&mut till).await;
            let answer = till.try_start(Which::Wave, &boyoro::token::random_text()).await.expect(201);
            assert_eq!(answer["status"], "unknown", "not known is not failed: {answer}");
        }
        // It is left alone, payers are told, and the others are offered.
        assert!(!till.is_available("wave").await && till.is_available("orange_money").await);
        let (asked, searched) = (till.operators.calls("wave.create"), till.operators.calls("wave.search"));
        another_order(&mut till).await;
        till.try_start(Which::Wave, &boyoro::token::random_text()).await.problem(409, "operator_unavailable");
        workers::settle(&till.app.app).await.unwrap();
        assert_eq!((till.operators.calls("wave.create"), till.operators.calls("wave.search")), (asked, searched));
        let (id, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        workers::settle(&till.app.app).await.unwrap();
        eventually("the other operator's payment", || async { (till.status(id).await == "succeeded").then_some(()) }).await;
        // It comes back by itself.
        till.operators.behave(Which::Wave, Behaviour::default());
        till.app.advance(TimeDelta::seconds(31));
        assert!(till.is_available("wave").await);
        another_order(&mut till).await;
        let (id, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(id).await, "succeeded");
    }

    async fn case_14_clock_skew(till: Till) {
        for (seconds, status) in [(299, 200), (-299, 200), (301, 401), (-301, 401)] {
            let id = format!("EV_skew{seconds}");
            let event = json!({ "id": id, "type": "checkout.session.completed", "data": { "client_reference": "nobody's" } });
            assert_eq!(till.post_wave(&event, seconds).await.status, status, "{seconds}");
        }
    }

    async fn case_15_partial_body(till: Till) {
        let whole = json!({ "status": "SUCCESS", "notif_token": "nobody's", "txnid": "MP1" }).to_string();
        till.post("orange_money", simulated::ORANGE_SLUG, &whole.as_bytes()[..40], None).await.problem(400, "malformed");
        // Less than was announced, and then nothing more.
        let mut line = tokio::net::TcpStream::connect(till.app.address).await.unwrap();
        let head = format!(
            "POST /payment-callbacks/orange_money/{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            simulated::ORANGE_SLUG,
            whole.len()
        );
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(&whole.as_bytes()[..40]).await.unwrap();
        line.shutdown().await.unwrap();
        let mut answer = Vec::new();
        drop(line.read_to_end(&mut answer).await);
        assert!(!String::from_utf8_lossy(&answer).contains(" 200 "), "{}", String::from_utf8_lossy(&answer));
        assert!(till.inbox().is_empty());
        let noted: Vec<i64> = rejected_callbacks::table.select(rejected_callbacks::size_bytes).load(&mut till.app.connect()).unwrap();
        assert_eq!(noted, [40], "a digest of what could be read, and nothing of the rest");
    }

    async fn case_16_huge_body(till: Till) {
        let large = vec![b' '; 64 * 1024 + 1];
        for (operator, slug) in SLUGS {
            let verb = if operator == Which::Gsma { "PUT" } else { "POST" };
            till.send((verb, operator, slug), None, large.clone()).await.problem(413, "too_large");
            let deep = "[".repeat(10_000);
            let form = format!("data={deep}");
            for body in [deep, form] {
                let refused = till.send((verb, operator, slug), None, body).await.status;
                assert!((400..500).contains(&refused), "{operator:?}: {refused}");
            }
        }
        till.post("orange_money", simulated::ORANGE_SLUG, &vec![b' '; 64 * 1024], None).await.problem(400, "malformed");
        till.post("orange_money", "another-slug", b"{}", None).await.problem(404, "not_found");
        till.post("moov", simulated::ORANGE_SLUG, b"{}", None).await.problem(404, "not_found");
        // What is packed is not unpacked for a stranger.
        let packed = till.send(("POST", Which::OrangeMoney, simulated::ORANGE_SLUG), Some(("content-encoding", "gzip")), vec![0x1f, 0x8b, 8, 0]).await;
        packed.problem(400, "malformed");
        assert!(till.inbox().is_empty());
    }

    async fn case_17_burst(till: Till) {
        // Two thousand events, a few of them twice, as many at once as an operator sends: each is acknowledged, and each is there once.
        let numbers = (0..BURST).chain(0..BURST / 20);
        let answers = stream::iter(numbers.map(|number| {
            let till = &till;
            async move {
                let data = json!({ "client_reference": "nobody's" });
                let event = json!({ "id": format!("EV_{number}"), "type": "checkout.session.completed", "data": data });
                till.post_wave(&event, 0).await.status
            }
        }));
        let statuses: Vec<u16> = answers.buffer_unordered(64).collect().await;
        assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
        let kept: i64 = payment_inbox::table.count().get_result(&mut till.app.connect()).unwrap();
        assert_eq!(kept, BURST, "none lost and none twice");
    }

    async fn case_18_another_account_s_secret(till: Till) {
        let event = json!({ "id": "EV_b", "type": "checkout.session.completed", "data": { "client_reference": "nobody's" } }).to_string();
        let signature = sign_wave("wave_ml_WHS_of_another_account", till.app.now().timestamp(), event.as_bytes());
        till.post("wave", simulated::WAVE_SLUG, event.as_bytes(), Some(signature)).await.problem(401, "signature_refused");
        // Another site of the same owner: the token holds, the site does not.
        let (_, reference) = till.start(Which::CinetPay).await;
        let (form, _) = cinet_pay_event(&till.operators.payment(&reference).unwrap());
        let other = form.replace(simulated::CINET_PAY_SITE_ID, "445161");
        let token = cinet_token(simulated::CINET_PAY_SECRET_KEY, &other);
        let address = ("POST", Which::CinetPay, simulated::CINET_PAY_SLUG);
        till.send(address, Some(("x-token", &token)), other).await.problem(401, "signature_refused");
        // One operator's secret is nothing to another, and one operator's address is nothing to another.
        till.send(("POST", Which::PayDunya, simulated::CINET_PAY_SLUG), None, "").await.problem(404, "not_found");
        assert!(till.inbox().is_empty());
        till.assert_unpaid().await;
    }

    async fn case_19_type_surprises(till: Till) {
        let mut till = till;
        // An operator's word that nobody knows yet ends nothing and pays nothing.
        for (operator, word) in Which::ALL.into_iter().zip(["NEW", "open/new", "new", "NEW", "new", "00/NEW"]) {
            another_order(&mut till).await;
            till.operators.behave(operator, Behaviour { status_sequence: vec![word.to_owned()], drop_callback: true, ..Behaviour::default() });
            let (id, reference) = till.start(operator).await;
            till.after(25).await;
            assert_eq!(till.status(id).await, "awaiting_payer", "{operator:?}");
            till.operators.behave(operator, Behaviour { drop_callback: true, ..Behaviour::default() });
            till.operators.find_paid(&reference);
            till.after(60).await;
            assert_eq!(till.status(id).await, "succeeded", "{operator:?}");
        }
        // Numbers as text or as numbers, and fields nobody asked for.
        for amount in [json!("1500"), json!(1500)] {
            let id = format!("EV_{amount}");
            let data = json!({ "client_reference": "nobody's", "amount": amount, "new_field": { "a": [1, 2] } });
            let event = json!({ "id": id, "type": "checkout.session.completed", "data": data, "extra": null });
            assert_eq!(till.post_wave(&event, 0).await.status, 200);
            let body = json!({ "amount": amount, "currency": "XOF", "externalId": "nobody's", "status": "SUCCESSFUL", "extra": 1 });
            let address = ("PUT", Which::MtnMomo, simulated::MTN_SLUG);
            assert_eq!(till.send(address, None, body.to_string()).await.status, 200);
        }
    }

    async fn case_20_a_money_field_that_comes_twice(till: Till) {
        let twice = br#"{"id":"EV","type":"checkout.session.completed","data":{"amount":"1","amount":"1500"}}"#;
        let signature = sign_wave(simulated::WAVE_SIGNING_SECRET, till.app.now().timestamp(), twice);
        till.post("wave", simulated::WAVE_SLUG, twice, Some(signature)).await.problem(400, "malformed");
        let mtn = r#"{"amount":"1","amount":"1500","currency":"XOF","externalId":"A","status":"SUCCESSFUL"}"#;
        till.send(("PUT", Which::MtnMomo, simulated::MTN_SLUG), None, mtn).await.problem(400, "malformed");
        let gsma = r#"{"amount":"1","amount":"1500","currency":"XOF","transactionReference":"T","transactionStatus":"completed"}"#;
        till.send(("PUT", Which::Gsma, simulated::GSMA_SLUG), None, gsma).await.problem(400, "malformed");
        let orange = r#"{"status":"FAILED","status":"SUCCESS","notif_token":"a"}"#;
        till.send(("POST", Which::OrangeMoney, simulated::ORANGE_SLUG), None, orange).await.problem(400, "malformed");
        let (_, reference) = till.start(Which::CinetPay).await;
        let (form, token) = cinet_pay_event(&till.operators.payment(&reference).unwrap());
        let address = ("POST", Which::CinetPay, simulated::CINET_PAY_SLUG);
        till.send(address, Some(("x-token", &token)), format!("{form}&cpm_amount=1")).await.problem(400, "malformed");
        let (_, reference) = till.start(Which::PayDunya).await;
        let form = pay_dunya_event(&till.operators.payment(&reference).unwrap());
        let address = ("POST", Which::PayDunya, simulated::PAY_DUNYA_SLUG);
        till.send(address, None, format!("{form}&{form}")).await.problem(400, "malformed");
        let inner = form.replace("%22total_amount%22", "%22total_amount%22%3A1%2C%22total_amount%22");
        till.send(address, None, inner).await.problem(400, "malformed");
        assert!(till.inbox().is_empty());
    }

    async fn case_21_encoding(till: Till) {
        // Accents, `+` for a space and `%20` for another: the token is over what is meant, the digest over what was sent.
        let (_, reference) = till.start(Which::CinetPay).await;
        till.operators.behave(Which::CinetPay, Behaviour { drop_callback: true, ..Behaviour::default() });
        till.operators.pay(&reference, Outcome::Confirm).await;
        let (form, token) = cinet_pay_event(&till.operators.payment(&reference).unwrap());
        assert!(form.contains("Frais+de+d%C3%A9livrance"), "{form}");
        let form = form.replacen("Frais+de", "Frais%20de", 1);
        let address = ("POST", Which::CinetPay, simulated::CINET_PAY_SLUG);
        assert_eq!(till.send(address, Some(("x-token", &token)), form.clone()).await.status, 200);
        till.work().await;
        till.assert_paid_once(Which::CinetPay).await;
        let digest: String = payment_inbox::table.select(payment_inbox::body_sha256).first(&mut till.app.connect()).unwrap();
        assert_eq!(digest, hex::encode(boyoro::operators::secrets::sha256(form.as_bytes())));
        till.send(("POST", Which::OrangeMoney, simulated::ORANGE_SLUG), None, vec![b'"', 0xff, 0xfe, b'"']).await.problem(400, "malformed");
    }

    async fn case_22_store_down(till: Till) {
        let event = json!({ "id": "EV_away", "type": "checkout.session.completed", "data": { "client_reference": "nobody's" } });
        let outage = crate::outage::Outage::begin(&till.app.store().target());
        till.post_wave(&event, 0).await.problem(503, "unavailable");
        outage.end();
        eventually("the callback is acknowledged", || async { (till.post_wave(&event, 0).await.status == 200).then_some(()) }).await;
        assert_eq!(till.inbox(), ["new"], "kept once, after it could be kept");
    }

    async fn case_23_crash_between_paid_and_released(till: Till) {
        // The last step of settling cannot be written: then nothing of it is, and it is all done later.
        let (id, reference) = till.start(Which::Wave).await;
        forbid_release(&till);
        till.operators.pay(&reference, Outcome::Confirm).await;
        workers::settle(&till.app.app).await.unwrap();
        eventually("the payment was looked into in vain", || async { (till.operators.calls("wave.get") > 0).then_some(()) }).await;
        assert_eq!(till.status(id).await, "awaiting_payer");
        till.assert_unpaid().await;
        assert!(till.balances().is_empty() && till.refunds().is_empty());
        allow_release(&till);
        till.after(120).await;
        till.assert_paid_once(Which::Wave).await;
    }

    async fn case_24_double_click(till: Till) {
        let key = boyoro::token::random_text();
        let answers = join_all((0..10).map(|_| till.try_start(Which::Wave, &key))).await;
        let ids: Vec<Value> = answers.iter().map(|answer| answer.expect(201)["id"].clone()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(till.operators.payments().len(), 1);
        let other = json!({ "operator": "orange_money" });
        till.try_start_with(&other, &key).await.problem(409, "idempotency_key_reused");
        // Ten windows, each with a key of its own.
        for operator in [Which::OrangeMoney, Which::MtnMomo] {
            let before = till.operators.payments().len();
            let keys: Vec<String> = (0..10).map(|_| boyoro::token::random_text()).collect();
            let answers = join_all(keys.iter().map(|key| till.try_start(operator, key))).await;
            let started = answers.iter().filter(|answer| answer.status == 201).count();
            let refused = answers.iter().filter(|answer| answer.status == 409).count();
            assert_eq!((started, refused), (1, 9));
            answers.iter().find(|answer| answer.status == 409).unwrap().problem(409, "attempt_live");
            assert_eq!(till.operators.payments().len(), before + 1);
        }
    }

    async fn case_25_secret_rotation(rotating: Rotating) {
        let till = rotating.0;
        for (number, secret) in ["wave_ml_WHS_next", simulated::WAVE_SIGNING_SECRET].into_iter().enumerate() {
            let event = json!({ "id": format!("EV_{number}"), "type": "checkout.session.completed", "data": { "client_reference": "nobody's" } }).to_string();
            let signature = sign_wave(secret, till.app.now().timestamp(), event.as_bytes());
            assert_eq!(till.post("wave", simulated::WAVE_SLUG, event.as_bytes(), Some(signature)).await.status, 200);
        }
        let (_, reference) = till.start(Which::CinetPay).await;
        let (form, _) = cinet_pay_event(&till.operators.payment(&reference).unwrap());
        for (number, secret) in ["next", simulated::CINET_PAY_SECRET_KEY].into_iter().enumerate() {
            let form = form.replace("sig=", &format!("sig={number}")) + &format!("&number={number}");
            let token = cinet_token(secret, &form);
            let address = ("POST", Which::CinetPay, simulated::CINET_PAY_SLUG);
            assert_eq!(till.send(address, Some(("x-token", &token)), form).await.status, 200);
        }
        assert_eq!(till.inbox().len(), 4);
    }

    async fn case_26_play_money_is_not_money(till: Till) {
        // A sandbox charges in a currency of its own. An account of ours never takes it, and its address is not ours.
        till.operators.behave(Which::OrangeMoney, Behaviour { wrong_currency: Some("OUV".to_owned()), ..Behaviour::default() });
        let (id, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(id).await, "integrity_failure");
        let body = orange_event(&till.operators.payment(&reference).unwrap()).to_string();
        till.send(("POST", Which::OrangeMoney, "sandbox-orange-money-address"), None, body).await.problem(404, "not_found");
        till.assert_unpaid().await;
        // And no account of a test system is taken into production at all.
        for word in ["sandbox", "simulator", "test"] {
            let lookup = |name: &str| (name == "BOYORO_ORANGE_MONEY").then(|| word.to_owned());
            assert!(Profiles::of_production(&lookup, std::path::Path::new("/nonexistent")).is_err());
        }
    }
}

/// Every operator's address.
const SLUGS: [(Which, &str); 6] = [
    (Which::OrangeMoney, simulated::ORANGE_SLUG),
    (Which::Wave, simulated::WAVE_SLUG),
    (Which::PayDunya, simulated::PAY_DUNYA_SLUG),
    (Which::MtnMomo, simulated::MTN_SLUG),
    (Which::Gsma, simulated::GSMA_SLUG),
    (Which::CinetPay, simulated::CINET_PAY_SLUG),
];

impl Till {
    /// What a payer is told of an operator.
    async fn is_available(&self, code: &str) -> bool {
        let listed = self.app.anyone().get("operators").await.expect(200);
        let all = listed["items"].as_array().unwrap();
        all.iter().any(|one| one["code"] == code && one["available"] == true)
    }

    /// A callback about a failure of a payment that had succeeded.
    async fn send_failure(&self, operator: Which, reference: &str) {
        let mut payment = self.operators.payment(reference).unwrap();
        payment.state = PayState::Refused;
        let answer = match operator {
            Which::Wave => self.post_wave(&wave_event(&payment, "EV_failed"), 0).await,
            Which::OrangeMoney => {
                let body = orange_event(&payment).to_string();
                self.send(("POST", operator, simulated::ORANGE_SLUG), None, body).await
            }
            Which::PayDunya => {
                self.send(("POST", operator, simulated::PAY_DUNYA_SLUG), None, pay_dunya_event(&payment)).await
            }
            Which::MtnMomo => {
                let body = mtn_event(&payment, None).to_string();
                self.send(("PUT", operator, simulated::MTN_SLUG), None, body).await
            }
            Which::Gsma => {
                let slug = format!("{}?attempt={reference}", simulated::GSMA_SLUG);
                self.send(("PUT", operator, &slug), None, gsma_event(&payment).to_string()).await
            }
            Which::CinetPay => {
                let (form, token) = cinet_pay_event(&payment);
                self.send(("POST", operator, simulated::CINET_PAY_SLUG), Some(("x-token", &token)), form).await
            }
        };
        assert!((200..300).contains(&answer.status), "{operator:?}: {}", answer.status);
    }
}

/// CinetPay's token for a form whose fields are in its order.
fn cinet_token(secret: &str, form: &str) -> String {
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.as_bytes());
    let message: String = form_urlencoded::parse(form.as_bytes())
        .filter(|(name, _)| {
            name.starts_with("cpm_") || ["signature", "payment_method", "cel_phone_num"].contains(&name.as_ref())
        })
        .map(|(_, value)| value.into_owned())
        .collect();
    hex::encode(aws_lc_rs::hmac::sign(&key, message.as_bytes()))
}

/// From now on no application can leave the wait for its payment.
fn forbid_release(till: &Till) {
    let statements: &[&str] = match till.app.engine() {
        Engine::Sqlite => &["CREATE TRIGGER hold BEFORE UPDATE ON applications BEGIN SELECT RAISE(ABORT, 'held'); END"],
        Engine::Postgres => &[
            "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'held'; END $$",
            "CREATE TRIGGER hold BEFORE UPDATE ON applications FOR EACH ROW EXECUTE FUNCTION hold()",
        ],
    };
    for statement in statements {
        diesel::sql_query(*statement).execute(&mut till.app.connect()).unwrap();
    }
}

fn allow_release(till: &Till) {
    let statement = match till.app.engine() {
        Engine::Sqlite => "DROP TRIGGER hold",
        Engine::Postgres => "DROP TRIGGER hold ON applications",
    };
    diesel::sql_query(statement).execute(&mut till.app.connect()).unwrap();
}
