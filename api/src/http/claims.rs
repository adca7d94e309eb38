//! "I paid by merchant code": payers' claims and what became of them.

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
use super::conditional::IdempotencyKey;
use super::page::{self, Items, Page};
use super::payments::private;
use super::problem::{Problem, language};
use super::reconciliation::LineView;
use crate::app::App;
use crate::idempotent::Once;
use crate::identity::Actor;
use crate::origin::fault::Faults;
use crate::origin::reconciliation::ClaimStatus;
use crate::reconciliation::claims::{self, ClaimCase, Evidence, NewClaim};
use crate::text::Text;

/// Every route of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(create_claim)
        .service(list_claims_of_order)
        .service(list_claims)
        .service(approve_claim)
        .service(refuse_claim);
}

/// A claim to have paid by merchant code.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PaymentClaim)]
pub struct ClaimView {
    pub id: Uuid,
    pub order_id: Uuid,
    pub order_reference: String,
    pub order_amount_xof: i64,
    #[schema(example = "MP261121.1341.A00073")]
    pub transaction_id: String,
    pub amount_xof: i64,
    pub paid_on: NaiveDate,
    pub status: ClaimStatus,
    /// How it stands, in plain words and the language asked for.
    pub message: String,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// For the agency: `found`, `not_found`, `other_amount`, `used` or `going_back`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "found")]
    pub evidence: Option<&'static str>,
    /// For the agency: the statement's line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<LineView>,
    /// True when the caller brought the statement in or put the money into suspense: somebody else has to approve.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub needs_another: bool,
}

impl ClaimView {
    fn of(case: ClaimCase, actor: &Actor) -> Self {
        let is_staff = actor.role.is_staff();
        let message = message(&case).in_language(language()).to_owned();
        let needs_another = is_staff && case.needs_another(actor);
        let claim = case.claim;
        Self {
            id: claim.id.0,
            order_id: claim.order_id.0,
            order_reference: case.order_reference,
            order_amount_xof: case.order_amount_xof,
            transaction_id: claim.transaction_id,
            amount_xof: claim.amount_xof,
            paid_on: claim.paid_on,
            status: claim.status,
            message,
            reason: claim.reason,
            created_at: claim.created_at.0,
            decided_at: claim.decided_at.map(Into::into),
            evidence: is_staff.then_some(case.evidence.as_str()),
            line: case.line.filter(|_| is_staff).map(LineView::of),
            needs_another,
        }
    }
}

/// What a payer reads. Whether somebody else used the number is not for him to learn.
fn message(case: &ClaimCase) -> Text {
    match (case.claim.status, case.evidence) {
        (ClaimStatus::Approved, _) => {
            Text::new("Votre paiement est confirmé par le relevé.", "Your payment is confirmed by the statement.")
        }
        (ClaimStatus::Refused, _) => Text::new(
            "L'agence n'a pas retenu cette déclaration. Le motif est indiqué.",
            "The agency did not accept this claim. The reason is given.",
        ),
        (ClaimStatus::Pending, Evidence::Found) => Text::new(
            "Votre paiement figure sur le relevé. Un agent le confirme.",
            "Your payment is on the statement. An officer is confirming it.",
        ),
        (ClaimStatus::Pending, Evidence::NotFound | Evidence::OtherAmount | Evidence::Used | Evidence::GoingBack) => {
            Text::new(
                "Ce numéro n'a pas encore été trouvé pour ce montant sur un relevé. Le relevé arrive en général le lendemain ; vérifiez le numéro sur votre SMS.",
                "This number has not been found for this amount on a statement yet. The statement usually arrives the next day; check the number in your message.",
            )
        }
    }
}

/// What the payer's message from the operator says.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewPaymentClaim, example = json!({ "transactionId": "MP261121.1341.A00073", "amountXof": 1500, "paidOn": "2026-11-16" }))]
pub struct ClaimInput {
    /// The number of the transaction.
    pub transaction_id: String,
    pub amount_xof: i64,
    #[serde(deserialize_with = "super::body::day")]
    pub paid_on: NaiveDate,
}

/// "I paid by merchant code": a statement has to bear it out and an officer to approve it.
#[utoipa::path(tag = "payment", security(("bearer" = [])), request_body = ClaimInput,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header, description = "The client's own name for this request")),
    responses((status = 201, body = ClaimView)))]
#[post("/fee-orders/{id}/claims")]
async fn create_claim(
    app: Data<App>,
    caller: Caller<right::Pay>,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<ClaimInput>,
) -> Result<HttpResponse, Problem> {
    let once = Once::new(caller.actor.account_id, key.0, &format!("payment claim {id}"), &body.0)?;
    let ClaimInput { transaction_id, amount_xof, paid_on } = body.0;
    let given = NewClaim { transaction_id, amount_xof, paid_on };
    let case = claims::create(&app, &caller.actor, *id, given, once).await?;
    Ok(private(StatusCode::CREATED, &ClaimView::of(case, &caller.actor)))
}

/// The claims to have paid an order, oldest first.
#[utoipa::path(tag = "payment", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = Items<ClaimView>)))]
#[get("/fee-orders/{id}/claims")]
async fn list_claims_of_order(
    app: Data<App>,
    caller: Caller<right::SeePayment>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let cases = claims::of_order(&app, &caller.actor, *id).await?;
    let items = cases.into_iter().map(|case| ClaimView::of(case, &caller.actor)).collect();
    Ok(private(StatusCode::OK, &Items { items }))
}

/// Which claims to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ClaimQuery {
    pub status: Option<ClaimStatus>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// Claims to have paid by merchant code, oldest first.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), params(ClaimQuery),
    responses((status = 200, body = Page<ClaimView>)))]
#[get("/payment-claims")]
async fn list_claims(
    app: Data<App>,
    caller: Caller<right::ReadPayments>,
    query: Query<ClaimQuery>,
) -> Result<HttpResponse, Problem> {
    let (after, limit) = (page::cursor_id(query.cursor.as_deref())?, page::limit(query.limit)?);
    let cases = claims::list(&app, query.status, after, limit).await?;
    let items = cases.into_iter().map(|case| ClaimView::of(case, &caller.actor)).collect();
    Ok(private(StatusCode::OK, &Page::cut(items, limit, |last: &ClaimView| last.id.to_string())))
}

/// Approves a claim that a statement bears out: the order is paid.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = ClaimView)))]
#[post("/payment-claims/{id}/approval")]
async fn approve_claim(
    app: Data<App>,
    caller: Caller<right::Reconcile>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let case = claims::approve(&app, &caller.actor, *id).await?;
    Ok(private(StatusCode::OK, &ClaimView::of(case, &caller.actor)))
}

/// Why a claim is refused; the payer reads it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ClaimRefusal, example = json!({ "reason": "Ce numéro n'existe sur aucun relevé des sept derniers jours." }))]
pub struct RefusalInput {
    pub reason: String,
}

/// Refuses a claim.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), request_body = RefusalInput,
    params(("id" = Uuid, Path)), responses((status = 200, body = ClaimView)))]
#[post("/payment-claims/{id}/refusal")]
async fn refuse_claim(
    app: Data<App>,
    caller: Caller<right::Reconcile>,
    id: Path<Uuid>,
    body: Body<RefusalInput>,
) -> Result<HttpResponse, Problem> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", Some(&body.0.reason), 500);
    let reason = faults.finish(reason).map_err(Problem::invalid)?;
    let case = claims::refuse(&app, &caller.actor, *id, reason).await?;
    Ok(private(StatusCode::OK, &ClaimView::of(case, &caller.actor)))
}
