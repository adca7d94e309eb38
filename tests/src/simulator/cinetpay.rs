//! CinetPay's checkout: create and check.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Json, ServiceConfig};
use boyoro::operators::profile::simulated;
use serde_json::{Value, json};

use super::control::{opened, refused, silent};
use super::world::{NewPayment, PayState, Which, World};

pub fn routes(config: &mut ServiceConfig) {
    config.route("/v2/payment", web::post().to(create)).route("/v2/payment/check", web::post().to(check_payment));
}

fn fault(status: u16, code: &str, message: &str) -> HttpResponse {
    let status = actix_web::http::StatusCode::from_u16(status).unwrap_or_default();
    HttpResponse::build(status).json(json!({ "code": code, "message": message, "description": message }))
}

fn text(body: &Value, name: &str) -> String {
    body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn refusal(body: &Value) -> Option<HttpResponse> {
    let is_known =
        text(body, "apikey") == simulated::CINET_PAY_API_KEY && text(body, "site_id") == simulated::CINET_PAY_SITE_ID;
    (!is_known).then(|| fault(403, "609", "AUTH_NOT_FOUND"))
}

fn check(body: &Value) -> Result<NewPayment, HttpResponse> {
    let amount = body.get("amount").and_then(Value::as_i64).filter(|amount| *amount > 0 && amount % 5 == 0);
    let Some(amount) = amount else { return Err(fault(400, "608", "MINIMUM_REQUIRED_FIELDS")) };
    for name in ["transaction_id", "currency", "description", "notify_url", "return_url"] {
        if text(body, name).is_empty() {
            return Err(fault(400, "608", "MINIMUM_REQUIRED_FIELDS"));
        }
    }
    Ok(NewPayment {
        which: Which::CinetPay,
        reference: text(body, "transaction_id"),
        amount,
        currency: text(body, "currency"),
        label: text(body, "description"),
        notif_url: Some(text(body, "notify_url")),
        return_url: text(body, "return_url"),
        cancel_url: text(body, "return_url"),
        phone: None,
        client_key: None,
    })
}

async fn create(world: Data<World>, body: Json<Value>) -> HttpResponse {
    world.count("cinet_pay.create");
    if let Some(answer) = refusal(&body) {
        return answer;
    }
    let new = match check(&body) {
        Ok(new) => new,
        Err(answer) => return answer,
    };
    if world.payments().iter().any(|known| known.which == Which::CinetPay && known.reference == new.reference) {
        return fault(400, "602", "TRANSACTION_EXIST");
    }
    if let Some(answer) = refused(&world.behaviour(Which::CinetPay, &new.reference)) {
        return answer;
    }
    let world: Arc<World> = world.into_inner();
    let payment = world.open(world.fresh("cp"), new);
    let url = format!("{}/pay/{}", world.public_url, payment.handle);
    let body = json!({ "code": "201", "message": "CREATED", "description": "Transaction created with success",
        "data": { "payment_token": payment.handle, "payment_url": url } });
    opened(&world, &payment, 200, body).await
}

async fn check_payment(world: Data<World>, body: Json<Value>) -> HttpResponse {
    world.count("cinet_pay.status");
    if let Some(answer) = refusal(&body) {
        return answer;
    }
    let reference = text(&body, "transaction_id");
    if let Some(answer) = silent(&world.behaviour(Which::CinetPay, &reference)).await {
        return answer;
    }
    let is_it = |payment: &super::world::Payment| payment.which == Which::CinetPay && payment.reference == reference;
    let Some(payment) = world.payments().into_iter().find(is_it) else {
        return fault(404, "627", "TRANSACTION_NOT_FOUND");
    };
    let mut word = None;
    world.change(&payment.handle, |payment| word = payment.scripted());
    let word = word.unwrap_or_else(|| {
        match payment.state {
            PayState::Waiting => "662/WAITING_CUSTOMER_PAYMENT",
            PayState::Paid => "00/ACCEPTED",
            PayState::Refused | PayState::Expired => "627/REFUSED",
        }
        .to_owned()
    });
    let (code, status) = word.split_once('/').unwrap_or((&word, ""));
    HttpResponse::Ok().json(json!({
        "code": code,
        "message": if code == "00" { "SUCCES" } else { status },
        "data": {
            "amount": payment.reported_amount().to_string(),
            "currency": payment.reported_currency(),
            "status": status,
            "payment_method": "OM",
            "description": payment.label,
            "operator_id": payment.transaction_id,
        },
    }))
}
