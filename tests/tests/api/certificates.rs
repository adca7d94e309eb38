//! From the sealing order to the stranger who verifies: numbers, seals, states, pages.

use boyoro::failure::Failure;
use boyoro::issuance;
use boyoro::origin::codes::SchemeCode;
use boyoro::origin::record::CertificateRecord;
use boyoro::origin::refusal::Refusal;
use boyoro::store::schema::sealing_orders;
use boyoro::store::{At, Id};
use boyoro_tests::sealing::{approval, cast, issue, order, record};
use boyoro_tests::{Caller, TestApp, both_engines};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::{Value, json};

async fn verify(app: &TestApp, input: &str) -> Value {
    app.anyone().post("verifications", &json!({ "input": input })).await.expect(200)
}

async fn read(caller: &Caller, number: &str) -> Value {
    caller.get(&format!("certificates/{number}")).await.expect(200)
}

both_engines! {
    async fn a_stranger_verifies_by_number_and_by_seal(app: TestApp) {
        let cast = cast(&app).await;
        let number = issue(&app, &cast, record(&app)).await;
        let by_number = verify(&app, &number.to_lowercase()).await;
        assert_eq!((&by_number["verdict"], &by_number["signature"]), (&json!("authentic"), &json!("not_presented")));
        assert_eq!(by_number["facts"]["goods"][0]["hsCode"], "080450");
        let said = by_number.to_string();
        for secret in ["consignee", "invoice", "fobValue", "Aminata", "JKF/2026"] {
            assert!(!said.contains(secret), "{secret} is not public by number: {said}");
        }

        let qr_text = read(&cast.firm.clerk, &number).await["qrText"].as_str().unwrap().to_owned();
        for input in [qr_text.clone(), qr_text.to_lowercase(), qr_text.split_once('#').unwrap().1.to_owned()] {
            let by_seal = verify(&app, &input).await;
            assert_eq!((&by_seal["verdict"], &by_seal["signature"]), (&json!("authentic"), &json!("valid")));
            assert!(by_seal["facts"]["consignee"].as_str().unwrap().starts_with("Société Marocaine"));
        }
    }

    async fn a_changed_or_moved_seal_is_refused(app: TestApp) {
        let cast = cast(&app).await;
        let first = issue(&app, &cast, record(&app)).await;
        let second = issue(&app, &cast, record(&app)).await;
        let qr_text = read(&cast.firm.clerk, &first).await["qrText"].as_str().unwrap().to_owned();
        let (address, digits) = qr_text.split_once('#').unwrap();
        let last: u32 = digits[digits.len() - 1..].parse().unwrap();
        let changed = format!("{address}#{}{}", &digits[..digits.len() - 1], if last == 0 { 1 } else { last - 1 });
        assert_eq!(verify(&app, &changed).await["verdict"], "tampered");
        let moved = format!("{}#{digits}", address.replace(&first, &second));
        let answer = verify(&app, &moved).await;
        assert_eq!((&answer["verdict"], &answer["signature"]), (&json!("tampered"), &json!("invalid")));
        assert!(answer.get("facts").is_none(), "nothing of the other certificate is told");
        let cut = format!("{address}#{}", &digits[17..]);
        assert_eq!(verify(&app, &cut).await["verdict"], "unreadable");
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/seal.json")).unwrap();
        let vectors: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(verify(&app, vectors["qrText"].as_str().unwrap()).await["verdict"], "unknown_key");
        assert_eq!(verify(&app, "https://co.example/V2/X#1").await["verdict"], "unsupported_version");
    }

    async fn a_number_nobody_issued_is_unknown_and_a_mistyped_one_unreadable(app: TestApp) {
        let unknown = verify(&app, "ML-ZLE-2026-000123-A").await;
        assert_eq!(unknown["verdict"], "unknown_number");
        assert!(unknown["nextStep"]["en"].as_str().unwrap().contains("do not accept"));
        for input in ["ML-ZLE-2026-000132-A", "", "🥭", "<script>alert(1)</script>", &"9".repeat(5_000)] {
            assert_eq!(verify(&app, input).await["verdict"], "unreadable", "{input}");
        }
        app.anyone().post("verifications", &json!({ "input": 1 })).await.problem(422, "invalid");
        app.anyone().post("verifications", &json!({ "input": "x", "more": 1 })).await.problem(422, "invalid");
    }

    async fn every_state_has_its_verdict(app: TestApp) {
        let cast = cast(&app).await;
        let why = json!({ "reason": "Alerte des douanes" });
        let number = issue(&app, &cast, record(&app)).await;
        let path = |deed: &str| format!("certificates/{number}/{deed}");
        let suspended = cast.signatory.post(&path("suspension"), &why).await.expect(200);
        assert_eq!((&suspended["status"], &suspended["statusReason"]), (&json!("suspended"), &why["reason"]));
        assert_eq!(suspended["allowedActions"], json!(["reinstate", "revoke"]));
        assert_eq!(verify(&app, &number).await["verdict"], "suspended");
        cast.signatory.post(&path("suspension"), &why).await.problem(409, "not_in_this_state");
        cast.signatory.post(&path("reinstatement"), &why).await.expect(200);
        assert_eq!(verify(&app, &number).await["verdict"], "authentic");
        cast.signatory.post(&path("revocation"), &json!({ "reason": "x", "reasonCode": "nope" })).await.problem(422, "invalid");
        let revocation = json!({ "reasonCode": "false_statement", "reason": "Facture falsifiée par X" });
        cast.signatory.post(&path("revocation"), &revocation).await.expect(200);
        let revoked = verify(&app, &number).await;
        assert_eq!((&revoked["verdict"], &revoked["facts"]["reason"]["en"]), (&json!("revoked"), &json!("False statement")));
        assert!(!revoked.to_string().contains("falsifiée par X"), "words for the file are not public");
        cast.signatory.post(&path("reinstatement"), &why).await.problem(409, "not_in_this_state");
        let history = cast.firm.clerk.get(&path("timeline")).await.expect(200);
        let actions: Vec<_> = history["items"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["issue", "suspend", "reinstate", "revoke"]);

        let other = issue(&app, &cast, record(&app)).await;
        cast.signatory.post(&format!("certificates/{other}/cancellation"), &why).await.expect(200);
        assert_eq!(verify(&app, &other).await["verdict"], "cancelled");

        let last = issue(&app, &cast, record(&app)).await;
        app.advance(TimeDelta::days(366));
        assert_eq!(verify(&app, &last).await["verdict"], "expired", "from its date, before anyone wrote it down");
        app.settle().await;
        let listed = cast.signatory.get("certificates?status=expired").await.expect(200);
        assert_eq!(listed["items"][0]["number"], *last);
    }

    async fn a_successor_ends_its_predecessor(app: TestApp) {
        let cast = cast(&app).await;
        let old = issue(&app, &cast, record(&app)).await;
        let new = issue(&app, &cast, CertificateRecord { replaces: Some(old.clone()), ..record(&app) }).await;
        let answer = verify(&app, &old).await;
        assert_eq!((&answer["verdict"], &answer["facts"]["replacedBy"]), (&json!("replaced"), &json!(new)));
        assert_eq!(verify(&app, &new).await["verdict"], "authentic");
        assert_eq!(read(&cast.firm.clerk, &new).await["replaces"], *old);
    }

    async fn each_reads_and_does_what_is_theirs(app: TestApp) {
        let cast = cast(&app).await;
        let number = issue(&app, &cast, record(&app)).await;
        let stranger = app.exporter().await;
        stranger.get(&format!("certificates/{number}")).await.problem(404, "not_found");
        stranger.get(&format!("certificates/{number}/document")).await.problem(404, "not_found");
        assert_eq!(stranger.get("certificates").await.expect(200)["items"], json!([]));
        let why = json!({ "reason": "x" });
        cast.examiner.post(&format!("certificates/{number}/revocation"), &why).await.problem(403, "forbidden");
        let customs = app.customs().await;
        let visa = json!({ "declarationNumber": "2026 E 11842", "office": "Bamako-Sénou", "date": "2026-11-16" });
        for day in ["2026-11-15", "-262143-01-01"] {
            let mut early = visa.clone();
            early["date"] = json!(day);
            let refused = customs.post(&format!("certificates/{number}/endorsement"), &early).await;
            refused.problem(422, "invalid");
            assert_eq!(refused.pointers(), ["/date"], "{day}");
        }
        cast.signatory.post(&format!("certificates/{number}/endorsement"), &visa).await.problem(403, "forbidden");
        let endorsed = customs.post(&format!("certificates/{number}/endorsement"), &visa).await.expect(200);
        assert_eq!((&endorsed["status"], &endorsed["endorsement"]), (&json!("endorsed"), &visa));
        cast.signatory.post(&format!("certificates/{number}/cancellation"), &why).await.problem(409, "not_in_this_state");
        let tomorrow = json!({ "declarationNumber": "", "office": "x", "date": "2026-11-17" });
        let refused = customs.post(&format!("certificates/{number}/endorsement"), &tomorrow).await;
        refused.problem(422, "invalid");
        assert_eq!(refused.pointers(), ["/declarationNumber", "/date"]);
        let found = cast.signatory.get("certificates?q=mangues%20jkf&limit=1").await.expect(200);
        assert_eq!(found["items"][0]["number"], *number);
        let serial = cast.signatory.get("certificates?q=000001").await.expect(200);
        assert_eq!(serial["items"][0]["number"], *number, "a part of the number is enough");
        let pattern = cast.signatory.get("certificates?q=ML_%25").await.expect(200);
        assert_eq!(pattern["items"], json!([]));
    }

    async fn numbers_have_no_gap_and_no_twin(app: TestApp) {
        let cast = cast(&app).await;
        let same = cast.examiner.id();
        let mut refused = approval(&app, &cast, record(&app));
        refused.signatory_id = same;
        let refusal = order(&app, refused).await;
        assert!(matches!(refusal, Err(Failure::Refused(Refusal::SamePerson))), "four eyes, again at the seal");
        let fails = approval(&app, &cast, record(&app));
        let now = app.now();
        let undone = app.app.db.write(move |conn| {
            issuance::order_seal(conn, fails.clone(), now)?;
            Err::<(), Failure>(Failure::Forbidden)
        });
        assert!(undone.await.is_err(), "an approval that fails after taking its number");
        let orders: Vec<_> = (0..12).map(|_| order(&app, approval(&app, &cast, record(&app)))).collect();
        let mut numbers: Vec<u32> = Vec::new();
        for number in futures_util::future::join_all(orders).await {
            let number: boyoro::origin::number::CertificateNumber = number.expect("an order").parse().unwrap();
            numbers.push(number.serial());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
        let other = CertificateRecord { scheme: SchemeCode::parse("NP").unwrap().to_string(), ..record(&app) };
        let first = order(&app, approval(&app, &cast, other)).await.unwrap();
        assert!(first.starts_with("ML-NP-2026-000001-"), "each scheme has its own series: {first}");
    }

    async fn an_order_is_invisible_until_sealed_and_sealed_once(app: TestApp) {
        let cast = cast(&app).await;
        let approval = approval(&app, &cast, record(&app));
        let (order_id, now) = (Id(approval.order_id), app.now());
        // Held by a process that has died, so that no worker of this one takes it.
        let held = app.app.db.write(move |conn| {
            let number = issuance::order_seal(conn, approval.clone(), now)?;
            diesel::update(sealing_orders::table.find(order_id))
                .set(sealing_orders::claimed_until.eq(At(now + TimeDelta::minutes(5))))
                .execute(conn)?;
            Ok::<_, Failure>(number)
        });
        let number = held.await.expect("an order").to_string();
        app.settle().await;
        assert_eq!(verify(&app, &number).await["verdict"], "unknown_number");
        cast.firm.clerk.get(&format!("certificates/{number}")).await.problem(404, "not_found");
        app.advance(TimeDelta::minutes(6));
        let (one, two) = tokio::join!(issuance::seal_waiting(&app.app), issuance::seal_waiting(&app.app));
        one.expect("a turn");
        two.expect("another at the same time");
        assert_eq!(verify(&app, &number).await["verdict"], "authentic");
        let history = cast.signatory.get(&format!("certificates/{number}/timeline")).await.expect(200);
        assert_eq!(history["items"].as_array().unwrap().len(), 1, "issued once");
    }

    async fn the_document_is_the_same_each_time(app: TestApp) {
        let cast = cast(&app).await;
        let number = issue(&app, &cast, record(&app)).await;
        let path = format!("certificates/{number}/document");
        let first = cast.firm.clerk.get(&path).await;
        first.expect(200);
        assert_eq!(first.header("content-type"), "application/pdf");
        assert!(first.bytes.starts_with(b"%PDF"));
        app.advance(TimeDelta::days(40));
        assert_eq!(cast.signatory.get(&path).await.bytes, first.bytes);
    }

    async fn the_page_says_the_verdict_without_a_script(app: TestApp) {
        let cast = cast(&app).await;
        let number = issue(&app, &cast, record(&app)).await;
        for path in [format!("/v/{number}"), format!("/V/{number}"), format!("/v/{}", number.to_lowercase())] {
            let page = cast.anyone.get(&path).await;
            page.expect(200);
            let text = page.text();
            assert!(page.header("content-type").starts_with("text/html"), "{path}");
            assert!(text.contains("data-verdict=\"authentic\"") && text.contains("Authentique"), "{path}");
            assert!(text.contains(&format!("data-verify data-number=\"{number}\" data-lang=\"fr\"")));
            assert!(text.contains("data-fact=\"totalGrossWeightG\" data-value=\"6098500\""));
            assert!(!text.contains("style=\"") && !text.contains("Société Marocaine"), "no inline style, no consignee");
        }
        let english = cast.anyone.get(&format!("/v/{number}?lang=en")).await.text();
        assert!(english.contains("<html lang=\"en\">") && english.contains("Compare each fact below with the paper"));
        let unknown = cast.anyone.get("/v/ML-ZLE-2026-999999-0").await;
        assert_eq!(unknown.status, 404);
        assert!(cast.anyone.get("/v/%3Cscript%3E").await.text().contains("data-verdict=\"unreadable\""));
        assert!(cast.anyone.get("/verifier").await.text().contains("action=\"/v\""));
        let found = cast.anyone.get(&format!("/v?n={}", number.replace('-', "%20"))).await;
        assert_eq!((found.status, found.header("location")), (303, format!("/v/{number}").as_str()));
        assert_eq!(cast.anyone.get("/v?n=%22%3E%3Cscript%3E").await.status, 422);
        // What the code holds has names in it: the form posts it, and it is never taken from an address.
        let text = read(&cast.firm.clerk, &number).await["qrText"].as_str().unwrap().to_owned();
        assert!(cast.anyone.get("/verifier").await.text().contains("method=\"post\""));
        let posted = cast.anyone.request(reqwest::Method::POST, "/v").form(&[("n", text.as_str()), ("lang", "en")]);
        let led = cast.anyone.send(posted).await;
        let digits = text.split_once('#').unwrap().1;
        assert_eq!((led.status, led.header("location")), (303, format!("/v/{number}?lang=en#{digits}").as_str()));
        let in_address = cast.anyone.request(reqwest::Method::GET, "/v").query(&[("n", text.as_str())]);
        assert_eq!(cast.anyone.send(in_address).await.status, 422);
    }

    async fn the_published_key_checks_the_seal(app: TestApp) {
        let cast = cast(&app).await;
        let number = issue(&app, &cast, record(&app)).await;
        let published = app.anyone().get("/.well-known/jwks.json").await;
        let keys: boyoro::seal::key::JwkSet = serde_json::from_value(published.expect(200)).unwrap();
        assert_eq!(published.header("access-control-allow-origin"), "*");
        let ring: Vec<_> = keys.keys.iter().filter_map(boyoro::seal::key::PublicKey::from_jwk).collect();
        let certificate = read(&cast.firm.clerk, &number).await;
        let digits = certificate["qrText"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
        let cose = boyoro::seal::digits::decode(&digits).unwrap();
        let reading = boyoro::seal::cose::read(&cose, &boyoro::seal::key::KeyRing::new(ring));
        let boyoro::seal::cose::Reading::Valid(facts) = reading else { panic!("valid") };
        assert_eq!(hex::encode(facts.record_sha256), certificate["recordSha256"].as_str().unwrap());
        let record: CertificateRecord = serde_json::from_value(certificate["record"].clone()).unwrap();
        assert_eq!(record.sha256().unwrap(), facts.record_sha256, "the record as sent is the record as sealed");
    }
}
