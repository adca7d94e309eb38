//! What each operator does in its own way.

use super::*;

both_engines! {
    async fn wave_is_paid_by_its_callback(till: Till) {
        paid_by_callback(&till, Which::Wave).await;
    }

    async fn orange_money_is_paid_by_its_callback(till: Till) {
        paid_by_callback(&till, Which::OrangeMoney).await;
    }

    async fn pay_dunya_is_paid_by_its_callback(till: Till) {
        paid_by_callback(&till, Which::PayDunya).await;
    }

    async fn mtn_momo_is_paid_by_its_callback(till: Till) {
        paid_by_callback(&till, Which::MtnMomo).await;
    }

    async fn the_gsma_interface_is_paid_by_its_callback(till: Till) {
        paid_by_callback(&till, Which::Gsma).await;
    }

    async fn cinet_pay_is_paid_by_its_callback(till: Till) {
        paid_by_callback(&till, Which::CinetPay).await;
    }

    async fn pay_dunya_reaches_a_telephone_in_either_wallet(till: Till) {
        let mut till = till;
        for wallet in ["orange_money", "moov_money"] {
            another_order(&mut till).await;
            let body = json!({ "operator": "pay_dunya", "phone": "+223 66 12 34 78", "wallet": wallet });
            let attempt = till.try_start_with(&body, &boyoro::token::random_text()).await.expect(201);
            assert_eq!((attempt["status"].as_str(), attempt["payerPhoneEnd"].as_str()), (Some("awaiting_payer"), Some("78")));
            assert!(attempt.get("paymentUrl").is_none(), "a page beside the telephone would offer to pay twice");
            let id: Uuid = attempt["id"].as_str().unwrap().parse().unwrap();
            let reference = till.reference(id);
            assert_eq!(till.operators.payment(&reference).unwrap().phone.as_deref(), Some("66123478"));
            till.operators.pay(&reference, Outcome::Confirm).await;
            till.work().await;
            assert_eq!((till.status(id).await.as_str(), till.order_status().await.as_str()), ("succeeded", "paid"));
        }
        assert_eq!(till.operators.calls("pay_dunya.softpay"), 2);
    }

    async fn a_number_is_asked_for_where_it_is_needed_and_kept_from_everyone(till: Till) {
        let key = boyoro::token::random_text;
        for (body, pointers) in [
            (json!({ "operator": "mtn_momo" }), vec!["/phone"]),
            (json!({ "operator": "gsma", "phone": "12" }), vec!["/phone"]),
            (json!({ "operator": "gsma", "phone": "+223 70 12 34" }), vec!["/phone"]),
            (json!({ "operator": "pay_dunya", "phone": "70123456" }), vec!["/wallet"]),
            (json!({ "operator": "pay_dunya", "wallet": "moov_money" }), vec!["/phone"]),
            (json!({ "operator": "pay_dunya", "wallet": "moov_money", "phone": "+33612345678" }), vec!["/phone"]),
            (json!({ "operator": "pay_dunya", "phone": "x" }), vec!["/phone", "/wallet"]),
        ] {
            let refused = till.try_start_with(&body, &key()).await.expect(422);
            let found: Vec<&str> = refused["errors"].as_array().unwrap().iter().filter_map(|one| one["pointer"].as_str()).collect();
            assert_eq!(found, pointers, "{body}");
        }
        assert!(till.operators.payments().is_empty());
        let (id, reference) = till.start(Which::MtnMomo).await;
        assert_eq!(till.operators.payment(&reference).unwrap().phone.as_deref(), Some("22370123456"));
        let columns = (payment_attempts::payer_phone_digest, payment_attempts::payer_phone_end);
        let kept: (Option<String>, Option<String>) =
            payment_attempts::table.find(Id(id)).select(columns).first(&mut till.app.connect()).unwrap();
        let digest = kept.0.unwrap();
        assert_eq!((digest.len(), kept.1.as_deref()), (64, Some("56")));
        assert!(!digest.contains("70123456"));
        // An operator with a page of its own has no use for a number, so none is kept.
        let page = till.try_start_with(&json!({ "operator": "wave", "phone": "70123456" }), &key()).await.expect(201);
        assert!(page.get("payerPhoneEnd").is_none());
    }

    async fn mtn_s_500_with_our_own_fault_opens_nothing(till: Till) {
        let own = Behaviour { http_error: Some(500), error_code: Some("INVALID_CALLBACK_URL_HOST".to_owned()), ..Behaviour::default() };
        till.operators.behave(Which::MtnMomo, own);
        let (refused, _) = till.start(Which::MtnMomo).await;
        assert_eq!(till.status(refused).await, "not_created");
        let theirs = Behaviour { http_error: Some(500), error_code: Some("INTERNAL_PROCESSING_ERROR".to_owned()), ..Behaviour::default() };
        till.operators.behave(Which::MtnMomo, theirs);
        let (unknown, _) = till.start(Which::MtnMomo).await;
        assert_eq!(till.status(unknown).await, "unknown");
        till.after(130).await;
        assert_eq!(till.status(unknown).await, "not_created", "asked by its own name, it says that there is none");
    }

    async fn a_lost_answer_is_looked_up_under_the_name_we_gave(till: Till) {
        let mut till = till;
        for operator in [Which::MtnMomo, Which::Gsma, Which::CinetPay] {
            another_order(&mut till).await;
            till.operators.behave(operator, Behaviour { hang: true, drop_callback: true, ..Behaviour::default() });
            let (id, reference) = till.start(operator).await;
            assert_eq!(till.status(id).await, "unknown", "{operator:?}");
            till.operators.find_paid(&reference);
            till.after(70).await;
            assert_eq!((till.status(id).await.as_str(), till.order_status().await.as_str()), ("succeeded", "paid"), "{operator:?}");
        }
        assert_eq!(till.operators.payments().len(), 3, "nothing was opened twice");
    }

    async fn a_telephone_s_refusal_and_its_time_are_told_apart(till: Till) {
        for operator in [Which::MtnMomo, Which::Gsma] {
            let (id, reference) = till.start(operator).await;
            till.operators.pay(&reference, Outcome::Refuse).await;
            till.work().await;
            let attempt = till.attempt(id).await;
            assert_eq!((attempt["status"].as_str(), attempt["reasonCode"].as_str()), (Some("failed"), Some("refused")), "{operator:?}");
            let (id, reference) = till.start(operator).await;
            till.operators.pay(&reference, Outcome::Expire).await;
            till.after(25).await;
            let attempt = till.attempt(id).await;
            assert_eq!((attempt["status"].as_str(), attempt["reasonCode"].as_str()), (Some("expired"), Some("expired")), "{operator:?}");
        }
        till.operators.behave(Which::MtnMomo, Behaviour { status_sequence: vec!["FAILED/NOT_ENOUGH_FUNDS".to_owned()], ..Behaviour::default() });
        let (id, _) = till.start(Which::MtnMomo).await;
        till.after(25).await;
        assert_eq!(till.attempt(id).await["reasonCode"], "insufficient_funds");
        till.operators.behave(Which::Gsma, Behaviour { status_sequence: vec!["failed/dailyValueLimitExceeded".to_owned()], ..Behaviour::default() });
        let (id, _) = till.start(Which::Gsma).await;
        till.after(25).await;
        assert_eq!(till.attempt(id).await["reasonCode"], "limit_reached");
    }

    async fn each_is_told_in_its_own_way_that_its_callback_is_kept(till: Till) {
        let ping = till.send(("GET", Which::CinetPay, simulated::CINET_PAY_SLUG), None, "").await;
        assert_eq!(ping.status, 200, "CinetPay looks whether the address answers");
        till.send(("GET", Which::CinetPay, "nowhere"), None, "").await.problem(404, "not_found");
        till.send(("GET", Which::PayDunya, simulated::PAY_DUNYA_SLUG), None, "").await.problem(400, "malformed");
        let body = json!({ "amount": "1500", "currency": "XOF", "transactionReference": "TX", "transactionStatus": "completed",
            "requestingOrganisationTransactionReference": "nobody's" });
        let put = till.send(("PUT", Which::Gsma, simulated::GSMA_SLUG), None, body.to_string()).await;
        assert_eq!(put.status, 204);
        for verb in ["PUT", "POST"] {
            let body = json!({ "amount": "1500", "currency": "XOF", "externalId": verb, "status": "PENDING" });
            assert_eq!(till.send((verb, Which::MtnMomo, simulated::MTN_SLUG), None, body.to_string()).await.status, 200);
        }
        assert_eq!(till.inbox().len(), 3, "a ping is nothing to keep");
    }

    async fn wave_gives_a_day_s_statement_page_by_page(till: Till) {
        let mut till = till;
        let mut references = Vec::new();
        for _ in 0..3 {
            another_order(&mut till).await;
            let (_, reference) = till.start(Which::Wave).await;
            till.operators.pay(&reference, Outcome::Confirm).await;
            references.push(reference);
        }
        till.work().await;
        let operators = till.app.app.payments.operators();
        let (day, now) = (till.app.now().date_naive(), till.app.now());
        let wave = operators.get(Operator::Wave).unwrap();
        let StatementOutcome::Entries(entries) = wave.statement(day, now).await else { panic!("no statement") };
        let told: Vec<_> = entries.iter().map(|one| (one.reference.clone().unwrap_or_default(), one.amount_xof)).collect();
        assert_eq!(told, references.iter().map(|reference| (reference.clone(), FEE)).collect::<Vec<_>>());
        assert_eq!(till.operators.calls("wave.transactions"), 2);
        let StatementOutcome::Entries(none) = wave.statement(day.pred_opt().unwrap(), now).await else { panic!("no statement") };
        assert!(none.is_empty());
        till.operators.behave(Which::Wave, Behaviour { query_http_error: Some(503), ..Behaviour::default() });
        assert!(matches!(wave.statement(day, now).await, StatementOutcome::Unreachable(_)), "half a statement is none");
        let orange = operators.get(Operator::OrangeMoney).unwrap();
        assert!(matches!(orange.statement(day, now).await, StatementOutcome::FileOnly));
    }

    async fn an_administrator_switches_an_operator_off_and_on(till: Till) {
        let administrator = till.app.administrator().await;
        let listed = || async {
            let operators = till.app.anyone().get("operators").await.expect(200);
            let codes = operators["items"].as_array().unwrap().iter();
            codes.map(|one| one["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(listed().await, Which::ALL.map(|operator| operator.word().to_owned()));
        let (id, reference) = till.start(Which::Wave).await;
        let off = json!({ "enabled": false, "validFrom": "2026-11-16", "source": "Contrat suspendu" });
        administrator.post("operators/wave/periods", &off).await.expect(201);
        assert!(!listed().await.contains(&"wave".to_owned()));
        let profiles = administrator.get("operator-profiles").await.expect(200);
        let wave = profiles["items"].as_array().unwrap().iter().find(|one| one["code"] == "wave").cloned().unwrap();
        assert_eq!((&wave["setUp"], &wave["offered"], &wave["feeBearer"]), (&json!(true), &json!(false), &json!("agency")));
        till.operators.pay(&reference, Outcome::Refuse).await;
        till.operators.find_paid(&reference);
        till.after(60).await;
        assert_eq!(till.status(id).await, "succeeded", "what was under way goes on");
        let mut till = till;
        another_order(&mut till).await;
        till.try_start(Which::Wave, &boyoro::token::random_text()).await.problem(409, "operator_unavailable");
        let later = json!({ "enabled": true, "validFrom": "2026-11-17", "source": "Contrat repris" });
        administrator.post("operators/wave/periods", &later).await.expect(201);
        till.try_start(Which::Wave, &boyoro::token::random_text()).await.problem(409, "operator_unavailable");
        till.app.advance(TimeDelta::days(1));
        till.start(Which::Wave).await;
        let faulty = administrator.post("operators/wave/periods", &json!({ "validFrom": "demain" })).await.expect(422);
        assert_eq!(faulty["errors"].as_array().unwrap().len(), 3);
        administrator.post("operators/moov/periods", &off).await.problem(404, "not_found");
        till.app.treasurer().await.post("operators/wave/periods", &off).await.problem(403, "forbidden");
    }

    async fn an_operator_is_asked_no_faster_than_its_pace(slow: Slow) {
        let mut till = slow.0;
        till.all_behave(&Behaviour { drop_callback: true, ..Behaviour::default() });
        for _ in 0..6 {
            another_order(&mut till).await;
            till.start(Which::Wave).await;
        }
        // All are due at once; two a second are asked about.
        till.app.advance(TimeDelta::seconds(26));
        workers::settle(&till.app.app).await.unwrap();
        assert!(till.operators.calls("wave.get") <= 2, "{}", till.operators.calls("wave.get"));
        for _ in 0..3 {
            till.app.advance(TimeDelta::seconds(1));
            workers::settle(&till.app.app).await.unwrap();
        }
        eventually("all to be asked about", || async { (till.operators.calls("wave.get") == 6).then_some(()) }).await;
    }
}

/// A till whose operators may be asked twice a second.
struct Slow(Till);

impl OnEngine for Slow {
    async fn on(engine: Engine) -> Self {
        let till = Till::with(engine, |profiles| {
            for account in profiles.accounts_mut() {
                account.questions_a_second = 2;
            }
        });
        Self(till.await)
    }
}
