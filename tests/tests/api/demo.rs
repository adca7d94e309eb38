//! The demonstration: what it writes holds together like a real day's work, and comes out the same each time.

use boyoro::demo::{self, NoDemo, Order};
use boyoro::settings::Profile;
use boyoro_tests::{Engine, TestApp, both_engines};
use serde_json::{Value, json};

const CERTIFICATES: u64 = 24;

async fn filled(engine: Engine, seed: u64) -> TestApp {
    let app = TestApp::start(engine).await;
    let order = Order { certificates: CERTIFICATES, seed, until: app.now() };
    let made = demo::fill(&app.app, order, |_, _| ()).await.expect("an empty store is filled");
    assert_eq!(made.certificates as u64, CERTIFICATES);
    app
}

async fn certificates(app: &TestApp) -> Vec<Value> {
    let list = app.auditor().await.get("certificates?limit=100").await.expect(200);
    let told = |c: &Value| json!([c["number"], c["status"], c["exporterName"], c["issuedAt"], c["fobValueXof"]]);
    list["items"].as_array().unwrap().iter().map(told).collect()
}

both_engines! {
    async fn the_same_seed_gives_the_same_data(engine: Engine) {
        let (one, again, other) = (filled(engine, 5).await, filled(engine, 5).await, filled(engine, 6).await);
        let first = certificates(&one).await;
        assert_eq!(first.len() as u64, CERTIFICATES);
        assert_eq!(first, certificates(&again).await);
        assert_ne!(first, certificates(&other).await);
    }

    async fn what_it_writes_holds_together(engine: Engine) {
        let app = filled(engine, 1).await;
        let months = "from=2024-11&to=2026-11";
        let figures = app.anyone().get(&format!("statistics?{months}")).await.expect(200);
        assert_eq!(figures["totals"]["certificates"], CERTIFICATES);
        let all = certificates(&app).await;
        let value: i64 = all.iter().map(|c| c[4].as_i64().unwrap()).sum();
        assert_eq!(figures["totals"]["fobValueXof"], value, "the counters agree with the records");
        for certificate in &all {
            let number = &certificate[0];
            let checked = app.anyone().post("verifications", &json!({ "input": number })).await.expect(200);
            let expected = match certificate[1].as_str().unwrap() {
                "issued" | "endorsed" => "authentic",
                status => status,
            };
            assert_eq!(checked["verdict"], expected, "{checked}");
        }
        let statuses = app.auditor().await.get("applications?limit=100").await.expect(200);
        for status in ["awaiting_payment", "queued", "in_review", "awaiting_opinion", "returned", "proposed", "approved"] {
            assert!(statuses["items"].as_array().unwrap().iter().any(|a| a["status"] == status), "no file is {status}");
        }
    }

    async fn a_store_is_filled_once_and_never_in_production(engine: Engine) {
        let app = filled(engine, 1).await;
        let order = Order { certificates: 1, seed: 1, until: app.now() };
        assert!(matches!(demo::fill(&app.app, order, |_, _| ()).await, Err(NoDemo::NotEmpty)));
        let production = TestApp::start_with(engine, |settings| settings.profile = Profile::Production).await;
        assert!(matches!(demo::fill(&production.app, order, |_, _| ()).await, Err(NoDemo::Production)));
    }

    async fn the_accounts_it_prints_let_people_in(engine: Engine) {
        let app = filled(engine, 1).await;
        for login in ["jigiya@demo.ml", "instructeur@demo.ml", "directeur@demo.ml"] {
            let given = json!({ "login": login, "password": demo::PASSWORD });
            app.anyone().post("sessions", &given).await.expect(200);
        }
    }
}
