//! Callbacks that fit nothing, for the treasurer, and what he is warned about.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::body::Body;
use super::caller::{Caller, right};
use super::page::{self, Page};
use super::payments::private;
use super::problem::Problem;
use crate::app::App;
use crate::callbacks::{self, NamedPayment, StrayCallback, Wanted};
use crate::origin::callback::{Alert, AlertKind, StrayCause};
use crate::origin::day::span;
use crate::origin::fault::Faults;
use crate::origin::payment::{AttemptStatus, Operator, Trust};

/// Every documented route of this file.
pub fn routes(config: &mut ServiceConfig) {
    config.service(list_unmatched_callbacks).service(review_unmatched_callback);
}

/// A payment of ours that a callback names.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NamedPayment)]
pub struct NamedPaymentView {
    pub attempt_id: Uuid,
    pub reference: String,
    pub order_reference: String,
    pub status: AttemptStatus,
    pub amount_xof: i64,
}

impl From<NamedPayment> for NamedPaymentView {
    fn from(NamedPayment { id, reference, order_reference, status, amount_xof }: NamedPayment) -> Self {
        Self { attempt_id: id, reference, order_reference, status, amount_xof }
    }
}

/// A callback that belongs to no payment of ours, or that says paid and was never borne out. What it says is a hint and no more; what names a
/// person is left out.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnmatchedCallback {
    pub id: Uuid,
    pub operator: Operator,
    pub received_at: DateTime<Utc>,
    /// How far it can be believed.
    pub trust: Trust,
    pub cause: StrayCause,
    pub says_paid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 1500)]
    pub amount_xof: Option<i64>,
    /// Of the amount, where it is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "XOF")]
    pub currency: Option<String>,
    /// What the sender calls the payment; a number that may be a telephone's is hidden but for its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "MP261121.1341.A00073")]
    pub transaction_id: Option<String>,
    /// The payment of ours that it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<NamedPaymentView>,
    /// SHA-256 of what was sent, by which the operator may find it.
    pub body_sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_reason: Option<String>,
}

impl From<StrayCallback> for UnmatchedCallback {
    fn from(found: StrayCallback) -> Self {
        let (said, review) = (found.said, found.review);
        Self {
            id: found.id,
            operator: found.operator,
            received_at: found.received_at,
            trust: found.trust,
            cause: found.cause,
            says_paid: said.paid,
            amount_xof: said.amount_xof,
            currency: said.currency,
            reference: said.reference,
            transaction_id: said.transaction_id,
            payment: found.payment.map(Into::into),
            body_sha256: found.body_sha256,
            reviewed_at: review.as_ref().map(|review| review.at),
            reviewed_by: review.as_ref().map(|review| review.by.clone()),
            review_reason: review.map(|review| review.reason),
        }
    }
}

/// Which callbacks to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CallbackQuery {
    /// True for those that somebody has looked into; otherwise those that wait.
    pub reviewed: Option<bool>,
    pub operator: Option<Operator>,
    /// The day on which they came.
    #[serde(default, deserialize_with = "super::body::optional_day")]
    pub day: Option<NaiveDate>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// Callbacks that belong to no payment of ours, or that nothing bore out, newest first.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), params(CallbackQuery),
    responses((status = 200, body = Page<UnmatchedCallback>)))]
#[get("/unmatched-callbacks")]
async fn list_unmatched_callbacks(
    app: Data<App>,
    _caller: Caller<right::ReadPayments>,
    query: Query<CallbackQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.into_inner();
    let (before, limit) = (page::cursor_id(query.cursor.as_deref())?, page::limit(query.limit)?);
    let (reviewed, span) = (query.reviewed.unwrap_or_default(), query.day.map(|day| span(day, day)));
    let wanted = Wanted { reviewed, operator: query.operator, span, before };
    let items = callbacks::list(&app, wanted, limit).await?.into_iter().map(UnmatchedCallback::from).collect();
    Ok(private(StatusCode::OK, &Page::cut(items, limit, |last: &UnmatchedCallback| last.id.to_string())))
}

/// What came of looking into a callback.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CallbackReview, example = json!({ "reason": "Paiement au guichet d'un autre service, confirmé par Wave" }))]
pub struct ReviewInput {
    pub reason: String,
}

const REASON_MAX: usize = 500;

/// Notes that a person has looked into a callback, once. It moves no money.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), request_body = ReviewInput,
    params(("id" = Uuid, Path)), responses((status = 200, body = UnmatchedCallback)))]
#[post("/unmatched-callbacks/{id}/review")]
async fn review_unmatched_callback(
    app: Data<App>,
    caller: Caller<right::Reconcile>,
    id: Path<Uuid>,
    body: Body<ReviewInput>,
) -> Result<HttpResponse, Problem> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", Some(&body.0.reason), REASON_MAX);
    let reason = faults.finish(reason).map_err(Problem::invalid)?;
    let reviewed = callbacks::review(&app, &caller.actor, *id, reason).await?;
    Ok(private(StatusCode::OK, &UnmatchedCallback::from(reviewed)))
}

/// Something the treasurer should know of the last hour.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TreasuryAlert {
    pub kind: AlertKind,
    pub operator: Operator,
    /// Callbacks; of `clock_skew` the seconds by which the operator's clock is ahead of ours, negative when it is behind.
    #[schema(example = 12)]
    pub figure: i64,
}

impl From<Alert> for TreasuryAlert {
    fn from(Alert { kind, operator, figure }: Alert) -> Self {
        Self { kind, operator, figure }
    }
}
