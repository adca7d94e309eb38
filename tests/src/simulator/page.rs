//! The payer's page: one small form that works without JavaScript, in French with English beneath.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, Data, Form, Path, ServiceConfig};
use boyoro::origin::money::Francs;
use serde::Deserialize;

use super::callbacks;
use super::world::{Outcome, PayState, Payment, Which, World};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/pay/{token}", web::get().to(show))
        .route("/pay/{token}", web::post().to(act))
        .route("/phone", web::get().to(phone));
}

const STYLE: &str = "
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;font:17px/1.5 system-ui,sans-serif;background:#f4f4f2;color:#1c1c1a}
main{max-width:26rem;margin:0 auto;padding:1rem}
header{padding:1rem;color:#fff}
header p{margin:0;max-width:24rem;margin-inline:auto;font-weight:700;font-size:1.15rem}
header{background:#3a3a36}.orange_money header{background:#b84300}.wave header{background:#0b5c8a}
.pay_dunya header{background:#22577a}.mtn_momo header{background:#5c4a00}.gsma header{background:#5b2a86}.cinet_pay header{background:#146c2e}
.note{background:#fff6d6;border-left:.4rem solid #8a6d00;padding:.6rem .8rem;margin:0 0 1rem;font-size:.95rem}
.card{background:#fff;border:1px solid #d5d5d0;border-radius:.5rem;padding:1rem}
h1{font-size:1.1rem;margin:0}
.amount{font-size:2.1rem;font-weight:700;margin:.2rem 0 .8rem;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 1rem;font-size:.95rem}
dt{color:#565650}dd{margin:0;overflow-wrap:anywhere}
button{display:block;width:100%;min-height:3rem;margin:.6rem 0 0;padding:.6rem;font:inherit;font-weight:600;border-radius:.4rem;border:2px solid #1c1c1a;background:#fff;color:#1c1c1a;cursor:pointer}
button.yes{background:#146c2e;border-color:#146c2e;color:#fff}
button:focus-visible{outline:3px solid #ffbf47;outline-offset:2px}
small{display:block;font-weight:400;font-size:.85rem}
.quiet{color:#565650;font-size:.95rem}
";

fn document(which: Which, inner: &str) -> HttpResponse {
    document_of(which.word(), which.name(), inner)
}

fn document_of(class: &str, name: &str, inner: &str) -> HttpResponse {
    let html = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
<title>Paiement {name} (simulateur)</title><style>{STYLE}</style></head><body class=\"{class}\"><header><p>{name}</p></header>\
<main><p class=\"note\"><strong>Simulateur :</strong> aucun argent ne circule. <span lang=\"en\">Simulator: no money moves.</span></p>\
<div class=\"card\">{inner}</div></main></body></html>"
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"))
        .body(html)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn facts(payment: &Payment) -> String {
    let amount = Francs::new(payment.amount).map(Francs::display_fcfa).unwrap_or_default();
    format!(
        "<h1>APEX-Mali</h1><p class=\"amount\">{amount}</p><dl><dt>Objet</dt><dd>{}</dd><dt>Référence</dt><dd>{}</dd>\
<dt>Valable jusqu’à</dt><dd>{} (UTC)</dd></dl>",
        escape(&payment.label),
        escape(&payment.reference),
        payment.expires_at.format("%H:%M"),
    )
}

const CHOICES: &str = "<form method=\"post\">\
<button class=\"yes\" name=\"action\" value=\"confirm\">Confirmer le paiement<small lang=\"en\">Confirm the payment</small></button>\
<button name=\"action\" value=\"refuse\">Refuser<small lang=\"en\">Refuse</small></button>\
<button name=\"action\" value=\"expire\">Laisser expirer<small lang=\"en\">Let it expire</small></button></form>";

fn ended(payment: &Payment) -> String {
    let (fr, en) = match payment.state {
        PayState::Paid => ("Ce paiement est fait.", "This payment is done."),
        PayState::Refused => ("Ce paiement a été refusé.", "This payment was refused."),
        PayState::Expired => ("Le délai est passé.", "The time is over."),
        PayState::Waiting => ("", ""),
    };
    format!(
        "<p><strong>{fr}</strong> <span lang=\"en\">{en}</span></p>{}",
        if payment.phone.is_some() {
            String::new()
        } else {
            format!(
                "<p><a href=\"{}\">Retour au service <span lang=\"en\">(back to the service)</span></a></p>",
                escape(&payment.return_url)
            )
        }
    )
}

async fn show(world: Data<World>, token: Path<String>) -> HttpResponse {
    let Some(payment) = world.payment(&token) else { return unknown() };
    let is_open =
        payment.state == PayState::Waiting || (payment.state == PayState::Refused && payment.which == Which::Wave);
    let below = if is_open { CHOICES.to_owned() } else { ended(&payment) };
    document(payment.which, &format!("{}{below}", facts(&payment)))
}

/// The payer's telephone: what was sent to it and waits for his code, newest first.
async fn phone(world: Data<World>) -> HttpResponse {
    let mut waiting: Vec<Payment> = world.payments();
    waiting.retain(|payment| payment.phone.is_some() && payment.state == PayState::Waiting);
    let lines: String = waiting
        .iter()
        .rev()
        .map(|payment| {
            let amount = Francs::new(payment.amount).map(Francs::display_fcfa).unwrap_or_default();
            format!(
                "<p><a href=\"/pay/{}\">{} : payer {amount} à APEX-Mali</a></p>",
                payment.handle,
                payment.which.name()
            )
        })
        .collect();
    let nothing = "<p>Aucune demande. <span lang=\"en\">No request.</span></p>";
    let inner = if lines.is_empty() { nothing.to_owned() } else { lines };
    document_of("telephone", "Téléphone du payeur", &inner)
}

fn unknown() -> HttpResponse {
    HttpResponse::NotFound().content_type("text/html; charset=utf-8").body(
        "<!doctype html><html lang=\"fr\"><meta charset=\"utf-8\"><title>Paiement inconnu</title><p>Ce paiement est inconnu. <span lang=\"en\">This payment is unknown.</span></p></html>",
    )
}

#[derive(Deserialize)]
struct Choice {
    action: Outcome,
}

async fn act(world: Data<World>, token: Path<String>, choice: Form<Choice>) -> HttpResponse {
    let world: Arc<World> = world.into_inner();
    let Some(payment) = world.payment(&token) else { return unknown() };
    let own = format!("/pay/{}", payment.handle);
    let target = match choice.action {
        // On a telephone nothing leads back.
        _ if payment.phone.is_some() => own,
        Outcome::Confirm => payment.return_url.clone(),
        Outcome::Refuse => payment.cancel_url.clone(),
        Outcome::Expire => own,
    };
    // The payer is sent back at once, as the operators do: the callback may come later than he does.
    let (handle, action) = (payment.handle.clone(), choice.action);
    tokio::spawn(async move { callbacks::act(&world, &handle, action).await });
    if target.starts_with("/pay/") {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    HttpResponse::SeeOther().insert_header((header::LOCATION, target)).finish()
}
