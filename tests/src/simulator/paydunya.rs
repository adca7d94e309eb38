//! PayDunya's checkout invoices and its requests to telephones.

use std::sync::Arc;

use actix_web::web::{self, Data, Json, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use boyoro::operators::profile::simulated;
use serde_json::{Value, json};

use super::control::{opened, refused, silent};
use super::world::{NewPayment, PayState, Payment, Which, World};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/api/v1/checkout-invoice/create", web::post().to(create))
        .route("/api/v1/checkout-invoice/confirm/{token}", web::get().to(confirm))
        .route("/api/v1/softpay/orange-money-mali", web::post().to(push_orange))
        .route("/api/v1/softpay/moov-mali", web::post().to(push_moov));
}

/// PayDunya says no with HTTP 200 and a code of its own.
fn fault(code: &str, text: &str) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "response_code": code, "response_text": text }))
}

fn is_authorised(request: &HttpRequest) -> bool {
    let has =
        |name: &str, value: &str| request.headers().get(name).is_some_and(|found| found.as_bytes() == value.as_bytes());
    has("paydunya-master-key", simulated::PAY_DUNYA_MASTER_KEY)
        && has("paydunya-private-key", simulated::PAY_DUNYA_PRIVATE_KEY)
        && has("paydunya-token", simulated::PAY_DUNYA_TOKEN)
}

/// An invoice as it stands. `word` overrides its status.
#[must_use]
pub fn invoice(payment: &Payment, word: Option<&str>) -> Value {
    let own = match payment.state {
        PayState::Waiting => "pending",
        PayState::Paid => "completed",
        PayState::Refused => "failed",
        PayState::Expired => "cancelled",
    };
    json!({
        "response_code": "00",
        "response_text": "Transaction Found",
        "hash": "",
        "invoice": { "token": payment.handle, "total_amount": payment.reported_amount(), "description": payment.label },
        "custom_data": { "reference": payment.reference },
        "mode": "live",
        "status": word.unwrap_or(own),
        "customer": { "name": "Awa T.", "phone": payment.phone.clone().unwrap_or_default(), "email": "" },
        "fail_reason": if payment.state == PayState::Refused { "payment_refused" } else { "" },
    })
}

fn check(body: &Value) -> Result<NewPayment, HttpResponse> {
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let amount = body.pointer("/invoice/total_amount").and_then(Value::as_i64).filter(|amount| *amount > 0);
    let Some(amount) = amount else { return Err(fault("4001", "Invalid invoice total amount")) };
    for pointer in ["/store/name", "/actions/callback_url", "/actions/return_url", "/actions/cancel_url"] {
        if text(pointer).is_empty() {
            return Err(fault("4002", pointer));
        }
    }
    Ok(NewPayment {
        which: Which::PayDunya,
        reference: text("/custom_data/reference"),
        amount,
        currency: "XOF".to_owned(),
        label: text("/invoice/description"),
        notif_url: Some(text("/actions/callback_url")),
        return_url: text("/actions/return_url"),
        cancel_url: text("/actions/cancel_url"),
        phone: None,
        client_key: None,
    })
}

async fn create(world: Data<World>, request: HttpRequest, body: Json<Value>) -> HttpResponse {
    world.count("pay_dunya.create");
    if !is_authorised(&request) {
        return fault("1001", "Invalid Masterkey Specified");
    }
    let new = match check(&body) {
        Ok(new) => new,
        Err(answer) => return answer,
    };
    if let Some(answer) = refused(&world.behaviour(Which::PayDunya, &new.reference)) {
        return answer;
    }
    let world: Arc<World> = world.into_inner();
    let payment = world.open(world.fresh("pd"), new);
    let url = format!("{}/pay/{}", world.public_url, payment.handle);
    let body = json!({ "response_code": "00", "response_text": url, "description": "Checkout Invoice Created", "token": payment.handle });
    opened(&world, &payment, 200, body).await
}

async fn confirm(world: Data<World>, request: HttpRequest, token: Path<String>) -> HttpResponse {
    world.count("pay_dunya.status");
    if !is_authorised(&request) {
        return fault("1001", "Invalid Masterkey Specified");
    }
    let payment = world.payment(&token).filter(|payment| payment.which == Which::PayDunya);
    let Some(payment) = payment else { return fault("1013", "Invoice not found") };
    if let Some(answer) = silent(&payment.behaviour).await {
        return answer;
    }
    let mut word = None;
    world.change(&token, |payment| word = payment.scripted());
    HttpResponse::Ok().json(invoice(&payment, word.as_deref()))
}

async fn push_orange(world: Data<World>, request: HttpRequest, body: Json<Value>) -> HttpResponse {
    push(
        &world,
        &request,
        &body,
        [
            "orange_money_mali_customer_fullname",
            "orange_money_mali_email",
            "orange_money_mali_phone_number",
            "orange_money_mali_customer_address",
        ],
    )
}

async fn push_moov(world: Data<World>, request: HttpRequest, body: Json<Value>) -> HttpResponse {
    push(
        &world,
        &request,
        &body,
        ["moov_ml_customer_fullname", "moov_ml_email", "moov_ml_phone_number", "moov_ml_customer_address"],
    )
}

/// The invoice appears on a telephone. `names` are the fields the wallet wants; the third is the number.
fn push(world: &World, request: &HttpRequest, body: &Value, names: [&str; 4]) -> HttpResponse {
    world.count("pay_dunya.softpay");
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let failed = |why: &str| HttpResponse::UnprocessableEntity().json(json!({ "success": false, "message": why }));
    if !is_authorised(request) {
        return HttpResponse::Unauthorized().json(json!({ "success": false, "message": "Unauthorized" }));
    }
    if names.iter().any(|name| text(name).is_empty()) {
        return failed("Un champ manque.");
    }
    let [_, _, number, _] = names;
    let number = text(number);
    if number.len() != 8 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return failed("Le numéro n'est pas valable.");
    }
    match world.change(&text("payment_token"), |payment| payment.phone = Some(number)) {
        Some(_) => HttpResponse::Ok().json(json!({
            "success": true, "message": "Votre paiement est en attente de confirmation du client",
        })),
        None => failed("Facture inconnue."),
    }
}
