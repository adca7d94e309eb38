//! Errors on the wire: RFC 9457 `application/problem+json`, the only place that knows status codes.
//!
//! Which error type belongs where: the domain returns `Refusal` and `Fault`, the store `StoreError`, use cases `Failure`;
//! handlers return `Problem`, into which a `Failure` turns. A 5xx never carries its cause: the log does, with the same request id.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::failure::{Failure, NotSignedIn};
use crate::origin::fault::Fault;
use crate::store::StoreError;
use crate::text::{Language, Text};

tokio::task_local! {
    /// What the client asked to read and the id of its request; set by the outermost layer.
    pub static REQUEST: RequestContext;
}

/// What an error needs to know of the request it answers.
#[derive(Debug, Clone)]
pub struct RequestContext {
    pub language: Language,
    pub request_id: String,
}

/// The language of the request being answered.
#[must_use]
pub fn language() -> Language {
    REQUEST.try_with(|r| r.language).unwrap_or(Language::Fr)
}

/// The id of the request being answered.
#[must_use]
pub fn request_id() -> String {
    REQUEST.try_with(|r| r.request_id.clone()).unwrap_or_default()
}

/// An error as a handler returns it. Boxed, because every handler's result has room for one and few carry it.
#[derive(Debug)]
pub struct Problem(Box<Told>);

/// What a problem tells.
#[derive(Debug)]
struct Told {
    status: StatusCode,
    code: &'static str,
    title: Text,
    detail: Option<Text>,
    faults: Vec<Fault>,
    current: Option<serde_json::Value>,
    retry_after_s: Option<u64>,
}

/// The body of an error (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem, example = json!({
    "type": "/problems/invalid", "title": "Certains champs sont à corriger.", "status": 422, "code": "invalid",
    "instance": "0197f3c2-7d10-7000-8000-5a3f1c2b4d6e", "errors": [{ "pointer": "/goods/0/hsCode",
    "code": "unknown_hs_code", "detail": "Ce code SH n'est pas dans la nomenclature." }]
}))]
pub struct ProblemBody {
    /// A stable address of this kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// One sentence in the language asked for.
    pub title: String,
    pub status: u16,
    /// What to do about it, where more can be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The id of the request, to quote when asking for help.
    pub instance: String,
    /// The stable code programs may rely on.
    pub code: String,
    /// Every faulty field, each with a JSON pointer into what was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FaultBody>,
    /// The record as it stands now, when somebody else changed it first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
}

/// One faulty field.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Fault)]
pub struct FaultBody {
    /// A JSON pointer (RFC 6901), empty for the whole.
    pub pointer: String,
    pub code: String,
    pub detail: String,
}

impl FaultBody {
    #[must_use]
    pub fn of(fault: &Fault) -> Self {
        Self {
            pointer: fault.pointer.clone(),
            code: fault.code.code().into(),
            detail: fault.code.sentence().in_language(language()).to_owned(),
        }
    }
}

impl Problem {
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, title: Text) -> Self {
        Self(Box::new(Told {
            status,
            code,
            title,
            detail: None,
            faults: Vec::new(),
            current: None,
            retry_after_s: None,
        }))
    }

    #[must_use]
    pub fn with_detail(mut self, detail: Text) -> Self {
        self.0.detail = Some(detail);
        self
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after_s = Some(seconds);
        self
    }

    #[must_use]
    pub fn with_current(mut self, current: serde_json::Value) -> Self {
        self.0.current = Some(current);
        self
    }

    #[must_use]
    pub fn with_faults(mut self, faults: Vec<Fault>) -> Self {
        self.0.faults = faults;
        self
    }

    #[must_use]
    pub fn unauthenticated() -> Self {
        let title = Text::new("Connectez-vous pour continuer.", "Sign in to continue.");
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", title)
    }

    #[must_use]
    pub fn forbidden() -> Self {
        let title = Text::new("Votre rôle ne permet pas cette action.", "Your role does not allow this action.");
        Self::new(StatusCode::FORBIDDEN, "forbidden", title)
    }

    /// A person of the agency who has to enrol in the second factor before anything else.
    #[must_use]
    pub fn not_enrolled() -> Self {
        let title = Text::new(
            "Activez d'abord le code de sécurité de votre compte.",
            "Turn on the security code of your account first.",
        );
        Self::new(StatusCode::FORBIDDEN, "second_factor_not_enrolled", title)
    }

    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", Text::new("Ceci n'existe pas.", "This does not exist."))
    }

    /// What was sent cannot be read at all.
    #[must_use]
    pub fn unreadable(detail: Text) -> Self {
        let title = Text::new("La demande n'a pas pu être lue.", "The request could not be read.");
        Self::new(StatusCode::BAD_REQUEST, "malformed", title).with_detail(detail)
    }

    #[must_use]
    pub fn too_large(limit_bytes: usize) -> Self {
        let title = Text::new("L'envoi est trop volumineux.", "What was sent is too large.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", title).with_detail(Text::new(
            format!("La limite est de {} ko.", limit_bytes / 1024),
            format!("The limit is {} kB.", limit_bytes / 1024),
        ))
    }

    #[must_use]
    pub fn invalid(faults: Vec<Fault>) -> Self {
        let title = Text::new("Certains champs sont à corriger.", "Some fields need correcting.");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", title).with_faults(faults)
    }

    /// Something broke that the caller can do nothing about. The cause goes to the log and nowhere else.
    #[must_use]
    pub fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(request_id = %request_id(), %cause, "request failed");
        let title = Text::new("Le service a rencontré une erreur.", "The service met an error.");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", title)
    }

    /// The store cannot be reached: nothing was done, and trying again later is right.
    #[must_use]
    pub fn unavailable(cause: &dyn fmt::Display) -> Self {
        tracing::warn!(request_id = %request_id(), %cause, "store unavailable");
        let title = Text::new(
            "Le service est momentanément indisponible. Réessayez dans un instant.",
            "The service is unavailable for a moment. Try again shortly.",
        );
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", title).retry_after(5)
    }

    fn body(&self) -> ProblemBody {
        let language = language();
        ProblemBody {
            kind: format!("/problems/{}", self.0.code),
            title: self.0.title.in_language(language).to_owned(),
            status: self.0.status.as_u16(),
            detail: self.0.detail.as_ref().map(|d| d.in_language(language).to_owned()),
            instance: request_id(),
            code: self.0.code.to_owned(),
            errors: self.0.faults.iter().map(FaultBody::of).collect(),
            current: self.0.current.clone(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.status, self.0.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.0.status);
        if let Some(seconds) = self.0.retry_after_s {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        response
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::CONTENT_LANGUAGE, language().as_str()))
            .content_type("application/problem+json")
            .body(serde_json::to_string(&self.body()).unwrap_or_default())
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotFound => Self::not_found(),
            Failure::Forbidden => Self::forbidden(),
            Failure::Refused(refusal) => Self::new(StatusCode::CONFLICT, refusal.code(), refusal.sentence()),
            Failure::Invalid(faults) => Self::invalid(faults),
            Failure::Changed(current) => {
                let title = Text::new(
                    "Quelqu'un a modifié cette fiche entre-temps.",
                    "Somebody changed this record in the meantime.",
                );
                Self::new(StatusCode::PRECONDITION_FAILED, "precondition_failed", title).with_current(*current)
            }
            Failure::TooLarge { limit_bytes } => Self::too_large(usize::try_from(limit_bytes).unwrap_or(usize::MAX)),
            Failure::UnsupportedMedia => {
                let title =
                    Text::new("Ce fichier n'est ni un PDF, ni une photo.", "This file is neither a PDF nor a picture.");
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unsupported_media", title).with_detail(Text::new(
                    "Envoyez un PDF, un JPEG ou un PNG entier.",
                    "Send a whole PDF, JPEG or PNG.",
                ))
            }
            Failure::NotAStatement(why) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, why.code(), why.sentence()),
            Failure::NotSignedIn(reason) => reason.into(),
            Failure::CheckRunning { retry_after_s } => {
                let title = Text::new(
                    "Une vérification est déjà en cours. Attendez qu'elle finisse.",
                    "A check is under way already. Wait until it is done.",
                );
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "check_running", title).retry_after(retry_after_s)
            }
            Failure::Store(error) => error.into(),
        }
    }
}

impl From<NotSignedIn> for Problem {
    fn from(reason: NotSignedIn) -> Self {
        match reason {
            NotSignedIn::SessionEnded => Self::unauthenticated(),
            NotSignedIn::InvalidCredentials => {
                let title = Text::new(
                    "L'identifiant, le mot de passe ou le code est incorrect.",
                    "The login, the password or the code is wrong.",
                );
                Self::new(StatusCode::UNAUTHORIZED, "invalid_credentials", title)
            }
            NotSignedIn::SecondFactorRequired => {
                let title = Text::new(
                    "Donnez le code à six chiffres de votre application d'authentification.",
                    "Give the six-digit code of your authenticator app.",
                );
                Self::new(StatusCode::UNAUTHORIZED, "second_factor_required", title)
            }
            NotSignedIn::TooManyAttempts { retry_after_s } => {
                let title = Text::new("Trop de tentatives. Attendez un peu.", "Too many attempts. Wait a little.");
                let detail = Text::new(
                    format!("Réessayez dans {retry_after_s} secondes."),
                    format!("Try again in {retry_after_s} seconds."),
                );
                Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", title)
                    .with_detail(detail)
                    .retry_after(retry_after_s)
            }
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match Failure::from(error) {
            Failure::Store(error @ (StoreError::Busy(_) | StoreError::Unavailable(_))) => Self::unavailable(&error),
            Failure::Store(error) => Self::internal(&error),
            other => other.into(),
        }
    }
}
