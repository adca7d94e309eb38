//! The GSMA's Mobile Money interface, as far as a merchant payment needs it.

use std::sync::Arc;

use actix_web::web::{self, Bytes, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use aws_lc_rs::digest;
use boyoro::operators::profile::simulated;
use chrono::SecondsFormat;
use serde_json::{Value, json};
use uuid::Uuid;

use super::control::{opened, refused, silent};
use super::world::{NewPayment, PayState, Payment, Which, World};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/transactions/type/merchantpay", web::post().to(create))
        .route("/transactions/{reference}", web::get().to(transaction))
        .route("/requeststates/{id}", web::get().to(request_state))
        .route("/responses/{id}", web::get().to(response))
        .route("/heartbeat", web::get().to(heartbeat));
}

fn header(request: &HttpRequest, name: &str) -> String {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// An error object. The interface spells `errordescription` in small letters.
fn error(category: &str, code: &str, at: boyoro::clock::Instant) -> Value {
    json!({ "errorCategory": category, "errorCode": code, "errordescription": code,
        "errorDateTime": at.to_rfc3339_opts(SecondsFormat::Millis, true) })
}

fn fault(world: &World, status: u16, category: &str, code: &str) -> HttpResponse {
    let status = actix_web::http::StatusCode::from_u16(status).unwrap_or_default();
    HttpResponse::build(status).json(error(category, code, world.now()))
}

fn is_authorised(request: &HttpRequest) -> bool {
    header(request, "x-api-key") == simulated::GSMA_API_KEY
}

fn transaction_body(payment: &Payment, status: &str) -> Value {
    json!({
        "transactionReference": payment.transaction_id,
        "requestingOrganisationTransactionReference": payment.reference,
        "amount": payment.reported_amount().to_string(),
        "currency": payment.reported_currency(),
        "type": "merchantpay",
        "transactionStatus": status,
        "debitParty": [{ "key": "msisdn", "value": payment.phone }],
        "creditParty": [{ "key": "organisationid", "value": simulated::GSMA_ORGANISATION }],
        "creationDate": payment.created_at.to_rfc3339_opts(SecondsFormat::Millis, true),
    })
}

fn error_of(payment: &Payment) -> Option<Value> {
    match payment.state {
        PayState::Waiting | PayState::Paid => None,
        PayState::Refused => Some(error("authorisation", "requestDeclined", payment.created_at)),
        PayState::Expired => Some(error("businessRule", "genericError", payment.expires_at)),
    }
}

/// What the operator puts to the callback's address: the transaction, or an error that does not name it.
#[must_use]
pub fn event(payment: &Payment) -> Value {
    error_of(payment).unwrap_or_else(|| transaction_body(payment, "completed"))
}

fn state_body(payment: &Payment, word: Option<&str>) -> Value {
    let own = match payment.state {
        PayState::Waiting => "pending",
        PayState::Paid => "completed",
        PayState::Refused | PayState::Expired => "failed",
    };
    let word = word.unwrap_or(own);
    let (status, code) = word.split_once('/').map_or((word, None), |(status, code)| (status, Some(code)));
    let mut body = json!({
        "serverCorrelationId": payment.handle,
        "status": status,
        "notificationMethod": "callback",
        "expiryTime": payment.expires_at.to_rfc3339_opts(SecondsFormat::Millis, true),
        "pollLimit": 10,
    });
    if let (PayState::Paid, Some(id)) = (payment.state, &payment.transaction_id) {
        body["objectReference"] = json!(id);
    }
    let error = code.map(|code| error("businessRule", code, payment.created_at)).or_else(|| error_of(payment));
    if let Some(error) = error {
        body["error"] = error;
    }
    body
}

/// The interface's own pattern of amounts, for whole francs: no fraction, no zero in front.
fn amount_in(text: &str) -> Option<i64> {
    text.parse::<i64>().ok().filter(|amount| *amount > 0 && amount.to_string() == text)
}

fn check(world: &World, request: &HttpRequest, bytes: &[u8]) -> Result<NewPayment, HttpResponse> {
    let invalid = |code: &str| fault(world, 400, "validation", code);
    let body: Value = serde_json::from_slice(bytes).map_err(|_| invalid("formatError"))?;
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    if header(request, "x-content-hash") != hex::encode(digest::digest(&digest::SHA256, bytes)) {
        return Err(invalid("formatError"));
    }
    let Ok(key) = header(request, "x-correlationid").parse::<Uuid>() else { return Err(invalid("formatError")) };
    let Some(amount) = amount_in(&text("/amount")) else { return Err(invalid("formatError")) };
    if text("/currency") != "XOF" {
        return Err(invalid("currencyNotSupported"));
    }
    let number = text("/debitParty/0/value");
    if text("/debitParty/0/key") != "msisdn" || !number.starts_with('+') {
        return Err(fault(world, 400, "identification", "identifierError"));
    }
    if text("/creditParty/0/value") != simulated::GSMA_ORGANISATION {
        return Err(fault(world, 400, "identification", "identifierError"));
    }
    Ok(NewPayment {
        which: Which::Gsma,
        reference: text("/requestingOrganisationTransactionReference"),
        amount,
        currency: text("/currency"),
        label: text("/descriptionText"),
        notif_url: Some(header(request, "x-callback-url")).filter(|url| !url.is_empty()),
        return_url: String::new(),
        cancel_url: String::new(),
        phone: Some(number),
        client_key: Some(key.to_string()),
    })
}

async fn create(world: Data<World>, request: HttpRequest, body: Bytes) -> HttpResponse {
    world.count("gsma.create");
    if !is_authorised(&request) {
        return fault(&world, 401, "authorisation", "clientAuthorisationError");
    }
    let new = match check(&world, &request, &body) {
        Ok(new) => new,
        Err(answer) => return answer,
    };
    if world.handle_of_key(Which::Gsma, new.client_key.as_deref().unwrap_or_default()).is_some() {
        return fault(&world, 400, "businessRule", "duplicateRequest");
    }
    if let Some(answer) = refused(&world.behaviour(Which::Gsma, &new.reference)) {
        return answer;
    }
    let world: Arc<World> = world.into_inner();
    let payment = world.open(world.fresh("rs-"), new);
    opened(&world, &payment, 202, state_body(&payment, None)).await
}

async fn answered(world: &World, handle: Option<String>) -> Result<Payment, HttpResponse> {
    let payment = handle.as_deref().and_then(|handle| world.payment(handle));
    let Some(payment) = payment.filter(|payment| payment.which == Which::Gsma) else {
        if let Some(answer) = silent(&world.behaviour(Which::Gsma, "")).await {
            return Err(answer);
        }
        return Err(fault(world, 404, "identification", "identifierError"));
    };
    match silent(&payment.behaviour).await {
        Some(answer) => Err(answer),
        None => Ok(payment),
    }
}

async fn request_state(world: Data<World>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    world.count("gsma.status");
    if !is_authorised(&request) {
        return fault(&world, 401, "authorisation", "clientAuthorisationError");
    }
    match answered(&world, Some(id.into_inner())).await {
        Ok(payment) => {
            let mut word = None;
            world.change(&payment.handle, |payment| word = payment.scripted());
            HttpResponse::Ok().json(state_body(&payment, word.as_deref()))
        }
        Err(answer) => answer,
    }
}

async fn transaction(world: Data<World>, request: HttpRequest, reference: Path<String>) -> HttpResponse {
    world.count("gsma.transaction");
    if !is_authorised(&request) {
        return fault(&world, 401, "authorisation", "clientAuthorisationError");
    }
    let is_it = |payment: &Payment| payment.transaction_id.as_deref() == Some(reference.as_str());
    let handle = world.payments().into_iter().find(is_it).map(|payment| payment.handle);
    match answered(&world, handle).await {
        Ok(payment) => HttpResponse::Ok().json(transaction_body(&payment, "completed")),
        Err(answer) => answer,
    }
}

/// Where the answer to a request that was lost is found again.
async fn response(world: Data<World>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    world.count("gsma.response");
    if !is_authorised(&request) {
        return fault(&world, 401, "authorisation", "clientAuthorisationError");
    }
    let handle = world.handle_of_key(Which::Gsma, &id);
    match answered(&world, handle).await {
        Ok(payment) => {
            let link = match &payment.transaction_id {
                Some(id) => format!("/transactions/{id}"),
                None => format!("/requeststates/{}", payment.handle),
            };
            HttpResponse::Ok().json(json!({ "link": link }))
        }
        Err(answer) => answer,
    }
}

async fn heartbeat() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "serviceStatus": "available" }))
}
