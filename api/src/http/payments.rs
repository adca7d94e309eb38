//! Fee orders, payment attempts, operators, and the address operators post to.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
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
use super::reference;
use crate::app::App;
use crate::operators::{Acknowledgement, MobileMoney, RawCallback};
use crate::origin::fault::{Fault, FaultCode, Faults};
use crate::origin::payment::{AttemptStatus, FeeOrderStatus, Operator, PhoneUse, ReasonCode, Wallet};
use crate::origin::rules::{FeeBearer, OperatorPeriod, OperatorTerms, Rules};
use crate::payment::{self, Choice, OrderWithAttempts, Reception};
use crate::rules;
use crate::store::payments::{Attempt, ListedAttempt};
use crate::text::Text;

/// Every documented route of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_operators)
        .service(list_operator_profiles)
        .service(set_operator_period)
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
    /// What a payer will have to do, in a few words.
    pub word: Text,
    /// False while it cannot be reached.
    pub available: bool,
    /// Minutes a payer has to confirm.
    pub session_minutes: i64,
    /// Whether the payer's number is asked for.
    pub phone: PhoneUse,
    /// The wallets to choose from when a number is given; empty where there is nothing to choose.
    pub wallets: Vec<Wallet>,
}

impl OperatorView {
    fn of(app: &App, rules: &Rules, provider: &dyn MobileMoney) -> Self {
        let operator = provider.operator();
        let terms = rules.operator(operator);
        Self {
            code: operator,
            name: operator.name(),
            word: terms.map_or_else(|| Text::new("", ""), |terms| terms.word.clone()),
            available: app.payments.is_reachable(operator),
            session_minutes: terms.map_or(provider.session_minutes(), |terms| i64::from(terms.payer_minutes)),
            phone: provider.phone_use(),
            wallets: provider.wallets().to_vec(),
        }
    }
}

/// One try with one operator.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Attempt)]
pub struct AttemptView {
    pub id: Uuid,
    /// The order it pays.
    pub order_id: Uuid,
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
    /// The last two digits of the number the request was sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "17")]
    pub payer_phone_end: Option<String>,
}

impl AttemptView {
    /// The attempt as its payer and the agency see it.
    #[must_use]
    pub fn of(attempt: &Attempt) -> Self {
        let is_payable = attempt.status == AttemptStatus::AwaitingPayer;
        Self {
            id: attempt.id.0,
            order_id: attempt.order_id.0,
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
            payer_phone_end: attempt.payer_phone_end.clone(),
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

/// The operators one can pay with today.
#[utoipa::path(tag = "payment", responses((status = 200, body = Items<OperatorView>)))]
#[get("/operators")]
async fn list_operators(app: Data<App>) -> Result<HttpResponse, Problem> {
    let (rules, now) = (rules::current(&app).await?, app.clock.now());
    let is_offered =
        |one: &&Arc<dyn MobileMoney>| payment::is_offered(&rules, one.operator(), one.account().environment, now);
    let offered = app.payments.operators().iter().filter(is_offered);
    let items = offered.map(|provider| OperatorView::of(&app, &rules, provider.as_ref())).collect();
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "public, max-age=10")).json(Items { items }))
}

/// A way to pay as the agency has it: its terms, and whether payers are offered it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperatorProfile {
    pub code: Operator,
    #[schema(example = "Wave")]
    pub name: &'static str,
    /// Whether its account and secrets are in the service's settings.
    pub set_up: bool,
    /// Whether payers are offered it today.
    pub offered: bool,
    /// Who bears what the operator charges.
    pub fee_bearer: FeeBearer,
    /// What its terms rest on.
    pub source: String,
    /// Whether the agency confirmed its terms.
    pub confirmed: bool,
}

impl OperatorProfile {
    fn of(app: &App, rules: &Rules, terms: &OperatorTerms) -> Self {
        let provider = app.payments.operators().get(terms.code);
        let environment = provider.map(|provider| provider.account().environment);
        Self {
            code: terms.code,
            name: terms.code.name(),
            set_up: provider.is_some(),
            offered: environment.is_some_and(|one| payment::is_offered(rules, terms.code, one, app.clock.now())),
            fee_bearer: terms.fee_bearer,
            source: terms.source.clone(),
            confirmed: terms.confirmed,
        }
    }
}

/// Every operator that can be asked, offered or not.
#[utoipa::path(tag = "payment", security(("bearer" = [])), responses((status = 200, body = Items<OperatorProfile>)))]
#[get("/operator-profiles")]
async fn list_operator_profiles(app: Data<App>, _caller: Caller<right::ManageRules>) -> Result<HttpResponse, Problem> {
    let rules = rules::current(&app).await?;
    let online = Operator::ALL.iter().filter(|operator| operator.is_online());
    let terms = online.filter_map(|operator| rules.operator(*operator));
    let items = terms.map(|terms| OperatorProfile::of(&app, &rules, terms)).collect();
    Ok(private(StatusCode::OK, &Items::<OperatorProfile> { items }))
}

/// Whether a way to pay is offered from a day on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "enabled": true, "validFrom": "2027-01-01", "source": "Contrat signé avec l'opérateur" }))]
pub struct OperatorPeriodInput {
    pub enabled: Option<bool>,
    pub valid_from: Option<String>,
    /// The contract or decision.
    pub source: Option<String>,
}

impl OperatorPeriodInput {
    fn parse(&self, operator: Operator) -> Result<OperatorPeriod, Vec<Fault>> {
        let mut faults = Faults::default();
        let enabled = faults.keep("/enabled", self.enabled.ok_or(FaultCode::Required));
        let from = reference::day(&mut faults, "/validFrom", self.valid_from.as_deref());
        let source = faults.text("/source", self.source.as_deref(), reference::SOURCE_MAX_CHARS);
        let period = match (enabled, from, source) {
            (Some(enabled), Some(from), Some(source)) => Some(OperatorPeriod { operator, enabled, from, source }),
            _ => None,
        };
        faults.finish(period)
    }
}

/// From when on a way to pay is offered or no longer offered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OperatorPeriod)]
pub struct OperatorPeriodView {
    pub operator: Operator,
    pub enabled: bool,
    pub valid_from: NaiveDate,
    pub source: String,
}

/// Switch a way to pay on or off, from a day on. Its account must be set up besides; payments under way go on.
#[utoipa::path(tag = "payment", security(("bearer" = [])), request_body = OperatorPeriodInput,
    params(("code" = String, Path)), responses((status = 201, body = OperatorPeriodView)))]
#[post("/operators/{code}/periods")]
async fn set_operator_period(
    app: Data<App>,
    caller: Caller<right::ManageRules>,
    code: Path<String>,
    body: Body<OperatorPeriodInput>,
) -> Result<HttpResponse, Problem> {
    let operator: Operator = code.parse().map_err(|_| Problem::not_found())?;
    let period = body.0.parse(operator).map_err(Problem::invalid)?;
    let OperatorPeriod { operator, enabled, from, source } = rules::set_operator(&app, &caller.actor, period).await?;
    Ok(private(StatusCode::CREATED, &OperatorPeriodView { operator, enabled, valid_from: from, source }))
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
    /// The payer's number, where the operator sends its request to a telephone. Eight digits alone are Malian. Its last two digits are kept, and a
    /// keyed digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "70 00 00 00")]
    pub phone: Option<String>,
    /// Whose wallet the number is, where the operator reaches several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wallet: Option<Wallet>,
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
    let NewAttempt { operator, phone, wallet } = body.0;
    let choice = Choice { operator, phone, wallet };
    let started = app.payments.start_attempt(&caller.actor, *id, choice, key.0, language()).await?;
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
    let headers: Vec<(&str, &[u8])> =
        request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let (method, query) = (request.method().as_str(), request.query_string());
    let callback = RawCallback { method, headers: &headers, query, body: &body };
    let (operator, slug) = path.into_inner();
    match app.payments.receive(&operator, &slug, &callback).await? {
        Reception::Kept(Acknowledgement::Ok) | Reception::Ping => Ok(HttpResponse::Ok().finish()),
        Reception::Kept(Acknowledgement::NoContent) => Ok(HttpResponse::NoContent().finish()),
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
