//! Fee orders, payment attempts, operators, and the address operators post to.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::body::Body;
use super::caller::{Caller, right};
use super::conditional::IdempotencyKey;
use super::page::{self, Items, Page};
use super::problem::{Problem, language};
use crate::app::App;
use crate::idempotent::Once;
use crate::operators::{MobileMoney, RawCallback};
use crate::origin::payment::{AttemptStatus, FeeOrderStatus, Operator, ReasonCode};
use crate::payment::{self, OrderWithAttempts, Reception};
use crate::store::payments::{Attempt, ListedAttempt};
use crate::text::Text;

/// Every documented route of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_operators)
        .service(get_fee_order)
        .service(create_payment_attempt)
        .service(get_payment_attempt)
        .service(recheck_payment_attempt)
        .service(list_payment_attempts);
}

/// Where operators post. It takes raw bytes, belongs to no API version and is nobody's to explore, so it is not in the description.
pub fn callback_routes(config: &mut web::ServiceConfig) {
    config.route("/payment-callbacks/{operator}/{slug}", web::to(receive_callback));
}

/// An operator one can pay with.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperatorView {
    pub code: Operator,
    #[schema(example = "Orange Money")]
    pub name: &'static str,
    /// False while it cannot be reached.
    pub available: bool,
    /// Minutes a payer has to confirm.
    pub session_minutes: i64,
}

/// One try with one operator.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Attempt)]
pub struct AttemptView {
    pub id: Uuid,
    pub operator: Operator,
    pub status: AttemptStatus,
    #[schema(example = 1500)]
    pub amount_xof: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<ReasonCode>,
    /// The reason as the payer reads it, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The operator's page for the payer, while he may still pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_url: Option<String>,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
    /// The operator's number of the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// When the operator's statement was found to take the payment back; told with its order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reversed_at: Option<DateTime<Utc>>,
}

impl AttemptView {
    /// The attempt as its payer and the agency see it.
    #[must_use]
    pub fn of(attempt: &Attempt) -> Self {
        let is_payable = attempt.status == AttemptStatus::AwaitingPayer;
        Self {
            id: attempt.id.0,
            operator: attempt.operator,
            status: attempt.status,
            amount_xof: attempt.amount_xof,
            reason_code: attempt.reason_code,
            reason: attempt.reason_code.map(|code| code.sentence().in_language(language()).to_owned()),
            payment_url: attempt.payment_url.clone().filter(|_| is_payable),
            created_at: attempt.created_at.0,
            expires_at: attempt.expires_at.map(Into::into),
            settled_at: attempt.settled_at.map(Into::into),
            transaction_id: attempt.transaction_id.clone(),
            reversed_at: None,
        }
    }
}

/// An attempt in the treasurer's list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ListedAttempt)]
pub struct ListedAttemptView {
    #[serde(flatten)]
    pub attempt: AttemptView,
    pub order_reference: String,
    pub application_reference: String,
    pub exporter_name: String,
}

impl ListedAttemptView {
    fn of((attempt, order_reference, application_reference, exporter_name): ListedAttempt) -> Self {
        Self { attempt: AttemptView::of(&attempt), order_reference, application_reference, exporter_name }
    }
}

/// What is owed for one application.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FeeOrder)]
pub struct FeeOrderView {
    pub id: Uuid,
    pub reference: String,
    #[schema(example = 1500)]
    pub amount_xof: i64,
    pub status: FeeOrderStatus,
    pub created_at: DateTime<Utc>,
    /// Oldest first.
    pub attempts: Vec<AttemptView>,
}

impl FeeOrderView {
    /// The order as its payer and the agency see it.
    #[must_use]
    pub fn of(found: &OrderWithAttempts) -> Self {
        Self {
            id: found.order.id.0,
            reference: found.order.reference.clone(),
            amount_xof: found.order.amount_xof,
            status: found.order.status,
            created_at: found.order.created_at.0,
            attempts: found
                .attempts
                .iter()
                .map(|one| AttemptView { reversed_at: found.reversed.get(&one.id.0).copied(), ..AttemptView::of(one) })
                .collect(),
        }
    }
}

/// An answer that no cache keeps.
pub(super) fn private(status: StatusCode, body: &impl Serialize) -> HttpResponse {
    HttpResponse::build(status).insert_header(("Cache-Control", "no-store")).json(body)
}

/// The operators one can pay with.
#[utoipa::path(tag = "payment", responses((status = 200, body = Items<OperatorView>)))]
#[get("/operators")]
async fn list_operators(app: Data<App>) -> HttpResponse {
    let view = |provider: &Arc<dyn MobileMoney>| OperatorView {
        code: provider.operator(),
        name: provider.operator().name(),
        available: true,
        session_minutes: provider.session_minutes(),
    };
    HttpResponse::Ok()
        .insert_header(("Cache-Control", "public, max-age=60"))
        .json(Items { items: app.payments.operators().iter().map(view).collect() })
}

/// What is owed for an application, and every try to pay it.
#[utoipa::path(tag = "payment", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = FeeOrderView)))]
#[get("/fee-orders/{id}")]
async fn get_fee_order(
    app: Data<App>,
    caller: Caller<right::SeePayment>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let found = app.db.read(move |conn| payment::order_for(conn, &caller.actor, *id)).await?;
    Ok(private(StatusCode::OK, &FeeOrderView::of(&found)))
}

/// Which operator to pay with.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "operator": "orange_money" }))]
pub struct NewAttempt {
    pub operator: Operator,
}

/// Start a payment with an operator. The answer holds the operator's page for the payer; without one the attempt is being verified.
#[utoipa::path(tag = "payment", security(("bearer" = [])), request_body = NewAttempt,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header, description = "The client's own name for this request")),
    responses((status = 201, body = AttemptView)))]
#[post("/fee-orders/{id}/attempts")]
async fn create_payment_attempt(
    app: Data<App>,
    caller: Caller<right::Pay>,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<NewAttempt>,
) -> Result<HttpResponse, Problem> {
    let what = format!("payment attempt {id}");
    let once = Once::new(caller.actor.account_id, key.0, &what, &body.0)?;
    let started = app.payments.start_attempt(&caller.actor, *id, body.0.operator, once, language()).await?;
    Ok(private(StatusCode::CREATED, &AttemptView::of(&started)))
}

/// How an attempt stands. Asks nobody but our own store, so it may be asked often.
#[utoipa::path(tag = "payment", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = AttemptView)))]
#[get("/payment-attempts/{id}")]
async fn get_payment_attempt(
    app: Data<App>,
    caller: Caller<right::SeePayment>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let attempt = app.db.read(move |conn| payment::attempt_for(conn, &caller.actor, *id)).await?;
    Ok(private(StatusCode::OK, &AttemptView::of(&attempt)))
}

/// "I have paid": ask the operator soon.
#[utoipa::path(tag = "payment", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 202, body = AttemptView)))]
#[post("/payment-attempts/{id}/recheck")]
async fn recheck_payment_attempt(
    app: Data<App>,
    caller: Caller<right::SeePayment>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let attempt = app.payments.recheck(&caller.actor, *id).await?;
    Ok(private(StatusCode::ACCEPTED, &AttemptView::of(&attempt)))
}

/// Which attempts to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AttemptQuery {
    pub status: Option<AttemptStatus>,
    pub operator: Option<Operator>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// Every try to pay, newest first.
#[utoipa::path(tag = "payment", security(("bearer" = [])), params(AttemptQuery),
    responses((status = 200, body = Page<ListedAttemptView>)))]
#[get("/payment-attempts")]
async fn list_payment_attempts(
    app: Data<App>,
    _caller: Caller<right::ReadPayments>,
    query: Query<AttemptQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.into_inner();
    let (before, limit) = (page::cursor_id(query.cursor.as_deref())?, page::limit(query.limit)?);
    let rows =
        app.db.read(move |conn| payment::list_attempts(conn, query.status, query.operator, before, limit)).await?;
    let items = rows.into_iter().map(ListedAttemptView::of).collect();
    Ok(private(StatusCode::OK, &Page::cut(items, limit, |last: &ListedAttemptView| last.attempt.id.to_string())))
}

/// The longest callback that is read.
const CALLBACK_MAX_BYTES: usize = 64 * 1024;
/// How long an operator may take to send one.
const CALLBACK_PATIENCE: Duration = Duration::from_secs(10);

/// Takes an operator's callback. It is acknowledged only when it is durable; without a store the operator is told to come again.
async fn receive_callback(
    app: Data<App>,
    path: Path<(String, String)>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    // The bytes as they came: a signature is over them, and nothing is decompressed for a stranger.
    let read = tokio::time::timeout(CALLBACK_PATIENCE, read_bounded(payload)).await;
    let body = read.unwrap_or_else(|_| Err(cut_short()))?;
    let headers: Vec<(String, Vec<u8>)> =
        request.headers().iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec())).collect();
    let callback = RawCallback { method: request.method().as_str(), headers: &headers, body: &body };
    let (operator, slug) = path.into_inner();
    match app.payments.receive(&operator, &slug, &callback).await? {
        Reception::Kept | Reception::Known => Ok(HttpResponse::Ok().finish()),
        Reception::NoSuchAddress => Err(Problem::not_found()),
        Reception::Malformed => {
            Err(Problem::unreadable(Text::new("Notification illisible.", "Unreadable notification.")))
        }
        Reception::Forged => Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "signature_refused",
            Text::new("La signature n'est pas valable.", "The signature is not valid."),
        )),
    }
}

fn cut_short() -> Problem {
    Problem::unreadable(Text::new("L'envoi a été interrompu.", "The request was cut short."))
}

async fn read_bounded(mut payload: web::Payload) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| cut_short())?;
        if body.len() + chunk.len() > CALLBACK_MAX_BYTES {
            return Err(Problem::too_large(CALLBACK_MAX_BYTES));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
