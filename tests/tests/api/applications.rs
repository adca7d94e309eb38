//! Applying, examining and deciding, as each side sees it.

use boyoro::identity::Role;
use boyoro_tests::agency::Agency;
use boyoro_tests::both_engines;
use boyoro_tests::flow::{content as mangoes, draft};
use chrono::TimeDelta;
use serde_json::{Value, json};

fn path(application: &Value, rest: &str) -> String {
    format!("applications/{}{rest}", application["id"].as_str().unwrap())
}

fn actions(application: &Value) -> Vec<&str> {
    application["allowedActions"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

both_engines! {
    async fn the_main_job_from_draft_to_certificate(agency: Agency) {
        let (application, number) = agency.sealed().await;
        assert_eq!(application["status"], "approved");
        assert!(number.starts_with("ML-ZLE-2026-000001-"), "{number}");

        let certificate = agency.exporter.get(&format!("certificates/{number}")).await.expect(200);
        assert_eq!(certificate["record"]["goods"][0]["hsCode"], "080450");
        assert_eq!(certificate["record"]["validUntil"], "2027-11-16");

        let verdict = agency.app.anyone().post("verifications", &json!({ "input": certificate["qrText"] })).await.expect(200);
        assert_eq!((&verdict["verdict"], &verdict["signature"]), (&json!("authentic"), &json!("valid")));

        let history = agency.exporter.get(&path(&application, "/timeline")).await.expect(200);
        let told: Vec<&str> = history["items"].as_array().unwrap().iter().filter_map(|e| e["action"].as_str()).collect();
        let steps: Vec<&str> = told.into_iter().filter(|action| *action != "add_document").collect();
        assert_eq!(steps, ["start", "submit", "demand_fee", "queue", "claim", "propose", "approve"]);
    }

    async fn submission_tells_every_fault_at_its_field(agency: Agency) {
        let mut content = mangoes();
        content["destination"] = json!("FR");
        content["goods"][0]["hsCode"] = json!("120799");
        content["goods"][0]["netWeightG"] = json!(99_000_000);
        let draft = draft(&agency.exporter, &content).await;
        let refused = agency.submit(&draft).await;
        refused.problem(422, "invalid");
        let pointers = refused.pointers();
        for place in ["/destination", "/goods/0/hsCode", "/goods/0/netWeightG", "/documents/commercial_invoice"] {
            assert!(pointers.iter().any(|p| p == place), "{place} not in {pointers:?}");
        }
        // The same list is there before anyone submits, and nothing was half done.
        let listed = agency.exporter.get(&path(&draft, "/faults")).await.expect(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), pointers.len());
        assert_eq!(agency.exporter.get(&path(&draft, "")).await.expect(200)["status"], "draft");
    }

    async fn what_the_agency_says_to_itself_stays_there(agency: Agency) {
        let (application, _) = agency.sealed().await;
        let timeline = path(&application, "/timeline");
        let told = async |caller: &boyoro_tests::Caller| {
            let history = caller.get(&timeline).await.expect(200);
            history["items"].as_array().unwrap().iter().find(|e| e["action"] == "propose").cloned().unwrap()
        };
        let inside = told(&agency.signatory).await;
        assert_eq!(inside["reason"], "Origine établie par les pièces.");
        assert_eq!(inside["actor"], json!({ "name": "Awa examiner", "role": "examiner" }));
        let outside = told(&agency.exporter).await;
        assert_eq!((&outside["reason"], &outside["actor"]), (&Value::Null, &json!({ "role": "examiner" })));
        let own = agency.exporter.get(&timeline).await.expect(200)["items"][0]["actor"]["name"].clone();
        assert_eq!(own, "Awa exporter_administrator", "the firm's own people are named");
    }

    async fn where_the_schedule_asks_nothing_the_file_goes_straight_to_the_queue(agency: Agency) {
        let free = json!({ "scheme": "ZLE", "amountXof": 0, "validFrom": "2026-11-16", "source": "Arrêté", "confirmed": true });
        agency.app.administrator().await.post("fees", &free).await.expect(201);
        let sent = agency.submitted().await;
        assert_eq!((&sent["status"], &sent["feeOrder"]["status"]), (&json!("queued"), &json!("exempted")), "{sent}");
        let attempts = format!("fee-orders/{}/attempts", sent["feeOrder"]["id"].as_str().unwrap());
        let refused = agency.exporter.post(&attempts, &json!({ "operator": "wave" })).await;
        refused.problem(409, "order_not_payable");
        agency.examiner.post(&path(&sent, "/claim"), &json!({})).await.expect(200);
        let proposal = json!({ "opinion": "Origine établie.", "checklist": agency.checklist("ZLE").await });
        agency.examiner.post(&path(&sent, "/proposal"), &proposal).await.expect(200);
        let approved = agency.signatory.post(&path(&sent, "/approval"), &json!({})).await.expect(200);
        assert_eq!(approved["application"]["status"], "approved");
    }

    async fn a_search_takes_every_sign_for_itself(agency: Agency) {
        let mut content = mangoes();
        content["goods"][0]["description"] = json!("Mangues séchées, lot 100%_A");
        let meant = draft(&agency.exporter, &content).await;
        content["goods"][0]["description"] = json!("Mangues séchées, lot 1000 A");
        draft(&agency.exporter, &content).await;
        for question in ["SECHEES%20100%25_a", "100%25", "%25_", "00%25_a"] {
            let found = agency.exporter.get(&format!("applications?q={question}")).await.expect(200);
            let ids: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
            assert_eq!(ids, [&meant["id"]], "{question}");
        }
        let both = agency.exporter.get("applications?q=s%C3%A9ch%C3%A9es").await.expect(200);
        assert_eq!(both["items"].as_array().unwrap().len(), 2);
    }

    async fn an_edit_says_what_it_saw_and_a_conflict_shows_both(agency: Agency) {
        let draft = draft(&agency.exporter, &mangoes()).await;
        let version = draft["version"].as_i64().unwrap();
        let mine = json!({ "remarks": "Première plume" });
        agency.exporter.patch(&path(&draft, ""), version, &mine).await.expect(200);
        let late = agency.exporter.patch(&path(&draft, ""), version, &json!({ "remarks": "Seconde plume" })).await;
        let problem = late.problem(412, "precondition_failed");
        assert_eq!(problem["current"]["content"]["remarks"], "Première plume");
        let unsaid = agency.exporter.send(agency.exporter.request(reqwest::Method::PATCH, &path(&draft, "")).json(&mine)).await;
        unsaid.problem(428, "precondition_required");
    }

    async fn starting_twice_with_one_key_starts_once(agency: Agency) {
        let key = boyoro::token::random_text();
        let first = agency.exporter.post_with_key("applications", &json!({}), &key).await.expect(201);
        let again = agency.exporter.post_with_key("applications", &json!({}), &key).await.expect(201);
        assert_eq!(first["id"], again["id"]);
        let other = json!({ "copyOf": first["id"] });
        agency.exporter.post_with_key("applications", &other, &key).await.problem(409, "idempotency_key_reused");
    }

    async fn a_copy_leaves_the_old_shipment_behind(agency: Agency) {
        let old = draft(&agency.exporter, &mangoes()).await;
        let copy = agency.exporter.post("applications", &json!({ "copyOf": old["id"] })).await.expect(201);
        assert_eq!(copy["content"]["goods"], old["content"]["goods"]);
        assert!(copy["content"]["invoice"].is_null() && copy["content"]["transport"].is_null());
    }

    async fn another_firm_does_not_know_that_the_application_exists(agency: Agency) {
        let draft = draft(&agency.exporter, &mangoes()).await;
        let stranger = agency.app.exporter().await;
        stranger.get(&path(&draft, "")).await.problem(404, "not_found");
        agency.examiner.get(&path(&draft, "")).await.problem(404, "not_found");
        stranger.post(&path(&draft, "/submission"), &json!({ "declarationAccepted": true })).await.problem(404, "not_found");
    }

    async fn a_returned_file_comes_back_corrected_without_a_second_fee(agency: Agency) {
        let held = agency.in_review().await;
        let remark = json!({ "pointer": "/goods/0/description", "code": held_reason(&agency).await, "message": "Précisez le calibre." });
        agency.examiner.post(&path(&held, "/return"), &json!({ "reasons": [] })).await.problem(422, "invalid");
        agency.examiner.post(&path(&held, "/return"), &json!({ "reasons": [remark] })).await.expect(200);

        let returned = agency.exporter.get(&path(&held, "")).await.expect(200);
        assert_eq!(returned["lastReturn"]["reasons"][0]["pointer"], "/goods/0/description");
        assert_eq!((&returned["clock"]["paused"], &returned["status"]), (&json!(true), &json!("returned")));
        agency.app.advance(TimeDelta::days(20));

        let mut goods = mangoes()["goods"].clone();
        goods[0]["description"] = json!("Mangues fraîches, variété Kent, calibre 8");
        let version = returned["version"].as_i64().unwrap();
        agency.exporter.patch(&path(&held, ""), version, &json!({ "goods": goods })).await.expect(200);
        let again = agency.submit(&held).await.expect(200);
        assert_eq!((&again["status"], &again["feeOrder"]["status"]), (&json!("queued"), &json!("paid")));
        assert_eq!(again["clock"]["late"], false);

        let changes = agency.examiner.get(&path(&held, "/changes")).await.expect(200);
        assert_eq!(changes["items"].as_array().unwrap().len(), 1);
        assert_eq!(changes["items"][0]["pointer"], "/goods/0/description");
    }

    async fn one_person_holds_a_file_at_a_time(agency: Agency) {
        let held = agency.in_review().await;
        let second = agency.another(Role::Examiner).await;
        second.post(&path(&held, "/claim"), &json!({})).await.problem(409, "held_by_another");
        second.post(&path(&held, "/return"), &json!({ "reasons": [] })).await.problem(422, "invalid");
        let taken = second.post(&path(&held, "/claim"), &json!({ "takeOver": true })).await.expect(200);
        assert_eq!(taken["assignee"]["id"], json!(second.id()));
        let body = json!({ "opinion": "Conforme.", "checklist": agency.checklist("ZLE").await });
        agency.examiner.post(&path(&held, "/proposal"), &body).await.problem(409, "held_by_another");
    }

    async fn the_next_file_is_the_oldest(agency: Agency) {
        let first = agency.queued().await;
        agency.app.advance(TimeDelta::minutes(5));
        let second = agency.queued().await;
        let taken = agency.examiner.post("claims", &json!({ "queue": "to_examine" })).await.expect(200);
        assert_eq!(taken["id"], first["id"]);
        let other = agency.another(Role::Examiner).await;
        assert_eq!(other.post("claims", &json!({ "queue": "to_examine" })).await.expect(200)["id"], second["id"]);
        assert_eq!(other.post("claims", &json!({ "queue": "to_examine" })).await.status, 204);
        let queues = agency.examiner.get("queues").await.expect(200);
        assert_eq!((&queues["toExamine"], &queues["mine"]), (&json!(0), &json!(1)));
    }

    async fn an_incomplete_or_failed_checklist_stops_a_favourable_proposal(agency: Agency) {
        let held = agency.in_review().await;
        let checklist = agency.checklist("ZLE").await;
        let body = json!({ "opinion": "Conforme.", "checklist": [checklist[0]] });
        agency.examiner.post(&path(&held, "/proposal"), &body).await.problem(422, "invalid");
        let mut failed = checklist.clone();
        failed[0]["ok"] = json!(false);
        let body = json!({ "opinion": "Conforme.", "checklist": failed });
        agency.examiner.post(&path(&held, "/proposal"), &body).await.problem(409, "checklist_incomplete");
        let body = json!({ "opinion": "Facture discordante.", "checklist": failed, "favourable": false });
        let proposed = agency.examiner.post(&path(&held, "/proposal"), &body).await.expect(200);
        let seen = agency.signatory.get(&path(&proposed, "")).await.expect(200);
        assert!(!actions(&seen).contains(&"approve"), "{seen}");
        agency.signatory.post(&path(&held, "/approval"), &json!({})).await.problem(409, "checklist_incomplete");
    }

    async fn an_opinion_is_asked_waited_for_and_recorded(agency: Agency) {
        let held = agency.in_review().await;
        let question = json!({ "body": "DNGM", "question": "Titrage conforme ?" });
        let asked = agency.examiner.post(&path(&held, "/opinion-request"), &question).await.expect(200);
        assert_eq!(asked["status"], "awaiting_opinion");
        let answer = json!({ "text": "Conforme.", "favourable": true });
        let back = agency.examiner.post(&path(&held, "/opinion"), &answer).await.expect(200);
        assert_eq!((&back["status"], &back["opinion"]["favourable"]), (&json!("in_review"), &json!(true)));
    }

    async fn a_refusal_has_reasons_and_takes_no_number(agency: Agency) {
        let proposed = agency.proposed().await;
        agency.signatory.post(&path(&proposed, "/refusal"), &json!({ "reasons": [] })).await.problem(422, "invalid");
        let reference = agency.exporter.get("reference").await.expect(200);
        let reasons = json!([{ "code": reference["refusalReasons"][0]["code"], "message": "Origine non établie." }]);
        let refused = agency.signatory.post(&path(&proposed, "/refusal"), &json!({ "reasons": reasons })).await.expect(200);
        assert_eq!(refused["status"], "refused");
        let (_, number) = agency.sealed().await;
        assert!(number.starts_with("ML-ZLE-2026-000001-"), "the refusal took a number: {number}");
    }

    async fn what_the_law_forbids_at_signing_is_refused_and_takes_no_number(agency: Agency) {
        let proposed = agency.proposed().await;
        let administrator = agency.another(Role::Administrator).await;
        let status = json!({ "status": "suspended", "validFrom": "2026-11-16", "source": "Décision d'essai",
            "note": { "fr": "Suspendu", "en": "Suspended" } });
        administrator.post("schemes/ZLE/status", &status).await.expect(201);
        agency.signatory.post(&path(&proposed, "/approval"), &json!({})).await.problem(409, "scheme_not_active");
        assert_eq!(agency.exporter.get(&path(&proposed, "")).await.expect(200)["status"], "proposed");
    }

    async fn withdrawal_ends_the_application_and_cancels_what_is_owed(agency: Agency) {
        let submitted = agency.submitted().await;
        let ended = agency.exporter.post(&path(&submitted, "/withdrawal"), &json!({ "reason": "Vente annulée" })).await.expect(200);
        assert_eq!((&ended["status"], &ended["feeOrder"]["status"]), (&json!("withdrawn"), &json!("cancelled")));
        agency.exporter.post(&path(&submitted, "/withdrawal"), &json!({})).await.problem(409, "not_in_this_state");
    }

    async fn a_returned_file_nobody_answers_lapses(agency: Agency) {
        let held = agency.in_review().await;
        let remark = json!({ "pointer": "", "code": held_reason(&agency).await, "message": "Pièces illisibles." });
        agency.examiner.post(&path(&held, "/return"), &json!({ "reasons": [remark] })).await.expect(200);
        agency.app.advance(TimeDelta::days(29));
        agency.app.settle().await;
        assert_eq!(agency.exporter.get(&path(&held, "")).await.expect(200)["status"], "returned");
        agency.app.advance(TimeDelta::days(2));
        agency.app.settle().await;
        assert_eq!(agency.exporter.get(&path(&held, "")).await.expect(200)["status"], "lapsed");
    }

    async fn lists_page_without_losing_or_repeating(agency: Agency) {
        let mut made = Vec::new();
        for _ in 0..5 {
            let draft = agency.exporter.post("applications", &json!({})).await.expect(201);
            made.push(draft["id"].clone());
            agency.app.advance(TimeDelta::seconds(1));
        }
        made.reverse();
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = agency.exporter.get(&format!("applications?limit=2{cursor}")).await.expect(200);
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, made);
        agency.exporter.get("applications?limit=0").await.problem(422, "invalid");
    }
}

async fn held_reason(agency: &Agency) -> Value {
    agency.exporter.get("reference").await.expect(200)["returnReasons"][0]["code"].clone()
}
