//! What a payer's act sets off: the session's new state and the operator's callback, with its copies, its retries and its faults.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::{digest, hmac};
use boyoro::operators::profile::simulated;
use serde_json::{Value, json};

use super::world::{Outcome, PayState, Payment, Which, World};
use super::{gsma, mtn_momo, paydunya, wave};

/// Pauses before further deliveries of a callback that was not acknowledged, in seconds.
const RETRY_AFTER_S: [u64; 6] = [1, 2, 4, 8, 16, 32];

/// A payer confirms, refuses, or lets the time run out; the callback goes out.
pub async fn act(world: &Arc<World>, handle: &str, outcome: Outcome) -> Option<Payment> {
    let before = world.payment(handle)?;
    let state = match (before.state, outcome) {
        // A Wave session stays payable after a refusal; nothing is paid twice.
        (PayState::Waiting | PayState::Refused, Outcome::Confirm) => PayState::Paid,
        (PayState::Waiting, Outcome::Refuse) => PayState::Refused,
        (PayState::Waiting | PayState::Refused, Outcome::Expire) => PayState::Expired,
        (unchanged, _) => unchanged,
    };
    if state == before.state {
        return Some(before);
    }
    let payment = settle(world, handle, state)?;
    if matches!(state, PayState::Refused | PayState::Expired)
        && let Some(seconds) = payment.behaviour.late_success_after_s
    {
        let (world, handle) = (Arc::clone(world), handle.to_owned());
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            if let Some(paid) = settle(&world, &handle, PayState::Paid) {
                notify(&world, &paid).await;
            }
        });
    }
    // No operator calls back about time that runs out.
    if state != PayState::Expired {
        notify(world, &payment).await;
    }
    Some(payment)
}

/// Puts the session into a state without telling anybody.
pub fn settle(world: &World, handle: &str, state: PayState) -> Option<Payment> {
    let now = world.now();
    let which = world.payment(handle)?.which;
    let fresh = world.transaction_id(which);
    world.change(handle, |payment| {
        payment.state = state;
        if state == PayState::Paid && payment.transaction_id.is_none() {
            payment.transaction_id = Some(payment.behaviour.transaction_id.clone().unwrap_or(fresh));
            payment.completed_at = Some(now);
        }
    })
}

/// Sends the callback about a session as it stands, and its copies; what is not acknowledged is sent again later.
pub async fn notify(world: &Arc<World>, payment: &Payment) {
    if payment.behaviour.drop_callback {
        return;
    }
    let Some(message) = message(world, payment) else { return };
    if payment.which == Which::CinetPay {
        // It looks whether the address answers before it uses it.
        if !world.http.get(&message.url).send().await.is_ok_and(|answer| answer.status() == 200) {
            return;
        }
    }
    for _ in 0..=payment.behaviour.dup_callback {
        if deliver(world, payment, &message).await {
            continue;
        }
        let (world, payment, message) = (Arc::clone(world), payment.clone(), message.clone());
        tokio::spawn(async move {
            for seconds in RETRY_AFTER_S {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                if deliver(&world, &payment, &message).await {
                    return;
                }
            }
        });
    }
}

/// A callback ready to be sent, as often as needed.
#[derive(Clone)]
struct Message {
    verb: reqwest::Method,
    url: String,
    media: &'static str,
    body: String,
    header: Option<(&'static str, String)>,
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

fn message(world: &World, payment: &Payment) -> Option<Message> {
    let url = match payment.which {
        Which::Wave => world.wave_webhook(),
        _ => payment.notif_url.clone(),
    };
    let url = world.reachable(&url?);
    let json =
        |verb, body: Value| Message { verb, url: url.clone(), media: JSON, body: body.to_string(), header: None };
    Some(match payment.which {
        Which::OrangeMoney => json(reqwest::Method::POST, orange_event(payment)),
        Which::Wave => json(reqwest::Method::POST, wave_event(payment, &world.fresh("EV_"))),
        Which::MtnMomo => json(reqwest::Method::PUT, mtn_momo::body(payment, None)),
        Which::Gsma => json(reqwest::Method::PUT, gsma::event(payment)),
        Which::PayDunya => {
            Message { media: FORM, body: pay_dunya_event(payment), ..json(reqwest::Method::POST, Value::Null) }
        }
        Which::CinetPay => {
            let (body, token) = cinet_pay_event(payment);
            let header = Some(("x-token", token));
            Message { media: FORM, body, header, ..json(reqwest::Method::POST, Value::Null) }
        }
    })
}

async fn deliver(world: &World, payment: &Payment, message: &Message) -> bool {
    world.count(&format!("{}.callback", payment.which.word()));
    let mut request = world
        .http
        .request(message.verb.clone(), &message.url)
        .header("Content-Type", message.media)
        .body(message.body.clone());
    if let Some((name, value)) = &message.header {
        request = request.header(*name, value);
    }
    if payment.which == Which::Wave {
        let secret = if payment.behaviour.bad_sig { "somebody-else" } else { simulated::WAVE_SIGNING_SECRET };
        let time = world.now().timestamp() + payment.behaviour.skew_s;
        request = request.header("Wave-Signature", sign_wave(secret, time, message.body.as_bytes()));
    }
    let answer = request.send().await;
    answer.is_ok_and(|answer| answer.status().is_success())
}

/// Wave's header: HMAC-SHA256 over the time directly followed by the body.
#[must_use]
pub fn sign_wave(secret: &str, time: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let message = [time.to_string().as_bytes(), body].concat();
    format!("t={time},v1={}", hex::encode(hmac::sign(&key, &message)))
}

/// Orange's callback: a status, a token, a transaction, and nothing else.
#[must_use]
pub fn orange_event(payment: &Payment) -> Value {
    let status = if payment.state == PayState::Paid { "SUCCESS" } else { "FAILED" };
    json!({ "status": status, "notif_token": payment.notif_token, "txnid": payment.transaction_id })
}

/// Wave's webhook about a checkout session.
#[must_use]
pub fn wave_event(payment: &Payment, id: &str) -> Value {
    let kind =
        if payment.state == PayState::Paid { "checkout.session.completed" } else { "checkout.session.payment_failed" };
    json!({ "id": id, "type": kind, "data": wave::session_body(payment, None, "https://pay.wave.com") })
}

/// PayDunya's form: one field with the invoice, and a hash that is always the same.
#[must_use]
pub fn pay_dunya_event(payment: &Payment) -> String {
    let key = if payment.behaviour.bad_sig { "somebody-else" } else { simulated::PAY_DUNYA_MASTER_KEY };
    let mut invoice = paydunya::invoice(payment, None);
    invoice["hash"] = json!(hex::encode(digest::digest(&digest::SHA512, key.as_bytes())));
    form_urlencoded::Serializer::new(String::new()).append_pair("data", &invoice.to_string()).finish()
}

/// CinetPay's form and its token.
#[must_use]
pub fn cinet_pay_event(payment: &Payment) -> (String, String) {
    let amount = payment.reported_amount().to_string();
    let (site, time) = (simulated::CINET_PAY_SITE_ID, payment.created_at.format("%Y-%m-%d %H:%M:%S").to_string());
    let verdict = if payment.state == PayState::Paid { "SUCCES" } else { "PAYMENT_FAILED" };
    let currency = payment.reported_currency();
    let fields = [
        ("cpm_site_id", site),
        ("cpm_trans_id", &payment.reference),
        ("cpm_trans_date", &time),
        ("cpm_amount", &amount),
        ("cpm_currency", &currency),
        ("signature", &payment.notif_token),
        ("payment_method", "OM"),
        ("cel_phone_num", "70000000"),
        ("cpm_phone_prefixe", "223"),
        ("cpm_language", "fr"),
        ("cpm_version", "V4"),
        ("cpm_payment_config", "SINGLE"),
        ("cpm_page_action", "PAYMENT"),
        ("cpm_custom", ""),
        ("cpm_designation", "Frais de délivrance"),
        ("cpm_error_message", verdict),
    ];
    let secret = if payment.behaviour.bad_sig { "somebody-else" } else { simulated::CINET_PAY_SECRET_KEY };
    let message: String = fields.iter().map(|(_, value)| *value).collect();
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let token = hex::encode(hmac::sign(&key, message.as_bytes()));
    (form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish(), token)
}
