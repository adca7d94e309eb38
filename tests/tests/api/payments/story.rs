//! What may happen to a payment, on good days and on bad ones.

use boyoro::origin::event::RecordKind;
use boyoro::store::events;

use super::*;

both_engines! {
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
        // The operator is asked again and again; then what nothing bears out waits for a person.
        for minutes in [1, 5, 30, 360] {
            assert_eq!(till.inbox(), ["new"]);
            till.after(minutes * 60 + 1).await;
        }
        assert_eq!(till.inbox(), ["unmatched"]);
        till.assert_unpaid().await;
    }

    async fn a_signature_over_less_than_was_asked_counts_for_nothing(till: Till) {
        till.operators.behave(Which::Wave, Behaviour { query_http_error: Some(503), drop_callback: true, ..Behaviour::default() });
        let (id, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        for (number, missing) in ["amount", "currency", "client_reference"].into_iter().enumerate() {
            let mut event = wave_event(&till.operators.payment(&reference).unwrap(), &format!("EV_less{number}"));
            event["data"].as_object_mut().unwrap().remove(missing);
            till.post_wave(&event, 0).await;
            till.work().await;
            assert_eq!(till.status(id).await, "awaiting_payer", "{missing}");
        }
        till.assert_unpaid().await;
    }

    async fn what_the_operator_says_against_a_payment_is_written_down(till: Till) {
        till.operators.behave(Which::Wave, Behaviour { query_http_error: Some(503), ..Behaviour::default() });
        let (id, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(confirmed_by(&till, id), "signature");
        till.operators.behave(Which::Wave, Behaviour { status_sequence: vec!["expired/cancelled".to_owned()], ..Behaviour::default() });
        till.after(60).await;
        till.assert_paid_once(Which::Wave).await;
        assert_eq!(confirmed_by(&till, id), "signature", "nothing has confirmed it");
        let told = events::of_record(&mut till.app.connect(), RecordKind::PaymentAttempt, &id.to_string()).unwrap();
        let against: Vec<_> = told.iter().map(|(event, ..)| event).filter(|event| event.action == "contradict").collect();
        assert!(!against.is_empty() && against.iter().all(|event| event.data.0["evidence"] == "declined"), "{against:?}");
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

    async fn a_refusal_is_told_with_its_reason(till: Till) {
        let (wave, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Refuse).await;
        till.work().await;
        assert_eq!(till.status(wave).await, "awaiting_payer", "a Wave session stays payable after a refusal");
        let (orange, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Refuse).await;
        till.work().await;
        let attempt = till.attempt(orange).await;
        assert_eq!((attempt["status"].as_str(), attempt["reasonCode"].as_str()), (Some("failed"), Some("refused")));
        let (again, reference) = till.start(Which::OrangeMoney).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        assert_eq!(till.status(again).await, "succeeded");
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
        assert_eq!(operators["items"][0]["code"], "orange_money");
        assert!(operators["items"].as_array().unwrap().iter().all(|one| one["available"] == true));
    }
}
