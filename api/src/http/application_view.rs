//! One application as the screens need it, with everything around it.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::applications::ApplicationSummary;
use super::documents::DocumentView;
use super::payments::FeeOrderView;
use super::problem::Problem;
use crate::app::App;
use crate::application::{self, Details};
use crate::clock::Instant;
use crate::identity::Actor;
use crate::origin::content::Draft;
use crate::origin::exporter::ExporterStatus;
use crate::registration::exporters::Particulars;
use crate::text::Text;
use chrono::{DateTime, Utc};

/// One application, whole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Application)]
pub struct ApplicationView {
    #[serde(flatten)]
    pub summary: ApplicationSummary,
    pub version: i64,
    pub content: Draft,
    pub exporter: ApplicationExporter,
    pub documents: Vec<DocumentView>,
    /// What the goods and criteria of the draft make necessary.
    pub required_documents: Vec<RequiredDocument>,
    /// What is owed, once it was submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_order: Option<FeeOrderView>,
    /// The price, before and after it is owed. Whole francs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_xof: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_return: Option<ReturnView>,
    /// The examiner's conclusion (staff).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalView>,
    /// What another body was asked and answered (staff).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Value>,
    pub clock: ClockView,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// What the caller may do now.
    #[schema(example = json!(["edit", "submit", "withdraw", "copy"]))]
    pub allowed_actions: Vec<&'static str>,
}

/// The firm that applies, as registered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationExporter {
    pub id: Uuid,
    pub status: ExporterStatus,
    #[serde(flatten)]
    pub particulars: Particulars,
}

/// A document the application needs.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequiredDocument {
    pub kind: String,
    pub name: Text,
    pub present: bool,
}

/// Why the file came back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReturnView {
    pub at: DateTime<Utc>,
    pub by: String,
    pub reasons: Vec<crate::examination::ReturnReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// The examiner's conclusion.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalView {
    pub by: String,
    pub at: DateTime<Utc>,
    #[serde(flatten)]
    pub conclusion: crate::examination::Proposal,
}

/// The processing clock: it stands still while the exporter has the file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClockView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub running_since: Option<DateTime<Utc>>,
    pub worked_seconds: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    pub paused: bool,
    pub late: bool,
}

/// Loads and presents one application for this person.
pub async fn load(app: &App, actor: &Actor, id: Uuid) -> Result<ApplicationView, Problem> {
    let details = application::details(app, actor, id).await?;
    present(details, actor, app.clock.now())
}

fn present(details: Details, actor: &Actor, now: Instant) -> Result<ApplicationView, Problem> {
    let Details { listed, exporter, documents, required, order, fee_xof, last_return, examiner } = details;
    let row = listed.0.clone();
    let staff = actor.role.is_staff();
    let clock = row.clock();
    let proposal = row.proposal.clone().filter(|_| staff).map(|document| proposal(document.0)).transpose()?;
    Ok(ApplicationView {
        version: row.version,
        content: stored(row.content.0.clone())?,
        exporter: ApplicationExporter {
            id: row.exporter_id.0,
            status: exporter.status,
            particulars: exporter.particulars,
        },
        documents: documents.into_iter().map(DocumentView::from).collect(),
        required_documents: required
            .into_iter()
            .map(|(kind, name, present)| RequiredDocument { kind, name, present })
            .collect(),
        fee_order: order.as_ref().map(FeeOrderView::of),
        fee_xof,
        last_return: last_return
            .map(|(at, by, reasons, comment)| {
                stored(reasons.0).map(|reasons| ReturnView { at: at.0, by, reasons, comment })
            })
            .transpose()?,
        proposal: proposal.map(|(at, conclusion)| ProposalView { by: examiner.unwrap_or_default(), at, conclusion }),
        opinion: row.opinion.filter(|_| staff).map(|document| document.0),
        decision: row.decision.map(|document| document.0),
        clock: ClockView {
            started_at: clock.started_at,
            running_since: clock.running_since,
            worked_seconds: clock.total_s(now),
            due_at: clock.due_at,
            paused: clock.started_at.is_some() && clock.running_since.is_none() && !row.status.is_final(),
            late: clock.late(now),
        },
        copy_of: row.copy_of.map(|id| id.0),
        replaces: row.replaces,
        allowed_actions: application::allowed_actions(actor, &listed.0),
        summary: ApplicationSummary::of(listed, actor, now),
    })
}

/// A stored document that no longer reads is a fault of ours and not of whoever asks.
fn stored<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_json::from_value(value).map_err(|error| Problem::internal(&error))
}

/// The examiner's conclusion with its moment, which is stored beside it.
fn proposal(mut document: Value) -> Result<(DateTime<Utc>, crate::examination::Proposal), Problem> {
    let at = document.as_object_mut().and_then(|members| members.remove("at")).unwrap_or_default();
    Ok((stored(at)?, stored(document)?))
}
