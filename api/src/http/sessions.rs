//! Sign-up, sign-in, renewal, sign-out. The refresh secret travels in a cookie that no script can read.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use super::caller::{Caller, right};
use super::conditional::IdempotencyKey;
use super::pace::{Paced, Renewing, SigningIn, SigningUp};
use super::problem::Problem;
use crate::app::App;
use crate::registration::accounts::{self, NewPerson};
use crate::registration::sessions::{self, Session, SignIn, SignedIn};

/// `__Host-`: this host only, over TLS only (browsers count localhost as such), for every path.
const COOKIE: &str = "__Host-boyoro_refresh";

/// Every route of this file.
pub fn routes(config: &mut ServiceConfig) {
    config.service(create_registration).service(create_session).service(refresh_session).service(delete_session);
}

/// Signs up. The account administers a firm that is registered next (`POST /exporters`).
#[utoipa::path(
    tag = "sessions", request_body = NewPerson,
    params(("Idempotency-Key" = String, Header, description = "The client's own name for this request")),
    responses((status = 201, description = "Signed up and signed in", body = Session)),
)]
#[post("/registrations")]
pub async fn create_registration(
    app: Data<App>,
    _paced: Paced<SigningUp>,
    key: IdempotencyKey,
    body: Body<NewPerson>,
) -> Result<HttpResponse, Problem> {
    let signed_in = accounts::register(&app, key.0, body.0).await?;
    Ok(answer(StatusCode::CREATED, signed_in))
}

/// Signs in. Wrong logins, wrong passwords and unknown accounts are answered alike.
#[utoipa::path(
    tag = "sessions", request_body = SignIn,
    responses((status = 200, description = "Signed in; the cookie renews the session", body = Session)),
)]
#[post("/sessions")]
pub async fn create_session(
    app: Data<App>,
    _paced: Paced<SigningIn>,
    body: Body<SignIn>,
) -> Result<HttpResponse, Problem> {
    let signed_in = sessions::sign_in(&app, body.0).await?;
    Ok(answer(StatusCode::OK, signed_in))
}

/// Renews the session of the cookie. Each cookie is good once.
#[utoipa::path(tag = "sessions", responses((status = 200, description = "Renewed", body = Session)))]
#[post("/sessions/refresh")]
pub async fn refresh_session(
    app: Data<App>,
    _paced: Paced<Renewing>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let presented = request.cookie(COOKIE).ok_or_else(Problem::unauthenticated)?;
    let signed_in = sessions::refresh(&app, presented.value()).await?;
    Ok(answer(StatusCode::OK, signed_in))
}

/// Ends the caller's session at once.
#[utoipa::path(tag = "sessions", security(("bearer" = [])), responses((status = 204, description = "Signed out")))]
#[delete("/sessions/current")]
pub async fn delete_session(app: Data<App>, caller: Caller<right::KeepAccount>) -> Result<HttpResponse, Problem> {
    sessions::sign_out(&app, caller.actor).await?;
    Ok(HttpResponse::NoContent().cookie(cookie(String::new(), 0)).finish())
}

fn answer(status: StatusCode, signed_in: SignedIn) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .cookie(cookie(signed_in.refresh, signed_in.refresh_seconds))
        .json(signed_in.session)
}

fn cookie(secret: String, seconds: i64) -> Cookie<'static> {
    Cookie::build(COOKIE, secret)
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(Duration::seconds(seconds))
        .finish()
}
