//! The outermost layer: a request id, the language asked for, and the headers every answer carries.

use actix_web::ResponseError;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::problem::{Problem, REQUEST, RequestContext};
use crate::app::App;
use crate::text::{Language, Text};

/// Runs the request with its context, then adds what every answer carries.
pub async fn request_context(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let context = RequestContext {
        language: asked_language(&request),
        request_id: request
            .app_data::<Data<App>>()
            .map_or_else(String::new, |app| app.clock.stamp().ids().make().to_string()),
    };
    let request_id = context.request_id.clone();
    let (method, path) = (request.method().clone(), request.match_pattern());
    let metrics = request.app_data::<Data<App>>().map(|app| app.metrics.clone());
    // Before anything is read, so that what the answer shows is at least as new as its number.
    let seen = request.app_data::<Data<App>>().and_then(|app| app.stream.seen());
    let begun = std::time::Instant::now();
    let answered = async move {
        if has_nul(&request) {
            let detail = Text::new("Le caractère nul n'a pas de sens ici.", "The null character means nothing here.");
            return Ok(request.into_response(Problem::unreadable(detail).error_response()));
        }
        next.call(request).await.map(ServiceResponse::map_into_boxed_body)
    };
    let mut response = REQUEST.scope(context, answered).await?;
    let headers = response.headers_mut();
    for (name, value) in COMMON_HEADERS {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    if let Some(number) = seen {
        headers.insert(HeaderName::from_static("event-number"), number.into());
    }
    if let Some(metrics) = metrics {
        let route = path.as_deref().unwrap_or("-");
        metrics.answered(known_method(&method), route, response.status().as_u16(), begun.elapsed());
    }
    // The route's pattern and not its path: a path may hold what is nobody's business.
    tracing::info!(%request_id, %method, route = path.as_deref().unwrap_or("-"), status = response.status().as_u16(), "request");
    Ok(response)
}

/// No text of ours contains U+0000, and PostgreSQL cannot even be asked about it.
fn has_nul(request: &ServiceRequest) -> bool {
    request.uri().path_and_query().is_some_and(|address| address.as_str().contains("%00"))
}

/// A method as it is counted: clients may make up others, and each would be a series of its own.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

const COMMON_HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(self), geolocation=(), microphone=()"),
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
];

/// French unless English is asked for first.
fn asked_language(request: &ServiceRequest) -> Language {
    let header = request.headers().get("accept-language").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let first = header.split(',').map(str::trim).find_map(|tag| match tag.get(..2) {
        Some(t) if t.eq_ignore_ascii_case("fr") => Some(Language::Fr),
        Some(t) if t.eq_ignore_ascii_case("en") => Some(Language::En),
        _ => None,
    });
    first.unwrap_or(Language::Fr)
}

/// A query string that does not mean anything.
pub fn unreadable(error: &actix_web::error::QueryPayloadError) -> Problem {
    Problem::unreadable(Text::new(
        format!("Paramètres illisibles : {error}."),
        format!("Unreadable parameters: {error}."),
    ))
}
