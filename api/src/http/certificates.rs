//! Certificates: the list, the sealed record, the PDF, the history, and what officers and customs do.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::body::Body;
use super::caller::{Caller, right};
use super::conditional::versioned;
use super::events::EventView;
use super::page::{self, Items, Page};
use super::problem::Problem;
use crate::app::App;
use crate::certificates::{self, Deed, Endorsement, Listing};
use crate::clock::Instant;
use crate::document;
use crate::identity::Actor;
use crate::origin::certificate::{CertificateStatus, allowed_actions};
use crate::origin::day;
use crate::origin::fault::{Fault, FaultCode, Faults};
use crate::origin::record::CertificateRecord;
use crate::registration::accounts::REASON_MAX;
use crate::store::certificates::CertificateRow;

/// The routes of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_certificates)
        .service(get_certificate)
        .service(get_certificate_document)
        .service(list_certificate_events)
        .service(revoke_certificate)
        .service(suspend_certificate)
        .service(reinstate_certificate)
        .service(cancel_certificate)
        .service(endorse_certificate);
}

/// A certificate in a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CertificateSummary {
    #[schema(example = "ML-ZLE-2026-000123-A")]
    pub number: String,
    pub status: CertificateStatus,
    pub scheme: String,
    /// ISO 3166-1 alpha-2.
    pub destination: String,
    pub exporter_name: String,
    pub issued_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// Whole francs.
    pub fob_value_xof: i64,
    /// Grams.
    pub gross_weight_g: i64,
    pub application_id: Uuid,
}

impl CertificateSummary {
    fn of(row: &CertificateRow, today: NaiveDate) -> Self {
        Self {
            number: row.number.clone(),
            status: row.standing().on(today),
            scheme: row.scheme.clone(),
            destination: row.destination.clone(),
            exporter_name: row.exporter_name.clone(),
            issued_at: row.issued_at.0,
            valid_until: row.valid_until,
            fob_value_xof: row.fob_value_xof,
            gross_weight_g: row.gross_weight_g,
            application_id: row.application_id.0,
        }
    }
}

/// A certificate with its sealed record.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Certificate)]
pub struct CertificateView {
    #[serde(flatten)]
    pub summary: CertificateSummary,
    /// What the seal covers.
    pub record: CertificateRecord,
    /// SHA-256 of the record's canonical form (RFC 8785), hexadecimal.
    pub record_sha256: String,
    /// The text under the printed QR code.
    pub qr_text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    pub status_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// Customs' visa on export.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endorsement: Option<EndorsementInput>,
    #[schema(example = json!(["suspend", "cancel", "revoke"]))]
    pub allowed_actions: Vec<&'static str>,
}

impl CertificateView {
    fn of(row: CertificateRow, actor: &Actor, today: NaiveDate) -> Result<Self, Problem> {
        let record = row.record()?;
        let qr_text = document::qr_text(&record, &row.cose).map_err(|fault| Problem::internal(&fault))?;
        let endorsement = row.endorsement.clone().map(|given| given.parse()).transpose()?;
        Ok(Self {
            summary: CertificateSummary::of(&row, today),
            allowed_actions: allowed_actions(row.standing(), actor.role, today),
            record,
            record_sha256: row.record_sha256,
            qr_text,
            status_reason: row.status_reason,
            status_at: row.status_at.0,
            replaces: row.replaces,
            replaced_by: row.replaced_by,
            endorsement,
        })
    }

    fn answer(row: CertificateRow, app: &App, actor: &Actor) -> Result<HttpResponse, Problem> {
        let version = row.version;
        let view = Self::of(row, actor, app.clock.now().date_naive())?;
        Ok(versioned(StatusCode::OK, version, &view))
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct CertificatesQuery {
    pub status: Option<CertificateStatus>,
    #[param(example = "ZLE")]
    pub scheme: Option<String>,
    /// Words of the number, the exporter, the consignee, the invoice or the goods.
    pub q: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// The certificates one may see, newest first. Firms see their own.
#[utoipa::path(tag = "certificates", params(CertificatesQuery), security(("bearer" = [])),
    responses((status = 200, body = Page<CertificateSummary>)))]
#[get("/certificates")]
pub async fn list_certificates(
    app: Data<App>,
    caller: Caller<right::ReadCertificates>,
    query: Query<CertificatesQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.into_inner();
    let limit = page::limit(query.limit)?;
    let after = query.cursor.as_deref().map(cursor).transpose()?;
    let listing = Listing { status: query.status, scheme: query.scheme, query: query.q, after, limit };
    let rows = certificates::list(&app, &caller.actor, listing).await?;
    let today = app.clock.now().date_naive();
    let items = rows.iter().map(|row| CertificateSummary::of(row, today)).collect();
    let next = |last: &CertificateSummary| {
        format!("{}_{}", last.issued_at.to_rfc3339_opts(SecondsFormat::Micros, true), last.number)
    };
    let page = Page::cut(items, limit, next);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
}

fn cursor(text: &str) -> Result<(Instant, String), Problem> {
    let parts = text.split_once('_');
    let read = parts.and_then(|(at, number)| Some((day::moment(at)?, number.to_owned())));
    read.ok_or_else(|| Problem::invalid(vec![Fault::at("/cursor", FaultCode::UnknownValue)]))
}

/// One certificate with its sealed record.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), params(("number" = String, Path)),
    responses((status = 200, body = CertificateView)))]
#[get("/certificates/{number}")]
pub async fn get_certificate(
    app: Data<App>,
    caller: Caller<right::ReadCertificates>,
    number: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row = certificates::read(&app, &caller.actor, &number).await?;
    CertificateView::answer(row, &app, &caller.actor)
}

/// The printed certificate: a PDF/A-3 with the record and the seal attached. The same certificate has the same bytes.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), params(("number" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/certificates/{number}/document")]
pub async fn get_certificate_document(
    app: Data<App>,
    caller: Caller<right::ReadCertificates>,
    number: Path<String>,
) -> Result<HttpResponse, Problem> {
    let pdf = certificates::draw(&app, &caller.actor, &number).await?;
    // The number was found in the register, so it is one and needs no escaping.
    let name = format!("inline; filename=\"{}.pdf\"", number.as_str());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .content_type("application/pdf")
        .body(pdf))
}

/// What happened to a certificate, oldest first.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Items<EventView>)))]
#[get("/certificates/{number}/timeline")]
pub async fn list_certificate_events(
    app: Data<App>,
    caller: Caller<right::ReadCertificates>,
    number: Path<String>,
) -> Result<HttpResponse, Problem> {
    let events = certificates::timeline(&app, &caller.actor, &number).await?;
    let items: Vec<EventView> = events.into_iter().map(EventView::from).collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Items { items }))
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CertificateReason {
    /// For the file and the exporter; never public.
    #[serde(default)]
    #[schema(example = "Les poids déclarés à l'embarquement ne concordent pas.")]
    pub reason: Option<String>,
}

impl CertificateReason {
    fn checked(&self) -> Result<String, Problem> {
        let mut faults = Faults::default();
        let reason = faults.text("/reason", self.reason.as_deref(), REASON_MAX);
        faults.finish(reason).map_err(Problem::invalid)
    }
}

/// Why, with a reason of the published list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Revocation {
    /// One of `revocationReasons` of the reference data; shown to whoever verifies.
    #[serde(default)]
    #[schema(example = "false_statement")]
    pub reason_code: Option<String>,
    /// For the file and the exporter; never public.
    #[serde(default)]
    #[schema(example = "Les poids déclarés à l'embarquement ne concordent pas.")]
    pub reason: Option<String>,
}

/// Revokes a certificate, for good.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), params(("number" = String, Path)),
    request_body = Revocation, responses((status = 200, body = CertificateView)))]
#[post("/certificates/{number}/revocation")]
pub async fn revoke_certificate(
    app: Data<App>,
    caller: Caller<right::Sign>,
    number: Path<String>,
    body: Body<Revocation>,
) -> Result<HttpResponse, Problem> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", body.0.reason.as_deref(), REASON_MAX);
    let code = faults.text("/reasonCode", body.0.reason_code.as_deref(), 60);
    let known = |code: &String| app.rules.reference().revocation_reasons.iter().any(|reason| reason.code == *code);
    if code.as_ref().is_some_and(|code| !known(code)) {
        faults.add("/reasonCode", FaultCode::UnknownValue);
    }
    let (code, reason) = faults.finish(code.zip(reason)).map_err(Problem::invalid)?;
    act(&app, &caller.actor, &number, Deed::Revoke { code, reason }).await
}

/// Suspends a certificate: it is not to be accepted until it is reinstated.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), params(("number" = String, Path)),
    request_body = CertificateReason, responses((status = 200, body = CertificateView)))]
#[post("/certificates/{number}/suspension")]
pub async fn suspend_certificate(
    app: Data<App>,
    caller: Caller<right::Sign>,
    number: Path<String>,
    body: Body<CertificateReason>,
) -> Result<HttpResponse, Problem> {
    act(&app, &caller.actor, &number, Deed::Suspend { reason: body.0.checked()? }).await
}

/// Reinstates a suspended certificate.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), params(("number" = String, Path)),
    request_body = CertificateReason, responses((status = 200, body = CertificateView)))]
#[post("/certificates/{number}/reinstatement")]
pub async fn reinstate_certificate(
    app: Data<App>,
    caller: Caller<right::Sign>,
    number: Path<String>,
    body: Body<CertificateReason>,
) -> Result<HttpResponse, Problem> {
    act(&app, &caller.actor, &number, Deed::Reinstate { reason: body.0.checked()? }).await
}

/// Cancels a certificate that was not used, at its exporter's request.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), params(("number" = String, Path)),
    request_body = CertificateReason, responses((status = 200, body = CertificateView)))]
#[post("/certificates/{number}/cancellation")]
pub async fn cancel_certificate(
    app: Data<App>,
    caller: Caller<right::Sign>,
    number: Path<String>,
    body: Body<CertificateReason>,
) -> Result<HttpResponse, Problem> {
    act(&app, &caller.actor, &number, Deed::Cancel { reason: body.0.checked()? }).await
}

/// Customs' visa on export.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndorsementInput {
    #[schema(example = "2026 E 11842")]
    pub declaration_number: String,
    #[schema(example = "Bamako-Sénou")]
    pub office: String,
    #[schema(example = "2026-11-24")]
    pub date: NaiveDate,
}

/// Records the visa of the customs office of export.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), params(("number" = String, Path)),
    request_body = EndorsementInput, responses((status = 200, body = CertificateView)))]
#[post("/certificates/{number}/endorsement")]
pub async fn endorse_certificate(
    app: Data<App>,
    caller: Caller<right::Endorse>,
    number: Path<String>,
    body: Body<EndorsementInput>,
) -> Result<HttpResponse, Problem> {
    let mut faults = Faults::default();
    let declaration = faults.text("/declarationNumber", Some(&body.0.declaration_number), 70);
    let office = faults.text("/office", Some(&body.0.office), 120);
    if body.0.date > app.clock.now().date_naive() {
        faults.add("/date", FaultCode::Inconsistent { with: "today" });
    }
    let (declaration_number, office) = faults.finish(declaration.zip(office)).map_err(Problem::invalid)?;
    let visa = Endorsement { declaration_number, office, date: body.0.date };
    act(&app, &caller.actor, &number, Deed::Endorse(visa)).await
}

async fn act(app: &App, actor: &Actor, number: &str, deed: Deed) -> Result<HttpResponse, Problem> {
    let row = certificates::act(app, actor, number, deed).await?;
    CertificateView::answer(row, app, actor)
}
