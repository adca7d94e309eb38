//! Firms: registration with the papers of each profile, correction, the agency's decisions, people, history.

use boyoro::identity::{Actor, Role};
use boyoro_tests::app::{insert_person, password_hash};
use boyoro_tests::{Caller, TestApp, both_engines};
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

fn company() -> Value {
    json!({
        "profile": "company", "name": "Karité du Mandé SARL", "tradeName": "Mandé Karité",
        "identifiers": { "rccm": "ma.bko.2019.b.4471", "nif": "087800123N" },
        "address": { "street": "Rue 14, Quinzambougou", "city": "Bamako", "country": "ML" },
        "phone": "70 00 00 01", "email": "Contact@Mande.ML",
    })
}

/// Somebody who has just signed up, without a firm.
async fn newcomer(app: &TestApp) -> Caller {
    app.person(Role::ExporterAdministrator, None).await
}

/// A firm just registered: its administrator and its address.
async fn registered(app: &TestApp) -> (Caller, String) {
    let caller = newcomer(app).await;
    let made = caller.post("exporters", &company()).await.expect(201);
    (caller, format!("exporters/{}", made["id"].as_str().expect("an id")))
}

both_engines! {
    async fn a_firm_registers_once_and_waits(app: TestApp) {
        let caller = newcomer(&app).await;
        let made = caller.post_with_key("exporters", &company(), "intention-1").await;
        assert_eq!(made.header("etag"), "\"1\"");
        let firm = made.expect(201);
        assert_eq!((&firm["status"], &firm["version"]), (&json!("pending"), &json!(1)));
        assert_eq!(firm["identifiers"]["rccm"], "MA.BKO.2019.B.4471");
        assert_eq!((&firm["phone"], &firm["email"]), (&json!("+22370000001"), &json!("contact@mande.ml")));
        assert_eq!(firm["allowedActions"], json!(["edit"]));
        let again = caller.post_with_key("exporters", &company(), "intention-1").await.expect(201);
        assert_eq!(again["id"], firm["id"]);
        caller.post("exporters", &company()).await.problem(409, "already_registered");
        let me = caller.get("me").await.expect(200);
        assert_eq!((&me["exporterId"], &me["exporterName"], &me["exporterStatus"]), (&firm["id"], &firm["name"], &json!("pending")));
    }

    async fn each_profile_has_its_own_identifiers_and_every_fault_is_told_at_once(app: TestApp) {
        let caller = newcomer(&app).await;
        for (profile, missing) in [
            ("company", vec!["/identifiers/rccm", "/identifiers/nif"]),
            ("producer", vec!["/identifiers/producer_card"]),
            ("artisan", vec!["/identifiers/craft_card"]),
            ("convention_firm", vec!["/identifiers/convention", "/identifiers/rccm", "/identifiers/nif"]),
        ] {
            let input = json!({ "profile": profile, "identifiers": { "passport": "A1" }, "address": { "country": "XX" }, "phone": "1", "email": "x" });
            let answer = caller.post("exporters", &input).await;
            answer.problem(422, "invalid");
            let mut expected = vec!["/name", "/identifiers/passport"];
            expected.extend(missing);
            expected.extend(["/address/street", "/address/city", "/address/country", "/phone", "/email"]);
            assert_eq!(answer.pointers(), expected, "{profile}");
        }
        let answer = caller.post("exporters", &json!({ "profile": "smuggler", "name": "X" })).await;
        assert!(answer.pointers().contains(&"/profile".to_owned()));
        caller.post("exporters", &json!({ "status": "verified" })).await.problem(422, "invalid");
        let artisan = json!({ "profile": "artisan", "name": "Bogolan Ségou", "identifiers": { "craft_card": "CPM-SEG-2210" },
            "address": { "street": "Marché", "city": "Ségou", "country": "ML" }, "phone": "66778899" });
        caller.post("exporters", &artisan).await.expect(201);
    }

    async fn an_officer_decides_and_the_firm_reads_why(app: TestApp) {
        let (caller, path) = registered(&app).await;
        let examiner = app.examiner().await;
        assert_eq!(examiner.get(&path).await.expect(200)["allowedActions"], json!(["verify", "reject"]));
        examiner.post(&format!("{path}/rejection"), &json!({ "reason": "" })).await.problem(422, "invalid");
        let why = json!({ "reason": "Le NIF ne correspond pas à la carte." });
        examiner.post(&format!("{path}/rejection"), &why).await.expect(200);
        let seen = caller.get(&path).await.expect(200);
        assert_eq!((&seen["status"], &seen["statusReason"]), (&json!("rejected"), &why["reason"]));
        let corrected = caller.patch(&path, 2, &json!({ "identifiers": { "rccm": "MA.BKO.2019.B.4471", "nif": "087800124N" } })).await.expect(200);
        assert_eq!((&corrected["status"], &corrected["statusReason"]), (&json!("pending"), &why["reason"]));
        let verified = examiner.post(&format!("{path}/verification"), &json!({ "note": "Papiers vus" })).await.expect(200);
        assert_eq!(verified["status"], "verified");
        assert!(verified["verifiedAt"].is_string());
        examiner.post(&format!("{path}/verification"), &json!({})).await.problem(409, "not_in_this_state");
        let why = json!({ "reason": "Fausse déclaration présumée" });
        examiner.post(&format!("{path}/suspension"), &why).await.expect(200);
        let seen = caller.get(&path).await.expect(200);
        assert_eq!((&seen["status"], &seen["statusReason"]), (&json!("suspended"), &why["reason"]));
        examiner.post(&format!("{path}/reinstatement"), &json!({ "reason": "Contrôle fait" })).await.expect(200);
        let events = caller.get(&format!("{path}/timeline")).await.expect(200);
        let actions: Vec<&str> = events["items"].as_array().into_iter().flatten().filter_map(|e| e["action"].as_str()).collect();
        assert_eq!(actions, ["register", "reject", "change_identity", "verify", "suspend", "reinstate"]);
        assert_eq!(events["items"][4]["reason"], why["reason"]);
        assert_eq!(events["items"][4]["actor"]["role"], "examiner");
    }

    async fn only_those_who_verify_decide(app: TestApp) {
        let (caller, path) = registered(&app).await;
        for role in [Role::Signatory, Role::Customs, Role::Auditor, Role::Director, Role::Treasurer] {
            app.caller(role).await.post(&format!("{path}/verification"), &json!({})).await.problem(403, "forbidden");
        }
        caller.post(&format!("{path}/verification"), &json!({})).await.problem(403, "forbidden");
        app.administrator().await.post(&format!("{path}/verification"), &json!({})).await.expect(200);
    }

    async fn a_verified_firm_that_becomes_another_is_verified_again(app: TestApp) {
        let (caller, path) = registered(&app).await;
        app.examiner().await.post(&format!("{path}/verification"), &json!({})).await.expect(200);
        let moved = json!({ "address": { "street": "Route de Ségou", "city": "Bamako", "country": "ML" }, "tradeName": null, "email": null });
        let moved = caller.patch(&path, 2, &moved).await.expect(200);
        assert_eq!((&moved["status"], &moved["version"]), (&json!("verified"), &json!(3)));
        assert_eq!((&moved["tradeName"], &moved["email"]), (&Value::Null, &Value::Null));
        let renamed = caller.patch(&path, 3, &json!({ "name": "Autre nom SARL" })).await.expect(200);
        assert_eq!((&renamed["status"], &renamed["verifiedAt"]), (&json!("pending"), &Value::Null));
    }

    async fn two_corrections_of_the_same_version_do_not_overwrite_each_other(app: TestApp) {
        let (caller, path) = registered(&app).await;
        caller.patch(&path, 1, &json!({ "phone": "70000002" })).await.expect(200);
        let late = caller.patch(&path, 1, &json!({ "phone": "70000003" })).await.problem(412, "precondition_failed");
        assert_eq!((&late["current"]["version"], &late["current"]["phone"]), (&json!(2), &json!("+22370000002")));
        let nobody = caller.send(caller.request(reqwest::Method::PATCH, &path).json(&json!({}))).await;
        nobody.problem(428, "precondition_required");
    }

    async fn another_firm_is_nobodys_business(app: TestApp) {
        let (_, path) = registered(&app).await;
        for stranger in [app.exporter().await, newcomer(&app).await, app.caller(Role::ExporterClerk).await] {
            for sub in ["", "/members", "/timeline"] {
                stranger.get(&format!("{path}{sub}")).await.problem(404, "not_found");
            }
        }
        app.exporter().await.patch(&path, 1, &json!({ "phone": "70000003" })).await.problem(404, "not_found");
        app.customs().await.get(&path).await.problem(403, "forbidden");
        app.anyone().get(&path).await.problem(401, "unauthenticated");
        app.exporter().await.get("exporters").await.problem(403, "forbidden");
    }

    async fn officers_find_firms_by_word_identifier_and_status(app: TestApp) {
        let (_, path) = registered(&app).await;
        app.firm().await;
        let examiner = app.examiner().await;
        for question in ["status=pending", "q=KARITE%20mande%20quinz&status=pending", "q=b.4471&status=pending", "q=%2B22370000001&status=pending"] {
            let found = examiner.get(&format!("exporters?{question}")).await.expect(200);
            let ids: Vec<&str> = found["items"].as_array().into_iter().flatten().filter_map(|f| f["id"].as_str()).collect();
            let expected = if question.contains("quinz") { vec![] } else { vec![path.trim_start_matches("exporters/")] };
            assert_eq!(ids, expected, "{question}");
        }
        assert_eq!(examiner.get("exporters").await.expect(200)["items"].as_array().map(Vec::len), Some(2));
        examiner.get("exporters?status=unknown").await.problem(400, "malformed");
    }

    async fn a_firm_has_no_more_people_than_are_shown(app: TestApp) {
        let firm = app.firm().await;
        let hash = password_hash(&app.app.passwords).await;
        let (conn, mut ids) = (&mut app.connect(), app.app.clock.stamp().ids());
        conn.batch_execute("BEGIN").expect("a transaction");
        for _ in 2..200 {
            let (account_id, session_id) = (ids.make(), ids.make());
            let actor = Actor { account_id, session_id, role: Role::ExporterClerk, exporter_id: Some(firm.id) };
            insert_person(conn, &actor, &hash, app.now());
        }
        conn.batch_execute("COMMIT").expect("a commit");
        let path = format!("exporters/{}/members", firm.id);
        let one_more = json!({ "fullName": "Issa Diarra", "phone": "66554433", "password": "beurre de karité fin", "language": "fr" });
        firm.administrator.post(&path, &one_more).await.problem(409, "too_many_members");
        let shown = firm.administrator.get(&path).await.expect(200);
        assert_eq!(shown["items"].as_array().map(Vec::len), Some(200));
    }

    async fn a_firms_administrator_makes_clerks_of_that_firm(app: TestApp) {
        let (caller, path) = registered(&app).await;
        let clerk = json!({ "fullName": "Issa Diarra", "phone": "66554433", "password": "beurre de karité fin", "language": "fr" });
        let made = caller.post(&format!("{path}/members"), &clerk).await.expect(201);
        assert_eq!((&made["role"], &made["exporterName"]), (&json!("exporter_clerk"), &json!("Karité du Mandé SARL")));
        let members = caller.get(&format!("{path}/members")).await.expect(200);
        assert_eq!(members["items"].as_array().map(Vec::len), Some(2));
        let session = app.anyone().post("sessions", &json!({ "login": "66554433", "password": "beurre de karité fin" })).await.expect(200);
        let clerk = app.anyone().with_token(session["accessToken"].as_str().expect("a token"));
        clerk.get(&path).await.expect(200);
        clerk.post(&format!("{path}/members"), &json!({})).await.problem(403, "forbidden");
        clerk.patch(&path, 1, &json!({})).await.problem(403, "forbidden");
        let stranger = json!({ "fullName": "X", "phone": "66554434", "password": "beurre de karité fin" });
        app.exporter().await.post(&format!("{path}/members"), &stranger).await.problem(404, "not_found");
    }
}
