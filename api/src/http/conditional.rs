//! `ETag`, `If-Match` and `Idempotency-Key`: how a client says what it last saw and what it already sent.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use serde::Serialize;

use super::caller::Admission;
use super::problem::Problem;
use crate::text::Text;

/// An outcome whose faults are told only to those who are let in.
fn after_caller<T: 'static>(
    request: &HttpRequest,
    outcome: Result<T, Problem>,
) -> Pin<Box<dyn Future<Output = Result<T, Problem>>>> {
    let admission = request.extensions().get::<Admission>().cloned();
    Box::pin(async move {
        if outcome.is_err() {
            Admission::before_errors(admission).await;
        }
        outcome
    })
}

/// The version the client believes the record to have. Required on every edit.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(pub i64);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = request.headers().get(IF_MATCH).and_then(|v| v.to_str().ok());
        let version = given.and_then(|v| v.trim().trim_matches('"').parse().ok());
        after_caller(
            request,
            version.map(Self).ok_or_else(|| {
                let title = Text::new(
                    "Indiquez la version que vous modifiez (If-Match).",
                    "Say which version you are editing (If-Match).",
                );
                Problem::new(StatusCode::PRECONDITION_REQUIRED, "precondition_required", title)
            }),
        )
    }
}

/// A record with its version as an entity tag.
pub fn versioned<T: Serialize>(status: StatusCode, version: i64, body: &T) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header(("ETag", format!("\"{version}\"")))
        .insert_header(("Cache-Control", "no-store"))
        .json(body)
}

/// The client's own name for what it asks, so that asking twice does it once.
#[derive(Debug, Clone)]
pub struct IdempotencyKey(pub String);

/// Long enough for any UUID or ULID with a prefix.
const KEY_MAX: usize = 80;

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = request.headers().get("Idempotency-Key").and_then(|v| v.to_str().ok());
        let key = given.map(|v| v.trim().trim_matches('"').to_owned()).filter(|k| (8..=KEY_MAX).contains(&k.len()));
        after_caller(
            request,
            key.map(Self).ok_or_else(|| {
                let title = Text::new(
                    "Donnez une clé d'idempotence (Idempotency-Key, 8 à 80 caractères).",
                    "Give an idempotency key (Idempotency-Key, 8 to 80 characters).",
                );
                Problem::new(StatusCode::BAD_REQUEST, "idempotency_key_required", title)
            }),
        )
    }
}

/// A public representation a client may keep: its entity tag is the hash of its bytes, and 304 when the client has it.
/// `max_age_s` is for how long the client need not even ask; nought makes it ask each time.
pub fn tagged<T: Serialize>(request: &HttpRequest, max_age_s: u32, body: &T) -> Result<HttpResponse, Problem> {
    let bytes = serde_json::to_vec(body).map_err(|error| Problem::internal(&error))?;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes);
    let tag = format!("\"{}\"", hex::encode(&digest.as_ref()[..12]));
    let known = request.headers().get(IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let fresh = known.split(',').any(|given| {
        let given = given.trim();
        given == "*" || given.trim_start_matches("W/") == tag
    });
    let freshness = if max_age_s == 0 { "no-cache".to_owned() } else { format!("public, max-age={max_age_s}") };
    let mut response = if fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(("ETag", tag)).insert_header(("Cache-Control", freshness));
    Ok(if fresh { response.finish() } else { response.content_type("application/json").body(bytes) })
}
