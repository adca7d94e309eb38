//! Verification: the API for programs, the page for people, the keys for those who check by themselves.
//!
//! The page is written here, whole: it must work on an old telephone, without JavaScript, in one request.

use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::{Body, too_large_or_cut};
use super::conditional::tagged;
use super::problem::{Problem, language};
use super::verification_page as page;
use crate::app::App;
use crate::failure::Failure;
use crate::origin::number::CertificateNumber;
use crate::seal::cose;
use crate::seal::digits;
use crate::seal::key::JwkSet;
use crate::seal::qr::Presented;
use crate::text::Language;
use crate::verification::{self, Verdict, Verification};

/// The routes under `/api/v1`.
pub fn routes(config: &mut ServiceConfig) {
    config.service(create_verification);
}

/// The routes of the page and of the keys.
pub fn public_routes(config: &mut ServiceConfig) {
    config
        .service(get_verification_page)
        .service(get_verification_form)
        .service(find_verification_page)
        .service(look_up_certificate)
        .service(list_public_keys)
        .route("/V/{number}", web::get().to(capital_page));
}

/// What to verify.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerificationInput {
    /// A number, the text under the QR code, or its digits.
    #[schema(example = "ML-ZLE-2026-000123-A")]
    pub input: String,
}

/// Verifies a certificate by its number or by the text under its QR code.
///
/// Every readable question has an answer with a verdict; nothing needs to be signed in for.
#[utoipa::path(tag = "verification", request_body = VerificationInput, responses((status = 200, body = Verification)))]
#[post("/verifications")]
pub async fn create_verification(app: Data<App>, body: Body<VerificationInput>) -> Result<HttpResponse, Problem> {
    let answer = verification::verify(&app, &body.0.input).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answer.verification))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `fr` or `en`; otherwise as `Accept-Language` says.
    pub lang: Option<String>,
}

impl PageQuery {
    pub(super) fn language(&self) -> Language {
        self.lang.as_deref().and_then(|lang| lang.parse().ok()).unwrap_or_else(language)
    }
}

/// The verdict on a number, as a page. The address printed under the QR code leads here.
#[utoipa::path(tag = "verification", params(("number" = String, Path, example = "ML-ZLE-2026-000123-A"), PageQuery),
    responses((status = 200, content_type = "text/html", body = String), (status = 404, content_type = "text/html", body = String)))]
#[get("/v/{number}")]
pub async fn get_verification_page(app: Data<App>, number: Path<String>, query: Query<PageQuery>) -> HttpResponse {
    show(&app, &number, query.language()).await
}

/// The same under the capital letters a QR code is printed with.
async fn capital_page(app: Data<App>, number: Path<String>, query: Query<PageQuery>) -> HttpResponse {
    show(&app, &number, query.language()).await
}

async fn show(app: &App, number: &str, language: Language) -> HttpResponse {
    let answer = match number.parse::<CertificateNumber>() {
        Ok(number) => verification::by_number(app, &number).await,
        // Only a number stands in an address: anything else is answered as unreadable, without looking.
        Err(_) => verification::verify(app, "").await,
    };
    match answer {
        Ok(answer) => {
            let unknown = matches!(answer.verification.verdict, Verdict::UnknownNumber | Verdict::Unreadable);
            let status = if unknown { StatusCode::NOT_FOUND } else { StatusCode::OK };
            html(status, language, page::verdict(&answer, language))
        }
        Err(failure) => unavailable(failure, language),
    }
}

pub(super) fn unavailable(failure: Failure, language: Language) -> HttpResponse {
    // Turning it into a problem writes its cause to the log.
    let status = actix_web::ResponseError::status_code(&Problem::from(failure));
    let mut response = html(status, language, page::unavailable(language));
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
    response
}

pub(super) fn html(status: StatusCode, language: Language, body: String) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_LANGUAGE, language.as_str()))
        .insert_header((header::VARY, "Accept-Language"))
        .content_type("text/html; charset=utf-8")
        .body(body)
}

/// The form that asks for a number or the text under a QR code, as a page.
#[utoipa::path(tag = "verification", params(PageQuery), responses((status = 200, content_type = "text/html", body = String)))]
#[get("/verifier")]
pub async fn get_verification_form(query: Query<PageQuery>) -> HttpResponse {
    html(StatusCode::OK, query.language(), page::form(query.language(), None))
}

#[derive(Debug, Default, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub struct Lookup {
    /// A number, the text under the QR code, or its digits.
    #[param(example = "ML-ZLE-2026-000123-A")]
    pub n: Option<String>,
    /// `fr` or `en`.
    pub lang: Option<String>,
}

/// Leads from a number to the page of the certificate.
#[utoipa::path(tag = "verification", params(Lookup),
    responses((status = 303, description = "To the page of the certificate"), (status = 422, content_type = "text/html", body = String)))]
#[get("/v")]
pub async fn find_verification_page(query: Query<Lookup>) -> HttpResponse {
    let given = Presented::read(query.n.as_deref().unwrap_or_default());
    // What a QR code holds has names in it and does not belong in an address: it is taken from the form only.
    lead(&query, if matches!(given, Presented::Number(_)) { given } else { Presented::Unreadable })
}

/// Leads from the form, which takes a number or what a QR code holds, to the page of the certificate.
#[utoipa::path(tag = "verification", request_body(content = Lookup, content_type = "application/x-www-form-urlencoded"),
    responses((status = 303, description = "To the page of the certificate"), (status = 422, content_type = "text/html", body = String)))]
#[post("/v")]
pub async fn look_up_certificate(body: Result<Bytes, actix_web::Error>) -> Result<HttpResponse, Problem> {
    let body = body.map_err(|error| too_large_or_cut(&error))?;
    let fields = std::str::from_utf8(&body).ok().and_then(|fields| Query::<Lookup>::from_query(fields).ok());
    let asked = fields.map(Query::into_inner).unwrap_or_default();
    Ok(lead(&asked, Presented::read(asked.n.as_deref().unwrap_or_default())))
}

fn lead(asked: &Lookup, presented: Presented) -> HttpResponse {
    let lang = asked.lang.as_deref().and_then(|lang| lang.parse::<Language>().ok());
    let spoken = lang.map(|lang| format!("?lang={lang}")).unwrap_or_default();
    let target = match presented {
        Presented::Number(number) => Some(format!("/v/{number}{spoken}")),
        Presented::Seal { address, cose } => {
            let inside = || cose::facts(&cose)?.number.parse().ok();
            address
                .or_else(inside)
                .map(|number: CertificateNumber| format!("/v/{number}{spoken}#{}", digits::encode(&cose)))
        }
        Presented::LaterVersion | Presented::Unreadable => None,
    };
    match target {
        Some(target) => HttpResponse::SeeOther().insert_header((header::LOCATION, target)).finish(),
        None => {
            let language = lang.unwrap_or_else(language);
            html(StatusCode::UNPROCESSABLE_ENTITY, language, page::form(language, asked.n.as_deref()))
        }
    }
}

/// How long a verifier may keep the keys without asking again. New keys are published long before they seal.
const KEYS_KEPT_S: u32 = 3600;

/// The public keys seals are checked with (RFC 7517).
#[utoipa::path(tag = "verification", responses((status = 200, body = JwkSet)))]
#[get("/.well-known/jwks.json")]
pub async fn list_public_keys(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut response = tagged(&request, KEYS_KEPT_S, &app.seals.jwks())?;
    // Verifiers of other authorities read the keys from their own pages.
    let everyone = header::HeaderValue::from_static("*");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, everyone);
    let cross = header::HeaderValue::from_static("cross-origin");
    response.headers_mut().insert(header::HeaderName::from_static("cross-origin-resource-policy"), cross);
    Ok(response)
}
