//! Orange Money Web Payment's paths, replies and errors.

use std::sync::Arc;

use actix_web::web::{self, Data, Json, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use boyoro::operators::profile::simulated;
use serde_json::{Value, json};

use super::callbacks;
use super::control::{broken_off, never, wait_ms};
use super::world::{NewPayment, Outcome, PayState, Which, World};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/oauth/v3/token", web::post().to(token))
        .route("/oauth/v2/token", web::post().to(token))
        .route("/orange-money-webpay/{country}/v1/webpayment", web::post().to(create))
        .route("/orange-money-webpay/{country}/v1/transactionstatus", web::post().to(status));
}

async fn token(world: Data<World>, request: HttpRequest, body: web::Bytes) -> HttpResponse {
    world.count("orange_money.token");
    let behaviour = world.behaviour(Which::OrangeMoney, "");
    if behaviour.hang {
        return never().await;
    }
    let secret = format!("{}:{}", simulated::ORANGE_CLIENT_ID, simulated::ORANGE_CLIENT_SECRET);
    let wanted = format!("Basic {}", STANDARD.encode(secret));
    let is_known = request.headers().get("authorization").is_some_and(|value| value.as_bytes() == wanted.as_bytes());
    if !is_known {
        return HttpResponse::Unauthorized().json(
            json!({ "error": "invalid_client", "error_description": "The requested service needs credentials" }),
        );
    }
    if body.as_ref() != b"grant_type=client_credentials" {
        return HttpResponse::BadRequest().json(json!({ "error": "unsupported_grant_type" }));
    }
    let token = world.fresh("at");
    world.add_token(&token);
    HttpResponse::Ok().json(json!({ "token_type": "Bearer", "access_token": token, "expires_in": "7776000" }))
}

fn fault(code: u16, message: &str, description: &str) -> HttpResponse {
    let body = json!({ "code": code, "message": message, "description": description });
    if code == 41 { HttpResponse::Unauthorized().json(body) } else { HttpResponse::BadRequest().json(body) }
}

fn is_authorised(world: &World, request: &HttpRequest) -> bool {
    let value = request.headers().get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.strip_prefix("Bearer ").is_some_and(|token| world.knows_token(token))
}

/// What is wrong with a request for a session, in Orange's words.
fn check(country: &str, body: &Value) -> Result<NewPayment, HttpResponse> {
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    for name in ["merchant_key", "currency", "order_id", "return_url", "cancel_url", "notif_url"] {
        if text(name).is_empty() {
            return Err(fault(23, "Missing body field", name));
        }
    }
    if text("merchant_key") != simulated::ORANGE_MERCHANT_KEY {
        return Err(fault(40, "Invalid merchant key", "merchant_key"));
    }
    let amount = body.get("amount").and_then(Value::as_i64).filter(|amount| *amount > 0);
    let Some(amount) = amount else { return Err(fault(24, "Invalid body field", "amount")) };
    let is_url = |name: &str| {
        let url = text(name);
        url.len() <= 120 && (url.starts_with("https://") || url.starts_with("http://"))
    };
    let currency = if country == "dev" { "OUV" } else { "XOF" };
    let checks = [
        ("order_id", text("order_id").len() <= 30),
        ("reference", text("reference").chars().count() <= 30),
        ("return_url", is_url("return_url")),
        ("cancel_url", is_url("cancel_url")),
        ("notif_url", is_url("notif_url")),
        ("currency", text("currency") == currency),
    ];
    if let Some((name, _)) = checks.into_iter().find(|(_, is_right)| !is_right) {
        return Err(fault(24, "Invalid body field", name));
    }
    Ok(NewPayment {
        which: Which::OrangeMoney,
        reference: text("order_id"),
        amount,
        currency: text("currency"),
        label: text("reference"),
        notif_url: Some(text("notif_url")),
        return_url: text("return_url"),
        cancel_url: text("cancel_url"),
        phone: None,
        client_key: None,
    })
}

async fn create(world: Data<World>, request: HttpRequest, country: Path<String>, body: Json<Value>) -> HttpResponse {
    world.count("orange_money.create");
    if !is_authorised(&world, &request) {
        return fault(41, "Invalid credentials", "The access token is not valid");
    }
    let new = match check(&country, &body) {
        Ok(new) => new,
        Err(answer) => return answer,
    };
    if world.handle_of(&new.reference).is_some() {
        return fault(24, "Invalid body field", "order_id already used");
    }
    if let Some(answer) = super::control::http_error(world.behaviour(Which::OrangeMoney, &new.reference).http_error) {
        return answer;
    }
    let world: Arc<World> = world.into_inner();
    let payment = world.open(world.fresh("v1"), new);
    super::control::auto(&world, &payment).await;
    if payment.behaviour.callback_before_create {
        callbacks::act(&world, &payment.handle, Outcome::Confirm).await;
    }
    wait_ms(payment.behaviour.delay_create_ms).await;
    if payment.behaviour.hang {
        return never().await;
    }
    let body = json!({
        "status": 201,
        "message": "OK",
        "pay_token": payment.handle,
        "payment_url": format!("{}/pay/{}", world.public_url, payment.handle),
        "notif_token": payment.notif_token,
    });
    if payment.behaviour.html {
        return super::control::web_page();
    }
    if payment.behaviour.cut_body { broken_off(&body) } else { HttpResponse::Created().json(body) }
}

async fn status(world: Data<World>, request: HttpRequest, body: Json<Value>) -> HttpResponse {
    world.count("orange_money.status");
    if !is_authorised(&world, &request) {
        return fault(41, "Invalid credentials", "The access token is not valid");
    }
    let (Some(order_id), Some(amount), Some(pay_token)) = (
        body.get("order_id").and_then(Value::as_str),
        body.get("amount").and_then(Value::as_i64),
        body.get("pay_token").and_then(Value::as_str),
    ) else {
        return fault(23, "Missing body field", "order_id, amount and pay_token are required");
    };
    let payment = world.payment(pay_token);
    let Some(payment) = payment.filter(|known| known.reference == order_id && known.amount == amount) else {
        return fault(24, "Invalid body field", "order_id, amount and pay_token do not belong together");
    };
    if let Some(answer) = super::control::silent(&payment.behaviour).await {
        return answer;
    }
    let mut word = None;
    world.change(pay_token, |payment| word = payment.scripted());
    let word = word.unwrap_or_else(|| {
        match payment.state {
            PayState::Waiting => "INITIATED",
            PayState::Paid => "SUCCESS",
            PayState::Refused => "FAILED",
            PayState::Expired => "EXPIRED",
        }
        .to_owned()
    });
    let mut reply = json!({ "status": word, "order_id": payment.reference });
    if let Some(txnid) = &payment.transaction_id {
        reply["txnid"] = json!(txnid);
    }
    // Orange repeats neither; a liar among operators would.
    if let Some(amount) = payment.behaviour.wrong_amount {
        reply["amount"] = json!(amount);
    }
    if let Some(currency) = &payment.behaviour.wrong_currency {
        reply["currency"] = json!(currency);
    }
    HttpResponse::Created().json(reply)
}
