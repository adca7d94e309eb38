//! Money that a statement tells and that is no payment: nobody's, too much, too little, or of an attempt that nobody can ask about.

use boyoro_tests::simulator::{Behaviour, Outcome, Which};
use boyoro_tests::{Answer, Caller, both_engines};
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::reconciliation::{Moved, Office, Row, moov_rows, row, wave};

/// The day on which every test begins.
const DAY: &str = "2026-11-16";
const FEE: i64 = 1_500;

impl Office {
    /// The only difference there is.
    async fn only(&self) -> Value {
        let queue = self.queue().await;
        assert_eq!(queue.len(), 1, "{queue:?}");
        queue[0].clone()
    }

    /// Money of a line nobody knows, put into suspense; gives the line's id.
    async fn stranger(&self, statement: Vec<u8>) -> Value {
        self.import(statement, None).await;
        let unknown = self.only().await;
        let resolved = self.resolve(&self.treasurer, &unknown["id"], &json!({ "action": "to_suspense" })).await;
        resolved.expect(200)["line"]["id"].clone()
    }

    async fn ask_back(&self, line: &Value, amount: i64) -> Answer {
        let body = json!({ "lineId": line, "amountXof": amount, "note": "Réclamé par celui qui l'a envoyé." });
        self.treasurer.post("refunds", &body).await
    }

    async fn refund_step(&self, by: &Caller, refund: &Value, step: &str, body: &Value) -> Answer {
        by.post(&format!("refunds/{}/{step}", refund["id"].as_str().unwrap()), body).await
    }

    /// A refund of a line's money that two people agreed on.
    async fn agreed(&self, line: &Value, amount: i64) -> Value {
        let asked = self.ask_back(line, amount).await.expect(201);
        self.refund_step(&self.director, &asked, "approval", &json!({})).await.expect(200)
    }

    async fn finish(&self, refund: &Value, number: &str) -> Value {
        let done = json!({ "operatorReference": number });
        self.refund_step(&self.treasurer, refund, "execution", &done).await.expect(200)
    }

    async fn waiting(&self) -> Vec<Value> {
        self.treasurer.get("treasury/set-aside").await.expect(200)["items"].as_array().unwrap().clone()
    }

    async fn closes(&self, operator: &str) -> Value {
        let shown = self.day(operator, DAY).await;
        assert_eq!((&shown["differences"], &shown["obstacles"]), (&json!([]), &json!([])), "{shown}");
        self.close(operator, DAY).await.expect(200)
    }

    async fn prove(&self) {
        assert_eq!(boyoro::books::check(&self.agency.app.app).await.unwrap(), Vec::<String>::new());
    }

    /// An attempt with Orange Money whose token was lost with the answer; gives the order and our reference.
    async fn without_token(&self) -> (String, String) {
        self.agency.operators.behave(Which::OrangeMoney, Behaviour { cut_body: true, ..Behaviour::default() });
        let order = self.agency.submitted().await["feeOrder"]["id"].as_str().unwrap().to_owned();
        let body = json!({ "operator": "orange_money" });
        let begun = self.agency.exporter.post(&format!("fee-orders/{order}/attempts"), &body).await.expect(201);
        assert_eq!(begun["status"], "unknown");
        (order, self.agency.operators.payments().pop().unwrap().reference)
    }
}

/// Money that left the account by hand, under no name of a refund.
fn by_hand<'a>(number: &'a str, amount: &'a str) -> Row<'a> {
    Row { transaction: number, kind: "api_payout", amount, fee: "0", reference: "" }
}

both_engines! {
    async fn money_that_is_nobodys_goes_back_when_two_people_agree(office: Office) {
        let line = office.stranger(wave(&[row("T_stranger", "700", "")])).await;
        let waiting = office.waiting().await;
        assert_eq!((waiting.len(), &waiting[0]["line"]["id"], &waiting[0]["leftXof"], &waiting[0]["isSurplus"]), (1, &line, &json!(700), &json!(false)));
        let nothing = office.treasurer.post("refunds", &json!({ "note": "" })).await.problem(422, "invalid");
        assert_eq!(nothing["errors"].as_array().map(Vec::len), Some(2), "every fault at once");
        office.ask_back(&line, 701).await.problem(409, "refund_too_much");
        let answers = join_all((0..6).map(|_| office.ask_back(&line, 700))).await;
        let (made, refused): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| answer.status == 201);
        assert_eq!(made.len(), 1, "never more than waits, however many ask at once");
        assert!(refused.iter().all(|answer| matches!(answer.status, 409 | 503)));
        let asked = made[0].json();
        assert_eq!((&asked["status"], &asked["reason"], &asked["transactionId"]), (&json!("asked"), &json!("unclaimed"), &json!("T_stranger")));
        assert_eq!(asked["orderReference"], Value::Null);
        office.ask_back(&line, 1).await.problem(409, "refund_too_much");
        assert!(office.waiting().await.is_empty(), "it is on its way");
        office.refund_step(&office.treasurer, &asked, "approval", &json!({})).await.problem(409, "refund_needs_two");
        office.refund_step(&office.director, &asked, "approval", &json!({})).await.expect(200);
        assert_eq!((office.balance("liabilities:suspense"), office.balance("liabilities:refund_payable")), (0, -700));
        office.refund_step(&office.treasurer, &asked, "execution", &json!({})).await.problem(409, "refund_by_hand");
        // People write a number down in small letters.
        assert_eq!(office.finish(&asked, "t_hand700").await["status"], "done");
        assert_eq!((office.balance("assets:operator:wave"), office.balance("liabilities:refund_payable")), (0, 0));
        office.import(wave(&[row("T_stranger", "700", ""), by_hand("T_HAND700", "-700")]), None).await;
        assert!(office.queue().await.is_empty(), "the statement tells what we sent, whatever it calls it");
        office.next_day();
        office.closes("wave").await;
        office.prove().await;
    }

    async fn what_a_statement_tells_before_it_is_written_down_here_goes_away_by_itself(office: Office) {
        let first = moov_rows(&[Moved::payment("MP-STRANGER", "700")]);
        let line = office.stranger(first).await;
        let refund = office.agreed(&line, 700).await;
        let back = Moved { transaction: "MP-BACK", paid_in: "", withdrawn: "700", reason: "Reversal", linked: "MP-STRANGER" };
        office.import(moov_rows(&[Moved::payment("MP-STRANGER", "700"), back]), None).await;
        let told = office.only().await;
        assert_eq!((&told["class"], &told["refundId"]), (&json!("missing_at_us"), &refund["id"]), "no reversal: we decided it");
        office.finish(&refund, "MP-BACK").await;
        assert!(office.queue().await.is_empty(), "both sides say that it has gone");
        office.next_day();
        office.closes("merchant_code").await;
        office.prove().await;
    }

    async fn money_the_operator_took_back_by_itself_leaves_suspense(office: Office) {
        let back = || Moved { transaction: "MP-BACK", paid_in: "", withdrawn: "700", reason: "Reversal", linked: "MP-STRANGER" };
        let line = office.stranger(moov_rows(&[Moved::payment("MP-STRANGER", "700")])).await;
        office.import(moov_rows(&[Moved::payment("MP-STRANGER", "700"), back()]), None).await;
        assert_eq!(office.only().await["class"], "reversal");
        let refund = office.agreed(&line, 700).await;
        assert_eq!(office.only().await["class"], "missing_at_us", "now it is money we owe");
        office.finish(&refund, "MP-BACK").await;
        assert!(office.queue().await.is_empty());
        assert_eq!((office.balance("assets:operator:merchant_code"), office.balance("liabilities:suspense")), (0, 0));
        office.next_day();
        office.closes("merchant_code").await;
        office.prove().await;
    }

    async fn a_refund_of_nobodys_money_that_the_operator_does_not_have_is_a_difference(office: Office) {
        let line = office.stranger(wave(&[row("T_stranger", "700", "")])).await;
        let refund = office.agreed(&line, 300).await;
        assert_eq!(office.waiting().await[0]["leftXof"], 400);
        office.finish(&refund, "T_HAND300").await;
        office.next_day();
        office.close("wave", DAY).await.problem(409, "day_does_not_balance");
        let missing = office.only().await;
        assert_eq!((&missing["class"], &missing["refundId"], &missing["amountXof"]), (&json!("missing_at_provider"), &refund["id"], &json!(300)));
        // The operator's export was cut off before it.
        office.import(wave(&[row("T_stranger", "700", ""), by_hand("T_HAND300", "-300")]), None).await;
        assert!(office.queue().await.is_empty());
        office.closes("wave").await;
        office.prove().await;
    }

    async fn what_goes_back_pays_nothing_and_what_paid_does_not_go_back(office: Office) {
        let order = office.agency.submitted().await["feeOrder"]["id"].as_str().unwrap().to_owned();
        let line = office.stranger(moov_rows(&[Moved::payment("MP-ONE", "1500")])).await;
        let body = json!({ "transactionId": "MP-ONE", "amountXof": FEE, "paidOn": DAY });
        let claim = office.agency.exporter.post(&format!("fee-orders/{order}/claims"), &body).await.expect(201);
        office.ask_back(&line, FEE).await.problem(409, "claim_under_way");
        let decide = |what: &str| format!("payment-claims/{}/{what}", claim["id"].as_str().unwrap());
        office.director.post(&decide("refusal"), &json!({ "reason": "Autre payeur." })).await.expect(200);
        let asked = office.ask_back(&line, FEE).await.expect(201);
        let again = office.agency.exporter.post(&format!("fee-orders/{order}/claims"), &body).await.expect(201);
        let listed = office.treasurer.get("payment-claims?status=pending").await.expect(200);
        assert_eq!(listed["items"][0]["evidence"], "going_back");
        let approve = format!("payment-claims/{}/approval", again["id"].as_str().unwrap());
        office.director.post(&approve, &json!({})).await.problem(409, "money_goes_back");
        office.refund_step(&office.director, &asked, "approval", &json!({})).await.problem(409, "claim_under_way");
        office.refund_step(&office.director, &asked, "refusal", &json!({ "reason": "Son payeur s'est fait connaître." })).await.expect(200);
        office.director.post(&approve, &json!({})).await.expect(200);
        assert_eq!(office.order(&order).await["status"], "paid");
        office.ask_back(&line, FEE).await.problem(409, "not_paid");
        office.prove().await;
    }

    async fn a_verified_payment_waits_while_its_money_goes_back(office: Office) {
        office.agency.operators.behave(Which::Wave, Behaviour { drop_callback: true, ..Behaviour::default() });
        let order = office.agency.submitted().await["feeOrder"]["id"].as_str().unwrap().to_owned();
        office.agency.exporter.post(&format!("fee-orders/{order}/attempts"), &json!({ "operator": "wave" })).await.expect(201);
        let reference = office.agency.operators.payments().pop().unwrap().reference;
        office.agency.operators.pay(&reference, Outcome::Confirm).await;
        let number = office.agency.operators.payment(&reference).unwrap().transaction_id.unwrap();
        let line = office.stranger(wave(&[row(&number, "1500", "")])).await;
        let asked = office.ask_back(&line, FEE).await.expect(201);
        office.hear_again().await;
        assert_eq!(office.order(&order).await["status"], "unpaid", "the same francs cannot go back and pay");
        office.refund_step(&office.director, &asked, "refusal", &json!({ "reason": "Elle a payé un ordre." })).await.expect(200);
        office.hear_again().await;
        assert_eq!(office.order(&order).await["status"], "paid");
        office.ask_back(&line, FEE).await.problem(409, "not_paid");
        assert_eq!((office.balance("liabilities:suspense"), office.balance("assets:operator:wave")), (0, FEE));
        office.prove().await;
    }

    async fn what_a_payer_paid_too_much_is_booked_and_goes_back(office: Office) {
        let paid = office.paid("wave").await;
        office.import(wave(&[row(&paid.transaction, "2000", &paid.reference)]), None).await;
        let found = office.only().await;
        assert_eq!((&found["actions"], &found["beyondXof"]), (&json!(["surplus_set_aside", "explained"]), &json!(500)));
        office.resolve(&office.treasurer, &found["id"], &json!({ "action": "surplus_set_aside" })).await.expect(200);
        assert_eq!((office.balance("liabilities:overpayment"), office.order(&paid.order).await["status"].clone()), (-500, json!("paid")));
        let waiting = office.waiting().await.remove(0);
        assert_eq!((&waiting["isSurplus"], &waiting["leftXof"], &waiting["ours"]["reference"]), (&json!(true), &json!(500), &json!(paid.reference)));
        let refund = office.agreed(&waiting["line"]["id"], 500).await;
        assert_eq!((&refund["reason"], refund["orderReference"].is_string()), (&json!("overpayment"), true));
        office.finish(&refund, "T_HAND500").await;
        let back = Row { transaction: "T_HAND500", kind: "api_checkout_refund", amount: "-500", fee: "0", reference: &paid.reference };
        office.import(wave(&[row(&paid.transaction, "2000", &paid.reference), back]), None).await;
        assert!(office.queue().await.is_empty(), "it is no reversal of the payment");
        assert_eq!((office.balance("assets:operator:wave"), office.balance("liabilities:overpayment")), (FEE, 0));
        office.next_day();
        office.closes("wave").await;
        office.prove().await;
    }

    async fn less_than_was_asked_pays_nothing_when_a_second_person_says_so(office: Office) {
        let paid = office.paid("wave").await;
        assert_eq!(office.quittances(&paid.order).await, ["quittance"]);
        office.import(wave(&[row(&paid.transaction, "1000", &paid.reference)]), None).await;
        let found = office.only().await;
        assert_eq!((&found["actions"], &found["beyondXof"]), (&json!(["corrected", "explained"]), &json!(-500)));
        assert_eq!(found["needsAnother"], json!(["corrected"]), "the treasurer brought the statement in");
        let correction = json!({ "action": "corrected" });
        office.resolve(&office.treasurer, &found["id"], &correction).await.problem(409, "second_person_needed");
        let seen = office.director.get(&format!("reconciliation/discrepancies/{}", found["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(seen["needsAnother"], json!([]));
        office.resolve(&office.director, &found["id"], &correction).await.expect(200);
        office.resolve(&office.director, &found["id"], &correction).await.problem(409, "not_in_this_state");
        assert_eq!(office.order(&paid.order).await["status"], "unpaid");
        assert_eq!(office.quittances(&paid.order).await, ["quittance", "counter"]);
        let stands = ["assets:operator:wave", "income:fees:ZLE", "liabilities:suspense"].map(|account| office.balance(account));
        assert_eq!(stands, [1_000, 0, -1_000]);
        // The order can be paid again, and what did come goes back.
        office.agency.pay(&paid.application, "wave").await;
        assert_eq!(office.order(&paid.order).await["status"], "paid");
        let attempt = office.order(&paid.order).await["attempts"].as_array().unwrap().iter()
            .find(|one| one["reversedAt"].is_string()).unwrap()["id"].clone();
        office.treasurer.post("refunds", &json!({ "attemptId": attempt, "note": "n" })).await.problem(409, "not_paid");
        let line = office.waiting().await.remove(0)["line"]["id"].clone();
        let refund = office.agreed(&line, 1_000).await;
        assert_eq!(refund["reason"], "wrong_money");
        office.finish(&refund, "T_HAND1000").await;
        let second = office.agency.operators.payments().pop().unwrap();
        let number = second.transaction_id.unwrap();
        office.import(wave(&[
            row(&paid.transaction, "1000", &paid.reference),
            row(&number, "1500", &second.reference),
            by_hand("T_HAND1000", "-1000"),
        ]), None).await;
        assert!(office.queue().await.is_empty());
        office.next_day();
        office.closes("wave").await;
        office.prove().await;
    }

    async fn a_payment_nobody_can_ask_about_is_settled_by_a_second_person_once(office: Office) {
        let (order, reference) = office.without_token().await;
        office.agency.app.settle().await;
        let wrong = wave(&[row("OM-OTHER", "1400", &reference)]);
        office.import(wrong, Some("orange_money")).await;
        assert_eq!(office.only().await["actions"], json!(["to_suspense", "explained"]), "only the exact amount pays");
        office.import(wave(&[row("OM-OTHER", "1400", &reference), row("OM-PAID", "1500", &reference)]), Some("orange_money")).await;
        let queue = office.queue().await;
        let found = queue.iter().find(|one| one["line"]["transactionId"] == "OM-PAID").unwrap();
        assert_eq!((&found["actions"][0], &found["needsAnother"]), (&json!("settled"), &json!(["settled"])));
        let settle = json!({ "action": "settled" });
        office.resolve(&office.treasurer, &found["id"], &settle).await.problem(409, "second_person_needed");
        assert_eq!(office.order(&order).await["status"], "unpaid");
        office.resolve(&office.director, &found["id"], &settle).await.expect(200);
        office.resolve(&office.director, &found["id"], &settle).await.problem(409, "not_in_this_state");
        let paid = office.order(&order).await;
        assert_eq!((&paid["status"], &paid["attempts"][0]["transactionId"]), (&json!("paid"), &json!("OM-PAID")));
        assert_eq!(paid["attempts"].as_array().map(Vec::len), Some(1), "it is the very attempt whose answer was lost");
        assert_eq!((office.balance("assets:operator:orange_money"), office.balance("income:fees:ZLE")), (FEE, -FEE));
        office.prove().await;
    }

    async fn where_the_operator_can_be_asked_a_statement_settles_nothing(office: Office) {
        office.agency.operators.behave(Which::Wave, Behaviour { drop_callback: true, query_http_error: Some(503), ..Behaviour::default() });
        let order = office.agency.submitted().await["feeOrder"]["id"].as_str().unwrap().to_owned();
        office.agency.exporter.post(&format!("fee-orders/{order}/attempts"), &json!({ "operator": "wave" })).await.expect(201);
        let reference = office.agency.operators.payments().pop().unwrap().reference;
        office.import(wave(&[row("T_LIE", "1500", &reference)]), None).await;
        let found = office.only().await;
        assert_eq!(found["actions"], json!(["to_suspense", "explained"]));
        office.resolve(&office.director, &found["id"], &json!({ "action": "settled" })).await.problem(409, "not_in_this_state");
        assert_eq!(office.order(&order).await["status"], "unpaid");
    }
}
