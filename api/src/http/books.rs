//! The treasurer's books: a day's receipts on screen, on paper and as tables, and the ledger for other programs.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::caller::{Caller, right};
use super::page::{self, Items};
use super::payments::private;
use super::problem::Problem;
use super::quittances::pdf_answer;
use super::statistics::csv_answer;
use crate::app::App;
use crate::books::{self, Day, DayLine, Span, Totals};
use crate::failure::Failure;
use crate::origin::day;
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::ledger::EntryKind;
use crate::origin::payment::Operator;
use crate::store::ledger as store;

/// The routes of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get_receipts)
        .service(get_receipts_journal)
        .service(get_receipts_table)
        .service(get_deposit_slip)
        .service(get_deposit_slip_table)
        .service(list_ledger_balances)
        .service(get_ledger_journal)
        .service(get_ledger_table);
}

/// A movement of the day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    pub at: DateTime<Utc>,
    pub kind: EntryKind,
    /// The valid quittance of the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quittance: Option<String>,
    pub order_reference: String,
    pub payer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<Operator>,
    pub transaction_id: String,
    /// The budget line; empty for what is no revenue.
    pub revenue_code: String,
    /// Negative when revenue was taken back.
    #[schema(example = 1500)]
    pub amount_xof: i64,
}

impl Receipt {
    fn of(line: &DayLine) -> Self {
        Self {
            at: line.at,
            kind: line.kind,
            quittance: line.quittance.clone(),
            order_reference: line.order_reference.clone(),
            payer: line.payer.clone(),
            operator: line.operator,
            transaction_id: line.transaction_id.clone(),
            revenue_code: line.line.clone(),
            amount_xof: line.amount_xof,
        }
    }
}

/// A sum of receipts.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptSum {
    /// The budget line's or the operator's code.
    pub code: String,
    pub count: i64,
    pub amount_xof: i64,
}

impl ReceiptSum {
    fn of(code: impl ToString, totals: Totals) -> Self {
        Self { code: code.to_string(), count: totals.count, amount_xof: totals.amount_xof }
    }
}

/// The receipts of a day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptsDay {
    pub day: NaiveDate,
    /// The deposit slip's number.
    #[schema(example = "BV-APEX-20261121")]
    pub slip: String,
    pub receipts: Vec<Receipt>,
    /// Movements that are no revenue: overpayments, suspense, refunds sent, transfers.
    pub others: Vec<Receipt>,
    pub by_line: Vec<ReceiptSum>,
    pub by_operator: Vec<ReceiptSum>,
    pub count: i64,
    pub amount_xof: i64,
    /// Quittances issued on the day.
    pub quittances: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_quittance: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_quittance: Option<String>,
    /// Quittances cancelled on the day.
    pub cancelled: Vec<String>,
}

impl ReceiptsDay {
    fn of(day: &Day) -> Self {
        let span = day.first_and_last().map(|(first, last)| (first.to_owned(), last.to_owned()));
        let (first, last) = span.unzip();
        Self {
            day: day.day,
            slip: day.slip.clone(),
            receipts: day.receipts.iter().map(Receipt::of).collect(),
            others: day.others.iter().map(Receipt::of).collect(),
            by_line: day.by_line.iter().map(|(line, totals)| ReceiptSum::of(&line.code, *totals)).collect(),
            by_operator: day
                .by_operator
                .iter()
                .map(|(operator, totals)| ReceiptSum::of(operator.map_or("", Operator::as_str), *totals))
                .collect(),
            count: day.total.count,
            amount_xof: day.total.amount_xof,
            quittances: i64::try_from(day.numbers.len()).unwrap_or(i64::MAX),
            first_quittance: first,
            last_quittance: last,
            cancelled: day.cancelled.clone(),
        }
    }
}

/// The day of an address; there is no page for what is no day.
fn a_day(text: &str) -> Result<NaiveDate, Problem> {
    day::day(text).ok_or_else(Problem::not_found)
}

/// The receipts of a day, from the ledger.
#[utoipa::path(tag = "books", security(("bearer" = [])), params(("day" = String, Path, example = "2026-11-21")),
    responses((status = 200, body = ReceiptsDay)))]
#[get("/receipts/{day}")]
async fn get_receipts(
    app: Data<App>,
    _caller: Caller<right::ReadBooks>,
    day: Path<String>,
) -> Result<HttpResponse, Problem> {
    let read = books::read_day(&app, a_day(&day)?).await?;
    Ok(private(StatusCode::OK, &ReceiptsDay::of(&read)))
}

/// The journal of a day's receipts, to print.
#[utoipa::path(tag = "books", security(("bearer" = [])), params(("day" = String, Path, example = "2026-11-21")),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/receipts/{day}/journal.pdf")]
async fn get_receipts_journal(
    app: Data<App>,
    _caller: Caller<right::ReadBooks>,
    day: Path<String>,
) -> Result<HttpResponse, Problem> {
    let pdf = books::journal_pdf(&app, a_day(&day)?).await?;
    Ok(pdf_answer(&format!("journal-{day}"), pdf))
}

/// The journal of a day's receipts, as a table.
#[utoipa::path(tag = "books", security(("bearer" = [])), params(("day" = String, Path, example = "2026-11-21")),
    responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/receipts/{day}/journal.csv")]
async fn get_receipts_table(
    app: Data<App>,
    _caller: Caller<right::ReadBooks>,
    day: Path<String>,
) -> Result<HttpResponse, Problem> {
    let read = books::read_day(&app, a_day(&day)?).await?;
    csv_answer(&format!("journal-{day}.csv"), "no-store", &books::journal_rows(&read))
}

/// The deposit slip that goes with a day's receipts to the Treasury, to print.
#[utoipa::path(tag = "books", security(("bearer" = [])), params(("day" = String, Path, example = "2026-11-21")),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/receipts/{day}/deposit-slip.pdf")]
async fn get_deposit_slip(
    app: Data<App>,
    _caller: Caller<right::ReadBooks>,
    day: Path<String>,
) -> Result<HttpResponse, Problem> {
    let pdf = books::slip_pdf(&app, a_day(&day)?).await?;
    Ok(pdf_answer(&format!("bordereau-{day}"), pdf))
}

/// The deposit slip as a table.
#[utoipa::path(tag = "books", security(("bearer" = [])), params(("day" = String, Path, example = "2026-11-21")),
    responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/receipts/{day}/deposit-slip.csv")]
async fn get_deposit_slip_table(
    app: Data<App>,
    _caller: Caller<right::ReadBooks>,
    day: Path<String>,
) -> Result<HttpResponse, Problem> {
    let read = books::read_day(&app, a_day(&day)?).await?;
    csv_answer(&format!("bordereau-{day}.csv"), "no-store", &books::slip_rows(&read))
}

/// What was booked on an account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LedgerBalance {
    #[schema(example = "assets:operator:orange_money")]
    pub account: String,
    pub debit_xof: i64,
    pub credit_xof: i64,
}

/// The trial balance: every account with what was ever booked on it.
#[utoipa::path(tag = "books", security(("bearer" = [])), responses((status = 200, body = Items<LedgerBalance>)))]
#[get("/ledger/balances")]
async fn list_ledger_balances(app: Data<App>, _caller: Caller<right::ReadBooks>) -> Result<HttpResponse, Problem> {
    let balances = app.db.read(|conn| store::balances(conn).map_err(Failure::from)).await?;
    let view = |one: store::Balance| LedgerBalance {
        account: one.account,
        debit_xof: one.debit_xof,
        credit_xof: one.credit_xof,
    };
    Ok(private(StatusCode::OK, &Items { items: balances.into_iter().map(view).collect() }))
}

/// Which days of the ledger.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LedgerQuery {
    /// The first day; the first of the books when absent.
    #[param(example = "2026-01-01")]
    pub from: Option<String>,
    /// The last day; today when absent.
    #[param(example = "2026-12-31")]
    pub to: Option<String>,
}

impl LedgerQuery {
    fn span(&self) -> Result<Span, Problem> {
        match (page::day("/from", self.from.as_deref())?, page::day("/to", self.to.as_deref())?) {
            (Some(from), Some(to)) if to < from => {
                Err(Problem::invalid(vec![Fault::at("/to", FaultCode::Inconsistent { with: "from" })]))
            }
            (from, to) => Ok(Span { from, to }),
        }
    }
}

/// The ledger as a beancount journal: what stood on the books before, every entry, and what must stand on them at the end.
#[utoipa::path(tag = "books", security(("bearer" = [])), params(LedgerQuery),
    responses((status = 200, content_type = "text/plain", body = String)))]
#[get("/ledger.beancount")]
async fn get_ledger_journal(
    app: Data<App>,
    _caller: Caller<right::ReadBooks>,
    query: Query<LedgerQuery>,
) -> Result<HttpResponse, Problem> {
    let exported = books::export_journal(&app, query.span()?).await?;
    let name = format!("attachment; filename=\"boyoro-{}-{}.beancount\"", exported.from, exported.to);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/plain; charset=utf-8")
        .body(exported.content))
}

/// The ledger as a table: one row for each line of each entry.
#[utoipa::path(tag = "books", security(("bearer" = [])), params(LedgerQuery),
    responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/ledger.csv")]
async fn get_ledger_table(
    app: Data<App>,
    _caller: Caller<right::ReadBooks>,
    query: Query<LedgerQuery>,
) -> Result<HttpResponse, Problem> {
    let exported = books::export_table(&app, query.span()?).await?;
    csv_answer(&format!("ledger-{}-{}.csv", exported.from, exported.to), "no-store", &exported.content)
}
