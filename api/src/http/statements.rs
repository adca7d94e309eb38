//! Operators' statements: upload with preview, import, and what was imported.

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
use super::documents::{Parts, read_file, read_word};
use super::page::{self, Page, PageQuery};
use super::payments::private;
use super::problem::{Problem, language};
use crate::app::App;
use crate::documents::Incoming;
use crate::origin::fault::{FaultCode, Faults};
use crate::origin::payment::Operator;
use crate::origin::reconciliation::{ImportStatus, StatementSource};
use crate::reconciliation::import::{self, Column, Shown};
use crate::store::statements::StatementFile;

/// Every route of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(create_statement)
        .service(fetch_statement)
        .service(list_statements)
        .service(get_statement)
        .service(import_statement)
        .service(discard_statement);
}

/// A statement as sent.
#[derive(ToSchema)]
#[schema(as = StatementUpload)]
#[expect(dead_code, reason = "only describes the parts; they are read as they stream in")]
pub struct StatementUpload {
    /// Whose account it is about; without it, what the file's own shape says.
    #[schema(example = "merchant_code")]
    operator: Option<String>,
    /// A workbook (.xlsx, .xls) or a text with columns, at most 10 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// One faulty cell.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatementFault)]
pub struct FaultView {
    /// As a spreadsheet program calls it.
    #[schema(example = "Relevé!D17")]
    pub cell: String,
    #[schema(example = "not_whole_francs")]
    pub code: &'static str,
    /// What is wrong, in the language asked for.
    pub detail: String,
    /// What the cell holds.
    pub content: String,
}

/// A statement and what it holds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Statement)]
pub struct StatementView {
    pub id: Uuid,
    pub operator: Operator,
    pub file_name: String,
    pub size_bytes: i64,
    pub sha256: String,
    /// The shape it was recognised by.
    #[schema(example = "orange_operations")]
    pub profile: String,
    pub profile_name: String,
    /// Whether the shape was confirmed with a statement of the agency's own account.
    pub profile_confirmed: bool,
    pub source: StatementSource,
    pub status: ImportStatus,
    /// Movements it holds.
    pub line_count: i64,
    /// Movements looked at so far by the import.
    pub done_count: i64,
    /// Movements no statement had told before.
    pub new_count: i64,
    /// Movements that other statements had told when this one was read.
    pub known_count: usize,
    pub sums_skipped: usize,
    pub not_settled_skipped: usize,
    pub headers_skipped: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
    pub in_xof: i64,
    pub out_xof: i64,
    pub fees_xof: i64,
    pub columns: Vec<Column>,
    /// The first movements, as they were understood.
    pub first: Vec<Shown>,
    /// With any of them it is not imported.
    pub faults: Vec<FaultView>,
    pub uploaded_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imported_at: Option<DateTime<Utc>>,
}

impl StatementView {
    fn of(app: &App, file: StatementFile) -> Result<Self, Problem> {
        let summary = import::summary_of(&file)?;
        let profile = app.statements.profiles.iter().find(|profile| profile.code == file.profile);
        let operators_own = file.source == StatementSource::Operator;
        let fault = |fault: import::StoredFault| FaultView {
            detail: fault.code.sentence().in_language(language()).to_owned(),
            code: fault.code.as_str(),
            cell: fault.cell,
            content: fault.content,
        };
        Ok(Self {
            id: file.id.0,
            operator: file.operator,
            file_name: file.file_name,
            size_bytes: file.size_bytes,
            sha256: file.sha256,
            profile_name: profile
                .map_or_else(|| file.operator.name().to_owned(), |found| found.name.in_language(language()).to_owned()),
            profile_confirmed: operators_own || profile.is_some_and(|profile| profile.confirmed),
            profile: file.profile,
            source: file.source,
            status: file.status,
            line_count: file.line_count,
            done_count: file.done_count,
            new_count: file.new_count,
            known_count: summary.known,
            sums_skipped: summary.sums_skipped,
            not_settled_skipped: summary.not_settled_skipped,
            headers_skipped: summary.headers_skipped,
            from: summary.from,
            to: summary.to,
            in_xof: summary.in_xof,
            out_xof: summary.out_xof,
            fees_xof: summary.fees_xof,
            columns: summary.columns,
            first: summary.first,
            faults: summary.faults.into_iter().map(fault).collect(),
            uploaded_at: file.uploaded_at.0,
            imported_at: file.imported_at.map(Into::into),
        })
    }
}

fn shown(app: &App, status: StatusCode, file: StatementFile) -> Result<HttpResponse, Problem> {
    Ok(private(status, &StatementView::of(app, file)?))
}

/// Sends a statement in. It is read and shown; nothing counts before the import. The same file again gives the same statement.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])),
    request_body(content = StatementUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = StatementView)))]
#[post("/statements")]
async fn create_statement(
    app: Data<App>,
    caller: Caller<right::Reconcile>,
    mut parts: Parts,
) -> Result<HttpResponse, Problem> {
    let (operator, name, incoming) = match read_parts(&app, &mut parts).await {
        Ok(upload) => upload,
        Err(problem) => {
            super::documents::drain(parts).await;
            return Err(problem);
        }
    };
    let file = import::receive(&app, &caller.actor, (name, operator), incoming).await?;
    shown(&app, StatusCode::CREATED, file)
}

async fn read_parts(app: &App, parts: &mut Parts) -> Result<(Option<Operator>, String, Incoming), Problem> {
    let (mut operator, mut file) = (None, None);
    let mut faults = Faults::default();
    while let Some(mut part) = parts.next().await? {
        match part.name().unwrap_or_default().to_owned().as_str() {
            "operator" if operator.is_none() => operator = Some(read_word(&mut part, "/operator").await?),
            "file" if file.is_none() => file = Some(read_file(app, &mut part).await?),
            name @ ("operator" | "file") => faults.add(format!("/{name}"), FaultCode::Duplicate),
            _ => faults.add("", FaultCode::Unreadable { why: "operator, file".into() }),
        }
    }
    let operator = operator
        .filter(|word| !word.is_empty())
        .and_then(|word| faults.keep("/operator", word.parse::<Operator>().map_err(|_| FaultCode::UnknownValue)));
    if file.is_none() {
        faults.add("/file", FaultCode::Required);
    }
    faults.finish(file.map(|(name, incoming)| (operator, name, incoming))).map_err(Problem::invalid)
}

/// Which day to ask an operator about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "operator": "wave", "day": "2026-11-20" }))]
pub struct StatementRequest {
    pub operator: Operator,
    #[serde(deserialize_with = "super::body::day")]
    pub day: NaiveDate,
}

/// Asks an operator for a day's statement over its own interface, where it has one.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), request_body = StatementRequest,
    responses((status = 201, body = StatementView)))]
#[post("/statement-requests")]
async fn fetch_statement(
    app: Data<App>,
    caller: Caller<right::Reconcile>,
    body: Body<StatementRequest>,
) -> Result<HttpResponse, Problem> {
    let file = import::fetch(&app, &caller.actor, body.0.operator, body.0.day).await?;
    shown(&app, StatusCode::CREATED, file)
}

/// The statements, newest first.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), params(PageQuery),
    responses((status = 200, body = Page<StatementView>)))]
#[get("/statements")]
async fn list_statements(
    app: Data<App>,
    _caller: Caller<right::ReadPayments>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let (before, limit) = (page::cursor_id(query.cursor.as_deref())?, page::limit(query.limit)?);
    let rows = import::list(&app, before, limit).await?;
    let items = rows.into_iter().map(|file| StatementView::of(&app, file)).collect::<Result<Vec<_>, _>>()?;
    Ok(private(StatusCode::OK, &Page::cut(items, limit, |last: &StatementView| last.id.to_string())))
}

/// One statement, and how far its import is.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = StatementView)))]
#[get("/statements/{id}")]
async fn get_statement(
    app: Data<App>,
    _caller: Caller<right::ReadPayments>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let file = import::find(&app, *id).await?;
    shown(&app, StatusCode::OK, file)
}

/// Imports a statement that was shown, and holds its days against the payments.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = StatementView)))]
#[post("/statements/{id}/import")]
async fn import_statement(
    app: Data<App>,
    caller: Caller<right::Reconcile>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let file = import::confirm(&app, &caller.actor, *id).await?;
    shown(&app, StatusCode::OK, file)
}

/// Puts a statement away that was only looked at.
#[utoipa::path(tag = "reconciliation", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = StatementView)))]
#[post("/statements/{id}/discard")]
async fn discard_statement(
    app: Data<App>,
    caller: Caller<right::Reconcile>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let file = import::discard(&app, &caller.actor, *id).await?;
    shown(&app, StatusCode::OK, file)
}
