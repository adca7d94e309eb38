//! Input made to break things. Whatever is sent, the answer is a problem, never a failure of the service.

use boyoro::identity::Role;
use boyoro_tests::flow;
use boyoro_tests::operations::{self, Operation};
use boyoro_tests::{Answer, Caller, TestApp, both_engines};
use reqwest::Method;
use serde_json::Value;

/// Bodies that no operation can want, as bytes.
fn bodies(example: &Value) -> Vec<(&'static str, Vec<u8>)> {
    let mut all: Vec<(&'static str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("cut short", b"{\"name\":".to_vec()),
        ("not UTF-8", b"{\"name\":\"\xff\xfe\"}".to_vec()),
        ("an array", b"[]".to_vec()),
        ("a number", b"1e400".to_vec()),
        ("null", b"null".to_vec()),
        ("two documents", b"{}{}".to_vec()),
        ("deep arrays", [b"[".repeat(20_000), b"]".repeat(20_000)].concat()),
        ("deep objects", [b"{\"a\":".repeat(20_000), b"1".to_vec(), b"}".repeat(20_000)].concat()),
        ("unknown members", b"{\"__proto__\":{\"role\":\"administrator\"},\"\\u0000\":1}".to_vec()),
        ("oversized", [b"{\"name\":\"".to_vec(), b"a".repeat(11 * 1024 * 1024), b"\"}".to_vec()].concat()),
    ];
    let Some(members) = example.as_object() else { return all };
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = example.clone();
        change(&mut changed);
        serde_json::to_vec(&changed).expect("JSON")
    };
    for name in members.keys() {
        let twice = format!("{{\"{name}\":null,{}", &example.to_string()[1..]);
        all.push(("a member twice", twice.into_bytes()));
        for value in strange_values() {
            all.push(("a strange value", with(&|changed| changed[name] = value.clone())));
        }
    }
    all
}

fn strange_values() -> Vec<Value> {
    let mut values: Vec<Value> =
        ["null", "true", "-1", "1.5", "9223372036854775807", "-9223372036854775808", "[]", "{}", "[[]]"]
            .iter()
            .map(|text| text.parse().expect("JSON"))
            .collect();
    let texts = [
        String::new(),
        " \t\r\n".into(),
        "\u{0}".into(),
        "a\u{0}b".into(),
        "\u{202e}evil\u{200b}\u{feff}".into(),
        "🇲🇱\u{301}\u{301}\u{301}".into(),
        "' OR 1=1; DROP TABLE events; --".into(),
        "<script>alert(1)</script>".into(),
        "../../../../etc/passwd".into(),
        "${jndi:ldap://127.0.0.1/a}%00%0d%0aSet-Cookie: a=b".into(),
        "9999-99-99".into(),
        "+262142-12-31".into(),
        "-262143-01-01".into(),
        "é".repeat(100_000),
    ];
    values.extend(texts.into_iter().map(Value::String));
    values
}

/// Ids and query values made to break things, already encoded.
const WORDS: &[&str] = &[
    "%00",
    "..%2f..%2fetc%2fpasswd",
    "%ff%fe",
    "'%20OR%201=1--",
    "0",
    "-1",
    "18446744073709551616",
    "%F0%9F%87%B2%F0%9F%87%B1",
    "00000000-0000-0000-0000-000000000000",
    "%E2%80%AE",
    "null",
    "ML-ZLE-2026-000001-7%0d%0aX:1",
    // Days the engines do not share, and cursors that say so.
    "-262143-01-01",
    "%2B262142-12-31",
    "0000-01-01",
    "9999-12-31T23:59:59Z",
    "%2B262142-12-31T23:59:59Z_ML-ZLE-2026-000001-7",
    "-4800-01-01T00:00:00Z_ML-ZLE-2026-000001-7",
    "LTgzMzQ2MDEyMjg4MDAwMDAwMDAuMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw",
    "ODIxMDI2Njg3Njc5OTAwMDAwMC4wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA",
];

#[track_caller]
fn survived(operation: &Operation, what: &str, answer: &Answer) {
    let name = format!("{} {}", operation.method, operation.path);
    assert!(answer.status < 500, "{name} with {what}: {} {}", answer.status, answer.text());
    if answer.status >= 400 && !answer.header("content-type").starts_with("text/html") {
        answer.assert_problem();
    }
}

async fn send(caller: &Caller, operation: &Operation, path: &str, body: Option<Vec<u8>>) -> Option<Answer> {
    let key = boyoro::token::random_text();
    let request =
        caller.request(operation.method.clone(), path).header("if-match", "\"1\"").header("idempotency-key", key);
    let request = match body {
        Some(bytes) => request.header("content-type", "application/json").body(bytes),
        None => request,
    };
    // A body far over the limit may be cut off while it is still being sent, which is an answer too.
    caller.try_send(request).await
}

both_engines! {
    async fn no_body_breaks_an_operation(app: TestApp) {
        let everyone = everyone(&app).await;
        for operation in operations::all().iter().filter(|o| !o.body_types.is_empty()) {
            let others = flow::others(&app, &operation.path).await;
            let everyone = [others.people(), everyone.clone()].concat();
            let caller = who_gets_in(&everyone, operation, &others.fill(&operation.path)).await;
            for (what, body) in bodies(&operation.example.clone().unwrap_or_default()) {
                let large = body.len() > 1024 * 1024;
                let Some(answer) = send(caller, operation, &others.fill(&operation.path), Some(body)).await else {
                    assert!(large, "{} {} with {what}: no answer", operation.method, operation.path);
                    continue;
                };
                survived(operation, what, &answer);
            }
        }
        app.anyone().get("/health/ready").await.expect(200);
    }

    async fn no_address_breaks_an_operation(app: TestApp) {
        let everyone = everyone(&app).await;
        for operation in operations::all().iter().filter(|o| o.path != "/api/v1/stream") {
            let others = flow::others(&app, &operation.path).await;
            let everyone = [others.people(), everyone.clone()].concat();
            let body = (!operation.body_types.is_empty()).then(|| operation.example.clone().unwrap_or_default().to_string().into_bytes());
            let caller = who_gets_in(&everyone, operation, &others.fill(&operation.path)).await;
            for word in WORDS {
                let path = with_parameters(&operation.path, word);
                let good = others.fill(&operation.path);
                let mut addresses = vec![path.clone(), format!("{path}?{word}"), format!("{good}?unknown={word}")];
                addresses.extend(operation.query.iter().map(|name| format!("{good}?{name}={word}")));
                for path in addresses {
                    if let Some(answer) = send(caller, operation, &path, body.clone()).await {
                        survived(operation, &path, &answer);
                    }
                }
            }
        }
    }

    async fn what_is_not_a_document_is_told_so(app: TestApp) {
        let caller = app.exporter().await;
        caller.send(caller.request(Method::POST, "applications").header("idempotency-key", "hostile-1").body("{")).await.problem(400, "malformed");
        let twice = caller.request(Method::POST, "applications").header("idempotency-key", "hostile-2");
        caller.send(twice.body("{\"copyOf\":null,\"copyOf\":null}")).await.problem(400, "malformed");
        let form = caller.request(Method::POST, "applications").header("idempotency-key", "hostile-3").form(&[("a", "b")]);
        caller.send(form).await.problem(415, "unsupported_media");
    }
}

/// One person of each role.
async fn everyone(app: &TestApp) -> Vec<Caller> {
    let mut everyone = vec![app.anyone()];
    for role in Role::ALL {
        everyone.push(app.caller(*role).await);
    }
    everyone
}

/// The first who passes the operation's door, so that the body is read at all; an empty body changes nothing.
async fn who_gets_in<'a>(everyone: &'a [Caller], operation: &Operation, path: &str) -> &'a Caller {
    for caller in everyone {
        let answer = send(caller, operation, path, Some(b"{".to_vec())).await.expect("an answer");
        if !matches!(answer.status, 401 | 403 | 404) {
            return caller;
        }
    }
    // A door opened by a cookie only: what a stranger sends must not break it either.
    &everyone[0]
}

fn with_parameters(path: &str, word: &str) -> String {
    let mut filled = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        filled.push_str(word);
        rest = after.split_once('}').map_or("", |(_, end)| end);
    }
    filled + rest
}
