//! The control plane: how the operators are to fail, what a payer does, what was seen.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::web::{self, Bytes, Data, Json, ServiceConfig};
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Value, json};

use super::callbacks;
use super::world::{Behaviour, Outcome, Payment, Which, World};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/control/health", web::get().to(HttpResponse::Ok))
        .route("/_ctl", web::get().to(show))
        .route("/_ctl", web::post().to(behave))
        .route("/_ctl/act", web::post().to(act))
        .route("/_ctl/callback", web::post().to(callback))
        .route("/_ctl/webhook", web::post().to(webhook));
}

/// Every session and how it stands.
async fn show(world: Data<World>) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "payments": world.payments(), "webhook": world.wave_webhook() }))
}

/// `{operator?, reference?, …}`: from now on sessions behave so. An empty object brings back a good day.
async fn behave(world: Data<World>, body: Json<Value>) -> HttpResponse {
    let Value::Object(mut members) = body.into_inner() else {
        return HttpResponse::BadRequest().json(json!({ "error": "an object is wanted" }));
    };
    let reference = members.remove("reference").and_then(|value| value.as_str().map(str::to_owned));
    let which = members.remove("operator").map(serde_json::from_value::<Which>).transpose();
    let is_reset = members.is_empty() && reference.is_none();
    match (which, serde_json::from_value::<Behaviour>(Value::Object(members))) {
        (Ok(which), Ok(behaviour)) => {
            if is_reset && which.is_none() {
                world.forget_rules();
            }
            world.behave(which, reference.as_deref(), behaviour);
            HttpResponse::Ok().json(json!({ "ok": true }))
        }
        (Err(error), _) | (_, Err(error)) => HttpResponse::BadRequest().json(json!({ "error": error.to_string() })),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Act {
    reference: String,
    outcome: Outcome,
}

/// A payer acts without the page.
async fn act(world: Data<World>, body: Json<Act>) -> HttpResponse {
    let world: Arc<World> = world.into_inner();
    let Some(handle) = world.handle_of(&body.reference) else { return HttpResponse::NotFound().finish() };
    HttpResponse::Ok().json(callbacks::act(&world, &handle, body.outcome).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resend {
    reference: String,
}

/// Sends the callback about a session once more.
async fn callback(world: Data<World>, body: Json<Resend>) -> HttpResponse {
    let world: Arc<World> = world.into_inner();
    let payment = world.handle_of(&body.reference).and_then(|handle| world.payment(&handle));
    let Some(payment) = payment else { return HttpResponse::NotFound().finish() };
    callbacks::notify(&world, &payment).await;
    HttpResponse::Ok().json(json!({ "ok": true }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Webhook {
    url: String,
}

/// Where Wave posts, as its portal would be told.
async fn webhook(world: Data<World>, body: Json<Webhook>) -> HttpResponse {
    world.set_wave_webhook(body.into_inner().url);
    HttpResponse::Ok().json(json!({ "ok": true }))
}

/// The answer of an operator with an internal error of this status, if it is to have one.
pub fn http_error(status: Option<u16>) -> Option<HttpResponse> {
    error_with(status, "internal-server-error")
}

/// The same with a code of its own.
fn error_with(status: Option<u16>, code: &str) -> Option<HttpResponse> {
    let status = actix_web::http::StatusCode::from_u16(status?).ok()?;
    let body = json!({ "code": code, "message": "Something went wrong." });
    Some(HttpResponse::build(status).json(body))
}

/// The answer to a request for a session that is not to be opened, if it was told so.
pub fn refused(behaviour: &Behaviour) -> Option<HttpResponse> {
    error_with(behaviour.http_error, behaviour.error_code.as_deref().unwrap_or("internal-server-error"))
}

/// Answers the request for a session that was opened, as it was told to behave.
pub async fn opened(world: &Arc<World>, payment: &Payment, status: u16, body: Value) -> HttpResponse {
    auto(world, payment).await;
    if payment.behaviour.callback_before_create {
        callbacks::act(world, &payment.handle, Outcome::Confirm).await;
    }
    wait_ms(payment.behaviour.delay_create_ms).await;
    if payment.behaviour.hang {
        return never().await;
    }
    if payment.behaviour.cut_body {
        return broken_off(&json!({ "cut": body.to_string() }));
    }
    if payment.behaviour.html {
        return web_page();
    }
    let mut answer = HttpResponse::build(actix_web::http::StatusCode::from_u16(status).unwrap_or_default());
    if body.is_null() { answer.finish() } else { answer.json(body) }
}

/// The answer to a question about a session that is not to be answered, if it was told so.
pub async fn silent(behaviour: &Behaviour) -> Option<HttpResponse> {
    if behaviour.query_hang {
        return Some(never().await);
    }
    if behaviour.html {
        return Some(web_page());
    }
    http_error(behaviour.query_http_error)
}

/// No answer, for longer than anybody waits.
pub async fn never() -> HttpResponse {
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    HttpResponse::GatewayTimeout().finish()
}

pub async fn wait_ms(milliseconds: u64) {
    if milliseconds > 0 {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}

/// Half of the answer, then the connection breaks.
pub fn broken_off(body: &Value) -> HttpResponse {
    let text = body.to_string();
    let half = Bytes::copy_from_slice(&text.as_bytes()[..text.len() / 2]);
    let parts = [Ok(half), Err(std::io::Error::other("broken off"))];
    HttpResponse::Ok().content_type("application/json").streaming(stream::iter(parts))
}

/// What a proxy in front of a broken operator says.
pub fn web_page() -> HttpResponse {
    HttpResponse::Ok().content_type("text/html").body("<html><title>Service momentarily unavailable</title></html>")
}

/// What the payer does by himself, a moment after the session was opened.
pub async fn auto(world: &Arc<World>, payment: &Payment) {
    let Some(outcome) = payment.behaviour.auto else { return };
    let (world, handle) = (Arc::clone(world), payment.handle.clone());
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        callbacks::act(&world, &handle, outcome).await;
    });
}
