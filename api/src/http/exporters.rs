//! Exporting firms: registration, correction, the agency's decisions, the firm's people, history and papers.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, patch, post};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::body::Body;
use super::caller::{Caller, right};
use super::conditional::{IdempotencyKey, IfMatch, versioned};
use super::events::EventView;
use super::page::{self, Items, Page};
use super::problem::Problem;
use crate::app::App;
use crate::origin::event::By;
use crate::origin::exporter::{ExporterAction, ExporterStatus};
use crate::registration::accounts::{self, ListedAccount, NewPerson, Reason};
use crate::registration::exporters::{self, Asked, Exporter, ExporterInput, Note};

/// Every route of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(create_exporter)
        .service(list_exporters)
        .service(get_exporter)
        .service(update_exporter)
        .service(verify_exporter)
        .service(suspend_exporter)
        .service(reinstate_exporter)
        .service(reject_exporter)
        .service(list_members)
        .service(create_member)
        .service(list_exporter_events);
}

fn shown(exporter: &Exporter) -> HttpResponse {
    versioned(StatusCode::OK, exporter.version, exporter)
}

/// Registers the caller's firm, to be verified by the agency.
#[utoipa::path(
    tag = "exporters", security(("bearer" = [])), request_body = ExporterInput,
    params(("Idempotency-Key" = String, Header, description = "The client's own name for this request")),
    responses((status = 201, body = Exporter)),
)]
#[post("/exporters")]
pub async fn create_exporter(
    app: Data<App>,
    caller: Caller<right::RegisterFirm>,
    key: IdempotencyKey,
    body: Body<ExporterInput>,
) -> Result<HttpResponse, Problem> {
    let made = exporters::register(&app, caller.actor, key.0, body.0).await?;
    Ok(versioned(StatusCode::CREATED, made.version, &made))
}

/// Which firms to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExporterQuery {
    pub status: Option<ExporterStatus>,
    /// Words of a name, a place, a number or an identifier; accents and capitals do not matter.
    pub q: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// Firms, newest first. Documents are shown with the single firm.
#[utoipa::path(tag = "exporters", security(("bearer" = [])), params(ExporterQuery), responses((status = 200, body = Page<Exporter>)))]
#[get("/exporters")]
pub async fn list_exporters(
    app: Data<App>,
    caller: Caller<right::ReadExporters>,
    query: Query<ExporterQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.into_inner();
    let (before, limit) = (page::cursor_id(query.cursor.as_deref())?, page::limit(query.limit)?);
    let asked = Asked { status: query.status, question: query.q, before, limit };
    let found = exporters::list(&app, caller.actor, asked).await?;
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(Page::cut(found, limit, |last| last.id.to_string())))
}

/// One firm, for its own people and for the agency.
#[utoipa::path(tag = "exporters", security(("bearer" = [])), params(("id" = Uuid, Path)), responses((status = 200, body = Exporter)))]
#[get("/exporters/{id}")]
pub async fn get_exporter(
    app: Data<App>,
    caller: Caller<right::BeSignedIn>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    Ok(shown(&exporters::read(&app, caller.actor, *id).await?))
}

/// Corrects one's firm; members left out stay. Another name, profile or identifier must be verified again.
#[utoipa::path(
    tag = "exporters", security(("bearer" = [])), request_body = ExporterInput,
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "The version that is corrected")),
    responses((status = 200, body = Exporter)),
)]
#[patch("/exporters/{id}")]
pub async fn update_exporter(
    app: Data<App>,
    caller: Caller<right::RegisterFirm>,
    id: Path<Uuid>,
    version: IfMatch,
    body: Body<ExporterInput>,
) -> Result<HttpResponse, Problem> {
    Ok(shown(&exporters::correct(&app, caller.actor, *id, version.0, body.0).await?))
}

/// Finds a firm to be what it says.
#[utoipa::path(tag = "exporters", security(("bearer" = [])), params(("id" = Uuid, Path)), request_body = Note, responses((status = 200, body = Exporter)))]
#[post("/exporters/{id}/verification")]
pub async fn verify_exporter(
    app: Data<App>,
    caller: Caller<right::VerifyExporters>,
    id: Path<Uuid>,
    body: Body<Note>,
) -> Result<HttpResponse, Problem> {
    Ok(shown(&exporters::verify(&app, caller.actor, *id, &body.0).await?))
}

/// Suspends a firm: nothing is submitted or sealed for it. The reason is shown to it.
#[utoipa::path(tag = "exporters", security(("bearer" = [])), params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = Exporter)))]
#[post("/exporters/{id}/suspension")]
pub async fn suspend_exporter(
    app: Data<App>,
    caller: Caller<right::VerifyExporters>,
    id: Path<Uuid>,
    body: Body<Reason>,
) -> Result<HttpResponse, Problem> {
    decide(&app, caller, *id, ExporterAction::Suspend, &body.0).await
}

/// Ends a suspension.
#[utoipa::path(tag = "exporters", security(("bearer" = [])), params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = Exporter)))]
#[post("/exporters/{id}/reinstatement")]
pub async fn reinstate_exporter(
    app: Data<App>,
    caller: Caller<right::VerifyExporters>,
    id: Path<Uuid>,
    body: Body<Reason>,
) -> Result<HttpResponse, Problem> {
    decide(&app, caller, *id, ExporterAction::Reinstate, &body.0).await
}

/// Finds a firm not to be what it says. It may correct its particulars and is then looked at again.
#[utoipa::path(tag = "exporters", security(("bearer" = [])), params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = Exporter)))]
#[post("/exporters/{id}/rejection")]
pub async fn reject_exporter(
    app: Data<App>,
    caller: Caller<right::VerifyExporters>,
    id: Path<Uuid>,
    body: Body<Reason>,
) -> Result<HttpResponse, Problem> {
    decide(&app, caller, *id, ExporterAction::Reject, &body.0).await
}

async fn decide(
    app: &App,
    caller: Caller<right::VerifyExporters>,
    id: Uuid,
    action: ExporterAction,
    reason: &Reason,
) -> Result<HttpResponse, Problem> {
    Ok(shown(&exporters::decide_because(app, caller.actor, id, action, reason).await?))
}

/// The firm's people.
#[utoipa::path(tag = "exporters", security(("bearer" = [])), params(("id" = Uuid, Path)), responses((status = 200, body = Items<ListedAccount>)))]
#[get("/exporters/{id}/members")]
pub async fn list_members(
    app: Data<App>,
    caller: Caller<right::BeSignedIn>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let items = exporters::members(&app, caller.actor, *id).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Items { items }))
}

/// Makes a clerk's account in one's own firm.
#[utoipa::path(tag = "exporters", security(("bearer" = [])), params(("id" = Uuid, Path)), request_body = NewPerson, responses((status = 201, body = ListedAccount)))]
#[post("/exporters/{id}/members")]
pub async fn create_member(
    app: Data<App>,
    caller: Caller<right::ManageMembers>,
    id: Path<Uuid>,
    body: Body<NewPerson>,
) -> Result<HttpResponse, Problem> {
    exporters::own_firm(&caller.actor, *id)?;
    let made = accounts::create_clerk(&app, By::from(&caller.actor), *id, body.0).await?;
    Ok(HttpResponse::Created().insert_header(("Cache-Control", "no-store")).json(made))
}

/// What happened to a firm, oldest first.
#[utoipa::path(tag = "exporters", security(("bearer" = [])), params(("id" = Uuid, Path)), responses((status = 200, body = Items<EventView>)))]
#[get("/exporters/{id}/timeline")]
pub async fn list_exporter_events(
    app: Data<App>,
    caller: Caller<right::BeSignedIn>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let events = exporters::timeline(&app, caller.actor, *id).await?;
    let items = events.into_iter().map(EventView::from).collect::<Vec<_>>();
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Items { items }))
}
