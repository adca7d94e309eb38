//! Receipts: the acknowledgement, the gap-free series of quittances, the cash desk, and a day's journal and slip.

use boyoro::store::schema::{quittance_prints, quittances};
use boyoro_tests::both_engines;
use boyoro_tests::simulator::Which;
use chrono::TimeDelta;
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::books::{Books, FEE};

/// What is printed on a PDF; none where the tool is not installed.
fn text_of(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    let told =
        std::process::Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&path).arg("-").output().ok()?;
    Some(String::from_utf8_lossy(&told.stdout).replace(['\u{a0}', '\u{202f}'], " "))
}

both_engines! {
    async fn a_paid_order_has_an_acknowledgement_and_a_quittance(books: Books) {
        let owed = books.owed("ZLE", FEE).await;
        let paper = format!("fee-orders/{}/acknowledgement.pdf", owed.order);
        books.payer.get(&paper).await.problem(409, "not_paid");
        assert!(books.quittances(owed).await.is_empty(), "nobody gets a quittance for nothing");
        let attempt = books.start(owed, Which::OrangeMoney).await;
        books.confirm(&attempt).await;
        let acknowledged = books.payer.get(&paper).await;
        assert_eq!(acknowledged.status, 200);
        if let Some(text) = text_of(&acknowledged.bytes) {
            assert!(text.contains("NE VAUT PAS QUITTANCE") && text.contains("1 500 FCFA"), "{text}");
        }
        let quittance = books.quittances(owed).await.remove(0);
        assert_eq!(quittance["number"], "Q-APEX-2026-000001");
        assert_eq!(quittance["amountInWords"], "mille cinq cents francs CFA");
        // Another firm does not know that it exists.
        let stranger = books.app.exporter().await;
        stranger.get("quittances/Q-APEX-2026-000001").await.problem(404, "not_found");
        stranger.post("quittances/Q-APEX-2026-000001/prints", &json!({})).await.problem(404, "not_found");
        let (nothing, prints) = (json!({}), "quittances/q-apex-2026-000001/prints");
        let (first, second) = (books.payer.post(prints, &nothing).await, books.payer.post(prints, &nothing).await);
        if let (Some(first), Some(second)) = (text_of(&first.bytes), text_of(&second.bytes)) {
            assert!(first.contains("Q-APEX-2026-000001") && !first.contains("DUPLICATA"), "{first}");
            assert!(second.contains("DUPLICATA"), "{second}");
        }
        let prints: i64 = quittance_prints::table.count().get_result(&mut books.app.connect()).unwrap();
        assert_eq!(prints, 2);
        books.prove().await;
    }

    async fn a_cancelled_number_stays_and_its_counter_is_of_the_same_series(books: Books) {
        let (owed, _) = books.paid(Which::Wave).await;
        let path = "quittances/Q-APEX-2026-000001/cancellation";
        books.treasurer.post(path, &json!({ "reason": " " })).await.problem(422, "invalid");
        books.payer.post(path, &json!({ "reason": "non" })).await.problem(403, "forbidden");
        let cancelled = books.treasurer.post(path, &json!({ "reason": "nom erroné", "replace": true })).await.expect(200);
        assert_eq!(cancelled["cancelledBy"], "Q-APEX-2026-000002");
        books.treasurer.post(path, &json!({ "reason": "encore" })).await.problem(409, "quittance_closed");
        let counter = "quittances/Q-APEX-2026-000002/cancellation";
        books.treasurer.post(counter, &json!({ "reason": "non" })).await.problem(409, "quittance_closed");
        let numbers: Vec<Value> = books.quittances(owed).await.iter().map(|one| one["number"].clone()).collect();
        assert_eq!(numbers, ["Q-APEX-2026-000001", "Q-APEX-2026-000002", "Q-APEX-2026-000003"]);
        let mut conn = books.app.connect();
        assert!(diesel::delete(quittances::table).execute(&mut conn).is_err(), "a quittance is never deleted");
        books.prove().await;
    }

    async fn the_series_has_no_gap_however_many_pay_at_once_and_begins_anew_each_year(books: Books) {
        let mut owed = Vec::new();
        for _ in 0..8 {
            owed.push(books.owed("ZLE", FEE).await);
        }
        let answers = join_all(owed.iter().map(|one| books.cash(*one, FEE))).await;
        assert!(answers.iter().all(|answer| matches!(answer.status, 201 | 503)));
        let paid = i64::try_from(answers.iter().filter(|answer| answer.status == 201).count()).unwrap();
        let serials: Vec<i64> =
            quittances::table.order(quittances::serial.asc()).select(quittances::serial).load(&mut books.app.connect()).unwrap();
        assert_eq!(serials, (1..=paid).collect::<Vec<_>>());
        books.app.advance(TimeDelta::days(60));
        let next = books.owed("ZLE", FEE).await;
        books.cash(next, FEE).await.expect(201);
        assert_eq!(books.quittances(next).await[0]["number"], "Q-APEX-2027-000001");
        books.prove().await;
    }

    async fn the_cash_desk_takes_exactly_what_is_owed_once(books: Books) {
        let owed = books.owed("ZLE", FEE).await;
        let refused = books.cash(owed, FEE - 1).await.problem(422, "invalid");
        assert!(refused.to_string().contains("1\u{202f}500\u{a0}FCFA"), "{refused}");
        let settled = books.cash(owed, FEE).await.expect(201);
        assert_eq!(settled["status"], "paid");
        assert_eq!(settled["attempts"][0]["operator"], "cash_desk");
        books.cash(owed, FEE).await.problem(409, "order_not_payable");
        assert_eq!(books.balances().await, [("assets:cash_desk".to_owned(), FEE), ("income:fees:ZLE".to_owned(), -FEE)]);
        assert_eq!(books.quittances(owed).await.len(), 1);
        let found = books.treasurer.get("quittances?q=karite").await.expect(200);
        assert_eq!(found["items"][0]["operator"], "cash_desk");
        let none = books.treasurer.get("quittances?q=karite&from=2026-11-17").await.expect(200);
        assert_eq!(none["items"], json!([]));
        books.prove().await;
    }

    async fn a_day_lists_its_receipts_and_adds_them_up(books: Books) {
        let (_, _) = books.paid(Which::OrangeMoney).await;
        let cash = books.owed("UEM", 2_000).await;
        books.cash(cash, 2_000).await.expect(201);
        books.paid_twice().await;
        let today = books.app.now().date_naive().to_string();
        let day = books.treasurer.get(&format!("receipts/{today}")).await.expect(200);
        assert_eq!((&day["amountXof"], &day["count"]), (&json!(2 * FEE + 2_000), &json!(3)), "{day}");
        assert_eq!(day["others"].as_array().unwrap().len(), 1, "the second payment is no revenue");
        assert_eq!(day["byOperator"], json!([
            { "code": "orange_money", "count": 2, "amountXof": 2 * FEE },
            { "code": "cash_desk", "count": 1, "amountXof": 2_000 },
        ]));
        assert_eq!(day["firstQuittance"], "Q-APEX-2026-000001");
        assert_eq!(day["lastQuittance"], "Q-APEX-2026-000003");
        let yesterday = books.treasurer.get("receipts/2026-11-01").await.expect(200);
        assert_eq!((&yesterday["amountXof"], &yesterday["receipts"]), (&json!(0), &json!([])));
        let slip = books.treasurer.get(&format!("receipts/{today}/deposit-slip.pdf")).await;
        if let Some(text) = text_of(&slip.bytes) {
            assert!(text.contains("BV-APEX-") && text.contains("cinq mille francs CFA") && text.contains("5 000"), "{text}");
        }
        let journal = books.treasurer.get(&format!("receipts/{today}/journal.pdf")).await;
        if let Some(text) = text_of(&journal.bytes) {
            assert!(text.contains("Q-APEX-2026-000002") && text.contains("Trop-perçu") && text.contains("5 000"), "{text}");
        }
        let table = books.treasurer.get(&format!("receipts/{today}/journal.csv")).await;
        assert_eq!(String::from_utf8_lossy(&table.bytes).lines().count(), 5);
        let table = books.treasurer.get(&format!("receipts/{today}/deposit-slip.csv")).await;
        assert!(String::from_utf8_lossy(&table.bytes).contains("total,,3,5000"));
    }

    async fn the_public_page_tells_the_facts_and_not_who_paid(books: Books) {
        let (_, _) = books.paid(Which::OrangeMoney).await;
        let page = books.app.anyone().get("/q/Q-APEX-2026-000001").await;
        let text = String::from_utf8_lossy(&page.bytes).into_owned();
        assert_eq!(page.status, 200);
        assert!(text.contains("Valable") && text.contains("mille cinq cents francs CFA") && !text.contains("Karit"), "{text}");
        assert_eq!(books.app.anyone().get("/Q/Q-APEX-2026-000001?lang=en").await.status, 200);
        let unknown = books.app.anyone().get("/q/Q-APEX-2026-000009").await;
        assert_eq!(unknown.status, 404);
        books.treasurer.post("quittances/Q-APEX-2026-000001/cancellation", &json!({ "reason": "x" })).await.expect(200);
        let page = books.app.anyone().get("/q/Q-APEX-2026-000001").await;
        assert!(String::from_utf8_lossy(&page.bytes).contains("Annulée"));
    }
}
