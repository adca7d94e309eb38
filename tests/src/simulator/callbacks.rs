//! What a payer's act sets off: the session's new state and the operator's callback, with its copies, its retries and its faults.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::hmac;
use boyoro::operators::profile::simulated;
use serde_json::{Value, json};

use super::wave;
use super::world::{Outcome, PayState, Payment, Which, World};

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
    // Neither operator calls back about time that runs out.
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
    let (url, body) = match payment.which {
        Which::OrangeMoney => (payment.notif_url.clone(), orange_event(payment)),
        Which::Wave => (world.wave_webhook(), wave_event(payment, &world.fresh("EV_"))),
    };
    let Some(url) = url.map(|url| world.reachable(&url)) else { return };
    let body = body.to_string();
    for _ in 0..=payment.behaviour.dup_callback {
        if deliver(world, payment, &url, &body).await {
            continue;
        }
        let (world, payment, url, body) = (Arc::clone(world), payment.clone(), url.clone(), body.clone());
        tokio::spawn(async move {
            for seconds in RETRY_AFTER_S {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                if deliver(&world, &payment, &url, &body).await {
                    return;
                }
            }
        });
    }
}

async fn deliver(world: &World, payment: &Payment, url: &str, body: &str) -> bool {
    world.count(&format!("{}.callback", payment.which.word()));
    let mut request = world.http.post(url).header("Content-Type", "application/json").body(body.to_owned());
    if payment.which == Which::Wave {
        let secret = if payment.behaviour.bad_sig { "somebody-else" } else { simulated::WAVE_SIGNING_SECRET };
        let time = world.now().timestamp() + payment.behaviour.skew_s;
        request = request.header("Wave-Signature", sign_wave(secret, time, body.as_bytes()));
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
