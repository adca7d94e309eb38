//! Every operation tried by every kind of caller. What each may expect is in `permissions.csv`, which people read.
//!
//! A cell says how the door opens: `in` (done, or refused for what the record is), `invalid` (let in, but the body would not do),
//! `401`, `403`, `404`. Records belong to a firm of their own; `its_*` are that firm's people, the other columns strangers to it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use boyoro::identity::Role;
use boyoro_tests::flow::{self, Others};
use boyoro_tests::operations::{self, Operation};
use boyoro_tests::{Answer, Caller, TestApp, both_engines};
use serde_json::{Value, json};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/permissions.csv");

/// Streams do not end, so their door is tried by asking for the head of the answer only.
const STREAMS: &[&str] = &["/api/v1/stream"];

async fn callers(app: &TestApp, others: &Others) -> Vec<(String, Caller)> {
    let mut callers = vec![("anonymous".to_owned(), app.anyone())];
    for role in Role::ALL {
        callers.push((role.to_string(), app.caller(*role).await));
    }
    // Last, because what they are allowed to do changes the record.
    callers.push(("its_clerk".to_owned(), others.firm.clerk.clone()));
    callers.push(("its_administrator".to_owned(), others.firm.administrator.clone()));
    callers
}

/// Tries one operation with a body that would do.
async fn attempt(caller: &Caller, operation: &Operation, path: &str) -> Answer {
    let key = boyoro::token::random_text();
    let request =
        caller.request(operation.method.clone(), path).header("if-match", "\"1\"").header("idempotency-key", key);
    let request = match operation.body_types.first().map(String::as_str) {
        None => request,
        Some("multipart/form-data") => {
            let file = reqwest::multipart::Part::bytes(flow::PDF).file_name("piece.pdf");
            let form = reqwest::multipart::Form::new().text("kind", "commercial_invoice").part("file", file);
            request.multipart(form)
        }
        Some(_) => request.json(&body(operation)),
    };
    if STREAMS.contains(&path) { caller.head(request).await } else { caller.send(request).await }
}

/// The operation's example, for a person nobody else is: a contact can be taken only once.
fn body(operation: &Operation) -> Value {
    let mut body = operation.example.clone().unwrap_or_default();
    if body["email"].is_string() {
        body["email"] = json!(format!("{}@example.ml", boyoro::token::random_text().to_lowercase()));
        body["phone"] = Value::Null;
    }
    body
}

fn class(answer: &Answer) -> String {
    assert!(answer.status < 500, "{} answered {} with {}", answer.url, answer.status, answer.text());
    if answer.status >= 400 && !answer.header("content-type").starts_with("text/html") {
        answer.assert_problem();
    }
    match answer.status {
        401 | 403 | 404 => answer.status.to_string(),
        400 | 413 | 415 | 422 => "invalid".to_owned(),
        _ => "in".to_owned(),
    }
}

/// The row of one operation, by column.
async fn row(app: &TestApp, operation: &Operation) -> Vec<(String, String)> {
    let others = flow::others(app, &operation.path).await;
    let mut row = Vec::new();
    for (name, caller) in callers(app, &others).await {
        let answer = attempt(&caller, operation, &others.fill(&operation.path)).await;
        row.push((name, class(&answer)));
    }
    row
}

fn checked_in() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(TABLE).unwrap_or_default();
    text.lines().skip(1).filter_map(|l| l.split_once(',')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

both_engines! {
    async fn every_door_opens_for_whom_it_should(app: TestApp) {
        let expected = checked_in();
        let (mut table, mut wrong) = (String::new(), Vec::new());
        for operation in operations::all() {
            let row = row(&app, &operation).await;
            let key = format!("{} {}", operation.method, operation.path);
            if table.is_empty() {
                let columns: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
                writeln!(table, "operation,{}", columns.join(",")).expect("text");
            }
            let cells: Vec<&str> = row.iter().map(|(_, cell)| cell.as_str()).collect();
            let found = cells.join(",");
            if expected.get(&key) != Some(&found) {
                let known = expected.get(&key).map_or("not in the table", String::as_str);
                wrong.push(format!("{key}\n    found    {found}\n    expected {known}"));
            }
            writeln!(table, "{key},{found}").expect("text");
        }
        if std::env::var_os("WRITE_PERMISSIONS").is_some() {
            return std::fs::write(TABLE, table).expect("the table is written");
        }
        assert!(wrong.is_empty(), "doors that open otherwise than permissions.csv says:\n  {}", wrong.join("\n  "));
        assert_eq!(expected.len(), table.lines().count() - 1, "permissions.csv has operations that do not exist");
    }
}
