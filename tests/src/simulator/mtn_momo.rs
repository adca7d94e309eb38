//! MTN MoMo Collection's paths: token, request to pay, status.

use std::sync::Arc;

use actix_web::web::{self, Data, Json, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use boyoro::operators::profile::simulated;
use serde_json::{Value, json};
use uuid::Uuid;

use super::control::{opened, refused, silent};
use super::world::{NewPayment, PayState, Payment, Which, World};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/collection/token/", web::post().to(token))
        .route("/collection/v1_0/requesttopay", web::post().to(create))
        .route("/collection/v1_0/requesttopay/{id}", web::get().to(status));
}

fn header(request: &HttpRequest, name: &str) -> String {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn fault(status: u16, code: &str) -> HttpResponse {
    let status = actix_web::http::StatusCode::from_u16(status).unwrap_or_default();
    HttpResponse::build(status).json(json!({ "code": code, "message": code }))
}

async fn token(world: Data<World>, request: HttpRequest) -> HttpResponse {
    world.count("mtn_momo.token");
    let wanted = STANDARD.encode(format!("{}:{}", simulated::MTN_API_USER, simulated::MTN_API_KEY));
    let is_known = header(&request, "authorization") == format!("Basic {wanted}")
        && header(&request, "ocp-apim-subscription-key") == simulated::MTN_SUBSCRIPTION_KEY;
    if !is_known {
        return HttpResponse::Unauthorized().json(json!({ "error": "login_failed" }));
    }
    let token = world.fresh("mt");
    world.add_token(&token);
    HttpResponse::Ok().json(json!({ "access_token": token, "token_type": "access_token", "expires_in": 3600 }))
}

/// What is wrong with a caller, if anything is.
fn refusal(world: &World, request: &HttpRequest) -> Option<HttpResponse> {
    let bearer = header(request, "authorization");
    if !bearer.strip_prefix("Bearer ").is_some_and(|token| world.knows_token(token))
        || header(request, "ocp-apim-subscription-key") != simulated::MTN_SUBSCRIPTION_KEY
    {
        return Some(fault(401, "UNAUTHORIZED"));
    }
    // MTN says a fault of its customer's settings with its own 500.
    (header(request, "x-target-environment") != simulated::MTN_TARGET)
        .then(|| fault(500, "NOT_ALLOWED_TARGET_ENVIRONMENT"))
}

/// A request to pay as it stands. `word` overrides its status, as `FAILED/REASON`.
#[must_use]
pub fn body(payment: &Payment, word: Option<&str>) -> Value {
    let own = match payment.state {
        PayState::Waiting => "PENDING",
        PayState::Paid => "SUCCESSFUL",
        PayState::Refused => "FAILED/APPROVAL_REJECTED",
        PayState::Expired => "FAILED/EXPIRED",
    };
    let word = word.unwrap_or(own);
    let (status, reason) = word.split_once('/').map_or((word, None), |(status, reason)| (status, Some(reason)));
    let mut body = json!({
        "amount": payment.reported_amount().to_string(),
        "currency": payment.reported_currency(),
        "externalId": payment.reference,
        "payer": { "partyIdType": "MSISDN", "partyId": payment.phone },
        "status": status,
    });
    if let Some(id) = &payment.transaction_id {
        body["financialTransactionId"] = json!(id);
    }
    // Both shapes are seen in the wild.
    match reason {
        Some(reason) if payment.status_reads.is_multiple_of(2) => body["reason"] = json!(reason),
        Some(reason) => body["reason"] = json!({ "code": reason, "message": reason }),
        None => {}
    }
    body
}

fn check(request: &HttpRequest, body: &Value) -> Result<NewPayment, HttpResponse> {
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Ok(key) = header(request, "x-reference-id").parse::<Uuid>() else {
        return Err(fault(400, "INVALID_REFERENCE"));
    };
    let amount = text("/amount").parse::<i64>().ok().filter(|amount| *amount > 0);
    let Some(amount) = amount else { return Err(fault(400, "INVALID_AMOUNT")) };
    if text("/currency") != "XOF" {
        return Err(fault(500, "INVALID_CURRENCY"));
    }
    let number = text("/payer/partyId");
    if text("/payer/partyIdType") != "MSISDN" || !number.bytes().all(|byte| byte.is_ascii_digit()) || number.len() < 8 {
        return Err(fault(400, "PAYER_NOT_FOUND"));
    }
    Ok(NewPayment {
        which: Which::MtnMomo,
        reference: text("/externalId"),
        amount,
        currency: text("/currency"),
        label: text("/payerMessage"),
        notif_url: Some(header(request, "x-callback-url")).filter(|url| !url.is_empty()),
        return_url: String::new(),
        cancel_url: String::new(),
        phone: Some(number),
        client_key: Some(key.to_string()),
    })
}

async fn create(world: Data<World>, request: HttpRequest, body: Json<Value>) -> HttpResponse {
    world.count("mtn_momo.create");
    if let Some(answer) = refusal(&world, &request) {
        return answer;
    }
    let new = match check(&request, &body) {
        Ok(new) => new,
        Err(answer) => return answer,
    };
    if world.handle_of_key(Which::MtnMomo, new.client_key.as_deref().unwrap_or_default()).is_some() {
        return fault(409, "RESOURCE_ALREADY_EXIST");
    }
    if let Some(answer) = refused(&world.behaviour(Which::MtnMomo, &new.reference)) {
        return answer;
    }
    let world: Arc<World> = world.into_inner();
    let payment = world.open(world.fresh("mo"), new);
    opened(&world, &payment, 202, Value::Null).await
}

async fn status(world: Data<World>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    world.count("mtn_momo.status");
    if let Some(answer) = refusal(&world, &request) {
        return answer;
    }
    let handle = world.handle_of_key(Which::MtnMomo, &id);
    let Some(payment) = handle.as_deref().and_then(|handle| world.payment(handle)) else {
        // A whole operator that is silent is silent about what it does not know, too.
        if let Some(answer) = silent(&world.behaviour(Which::MtnMomo, "")).await {
            return answer;
        }
        return fault(404, "RESOURCE_NOT_FOUND");
    };
    if let Some(answer) = silent(&payment.behaviour).await {
        return answer;
    }
    let mut word = None;
    world.change(&payment.handle, |payment| word = payment.scripted());
    HttpResponse::Ok().json(body(&payment, word.as_deref()))
}
