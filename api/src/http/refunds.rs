//! Money that goes back: asked for by one person, approved by another, sent by the operator or by hand.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::body::Body;
use super::caller::{Caller, right};
use super::conditional::IdempotencyKey;
use super::page::{self, Page};
use super::payments::private;
use super::problem::Problem;
use crate::app::App;
use crate::idempotent::Once;
use crate::identity::Actor;
use crate::origin::fault::{FaultCode, Faults};
use crate::origin::payment::Operator;
use crate::origin::refund::{RefundReason, RefundStatus};
use crate::refunds::{self, Deed, Money, Request};
use crate::store::refunds::{ListedRefund, RefundedOrder};

/// The routes of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_refunds)
        .service(get_refund)
        .service(create_refund)
        .service(request_refund)
        .service(approve_refund)
        .service(refuse_refund)
        .service(return_refund)
        .service(execute_refund);
}

/// A refund with what a person needs to decide on it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Refund)]
pub struct RefundView {
    pub id: Uuid,
    pub status: RefundStatus,
    pub reason: RefundReason,
    #[schema(example = 1500)]
    pub amount_xof: i64,
    /// The payment that goes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt_id: Option<Uuid>,
    /// Or the statement's line whose money goes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_id: Option<Uuid>,
    /// The order it came for; absent when it came for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exporter_name: Option<String>,
    pub operator: Operator,
    /// The operator's number of the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    pub created_at: DateTime<Utc>,
    /// Why it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub executed_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub executed_at: Option<DateTime<Utc>>,
    /// The operator's number of the money that went back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_reference: Option<String>,
    /// What the operator answered when it sent nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// What the caller may do now: `ask`, `approve`, `refuse`, `send`, `finish`, `return`.
    pub allowed_actions: Vec<&'static str>,
}

impl RefundView {
    fn of(listed: ListedRefund, app: &App, actor: &Actor) -> Self {
        let can_send = app.payments.operators().get(listed.operator).is_some();
        let refund = listed.refund;
        let (order_id, order_reference, application_reference, exporter_name) = match listed.order {
            Some(RefundedOrder { id, reference, application_reference, exporter_name }) => {
                (Some(id.0), Some(reference), Some(application_reference), Some(exporter_name))
            }
            None => (None, None, None, None),
        };
        Self {
            allowed_actions: refunds::allowed(&refund, actor, can_send),
            id: refund.id.0,
            status: refund.status,
            reason: refund.reason,
            amount_xof: refund.amount_xof,
            attempt_id: refund.attempt_id.map(Into::into),
            line_id: refund.line_id.map(Into::into),
            order_id,
            order_reference,
            application_reference,
            exporter_name,
            operator: listed.operator,
            transaction_id: listed.transaction_id,
            created_at: refund.created_at.0,
            note: refund.note,
            asked_by: listed.asked_by,
            asked_at: refund.asked_at.map(Into::into),
            decided_by: listed.decided_by,
            decided_at: refund.decided_at.map(Into::into),
            decision_note: refund.decision_note,
            executed_by: listed.executed_by,
            executed_at: refund.executed_at.map(Into::into),
            operator_reference: refund.operator_reference,
            trouble: refund.trouble,
        }
    }

    fn answer(status: StatusCode, listed: ListedRefund, app: &App, actor: &Actor) -> HttpResponse {
        private(status, &Self::of(listed, app, actor))
    }
}

/// Which refunds to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RefundQuery {
    pub status: Option<RefundStatus>,
    /// True for those that somebody still has to do something about.
    pub open: Option<bool>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

impl RefundQuery {
    fn statuses(&self) -> Vec<RefundStatus> {
        match (self.status, self.open) {
            (Some(status), _) => vec![status],
            (None, Some(true)) => RefundStatus::OPEN.to_vec(),
            (None, _) => Vec::new(),
        }
    }
}

/// Refunds, newest first.
#[utoipa::path(tag = "refunds", security(("bearer" = [])), params(RefundQuery),
    responses((status = 200, body = Page<RefundView>)))]
#[get("/refunds")]
async fn list_refunds(
    app: Data<App>,
    caller: Caller<right::ReadBooks>,
    query: Query<RefundQuery>,
) -> Result<HttpResponse, Problem> {
    let (before, limit) = (page::cursor_id(query.cursor.as_deref())?, page::limit(query.limit)?);
    let rows = refunds::list(&app, query.statuses(), before, limit).await?;
    let items = rows.into_iter().map(|row| RefundView::of(row, &app, &caller.actor)).collect();
    Ok(private(StatusCode::OK, &Page::cut(items, limit, |last: &RefundView| last.id.to_string())))
}

/// One refund.
#[utoipa::path(tag = "refunds", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = RefundView)))]
#[get("/refunds/{id}")]
async fn get_refund(app: Data<App>, caller: Caller<right::ReadBooks>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    let found = refunds::read(&app, *id).await?;
    Ok(RefundView::answer(StatusCode::OK, found, &app, &caller.actor))
}

/// A payment to give back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "attemptId": "0197f3c2-7d10-7000-8000-5a3f1c2b4d6e", "note": "Demande retirée avant instruction." }))]
pub struct NewRefund {
    /// The payment to give back, or else `lineId`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt_id: Option<Uuid>,
    /// The statement's line whose money was put aside, as `/treasury/set-aside` lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_id: Option<Uuid>,
    /// All that is left of the money when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_xof: Option<i64>,
    /// Why, for whoever approves.
    #[schema(min_length = 1, max_length = 500)]
    pub note: String,
}

/// Ask for a refund of a payment. Another person has to approve it.
#[utoipa::path(tag = "refunds", security(("bearer" = [])), request_body = NewRefund,
    params(("Idempotency-Key" = String, Header, description = "The client's own name for this request")),
    responses((status = 201, body = RefundView)))]
#[post("/refunds")]
async fn create_refund(
    app: Data<App>,
    caller: Caller<right::KeepBooks>,
    key: IdempotencyKey,
    body: Body<NewRefund>,
) -> Result<HttpResponse, Problem> {
    let once = Once::new(caller.actor.account_id, key.0, "refund", &body.0)?;
    let asked = refunds::ask(&app, &caller.actor, request_of(body.0)?, once).await?;
    Ok(RefundView::answer(StatusCode::CREATED, asked, &app, &caller.actor))
}

/// One thing is given back, with the reason; every fault at once.
fn request_of(given: NewRefund) -> Result<Request, Problem> {
    let mut faults = Faults::default();
    let note = faults.text("/note", Some(&given.note), 500);
    let of = match (given.attempt_id, given.line_id) {
        (Some(attempt), None) => Some(Money::OfAttempt(attempt)),
        (None, Some(line)) => Some(Money::OfLine(line)),
        (None, None) => {
            faults.add("/attemptId", FaultCode::Required);
            None
        }
        (Some(_), Some(_)) => {
            faults.add("/lineId", FaultCode::Inconsistent { with: "/attemptId" });
            None
        }
    };
    let request = of.zip(note).map(|(of, note)| Request { of, amount_xof: given.amount_xof, note });
    faults.finish(request).map_err(Problem::invalid)
}

/// A sentence for the file.
fn words_at(pointer: &str, given: &str) -> Result<String, Problem> {
    let mut faults = Faults::default();
    let text = faults.text(pointer, Some(given), 500);
    faults.finish(text).map_err(Problem::invalid)
}

/// Why a refund is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "note": "Payé deux fois, par Orange Money et par Wave." }))]
pub struct RefundNote {
    #[schema(min_length = 1, max_length = 500)]
    pub note: String,
}

/// Ask for the refund of money that the service found to be too much.
#[utoipa::path(tag = "refunds", security(("bearer" = [])), request_body = RefundNote, params(("id" = Uuid, Path)),
    responses((status = 200, body = RefundView)))]
#[post("/refunds/{id}/request")]
async fn request_refund(
    app: Data<App>,
    caller: Caller<right::KeepBooks>,
    id: Path<Uuid>,
    body: Body<RefundNote>,
) -> Result<HttpResponse, Problem> {
    let deed = Deed::Ask { note: words_at("/note", &body.0.note)? };
    let asked = refunds::act(&app, &caller.actor, *id, deed).await?;
    Ok(RefundView::answer(StatusCode::OK, asked, &app, &caller.actor))
}

/// Nothing more is to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct RefundApproval {}

/// Approve a refund that somebody else asked for. From now on the agency owes it.
#[utoipa::path(tag = "refunds", security(("bearer" = [])), request_body = RefundApproval, params(("id" = Uuid, Path)),
    responses((status = 200, body = RefundView)))]
#[post("/refunds/{id}/approval")]
async fn approve_refund(
    app: Data<App>,
    caller: Caller<right::ApproveRefund>,
    id: Path<Uuid>,
    _body: Body<RefundApproval>,
) -> Result<HttpResponse, Problem> {
    let approved = refunds::act(&app, &caller.actor, *id, Deed::Approve).await?;
    Ok(RefundView::answer(StatusCode::OK, approved, &app, &caller.actor))
}

/// Why not, or what happened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "reason": "Le dossier a été examiné : les frais sont dus." }))]
pub struct RefundWords {
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Decide that nothing goes back.
#[utoipa::path(tag = "refunds", security(("bearer" = [])), request_body = RefundWords, params(("id" = Uuid, Path)),
    responses((status = 200, body = RefundView)))]
#[post("/refunds/{id}/refusal")]
async fn refuse_refund(
    app: Data<App>,
    caller: Caller<right::ApproveRefund>,
    id: Path<Uuid>,
    body: Body<RefundWords>,
) -> Result<HttpResponse, Problem> {
    let deed = Deed::Refuse { reason: words_at("/reason", &body.0.reason)? };
    let refused = refunds::act(&app, &caller.actor, *id, deed).await?;
    Ok(RefundView::answer(StatusCode::OK, refused, &app, &caller.actor))
}

/// Write down that the operator did not send the money after all, as its statement shows.
#[utoipa::path(tag = "refunds", security(("bearer" = [])), request_body = RefundWords, params(("id" = Uuid, Path)),
    responses((status = 200, body = RefundView)))]
#[post("/refunds/{id}/return")]
async fn return_refund(
    app: Data<App>,
    caller: Caller<right::KeepBooks>,
    id: Path<Uuid>,
    body: Body<RefundWords>,
) -> Result<HttpResponse, Problem> {
    let deed = Deed::Return { reason: words_at("/reason", &body.0.reason)? };
    let returned = refunds::act(&app, &caller.actor, *id, deed).await?;
    Ok(RefundView::answer(StatusCode::OK, returned, &app, &caller.actor))
}

/// How the money goes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "operatorReference": "CI261122.0915.R00012" }))]
pub struct RefundExecution {
    /// The operator's number of a refund that was made by hand. Without it the operator is told to send the money.
    #[serde(default)]
    #[schema(min_length = 3, max_length = 64)]
    pub operator_reference: Option<String>,
}

/// Carry out an approved refund: by the operator, or by hand with the operator's number of it.
#[utoipa::path(tag = "refunds", security(("bearer" = [])), request_body = RefundExecution, params(("id" = Uuid, Path)),
    responses((status = 200, body = RefundView)))]
#[post("/refunds/{id}/execution")]
async fn execute_refund(
    app: Data<App>,
    caller: Caller<right::KeepBooks>,
    id: Path<Uuid>,
    body: Body<RefundExecution>,
) -> Result<HttpResponse, Problem> {
    let done = match body.0.operator_reference {
        Some(given) => {
            let deed = Deed::Finish { reference: reference_at("/operatorReference", &given)? };
            refunds::act(&app, &caller.actor, *id, deed).await?
        }
        None => refunds::send(&app, &caller.actor, *id).await?,
    };
    Ok(RefundView::answer(StatusCode::OK, done, &app, &caller.actor))
}

fn reference_at(pointer: &str, given: &str) -> Result<String, Problem> {
    let mut faults = Faults::default();
    let text = faults.text(pointer, Some(given), 64).filter(|text| {
        let is_long = text.chars().count() >= 3;
        if !is_long {
            faults.add(pointer, FaultCode::TooShort { min: 3 });
        }
        is_long
    });
    faults.finish(text).map_err(Problem::invalid)
}
