//! Lists of choices and dated rules: what anyone may read, what an administrator may add, what each addition changes.

use boyoro::identity::Role;
use boyoro_tests::{TestApp, both_engines};
use chrono::TimeDelta;
use serde_json::{Value, json};

fn codes(list: &Value, member: &str) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|i| i[member].as_str().unwrap_or_default().to_owned()).collect()
}

both_engines! {
    async fn lists_are_kept_until_they_change(app: TestApp) {
        let anyone = app.anyone();
        let first = anyone.get("reference").await;
        let lists = first.expect(200);
        assert!(lists["countries"].as_array().unwrap().len() > 200);
        assert_eq!(lists["applicantProfiles"].as_array().unwrap().len(), 4);
        assert_eq!(lists["documentKinds"][0]["required"], true);
        let again = anyone.request(reqwest::Method::GET, "reference").header("if-none-match", first.header("etag"));
        let again = anyone.send(again).await;
        again.expect(304);
        assert!(again.bytes.is_empty());
    }

    async fn a_destination_has_its_schemes(app: TestApp) {
        let anyone = app.anyone();
        let schemes = anyone.get("schemes?destination=BF").await.expect(200);
        let open: Vec<_> = schemes["items"].as_array().unwrap().iter().filter(|s| s["status"] == "active").collect();
        assert_eq!(open.iter().map(|s| s["code"].as_str().unwrap()).collect::<Vec<_>>(), ["ZLE", "UEM", "NP"]);
        assert!(open.iter().all(|s| s["feeXof"] == 1500));
        let problem = anyone.get("schemes?destination=ZZ").await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/destination");
        assert_eq!(anyone.get("schemes").await.expect(200)["items"].as_array().unwrap().len(), 15);
    }

    async fn a_product_is_found_with_what_forbids_it(app: TestApp) {
        let anyone = app.anyone();
        let found = anyone.get("products?q=amandes%20de%20karit%C3%A9").await.expect(200);
        assert_eq!(found["items"][0]["hsCode"], "120799");
        assert_eq!(found["items"][0]["measures"][0]["effect"], "block");
        let by_code = anyone.get("products?q=0804.50&scheme=UEM").await.expect(200);
        assert_eq!(by_code["items"][0]["usualCriterion"], "EO");
        assert_eq!(anyone.get("products?q=coton&limit=2").await.expect(200)["items"].as_array().unwrap().len(), 2);
        anyone.get("products?limit=0").await.problem(422, "invalid");
        anyone.get("products?limit=many").await.problem(400, "malformed");
    }

    async fn a_price_counts_from_its_day(app: TestApp) {
        let administrator = app.administrator().await;
        let fee = json!({ "scheme": "ZLE", "amountXof": 2500, "validFrom": "2026-11-18", "source": "Arrêté", "confirmed": true });
        administrator.post("fees", &fee).await.expect(201);
        let price = async || app.anyone().get("schemes?destination=MA").await.expect(200)["items"][0]["feeXof"].clone();
        assert_eq!(price().await, 1500);
        app.advance(TimeDelta::days(2));
        assert_eq!(price().await, 2500);
    }

    async fn every_fault_of_a_price_is_told(app: TestApp) {
        let administrator = app.administrator().await;
        let fee = json!({ "scheme": "XYZ", "amountXof": -1, "validFrom": "tomorrow", "source": " " });
        let problem = administrator.post("fees", &fee).await.problem(422, "invalid");
        let pointers: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
        assert_eq!(pointers, ["/scheme", "/amountXof", "/validFrom", "/source"]);
        administrator.post("fees", &json!({ "price": 3 })).await.problem(422, "invalid");
        assert_eq!(app.anyone().get("fees").await.expect(200)["items"].as_array().unwrap().len(), 4);
    }

    async fn a_measure_begins_and_ends(app: TestApp) {
        let administrator = app.administrator().await;
        let measure = json!({ "hsPrefix": "0804.50", "effect": "block", "from": "2026-11-16", "source": "Arrêté",
            "label": { "fr": "Mangues : exportation suspendue", "en": "Mangoes: export suspended" }, "confirmed": true });
        let added = administrator.post("measures", &measure).await.expect(201);
        let measures_of_mango = async || {
            app.anyone().get("products?q=080450").await.expect(200)["items"][0]["measures"].as_array().unwrap().len()
        };
        assert_eq!((added["hsPrefix"].as_str(), measures_of_mango().await), (Some("080450"), 1));
        let end = format!("measures/{}/end", added["id"].as_str().unwrap());
        administrator.post(&end, &json!({ "to": "2026-11-01", "reason": "Erreur" })).await.problem(422, "invalid");
        let ended = administrator.post(&end, &json!({ "to": "2026-11-16", "reason": "Levée" })).await.expect(200);
        assert_eq!(ended["to"], "2026-11-16");
        app.advance(TimeDelta::days(1));
        assert_eq!(measures_of_mango().await, 0);
        administrator.post(&end, &json!({ "to": "2026-12-01", "reason": "Encore" })).await.problem(409, "not_in_this_state");
        let unknown = "measures/01a1fff6-7d25-7363-8f0f-1cf4109c89bc/end";
        administrator.post(unknown, &json!({ "to": "2026-12-01", "reason": "Levée" })).await.problem(404, "not_found");
    }

    async fn a_scheme_is_suspended_from_a_day_on(app: TestApp) {
        let administrator = app.administrator().await;
        let status = json!({ "status": "suspended", "validFrom": "2026-11-17", "source": "Décision de l'agence",
            "note": { "fr": "Employez la ZLECAf.", "en": "Use AfCFTA." } });
        administrator.post("schemes/CED/status", &status).await.expect(201);
        let cedeao = async || {
            let schemes = app.anyone().get("schemes").await.expect(200);
            schemes["items"].as_array().unwrap().iter().find(|s| s["code"] == "CED").cloned().unwrap()
        };
        assert_eq!(cedeao().await["status"], "active");
        app.advance(TimeDelta::days(1));
        assert_eq!(cedeao().await["status"], "suspended");
        assert_eq!(cedeao().await["statusNote"]["fr"], "Employez la ZLECAf.");
        administrator.post("schemes/XYZ/status", &status).await.problem(404, "not_found");
        administrator.post("schemes/CED/status", &json!({ "status": "open" })).await.problem(422, "invalid");
    }

    async fn only_an_administrator_adds_to_the_rules(app: TestApp) {
        let fee = json!({ "scheme": "ZLE", "amountXof": 1, "validFrom": "2026-11-18", "source": "Arrêté", "confirmed": true });
        app.anyone().post("fees", &fee).await.problem(401, "unauthenticated");
        for role in Role::ALL.iter().filter(|role| **role != Role::Administrator) {
            app.caller(*role).await.post("fees", &fee).await.problem(403, "forbidden");
        }
        assert_eq!(codes(&app.anyone().get("fees").await.expect(200), "scheme").len(), 4);
    }

    async fn each_decision_about_rules_is_an_event(app: TestApp) {
        use boyoro::origin::event::RecordKind;
        let administrator = app.administrator().await;
        let status = json!({ "status": "suspended", "validFrom": "2026-11-17", "source": "Décision" });
        administrator.post("schemes/CED/status", &status).await.expect(201);
        let history = boyoro::store::events::of_record(&mut app.connect(), RecordKind::Rule, "scheme-CED").unwrap();
        let (event, _, _) = history.first().unwrap();
        assert_eq!((event.from_state.as_deref(), event.to_state.as_deref()), (Some("active"), Some("suspended")));
        assert_eq!(event.actor_id.map(|id| id.0), Some(administrator.id()));
    }
}
