//! Wave's checkout sessions: paths, replies and errors.

use std::sync::Arc;

use actix_web::web::{self, Bytes, Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use boyoro::operators::profile::simulated;
use chrono::SecondsFormat;
use serde::Deserialize;
use serde_json::{Value, json};

use super::callbacks;
use super::control::{broken_off, never, wait_ms};
use super::world::{NewPayment, Outcome, PayState, Payment, Which, World};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/v1/checkout/sessions", web::post().to(create))
        .route("/v1/checkout/sessions", web::get().to(by_transaction))
        .route("/v1/checkout/sessions/search", web::get().to(search))
        .route("/v1/checkout/sessions/{id}", web::get().to(read))
        .route("/v1/checkout/sessions/{id}/expire", web::post().to(expire))
        .route("/v1/checkout/sessions/{id}/refund", web::post().to(refund))
        .route("/v1/transactions", web::get().to(transactions))
        .route("/v1/balance", web::get().to(balance));
}

fn fault(status: u16, code: &str, message: &str) -> HttpResponse {
    let status = actix_web::http::StatusCode::from_u16(status).unwrap_or_default();
    HttpResponse::build(status).json(json!({ "code": code, "message": message }))
}

fn refusal(request: &HttpRequest) -> Option<HttpResponse> {
    let Some(value) = request.headers().get("authorization").and_then(|value| value.to_str().ok()) else {
        return Some(fault(401, "missing-auth-header", "Your request should include an HTTP auth header."));
    };
    match value.strip_prefix("Bearer ") {
        Some(key) if key == simulated::WAVE_API_KEY => None,
        Some(_) => Some(fault(401, "no-matching-api-key", "The key you provided doesn't exist in our system.")),
        None => Some(fault(401, "invalid-auth", "Your HTTP auth header can't be processed.")),
    }
}

/// The session object. `word` overrides its two statuses, as `checkout/payment`.
#[must_use]
pub fn session_body(payment: &Payment, word: Option<&str>, pages: &str) -> Value {
    let own = match payment.state {
        PayState::Waiting => "open/processing",
        PayState::Paid => "complete/succeeded",
        PayState::Refused => "open/cancelled",
        PayState::Expired => "expired/processing",
    };
    let (checkout, paid) = word.unwrap_or(own).split_once('/').unwrap_or((own, ""));
    let error = (paid == "cancelled")
        .then(|| json!({ "code": "payment-failure", "message": "The payer did not confirm the payment." }));
    let at = |instant: boyoro::clock::Instant| instant.to_rfc3339_opts(SecondsFormat::Secs, true);
    let amount = payment.reported_amount();
    json!({
        "id": payment.handle,
        "amount": amount.to_string(),
        "checkout_status": checkout,
        "client_reference": payment.reference,
        "currency": payment.reported_currency(),
        "error_url": payment.cancel_url,
        "last_payment_error": error,
        "business_name": "APEX-Mali",
        "payment_status": paid,
        "transaction_id": payment.transaction_id,
        "aggregated_merchant_id": null,
        "success_url": payment.return_url,
        "wave_launch_url": format!("{pages}/{}?a={}&c={}", payment.handle, payment.amount, payment.currency),
        "restrict_payer_mobile": null,
        "when_created": at(payment.created_at),
        "when_expires": at(payment.expires_at),
        "when_completed": payment.completed_at.map(at),
    })
}

fn pages(world: &World) -> String {
    format!("{}/pay", world.public_url)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreateBody {
    amount: String,
    currency: String,
    #[serde(default)]
    client_reference: String,
    success_url: String,
    error_url: String,
    #[serde(default)]
    restrict_payer_mobile: Option<String>,
    #[serde(default)]
    aggregated_merchant_id: Option<String>,
}

/// Wave wants https; a demonstration may do without.
fn is_url(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn check(body: &[u8]) -> Result<NewPayment, HttpResponse> {
    let invalid = |name: &str, why: &str| {
        let details = json!([{ "loc": [name], "msg": why }]);
        let message = "Request invalid";
        HttpResponse::BadRequest()
            .json(json!({ "code": "request-validation-error", "message": message, "details": details }))
    };
    if serde_json::from_slice::<Value>(body).is_err() {
        return Err(fault(400, "request-not-json", "The request body should be JSON."));
    }
    let body: CreateBody = serde_json::from_slice(body).map_err(|error| invalid("body", &error.to_string()))?;
    let amount = body.amount.parse::<i64>().ok().filter(|amount| *amount > 0 && amount.to_string() == body.amount);
    let Some(amount) = amount else { return Err(invalid("amount", "must be a whole number of francs")) };
    if body.currency != "XOF" {
        return Err(fault(400, "currency-mismatch", "The wallet's currency is XOF."));
    }
    if body.client_reference.len() > 255 {
        return Err(invalid("client_reference", "at most 255 characters"));
    }
    if !is_url(&body.success_url) || !is_url(&body.error_url) {
        return Err(invalid("success_url", "must be https"));
    }
    if body.restrict_payer_mobile.as_deref().is_some_and(|number| !number.starts_with('+')) {
        return Err(invalid("restrict_payer_mobile", "must be E.164"));
    }
    if body.aggregated_merchant_id.is_some() {
        return Err(fault(400, "invalid-aggregated-merchant-id", "No such merchant."));
    }
    Ok(NewPayment {
        which: Which::Wave,
        reference: body.client_reference,
        amount,
        currency: body.currency,
        label: "APEX-Mali".to_owned(),
        notif_url: None,
        return_url: body.success_url,
        cancel_url: body.error_url,
        phone: None,
        client_key: None,
    })
}

async fn create(world: Data<World>, request: HttpRequest, body: Bytes) -> HttpResponse {
    world.count("wave.create");
    if let Some(answer) = refusal(&request) {
        return answer;
    }
    let new = match check(&body) {
        Ok(new) => new,
        Err(answer) => return answer,
    };
    if let Some(answer) = super::control::http_error(world.behaviour(Which::Wave, &new.reference).http_error) {
        return answer;
    }
    let key = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let fingerprint = String::from_utf8_lossy(&body).into_owned();
    let world: Arc<World> = world.into_inner();
    if let Some((known, handle)) = key.as_deref().and_then(|key| world.idempotent(key)) {
        return match world.payment(&handle) {
            Some(payment) if known == fingerprint => {
                HttpResponse::Ok().json(session_body(&payment, None, &pages(&world)))
            }
            _ => fault(400, "idempotency-mismatch", "This key was used for another request."),
        };
    }
    let payment = world.open(world.fresh("cos-"), new);
    if let Some(key) = &key {
        world.remember(key, &fingerprint, &payment.handle);
    }
    super::control::auto(&world, &payment).await;
    if payment.behaviour.callback_before_create {
        callbacks::act(&world, &payment.handle, Outcome::Confirm).await;
    }
    wait_ms(payment.behaviour.delay_create_ms).await;
    if payment.behaviour.hang {
        return never().await;
    }
    let body = session_body(&payment, None, &pages(&world));
    if payment.behaviour.html {
        return super::control::web_page();
    }
    if payment.behaviour.cut_body { broken_off(&body) } else { HttpResponse::Ok().json(body) }
}

/// The answer to a question about a session, as it was told to behave.
async fn answer(world: &World, handle: &str) -> Result<Value, HttpResponse> {
    let missing = || fault(404, "checkout-session-not-found", "No such checkout session.");
    let payment = world.payment(handle).filter(|payment| payment.which == Which::Wave).ok_or_else(missing)?;
    if let Some(answer) = super::control::silent(&payment.behaviour).await {
        return Err(answer);
    }
    let mut word = None;
    world.change(handle, |payment| word = payment.scripted());
    Ok(session_body(&payment, word.as_deref(), &pages(world)))
}

async fn read(world: Data<World>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    world.count("wave.get");
    if let Some(answer) = refusal(&request) {
        return answer;
    }
    match answer(&world, &id).await {
        Ok(body) => HttpResponse::Ok().json(body),
        Err(answer) => answer,
    }
}

#[derive(Deserialize)]
struct Search {
    client_reference: String,
}

async fn search(world: Data<World>, request: HttpRequest, query: Query<Search>) -> HttpResponse {
    world.count("wave.search");
    if let Some(answer) = refusal(&request) {
        return answer;
    }
    let behaviour = world.behaviour(Which::Wave, &query.client_reference);
    if let Some(answer) = super::control::silent(&behaviour).await {
        return answer;
    }
    let mut found = Vec::new();
    for payment in world.payments() {
        if payment.which == Which::Wave && payment.reference == query.client_reference {
            match answer(&world, &payment.handle).await {
                Ok(body) => found.push(body),
                Err(answer) => return answer,
            }
        }
    }
    HttpResponse::Ok().json(json!({ "result": found }))
}

#[derive(Deserialize)]
struct ByTransaction {
    transaction_id: String,
}

async fn by_transaction(world: Data<World>, request: HttpRequest, query: Query<ByTransaction>) -> HttpResponse {
    if let Some(answer) = refusal(&request) {
        return answer;
    }
    let is_it = |payment: &Payment| payment.transaction_id.as_deref() == Some(&query.transaction_id);
    match world.payments().into_iter().find(|payment| payment.which == Which::Wave && is_it(payment)) {
        Some(payment) => HttpResponse::Ok().json(session_body(&payment, None, &pages(&world))),
        None => fault(404, "checkout-session-not-found", "No such checkout session."),
    }
}

async fn expire(world: Data<World>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    if let Some(answer) = refusal(&request) {
        return answer;
    }
    let world: Arc<World> = world.into_inner();
    match callbacks::act(&world, &id, Outcome::Expire).await {
        Some(payment) if payment.state == PayState::Expired => HttpResponse::Ok().finish(),
        Some(_) => fault(409, "checkout-session-not-open", "The session is not open."),
        None => fault(404, "checkout-session-not-found", "No such checkout session."),
    }
}

async fn refund(world: Data<World>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    world.count("wave.refund");
    if let Some(answer) = refusal(&request) {
        return answer;
    }
    let refunded = world.change(&id, |payment| {
        if payment.state == PayState::Paid {
            payment.refunded = true;
        }
    });
    match refunded {
        // It is done; only its answer is lost.
        Some(payment) if payment.refunded => match super::control::silent(&payment.behaviour).await {
            Some(answer) => answer,
            None => HttpResponse::Ok().finish(),
        },
        Some(_) => fault(400, "checkout-refund-failed", "The session is not paid."),
        None => fault(404, "checkout-session-not-found", "No such checkout session."),
    }
}

/// How many movements a page has: few, so that every statement has several.
const PAGE: usize = 2;

#[derive(Deserialize)]
struct Statement {
    date: chrono::NaiveDate,
    #[serde(default)]
    after: Option<String>,
}

/// A payment as the statement tells it, and its refund beneath it.
fn movements(payment: &Payment) -> Vec<Value> {
    let Some(at) = payment.completed_at else { return Vec::new() };
    let line = |kind: &str, id: String, amount: i64| {
        json!({
            "timestamp": at.to_rfc3339_opts(SecondsFormat::Secs, true),
            "transaction_id": id,
            "transaction_type": kind,
            "amount": amount.to_string(),
            "fee": "0",
            "currency": payment.reported_currency(),
            "is_reversal": false,
            "counterparty_name": "Awa T.",
            "counterparty_mobile": "+22370000000",
            "client_reference": payment.reference,
            "checkout_api_session_id": payment.handle,
        })
    };
    let id = payment.transaction_id.clone().unwrap_or_default();
    let paid = line("api_checkout", id.clone(), payment.reported_amount());
    let back = payment.refunded.then(|| line("api_checkout_refund", format!("{id}R"), -payment.reported_amount()));
    std::iter::once(paid).chain(back).collect()
}

async fn transactions(world: Data<World>, request: HttpRequest, query: Query<Statement>) -> HttpResponse {
    world.count("wave.transactions");
    if let Some(answer) = refusal(&request) {
        return answer;
    }
    if let Some(answer) = super::control::silent(&world.behaviour(Which::Wave, "")).await {
        return answer;
    }
    let is_of_day = |payment: &Payment| {
        payment.which == Which::Wave && payment.completed_at.is_some_and(|at| at.date_naive() == query.date)
    };
    let all: Vec<Value> = world.payments().iter().filter(|payment| is_of_day(payment)).flat_map(movements).collect();
    let from = query.after.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
    let items: Vec<&Value> = all.iter().skip(from).take(PAGE).collect();
    let end = from + items.len();
    HttpResponse::Ok().json(json!({
        "page_info": { "start_cursor": query.after, "end_cursor": end.to_string(), "has_next_page": end < all.len() },
        "date": query.date,
        "items": items,
    }))
}

async fn balance(world: Data<World>, request: HttpRequest) -> HttpResponse {
    if let Some(answer) = refusal(&request) {
        return answer;
    }
    let paid = |payment: &Payment| payment.which == Which::Wave && payment.state == PayState::Paid && !payment.refunded;
    let total: i64 = world.payments().iter().filter(|payment| paid(payment)).map(Payment::reported_amount).sum();
    HttpResponse::Ok().json(json!({ "amount": total.to_string(), "currency": "XOF" }))
}
