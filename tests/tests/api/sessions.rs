//! Coming in and leaving: sign-up, sign-in with back-off, rotation of the refresh cookie, sign-out, passwords.

use boyoro::identity::Role;
use boyoro::settings::Profile;
use boyoro::store::schema::{idempotency_keys, login_attempts, refresh_tokens};
use boyoro_tests::app::PASSWORD;
use boyoro_tests::{Answer, Caller, Engine, TestApp, both_engines};
use chrono::TimeDelta;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};

/// The refresh secret an answer sets, after checking everything its cookie promises.
#[track_caller]
fn refresh_secret(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    for promise in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(cookie.contains(promise), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert_eq!(answer.header("cache-control"), "no-store");
    let value = cookie.strip_prefix("__Host-boyoro_refresh=").and_then(|rest| rest.split(';').next());
    value.expect("the refresh cookie").to_owned()
}

async fn sign_in(app: &TestApp, login: &str, password: &str) -> Answer {
    app.anyone().post("sessions", &json!({ "login": login, "password": password })).await
}

async fn renew(app: &TestApp, secret: &str) -> Answer {
    let anyone = app.anyone();
    let request = anyone.request(Method::POST, "sessions/refresh");
    anyone.send(request.header("cookie", format!("__Host-boyoro_refresh={secret}"))).await
}

fn bearer(app: &TestApp, session: &Value) -> Caller {
    app.anyone().with_token(session["accessToken"].as_str().expect("an access token"))
}

/// The code an app shows now.
fn code(app: &TestApp, secret: &str) -> String {
    boyoro::totp::code(secret, app.now()).expect("a secret in base 32")
}

fn email_of(caller: &Caller) -> String {
    format!("{}@example.ml", caller.id().simple())
}

/// How many logins with attempts, refresh tokens and idempotency keys are in the store.
fn kept_for_a_while(app: &TestApp) -> (i64, i64, i64) {
    let mut conn = app.connect();
    let logins = login_attempts::table.count().get_result(&mut conn).expect("a count");
    let tokens = refresh_tokens::table.count().get_result(&mut conn).expect("a count");
    (logins, tokens, idempotency_keys::table.count().get_result(&mut conn).expect("a count"))
}

/// Enrols this person in the second factor; gives the secret in the app.
async fn enrol(app: &TestApp, person: &Caller) -> String {
    let enrolment = person.post("me/second-factor", &json!({})).await.expect(201);
    let secret = enrolment["secret"].as_str().expect("a secret").to_owned();
    let confirmation = json!({ "code": code(app, &secret) });
    person.post("me/second-factor/confirmation", &confirmation).await.expect(204);
    secret
}

/// Signs in with the next code of the app.
async fn session_with_code(app: &TestApp, login: &str, secret: &str) -> Caller {
    app.advance(TimeDelta::seconds(60));
    let given = json!({ "login": login, "password": PASSWORD, "code": code(app, secret) });
    bearer(app, &app.anyone().post("sessions", &given).await.expect(200))
}

both_engines! {
    async fn signing_up_signs_in_and_both_logins_work(app: TestApp) {
        let person = json!({ "fullName": "Awa Traoré", "email": "Awa@Exemple.ML", "phone": "70 12 34 56",
            "password": "karité du Bélédougou", "language": "fr" });
        let answer = app.anyone().post("registrations", &person).await;
        let session = answer.expect(201);
        refresh_secret(&answer);
        assert_eq!(session["account"]["role"], "exporter_administrator");
        assert_eq!(session["account"]["phone"], "+22370123456");
        assert_eq!(session["account"]["email"], "awa@exemple.ml");
        let me = bearer(&app, &session).get("me").await.expect(200);
        assert_eq!(me, session["account"]);
        assert_eq!(me["exporterId"], Value::Null);
        for login in ["awa@exemple.ml", "AWA@exemple.ml", "70123456", "+223 70 12 34 56", "0022370123456"] {
            sign_in(&app, login, "karité du Bélédougou").await.expect(200);
        }
    }

    async fn every_fault_of_a_sign_up_is_told_at_once(app: TestApp) {
        let wrong = json!({ "fullName": " ", "email": "awa", "phone": "123", "password": "court" });
        let answer = app.anyone().post("registrations", &wrong).await;
        answer.problem(422, "invalid");
        assert_eq!(answer.pointers(), ["/fullName", "/email", "/phone", "/password"]);
        let nothing = json!({ "fullName": "Awa", "password": "Bamako2026" });
        let answer = app.anyone().post("registrations", &nothing).await;
        assert_eq!(answer.pointers(), ["/email", "/password"]);
        let more = json!({ "fullName": "Awa", "phone": "70123456", "password": "karité du Bélédougou", "role": "administrator" });
        app.anyone().post("registrations", &more).await.problem(422, "invalid");
    }

    async fn a_sign_up_sent_twice_makes_one_account(app: TestApp) {
        let person = json!({ "fullName": "Awa", "phone": "70123456", "password": "karité du Bélédougou" });
        let first = app.anyone().post_with_key("registrations", &person, "intention-1").await.expect(201);
        let again = app.anyone().post_with_key("registrations", &person, "intention-1").await.expect(201);
        assert_eq!(first["account"]["id"], again["account"]["id"]);
        let mut other = person.clone();
        other["password"] = json!("une tout autre phrase");
        app.anyone().post_with_key("registrations", &other, "intention-1").await.problem(409, "idempotency_key_reused");
        let taken = app.anyone().post("registrations", &person).await;
        taken.problem(422, "invalid");
        assert_eq!(taken.pointers(), ["/phone"]);
        assert_eq!(taken.json()["errors"][0]["code"], "already_taken");
    }

    async fn a_sign_up_sent_again_asks_for_what_a_sign_in_asks_for(app: TestApp) {
        let person = json!({ "fullName": "Awa", "phone": "70123456", "password": "karité du Bélédougou" });
        let session = app.anyone().post_with_key("registrations", &person, "intention-1").await.expect(201);
        let awa = bearer(&app, &session);
        let enrolment = awa.post("me/second-factor", &json!({})).await.expect(201);
        let secret = enrolment["secret"].as_str().expect("a secret");
        awa.post("me/second-factor/confirmation", &json!({ "code": code(&app, secret) })).await.expect(204);
        app.anyone().post_with_key("registrations", &person, "intention-1").await.problem(401, "second_factor_required");
        let mut guess = person.clone();
        guess["password"] = json!("une tout autre phrase");
        for _ in 0..7 {
            app.anyone().post_with_key("registrations", &guess, "intention-1").await.problem(409, "idempotency_key_reused");
        }
        app.anyone().post_with_key("registrations", &guess, "intention-1").await.problem(429, "too_many_attempts");
        sign_in(&app, "70123456", "karité du Bélédougou").await.problem(429, "too_many_attempts");
    }

    async fn what_no_longer_counts_is_forgotten(app: TestApp) {
        let person = json!({ "fullName": "Awa", "phone": "70123456", "password": "karité du Bélédougou" });
        app.anyone().post_with_key("registrations", &person, "intention-1").await.expect(201);
        sign_in(&app, "personne@example.ml", "faux mot de passe").await.problem(401, "invalid_credentials");
        for (days, kept) in [(0, (1, 1, 1)), (1, (0, 1, 1)), (7, (0, 1, 0)), (14, (0, 0, 0))] {
            app.advance(TimeDelta::days(days) + TimeDelta::hours(1));
            app.settle().await;
            assert_eq!(kept_for_a_while(&app), kept, "after {days} more days");
        }
    }

    async fn failures_slow_a_login_down_whether_it_exists_or_not(app: TestApp) {
        let known = email_of(&app.examiner().await);
        for login in [known.as_str(), "personne@example.ml"] {
            for _ in 0..8 {
                sign_in(&app, login, "faux mot de passe").await.problem(401, "invalid_credentials");
            }
            let locked = sign_in(&app, login, PASSWORD).await;
            locked.problem(429, "too_many_attempts");
            assert_eq!(locked.header("retry-after"), "30");
        }
        app.advance(TimeDelta::seconds(30));
        sign_in(&app, &known, "faux mot de passe").await.problem(401, "invalid_credentials");
        assert_eq!(sign_in(&app, &known, PASSWORD).await.header("retry-after"), "60");
        app.advance(TimeDelta::seconds(60));
        sign_in(&app, &known, PASSWORD).await.expect(200);
        sign_in(&app, &known, "faux mot de passe").await.problem(401, "invalid_credentials");
        sign_in(&app, &known, PASSWORD).await.expect(200);
    }

    async fn guesses_sent_at_once_count_like_guesses_in_turn(app: TestApp) {
        let login = email_of(&app.signatory().await);
        let guesses = (0..20).map(|_| sign_in(&app, &login, "faux mot de passe"));
        let statuses: Vec<u16> = futures_util::future::join_all(guesses).await.iter().map(|a| a.status).collect();
        assert_eq!(statuses.iter().filter(|s| **s == 401).count(), 8, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|s| **s == 429).count(), 12, "{statuses:?}");
    }

    async fn a_refresh_secret_is_good_once_and_its_reuse_ends_the_session(app: TestApp) {
        let login = email_of(&app.examiner().await);
        let answer = sign_in(&app, &login, PASSWORD).await;
        let first = refresh_secret(&answer);
        app.advance(TimeDelta::minutes(9));
        let answer = renew(&app, &first).await;
        let second = refresh_secret(&answer);
        let session = answer.expect(200);
        assert_ne!(first, second);
        app.advance(TimeDelta::minutes(1));
        bearer(&app, &session).get("me").await.expect(200);
        renew(&app, &first).await.problem(401, "unauthenticated");
        bearer(&app, &session).get("me").await.problem(401, "unauthenticated");
        renew(&app, &second).await.problem(401, "unauthenticated");
    }

    async fn an_answer_lost_on_the_way_does_not_end_the_session(app: TestApp) {
        let login = email_of(&app.examiner().await);
        let first = refresh_secret(&sign_in(&app, &login, PASSWORD).await);
        let lost = refresh_secret(&renew(&app, &first).await);
        app.advance(TimeDelta::seconds(5));
        let received = refresh_secret(&renew(&app, &first).await);
        app.advance(TimeDelta::seconds(1));
        let third = refresh_secret(&renew(&app, &received).await);
        // Once a successor was used, nobody who held the first one has an excuse any more.
        renew(&app, &first).await.problem(401, "unauthenticated");
        renew(&app, &third).await.problem(401, "unauthenticated");
        renew(&app, &lost).await.problem(401, "unauthenticated");
    }

    async fn a_session_ends_when_it_is_not_used(app: TestApp) {
        let login = email_of(&app.examiner().await);
        let secret = refresh_secret(&sign_in(&app, &login, PASSWORD).await);
        app.advance(TimeDelta::hours(2));
        renew(&app, &secret).await.problem(401, "unauthenticated");
        let anyone = app.anyone();
        anyone.send(anyone.request(Method::POST, "sessions/refresh")).await.problem(401, "unauthenticated");
        renew(&app, "un secret inventé").await.problem(401, "unauthenticated");
    }

    async fn signing_out_is_immediate(app: TestApp) {
        let login = email_of(&app.examiner().await);
        let answer = sign_in(&app, &login, PASSWORD).await;
        let (secret, session) = (refresh_secret(&answer), answer.expect(200));
        let out = bearer(&app, &session).delete("sessions/current").await;
        out.expect(204);
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        bearer(&app, &session).get("me").await.problem(401, "unauthenticated");
        renew(&app, &secret).await.problem(401, "unauthenticated");
    }

    async fn a_new_password_ends_the_other_sessions(app: TestApp) {
        let person = app.examiner().await;
        let login = email_of(&person);
        let here = bearer(&app, &sign_in(&app, &login, PASSWORD).await.expect(200));
        let elsewhere = bearer(&app, &sign_in(&app, &login, PASSWORD).await.expect(200));
        let wrong = json!({ "currentPassword": "faux", "newPassword": "mangues de Sikasso" });
        let answer = here.put("me/password", &wrong).await;
        answer.problem(422, "invalid");
        assert_eq!(answer.pointers(), ["/currentPassword"]);
        let weak = json!({ "currentPassword": PASSWORD, "newPassword": "12345678" });
        assert_eq!(here.put("me/password", &weak).await.pointers(), ["/newPassword"]);
        let right = json!({ "currentPassword": PASSWORD, "newPassword": "mangues de Sikasso" });
        here.put("me/password", &right).await.expect(204);
        here.get("me").await.expect(200);
        elsewhere.get("me").await.problem(401, "unauthenticated");
        sign_in(&app, &login, PASSWORD).await.problem(401, "invalid_credentials");
        sign_in(&app, &login, "mangues de Sikasso").await.expect(200);
    }

    async fn a_suspended_account_is_out_at_once_and_comes_back(app: TestApp) {
        let administrator = app.administrator().await;
        let person = app.caller(Role::Treasurer).await;
        let path = format!("accounts/{}", person.id());
        administrator.post(&format!("{path}/suspension"), &json!({ "reason": " " })).await.problem(422, "invalid");
        let suspended = administrator.post(&format!("{path}/suspension"), &json!({ "reason": "Départ" })).await.expect(200);
        assert_eq!(suspended["status"], "suspended");
        person.get("me").await.problem(401, "unauthenticated");
        sign_in(&app, &email_of(&person), PASSWORD).await.problem(409, "account_suspended");
        sign_in(&app, &email_of(&person), "faux mot de passe").await.problem(401, "invalid_credentials");
        administrator.post(&format!("{path}/suspension"), &json!({ "reason": "Encore" })).await.problem(409, "not_in_this_state");
        administrator.post(&format!("{path}/reinstatement"), &json!({ "reason": "Retour" })).await.expect(200);
        sign_in(&app, &email_of(&person), PASSWORD).await.expect(200);
        let own = format!("accounts/{}/suspension", administrator.id());
        administrator.post(&own, &json!({ "reason": "Moi" })).await.problem(409, "own_account");
    }

    async fn the_administrator_makes_finds_and_resets_accounts(app: TestApp) {
        let administrator = app.administrator().await;
        let moussa = json!({ "fullName": "Moussa Kéïta", "email": "m.keita@agence.ml", "role": "examiner", "password": "trois chevaux blancs", "language": "fr" });
        let made = administrator.post("accounts", &moussa).await.expect(201);
        assert_eq!((&made["role"], &made["status"]), (&json!("examiner"), &json!("active")));
        let mut clerk = moussa.clone();
        clerk["role"] = json!("exporter_clerk");
        clerk["email"] = json!("autre@agence.ml");
        assert_eq!(administrator.post("accounts", &clerk).await.pointers(), ["/role"]);
        let found = administrator.get("accounts?q=KEITA%20mous&role=examiner").await.expect(200);
        assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(found["items"][0]["id"], made["id"]);
        app.examiner().await.post("accounts", &moussa).await.problem(403, "forbidden");

        let session = bearer(&app, &sign_in(&app, "m.keita@agence.ml", "trois chevaux blancs").await.expect(200));
        let id = made["id"].as_str().expect("an id");
        administrator.put(&format!("accounts/{id}/password"), &json!({ "newPassword": "quatre chevaux noirs" })).await.expect(204);
        session.get("me").await.problem(401, "unauthenticated");
        sign_in(&app, "m.keita@agence.ml", "quatre chevaux noirs").await.expect(200);
    }

    async fn accounts_are_read_page_by_page(app: TestApp) {
        let administrator = app.administrator().await;
        for _ in 0..4 {
            app.advance(TimeDelta::seconds(1));
            app.examiner().await;
        }
        let mut seen = Vec::new();
        let mut path = "accounts?limit=2".to_owned();
        loop {
            let page = administrator.get(&path).await.expect(200);
            let items = page["items"].as_array().cloned().unwrap_or_default();
            seen.extend(items.iter().map(|item| item["id"].to_string()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("accounts?limit=2&cursor={next}");
        }
        let mut unique = seen.clone();
        unique.dedup();
        assert_eq!((seen.len(), unique.len()), (5, 5));
        administrator.get("accounts?cursor=x").await.problem(422, "invalid");
        administrator.get("accounts?limit=0").await.problem(422, "invalid");
    }

    async fn a_second_factor_counts_once_it_is_confirmed(app: TestApp) {
        let person = app.examiner().await;
        let login = email_of(&person);
        person.post("me/second-factor/confirmation", &json!({ "code": "000000" })).await.problem(409, "not_in_this_state");
        let enrolment = person.post("me/second-factor", &json!({})).await.expect(201);
        let secret = enrolment["secret"].as_str().expect("a secret").to_owned();
        assert!(enrolment["otpauthUri"].as_str().is_some_and(|uri| uri.contains(&secret)));
        sign_in(&app, &login, PASSWORD).await.expect(200);
        person.post("me/second-factor/confirmation", &json!({ "code": "x" })).await.problem(422, "invalid");
        person.post("me/second-factor/confirmation", &json!({ "code": code(&app, &secret) })).await.expect(204);
        assert_eq!(person.get("me").await.expect(200)["secondFactor"], true);
        person.post("me/second-factor", &json!({})).await.problem(409, "not_in_this_state");

        sign_in(&app, &login, PASSWORD).await.problem(401, "second_factor_required");
        let with_code = |code: String| json!({ "login": login, "password": PASSWORD, "code": code });
        // The code that confirmed has been used.
        app.anyone().post("sessions", &with_code(code(&app, &secret))).await.problem(401, "invalid_credentials");
        app.advance(TimeDelta::seconds(60));
        let fresh = with_code(code(&app, &secret));
        app.anyone().post("sessions", &fresh).await.expect(200);
        app.anyone().post("sessions", &fresh).await.problem(401, "invalid_credentials");
        sign_in(&app, &login, "faux mot de passe").await.problem(401, "invalid_credentials");
    }

    async fn a_second_factor_is_taken_off_by_whoever_has_password_and_app(app: TestApp) {
        let person = app.examiner().await;
        let login = email_of(&person);
        let removal = |password: &str, code: &str| json!({ "password": password, "code": code });
        person.post("me/second-factor/removal", &removal(PASSWORD, "000000")).await.problem(409, "not_in_this_state");
        let secret = enrol(&app, &person).await;
        let elsewhere = session_with_code(&app, &login, &secret).await;
        let wrong = person.post("me/second-factor/removal", &removal("faux", "x")).await;
        wrong.problem(422, "invalid");
        assert_eq!(wrong.pointers(), ["/password", "/code"]);
        // The code that opened the other session has been used.
        let used = person.post("me/second-factor/removal", &removal(PASSWORD, &code(&app, &secret))).await;
        assert_eq!(used.pointers(), ["/code"]);
        app.advance(TimeDelta::seconds(60));
        person.post("me/second-factor/removal", &removal(PASSWORD, &code(&app, &secret))).await.expect(204);
        assert_eq!(person.get("me").await.expect(200)["secondFactor"], false);
        elsewhere.get("me").await.problem(401, "unauthenticated");
        sign_in(&app, &login, PASSWORD).await.expect(200);
    }

    async fn staff_can_do_nothing_in_production_before_they_enrol(engine: Engine) {
        let app = TestApp::start_with(engine, |settings| settings.profile = Profile::Production).await;
        for role in Role::ALL {
            let person = app.caller(*role).await;
            let session = sign_in(&app, &email_of(&person), PASSWORD).await.expect(200);
            assert_eq!(session["secondFactorDemanded"], role.is_staff(), "{role}");
        }
        let person = app.examiner().await;
        let login = email_of(&person);
        for path in ["queues", "applications", "exporters"] {
            person.get(path).await.problem(403, "second_factor_not_enrolled");
        }
        person.get("me").await.expect(200);
        enrol(&app, &person).await;
        person.get("queues").await.expect(200);
        person.get("applications").await.expect(200);
        sign_in(&app, &login, PASSWORD).await.problem(401, "second_factor_required");
    }
}
