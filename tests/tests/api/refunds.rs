//! Money that goes back: two people, never more than was paid, by the operator or by hand.

use boyoro::origin::event::RecordKind;
use boyoro::store::events;
use boyoro_tests::simulator::{Behaviour, Which};
use boyoro_tests::{both_engines, eventually};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::books::{Books, FEE};

/// The only refund there is.
async fn only(books: &Books, query: &str) -> Value {
    let list = books.treasurer.get(&format!("refunds?{query}")).await.expect(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    list["items"][0].clone()
}

both_engines! {
    async fn a_second_payment_goes_back_when_two_people_agree(books: Books) {
        let (owed, _) = books.paid_twice().await;
        let due = only(&books, "open=true").await;
        assert_eq!((&due["status"], &due["reason"], &due["amountXof"]), (&json!("due"), &json!("overpayment"), &json!(FEE)));
        let path = format!("refunds/{}", due["id"].as_str().unwrap());
        books.treasurer.post(&format!("{path}/approval"), &json!({})).await.problem(409, "not_in_this_state");
        let asked = books.treasurer.post(&format!("{path}/request"), &json!({ "note": "payé deux fois" })).await.expect(200);
        assert_eq!(asked["status"], "asked");
        assert!(!asked["allowedActions"].as_array().unwrap().contains(&json!("approve")), "{asked}");
        books.treasurer.post(&format!("{path}/approval"), &json!({})).await.problem(409, "refund_needs_two");
        books.second.post(&format!("{path}/approval"), &json!({})).await.expect(200);
        assert!(books.balances().await.contains(&("liabilities:refund_payable".to_owned(), -FEE)));
        let done = books.treasurer.post(&format!("{path}/execution"), &json!({})).await.expect(200);
        assert_eq!(done["status"], "done", "{done}");
        assert_eq!(books.balances().await, [("assets:operator:orange_money".to_owned(), FEE), ("income:fees:ZLE".to_owned(), -FEE)]);
        assert_eq!(books.order(owed).await["status"], "paid", "the order itself stays good");
        books.treasurer.post(&format!("{path}/execution"), &json!({})).await.problem(409, "not_in_this_state");
        books.prove().await;
    }

    async fn the_fee_of_a_file_that_ended_goes_back_and_its_quittance_is_cancelled(books: Books) {
        let (owed, attempt) = books.paid(Which::OrangeMoney).await;
        let body = json!({ "attemptId": attempt, "note": "retirée" });
        books.treasurer.post("refunds", &body).await.problem(409, "not_refundable");
        books.end_application(owed, "withdrawn");
        let id = books.approved(&attempt).await;
        assert_eq!(books.order(owed).await["status"], "refund_due");
        // Orange Money has no call for it: a person sends the money and writes the operator's number down.
        books.treasurer.post(&format!("refunds/{id}/execution"), &json!({})).await.problem(409, "refund_by_hand");
        books.treasurer.post(&format!("refunds/{id}/execution"), &json!({ "operatorReference": "x" })).await.problem(422, "invalid");
        let done = books.treasurer.post(&format!("refunds/{id}/execution"), &json!({ "operatorReference": "CI26.1" })).await;
        assert_eq!(done.expect(200)["status"], "done");
        assert_eq!(books.order(owed).await["status"], "refunded");
        assert_eq!(books.balances().await, []);
        let numbers = books.quittances(owed).await;
        assert_eq!(numbers.len(), 2);
        assert_eq!(numbers[0]["cancelledBy"], numbers[1]["number"]);
        assert_eq!(numbers[1]["kind"], "counter");
        books.prove().await;
    }

    async fn never_more_than_was_paid_however_many_ask_at_once(books: Books) {
        let (owed, attempt) = books.paid(Which::Wave).await;
        books.end_application(owed, "refused");
        let body = json!({ "attemptId": attempt, "note": "refusée" });
        let answers = join_all((0..6).map(|_| books.treasurer.post("refunds", &body))).await;
        let made: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(made.iter().filter(|status| **status == 201).count(), 1, "{made:?}");
        assert!(made.iter().all(|status| matches!(status, 201 | 409 | 503)), "{made:?}");
        books.treasurer.post("refunds", &body).await.problem(409, "refund_too_much");
        // What was refused does not count any more.
        let refund = only(&books, "").await;
        let path = format!("refunds/{}", refund["id"].as_str().unwrap());
        books.director.post(&format!("{path}/refusal"), &json!({ "reason": "" })).await.problem(422, "invalid");
        books.director.post(&format!("{path}/refusal"), &json!({ "reason": "les frais sont dus" })).await.expect(200);
        let too_much = json!({ "attemptId": attempt, "note": "n", "amountXof": FEE + 1 });
        books.treasurer.post("refunds", &too_much).await.problem(409, "refund_too_much");
        books.treasurer.post("refunds", &body).await.expect(201);
        books.prove().await;
    }

    async fn parts_of_a_surplus_add_up_to_it_and_no_further(books: Books) {
        let (_, attempt) = books.paid_twice().await;
        let due = only(&books, "").await;
        let path = format!("refunds/{}/refusal", due["id"].as_str().unwrap());
        books.director.post(&path, &json!({ "reason": "en deux fois" })).await.expect(200);
        let part = |amount: i64| json!({ "attemptId": attempt, "note": "part", "amountXof": amount });
        books.treasurer.post("refunds", &part(1_000)).await.expect(201);
        books.treasurer.post("refunds", &part(501)).await.problem(409, "refund_too_much");
        books.treasurer.post("refunds", &part(500)).await.expect(201);
        books.treasurer.post("refunds", &part(1)).await.problem(409, "refund_too_much");
        books.treasurer.post("refunds", &part(0)).await.problem(409, "refund_too_much");
    }

    async fn money_on_its_way_back_pays_nothing_whatever_the_operator_then_says(books: Books) {
        let owed = books.owed("ZLE", FEE).await;
        books.operators.behave(Which::Wave, Behaviour { wrong_amount: Some(150), ..Behaviour::default() });
        let attempt = books.start(owed, Which::Wave).await;
        books.confirm_until(&attempt, "integrity_failure").await;
        assert!(books.balances().await.contains(&("liabilities:suspense".to_owned(), -150)));
        let refund = books.approved(&attempt).await;
        books.operators.behave(Which::Wave, Behaviour::default());
        books.payer.post(&format!("payment-attempts/{attempt}/recheck"), &json!({})).await.expect(202);
        eventually("the operator's other word is written down", || async {
            books.app.settle().await;
            let told = events::of_record(&mut books.app.connect(), RecordKind::PaymentAttempt, &attempt).unwrap();
            told.iter().any(|(event, ..)| event.action == "contradict").then_some(())
        })
        .await;
        let shown = books.payer.get(&format!("payment-attempts/{attempt}")).await.expect(200);
        assert_eq!((&shown["status"], &books.order(owed).await["status"]), (&json!("integrity_failure"), &json!("unpaid")));
        books.treasurer.post(&format!("refunds/{refund}/execution"), &json!({ "operatorReference": "T_BACK150" })).await.expect(200);
        assert_eq!(books.balances().await, []);
        books.prove().await;
    }

    async fn what_was_never_paid_is_not_given_back(books: Books) {
        let owed = books.owed("ZLE", FEE).await;
        let attempt = books.start(owed, Which::OrangeMoney).await;
        let body = json!({ "attemptId": attempt, "note": "n" });
        books.treasurer.post("refunds", &body).await.problem(409, "not_paid");
    }
}
