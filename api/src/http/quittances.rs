//! Receipts: acknowledgements, quittances, and the cash desk that makes both at once.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::body::Body;
use super::caller::{Caller, right};
use super::conditional::IdempotencyKey;
use super::page::{self, Items, Page};
use super::payments::{FeeOrderView, private};
use super::problem::Problem;
use crate::app::App;
use crate::cash_desk::{self, Cash};
use crate::clock::Instant;
use crate::idempotent::Once;
use crate::origin::day;
use crate::origin::fault::{Fault, FaultCode, Faults};
use crate::origin::french::francs_in_words;
use crate::origin::payment::{FeeOrderStatus, Operator};
use crate::origin::quittance::QuittanceKind;
use crate::payment;
use crate::quittances::{self, Listing, Shown};
use crate::store::payments::ListedOrder;

/// The routes of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_quittances)
        .service(get_quittance)
        .service(print_quittance)
        .service(cancel_quittance)
        .service(list_order_quittances)
        .service(get_acknowledgement)
        .service(list_fee_orders)
        .service(create_cash_payment);
}

/// A quittance, or the counter-quittance that cancels one.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Quittance)]
pub struct QuittanceView {
    #[schema(example = "Q-APEX-2026-000071")]
    pub number: String,
    pub kind: QuittanceKind,
    #[schema(example = 1500)]
    pub amount_xof: i64,
    #[schema(example = "mille cinq cents francs CFA")]
    pub amount_in_words: String,
    pub payer: String,
    pub order_id: Uuid,
    pub order_reference: String,
    pub operator: Operator,
    pub transaction_id: String,
    /// The budget line.
    pub revenue_code: String,
    pub paid_at: DateTime<Utc>,
    pub issued_at: DateTime<Utc>,
    /// How often it was printed; every print but the first is a duplicate.
    pub prints: i64,
    /// The quittance this one cancels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancels: Option<String>,
    /// Why it cancels it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The counter-quittance that cancels this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<String>,
}

impl QuittanceView {
    fn of(shown: Shown) -> Self {
        let record = shown.record;
        Self {
            kind: record.kind,
            amount_xof: record.amount_xof.get(),
            amount_in_words: francs_in_words(record.amount_xof),
            payer: record.payer.name,
            order_id: shown.row.order_id.0,
            order_reference: record.subject.order_reference,
            operator: record.operator,
            transaction_id: record.transaction_id,
            revenue_code: record.line.code,
            paid_at: record.paid_at,
            issued_at: record.issued_at,
            prints: shown.prints,
            cancels: record.cancels,
            reason: record.reason,
            cancelled_by: shown.cancelled_by,
            number: record.number,
        }
    }
}

/// Which quittances to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QuittanceQuery {
    /// Words of the number, the order, the payer or the operator's number.
    pub q: Option<String>,
    /// The first day of issue.
    #[param(example = "2026-11-01")]
    pub from: Option<String>,
    /// The last day of issue.
    #[param(example = "2026-11-30")]
    pub to: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// Quittances and counter-quittances, newest first.
#[utoipa::path(tag = "quittances", security(("bearer" = [])), params(QuittanceQuery),
    responses((status = 200, body = Page<QuittanceView>)))]
#[get("/quittances")]
async fn list_quittances(
    app: Data<App>,
    _caller: Caller<right::ReadBooks>,
    query: Query<QuittanceQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.into_inner();
    let (after, limit) = (query.cursor.as_deref().map(read_cursor).transpose()?, page::limit(query.limit)?);
    let (from, to) = (page::day("/from", query.from.as_deref())?, page::day("/to", query.to.as_deref())?);
    let listing = Listing { query: query.q, from, to, after, limit };
    let items = quittances::list(&app, listing).await?.into_iter().map(QuittanceView::of).collect();
    Ok(private(StatusCode::OK, &Page::cut(items, limit, cursor)))
}

fn cursor(last: &QuittanceView) -> String {
    format!("{}~{}", last.issued_at.to_rfc3339_opts(SecondsFormat::Micros, true), last.number)
}

fn read_cursor(text: &str) -> Result<(Instant, String), Problem> {
    let parts = text.split_once('~').and_then(|(at, number)| Some((day::moment(at)?, number.to_owned())));
    parts.ok_or_else(|| Problem::invalid(vec![Fault::at("/cursor", FaultCode::UnknownValue)]))
}

/// One quittance.
#[utoipa::path(tag = "quittances", security(("bearer" = [])), params(("number" = String, Path)),
    responses((status = 200, body = QuittanceView)))]
#[get("/quittances/{number}")]
async fn get_quittance(
    app: Data<App>,
    caller: Caller<right::SeePayment>,
    number: Path<String>,
) -> Result<HttpResponse, Problem> {
    let found = quittances::read(&app, &caller.actor, &number).await?;
    Ok(private(StatusCode::OK, &QuittanceView::of(found)))
}

/// Print a quittance. The first print is the original; every later one is marked as a duplicate.
#[utoipa::path(tag = "quittances", security(("bearer" = [])), params(("number" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[post("/quittances/{number}/prints")]
async fn print_quittance(
    app: Data<App>,
    caller: Caller<right::SeePayment>,
    number: Path<String>,
) -> Result<HttpResponse, Problem> {
    let pdf = quittances::print(&app, &caller.actor, &number).await?;
    Ok(pdf_answer(&number.to_ascii_uppercase(), pdf))
}

/// A PDF under a name that was found in the store, so that it needs no escaping.
pub(super) fn pdf_answer(name: &str, pdf: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("application/pdf")
        .body(pdf)
}

/// Why a quittance is cancelled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "reason": "Nom du payeur erroné.", "replace": true }))]
pub struct QuittanceCancellation {
    #[schema(min_length = 1, max_length = 300)]
    pub reason: String,
    /// Whether the order gets a new quittance with the facts of today.
    #[serde(default)]
    pub replace: bool,
}

/// Cancel a quittance by a counter-quittance of the same series. Its number stays.
#[utoipa::path(tag = "quittances", security(("bearer" = [])), request_body = QuittanceCancellation,
    params(("number" = String, Path)), responses((status = 200, body = QuittanceView)))]
#[post("/quittances/{number}/cancellation")]
async fn cancel_quittance(
    app: Data<App>,
    caller: Caller<right::KeepBooks>,
    number: Path<String>,
    body: Body<QuittanceCancellation>,
) -> Result<HttpResponse, Problem> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", Some(&body.0.reason), 300);
    let reason = faults.finish(reason).map_err(Problem::invalid)?;
    let cancelled = quittances::cancel(&app, &caller.actor, &number, reason, body.0.replace).await?;
    Ok(private(StatusCode::OK, &QuittanceView::of(cancelled)))
}

/// Every quittance an order has had, oldest first.
#[utoipa::path(tag = "quittances", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = Items<QuittanceView>)))]
#[get("/fee-orders/{id}/quittances")]
async fn list_order_quittances(
    app: Data<App>,
    caller: Caller<right::SeePayment>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let found = quittances::of_order(&app, &caller.actor, *id).await?;
    Ok(private(StatusCode::OK, &Items { items: found.into_iter().map(QuittanceView::of).collect() }))
}

/// The acknowledgement of an order's payments. It is no quittance, and says so.
#[utoipa::path(tag = "quittances", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/fee-orders/{id}/acknowledgement.pdf")]
async fn get_acknowledgement(
    app: Data<App>,
    caller: Caller<right::SeePayment>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let pdf = quittances::acknowledge(&app, &caller.actor, *id).await?;
    Ok(pdf_answer(&format!("attestation-{id}"), pdf))
}

/// An order in the treasurer's list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ListedFeeOrder)]
pub struct ListedFeeOrderView {
    pub id: Uuid,
    pub reference: String,
    pub application_reference: String,
    pub exporter_name: String,
    #[schema(example = 1500)]
    pub amount_xof: i64,
    pub status: FeeOrderStatus,
    pub created_at: DateTime<Utc>,
}

impl ListedFeeOrderView {
    fn of((order, application_reference, exporter_name): ListedOrder) -> Self {
        Self {
            id: order.id.0,
            reference: order.reference,
            application_reference,
            exporter_name,
            amount_xof: order.amount_xof,
            status: order.status,
            created_at: order.created_at.0,
        }
    }
}

/// Which orders to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FeeOrderQuery {
    /// The beginning of a reference, or a part of it or of the exporter's name.
    pub q: Option<String>,
    pub status: Option<FeeOrderStatus>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// Fee orders, newest first.
#[utoipa::path(tag = "payment", security(("bearer" = [])), params(FeeOrderQuery),
    responses((status = 200, body = Page<ListedFeeOrderView>)))]
#[get("/fee-orders")]
async fn list_fee_orders(
    app: Data<App>,
    _caller: Caller<right::ReadBooks>,
    query: Query<FeeOrderQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.into_inner();
    let (before, limit) = (page::cursor_id(query.cursor.as_deref())?, page::limit(query.limit)?);
    let rows = app.db.read(move |conn| payment::list_orders(conn, query.q.as_deref(), query.status, before, limit));
    let items = rows.await?.into_iter().map(ListedFeeOrderView::of).collect();
    Ok(private(StatusCode::OK, &Page::cut(items, limit, |last: &ListedFeeOrderView| last.id.to_string())))
}

/// Cash for an order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "feeOrderId": "0197f3c2-7d10-7000-8000-5a3f1c2b4d6e", "receivedXof": 1500 }))]
pub struct CashPayment {
    pub fee_order_id: Uuid,
    /// What was counted, in whole francs; exactly what is owed.
    pub received_xof: i64,
}

/// Take cash for an unpaid order. The order is settled and its quittance issued at once.
#[utoipa::path(tag = "payment", security(("bearer" = [])), request_body = CashPayment,
    params(("Idempotency-Key" = String, Header, description = "The client's own name for this request")),
    responses((status = 201, body = FeeOrderView)))]
#[post("/cash-payments")]
async fn create_cash_payment(
    app: Data<App>,
    caller: Caller<right::KeepBooks>,
    key: IdempotencyKey,
    body: Body<CashPayment>,
) -> Result<HttpResponse, Problem> {
    let once = Once::new(caller.actor.account_id, key.0, "cash payment", &body.0)?;
    let cash = Cash { order_id: body.0.fee_order_id, received_xof: body.0.received_xof };
    let settled = cash_desk::take(&app, &caller.actor, cash, once).await?;
    Ok(private(StatusCode::CREATED, &FeeOrderView::of(&settled)))
}
