//! Applications: what the exporter writes and what the agency does with it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, delete, get, patch, post};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::body::Body;
use super::caller::{Caller, right};
use super::conditional::{IdempotencyKey, IfMatch, versioned};
use super::events::EventView;
use super::page::{Items, Page, limit};
use super::problem::{FaultBody, Problem};
use crate::app::App;
use crate::application::{self, Listing, Start};
use crate::clock::Instant;
use crate::examination::{self, Proposal, Queue, QueueLengths, RefusalReason, ReturnReason};
use crate::idempotent::Once;
use crate::identity::Actor;
use crate::origin::application::ApplicationStatus;
use crate::origin::content::Draft;
use crate::store::applications::Listed;
use chrono::{DateTime, Utc};

/// The routes of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(create_application)
        .service(list_applications)
        .service(get_queues)
        .service(claim_next_application)
        .service(get_application)
        .service(update_application)
        .service(list_application_faults)
        .service(submit_application)
        .service(withdraw_application)
        .service(claim_application)
        .service(release_application)
        .service(return_application)
        .service(request_application_opinion)
        .service(give_application_opinion)
        .service(propose_application)
        .service(reconsider_application)
        .service(approve_application)
        .service(refuse_application)
        .service(list_application_events)
        .service(list_application_changes);
}

/// Who holds a file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Assignee {
    pub id: Uuid,
    pub name: String,
}

/// An application in a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationSummary {
    pub id: Uuid,
    #[schema(example = "D26-7K3-Q2MP")]
    pub reference: String,
    pub status: ApplicationStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    pub exporter_id: Uuid,
    pub exporter_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_summary: Option<String>,
    /// Whole francs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fob_value_xof: Option<i64>,
    pub updated_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    pub late: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Assignee>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_number: Option<String>,
}

impl ApplicationSummary {
    /// As this person may read it: exporters do not see who at the agency holds their file.
    #[must_use]
    pub fn of((row, exporter_name, holder): Listed, actor: &Actor, now: Instant) -> Self {
        let late = row.clock().late(now);
        let goods_summary = serde_json::from_value::<Draft>(row.content.0).ok().and_then(|draft| draft.summary());
        let assignee = row.assignee_id.zip(holder).filter(|_| actor.role.is_staff());
        Self {
            id: row.id.0,
            reference: row.reference,
            status: row.status,
            scheme: row.scheme,
            destination: row.destination,
            exporter_id: row.exporter_id.0,
            exporter_name,
            goods_summary,
            fob_value_xof: row.fob_value_xof,
            updated_at: row.updated_at.0,
            submitted_at: row.submitted_at.map(|at| at.0),
            due_at: row.due_at.map(|at| at.0),
            late,
            assignee: assignee.map(|(id, name)| Assignee { id: id.0, name }),
            certificate_number: row.certificate_number,
        }
    }
}

/// How to begin.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "copyOf": null, "replaces": null }))]
pub struct NewApplication {
    /// An older application to copy; invoice, transport and dates are left out.
    #[serde(default)]
    pub copy_of: Option<Uuid>,
    /// The number of a certificate this application is to replace.
    #[serde(default)]
    pub replaces: Option<String>,
}

/// Start an application: empty, as a copy, or to replace a certificate.
#[utoipa::path(tag = "applications", request_body = NewApplication, security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "The client's own name for this request")),
    responses((status = 201, body = super::application_view::ApplicationView)))]
#[post("/applications")]
async fn create_application(
    app: Data<App>,
    caller: Caller<right::Apply>,
    key: IdempotencyKey,
    body: Body<NewApplication>,
) -> Result<HttpResponse, Problem> {
    let start = Start { copy_of: body.0.copy_of, replaces: body.0.replaces };
    let once = Once::new(caller.actor.account_id, key.0, "create_application", &start)?;
    let id = application::start(&app, &caller.actor, start, once).await?;
    answer(&app, &caller.actor, id, StatusCode::CREATED).await
}

/// The application as it stands, as the answer to whatever was done to it.
async fn answer(app: &App, actor: &Actor, id: Uuid, status: StatusCode) -> Result<HttpResponse, Problem> {
    let view = super::application_view::load(app, actor, id).await?;
    Ok(versioned(status, view.version, &view))
}

/// What a list of applications may be narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ApplicationQuery {
    /// A queue, by what is to be done (staff).
    pub queue: Option<Queue>,
    pub status: Option<ApplicationStatus>,
    pub scheme: Option<String>,
    /// Words of the reference, the firm, the consignee, the invoice or the goods.
    pub q: Option<String>,
    pub cursor: Option<Uuid>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// The applications one may see: one's firm's own, or for staff those of every firm.
#[utoipa::path(tag = "applications", params(ApplicationQuery), security(("bearer" = [])),
    responses((status = 200, body = Page<ApplicationSummary>)))]
#[get("/applications")]
async fn list_applications(
    app: Data<App>,
    caller: Caller<right::ReadApplications>,
    query: Query<ApplicationQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.into_inner();
    let limit = limit(query.limit)?;
    let listing = Listing {
        queue: query.queue,
        status: query.status,
        scheme: query.scheme,
        q: query.q,
        after: query.cursor,
        limit,
    };
    let rows = application::list(&app, &caller.actor, listing).await?;
    let now = app.clock.now();
    let items = rows.into_iter().map(|row| ApplicationSummary::of(row, &caller.actor, now)).collect();
    Ok(HttpResponse::Ok().json(Page::cut(items, limit, |item: &ApplicationSummary| item.id.to_string())))
}

/// How long each queue is.
#[utoipa::path(tag = "examination", security(("bearer" = [])), responses((status = 200, body = QueueLengths)))]
#[get("/queues")]
async fn get_queues(app: Data<App>, caller: Caller<right::WorkQueues>) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(examination::queue_lengths(&app, &caller.actor).await?))
}

/// Take the next file: the oldest that is free and may be yours.
#[utoipa::path(tag = "examination", security(("bearer" = [])),
    responses((status = 200, body = super::application_view::ApplicationView), (status = 204, description = "The queue is empty")))]
#[post("/claims")]
async fn claim_next_application(app: Data<App>, caller: Caller<right::TakeFiles>) -> Result<HttpResponse, Problem> {
    match examination::claim_next(&app, &caller.actor).await? {
        Some(id) => answer(&app, &caller.actor, id, StatusCode::OK).await,
        None => Ok(HttpResponse::NoContent().finish()),
    }
}

/// One application.
#[utoipa::path(tag = "applications", security(("bearer" = [])), responses((status = 200, body = super::application_view::ApplicationView)))]
#[get("/applications/{id}")]
async fn get_application(
    app: Data<App>,
    caller: Caller<right::ReadApplications>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// Replace members of a draft's content; null removes one. The others stay.
#[utoipa::path(tag = "applications", request_body = Draft, security(("bearer" = [])),
    params(("If-Match" = String, Header, description = "The version being edited")),
    responses((status = 200, body = super::application_view::ApplicationView)))]
#[patch("/applications/{id}")]
async fn update_application(
    app: Data<App>,
    caller: Caller<right::Apply>,
    id: Path<Uuid>,
    seen: IfMatch,
    body: Body<Map<String, Value>>,
) -> Result<HttpResponse, Problem> {
    application::edit(&app, &caller.actor, *id, seen.0, body.0).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// What submission would say now.
#[utoipa::path(tag = "applications", security(("bearer" = [])), responses((status = 200, body = Items<FaultBody>)))]
#[get("/applications/{id}/faults")]
async fn list_application_faults(
    app: Data<App>,
    caller: Caller<right::ReadApplications>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let faults = application::faults(&app, &caller.actor, *id).await?;
    Ok(HttpResponse::Ok().json(Items { items: faults.iter().map(FaultBody::of).collect() }))
}

/// The exporter's declaration.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "declarationAccepted": true }))]
pub struct Submission {
    /// That what is said is true and that the proof is kept (e.g. AfCFTA Annex 2, box 13).
    #[serde(default)]
    pub declaration_accepted: bool,
}

/// Submit: everything is checked at once, the content is frozen, the fee is demanded.
#[utoipa::path(tag = "applications", request_body = Submission, security(("bearer" = [])),
    responses((status = 200, body = super::application_view::ApplicationView)))]
#[post("/applications/{id}/submission")]
async fn submit_application(
    app: Data<App>,
    caller: Caller<right::Apply>,
    id: Path<Uuid>,
    body: Body<Submission>,
) -> Result<HttpResponse, Problem> {
    application::submit(&app, &caller.actor, *id, body.0.declaration_accepted).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// Why one gives up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "reason": "Commande annulée par le client" }))]
pub struct Withdrawal {
    #[serde(default)]
    pub reason: Option<String>,
}

/// Give the application up.
#[utoipa::path(tag = "applications", request_body = Withdrawal, security(("bearer" = [])),
    responses((status = 200, body = super::application_view::ApplicationView)))]
#[post("/applications/{id}/withdrawal")]
async fn withdraw_application(
    app: Data<App>,
    caller: Caller<right::Apply>,
    id: Path<Uuid>,
    body: Body<Withdrawal>,
) -> Result<HttpResponse, Problem> {
    application::withdraw(&app, &caller.actor, *id, body.0.reason).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// Whether to take a file somebody else holds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "takeOver": false }))]
pub struct Claim {
    #[serde(default)]
    pub take_over: bool,
}

/// Take this file.
#[utoipa::path(tag = "examination", request_body = Claim, security(("bearer" = [])),
    responses((status = 200, body = super::application_view::ApplicationView)))]
#[post("/applications/{id}/claim")]
async fn claim_application(
    app: Data<App>,
    caller: Caller<right::TakeFiles>,
    id: Path<Uuid>,
    body: Body<Claim>,
) -> Result<HttpResponse, Problem> {
    examination::claim(&app, &caller.actor, *id, body.0.take_over).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// Give this file back to its queue.
#[utoipa::path(tag = "examination", security(("bearer" = [])), responses((status = 200, body = super::application_view::ApplicationView)))]
#[delete("/applications/{id}/claim")]
async fn release_application(
    app: Data<App>,
    caller: Caller<right::TakeFiles>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    examination::release(&app, &caller.actor, *id).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// Reasons for which the exporter gets the file back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "reasons": [{ "pointer": "/goods/0/netWeightG", "code": "weight_mismatch", "message": "Le poids net ne correspond pas à la liste de colisage." }], "comment": "Merci de corriger puis de renvoyer." }))]
pub struct Return {
    #[serde(default)]
    pub reasons: Vec<ReturnReason>,
    #[serde(default)]
    pub comment: Option<String>,
}

/// Return the file to the exporter with reasons tied to fields; the processing clock stops.
#[utoipa::path(tag = "examination", request_body = Return, security(("bearer" = [])),
    responses((status = 200, body = super::application_view::ApplicationView)))]
#[post("/applications/{id}/return")]
async fn return_application(
    app: Data<App>,
    caller: Caller<right::Examine>,
    id: Path<Uuid>,
    body: Body<Return>,
) -> Result<HttpResponse, Problem> {
    examination::return_to_exporter(&app, &caller.actor, *id, body.0.reasons, body.0.comment).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// Whom to ask and what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "body": "Chambre de commerce et d'industrie du Mali", "question": "Le taux de valeur ajoutée déclaré est-il plausible ?" }))]
pub struct OpinionRequest {
    #[serde(default)]
    #[schema(example = "Direction nationale de la géologie et des mines")]
    pub body: String,
    #[serde(default)]
    pub question: String,
}

/// Ask another body for its opinion.
#[utoipa::path(tag = "examination", request_body = OpinionRequest, security(("bearer" = [])),
    responses((status = 200, body = super::application_view::ApplicationView)))]
#[post("/applications/{id}/opinion-request")]
async fn request_application_opinion(
    app: Data<App>,
    caller: Caller<right::Examine>,
    id: Path<Uuid>,
    body: Body<OpinionRequest>,
) -> Result<HttpResponse, Problem> {
    examination::request_opinion(&app, &caller.actor, *id, &body.0.body, &body.0.question).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// The opinion that came back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "text": "Taux conforme au dossier de coûts.", "favourable": true }))]
pub struct Opinion {
    #[serde(default)]
    pub text: String,
    pub favourable: bool,
}

/// Record the opinion that was asked for.
#[utoipa::path(tag = "examination", request_body = Opinion, security(("bearer" = [])),
    responses((status = 200, body = super::application_view::ApplicationView)))]
#[post("/applications/{id}/opinion")]
async fn give_application_opinion(
    app: Data<App>,
    caller: Caller<right::Examine>,
    id: Path<Uuid>,
    body: Body<Opinion>,
) -> Result<HttpResponse, Problem> {
    examination::give_opinion(&app, &caller.actor, *id, &body.0.text, body.0.favourable).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// Propose the file for decision, with an opinion and the scheme's checklist.
#[utoipa::path(tag = "examination", request_body = Proposal, security(("bearer" = [])),
    responses((status = 200, body = super::application_view::ApplicationView)))]
#[post("/applications/{id}/proposal")]
async fn propose_application(
    app: Data<App>,
    caller: Caller<right::Examine>,
    id: Path<Uuid>,
    body: Body<Proposal>,
) -> Result<HttpResponse, Problem> {
    examination::propose(&app, &caller.actor, *id, body.0).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// Why a proposal goes back to its examiner.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "comment": "La facture jointe est une pro forma." }))]
pub struct Reconsideration {
    #[serde(default)]
    pub comment: String,
}

/// Send a proposed file back to its examiner.
#[utoipa::path(tag = "examination", request_body = Reconsideration, security(("bearer" = [])),
    responses((status = 200, body = super::application_view::ApplicationView)))]
#[post("/applications/{id}/reconsideration")]
async fn reconsider_application(
    app: Data<App>,
    caller: Caller<right::Sign>,
    id: Path<Uuid>,
    body: Body<Reconsideration>,
) -> Result<HttpResponse, Problem> {
    examination::reconsider(&app, &caller.actor, *id, &body.0.comment).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// What an approval gives.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Approved {
    pub application: super::application_view::ApplicationView,
    /// Absent while the seal is still being made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ML-ZLE-2026-000123-7")]
    pub certificate_number: Option<String>,
}

/// Approve and seal: everything is checked again, the number is taken, the certificate comes into existence.
#[utoipa::path(tag = "examination", security(("bearer" = [])), responses((status = 200, body = Approved)))]
#[post("/applications/{id}/approval")]
async fn approve_application(
    app: Data<App>,
    caller: Caller<right::Sign>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let number = examination::approve(&app, &caller.actor, *id).await?;
    let application = super::application_view::load(&app, &caller.actor, *id).await?;
    Ok(HttpResponse::Ok().json(Approved { application, certificate_number: number.map(|n| n.to_string()) }))
}

/// The application's history, oldest first.
#[utoipa::path(tag = "applications", security(("bearer" = [])), responses((status = 200, body = Items<EventView>)))]
#[get("/applications/{id}/timeline")]
async fn list_application_events(
    app: Data<App>,
    caller: Caller<right::ReadApplications>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let events = application::timeline(&app, &caller.actor, *id).await?;
    Ok(HttpResponse::Ok().json(Items { items: events.into_iter().map(EventView::from).collect() }))
}

/// Reasons of a refusal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "reasons": [{ "code": "not_originating", "message": "L'origine n'est pas établie par les pièces." }] }))]
pub struct RefusalBody {
    #[serde(default)]
    pub reasons: Vec<RefusalReason>,
}

/// Refuse the application, with reasons.
#[utoipa::path(tag = "examination", request_body = RefusalBody, security(("bearer" = [])),
    responses((status = 200, body = super::application_view::ApplicationView)))]
#[post("/applications/{id}/refusal")]
async fn refuse_application(
    app: Data<App>,
    caller: Caller<right::Sign>,
    id: Path<Uuid>,
    body: Body<RefusalBody>,
) -> Result<HttpResponse, Problem> {
    examination::refuse(&app, &caller.actor, *id, body.0.reasons).await?;
    answer(&app, &caller.actor, *id, StatusCode::OK).await
}

/// One place that changed between two submissions.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContentChange {
    pub pointer: String,
    pub before: Value,
    pub after: Value,
}

/// What the exporter changed since the file was last returned.
#[utoipa::path(tag = "examination", security(("bearer" = [])), responses((status = 200, body = Items<ContentChange>)))]
#[get("/applications/{id}/changes")]
async fn list_application_changes(
    app: Data<App>,
    caller: Caller<right::ReadApplications>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let changes = application::changes(&app, &caller.actor, *id).await?;
    let items = changes.into_iter().map(|(pointer, before, after)| ContentChange { pointer, before, after }).collect();
    Ok(HttpResponse::Ok().json(Items { items }))
}
