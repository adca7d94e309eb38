//! "I paid by merchant code": a claim, a statement that bears it out, a person who approves.

use super::reconciliation::{Moved, Office, moov, moov_rows};
use boyoro_tests::{Answer, both_engines};
use serde_json::{Value, json};

const TRANSACTION: &str = "MP261116.0830.A00073";

impl Office {
    async fn claim(&self, order: &str, transaction: &str, amount: i64) -> Answer {
        let body = json!({ "transactionId": transaction, "amountXof": amount, "paidOn": "2026-11-16" });
        self.agency.exporter.post(&format!("fee-orders/{order}/claims"), &body).await
    }

    async fn unpaid_order(&self) -> String {
        self.agency.submitted().await["feeOrder"]["id"].as_str().unwrap().to_owned()
    }

    async fn decide(&self, by: &boyoro_tests::Caller, claim: &Value, what: &str, body: &Value) -> Answer {
        by.post(&format!("payment-claims/{}/{what}", claim["id"].as_str().unwrap()), body).await
    }
}

both_engines! {
    async fn a_claim_that_a_statement_bears_out_pays_the_order(office: Office) {
        let order = office.unpaid_order().await;
        // People copy the number with spaces and small letters.
        let claim = office.claim(&order, " mp261116.0830.a00073 ", 1_500).await.expect(201);
        assert_eq!((&claim["status"], &claim["transactionId"]), (&json!("pending"), &json!(TRANSACTION)));
        assert!(claim["message"].as_str().unwrap().contains("pas encore"), "{claim}");
        assert_eq!(claim["evidence"], Value::Null, "what the statements say is for the agency");
        office.decide(&office.treasurer, &claim, "approval", &json!({})).await.problem(409, "claim_not_borne_out");
        office.import(moov(&[(TRANSACTION, "1,500.00")]), None).await;
        let listed = office.treasurer.get("payment-claims?status=pending").await.expect(200);
        assert_eq!(listed["items"][0]["evidence"], "found");
        // Whoever brought the statement in does not also say what it pays.
        office.decide(&office.treasurer, &claim, "approval", &json!({})).await.problem(409, "second_person_needed");
        let approved = office.decide(&office.director, &claim, "approval", &json!({})).await.expect(200);
        assert_eq!(approved["status"], "approved");
        let paid = office.order(&order).await;
        assert_eq!((&paid["status"], &paid["attempts"][0]["operator"]), (&json!("paid"), &json!("merchant_code")));
        assert_eq!(paid["attempts"][0]["transactionId"], TRANSACTION);
        assert_eq!((office.balance("assets:operator:merchant_code"), office.balance("income:fees:ZLE")), (1_500, -1_500));
        assert!(office.queue().await.is_empty(), "the line that nobody knew is explained");
        office.decide(&office.director, &claim, "approval", &json!({})).await.problem(409, "not_in_this_state");
    }

    async fn one_transaction_never_pays_two_orders(office: Office) {
        let (first, second) = (office.unpaid_order().await, office.unpaid_order().await);
        let one = office.claim(&first, TRANSACTION, 1_500).await.expect(201);
        let other = office.claim(&second, TRANSACTION, 1_500).await.expect(201);
        office.claim(&second, "ANOTHER-1", 1_500).await.problem(409, "claim_under_way");
        office.import(moov(&[(TRANSACTION, "1500")]), None).await;
        office.decide(&office.director, &one, "approval", &json!({})).await.expect(200);
        office.decide(&office.director, &other, "approval", &json!({})).await.problem(409, "transaction_used");
        assert_eq!(office.order(&second).await["status"], "unpaid");
        let refused = office.decide(&office.treasurer, &other, "refusal", &json!({ "reason": "Ce numéro a réglé un autre ordre." })).await.expect(200);
        assert_eq!((&refused["status"], &refused["reason"]), (&json!("refused"), &json!("Ce numéro a réglé un autre ordre.")));
        // After a refusal another number may be tried.
        office.claim(&second, "ANOTHER-1", 1_500).await.expect(201);
    }

    async fn a_wrong_number_or_amount_stays_pending_with_a_plain_message(office: Office) {
        let order = office.unpaid_order().await;
        office.import(moov(&[(TRANSACTION, "1000")]), None).await;
        let claim = office.claim(&order, TRANSACTION, 1_500).await.expect(201);
        office.decide(&office.treasurer, &claim, "approval", &json!({})).await.problem(409, "claim_not_borne_out");
        let mine = office.agency.exporter.get(&format!("fee-orders/{order}/claims")).await.expect(200);
        assert_eq!(mine["items"][0]["status"], "pending");
        assert!(mine["items"][0]["message"].as_str().unwrap().contains("vérifiez le numéro"), "{mine}");
        let stranger = office.agency.app.exporter().await;
        stranger.get(&format!("fee-orders/{order}/claims")).await.problem(404, "not_found");
        let faulty = json!({ "transactionId": "x", "amountXof": 0, "paidOn": "2027-01-01" });
        let problem = office.agency.exporter.post(&format!("fee-orders/{}/claims", office.unpaid_order().await), &faulty).await;
        problem.problem(422, "invalid");
        assert_eq!(problem.expect(422)["errors"].as_array().map(Vec::len), Some(3), "every fault at once");
    }

    async fn a_transaction_that_paid_by_another_operator_pays_nothing_more(office: Office) {
        let paid = office.paid("wave").await;
        let order = office.unpaid_order().await;
        // Both sides write the number as they like.
        let claim = office.claim(&order, &paid.transaction.to_lowercase(), 1_500).await.expect(201);
        office.import(moov(&[(&paid.transaction, "1500")]), None).await;
        office.decide(&office.director, &claim, "approval", &json!({})).await.problem(409, "transaction_used");
        assert_eq!(office.order(&order).await["status"], "unpaid");
    }

    async fn letters_of_a_number_are_the_same_in_capitals(office: Office) {
        let order = office.unpaid_order().await;
        office.import(moov(&[("mp261116.0830.a00073", "1500")]), None).await;
        let claim = office.claim(&order, TRANSACTION, 1_500).await.expect(201);
        office.decide(&office.director, &claim, "approval", &json!({})).await.expect(200);
        assert_eq!(office.order(&order).await["status"], "paid");
    }

    async fn a_payment_of_another_day_or_one_that_was_taken_back_bears_nothing_out(office: Office) {
        let order = office.unpaid_order().await;
        office.import(moov(&[(TRANSACTION, "1500")]), None).await;
        let body = json!({ "transactionId": TRANSACTION, "amountXof": 1_500, "paidOn": "2026-11-14" });
        let early = office.agency.exporter.post(&format!("fee-orders/{order}/claims"), &body).await.expect(201);
        let listed = office.treasurer.get("payment-claims?status=pending").await.expect(200);
        assert_eq!((&listed["items"][0]["evidence"], &listed["items"][0]["line"]["transactionId"]), (&json!("not_found"), &json!(TRANSACTION)));
        office.decide(&office.director, &early, "approval", &json!({})).await.problem(409, "claim_not_borne_out");
        office.decide(&office.director, &early, "refusal", &json!({ "reason": "Autre date." })).await.expect(200);
        let body = json!({ "transactionId": TRANSACTION, "amountXof": 1_500, "paidOn": "2026-11-15" });
        let claim = office.agency.exporter.post(&format!("fee-orders/{order}/claims"), &body).await.expect(201);
        let back = Moved { transaction: "MP-BACK", paid_in: "", withdrawn: "1500", reason: "Reversal", linked: TRANSACTION };
        office.import(moov_rows(&[Moved::payment(TRANSACTION, "1500"), back]), None).await;
        office.decide(&office.director, &claim, "approval", &json!({})).await.problem(409, "claim_not_borne_out");
        assert_eq!(office.order(&order).await["status"], "unpaid");
    }

    async fn money_in_suspense_is_released_by_a_second_person(office: Office) {
        let order = office.unpaid_order().await;
        office.import(moov(&[(TRANSACTION, "1500")]), None).await;
        let unknown = office.queue().await.remove(0);
        office.resolve(&office.treasurer, &unknown["id"], &json!({ "action": "to_suspense" })).await.expect(200);
        assert_eq!(office.balance("liabilities:suspense"), -1_500);
        let claim = office.claim(&order, TRANSACTION, 1_500).await.expect(201);
        office.decide(&office.treasurer, &claim, "approval", &json!({})).await.problem(409, "second_person_needed");
        office.decide(&office.director, &claim, "approval", &json!({})).await.expect(200);
        assert_eq!(office.order(&order).await["status"], "paid");
        assert_eq!((office.balance("liabilities:suspense"), office.balance("income:fees:ZLE")), (0, -1_500));
        office.next_day();
        let day = office.day("merchant_code", "2026-11-16").await;
        assert_eq!((&day["differences"], &day["obstacles"]), (&json!([]), &json!([])));
    }
}
