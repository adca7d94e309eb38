//! What differs, deposits, the treasurer's days.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::body::Body;
use super::callbacks::TreasuryAlert;
use super::caller::{Caller, right};
use super::page::{self, Items, Page};
use super::payments::private;
use super::problem::{Problem, language};
use crate::app::App;
use crate::callbacks::{self, Notices};
use crate::identity::Actor;
use crate::origin::fault::Faults;
use crate::origin::ledger::Standing;
use crate::origin::payment::{AttemptStatus, Operator};
use crate::origin::reconciliation::{DiscrepancyStatus, FindingClass, LineKind, Resolution};
use crate::reconciliation::aside::{self, Aside};
use crate::reconciliation::days::{self, Day, Difference};
use crate::reconciliation::deposits::{self, Deposited, NewDeposit};
use crate::reconciliation::queue::{self, Case, Decision};
use crate::store::payments::Attempt;
use crate::store::reconciliation::Wanted;
use crate::store::statements::StatementLine;

/// Every route of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_discrepancies)
        .service(get_discrepancy)
        .service(resolve_discrepancy)
        .service(list_money_set_aside)
        .service(list_deposits)
        .service(create_deposit)
        .service(get_treasury_today)
        .service(list_treasury_days)
        .service(get_treasury_day)
        .service(close_treasury_day);
}

/// A movement an operator states.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatementLine)]
pub struct LineView {
    pub id: Uuid,
    /// The row in its file.
    pub place: String,
    pub at: DateTime<Utc>,
    pub day: NaiveDate,
    pub kind: LineKind,
    pub transaction_id: String,
    pub amount_xof: i64,
    pub fee_xof: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<FindingClass>,
    /// The row by the names of its columns; what names a person is hidden but for its end.
    #[schema(value_type = Object)]
    pub raw: serde_json::Value,
}

impl LineView {
    /// The line as the agency sees it.
    #[must_use]
    pub fn of(line: StatementLine) -> Self {
        Self {
            id: line.id.0,
            place: line.place,
            at: line.at.0,
            day: line.day,
            kind: line.kind,
            transaction_id: line.transaction_id,
            amount_xof: line.amount_xof,
            fee_xof: line.fee_xof,
            reference: line.reference,
            class: line.class,
            raw: line.raw.0,
        }
    }
}

/// Our side of a difference.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ReconciledAttempt)]
pub struct OurSide {
    pub attempt_id: Uuid,
    pub reference: String,
    pub order_reference: String,
    pub status: AttemptStatus,
    pub amount_xof: i64,
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
}

impl OurSide {
    fn of((attempt, order_reference): (Attempt, String)) -> Self {
        Self {
            attempt_id: attempt.id.0,
            order_reference,
            status: attempt.status,
            amount_xof: attempt.amount_xof,
            at: attempt.settled_at.unwrap_or(attempt.created_at).0,
            transaction_id: attempt.transaction_id,
            reference: attempt.reference,
        }
    }
}

/// Something a person has to look at.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Discrepancy)]
pub struct DiscrepancyView {
    pub id: Uuid,
    pub operator: Operator,
    pub day: NaiveDate,
    pub class: FindingClass,
    /// What the statement has more than the books, in francs.
    pub amount_xof: i64,
    pub status: DiscrepancyStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub found_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<DateTime<Utc>>,
    /// What the operator states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<LineView>,
    /// What we have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours: Option<OurSide>,
    /// Payments this may be: the same amount within a quarter of an hour.
    pub proposals: Vec<OurSide>,
    /// What may be done about it now.
    pub actions: Vec<Resolution>,
    /// Those of them that somebody else has to take, because the caller brought the statement in.
    pub needs_another: Vec<Resolution>,
    /// What the line has more than was asked, in francs, and less when negative: what `surplus_set_aside` and `corrected` are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beyond_xof: Option<i64>,
    /// The refund of ours that the line tells, or that the operator does not have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_id: Option<Uuid>,
}

impl DiscrepancyView {
    fn of(case: Case, actor: &Actor) -> Self {
        let (actions, needs_another) = (case.actions(), case.needing_another(actor));
        let found = case.discrepancy;
        Self {
            id: found.id.0,
            operator: found.operator,
            day: found.day,
            class: found.class,
            amount_xof: found.amount_xof,
            status: found.status,
            resolution: found.resolution,
            reason: found.reason,
            found_at: found.found_at.0,
            resolved_at: found.resolved_at.map(Into::into),
            line: case.line.map(LineView::of),
            ours: case.attempt.map(OurSide::of),
            proposals: case.proposals.into_iter().map(OurSide::of).collect(),
            actions,
            needs_another,
            beyond_xof: case.beyond_xof,
            refund_id: found.refund_id.map(Into::into),
        }
    }
}

/// Which differences to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DiscrepancyQuery {
    pub status: Option<DiscrepancyStatus>,
    pub operator: Option<Operator>,
    pub class: Option<FindingClass>,
    #[serde(default, deserialize_with = "super::body::optional_day")]
    pub day: Option<NaiveDate>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// What differs between statements and books, oldest first.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), params(DiscrepancyQuery),
    responses((status = 200, body = Page<DiscrepancyView>)))]
#[get("/reconciliation/discrepancies")]
async fn list_discrepancies(
    app: Data<App>,
    caller: Caller<right::ReadPayments>,
    query: Query<DiscrepancyQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.into_inner();
    let (after, limit) = (page::cursor_id(query.cursor.as_deref())?, page::limit(query.limit)?);
    let wanted = Wanted { status: query.status, operator: query.operator, class: query.class, day: query.day, after };
    let cases = queue::list(&app, wanted, limit).await?.into_iter();
    let items = cases.map(|case| DiscrepancyView::of(case, &caller.actor)).collect();
    Ok(private(StatusCode::OK, &Page::cut(items, limit, |last: &DiscrepancyView| last.id.to_string())))
}

/// One difference with both its sides.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = DiscrepancyView)))]
#[get("/reconciliation/discrepancies/{id}")]
async fn get_discrepancy(
    app: Data<App>,
    caller: Caller<right::ReadPayments>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let case = queue::find(&app, *id).await?;
    Ok(private(StatusCode::OK, &DiscrepancyView::of(case, &caller.actor)))
}

/// What to do about a difference.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = DiscrepancyDecision, example = json!({ "action": "explained", "reason": "Frais de tenue de compte, convention article 7" }))]
pub struct DecisionInput {
    /// One of the difference's `actions`.
    pub action: Resolution,
    /// With `proposal_accepted`: which of the proposals it is.
    pub attempt_id: Option<Uuid>,
    /// Needed with `explained`.
    pub reason: Option<String>,
}

const REASON_MAX: usize = 500;

fn decision(given: DecisionInput) -> Result<Decision, Problem> {
    let mut faults = Faults::default();
    let reason = if given.action == Resolution::Explained {
        faults.text("/reason", given.reason.as_deref(), REASON_MAX)
    } else {
        faults.optional_text("/reason", given.reason.as_deref(), REASON_MAX)
    };
    let decision = Decision { action: given.action, attempt_id: given.attempt_id, reason };
    faults.finish(Some(decision)).map_err(Problem::invalid)
}

/// Decides about a difference, once.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), request_body = DecisionInput,
    params(("id" = Uuid, Path)), responses((status = 200, body = DiscrepancyView)))]
#[post("/reconciliation/discrepancies/{id}/resolution")]
async fn resolve_discrepancy(
    app: Data<App>,
    caller: Caller<right::Reconcile>,
    id: Path<Uuid>,
    body: Body<DecisionInput>,
) -> Result<HttpResponse, Problem> {
    let case = queue::decide(&app, &caller.actor, *id, decision(body.0)?).await?;
    Ok(private(StatusCode::OK, &DiscrepancyView::of(case, &caller.actor)))
}

/// Money that a statement told and that pays nothing: it waits for a claim, or to go back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MoneySetAside {
    pub line: LineView,
    pub operator: Operator,
    /// True for what came beyond what was asked; else it is nobody's, or less than was asked.
    pub is_surplus: bool,
    pub amount_xof: i64,
    /// What of it no refund is asked for.
    pub left_xof: i64,
    /// The payment it came for, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours: Option<OurSide>,
}

impl MoneySetAside {
    fn of(found: Aside) -> Self {
        Self {
            operator: found.line.operator,
            line: LineView::of(found.line),
            is_surplus: found.standing == Standing::Overpayment,
            amount_xof: found.amount_xof,
            left_xof: found.left_xof,
            ours: found.attempt.map(OurSide::of),
        }
    }
}

/// Money that was put aside and that no refund is asked for, oldest first, at most a hundred.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), responses((status = 200, body = Items<MoneySetAside>)))]
#[get("/treasury/set-aside")]
async fn list_money_set_aside(app: Data<App>, _caller: Caller<right::ReadBooks>) -> Result<HttpResponse, Problem> {
    let items = aside::list(&app).await?.into_iter().map(MoneySetAside::of).collect();
    Ok(private(StatusCode::OK, &Items { items }))
}

/// Money that arrived at the Treasury, with the transfers it is made of.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TreasuryDeposit)]
pub struct DepositView {
    pub id: Uuid,
    pub operator: Operator,
    #[schema(example = "BV-2026-0117")]
    pub slip: String,
    pub deposited_on: NaiveDate,
    pub amount_xof: i64,
    pub sweeps: Vec<LineView>,
}

impl DepositView {
    fn of((deposit, sweeps): Deposited) -> Self {
        Self {
            id: deposit.id.0,
            operator: deposit.operator,
            slip: deposit.slip,
            deposited_on: deposit.deposited_on,
            amount_xof: deposit.amount_xof,
            sweeps: sweeps.into_iter().map(LineView::of).collect(),
        }
    }
}

/// Deposits, and the transfers that have not arrived.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deposits {
    /// Newest first, at most a hundred.
    pub deposits: Vec<DepositView>,
    /// Oldest first.
    pub under_way: Vec<LineView>,
}

/// Which account's deposits.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DepositQuery {
    pub operator: Option<Operator>,
}

/// What operators handed over and what arrived at the Treasury.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), params(DepositQuery),
    responses((status = 200, body = Deposits)))]
#[get("/reconciliation/deposits")]
async fn list_deposits(
    app: Data<App>,
    _caller: Caller<right::ReadPayments>,
    query: Query<DepositQuery>,
) -> Result<HttpResponse, Problem> {
    let (found, under_way) = deposits::overview(&app, query.operator).await?;
    let view = Deposits {
        deposits: found.into_iter().map(DepositView::of).collect(),
        under_way: under_way.into_iter().map(LineView::of).collect(),
    };
    Ok(private(StatusCode::OK, &view))
}

/// A deposit as its slip says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewTreasuryDeposit, example = json!({ "operator": "wave", "slip": "BV-2026-0117", "depositedOn": "2026-11-20", "amountXof": 148_500, "sweeps": ["0197f3c2-7d10-7000-8000-000000000000"] }))]
pub struct DepositInput {
    pub operator: Operator,
    pub slip: String,
    #[serde(deserialize_with = "super::body::day")]
    pub deposited_on: NaiveDate,
    pub amount_xof: i64,
    /// The transfers it is made of; they add up to the amount.
    #[schema(max_items = 100)]
    pub sweeps: Vec<Uuid>,
}

/// Records a deposit.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), request_body = DepositInput,
    responses((status = 201, body = DepositView)))]
#[post("/reconciliation/deposits")]
async fn create_deposit(
    app: Data<App>,
    caller: Caller<right::Reconcile>,
    body: Body<DepositInput>,
) -> Result<HttpResponse, Problem> {
    let DepositInput { operator, slip, deposited_on, amount_xof, sweeps } = body.0;
    let given = NewDeposit { operator, slip, deposited_on, amount_xof, sweeps };
    let recorded = deposits::record(&app, &caller.actor, given).await?;
    Ok(private(StatusCode::CREATED, &DepositView::of(recorded)))
}

/// What one operator collected.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Collected {
    pub operator: Operator,
    pub count: i64,
    pub amount_xof: i64,
}

/// So many, and their francs.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CountAndAmount {
    pub count: i64,
    pub amount_xof: i64,
}

impl From<(i64, i64)> for CountAndAmount {
    fn from((count, amount_xof): (i64, i64)) -> Self {
        Self { count, amount_xof }
    }
}

/// The treasurer's day at a glance.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TreasuryToday {
    pub day: NaiveDate,
    pub collected: Vec<Collected>,
    /// Attempts unknown for more than a quarter of an hour.
    pub unknown: CountAndAmount,
    /// Differences that wait for a person.
    pub unmatched: i64,
    /// Refunds that have not gone back.
    pub to_refund: CountAndAmount,
    /// Claims to have paid by merchant code that wait.
    pub claims: i64,
    /// Callbacks that belong to no payment and wait for a person; 1001 when there are more than a thousand.
    pub callbacks: i64,
    /// What was odd about operators' callbacks within the last hour.
    pub alerts: Vec<TreasuryAlert>,
}

impl TreasuryToday {
    fn of(found: days::Today, notices: Notices) -> Self {
        let collected = |(operator, count, amount_xof)| Collected { operator, count, amount_xof };
        Self {
            day: found.day,
            collected: found.collected.into_iter().map(collected).collect(),
            unknown: found.unknown.into(),
            unmatched: found.unmatched,
            to_refund: found.to_refund.into(),
            claims: found.claims,
            callbacks: notices.waiting,
            alerts: notices.alerts.into_iter().map(TreasuryAlert::from).collect(),
        }
    }
}

/// Today at a glance: collected, unknown, unmatched, to refund, and what was odd.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), responses((status = 200, body = TreasuryToday)))]
#[get("/treasury/today")]
async fn get_treasury_today(app: Data<App>, _caller: Caller<right::ReadPayments>) -> Result<HttpResponse, Problem> {
    let (found, notices) = (days::today(&app).await?, callbacks::notices(&app).await?);
    Ok(private(StatusCode::OK, &TreasuryToday::of(found, notices)))
}

/// One account and its open days.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountDaysView {
    pub operator: Operator,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_closed: Option<NaiveDate>,
    /// Days with movements that are not closed, oldest first, of the last month.
    pub open: Vec<NaiveDate>,
}

/// Every account with its open days.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])),
    responses((status = 200, body = Items<AccountDaysView>)))]
#[get("/treasury/days")]
async fn list_treasury_days(app: Data<App>, _caller: Caller<right::ReadPayments>) -> Result<HttpResponse, Problem> {
    let view = |one: days::AccountDays| AccountDaysView {
        operator: one.operator,
        last_closed: one.last_closed,
        open: one.open,
    };
    let items = days::accounts(&app).await?.into_iter().map(view).collect();
    Ok(private(StatusCode::OK, &Items { items }))
}

/// One thing on which statement and books differ on a day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DayDifference)]
pub struct DifferenceView {
    /// What the statement has more than the books, in francs.
    pub amount_xof: i64,
    /// `open`, `explained`, or `timing`: over all days both sides say the same.
    #[schema(example = "open")]
    pub standing: &'static str,
    pub lines: Vec<LineView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours: Option<OurSide>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<FindingClass>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discrepancy_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl DifferenceView {
    fn of(found: Difference) -> Self {
        let discrepancy = found.discrepancy;
        Self {
            amount_xof: found.amount_xof,
            standing: found.standing.as_str(),
            lines: found.lines.into_iter().map(LineView::of).collect(),
            ours: found.attempt.map(OurSide::of),
            class: discrepancy.as_ref().map(|one| one.class),
            discrepancy_id: discrepancy.as_ref().map(|one| one.id.0),
            reason: discrepancy.and_then(|one| one.reason),
        }
    }
}

/// Why a day may not be closed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DayObstacle {
    #[schema(example = "day_does_not_balance")]
    pub code: &'static str,
    pub detail: String,
}

/// A day of one account: opening + in − out − fees − swept = closing.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TreasuryDay {
    pub operator: Operator,
    pub day: NaiveDate,
    pub closed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// What the statement says.
    pub opening_xof: i64,
    pub in_xof: i64,
    pub out_xof: i64,
    pub fees_xof: i64,
    pub swept_xof: i64,
    pub closing_xof: i64,
    /// The balance the statement itself ends with, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated_closing_xof: Option<i64>,
    pub line_count: usize,
    /// What the books say.
    pub books_opening_xof: i64,
    pub books_in_xof: i64,
    pub books_out_xof: i64,
    pub books_closing_xof: i64,
    /// Everything on which they differ; it adds up to the difference of the two movements.
    pub differences: Vec<DifferenceView>,
    /// How many differences of the day wait for a person.
    pub open_count: usize,
    /// Empty when the day may be closed.
    pub obstacles: Vec<DayObstacle>,
}

impl TreasuryDay {
    fn of(found: Day) -> Self {
        let figures = found.figures;
        let obstacle = |refusal: &crate::origin::refusal::Refusal| DayObstacle {
            code: refusal.code(),
            detail: refusal.sentence().in_language(language()).to_owned(),
        };
        Self {
            operator: found.operator,
            day: found.day,
            closed: found.closed.is_some(),
            closed_at: found.closed.map(|closed| closed.closed_at.0),
            opening_xof: figures.opening,
            in_xof: figures.money_in,
            out_xof: figures.money_out,
            fees_xof: figures.fees,
            swept_xof: figures.swept,
            closing_xof: figures.closing(),
            stated_closing_xof: found.stated_closing_xof,
            line_count: found.line_count,
            books_opening_xof: found.books_opening_xof,
            books_in_xof: found.books_in_xof,
            books_out_xof: found.books_out_xof,
            books_closing_xof: found.books_opening_xof + found.books_in_xof - found.books_out_xof,
            differences: found.differences.into_iter().map(DifferenceView::of).collect(),
            open_count: found.open.len(),
            obstacles: found.obstacles.iter().map(obstacle).collect(),
        }
    }
}

/// A day of one account, with the lines that differ.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])),
    params(("operator" = Operator, Path), ("day" = NaiveDate, Path)), responses((status = 200, body = TreasuryDay)))]
#[get("/treasury/days/{operator}/{day}")]
async fn get_treasury_day(
    app: Data<App>,
    _caller: Caller<right::ReadPayments>,
    path: Path<(Operator, NaiveDate)>,
) -> Result<HttpResponse, Problem> {
    let found = days::find(&app, path.0, on_the_calendar(path.1)?).await?;
    Ok(private(StatusCode::OK, &TreasuryDay::of(found)))
}

/// Closes a day that balances. It cannot be opened again.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])),
    params(("operator" = Operator, Path), ("day" = NaiveDate, Path)), responses((status = 200, body = TreasuryDay)))]
#[post("/treasury/days/{operator}/{day}/closing")]
async fn close_treasury_day(
    app: Data<App>,
    caller: Caller<right::Reconcile>,
    path: Path<(Operator, NaiveDate)>,
) -> Result<HttpResponse, Problem> {
    let found = days::close(&app, &caller.actor, path.0, on_the_calendar(path.1)?).await?;
    Ok(private(StatusCode::OK, &TreasuryDay::of(found)))
}

/// A day of another millennium is no day of this account.
fn on_the_calendar(day: NaiveDate) -> Result<NaiveDate, Problem> {
    crate::origin::day::day(&day.to_string()).ok_or_else(Problem::not_found)
}
